"""What each référentiel must hold, column by column."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Forme:
    """What a référentiel must hold: its key, the columns never empty, its numbers with their
    bounds, whether it may have no row.
    """

    cle: tuple[str, ...]
    obligatoires: tuple[str, ...]
    nombres: tuple[tuple[str, float, float], ...] = ()
    commune: str = ""  # the column that names a commune of communes.csv
    vide: bool = False
    complete: bool = (
        False  # an installation's rows are added to the shipped ones instead of replacing them
    )


POPULATION = ("pop_municipale", 0, math.inf)


ENTIERS = {"pop_municipale", "pop_annee", "generation", "repondants", "attendus"}


NOMBRES_NATIONAL = ("valeur", "numerateur", "denominateur", "repondants", "attendus")


FICHIERS = {
    "communes": Forme(
        cle=("code_insee",),
        obligatoires=(
            *("code_insee", "nom", "epci_siren", "epci_nom", "arrondissement_code"),
            *("arrondissement_nom", "pop_municipale", "pop_annee", "lon", "lat"),
        ),
        nombres=(POPULATION, ("pop_annee", 1900, 2200), ("lon", -180, 180), ("lat", -90, 90)),
    ),
    "epci": Forme(
        cle=("epci_siren",),
        obligatoires=("epci_siren", "epci_nom", "pop_municipale", "pop_annee"),
        nombres=(POPULATION,),
    ),
    "arrondissements": Forme(
        cle=("arrondissement_code",),
        obligatoires=(
            "arrondissement_code",
            "arrondissement_nom",
            "departement",
            "departement_nom",
        ),
        nombres=(POPULATION,),
    ),
    "qpv_communes": Forme(
        cle=("generation", "commune_insee"),
        obligatoires=("generation", "commune_insee", "source"),
        nombres=(("generation", 1996, 2200),),
        commune="commune_insee",
        vide=True,
    ),
    "education_prioritaire": Forme(
        cle=("etablissement", "commune_insee"),
        obligatoires=("etablissement", "commune_insee", "reseau", "source"),
        commune="commune_insee",
        vide=True,
    ),
    "pre_communes": Forme(
        cle=("commune_insee",),
        obligatoires=("commune_insee", "pre", "source"),
        commune="commune_insee",
        vide=True,
    ),
    "national": Forme(
        cle=("indicateur", "territoire_sorte", "territoire", "campagne"),
        obligatoires=(
            *("indicateur", "territoire_sorte", "territoire", "campagne", "valeur", "champ"),
            "source",
        ),
        nombres=tuple((c, 0, math.inf) for c in NOMBRES_NATIONAL),
        vide=True,
        complete=True,
    ),
}
