"""What each sheet of the bilan's workbook has: styles, how it prints, the page that opens it."""

from __future__ import annotations

import math
from typing import Any

from clas_data.dessin.couleurs import BLEU, PAPIER
from clas_data.figures.figure import Chiffres, Figure, Tableau
from clas_data.formats import FINE, INSECABLE
from clas_data.restitutions.bilan.mise_en_page import legendes
from clas_data.restitutions.document import Document
from clas_data.restitutions.onglets import nommer

FRANCAIS = "[$-40C]"  # numbers written the French way whatever the machine
LARGEUR_TEXTE, COLONNE, COLONNES = 46, 15, 8  # widths in letters
HAUTEUR_LIGNE = 15
SUFFIXES = {
    "km": f'"{INSECABLE}km"',
    "€": f'"{INSECABLE}€"',
    "%": f'"{FINE}%"',
    "pt": f'"{INSECABLE}pt"',
}


class Cahier:
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

    def nouvelle(self, nom: str):
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
        feuille = self.nouvelle("Lisez-moi")
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
            feuille.set_row(rang, HAUTEUR_LIGNE * count_lines(texte, 100))
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
            feuille.set_row(rang + i, HAUTEUR_LIGNE * count_lines(" · ".join(contenu), 100))


def count_lines(texte: str, large: float) -> int:
    """How many lines a wrapped text takes: spreadsheets do not compute it when they open the
    file.
    """
    return max(1, math.ceil(len(texte) / large))
