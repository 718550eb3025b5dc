"""Dropping the files of a campagne: check, read the anomalies, see what would change, accept."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.donnees import anomalies, continuite, mode, offres, recu
from clas_data.ecrans.donnees.lire import ecran, etat
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes, enveloppe, journal, rapport, schemas
from clas_data.fichiers.lecture import Depot
from clas_data.nation import controle
from clas_data.tables import importation, prealables
from clas_data.ui import carte, lecture, listes, page, session, textes

EN_TETE = ("actions_agreees", "porteurs", "collectifs", "enfants_accompagnes")
EXTENSIONS = list(enveloppe.EXTENSIONS)


def deposit(acteur: Acteur) -> None:
    """The whole path of a deposit, in one place."""
    examen, montree = session.proposition(), etat.en_cours(acteur)
    if examen is not None:
        _examine(acteur, examen)
    elif montree is not None and not montree.corrigee:
        ecran.show(acteur, montree)
    else:
        _drop(acteur)


def _drop(acteur: Acteur) -> None:
    st.markdown(
        "Choisissez la campagne, puis déposez ses fichiers : agréments, actions, collectifs, "
        "bilans ; ensemble ou séparément. **Rien n'est enregistré** tant que vous n'avez pas "
        "accepté."
    )
    connues = sorted(campagnes.load(config.installation()), reverse=True)
    with st.form("depot", border=False, enter_to_submit=False):
        campagne = listes.choisir("Campagne des fichiers", connues, width=240)
        recus = st.file_uploader(
            f"Fichiers ({', '.join(EXTENSIONS)} ; 50 Mo au plus chacun)",
            None,  # refused in French by the reader, never in English by the framework
            accept_multiple_files=True,
            key="fichiers",
        )
        lance = st.form_submit_button(
            "Contrôler ces fichiers", type="primary", icon=":material/fact_check:"
        )
    if not lance:
        recu.show()
        return
    if not recus:
        st.warning(
            "Aucun fichier choisi. Déposez au moins un fichier, puis recommencez.",
            icon=":material/upload_file:",
        )
        return
    depots = [Depot(f.name, f.getvalue()) for f in recus]
    try:
        with st.status("Contrôle en cours…", type="compact") as statut:
            st.write(
                f"Lecture de {formats.pluriel(len(depots), 'fichier')}, contrôle de chaque "
                "valeur, construction d'une base d'essai."
            )
            proposition = controle.proposer(config.installation(), depots, campagne, acteur)
            statut.update(label="Contrôle terminé", state="complete")
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    if not (etat.etrangere(proposition.anomalies) and etat.commencer(acteur, depots, campagne)):
        session.retenir_proposition(proposition)
    st.rerun()


def _examine(acteur: Acteur, proposition: importation.Proposition) -> None:
    campagne, depots = proposition.campagne, list(proposition.depots)
    st.subheader(f"Examen du dépôt, campagne {campagne}", anchor=False)
    st.caption(
        " · ".join(
            f"{textes.litteral(d.nom)} ({formats.nombre(len(d.contenu) / 1024, 0)}\u00a0ko)"
            for d in depots
        )
    )
    if proposition.deja:
        st.info(
            "Ces fichiers sont déjà dans la base, à l'identique : les accepter ne changerait rien.",
            icon=":material/done_all:",
        )
    mode.show(acteur, proposition)
    _gestures(acteur, depots, proposition)
    if proposition.acceptable and not proposition.deja:
        prealables.commencer(config.installation(), proposition.apres)
        _differences(proposition)
        _headline(acteur, campagne, proposition)
        if proposition.rapprochements:
            continuite.matches(proposition.rapprochements, "rapprochements_depot")
    if not proposition.deja:
        offres.show(acteur, proposition)
    st.markdown("#### Anomalies")
    anomalies.show(proposition.anomalies, offertes=not proposition.deja)


def _gestures(acteur: Acteur, depots: list[Depot], proposition: importation.Proposition) -> None:
    with st.container(horizontal=True, gap="small", key="boutons_depot"):
        if (
            proposition.acceptable
            and not proposition.deja
            and st.button(
                "Accepter ce dépôt", type="primary", icon=":material/check:", key="accepter"
            )
        ):
            page.accomplir(
                lambda: _accept(acteur, proposition),
                lambda e: (
                    f"Dépôt {e.id} enregistré : les chiffres de toutes les pages en tiennent "
                    "compte. Il peut être annulé dans le journal."
                ),
            )
        if st.button(
            "Renoncer" if not proposition.deja else "Terminer",
            icon=":material/close:",
            key="renoncer",
        ):
            session.retenir_proposition(None)
            session.annoncer(
                "Dépôt abandonné : rien n'a été enregistré."
                if not proposition.deja
                else "Rien n'a changé."
            )
            st.rerun()
        laissees = not proposition.acceptable or any(map(etat.proche, proposition.anomalies))
        if laissees and st.button(
            "Montrer comment lire ces fichiers", icon=":material/rule:", key="montrer_lecture"
        ):
            _montrer(acteur, proposition)
        if proposition.anomalies:
            st.download_button(
                "Classeur annoté, à renvoyer",
                lambda: rapport.write_rapport(depots, proposition.anomalies, proposition.campagne),
                "anomalies.xlsx",
                icon=":material/download:",
                key="rapport",
                on_click="ignore",
                help="Les fichiers déposés, cellules fautives colorées et commentées.",
            )


def _montrer(acteur: Acteur, p: importation.Proposition) -> None:
    """From the anomalies to the three steps: what was guessed of the columns and of the words."""
    if etat.commencer(acteur, p.depots, p.campagne):
        session.retenir_proposition(None)
        st.rerun()
    st.warning("Rien dans ces fichiers ne ressemble à une table.", icon=":material/flag:")


def _accept(acteur: Acteur, proposition: importation.Proposition) -> journal.Evenement:
    evenement = importation.accepter(config.installation(), proposition, acteur)
    session.retenir_proposition(None)
    return evenement


def _differences(proposition: importation.Proposition) -> None:
    st.markdown("#### Ce qui changerait dans les tables")
    lignes = [
        {
            "Table": schemas.load()[table].titre,
            "Lignes reçues": proposition.lignes.get(table, 0),
            "Ajoutées": len(d["ajoutees"]),
            "Remplacées": len(d["remplacees"]),
            "Retirées": len(d["retirees"]),
        }
        for table, d in proposition.differences.items()
    ]
    if not lignes:
        st.caption("Aucune ligne ne changerait.")
        return
    carte.table(
        pd.DataFrame(lignes),
        alt="Lignes ajoutées, remplacées et retirées par table",
        cle="differences",
    )
    cles = [
        {"Table": schemas.load()[t].titre, "Clé": cle, "Changement": quoi}
        for t, d in proposition.differences.items()
        for quoi, nom in (
            ("ajoutée", "ajoutees"),
            ("remplacée", "remplacees"),
            ("retirée", "retirees"),
        )
        for cle in d[nom]
    ]
    if cles:
        with st.expander(
            f"Lignes qui changeraient, une à une ({formats.nombre(len(cles))})", key="cles"
        ):
            carte.table(
                pd.DataFrame(cles), alt="Clés des lignes qui changeraient", cle="cles_table"
            )


def _headline(acteur: Acteur, campagne: str, proposition: importation.Proposition) -> None:
    st.markdown("#### Les chiffres de la campagne, avant et après")
    perimetre = lecture.perimetre(acteur)
    avant = lecture.before_after(proposition.avant, perimetre, EN_TETE, campagne)
    apres = lecture.before_after(proposition.apres, perimetre, EN_TETE, campagne)
    colonnes = st.columns(len(EN_TETE))
    for colonne, nom in zip(colonnes, EN_TETE, strict=True):
        ind = lecture.indicateur(nom)
        with colonne, st.container(key=f"carte_avant_{nom}", height="stretch"):
            st.html(
                f'<div class="clas-chiffre"><div class="nom">{textes.ECHAPPE(ind.titre)}</div>'
                f'<div class="valeur"><span class="avant">{textes.valeur(ind, avant[nom])}'
                "</span> → "
                f"{textes.valeur(ind, apres[nom])}</div></div>"
            )
