"""The workbook behind the bilan: « Lisez-moi » first, one sheet per part, every figure as a number,
charts that can be edited.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.dessin.couleurs import BLEU, PAPIER
from clas_data.fichiers.classeur import cellule, nouveau, tableau
from clas_data.figures import figure
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.formats import FINE, INSECABLE
from clas_data.restitutions import bureautique
from clas_data.restitutions.bilan.mise_en_page import iso, legendes, notes
from clas_data.restitutions.document import Document, Partie
from clas_data.restitutions.onglets import nommer

FRANCAIS = "[$-40C]"  # numbers written the French way whatever the machine
LARGEUR_TEXTE, COLONNE, COLONNES, TEXTE_SUR = (
    46,
    15,
    8,
    5,
)  # widths in letters; columns that a sentence covers
UNE_PAGE = 66  # rows that one printed page holds, rather than leave some for a second
HAUTEUR_GRAPHIQUE = 19  # rows that a chart covers
HAUTEUR_LIGNE, COURT, TETE_FIGEE = 15, 20, 14
HACHURE = {
    "pattern": {"pattern": "wide_upward_diagonal", "fg_color": PAPIER.gris, "bg_color": "#FFFFFF"},
    "border": {"color": PAPIER.gris},
}
SUFFIXES = {
    "km": f'"{INSECABLE}km"',
    "€": f'"{INSECABLE}€"',
    "%": f'"{FINE}%"',
    "pt": f'"{INSECABLE}pt"',
}


def ecrire(d: Document) -> bytes:
    """The whole workbook."""
    tampon = io.BytesIO()
    with nouveau(tampon, f"{d.titre}, {d.campagne}") as classeur:
        classeur.set_properties(
            {"title": f"{d.titre}, {d.campagne}", "author": d.auteur, "comments": d.pied}
        )
        f = Feuilles(classeur, d)
        f.lisez_moi()
        for i, p in enumerate(d.parties, 1):
            f.partie(i, p)
    return bureautique.figer(tampon.getvalue(), iso(d))


class Feuilles:
    """The sheets of one workbook, their styles made once."""

    def __init__(self, classeur, d: Document):
        self.classeur, self.d, self.rangs = classeur, d, legendes(d)
        ajouter = classeur.add_format
        self.titre = ajouter({"bold": True, "font_size": 15, "font_color": PAPIER.encre})
        self.gras = ajouter(
            {"bold": True, "font_size": 11.5, "font_color": PAPIER.encre, "valign": "top"}
        )
        self.tete = ajouter(
            {"bold": True, "bottom": 1, "bg_color": "#EEF1F4", "text_wrap": True, "valign": "top"}
        )
        self.tete_nombre = ajouter(
            {
                "bold": True,
                "bottom": 1,
                "bg_color": "#EEF1F4",
                "text_wrap": True,
                "valign": "top",
                "align": "right",
            }
        )
        self.retrait = ajouter({"indent": 1, "valign": "top"})
        self.ample = ajouter({"text_wrap": True, "valign": "top"})
        self.petit = ajouter(
            {"font_color": PAPIER.gris, "font_size": 9, "text_wrap": True, "valign": "top"}
        )
        self.lien = ajouter({"font_color": BLEU, "underline": 1, "valign": "top"})
        self.largeurs: dict[int, float] = {}
        self.droite = ajouter({"align": "right", "valign": "top"})
        self._nombres: dict[str, Any] = {}

    def nombre(self, texte: str, valeur: float):
        """The format of a number, after the way in which it is written in the document."""
        entier = "," not in texte and float(valeur).is_integer()
        decimales = (
            len(
                texte.rsplit(",", 1)[1]
                .split("\u202f")[0]
                .split(INSECABLE)[0]
                .split(" ")[0]
                .rstrip(")%€")
            )
            if "," in texte
            else 0
        )
        corps = (
            "#,##0"
            + ("" if entier or not decimales else "." + "0" * min(decimales, 2))
            + next((s for u, s in SUFFIXES.items() if u in texte), "")
        )
        signes = ("+", "−", "") if texte[:1] in ("+", "−") else ("",)  # a difference keeps its sign
        code = ";".join(f"{FRANCAIS}{signe}{corps}" for signe in signes)
        if code not in self._nombres:
            self._nombres[code] = self.classeur.add_format(
                {"num_format": code, "align": "right", "valign": "top"}
            )
        return self._nombres[code]

    def _nouvelle(self, nom: str):
        feuille = self.classeur.add_worksheet(nom)
        feuille.set_column(0, 0, LARGEUR_TEXTE)
        feuille.set_column(1, COLONNES, COLONNE)
        feuille.set_landscape()
        feuille.set_paper(9)
        feuille.fit_to_pages(1, 0)
        feuille.hide_gridlines(2)
        feuille.freeze_panes(1, 0)
        feuille.repeat_rows(0)
        if self.d.demonstration:
            feuille.set_header(f"&R&8&B{self.d.demonstration}")
        feuille.set_footer(f"&L&8{self.d.pied[:190]}&R&8&P / &N")
        return feuille

    def lisez_moi(self) -> None:
        """What this workbook is, how to read it, and where each part is."""
        feuille = self._nouvelle("Lisez-moi")
        feuille.set_column(1, 1, 100)
        feuille.write_string(0, 0, self.d.titre, self.titre)
        feuille.write_string(1, 0, self.d.sous_titre, self.gras)
        rang = 3
        for nom, texte in (
            *self.d.provenance,
            (
                "Lire",
                (
                    "Une feuille par partie du bilan, dans son ordre\u202f; sous chaque phrase, "
                    "les nombres dont elle vient. Les graphiques se modifient."
                ),
            ),
            (
                "Signes",
                "n.d.\u00a0: non disponible, aucune réponse ne permet le calcul\u202f; "
                "s\u00a0: masqué par le secret statistique\u202f; –\u00a0: sans nombre de "
                "réponses\u202f; vide\u00a0: sans objet.",
            ),
        ):
            feuille.write_string(rang, 0, nom, self.gras)
            feuille.write_string(rang, 1, texte, self.ample)
            feuille.set_row(rang, HAUTEUR_LIGNE * _lignes(texte, 100))
            rang += 1
        rang += 1
        feuille.write_string(rang, 0, "Feuille", self.tete)
        feuille.write_string(rang, 1, "Ce qu’elle contient", self.tete)
        for i, p in enumerate(self.d.parties, 1):
            contenu = [b.titre for b in p.de(Chiffres, Tableau)] + [
                b.sous_titre for b in p.de(Figure)
            ]
            feuille.write_url(
                rang + i,
                0,
                f"internal:'{nommer(i, p)}'!A1",
                string=nommer(i, p),
                cell_format=self.lien,
            )
            feuille.write_string(rang + i, 1, " · ".join(contenu) or "Texte", self.ample)
            feuille.set_row(rang + i, HAUTEUR_LIGNE * _lignes(" · ".join(contenu), 100))

    def partie(self, i: int, p: Partie) -> None:
        """The sentences, figures and tables of one part, one under the other."""
        feuille = self._nouvelle(nommer(i, p))
        feuille.write_string(
            0,
            0,
            f"{i}. {p.titre}"
            + (f" ({self.d.demonstration.lower()})" if self.d.demonstration else ""),
            self.titre,
        )
        self.largeurs = _largeurs(p)
        for j, large in self.largeurs.items():
            feuille.set_column(j, j, large)
        rang = 2
        for b in p.blocs:
            if isinstance(b, Paragraphe):
                self._texte(
                    feuille, rang, ("– " if b.genre == "puce" else "") + b.texte, self.ample
                )
                rang += 1
            elif isinstance(b, Chiffres):
                rang = self._chiffres(feuille, rang + 1, b)
            elif isinstance(b, Figure):
                rang = self._figure(feuille, rang + 1, b)
            else:
                if (
                    b is p.blocs[-1] and rang < TETE_FIGEE
                    # the only long table of the sheet: its header stays in sight, on screen and on
                    # paper
                ):
                    feuille.freeze_panes(rang + 3, 1)
                    feuille.repeat_rows(rang + 2)
                rang = self._tableau(feuille, rang + 1, b, b.lignes, b.brutes) + 1
        if rang <= UNE_PAGE:
            feuille.fit_to_pages(1, 1)

    def _texte(self, feuille, rang: int, texte: str, style, colonnes: int = TEXTE_SUR) -> None:
        """A sentence over several columns, on as many lines as it needs."""
        feuille.merge_range(rang, 0, rang, colonnes - 1, "", style)
        feuille.write_string(rang, 0, texte, style)
        feuille.set_row(
            rang,
            HAUTEUR_LIGNE
            * _lignes(
                texte,
                sum(self.largeurs.get(j, COLONNE) for j in range(1, colonnes)) + LARGEUR_TEXTE,
            ),
        )

    def _chiffres(self, feuille, rang: int, b: Chiffres) -> int:
        feuille.write_string(rang, 0, b.titre, self.gras)
        for j, texte in enumerate(
            (
                "Chiffre",
                self.d.campagne,
                dict(self.d.provenance).get("Comparée à", "Comparaison"),
                "Réponses",
            )
        ):
            feuille.write_string(rang + 1, j, texte, self.tete_nombre if 0 < j < 3 else self.tete)
        for k, c in enumerate(b.chiffres, rang + 2):
            feuille.write_string(k, 0, c.nom)
            self._case(feuille, k, 1, c.valeur, c.brut)
            self._case(feuille, k, 2, c.valeur, c.avant)
            feuille.write_string(k, 3, c.couverture, self.retrait)
        return rang + len(b.chiffres) + 3

    def _case(self, feuille, i: int, j: int, texte: str, brut: Any, alignees: int = 1) -> None:
        if isinstance(brut, str) or formats.inconnu(brut):
            long = isinstance(brut, str) and len(brut) > COURT
            cellule(
                feuille,
                i,
                j,
                brut if isinstance(brut, str) else texte or None,
                self.ample if long or j < alignees else self.droite,
            )
        else:
            cellule(feuille, i, j, brut, self.nombre(texte, brut))

    def _tableau(
        self,
        feuille,
        rang: int,
        t: Tableau,
        lignes: Sequence,
        brutes: Sequence,
        *,
        dessine: bool = False,
    ) -> int:
        """Title, header, rows with numbers as numbers, small print; gives the next free row."""
        feuille.write_string(rang, 0, t.titre, self.gras)
        for j, texte in enumerate(t.colonnes):
            feuille.write_string(
                rang + 1, j, texte, self.tete_nombre if j >= t.alignees else self.tete
            )
        feuille.set_row(
            rang + 1, HAUTEUR_LIGNE * max(_lignes(c, 14) for c in t.colonnes[1:] or t.colonnes)
        )
        for k, brute in enumerate(brutes or lignes):
            dite = lignes[k] if k < len(lignes) else lignes[-1]
            for j, x in enumerate(brute):
                inconnu = formats.inconnu(x) and k < len(lignes)
                if not (inconnu and dessine):
                    self._case(
                        feuille, rang + 2 + k, j, dite[j], x if not inconnu else None, t.alignees
                    )
            if (
                dessine
            ):  # a chart draws a word as a zero: its cell stays empty, the word stands beside
                feuille.write_string(
                    rang + 2 + k,
                    len(t.colonnes),
                    ", ".join(dite[j] for j, x in enumerate(brute) if formats.inconnu(x)),
                    self.retrait,
                )
            hautes = [
                _lignes(x, self.largeurs.get(j, COLONNE) if j else LARGEUR_TEXTE)
                for j, x in enumerate(brute)
                if isinstance(x, str)
            ]
            feuille.set_row(rang + 2 + k, HAUTEUR_LIGNE * max(hautes, default=1))
        nom = f"{feuille.get_name()} {rang}"
        tableau(feuille, rang + 1, 0, t.colonnes, len(brutes or lignes), nom, self.tete)
        rang += 2 + len(brutes or lignes)
        for nom, texte in notes(t):
            self._texte(feuille, rang, f"{nom}\u00a0: {texte}", self.petit, max(2, len(t.colonnes)))
            rang += 1
        return rang

    def _figure(self, feuille, rang: int, b: Figure) -> int:
        feuille.write_string(rang, 0, b.titre, self.gras)
        t = b.tableau
        tete, fin = rang + 2, rang + 2 + len(t.lignes)
        suite = self._tableau(feuille, rang + 1, t, t.lignes, t.brutes, dessine=True)
        for nom, texte in notes(b):
            self._texte(
                feuille, suite, f"{nom}\u00a0: {texte}", self.petit, max(2, len(t.colonnes))
            )
            suite += 1
        if not b.vide:
            feuille.insert_chart(
                rang + 1,
                len(t.colonnes) + 1,
                self._graphique(
                    feuille.get_name(),
                    b,
                    tete + 1,
                    min(fin, tete + (b.lignes_max or len(t.lignes))),
                ),
                {
                    "description": b.alternative[:2000],
                    "object_position": 1,
                    "x_scale": 1.35,
                    "y_scale": 1.25,
                },
            )
        return max(suite, rang + HAUTEUR_GRAPHIQUE) + 1

    def _graphique(self, feuille: str, b: Figure, debut: int, fin: int):
        genre = {
            figure.COURBES: {"type": "line"},
            figure.COLONNES: {"type": "column"},
            figure.EMPILEES: {"type": "bar", "subtype": "percent_stacked"},
        }.get(b.genre, {"type": "bar"})
        g = self.classeur.add_chart(genre)
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
                "name": self.rangs.get(b.cle, b.sous_titre),
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


def _lignes(texte: str, large: float) -> int:
    """How many lines a wrapped text takes: spreadsheets do not compute it when they open the
    file.
    """
    return max(1, math.ceil(len(texte) / large))


def _largeurs(p: Partie) -> dict[int, float]:
    """Columns wider than usual, where a table of this part holds sentences."""
    larges: dict[int, float] = {}
    for t in p.de(Tableau):
        for j in range(1, min(t.alignees, len(t.colonnes))):
            larges[j] = max(
                larges.get(j, 15),
                min(LARGEUR_TEXTE, max((len(str(l[j])) for l in t.lignes), default=0) + 2),
            )
    return larges
