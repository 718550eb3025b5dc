"""The packages of other départements: deposit, check, keep, list, remove."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.donnees import anomalies
from clas_data.errors import ClasError
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.paquets import etat, sceau
from clas_data.fichiers.paquets.etat import Garde
from clas_data.partage import depot, ensemble, gestes
from clas_data.ui import lecture, listes, page, tableaux, textes

EXAMEN = "partages_examines"
COLONNES = ["Campagne", "Département", "Nommé", "Chiffres du", "Empreinte", "Licence", "Dépôt"]


def show(acteur: Acteur) -> None:
    """What is being examined, else what is here and the place to deposit more."""
    acteur.exige("importer")
    st.markdown(
        "Un département qui utilise cet outil envoie ses chiffres protégés dans un **paquet** "
        "(« exporter », page *Dictionnaire*). Déposez ici ceux des autres : à trois ou plus, leur "
        "**ensemble** se lit à côté de vos chiffres, sans qu'aucun s'y retrouve."
    )
    examen = st.session_state.get(EXAMEN)
    if examen is not None:
        _examine(acteur, examen)
    else:
        _drop(acteur)
        _list(acteur, etat.lire(config.installation()))


def _drop(acteur: Acteur) -> None:
    with st.form("partages", border=False, enter_to_submit=False):
        recus = st.file_uploader(
            "Paquets (.zip)", None, accept_multiple_files=True, key="paquets_recus"
        )
        remplacer = st.checkbox(
            "Remplacer les paquets qui sont déjà là (même département, même campagne)",
            key="remplacer_paquets",
        )
        lance = st.form_submit_button("Contrôler ces paquets", icon=":material/fact_check:")
    if not lance:
        return
    if not recus:
        st.warning("Aucun paquet choisi. Déposez-en au moins un, puis recommencez.")
        return
    depots = [Depot(f.name, f.getvalue()) for f in recus]
    try:
        with st.spinner("Contrôle des sommes, des définitions et du secret…"):
            p = depot.proposer(config.installation(), depots, acteur, remplacer)
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    st.session_state[EXAMEN] = p
    st.rerun()


def _examine(acteur: Acteur, p: depot.Proposition) -> None:
    st.subheader("Examen des paquets", anchor=False)
    if p.gardes:
        tableaux.show("Paquets examinés", COLONNES[:6], [_row(g)[:6] for g in p.gardes], alignees=9)
        st.caption("L'empreinte est celle que l'expéditeur peut vous lire à voix haute.")
    if p.remplaces:
        combien = formats.pluriel(len(p.remplaces), "paquet déjà là", "paquets déjà là")
        st.caption(f"{combien} pour ces départements et ces campagnes.")
    if p.deja:
        st.info("Ces paquets sont déjà là, à l'identique.", icon=":material/done_all:")
    with st.container(horizontal=True, gap="small", key="boutons_partages"):
        if p.acceptable and not p.deja:
            if st.button("Garder ces paquets", type="primary", key="garder_paquets"):
                page.accomplir(
                    lambda: _accept(acteur, p),
                    f"{formats.pluriel(len(p.gardes), 'paquet gardé', 'paquets gardés')} : "
                    "l'ensemble en tient compte.",
                )
        if st.button("Renoncer" if not p.deja else "Terminer", key="renoncer_paquets"):
            del st.session_state[EXAMEN]
            st.rerun()
    anomalies.show(p.anomalies)


def _accept(acteur: Acteur, p: depot.Proposition) -> None:
    gestes.accepter(config.installation(), p, acteur)
    del st.session_state[EXAMEN]


def _row(g: Garde) -> list[str]:
    return [
        g.campagne,
        g.qui,
        "oui" if g.nomme else "non",
        formats.jour(g.publie),
        sceau.a_voix_haute(g.empreinte),
        g.licence or "non dite",
        g.evenement,
    ]


def _list(acteur: Acteur, gardes: Sequence[Garde]) -> None:
    """What is here, what it adds up to, and the gestures that take it away."""
    page.encore()
    if not gardes:
        st.caption("Aucun paquet d'un autre département n'est encore ici.")
        return
    ranges = sorted(gardes, key=lambda g: g.cle, reverse=True)
    tableaux.show("Départements partagés", COLONNES, [_row(g) for g in ranges], alignees=9)
    for campagne in sorted({g.campagne for g in gardes}, reverse=True):
        e = ensemble.lire(lecture.ouverte(), lecture.perimetre(acteur), campagne)
        if e is not None:
            dit = f"{e.nom}." if e.departements else ""
            st.caption(textes.typographic(f"{campagne} : {dit} {e.pourquoi}".strip()))
    if acteur.peut("annuler"):
        _remove(acteur, ranges)


def _remove(acteur: Acteur, gardes: Sequence[Garde]) -> None:
    with st.popover("Retirer un paquet", icon=":material/delete:", key="retirer_ouvrir"):
        st.caption("Ses chiffres sortent de l'ensemble ; le fichier reçu reste archivé.")
        noms = {g.cle: f"{g.campagne} · {g.qui}" for g in gardes}
        campagne, code = listes.choisir(
            "Paquet", list(noms), format_func=noms.get, key="paquet_retire"
        )
        if st.button("Retirer", type="primary", key="retirer_paquet"):
            page.accomplir(
                lambda: gestes.retirer(config.installation(), code, campagne, acteur),
                f"Paquet retiré : {noms[campagne, code]}. Le déposer à nouveau le remet.",
            )
