"""Where a table seems to stand in a sheet nobody has shown us: which row bears its headers, whether
they take two rows, whether it lies on its side, whether another one begins below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from clas_data.fichiers.correspondances import nationale
from clas_data.fichiers.correspondances.forme import COLONNES, LIGNES
from clas_data.fichiers.correspondances.indices import chercher
from clas_data.fichiers.correspondances.reperage import Vue, reunir
from clas_data.fichiers.entetes import RECHERCHE
from clas_data.fichiers.feuilles import Feuille, vide

ENTETE_MAX = 300  # letters of a header: a question is long, a note is longer
EXAMINEES = 15
COUCHEE_MAX = 300  # cells a side of a table that may lie on its side
SECONDE = 3  # headers of a second table, all sure


@dataclass(frozen=True)
class Assise:
    """A table of a sheet: its last row of headers (from 0), how many there are, its side, where
    it ends.
    """

    ligne: int
    hauteur: int = 1
    sens: str = LIGNES
    fin: int | None = None
    score: float = 0.0


def asseoir(vue: Vue, campagne: str) -> list[Assise]:
    """The tables that this sheet seems to hold, from top to bottom."""
    debout = _meilleure(vue.feuille.lignes, campagne, LIGNES)
    petite = len(vue.feuille.lignes) <= COUCHEE_MAX
    if petite and max(map(len, vue.feuille.lignes), default=0) <= COUCHEE_MAX:
        couchee = _meilleure(vue.couchees, campagne, COLONNES)
        if couchee and (not debout or couchee.score > 1.3 * debout.score):
            return [couchee]
    if not debout:
        return []
    autres = _autres(vue.feuille.lignes, debout, campagne)
    tetes = sorted([debout, *autres], key=lambda a: a.ligne)
    fins = [s.ligne - s.hauteur + 1 for s in tetes[1:]] + [None]
    return [
        Assise(a.ligne, a.hauteur, a.sens, fin, a.score) for a, fin in zip(tetes, fins, strict=True)
    ]


def unir(feuilles: Sequence[Feuille]) -> list[Feuille]:
    """Sheets that bear the same texts in their first rows are one layout: their rows, one after
    the other, under the headers of the first.
    """
    unies: dict[tuple, Feuille] = {}
    for f in feuilles:
        tete = next((i for i, l in enumerate(f.lignes[:RECHERCHE]) if _de_titres(l, 3)), -1)
        debout = tuple(str(c).strip() for c in f.lignes[tete]) if tete >= 0 else id(f)
        premiere = unies.setdefault((tete, debout, f.masquee), f)
        if premiere is not f:
            lignes = [*premiere.lignes, *f.lignes[tete + 1 :]]
            unies[tete, debout, f.masquee] = replace(premiere, lignes=lignes)
    return list(unies.values())


def _meilleure(lignes: list[list[Any]], campagne: str, sens: str) -> Assise | None:
    candidates = []
    for r, ligne in enumerate(lignes[:RECHERCHE]):
        seule = _de_titres(ligne) or _sans_libelle(ligne, campagne)
        haut = lignes[r - 1] if r and _de_titres(lignes[r - 1], 1) else []
        repetee = bool(haut) and not seule and _de_textes(reunir([haut, ligne]), haut, ligne)
        if not seule and not repetee:
            continue
        if seule:
            candidates.append(Assise(r, 1, sens, None, _score(reunir([ligne]), campagne)))
        if haut and (repetee or _completent(haut, ligne)):
            deux = _score(reunir(lignes[r - 1 : r + 1]), campagne)
            candidates.append(Assise(r, 2, sens, None, 0.92 * deux))
        if len(candidates) >= EXAMINEES:
            break
    return max(candidates, key=lambda a: (a.score, -a.ligne), default=None)


def _sans_libelle(ligne: list[Any], campagne: str) -> bool:
    """True for « France » alone above its values, beside labels that have no header."""
    textes = [str(c).strip() if not vide(c) else "" for c in ligne]
    return (
        sum(map(bool, textes)) == 1 and not textes[0] and bool(nationale.nommee(textes, campagne))
    )


def _de_titres(ligne: list[Any], debut: int = 2) -> bool:
    """True where nearly all cells are short texts, all different."""
    pleines = [c for c in ligne if not vide(c)]
    textes = {c.strip() for c in pleines if isinstance(c, str) and len(c) <= ENTETE_MAX}
    return len(pleines) >= debut and len(textes) >= 0.7 * len(pleines)


def _de_textes(reunis: list[str], haut: list[Any], bas: list[Any]) -> bool:
    """True where the same headers come back under each group of the row above: told apart by it."""
    ecrits = [c.strip() for c in bas if isinstance(c, str) and c.strip()]
    groupes = [c for c in haut if not vide(c)]
    pleins = [e for e in reunis if e]
    numerotes = sum(e.endswith(")") and e.rpartition(" (")[2][:-1].isdigit() for e in pleins)
    tous = len(ecrits) == sum(not vide(c) for c in bas)
    return tous and len({*ecrits}) < len(ecrits) and len(groupes) > 1 and numerotes == 0


def _completent(haut: list[Any], bas: list[Any]) -> bool:
    """True where the upper row names groups and the lower one their columns."""
    seuls = [j for j, c in enumerate(bas) if not vide(c) and (j >= len(haut) or vide(haut[j]))]
    return bool(seuls) and any(vide(b) for b in bas[: len(haut)])


def _score(entetes: list[str], campagne: str) -> float:
    """How much these headers look like those of our tables; each column of ours counts once."""
    meilleurs: dict[tuple[str, str], float] = {}
    textes = 0
    for e in entetes:
        if not e:
            continue
        textes += 1
        trouves = chercher(e, campagne)
        if trouves:
            cible = (trouves[0].table, trouves[0].colonne)
            meilleurs[cible] = max(meilleurs.get(cible, 0), trouves[0].score)
    return sum(meilleurs.values()) + 0.02 * textes + nationale.poids(entetes, campagne)


def _autres(lignes: list[list[Any]], premiere: Assise, campagne: str) -> list[Assise]:
    """The other rows that bear headers, all sure; above the best one, those that have rows of their
    own and an empty one below.
    """
    deja = {str(c).strip() for c in lignes[premiere.ligne] if not vide(c)}
    haut = premiere.ligne - premiere.hauteur + 1
    vides = [r for r in range(haut) if all(vide(c) for c in lignes[r])]
    trouvees = []
    for r, ligne in enumerate(lignes):
        if haut <= r <= premiere.ligne or (r < haut and r > max(vides, default=0) - 2):
            continue
        if not isinstance(next((c for c in ligne if not vide(c)), None), str):
            continue
        if r and not (all(vide(c) for c in lignes[r - 1]) or len(lignes) < COUCHEE_MAX):
            continue
        textes = [c.strip() for c in ligne if isinstance(c, str) and c.strip()]
        if len(textes) < SECONDE or not _de_titres(ligne) or {*textes} == deja:
            continue
        surs = [t for t in textes if (i := chercher(t, campagne)) and i[0].score >= 0.8]
        if len(surs) >= max(SECONDE, 0.6 * len(textes)):
            trouvees.append(Assise(r, 1, LIGNES))
    return trouvees
