"""Archived files are read again at each update of the reader: what it refuses since is said, in
the diagnostic, by the command and on the screen; nothing goes in silence.
"""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from clas_data import config
from clas_data.acces import ligne_de_commande
from clas_data.errors import BaseIndisponible
from clas_data.fichiers import archive, journal
from clas_data.fichiers.controle import Source
from clas_data.fichiers.lecture import Depot
from clas_data.tables import construction, importation, lectures, sante
from tests.outils import CAMPAGNE, classeur, en_csv, fichiers_csv, grille, modifiee, petite, siret
from tests.test_commandes import lancer
from tests.test_ui_depot import lu, ouvrir, textes

MOI = ligne_de_commande()


def accepte_autrefois(installation, depots: list[Depot], tables: list[str]) -> None:
    """The journal of a reader that read these files, whatever today's one says of them."""
    for depot, table in zip(depots, tables, strict=True):
        archive.archiver(installation, depot)
        source = Source(table, depot.nom, "", depot.sha256, 1)
        journal.ajouter(
            installation, journal.IMPORT, "vous", campagne=CAMPAGNE, sources=(source,), details={}
        )


def anciens(**valeurs) -> list[Depot]:
    return fichiers_csv(modifiee(petite(), "collectifs", 1, **valeurs))


@pytest.fixture
def relue(vide):
    accepte_autrefois(vide, anciens(depenses="1.248"), list(petite()))
    construction.a_jour(vide)
    return vide


def test_a_value_accepted_once_and_refused_since_is_said_by_the_diagnostic(relue):
    dits = [c for c in sante.constater(relue) if c.quoi == "lectures"]
    assert len(dits) == 1 and dits[0].etat == sante.ALERTE
    for mot in ("collectifs.csv", "ligne 3", "Dépenses", "1.248", "deux façons", "n.d."):
        assert mot in dits[0].message


def test_the_command_says_it_too(relue):
    fait = lancer("construire", "--refaire", racine=relue.racine)
    assert fait.returncode == 0 and "1.248" in fait.stderr


def test_the_screen_says_it_and_shows_which(relue, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(relue.racine))
    ecran = ouvrir()
    assert not ecran.exception
    assert "valeur acceptée" in textes(ecran) and "1.248" in lu(ecran)


def test_what_is_read_well_says_nothing(vide):
    importation.accepter(vide, importation.proposer(vide, anciens(), CAMPAGNE, MOI), MOI)
    for gardee in (vide.base / "lectures").iterdir():
        gardee.unlink()
    assert construction.construire(vide, refaire=True).nouvelle
    assert not [c for c in sante.constater(vide) if c.quoi == "lectures"]


def test_a_row_that_lost_its_key_is_not_placed_and_is_said(vide):
    accepte_autrefois(vide, anciens(numero="1.248"), list(petite()))
    construction.a_jour(vide)
    recues = lectures.recues(vide, journal.etat(journal.lire(vide)))
    assert recues["collectifs"].num_rows == 2
    assert "ligne 3" in next(c.message for c in sante.constater(vide) if c.quoi == "lectures")


def test_postcodes_are_known_when_an_original_is_read_again(vide):
    """The same file, read at its deposit and from the archive: the same values, the same words."""
    lignes = [
        dict(l, commune_insee="38130 Échirolles", commune_nom="Échirolles")
        for l in petite()["agrements"][:1]
    ]
    depot = Depot("agrements.csv", en_csv(grille(lignes)))
    p = importation.proposer(vide, [depot], CAMPAGNE, MOI)
    assert p.acceptable, [a.message for a in p.anomalies]
    importation.accepter(vide, p, MOI)
    for gardee in (vide.base / "lectures").iterdir():
        gardee.unlink()
    recues = lectures.recues(vide, journal.etat(journal.lire(vide)))
    assert recues["agrements"]["commune_insee"].to_pylist() == ["38151"]


def test_a_file_that_is_no_longer_read_says_why(vide):
    depot = Depot("actions.csv", b"Code de l'action;Familles\nA1;\"2\nA2;3\nA3;4\n")
    accepte_autrefois(vide, [depot], ["actions"])
    with pytest.raises(BaseIndisponible, match="guillemet"):
        construction.a_jour(vide)


@pytest.mark.parametrize("nom", ["é" * 90 + ".csv", "bilan " * 30 + "final.v2.csv", "x" * 300])
def test_a_long_name_keeps_its_extension_and_its_deposit(vide, nom):
    depot = replace(fichiers_csv(petite())[0], nom=nom)
    p = importation.proposer(vide, [depot], CAMPAGNE, MOI)
    assert p.acceptable == (not nom.startswith("x")), [a.message for a in p.anomalies]
    if p.acceptable:
        importation.accepter(vide, p, MOI)
        for gardee in (vide.base / "lectures").iterdir():
            gardee.unlink()
        assert construction.construire(vide, refaire=True).nouvelle


def cent() -> list[Depot]:
    """A hundred workbooks of a hundred porteurs, two actions in each."""
    depots = []
    for i in range(100):
        tables = petite()
        for lignes in tables.values():
            for l in lignes:
                rang = 2 * i + int(l["code_action"][1])
                l["code_action"] = f"A38-{rang:04d}"
                if "porteur_siret" in l:
                    l |= {"porteur_siret": siret(rang), "porteur_nom": f"Centre social {rang}"}
        depots.append(classeur(tables, f"porteur_{i:03d}.xlsx"))
    return depots


def test_a_hundred_workbooks_are_examined_and_accepted_under_ten_seconds(vide):
    """Measured as a whole, in processor time of this process: the machine may be shared."""
    depots, debut = cent(), time.process_time()
    p = importation.proposer(vide, depots, CAMPAGNE, MOI)
    importation.accepter(vide, p, MOI)
    assert time.process_time() - debut < 10 and p.lignes["collectifs"] == 300


def test_a_deposit_is_read_once(vide, monkeypatch):
    """Not once for its check and once a sheet for its base: that took half a minute a hundred."""
    lues = []
    vraie = lectures.check
    monkeypatch.setattr(lectures, "check", lambda d, *a: lues.append(len(d)) or vraie(d, *a))
    importation.accepter(vide, importation.proposer(vide, cent()[:3], CAMPAGNE, MOI), MOI)
    assert lues == [3]
