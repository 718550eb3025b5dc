"""The amounts of a request: what the barème allows at most, what the last known campagne cost and
received.
"""

from __future__ import annotations

import pandas as pd

from clas_data import baremes, formats
from clas_data.errors import BaremeManquant
from clas_data.formats import ponctuer
from clas_data.restitutions.fiche.dossier import Dossier
from clas_data.simulateur import calcul, commission, formule


def lignes(d: Dossier, demande: dict, toutes: pd.DataFrame) -> list[list[str]]:
    """Rows of (what, amount, how)."""
    return [*_au_plus(d, demande), *_dernier_bilan(d, toutes)]


def au_plus_c(d: Dossier) -> dict[str, int]:
    """Request of the campagne → what it costs at most, in cents; none where the barème is not
    published.
    """
    try:
        regle = calcul.regle_de(d.bareme, calcul.en_vigueur(d.bareme))
    except BaremeManquant:
        return {}
    t = commission.demandes(d.demandes[d.demandes["campagne"] == d.campagne], regle)
    return {c: int(v) for c, v in zip(t["code_action"], t["cout_c"], strict=True)}


def _au_plus(d: Dossier, demande: dict) -> list[list[str]]:
    """The most that this request may open, under the barème of its campagne."""
    agreee = demande["decision"] == "agréée"
    n = demande["collectifs_agrees"] if agreee else demande["collectifs_demandes"]
    mots = "agréés" if agreee else "demandés"
    if formats.inconnu(n):
        return [["Droits au plus", formats.ND, f"nombre de collectifs {mots} non renseigné"]]
    try:
        regle = calcul.regle_de(d.bareme, calcul.en_vigueur(d.bareme))
    except BaremeManquant:
        return [
            ["Droits au plus", formats.ND, f"taux ou prix plafond non publié pour {d.campagne}"]
        ]
    bonus = [
        0 if formats.inconnu(demande[c]) else min(int(demande[c]), int(n))
        for c in ("bonus_enfants_collectifs", "bonus_parents_collectifs")
    ]
    plein = formule.au_plafond(
        pd.Series([n]), regle, bonus_enfants=bonus[0], bonus_parents=bonus[1]
    )
    droits = formule.droits(plein, regle).iloc[0]
    comment = (
        f"{formats.pluriel(int(n), 'collectif')} {mots if n > 1 else mots[:-1]} au prix "
        f"plafond, taux {baremes.livrees()['taux'].ecrire(regle.taux)}"
    )
    rangs = [["Ps au plus", formats.euros(int(droits["ps_c"]) / 100), comment]]
    if sum(bonus):
        comptes = f"{formats.nombre(bonus[0])} × enfants, {formats.nombre(bonus[1])} × parents"
        rangs.append(
            [
                "Bonus accordés",
                formats.euros(
                    (int(droits["bonus_enfants_c"]) + int(droits["bonus_parents_c"])) / 100
                ),
                comptes,
            ]
        )
    return rangs


def _dernier_bilan(d: Dossier, toutes: pd.DataFrame) -> list[list[str]]:
    """Cost and Ps of the last campagne whose bilan was received."""
    recus = toutes[toutes["bilan_recu"]]
    if recus.empty:
        return [["Dernier bilan", formats.ND, "aucun bilan reçu sur les campagnes montrées"]]
    campagne, code = recus["campagne"].iloc[-1], recus["code_action"].iloc[-1]
    charges, ps, cout = (
        d.valeurs.get((i, campagne, code), float("nan"))
        for i in ("charges", "ps_clas", "cout_par_collectif")
    )
    part = ps / charges * 100 if not formats.inconnu(charges) and charges else float("nan")
    rangs = [
        [
            f"Charges {campagne}",
            formats.euros(charges),
            "" if formats.inconnu(cout) else f"soit {formats.euros(cout)} par collectif",
        ],
        [
            f"Ps versée {campagne}",
            formats.euros(ps),
            "" if formats.inconnu(part) else f"soit {formats.pourcent(part)} des charges",
        ],
    ]
    if d.bareme.manque is None and not formats.inconnu(cout):
        plafond = d.bareme.exiger("plafond")
        ecart = (
            "dépassé par ce coût : le surcoût n'ouvre aucun droit"
            if cout > plafond
            else "au-dessus de ce coût : une dépense de plus ouvrirait un droit"
        )
        rangs.append(
            ["Prix plafond", baremes.livrees()["plafond"].ecrire(plafond), ponctuer(ecart)]
        )
    return rangs
