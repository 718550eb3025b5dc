"""What a picture of the screens is drawn on: plain values, under one template."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partialmethod
from typing import Any

import plotly.graph_objects as go

from clas_data.dessin.couleurs import CORPS, PALETTE, POLICE, Theme
from clas_data.formats import SEPARATEURS_PLOTLY


def _ajouter(fig: Figure, genre: str, **trace: Any) -> None:
    fig._traces.append({"type": genre, **trace})


def _joindre(ici: dict[str, Any], plus: dict[str, Any]) -> None:
    """What `plus` says, within what is there; nothing of `plus` is kept to be changed later."""
    for nom, valeur in plus.items():
        if isinstance(valeur, dict):
            ici[nom] = dict(ici.get(nom) or {})
            _joindre(ici[nom], valeur)
        else:
            ici[nom] = valeur


def _dit(valeurs: dict[str, Any]) -> dict[str, Any]:
    """What is said: a property without a value is one that nobody set."""
    return {n: _dit(v) if isinstance(v, dict) else v for n, v in valeurs.items() if v is not None}


class Figure(go.Figure):
    """A figure held as plain values, under the names of the library: which would check each of them
    at each drawing, and does so in the tests, that read `data` and `layout`.
    """

    def __init__(self, t: Theme, **layout: Any):
        self._theme, self._traces, self._mise, self._lue = t, [], {}, None
        self.update_layout(**layout)

    @property
    def data(self) -> tuple:
        """The traces, checked."""
        return go.Figure(self.to_dict()).data

    @property
    def layout(self) -> go.Layout:
        """The layout, checked."""
        return go.Figure(self.to_dict()).layout

    add_bar = partialmethod(_ajouter, "bar")
    add_scatter = partialmethod(_ajouter, "scatter")
    add_scattergeo = partialmethod(_ajouter, "scattergeo")
    add_choropleth = partialmethod(_ajouter, "choropleth")
    add_sankey = partialmethod(_ajouter, "sankey")
    add_waterfall = partialmethod(_ajouter, "waterfall")

    def ecrire_sur(self, rang: int, textes: Sequence[str]) -> None:
        """Other words on the marks of a trace."""
        self._traces[rang]["text"] = list(textes)

    def update_layout(self, **layout: Any) -> Figure:
        """Add to the layout, within what it already says."""
        _joindre(self._mise, layout)
        return self

    def _axes(self, prefixe: str, **axe: Any) -> Figure:
        noms = {prefixe, *(n for n in self._mise if n.startswith(prefixe))}
        return self.update_layout(**dict.fromkeys(noms, axe))

    update_xaxes = partialmethod(_axes, "xaxis")
    update_yaxes = partialmethod(_axes, "yaxis")
    update_geos = partialmethod(_axes, "geo")

    def to_dict(self) -> dict[str, Any]:
        if self._lue is not None:
            return self._lue
        mise = {**_dit(self._mise), "template": template(self._theme)}
        return {"data": [_dit(x) for x in self._traces], "layout": mise}

    def reduire(self, hauteur: int) -> Figure:
        """The same picture, in less height: what is shared by all who ask for it stays as it is."""
        lue = self.to_dict()
        return self.autre({**lue, "layout": {**lue["layout"], "height": hauteur}})

    def autre(self, lue: dict[str, Any]) -> Figure:
        """Another picture of the same theme, that reads out as this."""
        figure = Figure(self._theme)
        figure._lue = lue
        return figure

    def finir(self) -> Figure:
        """Nothing more will be drawn on it: what is read out is kept."""
        self._lue = self.to_dict()
        return self


@cache
def template(t: Theme) -> dict[str, Any]:
    """The « clas » template: one face for every figure, French separators, nothing that moves by
    accident.
    """
    axe = {
        "gridcolor": t.grille,
        "linecolor": t.gris,
        "zerolinecolor": t.grille,
        "tickfont": {"color": t.gris, "size": CORPS},
        "tickformat": ",~f",
        "fixedrange": True,
        "automargin": True,
        "title": {"font": {"color": t.gris, "size": CORPS}},
    }
    return go.layout.Template(
        layout=go.Layout(
            font={"family": POLICE, "size": CORPS, "color": t.encre},
            paper_bgcolor=t.fond,
            plot_bgcolor=t.fond,
            colorway=PALETTE,
            separators=SEPARATEURS_PLOTLY,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=axe,
            yaxis=axe,
            showlegend=False,
            hoverlabel={
                "font": {"family": POLICE, "size": CORPS, "color": t.encre},
                "bgcolor": t.fond,
                "bordercolor": t.gris,
            },
            modebar={"bgcolor": "rgba(0,0,0,0)", "color": t.gris, "activecolor": t.encre},
            bargap=0.38,
            hovermode="closest",
            dragmode=False,
            legend={
                "orientation": "h",
                "yanchor": "bottom",
                "y": 1.02,
                "x": 0,
                "font": {"size": CORPS},
            },
        )
    ).to_plotly_json()
