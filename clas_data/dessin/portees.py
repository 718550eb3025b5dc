"""How far people live from an action, on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin.commun import SURVOL, Textes, debout, ecrire, gardee, nouvelle, police
from clas_data.dessin.couleurs import BLEU, CORPS, theme
from clas_data.dessin.toile import Figure


@gardee
def courbe(
    x: Sequence[float],
    y: Sequence[float],
    seuil: float,
    mots: str,
    survols: Textes,
    *,
    sombre: bool,
) -> Figure:
    """How many people live farther than each distance from an action; the chosen distance as a
    line.
    """
    t = theme(sombre)
    fig = nouvelle(t, 260, haut=28, droite=16)
    fig.add_scatter(
        x=list(x),
        y=list(y),
        mode="lines",
        line={"color": BLEU, "width": 3, "shape": "hv"},
        fill="tozeroy",
        fillcolor="rgba(0,114,178,.14)",
        hovertext=list(survols),
        hovertemplate=SURVOL,
    )
    place = {"x": seuil, "y": 1, "yref": "y domain", "xanchor": "left", "yanchor": "top"}
    trait = debout(seuil, {"color": t.encre, "width": 2, "dash": "dash"})
    ecrire(fig, [{**place, "text": mots, "font": police(t, CORPS)}], [trait])
    fig.update_xaxes(
        title={"text": "Distance à l'action la plus proche, en km"}, rangemode="tozero"
    )
    fig.update_yaxes(rangemode="tozero")
    return fig
