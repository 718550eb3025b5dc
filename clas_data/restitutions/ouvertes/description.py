"""What describes the files of an export: the Table Schema of each, the data package, the columns
and the indicators in words, what to read first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.fichiers.modele import TYPES
from clas_data.indicateurs import catalogue
from clas_data.restitutions.ouvertes import publication
from clas_data.restitutions.ouvertes.ecriture import FORMATS, Provenance, vers_csv
from clas_data.restitutions.ouvertes.publication import OUVERTURES, Champ
from clas_data.restitutions.ouvertes.tableaux import Tableau

TYPES_DE_SCHEMA = {
    **dict.fromkeys(("nombre", "montant"), "number"),
    "entier": "integer",
    "oui_non": "boolean",
    "date": "date",
}
TEXTES = ("csv", "xlsx")  # where a yes is written « oui »
VIDES = {"parquet": ["", "nan"]}  # « nan »: how a checker reads an empty number of a parquet
SOMMES_LUES = ("csv", "xlsx")  # whose bytes a checker of data packages counts
COLONNES = ("table", "colonne", "titre", "description", "type", "unite", "diffusion", "raison")


def schema(t: Tableau, p: Provenance, format_: str) -> dict[str, Any]:
    """The Table Schema of one table, as this format writes it; what is spelt in French (comma, oui,
    non) is declared.
    """
    champs = []
    for c in t.champs:
        contraintes = {
            **({"required": True} if c.nom in t.cle and c.nom != "modalite" else {}),
            **({"enum": list(c.choix)} if c.nom == "statut" else {}),
        }
        champs.append(
            {
                "name": c.nom,
                "title": c.titre,
                "description": c.description + (f" Unité : {c.unite}." if c.unite else ""),
                **_type(c.type, format_),
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
        "missingValues": VIDES.get(format_, [""]),
        "x-provenance": p.mots(),
    }


def _type(type_: str, format_: str) -> dict[str, Any]:
    """The type of a column, and how this format spells it."""
    dit: dict[str, Any] = {"type": TYPES_DE_SCHEMA.get(type_, "string")}
    if format_ in TEXTES and dit["type"] == "boolean":
        dit |= {"trueValues": ["oui"], "falseValues": ["non"]}
    if format_ == "csv" and dit["type"] == "number":
        dit |= {"decimalChar": ","}
    return dit | ({"format": "default"} if dit["type"] == "date" else {})


def ressource(t: Tableau, nom: str, contenu: bytes, format_: str, p: Provenance) -> dict[str, Any]:
    """What the data package says of one file."""
    dialecte = {
        "delimiter": ";",
        "lineTerminator": "\r\n",
        "quoteChar": '"',
        "doubleQuote": True,
        "header": True,
    }
    somme = hashlib.sha256(contenu).hexdigest()
    comptes = {"bytes": len(contenu), "hash": f"sha256:{somme}"}
    return {
        "name": t.nom,
        "path": nom,
        "title": t.titre,
        "description": t.description,
        "format": format_,
        "mediatype": FORMATS[format_],
        **({"encoding": "utf-8", "dialect": dialecte} if format_ == "csv" else {}),
        **(comptes if format_ in SOMMES_LUES else {}),
        "x-octets": len(contenu),
        "x-sha256": somme,
        "schema": schema(t, p, format_),
    }


def paquet(ressources: list[dict[str, Any]], p: Provenance) -> dict[str, Any]:
    """datapackage.json: every file of the folder, where it comes from, who publishes it and under
    which licence.
    """
    e = p.emetteur
    editeur = {"title": e.organisme, "email": e.courriel, "role": "publisher"}
    return {
        "name": "clas",
        "title": "Contrat local d'accompagnement à la scolarité : données du tableau de bord",
        "version": p.empreinte,
        "created": f"{p.construite_le.isoformat()}T00:00:00Z",
        "description": " ; ".join(f"{k} : {v}" for k, v in p.mots().items()),
        **({"licenses": [p.droit.descripteur()]} if p.droit else {}),
        **({"contributors": [{k: v for k, v in editeur.items() if v}]} if e.organisme else {}),
        **({"homepage": e.publication} if e.publication else {}),
        "x-provenance": p.mots(),
        "resources": ressources,
    }


def dictionnaire(
    tables: Sequence[publication.Table], ecrites: Sequence[Tableau]
) -> tuple[Tableau, bytes]:
    """Every column of the marts asked for and what becomes of it, then those of the aggregates that
    were written.
    """
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
    autres = [t for t in ecrites if t.nom not in publication.load()]
    lignes += [
        [t.nom, c.nom, c.titre, c.description, TYPES[c.type], c.unite, OUVERTURES["public"], ""]
        for t in autres
        for c in t.champs
    ]
    return _mots(
        "dictionnaire",
        "Dictionnaire des colonnes",
        "Chaque colonne : ce qu'elle veut dire, si elle est diffusée et pourquoi.",
        COLONNES,
        ("table", "colonne"),
        lignes,
    )


def indicateurs(tables: Sequence[publication.Table]) -> tuple[Tableau, bytes]:
    """Every indicator that is diffused: what it measures, from what, and how it is computed."""
    noms = ("indicateur", "titre", "definition", "unite", "source", "traitement")
    return _mots(
        "indicateurs",
        "Dictionnaire des indicateurs",
        "Chaque indicateur des agrégats : sa définition, sa source et ce qui en est fait.",
        noms,
        ("indicateur",),
        [
            [ind.id, ind.titre, ind.definition, ind.unite, ind.source, ind.traitement]
            for t in tables
            for ind in map(catalogue.exiger, t.indicateurs)
        ],
    )


def _mots(
    nom: str,
    titre: str,
    dit: str,
    colonnes: Sequence[str],
    cle: tuple[str, ...],
    lignes: Sequence[Sequence[str]],
) -> tuple[Tableau, bytes]:
    """A table of words about the others, always a csv."""
    champs = tuple(Champ(n, "texte", n, "") for n in colonnes)
    donnees = pd.DataFrame(lignes, columns=list(colonnes))
    t = Tableau(nom, publication.ponctuer(titre), publication.ponctuer(dit), champs, cle, donnees)
    return t, vers_csv(champs, lignes)


def lisezmoi(ecrites: Iterable[tuple[str, Tableau]], p: Provenance) -> bytes:
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
        *(
            []
            if p.complet
            else [
                "- `indicateurs.csv` : chaque indicateur, sa définition, sa source.",
                "- `catalogue.jsonld` : le jeu de données pour un catalogue (DCAT-AP), par exemple "
                "celui de data.gouv.fr.",
            ]
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
