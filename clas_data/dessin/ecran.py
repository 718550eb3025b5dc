"""A figure on a screen: what the figure says, drawn by `series`; nothing is computed or worded
here.
"""

from __future__ import annotations

from collections.abc import Callable

from clas_data.dessin import cascades, colonnes, commun, courbes, images, series
from clas_data.figures import figure as modele
from clas_data.figures.figure import Figure, Serie
from clas_data.memoire import Memoire

DESSINEES_MAX = (
    500  # pictures of figures kept themselves: one that is shown again is not read again
)
_DESSINEES = Memoire(DESSINEES_MAX)


def dessiner(f: Figure, *, sombre: bool, hauteur: int = 0) -> commun.Figure:
    """The picture of this figure, whatever its kind; `hauteur`, in pixels, where a page gives it
    less room than its own.
    """
    return _DESSINEES.de((f,), (sombre, hauteur), lambda: _dessiner(f, sombre, hauteur))


def _dessiner(f: Figure, sombre: bool, hauteur: int) -> commun.Figure:
    fig = DESSINS[f.genre](f, sombre)
    return fig.reduire(hauteur) if hauteur else fig


def _survols(f: Figure, s: Serie, n: int) -> list[str]:
    """What is read when one points at a value: its name, its words, the same of another campagne,
    the answers behind it.
    """
    autres = [x for x in f.series if x is not s] if f.genre == modele.BARRES else []
    nommer = f.genre in (modele.EMPILEES, modele.COLONNES)
    lus = []
    for i in range(n):
        dits = [
            f"<b>{f.categories[i]}</b>",
            f"{s.nom} : {s.textes[i]}" if nommer else s.textes[i],
            *(f"{x.nom} : {x.textes[i]}" for x in autres),
            s.details[i] if s.details else "",
            s.reponses[i],
        ]
        lus.append("<br>".join(d for d in dits if d))
    return lus


def _mots(s: Serie, n: int) -> list[str]:
    return list((s.courts or s.textes)[:n])


def _lignes(f: Figure) -> int:
    n = len(f.categories)
    return min(f.lignes_max or n, n)


def _evolution(f: Figure, sombre: bool) -> commun.Figure:
    s, n = f.series[0], len(f.categories)
    return colonnes.evolution(
        f.categories,
        s.valeurs,
        _mots(s, n),
        _survols(f, s, n),
        sombre=sombre,
        choisie=f.annees.choisie,
        fragiles=f.annees.fragiles,
        provisoires=f.annees.provisoires,
        estimees=f.annees.estimees,
        segments=f.segments,
    )


def _barres(f: Figure, sombre: bool) -> commun.Figure:
    """Bars; the second series, another campagne, is a tick on each."""
    s, n = f.series[0], _lignes(f)
    avant = f.series[1] if len(f.series) > 1 else None
    return series.barres(
        f.categories[:n],
        s.valeurs[:n],
        _mots(s, n),
        _survols(f, s, n),
        sombre=sombre,
        reperes=avant.valeurs[:n] if avant else (),
        nom_repere=avant.nom if avant else "",
    )


def _empilees(f: Figure, sombre: bool) -> commun.Figure:
    n = _lignes(f)
    lues = [(s.nom, s.valeurs[:n], _mots(s, n), _survols(f, s, n)) for s in f.series]
    return series.empilees(f.categories[:n], lues, sombre=sombre)


def _parts(f: Figure, sombre: bool) -> commun.Figure:
    s, n = f.series[0], len(f.categories)
    return series.parts(f.categories, s.valeurs, _mots(s, n), _survols(f, s, n), sombre=sombre)


def _courbes(f: Figure, sombre: bool) -> commun.Figure:
    lues = [(s.nom, s.valeurs, s.textes) for s in f.series]
    return courbes.lignes(f.categories, lues, sombre=sombre, segments=f.segments)


def _tailles(f: Figure, sombre: bool) -> commun.Figure:
    """Columns by size, beside a band."""
    s = f.series[0]
    return colonnes.tailles(
        [int(c) for c in f.categories],
        [int(v) for v in s.valeurs],
        _survols(f, s, len(f.categories)),
        tuple(map(int, f.bande)),
        f.nom_bande,
        sombre=sombre,
    )


DESSINS: dict[str, Callable[[Figure, bool], commun.Figure]] = {
    modele.EVOLUTION: _evolution,
    modele.BARRES: _barres,
    modele.EMPILEES: _empilees,
    modele.PARTS: _parts,
    modele.COURBES: _courbes,
    modele.COLONNES: _tailles,
    modele.CASCADE: cascades.dessiner,
    modele.ECARTS: cascades.dessiner,
    modele.PROPRE: lambda f, sombre: images.dessiner(f.image, sombre=sombre),
}
