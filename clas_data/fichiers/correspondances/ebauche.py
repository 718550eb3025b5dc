"""A correspondance while a person makes it: what was guessed, what they confirmed, each gesture
with its undo. Only what is confirmed is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import preuves
from clas_data.fichiers.correspondances.devinette import Devinee, Mot, Piste
from clas_data.fichiers.correspondances.forme import (
    RANG,
    Apport,
    Champ,
    Correspondance,
    Tableau,
    remplir,
)
from clas_data.fichiers.correspondances.indices import Cible
from clas_data.fichiers.correspondances.tableau_devine import champ_devine
from clas_data.fichiers.lieux import Communes

OU, COLONNES, MOTS = 1, 2, 3
Vue = tuple[int, str]  # a table of the correspondance, one of its headers
MotVu = tuple[int, str, str, str]


@dataclass(frozen=True)
class Ebauche:
    """Where a person stands: the step, the whole guess as corrected, what they said yes to."""

    devinee: Devinee = field(repr=False)
    correspondance: Correspondance = field(repr=False)
    vues: frozenset[Vue] = frozenset()
    mots_vus: frozenset[MotVu] = frozenset()
    etape: int = OU
    avant: Ebauche | None = field(default=None, repr=False, compare=False)


def commencer(d: Devinee, etape: int = OU) -> Ebauche:
    """Nothing is confirmed yet."""
    return Ebauche(d, d.correspondance, etape=etape)


def annuler(e: Ebauche) -> Ebauche:
    """As before the last gesture."""
    return e.avant or e


def _apres(e: Ebauche, **changes: Any) -> Ebauche:
    return replace(e, avant=e, **changes)


def aller(e: Ebauche, etape: int) -> Ebauche:
    """At another step."""
    return _apres(e, etape=etape)


def confirmer(e: Ebauche, vues: Iterable[Vue]) -> Ebauche:
    """Yes to these columns, as they are assigned."""
    return _apres(e, vues=e.vues | set(vues))


def sures(e: Ebauche) -> list[Vue]:
    """The columns whose guess is sure, and not said yet; to leave one unread is a sure guess where
    its reason is known and nothing that rows need is missing.
    """
    entiere = not e.devinee.manques
    return [
        v
        for p in e.devinee.pistes
        if (p.sur or (entiere and p.de_cote and not cibles(e, (p.tableau, p.entete))))
        and (v := (p.tableau, p.entete)) not in e.vues
    ]


def cibles(e: Ebauche, vue: Vue) -> list[Cible]:
    """What one of their columns is, for now."""
    tableau, entete = vue
    t = e.correspondance.tableaux[tableau]
    return [(table, nom) for table, nom, champ in t.utilises() if champ.colonne == entete]


def dire_entete(e: Ebauche, vue: Vue) -> str:
    """One of their headers as it stands in the file: « Grp 1, 2… - Cible »."""
    tableau, entete = vue
    niveaux = e.correspondance.tableaux[tableau].niveaux
    return remplir(entete.replace(RANG, ", ".join(niveaux) or "1, 2…"), e.devinee.campagne)


def affecter(e: Ebauche, vue: Vue, voulues: Iterable[Cible]) -> Ebauche:
    """One of their columns is these of ours, and confirmed so; none: put aside on purpose."""
    rang, entete = vue
    voulues = list(voulues)
    t = e.correspondance.tableaux[rang]
    champs = {a.table: dict(a.champs) for a in t.apports}
    for siens in champs.values():
        for nom in [n for n, c in siens.items() if c.colonne == entete]:
            del siens[nom]
    piste = next(p for p in e.devinee.pistes if (p.tableau, p.entete) == vue)
    for table, nom in voulues:
        colonne = schemas.load()[table].colonnes[nom]
        lu = (entete, piste.valeurs, colonne, e.devinee.campagne, piste.milliers)
        champs.setdefault(table, {})[nom] = champ_devine(*lu)
    apports = tuple(
        Apport(table, {n: champs[table][n] for n in schemas.load()[table].colonnes if n in siens})
        for table, siens in champs.items()
        if any(c.colonne for c in siens.values())
    )
    cote = tuple(c for c in t.de_cote if c != entete) + (() if voulues else (entete,))
    suite = _avec(e, rang, replace(t, apports=apports, de_cote=cote))
    return _apres(e, correspondance=suite, vues=e.vues | {vue})


def regler(e: Ebauche, vue: Vue, cible: Cible, **options: Any) -> Ebauche:
    """How this column is read: unit, inverse, order of dates."""
    rang, _ = vue
    t = e.correspondance.tableaux[rang]
    apports = tuple(
        replace(a, champs={n: _regle(c, (a.table, n), cible, options) for n, c in a.champs.items()})
        for a in t.apports
    )
    return _apres(e, correspondance=_avec(e, rang, replace(t, apports=apports)))


def _regle(c: Champ, ici: Cible, cible: Cible, options: dict[str, Any]) -> Champ:
    return replace(c, **options) if ici == cible else c


def traduire(e: Ebauche, dits: Iterable[tuple[MotVu, str | None]]) -> Ebauche:
    """What their words mean; None: the word is left as it is, and will be refused."""
    c, vus = e.correspondance, set(e.mots_vus)
    for (rang, table, colonne, mot), notre in dits:
        t = c.tableaux[rang]
        apports = tuple(
            replace(a, champs=_traduit(a, colonne, mot, notre)) if a.table == table else a
            for a in t.apports
        )
        tableaux = list(c.tableaux)
        tableaux[rang] = replace(t, apports=apports)
        c = replace(c, tableaux=tuple(tableaux))
        vus.add((rang, table, colonne, mot))
    return _apres(e, correspondance=c, mots_vus=frozenset(vus))


def _traduit(a: Apport, colonne: str, mot: str, notre: str | None) -> dict[str, Champ]:
    champ = a.champs[colonne]
    mots = {m: v for m, v in champ.mots.items() if m != mot}
    if notre is not None:
        mots[mot] = notre
    return {**a.champs, colonne: replace(champ, mots=mots)}


def _avec(e: Ebauche, rang: int, t: Tableau) -> Correspondance:
    tableaux = list(e.correspondance.tableaux)
    tableaux[rang] = t
    return replace(e.correspondance, tableaux=tuple(tableaux))


def nommer(e: Ebauche, nom: str) -> Ebauche:
    """Under this name."""
    return replace(e, correspondance=replace(e.correspondance, nom=nom))


def mots(e: Ebauche, communes: Communes) -> list[Mot]:
    """Their words that are not ours in the columns that are confirmed, the most frequent first."""
    trouves = []
    for p in e.devinee.pistes:
        vue = (p.tableau, p.entete)
        for table, nom in cibles(e, vue) if vue in e.vues else ():
            ici = champ(e, p.tableau, (table, nom))
            colonne = schemas.load()[table].colonnes[nom]
            if ici.inverse or ici.lire or ici.par:
                continue
            for mot, (n, notre, sur) in preuves.a_traduire(p.valeurs, colonne, communes).items():
                dit = ici.mots.get(mot, notre)
                trouves.append(Mot(p.tableau, table, nom, mot, n, dit, sur))
    return sorted(trouves, key=lambda m: -m.cellules)


def accepter(e: Ebauche, communes: Communes) -> Ebauche:
    """Yes to every sure guess of the three steps in one gesture, then where something is left."""
    suite = confirmer(e, sures(e))
    surs = [m for m in mots(suite, communes) if m.sur]
    suite = traduire(suite, [((m.tableau, m.table, m.colonne, m.mot), m.notre) for m in surs])
    return replace(suite, avant=e, etape=COLONNES if a_voir(suite) else MOTS)


def avancer(e: Ebauche) -> Ebauche:
    """On to the words, once all the columns are said."""
    return e if a_voir(e) else replace(e, etape=MOTS)


def champ(e: Ebauche, rang: int, cible: Cible) -> Champ:
    """How this column of ours is read, for now."""
    apports = e.correspondance.tableaux[rang].apports
    return next(a.champs[cible[1]] for a in apports if a.table == cible[0])


def retenue(e: Ebauche) -> Correspondance:
    """What would be read: the confirmed columns, with the confirmed words."""
    tableaux = []
    for rang, t in enumerate(e.correspondance.tableaux):
        apports = []
        for a in t.apports:
            champs = {
                nom: replace(c, mots=_vus(e, rang, a.table, nom, c))
                for nom, c in a.champs.items()
                if not c.colonne or (rang, c.colonne) in e.vues
            }
            if any(c.colonne for c in champs.values()):
                apports.append(Apport(a.table, champs))
        if apports:
            tableaux.append(replace(t, apports=tuple(apports)))
    return replace(e.correspondance, tableaux=tuple(tableaux))


def _vus(e: Ebauche, rang: int, table: str, nom: str, c: Champ) -> dict[str, str]:
    return {m: v for m, v in c.mots.items() if (rang, table, nom, m) in e.mots_vus}


def a_voir(e: Ebauche) -> list[Piste]:
    """The columns about which nothing was said yet, the doubtful ones first."""
    return [p for p in e.devinee.pistes if (p.tableau, p.entete) not in e.vues]


def manquent(e: Ebauche) -> tuple[list[Cible], list[Cible]]:
    """(columns without which rows cannot be placed, the others that would be « n.d. »)."""
    exigees, autres = [], []
    for a in (a for t in retenue(e).tableaux for a in t.apports):
        donnees = {*a.champs} | ({"numero"} if a.repetee else set())
        donnees |= {"commune_insee"} if "commune_nom" in donnees else set()
        for nom, c in schemas.load()[a.table].colonnes.items():
            if nom not in donnees and nom not in ("campagne", "commune_nom"):
                (exigees if c.obligatoire else autres).append((a.table, nom))
    return exigees, autres
