"""The thin lines of a screen: those who answer both years, beside the totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clas_data.dessin.commun import SURVOL, Textes
from clas_data.dessin.toile import Figure
from clas_data.figures.segments import NOM, Segment

LEGENDE = "Répondent les deux années"  # on one line of a window of 320 pixels


def poser(
    fig: Figure,
    campagnes: Textes,
    segments: Sequence[Segment],
    couleurs: Sequence[str],
    halo: str = "",
) -> list[dict[str, Any]]:
    """One thin line per segment, of the colour of its series, hollow at both ends, over a `halo`
    where it crosses columns; where its number of actions is to be written.
    """
    for k, s in enumerate(segments):
        bouts, hauteurs = [campagnes[s.debut], campagnes[s.fin]], [s.avant, s.apres]
        if halo:
            fig.add_scatter(
                x=bouts,
                y=hauteurs,
                mode="lines",
                line={"color": halo, "width": 4.5},
                hoverinfo="skip",
                showlegend=False,
            )
        fig.add_scatter(
            x=bouts,
            y=hauteurs,
            mode="lines+markers",
            name=LEGENDE,
            cliponaxis=False,
            showlegend=k == 0,
            hovertemplate=SURVOL,
            hovertext=[f"<b>{NOM}</b><br>{s.mots}"] * 2,
            line={"color": couleurs[s.serie], "width": 1.2},
            marker={
                "size": 7,
                "symbol": "circle" if halo else "circle-open",
                "color": halo or couleurs[s.serie],
                "line": {"color": couleurs[s.serie], "width": 1.5},
                "opacity": 1,
            },
        )
    return [{"x": s.milieu[0], "y": s.milieu[1], "text": s.effectif} for s in segments]
