"""What goes out of the page « Conformité »: the fiches d'instruction of a commission, and the
questions to ask the porteurs.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.conformite import regles, relances
from clas_data.ecrans.conformite import etat as conformite_etat
from clas_data.ecrans.conformite.etat import Etat
from clas_data.restitutions import envoi, lettre
from clas_data.restitutions import relances as publipostage
from clas_data.restitutions.fiche import instruction, seance
from clas_data.ui import carte, exports, filtres, lecture, listes, textes
from clas_data.ui.selection import Selection

TOUTES, ENSEMBLE = "Toutes", "Toutes les demandes de la sélection"
TITRES = {
    "porteur_nom": "Porteur",
    "code_action": "Code",
    "question": "Question",
    "cellule": "Cellule à corriger",
    "sorte": "Sorte",
    "motif": "Motif",
    "intitule": "Action",
}


def fiches(etat: Etat) -> None:
    """One page per request, one alone or all in one document, with the progress."""
    codes = {conformite_etat.libelle(l): l.code_action for l in etat.demandes.itertuples()}
    with st.container(key="carte_fiches"):
        st.html(
            '<h3 class="clas-titre">Une page par demande, pour la commission</h3>'
            '<p class="clas-sous-titre">'
            "L'histoire de l'action, sa conformité, ses figures parmi les autres, les montants, "
            "les points à discuter. À imprimer en A4.</p>"
        )
        if not codes:
            st.html('<p class="clas-vide">Aucune demande dans cette sélection.</p>')
            return
        filtres.say_dropped("fiche", "Demande", [ENSEMBLE, *codes])
        choisie = listes.choisir(
            f"Demande, parmi {formats.nombre(len(codes))}",
            [ENSEMBLE, *codes],
            key="fiche",
            bind="query-params",
        )
        if st.button(
            "Préparer le document",
            icon=":material/picture_as_pdf:",
            type="primary",
            key="preparer_fiches",
        ):
            composer(
                etat.selection, list(codes.values()) if choisie == ENSEMBLE else [codes[choisie]]
            )
        st.html(
            textes.notes(
                [
                    ("Champ", etat.selection.mots),
                    ("Source", f"{etat.source}."),
                    (
                        "Note",
                        (
                            "Les figures comparent des actions du même niveau, d'autres porteurs "
                            "; un groupe de moins de trois porteurs n'est pas montré."
                        ),
                    ),
                ]
            )
        )


def composer(selection: Selection, codes: list[str]) -> None:
    """Compose with a bar of progress, then offer the file."""
    barre = st.progress(0.0, "Lecture de la base…")
    dossier = instruction.lire(
        config.installation(), lecture.ouverte(), selection.perimetre, selection.campagne
    )

    def avancer(fait: int, total: int) -> None:
        mots = (
            f"Fiche {formats.nombre(fait)} sur {formats.nombre(total)}"
            if fait < total
            else "Mise en page du document…"
        )
        barre.progress(0.9 * fait / total, mots)

    tenue = seance.lire(config.installation(), selection.campagne)
    pdf = instruction.document(dossier, codes, avancer, tenue)
    barre.progress(1.0, f"{formats.pluriel(len(codes), 'fiche prête', 'fiches prêtes')}")
    nom = (
        exports.nom_fichier("fiches" if len(codes) > 1 else f"fiche-{codes[0]}", selection.campagne)
        + ".pdf"
    )
    st.download_button(
        "Télécharger le document (pdf)",
        pdf,
        nom,
        "application/pdf",
        key="fiches_pdf",
        on_click="ignore",
        icon=":material/download:",
    )


def questions(etat: Etat, acteur: Acteur) -> None:
    """What is missing or contradictory, as questions; and the workbook that writes to the
    porteurs.
    """
    acteur.exige("importer")
    df = conformite_etat.questions(etat.selection.perimetre, etat.selection.campagne)
    df = df[df["code_action"].isin(etat.demandes["code_action"])].reset_index(drop=True)
    filtres.say_dropped("sorte", "Sorte de question", [TOUTES, *relances.SORTES.values()])
    sorte = st.segmented_control(
        "Sorte de question",
        [TOUTES, *relances.SORTES.values()],
        key="sorte",
        bind="query-params",
        default=TOUTES,
        required=True,
    )
    if sorte != TOUTES:
        df = df[df["sorte"] == sorte].reset_index(drop=True)
    muets = int((~etat.agreees["questionnaire_recu"]).sum())
    titre = (
        f"{formats.pluriel(len(df), 'question')} à "
        f"{formats.pluriel(df['porteur_siret'].nunique(), 'porteur')} ; "
        f"{formats.pluriel(muets, 'questionnaire manque', 'questionnaires manquent')} sur "
        f"{formats.nombre(len(etat.agreees))}"
    )
    base = lecture.ouverte()
    mots = etat.selection.mots + ("" if sorte == TOUTES else f" · {sorte}")
    with st.container(key="carte_relances"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            '<p class="clas-sous-titre">Ce qui manque, '
            "s'écarte ou se contredit, dit comme une question, avec la cellule du fichier à "
            "corriger</p>"
        )
        if df.empty:
            st.html('<p class="clas-vide">Aucune question à poser avec ces choix.</p>')
            return
        carte.table(
            df[list(TITRES)].rename(columns=TITRES),
            {},
            alt=titre,
            cle="table_relances",
        )
        mentions = {"Champ": mots, **publipostage.mentions(base)}
        campagne = etat.selection.campagne
        expedition = envoi.lire(config.installation(), campagne)
        st.download_button(
            "Publipostage (xlsx) : une ligne par porteur, une ligne par question",
            lambda: publipostage.classeur(df, campagne, mentions, expedition),
            exports.nom_fichier("relances", campagne) + ".xlsx",
            key="relances_xlsx",
            on_click="ignore",
            icon=":material/mail:",
        )
        st.download_button(
            "Lettre à fusionner avec ce classeur (Word)",
            lambda: lettre.ecrire(campagne, expedition, date.today()),
            exports.nom_fichier("relances", campagne) + ".docx",
            key="relances_docx",
            on_click="ignore",
            icon=":material/contact_mail:",
        )
        st.html(
            textes.notes(
                [
                    ("Champ", mots),
                    ("Source", f"{etat.source}."),
                    (
                        "Note",
                        (
                            "Civilités et adresses viennent de « destinataires.csv », signataire "
                            "et expéditeur de « documents.yaml », l'échéance de la campagne ; ce "
                            "que l'installation n'a pas dit reste vide."
                        ),
                    ),
                ]
            )
        )
    _lettre(df, etat)


def _lettre(df: pd.DataFrame, etat: Etat) -> None:
    """The letter of one porteur, to read before sending."""
    qui = df.groupby("porteur_siret", sort=False).agg(
        nom=("porteur_nom", "last"), questions=("question", "size")
    )
    with st.container(key="carte_lettre"):
        siret = listes.choisir(
            "Lire la lettre d'un porteur",
            list(qui.index),
            key="lettre",
            format_func=lambda s: (
                f"{qui.loc[s, 'nom']} ({formats.pluriel(qui.loc[s, 'questions'], 'question')})"
            ),
        )
        st.text(
            publipostage.lettres(
                df[df["porteur_siret"] == siret],
                etat.selection.campagne,
                envoi.lire(config.installation(), etat.selection.campagne),
            )["texte"].iloc[0]
        )


def declarees(etat: Etat) -> None:
    """The rules as this campagne is judged by them: text, source, values, what they read."""
    for r in etat.regles.values():
        with st.expander(r.titre):
            st.markdown(textes.typographic(r.texte))
            valeurs = " ; ".join(
                f"{n} = {regles.lisible(p.valeur)} ({p.origine})" for n, p in r.parametres.items()
            )
            st.html(
                textes.notes(
                    [
                        ("Nature", regles.NATURES[r.nature]),
                        ("Juge", regles.OBJETS[r.table]),
                        ("Lit", ", ".join(r.titre_de(t, c) for t, c in r.lit)),
                        ("Valeurs", valeurs),
                        ("Source", r.source),
                        ("Question posée", r.question),
                    ]
                )
            )
            st.code(
                f"conforme : {r.conforme}\napplicable : {r.applicable}",
                language="sql",
                wrap_lines=True,
            )
