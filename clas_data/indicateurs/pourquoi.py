"""« Pourquoi ce chiffre a changé »: the movement, the territory and the niveau that explain most of
a difference, each with what remains, so that the amounts sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from clas_data import formats
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.mouvements import NATURES, Mouvements
from clas_data.indicateurs.phrases import NON_RENSEIGNE

MOUVEMENTS = {  # one action, several
    "comparables": ("action qui répond les deux années", "actions qui répondent les deux années"),
    "nouvelles": ("action nouvelle", "actions nouvelles"),
    "arretees": ("action arrêtée", "actions arrêtées"),
    "retrouvees": ("action qui répond de nouveau", "actions qui répondent de nouveau"),
    "perdues": ("action qui ne répond plus", "actions qui ne répondent plus"),
    "deplacees": ("action entrée ou sortie", "actions entrées ou sorties"),
}
DECIDEES = ("action agréée les deux années", "actions agréées les deux années")
RESTE = {True: "tout le reste", False: "qui répond, et le mélange des actions"}
# where a difference is looked for, in that order
TETES = {"epci": "Par intercommunalité", "commune": "Par commune", "niveau": "Par niveau"}


@dataclass(frozen=True)
class Cause:
    """What explains most of a difference on one axis ("": the movements), and all that remains."""

    axe: str
    nom: str
    montant: Decimal
    reste: Decimal


@dataclass(frozen=True)
class Pourquoi:
    """Why one figure changed; `montant` + `reste` of each cause is `ecart`, as it is written."""

    ind: Indicateur
    mouvements: Mouvements
    ecart: Decimal
    causes: tuple[Cause, ...]

    @property
    def texte(self) -> str:
        """The paragraph."""
        m = self.mouvements
        avant, apres = (
            formats.valeur_unite(v, self.ind.unite, self.ind.decimales)
            for v in (m.brut.avant, m.brut.apres)
        )
        dits = [
            f"De {m.avec} à {m.campagne}, « {self.ind.titre} » passe de {avant} à {apres} : "
            f"{self._signe(self.ecart)}."
        ]
        if m.additif and m.reponses_differentes and m.comparables.actions:
            dits.append(
                f"À champ constant ({compter(self.ind, 'comparables', m.comparables.actions)}) : "
                f"{self._signe(phrases.affiche(self.ind, m.ecart_constant))}."
            )
        for c in self.causes:
            tete = f"{TETES[c.axe]}, d'abord {c.nom}" if c.axe else f"D'abord {c.nom}"
            reste = f" ({RESTE[m.additif]} : {self._signe(c.reste)})"
            dits.append(f"{tete} : {self._signe(c.montant)}{reste}.")
        return ponctuer(" ".join(dits))

    def _signe(self, v: Decimal) -> str:
        if self.ind.unite == "%":
            return f"{formats.nombre(v, self.ind.decimales, signe=True)} " + phrases.accorder(
                "points", v
            )
        return formats.valeur_unite(v, self.ind.unite, self.ind.decimales, signe=True)


def expliquer(
    ind: Indicateur,
    tout: Mouvements,
    axes: Mapping[str, tuple[Mouvements, Mapping[str, str]]] | None = None,
) -> Pourquoi | None:
    """Why `tout` moved; `axes`: axis → the same read by it, and the words of its values. None where
    one side is unknown.
    """
    if None in (tout.brut.avant, tout.brut.apres):
        return None
    ecart = phrases.difference(ind, tout.brut.avant, tout.brut.apres)
    if not tout.additif:
        causes = [_rapport(ind, tout, ecart)]
    else:
        parts = {n: getattr(tout, n) for n in NATURES}
        causes = [
            _premiere(
                ind,
                "",
                ecart,
                {compter(ind, n, p.actions): p.ecart for n, p in parts.items() if p.actions},
            )
        ]
        for axe, (lu, noms) in ((axes or {}) if ecart else {}).items():
            lignes = {_nom(l.valeur, noms): l.ecart_brut for l in lu.lignes}
            causes.append(_premiere(ind, axe, ecart, lignes) if len(lignes) > 1 else None)
    return Pourquoi(ind, tout, ecart, tuple(c for c in causes if c))


def mots(ind: Indicateur, nature: str) -> tuple[str, str]:
    """One action of this movement, several; of what the commission decides, nobody answers."""
    return DECIDEES if ind.table == "agrements" and nature == "comparables" else MOUVEMENTS[nature]


def compter(ind: Indicateur, nature: str, actions: int) -> str:
    """« 14 actions qui ne répondent plus »."""
    return formats.pluriel(actions, *mots(ind, nature))


def _nom(valeur: str | None, noms: Mapping[str, str]) -> str:
    return NON_RENSEIGNE if valeur in (None, "") else noms.get(valeur, valeur)


def _premiere(ind: Indicateur, axe: str, ecart: Decimal, parts: Mapping) -> Cause | None:
    """The strongest part in the direction of the difference (whatever its direction where nothing
    changed in all), and what remains.
    """
    sens = {n: v for n, v in parts.items() if v and (v * ecart > 0 or not ecart)}
    if not sens:
        return None
    nom = max(sens, key=lambda n: abs(sens[n]))
    montant = phrases.affiche(ind, sens[nom])
    return Cause(axe, nom, montant, ecart - montant)


def _rapport(ind: Indicateur, m: Mouvements, ecart: Decimal) -> Cause | None:
    """Of a ratio: what its comparables say, then all that who answers and their mix change."""
    if m.ecart_constant is None:
        return None
    constant = phrases.affiche(ind, m.ecart_constant)
    return Cause("", compter(ind, "comparables", m.comparables.actions), constant, ecart - constant)


def ecrire(ind: Indicateur, p: Pourquoi | None) -> str:
    """The paragraph, or that nothing can be compared."""
    if p is None:
        return ponctuer(f"« {ind.titre} » n'est pas connu l'une des deux années ({ND}).")
    return p.texte
