"""Commands about funding: simuler."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from clas_data import baremes, formats
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_json, lire_fichier, tableau
from clas_data.config import Installation
from clas_data.fichiers import campagnes, referentiels
from clas_data.simulateur import calcul, effets, entrees, scenario, scenario_ecrit, sensibilite


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("simuler", "applique un scénario de financement à une campagne")
    p.set_defaults(faire=simuler)
    p.add_argument("scenario", metavar="SCENARIO", help="fichier yaml : nom, parent, change")
    p.add_argument(
        "--campagne", required=True, metavar="C", help="campagne dont les collectifs sont simulés"
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def simuler(inst: Installation, choix: Namespace) -> int:
    """The droits of each action under the scenario, beside those of its parent barème."""
    s = scenario_ecrit.lire(lire_fichier(choix.scenario), Path(choix.scenario).name)
    campagnes.exiger(inst, choix.campagne)
    bareme = baremes.en_vigueur(inst, s.parent)
    calcul.en_vigueur(bareme)
    scenario.exiger_epci(s, set(referentiels.load(inst, "communes")["epci_nom"]))
    ouverte = lecture.courante(inst)
    donnees = entrees.read(ouverte, lecture.tout(inst), choix.campagne)
    comparaison = effets.comparer(
        calcul.reference(donnees, bareme), calcul.simuler(donnees, bareme, s)
    )
    b = effets.bilan(comparaison)
    manque = baremes.en_vigueur(inst, choix.campagne).manque
    titre = f"Les collectifs de {choix.campagne} au barème de {s.parent}, scénario « {s.nom} »"
    if choix.json:
        ecrire_json(
            {
                "scenario": s.nom,
                "campagne": choix.campagne,
                "parent": s.parent,
                "titre": titre,
                "empreinte": ouverte.empreinte,
                "demonstration": ouverte.demonstration,
                "total_eur": eur(b.total_c) if b.connu else None,
                "reference_eur": eur(b.reference_c) if b.reference_connue else None,
                "ecart_eur": eur(b.ecart_c) if b.connu and b.reference_connue else None,
                "actions_nd": b.inconnues,
                "actions_estimees": b.estimees,
                "estimees_eur": eur(b.estimees_c),
                "droits_propres_nd": manque,
                "actions": [_action(l) for l in comparaison.to_dict("records")],
            }
        )
        return 0
    tableau(
        ["Action", "Collectifs", "Référence", "Scénario", "Écart"],
        [
            [
                l["code_action"],
                formats.nombre(l["collectifs"]),
                *(effets.euros(l[c]) for c in ("reference_c", "total_c", "ecart_c")),
            ]
            for l in comparaison.to_dict("records")
        ],
    )
    dire(f"{titre}. {effets.phrase(b, s, bareme)} {sensibilite.bornes(b)}")
    if manque:
        dire(f"Droits propres à {choix.campagne} : {formats.ND} {manque}")
    if b.inconnues:
        dire(
            f"{formats.pluriel(b.inconnues, 'action')} sans dépenses connues : droits "
            f"{formats.ND}, hors des totaux."
        )
    return 0


def eur(cents) -> float | int | None:
    """Cents → euros for JSON; None where unknown."""
    if pd.isna(cents):
        return None
    return int(cents) // 100 if int(cents) % 100 == 0 else int(cents) / 100


def _action(l: dict) -> dict:
    n = None if pd.isna(l["collectifs"]) else int(l["collectifs"])
    bonus = {
        b: None if pd.isna(l[b]) else int(l[b])
        for b in ("collectifs_bonus_enfants", "collectifs_bonus_parents")
    }
    depenses = None if l["depenses_c"] < 0 else eur(l["depenses_c"])
    return {
        "code_action": l["code_action"],
        "collectifs": n,
        "depenses_eur": depenses,
        **bonus,
        "ps_eur": eur(l["ps_c"]),
        "total_eur": eur(l["total_c"]),
        "reference_eur": eur(l["reference_c"]),
        "estimee": bool(l["estimee"]),
    }
