"""Who gains, who loses, by how much; what each lever moves; who is at the ceiling; one amount step by step."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.formats import FINE, INSECABLE
from clas_data.simulateur.calcul import NOUVEAUX, Donnees, Resultat, simuler
from clas_data.simulateur.scenario import Scenario, leviers

GROUPES = {"porteur_nom": "Porteur", "epci_nom": "Intercommunalité", "qpv": "Quartier", "porteur_type": "Type de porteur", "niveau": "Niveau"}


def comparer(reference: Resultat, scenario: Resultat) -> pd.DataFrame:
    """One row per action: reference_c, total_c, ecart_c (cents); NA where expenses are unknown on either side."""
    avant = reference.actions.set_index("code_action")["total_c"].rename("reference_c")
    t = scenario.actions.merge(avant, left_on="code_action", right_index=True, how="left")
    nouveaux = t["code_action"] == NOUVEAUX
    t["reference_c"] = t["reference_c"].mask(nouveaux, 0)
    return t.assign(ecart_c=t["total_c"] - t["reference_c"])


@dataclass(frozen=True)
class Bilan:
    """The effect of a scenario in figures: gains and losses in cents, with their bounds; a one-cent gain is a gain."""

    reference_c: int
    total_c: int
    gagnantes: int
    perdantes: int
    inchangees: int
    inconnues: int
    gain_min_c: int
    gain_max_c: int
    perte_min_c: int
    perte_max_c: int
    collectifs: int
    enfants: int

    @property
    def ecart_c(self) -> int:
        return self.total_c - self.reference_c


def bilan(comparaison: pd.DataFrame) -> Bilan:
    """Winners, losers, unchanged and unknown actions add up to the actions."""
    e = comparaison["ecart_c"].dropna().astype("int64")
    gains, pertes = e[e > 0], -e[e < 0]
    connues = comparaison[comparaison["ecart_c"].notna()]
    enfants = pd.to_numeric(connues["enfants_realises"], errors="coerce").fillna(0).sum()
    return Bilan(
        int(connues["reference_c"].sum()), int(connues["total_c"].sum()), len(gains), len(pertes), int((e == 0).sum()), int(comparaison["ecart_c"].isna().sum()),
        *(int(x) for x in (gains.min() if len(gains) else 0, gains.max() if len(gains) else 0, pertes.min() if len(pertes) else 0, pertes.max() if len(pertes) else 0)),
        int(connues["collectifs"].sum()), int(enfants))


def par_groupe(comparaison: pd.DataFrame, groupe: str) -> pd.DataFrame:
    """One row per group: actions, winners, losers, reference, total, difference (cents), largest difference first."""
    connues = comparaison[comparaison["ecart_c"].notna()].assign(
        gagne=lambda d: (d["ecart_c"] > 0).astype(int), perd=lambda d: (d["ecart_c"] < 0).astype(int))
    t = connues.groupby(groupe, as_index=False).agg(
        actions=("code_action", "size"), gagnantes=("gagne", "sum"), perdantes=("perd", "sum"), reference_c=("reference_c", "sum"), total_c=("total_c", "sum"))
    t["ecart_c"] = t["total_c"] - t["reference_c"]
    return t.sort_values("ecart_c", key=lambda s: -s.abs(), kind="stable", ignore_index=True)


def phrase(b: Bilan, scenario: Scenario, bareme: Bareme) -> str:
    """The effect in one sentence, or why nothing changes."""
    if b.ecart_c == 0 and not b.gagnantes and not b.perdantes:
        raison = _pourquoi_rien(scenario, bareme)
        lien = "parce qu'" if raison.startswith("aucune") else "parce que "
        return f"Ce scénario ne change rien, {lien}{raison}."
    relatif = formats.evolution(b.reference_c, b.total_c)
    part = f" ({formats.pourcent(relatif, 1, signe=True)})" if relatif is not None and abs(relatif) >= 0.05 else ""
    sens = "de plus" if b.ecart_c > 0 else "de moins"
    montant = f"{euros(abs(b.ecart_c))} {sens}{part}" if b.ecart_c else "Le même total"
    return f"{montant}{INSECABLE}: {accord(b.gagnantes, 'action gagne', 'actions gagnent')}, {accord(b.perdantes, 'perd', 'perdent')}, {accord(b.inchangees, 'ne change pas', 'ne changent pas')}."


def accord(n: int, un: str, plusieurs: str) -> str:
    return f"{formats.nombre(n)}{INSECABLE}{un if n < 2 else plusieurs}"


def euros(cents: int | float) -> str:
    """Cents as euros; the cents are written only where there are some."""
    if formats.inconnu(cents):
        return formats.ND
    return formats.euros(Decimal(int(cents)) / 100, 0 if int(cents) % 100 == 0 else 2)


def _pourquoi_rien(s: Scenario, bareme: Bareme) -> str:
    if not s.change:
        return "aucune valeur n'y est modifiée"
    memes = [n for n in s.change if bareme.valeurs.get(n) == s.change[n]]
    if len(memes) == len(s.change):
        return "les valeurs choisies sont celles du barème en vigueur"
    noms = ", ".join(f"« {leviers()[n].titre.lower()} »" for n in s.change)
    return f"aucune action de la campagne n'est concernée par {noms}"


def bornes(b: Bilan) -> str:
    """The smallest and the largest gain and loss."""
    mots = []
    if b.gagnantes:
        mots.append(f"gains de {euros(b.gain_min_c)} à {euros(b.gain_max_c)}")
    if b.perdantes:
        mots.append(f"pertes de {euros(b.perte_min_c)} à {euros(b.perte_max_c)}")
    return f"{FINE}; ".join(mots).capitalize() + ("." if mots else "")


def sensibilite(donnees: Donnees, bareme: Bareme, s: Scenario, pas_pct: Sequence[float] = (-20, -10, -5, 0, 5, 10, 20)) -> pd.DataFrame:
    """How the total answers to each amount of the rule, changed alone by some percent: levier, titre, pas_pct, valeur, total_c."""
    depart, lignes = simuler(donnees, bareme, s).regle, []
    for nom in ("taux", "plafond", "bonus_enfants", "bonus_parents"):
        for pas in pas_pct:
            valeur = (getattr(depart, nom) * (100 + Decimal(str(pas))) / 100).quantize(Decimal("0.01"))
            valeur = min(valeur, leviers()[nom].max)
            if valeur > leviers()[nom].min or not leviers()[nom].strict:
                lignes.append({"levier": nom, "titre": leviers()[nom].titre, "pas_pct": pas, "valeur": float(valeur), "total_c": simuler(donnees, bareme, s.avec(**{nom: valeur})).total_c})
    return pd.DataFrame(lignes)


def au_plafond(resultat: Resultat) -> pd.DataFrame:
    """One row per action whose expenses are known: par_collectif_c, collectifs, au_plafond (cost per collectif at or above the ceiling)."""
    a = resultat.actions[resultat.actions["ps_c"].notna()]
    plafond = int(resultat.regle.plafond * 100)
    return a[["code_action", "intitule", "porteur_nom", "collectifs", "par_collectif_c"]].assign(au_plafond=a["par_collectif_c"] >= plafond)


def iso_budget(donnees: Donnees, bareme: Bareme, s: Scenario, cible_c: int, taux: Sequence[Decimal]) -> pd.DataFrame:
    """For each rate, the largest ceiling whose total stays within `cible_c`: taux, plafond (euros, NaN where there is none)."""
    from clas_data.simulateur.inverse import plus_grande
    lignes = []
    for t in taux:
        reponse = plus_grande(donnees, bareme, s.avec(taux=t), "plafond", cible_c)
        lignes.append({"taux": float(t), "plafond": float(reponse.valeur) if reponse.valeur is not None and not reponse.sans_limite else np.nan})
    return pd.DataFrame(lignes)


@dataclass(frozen=True)
class Etape:
    """One line of the pay-slip of an action: what, how much, how it was obtained, and who says so."""

    quoi: str
    montant: str
    calcul: str
    reference: str


def fiche(resultat: Resultat, bareme: Bareme, code_action: str) -> list[Etape]:
    """The amount of one action, step by step, so that it can be redone by hand."""
    trouvees = resultat.actions[resultat.actions["code_action"] == code_action]
    if trouvees.empty:
        return []
    a, r = trouvees.iloc[0], resultat.regle
    if pd.isna(a["ps_c"]):
        return [Etape("Dépenses retenues", formats.ND, "Le bilan de l'action n'est pas reçu, ou ses charges sont inconnues.", "Bilan de l'action")]
    n, note = int(a["collectifs"]), bareme.references
    noms = {c: note.get(c, "Scénario") if getattr(r, c, None) == bareme.valeurs.get(c) else "Scénario" for c in ("taux", "plafond", "bonus_enfants", "bonus_parents")}
    ps_collectif = euros(int(a["ps_c"]) // n) if n and int(a["ps_c"]) % n == 0 else "variable"
    return [
        Etape("Dépenses retenues", euros(a["depenses_c"]), "Comptes 60 à 68 du bilan, selon les hypothèses choisies", "Bilan de l'action"),
        Etape("Par collectif", euros(round(a["par_collectif_c"])), f"{euros(a['depenses_c'])} ÷ {accord(n, 'collectif', 'collectifs')}", "Hypothèse : parts égales"),
        Etape("Plafonnées", euros(round(a["plafonnees_c"])), f"le plus petit de {euros(round(a['par_collectif_c']))} et de {formats.euros(r.plafond)}", noms["plafond"]),
        Etape("× taux", euros(round(a["fois_taux_c"])), f"{euros(round(a['plafonnees_c']))} × {formats.pourcent(r.taux, 1)}", noms["taux"]),
        Etape("Ps d'un collectif", ps_collectif, "arrondie à l'euro le plus proche", "Arrondi retrouvé sur les montants publiés"),
        Etape("Ps de l'action", euros(a["ps_c"]), f"{ps_collectif} × {n}", ""),
        Etape("Bonus « enfants »", euros(a["bonus_enfants_c"]), f"{formats.euros(r.bonus_enfants)} par collectif qui en bénéficie", noms["bonus_enfants"]),
        Etape("Bonus « parents »", euros(a["bonus_parents_c"]), f"{formats.euros(r.bonus_parents)} par collectif qui en bénéficie", noms["bonus_parents"]),
        *([Etape("Bonification politique de la ville", euros(a["ville_c"]), f"{formats.euros(r.bonification_ville)} par collectif en quartier prioritaire", "Scénario")] if a["ville_c"] else []),
        Etape("Total", euros(a["total_c"]), "somme des lignes" + (", réduite pour tenir dans l'enveloppe" if a["total_c"] != a["sans_enveloppe_c"] else ""), ""),
    ]
