"""One sheet whose headers are known, read column by column into typed rows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers import cellules, ecartees, soupcons, titres, valeurs
from clas_data.fichiers.entetes import Placement, libelle
from clas_data.fichiers.feuilles import Nom, Postal
from clas_data.fichiers.lecture import Feuille, vide
from clas_data.fichiers.lieux import Communes
from clas_data.fichiers.messages import affichable, anomalie
from clas_data.fichiers.ouverture import encodages
from clas_data.fichiers.schemas import Colonne, Schema
from clas_data.fichiers.sens import textes

PROVENANCE = {
    "_fichier": pa.string(),
    "_sha256": pa.string(),
    "_feuille": pa.string(),
    "_ligne": pa.int64(),
}
APPROCHES = "_approches"  # of a row: {column: what is written, where it says itself not exact}
# controls, and marks that turn the reading over
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULE = re.compile(r"\s*(=.|[+\-@]\s*[A-Za-z.]+\()")  # a spreadsheet would execute it
# in a long text, « - enfant(s) en retard » is the item of a list
FORMULE_LONGUE = re.compile(r"\s*=.")


@dataclass(frozen=True)
class Source:
    """Where the rows of one table of a campagne come from: one sheet of one archived file, read
    through a correspondance of the installation or, without one, by its own headers.
    """

    table: str
    fichier: str
    feuille: str
    sha256: str
    lignes: int
    correspondance: str = ""


@dataclass
class Controle:
    """What was read of a deposit: one typed table per schema found, its sources, and all the
    anomalies.
    """

    tables: dict[str, pa.Table] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)

    @property
    def acceptable(self) -> bool:
        return not any(a.gravite == BLOQUANTE for a in self.anomalies)


def arrow_schema(schema: Schema) -> pa.Schema:
    """The stored shape of a table: its declared columns, then where each row comes from."""
    return pa.schema(
        [(n, valeurs.type_arrow(c)) for n, c in schema.colonnes.items()]
        + [*PROVENANCE.items(), (APPROCHES, pa.string())]
    )


@dataclass
class Lecteur:
    """Reads one sheet, column by column; each distinct text is parsed once."""

    feuille: Feuille
    placement: Placement
    schema: Schema
    campagne: str
    communes: Communes
    controle: Controle
    approches: dict[int, dict[str, str]] = field(default_factory=dict)  # by number of row

    def lire(self) -> pa.Table:
        """Its typed rows; what is said of a sheet read through a correspondance names her own
        headers.
        """
        tous, self.controle.anomalies = self.controle.anomalies, []
        table = self._lire()
        table_et_mots = (self.feuille, self.schema.table, self.campagne)
        dites = titres.en_leurs_mots(self.controle.anomalies, *table_et_mots)
        self.controle.anomalies = tous + dites
        return table

    def _lire(self) -> pa.Table:
        self.controle.anomalies += self.placement.anomalies
        traduite = self.feuille.traduction  # then made ready before it was translated
        place = (self.feuille, self.placement, self.campagne)
        fautes = [] if traduite else cellules.preparer(*place)
        debut = self.placement.ligne_entete + 1
        lues = [
            (self.feuille.numero(n), l)
            for n, l in enumerate(self.feuille.lignes[debut:], debut)
            if not all(vide(c) for c in l)
        ]
        lues, dites = ecartees.ecarter(
            self.feuille, self.placement, self.schema, lues, self.campagne
        )
        self.controle.anomalies += cellules.de_lignes_lues(fautes, {n for n, _ in lues}) + dites
        if not lues:
            self.controle.anomalies.append(anomalie("tableau_vide", **self._ou()))
            return arrow_schema(self.schema).empty_table()
        numeros = [n for n, _ in lues]
        sien = (self.placement, numeros, self.schema)
        self.controle.anomalies += cellules.allures(self.feuille, *sien)
        colonnes = {
            nom: self._colonne(c, numeros, [l for _, l in lues])
            for nom, c in self.schema.colonnes.items()
        }
        sien = (self.placement, self.schema, [l for _, l in lues], self.campagne)
        self.controle.anomalies += cellules.coches(self.feuille, *sien)
        if traduite and traduite.sous_totaux:
            numeros, lues, colonnes, dites = ecartees.sans_sommes(
                self.feuille, self.schema, numeros, lues, colonnes
            )
            self.controle.anomalies += dites
        self.controle.anomalies += soupcons.colonnes(
            self.feuille,
            self.placement,
            self.schema,
            lues,
            self.campagne,
            colonnes,
            self.communes,
        )
        colonnes["campagne"] = [self.campagne] * len(lues)
        colonnes |= {
            "_fichier": [affichable(self.feuille.fichier)] * len(lues),
            "_sha256": [self.feuille.sha256] * len(lues),
            "_feuille": [self.feuille.feuille] * len(lues),
            "_ligne": numeros,
            APPROCHES: [self._approches(n) for n in numeros],
        }
        self.controle.sources.append(
            Source(
                self.schema.table,
                affichable(self.feuille.fichier),
                self.feuille.feuille,
                self.feuille.sha256,
                len(lues),
                self.feuille.traduction.correspondance if self.feuille.traduction else "",
            )
        )
        return pa.table(colonnes, schema=arrow_schema(self.schema))

    def _approches(self, numero: int) -> str:
        dites = self.approches.get(numero)
        return json.dumps(dites, ensure_ascii=False) if dites else ""

    def _ou(self) -> dict[str, str]:
        return {"fichier": self.feuille.fichier, "feuille": self.feuille.feuille}

    def _colonne(self, colonne: Colonne, numeros: list[int], lignes: list[list[Any]]) -> list[Any]:
        rang = self.placement.colonnes.get(colonne.nom)
        if rang is None and colonne.type == "commune":
            rang = self.placement.colonnes.get("commune_nom")  # a commune is known by its name
        if rang is None:
            return [None] * len(lignes)
        ou_nom = self.placement.colonnes.get("commune_nom", rang)
        ou_nom = ou_nom if colonne.type == "commune" else rang
        lus: dict[Any, tuple[Any, dict[str, str] | None, bool]] = {}
        resultat, convertis = [], []
        for numero, ligne in zip(numeros, lignes, strict=True):
            brut = ligne[rang] if rang < len(ligne) else None
            nom = ligne[ou_nom] if ou_nom != rang and ou_nom < len(ligne) else ""
            if not isinstance(brut, Postal):
                brut, nom = Nom(nom) if valeurs.est_inconnu(brut) and nom else brut, ""
            cle = (type(brut), brut, nom)
            if cle not in lus:
                valeur, refus = self._cellule(colonne, brut, nom)
                dit = refus is None and valeurs.converti(colonne, brut)
                lus[cle] = valeur, refus, dit
            valeur, refus, dit = lus[cle]
            if dit:
                convertis.append((numero, brut, valeur))
                if valeurs.approche(colonne, brut):
                    self.approches.setdefault(numero, {})[colonne.nom] = affichable(brut)
            if refus:
                self._signaler(colonne, numero, brut, refus)
            resultat.append(valeur)
        if convertis:
            mots = {"code": "valeurs_converties", **soupcons.conversions(colonne, convertis)}
            self._signaler(colonne, convertis[0][0], convertis[0][1], mots)
        return resultat

    def _cellule(
        self, colonne: Colonne, brut: Any, nom: Any = ""
    ) -> tuple[Any, dict[str, str] | None]:
        """(typed value, None), or (value or None, the words of its anomaly); `nom`: that of the
        commune of a postcode.
        """
        if isinstance(brut, Postal):
            return self.communes.postale(brut, "" if vide(nom) else str(nom))
        if faute := cellules.suspecte(brut, colonne.type in (*valeurs.TEXTES, "date")):
            return None, faute
        if isinstance(brut, str) and (lu := encodages.repair(brut)) != brut:
            valeur, refus = self._cellule(colonne, lu)
            return valeur, refus or {"code": "accents_repares", "attendu": affichable(lu)}
        if isinstance(brut, str) and INVISIBLE.search(brut):
            return None, {"code": "caractere_invisible"}
        if isinstance(brut, str) and (
            FORMULE_LONGUE if colonne.type == "texte_long" else FORMULE
        ).match(brut):
            return None, {"code": "formule"}
        if colonne.type == "commune" and not valeurs.est_inconnu(brut):
            nomme = isinstance(brut, Nom) or colonne.nom not in self.placement.colonnes
            return self.communes.lire(brut, nomme)
        valeur, refus = valeurs.parse(colonne, brut)
        if refus and refus.code == "campagne_format" and str(brut)[:4] in self.campagne:
            refus = replace(refus, proposition=self.campagne)
        if refus:
            return None, {
                "code": refus.code,
                "attendu": refus.attendu,
                "proposition": refus.proposition,
            }
        if colonne.type in valeurs.TEXTES and textes.perdue(brut):
            return valeur, {"code": "accents_peut_etre_perdus"}
        if valeur is None:
            return None, {"code": "obligatoire"} if colonne.obligatoire else None
        if colonne.type == "campagne" and valeur != self.campagne:
            return valeur, {"code": "campagne_contradictoire", "campagne": self.campagne}
        return valeur, None

    def _signaler(self, colonne: Colonne, numero: int, brut: Any, mots: dict[str, str]) -> None:
        self.controle.anomalies.append(
            anomalie(
                **mots,
                **self._ou(),
                ligne=numero,
                colonne=libelle(self.schema.table, colonne.nom, self.campagne),
                valeur="" if brut is None else brut,
            )
        )
