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
from clas_data.dessin import series as figures
from clas_data.ecrans.actions import approchees
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
EUROS = {"charges", "ps_clas"}
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
            _budget(perimetre, code, campagne)
        with st.container(key="carte_collectifs"):
            _collectifs(perimetre, code, campagne)
    with st.container(key="carte_fichiers"):
        _files(df)
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


def _budget(perimetre: Perimetre, code: str, campagne: str) -> None:
    st.html('<h3 class="clas-titre">Ce que dit le bilan financier</h3>')
    df = lecture.requete(perimetre, "ecran_budget", code=code)
    df = df[(df["campagne"] == campagne) & (df["montant"] > 0)]
    if df.empty:
        st.html(f'<p class="clas-vide">{formats.ND} : bilan attendu, non reçu.</p>')
        return
    for sens, titre in (
        ("charge", "Charges"),
        ("produit", "Produits"),
        ("valorisation", "Contributions volontaires, à part"),
    ):
        vues = df[df["sens"] == sens]
        if len(vues):
            ecrits = [formats.euros(v) for v in vues["montant"]]
            libelles = list(vues["poste_libelle"].fillna(vues["poste"]))
            st.caption(titre)
            st.plotly_chart(
                figures.barres(
                    libelles,
                    [float(v) for v in vues["montant"]],
                    ecrits,
                    [f"{l} : {e}" for l, e in zip(libelles, ecrits, strict=True)],
                    sombre=style.sombre(),
                    hauteur_ligne=34,
                ),
                theme=None,
                config=commun.config(f"{sens}_{code}"),
                key=f"budget_{sens}",
                alt=f"{titre} : "
                + " ; ".join(f"{l} {e}" for l, e in zip(libelles, ecrits, strict=True)),
            )


def _collectifs(perimetre: Perimetre, code: str, campagne: str) -> None:
    df = lecture.requete(perimetre, "ecran_collectifs", code=code)
    df = df[df["campagne"] == campagne].drop(columns=["campagne", "_fichier", "_feuille", "_ligne"])
    st.html(
        '<h3 class="clas-titre">'
        f"{formats.pluriel(len(df), 'collectif déclaré', 'collectifs déclarés')} en {campagne}"
        "</h3>"
    )
    if df.empty:
        return
    titres = {n: c.titre for n, c in schemas.load()["collectifs"].colonnes.items()} | {
        "heures_par_enfant": "Heures par enfant"
    }
    vue = df.rename(columns=titres)
    st.dataframe(
        vue.style.format(
            lambda v: formats.nombre(v, 0 if float(v).is_integer() else 1),
            subset=list(vue.select_dtypes("number").columns),
            na_rep=formats.ND,
        ),
        hide_index=True,
        key="collectifs",
        placeholder=formats.ND,
        alt=f"Collectifs de l'action {code} en {campagne}",
    )


def _files(df: pd.DataFrame) -> None:
    st.html('<h3 class="clas-titre">Les lignes des fichiers reçus</h3>')
    lignes = []
    for l in df.to_dict("records"):
        for piece, prefixe in (
            ("Agrément", "agrement"),
            ("Questionnaire", "questionnaire"),
            ("Bilan", "bilan"),
        ):
            if isinstance(l.get(f"{prefixe}_fichier"), str):
                lignes.append(
                    {
                        "Campagne": l["campagne_"],
                        "Pièce": piece,
                        "Fichier": l[f"{prefixe}_fichier"],
                        "Feuille": l[f"{prefixe}_feuille"] or "",
                        "Ligne": int(l[f"{prefixe}_ligne"]),
                    }
                )
    st.dataframe(
        pd.DataFrame(lignes),
        hide_index=True,
        key="fiche_fichiers",
        alt="Fichiers, feuilles et lignes de cette action",
    )
