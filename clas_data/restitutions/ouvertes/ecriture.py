"""The files of an export: csv, parquet or xlsx, their schemas, their dictionary; the same input
gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clas_data.fichiers.classeur import cellule, neutraliser, nouveau
from clas_data.fichiers.modele import TYPES
from clas_data.restitutions.emetteur import Emetteur
from clas_data.restitutions.ouvertes import publication
from clas_data.restitutions.ouvertes.licences import SANS_LICENCE, Licence
from clas_data.restitutions.ouvertes.publication import Champ
from clas_data.restitutions.ouvertes.tableaux import Tableau

BOM = "\ufeff"
FORMATS = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ARROW = {
    "entier": pa.int64(),
    "nombre": pa.float64(),
    "montant": pa.decimal128(18, 2),
    "oui_non": pa.bool_(),
    "date": pa.date32(),
}


@dataclass(frozen=True)
class Provenance:
    """What every file says of itself."""

    empreinte: str
    construite_le: date
    campagnes: tuple[str, ...]
    demonstration: bool
    complet: bool
    departement: str = ""
    departement_nom: str = ""
    definitions: str = ""
    seuil: int = 0
    droit: Licence | None = None
    nomme: bool = False
    emetteur: Emetteur = field(default_factory=Emetteur)

    @property
    def licence(self) -> str:
        """The licence in words; a file that is not to be published has none."""
        if self.complet:
            return "sans objet : réservé au comité"
        return SANS_LICENCE if self.droit is None else self.droit.titre

    def mots(self) -> dict[str, str]:
        """The same in words, in the order in which it is read."""
        propos = {
            "Département": f"{self.departement_nom} ({self.departement})",
            "Base": self.empreinte,
            "Base construite le": self.construite_le.isoformat(),
            "Campagnes": ", ".join(self.campagnes),
            "Diffusion": "Réservé au comité : effectifs non masqués, ne pas publier."
            if self.complet
            else (
                "Secret statistique appliqué : rien d'autre que l'ensemble diffusé, et les "
                "décisions publiques de la commission."
            ),
            "Définitions": self.definitions,
            "Publié par": self.emetteur.organisme,
            "Contact": self.emetteur.contact,
            "Licence": self.licence,
            "Nommé": "oui, à côté d'autres départements" if self.nomme else "non, fondu avec eux",
        }
        return {k: publication.ponctuer(v) for k, v in propos.items() if v} | (
            {"Avertissement": "Données fictives de démonstration"} if self.demonstration else {}
        )


def ecrire(t: Tableau, format_: str, p: Provenance) -> bytes:
    """One table in this format."""
    return {
        "csv": lambda: vers_csv(t.champs, t.donnees.itertuples(index=False)),
        "parquet": lambda: _parquet(t, p),
        "xlsx": lambda: _xlsx(t, p),
    }[format_]()


def vers_csv(champs: tuple[Champ, ...], lignes) -> bytes:
    """UTF-8 with BOM, semicolons, decimal commas, days as yyyy-mm-dd; no cell is executed by a
    spreadsheet.
    """
    tampon = io.StringIO(newline="")
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow([c.nom for c in champs])
    ecrivain.writerows([_texte(v) for v in ligne] for ligne in lignes)
    return (BOM + tampon.getvalue()).encode("utf-8")


def _texte(v: Any) -> str:
    if v is None:
        return ""
    if isinstance(v, bool):
        return "oui" if v else "non"
    if isinstance(v, float):
        return format(Decimal(repr(v)), "f").removesuffix(".0").replace(".", ",")
    return (
        str(v).replace(".", ",")
        if isinstance(v, Decimal)
        else neutraliser(v)
        if isinstance(v, str)
        else str(v)
    )


def _parquet(t: Tableau, p: Provenance) -> bytes:
    propos = {k.encode(): v.encode() for k, v in {"Titre": t.titre, **p.mots()}.items()}
    champs = [
        pa.field(
            c.nom,
            ARROW.get(c.type, pa.string()),
            metadata={"titre": c.titre, "description": c.description, "unite": c.unite},
        )
        for c in t.champs
    ]
    table = pa.table(
        [pa.array(t.donnees[f.name].tolist(), type=f.type) for f in champs],
        schema=pa.schema(champs, metadata=propos),
    )
    tampon = io.BytesIO()
    pq.write_table(table, tampon)
    return tampon.getvalue()


def _xlsx(t: Tableau, p: Provenance) -> bytes:
    tampon = io.BytesIO()
    with nouveau(tampon, t.titre) as classeur:
        gras, ample = (
            classeur.add_format({"bold": True, "bottom": 1}),
            classeur.add_format({"text_wrap": True, "valign": "top"}),
        )
        donnees = classeur.add_worksheet("Données")
        _feuille(donnees, [c.nom for c in t.champs], t.donnees.itertuples(index=False), gras)
        donnees.autofilter(0, 0, max(len(t.donnees), 1), len(t.champs) - 1)
        donnees.autofit(300)
        dictionnaire = classeur.add_worksheet("Dictionnaire")
        _feuille(
            dictionnaire,
            ["Colonne", "Titre", "Description", "Type", "Unité"],
            ([c.nom, c.titre, c.description, TYPES[c.type], c.unite] for c in t.champs),
            gras,
            ample,
        )
        for j, largeur in enumerate((28, 34, 70, 26, 14)):
            dictionnaire.set_column(j, j, largeur)
        propos = classeur.add_worksheet("À propos")
        _feuille(
            propos,
            ["Titre", t.titre],
            [["Description", t.description], *p.mots().items()],
            gras,
            ample,
        )
        propos.set_column(0, 0, 22)
        propos.set_column(1, 1, 90)
    return tampon.getvalue()


def _feuille(feuille, entetes: list[str], lignes, gras, style=None) -> None:
    for j, entete in enumerate(entetes):
        feuille.write_string(0, j, entete, gras)
    for i, ligne in enumerate(lignes, start=1):
        for j, v in enumerate(ligne):
            cellule(feuille, i, j, v, style)
    feuille.freeze_panes(1, 0)
