"""Relances: who has not answered, what is missing or contradictory, as questions a porteur can
answer.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.conformite.matrice import NON_CONFORME, NON_RENSEIGNE
from clas_data.conformite.regles import Regle, remplir
from clas_data.errors import Anomalie
from clas_data.fichiers import schemas
from clas_data.fichiers.entetes import libelle
from clas_data.formats import ponctuer

COLONNES = [
    "porteur_siret",
    "porteur_nom",
    "code_action",
    "intitule",
    "sorte",
    "motif",
    "question",
    "cellule",
]
SORTES = {
    "reponse": "Sans réponse",
    "preciser": "À préciser",
    "ecart": "Écart au référentiel",
    "contradiction": "Contradiction",
}
NON_REPONSE = {
    "questionnaire_recu": (
        "actions",
        "Questionnaire manquant",
        (
            "Le questionnaire des données d'activité de cette action n'a pas été reçu. "
            "Pouvez-vous le remplir ?"
        ),
    ),
    "collectifs_recus": (
        "collectifs",
        "Collectifs manquants",
        (
            "La partie « collectifs » du questionnaire n'a pas été reçue. Pouvez-vous indiquer "
            "chaque collectif, une ligne par groupe ?"
        ),
    ),
    "bilan_recu": (
        "bilans",
        "Bilan manquant",
        (
            "Le bilan de cette action n'a pas été reçu ; il est nécessaire au paiement de la "
            "prestation de service. Pouvez-vous le transmettre ?"
        ),
    ),
}
RECU = {"actions": "questionnaire_recu", "collectifs": "collectifs_recus", "bilans": "bilan_recu"}


def lister(
    demandes: pd.DataFrame, jugements: pd.DataFrame, alertes: list[Anomalie]
) -> pd.DataFrame:
    """One row per question to ask, sorted by porteur and action; a refused request is asked
    nothing.

    `demandes`: the requests of one campagne (request « conformite_demandes »); `jugements`: as
    `matrice.juger` gives; `alertes`: anomalies of the base, each with its `code_action`.
    """
    vivantes = (
        demandes[demandes["decision"] != "refusée"]
        .set_index("code_action", drop=False)
        .to_dict("index")
    )
    lignes = (
        _sans_reponse(vivantes) + _regles(vivantes, jugements) + _contradictions(vivantes, alertes)
    )
    table = pd.DataFrame(lignes, columns=COLONNES)
    return table.sort_values(
        ["porteur_nom", "porteur_siret", "code_action"], kind="stable", ignore_index=True
    )


def _ligne(
    demande: dict[str, Any], sorte: str, motif: str, question: str, cellule: str
) -> dict[str, str]:
    qui = {c: demande[c] for c in ("porteur_siret", "porteur_nom", "code_action", "intitule")}
    return {
        **qui,
        "sorte": SORTES[sorte],
        "motif": motif,
        "question": ponctuer(question),
        "cellule": ponctuer(cellule),
    }


def _sans_reponse(demandes: dict[str, dict]) -> list[dict[str, str]]:
    return [
        _ligne(
            d,
            "reponse",
            motif,
            question,
            f"fichier « {schemas.load()[table].titre} », ligne à ajouter pour {d['code_action']}",
        )
        for d in demandes.values()
        if d["decision"] == "agréée"
        for drapeau, (table, motif, question) in NON_REPONSE.items()
        if not d[drapeau]
    ]


def _regles(demandes: dict[str, dict], jugements: pd.DataFrame) -> list[dict[str, str]]:
    """Rules not kept, or that an empty cell prevents from judging (a file not received is asked for
    once, above).
    """
    lignes = []
    for j in jugements[jugements["etat"].isin([NON_CONFORME, NON_RENSEIGNE])].to_dict("records"):
        regle, demande = j["declaree"], demandes.get(j["code_action"])
        if demande is None or any(t in RECU and not demande[RECU[t]] for t, _ in regle.demande):
            continue
        vides = [c for c in regle.demande if formats.inconnu(j["lu"][c[1]])]
        if j["etat"] == NON_RENSEIGNE and not j["muet"]:
            continue  # what is missing is not the porteur's to give (the window of the campagne)
        if j["etat"] == NON_RENSEIGNE:
            lignes.append(
                _ligne(
                    demande,
                    "preciser",
                    regle.titre,
                    _demander(vides, j),
                    _cellules(regle, j, vides),
                )
            )
        else:
            valeurs = {
                **{n: p.valeur for n, p in regle.parametres.items()},
                **j["lu"],
                "numero": j["numero"],
            }
            lignes.append(
                _ligne(
                    demande,
                    "ecart",
                    regle.titre,
                    remplir(regle.question, valeurs),
                    _cellules(regle, j, list(regle.demande)),
                )
            )
    return lignes


def _demander(vides: list[tuple[str, str]], j: dict) -> str:
    """What to answer in the empty cells: the question of the form where there is one cell, else
    their names.
    """
    table, colonne = vides[0]
    debut = "" if formats.inconnu(j["numero"]) else f"Collectif {int(j['numero'])} : "
    if len(vides) == 1 and not schemas.load()[table].colonnes[colonne].question.startswith("…"):
        return (
            f"{debut}{'réponse' if debut else 'Réponse'} manquante. "
            f"{schemas.load()[table].colonnes[colonne].question}"
        )
    noms = ", ".join(f"« {libelle(t, c, j['campagne'])} »" for t, c in vides)
    return f"{debut}{'sans' if debut else 'Sans'} réponse pour {noms}. Pouvez-vous compléter ?"


def _cellules(regle: Regle, j: dict, colonnes: list[tuple[str, str]]) -> str:
    """Where to write the answer: file, sheet, line, and the columns under the headers of that
    year.
    """
    titres = ", ".join(f"« {libelle(t, c, j['campagne'])} »" for t, c in colonnes)
    pluriel = "colonne" if len(colonnes) == 1 else "colonnes"
    if formats.inconnu(j["ligne"]):
        return (
            f"fichier « {schemas.load()[regle.demande[0][0]].titre} », {j['code_action']}, "
            f"{pluriel} {titres}"
        )
    return _adresse(j["fichier"], j["feuille"], j["ligne"]) + f", {pluriel} {titres}"


def _adresse(fichier: str, feuille: str | None, ligne: Any) -> str:
    return f"{fichier}{f', feuille « {feuille} »' if feuille else ''}, ligne {int(ligne)}"


def _contradictions(demandes: dict[str, dict], alertes: list[Anomalie]) -> list[dict[str, str]]:
    """Each alerte that names one action of the campagne, with the cell of the received file."""
    return [
        _ligne(
            demandes[a.code_action],
            "contradiction",
            a.attendu,
            a.message,
            f"{_adresse(a.fichier, a.feuille, a.ligne)}, colonne « {a.colonne} »",
        )
        for a in alertes
        if a.code_action in demandes and a.ligne
    ]
