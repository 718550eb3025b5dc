"""The frame of every screen: identification, menu of the acteur, banner, page, footer.  Streamlit
runs it at each rerun.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from clas_data.acces import Acteur, profil_demonstration
from clas_data.errors import ClasError
from clas_data.serveur import garde, marque, menu
from clas_data.serveur.menu import Ecran
from clas_data.ui import identification, lecture, navigateur, page, pied, session, style, textes

A_PROPOS = {
    "About": (
        "**Tableau de bord départemental du Clas.** Des fichiers d'une campagne aux chiffres "
        "qui servent à décider."
    )
}


def _page(ecran: Ecran, acteur: Acteur | None) -> st.Page:
    """The screen for who may open it, else a refusal at the same address."""
    if acteur is None or acteur.voit(ecran.nom):
        return menu.page(ecran)
    refus = f"Le profil « {acteur.declaration.titre} » n'ouvre pas cette page."
    return st.Page(partial(page.refuse, refus), title=ecran.titre, url_path=ecran.nom)


def _navigation(acteur: Acteur | None) -> tuple[dict[str, st.Page], st.Page]:
    """Every address is known before identification, so that a link is kept; the root leads to the
    first screen of the acteur.
    """
    pages = {e.nom: _page(e, acteur) for e in menu.ecrans().values()}
    accueil = menu.accueil(acteur) if acteur else None

    def racine() -> None:
        if accueil is None:
            page.refuse("Ce profil n'ouvre aucune page.")
        st.switch_page(pages[accueil.nom], query_params=st.query_params.to_dict())

    return pages, st.navigation(
        [st.Page(racine, title="Accueil", default=True), *pages.values()], position="hidden"
    )


def _sidebar(acteur: Acteur, pages: dict[str, st.Page]) -> None:
    with st.sidebar:
        st.html(pied.MARQUE)
        rubrique = None
        for ecran in (e for e in menu.de(acteur) if e.rubrique):
            if ecran.rubrique != rubrique:
                rubrique = ecran.rubrique
                st.caption(rubrique)
            st.page_link(pages[ecran.nom], label=ecran.titre, icon=ecran.icone, width="stretch")
        with st.container(key="identite"):
            st.caption("Vous lisez en tant que")
            st.markdown(f"**{acteur.declaration.titre}**")
            if acteur.siret:
                st.caption(f"SIRET {acteur.siret}")
            if not session.choisi():
                st.html(f'<p class="clas-mots">{textes.ECHAPPE(acteur.nom)}</p>')
            if st.button(
                "Changer de profil" if session.choisi() else "Se déconnecter",
                icon=":material/logout:",
                type="tertiary",
                key="sortir",
            ):
                session.sortir()
                st.rerun()
        navigateur.presenter()


def _run() -> None:
    st.set_page_config(
        page_title="Clas · tableau de bord",
        page_icon=str(marque.DESSIN),
        layout="wide",
        menu_items=A_PROPOS,
    )
    style.install()
    try:
        ouverte = lecture.ouverte()
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    acteur = session.acteur()
    with st.sidebar:  # what is drawn in the page keeps its rank
        navigateur.garder()
    depose = acteur is not None and acteur.peut("importer")
    garde.depots(session.numero(), session.reconnu(), depose)
    pages, choisie = _navigation(acteur)
    # an empty base has nothing fictional
    if ouverte.demonstration and ouverte.valeurs(
        lecture.perimetre(profil_demonstration("comite")), "campagne"
    ):
        st.html(pied.BANDEAU)
    # its place is taken at once by the next script: the choice of a profile does not linger,
    # greyed, under a page that is slow to come
    accueil = st.empty()
    if acteur is None:
        with accueil.container():
            identification.ecran()
    else:
        demande = session.demande()
        if demande is not None:
            st.switch_page(pages[demande[0]], query_params=demande[1])
        _sidebar(acteur, pages)
        session.faire_entrer(acteur)
        choisie.run()
    pied.footer(ouverte, acteur)


_run()
