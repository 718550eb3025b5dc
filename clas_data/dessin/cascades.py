"""Where a difference comes from: a waterfall from zero, and bars on both sides of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from clas_data.dessin.commun import (
    SURVOL,
    debout,
    dessinables,
    ecrire,
    gardee,
    motif,
    nouvelle,
    police,
)
from clas_data.dessin.couleurs import BLEU, CORPS, NOIR, ORANGE, theme
from clas_data.dessin.toile import Figure
from clas_data.figures import figure as modele
from clas_data.figures import mouvements

RANGEE, HAUTE = 34, 44  # pixels; where a name takes two lines
LARGE = 30  # letters of a name on one line
PLACE = 0.3  # of the width, left for the amounts
CHIFFRE = 8.5  # pixels of a figure in the words of a row


def dessiner(f: modele.Figure, sombre: bool) -> Figure:
    """The picture of one of these two figures; the longest differences where all have no room."""
    s = f.series[0]
    if f.genre == modele.CASCADE:
        return cascade(f.categories, s.valeurs, s.textes, _hachures(f), sombre=sombre)
    garder = _plus_longues(s.valeurs, f.lignes_max or len(f.categories))
    return ecarts(
        *([x[i] for i in garder] for x in (f.categories, s.valeurs, s.textes)),
        *([x[i] for i in garder] for x in (f.series[1].valeurs, f.series[1].textes)),
        [_survol(f, i) for i in garder],
        sombre=sombre,
    )


def _hachures(f: modele.Figure) -> list[bool]:
    return [mouvements.des_reponses(c) for c in f.categories]


def _plus_longues(valeurs: Sequence[float | None], combien: int) -> list[int]:
    """The places of the longest bars, in the order of the figure."""
    rangs = sorted(range(len(valeurs)), key=lambda i: -abs(valeurs[i] or 0))
    return sorted(rangs[:combien])


def _survol(f: modele.Figure, i: int) -> str:
    return f"<b>{f.categories[i]}</b><br>" + "<br>".join(
        f"{s.nom} : {s.textes[i]}" for s in f.series
    )


@gardee
def cascade(
    noms: Sequence[str],
    valeurs: Sequence[float],
    textes: Sequence[str],
    hachures: Sequence[bool],
    *,
    sombre: bool,
) -> Figure:
    """Rows from a first total to a last one; each step starts where the one before ended, and all
    are measured from zero. The answers that moved are hatched.
    """
    t, n = theme(sombre), len(noms)
    fig = nouvelle(t, 24 + _rangee(noms) * n, droite=16)
    debuts, cumul = [0.0], float(valeurs[0])
    for v in valeurs[1:-1]:
        debuts.append(cumul)
        cumul += v
    debuts.append(0.0)
    couleurs = [t.neutre, *(BLEU if v >= 0 else ORANGE for v in valeurs[1:-1]), t.neutre]
    etiquettes = _deux_lignes(noms)
    fig.add_bar(
        y=etiquettes,
        x=list(valeurs),
        base=debuts,
        orientation="h",
        hovertext=[f"<b>{n}</b><br>{x}" for n, x in zip(noms, textes, strict=True)],
        hovertemplate=SURVOL,
        marker={
            "color": couleurs,
            "pattern": motif(["/" if h else "" for h in hachures], NOIR, 0.2),
        },
    )
    fins = [max(d, d + v, 0) for d, v in zip(debuts, valeurs, strict=True)]
    bas = min([0.0, *(min(d, d + v) for d, v in zip(debuts, valeurs, strict=True))])
    haut = max(fins) or 1.0
    mots = [
        {"y": i, "x": f, "text": x, "xanchor": "left", "xshift": 8, "font": police(t)}
        for i, (f, x) in enumerate(zip(fins, textes, strict=True))
    ]
    ecrire(fig, mots, [debout(0, {"color": t.gris, "width": 1})])
    fig.update_xaxes(range=[bas, haut + (haut - bas) * PLACE], visible=False)
    return _rangs(fig, t, n)


@gardee
def ecarts(
    noms: Sequence[str],
    valeurs: Sequence[float | None],
    textes: Sequence[str],
    bruts: Sequence[float | None],
    totaux: Sequence[str],
    survols: Sequence[str],
    *,
    sombre: bool,
) -> Figure:
    """Bars to the right and to the left of nothing, each named, its amount at the end of its row; a
    diamond for the difference of the totals.
    """
    t, n = theme(sombre), len(noms)
    # in pixels: on a phone, a share of the width would leave the amounts on the bars
    dits = [f"{x} ◇ {total}" for x, total in zip(textes, totaux, strict=True)]
    place = 16 + round(CHIFFRE * max(map(len, dits), default=0))
    fig = nouvelle(t, 48 + _rangee(noms) * max(n, 1), haut=32, droite=place)
    lues, autres = dessinables(valeurs), dessinables(bruts)
    etiquettes = _deux_lignes(noms)
    fig.add_bar(
        y=etiquettes,
        x=[v or 0 for v in lues],
        orientation="h",
        hovertext=list(survols),
        hovertemplate=SURVOL,
        marker={
            "color": [BLEU if (v or 0) >= 0 else ORANGE for v in lues],
            "pattern": motif(["" if (v or 0) >= 0 else "/" for v in lues], NOIR, 0.2),
        },
    )
    fig.add_scatter(
        y=etiquettes,
        x=autres,
        mode="markers",
        cliponaxis=False,
        hovertext=list(survols),
        hovertemplate=SURVOL,
        marker={"symbol": "diamond-open", "size": 11, "color": t.encre, "line": {"width": 2}},
    )
    tous = [v for v in (*lues, *autres) if v is not None]
    bas, haut = min(0.0, *tous, 0.0), max(0.0, *tous, 0.0)
    marge = ((haut - bas) or 1.0) * 0.06
    droite = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": place - 6}
    mots = [
        {"y": i, "text": f"<b>{x}</b> ◇ {total}", "font": police(t), **droite}
        for i, (x, total) in enumerate(zip(textes, totaux, strict=True))
    ]
    mots.append(
        {
            **droite,
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "text": "<b>à champ constant</b> ◇ total déclaré",
            "font": police(t, CORPS, gris=True),
        }
    )
    ecrire(fig, mots, [debout(0, {"color": t.gris, "width": 1})])
    fig.update_xaxes(range=[bas - marge, haut + marge], visible=False)
    return _rangs(fig, t, n)


def _rangee(noms: Sequence[str]) -> int:
    return HAUTE if any(len(n) > LARGE for n in noms) else RANGEE


def _deux_lignes(noms: Sequence[str]) -> list[str]:
    return ["<br>".join(wrap(n, LARGE)) for n in noms]


def _rangs(fig: Figure, t, n: int) -> Figure:
    fig.update_layout(showlegend=False, bargap=0.38)
    return fig.update_yaxes(
        range=[n - 0.5, -0.5],
        autorange=False,
        showgrid=False,
        tickfont={"color": t.encre, "size": CORPS},
        ticksuffix="  ",
    )
