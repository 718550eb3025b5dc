"""What a picture adds to a count where an estimate is asked for: its own hatch, its own sign, its
interval; it is never drawn as a count.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin.commun import ETIQUETTE, Textes, Valeurs, dessinables, motif
from clas_data.dessin.couleurs import Theme
from clas_data.dessin.toile import Figure


def poser(
    fig: Figure,
    t: Theme,
    campagnes: Textes,
    valeurs: Valeurs,
    textes: Textes,
    estimees: Sequence[tuple[float, float, float, str] | None],
) -> None:
    """Above the column of each campagne, the estimate to its interval; the count is written inside
    its own words, under the estimate.
    """
    lus = [
        (c, v, e, x)
        for c, v, e, x in zip(campagnes, dessinables(valeurs), estimees, textes, strict=True)
        if e and v is not None
    ]
    fig.add_bar(
        x=[c for c, *_ in lus],
        base=[v for _, v, _, _ in lus],
        y=[max(e[0] - v, 0) for _, v, e, _ in lus],
        text=[f"{e[3]}<br>({x})" for _, _, e, x in lus],
        textposition="outside",
        cliponaxis=False,
        showlegend=False,
        textangle=0,
        constraintext="none",
        textfont={"size": ETIQUETTE, "color": t.encre},
        hovertext=[f"<b>{c}</b><br>{e[3]} si toutes avaient répondu" for c, _, e, _ in lus],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": t.fond,
            "line": {"color": t.encre, "width": 1.2},
            "pattern": motif("x", t.encre, 0.12),
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [max(e[2] - e[0], 0) for _, _, e, _ in lus],
            "arrayminus": [max(e[0] - e[1], 0) for _, _, e, _ in lus],
            "color": t.encre,
            "thickness": 1.6,
            "width": 6,
        },
    )
    estimes = {c for c, *_ in lus}
    fig.ecrire_sur(0, ["" if c in estimes else x for c, x in zip(campagnes, textes, strict=True)])
    fig.update_layout(barmode="overlay")
