"""What the page « Conformité » looks at: requests and judgements of a campagne, within the filters;
kept under the empreinte and the rules' version.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    """The requests of the selection (agreed or not), and the judgements of their rows: read when a
    tab asks for them.
    """

    selection: Selection

    @cached_property
    def demandes(self) -> pd.DataFrame:
        return self.selection.garder(
            lecture.requete(
                self.selection.perimetre, "conformite_demandes", campagne=self.selection.campagne
            )
        )

    @cached_property
    def jugements(self) -> pd.DataFrame:
        """The judgements of the requests of the selection."""
        j = juger(self.selection.perimetre, self.selection.campagne)
        return j[j["code_action"].isin(self.demandes["code_action"])].reset_index(drop=True)

    @cached_property
    def agreees(self) -> pd.DataFrame:
        return self.demandes[self.demandes["decision"] == "agréée"].reset_index(drop=True)

    @cached_property
    def matrice(self) -> pd.DataFrame:
        """One row per agreed action, one column per rule."""
        return matrice.par_action(self.jugements, self.agreees)

    @cached_property
    def regles(self) -> dict[str, regles.Regle]:
        """The rules, held to the values of this campagne."""
        return regles.en_vigueur(config.installation(), self.selection.campagne)

    @cached_property
    def source(self) -> str:
        """What a picture of the rules cites."""
        return (
            "Agréments, questionnaires et bilans reçus ; règles du référentiel (version "
            f"{regles.version(config.installation())})"
        )


def figures(etat: Etat, faire: Callable[[Selection], Any]) -> Any:
    """The figures of one tab, kept under the selection and the version of the rules."""
    return lecture.garder(etat.selection, faire, regles.version(config.installation()))


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
