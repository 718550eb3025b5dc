"""Filters: their state is the URL; a value that the URL holds and the base does not is said, never dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st

from clas_data.acces import Acteur
from clas_data.ui import lecture
from clas_data.ui.selection import Filtre, Selection


@dataclass(frozen=True)
class Axe:
    """One filter: its key in the URL, the axis of the indicators, its name, the words for « no filter »."""

    cle: str
    axe: str
    nom: str
    tous: str
    largeur: int = 200


AXES = {
    a.cle: a
    for a in (
        Axe("epci", "epci", "Intercommunalité", "Isère entière", 255),
        Axe("niveau", "niveau", "Niveau", "Tous les niveaux", 175),
        Axe("type", "porteur_type", "Type de porteur", "Tous les types", 220),
        Axe("qpv", "qpv", "Quartier", "QPV et hors QPV", 175),
    )
}


def campagne_et_territoire(acteur: Acteur, axes: Sequence[str] = tuple(AXES)) -> Selection:
    """The bar of filters and what it says; stops with a sentence where there is nothing to look at."""
    perimetre = lecture.perimetre(acteur)
    campagnes = tuple(lecture.valeurs_axe(perimetre, "campagne"))
    if not campagnes:
        st.info(
            "Aucune campagne à montrer pour l'instant : déposez les fichiers d'une campagne sur la page « Données », "
            "ou attendez la publication par le comité.",
            icon=":material/inbox:",
        )
        st.stop()
    choix = {c: _offre(c, perimetre) for c in axes}
    _say_dropped({"campagne": {c: c for c in campagnes}, **choix})
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom", gap="small"):
        campagne = st.selectbox("Campagne", campagnes[::-1], key="campagne", bind="query-params", width=150)
        filtres = tuple(f for c in axes if (f := _filtre(AXES[c], choix[c])) is not None)
    selection = Selection(perimetre, campagne, campagnes, filtres)
    with st.container(key="mots", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f'<p class="clas-mots">{escape(selection.mots)}</p>', width="content")
        _copy_link(selection)
    return selection


def _filtre(axe: Axe, offre: dict[str, str]) -> Filtre | None:
    options = [axe.tous, *offre.values()]
    if len(offre) < 2:
        return None
    libelle = st.selectbox(axe.nom, options, key=axe.cle, bind="query-params", width=axe.largeur)
    if libelle == axe.tous:
        return None
    valeur = next(v for v, l in offre.items() if l == libelle)
    return Filtre(axe.axe, axe.nom, valeur, libelle)


def _offre(cle: str, perimetre) -> dict[str, str]:
    """value → label of what one filter offers in this perimetre, in the order in which it is read."""
    valeurs = lecture.valeurs_axe(perimetre, AXES[cle].axe)
    if cle == "epci":
        noms = lecture.noms_axe("epci")
        return dict(sorted(((v, noms.get(v, v)) for v in valeurs), key=lambda paire: paire[1]))
    if cle == "niveau":
        ordre = ["élémentaire", "collège", "lycée", "mixte"]
        valeurs = sorted(valeurs, key=lambda v: ordre.index(v) if v in ordre else len(ordre))
    return {v: v for v in valeurs}


def _say_dropped(offres: dict[str, dict[str, str]]) -> None:
    for cle, offre in offres.items():
        demande = st.query_params.get(cle)
        connus = {*offre.values(), AXES[cle].tous if cle in AXES else ""}
        if demande is not None and demande not in connus:
            nom = AXES[cle].nom if cle in AXES else "Campagne"
            st.warning(
                f"Le lien demandait « {nom} : {demande} », que cette base ne contient pas ou que votre profil ne lit pas. "
                "Ce filtre n'est pas appliqué.",
                icon=":material/filter_alt_off:",
            )


def parametres(selection: Selection) -> dict[str, str]:
    """What the URL holds for this selection, in full."""
    axes = {a.axe: a.cle for a in AXES.values()}
    return {"campagne": selection.campagne, **{axes[f.axe]: f.libelle for f in selection.filtres}}


def _copy_link(selection: Selection) -> None:
    with st.popover("Copier le lien", icon=":material/link:", type="tertiary", key="lien"):
        st.caption("Ce lien ouvre cette page avec les mêmes filtres.")
        st.code(f"{(st.context.url or '').split('?')[0]}?{urlencode(parametres(selection))}", language=None, wrap_lines=True)
