"""Communes, EPCI and what else is known of the territory; an installation's own file replaces the shipped one."""
from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from clas_data.config import REFERENTIELS, Installation
from clas_data.errors import BaseIndisponible

# What each file must hold: its key, and the columns that must not be empty.
FICHIERS = {
    "communes": (("code_insee",), ("code_insee", "nom", "epci_siren", "epci_nom", "arrondissement_code", "arrondissement_nom", "pop_municipale", "lon", "lat")),
    "qpv_communes": (("generation", "commune_insee"), ("generation", "commune_insee", "source")),
    "education_prioritaire": (("etablissement", "commune_insee"), ("etablissement", "commune_insee", "reseau", "source")),
    "pre_communes": (("commune_insee",), ("commune_insee", "pre", "source")),
}


def chemin(installation: Installation, nom: str, extension: str = "csv") -> Path:
    """The installation's own file where it has one, else the shipped one."""
    propre = installation.referentiels / f"{nom}.{extension}"
    return propre if propre.exists() else REFERENTIELS / f"{nom}.{extension}"


def load(installation: Installation, nom: str) -> pd.DataFrame:
    """One référentiel as a table of texts; a duplicate, an empty key or an unknown commune is refused with its line."""
    source = chemin(installation, nom)
    return _load(source, source.stat().st_mtime_ns, nom, None if nom == "communes" else frozenset(noms_communes(installation)))


@cache
def _load(source: Path, _modifie: int, nom: str, communes: frozenset[str] | None) -> pd.DataFrame:
    cle, obligatoires = FICHIERS[nom]
    with source.open(encoding="utf-8-sig", newline="") as f:
        lignes = list(csv.DictReader(f, delimiter=";"))
    if not lignes or set(obligatoires) - set(lignes[0]):
        manque = ", ".join(sorted(set(obligatoires) - set(lignes[0] if lignes else ())))
        raise BaseIndisponible(f"{source.name} : il manque {manque or 'des lignes'}. Le fichier est séparé par des points-virgules ; comparez-le à celui livré.")
    vues: dict[tuple[str, ...], int] = {}
    for n, ligne in enumerate(lignes, 2):
        _verifier(source.name, n, ligne, cle, obligatoires, vues, communes)
    return pd.DataFrame(lignes, dtype="str")


def _verifier(fichier: str, n: int, ligne: dict[str, str], cle: Iterable[str], obligatoires: Iterable[str],
              vues: dict[tuple[str, ...], int], communes: frozenset[str] | None) -> None:
    for colonne in obligatoires:
        if not (ligne[colonne] or "").strip():
            raise BaseIndisponible(f"{fichier}, ligne {n} : la colonne « {colonne} » est vide. Complétez-la ou retirez la ligne.")
    identite = tuple(ligne[c] for c in cle)
    if identite in vues:
        raise BaseIndisponible(f"{fichier}, ligne {n} : « {' / '.join(identite)} » figure déjà ligne {vues[identite]}. Retirez l'une des deux.")
    vues[identite] = n
    if communes is not None and ligne.get("commune_insee") not in communes:
        raise BaseIndisponible(f"{fichier}, ligne {n} : la commune « {ligne.get('commune_insee')} » n'est pas dans communes.csv. Corrigez le code Insee.")


def noms_communes(installation: Installation) -> dict[str, str]:
    """Insee code → name."""
    communes = load(installation, "communes")
    return dict(zip(communes["code_insee"], communes["nom"], strict=True))


def anciens_codes(installation: Installation) -> dict[str, str]:
    """Code of a merged commune → today's code."""
    communes = load(installation, "communes")
    paires = zip(communes["anciens_codes"].fillna(""), communes["code_insee"], strict=True)
    return {ancien: code for anciens, code in paires for ancien in anciens.split("|") if ancien}
