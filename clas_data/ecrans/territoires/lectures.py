"""What the page « Territoires » reads, kept in memory under the empreinte, the référentiels, the
perimetre and plain arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st

from clas_data import config
from clas_data.acces import Perimetre
from clas_data.fichiers import campagnes
from clas_data.figures.figure import Figure
from clas_data.figures.propres.lieux import Fond, Semis
from clas_data.tables import base
from clas_data.territoires import (
    communes,
    contours,
    couverture,
    implantation,
    mesures,
    sensibilite,
    zones,
)
from clas_data.territoires.choix import Implantation, Reglage
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.mesures import Lecture
from clas_data.territoires.zones import Zones
from clas_data.ui import lecture
from clas_data.ui.lecture import HACHAGE

MAILLES = {"Intercommunalités": "epci", "Communes": "commune"}
DEFAUT = "Intercommunalités"
NOMMEES = 9  # towns named on a map
ECART_LARGEUR, ECART_HAUTEUR = 4, 12  # parts of the frame that two names must leave between them
CONTOURS = {"commune": "communes", "epci": "epci"}


def mesure(perimetre: Perimetre, campagne: str, maille: str, nom: str) -> Lecture:
    """A measure of the map, by commune or EPCI."""
    return _mesure(lecture.ouverte().empreinte, _referentiels(), perimetre, campagne, maille, nom)


def garder(faire: Callable[[], Figure], *selon: Hashable) -> Figure:
    """A map of this page, composed once for the same base, référentiels and choices."""
    cle = (lecture.ouverte().empreinte, _referentiels(), __name__, *selon)
    return lecture.FIGURES.lire(cle, faire)


def par_commune(perimetre: Perimetre, campagne: str, pour: str = "") -> Couverture:
    """The coverage by commune that white zones and openings start from."""
    return _couverture(
        lecture.ouverte().empreinte, _referentiels(), perimetre, campagne, "commune", pour
    )


def par_maille(perimetre: Perimetre, campagne: str, maille: str) -> Couverture:
    return _couverture(
        lecture.ouverte().empreinte, _referentiels(), perimetre, campagne, maille, ""
    )


def zones_blanches(
    perimetre: Perimetre, campagne: str, maille: str, distance_km: float, habitants_min: float
) -> Zones:
    return _zones(
        lecture.ouverte().empreinte,
        _referentiels(),
        perimetre,
        campagne,
        maille,
        distance_km,
        habitants_min,
    )


def ouvertures(
    perimetre: Perimetre, campagne: str, nombre: int, reglage: Reglage
) -> tuple[Implantation, pd.DataFrame, pd.DataFrame]:
    """Where to open, then how much the answer moves with its weights: variants, communes ever
    chosen.
    """
    return _ouvertures(
        lecture.ouverte().empreinte, _referentiels(), perimetre, campagne, nombre, reglage
    )


def actions(perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """The agreed actions of the campagne."""
    return lecture.requete(perimetre, "territoire_actions", campagne=campagne)


def noms(maille: str) -> dict[str, str]:
    """code → name of every territory of a maille, by name."""
    return _noms(_referentiels(), maille)


def habitees(campagne: str) -> pd.DataFrame:
    """What is known of each commune, whatever the Clas."""
    return _communes(
        _referentiels(), campagnes.exiger(config.installation(), campagne).generation_qpv
    )


def fond(maille: str, cadre: str = "") -> Fond:
    """The map of a maille; `cadre` is the code of an EPCI to frame, all the département without
    it.
    """
    return _fond(_referentiels(), maille, cadre)


def _referentiels() -> tuple[tuple[str, int], ...]:
    """What the référentiels of this installation are today: the population file and the outlines
    are not in the empreinte of the base.
    """
    dossier = config.installation().referentiels
    fichiers = sorted(p for p in dossier.iterdir() if p.is_file()) if dossier.is_dir() else []
    return tuple((p.name, p.stat().st_mtime_ns) for p in fichiers)


@st.cache_data(show_spinner=False, max_entries=400, hash_funcs=HACHAGE)
def _mesure(
    empreinte: str, referentiels_: tuple, perimetre: Perimetre, campagne: str, maille: str, nom: str
) -> Lecture:
    inst = config.installation()
    return mesures.lire(inst, base.ouvrir(inst, empreinte), perimetre, campagne, maille, nom)


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs=HACHAGE)
def _couverture(
    empreinte: str,
    referentiels_: tuple,
    perimetre: Perimetre,
    campagne: str,
    maille: str,
    pour: str,
) -> Couverture:
    inst = config.installation()
    return couverture.calculer(
        inst, base.ouvrir(inst, empreinte), perimetre, campagne, maille, pour=pour
    )


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs=HACHAGE)
def _zones(
    empreinte: str,
    referentiels_: tuple,
    perimetre: Perimetre,
    campagne: str,
    maille: str,
    distance_km: float,
    habitants_min: float,
) -> Zones:
    return zones.zones_blanches(
        _couverture(empreinte, referentiels_, perimetre, campagne, "commune", ""),
        maille,
        distance_km,
        habitants_min,
    )


@st.cache_data(
    show_spinner="Recherche des meilleures communes…",
    max_entries=100,
    hash_funcs={**HACHAGE, Reglage: repr},
)
def _ouvertures(
    empreinte: str,
    referentiels_: tuple,
    perimetre: Perimetre,
    campagne: str,
    nombre: int,
    reglage: Reglage,
):
    i = implantation.implanter(
        _couverture(empreinte, referentiels_, perimetre, campagne, "commune", ""), nombre, reglage
    )
    return i, *sensibilite.eprouver(i)


@st.cache_data(show_spinner=False, max_entries=8)
def _communes(referentiels_: tuple, generation_qpv: int | None) -> pd.DataFrame:
    return communes.load(config.installation(), generation_qpv)


@st.cache_data(show_spinner=False, max_entries=8)
def _noms(referentiels_: tuple, maille: str) -> dict[str, str]:
    table = communes.agreger(communes.load(config.installation()), maille)
    return dict(
        table.sort_values("nom", key=lambda s: s.str.normalize("NFKD"))[["code", "nom"]].itertuples(
            index=False
        )
    )


@st.cache_data(show_spinner=False, max_entries=64)
def _fond(referentiels_: tuple, maille: str, cadre: str) -> Fond:
    inst = config.installation()
    adresses = {m: f"contours/{contours.text(inst, c)[1]}/{c}.geojson" for m, c in CONTOURS.items()}
    epci = contours.load(inst, "epci")
    cadree = {"features": [f for f in epci["features"] if not cadre or f["id"] == cadre]}
    bornes = contours.bounds(cadree if cadree["features"] else epci)
    codes = {
        m: tuple(f["id"] for f in contours.load(inst, c)["features"]) for m, c in CONTOURS.items()
    }
    villes = _villes(communes.load(inst), bornes)
    if maille == "epci":
        return Fond(adresses["epci"], codes["epci"], bornes, villes=villes)
    return Fond(
        adresses["commune"], codes["commune"], bornes, adresses["epci"], codes["epci"], villes
    )


def _villes(table: pd.DataFrame, bornes: tuple[float, float, float, float]) -> Semis:
    """The largest towns of this frame, far enough from one another to be read."""
    ouest, sud, est, nord = bornes
    dedans = table[table["lon"].between(ouest, est) & table["lat"].between(sud, nord)]
    retenues: list[tuple[float, float, tuple[str]]] = []
    for t in dedans.sort_values("habitants", ascending=False).itertuples():
        loin = all(
            abs(t.lon - x) > (est - ouest) / ECART_LARGEUR
            or abs(t.lat - y) > (nord - sud) / ECART_HAUTEUR
            for x, y, _ in retenues
        )
        if loin:
            retenues.append((t.lon, t.lat, (t.nom,)))
        if len(retenues) == NOMMEES:
            break
    return Semis(*(tuple(c) for c in zip(*retenues, strict=True))) if retenues else Semis()
