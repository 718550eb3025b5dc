"""Pictures of the articulation: schemes in combination, and published repères beside ours."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.dessin.commun import SURVOL, ecrire, gardee, nouvelle
from clas_data.dessin.couleurs import BLEU, CORPS, theme
from clas_data.dessin.toile import Figure

LIGNE = 29
REPARTIES = (0, 25, 50, 75, 100)


@gardee
def combinaisons(
    dispositifs: Sequence[str],
    totaux: Sequence[str],
    membres: Sequence[Sequence[bool]],
    valeurs: Sequence[int],
    textes: Sequence[str],
    survols: Sequence[str],
    *,
    sombre: bool,
) -> Figure:
    """One row per combination: a filled point under each scheme that belongs to it, then a bar for
    its number of actions.

    `membres` says, row by row, which schemes belong; `totaux` is written under the name of each
    scheme.
    """
    t, lignes, colonnes = theme(sombre), len(membres), len(dispositifs)
    partage, penche = (
        min(0.6, 0.08 * colonnes + 0.08),
        max((len(n) for n in dispositifs), default=0),
    )
    # room for the names, written aslant so that they hold on a narrow screen
    haut = 50 + 5 * penche
    fig = nouvelle(t, 10 + haut + LIGNE * max(lignes, 1), haut=haut)
    bande = {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "fillcolor": t.piste,
        "line": {"width": 0},
        "layer": "below",
    }
    traits = [{**bande, "y0": i - 0.5, "y1": i + 0.5} for i in range(0, lignes, 2)]
    for i, ligne in enumerate(membres):
        dedans = [j for j, oui in enumerate(ligne) if oui]
        if len(dedans) > 1:
            traits.append(
                {
                    "type": "line",
                    "x0": dedans[0],
                    "x1": dedans[-1],
                    "y0": i,
                    "y1": i,
                    "line": {"color": BLEU, "width": 4},
                    "layer": "below",
                }
            )
    for oui in (False, True):
        points = [
            (j, i) for i, ligne in enumerate(membres) for j, m in enumerate(ligne) if m is oui
        ]
        marque = (
            {"size": 15, "color": BLEU, "line": {"width": 0}}
            if oui
            else {"size": 9, "color": t.fond, "line": {"width": 1.5, "color": t.neutre}}
        )
        fig.add_scatter(
            x=[j for j, _ in points],
            y=[i for _, i in points],
            mode="markers",
            marker={**marque, "opacity": 1},
            hoverinfo="skip",
        )
    fig.add_bar(
        y=list(range(lignes)),
        x=list(valeurs),
        orientation="h",
        xaxis="x2",
        hovertext=list(survols),
        hovertemplate=SURVOL,
        width=0.6,
        marker={"color": BLEU, "cornerradius": 3},
    )
    au_bout = {
        "xref": "x2",
        "xanchor": "left",
        "xshift": 8,
        "font": {"size": CORPS, "color": t.encre},
    }
    en_tete = {
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -12,
        "yshift": 2,
        "textangle": -45,
    }
    mots = [
        {"x": v, "y": i, "text": texte, **au_bout}
        for i, (v, texte) in enumerate(zip(valeurs, textes, strict=True))
    ]
    for j, (nom, total) in enumerate(zip(dispositifs, totaux, strict=True)):
        mots.append(
            {
                "x": j,
                "text": f"{nom} <b>{total}</b>",
                **en_tete,
                "font": {"size": CORPS - 1, "color": t.encre},
            }
        )
    ecrire(fig, mots, traits)
    fig.update_layout(
        xaxis={"domain": [0, partage], "range": [-0.6, colonnes - 0.4], "visible": False},
        xaxis2={
            "domain": [partage + 0.02, 1],
            "range": [0, (max(valeurs, default=1) or 1) * 2],
            "visible": False,
            "anchor": "y",
            "fixedrange": True,
        },
    )
    return fig.update_yaxes(range=[lignes - 0.5, -0.5], visible=False)
