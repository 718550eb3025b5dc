"""Layouts that are not ours: a hundred workbooks of one row read through a correspondance, ten
thousand rows of sixty columns guessed.
"""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter

from bench.mesure import comparer
from clas_data.config import Installation
from clas_data.fichiers import controle, referentiels, schemas
from clas_data.fichiers.correspondances import devinette
from clas_data.fichiers.feuilles import Depot, Feuille
from clas_data.fichiers.lecture import read
from clas_data.fichiers.lieux import Communes

CAMPAGNE, CLASSEURS, LIGNES = "2021-2022", 100, 10_000
ICI = Installation(Path("/nulle/part"))


def _entetes() -> list[str]:
    """The questions of the form, numbered: sixty headers that are not ours."""
    colonnes = schemas.load()["actions"].colonnes.values()
    return [f"Q{i} - {c.titre}" for i, c in enumerate(colonnes, 1)]


def _ligne(rang: int) -> list:
    valeurs = {"entier": rang % 9, "nombre": 1.5 * (rang % 9), "oui_non": "oui"}
    colonnes = schemas.load()["actions"].colonnes.values()
    ecrits = {"campagne": CAMPAGNE, "code_action": f"A38-{rang:05d}"}
    return [ecrits.get(c.nom, valeurs.get(c.type, "")) for c in colonnes]


def _classeur(rang: int) -> Depot:
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as c:
        feuille = c.add_worksheet("Actions")
        feuille.write_row(0, 0, _entetes())
        feuille.write_row(1, 0, _ligne(rang))
    return Depot(f"q{rang}.xlsx", tampon.getvalue())


def mesurer() -> None:
    noms = referentiels.noms_communes(ICI)
    anciens, postaux = referentiels.anciens_codes(ICI), referentiels.codes_postaux(ICI)
    lignes = [_entetes(), *(_ligne(n) for n in range(LIGNES))]
    grande = Feuille("g.xlsx", "0" * 64, "Actions", lignes)
    petite = Feuille("p.xlsx", "0" * 64, "Actions", lignes[:101])
    communes = Communes(noms, anciens, postaux)

    def deviner(feuille: Feuille) -> devinette.Devinee:
        return devinette.deviner([feuille], CAMPAGNE, communes)

    comparer(
        f"deviner {LIGNES} lignes x 60 colonnes",
        lambda: deviner(grande),
        "deviner les 100 premières",
        lambda: deviner(petite),
        attendu="<= 5, et moins d'une seconde",
    )
    depots = [_classeur(n) for n in range(CLASSEURS)]
    par = [deviner(petite).correspondance]

    def lire() -> None:
        lu = controle.check(depots, CAMPAGNE, noms, anciens, postaux, par)
        assert lu.acceptable and lu.tables["actions"].num_rows == CLASSEURS

    comparer(
        f"lire {CLASSEURS} classeurs d'une ligne par une correspondance",
        lire,
        "ouvrir les mêmes",
        lambda: [read(d) for d in depots],
        attendu="<= 4, et moins de cinq secondes",
    )
