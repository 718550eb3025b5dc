"""The sheet of one action: across the campagnes, its answers, its collectifs, its budget, and the
lines of the files behind.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.dessin import commun, courbes
from clas_data.ecrans.actions import approchees
from clas_data.ecrans.actions.reponses import EUROS, budget, collectifs, files
from clas_data.fichiers import schemas
from clas_data.ui import filtres, lecture, style, tableaux, textes

REPERES = {
    "collectifs_agrees": "Collectifs agréés",
    "collectifs_declares": "Collectifs déclarés",
    "enfants_prevus": "Enfants prévus",
    "enfants": "Enfants accompagnés",
    "filles": "Filles",
    "garcons": "Garçons",
    "enfants_qpv": "Enfants habitant un QPV",
    "enfants_rep": "Enfants en REP ou REP+",
    "allophones": "Enfants allophones",
    "familles": "Familles",
    "parents_rencontres": "Parents rencontrés",
    "parents_actifs": "Parents actifs",
    "salaries": "Salariés",
    "benevoles": "Bénévoles",
    "charges": "Charges (60 à 68)",
    "ps_clas": "Prestation de service",
}
GROUPES = {
    "Axes": "axe_",
    "Avec les enfants": "enf_",
    "Avec les parents": "par_",
    "Qui oriente": "ori_",
}
ARTICULATIONS = (
    "pre",
    "reaap",
    "porte_action_reaap",
    "pedt",
    "pel_cel",
    "contrat_de_ville",
    "ctg",
    "cite_educative",
    "autre",
)
RECITS = {
    "questionnaire_difficultes": "Difficultés (questionnaire)",
    "besoins": "Besoins",
    "points_forts": "Points forts (bilan)",
    "bilan_difficultes": "Difficultés (bilan)",
    "perspectives": "Perspectives",
}
SANS_RECITS = (
    "Ce que le porteur écrit (difficultés, besoins, points forts) se lit sans son nom, "
    "page Articulation, onglet Paroles."
)


def show(perimetre: Perimetre, code: str, ouvrir_porteur: Callable[[str], None]) -> None:
    """The sheet of this action, whatever the campagnes in which it was requested."""
    df = lecture.requete(perimetre, "ecran_action", code=code)
    if df.empty:
        st.warning(
            f"Aucune action « {textes.litteral(code)} » dans ce que votre profil peut lire.",
            icon=":material/search_off:",
        )
        return
    derniere = df.iloc[-1]
    st.html(
        (
            f'<h2 class="clas-titre clas-grand">{textes.ECHAPPE(derniere.intitule_ or code)}</h2>'
            '<p class="clas-sous-titre">'
        )
        + " · ".join(
            textes.ECHAPPE(str(m))
            for m in (
                code,
                derniere.porteur_,
                derniere.commune_,
                derniere.niveau_,
                derniere.quartier_,
            )
            if m
        )
        + "</p>"
    )
    if st.button(
        f"Fiche du porteur{formats.INSECABLE}: {textes.litteral(derniere.porteur_)}",
        icon=":material/domain:",
        type="tertiary",
        key="vers_porteur",
    ):
        ouvrir_porteur(derniere.siret_)
        st.rerun()
    across(df.assign(campagne=df["campagne_"]), "action")
    agreees = [c for c, d in zip(df["campagne_"], df["decision_"], strict=True) if d == "agréée"]
    if not agreees:
        st.info(
            "Cette demande n'a pas été agréée : il n'y a ni questionnaire, ni bilan à lire.",
            icon=":material/info:",
        )
    else:
        filtres.say_dropped("annee", "Année lue en détail", agreees)
        campagne = st.segmented_control(
            "Année lue en détail",
            agreees,
            default=agreees[-1],
            required=True,
            key="annee",
            bind="query-params",
        )
        ligne = df[df["campagne_"] == campagne].iloc[0]
        gauche, droite = st.columns(2, gap="small")
        with gauche, st.container(key="carte_reponses", height="stretch"):
            _answers(ligne, perimetre.nommer)
        with droite, st.container(key="carte_budget", height="stretch"):
            budget(perimetre, code, campagne)
        with st.container(key="carte_collectifs"):
            collectifs(perimetre, code, campagne)
    with st.container(key="carte_fichiers"):
        files(df)
        approchees.show(lecture.requete(perimetre, "ecran_approches", code=code))


def across(df: pd.DataFrame, quoi: str) -> None:
    """Expected and accompanied children across the campagnes, beside the other figures as a
    table.
    """
    with st.container(key="carte_annees"):
        st.html(f'<h3 class="clas-titre">{textes.in_html(_sentence(df))}</h3>')
        gauche, droite = st.columns([2, 3], gap="medium")
        with gauche:
            _curve(df, quoi)
        with droite:
            lignes = [
                [nom, *(formats.euros(v) if c in EUROS else formats.nombre(v) for v in df[c])]
                for c, nom in REPERES.items()
                if c in df
            ]
            tableaux.show("Chiffres d'une campagne à l'autre", ["", *df["campagne"]], lignes)


def _curve(df: pd.DataFrame, quoi: str) -> None:
    campagnes, prevus, vus = list(df["campagne"]), list(df["enfants_prevus"]), list(df["enfants"])
    ecrits_prevus, ecrits_vus = (
        [formats.nombre(v) for v in prevus],
        [formats.nombre(v) for v in vus],
    )
    alternative = " ; ".join(
        f"{c} : {a} enfants prévus, {b} accompagnés"
        for c, a, b in zip(campagnes, ecrits_prevus, ecrits_vus, strict=True)
    )
    series = [("prévus", prevus, ecrits_prevus), ("accompagnés", vus, ecrits_vus)]
    dessin = courbes.lignes(campagnes, series, sombre=style.sombre())
    st.caption("Enfants prévus et accompagnés")
    st.plotly_chart(
        dessin, theme=None, config=commun.config(quoi), alt=alternative, key=f"annees_{quoi}"
    )


def _sentence(df: pd.DataFrame) -> str:
    ligne = df.iloc[-1]
    if formats.inconnu(ligne["enfants"]):
        return (
            f"{ligne['campagne']} : {formats.pluriel(ligne['enfants_prevus'], 'enfant prévu')} "
            "; le nombre d'enfants accompagnés n'est pas connu"
        )
    return (
        f"{ligne['campagne']} : {formats.pluriel(ligne['enfants'], 'enfant accompagné')} pour "
        f"{formats.pluriel(ligne['enfants_prevus'], 'prévu')}"
    )


def _answers(ligne: pd.Series, citer: bool) -> None:
    st.html('<h3 class="clas-titre">Ce que dit le questionnaire</h3>')
    if not ligne["questionnaire_recu"]:
        st.html(f'<p class="clas-vide">{formats.ND} : questionnaire attendu, non reçu.</p>')
        return
    colonnes = schemas.load()["actions"].colonnes
    for titre, prefixe in GROUPES.items():
        _chips(
            titre,
            {
                c.titre.split(" : ")[-1]: ligne.get(n)
                for n, c in colonnes.items()
                if n.startswith(prefixe)
            },
        )
    _chips(
        "Articulation",
        {
            colonnes[n]
            .titre.removeprefix("Articulation avec ")
            .removeprefix("le ")
            .removeprefix("la "): ligne.get(n)
            for n in ARTICULATIONS
        },
    )
    if not citer:
        st.caption(SANS_RECITS)
        return
    for cle, nom in RECITS.items():
        if isinstance(ligne.get(cle), str) and ligne[cle]:
            st.html(
                f'<div class="clas-notes"><p><b>{nom} :</b> {textes.ECHAPPE(ligne[cle])}</p></div>'
            )


def _chips(titre: str, reponses: dict[str, object]) -> None:
    signes = {True: ("oui", "✓"), False: ("non", "✗")}
    pastilles = []
    for nom, valeur in reponses.items():
        classe, signe = ("nd", formats.ND) if formats.inconnu(valeur) else signes[bool(valeur)]
        pastilles.append(f'<span class="pastille {classe}">{signe} {textes.ECHAPPE(nom)}</span>')
    st.html(f'<div class="clas-pastilles"><b>{titre}</b> {"".join(pastilles)}</div>')
