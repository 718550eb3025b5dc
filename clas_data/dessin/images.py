"""The pictures of one page: what `figures/images.py` holds, drawn."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from clas_data.dessin import (
    articulation,
    cartes,
    commun,
    conformite,
    etapes,
    financement,
    pentes,
    portees,
    seuils,
)
from clas_data.dessin.commun import survol
from clas_data.figures import images
from clas_data.figures.images import Lignes
from clas_data.figures.propres.lieux import Territoires


def dessiner(image: Any, *, sombre: bool) -> commun.Figure:
    """The picture of these values."""
    dessin, proteger = DESSINS[type(image)]
    valeurs = {n: proteger.get(n, _tel_quel)(v) for n, v in vars(image).items()}
    return dessin(**valeurs, sombre=sombre)


def _tel_quel(v: Any) -> Any:
    return v


def _mots(lignes: Lignes) -> list[str]:
    """Labels of an axis are read as HTML: received words are protected."""
    return [escape(x) for x in lignes]


def _survols(lignes: tuple[Lignes, ...]) -> list[str]:
    return [survol(x) for x in lignes]


def _courbes(series: tuple[images.Courbe, ...]) -> list[tuple]:
    return [(s.nom, s.x, s.y, s.survols) for s in series]


DESSINS: dict[type, tuple[Callable[..., commun.Figure], dict[str, Callable]]] = {
    images.Flux: (financement.flux, {}),
    images.Couts: (financement.plafond, {}),
    images.Ecarts: (financement.ecarts, {"noms": _mots}),
    images.Courbes: (etapes.courbes, {"series": _courbes}),
    images.Pas: (etapes.cascade, {}),
    images.Financeurs: (
        etapes.financeurs,
        {"dessous": lambda dessous: ["<br>".join(x) for x in dessous]},
    ),
    images.Etats: (
        conformite.etats,
        {"series": lambda series: [(n, v, _survols(s), style) for n, v, s, style in series]},
    ),
    images.Matrice: (
        conformite.matrice,
        {
            "rangees": _mots,
            "survols": lambda lignes: [_survols(l) for l in lignes],
            "styles": dict,
            "signes": dict,
        },
    ),
    images.Seuil: (seuils.seuil, {"survols": _survols}),
    images.Combinaisons: (articulation.combinaisons, {"survols": _survols}),
    images.Pentes: (pentes.pentes, {}),
    images.Periodes: (seuils.periodes, {"survols": _survols}),
    images.Portee: (portees.courbe, {"survols": _survols}),
    Territoires: (cartes.territoires, {"survols": _survols}),
}
