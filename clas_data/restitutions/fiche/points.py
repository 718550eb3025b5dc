"""The points of a request that a commission may want to discuss: facts of the base, worded, none of
them a verdict.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.conformite import parcours
from clas_data.conformite.matrice import NON_CONFORME, NON_RENSEIGNE
from clas_data.conformite.regles import load
from clas_data.formats import ponctuer
from clas_data.restitutions.fiche.dossier import Dossier

MOTS = {
    parcours.RECURRENT: "Écart récurrent",
    parcours.NOUVEAU: "Écart nouveau",
    parcours.PREMIERE: "Écart, à la première année jugée",
}


def lister(
    d: Dossier,
    demande: dict,
    toutes: pd.DataFrame,
    reference: str,
    recevable: dict,
    reglages: dict[str, Any],
) -> list[str]:
    """Sentences, the most pressing first, at most `points_max`; the others are counted."""
    points = [
        *_recevabilite(recevable),
        *_avis(demande),
        *_suites(d, demande, reference),
        *_volume(demande, toutes),
        *_enfants(toutes, reglages["ecart_enfants_pct"]),
        *_reponses(toutes, demande),
        *_voisines(d, demande),
    ]
    garde = reglages["points_max"]
    reste = (
        [
            (
                f"… et {formats.pluriel(len(points) - garde, 'autre point', 'autres points')} : "
                "voir la page Conformité"
            )
        ]
        if len(points) > garde
        else []
    )
    return [ponctuer(p) for p in [*points[:garde], *reste]] or [
        "Rien de particulier dans les données reçues."
    ]


def _recevabilite(recevable: dict) -> list[str]:
    mots = {NON_CONFORME: "n'est pas tenu", NON_RENSEIGNE: "ne peut être jugé"}
    return [
        f"« {r.titre} » {mots[etat]} ({recevable[f'preuve_{r.id}']})"
        for r in load().values()
        if r.nature in ("recevabilite", "piece")
        and (etat := recevable[f"etat_{r.id}"]) in mots
        and (etat == NON_CONFORME or recevable[f"muet_{r.id}"])
    ]


def _avis(demande: dict) -> list[str]:
    avis = demande["avis_education_nationale"]
    return (
        [f"L'avis de l'Éducation nationale est {avis}"]
        if avis in ("réservé", "défavorable")
        else []
    )


def _suites(d: Dossier, demande: dict, reference: str) -> list[str]:
    """Écarts of this action's last known activity: those that come back first."""
    if not reference:
        return []
    etats = parcours.par_porteur(d.par_code[demande["code_action"]], d.demandes)
    suites = parcours.suivre(etats, reference)
    activite = {r.id: r for r in d.regles.values() if r.table != "demandes"}
    suites = suites[
        suites["regle"].isin(activite) & (suites["suite"] != parcours.REGLE)
    ].sort_values("suite", key=lambda s: s != parcours.RECURRENT, kind="stable")
    return [
        f"{MOTS[s.suite]} : « {activite[s.regle].titre} » ({', '.join(s.ecarts)})"
        for s in suites.itertuples()
    ]


def _volume(demande: dict, toutes: pd.DataFrame) -> list[str]:
    avant = toutes[(toutes["campagne"] < demande["campagne"]) & (toutes["decision"] == "agréée")]
    if avant.empty:
        return ["Première demande de cette action dans la base"] if len(toutes) == 1 else []
    agrees, demandes = avant["collectifs_agrees"].iloc[-1], demande["collectifs_demandes"]
    if formats.inconnu(agrees) or formats.inconnu(demandes) or demandes == agrees:
        return []
    plus = demandes - agrees
    return [
        f"{formats.pluriel(abs(plus), 'collectif')} de {'plus' if plus > 0 else 'moins'} qu'en "
        f"{avant['campagne'].iloc[-1]} ({formats.nombre(agrees)} → {formats.nombre(demandes)})"
    ]


def _enfants(toutes: pd.DataFrame, seuil_pct: float) -> list[str]:
    """The last campagne of which every collectif said its children: a part of them would pass for a
    fall.
    """
    connues = toutes[toutes["collectifs_avec_enfants"] == toutes["collectifs_declares"]].dropna(
        subset=["enfants", "enfants_prevus"]
    )
    if connues.empty or not connues["enfants_prevus"].iloc[-1]:
        return []
    vus, prevus, campagne = connues[["enfants", "enfants_prevus", "campagne"]].iloc[-1]
    ecart = 100 * (vus - prevus) / prevus
    return (
        [
            (
                f"{formats.pluriel(vus, 'enfant accompagné', 'enfants accompagnés')} pour "
                f"{formats.nombre(prevus)} prévus en {campagne}"
            )
        ]
        if abs(ecart) >= seuil_pct
        else []
    )


def _reponses(toutes: pd.DataFrame, demande: dict) -> list[str]:
    """What did not come back of the year before, and the bilan said to be joined that the base does
    not hold.
    """
    avant = toutes[(toutes["campagne"] < demande["campagne"]) & (toutes["decision"] == "agréée")]
    if avant.empty:
        return []
    ligne = avant.iloc[-1]
    manque = [
        mot
        for drapeau, mot in (("questionnaire_recu", "questionnaire"), ("bilan_recu", "bilan"))
        if not ligne[drapeau]
    ]
    dits = (
        [f"Non reçu dans la base pour {ligne['campagne']} : {', '.join(manque)}"] if manque else []
    )
    if demande["bilan_precedent_fourni"] is True and not ligne["bilan_recu"]:
        dits.append("Le bilan précédent est déclaré fourni, la base ne le contient pas")
    return dits


def _voisines(d: Dossier, demande: dict) -> list[str]:
    """Other requests in the same commune for the same level: complementary or competing?"""
    ici = d.demandes[
        (d.demandes["campagne"] == demande["campagne"])
        & (d.demandes["commune_nom"] == demande["commune_nom"])
        & (d.demandes["niveau"] == demande["niveau"])
        & (d.demandes["porteur_siret"] != demande["porteur_siret"])
    ]
    if ici.empty:
        return []
    return [
        f"{formats.pluriel(len(ici), 'autre demande', 'autres demandes')} à "
        f"{demande['commune_nom']} ({demande['niveau']}), d'autres porteurs : complémentarité ?"
    ]
