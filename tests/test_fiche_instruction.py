"""Fiches d'instruction and relances from the command line: one page per request, the progress told,
unknown codes refused.
"""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from pypdf import PdfReader

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import MAUVAIS_USAGE, run
from clas_data.conformite.matrice import ETATS
from clas_data.conformite.regles import load
from clas_data.restitutions.fiche import instruction, lignes, liste, montants, points
from clas_data.restitutions.fiche.seance import Prise, Seance
from clas_data.restitutions.pdf import pages
from clas_data.tables import base
from tests import balises

CAMPAGNE = "2022-2023"


@pytest.fixture(scope="module")
def dossier(demonstration):
    return instruction.lire(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), CAMPAGNE
    )


@pytest.mark.parametrize("campagne", ["2021-2022", CAMPAGNE])
def test_all_the_requests_of_a_campagne_one_page_each_with_progress(demonstration, campagne):
    d = instruction.lire(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), campagne
    )
    vus = []
    pdf = instruction.document(d, avancer=lambda fait, total: vus.append((fait, total)))
    lues = [p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages]
    fiches = [t for t in lues if "Avis de la commission" in t]
    assert len(fiches) == len(d.codes) >= 103 and lues[-len(fiches) :] == fiches
    assert pages(pdf) - len(fiches) in (3, 4) and "Les demandes de la séance" in lues[0]
    assert all(t.index("À discuter") < t.index("La demande") for t in fiches)
    tables, fautes = balises.lire(pdf)
    assert tables > 4 * len(d.codes) and not fautes
    assert b"/ObjStm" in pdf and len(pdf) < 14_000 * len(lues)
    assert vus == [(n, len(d.codes)) for n in range(1, len(d.codes) + 1)]


def test_a_fiche_says_history_conformity_peers_amounts_and_points(dossier):
    code = next(
        c for c in dossier.codes if len(dossier.demandes[dossier.demandes["code_action"] == c]) >= 4
    )
    f = instruction.fiche(dossier, code)
    assert len(f["campagnes"]) == 4 and f["campagnes"][-1] == CAMPAGNE
    assert {r["titre"] for r in f["regles"]} <= {
        r.titre.replace(" »", "\u00a0»").replace("« ", "«\u00a0").replace(" :", "\u00a0:")
        for r in load().values()
    }
    assert all(set(r["etats"]) <= set(ETATS) and len(r["etats"]) == 4 for r in f["regles"])
    assert f["reperes"] and f["montants"] and f["points"]


def test_the_first_page_adds_the_requests_up_against_the_envelope(dossier):
    codes = dossier.codes[:4]
    couts = montants.au_plus_c(dossier)
    total = sum(couts[c] for c in codes)
    vide = liste.composer(dossier, codes, Seance(CAMPAGNE))
    assert [l[1] for l in vide["lignes"]] == codes
    assert dict(vide["comptes"])["Enveloppe de la séance"] == "à fixer"
    prises = {codes[0]: Prise("agréée", 300_000), codes[1]: Prise("refusée", None)}
    s = Seance(CAMPAGNE, total - 100, prises)
    dits = dict(liste.composer(dossier, codes, s)["comptes"])
    assert dits["Demandé au plus"] == formats.euros(total / 100)
    assert dits["Il manquerait"] == formats.euros(1)
    assert dits["Accordé (2 sur 4)"] == formats.euros(3000)
    assert dits["Reste de l'enveloppe"] == formats.euros((total - 100 - 300_000) / 100)
    boite = liste.decision(s, codes[0])
    assert [c for c, cochee in boite["choix"] if cochee] == ["agréée"]
    assert boite["montant"] == formats.euros(3000)
    assert not any(cochee for _, cochee in liste.decision(s, codes[2])["choix"])


