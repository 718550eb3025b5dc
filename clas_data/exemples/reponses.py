"""What the porteurs of the fiction answer: the questionnaire of an action, and its bilan."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clas_data.exemples.argent import centimes, partager, verser
from clas_data.exemples.tirage import Action, Territoire, parametres

Ligne = dict[str, Any]


def questionnaire(
    alea: random.Random, territoire: Territoire, campagne: str, a: Action, siens: list[Ligne]
) -> Ligne:
    p, enfants = parametres(), sum(l["enfants"] for l in siens)
    familles = max(1, round(enfants * alea.uniform(0.72, 0.95)))
    rencontres = round(familles * alea.uniform(0.45, 1.0))
    oui = {n: alea.random() < part for n, part in p["accords"].items()}
    oui["pre"] = alea.random() < (
        p["accords_pre_en_commune_pre"]
        if a.porteur.commune in territoire.pre
        else p["accords_pre_ailleurs"]
    )
    oui["contrat_de_ville"] = alea.random() < (
        p["accords_contrat_de_ville_qpv"] if a.qpv_code else p["accords_contrat_de_ville_ailleurs"]
    )
    heures = sum(
        l["seances_par_semaine"]
        * l["duree_seance_min"]
        * l["semaines"]
        / 60
        * l["encadrants_par_seance"]
        for l in siens
    )
    benevoles = max(
        0,
        round(
            alea.gauss(2.2 * len(siens) if "association" in a.porteur.type else 1.1 * len(siens), 2)
        ),
    )
    salaries = max(0, round(alea.gauss(1.2 * len(siens) ** 0.7, 0.7)))
    return {
        "campagne": campagne,
        "code_action": a.code,
        **oui,
        **{
            f"{n}_nature": " | ".join(
                sorted(alea.sample(p["natures"], alea.choice([1, 1, 2, 3])), key=p["natures"].index)
            )
            if oui[n]
            else ""
            for n in ("pre", "reaap")
        },
        "familles": familles,
        "parents_rencontres": rencontres,
        "parents_actifs": round(rencontres * alea.uniform(0.1, 0.5)),
        "ecoles_partenaires": alea.choice([1, 1, 1, 2, 2, 3, 4]),
        "rencontres_ecole": alea.choice([0, 1, 2, 2, 3, 3, 4, 5, 6, 8]),
        "salaries": salaries,
        "vacataires": alea.choice([0, 0, 0, 1, 1, 2]),
        "benevoles": benevoles,
        "services_civiques": alea.choice([0, 0, 0, 1, 1, 2]),
        "heures_encadrement": round(heures, 1),
        "encadrants_formes": min(salaries + benevoles, alea.choice([0, 0, 1, 1, 2, 3])),
        "difficultes": _ecrire(alea, campagne, a, "difficultes"),
        "besoins": _ecrire(alea, campagne, a, "besoins"),
    }


def bilan(
    alea: random.Random, campagne: str, a: Action, demande: Ligne, siens: list[Ligne], rang: int
) -> Ligne:
    p, annee, n = parametres(), int(campagne[:4]), len(siens)
    total = centimes(
        a.cout_collectif * n * (1 + p["hausse_cout_annuelle"]) ** rang * alea.uniform(0.94, 1.06)
    )
    charges = partager(alea, total, p["charges"])
    caf = verser(alea, campagne, a, demande, total, n)
    produits = partager(alea, max(total - sum(caf.values()), Decimal(0)), p["produits"])
    valorise = centimes(alea.uniform(0, 900) * n)
    return {
        "campagne": campagne,
        "code_action": a.code,
        "collectifs_realises": n,
        "enfants_realises": sum(l["enfants"] for l in siens),
        **charges,
        "charge_86": valorise,
        **caf,
        **produits,
        "produit_87": valorise,
        "date_bilan": date(annee + 1, 7, 1) + timedelta(days=int(alea.triangular(0, 100, 80))),
        "bilan_politique_ville_annexe": alea.random() < 0.83 if a.qpv_code else None,
        **{
            r: _ecrire(alea, campagne, a, r, "bilan")
            for r in ("points_forts", "difficultes", "perspectives")
        },
    }


def _ecrire(
    alea: random.Random, campagne: str, a: Action, rubrique: str, piece: str = "questionnaire"
) -> str:
    """A text of two sentences; the second is drawn apart, so that no other value of the fiction
    depends on it.
    """
    p, a_part = (
        parametres(),
        random.Random(f"{parametres()['graine']} {campagne} {a.code} {rubrique} {piece}"),
    )
    suite = a_part.choice(p["suites"][rubrique]).format(n=a_part.randint(2, 6))
    tete = alea.choice(p[rubrique])
    return f"{tete}. {suite}" if suite else tete
