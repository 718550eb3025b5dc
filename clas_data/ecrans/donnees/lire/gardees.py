"""The layouts that this installation knows: take one away, receive one, correct it on a file that
it reads, go back to what it was.
"""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.donnees.lire import differences, ecran, etat
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes, journal
from clas_data.fichiers.correspondances import ecrite, rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.lecture import Depot
from clas_data.tables import relectures
from clas_data.ui import listes, page, textes

TEXTE, FICHIER = "texte_correspondance", "correspondance_sans_fichier"


def show(acteur: Acteur) -> None:
    """The one that is being corrected; else each of them, then the one that is being received."""
    montree = etat.en_cours(acteur)
    if montree is not None and montree.corrigee:
        ecran.show(acteur, montree)
        return
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
        _ecrire(acteur, st.session_state[TEXTE])


def _texte(contenu: bytes) -> str:
    return contenu[: ecrite.OCTETS_MAX].decode("utf-8", "replace")


def _une(acteur: Acteur, connues: dict[str, Correspondance]) -> None:
    nom = listes.choisir(
        "Correspondance", list(connues), format_func=lambda i: connues[i].nom, key="gardee"
    )
    texte = ecrite.ecrire(connues[nom])
    with st.container(horizontal=True, gap="small"):
        if st.button("La corriger", type="primary", icon=":material/edit:", key="corriger_gardee"):
            _corriger(acteur, connues[nom])
        st.download_button(
            "L'emporter",
            texte,
            f"{nom}.yaml",
            icon=":material/download:",
            key="emporter",
            on_click="ignore",
        )
        if st.button("Voir son texte", icon=":material/code:", key="texte_gardee"):
            st.session_state[TEXTE] = texte
            st.rerun()
        if st.button("La retirer", icon=":material/delete:", key="retirer_gardee"):
            page.accomplir(
                lambda: relectures.retirer(config.installation(), nom, acteur),
                "Correspondance retirée : son texte reste au journal.",
            )
    if st.session_state.get(FICHIER) == nom:
        _sur_un_fichier(acteur, connues[nom])
    _avant(acteur, connues[nom])


def _corriger(acteur: Acteur, c: Correspondance) -> None:
    """The three steps, on the last files that it read; else on one that is dropped here."""
    campagne, depots = relectures.derniers(config.installation(), c)
    if not depots or not etat.corriger(acteur, c, campagne, depots):
        st.session_state[FICHIER] = c.identifiant
    st.rerun()


def _sur_un_fichier(acteur: Acteur, c: Correspondance) -> None:
    st.caption("Aucun dépôt accepté n'est lu par elle : déposez un fichier de cette forme.")
    connues = sorted(campagnes.load(config.installation()), reverse=True)
    campagne = listes.choisir("Campagne du fichier", connues, width=240)
    recu = st.file_uploader("Fichier de cette forme", None, key="fichier_a_corriger")
    if recu and st.button("La corriger sur ce fichier", key="corriger_sur"):
        if etat.corriger(acteur, c, campagne, [Depot(recu.name, recu.getvalue())]):
            st.session_state.pop(FICHIER, None)
            st.rerun()
        st.warning("Ce fichier n'a pas ses en-têtes : prenez-en un autre.", icon=":material/flag:")


def _avant(acteur: Acteur, c: Correspondance) -> None:
    """What it was before, from the journal, and the way back."""
    passes = [
        e
        for e in reversed(journal.lire(config.installation()))
        if e.type == rangement.EVENEMENT and e.details.get("correspondance") == c.identifiant
    ]
    autres = [e for e in passes if e.details.get("texte") not in ("", None, ecrite.ecrire(c))]
    if not autres:
        return
    with st.expander(f"Ce qu'elle était ({formats.pluriel(len(autres), 'état')})"):
        noms = {f"{e.id}, {_quand(e)}, {e.acteur}": e for e in autres}
        choix = listes.choisir("État gardé au journal", list(noms), key="etat_passe")
        try:
            ancienne = ecrite.lire(noms[choix].details["texte"], noms[choix].id)
        except ClasError as erreur:
            st.error(textes.litteral(erreur.message), icon=":material/error:")
            return
        if differences.show(ancienne) and st.button("Y revenir", key="revenir"):
            page.accomplir(
                lambda: relectures.enregistrer(config.installation(), ancienne, acteur),
                f"« {ancienne.nom} » est de nouveau ce qu'elle était.",
            )


def _quand(e: journal.Evenement) -> str:
    return f"{datetime.fromisoformat(e.date).astimezone():%d/%m/%Y %H:%M}"


def _ecrire(acteur: Acteur, texte: str) -> None:
    """A text received or read: refused with its line, or kept after seeing what it changes."""
    ecrit = st.text_area("Texte de la correspondance", texte, height=380, key=f"yaml_{hash(texte)}")
    try:
        c = ecrite.lire(ecrit, "Ce texte")
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    if differences.show(c) and st.button("Enregistrer", type="primary", key="enregistrer_gardee"):
        page.accomplir(lambda: _garder(acteur, c), f"« {c.nom} » est enregistrée.")


def _garder(acteur: Acteur, c: Correspondance) -> None:
    relectures.enregistrer(config.installation(), c, acteur)
    st.session_state.pop(TEXTE, None)
