"""The points of a request that a commission may want to discuss: facts of the base, worded, none of
them a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.formats import ponctuer
from clas_data.restitutions.fiche import motifs
from clas_data.restitutions.fiche.dossier import Dossier


def lister(
    d: Dossier,
    demande: dict,
    toutes: pd.DataFrame,
    recevable: dict,
    reglages: dict[str, Any],
) -> list[str]:
    """Sentences, the most pressing first, within `points_max` lines; the others are counted."""
    code = demande["code_action"]
    points = [
        *motifs.recevabilite(recevable),
        *_avis(demande),
        *_motifs(d, code, "contradiction"),
        *_ecarts(d, code),
        *_motifs(d, code, "cout_hors_norme"),
        *_volume(demande, toutes),
        *_enfants(toutes, reglages["ecart_enfants_pct"]),
        *_reponses(toutes, demande),
        *_voisines(d, demande),
    ]
    garde = _tiennent(points, reglages["points_max"], reglages["points_ligne"])
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


def _tiennent(points: Sequence[str], lignes_max: int, ligne: int) -> int:
    """How many of these sentences hold in so many lines of a page."""
    lignes = accumulate(ceil(len(p) / ligne) for p in points)
    return sum(total <= lignes_max for total in lignes)


def _avis(demande: dict) -> list[str]:
    avis = demande["avis_education_nationale"]
    return (
        [f"L'avis de l'Éducation nationale est {avis}"]
        if avis in ("réservé", "défavorable")
        else []
    )


def _motifs(d: Dossier, code: str, nom: str) -> list[str]:
    return [m.phrase for m in motifs.lister(d, code) if m.nom == nom]


def _ecarts(d: Dossier, code: str) -> list[str]:
    """Écarts of this action's last known activity: those that come back first."""
    suites = d.suites.get(code)
    return [] if suites is None else [phrase for _, phrase in motifs.ecarts(d, suites)]


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
    ligne = motifs.derniere_agreee(toutes, demande["campagne"])
    if ligne is None:
        return []
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
