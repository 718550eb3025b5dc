"""Pictures: values already computed and formatted in, Plotly figures out.  The only module that imports plotly.

Colour never speaks alone: markers, dashes, patterns and labels written beside the data say the same thing.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from clas_data.formats import ND, SEPARATEURS_PLOTLY, inconnu

# Of the Okabe-Ito palette, the four hues that keep 3:1 on white; all four keep it on the dark card (tested).
BLEU, ORANGE, VERT, ROSE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
PALETTE = (BLEU, ORANGE, VERT, ROSE)
MOTIFS = ("", "/", ".", "x")
MARQUEURS = ("circle", "square", "diamond", "triangle-up")
TIRETS = ("solid", "dash", "dot", "dashdot")
POLICE = '"Source Sans", "Source Sans Pro", sans-serif'
CORPS = 16


@dataclass(frozen=True)
class Theme:
    """The greys that surround the palette, for one theme of the screen."""

    fond: str
    encre: str
    gris: str
    grille: str
    piste: str
    bande: str
    neutre: str


CLAIR = Theme(fond="#ffffff", encre="#1c2733", gris="#66727e", grille="#e3e7ec", piste="#eef1f4", bande="rgba(0,158,115,.13)",
              neutre="#8694a1")
SOMBRE = Theme(fond="#161c23", encre="#e6eaef", gris="#97a3af", grille="#2a333d", piste="#222b35", bande="rgba(0,158,115,.26)",
               neutre="#6b7885")


def theme(sombre: bool) -> Theme:
    return SOMBRE if sombre else CLAIR


def template(t: Theme) -> go.layout.Template:
    """The « clas » template: one face for every figure, French separators, nothing that moves by accident."""
    axe = dict(gridcolor=t.grille, linecolor=t.gris, zerolinecolor=t.grille, tickfont=dict(color=t.gris, size=CORPS), tickformat=",~f",
               fixedrange=True, automargin=True, title=dict(font=dict(color=t.gris, size=CORPS)))
    return go.layout.Template(layout=go.Layout(
        font=dict(family=POLICE, size=CORPS, color=t.encre), paper_bgcolor=t.fond, plot_bgcolor=t.fond, colorway=PALETTE,
        separators=SEPARATEURS_PLOTLY, margin=dict(l=8, r=8, t=8, b=8), xaxis=axe, yaxis=axe, showlegend=False, dragmode=False,
        hoverlabel=dict(font=dict(family=POLICE, size=CORPS, color=t.encre), bgcolor=t.fond, bordercolor=t.gris),
        modebar=dict(bgcolor="rgba(0,0,0,0)", color=t.gris, activecolor=t.encre), bargap=0.38, hovermode="closest",
        legend=dict(orientation="h", yanchor="bottom", y=1.02, x=0, font=dict(size=CORPS)),
    ))


_MOTS = {
    "Download plot as a PNG": "Télécharger l'image (PNG)", "Download plot": "Télécharger l'image (SVG)", "Snapshot succeeded": "Image prête",
    "Preparing image - this may take a few seconds": "Préparation de l'image…", "There was a problem downloading your snapshot!": "L'image n'a pas pu être préparée",
}


def config(nom: str, image: str = "png") -> dict[str, Any]:
    """What the browser is told of a figure: French words, the name and kind of the image, no button that is of no use."""
    return {
        "locale": "fr",
        "locales": {"fr": {"dictionary": _MOTS, "format": {"decimal": SEPARATEURS_PLOTLY[0], "thousands": SEPARATEURS_PLOTLY[1]}}},
        "displaylogo": False, "responsive": True, "scrollZoom": False, "doubleClick": False, "showTips": False,
        "modeBarButtonsToRemove": ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"],
        "toImageButtonOptions": {"format": image, "filename": nom, "scale": 2 if image == "png" else 1},
    }


def _figure(t: Theme, hauteur: int, **layout: Any) -> go.Figure:
    return go.Figure(layout=go.Layout(template=template(t), height=hauteur, **layout))


def evolution(
    campagnes: Sequence[str], valeurs: Sequence[float], textes: Sequence[str], survols: Sequence[str], *, sombre: bool,
    fragiles: Sequence[bool] = (), provisoires: Sequence[bool] = (), choisie: str | None = None,
) -> go.Figure:
    """One measure across the campagnes: a column each, its value written above; « n.d. » where there is none.

    The chosen campagne is the coloured one; a hollow column is a campagne whose answers cover too little; hatching, and the
    word under the axis, say provisional.
    """
    t, n = theme(sombre), len(campagnes)
    fragiles, provisoires = list(fragiles) or [False] * n, list(provisoires) or [False] * n
    fig = _figure(t, 320, margin=dict(l=8, r=8, t=36, b=8), bargap=0.42)
    couleurs = [BLEU if c == choisie else t.neutre for c in campagnes]
    fig.add_bar(
        x=list(campagnes), y=[None if inconnu(v) else v for v in valeurs], text=list(textes), textposition="outside", cliponaxis=False,
        hovertext=list(survols), hovertemplate="%{hovertext}<extra></extra>",
        textfont=dict(size=[21 if c == choisie else 17 for c in campagnes], color=[t.encre if c == choisie else t.gris for c in campagnes]),
        marker=dict(
            color=[t.fond if f else c for f, c in zip(fragiles, couleurs, strict=True)], line=dict(color=couleurs, width=2), cornerradius=4,
            pattern=dict(shape=["/" if p else "" for p in provisoires], fgcolor=t.fond, fillmode="overlay", size=9, solidity=.16),
        ),
    )
    for c, v in zip(campagnes, valeurs, strict=True):
        if inconnu(v):
            fig.add_annotation(x=c, y=0, text=ND, showarrow=False, yshift=16, font=dict(color=t.gris, size=17))
    connues = [v for v in valeurs if not inconnu(v)]
    mots = [f"{c}<br><i>{' · '.join(m for m, vrai in (('provisoire', p), ('peu de réponses', f)) if vrai)}</i>" if p or f else c
            for c, p, f in zip(campagnes, provisoires, fragiles, strict=True)]
    fig.update_xaxes(type="category", categoryorder="array", categoryarray=list(campagnes), showgrid=False, ticktext=mots, tickvals=list(campagnes))
    fig.update_yaxes(range=[min(0, *connues, 0), (max(connues, default=1) or 1) * 1.1], visible=False)
    return fig


def lignes(campagnes: Sequence[str], series: Sequence[tuple[str, Sequence[float], Sequence[str]]], *, sombre: bool) -> go.Figure:
    """Several measures across the campagnes: each its hue, dash and marker, its name written at its last point; at most four."""
    t = theme(sombre)
    fig = _figure(t, 330, margin=dict(l=30, r=190, t=20, b=8))
    for i, (nom, valeurs, textes) in enumerate(series):
        y = [None if inconnu(v) else v for v in valeurs]
        fig.add_scatter(x=list(campagnes), y=y, mode="lines+markers", name=nom, cliponaxis=False, connectgaps=False,
                        hovertext=[f"<b>{nom}</b><br>{c} : {x}" for c, x in zip(campagnes, textes, strict=True)], hovertemplate="%{hovertext}<extra></extra>",
                        line=dict(color=PALETTE[i], width=3, dash=TIRETS[i]), marker=dict(size=11, symbol=MARQUEURS[i], color=PALETTE[i], opacity=1))
        dernier = max((j for j, v in enumerate(y) if v is not None), default=None)
        if dernier is not None:
            fig.add_annotation(x=campagnes[dernier], y=y[dernier], text=f"{nom} {textes[dernier]}", showarrow=False, xanchor="left", xshift=14, font=dict(color=t.encre, size=CORPS))
    connues = [v for _, valeurs, _ in series for v in valeurs if not inconnu(v)]
    fig.update_xaxes(type="category", showgrid=False, range=[-.2, len(campagnes) - .9])
    fig.update_yaxes(range=[0, (max(connues, default=1) or 1) * 1.1], visible=False)
    return fig


def barres(
    libelles: Sequence[str], valeurs: Sequence[float], textes: Sequence[str], survols: Sequence[str], *, sombre: bool,
    reperes: Sequence[float] = (), nom_repere: str = "", hauteur_ligne: int = 46,
) -> go.Figure:
    """Horizontal bars, one per category, its value written beyond; a tick marks last year's value where given."""
    t = theme(sombre)
    fig = _figure(t, 44 + hauteur_ligne * max(len(libelles), 1), margin=dict(l=8, r=8, t=32 if len(reperes) else 8, b=4))
    fig.add_bar(y=list(libelles), x=[0 if inconnu(v) else v for v in valeurs], orientation="h", marker=dict(color=BLEU, cornerradius=3),
                hovertext=list(survols), hovertemplate="%{hovertext}<extra></extra>")
    tiques = list(reperes) or [None] * len(libelles)
    if len(reperes):
        fig.add_scatter(y=list(libelles), x=[None if inconnu(v) else v for v in reperes], mode="markers", hoverinfo="skip", name=nom_repere,
                        marker=dict(symbol="line-ns-open", size=26, color=t.encre, line=dict(width=3, color=t.encre)))
        fig.add_annotation(xref="paper", yref="paper", x=1, y=1, yanchor="bottom", xanchor="right", showarrow=False, text=f"<b>|</b> {nom_repere}",
                           font=dict(color=t.gris, size=CORPS))
    for libelle, v, r, texte in zip(libelles, valeurs, tiques, textes, strict=True):
        bout = max((x for x in (v, r) if not inconnu(x)), default=0)
        fig.add_annotation(y=libelle, x=bout, text=texte, showarrow=False, xanchor="left", xshift=8, font=dict(color=t.encre, size=17))
    connues = [v for v in [*valeurs, *reperes] if not inconnu(v)]
    fig.update_xaxes(visible=False, range=[min(0, *connues, 0), (max(connues, default=1) or 1) * 1.34])
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont=dict(color=t.encre, size=CORPS), ticksuffix="  ")
    return fig


