"""A received file as sheets of raw cells, each row with the number that the spreadsheet shows."""

from __future__ import annotations

from typing import Any

from clas_data import formats
from clas_data.errors import Anomalie
from clas_data.fichiers import enveloppe
from clas_data.fichiers.feuilles import Depot, Fautive, Feuille, vide
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.ouverture import atelier, lecture_classeur, lecture_csv
from clas_data.fichiers.paquets import lecture_parquet

__all__ = ["Depot", "Fautive", "Feuille", "read", "read_here", "vide"]

COLONNES_MAX = 200  # the widest of the four tables has 60 columns
LIGNES_MAX = 1_000_000


def read(depot: Depot) -> tuple[list[Feuille], list[Anomalie]]:
    """The sheets of a file, and everything that prevents reading it or part of it.

    Read in a process apart: what a hostile file costs or breaks there is a refusal here.
    """
    return atelier.faire_lire(depot)


def read_here(depot: Depot) -> tuple[list[Feuille], list[Anomalie]]:
    """The same in this process: for the process apart only."""
    if depot.nom.startswith(lecture_parquet.PREFIXE) and depot.nom.endswith(".parquet"):
        return lecture_parquet.lire(depot)
    sorte, refus = enveloppe.examiner(depot.nom, depot.contenu)
    if refus:
        return [], [refus]
    if sorte == "csv":
        lignes, refus = lecture_csv.lire(depot.nom, depot.contenu, LIGNES_MAX + 2)
        feuilles = [Feuille(depot.nom, depot.sha256, "", lignes)]
        anomalies = [refus] if refus else []
    else:
        feuilles, anomalies = lecture_classeur.lire(depot, sorte)
    anomalies += [r for f in feuilles if (r := _demesure(f))]
    return ([] if anomalies else feuilles), anomalies


def _demesure(feuille: Feuille) -> Anomalie | None:
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    largeur = max((_largeur(l) for l in feuille.lignes[:1000]), default=0)
    if largeur > COLONNES_MAX:
        return anomalie("trop_de_colonnes", n=formats.nombre(largeur), limite=COLONNES_MAX, **ou)
    if len(feuille.lignes) > LIGNES_MAX + 1:
        return anomalie("trop_de_lignes", limite=formats.nombre(LIGNES_MAX), **ou)
    return None


def _largeur(ligne: list[Any]) -> int:
    fin = len(ligne)
    while fin and vide(ligne[fin - 1]):
        fin -= 1
    return fin
