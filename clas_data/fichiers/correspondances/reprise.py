"""What was said of a file, said again: a correspondance that is kept, on a file that it reads; the
answers of a person, where the headers are sought on another row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.application import reconnaitre
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.choix import Piste
from clas_data.fichiers.correspondances.devinette import Devinee
from clas_data.fichiers.correspondances.ebauche import COLONNES, Ebauche
from clas_data.fichiers.correspondances.forme import Apport, Correspondance, Tableau
from clas_data.fichiers.correspondances.reperage import Repere, Vue
from clas_data.fichiers.correspondances.tableau_devine import Lu
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


def reporter(avant: Ebauche, apres: Ebauche) -> Ebauche:
    """The new guess with the name, the note and the answers given before; one gesture to undo."""
    presentes = {(p.tableau, p.entete) for p in apres.devinee.pistes}
    gardees = sorted(v for v in avant.vues if v in presentes)
    e = apres
    for vue in gardees:
        e = ebauche.affecter(e, vue, ebauche.cibles(avant, vue))
    tableaux = [
        _regle(t, avant.correspondance.tableaux[rang], {e for r, e in gardees if r == rang})
        if rang < len(avant.correspondance.tableaux)
        else t
        for rang, t in enumerate(e.correspondance.tableaux)
    ]
    c = replace(avant.correspondance, tableaux=tuple(tableaux))
    mots = frozenset(m for m in avant.mots_vus if _lu(e, m, set(gardees)))
    return replace(e, correspondance=c, mots_vus=mots, etape=avant.etape, avant=avant)


def _regle(t: Tableau, ancien: Tableau, entetes: set[str]) -> Tableau:
    """The columns that are still there, read as they were: words, unit, the other way round."""
    dits = {(table, nom): c for table, nom, c in ancien.utilises() if c.colonne in entetes}
    apports = tuple(
        Apport(a.table, {n: dits.get((a.table, n), c) for n, c in a.champs.items()})
        for a in t.apports
    )
    return replace(t, apports=apports, ecartees=ancien.ecartees)


def _lu(e: Ebauche, mot: ebauche.MotVu, gardees: set[tuple[int, str]]) -> bool:
    rang, table, colonne, _ = mot
    if rang >= len(e.correspondance.tableaux):
        return False
    return any(
        (rang, c.colonne) in gardees
        for t, n, c in e.correspondance.tableaux[rang].utilises()
        if (t, n) == (table, colonne)
    )
