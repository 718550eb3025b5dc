"""One table of a sheet nobody has shown us: what each of its columns and words may be."""

from __future__ import annotations

import re
from dataclasses import replace

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import au_dessus, indices, nationale, preuves, sommes
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.choix import Candidat, Mot, Piste, choisir, disputees
from clas_data.fichiers.correspondances.enonces import ailleurs, inverse, vocabulaire
from clas_data.fichiers.correspondances.forme import RANG, Apport, Champ, Tableau, generaliser
from clas_data.fichiers.correspondances.groupes import autres_annees, grouper, nu_du_groupe
from clas_data.fichiers.correspondances.indices import CONNU, Cible, Indice
from clas_data.fichiers.correspondances.nationale import AUTRE_ANNEE
from clas_data.fichiers.correspondances.preuves import Valeurs
from clas_data.fichiers.correspondances.reperage import Vue, nommer, reunir
from clas_data.fichiers.feuilles import vide
from clas_data.fichiers.lieux import Communes
from clas_data.fichiers.schemas import Colonne
from clas_data.fichiers.titres import cle, personnel

POSTAUX = "ce sont des codes postaux"
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,19}\. +")  # « NUM. Numéro du collectif »: a form's own code
PART_CODEE = 0.5  # of the headers that bear one, where it says nothing
REPONSE = re.compile(r"(id|identifiant|numero) (de )?(la )?(reponse|soumission)|response id")
MILLIERS = re.compile(r"\ben (k ?€|k ?e(ur)?\b|milliers d['’]euros)", re.IGNORECASE)
SANS_PREUVE = 0.7  # an empty column, under a header that is not ours: never sure
ILLISIBLES = 0.6  # our own header over values that we cannot read: to look at
OFFERT_POSTAL = 0.7  # never sure: a postcode may serve several communes


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
        dessus = vue.dessus(assise.sens, assise.ligne - assise.hauteur + 1)
        national = bool(nationale.nommee(self.entetes, campagne))
        if national:  # its labels often have no header
            self.entetes = nommer(self.entetes, self.lignes)
        dite = nationale.source if national else au_dessus.utile
        utiles = {nom: j for nom, j in dessus.items() if dite(nom, campagne)}
        self.entetes, self.lignes = vue.elargir(self.entetes, self.lignes, utiles)
        self.pistes: list[Piste] = []
        self.mots: list[Mot] = []
        self.tableau = Tableau(())
        self.niveaux: dict[str, str] = {}
        entoure = [*lignes[: assise.ligne], *(l for l in suite if sum(not vide(c) for c in l) == 1)]
        self.milliers = any(MILLIERS.search(str(c)) for l in entoure for c in l if not vide(c))

    def lire(self) -> bool:
        """Guess; False where nothing of this table is ours."""
        if trouvees := nationale.lire(self.entetes, self.lignes, self.campagne):
            self.tableau, self.pistes = nationale.composer(
                self.rang,
                self.entetes,
                self.lignes,
                self.assise.sens,
                self.assise.hauteur,
                trouvees,
                self.campagne,
            )
            return True
        codees = [e for e in self.entetes if e and CODE.match(e)]
        self.codes = len(codees) >= max(2, PART_CODEE * sum(map(bool, self.entetes)))
        groupes, self.niveaux = grouper(self.entetes, self.campagne)
        candidats = [self._candidat(*g) for g in groupes]
        self._sans_postaux(candidats)
        self._par_postaux(candidats)
        for rang in autres_annees([c.entete for c in candidats], self.campagne):
            candidats[rang].indices, candidats[rang].cote = [], AUTRE_ANNEE
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

    def _candidat(self, entete: str, colonnes: list[int]) -> Candidat:
        comptees = [preuves.compter(self.lignes, j) for j in colonnes]
        valeurs = Valeurs(
            sum((c.comptes for c in comptees[1:]), comptees[0].comptes), len(self.lignes)
        )
        repete = RANG in entete
        cherche = nu_du_groupe(entete) if repete else entete.removesuffix(au_dessus.MARQUE)
        cherche = CODE.sub("", cherche) if self.codes else cherche
        trouves = list(indices.chercher(cherche or "numero", self.campagne))
        if repete:
            trouves = [i for i in trouves if i.table == "collectifs"]
        else:
            trouves += preuves.indices(valeurs, entete, self.campagne, self.communes)
        for cible in self.deja.get(cle(generaliser(entete, self.campagne)), ()):
            if cible[0] == schemas.NATIONAL:
                continue
            trouves.append(Indice(*cible, CONNU, "une correspondance passée l'a lue ainsi"))
        if cle(entete).split(" ")[0] in vocabulaire()["comptes"]:
            trouves = [i for i in trouves if i.colonne != "numero"]
        postal = preuves.postal(valeurs, entete, self.communes)
        if postal:
            trouves = []
        cote = POSTAUX if postal else ""
        if personnel(entete):
            trouves, cote = [], "des données nominatives : jamais lues"
        if entete.startswith("_") or REPONSE.fullmatch(cle(entete)):
            trouves, cote = [], "un numéro interne de la plateforme"
        return Candidat(entete, colonnes, valeurs, self._peser(entete, trouves, valeurs), cote)

    def _peser(self, entete: str, trouves: list[Indice], v: Valeurs) -> list[Indice]:
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
            elif i.score >= indices.CONNU:
                score = max(score, ILLISIBLES)  # refused where they stand, never lost
            score *= ailleurs(entete, i.colonne)
            if not v.connues and i.score < indices.SUR:
                score = min(score, SANS_PREUVE)
            cible = (i.table, i.colonne)
            if cible not in meilleurs or meilleurs[cible].score < score:
                meilleurs[cible] = replace(i, score=score)
        return sorted(meilleurs.values(), key=lambda i: -i.score)

    def _composer(self, candidats: list[Candidat], choisis: dict[int, list[Indice]]) -> None:
        champs: dict[str, dict[str, Champ]] = {t: {} for t in schemas.DU_DEPARTEMENT}
        cote, rivales = [], disputees(candidats, choisis)
        for rang, c in enumerate(candidats):
            siens = choisis.get(rang, [])
            entete = generaliser(c.entete, self.campagne)
            for i in siens:
                champs[i.table][i.colonne] = self._champ(c, entete, i)
            sur = bool(siens) and rang not in rivales and all(c.sur(i) for i in siens)
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
                    self.milliers,
                    tuple(c.colonnes),
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
            niveaux=self.niveaux,
        )

    def _numeroter(self, champs: dict[str, dict[str, Champ]]) -> None:
        """Collectifs without a number are numbered in the order of their rows."""
        siens = champs.get("collectifs")
        if siens and "numero" not in siens and not any(RANG in c.colonne for c in siens.values()):
            siens["numero"] = Champ(compte=True)

    def _champ(self, c: Candidat, entete: str, i: Indice) -> Champ:
        colonne, postaux = schemas.load()[i.table].colonnes[i.colonne], i.raison == POSTAUX
        champ = champ_devine(entete, c.valeurs, colonne, self.campagne, self.milliers)
        if champ.inverse:
            return champ
        traduits = (
            {} if postaux or champ.lire else preuves.a_traduire(c.valeurs, colonne, self.communes)
        )
        for mot, (n, notre, sur) in traduits.items():
            self.mots.append(Mot(self.rang, i.table, i.colonne, mot, n, notre, sur))
        mots = {m: notre for m, (_, notre, _) in traduits.items() if notre}
        return replace(champ, mots=mots, lire="codes_postaux" if postaux else champ.lire)


def champ_devine(entete: str, v: Valeurs, colonne: Colonne, campagne: str, milliers: bool) -> Champ:
    """How this column of theirs is read as that one of ours: its unit, the other way round, how its
    dates and years are written.
    """
    if colonne.type == "oui_non" and inverse(entete, colonne.nom):
        return Champ(entete, inverse=True)
    return Champ(
        entete,
        unite=preuves.unite(colonne, entete, v, milliers),
        lire=preuves.lecture(colonne, v, campagne),
    )
