"""Which table a sheet is, where its headers are, and which column each header means that year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from clas_data.errors import Anomalie
from clas_data.fichiers import schemas, titres
from clas_data.fichiers.feuilles import Feuille, vide
from clas_data.fichiers.messages import affichable, anomalie
from clas_data.fichiers.titres import (
    PROCHE,
    cle,
    connus,
    libelle,
    personnel,
    rapprocher,
    ressembler,
)

RECHERCHE = 50  # rows in which the headers are looked for: titles and instructions stand above
PART_RECONNUE = 0.4  # share of recognised headers from which a sheet is taken for a table
INCONNUES_DITES = 8  # beyond, the columns that resemble nothing are said together
# the sheets that the template and the marked workbook add themselves
A_PART = {"lisez moi", "anomalies"}


@dataclass
class Placement:
    """What was recognised in a sheet: its table, its header row (from 0), and the position of each
    known column.
    """

    table: str
    ligne_entete: int
    colonnes: dict[str, int]
    anomalies: list[Anomalie] = field(default_factory=list)

    @property
    def complet(self) -> bool:
        """True when no column is missing without which rows cannot be placed."""
        return not any(a.code == "colonne_absente" for a in self.anomalies)


def placer(feuille: Feuille, campagne: str) -> tuple[Placement | None, list[Anomalie]]:
    """The table that the sheet is, or None with the reason."""
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    if cle(feuille.feuille) in A_PART:
        return None, []
    debut = [[cle(c) for c in l if not vide(c)] for l in feuille.lignes[:RECHERCHE]]
    candidats = [_score(debut, table, campagne) for table in schemas.TABLES]
    score, table, rang = max(candidats, key=lambda c: (c[0] + nomme(feuille, c[1]), c[0]))
    if couchee := titres.couchee(feuille, debut, rang, campagne):
        return None, [anomalie("tableau_couche", **ou, n=couchee)]
    nommee = nomme(feuille, table)
    if not nommee and score < PART_RECONNUE and not _entiere(debut[rang], table, campagne):
        attendus = " ; ".join(_cherches(t, campagne) for t in schemas.DU_DEPARTEMENT)
        mots = {"valeur": _lus(feuille), "attendu": attendus}
        return None, [anomalie("feuille_ignoree", **ou, **mots)]
    if score == 0:
        return None, [_sans_entete(feuille, table, campagne, ou)]
    rang, anomalies = titres.deux_lignes(feuille, table, campagne, rang, ou)
    vus, dites = _colonnes(feuille.lignes[rang], table, campagne, {"ligne": rang + 1, **ou})
    anomalies += dites
    anomalies += _absentes(table, vus, feuille.lignes[rang], campagne, rang, ou)
    anomalies += titres.autres(feuille, table, campagne, rang, ou)
    return Placement(table, rang, vus, anomalies), []


def accessoires(
    placees: list[tuple[Feuille, Placement | None, list[Anomalie]]],
) -> list[tuple[Feuille, Placement | None, list[Anomalie]]]:
    """Beside a sheet whose table is complete, those with a few of its headers (lists, summaries)
    are ignored, and said.
    """
    completes = {p.table for _, p, _ in placees if p and p.complet}
    gardees = []
    for f, p, refus in placees:
        if p and completes and not p.complet and (p.table in completes or not nomme(f, p.table)):
            mots = {"fichier": f.fichier, "feuille": f.feuille, "n": len(p.colonnes)}
            refus, p = [*refus, anomalie("feuille_accessoire", **mots)], None
        gardees.append((f, p, refus))
    return gardees


def _colonnes(
    entetes: list[Any], table: str, campagne: str, ou: dict[str, Any]
) -> tuple[dict[str, int], list[Anomalie]]:
    """Column → position; first the headers that are ours, then those that are but for a number or
    a mention.
    """
    connu, vus, anomalies = connus(table, campagne), {}, []
    notres, restes = {cle(a) for a in schemas.load()[table].accessoires}, []
    for i, entete in enumerate(entetes):
        if cle(entete) in notres:
            continue
        nom = None if vide(entete) else connu.get(cle(entete))
        if nom is not None and nom in vus:
            anomalies.append(anomalie("entete_double", colonne=str(entete), **ou))
        elif nom is not None:
            vus[nom] = i
        elif not vide(entete):
            restes.append((i, str(entete)))
    rapproches, inconnus = [], []
    for i, entete in restes:
        nom = rapprocher(entete, table, campagne)
        if nom is not None and nom not in vus:
            vus[nom] = i
            rapproches.append(f"« {affichable(entete)} » lu « {libelle(table, nom, campagne)} »")
        elif personnel(entete):
            anomalies.append(anomalie("donnee_personnelle", colonne=entete, **ou))
        else:
            inconnus.append((entete, ressembler(entete, table, campagne)))
    if rapproches:
        exemples = ", ".join(rapproches[:5])
        anomalies.append(anomalie("entetes_rapproches", n=len(rapproches), exemples=exemples, **ou))
    return vus, anomalies + _inconnues(inconnus, table, campagne, ou)


def _inconnues(
    inconnus: list[tuple[str, str | None]], table: str, campagne: str, ou: dict[str, Any]
) -> list[Anomalie]:
    etrangeres = [e for e, proche in inconnus if proche is None]
    ensemble = len(etrangeres) > INCONNUES_DITES
    dites = [
        anomalie(
            "colonne_inconnue",
            colonne=entete,
            proposition=libelle(table, proche, campagne) if proche else "",
            **ou,
        )
        for entete, proche in inconnus
        if proche or not ensemble
    ]
    if ensemble:
        exemples = ", ".join(f"« {affichable(e)} »" for e in etrangeres[:12])
        reste = f" … et {len(etrangeres) - 12} autres" if len(etrangeres) > 12 else ""
        mots = {"n": len(etrangeres), "exemples": exemples + reste}
        dites.append(anomalie("colonnes_inconnues", **mots, **ou))
    return dites


def _score(debut: list[list[str]], table: str, campagne: str) -> tuple[float, str, int]:
    """The best row among the first ones: its share of recognised headers, a little more where they
    are many; the table; the row.
    """
    connu = connus(table, campagne)
    meilleur = (0.0, table, 0)
    for rang, pleins in enumerate(debut):
        reconnus = {connu[c] for c in pleins if c in connu}
        if not reconnus and len(pleins) > 1:
            reconnus = {n for c in pleins if (n := rapprocher(c, table, campagne))}
        if len(reconnus) >= 2 or (reconnus and len(pleins) == len(reconnus)):
            part = len(reconnus) / len(pleins) + len(reconnus) / 1000
            meilleur = max(meilleur, (part, table, rang), key=lambda m: m[0])
    return meilleur


def _entiere(pleins: list[str], table: str, campagne: str) -> bool:
    """True for a wide export that holds all the headers of a table: the mandatory ones, and half
    of the others.
    """
    schema, annee = schemas.load()[table], schemas.entetes_de(campagne)
    vus = {connus(table, campagne).get(c) for c in pleins}
    attendus = {n for n in schema.colonnes if (table, n) in annee}
    obligatoires = {n for n, c in schema.colonnes.items() if c.obligatoire}
    return obligatoires <= vus and len(vus & attendus) * 2 >= len(attendus)


def nomme(feuille: Feuille, table: str) -> float:
    """1 when the sheet (or the csv file) is called after the table."""
    nom = feuille.feuille or feuille.fichier.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    titre = schemas.load()[table].titre
    return float(bool({cle(table), cle(titre)} & {cle(nom), *re.split(r"[ _\-]+", cle(nom))}))


def _cherches(table: str, campagne: str) -> str:
    """« Agréments : Campagne, Code de l'action… »: the headers without which it is not one."""
    schema = schemas.load()[table]
    noms = [libelle(table, c.nom, campagne) for c in schema.colonnes.values() if c.obligatoire]
    return f"{schema.titre} : {', '.join(noms)}"


