"""The first screen: while everything in the base is fictional, anyone chooses a profile; otherwise
one signs in.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import streamlit as st

from clas_data.acces import profil_demonstration, roles
from clas_data.acces.acteurs import Role
from clas_data.serveur import garde
from clas_data.ui import lecture, listes, session, textes


def ecran() -> None:
    """Ask who is there."""
    st.html(
        '<div class="clas-accueil"><h1>Tableau de bord départemental du Clas</h1>'
        "<p>Contrat local d'accompagnement à la scolarité : des fichiers d'une campagne aux "
        "chiffres qui servent à décider.</p></div>"
    )
    if not lecture.demonstration():
        st.error(
            "La base contient des données réelles : les profils de démonstration sont fermés. "
            "Identifiez-vous avec votre compte, ou demandez-en un à l'administration de ce "
            "tableau de bord.",
            icon=":material/lock:",
        )
        _sign_in("Se connecter", "primary")
        return
    st.header("Choisissez un profil de démonstration", anchor=False)
    colonnes: list = []
    for rang, role in enumerate(roles().values()):
        if rang % 3 == 0:
            colonnes = st.columns(3, gap="small")
        with (
            colonnes[rang % 3],
            st.container(key=f"carte_profil_{role.nom}", height="stretch", gap="small"),
        ):
            _profile(role)
    _sign_in("J'ai un compte : me connecter", "second")


def _sign_in(mots: str, type_: str) -> None:
    """The sign-in page is served apart from the screens: a link that leaves them, and comes back
    to the address that was opened.
    """
    demandee = urlsplit(st.context.url or "")
    suite = urlunsplit(("", "", demandee.path, urlencode(st.query_params.to_dict()), ""))
    st.html(
        f'<p class="clas-porte {type_}">'
        f'<a href="{garde.prefixe()}/connexion?suite={quote(suite, safe="")}" '
        f'target="_self">{mots}'
        "</a></p>"
    )


def _profile(role: Role) -> None:
    st.html(
        f'<h3 class="clas-titre">{textes.ECHAPPE(role.titre)}</h3>'
        f'<p class="clas-sous-titre">{textes.ECHAPPE(role.description)}</p>'
    )
    siret = _porteur() if role.lignes == "siennes" else None
    if st.button(
        "Entrer avec ce profil",
        key=f"profil_{role.nom}",
        type="primary",
        disabled=role.lignes == "siennes" and siret is None,
    ):
        session.entrer(profil_demonstration(role.nom, siret))
        st.rerun()


def _porteur() -> str | None:
    """The fictional porteur to be, by its name; read as the committee reads, which the
    demonstration opens to anyone.
    """
    df = lecture.requete(lecture.perimetre(profil_demonstration("comite")), "ecran_porteurs")
    noms = {l.porteur_siret: f"{l.porteur_nom} ({l.commune_nom})" for l in df.itertuples()}
    return listes.choisir(
        "Quel porteur ?",
        list(noms),
        format_func=noms.get,
        key="profil_siret",
        placeholder="Aucun porteur dans la base",
    )
