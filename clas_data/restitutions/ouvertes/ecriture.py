"""The files of an export: csv, parquet or xlsx, their schemas, their dictionary; the same input
gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clas_data import formats
from clas_data.fichiers.classeur import cellule, neutraliser, nouveau
from clas_data.fichiers.modele import TYPES
from clas_data.restitutions.ouvertes import publication
from clas_data.restitutions.ouvertes.publication import OUVERTURES, Champ
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
TABLE_SCHEMA = {
    "entier": {"type": "integer"},
    "nombre": {"type": "number", "decimalChar": ","},
    "montant": {"type": "number", "decimalChar": ","},
    "oui_non": {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
    "date": {"type": "date", "format": "default"},
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
    licence: str = ""
    nomme: bool = False

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
            "Licence": self.licence,
            "Nommé": "oui, à côté d'autres départements" if self.nomme else "non, fondu avec eux",
        }
        return {k: publication.ponctuer(v) for k, v in propos.items()} | (
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


def schema(t: Tableau, p: Provenance, format_: str) -> dict[str, Any]:
    """The Table Schema of one table; what the csv spells in French (comma, oui, non) is
    declared.
    """
    champs = []
    for c in t.champs:
        type_ = (
            dict(TABLE_SCHEMA.get(c.type, {"type": "string"}))
            if format_ == "csv"
            else {"type": TABLE_SCHEMA.get(c.type, {"type": "string"})["type"]}
        )
        contraintes = {
            **({"required": True} if c.nom in t.cle and c.nom != "modalite" else {}),
            **({"enum": list(c.choix)} if c.nom == "statut" else {}),
        }
        champs.append(
            {
                "name": c.nom,
                "title": c.titre,
                "description": c.description + (f" Unité : {c.unite}." if c.unite else ""),
                **type_,
                **({"constraints": contraintes} if contraintes else {}),
            }
        )
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": t.nom,
        "title": t.titre,
        "description": t.description,
        "fields": champs,
        "primaryKey": list(t.cle),
        "missingValues": [""],
        "x-provenance": p.mots(),
    }


def ressource(t: Tableau, nom: str, contenu: bytes, format_: str, p: Provenance) -> dict[str, Any]:
    """What the data package says of one file."""
    lecture = (
        {
            "encoding": "utf-8",
            "dialect": {
                "delimiter": ";",
                "lineTerminator": "\r\n",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
            },
        }
        if format_ == "csv"
        else {}
    )
    return {
        "name": t.nom,
        "path": nom,
        "title": t.titre,
        "description": t.description,
        "format": format_,
        "mediatype": FORMATS[format_],
        **lecture,
        "bytes": len(contenu),
        "hash": f"sha256:{hashlib.sha256(contenu).hexdigest()}",
        "schema": schema(t, p, format_),
    }


def paquet(ressources: list[dict[str, Any]], p: Provenance) -> dict[str, Any]:
    """datapackage.json: every file of the folder, and where it comes from."""
    return {
        "name": "clas",
        "title": "Contrat local d'accompagnement à la scolarité : données du tableau de bord",
        "version": p.empreinte,
        "created": f"{p.construite_le.isoformat()}T00:00:00Z",
        "description": " ; ".join(f"{k} : {v}" for k, v in p.mots().items()),
        "x-provenance": p.mots(),
        "resources": ressources,
    }


def dictionnaire(tables: Iterator[publication.Table], ecrites: list[Tableau]) -> bytes:
    """Every column of the marts asked for and what becomes of it, then those of the aggregates that
    were written.
    """
    noms = ("table", "colonne", "titre", "description", "type", "unite", "diffusion", "raison")
    lignes = []
    for t in tables:
        for c in t.champs:
            etat = (
                OUVERTURES[c.ouverture]
                if t.lignes or c.ouverture != "public"
                else "lignes non diffusées"
            )
            lignes.append(
                [t.nom, c.nom, c.titre, c.description, TYPES[c.type], c.unite, etat, c.raison]
            )
    lignes += [
        [t.nom, c.nom, c.titre, c.description, TYPES[c.type], c.unite, OUVERTURES["public"], ""]
        for t in ecrites
        if t.nom.endswith("_agregats")
        for c in t.champs
    ]
    return vers_csv(tuple(Champ(n, "texte", n, "") for n in noms), lignes)


def lisezmoi(ecrites: list[tuple[str, Tableau]], p: Provenance) -> bytes:
    """What is in the folder, and how it is read, for whoever opens it first."""
    lignes = [
        "# Données du Clas",
        "",
        *(f"- {k} : {v}" for k, v in p.mots().items()),
        "",
        "## Fichiers",
        "",
        *(
            f"- `{nom}` : {t.titre}. {t.description} {formats.pluriel(len(t.donnees), 'ligne')}."
            for nom, t in ecrites
        ),
        (
            "- `dictionnaire.csv` : chaque colonne, ce qu'elle veut dire, si elle est diffusée et "
            "pourquoi."
        ),
        (
            "- `NOM.schema.json` : schéma de chaque table (Table Schema) ; `datapackage.json` : "
            "le tout ; `SHA256SUMS.txt` : la somme de chaque fichier."
        ),
        "",
        "## Lire",
        "",
        (
            "- csv : UTF-8, points-virgules, virgule décimale, jours aaaa-mm-jj ; une cellule "
            "vide est une valeur inconnue ou masquée, jamais zéro."
        ),
        (
            "- Un texte qui commencerait une formule de tableur (= + - @) est précédé d'une "
            "apostrophe dans les csv."
        ),
        "- Un ratio est un ratio de sommes : il ne se moyenne pas.",
        "",
    ]
    return publication.ponctuer("\n".join(lignes)).encode("utf-8")


def en_json(v: Any) -> bytes:
    return (json.dumps(v, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
