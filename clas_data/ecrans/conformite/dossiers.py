"""Conformité of the dossiers: porteurs over the years, conditions of each bonus, recevabilité for a
commission.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.conformite import dossier, parcours
from clas_data.conformite.matrice import SIGNES
from clas_data.ecrans.conformite.etat import Etat
from clas_data.figures.propres.conformites import SUITES
from clas_data.ui import carte, exports, filtres, lecture, listes, textes

TOUS = "Tous"
VERDICTS = {
    dossier.IRRECEVABLE: "✗",
    dossier.A_COMPLETER: "?",
    dossier.RESERVE: "≈",
    dossier.RECEVABLE: "✓",
}
LECTURES = {
    dossier.A_PROUVER: "✗",
    dossier.SANS_REPONSE: "?",
    dossier.PROUVE: "✓",
    dossier.POSSIBLE: "+",
    dossier.NON: "·",
}


def suites(etat: Etat, suites: pd.DataFrame, noms: pd.Series) -> None:
    """What became of each gap, porteur by porteur."""
    vue = pd.DataFrame(
        {
            "Porteur": [noms[s] for s in suites["porteur_siret"]],
            "Règle": [etat.regles[r].titre for r in suites["regle"]],
            "Suite": suites["suite"].map(SUITES),
            "Campagnes en écart": [", ".join(c) for c in suites["ecarts"]],
        }
    )
    vue = vue.sort_values(["Porteur", "Règle"], kind="stable", ignore_index=True)
    recurrents = suites.loc[suites["suite"] == parcours.RECURRENT, "porteur_siret"].nunique()
    _table(
        etat,
        "suites",
        f"{formats.pluriel(recurrents, 'porteur')} {'ont' if recurrents > 1 else 'a'} au moins "
        "un écart récurrent",
        vue,
        "Toutes les règles, porteur par porteur",
    )


def bonus(etat: Etat) -> None:
    """Each bonus with its evidence: a plus-value beyond the base, and taking part in the
    animation.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        filtres.say_dropped("bonus", "Bonus", dossier.BONUS)
        lequel = st.segmented_control(
            "Bonus",
            list(dossier.BONUS),
            key="bonus",
            bind="query-params",
            default="enfants",
            required=True,
        )
        filtres.say_dropped("lecture", "Lecture", [TOUS, *LECTURES])
        voulue = listes.choisir(
            "Lecture", [TOUS, *LECTURES], key="lecture", bind="query-params", width=260
        )
    df = dossier.bonus(etat.jugements, etat.demandes, lequel)
    comptes = Counter(df["lecture"])
    accordes = comptes[dossier.PROUVE] + comptes[dossier.A_PROUVER] + comptes[dossier.SANS_REPONSE]
    titre = (
        f"Bonus « {lequel} » : {formats.pluriel(comptes[dossier.PROUVE], 'action')} sur "
        f"{formats.nombre(accordes)} qui l'ont montrent leurs preuves ; "
        f"{formats.pluriel(comptes[dossier.POSSIBLE], 'autre action', 'autres actions')} "
        "pourraient y prétendre"
    )
    if voulue != TOUS:
        df = df[df["lecture"] == voulue]
    df = df.sort_values(
        "lecture", key=lambda s: s.map(list(LECTURES).index), kind="stable", ignore_index=True
    )
    vue = pd.DataFrame(
        {
            "Code": df["code_action"],
            "Lecture": [f"{LECTURES[l]} {l}" for l in df["lecture"]],
            "Bonus": df["collectifs"],
            "Plus-value": [
                f"{SIGNES[e]} {p}"
                for e, p in zip(df["plus_value"], df["plus_value_preuve"], strict=True)
            ],
            "Animation départementale": [
                f"{SIGNES[e]} {p}"
                for e, p in zip(df["animation"], df["animation_preuve"], strict=True)
            ],
            "Action": df["intitule"],
            "Porteur": df["porteur_nom"],
        }
    )
    textes_ = " ".join(etat.regles[r].texte for r in (dossier.BONUS[lequel][1], dossier.ANIMATION))
    _table(
        etat,
        f"bonus_{lequel}",
        titre,
        vue,
        "Le bonus va à un projet qui dépasse le socle de la prestation de service, et qui prend "
        "part à l'animation du département",
        note=textes_,
        seuls=f"Lecture : {voulue}" if voulue != TOUS else "",
    )


