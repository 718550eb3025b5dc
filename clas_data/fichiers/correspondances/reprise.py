"""A correspondance that is kept, shown again on a file that it reads: its columns where they stand,
what it made of each, and the columns about which it says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.fichiers.correspondances.application import reconnaitre
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.devinette import Devinee
from clas_data.fichiers.correspondances.ebauche import COLONNES, Ebauche
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.correspondances.reperage import Repere, Vue
from clas_data.fichiers.correspondances.tableau_devine import Lu, Piste
from clas_data.fichiers.feuilles import Feuille
from clas_data.fichiers.lieux import Communes


def montrer(
    feuilles: Sequence[Feuille], campagne: str, communes: Communes, c: Correspondance
) -> Devinee | None:
    """The file as this correspondance reads it; None where one of its tables is not there."""
    vues = [Vue(f) for f in feuilles]
    reperes = {id(r.tableau): r for r in reversed(reconnaitre(vues, c, campagne))}
    if any(id(t) not in reperes for t in c.tableaux):
        return None
    pistes, assises = [], []
    for rang, t in enumerate(c.tableaux):
        r = reperes[id(t)]
        assise = Assise(r.ligne, t.lignes_entete, t.sens, r.fin)
        l = Lu(rang, r.vue, assise, campagne, communes, {})
        l.lire()
        pistes += _nommees(l.pistes, r)
        assises.append((r.vue.feuille.feuille, assise))
    return Devinee(c, pistes, [], [], assises, campagne)


def _nommees(pistes: list[Piste], r: Repere) -> list[Piste]:
    """Their columns under the headers that the correspondance gives them; each header once."""
    siens = {j: e for (e, _), j in r.positions.items()}
    gardees: dict[str, Piste] = {}
    for p in pistes:
        noms = [siens[j] for j in p.colonnes if j in siens]
        p.entete = noms[0] if noms else p.entete
        gardees.setdefault(p.entete, p)
    return list(gardees.values())


def commencer(d: Devinee) -> Ebauche:
    """All that it says is said already; only what is new is asked."""
    vues = {
        (rang, e)
        for rang, t in enumerate(d.correspondance.tableaux)
        for e in (*t.entetes(), *t.de_cote)
    }
    mots = {
        (rang, a.table, nom, mot)
        for rang, t in enumerate(d.correspondance.tableaux)
        for a in t.apports
        for nom, c in a.champs.items()
        for mot in c.mots
    }
    return Ebauche(d, d.correspondance, frozenset(vues), frozenset(mots), COLONNES)
