"""Pictures of the money: where it comes from and goes, who is at the ceiling, what each lever moves."""
from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from clas_data import formats
from clas_data.ui.couleurs import BLEU, CORPS, MARQUEURS, NOIR, ORANGE, PALETTE, TIRETS, theme
from clas_data.ui.figures import SURVOL, template

TRANSPARENT = {BLEU: "rgba(0,114,178,.35)", ORANGE: "rgba(213,94,0,.35)"}


def _vide(sombre: bool, hauteur: int, **marges: int) -> go.Figure:
    m = {"l": 8, "r": 8, "t": 8, "b": 8, **marges}
    return go.Figure(layout=go.Layout(template=template(theme(sombre)), height=hauteur, margin=m))


def flux(sources: Sequence[tuple[str, float]], postes: Sequence[tuple[str, float]], centre: str, *, sombre: bool) -> go.Figure:
    """Who pays → the Clas → what it pays for: the width of a ribbon is its amount in euros."""
    t = theme(sombre)
    fig = _vide(sombre, 520, t=16, b=16)
    noms = [*(f"{n} · {formats.euros(v)}" for n, v in sources), centre, *(f"{n} · {formats.euros(v)}" for n, v in postes)]
    milieu = len(sources)
    fig.add_sankey(
        node={"label": noms, "color": [BLEU] * milieu + [t.neutre] + [ORANGE] * len(postes), "pad": 18, "thickness": 14, "line": {"width": 0},
              "hovertemplate": "%{label}<extra></extra>"},
        link={"source": [*range(milieu), *[milieu] * len(postes)], "target": [*[milieu] * milieu, *range(milieu + 1, milieu + 1 + len(postes))],
              "value": [v for _, v in (*sources, *postes)], "color": [TRANSPARENT[BLEU]] * milieu + [TRANSPARENT[ORANGE]] * len(postes),
              "hovertemplate": "%{source.label} → %{target.label}<extra></extra>"},
        textfont={"size": CORPS - 1, "color": t.encre}, arrangement="snap")
    return fig


