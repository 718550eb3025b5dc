"""What is being shown of a file: kept in the session, across the pages, until read or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur
from clas_data.errors import Anomalie
from clas_data.fichiers import referentiels
from clas_data.fichiers.controle import Controle
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.ebauche import Ebauche
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.feuilles import Depot, Feuille
from clas_data.fichiers.lecture import read
from clas_data.fichiers.lieux import Communes
from clas_data.tables import relectures

_LECTURE = "lecture_montree"
ETRANGERES = {  # what is said of files whose layout is not ours
    *("aucune_table", "colonne_absente", "collectifs_en_colonnes", "seconde_table"),
    *("tableau_couche", "sans_entete", "correspondance_inadaptee"),
    *("correspondance_colonne_exigee", "correspondances_rivales"),
}


@dataclass(frozen=True)
class Montree:
    """The files that a person shows, their sheets, and where they stand."""

    campagne: str
    depots: tuple[Depot, ...]
    feuilles: tuple[Feuille, ...]
    ebauche: Ebauche
    lu: tuple[Correspondance, Controle] | None = None


def en_cours() -> Montree | None:
    """What is being shown, if anything."""
    return st.session_state.get(_LECTURE)


def poser(montree: Montree | None) -> None:
    st.session_state[_LECTURE] = montree


def avancer(m: Montree, e: Ebauche) -> None:
    """One gesture more, then the screen again."""
    poser(replace(m, ebauche=e))
    st.rerun()


def etrangere(anomalies: Sequence[Anomalie]) -> bool:
    """True where the layout of the files is what prevents reading them."""
    return any(a.code in ETRANGERES for a in anomalies)


def commencer(acteur: Acteur, depots: Sequence[Depot], campagne: str) -> bool:
    """Guess and begin; False where nothing in these files looks like one of our tables."""
    acteur.exige("importer")
    feuilles = [f for d in depots for f in read(d)[0]]
    devinee, refus = relectures.deviner(config.installation(), list(depots), campagne)
    if refus or not devinee.correspondance.tableaux:
        return False
    poser(Montree(campagne, tuple(depots), tuple(feuilles), ebauche.commencer(devinee)))
    return True


def rasseoir(m: Montree, assises: list[tuple[str, Assise]]) -> bool:
    """Guess again, where the person says that the tables stand; False where nothing is there."""
    devinee, _ = relectures.deviner(config.installation(), list(m.depots), m.campagne, assises)
    if not devinee.correspondance.tableaux:
        return False
    nouvelle = replace(ebauche.commencer(devinee), avant=m.ebauche)
    poser(replace(m, ebauche=nouvelle, lu=None))
    return True


def communes() -> Communes:
    """The communes of this installation."""
    inst = config.installation()
    return Communes(
        referentiels.noms_communes(inst),
        referentiels.anciens_codes(inst),
        referentiels.codes_postaux(inst),
    )


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
