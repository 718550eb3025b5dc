"""The tab « Départements partagés » of « Données »: a bad package, good ones, kept, removed."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from clas_data import config
from clas_data.fichiers.paquets import etat
from tests.paquets import de, dire, zipper
from tests.test_ouvertes import exporter
from tests.test_ui_depot import lu, ouvrir, textes
from tests.test_ui_pages import ouvrir as pages_ouvrir

ONGLET = "Départements partagés"


@pytest.fixture
def ecran(demonstration_copie, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    return demonstration_copie


def controler(at: AppTest, *contenus: bytes) -> AppTest:
    recus = [(f"{n}.zip", c, "application/zip") for n, c in enumerate(contenus)]
    at.file_uploader[0].set_value(recus)
    next(b for b in at.button if b.label == "Contrôler ces paquets").click()
    return at.run()


def presser(at: AppTest, cle: str) -> AppTest:
    next(b for b in at.button if b.key == cle).click()
    return at.run()


def test_packages_are_checked_kept_listed_and_removed(ecran):
    legers = {n: c for n, c in exporter(ecran).items() if not n.endswith("_agregats.csv")}
    avant = etat.lire(ecran)
    at = controler(ouvrir(ONGLET), zipper(dire(de(legers, "F9"), complet=True)))
    assert not at.exception and "export complet" in lu(at)
    assert "garder_paquets" not in {b.key for b in at.button} and etat.lire(ecran) == avant
    at = presser(at, "renoncer_paquets")
    hostile = "<img src=x> *gras* $x$ [lien](http://x.fr) :red[r]"
    trois = [de(legers, f"Z{n}", licence="Libre") for n in (1, 2)]
    trois.append(dire(de(legers, "Z3"), nom=hostile))
    at = controler(at, *map(zipper, trois))
    assert not at.exception and "Fiction Z1 (Z1)" in lu(at)
    at = presser(at, "garder_paquets")
    assert not at.exception and {g.departement for g in etat.lire(ecran)} >= {"Z1", "Z2", "Z3"}
    dits = [c.value for c in at.caption]
    assert any("départements partagés" in d for d in dits) and "paquets gardés" in lu(at), dits
    reste = len(etat.lire(ecran))
    at.selectbox(key="paquet_retire").select(("2021-2022", "Z3"))
    at = presser(at.run(), "retirer_paquet")
    assert not at.exception and len(etat.lire(ecran)) == reste - 1 and "Paquet retiré" in lu(at)
    assert "<img src=x>" not in lu(at) and "$x$" not in textes(at)


def test_the_departements_that_share_are_read_beside_ours(ecran):
    at = pages_ouvrir(ecran, "comite", "articulation", onglet="Repères", campagne="2021-2022")
    at.session_state["plus_partages"] = True
    at.run()
    (table,) = [
        h.proto.body for h in at.get("html") if 'aria-label="Départements partagés"' in h.proto.body
    ]
    assert not at.exception and "Coût par enfant" in table and "Exemple-du-Nord (F1)" in table
    assert "Exemple-du-Sud" not in table and table.count("<tr>") > 50
