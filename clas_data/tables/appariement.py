"""Which actions of two campagnes go together, from the surest to the least sure: by porteur,
title, commune, niveau and size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from clas_data.fichiers.valeurs import normalise
from clas_data.tables.comparaison import SEUIL_NOM, mots_propres, nom_compare, ressemblance


@dataclass(frozen=True)
class Demande:
    """One request, as it is matched: `porteur` stands for all the SIRET said to be one; `suivie`:
    what it continues, or what continues it, is known; `renouvelle`: its form does not deny it.
    """

    campagne: str
    code: str
    intitule: str
    siret: str
    nom: str
    commune: str
    commune_nom: str
    niveau: str
    agreee: bool
    enfants_prevus: int
    renouvelle: bool
    suivie: bool
    porteur: str = ""

    @cached_property
    def titre(self) -> str:
        return normalise(self.intitule or "")

    @property
    def dite(self) -> str:
        """« Coup de pouce », de la MJC, Voiron, élémentaire."""
        return f"{self.intitule} ({self.nom}, {self.commune_nom}, {self.niveau})"


Paires = Callable[[list[Demande], list[Demande]], Iterable[tuple[Demande, Demande]]]
Passe = tuple[bool, Callable[[Demande, Demande], str], Paires]


def passes(placees: Sequence[Demande]) -> list[Passe]:
    """From the surest to the least sure; each one takes what it matches from the next."""
    agreees = [d for d in placees if d.agreee and d.renouvelle]
    ainsi = "même porteur, même intitulé, même commune et même niveau"
    return [
        (True, lambda a, b: ainsi, lambda i, j: seules(_tout, i, j, i + j)),
        (
            True,
            lambda a, b: (
                "même porteur et même intitulé, seule action de ce nom des deux côtés"
                + _autrement(a, b)
            ),
            lambda i, j: seules(_titre, i, j, agreees),
        ),
        (
            True,
            lambda a, b: (
                "même porteur, même commune et même niveau, seule action des deux côtés"
                + _autrement(a, b)
            ),
            lambda i, j: seules(_place, i, j, agreees),
        ),
        (
            True,
            lambda a, b: f"{ainsi}, autant d'actions ainsi des deux côtés ; {_tailles(a, b)}",
            lambda i, j: _jumelles(_tout, i, j, autant=True),
        ),
        (
            False,
            lambda a, b: f"{ainsi}, mais pas autant d'actions ainsi avant ; {_tailles(a, b)}",
            lambda i, j: _jumelles(_tout, i, j),
        ),
        (
            False,
            lambda a, b: f"même porteur et même intitulé{_autrement(a, b)} ; {_tailles(a, b)}",
            lambda i, j: _jumelles(_titre, i, j),
        ),
        (False, lambda a, b: f"même porteur, intitulés proches{_autrement(a, b)}", _proches),
    ]


def _place(d: Demande) -> tuple[str, ...]:
    return d.porteur, d.commune, d.niveau


def _titre(d: Demande) -> tuple[str, ...]:
    return d.porteur, d.titre


def _tout(d: Demande) -> tuple[str, ...]:
    return (*_place(d), d.titre)


def _tailles(a: Demande, b: Demande) -> str:
    return f"la plus proche en taille ({b.enfants_prevus} enfants prévus, puis {a.enfants_prevus})"


def _autrement(a: Demande, b: Demande) -> str:
    """What changed beside."""
    change = [
        f"{nom} était « {v} »"
        for nom, v, w in (
            ("l'intitulé", b.intitule, a.intitule),
            ("la commune", b.commune_nom, a.commune_nom),
            ("le niveau", b.niveau, a.niveau),
        )
        if v != w
    ]
    return f" ({', '.join(change)})" if change else ""


Cle = Callable[[Demande], tuple[str, ...]]


def groupes(cle: Cle, ds: Sequence[Demande]) -> dict[tuple[str, ...], list[Demande]]:
    groupes: dict[tuple[str, ...], list[Demande]] = defaultdict(list)
    for d in ds:
        groupes[cle(d)].append(d)
    return groupes


def seules(
    cle: Cle, ici: list[Demande], jadis: list[Demande], parmi: Sequence[Demande]
) -> Iterator[tuple[Demande, Demande]]:
    """One on each side, alone of its kind among all those of `parmi`."""
    if not ici or not jadis:
        return
    tous, b_de = groupes(cle, parmi), groupes(cle, jadis)
    for a in list(ici):
        bs = b_de[cle(a)]
        cotes = [d.campagne for d in tous[cle(a)]]
        if len(bs) == 1 and len(cotes) == 2 and len(set(cotes)) == 2:
            yield a, bs[0]


def _jumelles(
    cle: Cle, ici: list[Demande], jadis: list[Demande], autant: bool = False
) -> list[tuple[Demande, Demande]]:
    """Several of a kind: the nearest in size first; `autant`: as many on each side."""
    a_de, b_de = groupes(cle, ici), groupes(cle, jadis)
    return _au_mieux(
        (abs(a.enfants_prevus - b.enfants_prevus), a, b)
        for a in ici
        for b in b_de[cle(a)]
        if not autant or len(a_de[cle(a)]) == len(b_de[cle(a)])
    )


def _proches(ici: list[Demande], jadis: list[Demande]) -> list[tuple[Demande, Demande]]:
    """Near-identical titles of one porteur, the nearest first."""
    b_de = groupes(lambda d: (d.porteur,), jadis)
    notes = ((ressemblance(a.intitule, b.intitule), a, b) for a in ici for b in b_de[(a.porteur,)])
    return _au_mieux((-note, a, b) for note, a, b in notes if note >= SEUIL_NOM)


def _au_mieux(notees: Iterable[tuple[float, Demande, Demande]]) -> list[tuple[Demande, Demande]]:
    return [(a, b) for _, a, b in sorted(notees, key=lambda n: (n[0], n[1].code, n[2].code))]


def meme_nom(a: str, b: str) -> bool:
    mots = mots_propres(nom_compare(a)) & mots_propres(nom_compare(b))
    return ressemblance(a, b) >= SEUIL_NOM and (bool(mots) or nom_compare(a) == nom_compare(b))
