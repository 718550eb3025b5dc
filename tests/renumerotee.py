"""The last demonstration campagne as another platform would write it: every code is new, a few
porteurs merged or changed SIRET.
"""

from __future__ import annotations

import random

from python_calamine import CalamineWorkbook

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.fichiers.lecture import Depot
from clas_data.tables import importation, proposition
from tests.outils import en_xlsx, siret

CAMPAGNE, AVANT = "2022-2023", "2021-2022"
CODE, SIRET, NOM = "Code de l'action", "SIRET du porteur", "Nom du porteur"
# SIRET before → what it becomes: a new body of nearly the same name, a new body of another name,
# a body that was there already
FUSIONS = {
    "00000021600010": (siret(90001), "MJC Charmilles (association)"),
    "00000025700014": (siret(90002), "Association Aurore"),
    "00000026500017": ("00000031500010", "Foyer rural du Bois-Joli"),
}


def deposer(installation: Installation) -> dict[str, str]:
    """Accept it in place of the one that was; each old code → its new one."""
    chemin = installation.racine / "exemples" / CAMPAGNE / f"clas-{CAMPAGNE}-fictif.xlsx"
    lu = CalamineWorkbook.from_path(str(chemin))
    feuilles = {n: lu.get_sheet_by_name(n).to_python() for n in lu.sheet_names}
    rang = {n: {t: j for j, t in enumerate(g[0])} for n, g in feuilles.items()}
    codes = [l[rang["Agréments"][CODE]] for l in feuilles["Agréments"][1:]]
    neufs = [f"2022/{i:05d}" for i in range(len(codes))]
    random.Random(15).shuffle(neufs)
    nouveau = dict(zip(codes, neufs, strict=True))
    for nom, grille in feuilles.items():
        for ligne in grille[1:]:
            ligne[rang[nom][CODE]] = nouveau[ligne[rang[nom][CODE]]]
            if nom == "Agréments" and ligne[rang[nom][SIRET]] in FUSIONS:
                ligne[rang[nom][SIRET]], ligne[rang[nom][NOM]] = FUSIONS[ligne[rang[nom][SIRET]]]
    moi, depot = ligne_de_commande(), Depot("renumerotee.xlsx", en_xlsx(feuilles))
    lue = proposition.proposer(installation, [depot], CAMPAGNE, moi, journal.REMPLACER)
    importation.accepter(installation, lue, moi)
    return nouveau
