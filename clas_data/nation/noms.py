"""One figure under two names: of its indicator, or of its territory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clas_data.errors import Anomalie
from clas_data.fichiers import titres
from clas_data.nation import chiffres
from clas_data.nation.chiffres import DEPARTEMENT, FRANCE
from clas_data.nation.jugements import Lue, dire

PAYS = "France"


def deux_noms(lues: Sequence[Lue], deja: Iterable[str], campagne: str) -> Iterator[Anomalie]:
    """A figure that the base holds already under the other name of its indicator (`deja`: the keys
    that stay): kept beside it, one territory would have two values.
    """
    autres = {}
    for cle in deja:
        nom, *ou = cle.split("/")
        autres[chiffres.identifiant(nom), *ou] = nom
    for l in lues:
        nom = autres.get((l.ind.id, *l.ou)) if l.ind else None
        if nom and nom != l.brute["indicateur"]:
            yield dire(l, "national_deux_noms", "indicateur", campagne, proposition=nom)


def lieux(
    lues: Sequence[Lue], ici: tuple[str, str], deja: Iterable[str], campagne: str
) -> Iterator[Anomalie]:
    """A territory under another name than the one by which it is read (`ici`: our code and name)
    or than it has already, in the base (`deja`: the keys that stay) or above in the file.
    """
    notres = (*ici, " ".join(ici), " ".join(ici[::-1]))
    ecrits = {(DEPARTEMENT, titres.cle(n)): ici[1] for n in notres}
    for _, sorte, nom in (cle.split("/", 2) for cle in deja):
        ecrits.setdefault((sorte, titres.cle(nom)), nom)
    for l in lues:
        sorte, nom = l.ou
        if sorte and nom:
            voulu = ecrits.setdefault((sorte, titres.cle(nom)), nom)
            voulu = PAYS if sorte == FRANCE else voulu
            if voulu != nom:
                yield dire(l, "national_lieu", "territoire", campagne, proposition=voulu)
            elif not any(map(str.isalpha, nom)):
                yield dire(l, "national_code", "territoire", campagne)
