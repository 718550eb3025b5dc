"""Actions × rules: conforme, non conforme, non renseigné, sans objet — with the rows that say so."""
from __future__ import annotations

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.conformite.regles import Regle, load
from clas_data.tables.base import Base

CONFORME, NON_CONFORME = "conforme", "non conforme"
NON_RENSEIGNE, SANS_OBJET = "non renseigné", "sans objet"
SIGNES = {CONFORME: "✓", NON_CONFORME: "✗", NON_RENSEIGNE: "?", SANS_OBJET: "·"}
ETATS = tuple(SIGNES)
CLES = ["campagne", "code_action"]


def juger(base: Base, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """One row per row judged and rule: campagne, code_action, numero, regle, etat, and the values that were read.

    `numero` is the collectif's, None for the rules on an action or a request. `lu` maps the columns read to their values.
    """
    morceaux = []
    for table in ("demandes", "actions", "collectifs"):
        regles = [r for r in load().values() if r.table == table]
        if regles:
            morceaux.append(_juger_table(base, perimetre, campagne, regles))
    return pd.concat(morceaux, ignore_index=True)


def _juger_table(base: Base, perimetre: Perimetre, campagne: str, regles: list[Regle]) -> pd.DataFrame:
    lues = sorted({c for r in regles for _, c in r.lit})
    parametres = {n: p.valeur for r in regles for n, p in r.parametres.items()}
    numero = "numero" if regles[0].table == "collectifs" else "null"
    jugements = ",\n  ".join(f"({r.applicable}) as app_{r.id}, ({r.conforme}) as ok_{r.id}" for r in regles)
    lignes = base.lire(
        perimetre, "regles", {**parametres, "campagne": campagne},
        {"mart": regles[0].mart, "numero": numero, "lues": ", ".join(lues), "jugements": jugements},
    )
    return pd.concat([_une_regle(lignes, r) for r in regles], ignore_index=True)


def _une_regle(lignes: pd.DataFrame, regle: Regle) -> pd.DataFrame:
    applicable = lignes[f"app_{regle.id}"].astype("boolean").fillna(False)
    ok = lignes[f"ok_{regle.id}"].astype("boolean")
    etat = pd.Series(NON_RENSEIGNE, index=lignes.index, dtype=object)
    etat[ok.fillna(False)] = CONFORME
    etat[(~ok).fillna(False)] = NON_CONFORME
    etat[~applicable] = SANS_OBJET
    colonnes = [c for _, c in regle.lit]
    lu = lignes[colonnes].astype(object).where(lignes[colonnes].notna(), None).to_dict("records")
    return pd.DataFrame({
        "campagne": lignes["campagne"], "code_action": lignes["code_action"], "numero": lignes["numero"],
        "regle": regle.id, "etat": etat, "lu": lu,
    })


def par_action(jugements: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """One row per action, one column per rule: its state, the worst of its collectifs.

    An action of `actions` (columns campagne, code_action) without any row judged is « non renseigné », never « conforme ».
    """
    ordre = {NON_CONFORME: 0, NON_RENSEIGNE: 1, CONFORME: 2, SANS_OBJET: 3}
    pire = jugements.assign(rang=jugements["etat"].map(ordre)).groupby([*CLES, "regle"], as_index=False)["rang"].min()
    noms = {v: k for k, v in ordre.items()}
    large = pire.assign(etat=pire["rang"].map(noms)).pivot(index=CLES, columns="regle", values="etat").reset_index()
    complet = actions[CLES].merge(large, on=CLES, how="left").reindex(columns=[*CLES, *load()])
    return complet.fillna(dict.fromkeys(load(), NON_RENSEIGNE))


def par_regle(matrice: pd.DataFrame) -> pd.DataFrame:
    """One row per rule: how many actions are in each state, and the share that conforms among those that can be judged (%)."""
    lignes = []
    for regle in load().values():
        comptes = matrice[regle.id].value_counts()
        juges = int(comptes.get(CONFORME, 0) + comptes.get(NON_CONFORME, 0))
        lignes.append({
            "regle": regle.id, "titre": regle.titre, **{e: int(comptes.get(e, 0)) for e in ETATS},
            "juges": juges, "part_conforme_pct": 100 * comptes.get(CONFORME, 0) / juges if juges else float("nan"),
        })
    return pd.DataFrame(lignes)
