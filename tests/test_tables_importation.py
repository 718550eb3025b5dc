"""Imports: proposed, accepted, replaced, undone, restored; a crash leaves the old state or the new
one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest

from clas_data import secret
from clas_data.acces import Acteur, ligne_de_commande, profil_demonstration
from clas_data.config import DEPOT
from clas_data.errors import AccesRefuse, BaseIndisponible, FichierRefuse, UsageError
from clas_data.fichiers import archive, journal
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.lecture import Depot
from clas_data.indicateurs import calcul
from clas_data.tables import base, construction, importation
from tests.outils import (
    CAMPAGNE,
    classeur,
    en_csv,
    etat_visible,
    fichiers_csv,
    grille,
    modifiee,
    petite,
    siret,
)

MOI = ligne_de_commande()


def importer(installation, depots, campagne=CAMPAGNE):
    return importation.accepter(
        installation, importation.proposer(installation, depots, campagne, MOI), MOI
    )


def valeur(installation, indicateur="enfants_accompagnes", **ou):
    df = calcul.calculer(base.ouvrir(installation), MOI.perimetre(()), [indicateur], (), ou)
    return df["valeur"].iloc[0]


@pytest.mark.parametrize(
    "depots", [fichiers_csv(petite()), [classeur(petite())]], ids=["files", "workbook"]
)
def test_files_or_one_workbook_give_the_same_figures(vide, depots):
    importer(vide, depots)
    assert valeur(vide) == 30 and valeur(vide, "actions_agreees") == 2


def test_the_original_is_archived_as_received_and_the_journal_says_who(vide):
    depot = classeur(petite())
    evenement = importer(vide, [depot])
    assert archive.lire(vide, depot.sha256) == depot.contenu
    (ligne,) = journal.lire(vide)
    assert (
        ligne == evenement
        and ligne.acteur == MOI.nom
        and ligne.fichiers[0]["sha256"] == depot.sha256
        and ligne.details["lignes"]["collectifs"] == 3
    )


def test_an_import_by_someone_whose_name_holds_a_line_separator_has_happened(vide):
    """A name may hold U+2028 (an identity provider's, a paste): its line of the journal stays one
    line, and the import counts.
    """
    qui = Acteur(nom="Comité\u2028technique\u0085", role="comite")
    evenement = importation.accepter(
        vide, importation.proposer(vide, [classeur(petite())], CAMPAGNE, qui), qui
    )
    assert journal.lire(vide) == [evenement] and valeur(vide) == 30


def test_the_same_file_twice_changes_nothing_and_says_so(vide):
    depot = classeur(petite())
    importer(vide, [depot])
    avant = etat_visible(vide)
    proposition = importation.proposer(vide, [depot], CAMPAGNE, MOI)
    assert proposition.deja and not any(
        cles for d in proposition.differences.values() for cles in d.values()
    )
    with pytest.raises(UsageError, match="déjà pris en compte"):
        importation.accepter(vide, proposition, MOI)
    assert etat_visible(vide) == avant


def test_what_would_change_is_told_row_by_row(vide):
    importer(vide, [classeur(petite())])
    tables = modifiee(petite(), "collectifs", 0, filles="7", enfants="12")
    tables["collectifs"][2]["numero"] = "2"
    depot = Depot("collectifs.csv", en_csv(grille(tables["collectifs"])))
    complete, remplace = (
        importation.proposer(vide, [depot], CAMPAGNE, MOI, mode)
        for mode in (journal.COMPLETER, journal.REMPLACER)
    )
    ajoute = {"ajoutees": ["A2/2"], "remplacees": ["A1/1"]}
    assert complete.differences == {"collectifs": ajoute | {"retirees": []}}
    assert remplace.differences == {"collectifs": ajoute | {"retirees": ["A2/1"]}}
    assert list(complete.absentes["collectifs"]) == list(remplace.absentes["collectifs"])
    assert complete.absentes["collectifs"]["A2/1"], "the porteur is named"
    (garde,) = (a for a in complete.anomalies if a.code == "collectifs_gardes")
    assert "A2/1" in garde.message
    assert valeur(vide) == 30, "nothing is accepted yet"


def test_a_file_that_was_only_examined_is_not_kept_and_can_still_be_accepted(vide):
    importer(vide, [classeur(petite())])
    avant, depot = (
        etat_visible(vide),
        classeur(modifiee(petite(), "collectifs", 0, filles="7", enfants="12")),
    )
    proposition = importation.proposer(vide, [depot], CAMPAGNE, MOI)
    importation.proposer(vide, [classeur(petite())], CAMPAGNE, MOI)  # what the journal names stays
    assert etat_visible(vide) == avant
    importation.accepter(vide, proposition, MOI)
    assert archive.lire(vide, depot.sha256) == depot.contenu and valeur(vide) == 31


def test_a_corrected_file_replaces_the_earlier_one_and_both_stay(vide):
    importer(vide, fichiers_csv(petite()))
    importer(
        vide,
        [
            Depot(
                "collectifs.csv",
                en_csv(
                    grille(
                        modifiee(petite(), "collectifs", 0, filles="7", enfants="12")["collectifs"]
                    )
                ),
            )
        ],
    )
    assert valeur(vide) == 31 and valeur(vide, "actions_agreees") == 2
    assert len(journal.lire(vide)) == 2


def test_undo_then_restore_is_the_identity(vide):
    importer(vide, fichiers_csv(petite()))
    premiere = base.courante(vide)
    second = importer(
        vide,
        [
            Depot(
                "c.csv",
                en_csv(
                    grille(
                        modifiee(petite(), "collectifs", 0, filles="7", enfants="12")["collectifs"]
                    )
                ),
            )
        ],
    )
    seconde = base.courante(vide)
    importation.annuler(vide, second.id, MOI)
    assert base.courante(vide) == premiere and valeur(vide) == 30
    importation.retablir(vide, second.id, MOI)
    assert base.courante(vide) == seconde and valeur(vide) == 31
    assert [e.type for e in journal.lire(vide)] == [
        "import",
        "import",
        "annulation",
        "retablissement",
    ]


def test_agrements_on_which_others_stand_cannot_be_undone_alone(vide):
    demandes, *reste = fichiers_csv(petite())
    premier = importer(vide, [demandes])
    importer(vide, reste)
    avant = etat_visible(vide)
    with pytest.raises(FichierRefuse, match="ne peut pas être annulé seul"):
        importation.annuler(vide, premier.id, MOI)
    assert etat_visible(vide) == avant


@pytest.mark.parametrize(
    "faire, message",
    [
        (lambda i: importation.annuler(i, "imp-0099", MOI), "n'existe pas"),
        (lambda i: importation.retablir(i, "imp-0001", MOI), "déjà en vigueur"),
        (
            lambda i: importation.proposer(i, [classeur(petite())], "2037-2038", MOI),
            "n'est pas déclarée",
        ),
        (lambda i: importation.proposer(i, [], CAMPAGNE, MOI), "Aucun fichier"),
    ],
)
def test_wrong_use_is_said(vide, faire, message):
    importer(vide, [classeur(petite())])
    with pytest.raises(UsageError, match=message):
        faire(vide)


def test_a_refused_file_changes_nothing(vide):
    importer(vide, [classeur(petite())])
    avant = etat_visible(vide)
    proposition = importation.proposer(
        vide, [classeur(modifiee(petite(), "collectifs", 0, filles="douze"))], CAMPAGNE, MOI
    )
    assert not proposition.acceptable
    with pytest.raises(FichierRefuse):
        importation.accepter(vide, proposition, MOI)
    assert etat_visible(vide) == avant


def test_a_base_that_changed_since_the_examination_is_not_overwritten(vide):
    ancienne = importation.proposer(vide, [classeur(petite())], CAMPAGNE, MOI)
    importer(vide, [classeur(modifiee(petite(), "collectifs", 0, filles="7", enfants="12"))])
    with pytest.raises(UsageError, match="a changé depuis"):
        importation.accepter(vide, ancienne, MOI)


def test_roles_that_may_not_import_do_not(vide):
    for role in ("direction", "partenaire", "porteur"):
        with pytest.raises(AccesRefuse, match="Comité technique"):
            importation.proposer(
                vide, [classeur(petite())], CAMPAGNE, profil_demonstration(role, "x")
            )


def test_a_demonstration_profile_cannot_bring_real_data_in(vide):
    reel = modifiee(petite(), "agrements", 0, porteur_siret="35600000000048")
    construction.a_jour(vide)
    avant = sorted(p for p in vide.racine.rglob("*") if p.is_file())
    with pytest.raises(AccesRefuse, match="porteurs réels"):
        importation.proposer(vide, [classeur(reel)], CAMPAGNE, profil_demonstration("comite"))
    assert sorted(p for p in vide.racine.rglob("*") if p.is_file()) == avant, (
        "nothing of it is kept: original, base, rows read"
    )
    importer(vide, [classeur(reel)])
    assert not base.ouvrir(vide).demonstration


def test_a_page_open_to_all_reads_nothing_of_the_real_data_that_arrive_while_it_is_made(vide):
    importer(vide, [classeur(petite())])
    tous, moi = profil_demonstration("comite").perimetre(()), ligne_de_commande().perimetre(())
    agregats = profil_demonstration("comite").agregats(())
    assert len(base.ouvrir(vide).lire(tous, "ecran_porteurs")) == 2
    importer(vide, [classeur(modifiee(petite(), "agrements", 0, porteur_siret="35600000000048"))])
    apres = base.ouvrir(vide)
    # kept on the disk by now: no row is read again
    secret.diffuser(apres, MOI.agregats(()), CAMPAGNE)
    for lire in (
        lambda: apres.lire(tous, "ecran_porteurs"),
        lambda: calcul.calculer(apres, tous, ["porteurs"]),
        lambda: apres.contributions(agregats, "ecran_porteurs"),
        lambda: secret.diffuser(apres, agregats, CAMPAGNE),
    ):
        with pytest.raises(AccesRefuse, match="profils de démonstration sont fermés"):
            lire()
    assert len(apres.lire(moi, "ecran_porteurs")) == 2


def test_a_profile_open_to_all_cannot_close_the_demonstration_with_a_correction(vide):
    importer(vide, [classeur(petite())])
    c = Correction(
        "2022-10-01",
        "Comité",
        CAMPAGNE,
        "agrements",
        "A1",
        "porteur_siret",
        siret(1),
        "35600000000048",
        "Erreur confirmée",
        "Courriel",
    )
    with pytest.raises(AccesRefuse, match="fermerait la démonstration"):
        importation.corriger(vide, c, profil_demonstration("comite"))
    assert base.demonstration(vide) and not vide.corrections.exists()
    importation.corriger(vide, c, MOI)
    assert not base.demonstration(vide)
    # corrected back: what was real stays in the files
    importation.corriger(vide, replace(c, ancienne=c.nouvelle, nouvelle=siret(1)), MOI)
    assert base.ouvrir(vide).demonstration and not base.demonstration(vide)


def test_a_correction_is_a_row_and_the_original_stays(vide):
    depot = classeur(petite())
    importer(vide, [depot])
    correction = Correction(
        "2022-10-01",
        "Comité",
        CAMPAGNE,
        "collectifs",
        "A1/1",
        "filles",
        "6",
        "7",
        "Erreur confirmée au téléphone",
        "Courriel du 1er octobre",
    )
    importation.corriger(vide, correction, MOI)
    assert valeur(vide, "filles") == 16 and archive.lire(vide, depot.sha256) == depot.contenu
    assert journal.lire(vide)[-1].type == "correction"
    for champ, mauvais in (
        ("motif", " "),
        ("colonne", "numero"),
        ("colonne", "inconnue"),
        ("nouvelle", "douze"),
    ):
        with pytest.raises(UsageError):
            importation.corriger(vide, Correction(**{**vars(correction), champ: mauvais}), MOI)


@pytest.mark.parametrize(
    "colonne, ancienne, nouvelle, dit",
    [
        (
            "decision",
            "agréée",
            "",
            "ne se laisse pas vide",
        ),  # the action would leave every figure without a word
        ("porteur_siret", siret(1), "n.d.", "ne se laisse pas vide"),
        ("commune_insee", "38185", "38999", "n'est pas dans le référentiel"),
    ],
)
def test_a_correction_is_what_could_have_been_received(vide, colonne, ancienne, nouvelle, dit):
    importer(vide, [classeur(petite())])
    c = Correction(
        "2022-10-01",
        "Comité",
        CAMPAGNE,
        "agrements",
        "A1",
        colonne,
        ancienne,
        nouvelle,
        "Erreur confirmée",
        "Courriel",
    )
    with pytest.raises(UsageError, match=dit):
        importation.corriger(vide, c, MOI)
    assert not vide.corrections.exists() and len(journal.lire(vide)) == 1


@pytest.mark.parametrize(
    "change, dit",
    [
        ({"cle": "A9/1"}, "Aucune ligne « A9/1 »"),
        ({"campagne": "2019-2020"}, "n'a été reçue pour 2019-2020"),
        ({"ancienne": "5"}, "vous écrivez « 5 », la ligne « A1/1 » porte « 6 »"),
        ({"ancienne": ""}, "porte « 6 »"),
        ({"ancienne": "six"}, "porte « 6 »"),
    ],
)
def test_a_correction_that_would_touch_nothing_or_another_value_is_refused(vide, change, dit):
    importer(vide, [classeur(petite())])
    bonne = {
        "date": "2022-10-01",
        "auteur": "Comité",
        "campagne": CAMPAGNE,
        "table": "collectifs",
        "cle": "A1/1",
        "colonne": "filles",
    }
    bonne |= {"ancienne": "6", "nouvelle": "7", "motif": "Erreur confirmée", "preuve": "Courriel"}
    with pytest.raises(UsageError, match=dit):
        importation.corriger(vide, Correction(**{**bonne, **change}), MOI)
    assert not vide.corrections.exists() and len(journal.lire(vide)) == 1
    importation.corriger(vide, Correction(**bonne), MOI)
    # a second thought says what the first one kept
    importation.corriger(vide, Correction(**{**bonne, "ancienne": "7", "nouvelle": "8"}), MOI)
    # or what was received
    importation.corriger(vide, Correction(**{**bonne, "nouvelle": "9"}), MOI)
    assert valeur(vide, "filles") == 18


def test_a_lost_or_altered_original_is_said(vide):
    depot = classeur(petite())
    importer(vide, [depot])
    chemin = vide.imports / depot.sha256
    chemin.write_bytes(chemin.read_bytes()[:-1] + b"x")
    with pytest.raises(BaseIndisponible, match="a changé depuis sa réception"):
        archive.lire(vide, depot.sha256)
    chemin.unlink()
    with pytest.raises(BaseIndisponible, match="manque"):
        archive.lire(vide, depot.sha256)


ETAPES = [
    "clas_data.fichiers.archive:archiver",
    "clas_data.tables.construction:_remplir",
    "clas_data.tables.construction:activer",
    "clas_data.fichiers.ensemble:append_line",
]


@pytest.mark.parametrize("moment", ["avant", "apres"])
@pytest.mark.parametrize("etape", ETAPES)
def test_killed_at_any_step_the_state_is_the_old_or_the_new(vide, etape, moment):
    """The process is really killed (SIGKILL) just before or just after each step of an
    acceptance.
    """
    importer(vide, [classeur(petite())])
    avant = base.courante(vide)
    nouveau = vide.racine / "nouveau.xlsx"
    nouveau.write_bytes(
        classeur(modifiee(petite(), "collectifs", 0, filles="7", enfants="12")).contenu
    )
    module, fonction = etape.split(":")
    code = textwrap.dedent(f"""
        import importlib, os, signal, sys
        from pathlib import Path
        from clas_data.acces import ligne_de_commande
        from clas_data.config import Installation
        from clas_data.fichiers.lecture import Depot
        from clas_data.tables import importation
        inst, moi = Installation(Path(sys.argv[1])), ligne_de_commande()
        depot = Depot("n.xlsx", Path(sys.argv[2]).read_bytes())
        p = importation.proposer(inst, [depot], "{CAMPAGNE}", moi)
        (inst.base / f"{{p.apres}}.duckdb").unlink()
        module = importlib.import_module("{module}")
        vraie = getattr(module, "{fonction}")
        def tuer(*a, **k):
            if "{moment}" == "apres": vraie(*a, **k)
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(module, "{fonction}", tuer)
        importation.accepter(inst, p, moi)
    """)
    mort = subprocess.run(
        [sys.executable, "-c", code, str(vide.racine), str(nouveau)],
        env={**os.environ, "PYTHONPATH": str(DEPOT)},
        capture_output=True,
    )
    assert mort.returncode == -signal.SIGKILL, mort.stderr.decode()
    construction.a_jour(vide)
    acceptes = [e for e in journal.lire(vide) if e.type == "import"]
    assert valeur(vide) == {1: 30, 2: 31}[len(acceptes)]
    assert (base.courante(vide) == avant) == (len(acceptes) == 1)


def test_a_line_of_the_journal_cut_by_a_crash_did_not_happen(vide):
    importer(vide, [classeur(petite())])
    with vide.journal.open("ab") as f:
        f.write(b'{"id": "imp-0002", "type": "imp')
    assert len(journal.lire(vide)) == 1
    importer(vide, [classeur(modifiee(petite(), "collectifs", 0, filles="7", enfants="12"))])
    assert valeur(vide) == 31 and [e.type for e in journal.lire(vide)] == ["import", "import"]
