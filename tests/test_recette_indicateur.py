"""The recipe « Add an indicator » of CONTRIBUTING, followed as written, leaks nothing."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from clas_data.acces import ligne_de_commande
from clas_data.config import DEPOT, PAQUET, VARIABLE_RACINE
from clas_data.indicateurs import calcul
from clas_data.secret.regles import load
from clas_data.tables import base
from tests.outils import CAMPAGNE
from tests.recette import CHAMPS, COMMANDES, ENTREE, ID
from tests.test_ouvertes import lire

REGLES = load()
COMPTE = "enfants_prevus"


class Copie:
    """A copy of the package whose catalogue holds the entry of the recipe, and what it exports."""

    def __init__(self, ou: Path, racine: Path, entree: str):
        self.ou, self.racine = ou, racine
        shutil.copytree(PAQUET, ou / PAQUET.name, ignore=shutil.ignore_patterns("__pycache__"))
        (ou / "docs").mkdir()
        (ou / "data").symlink_to(DEPOT / "data")
        with (ou / PAQUET.name / "indicateurs" / "catalogue.yaml").open("a", encoding="utf-8") as f:
            f.write("\n" + entree)

    def lancer(self, commande: str) -> subprocess.CompletedProcess:
        mots = [sys.executable if m == "python" else m for m in shlex.split(commande)]
        hors = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        return subprocess.run(
            mots,
            cwd=self.ou,
            env={**hors, VARIABLE_RACINE: str(self.racine)},
            capture_output=True,
            text=True,
        )

    def exporter(self) -> dict[str, list[dict[str, str]]]:
        fait = self.lancer(
            f"python -m clas_data exporter --campagne {CAMPAGNE} --format csv -o {self.ou}/export"
        )
        assert fait.returncode == 0, fait.stderr
        return {c.stem: lire(c.read_bytes()) for c in (self.ou / "export").glob("*.csv")}


class Attaque:
    """Who holds the files only: the children planned by each action of the others are unknown."""

    def __init__(self, fichiers: dict[str, list[dict[str, str]]], vrais: pd.Series):
        t = pd.DataFrame(fichiers["agrements"]).set_index("code_action")
        self.actions = t[t.index.isin(vrais.index)]
        self.tous, self.vrai = t, vrais[self.actions.index].to_numpy(float)
        lignes = [
            l
            for nom, lues in fichiers.items()
            if nom.endswith("_agregats")
            for l in lues
            if l["indicateur"] in (COMPTE, ID)
        ]
        self.cellules = [
            (l["indicateur"], l["axe"], l["modalite"], l["statut"], l["valeur"].replace(",", "."))
            for l in lignes
        ]

    def dans(self, t: pd.DataFrame, axe: str, modalite: str) -> np.ndarray:
        return np.ones(len(t)) if axe == "departement" else (t[axe] == modalite).to_numpy(float)

    def bornes(
        self, axe: str, modalite: str, siret: str = "", rapports=None
    ) -> tuple[float, float]:
        """Bounds of a count, from all that is shown; `rapports`: ratios shown by mistake."""
        egal, droite, inegal, haut = [], [], [], []
        for indicateur, a, m, statut, valeur in self.cellules:
            if indicateur == COMPTE and statut == "diffusé":
                egal.append(self.dans(self.actions, a, m))
                droite.append(float(valeur))
            valeur = (rapports or {}).get((a, m), valeur)
            if indicateur == ID and valeur:
                collectifs = self.dans(self.tous, a, m) @ self.tous["collectifs_agrees"].astype(
                    float
                )
                ligne = self.dans(self.actions, a, m)
                inegal += [ligne, -ligne]
                haut += [
                    (float(valeur) + 0.051) * collectifs,
                    -(float(valeur) - 0.051) * collectifs,
                ]
        cible = self.dans(self.actions, axe, modalite)
        sienne = (self.actions["porteur_siret"] == siret).to_numpy()
        limites = [(v, v) if s else (0, None) for v, s in zip(self.vrai, sienne, strict=True)]
        trouve = []
        for sens in (1, -1):
            r = linprog(
                sens * cible,
                A_eq=np.array(egal),
                b_eq=droite,
                A_ub=np.array(inegal) if inegal else None,
                b_ub=haut if inegal else None,
                bounds=limites,
                method="highs",
            )
            assert r.status in (0, 3), r.message
            trouve.append(sens * r.fun if r.status == 0 else -sens * np.inf)
        return trouve[0], trouve[1]

    def largeur(self, *cellule, **reste) -> float:
        bas, haut = self.bornes(*cellule, **reste)
        return np.floor(haut + 1e-6) - np.ceil(bas - 1e-6)


@pytest.fixture(scope="module")
def vrais(demonstration) -> pd.Series:
    moi = ligne_de_commande()
    t = calcul.calculer(
        base.ouvrir(demonstration), moi.perimetre(()), [COMPTE], ["action"], {"campagne": CAMPAGNE}
    )
    return t.dropna(subset="valeur").set_index("action")["valeur"]


@pytest.fixture(scope="module")
def suivie(demonstration_modele, tmp_path_factory) -> Copie:
    ou = tmp_path_factory.mktemp("recette")
    racine = Path(shutil.copytree(demonstration_modele, ou / "installation"))
    (ou / "depot").mkdir()
    return Copie(ou / "depot", racine, ENTREE)


def test_the_recipe_works_as_written(suivie):
    assert len(COMMANDES) == 2 and "secret" in CHAMPS
    for commande in COMMANDES:
        fait = suivie.lancer(commande)
        assert fait.returncode == 0, fait.stderr
    assert CHAMPS["titre"] in (suivie.ou / "docs" / "dictionnaire.md").read_text(encoding="utf-8")
    assert re.search(r"2021-2022\D+\d", fait.stdout)


def test_what_the_recipe_adds_gives_no_masked_count_back(suivie, vrais):
    a = Attaque(suivie.exporter(), vrais)
    statuts = {c[:3]: c[3] for c in a.cellules}
    masquees = [c[1:3] for c in a.cellules if c[0] == COMPTE and c[3] == "secret"]
    assert len(masquees) > 2
    assert all(statuts[ID, *c] == "secret" for c in masquees)
    assert sum(c[0] == ID and c[3] == "diffusé" for c in a.cellules) > 10
    for cellule in masquees:
        dedans = a.dans(a.actions, *cellule) * a.vrai
        parts = pd.Series(dedans).groupby(a.actions["porteur_siret"].to_numpy()).sum()
        gros = [p for p in parts.nlargest(2).index if 0 < parts[p] < parts.sum()]
        voulu = max(REGLES.seuil, np.ceil(dedans.sum() * REGLES.incertitude_pct / 100))
        for siret in ("", *gros):
            assert a.largeur(*cellule, siret=siret) >= voulu, (siret, cellule)
    montres = {}  # the same ratios, shown as the recipe once did
    for axe, modalite in masquees:
        collectifs = a.dans(a.tous, axe, modalite) @ a.tous["collectifs_agrees"].astype(float)
        vrai = a.dans(a.actions, axe, modalite) @ a.vrai
        montres[axe, modalite] = str(round(vrai / collectifs, 1))
    assert any(a.largeur(*c, rapports=montres) < REGLES.seuil for c in masquees)


def test_without_its_line_of_secrecy_it_is_not_diffused(suivie, tmp_path):
    sans = re.sub(r"\n    secret: \w+", "", ENTREE)
    assert sans != ENTREE
    copie = Copie(tmp_path, suivie.racine, sans)
    for commande in COMMANDES:
        assert copie.lancer(commande).returncode == 0
    dictionnaire = (copie.ou / "docs" / "dictionnaire.md").read_text(encoding="utf-8")
    fiche = dictionnaire.split(f"`{ID}`")[1].split("####")[0]
    assert "n'est pas diffusé" in fiche and "ne dit pas ce qu'il peut révéler" in fiche
    lues = copie.exporter()
    assert len(lues) > 5 and not [n for n, t in lues.items() for l in t if ID in l.values()]


def test_said_to_be_public_it_is_refused_in_a_sentence(suivie, tmp_path):
    copie = Copie(tmp_path, suivie.racine, re.sub(r"secret: \w+", "secret: public", ENTREE))
    fait = copie.lancer(COMMANDES[0])
    assert fait.returncode and ID in fait.stderr and "Traceback" not in fait.stderr
    assert "il lit un effectif (enfants_prevus)" in fait.stderr
