"""What the page « Conformité » looks at: requests and judgements of a campagne, within the filters;
kept under the empreinte and the rules' version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import config
from clas_data.acces import Perimetre
from clas_data.conformite import matrice, parcours, regles, relances
from clas_data.tables import base, controles
from clas_data.ui import lecture
from clas_data.ui.selection import Selection


@dataclass(frozen=True)
class Etat:
    """The requests of the selection (agreed or not), and the judgements of their rows."""

    selection: Selection
    demandes: pd.DataFrame
    jugements: pd.DataFrame

    @property
    def agreees(self) -> pd.DataFrame:
        return self.demandes[self.demandes["decision"] == "agréée"].reset_index(drop=True)

    @property
    def matrice(self) -> pd.DataFrame:
        """One row per agreed action, one column per rule."""
        return matrice.par_action(self.jugements, self.agreees)

    @property
    def regles(self) -> dict[str, regles.Regle]:
        """The rules, held to the values of this campagne."""
        return regles.en_vigueur(config.installation(), self.selection.campagne)

    @property
    def source(self) -> str:
        """What a picture of the rules cites."""
        return (
            "Agréments, questionnaires et bilans reçus ; règles du référentiel (version "
            f"{regles.version(config.installation())})"
        )


def lire(selection: Selection) -> Etat:
    """The state of this screen."""
    demandes = selection.garder(
        lecture.requete(selection.perimetre, "conformite_demandes", campagne=selection.campagne)
    )
    jugements = juger(selection.perimetre, selection.campagne)
    return Etat(
        selection,
        demandes,
        jugements[jugements["code_action"].isin(demandes["code_action"])].reset_index(drop=True),
    )


def libelle(demande: Any) -> str:
    """How a list, and the URL, name a request."""
    return f"{demande.code_action} · {demande.intitule or demande.porteur_nom}"


def juger(perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    return _juger(
        lecture.ouverte().empreinte, regles.version(config.installation()), perimetre, campagne
    )


def questions(perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """What to ask the porteurs of a campagne."""
    return _questions(
        lecture.ouverte().empreinte, regles.version(config.installation()), perimetre, campagne
    )


@st.cache_data(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _questions(empreinte: str, version: str, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    ouverte = base.ouvrir(config.installation(), empreinte)
    demandes = ouverte.lire(perimetre, "conformite_demandes", {"campagne": campagne})
    return relances.lister(
        demandes, matrice.juger(ouverte, perimetre, campagne), controles.run(ouverte, campagne)
    )


def par_porteur(perimetre: Perimetre, campagnes: Sequence[str]) -> pd.DataFrame:
    """The worst state of each porteur under each rule, campagne by campagne."""
    return pd.concat(
        [
            _par_porteur(
                lecture.ouverte().empreinte, regles.version(config.installation()), perimetre, c
            )
            for c in campagnes
        ],
        ignore_index=True,
    )


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs=lecture.HACHAGE)
def _par_porteur(empreinte: str, version: str, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    ouverte = base.ouvrir(config.installation(), empreinte)
    return parcours.par_porteur(
        matrice.etats(ouverte, perimetre, campagne),
        ouverte.lire(perimetre, "conformite_demandes", {"campagne": campagne}),
    )


@st.cache_data(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _juger(empreinte: str, version: str, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    return matrice.juger(base.ouvrir(config.installation(), empreinte), perimetre, campagne)
