"""Relances: who has not answered, what is missing or contradictory, as questions a porteur can answer."""
from __future__ import annotations

import string

import pandas as pd

from clas_data import formats
from clas_data.conformite.matrice import NON_CONFORME, NON_RENSEIGNE
from clas_data.conformite.regles import load
from clas_data.errors import Anomalie
from clas_data.fichiers import schemas

COLONNES = ["porteur_siret", "porteur_nom", "code_action", "intitule", "motif", "question", "cellule"]
NON_REPONSE = {
    "questionnaire_recu": ("actions", "Questionnaire manquant",
                           "Le questionnaire des données d'activité de cette action n'a pas été reçu. Pouvez-vous le remplir ?"),
    "collectifs_recus": ("collectifs", "Collectifs manquants",
                         "La partie « collectifs » du questionnaire n'a pas été reçue. Pouvez-vous indiquer chaque collectif, une ligne par groupe ?"),
    "bilan_recu": ("bilans", "Bilan manquant",
                   "Le bilan de cette action n'a pas été reçu ; il est nécessaire au paiement de la prestation de service. Pouvez-vous le transmettre ?"),
}


class _Lisible(string.Formatter):
    """Fills a question with the values read; what is unknown is said « non renseigné »."""

    def get_value(self, key, args, kwargs):
        valeur = kwargs.get(key)
        if formats.inconnu(valeur):
            return "non renseigné"
        if hasattr(valeur, "strftime"):
            return formats.jour(valeur)
        return formats.nombre(valeur, 0 if float(valeur).is_integer() else 1) if isinstance(valeur, (int, float)) else str(valeur)


def lister(actions: pd.DataFrame, jugements: pd.DataFrame, alertes: list[Anomalie]) -> pd.DataFrame:
    """One row per question to ask, sorted by porteur and action.

    `actions`: agreed actions of one campagne (marts.actions, with its `*_recu` columns and `_fichier`/`_ligne` of the agrément);
    `jugements`: as `matrice.juger` gives; `alertes`: anomalies of the base, whose `code_action` is in `valeur` or message.
    """
    lignes = _sans_reponse(actions) + _regles(actions, jugements) + _contradictions(actions, alertes)
    table = pd.DataFrame(lignes, columns=COLONNES)
    return table.sort_values(["porteur_nom", "code_action", "motif"], kind="stable", ignore_index=True)


def _ligne(action, motif: str, question: str, cellule: str) -> dict[str, str]:
    return {"porteur_siret": action["porteur_siret"], "porteur_nom": action["porteur_nom"], "code_action": action["code_action"],
            "intitule": action["intitule"], "motif": motif, "question": question, "cellule": cellule}


def _sans_reponse(actions: pd.DataFrame) -> list[dict[str, str]]:
    return [
        _ligne(action, motif, question, f"fichier « {schemas.load()[table].titre} », ligne à ajouter pour {action['code_action']}")
        for _, action in actions.iterrows()
        for drapeau, (table, motif, question) in NON_REPONSE.items()
        if not action[drapeau]
    ]


def _regles(actions: pd.DataFrame, jugements: pd.DataFrame) -> list[dict[str, str]]:
    """Rules not kept, or that cannot be judged although the file was received (a file not received is asked for once, above)."""
    par_code = actions.set_index("code_action", drop=False)
    recu = {"actions": "questionnaire_recu", "collectifs": "collectifs_recus", "bilans": "bilan_recu"}
    lignes = []
    for j in jugements[jugements["etat"].isin([NON_CONFORME, NON_RENSEIGNE])].to_dict("records"):
        regle = load()[j["regle"]]
        if j["code_action"] not in par_code.index:
            continue
        action = par_code.loc[j["code_action"]]
        if any(t in recu and not action[recu[t]] for t, _ in regle.lit):
            continue
        valeurs = {**j["lu"], "numero": j["numero"]}
        motif = f"{regle.court} : {'à préciser' if j['etat'] == NON_RENSEIGNE else 'écart au référentiel'}"
        lignes.append(_ligne(action, motif, _Lisible().vformat(regle.question, (), valeurs), _cellules(regle, j)))
    return lignes


def _cellules(regle, jugement) -> str:
    """Where to write the answer: table, columns by their title, action and collectif."""
    titres = [f"« {schemas.load()[t].colonnes[c].titre} »" for t, c in regle.lit]
    table = schemas.load()[regle.lit[0][0]].titre
    ou = f"{jugement['code_action']}" + (f", collectif {int(jugement['numero'])}" if not formats.inconnu(jugement["numero"]) else "")
    return f"fichier « {table} », {ou}, {'colonne' if len(titres) == 1 else 'colonnes'} {', '.join(titres)}"


def _contradictions(actions: pd.DataFrame, alertes: list[Anomalie]) -> list[dict[str, str]]:
    """Each alerte that names one action of the campagne, with the cell of the received file."""
    lignes = []
    for _, action in actions.iterrows():
        for a in alertes:
            if a.code_action == action["code_action"]:
                cellule = f"{a.fichier}{f', feuille « {a.feuille} »' if a.feuille else ''}, ligne {a.ligne}, colonne « {a.colonne} »"
                lignes.append(_ligne(action, "Contradiction", a.message, cellule))
    return lignes
