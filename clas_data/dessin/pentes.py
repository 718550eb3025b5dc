"""Slopes: several shares from the first campagne to the last, each named at its end; the one that
changes most is in colour, the others behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin.commun import (
    SURVOL,
    Textes,
    Valeurs,
    bornes,
    dessinables,
    ecarter,
    ecrire,
    en_deux,
    gardee,
    nouvelle,
    police,
)
from clas_data.dessin.couleurs import BLEU, CORPS, theme
from clas_data.dessin.toile import Figure

HAUTEUR, TETE = 300, 24


@gardee
def pentes(
    campagnes: Textes,
    series: Sequence[tuple[str, Valeurs, Textes]],
    en_vue: str,
    *,
    sombre: bool,
) -> Figure:
    """One line per measure; `en_vue` is the name of the one to look at."""
    t = theme(sombre)
    fig = nouvelle(t, HAUTEUR, gauche=70, droite=230, haut=TETE)
    limites = bornes([v for _, valeurs, _ in series for v in valeurs], 1.08)
    bouts: dict[int, list[tuple[float, str, bool]]] = {0: [], len(campagnes) - 1: []}
    for nom, valeurs, textes in sorted(series, key=lambda s: s[0] == en_vue):
        y, vue = dessinables(valeurs), nom == en_vue
        fig.add_scatter(
            x=list(campagnes),
            y=y,
            mode="lines+markers",
            name=nom,
            cliponaxis=False,
            hovertemplate=SURVOL,
            hovertext=[
                f"<b>{nom}</b><br>{c} : {x}" for c, x in zip(campagnes, textes, strict=True)
            ],
            line={"color": BLEU if vue else t.neutre, "width": 3 if vue else 1.6},
            marker={"size": 9 if vue else 6, "color": BLEU if vue else t.neutre},
        )
        for j, lus in bouts.items():
            if y[j] is not None:
                lus.append((y[j], f"{textes[j]}  {nom}" if j else textes[j], vue))
    mots = []
    for j, lus in bouts.items():
        lus.sort()
        place = {"xanchor": "left" if j else "right", "xshift": 12 if j else -12}
        par_pixel = (limites[1] - limites[0]) / (HAUTEUR - TETE - 60)
        for (y, texte, vue), d in zip(lus, ecarter([x[0] for x in lus], par_pixel), strict=True):
            texte = f"<b>{texte}</b>" if vue else texte
            font = police(t, CORPS, gris=not vue)
            mots.append({"x": campagnes[j], "y": y, "text": texte, "yshift": d, **place})
            mots[-1]["font"] = font
    ecrire(fig, mots)
    fig.update_xaxes(
        type="category",
        showgrid=False,
        range=[-0.1, len(campagnes) - 0.9],
        tickvals=list(campagnes),
        ticktext=[en_deux(c) for c in campagnes],
    )
    return fig.update_yaxes(range=limites, visible=False)
