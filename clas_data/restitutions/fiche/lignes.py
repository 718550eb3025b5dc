"""The rows of a fiche: its history, its rules with their evidence, its figures among its peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.conformite.matrice import NON_CONFORME, SANS_OBJET
from clas_data.conformite.regles import NATURES, lisible, load
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue
from clas_data.restitutions.fiche.dossier import HISTOIRE, Dossier, reglages

PREUVES_MAX = 2  # what fits on the line of a rule


def mot(valeur: Any) -> str:
    return "" if formats.inconnu(valeur) else str(valeur)


def valeur(d: Dossier, indicateur: str, campagne: str, code: str) -> float:
    """One figure of one action; NaN where it is not known."""
    return d.valeurs.get((indicateur, campagne, code), float("nan"))


def histoire(d: Dossier, toutes: pd.DataFrame) -> list[list[str]]:
    lignes = [
        ["Décision", *toutes["decision"]],
        ["Collectifs agréés", *map(formats.nombre, toutes["collectifs_agrees"])],
        ["Enfants prévus", *map(formats.nombre, toutes["enfants_prevus"])],
    ]
    code = toutes["code_action"].iloc[0]
    for i, titre in HISTOIRE.items():
        ind = catalogue.exiger(i)
        lignes.append(
            [
                titre,
                *(
                    formats.valeur_unite(valeur(d, i, c, code), ind.unite, 0)
                    for c in toutes["campagne"]
                ),
            ]
        )
    return lignes


def regles(d: Dossier, code: str, annees: Sequence[str]) -> list[dict[str, Any]]:
    """Each rule with its sign per campagne, and the evidence of the latest écart."""
    j = d.par_code[code][d.par_code[code]["campagne"].isin(annees)]
    lignes = []
    for r in d.regles.values():
        etats = [d.etats.at[(c, code), r.id] for c in annees]
        if set(etats) == {SANS_OBJET}:
            continue
        ecarts = j[(j["regle"] == r.id) & (j["etat"] == NON_CONFORME)]
        derniers = ecarts[ecarts["campagne"] == ecarts["campagne"].max()].to_dict("records")
        suite = f" ; {len(derniers) - PREUVES_MAX} de plus" if len(derniers) > PREUVES_MAX else ""
        preuve = (
            f"{derniers[0]['campagne']} : "
            + " ; ".join(_courte(x) for x in derniers[:PREUVES_MAX])
            + suite
            if derniers
            else ""
        )
        lignes.append(
            {
                "titre": ponctuer(r.titre),
                "nature": NATURES[r.nature],
                "etats": etats,
                "preuve": ponctuer(preuve),
            }
        )
    return lignes


def _courte(jugement: dict) -> str:
    """The evidence on one short line: the values without their long titles where a collectif says
    what they are.
    """
    regle = load()[jugement["regle"]]
    if jugement["numero"] == jugement["numero"] and jugement["numero"] is not None:
        return f"collectif {int(jugement['numero'])} : " + ", ".join(
            lisible(jugement["lu"][c]) for _, c in regle.lit
        )
    non = [
        regle.titre_de(t, c).split(" : ")[-1]
        for t, c in regle.demande
        if lisible(jugement["lu"][c]) == "non"
    ]
    return (
        "non à " + ", ".join(f"« {n} »" for n in non)
        if non
        else ", ".join(lisible(jugement["lu"][c]) for _, c in regle.demande)
    )


def repere(d: Dossier, indicateur: str, demande: dict, reference: str) -> dict[str, Any] | None:
    """One figure of the action beside the actions of the same level, other porteurs only; None
    where it is not known.
    """
    ind = catalogue.exiger(indicateur)
    la = valeur(d, indicateur, reference, demande["code_action"])
    if formats.inconnu(la):
        return None
    pairs = (
        d.pairs[indicateur, reference, demande["niveau"]]
        if (indicateur, reference, demande["niveau"]) in d.pairs
        else d.figures.head(0).assign(porteur_siret="")
    )
    pairs = pairs[pairs["porteur_siret"] != demande["porteur_siret"]]
    ecrite = formats.valeur_unite(la, ind.unite, ind.decimales)
    if pairs["porteur_siret"].nunique() < reglages()["pairs_porteurs_min"]:
        return {
            "titre": ind.titre,
            "valeur": ecrite,
            "unite": ind.unite,
            "note": "trop peu de porteurs comparables",
            "points": [],
        }
    quartiles = [float(q) for q in pairs["valeur"].quantile([0, 0.25, 0.5, 0.75, 1])]
    bas, haut = min(quartiles[0], la), max(quartiles[-1], la)
    place = [(x - bas) / (haut - bas) if haut > bas else 0.5 for x in (*quartiles, la)]
    mediane = formats.valeur_unite(quartiles[2], ind.unite, ind.decimales)
    note = f"médiane {mediane} ({formats.pluriel(len(pairs), 'action')}, {demande['niveau']})"
    return {"titre": ind.titre, "valeur": ecrite, "unite": ind.unite, "note": note, "points": place}
