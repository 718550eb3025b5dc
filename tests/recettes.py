"""The recipes of CONTRIBUTING, followed as they are written in a copy of the code.

The copy is made here; what it does then is asked of it in a process of its own, whose code is the
copy: `python -m tests.recettes` (below), which prints what a newcomer would look at.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from clas_data import config
from clas_data.acces import ligne_de_commande
from clas_data.config import DEPOT, PAQUET, VARIABLE_RACINE, Installation

CAMPAGNE, ANCIENNE = "2023-2024", "2022-2023"
FIGURE = 'blocs.essai("enfants_prevus", selection)'
LUE = (
    "-- one row per collectif\nselect code_action, numero, essai_sorties from collectifs "
    "where campagne = $campagne order by all\n"
)


def recette(titre: str) -> str:
    """The text of one recipe."""
    texte = (DEPOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return texte.split(f"\n## {titre}\n")[1].split("\n## ")[0]


def blocs(titre: str, langue: str) -> list[str]:
    """What a recipe asks to write, in this language."""
    return re.findall(rf"```{langue}\n(.*?)```", recette(titre), re.S)


def commandes(titre: str) -> list[str]:
    """What a recipe asks to type; « VALEUR » and « … » are what a person puts in."""
    dites = re.findall(r"`python -m clas_data ([^`]*)`", recette(titre))
    return [d.replace("VALEUR", "9000").replace('"…"', '"Note d\'essai"') for d in dites]


def suivre(depot: Path, racine: Path) -> None:
    """Write what each recipe says to write, where it says to."""
    sauf = shutil.ignore_patterns("__pycache__")
    paquet = Path(shutil.copytree(PAQUET, depot / PAQUET.name, ignore=sauf))
    shutil.copytree(DEPOT / "pages", depot / "pages", ignore=sauf)
    for nom in ("dashboard.py", "CONTRIBUTING.md"):
        shutil.copy(DEPOT / nom, depot)
    (depot / "docs").mkdir()
    (depot / "data").symlink_to(DEPOT / "data")
    for ou, titre in (
        ("indicateurs/catalogue.yaml", "Add an indicator"),
        ("conformite/regles.yaml", "Add a rule of the référentiel"),
        ("fichiers/schemas/collectifs.yaml", "Add a column to a received file"),
    ):
        _ajouter(paquet / ou, blocs(titre, "yaml")[0])
    controle = blocs("Add a check of received files", "sql")[0]
    sql = paquet / "tables/sql"
    (sql / "controles/essai_sorties.sql").write_text(controle, encoding="utf-8")
    (sql / "requetes/essai.sql").write_text(LUE, encoding="utf-8")
    _figure(paquet)
    shutil.copytree(DEPOT / "bench", depot / "bench", ignore=sauf)
    (depot / "bench/essai.py").write_text(blocs("Measure", "python")[0], encoding="utf-8")
    place = re.search(r"is one line of that page, as `(.*?)`", recette("Add an indicator"))[1]
    page = blocs("Add a page", "python")[0]
    (depot / "pages/essai.py").write_text(f"{page}{place}\n{FIGURE}\n", encoding="utf-8")
    pages, roles = paquet / "serveur/pages.yaml", paquet / "acces/roles.yaml"
    texte = pages.read_text(encoding="utf-8")
    declaree = blocs("Add a page", "yaml")[0]
    pages.write_text(texte.replace("\nactions:\n", f"\n{declaree}actions:\n", 1), encoding="utf-8")
    texte = roles.read_text(encoding="utf-8")
    roles.write_text(texte.replace("pages: [", "pages: [essai, "), encoding="utf-8")
    _ajouter(racine / "campagnes.yaml", blocs("Open a campagne", "yaml")[0])


def _figure(paquet: Path) -> None:
    """The kind of figure that the recipe adds, in its four places."""
    titre = "Add a kind of figure"
    (paquet / "figures/essais.py").write_text(blocs(titre, "python")[0], encoding="utf-8")
    for ou, avant, langue in (
        ("figures/composer.py", "COMPOSENT: dict", "composer"),
        ("dessin/ecran.py", "DESSINS: dict", "ecran"),
    ):
        texte = (paquet / ou).read_text(encoding="utf-8")
        tete, table = texte.split(f"\n{avant}")
        debut, reste = table.split("{\n", 1)
        ligne = blocs(titre, langue)[0]
        texte = f"{tete}\n{avant}{debut}{{\n{ligne}{reste}"
        texte = texte.replace("    estimations,\n", "    essais,\n    estimations,\n", 1)
        (paquet / ou).write_text(texte, encoding="utf-8")
    _ajouter(paquet / "ui/blocs.py", f"\n\n{blocs(titre, 'blocs')[0]}")


def _ajouter(chemin: Path, texte: str) -> None:
    avant = chemin.read_text(encoding="utf-8") if chemin.exists() else ""
    chemin.write_text(f"{avant.rstrip()}\n{texte}", encoding="utf-8")


def demander(depot: Path, racine: Path) -> dict[str, Any]:
    """What the copy answers."""
    fait = subprocess.run(
        [sys.executable, "-m", "tests.recettes"],
        cwd=depot,
        env={**os.environ, VARIABLE_RACINE: str(racine), "PYTHONPATH": str(DEPOT)},
        capture_output=True,
        text=True,
    )
    assert fait.returncode == 0, fait.stderr[-3000:]
    return json.loads(fait.stdout.strip().splitlines()[-1])


def feuilles(classeur: Path) -> list[list[Any]]:
    """Every row of a workbook."""
    with CalamineWorkbook.from_path(classeur) as c:
        return [l for nom in c.sheet_names for l in c.get_sheet_by_name(nom).to_python()]


def _repondre() -> dict[str, Any]:
    """In the copy: deposit a campagne that has the new column, build, read, draw, open the page."""
    from clas_data.conformite import matrice, regles
    from clas_data.restitutions.fiche import instruction
    from clas_data.tables import base, controles, importation
    from tests.commande import lancer
    from tests.outils import classeur, petite
    from tests.test_ui_pages import html, ouvrir

    assert Path.cwd() == DEPOT == PAQUET.parent
    inst: Installation = config.installation()
    moi = ligne_de_commande()
    tapees = [
        lancer(*shlex.split(c), racine=inst.racine, dossier=DEPOT)
        for titre in ("Open a campagne", "Add a value of the barème")
        for c in commandes(titre)
    ]
    tables = petite(CAMPAGNE)
    for n, l in enumerate(tables["collectifs"]):
        l["essai_sorties"] = str(50 + n * 2)
    importation.accepter(inst, importation.proposer(inst, [classeur(tables)], CAMPAGNE, moi), moi)
    ouverte = base.ouvrir(inst)
    p = moi.perimetre((CAMPAGNE,))
    j = matrice.juger(ouverte, p, CAMPAGNE)
    d = instruction.lire(inst, ouverte, moi.perimetre((ANCIENNE,)), ANCIENNE)
    lues = PdfReader(io.BytesIO(instruction.document(d))).pages
    at = ouvrir(None, "direction", "essai")
    banc = [sys.executable, "-m", "bench", "essai"]
    mesure = subprocess.run(banc, cwd=DEPOT, capture_output=True, text=True, check=True)
    return {
        "tapees": [[f.returncode, f.stderr] for f in tapees],
        "modele": [str(l) for l in feuilles(DEPOT / "modele.xlsx")],
        "sorties": ouverte.lire(p, "essai", {"campagne": CAMPAGNE})["essai_sorties"].tolist(),
        "alertes": [a.message for a in controles.run(ouverte, CAMPAGNE) if "sorties" in a.message],
        "regle": sorted(j.loc[j["regle"] == "essai_semaines", "etat"].unique()),
        "regles": len(regles.load()),
        "page": [str(e) for e in at.exception] or html(at),
        "dessins": [json.loads(g.proto.spec) for g in at.get("plotly_chart")],
        "banc": [json.loads(l) for l in mesure.stdout.splitlines()],
        "fiches": [len(d.codes), sum("Avis de la commission" in p.extract_text() for p in lues)],
    }


if __name__ == "__main__":
    print(json.dumps(_repondre(), default=str))
