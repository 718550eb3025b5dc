"""The four tables of one fictional campagne, as rows of values."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clas_data.exemples.reponses import Ligne, bilan, questionnaire
from clas_data.exemples.tirage import Action, Territoire, parametres, tirer


@dataclass
class Tables:
    """Rows of each file of a campagne, in the columns of the schemas."""

    agrements: list[Ligne] = field(default_factory=list)
    actions: list[Ligne] = field(default_factory=list)
    collectifs: list[Ligne] = field(default_factory=list)
    bilans: list[Ligne] = field(default_factory=list)


def composer(
    alea: random.Random,
    territoire: Territoire,
    campagne: str,
    agreees: list[Action],
    precedentes: set[str],
    rang: int,
) -> Tables:
    """One campagne: requests and decisions, questionnaires, collectifs, bilans; `precedentes` are
    last year's codes.
    """
    c, tables = parametres()["campagnes"][campagne], Tables()
    publie = len(agreees) == c["actions"]  # the total of the Isère is not that of a smaller one
    prevus = _prevus(alea, agreees, c["enfants"] if publie else None)
    for a, enfants in zip(agreees, prevus, strict=True):
        # before the first year, nobody remembers
        deja = (
            a.code in precedentes if precedentes else alea.random() < parametres()["renouvellement"]
        )
        tables.agrements.append(_agrement(alea, campagne, a, enfants, deja))
    tables.agrements += _non_agreees(alea, campagne, agreees, rang)
    repondent, rendent = (_part(alea, agreees, c[taux]) for taux in ("reponse", "bilans"))
    for a, demande in zip(agreees, tables.agrements, strict=False):
        siens = _collectifs(alea, campagne, a, c)
        if a.code in repondent:
            tables.actions.append(questionnaire(alea, territoire, campagne, a, siens))
            tables.collectifs += siens
        if a.code in rendent:
            tables.bilans.append(bilan(alea, campagne, a, demande, siens, rang))
    return tables


def _part(alea: random.Random, actions: list[Action], taux: float) -> set[str]:
    """The codes of exactly this share of the actions, to the nearest one: a rate that is asked for
    is the rate that is read.
    """
    return {a.code for a in alea.sample(actions, round(taux * len(actions)))}


def _prevus(alea: random.Random, actions: list[Action], total: int | None) -> list[int]:
    """Children planned by each action; their sum is the published total where there is one."""
    prevus = [
        sum(alea.choice([9, 10, 10, 11, 11, 12]) for _ in range(a.collectifs)) for a in actions
    ]
    while total is not None and sum(prevus) != total:
        sens = 1 if sum(prevus) < total else -1
        i = alea.randrange(len(actions))
        if 8 * actions[i].collectifs <= prevus[i] + sens <= 12 * actions[i].collectifs:
            prevus[i] += sens
    return prevus


def _agrement(
    alea: random.Random, campagne: str, a: Action, enfants: int, renouvelee: bool
) -> Ligne:
    annee = int(campagne[:4])
    depot = date(annee, 6, 13) + timedelta(days=min(int(alea.triangular(0, 50, 44)), 48))
    if alea.random() < 0.03:
        depot = date(annee, 8, 1) + timedelta(days=alea.randrange(1, 20))
    bonus = annee >= 2021
    return {
        "campagne": campagne,
        "code_action": a.code,
        "intitule": a.intitule,
        "porteur_siret": a.porteur.siret,
        "porteur_nom": a.porteur.nom,
        "porteur_type": a.porteur.type,
        "commune_insee": a.porteur.commune,
        "commune_nom": a.porteur.commune_nom,
        "qpv_code": a.qpv_code,
        "niveau": a.niveau,
        "collectifs_demandes": a.collectifs + (alea.random() < 0.12),
        "collectifs_agrees": a.collectifs,
        "enfants_prevus": enfants,
        "bonus_enfants_collectifs": (a.collectifs if alea.random() < 0.35 else 0)
        if bonus
        else None,
        "bonus_parents_collectifs": (a.collectifs if alea.random() < 0.25 else 0)
        if bonus
        else None,
        "date_depot": depot,
        "renouvellement": renouvelee,
        "bilan_precedent_fourni": alea.random() < 0.94 if renouvelee else None,
        "avis_education_nationale": tirer(alea, parametres()["avis"]),
        "decision": "agréée",
        "motif": "",
    }


def _non_agreees(
    alea: random.Random, campagne: str, agreees: list[Action], rang: int
) -> list[Ligne]:
    p, lignes = parametres(), []
    decisions = ["refusée"] * p["refus_par_campagne"][rang] + ["ajournée"] * p[
        "ajournees_par_campagne"
    ][rang]
    for n, decision in enumerate(decisions):
        modele = alea.choice(agreees)
        ligne = _agrement(alea, campagne, modele, 10 * modele.collectifs, False)
        motif = alea.choice(p["motifs_refus" if decision == "refusée" else "motifs_ajournement"])
        lignes.append(
            {
                **ligne,
                "code_action": f"R{campagne[2:4]}-{n + 1:03d}",
                "collectifs_agrees": 0,
                "decision": decision,
                "motif": motif,
                "bonus_enfants_collectifs": None,
                "bonus_parents_collectifs": None,
            }
        )
    return lignes


def _collectifs(alea: random.Random, campagne: str, a: Action, c: dict[str, Any]) -> list[Ligne]:
    p, annee, lignes = parametres(), int(campagne[:4]), []
    debut = date(annee, 11, 5) + timedelta(days=alea.randrange(0, 12))
    for numero in range(1, a.collectifs + 1):
        enfants = max(3, round(tirer(alea, p["taille_collectif"]) * c["presence"]))
        filles = sum(alea.random() < 0.5 for _ in range(enfants))
        semaines = max(12, round(alea.gauss(c["semaines"], 1.3)))
        rep = 0.65 if a.qpv_code else 0.08
        niveau = (
            a.niveau
            if a.niveau != "mixte"
            else alea.choice(["élémentaire", "élémentaire", "collège", "collège", "lycée"])
        )
        lignes.append(
            {
                "campagne": campagne,
                "code_action": a.code,
                "numero": numero,
                "niveau": niveau,
                "filles": filles,
                "garcons": enfants - filles,
                "enfants": enfants,
                "enfants_qpv": sum(
                    alea.random() < (0.72 if a.qpv_code else 0.04) for _ in range(enfants)
                ),
                "enfants_rep": sum(alea.random() < rep for _ in range(enfants)),
                "allophones": sum(alea.random() < 0.06 for _ in range(enfants)),
                "seances_par_semaine": alea.choice([2] * 16 + [1, 3, 4]),
                "duree_seance_min": alea.choice([90] * 14 + [75, 60, 120, 105]),
                "semaines": semaines,
                "date_debut": debut,
                "date_fin": debut + timedelta(weeks=semaines + (4 if semaines > 22 else 2), days=3),
                "encadrants_par_seance": alea.choice([2] * 14 + [1, 3, 3, 2.5]),
                "depenses": Decimal(round(a.cout_collectif * alea.uniform(0.9, 1.1), 2))
                if alea.random() < 0.3
                else None,
                "lieu": tirer(alea, p["lieux"]),
            }
        )
    return lignes
