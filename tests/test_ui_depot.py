"""The screen « Données »: a bad file, a good file, accept, undo, restore, correct; nothing is kept
before the agreement.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from clas_data import config, exemples
from clas_data.acces import ligne_de_commande, profil_demonstration, registre
from clas_data.errors import UsageError
from clas_data.fichiers import corrections, journal
from clas_data.fichiers.lecture import Depot
from clas_data.serveur import menu
from clas_data.tables import importation
from clas_data.ui import page
from tests import attente, reelle
from tests.outils import classeur
from tests.test_ui_pages import tables

CADRE = str(config.PAQUET / "ui" / "cadre.py")
CAMPAGNE = "2019-2020"


@pytest.fixture(scope="session")
def collectifs(tmp_path_factory) -> list[list[str]]:
    """The collectifs of one demonstration campagne, as the cells of its csv."""
    ecrits = dict(exemples.write(tmp_path_factory.mktemp("exemples")))
    chemin = next(c for c in ecrits[CAMPAGNE] if c.name.startswith("collectifs"))
    return [ligne.split(";") for ligne in chemin.read_text(encoding="utf-8-sig").splitlines()]


def csv(cellules: list[list[str]]) -> bytes:
    return "\n".join(";".join(l) for l in cellules).encode()


def change(cellules: list[list[str]], colonne: str, lignes: range, valeur: str) -> list[list[str]]:
    rang = cellules[0].index(colonne)
    return [
        [valeur if j == rang and i in lignes else c for j, c in enumerate(l)]
        for i, l in enumerate(cellules)
    ]


@pytest.fixture
def ecran(demonstration_copie, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    return demonstration_copie


def ouvrir(onglet: str | None = None) -> AppTest:
    at = attente.ecran(CADRE)
    at.session_state["acteur"] = profil_demonstration("comite")
    if onglet:
        at.query_params["onglet"] = onglet
    at.switch_page(str(menu.ecrans()["donnees"].fichier))
    return at.run()


def deposer(at: AppTest, nom: str, contenu: bytes, campagne: str = CAMPAGNE) -> AppTest:
    at.selectbox[0].select(campagne)
    at.file_uploader[0].set_value((nom, contenu, "text/csv"))
    next(b for b in at.button if b.label == "Contrôler ces fichiers").click()
    return at.run()


def textes(at: AppTest) -> str:
    return "\n".join(
        [
            *(m.value for m in at.markdown),
            *(e.value for e in at.error),
            *(w.value for w in at.warning),
            *(s.value for s in at.success),
            *(i.value for i in at.info),
            *(e.label for e in at.expander),
        ]
    )


def lu(at: AppTest) -> str:
    return (
        textes(at)
        + "".join(h.proto.body for h in at.get("html"))
        + "".join(d.value.to_csv() for d in tables(at))
    )


def test_a_bad_file_shows_every_anomaly_and_cannot_be_accepted(ecran, collectifs):
    avant = journal.lire(ecran)
    at = deposer(
        ouvrir(), "fautes.csv", csv(change(collectifs, "dont filles", range(3, 28), "douze"))
    )
    assert not at.exception
    assert "25 anomalies bloquantes".replace(" ", "\u00a0", 1) in textes(at)
    table = next(d.value for d in tables(at) if "Valeur" in d.value)
    assert list(table["Ligne"]) == list(range(4, 29)) and set(table["Valeur"]) == {"douze"}
    assert "accepter" not in {b.key for b in at.button}
    assert journal.lire(ecran) == avant


def test_the_same_file_again_says_that_nothing_would_change(ecran, collectifs):
    original = next((ecran.racine / "exemples" / CAMPAGNE).glob("collectifs*.csv"))
    at = deposer(ouvrir(), original.name, original.read_bytes())
    assert not at.exception and any("à l'identique" in i.value for i in at.info)
    assert not [b for b in at.button if b.label == "Accepter ce dépôt"], (
        "there is nothing to accept"
    )
    at = deposer(ouvrir(), "les-memes-lignes.csv", csv(collectifs))  # other bytes, the same rows
    differences = next(d.value for d in tables(at) if "Remplacées" in d.value)
    assert (
        differences["Lignes reçues"].sum()
        and not differences[["Ajoutées", "Remplacées", "Retirées"]].to_numpy().sum()
    )


def test_a_good_file_is_previewed_accepted_undone_and_restored(ecran, collectifs):
    modifie = change(collectifs, "Nombre d'enfants", range(1, 2), "12")
    at = deposer(ouvrir(), "corrige.csv", csv(modifie))
    assert not at.exception
    differences = next(d.value for d in tables(at) if "Remplacées" in d.value)
    assert differences["Remplacées"].sum() == 1 and differences["Ajoutées"].sum() == 0
    apercu = "".join(h.proto.body for h in at.get("html"))
    assert "→" in apercu
    assert (
        journal.lire(ecran)[-1].type != "annulation"
        and len(journal.actifs(journal.lire(ecran))) == 5
    )

    at.button(key="accepter").click().run()
    assert not at.exception and any("enregistré" in s.value for s in at.success)
    dernier = journal.lire(ecran)[-1]
    assert dernier.type == journal.IMPORT and dernier.fichiers[0]["nom"] == "corrige.csv"

    at = ouvrir("Journal")
    at.selectbox(key="annuler_choix").select(dernier.id)
    at.button(key="annuler").click().run()
    assert not at.exception and any("annulé" in s.value for s in at.success)
    assert dernier.id not in {e.id for e in journal.actifs(journal.lire(ecran))}

    at = ouvrir("Journal")
    at.button(key="retablir").click().run()
    assert any("rétabli" in s.value for s in at.success)
    assert dernier.id in {e.id for e in journal.actifs(journal.lire(ecran))}


def test_giving_up_keeps_nothing(ecran, collectifs):
    avant = journal.lire(ecran)
    at = deposer(
        ouvrir(), "corrige.csv", csv(change(collectifs, "Nombre d'enfants", range(1, 2), "12"))
    )
    at.button(key="renoncer").click().run()
    assert any("rien n'a été enregistré" in s.value for s in at.success)
    assert journal.lire(ecran) == avant and at.file_uploader


def test_files_of_another_year_are_refused_with_a_sentence(ecran, collectifs):
    at = deposer(ouvrir(), "collectifs.csv", csv(collectifs), campagne="2020-2021")
    assert CAMPAGNE in textes(at).replace("\\", "") and "bloquante" in textes(at)


def test_pressing_the_button_without_a_file_says_so(ecran):
    at = ouvrir()
    next(b for b in at.button if b.label == "Contrôler ces fichiers").click()
    at.run()
    assert any("Aucun fichier" in w.value for w in at.warning)


def test_a_correction_needs_a_reason_then_is_listed(ecran):
    at = ouvrir("Corrections")
    at.selectbox(key="c_table").select("collectifs").run()
    at.selectbox(key="c_campagne").select("2021-2022").run()
    at.selectbox(key="c_colonne").select("filles").run()

    def remplir(motif: str, ligne: str = "A38-0001/1", recue: str = "") -> None:
        champs = {t.label.split(" (")[0]: t for t in at.text_input}
        champs["Ligne"].set_value(ligne)
        champs["Valeur reçue"].set_value(recue)
        champs["Valeur retenue"].set_value("3")
        champs["Motif"].set_value(motif)
        next(b for b in at.button if b.label == "Enregistrer la correction").click()
        at.run()

    remplir("")
    assert at.error and not corrections.lire(ecran)
    remplir("erreur de saisie signalée par le porteur", "A38-9999/1")
    assert "Aucune ligne « A38-9999/1 »" in at.error[0].value and not corrections.lire(ecran)
    remplir("erreur de saisie signalée par le porteur", recue="99")
    porte = at.error[0].value.split("porte « ")[1].split(" »")[0]
    assert not corrections.lire(ecran)
    remplir("erreur de saisie signalée par le porteur", recue=porte)
    assert not at.exception and not at.error and at.success
    assert [c.ancienne for c in corrections.lire(ecran)] == [porte]


def test_a_profile_open_to_all_does_not_read_the_name_of_an_account(ecran, collectifs):
    reelle.compte(ecran, "agent@caf.fr", "comite")
    agent = registre.lire(ecran)["agent@caf.fr"].acteur()
    depot = Depot("corrige.csv", csv(change(collectifs, "Nombre d'enfants", range(1, 2), "12")))
    importation.accepter(ecran, importation.proposer(ecran, [depot], CAMPAGNE, agent), agent)
    porte = corrections.Correction(
        "2022-12-01",
        agent.nom,
        CAMPAGNE,
        "agrements",
        "A38-0001",
        "intitule",
        "?",
        "Autre",
        "faute",
        "courriel",
    )
    with pytest.raises(UsageError) as refus:
        importation.corriger(ecran, porte, agent)
    importation.corriger(
        ecran,
        replace(porte, ancienne=refus.value.message.split("porte « ")[1].split(" »")[0]),
        agent,
    )
    journal_, faites = ouvrir("Journal"), ouvrir("Corrections")
    assert "corrige.csv" in lu(journal_) and "un compte" in lu(journal_)
    assert list(tables(faites)[0].value["Auteur"]) == ["un compte"]
    assert "agent@caf.fr" not in lu(journal_) + lu(faites)


@pytest.mark.parametrize("onglet", ["Lire un fichier", "Correspondances", "Journal", "Corrections"])
def test_what_becomes_real_while_the_page_is_drawn_is_not_shown_to_a_profile_open_to_all(
    ecran, monkeypatch, onglet
):
    """The first real import lands once the page has let the profile in, before it reads the
    journal.
    """
    dessiner, moi, faits = page.onglets, ligne_de_commande(), []

    def pendant(contenus):
        if not faits:
            proposition = importation.proposer(
                ecran, [classeur(reelle.tables("2022-2023"), "reel.xlsx")], "2022-2023", moi
            )
            faits.append(importation.accepter(ecran, proposition, moi))
        dessiner(contenus)

    monkeypatch.setattr(page, "onglets", pendant)
    at = ouvrir(onglet)
    assert faits and any("s'est fermée" in e.value for e in at.error) and not at.exception
    assert "reel.xlsx" not in lu(at) and "2022-2023" not in lu(at) and not tables(at)


def test_received_words_are_not_read_as_markdown(ecran, collectifs):
    at = deposer(
        ouvrir(),
        "faux.csv",
        csv(change(collectifs, "Niveau", range(3, 4), "**gras** [lien](http://x)")),
    )
    fautif = next(m.value for m in at.markdown if "gras" in m.value)
    nu = re.sub(r"\\.", "", fautif)  # what Markdown would read
    assert "gras" in nu and "**" not in nu and "[" not in nu
