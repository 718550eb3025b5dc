"""What the screens read: indicators and rows, kept in memory under the empreinte, the perimetre and
the selection only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import config
from clas_data.acces import Acteur, Perimetre
from clas_data.errors import BaseIndisponible
from clas_data.fichiers import campagnes, suites
from clas_data.figures import emporter, faits
from clas_data.figures.composer import BLOCS
from clas_data.figures.figure import Figure, Tableau
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul, catalogue
from clas_data.indicateurs import libelles as libelles_axes
from clas_data.indicateurs.gardees import TABLES, table
from clas_data.memoire import Memoire
from clas_data.tables import base, comparaison, construction
from clas_data.tables.base import Base
from clas_data.tables.continuite import Continuite
from clas_data.tables.continuite import lire as lire_continuite
from clas_data.ui.selection import Selection

FIGURES_MAX = 4000  # blocks of figures kept, for all screens and readers
FIGURES = Memoire(FIGURES_MAX)
SOURCES_MAX = 64  # selections whose values are kept: a page composes several blocks from each
SOURCES = Memoire(SOURCES_MAX)
# installations whose base this process has found up to date
_PRETES: set[Path] = set()
# all its fields: whoever may read the same is served the same
HACHAGE = {Perimetre: dataclasses.astuple}


def ouverte() -> Base:
    """The current base of this installation; the first reader of a process makes sure that it is
    what the journal says.
    """
    installation = config.installation()
    if installation.racine not in _PRETES:
        _a_jour(str(installation.racine))
        _PRETES.add(installation.racine)
    try:
        return base.ouvrir(installation)
    except BaseIndisponible:
        construction.a_jour(installation)
        return base.ouvrir(installation)


def demonstration() -> bool:
    """May anyone choose a profile here, today?"""
    return base.demonstration(config.installation(), ouverte())


def perimetre(acteur: Acteur) -> Perimetre:
    """What this acteur may read today."""
    return acteur.perimetre(campagnes.publiees(config.installation()))


def indicateur(nom: str) -> catalogue.Indicateur:
    return catalogue.exiger(nom)


def calculer(
    selection: Selection,
    ids: Sequence[str],
    par: Sequence[str] = (),
    *,
    ou: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Values of these indicators by these axes, filtered as the selection says unless `ou` is
    given.
    """
    filtres = selection.ou() if ou is None else dict(ou)
    ou_ = tuple(sorted(filtres.items()))
    return _calculer(ouverte(), selection.perimetre, tuple(ids), tuple(par), ou_)


def source(selection: Selection) -> Valeurs:
    """The values of the committee for this selection: what its figures are composed from, read once
    for all the blocks of a page.
    """
    return SOURCES.lire(
        (ouverte().empreinte, selection),
        lambda: Valeurs(
            config.installation(),
            ouverte(),
            selection.perimetre,
            selection.campagne,
            selection.precedente,
            filtres=selection.ou(campagne=False),
            champ=selection.champ,
            habitude=selection.habitude(),
        ),
    )


def preparer(selection: Selection, ids: Sequence[str]) -> None:
    """Read at once the figures that several blocks of a page show, and how they moved."""

    def lire() -> None:
        source(selection).preparer(ids)
        source(selection).comparer(ids)

    _une_fois(lire, selection, "preparer", *ids)


def figures(selection: Selection, genre: str, **declaration: Any) -> list:
    """The figures of one block, as `figures.composer.BLOCS` composes it for this selection.

    They are plain values, composed once and kept under the empreinte, the perimetre and the
    selection.
    """
    fixe = {n: tuple(x) if isinstance(x, list) else x for n, x in declaration.items()}
    return _une_fois(
        lambda: BLOCS[genre](source(selection), fixe), selection, genre, tuple(sorted(fixe.items()))
    )


def donnees(f: Figure, selection: Selection | None) -> Tableau:
    """The table of a picture to take away, prepared when it is asked for."""
    if selection is None:
        return f.donnees
    return _une_fois(lambda: emporter.donnees(source(selection), f), selection, "donnees", f.cle)


