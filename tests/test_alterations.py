"""Files altered in every way, on an installation that holds all that people can add: found, mended
or said, never a traceback. `python -m bench alterations` walks the whole demonstration.
"""

from __future__ import annotations

import json

import pytest

from clas_data.acces import coffre, comptes, ligne_de_commande, sessions
from clas_data.errors import BaseIndisponible, UsageError
from clas_data.fichiers import disque, ensemble, journal
from clas_data.restitutions.bilan import edition
from clas_data.simulateur import rangement, scenario
from clas_data.tables import construction, reparation, sante
from tests.commande import mesurer
from tests.outils import CAMPAGNE

MOI = ligne_de_commande()


def test_what_is_altered_is_found_and_mended_or_said():
    """The loop of the bench, shortened."""
    mesure = mesurer("alterations", CLAS_ALTERATIONS="13")
    assert mesure["fautes"] == [] and mesure["essais"] > 20
    noms = " ".join(mesure["fichiers"])
    for attendu in (
        "imports/journal.jsonl base/CURRENT .duckdb .lu base/diffusion- base/masques- comptes/.cle "
        "comptes/.sessions.json comptes/acces.jsonl comptes/comptes.json corrections.csv suites.csv"
        " secret.yaml campagnes.yaml identification.yaml accessibilite.yaml baremes_locaux/ "
        "referentiels_locaux/ scenarios/ bilans/ correspondances/ seances/ dossiers/"
    ).split():
        assert attendu in noms, attendu


def constats(inst) -> str:
    return " ".join(f"{c.quoi} {c.message}" for c in sante.constater(inst) if c.etat != sante.BON)


def test_a_scenario_and_a_bilan_leave_their_trail(vide):
    s = scenario.construire("Plafond relevé", "2022-2023", {"plafond": "8200"}, MOI.nom)
    chemin = rangement.enregistrer(vide, s)
    edition.ouvrir(vide, CAMPAGNE, None, "Anne")
    edition.changer(vide, CAMPAGNE, "parents.libre", "Un", {}, "Anne")
    edition.deplacer(vide, CAMPAGNE, -1, "Paul")
    dits = [(e.type, e.acteur, e.cible or e.details.get("quoi")) for e in journal.lire(vide)]
    assert dits == [
        ("scenario", MOI.nom, "Plafond relevé"),
        ("bilan", "Anne", "création"),
        ("bilan", "Anne", "parents.libre"),
        ("bilan", "Paul", "annuler"),
    ]
    construction.a_jour(vide)
    assert constats(vide) == ""
    chemin.write_text(chemin.read_text().replace("8200", "9900"))
    assert "scenarios/plafond-releve.yaml a changé" in constats(vide)
    rangement.enregistrer(vide, s)
    rangement.supprimer(vide, s.nom, MOI)
    assert constats(vide) == "" and not chemin.exists()
    assert "plafond=8200" in journal.lire(vide)[-1].details["dit"]
    (vide.scenarios / "autre.yaml").write_text("nom: Autre\n")
    assert "scenarios/autre.yaml est sans trace" in constats(vide)


def test_what_is_set_by_hand_is_noted_once_with_what_it_decides(vide):
    vide.secret.write_text("seuil: 11\n")
    construction.a_jour(vide)
    vide.campagnes.write_text("2022-2023: {publication: 2023-06-01}\n")
    assert ensemble.nouveaux(vide, journal.lire(vide)) and constats(vide)
    construction.a_jour(vide)
    construction.a_jour(vide)
    un, deux = journal.lire(vide)
    assert set(un.ecrits) == {"secret.yaml"} and set(deux.ecrits) == {"campagnes.yaml"}
    assert deux.details["seuil_secret"] == 11 and "2022-2023" in deux.details["publiees"]
    assert "2022-2023" not in un.details["publiees"]


def test_an_emptied_threshold_is_not_the_one_shipped(vide):
    vide.secret.write_text("")
    with pytest.raises(UsageError, match=r"secret\.yaml"):
        construction.a_jour(vide)


def test_a_key_that_was_cut_signs_for_nobody(vide):
    comptes.creer(vide, MOI, "marie", "Marie", "comite")
    cookie, _ = sessions.ouvrir(vide, "marie")
    assert sessions.lire(vide, cookie)
    for contenu in (b"", (vide.comptes / ".cle").read_bytes()[:30]):
        (vide.comptes / ".cle").write_bytes(contenu)
        with pytest.raises(BaseIndisponible, match="clé"):
            sessions.lire(vide, cookie)
    assert reparation.reparer(vide) and sessions.lire(vide, cookie) is None
    assert sessions.lire(vide, sessions.ouvrir(vide, "marie")[0])


def test_the_key_of_an_earlier_version_still_signs(vide):
    coffre.dossier(vide)
    (vide.comptes / ".cle").write_bytes(b"0a" * 32)
    assert coffre.cle(vide) == b"0a" * 32


def test_masked_cells_that_were_altered_are_chosen_again(tmp_path):
    chemin = tmp_path / "masques-0.json"
    disque.write_signed(chemin, b"[1, 2]")
    assert disque.read_signed(chemin) == b"[1, 2]"
    chemin.write_bytes(chemin.read_bytes().replace(b"[1, 2]", b"[]"))
    assert disque.read_signed(chemin) is None


@pytest.mark.parametrize(
    "change",
    [
        {"id": 3},
        {"type": None},
        {"sources": 3},
        {"sources": [{"table": 1, "fichier": "a", "feuille": "", "sha256": "0", "lignes": 1}]},
        {"sources": [{"table": "bilans"}]},
        {"fichiers": ["a.xlsx"]},
        {"fichiers": [{"nom": "a.xlsx"}]},
        {"fichiers": [{"nom": "a.xlsx", "sha256": 3}]},
        {"details": []},
        {"ecrits": None},
        {"ecrits": {"corrections.csv": 3}},
        {"inconnu": "x"},
    ],
)
def test_a_line_that_is_json_and_no_event_is_said_and_read_as_none(vide, change):
    rangement.enregistrer(vide, scenario.construire("Un", "2022-2023", {"plafond": "8200"}, "A"))
    construction.a_jour(vide)
    ligne = json.loads(vide.journal.read_text())
    for brut in ({**ligne, **change}, [ligne], 3, None):
        vide.journal.write_text(json.dumps(brut) + "\n")
        assert journal.lire(vide) == []
        assert "ligne illisible" in constats(vide).replace("\xa0", " ")


def test_a_word_changed_in_a_journal_is_said(vide):
    comptes.creer(vide, MOI, "marie", "Marie", "comite")
    rangement.enregistrer(vide, scenario.construire("Un", "2022-2023", {"plafond": "8200"}, "A"))
    construction.a_jour(vide)
    assert constats(vide) == ""
    for chemin, avant, apres in (
        (vide.journal, '"Un"', '"Deux"'),
        (vide.comptes / "acces.jsonl", "marie", "mario"),
        (vide.comptes / "comptes.json", '"comite"', '"administration"'),
    ):
        texte = chemin.read_text()
        chemin.write_text(texte.replace(avant, apres))
        assert texte != chemin.read_text() and "ligne modifiée" in constats(vide).replace(
            "\xa0", " "
        )
        chemin.write_text(texte)
