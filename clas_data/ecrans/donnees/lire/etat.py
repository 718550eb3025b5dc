"""What is being shown of a file: kept in the session, across the pages, until read or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur
from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers.controle import Controle
from clas_data.fichiers.correspondances import ebauche, laissees, rangement, reprise
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.ebauche import Ebauche
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.feuilles import Depot, Feuille
from clas_data.fichiers.lecture import read
from clas_data.tables import relectures

_LECTURE = "lecture_montree"
ETRANGERES = {  # what is said of files whose layout is not ours
    *("aucune_table", "colonne_absente", "collectifs_en_colonnes", "seconde_table"),
    *("tableau_couche", "sans_entete", "correspondance_inadaptee"),
    "correspondance_colonne_exigee",
}


@dataclass(frozen=True)
class Montree:
    """The files that a person shows, their sheets, and where they stand. `qui`: whose account keeps
    them on the server; `corrigee`: the correspondance that is being corrected; `reprise`: they were
    left, and come back.
    """

    campagne: str
    depots: tuple[Depot, ...]
    feuilles: tuple[Feuille, ...]
    ebauche: Ebauche
    lu: tuple[Correspondance, Controle] | None = None
    qui: str = ""
    corrigee: str = ""
    reprise: bool = False


def en_cours(acteur: Acteur) -> Montree | None:
    """What is being shown, if anything; what this account left comes back."""
    if _LECTURE not in st.session_state:
        st.session_state[_LECTURE] = _reprendre(acteur)
    return st.session_state[_LECTURE]


def poser(montree: Montree | None) -> None:
    st.session_state[_LECTURE] = montree


def _retenir(m: Montree) -> None:
    """In the session, and on the server for the account that shows it."""
    poser(m)
    if m.qui:
        inst = config.installation()
        laissees.garder(inst, m.qui, m.campagne, m.depots, m.ebauche, m.corrigee)


def laisser(m: Montree) -> None:
    """It was read, or given up: nothing of it stays."""
    if m.qui:
        laissees.effacer(config.installation(), m.qui)
    poser(None)


def _reprendre(acteur: Acteur) -> Montree | None:
    qui = _qui(acteur)
    laissee = laissees.reprendre(config.installation(), qui) if qui else None
    if laissee is None:
        return None
    inst, depots = config.installation(), list(laissee.depots)
    if laissee.corrigee:
        connue = rangement.toutes(inst).get(laissee.corrigee)
        devinee = connue and relectures.montrer(inst, connue, depots, laissee.campagne)
    else:
        devinee, _ = relectures.deviner(inst, depots, laissee.campagne, laissee.assises)
    if not devinee or not devinee.correspondance.tableaux:
        laissees.effacer(inst, qui)
        return None
    e, noms = laissees.ebauche(laissee, devinee), (qui, laissee.corrigee, True)
    return Montree(laissee.campagne, laissee.depots, _feuilles(depots), e, None, *noms)


def _qui(acteur: Acteur) -> str:
    """A profile open to all is nobody's: what it shows stays in its session."""
    return "" if acteur.demonstration or not acteur.peut("importer") else acteur.nom


def _feuilles(depots: Sequence[Depot]) -> tuple[Feuille, ...]:
    return tuple(f for d in depots for f in read(d)[0])


def avancer(m: Montree, e: Ebauche) -> None:
    """One gesture more, then the screen again."""
    _retenir(replace(m, ebauche=e, reprise=False))
    st.rerun()


def etrangere(anomalies: Sequence[Anomalie]) -> bool:
    """True where the layout of the files is what prevents reading them, or some of their columns
    that resemble ours: nothing becomes « n.d. » without a yes.
    """
    refuse = any(a.gravite == BLOQUANTE for a in anomalies)
    return any(a.code in ETRANGERES or (proche(a) and not refuse) for a in anomalies)


def proche(a: Anomalie) -> bool:
    """True for a column that is left unread though it resembles one of ours."""
    return a.code == "colonne_inconnue" and a.proposition != ""


def commencer(acteur: Acteur, depots: Sequence[Depot], campagne: str) -> bool:
    """Guess and begin; False where nothing in these files looks like one of our tables."""
    acteur.exige("importer")
    devinee, refus = relectures.deviner(config.installation(), list(depots), campagne)
    if refus or not devinee.correspondance.tableaux:
        return False
    e = ebauche.commencer(devinee)
    _retenir(Montree(campagne, tuple(depots), _feuilles(depots), e, None, _qui(acteur)))
    return True


def corriger(acteur: Acteur, c: Correspondance, campagne: str, depots: Sequence[Depot]) -> bool:
    """Show again what is kept, on files that it reads; False where they are not its."""
    acteur.exige("importer")
    devinee = relectures.montrer(config.installation(), c, list(depots), campagne)
    if devinee is None:
        return False
    e, noms = reprise.commencer(devinee), (_qui(acteur), c.identifiant)
    _retenir(Montree(campagne, tuple(depots), _feuilles(depots), e, None, *noms))
    return True


def rasseoir(m: Montree, assises: list[tuple[str, Assise]]) -> bool:
    """Guess again, where the person says that the tables stand; False where nothing is there."""
    devinee, _ = relectures.deviner(config.installation(), list(m.depots), m.campagne, assises)
    if not devinee.correspondance.tableaux:
        return False
    nouvelle = reprise.reporter(m.ebauche, ebauche.commencer(devinee))
    _retenir(replace(m, ebauche=nouvelle, lu=None))
    return True


def lu(m: Montree) -> Controle | None:
    """What would be read, with what is confirmed; read again where that changed only."""
    retenue = ebauche.retenue(m.ebauche)
    if not retenue.tableaux:
        return None
    if m.lu is None or m.lu[0] != retenue:
        controle = relectures.lire_par(config.installation(), list(m.depots), m.campagne, retenue)
        m = replace(m, lu=(retenue, controle))
        poser(m)
    return m.lu[1]
