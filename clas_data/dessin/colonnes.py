"""One measure across the campagnes, in columns; over them, thinner, those who answer both years."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin import estimations, traits
from clas_data.dessin.commun import (
    ETIQUETTE,
    GRANDE_ETIQUETTE,
    SURVOL,
    Figure,
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
from clas_data.dessin.couleurs import BLEU, CORPS, theme
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
