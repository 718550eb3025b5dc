"""Fiche d'instruction: one page per request for the commission — history, conformity, beside its
peers, amounts, points to discuss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from clas_data import baremes, formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.conformite import dossier as commission
from clas_data.conformite import matrice
from clas_data.conformite.matrice import SIGNES
from clas_data.conformite.regles import en_vigueur, lisible
from clas_data.errors import Anomalie, UsageError
from clas_data.formats import ponctuer
from clas_data.indicateurs import calcul
from clas_data.restitutions import pdf, relances
from clas_data.restitutions.fiche import liste, montants, points
from clas_data.restitutions.fiche.dossier import HISTOIRE, Dossier, references, reglages
from clas_data.restitutions.fiche.lignes import histoire, mot, regles, repere
from clas_data.restitutions.fiche.seance import Seance
from clas_data.tables import controles
from clas_data.tables.base import Base


def lire(inst: Installation, base: Base, perimetre: Perimetre, campagne: str) -> Dossier:
    """What the fiches of this campagne need; a campagne without any request is refused."""
    demandes = base.lire(perimetre, "conformite_demandes", {"campagne": ""})
    demandes = demandes[demandes["campagne"] <= campagne].reset_index(drop=True)
    siennes = demandes[demandes["campagne"] == campagne]
    if siennes.empty:
        raise UsageError(
            f"La base ne contient aucune demande pour {campagne} : déposez d'abord ses fichiers."
        )
    jugements = pd.concat(
        [matrice.juger(base, perimetre, c) for c in sorted(demandes["campagne"].unique())],
        ignore_index=True,
    )
    figures = calcul.calculer(
        base, perimetre, [*HISTOIRE, *reglages()["reperes"]], ["campagne", "action"]
    )
    recevables = commission.recevabilite(jugements[jugements["campagne"] == campagne], siennes)
    return Dossier(
        campagne,
        demandes,
        jugements,
        figures,
        recevables,
        baremes.en_vigueur(inst, campagne),
        en_vigueur(inst, campagne),
        relances.mentions(base),
        _alertes(base, demandes),
    )


def _alertes(base: Base, demandes: pd.DataFrame) -> dict[tuple[str, str], list[Anomalie]]:
    """What the controls find in the last known activity of each action."""
    trouvees: dict[tuple[str, str], list[Anomalie]] = {}
    for campagne in sorted({*references(demandes).values()} - {""}):
        for a in controles.run(base, campagne):
            if a.code_action and a.ligne:
                trouvees.setdefault((campagne, a.code_action), []).append(a)
    return trouvees


def document(
    d: Dossier,
    codes: Sequence[str] | None = None,
    avancer: Callable[[int, int], None] | None = None,
    tenue: Seance | None = None,
) -> bytes:
    """The fiches of these requests (all of the campagne by default), one page each, after the list
    of them where they are several; `avancer(done, total)` tells the progress, `tenue` what the
    sitting has noted.
    """
    s = tenue or Seance(d.campagne)
    voulus = list(codes or d.codes)
    if inconnus := [c for c in voulus if c not in d.codes]:
        raise UsageError(
            f"« {', '.join(inconnus)} » n'est pas une demande de {d.campagne} dans cette base."
        )
    fiches = []
    for n, code in enumerate(voulus, 1):
        fiches.append({**fiche(d, code), "prise": liste.decision(s, code)})
        if avancer:
            avancer(n, len(voulus))
    titre = (
        f"Fiches d'instruction Clas {d.campagne}"
        if len(voulus) > 1
        else f"Fiche d'instruction Clas {d.campagne}, {voulus[0]}"
    )
    apropos = {
        "titre": titre,
        "auteur": "Tableau de bord du Clas",
        "date": formats.jour(date.today()),
        "jour": date.today().isoformat(),
        "empreinte": d.mentions["Base"],
        "champ": f"Campagne {d.campagne}",
        "avertissement": d.mentions.get("Avertissement", ""),
    }
    donnees = {"apropos": apropos, "legende": _legende(), "fiches": fiches}
    seule = liste.composer(d, voulus, s) if len(voulus) > 1 else None
    return pdf.compose("fiche", {**donnees, "liste": seule})


def _legende() -> str:
    return "  ".join(f"{signe} {etat}" for etat, signe in SIGNES.items())


def fiche(d: Dossier, code: str) -> dict[str, Any]:
    """Everything that one page says, as words."""
    toutes = d.toutes(code)
    demande = toutes.iloc[-1].to_dict()
    reference = d.references[code]
    recevable = d.recevables[code]
    return {
        "code": code,
        "intitule": mot(demande["intitule"]) or code,
        "verdict": recevable["verdict"],
        "porteur": ponctuer(
            " · ".join(
                m
                for m in (
                    mot(demande["porteur_nom"]),
                    mot(demande["porteur_type"]),
                    f"SIRET\u00a0{demande['porteur_siret']}",
                )
                if m
            )
        ),
        "lieu": " · ".join(
            m
            for m in (
                mot(demande["commune_nom"]),
                mot(demande["epci_nom"]),
                mot(demande["niveau"]),
                mot(demande["qpv"]),
            )
            if m
        ),
        "decision": _decision(demande),
        "demande": _demande(demande),
        "histoire": histoire(d, toutes),
        "campagnes": list(toutes["campagne"]),
        "regles": regles(d, code, list(toutes["campagne"])),
        "reperes_titre": f"Activité {reference}, parmi les actions comparables"
        if reference
        else "Aucune activité connue : rien à comparer",
        "reperes": [r for i in reglages()["reperes"] if (r := repere(d, i, demande, reference))]
        if reference
        else [],
        "montants": montants.lignes(d, demande, toutes),
        "points": points.lister(d, demande, toutes, recevable, reglages()),
    }


def _decision(demande: dict) -> str:
    motif = mot(demande["motif"])
    return ponctuer(
        f"Décision enregistrée : {demande['decision']}" + (f" ({motif})" if motif else "")
    )


def _demande(demande: dict) -> list[list[str]]:
    n = formats.nombre
    lignes = [
        ("Déposée le", formats.jour(demande["date_depot"])),
        ("Avis de l'Éducation nationale", lisible(demande["avis_education_nationale"])),
        ("Renouvellement", lisible(demande["renouvellement"])),
        (
            "Collectifs demandés · agréés",
            f"{n(demande['collectifs_demandes'])} · {n(demande['collectifs_agrees'])}",
        ),
        ("Enfants prévus", n(demande["enfants_prevus"])),
        (
            "Bonus enfants · parents (collectifs)",
            f"{n(demande['bonus_enfants_collectifs'])} · {n(demande['bonus_parents_collectifs'])}",
        ),
    ]
    return [[a, b] for a, b in lignes]
