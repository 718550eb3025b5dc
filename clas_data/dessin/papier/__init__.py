"""Pictures for documents, drawn without a browser: readable in black and white, the same bytes for
the same figures.

Each function takes words and values and gives a matplotlib figure; `svg` and `png` write it.
"""

from __future__ import annotations

from dataclasses import replace

from matplotlib.figure import Figure

from clas_data.dessin.papier import cascade, segments
from clas_data.dessin.papier.carte import carte
from clas_data.dessin.papier.debout import colonnes, courbes
from clas_data.dessin.papier.en_rangs import barres, empilees
from clas_data.dessin.papier.planche import png as png
from clas_data.dessin.papier.planche import rangees
from clas_data.dessin.papier.planche import svg as svg
from clas_data.figures import figure as modele
from clas_data.figures.typographie import soigner


def dessiner(f: modele.Figure) -> Figure:
    """The picture of a figure of a document, whatever its kind."""
    valeurs, textes = [s.valeurs for s in f.series], [s.textes for s in f.series]
    f = replace(f, categories=soigner(f.categories), tete=soigner(f.tete))
    if f.genre == modele.CARTE:
        return carte(
            f.carte.contours,
            f.carte.points,
            f.categories,
            valeurs[0],
            textes[0],
            f.carte.nommes,
            f.unite,
        )
    n = f.lignes_max or len(f.categories)
    if f.genre in (modele.CASCADE, modele.ECARTS):
        figure, axes, centres, _ = rangees(f.categories[:n], 0.1)
        tracer = cascade.cascade if f.genre == modele.CASCADE else cascade.ecarts
        tracer(axes, centres, f)
        return figure
    if f.genre == modele.COURBES:
        tracee = courbes(f.categories, [(s.nom, s.valeurs, s.textes) for s in f.series])
        segments.tracer(tracee.axes[0], f.segments)
        return tracee
    if f.genre == modele.EMPILEES:
        return empilees(f.categories[:n], [(s.nom, s.valeurs[:n], s.textes[:n]) for s in f.series])
    if f.genre == modele.COLONNES:
        return colonnes(f.categories, valeurs[0], textes[0], f.tete, f.bande)
    reperes = f.series[1] if len(f.series) > 1 else None
    return barres(
        f.categories[:n],
        valeurs[0][:n],
        textes[0][:n],
        reperes.valeurs[:n] if reperes else (),
        reperes.nom if reperes else "",
    )
