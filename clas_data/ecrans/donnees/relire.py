"""A deposit examined again, read otherwise: what a button says is written into the correspondance
of the file, never into the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur
from clas_data.ecrans.donnees.lire import etat
from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import ebauche, rangement
from clas_data.fichiers.correspondances.forme import (
    SOUS_TOTAL,
    Apport,
    Champ,
    Correspondance,
    Ecartee,
    Tableau,
)
from clas_data.fichiers.messages import affichable
from clas_data.nation import controle
from clas_data.tables import importation, relectures
from clas_data.ui import page, session

NE_PAS_LIRE, REPETER = "ne_pas_lire", "repeter"


def proposer(acteur: Acteur, p: importation.Proposition, campagne: str, par: str) -> None:
    """Examine the same files again."""
    page.accomplir(
        lambda: session.retenir_proposition(
            controle.proposer(config.installation(), p.depots, campagne, acteur, p.mode, par=par)
        ),
        "Dépôt examiné de nouveau.",
    )


def lire_par(
    acteur: Acteur,
    p: importation.Proposition,
    dites: set[str],
    dire: Callable[[Correspondance], Correspondance],
) -> None:
    """Read the deposit again so, or open the steps where the layout is not sure."""
    c = _base(p, dites)
    if c is None:
        if etat.commencer(acteur, p.depots, p.campagne):
            session.retenir_proposition(None)
            st.rerun()
        return
    c = dire(c)
    if c == rangement.toutes(config.installation()).get(c.identifiant):
        st.warning(
            f"« {c.nom} » lit déjà ainsi : ce qui reste se corrige dans le fichier.",
            icon=":material/flag:",
        )
        return
    page.accomplir(lambda: _relire(acteur, p, c), f"Lu ainsi, et retenu sous « {c.nom} ».")


def _base(p: importation.Proposition, dites: set[str]) -> Correspondance | None:
    """The correspondance that read this deposit, else the guess where every column is sure, or is
    one of those that a person just told how to read (`dites`).
    """
    inst = config.installation()
    noms = {s.correspondance for s in p.sources if s.correspondance}
    if len(noms) == 1:
        return rangement.lire(inst, noms.pop())
    devinee, refus = relectures.deviner(inst, list(p.depots), p.campagne)
    lues = [x for x in devinee.pistes if x.choisis]
    if (
        noms
        or refus
        or devinee.manques
        or not lues
        or not all(x.sur or affichable(x.entete) in dites for x in lues)
    ):
        return None
    e = ebauche.commencer(devinee)
    return ebauche.retenue(ebauche.confirmer(e, [(x.tableau, x.entete) for x in devinee.pistes]))


def avec(
    c: Correspondance, campagne: str, colonne: str, valeur: str, lecture: str, lire: str
) -> Correspondance:
    """The same, with one word more, or another way to read a column."""

    def dire(t: Tableau, champ: Champ) -> Champ | None:
        noms = (t.remplir(champ.colonne, campagne, n) for n in (None, *t.rangs()))
        if not champ.colonne or colonne not in map(affichable, noms):
            return champ
        if lire:
            if lire == REPETER:
                return replace(champ, repete=True)
            return None if lire == NE_PAS_LIRE else replace(champ, lire=lire)
        dits = {m: lecture if lu == valeur else lu for m, lu in champ.mots.items()}
        return replace(champ, mots={**dits, valeur.removesuffix(".0"): lecture})

    tableaux = []
    for t in c.tableaux:
        lus = [{n: dire(t, x) for n, x in a.champs.items()} for a in t.apports]
        cote = [
            a.champs[n].colonne for a, l in zip(t.apports, lus, strict=True) for n in l if not l[n]
        ]
        apports = tuple(
            replace(a, champs={n: x for n, x in l.items() if x})
            for a, l in zip(t.apports, lus, strict=True)
        )
        tableaux.append(replace(t, apports=apports, de_cote=(*t.de_cote, *dict.fromkeys(cote))))
    return replace(c, tableaux=tuple(tableaux))


def en_milliers(c: Correspondance) -> Correspondance:
    montants = {n for n, x in schemas.load()["bilans"].colonnes.items() if x.type == "montant"}

    def lire(a: Apport) -> Apport:
        if a.table != "bilans":
            return a
        lus = {n: replace(x, unite="milliers") for n, x in a.champs.items() if n in montants}
        return replace(a, champs={**a.champs, **lus})

    tableaux = (replace(t, apports=tuple(map(lire, t.apports))) for t in c.tableaux)
    return replace(c, tableaux=tuple(tableaux))


def sans_lignes(c: Correspondance, campagne: str, noms: dict[str, str]) -> Correspondance:
    """Without the rows whose column says one of these texts; `noms`: text → the column as said."""
    tableaux = []
    for t in c.tableaux:
        leurs = {affichable(t.remplir(x.colonne, campagne)): x.colonne for _, _, x in t.utilises()}
        dites = [Ecartee(leurs[o], "vaut", texte) for texte, o in noms.items() if o in leurs]
        tableaux.append(replace(t, ecartees=(*t.ecartees, *dites)))
    return replace(c, tableaux=tuple(tableaux))


def sans_sommes(c: Correspondance) -> Correspondance:
    tableaux = []
    for t in c.tableaux:
        codes = [a.champs["code_action"] for a in t.apports if a.table == "collectifs"]
        dites = [Ecartee(x.colonne, SOUS_TOTAL) for x in codes if x.colonne and not t.sous_totaux]
        tableaux.append(replace(t, ecartees=(*t.ecartees, *dites)))
    return replace(c, tableaux=tuple(tableaux))


def _relire(acteur: Acteur, p: importation.Proposition, c: Correspondance) -> None:
    inst = config.installation()
    relectures.enregistrer(inst, c, acteur)
    suite = controle.proposer(inst, p.depots, p.campagne, acteur, p.mode, par=c.identifiant)
    session.retenir_proposition(suite)
