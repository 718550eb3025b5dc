"""Who gains, who loses, by how much; what each lever moves; who is at the ceiling; one amount step
by step.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.formats import FINE, INSECABLE
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.entrees import NOUVEAUX
from clas_data.simulateur.scenario import Scenario, leviers

SANS_COUT = (
    "aucun bilan ne dit ce que coûte un collectif : donnez le « coût d'un collectif de plus »"
)
SANS_ACTION = "aucune action agréée n'est à simuler"
SANS_MOYENNE = (
    "aucune action sans bilan ne peut être supposée au coût moyen (aucun coût connu, ou aucun "
    "collectif agréé)"
)
GROUPES = {
    "porteur_nom": "Porteur",
    "epci_nom": "Intercommunalité",
    "qpv": "Quartier",
    "porteur_type": "Type de porteur",
    "niveau": "Niveau",
}


def comparer(reference: Resultat, scenario: Resultat) -> pd.DataFrame:
    """One row per action: reference_c, total_c, ecart_c (cents; NA where expenses are unknown on
    either side), nouveau (collectifs added), estimee (the scenario gives an amount where the
    reference has none).
    """
    avant = reference.actions.set_index("code_action")["total_c"].rename("reference_c")
    t = scenario.actions.merge(avant, left_on="code_action", right_index=True, how="left")
    nouveau = t["code_action"].str.startswith(NOUVEAUX)
    t["reference_c"] = t["reference_c"].mask(nouveau, 0)
    return t.assign(
        ecart_c=t["total_c"] - t["reference_c"],
        nouveau=nouveau,
        estimee=t["total_c"].notna() & t["reference_c"].isna(),
    )


@dataclass(frozen=True)
class Bilan:
    """The effect of a scenario in figures: gains and losses in cents, with their bounds; a one-cent
    gain is a gain.

    The collectifs that a scenario adds win nothing and lose nothing: they are apart, `nouveaux` for
    `nouveaux_c`; so are the actions whose amount only the scenario supposes, `estimees` for
    `estimees_c`. Both are within the total.
    """

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
    nouveaux: int
    nouveaux_c: int | None  # None: what they cost is unknown, and they are in no total
    estimees: int
    estimees_c: int

    @property
    def ecart_c(self) -> int:
        return self.total_c - self.reference_c

    @property
    def reference_connue(self) -> bool:
        """Has one action droits under the barème in force?"""
        return bool(self.gagnantes + self.perdantes + self.inchangees)

    @property
    def connu(self) -> bool:
        """Has one action, or one added collectif, droits under the scenario? Else its total is
        n.d., and not zero.
        """
        return self.reference_connue or bool(
            self.estimees or (self.nouveaux and self.nouveaux_c is not None)
        )


def bilan(comparaison: pd.DataFrame) -> Bilan:
    """Winners, losers, unchanged, estimated and unknown actions add up to the actions."""
    anciennes, nouvelles = comparaison[~comparaison["nouveau"]], comparaison[comparaison["nouveau"]]
    estimees = comparaison[comparaison["estimee"]]
    e = anciennes["ecart_c"].dropna().astype("int64")
    gains, pertes = e[e > 0], -e[e < 0]
    connues = comparaison[comparaison["total_c"].notna()]
    return Bilan(
        int(connues["reference_c"].sum()),
        int(connues["total_c"].sum()),
        len(gains),
        len(pertes),
        int((e == 0).sum()),
        int(anciennes["total_c"].isna().sum()),
        *(
            int(x)
            for x in (
                gains.min() if len(gains) else 0,
                gains.max() if len(gains) else 0,
                pertes.min() if len(pertes) else 0,
                pertes.max() if len(pertes) else 0,
            )
        ),
        int(connues["collectifs"].sum()),
        int(nouvelles["collectifs"].sum()),
        None if nouvelles["total_c"].isna().any() else int(nouvelles["total_c"].sum()),
        len(estimees),
        int(estimees["total_c"].sum()),
    )


def par_enfant(resultat: Resultat) -> float | None:
    """Droits per child, in cents: a ratio of sums over the actions that know both; None with added
    collectifs, whose children nobody knows.
    """
    a = resultat.actions
    enfants = pd.to_numeric(a["enfants_realises"], errors="coerce")
    connues = a["total_c"].notna() & enfants.notna()
    n = enfants[connues].sum()
    return (
        None
        if not n or a["code_action"].str.startswith(NOUVEAUX).any()
        else int(a.loc[connues, "total_c"].sum()) / n
    )


def par_groupe(comparaison: pd.DataFrame, groupe: str) -> pd.DataFrame:
    """One row per group: actions, winners, losers, reference, total, difference (cents), largest
    difference first.
    """
    connues = comparaison[comparaison["total_c"].notna()].assign(
        action=lambda d: (~d["nouveau"]).astype(int),
        gagne=lambda d: ((d["ecart_c"] > 0).fillna(False) & ~d["nouveau"]).astype(int),
        perd=lambda d: (d["ecart_c"] < 0).fillna(False).astype(int),
    )
    t = connues.groupby(groupe, as_index=False).agg(
        actions=("action", "sum"),
        gagnantes=("gagne", "sum"),
        perdantes=("perd", "sum"),
        reference_c=("reference_c", "sum"),
        total_c=("total_c", "sum"),
    )
    t["ecart_c"] = t["total_c"] - t["reference_c"]
    return t.sort_values("ecart_c", key=lambda s: -s.abs(), kind="stable", ignore_index=True)


def phrase(b: Bilan, scenario: Scenario, bareme: Bareme) -> str:
    """The effect in one sentence, or why nothing changes."""
    if (
        b.ecart_c == 0
        and not b.gagnantes
        and not b.perdantes
        and b.nouveaux_c == 0
        and not b.estimees
    ):
        raison = _pourquoi_rien(b, scenario, bareme)
        lien = "parce qu'" if raison[0] in "aeiouyéè" else "parce que "
        return f"Ce scénario ne change rien, {lien}{raison}."
    relatif = formats.evolution(b.reference_c, b.total_c)
    part = (
        f" ({formats.pourcent(relatif, 1, signe=True)})"
        if relatif is not None and abs(relatif) >= 0.05
        else ""
    )
    sens = "de plus" if b.ecart_c > 0 else "de moins"
    combien = (
        f"pour {euros(b.nouveaux_c)}"
        if b.nouveaux_c is not None
        else f"({formats.ND}, hors du total : {SANS_COUT})"
    )
    plus = (
        f"{FINE}; {formats.pluriel(b.nouveaux, 'collectif')} de plus {combien}"
        if b.nouveaux
        else ""
    )
    plus += (
        (
            f"{FINE}; dont {euros(b.estimees_c)} pour {formats.pluriel(b.estimees, 'action')} aux "
            f"droits {formats.ND} sans ce scénario"
        )
        if b.estimees
        else ""
    )
    if not b.connu:
        return f"Total {formats.ND}{INSECABLE}: les dépenses d'aucune action ne sont connues{plus}."
    montant = f"{euros(abs(b.ecart_c))} {sens}{part}" if b.ecart_c else "Le même total"
    return (
        f"{montant}{INSECABLE}: {accord(b.gagnantes, 'action gagne', 'actions gagnent')}, "
        f"{accord(b.perdantes, 'perd', 'perdent')}, "
        f"{accord(b.inchangees, 'ne change pas', 'ne changent pas')}{plus}."
    )


def accord(n: int, un: str, plusieurs: str) -> str:
    return f"{formats.nombre(n)}{INSECABLE}{un if n < 2 else plusieurs}"


def euros(cents: int | float) -> str:
    """Cents as euros, rounded half up to the cent; the cents are written only where there are
    some.
    """
    if formats.inconnu(cents):
        return formats.ND
    entiers = Decimal(str(cents)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return formats.euros(entiers / 100, 0 if entiers % 100 == 0 else 2)


def _pourquoi_rien(b: Bilan, s: Scenario, bareme: Bareme) -> str:
    if not s.change:
        return "aucune valeur n'y est modifiée"
    if not b.gagnantes + b.perdantes + b.inchangees + b.inconnues + b.estimees:
        return SANS_ACTION
    memes = [n for n in s.change if bareme.valeurs.get(n) == s.change[n]]
    if len(memes) == len(s.change):
        return "les valeurs choisies sont celles du barème en vigueur"
    return " et ".join(
        dict.fromkeys(
            SANS_MOYENNE if n == "sans_bilan" and b.inconnues else leviers()[n].sans_effet
            for n in s.change
            if n not in memes
        )
    )


def total(r: Resultat) -> str:
    """The total of a result, in words."""
    return euros(r.total_c) if r.connu else formats.ND
