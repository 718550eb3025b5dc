"""The layouts that this installation knows: take one away, receive one, correct it after seeing
what would read differently.
"""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.fichiers.correspondances import ecrite, rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.tables import relectures
from clas_data.ui import listes, page, textes

TEXTE = "texte_correspondance"


def show(acteur: Acteur) -> None:
    """Each of them, then the one that is being received or corrected."""
    st.markdown(
        "Une correspondance dit une fois comment se lit une forme de fichier ; le tableau de bord "
        "la reconnaît ensuite seul. Elle s'emporte, et se reçoit d'un autre département."
    )
    connues = rangement.toutes(config.installation())
    page.encore()
    if connues:
        _une(acteur, connues)
    else:
        st.caption("Aucune encore : déposez un fichier, et montrez comment il se lit.")
    recu = st.file_uploader("Recevoir une correspondance (.yaml)", None, key="recevoir")
    if recu and st.button("L'examiner", key="examiner_recue"):
        st.session_state[TEXTE] = _texte(recu.getvalue())
        st.rerun()
    if st.session_state.get(TEXTE):
        _corriger(acteur, st.session_state[TEXTE])


def _texte(contenu: bytes) -> str:
    return contenu[: ecrite.OCTETS_MAX].decode("utf-8", "replace")


def _une(acteur: Acteur, connues: dict[str, Correspondance]) -> None:
    nom = listes.choisir(
        "Correspondance", list(connues), format_func=lambda i: connues[i].nom, key="gardee"
    )
    texte = ecrite.ecrire(connues[nom])
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "L'emporter",
            texte,
            f"{nom}.yaml",
            icon=":material/download:",
            key="emporter",
            on_click="ignore",
        )
        if st.button("La corriger", icon=":material/edit:", key="corriger_gardee"):
            st.session_state[TEXTE] = texte
            st.rerun()
        if st.button("La retirer", icon=":material/delete:", key="retirer_gardee"):
            page.accomplir(
                lambda: relectures.retirer(config.installation(), nom, acteur),
                "Correspondance retirée : son texte reste au journal.",
            )


def _corriger(acteur: Acteur, texte: str) -> None:
    """Its text, and which past deposits would read differently once it is changed."""
    inst = config.installation()
    ecrit = st.text_area("Texte de la correspondance", texte, height=380, key=f"yaml_{hash(texte)}")
    try:
        c = ecrite.lire(ecrit, "Ce texte")
        relues = relectures.apercu(inst, c)
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    differentes = [r for r in relues if r.differente]
    for r in differentes:
        quoi = r.refus or formats.pluriel(len(r.changees), "ligne change", "lignes changent")
        st.markdown(
            f"- {textes.litteral(r.source.fichier)}, {r.campagne}, {r.source.table} : "
            f"{textes.litteral(quoi)}"
        )
    if relues and not differentes:
        st.caption("Aucun dépôt déjà accepté ne se lirait autrement.")
    if st.button("Enregistrer", type="primary", key="enregistrer_gardee"):
        page.accomplir(lambda: _garder(acteur, c), f"« {c.nom} » est enregistrée.")


def _garder(acteur: Acteur, c: Correspondance) -> None:
    relectures.enregistrer(config.installation(), c, acteur)
    st.session_state.pop(TEXTE, None)
