"""Pictures of conformity: actions × rules, states of each rule, spread around a threshold, periods
of opening.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.dessin.commun import SURVOL, gardee, nouvelle
from clas_data.dessin.couleurs import BLEU, CORPS, NOIR, ORANGE, VERT, Theme, theme
from clas_data.dessin.toile import Figure
from clas_data.figures.images import HORS, MANQUE, NON, OUI

CASE, RANGEE, ETAT = 22, 30, 23  # pixels
PART_LISIBLE = 0.04  # of a bar, under which a number does not fit in its segment


def _dessin(t: Theme, style: str) -> dict[str, Any]:
    """Fill, outline and hatching of a state: what is not kept is full and hatched, what is not
    known is hollow.
    """
    motif = {"fgcolor": NOIR, "fillmode": "overlay", "size": 9, "solidity": 0.14, "fgopacity": 0.35}
    return {
        OUI: {
            "color": BLEU,
            "line": {"color": t.fond, "width": 2},
            "pattern": {**motif, "shape": ""},
        },
        NON: {
            "color": ORANGE,
            "line": {"color": t.fond, "width": 2},
            "pattern": {**motif, "shape": "/"},
        },
        MANQUE: {
            "color": t.fond,
            "line": {"color": t.gris, "width": 2},
            "pattern": {**motif, "shape": ".", "fgcolor": t.gris},
        },
        HORS: {
            "color": t.piste,
            "line": {"color": t.fond, "width": 2},
            "pattern": {**motif, "shape": ""},
        },
    }[style]


@gardee
def etats(
    libelles: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str], str]],
    *,
    sombre: bool,
) -> Figure:
    """How many are in each state, one bar per rule, its name beside it; each series is (name,
    counts, hovers, style).
    """
    t, n = theme(sombre), len(libelles)
    fig = nouvelle(t, 40 + ETAT * max(n, 1), haut=34, bas=4)
    ecriture = {OUI: "#ffffff", NON: NOIR, MANQUE: t.encre, HORS: t.encre}
    totaux = [sum(s[1][i] for s in series) for i in range(n)]
    for nom, valeurs, survols, style in series:
        lisibles = [
            formats.nombre(v) if v and v >= PART_LISIBLE * total else ""
            for v, total in zip(valeurs, totaux, strict=True)
        ]
        fig.add_bar(
            y=list(range(n)),
            x=list(valeurs),
            name=nom,
            orientation="h",
            width=0.86,
            text=lisibles,
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            hovertext=list(survols),
            hovertemplate=SURVOL,
            textfont={"color": ecriture[style], "size": CORPS},
            marker=_dessin(t, style),
        )
    fig.update_layout(barmode="stack", showlegend=True, legend={"traceorder": "normal"})
    fig.update_xaxes(visible=False)
    return fig.update_yaxes(
        tickvals=list(range(n)),
        ticktext=[f"{l}  " for l in libelles],
        tickfont={"color": t.encre, "size": CORPS},
        showgrid=False,
        automargin=True,
        range=[n - 0.5, -0.5],
    )


@gardee
def matrice(
    rangees: Sequence[str],
    colonnes: Sequence[str],
    cases: Sequence[Sequence[str]],
    styles: dict[str, str],
    signes: dict[str, str],
    survols: Sequence[Sequence[str]],
    cles: Sequence[Sequence[tuple[str, str]]],
    *,
    sombre: bool,
    penche: bool = True,
) -> Figure:
    """One square per row and column: its sign, its colour and its outline say the state; `cles`
    come back with a click.
    """
    t = theme(sombre)
    tete = 132 if penche else 36
    fig = nouvelle(t, tete + 18 + RANGEE * max(len(rangees), 1), haut=tete, droite=40)
    couleurs = {
        OUI: "rgba(0,158,115,.22)" if not sombre else "rgba(0,158,115,.34)",
        NON: ORANGE,
        MANQUE: t.fond,
        HORS: t.fond,
    }
    bords = {OUI: VERT, NON: ORANGE, MANQUE: t.gris, HORS: t.fond}
    for etat, style in styles.items():
        ou = [(i, j) for i, ligne in enumerate(cases) for j, c in enumerate(ligne) if c == etat]
        fig.add_scatter(
            x=[j for _, j in ou],
            y=[i for i, _ in ou],
            mode="markers+text",
            name=f"{signes[etat]} {etat}",
            text=[signes[etat]] * len(ou),
            textfont={
                "size": CORPS,
                "color": NOIR if style == NON else t.gris if style == HORS else t.encre,
            },
            hovertext=[survols[i][j] for i, j in ou],
            hovertemplate=SURVOL,
            customdata=[cles[i][j] for i, j in ou],
            cliponaxis=False,
            marker={
                "symbol": "square",
                "size": CASE,
                "color": couleurs[style],
                "opacity": 1,
                "line": {"color": bords[style], "width": 1.5},
            },
            selected={"marker": {"opacity": 1}},
            unselected={
                "marker": {"opacity": 1},
                "textfont": {"color": NOIR if style == NON else t.encre},
            },
        )
    fig.update_xaxes(
        side="top",
        tickvals=list(range(len(colonnes))),
        ticktext=list(colonnes),
        tickangle=-45 if penche else 0,
        showgrid=False,
        zeroline=False,
        range=[-0.6, len(colonnes) - 0.4],
        tickfont={"color": t.encre, "size": CORPS},
    )
    return fig.update_yaxes(
        tickvals=list(range(len(rangees))),
        ticktext=list(rangees),
        range=[len(rangees) - 0.4, -0.6],
        showgrid=True,
        zeroline=False,
        tickfont={"color": t.encre, "size": CORPS},
        ticksuffix="  ",
    )
