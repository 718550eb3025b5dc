"""What is written above a table and counts for each of its rows: « SIRET : 000 000 141 00010 »."""

from __future__ import annotations

from typing import Any

from clas_data.fichiers.correspondances.indices import chercher
from clas_data.fichiers.entetes import RECHERCHE
from clas_data.fichiers.feuilles import vide

MARQUE = " (au-dessus)"  # of the header that such a value is given
LUES = ("code_action", "porteur_siret", "porteur_nom", "commune_nom", "commune_insee")
NOM_MAX = 60  # letters of a label; a sentence is longer
SUR = 0.8  # how well a label names one of `LUES`

Paire = tuple[int, str, Any]  # the row, the header, the value


def paires(lignes: list[list[Any]]) -> list[Paire]:
    """The labels and their values, as columns, down to the first row that is wide."""
    trouvees = []
    for n, ligne in enumerate(lignes[:RECHERCHE]):
        pleines = [c for c in ligne if not vide(c)]
        if len(pleines) > 2:
            break
        nom, valeur = _paire(pleines)
        if nom and len(nom) <= NOM_MAX and not vide(valeur):
            trouvees.append((n, f"{nom}{MARQUE}", valeur))
    return trouvees


def utile(entete: str, campagne: str) -> bool:
    """True where it names what places a row: an action, a porteur, a commune."""
    trouves = chercher(entete.removesuffix(MARQUE), campagne)
    return any(i.colonne in LUES and i.score >= SUR for i in trouves)


def _paire(pleines: list[Any]) -> tuple[str, Any]:
    """« SIRET : 123 » in one cell, or « SIRET » and 123 in two."""
    if not pleines or not isinstance(pleines[0], str):
        return "", None
    if len(pleines) == 2:
        return pleines[0].rstrip(" :\u00a0").strip(), pleines[1]
    nom, _, valeur = pleines[0].partition(":")
    return nom.strip(), valeur.strip()
