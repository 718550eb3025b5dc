"""Maps: territories in at most five colours, counts as proportional circles, actions as points.  No
tile, no outside request.

The outlines are named by an address of this server: the browser fetches them once and keeps them
(decision 0014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from clas_data.dessin.commun import SURVOL, Figure, debout, ecrire, gardee, nouvelle, police
from clas_data.dessin.couleurs import BLEU, CORPS, MARQUEURS, PALETTE, Theme, theme
from clas_data.dessin.fonds import Fond, Semis
from clas_data.formats import inconnu

Textes = Sequence[str]
DIAMETRE_MAX, DIAMETRE_MIN = 58, 5  # pixels, of a circle
MARGE = 0.03  # of the height and width of the frame, left around the outlines
MUET = {"hoverinfo": "skip", "showlegend": False}


def territoires(
    fond: Fond,
    categories: Sequence[int],
    couleurs: Textes,
    survols: Textes,
    *,
    sombre: bool,
    choisi: Sequence[str] = (),
) -> Figure:
    """Each territory in the colour of its category (a rank in `couleurs`); the chosen ones outlined
    in ink.
    """
    t = theme(sombre)
    fig = _vide(fond, t)
    n = len(couleurs)
    echelle = [[k / n, c] for rang, c in enumerate(couleurs) for k in (rang, rang + 1)]
    fig.add_choropleth(
        geojson=fond.adresse,
        locations=list(fond.codes),
        z=list(categories),
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
    connus = [c for c in choisi if c in set(fond.codes)]
    if connus:
        _contour(fig, fond.adresse, connus, t.encre, 3)
    ailleurs = [c for c in choisi if c in set(fond.codes_limites)]
    if ailleurs:
        _contour(fig, fond.limites, ailleurs, t.encre, 3)
    return _nommer(fig, fond, t)


def _nommer(fig: Figure, fond: Fond, t: Theme) -> Figure:
    """The names of the largest towns, with a halo, so that they are read on any colour."""
    villes = fond.villes
    halo = ", ".join([f"0 0 1px {t.fond}"] * 4 + [f"0 0 3px {t.fond}"] * 4)
    ouest, _, est, _ = fond.cadre
    bord = (est - ouest) / 6  # of the frame, where a name would be cut if it were centred
    fig.add_scattergeo(
        lon=list(villes.lon),
        lat=list(villes.lat),
        mode="text",
        text=list(villes.survols),
        textposition=[
            f"top {'right' if x < ouest + bord else 'left' if x > est - bord else 'center'}"
            for x in villes.lon
        ],
        textfont={"size": CORPS - 2, "color": t.encre, "shadow": halo},
        **MUET,
    )
    return fig


def cercles(
    fig: Figure,
    semis: Semis,
    valeurs: Sequence[float],
    maximum: float,
    *,
    sombre: bool,
) -> Figure:
    """Circles whose areas are as the values."""
    t = theme(sombre)
    ordre = sorted(
        (i for i, v in enumerate(valeurs) if not inconnu(v) and v), key=lambda i: -abs(valeurs[i])
    )
    fig.add_scattergeo(
        lon=[semis.lon[i] for i in ordre],
        lat=[semis.lat[i] for i in ordre],
        mode="markers",
        showlegend=False,
        customdata=[semis.codes[i] for i in ordre] if semis.codes else None,
        hovertext=[semis.survols[i] for i in ordre],
        hovertemplate=SURVOL,
        marker={
            "size": [diametre(abs(valeurs[i]), maximum) for i in ordre],
            "color": BLEU,
            "opacity": 0.72,
            "line": {"color": t.fond, "width": 1.2},
        },
        selected={"marker": {"opacity": 0.72}},
        unselected={"marker": {"opacity": 0.72}},
    )
    return fig


def diametre(valeur: float, maximum: float) -> float:
    """Pixels: the area of the circle is as the value, and the smallest is still seen."""
    return max(DIAMETRE_MIN, DIAMETRE_MAX * sqrt(valeur / maximum)) if maximum else DIAMETRE_MIN


def points(
    fig: Figure,
    groupes: Mapping[str, tuple[Semis, Sequence[float]]],
    maximum: float,
    *,
    sombre: bool,
) -> Figure:
    """One point per action, its size as its children, its colour and its shape as its group; hollow
    where the children are not known.
    """
    t = theme(sombre)
    for rang, (nom, (semis, enfants)) in enumerate(groupes.items()):
        couleur = PALETTE[rang % len(PALETTE)]
        tailles = [
            9 if inconnu(e) else max(7, 30 * sqrt(e / maximum)) if maximum else 7 for e in enfants
        ]
        fig.add_scattergeo(
            lon=list(semis.lon),
            lat=list(semis.lat),
            mode="markers",
            name=nom,
            showlegend=False,
            customdata=list(semis.codes) or None,
            hovertext=list(semis.survols),
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
    return fig


def signes(fig: Figure, semis: Semis, signe: str, *, sombre: bool) -> Figure:
    """A sign at some places: « ? » where nothing is known, a number of rank…"""
    t = theme(sombre)
    fig.add_scattergeo(
        lon=list(semis.lon),
        lat=list(semis.lat),
        mode="text",
        text=list(semis.survols) or [signe] * len(semis.lon),
        textfont={"size": CORPS - 2, "color": t.encre},
        **MUET,
    )
    return fig


def losanges(fig: Figure, semis: Semis, *, sombre: bool) -> Figure:
    """The communes that hold a QPV."""
    t = theme(sombre)
    fig.add_scattergeo(
        lon=list(semis.lon),
        lat=list(semis.lat),
        mode="markers",
        **MUET,
        marker={
            "symbol": "diamond",
            "size": 8,
            "color": t.encre,
            "line": {"color": t.fond, "width": 1.5},
        },
    )
    return fig


def rangs(fig: Figure, semis: Semis, *, sombre: bool) -> Figure:
    """Numbered places: where to open, in the order of what each adds."""
    t = theme(sombre)
    fig.add_scattergeo(
        lon=list(semis.lon),
        lat=list(semis.lat),
        mode="markers+text",
        text=[str(i) for i in range(1, len(semis.lon) + 1)],
        showlegend=False,
        hovertext=list(semis.survols),
        hovertemplate=SURVOL,
        textfont={"size": CORPS - 1, "color": "#ffffff"},
        marker={"size": 26, "color": "#a84a00", "line": {"color": t.fond, "width": 2}},
    )
    return fig


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