def empilees(
    libelles: Sequence[str], series: Sequence[tuple[str, Sequence[float], Sequence[str], Sequence[str]]], *, sombre: bool, hauteur_ligne: int = 52,
) -> go.Figure:
    """Shares of a whole, one bar of 100 % per category; each series is (name, percents, texts, hovers), at most four."""
    t = theme(sombre)
    fig = _figure(t, 70 + hauteur_ligne * max(len(libelles), 1), barmode="stack", margin=dict(l=8, r=16, t=34, b=4), showlegend=True)
    for i, (nom, parts, textes, survols) in enumerate(series):
        fig.add_bar(y=list(libelles), x=[0 if inconnu(p) else p for p in parts], name=nom, orientation="h", text=list(textes), textposition="inside",
                    insidetextanchor="middle", hovertext=list(survols), hovertemplate="%{hovertext}<extra></extra>",
                    textfont=dict(color="#ffffff" if i == 0 else "#10161d", size=CORPS),
                    marker=dict(color=PALETTE[i], line=dict(color=t.fond, width=2), pattern=dict(shape=MOTIFS[i], size=7, solidity=.12, fgcolor="#10161d")))
    fig.update_xaxes(visible=False, range=[0, 100])
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont=dict(color=t.encre, size=CORPS), ticksuffix="  ")
    fig.update_layout(legend=dict(traceorder="normal"))
    return fig


