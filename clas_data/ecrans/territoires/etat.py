"""What the page « Territoires » looks at: a campagne, a maille, a territory or none — all of it in
the URL.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur, Perimetre
from clas_data.ecrans.territoires import lectures as lus
from clas_data.figures.propres.mesures import Vue
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.territoires import contours
from clas_data.ui import filtres, gestes, lecture, listes, origine, pied
from clas_data.ui.choix import clic
from clas_data.ui.composants import lien
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Filtre, Selection

CHOISIR = "Territoire"
LIEUX = {"commune": "par commune", "epci": "par intercommunalité"}


@dataclass(frozen=True)
class Etat:
    """What the page looks at: a campagne, a maille, a territory or none."""

    acteur: Acteur | None  # None: nobody is at the screen
    perimetre: Perimetre
    campagnes: tuple[str, ...]
    campagne: str
    maille: str
    territoire: tuple[str, str, str] | None  # maille, code, label

    @property
    def precedente(self) -> str | None:
        rang = self.campagnes.index(self.campagne)
        return self.campagnes[rang - 1] if rang else None

    @property
    def choisis(self) -> list[str]:
        return [self.territoire[1]] if self.territoire else []

    @property
    def cadre(self) -> str:
        """The EPCI that frames the map of communes, if one is chosen."""
        return (
            self.territoire[1]
            if self.territoire and self.territoire[0] == "epci" and self.maille == "commune"
            else ""
        )

    @property
    def lieu(self) -> str:
        return LIEUX[self.maille]

    def selection(self) -> Selection:
        """The same choices as the blocks of indicators read them, for the chosen territory."""
        if not self.territoire:
            return Selection(self.perimetre, self.campagne, self.campagnes)
        maille, code, nom = self.territoire
        return Selection(
            self.perimetre,
            self.campagne,
            self.campagnes,
            (Filtre(maille, "Territoire", code, nom),),
        )

    def bloc(self, **choix: Any) -> Bloc:
        """What composes a map of this state again, with the choices of its tab."""
        return Bloc(PROPRE, {"maille": self.maille, **choix}, self.selection())

    def encadree(self) -> Selection:
        """The communes of the chosen EPCI, or the whole département: what is read by maille."""
        if self.cadre:
            return self.selection()
        return Selection(self.perimetre, self.campagne, self.campagnes)

    def vue(self, maille: str = "", *, entier: bool = False) -> Vue:
        """What a map is drawn on; `entier`: the whole département, whatever is chosen."""
        maille = maille or self.maille
        return Vue(
            lus.fond(maille, "" if entier else self.cadre),
            self.campagne,
            maille,
            LIEUX[maille],
            contours.source(config.installation(), lus.CONTOURS[maille]),
            tuple(self.choisis),
        )


def choisir(acteur: Acteur) -> Etat:
    """The bar of the page; stops with a sentence where there is nothing to look at."""
    perimetre = lecture.perimetre(acteur)
    campagnes = tuple(lecture.valeurs_axe(perimetre, "campagne"))
    if not campagnes:
        st.info(
            "Aucune campagne à montrer pour l'instant : déposez les fichiers d'une campagne sur "
            "la page « Données ».",
            icon=":material/inbox:",
        )
        pied.stop()
    filtres.receive_campagne(campagnes)
    offerts = territoires()
    for cle, nom, connus in (
        ("campagne", "Campagne", campagnes),
        ("maille", "Maille", lus.MAILLES),
        ("territoire", CHOISIR, offerts),
    ):
        filtres.say_dropped(cle, nom, connus)
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom", gap="small"):
        maille = st.segmented_control(
            "Maille",
            list(lus.MAILLES),
            default=lus.DEFAUT,
            required=True,
            key="maille",
            bind="query-params",
        )
        campagne = listes.choisir(
            "Campagne", campagnes[::-1], key="campagne", bind="query-params", width=130
        )
        choisi = listes.choisir(
            CHOISIR,
            list(offerts),
            index=None,
            key="territoire",
            bind="query-params",
            width=275,
            placeholder="Cliquez sur la carte, ou cherchez",
        )
        lien.montrer(campagne=campagne)
    etat = Etat(
        acteur,
        perimetre,
        campagnes,
        campagne,
        lus.MAILLES[maille or lus.DEFAUT],
        (*offerts[choisi], choisi) if choisi else None,
    )
    origine.ouvrir_demandee(etat.selection())
    return etat


def territoires() -> dict[str, tuple[str, str]]:
    """label → (maille, code): EPCI then communes; two territories of one name bear their codes."""
    tous = [
        (nom, maille, code)
        for maille in ("epci", "commune")
        for code, nom in lus.noms(maille).items()
    ]
    doubles = Counter(nom for nom, _, _ in tous)
    return {
        nom if doubles[nom] == 1 else f"{nom} ({code})": (maille, code)
        for nom, maille, code in tous
    }


def pris(cle: str) -> None:
    """A click on the map: the territory under it becomes the one that the page looks at."""
    code = next(
        (
            c
            for point in clic.points(cle)
            for c in (point.get("location"), point.get("customdata"))
            if isinstance(c, str)
        ),
        "",
    )
    nom = next((nom for nom, (_, c) in territoires().items() if c == code), None)
    if nom:
        st.session_state["territoire"] = nom


def cliquable(cle: str) -> dict[str, object]:
    """The options of a chart whose territories answer a click."""
    return {"on_select": gestes.geste(partial(pris, f"figure_{cle}")), "selection_mode": "points"}
