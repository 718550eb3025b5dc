"""Pictures, the common ground: French words, sizes, and what keeps a picture for its values."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from typing import Any

from clas_data.dessin.couleurs import CORPS, NOIR, Theme
from clas_data.dessin.toile import Figure
from clas_data.formats import SEPARATEURS_PLOTLY, inconnu
from clas_data.memoire import Memoire

GARDEES_MAX = 1000  # pictures kept in memory, for all screens and readers
_GARDEES = Memoire(GARDEES_MAX)

Textes = Sequence[str]
Valeurs = Sequence[float]
SURVOL = "%{hovertext}<extra></extra>"
ETIQUETTE = CORPS + 1
GRANDE_ETIQUETTE = 21
# Characters, for a window of 320 pixels: beyond the first, a label goes above its bar; beyond the
# second, on two lines.
LIBELLE_LONG, LIBELLE_LIGNE = 20, 34
# Characters of the longest name and the longest value that leave room for a bar between them, in
# the same window.
LIBELLE_ET_VALEUR = 22


def gardee(dessiner: Callable[..., Figure]) -> Callable[..., Figure]:
    """A picture is drawn once for the same values, then shared by all who ask for these values: it
    is never changed afterwards.
    """

    @wraps(dessiner)
    def dessiner_et_finir(*arguments: Any, **options: Any) -> Figure:
        cle = pickle.dumps((dessiner.__module__, dessiner.__name__, arguments, options))
        return _GARDEES.lire(cle, lambda: dessiner(*arguments, **options).finir())

    return dessiner_et_finir


def survol(lignes: Textes) -> str:
    """What is read when one points at a value: its name first."""
    nom, *dits = (escape(x, quote=False) for x in lignes)
    return "<br>".join([f"<b>{nom}</b>", *dits])


_MOTS = {
    "Download plot as a PNG": "Télécharger l'image (PNG)",
    "Download plot": "Télécharger l'image (SVG)",
    "Snapshot succeeded": "Image prête",
    "Preparing image - this may take a few seconds": "Préparation de l'image…",
    "Zoom in": "Agrandir",
    "Zoom out": "Réduire",
    "Reset": "Vue entière",
    "There was a problem downloading your snapshot!": "L'image n'a pas pu être préparée",
}
_GESTES_INUTILES = [
    "zoom2d",
    "pan2d",
    "select2d",
    "lasso2d",
    "zoomIn2d",
    "zoomOut2d",
    "autoScale2d",
    "resetScale2d",
    "hoverClosestGeo",
]


def config(nom: str, image: str = "png") -> dict[str, Any]:
    """What the browser is told of a figure: French words, the name and kind of the image, no button
    that is of no use.
    """
    separateurs = {"decimal": SEPARATEURS_PLOTLY[0], "thousands": SEPARATEURS_PLOTLY[1]}
    return {
        "locale": "fr",
        "locales": {"fr": {"dictionary": _MOTS, "format": separateurs}},
        "displaylogo": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "modeBarButtonsToRemove": _GESTES_INUTILES,
        "toImageButtonOptions": {
            "format": image,
            "filename": nom,
            "scale": 2 if image == "png" else 1,
        },
    }


def nouvelle(
    t: Theme,
    hauteur: int | None,
    *,
    haut: int = 8,
    bas: int = 8,
    gauche: int = 8,
    droite: int = 8,
    **layout: Any,
) -> Figure:
    """An empty figure of this height, in pixels, as the margins around it."""
    return Figure(
        t, height=hauteur, margin={"l": gauche, "r": droite, "t": haut, "b": bas}, **layout
    )


def ecrire(
    fig: Figure, mots: Sequence[dict[str, Any]], traits: Sequence[dict[str, Any]] = ()
) -> None:
    """Words and lines over a picture, all at once: added one by one, each would be checked again at
    every addition.
    """
    dits = {"annotations": [{"showarrow": False, **m} for m in mots], "shapes": list(traits)}
    fig.update_layout(**{n: lus for n, lus in dits.items() if lus})


def debout(x: Any, trait: dict[str, Any]) -> dict[str, Any]:
    """A line from the bottom to the top of a picture, for `ecrire`."""
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": trait}


def en_deux(campagne: str) -> str:
    """« 2021- / 2022 »: upright even where there is little room."""
    return campagne.replace("-", "-<br>")


def dessinables(valeurs: Valeurs) -> list[float | None]:
    return [None if inconnu(v) else float(v) for v in valeurs]


def bornes(valeurs: Valeurs, place: float) -> list[float]:
    """From zero to a little above the largest value: room for what is written there."""
    connues = [v for v in dessinables(valeurs) if v is not None]
    return [min(0, *connues, 0), (max(connues, default=1) or 1) * place]


def police(t: Theme, taille: int = ETIQUETTE, gris: bool = False) -> dict[str, Any]:
    return {"size": taille, "color": t.gris if gris else t.encre}


def motif(forme: str | Sequence[str], trait: str, epaisseur: float) -> dict[str, Any]:
    return {
        "shape": forme,
        "fgcolor": trait,
        "fillmode": "overlay",
        "size": 8,
        "solidity": epaisseur,
        "fgopacity": 0.55 if trait == NOIR else 1,
    }


def ecarter(hauteurs: Valeurs, par_pixel: float, minimum: float = 20) -> list[float]:
    """Shifts in pixels that keep labels of rising heights from covering one another."""
    decalages: list[float] = []
    for i, h in enumerate(hauteurs):
        voulu = (hauteurs[i - 1] / par_pixel + decalages[-1] + minimum - h / par_pixel) if i else 0
        decalages.append(max(0, voulu))
    milieu = sum(decalages) / max(len(decalages), 1)
    return [d - milieu for d in decalages]