def plafond(couts: Sequence[float], poids: Sequence[int], reperes: Sequence[tuple[str, float]], *, sombre: bool) -> go.Figure:
    """Collectifs by their cost, in steps of 500 €; each ceiling is a line with its name. Hatched: at the first ceiling or above."""
    t, pas = theme(sombre), 500
    tranches: dict[int, int] = {}
    for c, n in zip(couts, poids, strict=True):
        tranches[int(c // pas)] = tranches.get(int(c // pas), 0) + int(n)
    rangs = list(range(min(tranches, default=0), max(tranches, default=0) + 1))
    limite = reperes[0][1] if reperes else float("inf")
    dessus = [(r + .5) * pas >= limite for r in rangs]
    fig = _vide(sombre, 380, t=64, b=48)
    fig.add_bar(
        x=[(r + .5) * pas for r in rangs], y=[tranches.get(r, 0) for r in rangs], width=pas * .9, hovertemplate=SURVOL,
        hovertext=[f"de {formats.euros(r * pas)} à {formats.euros((r + 1) * pas)}<br>{formats.pluriel(tranches.get(r, 0), 'collectif')}" for r in rangs],
        marker={"color": [ORANGE if d else BLEU for d in dessus], "pattern": {"shape": ["/" if d else "" for d in dessus], "fgcolor": NOIR, "fillmode": "overlay",
                                                                              "size": 8, "solidity": .2, "fgopacity": .5}})
    for i, (nom, valeur) in enumerate(reperes):
        fig.add_vline(x=valeur, line={"color": t.encre, "width": 2, "dash": TIRETS[i % 4]})
        fig.add_annotation(x=valeur, y=1, yref="paper", yshift=14 + 22 * (i % 2), text=f"{nom} · {formats.euros(valeur)}", showarrow=False, font={"size": CORPS, "color": t.encre})
    fig.update_xaxes(title_text="Coût d'un collectif, en euros", ticksuffix=f"{formats.INSECABLE}€", showgrid=False)
    fig.update_yaxes(title_text="Collectifs")
    return fig


def ecarts(noms: Sequence[str], valeurs: Sequence[float], textes: Sequence[str], *, sombre: bool) -> go.Figure:
    """Gains to the right, losses (hatched) to the left of nothing, the amount written beyond."""
    t = theme(sombre)
    fig = _vide(sombre, 60 + 40 * max(len(noms), 1))
    etendue = max((abs(v) for v in valeurs), default=1) or 1
    fig.add_bar(
        y=list(noms), x=list(valeurs), orientation="h", text=list(textes), textposition="outside", cliponaxis=False, textfont={"size": CORPS, "color": t.encre},
        hovertext=[f"{n} : {x}" for n, x in zip(noms, textes, strict=True)], hovertemplate=SURVOL,
        marker={"color": [BLEU if v >= 0 else ORANGE for v in valeurs], "pattern": {"shape": ["" if v >= 0 else "/" for v in valeurs], "fgcolor": NOIR,
                                                                                   "fillmode": "overlay", "size": 8, "solidity": .2, "fgopacity": .5}})
    bas = -etendue * 1.35 if any(v < 0 for v in valeurs) else 0
    fig.update_xaxes(range=[bas, etendue * 1.35 if any(v > 0 for v in valeurs) else 0.01], visible=False)
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": t.encre, "size": CORPS}, ticksuffix="  ")
    fig.add_vline(x=0, line={"color": t.gris, "width": 1})
    return fig


def courbes(series: Sequence[tuple[str, Sequence[float], Sequence[float], Sequence[str]]], titre_x: str, titre_y: str, *, sombre: bool, euros_x: bool = False) -> go.Figure:
    """Up to four curves, each with its hue, dash, marker, and its name at its end; `series`: name, x, y, hovers."""
    t = theme(sombre)
    fig = _vide(sombre, 380, r=190, t=24, b=56)
    for i, (nom, x, y, survols) in enumerate(series):
        couleur = PALETTE[i % 4]
        fig.add_scatter(x=list(x), y=list(y), mode="lines+markers", name=nom, hovertext=list(survols), hovertemplate=SURVOL, cliponaxis=False,
                        line={"color": couleur, "width": 3, "dash": TIRETS[i % 4]}, marker={"symbol": MARQUEURS[i % 4], "size": 9, "color": couleur})
        dernier = max((k for k, v in enumerate(y) if not formats.inconnu(v)), default=None)
        if dernier is not None:
            fig.add_annotation(x=x[dernier], y=y[dernier], text=nom, xanchor="left", xshift=12, showarrow=False, font={"size": CORPS, "color": t.encre})
    fig.update_xaxes(title_text=titre_x, ticksuffix=f"{formats.INSECABLE}€" if euros_x else "")
    fig.update_yaxes(title_text=titre_y)
    return fig


def cascade(noms: Sequence[str], valeurs: Sequence[float], textes: Sequence[str], totaux: Sequence[bool], *, sombre: bool) -> go.Figure:
    """From one total to another, step by step: each part starts where the one before ended."""
    t = theme(sombre)
    fig = _vide(sombre, 380, t=30, b=40)
    fig.add_waterfall(
        x=list(noms), y=list(valeurs), measure=["absolute" if x else "relative" for x in totaux], text=list(textes), textposition="outside", cliponaxis=False,
        textfont={"size": CORPS, "color": t.encre}, connector={"line": {"color": t.gris, "width": 1}}, hovertext=[f"{n} : {x}" for n, x in zip(noms, textes, strict=True)],
        hovertemplate=SURVOL, totals={"marker": {"color": t.neutre}}, increasing={"marker": {"color": BLEU}}, decreasing={"marker": {"color": ORANGE}})
    cumul, points = 0.0, [0.0]
    for v, total in zip(valeurs, totaux, strict=True):
        cumul = v if total else cumul + v
        points.append(cumul)
    connus = [p for p in points[1:]]
    marge = (max(connus) - min(connus)) or max(connus, default=1) * .1
    fig.update_yaxes(range=[max(0, min(connus) - 2 * marge), max(connus) + marge], visible=False)
    fig.update_xaxes(showgrid=False, tickfont={"color": t.encre, "size": CORPS})
    return fig


