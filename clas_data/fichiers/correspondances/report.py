"""What a person said of a file, kept when its headers are sought on another row: what concerns
columns that are still there.
"""

from __future__ import annotations

from dataclasses import replace

from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.ebauche import Ebauche, Vue
from clas_data.fichiers.correspondances.forme import Apport, Tableau


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


def _lu(e: Ebauche, mot: ebauche.MotVu, gardees: set[Vue]) -> bool:
    rang, table, colonne, _ = mot
    if rang >= len(e.correspondance.tableaux):
        return False
    return any(
        (rang, c.colonne) in gardees
        for t, n, c in e.correspondance.tableaux[rang].utilises()
        if (t, n) == (table, colonne)
    )
