"""The money of several years or scenarios, on a screen: curves, steps, columns of who pays."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data import formats
from clas_data.dessin.commun import SURVOL, ecrire, gardee, nouvelle
from clas_data.dessin.couleurs import (
    BLEU,
    CORPS,
    MARQUEURS,
    MOTIFS,
    NOIR,
    ORANGE,
    PALETTE,
    TIRETS,
    theme,
)
from clas_data.dessin.financement import ecarter
from clas_data.dessin.toile import Figure


@gardee
def courbes(
    series: Sequence[tuple[str, Sequence[float], Sequence[float], Sequence[str]]],
    titre_x: str,
    titre_y: str,
    *,
    sombre: bool,
) -> Figure:
    """Up to four curves, each with its hue, dash, marker, and its name at its end; `series`: name,
    x, y, hovers.
    """
    t = theme(sombre)
    fig = nouvelle(t, 255, droite=190, haut=24, bas=56)
    fins = {}
    for i, (nom, x, y, survols) in enumerate(series):
        couleur = PALETTE[i % 4]
        fig.add_scatter(
            x=list(x),
            y=list(y),
            mode="lines+markers",
            name=nom,
            hovertext=list(survols),
            hovertemplate=SURVOL,
            cliponaxis=False,
            line={"color": couleur, "width": 3, "dash": TIRETS[i % 4]},
            marker={"symbol": MARQUEURS[i % 4], "size": 9, "color": couleur},
        )
        dernier = max((k for k, v in enumerate(y) if not formats.inconnu(v)), default=None)
        if dernier is not None:
            fins[nom] = (x[dernier], y[dernier])
    decalages = ecarter(
        {nom: y for nom, (_, y) in fins.items()},
        [v for _, _, y, _ in series for v in y if not formats.inconnu(v)],
    )
    place = {"xanchor": "left", "xshift": 12, "font": {"size": CORPS, "color": t.encre}}
    ecrire(
        fig,
        [
            {"x": x, "y": y, "text": nom, "yshift": decalages[nom], **place}
            for nom, (x, y) in fins.items()
        ],
    )
    fig.update_xaxes(title={"text": titre_x})
    fig.update_yaxes(title={"text": titre_y})
    return fig


@gardee
def cascade(
    noms: Sequence[str],
    valeurs: Sequence[float],
    textes: Sequence[str],
    totaux: Sequence[bool],
    *,
    sombre: bool,
) -> Figure:
    """From one total to another, step by step: each part starts where the one before ended."""
    t = theme(sombre)
    fig = nouvelle(t, 255, haut=30, bas=40)
    fig.add_waterfall(
        x=list(noms),
        y=list(valeurs),
        measure=["absolute" if x else "relative" for x in totaux],
        text=list(textes),
        textposition="outside",
        cliponaxis=False,
        textfont={"size": CORPS, "color": t.encre},
        connector={"line": {"color": t.gris, "width": 1}},
        hovertext=[f"{n} : {x}" for n, x in zip(noms, textes, strict=True)],
        hovertemplate=SURVOL,
        totals={"marker": {"color": t.neutre}},
        increasing={"marker": {"color": BLEU}},
        decreasing={"marker": {"color": ORANGE}},
    )
    cumul, points = 0.0, [0.0]
    for v, total in zip(valeurs, totaux, strict=True):
        cumul = v if total else cumul + v
        points.append(cumul)
    connus = [p for p in points[1:]]
    marge = (max(connus) - min(connus)) or max(connus, default=1) * 0.1
    fig.update_yaxes(range=[max(0, min(connus) - 2 * marge), max(connus) + marge], visible=False)
    fig.update_xaxes(showgrid=False, tickfont={"color": t.encre, "size": CORPS})
    return fig


@gardee
def financeurs(
    campagnes: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    dessous: Sequence[str],
    *,
    sombre: bool,
) -> Figure:
    """A column per campagne cut into who pays, its total above; four hues, then grey, each with its
    pattern. `dessous`: coverage, under the year.
    """
    t, motifs = theme(sombre), (*MOTIFS, "-")
    fig = nouvelle(t, 400, haut=44, bas=12)
    fig.update_layout(
        barmode="stack", showlegend=True, bargap=0.34, legend={"traceorder": "normal"}
    )
    couleurs, totaux = (
        (*PALETTE, t.neutre),
        [
            sum(v or 0 for _, valeurs in series for v in [valeurs[i]] if not formats.inconnu(v))
            for i in range(len(campagnes))
        ],
    )
    plafond_ = max(totaux, default=1) or 1
    for i, (nom, valeurs) in enumerate(series):
        y = [None if formats.inconnu(v) else v for v in valeurs]
        fig.add_bar(
            x=list(campagnes),
            y=y,
            name=nom,
            hovertemplate=SURVOL,
            hovertext=[
                f"<b>{nom}</b><br>{c} : {formats.euros(v)}"
                for c, v in zip(campagnes, valeurs, strict=True)
            ],
            text=[formats.euros_courts(v) if v and v > plafond_ * 0.07 else "" for v in y],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "#ffffff" if i == 0 else NOIR, "size": CORPS},
            marker={
                "color": couleurs[i],
                "line": {"color": t.fond, "width": 2},
                "pattern": {
                    "shape": motifs[i],
                    "fgcolor": NOIR,
                    "fillmode": "overlay",
                    "size": 8,
                    "solidity": 0.1,
                    "fgopacity": 0.4,
                },
            },
        )
    place = {"yshift": 14, "font": {"size": CORPS, "color": t.encre}}
    ecrire(
        fig,
        [
            {"x": c, "y": x, "text": f"<b>{formats.euros_courts(x or None)}</b>", **place}
            for c, x in zip(campagnes, totaux, strict=True)
        ],
    )
    # upright even where there is little room
    en_deux = [f"{c.replace('-', '-<br>')}<br>{d}" for c, d in zip(campagnes, dessous, strict=True)]
    fig.update_xaxes(
        type="category", showgrid=False, tickvals=list(campagnes), ticktext=en_deux, tickangle=0
    )
    fig.update_yaxes(visible=False, range=[0, plafond_ * 1.1])
    return fig