def continuite(campagne: str) -> Continuite:
    """Which actions nothing continues between this campagne and the one before, and what is offered
    for them: what was said is part of the base.
    """

    def lire() -> Continuite:
        dites = suites.en_vigueur(suites.lire(config.installation()))
        return lire_continuite(ouverte(), dites, campagne)

    return _une_fois(lire, "continuite", campagne)


def garder(selection: Selection, faire: Callable[[Selection], Any], *selon: str) -> Any:
    """What one page computes of a selection, plain values, kept as its figures are; `selon`: what
    else they were made of.
    """
    return _une_fois(
        lambda: faire(selection), selection, faire.__module__, faire.__qualname__, *selon
    )


def recues() -> dict[tuple[str, str], int]:
    """(campagne, table) → how many rows the base holds."""
    return _une_fois(lambda: comparaison.lignes_recues(ouverte()), "recues")


def _une_fois(faire: Callable[[], Any], *cle: Hashable) -> Any:
    """What is made of the current base, kept under its empreinte and this key."""
    return FIGURES.lire((ouverte().empreinte, *cle), faire)


def valeurs_axe(perimetre_: Perimetre, axe: str) -> list[str]:
    """The values of one axis that this perimetre holds."""
    return calcul.valeurs_axe(ouverte(), perimetre_, axe)


def lignes(selection: Selection, nom: str, ou: Mapping[str, str]) -> pd.DataFrame:
    """The rows behind one figure, each with its file, sheet and line."""
    base_, triees = ouverte(), tuple(sorted(ou.items()))
    return table(
        base_,
        selection.perimetre,
        ("lignes", nom, triees),
        lambda: calcul.lignes(base_, selection.perimetre, nom, dict(ou)),
    )


def requete(
    perimetre_: Perimetre, nom: str, empreinte: str | None = None, **parametres: str
) -> pd.DataFrame:
    """The result of one named request of `tables/sql/requetes`, in the current base or in the one
    of this empreinte.
    """
    base_ = base.ouvrir(config.installation(), empreinte) if empreinte else ouverte()
    return table(
        base_,
        perimetre_,
        ("requete", nom, tuple(sorted(parametres.items()))),
        lambda: base_.lire(perimetre_, nom, dict(parametres)),
    )


@st.cache_resource(show_spinner="Préparation de la base…")
def _a_jour(racine: str) -> str:
    return construction.a_jour(config.installation(racine)).empreinte


def _calculer(base_: Base, perimetre_: Perimetre, ids: tuple, par: tuple, ou: tuple):
    return table(
        base_,
        perimetre_,
        ("calculer", ids, par, ou),
        lambda: calcul.calculer(base_, perimetre_, ids, par, dict(ou)),
    )


def oublier() -> None:
    """Keep nothing more: for measures and tests."""
    FIGURES.oublier(), SOURCES.oublier(), TABLES.oublier(), _PRETES.clear()


def libelles(axe: str, valeurs: pd.Series) -> list[str | None]:
    """The words of the values of an axis: names of EPCI and communes instead of their codes."""
    noms = noms_axe(axe)
    return [None if pd.isna(v) or v == "" else noms.get(v, v) for v in valeurs]


def noms_axe(axe: str) -> dict[str, str]:
    """code → words, for the axes whose values are codes."""
    return libelles_axes.noms(config.installation(), axe)


def before_after(
    empreinte: str | None, perimetre_: Perimetre, ids: Sequence[str], campagne: str
) -> dict[str, float]:
    """The value of each indicator for one campagne, in one given base; NaN where that base has
    nothing to say.
    """
    if not empreinte:
        return dict.fromkeys(ids, float("nan"))
    df = _calculer(
        base.ouvrir(config.installation(), empreinte), perimetre_, tuple(ids), ("campagne",), ()
    )
    df = df[df["campagne"] == campagne].set_index("indicateur")["valeur"]
    return {i: df.get(i, float("nan")) for i in ids}


def a_noter(
    selection: Selection, ids: Sequence[str], axes: Sequence[str], maximum: int
) -> list[faits.Fait]:
    """What departs most from the past campagnes in this selection, as sentences; the axes are those
    where a place may stand out.
    """
    cle = (selection, "a_noter", tuple(ids), tuple(axes), maximum)
    return _une_fois(lambda: faits.a_noter(source(selection), ids, axes, maximum), *cle)