def recevabilite(etat: Etat) -> None:
    """Each request for a commission: window, previous bilan, avis."""
    df = dossier.recevabilite(etat.jugements, etat.demandes)
    comptes = Counter(df["verdict"])
    filtres.say_dropped("verdict", "Avis de l'outil", [TOUS, *VERDICTS])
    voulu = st.segmented_control(
        "Montrer",
        [TOUS, *VERDICTS],
        key="verdict",
        bind="query-params",
        default=TOUS,
        required=True,
    )
    titre = " ; ".join(
        f"{formats.nombre(comptes[v])} {v}"
        + ("s" if comptes[v] > 1 and v in (dossier.RECEVABLE, dossier.IRRECEVABLE) else "")
        for v in VERDICTS
        if comptes[v]
    )
    if voulu != TOUS:
        df = df[df["verdict"] == voulu]
    df = df.sort_values("verdict", key=lambda s: s.map(list(VERDICTS).index), kind="stable")
    siennes = [r for r in etat.regles.values() if r.nature in ("recevabilite", "piece")]
    vue = pd.DataFrame(
        {
            "Code": df["code_action"],
            "Lecture": [f"{VERDICTS[v]} {v}" for v in df["verdict"]],
            **{
                r.court: [
                    f"{SIGNES[e]} {p}"
                    for e, p in zip(df[f"etat_{r.id}"], df[f"court_{r.id}"], strict=True)
                ]
                for r in siennes
            },
            "Décision": df["decision"],
            "Action": df["intitule"],
            "Porteur": df["porteur_nom"],
        }
    ).reset_index(drop=True)
    debut, fin = _fenetre(etat)
    note = (
        f"Dépôts du {debut} au {fin}."
        if debut
        else f"La fenêtre de dépôt de {etat.selection.campagne} n'est pas renseignée : le délai "
        "ne "
        "peut être jugé. "
        "L'administration peut l'ajouter à la campagne."
    ) + " La décision appartient à la commission."
    _table(
        etat,
        "recevabilite",
        f"{formats.pluriel(len(etat.demandes), 'demande')} : {titre}"
        if len(etat.demandes)
        else "Aucune demande",
        vue,
        "Non recevable : hors délai, ou renouvellement sans le bilan précédent. À compléter : "
        "une pièce ou une réponse manque.",
        note=note,
        seuls=f"Avis de l'outil : {voulu}" if voulu != TOUS else "",
    )


def _fenetre(etat: Etat) -> tuple[str, str]:
    j = etat.jugements[etat.jugements["regle"] == "depot_dans_les_delais"]
    lu = j["lu"].iloc[0] if len(j) else {}
    return (
        (formats.jour(lu["depot_debut"]), formats.jour(lu["depot_fin"]))
        if lu.get("depot_debut") is not None
        else ("", "")
    )


def _table(
    etat: Etat,
    cle: str,
    titre: str,
    vue: pd.DataFrame,
    sous_titre: str,
    note: str = "",
    seuls: str = "",
) -> None:
    """A list with its sentence, to sort and take away; `seuls` says which rows were kept."""
    base, champ = lecture.ouverte(), " · ".join(m for m in (etat.selection.mots, seuls) if m)
    with st.container(key=f"carte_{cle}"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(sous_titre)}</p>'
        )
        if vue.empty:
            st.html('<p class="clas-vide">Rien à montrer avec ces choix.</p>')
            return
        carte.table(
            vue,
            {},
            alt=titre,
            cle=f"table_{cle}",
        )
        st.html(
            textes.notes(
                [
                    ("Champ", champ),
                    ("Source", f"{etat.source}."),
                    ("Note", note),
                ]
            )
        )
        propos = exports.context(None, titre, champ, base.empreinte, base.demonstration) | {
            "Source": etat.source
        }
        carte.downloads(vue, propos, exports.nom_fichier(cle, etat.selection.campagne), cle)
