"""The guard that begins every page, and the head that every page carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import streamlit as st

from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.serveur import menu
from clas_data.ui import epingles, filtres, navigateur, pied, session, textes

# Between the title of the page and those of its cards: who listens to the screen goes from heading
# to heading.
TITRE_CACHE = '<h2 class="clas-lecteur">{}</h2>'


def enter(nom: str) -> Acteur:
    """Who is reading this page; a page that may not be shown says why and stops here."""
    try:
        qui = session.entrant()
        if qui is None:
            refuse("Cette page s'ouvre depuis l'accueil du tableau de bord, après identification.")
        if not qui.voit(nom):
            refuse(
                f"Le profil « {qui.declaration.titre} » n'a pas accès à cette page. Les pages "
                "ouvertes sont dans le menu."
            )
    except ClasError as erreur:
        refuse(erreur.message)
    _head(nom, qui)
    return qui


def encore() -> None:
    """After what is read outside of a base (journal, corrections): stop where the reader was shown
    out meanwhile, by the first real import say.
    """
    if session.acteur() is None:
        refuse(
            "Cette page s'est fermée pendant qu'elle se dessinait. Rechargez-la pour vous "
            "identifier."
        )


def refuse(raison: str) -> NoReturn:
    """Say why nothing is shown, and stop."""
    st.error(textes.litteral(raison), icon=":material/lock:")
    pied.stop()


def accomplir(geste: Callable[[], Any], annonce: str | Callable[[Any], str]) -> None:
    """Do what a reader confirmed, then say it (or what it gave) at the top of a fresh screen; a
    refusal is said here, and nothing else changes.
    """
    try:
        fait = geste()
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    session.annoncer(annonce if isinstance(annonce, str) else annonce(fait))
    st.rerun()


def lien(nom: str, texte: str, campagne: str, **parametres: str) -> None:
    """A link to another screen, on this campagne and with these choices in its URL."""
    ecran, parametres = menu.ecrans()[nom], {filtres.CAMPAGNE_PORTEE: campagne, **parametres}
    st.page_link(
        menu.page(ecran),
        label=texte,
        icon=ecran.icone,
        query_params=parametres,
    )


def aller(nom: str, campagne: str, **parametres: str) -> None:
    """What a gesture does that opens another screen, on this campagne and with these choices."""
    session.demander(nom, {filtres.CAMPAGNE_PORTEE: campagne, **parametres})


def onglets(contenus: Mapping[str, Callable[[], None]]) -> None:
    """Tabs whose choice is in the URL; only the one that is open is computed."""
    filtres.say_dropped("onglet", "Onglet", contenus)
    for onglet, (intitule, montrer) in zip(
        st.tabs(list(contenus), key="onglet", bind="query-params"), contenus.items(), strict=True
    ):
        if onglet.open:
            with onglet:
                st.html(TITRE_CACHE.format(textes.ECHAPPE(intitule)))
                montrer()


def _head(nom: str, qui: Acteur) -> None:
    session.commencer_page(nom)
    ecran = menu.ecrans()[nom]
    with st.container(
        key="tete", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.title(ecran.titre, anchor=False, width="content")
        session.garder_place_du_lien(st.container(key="place_lien", width="content"))
        navigateur.bouton()
        epingles.tete(qui)
        with st.popover(
            "À quoi sert cette page ?", icon=":material/help:", type="tertiary", key="utilite"
        ):
            st.markdown(ecran.utilite)
    st.html(TITRE_CACHE.format("Contenu de la page"))
    annonce = session.annonce()
    if annonce:
        st.success(textes.litteral(annonce), icon=":material/check_circle:")
