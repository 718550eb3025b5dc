"""The names of the sheets of the workbook: whole, within what a spreadsheet takes."""

from __future__ import annotations

from clas_data.restitutions.document import Partie

INTERDITS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
ONGLET_MAX = 31  # characters, for Excel
ONGLETS = {  # titles too long for a sheet
    "articulation": "Articulation",
    "muettes": "Limites des données",
    "suites": "Suites données",
}
LIAISONS = set("à au aux avec autres ce d de des du en et l la le les ne par pour que sur".split())


def nommer(i: int, p: Partie) -> str:
    """The number and the title of a part, or its short title, whole within what a spreadsheet
    takes: it stops between two words, never on one that announces another.
    """
    mots = f"{i} {ONGLETS.get(p.id, p.titre)}".translate(INTERDITS).split()
    while len(" ".join(mots)) > ONGLET_MAX or mots[-1].casefold() in LIAISONS:
        mots.pop()
    return " ".join(mots)
