"""How much the answer moves with each number of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.formats import FINE
from clas_data.simulateur.calcul import Resultat, regle_de
from clas_data.simulateur.effets import Bilan, euros
from clas_data.simulateur.entrees import NOUVEAUX, Donnees, prepare
from clas_data.simulateur.scenario import Scenario, leviers


def base(r: Resultat) -> str:
    """On which collectifs an amount rests, to be read beside it."""
    a = r.actions[~r.actions["code_action"].str.startswith(NOUVEAUX)]
    sans, connue = a["charges"].isna() & a["collectifs_agrees"].notna(), a["ps_c"].notna()
    if manquent := int(a.loc[~connue, "collectifs_agrees"].sum()):
        n = formats.nombre(r.collectifs + manquent)
        return f"{formats.pluriel(r.collectifs, 'collectif')} sur {n}"
    supposes = int(a.loc[sans & connue, "collectifs"].sum())
    suppose = f", dont {formats.nombre(supposes)} au coût moyen supposé" if supposes else ""
    return f"{formats.pluriel(r.collectifs, 'collectif')}{suppose}"


def bornes(b: Bilan) -> str:
    """The smallest and the largest gain and loss."""
    mots = []
    if b.gagnantes:
        mots.append(f"gains de {euros(b.gain_min_c)} à {euros(b.gain_max_c)}")
    if b.perdantes:
        mots.append(f"pertes de {euros(b.perte_min_c)} à {euros(b.perte_max_c)}")
    return f"{FINE}; ".join(mots).capitalize() + ("." if mots else "")


def sensibilite(
    donnees: Donnees,
    bareme: Bareme,
    s: Scenario,
    pas_pct: Sequence[float] = (-20, -10, -5, 0, 5, 10, 20),
) -> pd.DataFrame:
    """How the total answers to each amount of the rule, changed alone by some percent: levier,
    titre, pas_pct, valeur, total_c.
    """
    depart, prete, enveloppe, lignes = (
        regle_de(bareme, s),
        prepare(donnees, bareme, s),
        s.nombre("enveloppe"),
        [],
    )
    for nom in ("taux", "plafond", "bonus_enfants", "bonus_parents"):
        for pas in pas_pct:
            valeur = min(
                round(
                    getattr(depart, nom) * (100 + Decimal(str(pas))) / 100, leviers()[nom].decimales
                ),
                leviers()[nom].max,
            )
            total = prete.total_c(replace(depart, **{nom: valeur}))
            lignes.append(
                {
                    "levier": nom,
                    "titre": leviers()[nom].titre,
                    "pas_pct": pas,
                    "valeur": float(valeur),
                    "total_c": total if enveloppe is None else min(total, int(enveloppe * 100)),
                }
            )
    return pd.DataFrame(lignes)


def au_plafond(resultat: Resultat) -> pd.DataFrame:
    """One row per action whose cost per collectif is known: par_collectif_c, collectifs, au_plafond
    (cost per collectif at or above the ceiling).
    """
    a = resultat.actions[
        resultat.actions["ps_c"].notna() & resultat.actions["par_collectif_c"].notna()
    ]
    plafond = int(resultat.regle.plafond * 100)
    return a[["code_action", "intitule", "porteur_nom", "collectifs", "par_collectif_c"]].assign(
        au_plafond=a["par_collectif_c"] >= plafond
    )