@pytest.mark.parametrize(
    "avec_enfants, attendu",
    [(2, ["13 enfants accompagnés pour 24 prévus en 2022-2023"]), (1, [])],
    ids=["tous les collectifs", "un collectif muet"],
)
def test_children_are_compared_with_those_planned_only_where_every_collectif_said_them(
    avec_enfants, attendu
):
    toutes = pd.DataFrame(
        {
            "campagne": ["2022-2023"],
            "enfants": [13.0],
            "enfants_prevus": [24.0],
            "collectifs_declares": [2],
            "collectifs_avec_enfants": [avec_enfants],
        }
    )
    assert [p.replace("\u00a0", " ") for p in points._enfants(toutes, 20)] == attendu


def test_peers_never_hold_the_porteur_itself_and_are_three_at_least(dossier):
    minimum = instruction.reglages()["pairs_porteurs_min"]
    for code in dossier.codes[:30]:
        demande = (
            dossier.demandes[
                (dossier.demandes["code_action"] == code)
                & (dossier.demandes["campagne"] == CAMPAGNE)
            ]
            .iloc[0]
            .to_dict()
        )
        for indicateur in instruction.reglages()["reperes"]:
            r = lignes.repere(dossier, indicateur, demande, CAMPAGNE)
            if r is None:
                continue
            pairs = dossier.pairs[indicateur, CAMPAGNE, demande["niveau"]]
            autres = pairs[pairs["porteur_siret"] != demande["porteur_siret"]]
            assert bool(r["points"]) == (autres["porteur_siret"].nunique() >= minimum)
            if r["points"]:
                assert f"({len(autres)}\u00a0action" in r["note"] and all(
                    0 <= p <= 1 for p in r["points"]
                )


def test_an_amount_without_a_published_bareme_is_not_known(demonstration):
    d = instruction.lire(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2020-2021"
    )
    assert instruction.fiche(d, d.codes[0])["montants"][0][:2] == ["Droits au plus", "n.d."]


def test_the_most_a_request_may_open_is_the_formula_at_the_ceiling(dossier):
    """Source: note de cadrage 2022-2023, at most 2 563 € of Ps a collectif."""
    demande = dossier.demandes[
        (dossier.demandes["campagne"] == CAMPAGNE) & (dossier.demandes["decision"] == "agréée")
    ].iloc[0]
    f = instruction.fiche(dossier, demande["code_action"])
    assert (
        f["montants"][0][1].replace("\u202f", "")
        == f"{2563 * int(demande['collectifs_agrees'])}\u00a0€"
    )


def test_the_commands_write_whole_files(demonstration, tmp_path, capsys):
    code = "A38-0001"
    racine = ["--racine", str(demonstration.racine)]
    assert (
        run(
            [
                "fiches",
                "--campagne",
                CAMPAGNE,
                "--action",
                code,
                "-o",
                str(tmp_path / "une.pdf"),
                *racine,
            ]
        )
        == 0
    )
    texte = (tmp_path / "une.pdf").read_bytes()
    assert texte.startswith(b"%PDF") and pages(texte) == 1
    assert run(["relances", "--campagne", CAMPAGNE, "-o", str(tmp_path / "r.xlsx"), *racine]) == 0
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"
    assert "1\u00a0fiche écrite" in (dit := capsys.readouterr().err) and re.search(
        r"\d+\u00a0questions à \d+\u00a0porteurs", dit
    )


@pytest.mark.parametrize(
    "arguments, mot",
    [
        (["fiches", "--campagne", CAMPAGNE, "--action", "INCONNU"], "INCONNU"),
        (["fiches", "--campagne", "1999-2000"], "1999-2000"),
        (["relances", "--campagne", "1999-2000"], "1999-2000"),
    ],
)
def test_what_does_not_exist_is_refused_and_nothing_is_written(
    demonstration, tmp_path, capsys, arguments, mot
):
    assert (
        run([*arguments, "-o", str(tmp_path / "x"), "--racine", str(demonstration.racine)])
        == MAUVAIS_USAGE
    )
    assert mot in capsys.readouterr().err and not (tmp_path / "x").exists()
