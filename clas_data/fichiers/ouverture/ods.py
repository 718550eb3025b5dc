"""What the XML of an ods says of its cells, which its values do not: errors, formulas never
computed, merged cells, texts that the reader of workbooks cuts or leaves out, notes, linked values.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from clas_data.fichiers.ouverture.allures import MULTIPLE
from clas_data.fichiers.ouverture.structure import (
    LISTE_MAX,
    Fautes,
    Illisible,
    analyser,
    entier,
    est_une_erreur,
)
from clas_data.fichiers.sens import ecrits

CELLULES = ("table-cell", "covered-table-cell")
BLANCS = {"line-break": "\n", "tab": "\t", "s": " "}  # which the reader leaves out, or spells
A_COTE = ("annotation", "ruby-text", "note", "frame")  # in a cell, and not its text
VALEURS = ("value", "date-value", "time-value", "boolean-value", "string-value")
NOMBRE = re.compile(r"\d(?:[\d\s.,'’]*\d)?")
LIEN = re.compile(r"'[^']*'#")  # of a formula: the address of another file
EUROS = ("", "EUR")


def fautes(contenu: bytes) -> list[Fautes]:
    """What is to be said of each table of an ods, in its order."""
    return _Ods().lire(contenu)


class _Ods:
    """Follows the rows and cells of an ods, which may each stand for many."""

    def __init__(self) -> None:
        self.feuilles: list[Fautes] = []
        self.ligne = self.colonne = 0
        self.repete = 1
        self.cellule: dict[str, str] | None = None
        self.texte = ""
        self.paragraphes = self.a_cote = 0
        self.autrement = self.note = False  # is the text read otherwise; has the cell a note
        self.style = ""
        self.barrent: set[str] = set()  # the styles that strike out

    def lire(self, contenu: bytes) -> list[Fautes]:
        analyser(contenu, ouvre=self._ouvre, ferme=self._ferme, texte=self._texte)
        return self.feuilles

    def _ouvre(self, nom: str, a: dict[str, str]) -> None:
        if self.cellule is not None:
            self._dans(nom, a)
        elif nom == "style":
            self.style = a.get("name", "")
        elif nom == "text-properties" and a.get("text-line-through-style", "none") != "none":
            self.barrent.add(self.style)
        elif nom == "table":
            self.feuilles.append(Fautes())
            self.ligne = 0
        elif nom == "table-row":
            self.repete, self.colonne = entier(a.get("number-rows-repeated"), 1), 0
        elif nom in CELLULES:
            self.cellule, self.texte = a, ""
            self.paragraphes, self.autrement, self.note = 0, False, False

    def _dans(self, nom: str, a: dict[str, str]) -> None:
        """Something inside a cell."""
        if nom in A_COTE:
            self.a_cote += 1
            self.note |= nom == "annotation"
            self.autrement |= nom != "annotation"
        elif self.a_cote:
            return
        elif nom == "table":
            raise Illisible("a table in a cell")
        elif nom in BLANCS:
            self.texte += BLANCS[nom] * min(entier(a.get("c"), 1), 100)
            self.autrement |= nom != "s"
        elif nom == "p":
            self.texte += "\n" if self.paragraphes else ""
            self.paragraphes += 1

    def _texte(self, morceau: str) -> None:
        if self.cellule is not None and not self.a_cote:
            self.texte += morceau

    def _ferme(self, nom: str) -> None:
        if self.cellule is not None and nom in A_COTE:
            self.a_cote -= 1
        elif nom == "table-row":
            self.ligne += self.repete
        elif nom in CELLULES and self.cellule is not None:
            a, self.cellule = self.cellule, None
            fois = entier(a.get("number-columns-repeated"), 1)
            if self.feuilles:
                self._noter(a, fois)
            self.colonne += fois

    def _noter(self, a: dict[str, str], fois: int) -> None:
        vues, l, c = self.feuilles[-1], self.ligne, self.colonne
        bas = l + entier(a.get("number-rows-spanned"), 1) - 1
        droite = c + entier(a.get("number-columns-spanned"), 1) - 1
        if (bas, droite) != (l, c) and len(vues.fusions) < LISTE_MAX:
            vues.fusions.append((l, c, bas, droite))
        texte, formule = self.texte.strip(), a.get("formula", "")
        if texte and a.get("style-name") in self.barrent:
            vues.barrees.add((l, c))
        if _deguisee(a, texte):
            vues.deguisees.add((l, c))
            if a.get("value-type") == "percentage":
                vues.pourcents.add((l, c))
        if self.note:
            vues.commentees.add((l, c))
        if LIEN.search(formule):
            vues.liees.add((l, c))
        muette = not any(a.get(v) for v in VALEURS)
        sans_nombre = muette and a.get("value-type", "") != "string"
        if a.get("value-type") == "error" or (formule and est_une_erreur(texte)):
            self._poser(vues.erreurs, texte or "#N/A", fois)
        elif formule and sans_nombre and not texte:
            self._poser(vues.jamais, formule, fois)
        elif texte and muette and (sans_nombre or self.autrement):
            self._poser(vues.textes, self.texte, fois)

    def _poser(self, cible: dict[tuple[int, int], str], dit: str, fois: int) -> None:
        """The same for each cell that this one stands for."""
        place = LISTE_MAX - len(cible)
        if cible is self.feuilles[-1].textes and self.repete * fois > place:
            raise Illisible("more texts than can be kept")
        for k in range(min(self.repete * fois, place)):
            cible[self.ligne + k // fois, self.colonne + k % fois] = dit


def _deguisee(a: dict[str, str], texte: str) -> bool:
    """True for a number that is shown as another one, in words or in another currency."""
    genre, valeur = a.get("value-type", ""), a.get("value", "")
    if genre == "percentage" or a.get("currency", "") not in EUROS:
        return bool(texte)
    if genre not in ("float", "currency") or not texte or texte == valeur:
        return False
    nombres = NOMBRE.findall(texte)
    if len(nombres) != 1 or MULTIPLE.search(NOMBRE.sub("", texte)):
        return True
    try:
        vrai = abs(Decimal(valeur))
    except InvalidOperation:
        return True
    lus = ecrits.nombre(nombres[0]).lectures
    return not any(abs(lu - vrai) <= Decimal(5).scaleb(lu.as_tuple().exponent - 1) for lu in lus)
