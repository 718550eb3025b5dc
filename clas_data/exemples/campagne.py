"""The four tables of one fictional campagne, as rows of values."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clas_data.exemples.tirage import Action, Territoire, parametres, tirer
from clas_data.fichiers import schemas

Ligne = dict[str, Any]


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
        deja = (
            a.code in precedentes if precedentes else alea.random() < parametres()["renouvellement"]
        )  # before the first year, nobody remembers
        tables.agrements.append(_agrement(alea, campagne, a, enfants, deja))
    tables.agrements += _non_agreees(alea, campagne, agreees, rang)
    repondent, rendent = (_part(alea, agreees, c[taux]) for taux in ("reponse", "bilans"))
    for a, demande in zip(agreees, tables.agrements, strict=False):
        siens = _collectifs(alea, campagne, a, c)
        if a.code in repondent:
            tables.actions.append(_questionnaire(alea, territoire, campagne, a, siens))
            tables.collectifs += siens
        if a.code in rendent:
            tables.bilans.append(_bilan(alea, campagne, a, demande, siens, rang))
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


def _questionnaire(
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


def _bilan(
    alea: random.Random, campagne: str, a: Action, demande: Ligne, siens: list[Ligne], rang: int
) -> Ligne:
    p, annee, n = parametres(), int(campagne[:4]), len(siens)
    total = centimes(
        a.cout_collectif * n * (1 + p["hausse_cout_annuelle"]) ** rang * alea.uniform(0.94, 1.06)
    )
    charges = _partager(alea, total, p["charges"])
    caf = _verse(alea, campagne, a, demande, total, n)
    produits = _partager(alea, max(total - sum(caf.values()), Decimal(0)), p["produits"])
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


def centimes(valeur: float | Decimal) -> Decimal:
    return Decimal(str(valeur)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _partager(alea: random.Random, total: Decimal, parts: dict[str, float]) -> dict[str, Decimal]:
    """A total cut into accounts, to the cent; small accounts are often empty."""
    poids = {
        n: part * alea.uniform(0.4, 1.6) * (alea.random() < min(1, 0.35 + 4 * part))
        for n, part in parts.items()
    }
    plus_gros = max(parts, key=parts.get)
    poids[plus_gros] = max(poids[plus_gros], parts[plus_gros])
    somme = sum(poids.values())
    morceaux = {n: centimes(total * Decimal(str(w / somme))) for n, w in poids.items()}
    morceaux[plus_gros] += total - sum(morceaux.values())
    return morceaux


def _verse(
    alea: random.Random, campagne: str, a: Action, demande: Ligne, total: Decimal, n: int
) -> dict[str, Decimal]:
    """What the Caf paid: by the published rule the year it is known, fiction of the same order the
    other years.
    """
    p, zero = parametres(), Decimal(0)
    enfants, parents = (
        Decimal(demande[c] or 0) for c in ("bonus_enfants_collectifs", "bonus_parents_collectifs")
    )
    b = p["bareme_2022_2023"]
    if campagne == p["campagne_du_bareme"]:
        par_collectif = min(total / n, Decimal(b["plafond_eur"])) * Decimal(b["taux_pct"]) / 100
        ps = par_collectif.quantize(Decimal(1), rounding=ROUND_HALF_UP) * n
        ps = ps - 100 if alea.random() < 0.05 else ps
    else:
        plafond = p["plafond_fictif_eur"] + p["plafond_fictif_hausse_eur"] * list(
            p["campagnes"]
        ).index(campagne)
        ps = centimes(min(float(total) / n, plafond) * p["part_ps_fictive"] * n)
    bonus = Decimal(b["bonus_eur"]) if int(campagne[:4]) >= 2021 else None
    ville = int(campagne[:4]) < 2022
    return {
        "ps_clas": ps,
        "bonus_enfants": enfants * bonus if bonus else zero,
        "bonus_parents": parents * bonus if bonus else zero,
        "bonification_politique_ville": Decimal(p["bonification_fictive_eur"]) * n
        if ville and a.qpv_code
        else zero,
    }


def contredire(alea: random.Random, tables: Tables) -> None:
    """A few contradictions and unknowns, as in real files: each is an alerte, none refuses a
    file.
    """
    c = tables.collectifs
    for ligne in alea.sample(c, 4):
        ligne["filles"] += 1
    c[alea.randrange(len(c))]["enfants_qpv"] = 16
    c[alea.randrange(len(c))]["date_fin"] = c[0]["date_debut"] - timedelta(days=20)
    for ligne in alea.sample(tables.bilans, 3):
        ligne["charge_60"] += Decimal(alea.choice([100, 250, 1000]))
    for ligne in alea.sample(tables.bilans, 3):
        ligne["enfants_realises"] += alea.choice([-2, 1, 3])
    alea.choice(tables.bilans)["collectifs_realises"] += 1
    alea.choice(tables.bilans)["charge_86"] += Decimal(50)
    ligne = alea.choice(tables.actions)
    ligne["familles"] = ligne["familles"] * 10
    ligne = alea.choice(tables.actions)
    ligne["parents_actifs"] = ligne["parents_rencontres"] + 4
    alea.choice(tables.agrements)["commune_nom"] = "Saint-Nulle-Part"
    oublier(alea, tables)


def oublier(alea: random.Random, tables: Tables) -> None:
    """Some answers are missing, written as people write them."""
    p = parametres()
    for nom in ("actions", "collectifs", "bilans"):
        schema = schemas.load()[nom]
        for ligne in getattr(tables, nom):
            for colonne, c in schema.colonnes.items():
                if (
                    not c.obligatoire
                    and colonne != "campagne"
                    and alea.random()
                    < p["taux_inconnu"] * (0.3 if nom == "bilans" or colonne == "enfants" else 1)
                ):
                    if not (nom == "bilans" and c.type == "montant"):
                        ligne[colonne] = Inconnu(alea.choice(p["inconnus"]))


class Inconnu(str):
    """What a porteur writes when it does not know."""
