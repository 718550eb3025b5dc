"""One table of a sheet nobody has shown us: what each of its columns and words may be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import indices, preuves, sommes
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.choix import Candidat, choisir
from clas_data.fichiers.correspondances.forme import RANG, Apport, Champ, Tableau, generaliser
from clas_data.fichiers.correspondances.indices import CONNU, Cible, Indice, vocabulaire
from clas_data.fichiers.correspondances.preuves import Valeurs
from clas_data.fichiers.correspondances.reperage import Vue, reunir, sans_question
from clas_data.fichiers.feuilles import vide
from clas_data.fichiers.lieux import Communes
from clas_data.fichiers.titres import cle, personnel

MILIEU = r"\b(" + "|".join(vocabulaire()["milieux"]) + r")s?\b[\s°n.#]*"
NUMEROTE = re.compile(
    r"\b(" + "|".join(vocabulaire()["milieux"]) + r")s?[\s°n.#:_-]*(\d{1,2})\b", re.IGNORECASE
)
FINAL = re.compile(r"(.*[^\W\d])([\s_°#n.(-]+)(\d{1,2})(\)?)")
POSTAUX = "ce sont des codes postaux"
OFFERT_POSTAL = 0.7  # never sure: a postcode may serve several communes


@dataclass
class Piste:
    """One of their columns: what it may be, best first, what was chosen, and its first values."""

    tableau: int
    entete: str
    valeurs: Valeurs = field(repr=False)
    candidats: list[Indice] = field(default_factory=list)
    choisis: list[Indice] = field(default_factory=list)
    sur: bool = False
    de_cote: str = ""


@dataclass
class Mot:
    """One of their words that is not ours: how many cells hold it, and what it seems to mean."""

    tableau: int
    table: str
    colonne: str
    mot: str
    cellules: int
    notre: str
    sur: bool


class Lu:
    """One table of a sheet, as it is guessed."""

    def __init__(
        self,
        rang: int,
        vue: Vue,
        assise: Assise,
        campagne: str,
        communes: Communes,
        deja: dict[str, list[Cible]],
    ) -> None:
        self.rang, self.vue, self.assise = rang, vue, assise
        self.campagne, self.communes, self.deja = campagne, communes, deja
        lignes = vue.lignes(assise.sens)
        self.entetes = reunir(lignes[assise.ligne - assise.hauteur + 1 : assise.ligne + 1])
        suite = lignes[assise.ligne + 1 : assise.fin]
        self.lignes = [l for l in suite if any(not vide(c) for c in l)]
        self.pistes: list[Piste] = []
        self.mots: list[Mot] = []
        self.tableau = Tableau(())

    def lire(self) -> bool:
        """Guess; False where nothing of this table is ours."""
        candidats = [self._candidat(*g) for g in self._groupes()]
        self._sans_postaux(candidats)
        self._par_postaux(candidats)
        sommes.ajouter(candidats, self.lignes)
        choisis = choisir(candidats, self.vue.feuille, self.campagne)
        self._composer(candidats, choisis)
        return bool(self.tableau.apports)

    def _sans_postaux(self, candidats: list[Candidat]) -> None:
        """Codes that contradict the names beside them, and serve them by post, are postcodes."""
        noms = [c for c in candidats if c.indices and c.indices[0].colonne == "commune_nom"]
        for c in candidats:
            if noms and any(i.colonne == "commune_insee" for i in c.indices):
                codes, leurs = (self._cellules(x.colonnes[0]) for x in (c, noms[0]))
                lus = [self.communes.lire(x)[0] for x in codes]
                dites = self.communes.contredites(lus, leurs, list(range(len(lus))))
                if noms[0] is not c and any("code postal" in m.get("nature", "") for _, m in dites):
                    c.indices = [i for i in c.indices if i.colonne != "commune_insee"]
                    c.cote = POSTAUX

    def _par_postaux(self, candidats: list[Candidat]) -> None:
        """Without names nor Insee codes, postcodes are all that says the commune: to confirm."""
        lieux = {"commune_nom", "commune_insee"}
        if not any(i.colonne in lieux for c in candidats for i in c.indices):
            for c in candidats:
                if c.cote == POSTAUX:
                    c.indices = [Indice("agrements", "commune_insee", OFFERT_POSTAL, POSTAUX)]

    def _cellules(self, j: int) -> list[str]:
        return [str(l[j]) if j < len(l) and not vide(l[j]) else "" for l in self.lignes[:500]]

    def _groupes(self) -> list[tuple[str, list[int]]]:
        """(header, its columns): « Grp {n} - Effectif » stands for all its numbers."""
        modeles: dict[str, list[int]] = {}
        for j, e in enumerate(self.entetes):
            if modele := self._modele(e):
                modeles.setdefault(modele, []).append(j)
        nombreuses = any(len(js) > 1 for js in modeles.values())
        prises = {j for js in modeles.values() for j in js} if nombreuses else set()
        groupes = [(e, [j]) for j, e in enumerate(self.entetes) if e and j not in prises]
        return groupes + (list(modeles.items()) if nombreuses else [])

    def _modele(self, entete: str) -> str:
        """« Grp 1 - Filles », « Filles 1 » → « Grp {n} - Filles », « Filles {n} »; « » where the
        number is not that of a group of collectifs. Each group has its own numbers of questions.
        """
        entete = sans_question(entete)
        if trouve := NUMEROTE.search(entete):
            return entete[: trouve.start(2)] + RANG + entete[trouve.end(2) :]
        if trouve := FINAL.fullmatch(entete):
            lus = indices.chercher(trouve[1], self.campagne)
            if any(i.table == "collectifs" and i.score >= indices.CONNU - 0.1 for i in lus):
                return trouve[1] + trouve[2] + RANG + trouve[4]
        return ""

    def _candidat(self, entete: str, colonnes: list[int]) -> Candidat:
        comptees = [preuves.compter(self.lignes, j) for j in colonnes]
        valeurs = Valeurs(
            sum((c.comptes for c in comptees[1:]), comptees[0].comptes), len(self.lignes)
        )
        repete = RANG in entete
        cherche = entete
        if repete:
            cherche = re.sub(MILIEU + r"\{n\}", "", cle_marquee(entete)).replace(RANG, "").strip()
        trouves = list(indices.chercher(cherche or "numero", self.campagne))
        if repete:
            trouves = [i for i in trouves if i.table == "collectifs"]
        else:
            trouves += preuves.indices(valeurs, entete, self.campagne, self.communes)
        for cible in self.deja.get(cle(generaliser(entete, self.campagne)), ()):
            trouves.append(Indice(*cible, CONNU, "une correspondance passée l'a lue ainsi"))
        if cle(entete).split(" ")[0] in vocabulaire()["comptes"]:
            trouves = [i for i in trouves if i.colonne != "numero"]
        postal = preuves.postal(valeurs, entete, self.communes)
        if postal:
            trouves = []
        cote = POSTAUX if postal else ""
        if personnel(entete):
            trouves, cote = [], "des données nominatives : jamais lues"
        return Candidat(entete, colonnes, valeurs, self._peser(trouves, valeurs), cote)

    def _peser(self, trouves: list[Indice], v: Valeurs) -> list[Indice]:
        """Each possible column once, weighed by how well the values fit it."""
        meilleurs: dict[Cible, Indice] = {}
        for i in sorted(trouves, key=lambda i: -i.score)[:12]:
            colonne = schemas.load()[i.table].colonnes[i.colonne]
            part = v.convient(colonne, self.campagne, self.communes)
            score = i.score * (0.55 + 0.45 * part if part >= 0.5 else 0.3)
            if colonne.type == "montant" and len(v.connues) == 1 and v.remplies > 2:
                score *= 0.5  # the number of a territory on every row is no subsidy
            if i.score >= indices.OFFERT and colonne.type in ("choix", "oui_non"):
                score = max(score, i.score * 0.75)  # their words may all be new to us
            cible = (i.table, i.colonne)
            if cible not in meilleurs or meilleurs[cible].score < score:
                meilleurs[cible] = replace(i, score=score)
        return sorted(meilleurs.values(), key=lambda i: -i.score)

    def _composer(self, candidats: list[Candidat], choisis: dict[int, list[Indice]]) -> None:
        champs: dict[str, dict[str, Champ]] = {t: {} for t in schemas.DU_DEPARTEMENT}
        cote = []
        for rang, c in enumerate(candidats):
            siens = choisis.get(rang, [])
            entete = generaliser(c.entete, self.campagne)
            for i in siens:
                champs[i.table][i.colonne] = self._champ(c, entete, i)
            sur = bool(siens) and all(c.sur(i) for i in siens)
            autres = [i for i in c.indices if i.score >= 0.4][:6]
            self.pistes.append(
                Piste(
                    self.rang,
                    entete,
                    c.valeurs,
                    autres,
                    siens,
                    sur,
                    "" if siens else c.cote,
                )
            )
            if not siens:
                cote.append(entete)
        ordonnes = {
            t: {n: champs[t][n] for n in schemas.load()[t].colonnes if n in champs[t]}
            for t in schemas.DU_DEPARTEMENT
            if champs[t]
        }
        self._numeroter(ordonnes)
        self.tableau = Tableau(
            tuple(Apport(t, c) for t, c in ordonnes.items()),
            "",
            self.assise.sens,
            self.assise.hauteur,
            tuple(cote),
        )

    def _numeroter(self, champs: dict[str, dict[str, Champ]]) -> None:
        """Collectifs without a number are numbered in the order of their rows."""
        siens = champs.get("collectifs")
        if siens and "numero" not in siens and not any(RANG in c.colonne for c in siens.values()):
            siens["numero"] = Champ(compte=True)

    def _champ(self, c: Candidat, entete: str, i: Indice) -> Champ:
        colonne, v = schemas.load()[i.table].colonnes[i.colonne], c.valeurs
        if colonne.type == "oui_non" and _inverse(c.entete, i.colonne):
            return Champ(entete, inverse=True)
        postaux = i.raison == POSTAUX
        traduits = {} if postaux else preuves.a_traduire(v, colonne, self.communes)
        for mot, (n, notre, sur) in traduits.items():
            self.mots.append(Mot(self.rang, i.table, i.colonne, mot, n, notre, sur))
        return Champ(
            entete,
            mots={m: notre for m, (_, notre, _) in traduits.items() if notre},
            unite=preuves.unite(colonne, c.entete, v),
            lire="codes_postaux" if postaux else preuves.lecture(colonne, v, self.campagne),
        )


def cle_marquee(texte: str) -> str:
    """The key of a header that keeps its mark: « Grp {n} - Cible » → « grp {n} cible »."""
    return " ".join(
        RANG if m == "xrangx" else m for m in cle(texte.replace(RANG, " xrangx ")).split()
    )


def _inverse(entete: str, colonne: str) -> bool:
    return indices.nu(entete) in map(str, vocabulaire()["inverses"].get(colonne, ()))
