"""Curves across the campagnes on a screen; beside them, thinner, those who answer both years."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin import traits
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
from clas_data.dessin.couleurs import CORPS, MARQUEURS, PALETTE, TIRETS, theme
from clas_data.dessin.toile import Figure
from clas_data.figures.segments import Segment

COURT = "les deux années"


@gardee
def lignes(
    campagnes: Textes,
    series: Sequence[tuple[str, Valeurs, Textes]],
    *,
    sombre: bool,
    segments: Sequence[Segment] = (),
) -> Figure:
    """Several measures across the campagnes: each its hue, dash and marker, its name at its last
    point; at most four.
    """
    t, hauteur = theme(sombre), 300
    fig = nouvelle(t, hauteur, gauche=24, droite=170, haut=24)
    limites = bornes([v for _, valeurs, _ in series for v in valeurs], 1.1)
    fins: list[tuple[float, str, str]] = []
    for i, (nom, valeurs, textes) in enumerate(series):
        y = dessinables(valeurs)
        fig.add_scatter(
            x=list(campagnes),
            y=y,
            mode="lines+markers",
            name=nom,
            cliponaxis=False,
            connectgaps=False,
            hovertemplate=SURVOL,
            hovertext=[
                f"<b>{nom}</b><br>{c} : {x}" for c, x in zip(campagnes, textes, strict=True)
            ],
            line={"color": PALETTE[i], "width": 3, "dash": TIRETS[i]},
            marker={"size": 11, "symbol": MARQUEURS[i], "color": PALETTE[i], "opacity": 1},
        )
        dernier = max((j for j, v in enumerate(y) if v is not None), default=None)
        if dernier is not None:
            fins.append((y[dernier], campagnes[dernier], f"{textes[dernier]} {nom}"))
    milieux = traits.poser(fig, campagnes, segments, PALETTE)
    fins += [
        (s.apres, campagnes[s.fin], f"{s.dits[1]} {COURT}")
        for s in segments
        if s.fin == len(campagnes) - 1
    ]
    decalages = ecarter(sorted(f[0] for f in fins), limites[1] / (hauteur - 60))
    place = {"xanchor": "left", "xshift": 14, "font": police(t, CORPS)}
    ecrire(
        fig,
        [
            {"x": c, "y": y, "text": texte, "yshift": d, **place}
            for (y, c, texte), d in zip(sorted(fins), decalages, strict=True)
        ]
        + [{**m, "yshift": -12, "font": police(t, CORPS, gris=True)} for m in milieux],
    )
    mots = [en_deux(c) for c in campagnes]
    fig.update_xaxes(
        type="category",
        showgrid=False,
        range=[-0.2, len(campagnes) - 0.9],
        tickvals=list(campagnes),
        ticktext=mots,
    )
    fig.update_yaxes(range=limites, visible=False)
    return fig
