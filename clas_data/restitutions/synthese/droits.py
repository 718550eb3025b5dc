"""What a porteur's actions open as droits: in force, step by step, and « et si… » on its own
project.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from clas_data import baremes, formats
from clas_data.baremes import Bareme
from clas_data.formats import ponctuer
from clas_data.restitutions.synthese.composition import Synthese
from clas_data.simulateur import calcul, fiche
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.effets import euros
from clas_data.simulateur.entrees import Donnees


@dataclass(frozen=True)
class Droits:
    """The droits of each action, as words, under which barème, and what to know of it."""

    titre: str
    note: str
    lignes: list[list[str]]
    pas: list[str]
    comptes: list[str] = field(default_factory=list)  # each total, to the euro of the bilan


def resultat(donnees: Donnees, bareme: Bareme) -> Resultat:
    """The droits of these actions under this barème, nothing changed."""
    return calcul.simuler(donnees, bareme, calcul.en_vigueur(bareme))


def par_action(s: Synthese) -> Droits:
    """One row per action: code, collectifs, dépenses par collectif, Ps, bonus, total, and the Ps
    written in its bilan.
    """
    if s.bareme is None:
        return Droits(ponctuer(f"Droits {s.campagne} : n.d."), ponctuer(s.manque), [], [])
    r = resultat(s.donnees, s.bareme)
    lignes = []
    for a in r.actions.to_dict("records"):
        bonus = pd.NA if pd.isna(a["total_c"]) else a["bonus_enfants_c"] + a["bonus_parents_c"]
        lignes.append(
            [
                a["code_action"],
                formats.nombre(a["collectifs"]),
                euros(a["par_collectif_c"])
                if not formats.inconnu(a["par_collectif_c"])
                else formats.ND,
                euros(a["ps_c"]),
                euros(bonus),
                euros(a["total_c"]),
                formats.euros(a["ps_clas"]),
            ]
        )
    pas = [
        f"{code} : " + " → ".join(f"{e.quoi} {e.montant}" for e in fiche.fiche(r, s.bareme, code))
        for code in s.actions["code_action"]
    ]
    comptes = [c for a in r.actions.to_dict("records") if (c := _compte(a, s.donnees))]
    return Droits(*entete(s), lignes, [ponctuer(p) for p in pas], comptes)


def _compte(a: dict, donnees: Donnees) -> str:
    """The total of an action made of its parts, beside what its bilan holds, the difference part by
    part; "" where either is unknown.
    """
    bilan = donnees.actions.set_index("code_action").loc[a["code_action"]]
    if formats.inconnu(a["total_c"]) or formats.inconnu(bilan["ps_clas"]):
        return ""
    noms = {"ps": "Ps", "bonus_enfants": "bonus « enfants »", "bonus_parents": "bonus « parents »"}
    colonnes = {"ps": "ps_clas"}
    droits = {n: int(a[f"{n}_c"]) for n in noms}
    portes = {n: _cents(bilan[colonnes.get(n, n)]) for n in noms}
    calcule, porte = (
        " + ".join(f"{noms[n]} {euros(c)}" for n, c in parts.items() if c or n == "ps")
        for parts in (droits, portes)
    )
    ecart = sum(droits.values()) - sum(portes.values())
    dit = (
        f"{a['code_action']} : total {euros(a['total_c'])} = {calcule}. Votre bilan porte "
        f"{euros(sum(portes.values()))} ({porte})"
    )
    if not ecart:
        return ponctuer(f"{dit} : les deux concordent.")
    parts = ", ".join(
        f"{euros(abs(d))} de {noms[n]} {'en moins' if d > 0 else 'en plus'}"
        for n in noms
        if (d := droits[n] - portes[n])
    )
    sens = "de moins" if ecart > 0 else "de plus"
    return ponctuer(f"{dit}, {euros(abs(ecart))} {sens} que ce calcul : {parts}.")


def _cents(euros_: object) -> int:
    """What a bilan holds, in cents: an aid left empty counts for nothing."""
    return 0 if formats.inconnu(euros_) else int(round(float(euros_) * 100))


def entete(s: Synthese) -> tuple[str, str]:
    """Title and note: the campagne's own barème, or another one and why."""
    plafond, taux = (baremes.livrees()[n].ecrire(s.bareme.exiger(n)) for n in ("plafond", "taux"))
    reste = f"Prix plafond : {plafond} par collectif ; taux : {taux}."
    if not s.manque:
        return ponctuer(f"Droits {s.campagne}, au barème en vigueur"), ponctuer(
            f"{reste} Source : {s.bareme.references['plafond']}."
        )
    return (
        ponctuer(f"Simulation : les actions de {s.campagne} au barème de {s.bareme.campagne}"),
        ponctuer(
            f"Les droits propres à {s.campagne} sont n.d. : son taux ou son prix plafond n'est "
            f"pas publié. {reste} Source : {s.bareme.references['plafond']}."
        ),
    )


@dataclass(frozen=True)
class Projet:
    """What a porteur changes of one of its actions: collectifs, expenses in euros, collectifs with
    each bonus.
    """

    code_action: str
    collectifs: int
    charges: float
    bonus_enfants: int
    bonus_parents: int


def depart(donnees: Donnees, code_action: str) -> Projet | None:
    """The action as it is; None when its expenses or its collectifs are unknown."""
    a = donnees.actions[donnees.actions["code_action"] == code_action].iloc[0]
    if formats.inconnu(a["charges"]) or formats.inconnu(a["collectifs"]):
        return None
    bonus = [
        0 if formats.inconnu(a[c]) else int(a[c])
        for c in ("bonus_enfants_collectifs", "bonus_parents_collectifs")
    ]
    return Projet(code_action, int(a["collectifs"]), float(a["charges"]), *bonus)


def projeter(donnees: Donnees, projet: Projet) -> Donnees:
    """The same campagne with this action as the porteur imagines it."""
    a = donnees.actions.copy()
    rang = a.index[a["code_action"] == projet.code_action][0]
    for colonne, v in (
        ("collectifs", projet.collectifs),
        ("charges", projet.charges),
        ("bonus_enfants_collectifs", projet.bonus_enfants),
        ("bonus_parents_collectifs", projet.bonus_parents),
    ):
        a[colonne] = a[colonne].astype("Float64")
        a.loc[rang, colonne] = v
    return replace(donnees, actions=a)
