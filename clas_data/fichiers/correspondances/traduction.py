"""One table of theirs, found in a sheet, as the tables of ours that it feeds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from clas_data.errors import Anomalie
from clas_data.fichiers import cellules, ecartees, schemas, valeurs
from clas_data.fichiers.correspondances import rattachement
from clas_data.fichiers.correspondances.conversion import compter, convertisseur, ecarter
from clas_data.fichiers.correspondances.forme import (
    COLONNES,
    LIGNES,
    RANG,
    SOUS_TOTAL,
    Apport,
    Champ,
    Correspondance,
)
from clas_data.fichiers.correspondances.reperage import (
    Repere,
    Vue,
    indispensables,
    reunir,
)
from clas_data.fichiers.entetes import Placement
from clas_data.fichiers.feuilles import Feuille, Traduction, vide
from clas_data.fichiers.messages import affichable, anomalie, lister
from clas_data.fichiers.titres import libelle, personnel

Lignes = list[tuple[int, list[Any]]]


@dataclass
class Traduit:
    """What became of the sheets of a file: those that are read as our tables, what is said of it,
    and the sheets that no correspondance knows.
    """

    lues: list[tuple[Feuille, Placement]] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)
    restes: list[Feuille] = field(default_factory=list)


@dataclass
class Lecteur:
    """Turns one table found in a sheet into ours."""

    correspondance: Correspondance
    repere: Repere
    campagne: str
    vues: list[Vue]
    traduit: Traduit

    def lire(self) -> None:
        r, feuille = self.repere, self.repere.vue.feuille
        self.ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
        for absent in r.absents:
            exigee = absent in indispensables(r.tableau)
            code = f"correspondance_colonne_{'exigee' if exigee else 'absente'}"
            mots = {
                "colonne": r.tableau.remplir(absent, self.campagne, 1),
                "nom": self.correspondance.nom,
            }
            self.traduit.anomalies.append(anomalie(code, ligne=r.ligne + 1, **mots, **self.ou))
        if r.tableau.sens == LIGNES:
            noms = {j: affichable(self._titre(*p)) for p, j in r.positions.items()}
            siennes = feuille.lignes[: r.fin]
            fusions = [f for f in feuille.fusions if f[0] < len(siennes)]
            partie = replace(feuille, lignes=siennes, fusions=fusions)
            fautes = cellules.ajuster(partie, r.ligne, noms, r.tableau.lignes_entete)
        else:
            fautes = []
        self._nominatives()
        lignes = self._lignes()
        lues = {n + 1 for n, _ in lignes}
        self.traduit.anomalies += cellules.de_lignes_lues(fautes, lues)
        for apport in r.tableau.apports:
            for groupe in r.groupes if apport.repetee else (None,):
                self._apport(apport, groupe, lignes)

    def _nominatives(self) -> None:
        """A column that names children refuses the file, read or not: it would be kept."""
        r = self.repere
        haut = r.ligne - r.tableau.lignes_entete + 1
        for entete in reunir(r.vue.lignes(r.tableau.sens)[haut : r.ligne + 1]):
            if personnel(entete):
                self.traduit.anomalies.append(
                    anomalie("donnee_personnelle", colonne=entete, ligne=r.ligne + 1, **self.ou)
                )

    def _titre(self, entete: str, groupe: int | None) -> str:
        return self.repere.tableau.remplir(entete, self.campagne, groupe)

    def _lignes(self) -> Lignes:
        """The rows of data, numbered from 0: neither empty, nor totals, nor set aside."""
        r = self.repere
        toutes = r.vue.lignes(r.tableau.sens)
        lues = [
            (n, l)
            for n, l in enumerate(toutes[r.ligne + 1 : r.fin], r.ligne + 1)
            if not all(vide(c) for c in l)
        ]
        for e in r.tableau.ecartees:
            j = r.positions.get((e.colonne, None))
            if j is not None and e.condition != SOUS_TOTAL:
                rejetees = [n for n, l in lues if ecarter(e, l[j] if j < len(l) else None)]
                self._dire_ecartees(rejetees, f"« {affichable(e.colonne)} »")
                lues = [(n, l) for n, l in lues if n not in set(rejetees)]
        apport = r.tableau.apports[0]
        schema = schemas.load()[apport.table]
        rangs = {n: r.positions.get((c.colonne, None)) for n, c in apport.champs.items()}
        place = Placement(apport.table, r.ligne, {n: j for n, j in rangs.items() if j is not None})
        droite = replace(r.vue.feuille, lignes=toutes)
        nature = ecartees.juge(droite, place, schema, lues)
        sortes: dict[str, list[int]] = {}
        for n, l in lues:
            sortes.setdefault(nature(l) or "", []).append(n)
        for sorte, rejetees in sortes.items():
            self._dire_ecartees(rejetees if sorte else [], sorte)
        gardees = set(sortes.get("", ()))
        if r.tableau.sens == COLONNES:
            return [(n, l) for n, l in lues if n in gardees]
        return [(n, r.vue.completer(l)) for n, l in lues if n in gardees]

    def _dire_ecartees(self, rangs: list[int], nature: str) -> None:
        if rangs:
            mots = {"n": len(rangs), "nature": nature, "campagne": self.campagne}
            numeros = [n + 1 for n in rangs]
            self.traduit.anomalies.append(
                anomalie(
                    "lignes_ecartees", ligne=numeros[0], lignes=lister(numeros), **mots, **self.ou
                )
            )

    def _apport(self, apport: Apport, groupe: int | None, lignes: Lignes) -> None:
        r, schema = self.repere, schemas.load()[apport.table]
        colonnes: dict[str, list[Any]] = {}
        titres, rangs = {}, {}
        for nom, champ in apport.champs.items():
            j = r.positions.get((champ.colonne, groupe if RANG in champ.colonne else None))
            if champ.colonne and j is None:
                continue
            titres[nom] = self._titre(champ.colonne, groupe) if champ.colonne else ""
            if r.tableau.sens == COLONNES and j is not None:
                rangs[nom] = j + 1
            colonnes[nom] = self._colonne(champ, schema.colonnes[nom], j, groupe, lignes)
        if groupe is not None:
            colonnes.setdefault("numero", [groupe] * len(lignes))
        if groupe is not None and r.tableau.niveaux:
            niveau = [*r.tableau.niveaux.values()][groupe - 1]
            colonnes.setdefault("niveau", [niveau] * len(lignes))
        vivantes = self._repondues(apport, colonnes, len(lignes))
        muettes = [n + 1 for i, (n, _) in enumerate(lignes) if i not in vivantes]
        if muettes and groupe is None:
            mots = {"n": len(muettes), "table": schema.titre, "lignes": lister(muettes)}
            self.traduit.anomalies.append(
                anomalie("lignes_sans_reponse", ligne=muettes[0], **mots, **self.ou)
            )
        gardees = sorted(vivantes)
        for nom, champ in apport.champs.items():
            if champ.compte:
                colonnes[nom] = compter(colonnes.get("code_action", []), gardees, len(lignes))
        self._poser(apport, colonnes, titres, rangs, [lignes[i][0] for i in gardees], gardees)

    def _poser(
        self,
        apport: Apport,
        colonnes: dict[str, list[Any]],
        titres: dict[str, str],
        rangs: dict[str, int],
        numeros: list[int],
        gardees: list[int],
    ) -> None:
        if "commune_insee" in colonnes and apport.champs["commune_insee"].lire == "noms":
            colonnes.setdefault("commune_nom", colonnes.pop("commune_insee"))
            titres.setdefault("commune_nom", titres["commune_insee"])
        if "commune_nom" in colonnes and "commune_insee" not in colonnes:
            titres["commune_insee"] = titres["commune_nom"]  # it is known by its name
        self._exiger(apport, colonnes)
        noms = list(colonnes)
        entete = [titres.get(n) or libelle(apport.table, n, self.campagne) for n in noms]
        lignes = [entete, *([colonnes[n][i] for n in noms] for i in gardees)]
        traduction = Traduction(
            self.correspondance.identifiant,
            [self.repere.ligne + 1, *(n + 1 for n in numeros)],
            titres,
            rangs,
            self.repere.tableau.sous_totaux,
        )
        feuille = replace(self.repere.vue.feuille, lignes=lignes, fusions=[], traduction=traduction)
        place = Placement(apport.table, 0, {n: j for j, n in enumerate(noms)})
        self.traduit.lues.append((feuille, place))

    def _exiger(self, apport: Apport, colonnes: dict[str, list[Any]]) -> None:
        """A table without a column that places its rows is refused, as it is without any
        correspondance; where the file lacks the one that was expected, that is said above.
        """
        for nom, c in schemas.load()[apport.table].colonnes.items():
            donnee = nom in colonnes or nom in apport.champs
            if c.obligatoire and not (
                donnee or (nom == "commune_insee" and "commune_nom" in colonnes)
            ):
                titre = libelle(apport.table, nom, self.campagne)
                mots = {"colonne": titre, "ligne": self.repere.ligne + 1}
                self.traduit.anomalies.append(anomalie("colonne_absente", **mots, **self.ou))

    def _colonne(
        self,
        champ: Champ,
        colonne: schemas.Colonne,
        j: int | None,
        groupe: int | None,
        lignes: Lignes,
    ) -> list[Any]:
        """The cells of one column of ours, in the order of the rows."""
        if j is None:
            return [self._titre(champ.valeur, groupe) or None] * len(lignes)
        convertir = convertisseur(champ, colonne)
        bruts = [l[j] if j < len(l) else None for _, l in lignes]
        if champ.repete:
            dernier = None
            for i, b in enumerate(bruts):
                bruts[i] = dernier = dernier if vide(b) else b
        if champ.par:
            bruts, dites = rattachement.suivre(bruts, champ.par, self.vues, self.campagne, self.ou)
            self.traduit.anomalies += dites
        return [convertir(b) for b in bruts]

    def _repondues(self, apport: Apport, colonnes: dict[str, list[Any]], n: int) -> set[int]:
        """The ranks of the rows that say something for this table beyond their keys."""
        cle = {*schemas.load()[apport.table].cle, "campagne"}
        autres = [
            nom
            for nom, c in apport.champs.items()
            if c.colonne and nom not in cle and nom in colonnes
        ]
        if not autres or apport.table == "agrements":
            return set(range(n))
        return {i for i in range(n) if any(not valeurs.est_inconnu(colonnes[a][i]) for a in autres)}