def _lus(feuille: Feuille) -> str:
    """The row that looks most like headers, as it is written."""
    lus = max(
        feuille.lignes[:RECHERCHE], key=lambda l: sum(isinstance(c, str) for c in l), default=[]
    )
    vus = [affichable(c) for c in lus if isinstance(c, str) and not vide(c)]
    return ", ".join(f"« {v} »" for v in vus[:6]) + ("…" if len(vus) > 6 else "") or "rien"


def _sans_entete(feuille: Feuille, table: str, campagne: str, ou: dict[str, str]) -> Anomalie:
    """What was looked for, and what stands there instead."""
    return anomalie(
        "sans_entete",
        **ou,
        attendu=_cherches(table, campagne).partition(" : ")[2],
        lignes=RECHERCHE,
        lus=_lus(feuille),
    )


def _absentes(
    table: str,
    vus: dict[str, int],
    entetes: list[Any],
    campagne: str,
    rang: int,
    ou: dict[str, str],
) -> list[Anomalie]:
    annee, absentes = schemas.entetes_de(campagne), []
    restants = {
        cle(e): str(e) for e in entetes if not vide(e) and cle(e) not in connus(table, campagne)
    }
    for nom, colonne in schemas.load()[table].colonnes.items():
        attendue = colonne.obligatoire or (
            nom != "campagne" and nom != "commune_nom" and (table, nom) in annee
        )
        if nom in vus or not attendue:
            continue
        noms = [cle(libelle(table, nom, campagne)), cle(nom)]
        declares = [e for e in restants.values() if ressembler(e, table, campagne) == nom]
        proches = [
            restants[p] for n in noms for p in get_close_matches(n, list(restants), 1, PROCHE)
        ]
        proche = (declares or proches or [""])[0]
        par_nom = colonne.type == "commune" and "commune_nom" in vus
        code = "colonne_absente" if colonne.obligatoire else "colonne_facultative_absente"
        absentes.append(
            anomalie(
                "communes_par_nom" if par_nom else code,
                ligne=rang + 1,
                colonne=libelle(table, nom, campagne),
                proposition=proche,
                phrase="La colonne « {} » lui ressemble : est-ce elle ?",
                **ou,
            )
        )
    return absentes
