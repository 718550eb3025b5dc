"""What there is to look at in a text: its kinds, and the change that its total contradicts."""

from __future__ import annotations

from dataclasses import dataclass

from clas_data.errors import UsageError
from clas_data.figures import jetons
from clas_data.figures.jetons import Jeton
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ponctuer
from clas_data.indicateurs import mots_changements

CONTRAIRE, BOUGE, A_LA_MAIN, INCONNU, SANS_VALEUR, COMPARAISON, NOMME = (
    "contraire",
    "bouge",
    "a_la_main",
    "inconnu",
    "sans_valeur",
    "comparaison",
    "nomme",
)


@dataclass(frozen=True)
class Remarque:
    """One thing to look at in a text: its kind, and the sentence that says it. `grave` when the
    text says what the data do not.
    """

    genre: str
    phrase: str
    grave: bool = False


def contradictions(texte: str, v: Valeurs) -> list[Remarque]:
    """A change is told where the total and those who answer both years go in opposite directions,
    and the text does not say so.
    """
    lus = [j for _, corps in jetons.trouver(texte) if (j := lisible(corps, v))]
    dites = {(j.id, j.filtre) for j in lus if j.forme in ("contradiction", "fait")}
    return [
        Remarque(
            COMPARAISON,
            ponctuer(
                f"{mots_changements.contradiction(c)} Dites-le : {{{j.id}|contradiction}}, ou "
                f"{{{j.id}|fait}} à la place."
            ),
            True,
        )
        for j in lus
        if j.forme in ("ecart", "ecart_brut", "evolution", "sens", "avant")
        and (j.id, j.filtre) not in dites
        and (c := v.changement(j.id, j.filtre)) is not None
        and c.dit
        and c.contradiction
    ]


def lisible(corps: str, v: Valeurs) -> Jeton | None:
    """The token between braces, where it can be read and says more than its answers."""
    try:
        j = jetons.lire(corps)
    except UsageError:
        return None
    return j if v.connait(j.id) and j.forme != "reponses" else None
