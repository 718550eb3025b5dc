"""The charts of the bilan's workbook, that a reader can edit."""

from __future__ import annotations

from clas_data.dessin.couleurs import BLEU, PAPIER
from clas_data.figures import figure
from clas_data.figures.figure import Figure

HACHURE = {
    "pattern": {"pattern": "wide_upward_diagonal", "fg_color": PAPIER.gris, "bg_color": "#FFFFFF"},
    "border": {"color": PAPIER.gris},
}


def dessiner(classeur, feuille: str, b: Figure, debut: int, fin: int, titre: str):
    """The native chart of a figure, of the rows that its sheet holds from `debut` to `fin`."""
    genre = {
        figure.COURBES: {"type": "line"},
        figure.COLONNES: {"type": "column"},
        figure.EMPILEES: {"type": "bar", "subtype": "percent_stacked"},
    }.get(b.genre, {"type": "bar"})
    g = classeur.add_chart(genre)
    for k, s in enumerate(b.series[:4]):
        premiere = 3 if b.genre == figure.ECARTS else 1  # after both totals
        colonne = b.colonnes.index(k) + 1 if b.detail is None else k + premiere
        options = {
            "name": s.nom,
            "categories": [feuille, debut, 0, fin, 0],
            "values": [feuille, debut, colonne, fin, colonne],
            "data_labels": {
                "value": k == 0 or b.genre != figure.BARRES,
                "font": {
                    "color": "#FFFFFF" if not k and b.genre == figure.EMPILEES else PAPIER.encre
                },
            },
        }
        if b.genre == figure.COURBES:
            options["data_labels"]["position"] = ("above", "below")[k % 2]
            options |= {
                "line": {
                    "color": (BLEU, "#D55E00")[k % 2],
                    "width": 2.25,
                    "dash_type": ("solid", "dash")[k % 2],
                },
                "marker": {"type": ("circle", "square")[k % 2], "size": 7},
            }
        elif k and b.genre == figure.EMPILEES:
            options |= HACHURE
        else:
            options["data_labels"]["position"] = "outside_end"
            options |= {
                "fill": {"color": BLEU if not k else "#C9D2DA"},
                "border": {"color": BLEU if not k else PAPIER.gris},
                "gap": 60,
            }
        if b.genre == figure.COLONNES and b.bande:
            options["points"] = [
                None if b.bande[0] <= float(c) <= b.bande[1] else HACHURE for c in b.categories
            ]
        g.add_series(options)
    g.set_title(
        {
            "name": titre,
            "name_font": {"size": 11},
            "overlay": False,
        }
    )
    axe = {"num_font": {"size": 9}, "major_gridlines": {"visible": False}}
    if genre["type"] == "bar":
        g.set_y_axis({**axe, "reverse": True})
        g.set_x_axis({**axe, "visible": False})
    else:
        g.set_x_axis({**axe, "name": b.tete})
        g.set_y_axis({**axe, "min": 0, "visible": False})
    g.set_legend({"position": "bottom"} if len(b.series) > 1 else {"none": True})
    return g
