"""The workbook behind the bilan: « Lisez-moi » first, one sheet per part, every figure as a number,
charts that can be edited.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.fichiers.classeur import cellule, nouveau, tableau
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.restitutions import bureautique
from clas_data.restitutions.bilan import graphiques_xlsx
from clas_data.restitutions.bilan.cahier import (
    COLONNE,
    HAUTEUR_LIGNE,
    LARGEUR_TEXTE,
    Cahier,
    count_lines,
)
from clas_data.restitutions.bilan.mise_en_page import notes
from clas_data.restitutions.document import Document, Partie
from clas_data.restitutions.onglets import nommer

TEXTE_SUR = 5  # columns that a sentence covers
UNE_PAGE = 66  # rows that one printed page holds, rather than leave some for a second
HAUTEUR_GRAPHIQUE = 19  # rows that a chart covers
COURT, TETE_FIGEE = 20, 14


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
    return bureautique.figer(tampon.getvalue(), d.date_iso)


class Feuilles(Cahier):
    """One sheet per part, filled from the top."""

    def partie(self, i: int, p: Partie) -> None:
        """The sentences, figures and tables of one part, one under the other."""
        feuille = self.nouvelle(nommer(i, p))
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
                # the only long table of the sheet keeps its header in sight, on screen and on paper
                if b is p.blocs[-1] and rang < TETE_FIGEE:
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
            * count_lines(
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
            rang + 1, HAUTEUR_LIGNE * max(count_lines(c, 14) for c in t.colonnes[1:] or t.colonnes)
        )
        for k, brute in enumerate(brutes or lignes):
            dite = lignes[k] if k < len(lignes) else lignes[-1]
            for j, x in enumerate(brute):
                inconnu = formats.inconnu(x) and k < len(lignes)
                if not (inconnu and dessine):
                    self._case(
                        feuille, rang + 2 + k, j, dite[j], x if not inconnu else None, t.alignees
                    )
            # a chart draws a word as a zero: its cell stays empty, the word stands beside
            if dessine:
                feuille.write_string(
                    rang + 2 + k,
                    len(t.colonnes),
                    ", ".join(dite[j] for j, x in enumerate(brute) if formats.inconnu(x)),
                    self.retrait,
                )
            hautes = [
                count_lines(x, self.largeurs.get(j, COLONNE) if j else LARGEUR_TEXTE)
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
                graphiques_xlsx.dessiner(
                    self.classeur,
                    feuille.get_name(),
                    b,
                    tete + 1,
                    min(fin, tete + (b.lignes_max or len(t.lignes))),
                    self.rangs.get(b.cle, b.sous_titre),
                ),
                {
                    "description": b.alternative[:2000],
                    "object_position": 1,
                    "x_scale": 1.35,
                    "y_scale": 1.25,
                },
            )
        return max(suite, rang + HAUTEUR_GRAPHIQUE) + 1


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
