"""How much the answer to « où ouvrir ? » changes when its weights do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from clas_data import formats
from clas_data.formats import FINE, INSECABLE
from clas_data.territoires import parametres
from clas_data.territoires.choix import OPTIMUM, PARAMETRES, Implantation
from clas_data.territoires.implantation import implanter


def eprouver(
    i: Implantation, facteurs: Sequence[float] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How the answer changes with the weights: one row per variant, then one row per commune ever
    chosen.

    Variants: parametre, valeur, libelle, population (people near an action), gardees, entrent,
    sortent (names). Communes: code, nom, retenue (in how many answers, the reference included),
    reponses, reference (bool).
    """
    facteurs = parametres.valeur("facteurs_sensibilite") if facteurs is None else facteurs
    essais = [(p, getattr(i.reglage, p) * f) for p in ("poids_qpv", "poids_rep") for f in facteurs]
    essais += [("part_deja_couverts", v) for v in (0, parametres.valeur("part_essayee"))]
    essais = list(dict.fromkeys(e for e in essais if e[1] != getattr(i.reglage, e[0])))
    reference = dict(zip(i.ouvertures["code"], i.ouvertures["nom"], strict=True))
    compte, noms, lignes = dict.fromkeys(reference, 1), dict(reference), []
    for parametre, valeur in essais:
        autre = implanter(i.couverture, i.demandes, replace(i.reglage, **{parametre: valeur}))
        choisies = dict(zip(autre.ouvertures["code"], autre.ouvertures["nom"], strict=True))
        noms |= choisies
        for code in choisies:
            compte[code] = compte.get(code, 0) + 1
        lignes.append(
            {
                "parametre": parametre,
                "valeur": valeur,
                "libelle": (
                    f"{parametres.load()[PARAMETRES[parametre]].titre}{INSECABLE}: "
                    f"{_nombre(valeur)}"
                ),
                "population": autre.bilan.set_index("voie").loc[OPTIMUM, "population"],
                "gardees": len(reference.keys() & choisies.keys()),
                "entrent": ", ".join(choisies[c] for c in choisies if c not in reference),
                "sortent": ", ".join(reference[c] for c in reference if c not in choisies),
            }
        )
    communes = pd.DataFrame(
        [
            {
                "code": c,
                "nom": noms[c],
                "retenue": n,
                "reponses": len(essais) + 1,
                "reference": c in reference,
            }
            for c, n in compte.items()
        ],
        columns=["code", "nom", "retenue", "reponses", "reference"],
    )
    variantes = pd.DataFrame(
        lignes,
        columns=["parametre", "valeur", "libelle", "population", "gardees", "entrent", "sortent"],
    )
    return variantes, communes.sort_values(
        ["retenue", "code"], ascending=[False, True], ignore_index=True
    )


def phrase(communes: pd.DataFrame) -> str:
    """How firm the answer is, from the communes that `eprouver` returns."""
    retenues = communes[communes["reference"]]
    fermes = retenues[retenues["retenue"] == retenues["reponses"]]
    if retenues.empty:
        return "Aucune commune n'est retenue."
    reponses = formats.nombre(int(retenues["reponses"].iloc[0]))
    if len(fermes) == len(retenues):
        return (
            f"Les mêmes communes sont retenues dans les {reponses} réponses "
            f"essayées{INSECABLE}: les poids ne changent pas le choix."
        )
    verbe = "reste" if len(fermes) < 2 else "restent"
    return (
        f"{formats.nombre(len(fermes))} des {formats.nombre(len(retenues))} communes {verbe} "
        f"retenues dans les {reponses} réponses essayées"
        f"{FINE}; les autres dépendent des poids choisis."
    )


def _nombre(valeur: float) -> str:
    return formats.nombre(valeur, 0 if float(valeur).is_integer() else 2)
