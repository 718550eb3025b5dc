"""Maps: territories in at most five colours, counts as proportional circles, actions as points.  No
tile, no outside request.

The outlines are named by an address of this server: the browser fetches them once and keeps them
(decision 0014).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import sqrt
from typing import Any

from clas_data.dessin.commun import SURVOL, nouvelle, survol
from clas_data.dessin.couleurs import BLEU, CORPS, MARQUEURS, PALETTE, Theme, teinte, theme
from clas_data.dessin.toile import Figure
from clas_data.figures.propres import lieux
from clas_data.figures.propres.lieux import Calque, Fond, Semis, Teinte
from clas_data.formats import inconnu

Textes = Sequence[str]
DIAMETRE_MAX, DIAMETRE_MIN = 58, 5  # pixels, of a circle
MARGE = 0.03  # of the height and width of the frame, left around the outlines
MUET = {"hoverinfo": "skip", "showlegend": False}


def territoires(
    fond: Fond,
    classes: Sequence[int],
    teintes: Sequence[Teinte],
    survols: Textes,
    choisis: Sequence[str],
    calques: Sequence[Calque],
    *,
    sombre: bool,
    **_: Any,  # the legend, which is read beside the picture
) -> Figure:
    """Each territory in the colour of its class; the chosen ones in ink; points over them."""
    t = theme(sombre)
    fig = _vide(fond, t)
    n = len(teintes)
    couleurs = [teinte(x, sombre) for x in teintes]
    echelle = [[k / n, c] for rang, c in enumerate(couleurs) for k in (rang, rang + 1)]
    fig.add_choropleth(
        geojson=fond.adresse,
        locations=list(fond.codes),
        z=list(classes),
        zmin=-0.5,
        zmax=n - 0.5,
        colorscale=echelle,
        showscale=False,
        customdata=list(fond.codes),
        hovertext=list(survols),
        hovertemplate=SURVOL,
        showlegend=False,
        marker={"line": {"color": t.fond, "width": 0.5 if len(fond.codes) > 60 else 1}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    if fond.limites:
        _contour(fig, fond.limites, fond.codes_limites, t.neutre, 1)
    connus = [c for c in choisis if c in set(fond.codes)]
    if connus:
        _contour(fig, fond.adresse, connus, t.encre, 3)
    ailleurs = [c for c in choisis if c in set(fond.codes_limites)]
    if ailleurs:
        _contour(fig, fond.limites, ailleurs, t.encre, 3)
    _nommer(fig, fond, t)
    for c in calques:
        CALQUES[c.genre](fig, c, t)
    return fig


def _nommer(fig: Figure, fond: Fond, t: Theme) -> None:
    """The names of the largest towns, with a halo, so that they are read on any colour."""
    villes = fond.villes
    halo = ", ".join([f"0 0 1px {t.fond}"] * 4 + [f"0 0 3px {t.fond}"] * 4)
    ouest, _, est, _ = fond.cadre
    bord = (est - ouest) / 6  # of the frame, where a name would be cut if it were centred
    fig.add_scattergeo(
        lon=list(villes.lon),
        lat=list(villes.lat),
        mode="text",
        text=[escape(nom) for (nom,) in villes.survols],
        textposition=[
            f"top {'right' if x < ouest + bord else 'left' if x > est - bord else 'center'}"
            for x in villes.lon
        ],
        textfont={"size": CORPS - 2, "color": t.encre, "shadow": halo},
        **MUET,
    )


def _cercles(fig: Figure, c: Calque, t: Theme) -> None:
    """Circles whose areas are as the values, the largest below."""
    (semis,), (valeurs,) = c.semis, c.valeurs
    ordre = sorted(
        (i for i, v in enumerate(valeurs) if not inconnu(v) and v), key=lambda i: -abs(valeurs[i])
    )
    fig.add_scattergeo(
        lon=[semis.lon[i] for i in ordre],
        lat=[semis.lat[i] for i in ordre],
        mode="markers",
        showlegend=False,
        customdata=[semis.codes[i] for i in ordre],
        hovertext=[survol(semis.survols[i]) for i in ordre],
        hovertemplate=SURVOL,
        marker={
            "size": [diametre(abs(valeurs[i]), c.maximum) for i in ordre],
            "color": BLEU,
            "opacity": 0.72,
            "line": {"color": t.fond, "width": 1.2},
        },
        selected={"marker": {"opacity": 0.72}},
        unselected={"marker": {"opacity": 0.72}},
    )


def diametre(valeur: float, maximum: float) -> float:
    """Pixels: the area of the circle is as the value, and the smallest is still seen."""
    return max(DIAMETRE_MIN, DIAMETRE_MAX * sqrt(valeur / maximum)) if maximum else DIAMETRE_MIN


def _points(fig: Figure, c: Calque, t: Theme) -> None:
    """One point per action, its size as its children, its colour and its shape as its group; hollow
    where the children are not known.
    """
    for rang, (nom, semis, enfants) in enumerate(zip(c.noms, c.semis, c.valeurs, strict=True)):
        couleur, plus = PALETTE[rang % len(PALETTE)], c.maximum
        tailles = [9 if inconnu(e) else max(7, 30 * sqrt(e / plus)) if plus else 7 for e in enfants]
        _placer(
            fig,
            semis,
            mode="markers",
            name=nom,
            showlegend=False,
            customdata=list(semis.codes),
            hovertext=[survol(x) for x in semis.survols],
            hovertemplate=SURVOL,
            marker={
                "size": tailles,
                "symbol": MARQUEURS[rang % len(MARQUEURS)],
                "opacity": 0.85,
                "color": [t.fond if inconnu(e) else couleur for e in enfants],
                "line": {
                    "width": 1.4,
                    "color": [couleur if inconnu(e) else t.fond for e in enfants],
                },
            },
            selected={"marker": {"opacity": 0.85}},
            unselected={"marker": {"opacity": 0.85}},
        )


def _signes(fig: Figure, c: Calque, t: Theme) -> None:
    """« ? » where nothing is known."""
    for semis in c.semis:
        police = {"size": CORPS - 2, "color": t.encre}
        _placer(fig, semis, mode="text", text=["?"] * len(semis.lon), textfont=police, **MUET)


def _losanges(fig: Figure, c: Calque, t: Theme) -> None:
    """The communes that hold a QPV."""
    losange = {"symbol": "diamond", "size": 8}
    for semis in c.semis:
        _placer(
            fig,
            semis,
            mode="markers",
            **MUET,
            marker={**losange, "color": t.encre, "line": {"color": t.fond, "width": 1.5}},
        )


def _rangs(fig: Figure, c: Calque, t: Theme) -> None:
    """Numbered places: where to open, in the order of what each adds."""
    for semis in c.semis:
        _placer(
            fig,
            semis,
            mode="markers+text",
            text=[str(i) for i in range(1, len(semis.lon) + 1)],
            showlegend=False,
            hovertext=[survol(x) for x in semis.survols],
            hovertemplate=SURVOL,
            textfont={"size": CORPS - 1, "color": "#ffffff"},
            marker={"size": 26, "color": "#a84a00", "line": {"color": t.fond, "width": 2}},
        )


def _placer(fig: Figure, semis: Semis, **trace: Any) -> None:
    fig.add_scattergeo(lon=list(semis.lon), lat=list(semis.lat), **trace)


CALQUES: dict[str, Callable[[Figure, Calque, Theme], None]] = {
    lieux.SIGNES: _signes,
    lieux.LOSANGES: _losanges,
    lieux.RANGS: _rangs,
    lieux.CERCLES: _cercles,
    lieux.POINTS: _points,
}


def _vide(fond: Fond, t: Theme) -> Figure:
    """A figure with an empty map, framed. Its first trace places no territory: plotly would else
    ask the outside for a map of the world.
    """
    ouest, sud, est, nord = fond.cadre
    dx, dy = (est - ouest) * MARGE, (nord - sud) * MARGE
    fig = nouvelle(
        t,
        None,
        haut=0,
        bas=0,
        gauche=0,
        droite=0,
        clickmode="event+select",
        uirevision=str(fond.cadre),
    )
    fig.update_geos(
        visible=False,
        projection={"type": "mercator"},
        bgcolor="rgba(0,0,0,0)",
        lonaxis={"range": [ouest - dx, est + dx]},
        lataxis={"range": [sud - dy, nord + dy]},
    )
    fig.add_scattergeo(
        lon=[ouest], lat=[sud], mode="markers", marker={"size": 1, "opacity": 0}, **MUET
    )
    return fig


def _contour(
    fig: Figure, adresse: str, codes: Sequence[str], couleur: str, epaisseur: float
) -> None:
    """Outlines alone, which neither answer nor hide what lies under them."""
    transparent: list[list[Any]] = [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]
    fig.add_choropleth(
        geojson=adresse,
        locations=list(codes),
        z=[0] * len(codes),
        colorscale=transparent,
        showscale=False,
        **MUET,
        marker={"line": {"color": couleur, "width": epaisseur}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
