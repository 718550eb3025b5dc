"""Where the document sends its reader: the figures and tables numbered once, and « (figure 4) » in
the sentences that speak of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from clas_data.figures.figure import Figure, Paragraphe, Tableau
from clas_data.figures.jetons import RENVOI, Jeton
from clas_data.formats import FINE, INSECABLE, ponctuer
from clas_data.restitutions.bilan import plan
from clas_data.restitutions.document import Document, Partie

NOMS = {Figure: "figure", Tableau: "tableau"}
DE_CALCUL = {  # figures that `calculs/` composes, and what each shows
    "tailles": "Collectifs selon le nombre d'enfants",
    "carte": "Enfants accompagnés selon le territoire",
    "conformite": "Actions conformes, règle par règle",
    "financeurs": "Produits selon le financeur",
}
ACCOLEES = re.compile(r"\) \((?=figure|tableau)")


def numeros(parties: Sequence[Partie]) -> dict[tuple[str, str], int]:
    """(« figure », key) → its number, in the order of the document."""
    lus: dict[tuple[str, str], int] = {}
    rangs = dict.fromkeys(NOMS.values(), 0)
    for b in (b for p in parties for b in p.blocs):
        nom = NOMS.get(type(b))
        if nom is None or getattr(b, "vide", False) or getattr(b, "glossaire", False):
            continue
        rangs[nom] += 1
        lus[nom, b.cle] = rangs[nom]
    return lus


def citer(d: Document, connus: Mapping[tuple[str, str], int]) -> Document:
    """The document whose sentences say the number of their figure; the first of those named that
    is in it, nothing where none is.
    """

    def dit(nom: str, cle: str) -> str:
        lus = [n for c in cle.split(",") if (n := connus.get((nom, c.strip())))]
        return f" ({nom}{INSECABLE}{lus[0]})" if lus else ""

    return _partout(d, dit)


def retirer(d: Document) -> Document:
    """The document without its numbers: slides and workbook have their own order."""
    return _partout(d, lambda nom, cle: "")


def a_venir(texte: str) -> str:
    """A sentence on the screen: its figure is named, it has its number in the document only."""
    lues = connues()

    def dit(m: re.Match[str]) -> str:
        nom = next((lues[c] for x in m[2].split(",") if (c := x.strip()) in lues), "")
        return f" ({m[1]}{INSECABLE}: {nom})" if nom else ""

    return _reunir(RENVOI.sub(dit, texte))


def _reunir(texte: str) -> str:
    """« (+3,2 % ; figure 2) »: one parenthesis, not two side by side."""
    return ACCOLEES.sub(f"{FINE}; ", texte)


def connues() -> dict[str, str]:
    """The figures that a sentence may cite, each with what it shows."""
    lues: dict[str, str] = {}
    for genre, d in (b for p in plan.load().parties.values() for b in p.blocs):
        if genre in ("courbes", "barres", "composition"):
            lues[d["cle"]] = d["sujet"]
        elif genre == "repartition":
            lues[f"{d['id']}_{d['axe']}"] = d["sujet"]
        elif genre == "cascade":
            lues[f"cascade_{d['id']}"] = "D'où vient la différence"
        elif genre == "nation":
            lues[d["cle"]] = "Le département et la France"
        elif genre == "calcul" and d in DE_CALCUL:
            lues[d] = DE_CALCUL[d]
    return lues


def inconnue(j: Jeton) -> str:
    """What to say of a citation that no figure answers; nothing where one does."""
    lues = {c.strip() for c in j.forme.split(",")} - set(connues())
    if j.id != "figure" or not lues:
        return ""
    dit = f"« {{{j.brut}}} » : aucune figure ne s'appelle ainsi, rien n'est cité."
    return ponctuer(f"{dit} Figures : {', '.join(connues())}.")


def _partout(d: Document, dire: Callable[[str, str], str]) -> Document:
    def texte(x: str) -> str:
        return _reunir(RENVOI.sub(lambda m: dire(m[1], m[2]), x))

    def partie(p: Partie) -> Partie:
        blocs = tuple(
            replace(b, texte=texte(b.texte)) if isinstance(b, Paragraphe) else b for b in p.blocs
        )
        return replace(p, resultat=texte(p.resultat), blocs=blocs)

    return replace(d, parties=tuple(map(partie, d.parties)))
