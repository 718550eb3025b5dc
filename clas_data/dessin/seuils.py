"""How far from what the référentiel asks, on a screen: thresholds, periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clas_data import formats
from clas_data.dessin.commun import SURVOL, debout, ecrire, gardee, nouvelle
from clas_data.dessin.couleurs import BLEU, CORPS, NOIR, ORANGE, theme
from clas_data.dessin.toile import Figure

MOIS = (
    "janv.",
    "févr.",
    "mars",
    "avril",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


@gardee
def seuil(
    valeurs: Sequence[float],
    nombres: Sequence[int],
    tenus: Sequence[bool],
    survols: Sequence[str],
    repere: tuple[float, str],
    titre_x: str,
    *,
    sombre: bool,
    largeur: float = 1,
) -> Figure:
    """How many collectifs at each value; those on the wrong side of the threshold are hatched, the
    threshold is a line with its name.
    """
    t = theme(sombre)
    fig = nouvelle(t, 330, haut=40, bas=48)
    fig.add_bar(
        x=list(valeurs),
        y=list(nombres),
        width=largeur * 0.86,
        text=[formats.nombre(n) if n else "" for n in nombres],
        textposition="outside",
        cliponaxis=False,
        hovertext=list(survols),
        hovertemplate=SURVOL,
        textfont={"color": t.encre, "size": CORPS},
        marker={
            "color": [BLEU if k else ORANGE for k in tenus],
            "line": {"color": t.fond, "width": 1},
            "pattern": {
                "shape": ["" if k else "/" for k in tenus],
                "fgcolor": NOIR,
                "fillmode": "overlay",
                "size": 8,
                "solidity": 0.2,
                "fgopacity": 0.5,
            },
        },
    )
    mot = {
        "x": repere[0],
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": repere[1],
        "font": {"size": CORPS, "color": t.encre},
    }
    ecrire(fig, [mot], [debout(repere[0], {"color": t.encre, "width": 2, "dash": "dash"})])
    fig.update_xaxes(title={"text": titre_x}, showgrid=False)
    return fig.update_yaxes(visible=False, range=[0, max(nombres, default=1) * 1.15])


@gardee
def periodes(
    debuts: Sequence[date],
    fins: Sequence[date],
    tenus: Sequence[bool],
    survols: Sequence[str],
    limites: Sequence[tuple[date, str]],
    *,
    sombre: bool,
) -> Figure:
    """One thin line per collectif, from its first to its last session; dashed: outside of the
    period; the limits are vertical lines.
    """
    t = theme(sombre)
    fig = nouvelle(t, 440, haut=48, bas=40)
    for tenu, nom, couleur, tiret in (
        (True, "période tenue", t.neutre, "solid"),
        (False, "hors de la période", ORANGE, "dot"),
    ):
        xs: list[date | None] = []
        ys: list[int | None] = []
        mots: list[str] = []
        for i, (d, f, k, m) in enumerate(zip(debuts, fins, tenus, survols, strict=True)):
            if k == tenu:
                xs, ys, mots = [*xs, d, f, None], [*ys, i, i, None], [*mots, m, m, ""]
        fig.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            name=nom,
            hovertext=mots,
            hovertemplate=SURVOL,
            opacity=0.6 if tenu else 1,
            line={"color": couleur, "width": 1 if tenu else 4, "dash": tiret},
        )
    en_haut = {
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "font": {"size": CORPS, "color": t.encre},
    }
    mots = [
        {"x": jour, "text": mot, "xanchor": "right" if i else "left", **en_haut}
        for i, (jour, mot) in enumerate(limites)
    ]
    ecrire(
        fig,
        mots,
        [debout(jour, {"color": t.encre, "width": 2, "dash": "dash"}) for jour, _ in limites],
    )
    premier, dernier = min(debuts), max(fins)
    mois = [
        date(a, m, 1)
        for a in range(premier.year, dernier.year + 1)
        for m in range(1, 13)
        if premier <= date(a, m, 1) <= dernier
    ]
    fig.update_xaxes(
        tickvals=mois,
        ticktext=[
            f"{MOIS[d.month - 1]}<br>{d.year}" if n == 0 or d.month == 1 else MOIS[d.month - 1]
            for n, d in enumerate(mois)
        ],
    )
    fig.update_layout(showlegend=True, legend={"y": -0.12, "yanchor": "top"})
    return fig.update_yaxes(visible=False, autorange="reversed")
