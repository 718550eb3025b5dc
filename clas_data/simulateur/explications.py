"""Why a payment differs from what is due, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.simulateur import effets
from clas_data.simulateur.calcul import Resultat, simuler
from clas_data.simulateur.entrees import Donnees
from clas_data.simulateur.formule import ps_maximale_c
from clas_data.simulateur.scenario import hypotheses, leviers

CONFORME, ECART, INCONNU = "conforme", "écart", "n.d."
BONUS = ("bonus_enfants", "bonus_parents")
NOMS = {"ps": "Ps", "bonus_enfants": "Bonus « enfants »", "bonus_parents": "Bonus « parents »"}
SANS_ETAPE = "Aucune étape de la formule ne retrouve ce montant."
ETAPES = {
    "repartition": "Par collectif",
    "hors_effectif": "Collectifs comptés",
    "semaines": "Semaines",
    "compte_86": "Dépenses retenues",
}
LIMITES = {"hors_effectif": ("effectif_min", "effectif_max"), "semaines": ("semaines_min",)}


def autrement(
    donnees: Donnees, bareme: Bareme, resultat: Resultat
) -> Iterator[tuple[str, str, pd.Series]]:
    """(step, in words, Ps per action in cents) of every other reading of the formula: what someone
    may have done at that step.
    """
    s, a = resultat.scenario, donnees.actions
    produits = replace(donnees, actions=a.assign(charges=a["produits"]))
    agrees = replace(donnees, actions=a.assign(collectifs=a["collectifs_agrees"]))
    yield (
        "Dépenses retenues",
        "le total des produits tient lieu de dépenses",
        _ps(simuler(produits, bareme, s)),
    )
    yield (
        "Collectifs comptés",
        "les collectifs agréés tiennent lieu de collectifs réalisés",
        _ps(simuler(agrees, bareme, s)),
    )
    for nom, h in hypotheses().items():
        if nom in ETAPES and all(p in bareme.valeurs for p in LIMITES.get(nom, ())):
            for choix, mots in h["choix"].items():
                if choix != h["defaut"]:
                    yield (
                        ETAPES[nom],
                        f"{formats.en_phrase(h['titre'])} : {formats.en_phrase(mots)}",
                        _ps(simuler(donnees, bareme, s.avec(**{nom: choix}))),
                    )
    yield (
        "Plafond",
        "le prix plafond n'est pas appliqué",
        _ps(simuler(donnees, bareme, s.avec(plafond=leviers()["plafond"].max))),
    )
    t = resultat.actions.set_index("code_action")
    maximum = ps_maximale_c(resultat.regle)
    yield "Plafond", "la Ps maximale est versée quel que soit le coût", t["collectifs"] * maximum
    yield (
        "Arrondi",
        "la Ps n'est pas arrondie à l'euro par collectif",
        np.floor(t["fois_taux_c"] * t["collectifs"].astype("float64") + 0.5).astype("Int64"),
    )


def _ps(r: Resultat) -> pd.Series:
    return r.actions.set_index("code_action")["ps_c"]


def expliquer(
    l: dict,
    parts: list[str],
    autres: list[tuple[str, str, pd.Series]],
    bareme: Bareme,
    ailleurs: str,
) -> str:
    if l["statut"] == CONFORME:
        return ""
    if l["statut"] == INCONNU:
        return _inconnu(l, parts)
    if l["ecart_c"] == 0:
        return (
            "Répartition : le total est celui des droits, mais la Ps et les bonus sont portés "
            "sur d'autres lignes du bilan."
        )
    mots = []
    if l["ecart_ps_c"] != 0:
        trouves = [
            f"{etape} : {quoi}"
            for etape, quoi, ps in autres
            if not pd.isna(v := ps.get(l["code_action"])) and int(v) == l["verse_ps_c"]
        ]
        retrouve = (
            (
                f"Retrouvé si, à l'étape « {trouves[0].partition(' : ')[0]} », "
                f"{trouves[0].partition(' : ')[2]}."
            )
            if trouves
            else SANS_ETAPE + ailleurs
        )
        mots.append(f"Ps {_sens(l['ecart_ps_c'])}. {retrouve}")
    mots += [
        _bonus(l, b, bareme.valeurs[b]) for b in BONUS if b in parts and l[f"ecart_{b}_c"] != 0
    ]
    return " ".join(mots)


def _inconnu(l: dict, parts: list[str]) -> str:
    if not l["bilan_recu"]:
        return "Le bilan de l'action n'est pas reçu."
    if pd.isna(l["ps_c"]):
        return "Le bilan ne donne pas ses charges, ou pas ses collectifs."
    manquants = [NOMS[p] for p in parts if pd.isna(l[f"verse_{p}_c"])]
    return f"Le bilan laisse vide : {', '.join(manquants)}."


def _sens(ecart_c: int) -> str:
    return f"versée {effets.euros(abs(ecart_c))} {'de plus' if ecart_c > 0 else 'de moins'}"


def _bonus(l: dict, b: str, montant: Decimal) -> str:
    """What the number of collectifs paid says of a bonus."""
    n = int(l["collectifs"])
    accordes = 0 if pd.isna(l[f"{b}_collectifs"]) else int(l[f"{b}_collectifs"])
    tete = (
        f"{NOMS[b]} versé {effets.euros(abs(l[f'ecart_{b}_c']))} "
        f"{'de plus' if l[f'ecart_{b}_c'] > 0 else 'de moins'}"
    )
    unitaire = int(montant * 100)
    if not unitaire or l[f"verse_{b}_c"] % unitaire:
        return f"{tete} : le montant n'est pas un multiple de {formats.euros(montant)}."
    payes = int(l[f"verse_{b}_c"]) // unitaire
    if payes == accordes > n:
        return (
            f"{tete} : payé pour {formats.pluriel(accordes, 'collectif accordé')}, "
            f"{formats.pluriel(n, 'collectif réalisé')}."
        )
    if not accordes:
        return (
            f"{tete} : payé pour {formats.pluriel(payes, 'collectif')}, sans être accordé à "
            "l'agrément."
        )
    return (
        f"{tete} : payé pour {formats.pluriel(payes, 'collectif')}, "
        f"{formats.pluriel(accordes, 'accordé')}."
    )
