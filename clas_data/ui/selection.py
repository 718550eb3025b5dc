"""What a screen is looking at: a campagne, filters on axes, within the perimetre of the acteur."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from clas_data import config
from clas_data.acces import Perimetre
from clas_data.fichiers import referentiels
from clas_data.memoire import Habitude, Memoire

LIEUX_MAX = 400  # pages and tabs, by the axes of their filters
LIEUX = Memoire(LIEUX_MAX)


@dataclass(frozen=True)
class Filtre:
    """One filter in force: the axis, the value the base knows, the words a reader knows."""

    axe: str
    nom: str
    valeur: str
    libelle: str


@dataclass(frozen=True)
class Selection:
    """A campagne and filters; hashable, so that with the empreinte it is a cache key."""

    perimetre: Perimetre
    campagne: str
    campagnes: tuple[str, ...]
    filtres: tuple[Filtre, ...] = ()
    estimation: bool = False  # show, beside the counts, what they would be if all had answered

    def ou(self, *, campagne: bool = True) -> dict[str, str]:
        """The filters as the indicators read them; without the campagne when all are wanted."""
        filtres = {f.axe: f.valeur for f in self.filtres}
        return {"campagne": self.campagne, **filtres} if campagne else filtres

    @property
    def precedente(self) -> str | None:
        """The campagne before the chosen one, when the base holds it."""
        rang = self.campagnes.index(self.campagne)
        return self.campagnes[rang - 1] if rang else None

    @property
    def mots(self) -> str:
        """The whole state in words, the same on screen and in exports."""
        return f"Campagne {self.campagne} · {self.champ}"

    @property
    def champ(self) -> str:
        """The filters without the campagne, for pictures that run across the years."""
        siennes = ["Vos actions"] if self.perimetre.siret else []
        filtres = [f"{f.nom} : {f.libelle}" for f in self.filtres]
        return (
            " · ".join(siennes + filtres)
            or f"{referentiels.departement(config.installation())}, département entier"
        )

    def garder(self, df: pd.DataFrame) -> pd.DataFrame:
        """The rows that the filters keep, in a table that has their columns."""
        for f in self.filtres:
            df = df[df[f.axe] == f.valeur]
        return df.reset_index(drop=True)

    def sans(self, axe: str) -> Selection:
        return replace(self, filtres=tuple(f for f in self.filtres if f.axe != axe))

    def habitude(self) -> Habitude:
        """What was seen to be read where the reader now is, under filters of the same axes."""
        contexte = get_script_run_ctx()
        page = contexte.page_script_hash if contexte else ""
        axes = tuple(sorted(f.axe for f in self.filtres))
        return LIEUX.lire((page, st.session_state.get("onglet"), axes), Habitude)
