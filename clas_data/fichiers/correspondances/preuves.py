"""What the values of a column say of it: SIRET, dates, yes and no, the words of our lists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from clas_data.fichiers import schemas, valeurs
from clas_data.fichiers.correspondances.conversion import ANNEE, cle_mot
from clas_data.fichiers.correspondances.enonces import nu, vocabulaire
from clas_data.fichiers.correspondances.forme import RANG_MAX
from clas_data.fichiers.correspondances.indices import Indice
from clas_data.fichiers.feuilles import Fautive, vide
from clas_data.fichiers.lieux import Communes, nom_simple
from clas_data.fichiers.schemas import Colonne
from clas_data.fichiers.sens import ecrits, mots
from clas_data.fichiers.soupcons import RENTREE, SESSION
from clas_data.fichiers.titres import cle

AN = re.compile(r"(20\d\d)(?: ?[-/ ] ?(\d{4}|\d\d))?")
DISTINCTS = 40  # values looked at
MOT_LONG = 200
MOTS_MAX = 200  # distinct words that are looked at
FORTE = 0.8  # share of values from which they tell what the column is
SANS_VALEUR = 0.8  # how well an empty column fits anything
LIBRES = ("texte", "texte_long", "identifiant")


@dataclass
class Valeurs:
    """The cells of one column, counted."""

    comptes: Counter
    lignes: int
    _parts: dict[Any, float] = field(default_factory=dict)

    @cached_property
    def connues(self) -> list[Any]:
        """Distinct values that say something, the most frequent first."""
        return [v for v, _ in self.comptes.most_common() if not valeurs.est_inconnu(v)]

    @property
    def exemples(self) -> list[Any]:
        return self.connues[:3]

    @cached_property
    def remplies(self) -> int:
        return sum(self.comptes[v] for v in self.connues)

    @property
    def unicite(self) -> float:
        return len(self.connues) / self.remplies if self.remplies else 0.0

    def part(self, lu) -> float:
        """Share of the values of which this is true."""
        vues = self.connues[:DISTINCTS]
        return sum(bool(lu(v)) for v in vues) / len(vues) if vues else 0.0

    def convient(self, colonne: Colonne, campagne: str, communes: Communes) -> float:
        """How well the values fit one of our columns, from 0 to 1."""
        cle_ = (colonne.type, colonne.choix, colonne.unite, colonne.nom == "numero")
        if cle_ not in self._parts:
            self._parts[cle_] = self._convient(colonne, campagne, communes)
        return self._parts[cle_]

    def _convient(self, colonne: Colonne, campagne: str, communes: Communes) -> float:
        if not self.connues:
            return SANS_VALEUR
        if colonne.type in LIBRES:
            textes = self.part(lambda v: isinstance(v, str) and re.search("[A-Za-z]", v))
            return 1.0 if colonne.type == "identifiant" else max(textes, 0.2)
        if colonne.nom == "numero":
            return self.part(lambda v: _sous(v, RANG_MAX))
        if colonne.type == "campagne":
            return self.part(lambda v: _annee(v, campagne))
        if colonne.type == "commune":
            return self.part(lambda v: communes.lire(v)[0])
        if colonne.type == "choix":
            return self.part(lambda v: deviner_mot(v, colonne)[0])
        if colonne.type == "date":
            return self.part(lambda v: ecrits.jour(v).lectures or ecrits.jour(v).propose)
        return self.part(lambda v: _lisible(colonne, v))


def _lisible(colonne: Colonne, brut: Any) -> bool:
    lu, refus = valeurs.parse(colonne, brut)
    return lu is not None or bool(refus and (refus.proposition or refus.code == "deux_lectures"))


def _annee(brut: Any, campagne: str) -> bool:
    """« 2021 », « 2021-2022 », « 2021/22 »; « 2021-01 » is a number of order, not a year."""
    lue = AN.fullmatch(mots.sans_decimale(brut))
    suite = f"{int(lue[1]) + 1}" if lue else ""
    return bool(lue) and lue[2] in (None, suite, suite[2:])


def compter(lignes: list[list[Any]], j: int) -> Valeurs:
    """The cells of column j of these rows."""
    comptes = Counter([l[j] for l in lignes if j < len(l)])
    for c in [c for c in comptes if vide(c) or isinstance(c, Fautive)]:
        del comptes[c]
    return Valeurs(comptes, len(lignes))


def indices(v: Valeurs, entete: str, campagne: str, communes: Communes) -> list[Indice]:
    """The columns that the values alone tell."""
    if len(v.connues) < 1:
        return []
    texte = nu(entete)
    trouves = []

    def dire(colonne: str, part: float, quoi: str, score: float = 0.85) -> None:
        if part >= FORTE:
            trouves.append(Indice("agrements", colonne, score * part, quoi))

    champs = schemas.load()["agrements"].colonnes
    dire("porteur_siret", v.part(lambda x: _siret(champs["porteur_siret"], x)), "ce sont des SIRET")
    dire("qpv_code", v.part(lambda x: valeurs.parse(champs["qpv_code"], x)[0]), "ce sont des QPV")
    noms = v.part(lambda x: isinstance(x, str) and nom_simple(x) in communes.par_nom)
    dire("commune_nom", noms, "ce sont des noms de communes")
    if not postal(v, entete, communes):
        codes = v.part(lambda x: mots.sans_decimale(x).zfill(5) in communes.noms)
        dire(
            "commune_insee",
            codes if "insee" in texte or len(v.connues) > 2 else 0,
            "codes Insee",
            0.7,
        )
    annees = v.part(lambda x: _annee(x, campagne))
    if annees >= FORTE and len(v.connues) <= 5:
        trouves += [
            Indice(t, "campagne", 0.8, "ce sont des années") for t in schemas.DU_DEPARTEMENT
        ]
    return trouves


def _siret(colonne: Colonne, brut: Any) -> bool:
    lu, refus = valeurs.parse(colonne, brut)
    return lu is not None or bool(refus and refus.proposition)


def postal(v: Valeurs, entete: str, communes: Communes) -> bool:
    """True for a column of postcodes, which are never Insee codes."""
    if nu(entete) in vocabulaire()["postaux"]:
        return True
    codes = v.part(lambda x: mots.sans_decimale(x).zfill(5) in communes.postaux)
    insee = v.part(lambda x: mots.sans_decimale(x).zfill(5) in communes.noms)
    return codes >= FORTE and codes > insee


def deviner_mot(brut: Any, colonne: Colonne) -> tuple[str, bool]:
    """(our word for this one, or « », whether it is sure)."""
    lu = mots.choisir(brut, colonne.choix)
    if lu.valeur is not None:
        return lu.valeur, True
    texte = cle(mots.sans_decimale(brut))
    for sorte, sur in (("mots", True), ("mots_offerts", False)):
        for notre in colonne.choix:
            if texte in vocabulaire()[sorte].get(notre, ()):
                return notre, sur and len(texte) > 1
    if lu.offerte:
        return lu.offerte, False
    debuts = [c for c in colonne.choix if len(texte) >= 3 and cle(c).startswith(texte)]
    return (debuts[0], False) if len(debuts) == 1 else ("", False)


def lecture(colonne: Colonne, v: Valeurs, campagne: str) -> str:
    """The way to read these values that they call for: years, serial numbers, commas."""
    if colonne.type == "campagne":
        debut, fin = campagne.split("-")
        annees = {m[1] for x in v.connues if (m := ANNEE.fullmatch(str(x).strip()))}
        if debut in annees:
            return "annee_de_debut"
        return "annee_de_fin" if fin in annees else ""
    if colonne.type == "date" and v.connues:
        if colonne.nom in SESSION and _mois_jour(v, campagne):
            return "mois_jour"
        return "numeros_de_serie" if v.part(lambda x: ecrits.SERIE.fullmatch(str(x))) == 1 else ""
    return ""


def _mois_jour(v: Valeurs, campagne: str) -> bool:
    """True where the dates leave the school year read day first, and all stay in it month first."""
    an = int(campagne[:4])
    debut, fin = date(an, *RENTREE), date(an + 1, *RENTREE)
    lues = [d for x in v.connues if not isinstance(x, date) and (d := ecrits.jour_et_mois(x))]
    dehors = any(j is None or not debut <= j < fin for j, _ in lues)
    return dehors and all(m and debut <= m < fin for _, m in lues)


def unite(colonne: Colonne, entete: str, v: Valeurs, milliers: bool = False) -> str:
    """The unit that the header says, or the sheet around it, where it is not ours."""
    texte = cle(entete)
    dits = re.search(r"\b(k|ke|keur|milliers?)\b|k€", f"{texte} {entete.casefold()}")
    if colonne.type == "montant" and (dits or milliers):
        return "milliers"
    heures = re.search(r"\b(h|heures?)\b", texte)
    nus = [x for x in v.connues if not re.search(r"\d ?(h|min|mn)", str(x).casefold())]
    if colonne.unite == "minutes" and heures and nus and all(_sous(x, 12) for x in nus):
        return "heures"
    if colonne.unite == "heures" and re.search(r"\b(min|mn|minutes?)\b", texte) and not heures:
        return "minutes"
    return ""


def _sous(brut: Any, limite: int) -> bool:
    lu = ecrits.nombre(brut).lectures
    return len(lu) == 1 and lu[0] <= limite


def a_traduire(
    v: Valeurs, colonne: Colonne, communes: Communes
) -> dict[str, tuple[int, str, bool]]:
    """Their words that are not ours: word → (how many cells, our word or « », whether sure)."""
    trouves: dict[str, tuple[int, str, bool]] = {}
    listes = colonne.type in ("choix", "oui_non")
    for brut in v.connues[:MOTS_MAX]:
        refuse, offre = _refus(colonne, brut, communes)
        if not refuse or not (listes or offre):
            continue
        mot = mots.sans_decimale(brut)
        if not mot.isprintable() or len(mot) > MOT_LONG:
            continue  # said by the examination, at its row
        notre, sur = deviner_mot(brut, colonne) if colonne.type == "choix" else (offre, False)
        deja = next((m for m in trouves if cle_mot(m) == cle_mot(mot)), mot)
        trouves[deja] = (trouves.get(deja, (0, "", False))[0] + v.comptes[brut], notre, sur)
    return trouves


def _refus(colonne: Colonne, brut: Any, communes: Communes) -> tuple[bool, str]:
    """(whether this value cannot be read, what it is offered to be)."""
    if colonne.type == "commune":
        code, mots_ = communes.lire(brut)
        return code is None, (mots_ or {}).get("proposition", "")
    lu, refus = valeurs.parse(colonne, brut)
    return lu is None and refus is not None, refus.proposition if refus else ""
