"""Pictures: values already computed and formatted in, Plotly figures out.  Only the figures modules
import plotly.

Colour never speaks alone: markers, dashes, patterns and labels written beside the data say the same
thing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from clas_data.dessin.commun import (
    ETIQUETTE,
    LIBELLE_ET_VALEUR,
    LIBELLE_LIGNE,
    LIBELLE_LONG,
    SURVOL,
    Textes,
    Valeurs,
    bornes,
    dessinables,
    ecrire,
    gardee,
    motif,
    nouvelle,
    police,
)
from clas_data.dessin.couleurs import (
    BLEU,
    CORPS,
    MOTIFS,
    NOIR,
    PALETTE,
    Theme,
    theme,
)
from clas_data.dessin.toile import Figure
from clas_data.formats import inconnu


@gardee
def barres(
    libelles: Textes,
    valeurs: Valeurs,
    textes: Textes,
    survols: Textes,
    *,
    sombre: bool,
    reperes: Valeurs = (),
    nom_repere: str = "",
    hauteur_ligne: int = 27,
) -> Figure:
    """Horizontal bars, one per category, its value written beyond; a tick marks last year's value
    where given.

    Names that are long, or whose values are, are written above their bars, so that the bars keep
    their room.
    """
    t, plus_long, ecrit = (
        theme(sombre),
        max((len(l) for l in libelles), default=0),
        max((len(x) for x in textes), default=0),
    )
    longs = plus_long > LIBELLE_LONG or plus_long + ecrit > LIBELLE_ET_VALEUR
    lignes = max((len(textwrap.wrap(l, LIBELLE_LIGNE)) for l in libelles), default=1)
    hauteur = 44 + (hauteur_ligne + longs * (14 + 28 * (lignes - 1))) * max(len(libelles), 1)
    fig = nouvelle(
        t,
        hauteur,
        haut=32 if len(reperes) else 8,
        bas=4,
        droite=16 + round(0.56 * ETIQUETTE * ecrit),
    )
    epaisseur = {"width": 0.36, "offset": -0.02} if longs else {}
    _couchees(fig, libelles, valeurs, survols, **epaisseur)
    mots, traits = [], []
    if len(reperes):
        coin = {
            "xref": "paper",
            "yref": "paper",
            "x": 1,
            "y": 1,
            "xanchor": "right",
            "yanchor": "bottom",
        }
        mots.append({**coin, "text": f"<b>|</b> {nom_repere}", "font": police(t, CORPS, gris=True)})
    for i, (libelle, v, r, texte) in enumerate(
        zip(libelles, valeurs, list(reperes) or [None] * len(libelles), textes, strict=True)
    ):
        milieu, bras = (i + 0.16, 0.2) if longs else (i, 0.26)  # a tick never strikes a name
        if not inconnu(r):
            traits.append(
                {
                    "type": "line",
                    "x0": r,
                    "x1": r,
                    "y0": milieu - bras,
                    "y1": milieu + bras,
                    "line": {"color": t.encre, "width": 3},
                }
            )
        bout = max((x for x in (v, r) if not inconnu(x)), default=0)
        mots.append(
            {
                "y": milieu,
                "x": bout,
                "text": texte,
                "xanchor": "left",
                "xshift": 8,
                "font": police(t),
            }
        )
        if longs:
            nom = "<br>".join(textwrap.wrap(libelle, LIBELLE_LIGNE))
            place = {"align": "left", "xanchor": "left", "yanchor": "bottom", "xshift": -4}
            mots.append({"y": i - 0.03, "x": 0, "text": nom, **place, "font": police(t, CORPS)})
    ecrire(fig, mots, traits)
    fig.update_xaxes(visible=False, range=bornes([*valeurs, *reperes], 1.01))
    fig = _categories(fig, t)
    return fig.update_yaxes(
        showticklabels=not longs, range=[len(libelles) - 0.5, -0.5], autorange=False
    )


def _couchees(
    fig: Figure, libelles: Textes, valeurs: Valeurs, survols: Textes, **epaisseur: float
) -> None:
    """The blue horizontal bars; unknown is drawn as nothing and written beside."""
    fig.add_bar(
        y=list(libelles),
        x=[v or 0 for v in dessinables(valeurs)],
        orientation="h",
        hovertext=list(survols),
        hovertemplate=SURVOL,
        marker={"color": BLEU, "cornerradius": 3},
        **epaisseur,
    )


def _categories(fig: Figure, t: Theme) -> Figure:
    fig.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"color": t.encre, "size": CORPS},
        ticksuffix="  ",
    )
    return fig


@gardee
def empilees(
    libelles: Textes, series: Sequence[tuple[str, Valeurs, Textes, Textes]], *, sombre: bool
) -> Figure:
    """Shares of a whole, one bar of 100 % per category; each series is (name, percents, texts,
    hovers), at most four.
    """
    t = theme(sombre)
    fig = nouvelle(
        t,
        70 + 52 * max(len(libelles), 1),
        haut=34,
        bas=4,
        droite=16,
        barmode="stack",
        showlegend=True,
    )
    for i, (nom, parts_, textes, survols) in enumerate(series):
        fig.add_bar(
            y=list(libelles),
            x=[p or 0 for p in dessinables(parts_)],
            name=nom,
            orientation="h",
            text=list(textes),
            textposition="inside",
            insidetextanchor="middle",
            hovertext=list(survols),
            hovertemplate=SURVOL,
            textfont={"color": "#ffffff" if i == 0 else NOIR, "size": CORPS},
            marker={
                "color": PALETTE[i],
                "line": {"color": t.fond, "width": 2},
                "pattern": motif(MOTIFS[i], NOIR, 0.12),
            },
        )
    fig.update_xaxes(visible=False, range=[0, 100])
    fig.update_layout(legend={"traceorder": "normal"})
    return _categories(fig, t)


@gardee
def parts(
    libelles: Textes, valeurs: Valeurs, textes: Textes, survols: Textes, *, sombre: bool
) -> Figure:
    """Shares that do not add up to a whole: each its own track of 100 %."""
    t = theme(sombre)
    fig = nouvelle(t, 30 + 62 * max(len(libelles), 1), haut=4, bas=4, barmode="overlay")
    piste = {"color": t.piste, "line": {"color": t.grille, "width": 1}, "cornerradius": 3}
    fig.add_bar(
        y=list(libelles), x=[100] * len(libelles), orientation="h", marker=piste, hoverinfo="skip"
    )
    _couchees(fig, libelles, valeurs, survols)
    fins = [0 if inconnu(v) else v for v in valeurs]
    place = {"xanchor": "left", "xshift": 8, "font": police(t)}
    ecrire(
        fig,
        [
            {"y": libelle, "x": fin, "text": texte, **place}
            for libelle, fin, texte in zip(libelles, fins, textes, strict=True)
        ],
    )
    fig.update_xaxes(visible=False, range=[0, 100])
    return _categories(fig, t)
