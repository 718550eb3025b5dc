"""Links by which people come in: invite, see who was asked."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, comptes, invitations, reglages
from clas_data.ui import exports, lecture, session, tableaux


def invite(acteur: Acteur) -> None:
    """All the porteurs of the base in one go: links for a mail-merge; the tool sends nothing
    itself.
    """
    st.markdown(
        "Chaque porteur de la base reçoit un compte, dont l'identifiant est son **SIRET**, et un "
        "**lien qui sert une fois** pour choisir son mot de passe. L'outil n'envoie aucun "
        "courriel : il donne un fichier, à joindre à vos adresses (par le SIRET) dans un "
        "publipostage."
    )
    porteurs = lecture.requete(lecture.perimetre(acteur), "ecran_porteurs")
    connus = {c.siret: c.etat for c in comptes.visibles(config.installation(), acteur) if c.siret}
    etats = [connus.get(s, "sans compte") for s in porteurs["porteur_siret"]]
    compte = [
        [e, formats.nombre(etats.count(e))]
        for e in dict.fromkeys(["actif", "invité", "sans compte", *etats])
        if e in etats
    ]
    tableaux.show(
        "Porteurs de la base, selon l'état de leur compte", ["Compte", "Porteurs"], compte
    )
    renouveler = st.checkbox(
        "Refaire aussi les liens qui n'ont pas encore servi (les précédents cesseront de "
        "fonctionner)",
        key="renouveler",
    )
    if st.button(
        "Préparer les liens", type="primary", icon=":material/group_add:", key="inviter_porteurs"
    ):
        paires = zip(porteurs["porteur_siret"], porteurs["porteur_nom"], strict=True)
        session.retenir_invitations(
            tuple(invitations.inviter_porteurs(config.installation(), acteur, paires, renouveler))
        )
        st.rerun()
    faites = session.invitations()
    if faites is None:
        return
    if not faites:
        st.info(
            "Tous les porteurs ont déjà un compte ou un lien en cours : aucun lien n'a été fait.",
            icon=":material/done_all:",
        )
        return
    st.success(
        f"{formats.pluriel(len(faites), 'lien prêt', 'liens prêts')}. {limite(faites)} "
        "Téléchargez-les avant de quitter : ils ne seront plus montrés.",
        icon=":material/link:",
    )
    st.download_button(
        "Liens d'invitation (csv)",
        invitations.en_csv(faites, adresse()),
        exports.nom_fichier("invitations-clas") + ".csv",
        "text/csv",
        key="invitations_csv",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
    )
    st.caption(
        "Ce fichier ouvre les comptes : transmettez-le et effacez-le comme vous le feriez de "
        "mots de passe."
    )


def limite(faites) -> str:
    return f"Valable jusqu'au {formats.jour(datetime.fromtimestamp(faites[0].expire))}."


def adresse() -> str:
    """The public address: that of the settings, else the one of this screen."""
    return (
        reglages.load(config.installation()).adresse
        or (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    )