def parts(libelles: Sequence[str], valeurs: Sequence[float], textes: Sequence[str], survols: Sequence[str], *, sombre: bool) -> go.Figure:
    """Shares that do not add up to a whole: each its own track of 100 %."""
    t = theme(sombre)
    fig = _figure(t, 30 + 62 * max(len(libelles), 1), barmode="overlay", margin=dict(l=8, r=8, t=4, b=4))
    fig.add_bar(y=list(libelles), x=[100] * len(libelles), orientation="h", marker=dict(color=t.piste, line=dict(color=t.grille, width=1), cornerradius=3), hoverinfo="skip")
    fig.add_bar(y=list(libelles), x=[0 if inconnu(v) else v for v in valeurs], orientation="h", marker=dict(color=BLEU, cornerradius=3),
                hovertext=list(survols), hovertemplate="%{hovertext}<extra></extra>")
    for libelle, v, texte in zip(libelles, valeurs, textes, strict=True):
        fig.add_annotation(y=libelle, x=0 if inconnu(v) else v, text=texte, showarrow=False, xanchor="left", xshift=8, font=dict(size=17, color=t.encre))
    fig.update_xaxes(visible=False, range=[0, 100])
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont=dict(color=t.encre, size=CORPS), ticksuffix="  ")
    return fig


