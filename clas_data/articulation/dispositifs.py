"""The schemes of the questionnaire, each with its indicator; their combinations; the territories
where they pile up.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clas_data.indicateurs.catalogue import exiger

# Answer of the questionnaire → indicator that counts it. Carrying a Reaap action is not an
# articulation, it is read beside.
INDICATEURS = {
    "pre": "part_pre",
    "reaap": "part_reaap",
    "porte_action_reaap": "part_porte_reaap",
    "pedt": "part_pedt",
    "pel_cel": "part_pel_cel",
    "ctg": "part_ctg",
    "contrat_de_ville": "part_contrat_de_ville",
    "cite_educative": "part_cite_educative",
    "autre": "part_autre_dispositif",
}
PORTE_REAAP = "porte_action_reaap"
ARTICULATIONS = tuple(d for d in INDICATEURS if d != PORTE_REAAP)


def court(dispositif: str) -> str:
    """The few words of a scheme: « PRE », « Contrat de ville »."""
    return exiger(INDICATEURS[dispositif]).court


def combiner(reponses: pd.DataFrame, dispositifs: Sequence[str]) -> tuple[pd.DataFrame, int]:
    """How many actions declare exactly each combination of these schemes, most frequent first:
    membres, actions, part (%).

    Only the actions that answered every one of these questions count; the second value says how
    many did not.
    """
    choisis = list(dispositifs)
    completes = reponses.dropna(subset=choisis)
    membres = [
        tuple(d for d, oui in zip(choisis, ligne, strict=True) if oui)
        for ligne in completes[choisis].itertuples(index=False)
    ]
    comptes = pd.Series(membres, dtype=object).value_counts(sort=False)
    table = pd.DataFrame({"membres": list(comptes.index), "actions": [int(n) for n in comptes]})
    table = table.assign(
        part=100 * table["actions"] / len(completes) if len(completes) else float("nan")
    )
    rang = table["membres"].map(lambda m: (len(m), [choisis.index(d) for d in m]))
    table = (
        table.assign(rang=rang)
        .sort_values("rang", kind="stable")
        .sort_values("actions", ascending=False, kind="stable")
    )
    return table.drop(columns="rang").reset_index(drop=True), len(reponses) - len(completes)


def empilement(reponses: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The communes whose actions declare at least `seuil` different schemes, most of them first.

    commune, commune_nom, epci_nom, dispositifs (how many), noms, actions (that answered),
    par_action (schemes per action).
    """
    lignes = []
    for (commune, nom, epci), groupe in reponses.groupby(
        ["commune", "commune_nom", "epci_nom"], dropna=False, sort=True
    ):
        oui = groupe[list(ARTICULATIONS)].astype("boolean").fillna(False)
        presents = [d for d in ARTICULATIONS if oui[d].any()]
        if len(presents) >= seuil:
            lignes.append(
                {
                    "commune": commune,
                    "commune_nom": nom,
                    "epci_nom": epci,
                    "dispositifs": len(presents),
                    "noms": ", ".join(map(court, presents)),
                    "actions": len(groupe),
                    "par_action": float(oui.to_numpy().sum()) / len(groupe),
                }
            )
    colonnes = [
        "commune",
        "commune_nom",
        "epci_nom",
        "dispositifs",
        "noms",
        "actions",
        "par_action",
    ]
    table = pd.DataFrame(lignes, columns=colonnes)
    return table.sort_values(
        ["dispositifs", "par_action"], ascending=False, kind="stable", ignore_index=True
    )


def declares(reponses: pd.DataFrame) -> list[str]:
    """The schemes that each action declares, in words."""
    oui = reponses[list(ARTICULATIONS)].astype("boolean").fillna(False)
    return [
        ", ".join(court(d) for d, vrai in zip(ARTICULATIONS, ligne, strict=True) if vrai)
        for ligne in oui.itertuples(index=False)
    ]
