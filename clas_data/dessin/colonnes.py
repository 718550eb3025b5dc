"""Columns: one measure across the campagnes, with those who answer both years over them, thinner; a
count by size, beside a band.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin import estimations, traits
from clas_data.dessin.commun import (
    ETIQUETTE,
    GRANDE_ETIQUETTE,
    SURVOL,
    Textes,
    Valeurs,
    bornes,
    dessinables,
    ecrire,
    en_deux,
    gardee,
    motif,
    nouvelle,
    police,
)
from clas_data.dessin.couleurs import BLEU, CORPS, ORANGE, theme
from clas_data.dessin.toile import Figure
from clas_data.figures.segments import Segment
from clas_data.formats import ND, inconnu

LEGENDE = 28  # pixels of the line that names the thin lines
SOUS = -26  # pixels from a thin line to how many they are: under it, where there is room


@gardee
def evolution(
    campagnes: Textes,
    valeurs: Valeurs,
    textes: Textes,
    survols: Textes,
    *,
    sombre: bool,
    fragiles: Sequence[bool] = (),
    provisoires: Sequence[bool] = (),
    choisie: str | None = None,
    estimees: Sequence[tuple[float, float, float, str] | None] = (),
    segments: Sequence[Segment] = (),
) -> Figure:
    """One measure across the campagnes: a column each, its value written above; « n.d. » where
    there is none.

    The chosen campagne is the coloured one; a hollow column is a campagne whose answers cover too
    little; hatching, and the word under the axis, say provisional.
    """
    t, n = theme(sombre), len(campagnes)
    fragiles, provisoires = list(fragiles) or [False] * n, list(provisoires) or [False] * n
    fig = nouvelle(t, 235 + LEGENDE * bool(segments), haut=30, bargap=0.42)
    couleurs = [BLEU if c == choisie else t.neutre for c in campagnes]
    fig.add_bar(
        x=list(campagnes),
        y=dessinables(valeurs),
        text=list(textes),
        textposition="outside",
        cliponaxis=False,
        hovertext=list(survols),
        showlegend=False,
        hovertemplate=SURVOL,
        constraintext="none",
        textangle=0,  # never shrunk, never turned
        textfont={
            "size": [GRANDE_ETIQUETTE if c == choisie else ETIQUETTE for c in campagnes],
            "color": [t.encre if c == choisie else t.gris for c in campagnes],
        },
        marker={
            "color": [t.fond if f else c for f, c in zip(fragiles, couleurs, strict=True)],
            "line": {"color": couleurs, "width": 2},
            "cornerradius": 4,
            "pattern": motif(["/" if p else "" for p in provisoires], t.fond, 0.16),
        },
    )
    hauts = [e[2] for e in estimees if e]
    limites = bornes([*valeurs, *hauts], 1.22 if hauts else 1.1)
    milieux = traits.poser(fig, campagnes, segments, [t.encre], t.fond)
    ecrire(
        fig,
        [
            {"x": c, "y": 0, "text": ND, "yshift": 16, "font": police(t, gris=True)}
            for c, v in zip(campagnes, valeurs, strict=True)
            if inconnu(v)
        ]
        + [
            {
                **m,
                "text": "<br>".join(m["text"].split()),
                "yshift": SOUS if m["y"] > limites[1] / 3 else -SOUS,
                "font": police(t, CORPS - 3),
                "bgcolor": t.fond,
                "borderpad": 0,
            }
            for m in milieux
        ],
    )
    mots = []
    for c, p, f in zip(campagnes, provisoires, fragiles, strict=True):
        dits = "".join(
            f"<br><i>{m}</i>" for m, vrai in (("provisoire", p), ("peu de<br>réponses", f)) if vrai
        )
        mots.append(en_deux(c) + dits)
    fig.update_xaxes(
        type="category", categoryorder="array", categoryarray=list(campagnes), showgrid=False
    )
    fig.update_xaxes(ticktext=mots, tickvals=list(campagnes), tickangle=0)
    fig.update_yaxes(range=limites, visible=False)
    if hauts:
        estimations.poser(fig, t, campagnes, valeurs, textes, estimees)
    if milieux:
        fig.update_layout(
            showlegend=True, legend={"yref": "container", "y": 0.01, "yanchor": "bottom"}
        )
    return fig


@gardee
def tailles(
    effectifs: Sequence[int],
    nombres: Sequence[int],
    survols: Textes,
    bande: tuple[int, int],
    nom_bande: str,
    *,
    sombre: bool,
) -> Figure:
    """How many collectifs have each size; those outside the référentiel's band are hatched, and the
    band is drawn.
    """
    t = theme(sombre)
    dedans = [bande[0] <= e <= bande[1] for e in effectifs]
    fig = nouvelle(t, 270, haut=40, bas=44, bargap=0.16)
    dessous = {"type": "rect", "layer": "below", "fillcolor": t.bande, "line": {"width": 0}}
    bords = {"x0": bande[0] - 0.5, "x1": bande[1] + 0.5, "y0": 0, "y1": 1, "yref": "y domain"}
    mot = {"x": sum(bande) / 2, "y": 1, "yref": "paper", "yanchor": "bottom", "text": nom_bande}
    ecrire(fig, [{**mot, "font": police(t, CORPS)}], [{**dessous, **bords}])
    fig.add_bar(
        x=list(effectifs),
        y=list(nombres),
        text=[str(n) if n else "" for n in nombres],
        textposition="outside",
        cliponaxis=False,
        hovertext=list(survols),
        hovertemplate=SURVOL,
        textfont=police(t, CORPS),
        marker={
            "color": [BLEU if d else ORANGE for d in dedans],
            "line": {"color": t.fond, "width": 1},
            "cornerradius": 3,
            "pattern": motif(["" if d else "/" for d in dedans], t.fond, 0.25),
        },
    )
    fig.update_xaxes(
        title={"text": "Enfants dans le collectif"}, showgrid=False, dtick=1, tickformat="d"
    )
    fig.update_yaxes(visible=False, range=bornes(nombres, 1.15))
    return fig