def tailles(
    effectifs: Sequence[int], nombres: Sequence[int], survols: Sequence[str], bande: tuple[int, int], libelle_bande: str, *, sombre: bool,
) -> go.Figure:
    """How many collectifs have each size; those outside the référentiel's band are hatched, and the band is drawn."""
    t = theme(sombre)
    dedans = [bande[0] <= e <= bande[1] for e in effectifs]
    fig = _figure(t, 330, margin=dict(l=8, r=8, t=40, b=44), bargap=0.16)
    fig.add_vrect(x0=bande[0] - .5, x1=bande[1] + .5, fillcolor=t.bande, line_width=0, layer="below")
    fig.add_annotation(x=sum(bande) / 2, y=1, yref="paper", yanchor="bottom", text=libelle_bande, showarrow=False, font=dict(color=t.encre, size=CORPS))
    fig.add_bar(
        x=list(effectifs), y=list(nombres), text=[str(n) if n else "" for n in nombres], textposition="outside", cliponaxis=False,
        hovertext=list(survols), hovertemplate="%{hovertext}<extra></extra>", textfont=dict(color=t.encre, size=CORPS),
        marker=dict(color=[BLEU if d else ORANGE for d in dedans], line=dict(color=t.fond, width=1), cornerradius=3,
                    pattern=dict(shape=["" if d else "/" for d in dedans], fgcolor=t.fond, size=7, solidity=.25)),
    )
    fig.update_xaxes(title_text="Enfants dans le collectif", showgrid=False, dtick=1, tickformat="d")
    fig.update_yaxes(visible=False, range=[0, (max(nombres, default=1) or 1) * 1.15])
    return fig


def trace(valeurs: Sequence[float], *, sombre: bool, fragiles: Sequence[bool] = ()) -> str:
    """A small line of the last campagnes as an SVG drawing; a gap where the value is « n.d. », a hollow point where coverage is low."""
    t, large, haut, marge = theme(sombre), 150, 44, 6
    trait = BLEU if not sombre else "#4aa5dc"
    connues = [v for v in valeurs if not inconnu(v)]
    if not connues:
        return ""
    bas, sommet = min(connues), max(connues)
    pas = (large - 2 * marge) / max(len(valeurs) - 1, 1)
    y = [None if inconnu(v) else haut / 2 if sommet == bas else haut - marge - (v - bas) / (sommet - bas) * (haut - 2 * marge) for v in valeurs]
    x = [marge + i * pas for i in range(len(valeurs))]
    lignes = "".join(
        f'<line x1="{x[i - 1]:.1f}" y1="{y[i - 1]:.1f}" x2="{x[i]:.1f}" y2="{y[i]:.1f}" stroke="{trait}" stroke-width="2.5" stroke-linecap="round"/>'
        for i in range(1, len(y)) if y[i] is not None and y[i - 1] is not None
    )
    creux = list(fragiles) or [False] * len(y)
    points = "".join(
        f'<circle cx="{x[i]:.1f}" cy="{v:.1f}" r="{4.5 if i == len(y) - 1 else 3}" fill="{t.fond if creux[i] else trait}" stroke="{trait}" stroke-width="2"/>'
        for i, v in enumerate(y) if v is not None
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{large}" height="{haut}" viewBox="0 0 {large} {haut}">{lignes}{points}</svg>'
