"""The pay-slip of one action: each step of its amount, how it was obtained, who says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.effets import SANS_COUT, accord, euros
from clas_data.simulateur.entrees import NOUVEAUX
from clas_data.simulateur.formule import TITRES, Regle, pas_a_pas
from clas_data.simulateur.scenario import hypotheses, leviers

ARRONDI = "Arrondi retrouvé sur les montants publiés (2 562,625 € → 2 563 €)"
BONUS = ("bonus_enfants", "bonus_parents", "ville")


@dataclass(frozen=True)
class Etape:
    """One line of the pay-slip: what, how much, how it was obtained, and who says so."""

    quoi: str
    montant: str
    calcul: str
    reference: str


def fiche(resultat: Resultat, bareme: Bareme, code_action: str) -> list[Etape]:
    """The amount of one action, step by step; one line per collectif where they are not all
    alike.
    """
    trouvees = resultat.actions[resultat.actions["code_action"] == code_action]
    if trouvees.empty:
        return []
    a, lignes = trouvees.iloc[0], resultat.lignes[resultat.lignes["code_action"] == code_action]
    if pd.isna(a["ps_c"]):
        if code_action.startswith(NOUVEAUX):
            return [
                Etape(
                    "Dépenses retenues",
                    formats.ND,
                    f"{SANS_COUT[0].upper()}{SANS_COUT[1:]}.",
                    "Scénario : coût d'un collectif de plus",
                )
            ]
        return [
            Etape(
                "Dépenses retenues",
                formats.ND,
                "Le bilan de l'action n'est pas reçu, ou ses charges ou ses collectifs sont "
                "inconnus.",
                "Bilan de l'action",
            )
        ]
    if lignes.empty:
        return [
            Etape(
                "Collectifs réalisés",
                formats.nombre(0),
                "aucun collectif n'a fonctionné : rien n'est dû",
                "Bilan de l'action",
            ),
            Etape(TITRES["total"], euros(a["total_c"]), "", ""),
        ]
    cles = ["depenses_c", "parts", "semaines", "collectifs"]
    pareils = len(lignes) == 1 or (
        len(lignes[cles].drop_duplicates()) == 1 and lignes["collectifs"].iloc[0] == 1
    )
    etapes = [_depenses(resultat, a)] + (
        _egales(resultat, bareme, lignes) if pareils else _une_par_une(resultat, bareme, lignes)
    )
    etapes.append(
        Etape(
            "Ps de l'action",
            euros(a["ps_c"]),
            f"{euros(lignes['ps_collectif_c'].iloc[0])} × {int(a['collectifs'])}"
            if pareils
            else "somme des collectifs",
            "",
        )
    )
    etapes += [
        _bonus(resultat, bareme, lignes, b)
        for b in BONUS
        if b != "ville" or resultat.regle.bonification_ville
    ]
    entier = a["sans_enveloppe_c"]
    etapes.append(Etape(TITRES["total"], euros(entier), "Ps + bonus", ""))
    if a["total_c"] != entier:
        tout = int(resultat.actions["sans_enveloppe_c"].sum())
        etapes.append(
            Etape(
                "Dans l'enveloppe",
                euros(a["total_c"]),
                f"{euros(entier)} × {euros(resultat.total_c)} ÷ {euros(tout)}, au centime",
                "Scénario : enveloppe répartie en proportion",
            )
        )
    return etapes


def _depenses(resultat: Resultat, a: pd.Series) -> Etape:
    """What is kept of the expenses, and from where."""
    s, montant = resultat.scenario, euros(a["depenses_c"])
    if str(a["code_action"]).startswith(NOUVEAUX):
        n = int(a["collectifs"])
        return Etape(
            "Dépenses retenues",
            montant,
            f"{accord(n, 'collectif', 'collectifs')} à {euros(int(a['depenses_c']) // n)}",
            "Scénario : coût d'un collectif de plus",
        )
    if pd.isna(a["charges"]):
        return Etape(
            "Dépenses retenues",
            montant,
            f"coût moyen d'un collectif de la campagne × {int(a['collectifs'])}",
            "Hypothèse : " + hypotheses()["sans_bilan"]["choix"]["moyenne"],
        )
    mots = f"comptes 60 à 68 : {formats.euros(a['charges'], 2)}"
    if s.hypothese("compte_86") == "dans":
        mots += (
            f" + compte 86 : {formats.euros(0 if pd.isna(a['charge_86']) else a['charge_86'], 2)}"
        )
    if s.nombre("inflation"):
        mots += f", le tout {formats.pourcent(s.nombre('inflation'), 2, signe=True)}"
    return Etape(
        "Dépenses retenues",
        montant,
        mots,
        "Bilan de l'action"
        if "inflation" not in s.change
        else "Bilan de l'action ; scénario : " + leviers()["inflation"].titre.lower(),
    )


def _egales(resultat: Resultat, bareme: Bareme, lignes: pd.DataFrame) -> list[Etape]:
    """The steps of one collectif, all being alike."""
    r, l = resultat.regle, lignes.iloc[0]
    pas = pas_a_pas(lignes, r)[0]
    par, plafonnees, fois = (pas[n] for n in ("par_collectif", "plafonnees", "fois_taux"))
    return [
        Etape(
            TITRES["par_collectif"],
            _exact(par),
            f"{euros(l['depenses_c'])} ÷ {accord(int(l['parts']), 'collectif', 'collectifs')}",
            "Hypothèse : " + hypotheses()["repartition"]["choix"]["egale"],
        ),
        Etape(
            TITRES["plafonnees"],
            _exact(plafonnees),
            f"le plus petit de {_exact(par)} et de "
            f"{formats.euros(r.plafond, _decimales(r.plafond))}",
            _reference(resultat, bareme, "plafond"),
        ),
        Etape(
            TITRES["fois_taux"],
            _exact(fois),
            f"{_exact(plafonnees)} × {_taux(r, l)}",
            _reference(resultat, bareme, "taux"),
        ),
        Etape(
            TITRES["ps_collectif"],
            euros(l["ps_collectif_c"]),
            "arrondie à l'euro le plus proche, le demi-euro vers le haut",
            ARRONDI,
        ),
    ]


def _une_par_une(resultat: Resultat, bareme: Bareme, lignes: pd.DataFrame) -> list[Etape]:
    """One line per collectif: its own expenses, weeks, or why it is not paid."""
    etapes, r = [], resultat.regle
    exacts = pas_a_pas(lignes, r)
    for rang, (l, pas) in enumerate(zip(lignes.to_dict("records"), exacts, strict=True), 1):
        if not l["collectifs"]:
            etapes.append(
                Etape(
                    f"Collectif {rang}",
                    euros(0),
                    f"{formats.pluriel(int(l['enfants']), 'enfant')} : hors de l'effectif, exclu",
                    "Hypothèse : collectifs hors effectif exclus",
                )
            )
            continue
        par, plafonnees, fois = (pas[n] for n in ("par_collectif", "plafonnees", "fois_taux"))
        limite = f", plafonné à {_exact(plafonnees)}" if plafonnees != par else ""
        etapes.append(
            Etape(
                f"Collectif {rang}",
                euros(l["ps_collectif_c"]),
                f"{_exact(par)}{limite} × {_taux(r, l)} = {_exact(fois)}, arrondi à l'euro",
                _reference(resultat, bareme, "plafond" if limite else "taux"),
            )
        )
    return etapes


def _taux(r: Regle, l) -> str:
    """The rate, and the weeks paid out of those of a full year where a scenario reduces shorter
    ones.
    """
    semaines = (
        f" × {int(l['semaines'])} ÷ {r.semaines_base} semaines" if r.semaines_base > 1 else ""
    )
    return formats.pourcent(r.taux, _decimales(r.taux)) + semaines


def _bonus(resultat: Resultat, bareme: Bareme, lignes: pd.DataFrame, entree: str) -> Etape:
    nom = "bonification_ville" if entree == "ville" else entree
    montant, n = getattr(resultat.regle, nom), int(lignes[entree].sum())
    return Etape(
        TITRES[entree],
        euros(int(lignes[f"{entree}_c"].sum())),
        f"{formats.euros(montant, _decimales(montant))} × {accord(n, 'collectif', 'collectifs')}",
        _reference(resultat, bareme, nom),
    )


def _reference(resultat: Resultat, bareme: Bareme, nom: str) -> str:
    """Who says the value: the scenario where it changes it, else who published it, else that nobody
    did.
    """
    change = nom in resultat.scenario.change and getattr(resultat.regle, nom) != bareme.valeurs.get(
        nom
    )
    return "Scénario" if change else bareme.references.get(nom, bareme.manques.get(nom, ""))


def _exact(euros_: Fraction) -> str:
    """An amount with the decimals it takes, four at most, and « ≈ » where they do not say it
    all.
    """
    for decimales in (0, 2, 3, 4):
        if (euros_ * 10**decimales).denominator == 1:
            return formats.euros(Decimal(euros_.numerator) / euros_.denominator, decimales)
    return (
        "≈" + formats.INSECABLE + formats.euros(Decimal(euros_.numerator) / euros_.denominator, 4)
    )


def _decimales(v: Decimal) -> int:
    """Decimals worth writing: 32,5 and not 32,5000."""
    return max(0, -v.normalize().as_tuple().exponent)
