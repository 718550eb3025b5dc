"""The workbook of a scenario, opened and recalculated by LibreOffice: every step of every line, and
every total, is the engine's to the cent.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
from dataclasses import replace

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from clas_data import baremes
from clas_data.acces import ligne_de_commande
from clas_data.simulateur import calcul, entrees, export, scenario
from clas_data.simulateur.formule import ETAPES
from clas_data.simulateur.scenario import hypotheses
from clas_data.tables import base
from tests.test_ui_pages import html, ouvrir, racine  # noqa: F401  (racine: the screens)

CAMPAGNE = "2022-2023"
DITS = [
    {"collectifs_plus": "7", "collectifs_epci": "CA Vienne Condrieu : 2"},
    {"bonus_portee": "tous", "bonification_ville": "150"},
    {"compte_86": "dans", "inflation": "3,7", "enveloppe": "500000"},
    {"sans_bilan": "moyenne"},
]

# Without it LibreOffice shows the values that the file carries, and computes nothing.
RECALCULER = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def au_hasard(tirage: random.Random) -> dict[str, str]:
    """Any rule, any hypothesis, an envelope once in three."""
    change = {
        "taux": f"{tirage.randint(1, 1_000_000) / 10_000:.4f}",
        "plafond": f"{tirage.randint(1, 2_000_000) / 100:.2f}",
        "bonus_enfants": f"{tirage.randint(0, 90_000) / 100:.2f}",
        "bonus_parents": f"{tirage.randint(0, 90_000) / 100:.2f}",
        "bonification_ville": f"{tirage.randint(0, 30_000) / 100:.2f}",
        "inflation": f"{tirage.randint(-200, 400) / 10:.1f}",
        "bonus_part": f"{tirage.randint(0, 1000) / 10:.1f}",
    }
    change |= {n: tirage.choice(list(h["choix"])) for n, h in hypotheses().items()}
    return change | ({"enveloppe": "250000,07"} if tirage.random() < 1 / 3 else {})


@pytest.fixture(scope="module")
def resultats(demonstration) -> list[tuple[calcul.Resultat, calcul.Resultat]]:
    """Scenarios said and drawn at random, each with what it is compared with; the last one has an
    action a hundred-millionth of a euro under a half.
    """
    d = entrees.read(base.ouvrir(demonstration), ligne_de_commande().perimetre(()), CAMPAGNE)
    b, tirage = baremes.en_vigueur(demonstration, CAMPAGNE), random.Random(14)
    faits = []
    for rang, change in enumerate([*DITS, *(au_hasard(tirage) for _ in range(10))]):
        s = scenario.construire(f"Essai {rang}", CAMPAGNE, change)
        partage = {n: v for n, v in s.change.items() if n == "sans_bilan"}
        faits.append((calcul.simuler(d, b, s), calcul.reference(d, b, **partage)))
    sous = (-(10**8) // 2 - 1) * pow(333_333, -1, 10**8) % 10**8
    d = replace(d, actions=d.actions.head(2).assign(charges=[sous / 100, (sous + 1) / 100]))
    d = replace(d, actions=d.actions.assign(collectifs=1, charge_86=0))
    s = scenario.construire("Demi", CAMPAGNE, {"taux": "33,3333", "plafond": 1_000_000})
    return [*faits, (calcul.simuler(d, b, s), calcul.reference(d, b))]


def test_the_workbook_recalculated_is_the_engine_to_the_cent(
    demonstration, bureautique, tmp_path, resultats
):
    b, recus = baremes.en_vigueur(demonstration, CAMPAGNE), tmp_path / "recus"
    chemins = [tmp_path / f"s{i}.xlsx" for i in range(len(resultats))]
    for chemin, (r, reference) in zip(chemins, resultats, strict=True):
        chemin.write_bytes(export.write_classeur(r, reference, b, {"Base": "essai"}))
    (tmp_path / "profil/user").mkdir(parents=True)
    (tmp_path / "profil/user/registrymodifications.xcu").write_text(RECALCULER, encoding="utf-8")
    profil = f"-env:UserInstallation=file://{tmp_path}/profil"
    convertir = ["--headless", profil, "--convert-to", "ods", "--outdir", str(recus)]
    subprocess.run(
        [bureautique, *convertir, *map(str, chemins)], check=True, capture_output=True, timeout=180
    )
    demi = resultats[-1][0].lignes["ps_collectif_c"].tolist()
    assert demi[1] - demi[0] == 100  # the half euro is between them
    for chemin, (r, reference) in zip(chemins, resultats, strict=True):
        ecrit, recalcule = (lire(p) for p in (chemin, recus / chemin.with_suffix(".ods").name))
        assert ecrit == recalcule, r.scenario  # what is read before any recalculation, too
        totaux, lignes = recalcule
        attendues = r.lignes[[f"{e.nom}_c" for e in ETAPES if not e.lue]]
        assert lignes == [
            ["n.d." if pd.isna(v) else int(v) for v in l] for l in attendues.itertuples(index=False)
        ], r.scenario
        assert totaux["Total des droits (€)"] == int(r.actions["sans_enveloppe_c"].sum())
        assert totaux["Total dans l'enveloppe (€, au plus)"] == r.total_c
        assert totaux["Différence (€)"] == r.total_c - reference.total_c


def lire(chemin) -> tuple[dict[str, int], list[list]]:
    """The totals, and the paid steps of each line, in cents."""
    with CalamineWorkbook.from_filelike(io.BytesIO(chemin.read_bytes())) as classeur:
        hypotheses_, calcul_ = (
            classeur.get_sheet_by_name(n).to_python() for n in ("Hypothèses", "Calcul")
        )
    totaux = {
        l[0]: round(l[1] * 100)
        for l in hypotheses_
        if str(l[0]).startswith(("Total", "Différence"))
    }
    rangs = [calcul_[0].index(f"{e.court} (€)") for e in ETAPES if not e.lue]
    return totaux, [
        [l[j] if l[j] == "n.d." else round(l[j] * 100) for j in rangs] for l in calcul_[1:]
    ]


def test_the_switch_of_the_screen_is_on_both_sides_of_the_difference(racine):
    """The bar, the comparison and the workbook compare with the same collectifs."""
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        campagne=CAMPAGNE,
        etendre="true",
        a_taux="33,5",
        onglet="Scénarios",
    )
    assert not at.exception and "au coût moyen supposé" in html(at)
    barre = re.search(r"<b>Scénario A</b>.*?<span>(\+[^<]*€) par rapport", html(at))[1]
    comparee = re.search(r"Différence</th>(.*?)</tr>", html(at), re.S)[1]
    assert barre in comparee, (barre, comparee)
