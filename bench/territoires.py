"""Territories: the first view of the map and the click to a sheet on the demonstration; the same
work on a France of the size of the real one.

The demonstration is measured through the whole page (script, figures, serialisation; no browser),
against « Vue d'ensemble ».  The synthetic France has as many communes as metropolitan France, in as
many départements: squares on a grid, invented inhabitants, one installation per département.
"""

from __future__ import annotations

import csv
import json
import logging
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from math import ceil, sqrt
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.mesure import chronometre, comparer, dire
from clas_data import config, exemples
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.config import Installation
from clas_data.dessin import images
from clas_data.ecrans.territoires import lectures
from clas_data.figures.propres.lieux import INCONNU, ZERO, Fond, Territoires
from clas_data.serveur import menu
from clas_data.tables import base
from clas_data.territoires import (
    communes,
    contours,
    couverture,
    geojson,
    implantation,
    mesures,
    population,
    taux,
    zones,
)

# a size like that of metropolitan France (some 35 000 communes), not a statistic
DEPARTEMENTS, PAR_DEPARTEMENT = (96, 363)
COMMUNES_PAR_EPCI, COTE_DEGRES, CAMPAGNE = 28, 0.05, "2021-2022"
CADRE = str(config.PAQUET / "ui" / "cadre.py")


def mesurer() -> None:
    """Print the measures."""
    logging.disable(logging.WARNING)  # Streamlit says at each run that there is no browser
    with tempfile.TemporaryDirectory() as dossier:
        demonstration = Installation(Path(dossier) / "demonstration")
        demonstration.racine.mkdir()
        exemples.installer(demonstration, ligne_de_commande())
        os.environ[config.VARIABLE_RACINE] = str(demonstration.racine)
        _page()
        _france(Path(dossier), demonstration)


def _ouvrir(page: str, **url: str) -> AppTest:
    at = AppTest.from_file(CADRE, default_timeout=300)
    at.query_params.update({"campagne": CAMPAGNE, **url})
    at.session_state["acteur"] = profil_demonstration("comite")
    at.switch_page(str(menu.ecrans()[page].fichier))
    return at.run()


def _page() -> None:
    """The page as a session sees it, the caches of the process warm."""
    comparer(
        "territoires_premiere_vue",
        lambda: _ouvrir("territoires"),
        "vue_ensemble_premiere_vue",
        lambda: _ouvrir("vue_ensemble"),
        fois=3,
        attendu="<= 2",
    )
    at = _ouvrir("territoires")

    def cliquer(nom: str) -> None:
        at.selectbox(key="territoire").set_value(nom)
        at.run()

    communes_ = iter(
        ["Grenoble", "Voiron", "Vienne", "Échirolles", "Fontaine", "Meylan", "Vif", "Sassenage"] * 4
    )
    comparer(
        "territoires_clic_fiche",
        lambda: cliquer(next(communes_)),
        "territoires_premiere_vue",
        lambda: _ouvrir("territoires"),
        fois=3,
        attendu="<= 2",
    )
    figure = json.loads(at.get("plotly_chart")[0].proto.spec)
    texte, _ = contours.text(config.installation(), "communes")
    dire(
        {
            "mesure": "territoires_octets_par_figure",
            "figure": len(json.dumps(figure)),
            "base": "contours envoyés dans la figure",
            "base_octets": len(texte),
            "rapport": round(len(json.dumps(figure)) / (len(json.dumps(figure)) + len(texte)), 3),
            "attendu": "<= 0.5",
        }
    )


def _france(dossier: Path, demonstration: Installation) -> None:
    """Read, check, reckon and draw each département in turn; the baseline is Isère, as many times
    as its communes go into France.
    """
    ouverte, perimetre = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    _departement(demonstration, ouverte, perimetre)  # once for the imports
    isere = statistics.median(
        chronometre(lambda: _departement(demonstration, ouverte, perimetre)) for _ in range(3)
    )
    n_isere = len(communes.load(demonstration))
    total, pires = DEPARTEMENTS * PAR_DEPARTEMENT, []
    debut = time.perf_counter()
    for d in range(DEPARTEMENTS):
        inst = Installation(dossier / f"d{d:02d}")
        generer(inst, f"{d:02d}", PAR_DEPARTEMENT)
        pires.append(chronometre(lambda i=inst: _departement(i, ouverte, perimetre)))
        shutil.rmtree(inst.racine)
    ensemble = sum(pires)
    dire(
        {
            "mesure": "france_par_departement",
            "communes": total,
            "departements": DEPARTEMENTS,
            "secondes": round(ensemble, 2),
            "pire_departement_s": round(max(pires), 3),
            "base": "l'Isère, à communes égales",
            "base_secondes": round(isere * total / n_isere, 2),
            "rapport": round(ensemble / (isere * total / n_isere), 3),
            "attendu": "<= 1.5",
            "generation_comprise_s": round(time.perf_counter() - debut, 1),
        }
    )


