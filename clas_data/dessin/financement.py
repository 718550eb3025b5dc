"""Pictures of the money: where it comes from and goes, who is at the ceiling, what each lever
moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from clas_data import formats
from clas_data.dessin.commun import SURVOL, debout, ecrire, gardee, nouvelle
from clas_data.dessin.couleurs import (
    BLEU,
    CORPS,
    NOIR,
    ORANGE,
    TIRETS,
    theme,
)
from clas_data.dessin.toile import Figure

TRANSPARENT = {BLEU: "rgba(0,114,178,.35)", ORANGE: "rgba(213,94,0,.35)"}

ECART_FLUX = 33  # pixels between two nodes: room for a name and, under it, its amount
FLUX_X = (0.38, 0.62)  # where the ribbons are, the names on both sides


@gardee
def flux(
    sources: Sequence[tuple[str, float]],
    postes: Sequence[tuple[str, float]],
    centre: str,
    *,
    sombre: bool,
) -> Figure:
    """Who pays → the Clas → what it pays for: the width of a ribbon is its amount in euros; names
    and amounts are written outside.
    """
    t, lignes = theme(sombre), max(len(sources), len(postes), 2)
    bord, interieur = 20, 24 + ECART_FLUX * (lignes - 1)  # half of a name and its amount, twice
    vide, milieu = ECART_FLUX * (lignes - 1) / interieur, len(sources)
    fig = nouvelle(t, interieur + 2 * bord, haut=bord, bas=bord, gauche=4, droite=4)
    fig.add_sankey(
        domain={"x": list(FLUX_X), "y": [0, 1]},
        arrangement="fixed",
        node={
            "label": [""] * (milieu + 1 + len(postes)),
            "customdata": [*(n for n, _ in sources), centre, *(n for n, _ in postes)],
            "pad": ECART_FLUX,
            "thickness": 16,
            "color": [BLEU] * milieu + [t.neutre] + [ORANGE] * len(postes),
            "line": {"width": 0},
            "hovertemplate": "%{customdata}<extra></extra>",
            "x": [0.001] * milieu + [0.5] + [0.999] * len(postes),
            "y": [*_milieux(sources, vide), 0.5, *_milieux(postes, vide)],
        },
        link={
            "source": [*range(milieu), *[milieu] * len(postes)],
            "target": [*[milieu] * milieu, *range(milieu + 1, milieu + 1 + len(postes))],
            "value": [v for _, v in (*sources, *postes)],
            "color": [TRANSPARENT[BLEU]] * milieu + [TRANSPARENT[ORANGE]] * len(postes),
            "customdata": [f"{n} : {formats.euros(v)}" for n, v in (*sources, *postes)],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )
    partout = {"xref": "paper", "yref": "paper"}
    mots = []
    for rangee, x, ancre, decalage in (
        (sources, FLUX_X[0], "right", -12),
        (postes, FLUX_X[1], "left", 12),
    ):
        place = {
            "x": x,
            "xanchor": ancre,
            "yanchor": "middle",
            "align": ancre,
            "xshift": decalage,
            "font": {"size": CORPS, "color": t.encre},
            **partout,
        }
        for (nom, v), y in zip(rangee, _milieux(rangee, vide), strict=True):
            mots.append({"y": 1 - y, "text": f"{nom}<br><b>{formats.euros_courts(v)}</b>", **place})
    ecrire(fig, mots)
    return fig


def _milieux(noeuds: Sequence[tuple[str, float]], vide: float) -> list[float]:
    """The middle of each node of a column, from 0 (top) to 1; `vide` is the share of the height
    left between nodes.
    """
    total, pas = sum(v for _, v in noeuds) or 1, vide / (len(noeuds) - 1) if len(noeuds) > 1 else 0
    y, milieux = 0.0 if len(noeuds) > 1 else vide / 2, []
    for _, v in noeuds:
        part = v / total * (1 - vide)
        milieux.append(y + part / 2)
        y += part + pas
    return milieux


@gardee
def plafond(
    couts: Sequence[float],
    poids: Sequence[int],
    reperes: Sequence[tuple[str, float]],
    *,
    sombre: bool,
    pas: float = 500,
    hachures: bool = True,
    titre_x: str = "Coût d'un collectif, en euros",
    quoi: str = "collectif",
) -> Figure:
    """Collectifs (or actions) by their cost, in steps; each landmark is a line with its name.
    Hatched: at the first ceiling or above.
    """
    t = theme(sombre)
    limite, decimales = (
        (reperes[0][1] if reperes and hachures else float("inf")),
        0 if pas >= 50 else 2,
    )
    # the ceiling is an edge: no bar is on both sides of it
    depart = limite % pas if hachures and reperes else 0
    tranches: dict[int, int] = {}
    for c, n in zip(couts, poids, strict=True):
        tranches[int((c - depart) // pas)] = tranches.get(int((c - depart) // pas), 0) + int(n)
    rangs = list(range(min(tranches, default=0), max(tranches, default=0) + 1))
    bords = {r: (max(depart + r * pas, 0), depart + (r + 1) * pas) for r in rangs}
    dessus = [bords[r][0] >= limite for r in rangs]
    fig = nouvelle(t, 265, haut=64, bas=48)
    fig.add_bar(
        x=[depart + (r + 0.5) * pas for r in rangs],
        y=[tranches.get(r, 0) for r in rangs],
        width=pas * 0.9,
        hovertemplate=SURVOL,
        hovertext=[
            (
                f"de {formats.euros(bords[r][0], decimales)} à "
                f"{formats.euros(bords[r][1], decimales)}"
                f"<br>{formats.pluriel(tranches.get(r, 0), quoi)}"
            )
            for r in rangs
        ],
        marker={
            "color": [ORANGE if d else BLEU for d in dessus],
            "pattern": {
                "shape": ["/" if d else "" for d in dessus],
                "fgcolor": NOIR,
                "fillmode": "overlay",
                "size": 8,
                "solidity": 0.2,
                "fgopacity": 0.5,
            },
        },
    )
    en_haut, mots = (
        {"y": 1, "yref": "paper", "yanchor": "bottom", "font": {"size": CORPS, "color": t.encre}},
        [],
    )
    for i, (nom, valeur) in enumerate(reperes):
        texte = f"{nom} · {formats.euros(valeur, decimales if float(valeur).is_integer() else 2)}"
        mots.append({"x": valeur, "yshift": 3 + 22 * (i % 2), "text": texte, **en_haut})
    ecrire(
        fig,
        mots,
        [
            debout(valeur, {"color": t.encre, "width": 2, "dash": TIRETS[i % 4]})
            for i, (_, valeur) in enumerate(reperes)
        ],
    )
    fig.update_xaxes(title={"text": titre_x}, ticksuffix=f"{formats.INSECABLE}€", showgrid=False)
    fig.update_yaxes(title={"text": f"{quoi.capitalize()}s"})
    return fig


@gardee
def ecarts(
    noms: Sequence[str], valeurs: Sequence[float], textes: Sequence[str], *, sombre: bool
) -> Figure:
    """Gains to the right, losses (hatched) to the left of nothing, the amount written beyond."""
    t, ecrits = theme(sombre), [wrap(n, 26) for n in noms]
    rangee = 24 if all(len(e) < 2 for e in ecrits) else 32
    fig = nouvelle(t, 24 + rangee * max(len(noms), 1))
    fig.add_bar(
        y=["<br>".join(e) for e in ecrits],
        x=list(valeurs),
        orientation="h",
        text=list(textes),
        textposition="outside",
        cliponaxis=False,
        textfont={"size": CORPS, "color": t.encre},
        hovertext=[f"{n} : {x}" for n, x in zip(noms, textes, strict=True)],
        hovertemplate=SURVOL,
        marker={
            "color": [BLEU if v >= 0 else ORANGE for v in valeurs],
            "pattern": {
                "shape": ["" if v >= 0 else "/" for v in valeurs],
                "fgcolor": NOIR,
                "fillmode": "overlay",
                "size": 8,
                "solidity": 0.2,
                "fgopacity": 0.5,
            },
        },
    )
    plus, moins = (
        max((v for v in valeurs if v > 0), default=0),
        -min((v for v in valeurs if v < 0), default=0),
    )
    marge = 0.45 * ((plus + moins) or 1)  # the room of the amounts, written beyond the bars
    fig.update_xaxes(
        range=[-moins - marge if moins else 0, plus + marge if plus else 0.02 * moins],
        visible=False,
    )
    fig.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"color": t.encre, "size": CORPS},
        ticksuffix="  ",
    )
    ecrire(fig, [], [debout(0, {"color": t.gris, "width": 1})])
    return fig


def ecarter(
    fins: dict[str, float], valeurs: Sequence[float], hauteur: int = 160, ligne: int = 20
) -> dict[str, int]:
    """By how many pixels the name of each curve moves, so that two names at the same height do not
    cover each other.
    """
    bas, etendue = min(valeurs, default=0), (max(valeurs, default=1) - min(valeurs, default=0)) or 1
    decalages, place = {}, float("-inf")
    for nom, y in sorted(fins.items(), key=lambda paire: paire[1]):
        pixel = (y - bas) / etendue * hauteur
        place = max(pixel, place + ligne)
        decalages[nom] = round(place - pixel)
    return decalages
