"""The money of one fictional bilan: a total cut into accounts, and what the Caf paid."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clas_data.exemples.tirage import Action, parametres


def centimes(valeur: float | Decimal) -> Decimal:
    return Decimal(str(valeur)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def partager(alea: random.Random, total: Decimal, parts: dict[str, float]) -> dict[str, Decimal]:
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


def verser(
    alea: random.Random, campagne: str, a: Action, demande: dict[str, Any], total: Decimal, n: int
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