def _departement(inst: Installation, ouverte, perimetre) -> None:
    """What a first view needs: référentiels checked, outlines checked and written, rates, white
    zones, openings, the figure.
    """
    geojson.lire.cache_clear()
    connues = communes.load(inst)
    territoires, d = communes.agreger(connues, "commune"), population.habitants(connues)
    mesures_ = mesures.offre.load(
        ouverte, perimetre, CAMPAGNE, "commune", ["actions_agreees", "enfants_accompagnes"]
    )
    # the demonstration's actions, placed on the first communes
    lieux = dict(zip(mesures_["code"], territoires["code"], strict=False))
    table = taux.rates(
        territoires, mesures_.assign(code=mesures_["code"].map(lieux)), "enfants_accompagnes", d
    )
    c = couverture.Couverture(
        CAMPAGNE, "commune", "enfants_accompagnes", d, table, taux.total(table, d)
    )
    zones.zones_blanches(c)
    implantation.implanter(c, 5)
    texte, empreinte = contours.text(inst, "communes")
    collection = contours.load(inst, "communes")
    codes = tuple(f["id"] for f in collection["features"])
    fond = Fond(f"{lectures.CONTOURS['commune']}/{empreinte}", codes, contours.bounds(collection))
    dits = tuple((couverture.phrase(c, t),) for _, t in table.iterrows() if t["code"])
    carte = Territoires(fond, (1,) * len(codes), (INCONNU, ZERO), dits, (), ())
    assert texte and images.dessiner(carte, sombre=False).to_json()


def generer(inst: Installation, departement: str, n: int) -> None:
    """The référentiels of an invented département of n square communes."""
    dossier = inst.referentiels
    dossier.mkdir(parents=True)
    large = ceil(sqrt(n))
    lignes = [_commune(departement, i, large) for i in range(n)]
    epci = {l["epci_siren"]: l["epci_nom"] for l in lignes}
    _csv(dossier / "communes.csv", lignes)
    _csv(
        dossier / "epci.csv",
        [
            {
                "epci_siren": s,
                "epci_nom": nom,
                "epci_type": "CC",
                **_sommes(lignes, "epci_siren", s),
                "communes_total": _sommes(lignes, "epci_siren", s)["communes"],
                "pop_municipale_total": _sommes(lignes, "epci_siren", s)["pop_municipale"],
            }
            for s, nom in epci.items()
        ],
    )
    _csv(
        dossier / "arrondissements.csv",
        [
            {
                "arrondissement_code": f"{departement}1",
                "arrondissement_nom": "Seul",
                "chef_lieu": lignes[0]["code_insee"],
                "departement": departement,
                **_sommes(lignes, "arrondissement_code", f"{departement}1"),
            }
        ],
    )
    for nom, tetes in (
        ("qpv_communes", "generation;commune_insee;commune;source"),
        ("education_prioritaire", "etablissement;commune_insee;commune;reseau;depuis;source"),
        ("pre_communes", "commune_insee;commune;pre;source"),
    ):
        (dossier / f"{nom}.csv").write_text(tetes + "\n", encoding="utf-8")
    carres = [
        {
            "type": "Feature",
            "properties": {"code": l["code_insee"], "nom": l["nom"]},
            "geometry": {"type": "Polygon", "coordinates": [list(_carre(l["lon"], l["lat"]))]},
        }
        for l in lignes
    ]
    collection = {
        "type": "FeatureCollection",
        "source": "inventé",
        "millesime": 2025,
        "features": carres,
    }
    (dossier / "contours_communes.geojson").write_text(json.dumps(collection), encoding="utf-8")


def _commune(departement: str, i: int, large: int) -> dict:
    epci = i // COMMUNES_PAR_EPCI
    return {
        "code_insee": f"{departement}{i + 1:03d}",
        "nom": f"Commune {departement} {i + 1}",
        "epci_siren": f"{200_000_000 + int(departement) * 1000 + epci}",
        "epci_nom": f"CC {departement} {epci}",
        "epci_type": "CC",
        "arrondissement_code": f"{departement}1",
        "arrondissement_nom": "Seul",
        "codes_postaux": f"{departement}000",
        "pop_municipale": 200 + (i * 7919) % 9000,
        "pop_annee": 2023,
        "lon": round(2 + i % large * COTE_DEGRES, 4),
        "lat": round(45 + i // large * COTE_DEGRES, 4),
        "point": "mairie",
        "anciens_codes": "",
    }


def _carre(lon: float, lat: float) -> Iterator[list[float]]:
    """Five corners, clockwise."""
    m = COTE_DEGRES / 2
    for dx, dy in ((-m, -m), (-m, m), (m, m), (m, -m), (-m, -m)):
        yield [round(lon + dx, 4), round(lat + dy, 4)]


def _sommes(lignes: list[dict], cle: str, valeur: str) -> dict:
    siennes = [l for l in lignes if l[cle] == valeur]
    return {
        "communes": len(siennes),
        "pop_municipale": sum(l["pop_municipale"] for l in siennes),
        "pop_annee": 2023,
    }


def _csv(chemin: Path, lignes: list[dict]) -> None:
    with chemin.open("w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, list(lignes[0]), delimiter=";", lineterminator="\n")
        w.writeheader()
        w.writerows(lignes)
