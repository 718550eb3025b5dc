"""Actions × rules: conforme, non conforme, non renseigné, sans objet — with the rows that say
so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from clas_data.acces import Perimetre
from clas_data.conformite.regles import Regle, en_vigueur, lisible, load
from clas_data.indicateurs.libelles import NIVEAU_INCONNU
from clas_data.tables.base import Base

CONFORME, NON_CONFORME = "conforme", "non conforme"
NON_RENSEIGNE, SANS_OBJET = "non renseigné", "sans objet"
INCONNUS = (NON_RENSEIGNE, NIVEAU_INCONNU)  # what the marts write where nothing was received
TENUES = {True: CONFORME, False: NON_CONFORME, None: NON_RENSEIGNE}
SIGNES = {CONFORME: "✓", NON_CONFORME: "✗", NON_RENSEIGNE: "?", SANS_OBJET: "·"}
ETATS = tuple(SIGNES)
CLES = ["campagne", "code_action"]
ORDRE = {NON_CONFORME: 0, NON_RENSEIGNE: 1, CONFORME: 2, SANS_OBJET: 3}  # the worst first
LIEUX = ("fichier", "feuille", "ligne")
TYPES = {"regle": "str", "muet": "bool"}
Colonnes = dict[str, list]
# Where the row of each received table is written in the mart that a rule reads.
PREFIXES = {"agrements": "_", "collectifs": "_", "actions": "questionnaire_", "bilans": "bilan_"}


def juger(base: Base, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """One row per row judged and rule: campagne, code_action, numero, regle, etat, the values that
    were read and where.

    `numero` is the collectif's, None for the rules on an action or a request. `lu` maps the columns
    read to their values; `muet`: a cell that the porteur could fill is empty; `tenue` is the
    judgement whether the rule applies or not (a bonus that is not granted has its conditions too);
    `declaree` is the rule with the values of this campagne.
    """
    return _juger(base, perimetre, campagne, _etats_et_preuves)


def etats(base: Base, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """The same rows and states without what was read: all that a view over many campagnes needs."""
    return _juger(
        base, perimetre, campagne, lambda lignes, regles: [_etats(lignes, r) for r in regles]
    )


def _juger(
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    dire: Callable[[pd.DataFrame, list[Regle]], list[Colonnes]],
) -> pd.DataFrame:
    morceaux = []
    for table in ("demandes", "actions", "collectifs"):
        regles = [r for r in en_vigueur(base.installation, campagne).values() if r.table == table]
        if regles:
            lignes = _lire_table(base, perimetre, campagne, regles)
            dites = dire(lignes, regles)  # rule after rule
            rangs = np.tile(np.arange(len(lignes)), len(regles))
            colonnes = {n: [v for d in dites for v in d[n]] for n in dites[0]}
            morceaux.append(
                pd.DataFrame(
                    {n: lignes[n].array.take(rangs) for n in (*CLES, "numero")}
                    | {n: pd.Series(v, dtype=TYPES.get(n, "object")) for n, v in colonnes.items()}
                )
            )
    return pd.concat(morceaux, ignore_index=True)


def _lire_table(
    base: Base, perimetre: Perimetre, campagne: str, regles: list[Regle]
) -> pd.DataFrame:
    lues = {c for r in regles for _, c in r.lit} | {
        f"{PREFIXES[r.demande[0][0]]}{l}" for r in regles for l in LIEUX
    }
    parametres = {n: p.valeur for r in regles for n, p in r.parametres.items()}
    numero = "numero" if regles[0].table == "collectifs" else "null"
    jugements = ",\n  ".join(
        f"({r.applicable}) as app_{r.id}, ({r.conforme}) as ok_{r.id}" for r in regles
    )
    return base.lire(
        perimetre,
        "regles",
        {**parametres, "campagne": campagne},
        {
            "mart": regles[0].mart,
            "numero": numero,
            "lues": ", ".join(sorted(lues)),
            "jugements": jugements,
        },
    )


def _etats(lignes: pd.DataFrame, regle: Regle) -> Colonnes:
    tenue = [TENUES[v] for v in _valeurs(lignes[f"ok_{regle.id}"])]
    applicable = _valeurs(lignes[f"app_{regle.id}"])
    etat = [t if a else SANS_OBJET for t, a in zip(tenue, applicable, strict=True)]
    return {"regle": [regle.id] * len(etat), "etat": etat, "tenue": tenue}


def _etats_et_preuves(lignes: pd.DataFrame, regles: list[Regle]) -> list[Colonnes]:
    lues = {
        c: [None if isinstance(v, str) and v in INCONNUS else v for v in _valeurs(lignes[c])]
        for c in lignes
    }
    return [_etats(lignes, r) | _preuves(lues, r) for r in regles]


def _preuves(lues: Colonnes, regle: Regle) -> Colonnes:
    """What was read for this rule, and where: the columns that a judgement adds to a state."""
    prefixe = PREFIXES[regle.demande[0][0]]
    noms = [c for _, c in regle.lit]
    lu = [dict(zip(noms, l, strict=True)) for l in zip(*(lues[c] for c in noms), strict=True)]
    muettes = zip(*(lues[c] for _, c in regle.demande), strict=True)
    return {
        "muet": [None in l for l in muettes],
        "lu": lu,
        "declaree": [regle] * len(lu),
        **{l: lues[f"{prefixe}{l}"] for l in LIEUX},
    }


def _valeurs(colonne: pd.Series) -> list:
    """Plain values, None where unknown."""
    lues = zip(colonne.tolist(), colonne.isna().tolist(), strict=True)
    return [None if inconnue else v for v, inconnue in lues]


def preuve(jugement: dict) -> str:
    """What was read, in words: « Enfants accompagnés : 14 » (of the collectif where there is
    one).
    """
    regle = load()[jugement["regle"]]
    lu = [f"{regle.titre_de(t, c)} : {lisible(jugement['lu'][c])}" for t, c in regle.lit]
    numero = jugement["numero"]
    return (
        f"Collectif {int(numero)}, " if numero is not None and numero == numero else ""
    ) + " ; ".join(lu)


def par_action(jugements: pd.DataFrame, demandes: pd.DataFrame) -> pd.DataFrame:
    """One row per request, one column per rule: its state, the worst of its collectifs.

    An agreed action of `demandes` (campagne, code_action, decision) without any row judged is « non
    renseigné », never « conforme »; a request that was not agreed has no activity to judge: « sans
    objet ».
    """
    pires: dict[tuple[str, str, str], str] = {}
    lus = (jugements[c].tolist() for c in (*CLES, "regle", "etat"))
    for *place, etat in zip(*lus, strict=True):
        avant = pires.setdefault(tuple(place), etat)
        if ORDRE[etat] < ORDRE[avant]:
            pires[tuple(place)] = etat
    lues = (demandes[c].tolist() for c in (*CLES, "decision"))
    actions = [(c, code, d == "agréée") for c, code, d in zip(*lues, strict=True)]
    places = [(c, code, NON_RENSEIGNE if agreee else SANS_OBJET) for c, code, agreee in actions]
    etats_ = {r: [pires.get((c, code, r), defaut) for c, code, defaut in places] for r in load()}
    return pd.DataFrame({c: demandes[c].array for c in CLES} | etats_, dtype="str")


def par_regle(matrice: pd.DataFrame, regles: Mapping[str, Regle]) -> pd.DataFrame:
    """One row per rule: how many actions are in each state, and the share that conforms among those
    that can be judged (%).
    """
    lignes = []
    for regle in regles.values():
        comptes = Counter(matrice[regle.id].tolist())
        juges = comptes[CONFORME] + comptes[NON_CONFORME]
        lignes.append(
            {
                "regle": regle.id,
                "titre": regle.titre,
                **{e: comptes[e] for e in ETATS},
                "juges": juges,
                "part_conforme_pct": 100 * comptes[CONFORME] / juges if juges else float("nan"),
            }
        )
    return pd.DataFrame(lignes)
