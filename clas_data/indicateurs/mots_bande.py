"""The words of a change where a picture stands: in a strip of figures, where each has the width of
a few words, and in the note of what shows totals.
"""

from __future__ import annotations

from clas_data.formats import INSECABLE
from clas_data.indicateurs.changements import Changement
from clas_data.indicateurs.mots_changements import (
    case,
    contradiction,
    court_champ,
    fleche,
    phrase,
    sans_comparaison,
    signe,
    tout,
)

BREF = 12  # characters that a figure of the strip has room for


def bande(c: Changement) -> tuple[str, ...]:
    """The same in a strip, where each figure has the width of a few words; a total that moves
    otherwise than the first line, as pictures show it, is still said.
    """
    if not c.connu:
        return (sans_comparaison(c),)
    if c.refuse:
        return (f"⚖ ne se compare pas à {c.avec}",)
    prudence = " ⚖" if c.avis else ""
    dit = signe(c)
    tete = f"{fleche(c)} {case(c) if len(dit) > BREF else dit}"
    if not c.discordant:
        return (tete + prudence,)
    nom = "total" if c.mouvements.additif else "ensemble"
    return (tete, f"{nom}{INSECABLE}: {signe(c, brut=True).split(' (')[0]}{prudence}")


def discordance(c: Changement) -> str:
    """« +7,2 points sur 60 actions comparables ; ensemble des réponses : stable », where the total
    moves otherwise; why, where it goes the other way.
    """
    if not c.discordant or c.contradiction:
        return contradiction(c)
    ici = court_champ(c).replace(", ", " ", 1)
    return phrase(f"{signe(c)}{ici} ; {tout(c)}")
