"""The frame of every screen: identification, menu of the acteur, banner, page, footer.  Streamlit runs it at each rerun."""
from __future__ import annotations

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.tables import base
from clas_data.tables.base import Base
from clas_data.ui import identification, menu, pied, session, style

A_PROPOS = {"About": "**Tableau de bord départemental du Clas.** Des fichiers d'une campagne aux chiffres qui servent à décider."}


def _menu(acteur: Acteur | None):
    """Every screen is declared until the reader is identified, so that a link is kept; then only those of the acteur.

    No icon here: Streamlit would ask fonts.gstatic.com for it, to make it the icon of the browser's tab.
    """
    choix = menu.de(acteur) if acteur else list(menu.ecrans().values())
    pages = {e.nom: st.Page(e.fichier, title=e.titre, url_path=e.nom, default=rang == 0) for rang, e in enumerate(choix)}
    return pages, st.navigation(list(pages.values()), position="hidden")


def _sidebar(acteur: Acteur, pages: dict) -> None:
    with st.sidebar:
        st.html(pied.MARQUE)
        rubrique = None
        for ecran in menu.de(acteur):
            if ecran.rubrique != rubrique:
                rubrique = ecran.rubrique
                st.caption(rubrique)
            st.page_link(pages[ecran.nom], label=ecran.titre, icon=ecran.icone, width="stretch")
        st.caption("Vous lisez en tant que")
        st.markdown(f"**{acteur.declaration.titre}**")
        if st.button("Changer de profil", icon=":material/logout:", type="tertiary", key="sortir"):
            session.sortir()
            st.rerun()


def _run() -> None:
    st.set_page_config(page_title="Clas · tableau de bord", page_icon=str(pied.DESSIN), layout="wide", menu_items=A_PROPOS, initial_sidebar_state="auto")
    style.install()
    try:
        ouverte: Base = base.ouvrir(config.installation())
    except ClasError as erreur:
        st.error(erreur.message, icon=":material/error:")
        return
    acteur = session.acteur()
    pages, choisie = _menu(acteur)
    if ouverte.demonstration:
        st.html(pied.BANDEAU)
    if acteur is None:
        identification.ecran(ouverte)
    else:
        _sidebar(acteur, pages)
        choisie.run()
    pied.footer(ouverte)


_run()
