"""The words of a change in a strip of figures, where each has the width of a few words."""

from __future__ import annotations

from clas_data.formats import INSECABLE
from clas_data.indicateurs.changements import Changement
from clas_data.indicateurs.mots_changements import case, fleche, sans_comparaison, signe

BREF = 12  # characters that a figure of the strip has room for


def bande(c: Changement) -> tuple[str, ...]:
    """The same in a strip, where each figure has the width of a few words; a total that does
    not go the way of the first line is still said.
    """
    if not c.connu:
        return (sans_comparaison(c),)
    if c.refuse:
        return (f"⚖ ne se compare pas à {c.avec}",)
    prudence = " ⚖" if c.avis else ""
    dit = signe(c)
    tete = f"{fleche(c)} {case(c) if len(dit) > BREF else dit}"
    if not (c.constant and c.sens != c.sens_brut):
        return (tete + prudence,)
    tout = "total" if c.mouvements.additif else "ensemble"
    return (tete, f"{tout}{INSECABLE}: {signe(c, brut=True).split(' (')[0]}{prudence}")
