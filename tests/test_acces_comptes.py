"""Rights declared once, deny by default; accounts, invitations, sessions, tries, the journal, on
the disk of an installation.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from clas_data import declarations
from clas_data.acces import (
    Acteur,
    comptes,
    invitations,
    journal,
    ligne_de_commande,
    mots_de_passe,
    profil_demonstration,
    registre,
    reglages,
    roles,
    sessions,
)
from clas_data.acces.essais import Essais, TropDEssais
from clas_data.config import DEPOT
from clas_data.errors import AccesRefuse, ClasError, UsageError
from tests.commande import json_de, lancer, lancer_a_part
from tests.outils import siret

MOI = ligne_de_commande()
MOT = "trois petits chats bleus"
PASSANT = profil_demonstration("administration")


@pytest.fixture
def inst(vide):
    comptes.creer(vide, MOI, "admin@caf.fr", "Admin", "administration")
    comptes.changer_mot_de_passe(vide, MOI, "admin@caf.fr", MOT)
    return vide


# --- rights

ACTIONS = sorted({a for r in roles().values() for a in r.actions})


@pytest.mark.parametrize("role", list(roles()))
def test_what_is_not_declared_is_refused_with_the_reason(role):
    acteur = Acteur("x", role, siret(1))
    for action in [*ACTIONS, "inconnue"]:
        if action in roles()[role].actions:
            acteur.exige(action)
        else:
            with pytest.raises(AccesRefuse, match=re.escape(roles()[role].titre)) as refus:
                acteur.exige(action)
            assert "Profils qui le peuvent" in refus.value.message
    with pytest.raises(AccesRefuse, match="n'existe pas"):
        Acteur("x", "invente").exige("importer")


def test_every_declared_action_is_asked_for_somewhere():
    """A right that no code checks would be a promise that nothing holds."""
    code = "".join(
        p.read_text(encoding="utf-8")
        for d in ("clas_data", "pages")
        for p in (DEPOT / d).rglob("*.py")
    )
    assert not [
        a
        for a in ACTIONS
        if f'exige("{a}")' not in code
        and f'peut("{a}")' not in code
        and f'DROIT = "{a}"' not in code
    ]


def test_a_perimetre_comes_from_an_acteur_only():
    perimetre = Acteur("x", "porteur", siret(1)).perimetre(("2021-2022",))
    assert (perimetre.siret, perimetre.campagnes) == (siret(1), ("2021-2022",))
    for triche in (
        lambda: dataclasses.replace(perimetre, siret=None),
        lambda: type(perimetre)(siret=None, campagnes=None),
        lambda: Acteur("x", "porteur").perimetre(()),
    ):
        with pytest.raises(ClasError):
            triche()
    with pytest.raises(dataclasses.FrozenInstanceError):
        perimetre.siret = None


# --- accounts


def test_nothing_readable_by_others_and_no_password_in_clear(inst):
    sessions.ouvrir(inst, "admin@caf.fr")
    jeton = invitations.inviter(inst, MOI, "admin@caf.fr").jeton
    for chemin in [inst.comptes, *inst.comptes.iterdir()]:
        assert stat.S_IMODE(chemin.stat().st_mode) & 0o077 == 0, chemin
    tout = "".join(p.read_text() for p in inst.comptes.iterdir())
    assert MOT not in tout and jeton not in tout and "$argon2id$" in tout


@pytest.mark.parametrize(
    "valeurs, mots",
    [
        (("x", "X", "comite"), "identifiant"),
        (("a b c", "X", "comite"), "identifiant"),
        (("x@y.fr", "", "comite"), "nom"),
        (("x@y.fr", "X", "chef"), "n'existe pas"),
        (("x@y.fr", "X", "porteur"), "SIRET"),
        (("x@y.fr", "X", "comite", siret(1)), "porteur"),
        (("ADMIN@caf.fr", "X", "comite"), "pas disponible"),
    ],
)
def test_a_wrong_account_is_refused_with_the_reason(inst, valeurs, mots):
    with pytest.raises(UsageError, match=mots):
        comptes.creer(inst, MOI, *valeurs)
    assert list(registre.lire(inst)) == ["admin@caf.fr"]


@pytest.mark.parametrize("role", [r for r in roles() if r != "administration"])
def test_only_an_administrator_touches_accounts(inst, role):
    qui = Acteur("x", role, siret(1))
    for geste in (
        lambda: comptes.creer(inst, qui, "x@y.fr", "X", "administration"),
        lambda: comptes.revoquer(inst, qui, "admin@caf.fr"),
        lambda: comptes.changer_mot_de_passe(inst, qui, "admin@caf.fr", MOT + "!"),
        lambda: invitations.inviter(inst, qui, "admin@caf.fr"),
        lambda: invitations.inviter_porteurs(inst, qui, [(siret(2), "Y")]),
        lambda: comptes.visibles(inst, qui),
        lambda: journal.lire(inst, qui),
    ):
        with pytest.raises(AccesRefuse):
            geste()


def test_a_profile_open_to_all_neither_sees_nor_touches_a_real_account(inst):
    comptes.creer(inst, PASSANT, "essai", "Essai", "comite")
    assert [c.identifiant for c in comptes.visibles(inst, PASSANT)] == ["essai"] and registre.lire(
        inst
    )["essai"].demonstration
    for geste in (
        lambda: comptes.revoquer(inst, PASSANT, "admin@caf.fr"),
        lambda: invitations.inviter(inst, PASSANT, "admin@caf.fr"),
        lambda: comptes.changer_mot_de_passe(inst, PASSANT, "admin@caf.fr", MOT + "!"),
        lambda: comptes.creer(inst, PASSANT, "admin@caf.fr", "X", "comite"),
    ):
        with pytest.raises(UsageError):
            geste()
    assert comptes.verifier(inst, "admin@caf.fr", MOT) and {
        a.cible for a in journal.lire(inst, PASSANT)
    } == {"essai"}
    comptes.creer(inst, MOI, "essai", "Vrai", "comite")  # a real account may take the name
    assert not registre.lire(inst)["essai"].demonstration


def test_the_last_administrator_stays(inst):
    with pytest.raises(UsageError, match="dernier"):
        comptes.revoquer(inst, MOI, "admin@caf.fr")


def test_accounts_made_at_once_are_all_kept(inst):
    with ThreadPoolExecutor(8) as fils:
        list(
            fils.map(
                lambda i: comptes.creer(inst, MOI, f"compte-{i}", f"C{i}", "comite"), range(24)
            )
        )
    assert len(registre.lire(inst)) == 25


@pytest.mark.parametrize(
    "mot, mots",
    [
        ("court", "trop court"),
        ("aaaaaaaaaaaaaaaa", "se devine"),
        ("admin@caf.fr 2026", "se devine"),
        ("x1y2z3" * 200, "trop long"),
    ],
)
def test_a_weak_password_is_refused(inst, mot, mots):
    with pytest.raises(UsageError, match=mots):
        mots_de_passe.hacher(inst, "admin@caf.fr", mot)


def test_a_password_kept_with_older_parameters_is_kept_anew_at_sign_in_even_if_it_became_too_short(
    inst,
):
    ancien = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(MOT)
    with registre.changement(inst) as tous:
        tous["admin@caf.fr"] = dataclasses.replace(tous["admin@caf.fr"], mot_de_passe=ancien)
    inst.identification.write_text("mot_de_passe_min: 60\n", encoding="utf-8")
    assert comptes.verifier(inst, "admin@caf.fr", MOT)
    garde = registre.lire(inst)["admin@caf.fr"].mot_de_passe
    assert garde != ancien and not mots_de_passe.a_refaire(garde)
    assert (
        comptes.verifier(inst, "admin@caf.fr", MOT)
        and registre.lire(inst)["admin@caf.fr"].mot_de_passe == garde
    )


# --- sessions


def test_a_session_ends_by_sign_out_expiry_revocation_and_change_of_password(inst):
    def nouvelle() -> str:
        return sessions.ouvrir(inst, "deux@caf.fr")[0]

    comptes.creer(inst, MOI, "deux@caf.fr", "Deux", "administration")
    un, deux = nouvelle(), nouvelle()
    sessions.fermer(inst, un)
    assert (
        sessions.lire(inst, un) is None and sessions.lire(inst, deux).identifiant == "deux@caf.fr"
    )
    comptes.changer_mot_de_passe(inst, MOI, "deux@caf.fr", MOT)
    assert sessions.lire(inst, deux) is None
    trois = nouvelle()
    comptes.revoquer(inst, MOI, "deux@caf.fr")
    assert sessions.lire(inst, trois) is None
    comptes.retablir(inst, MOI, "deux@caf.fr")
    assert sessions.lire(inst, trois) is None, "a session closed by a revocation does not come back"
    inst.identification.write_text("session_h: -1", encoding="utf-8")
    assert sessions.lire(inst, nouvelle()) is None


def test_another_installation_s_cookie_opens_nothing(inst, tmp_path):
    cookie, _ = sessions.ouvrir(inst, "admin@caf.fr")
    autre = type(inst)(tmp_path / "autre")
    shutil.copytree(inst.racine, autre.racine)
    (autre.comptes / ".cle").unlink()
    assert sessions.lire(inst, cookie) is not None and sessions.lire(autre, cookie) is None


# --- invitations


def test_all_porteurs_are_invited_in_one_go_and_a_second_go_keeps_the_links_already_sent(inst):
    porteurs = [(siret(i), f"Porteur {i}") for i in range(1, 6)]
    faites = invitations.inviter_porteurs(inst, MOI, porteurs)
    assert [i.siret for i in faites] == [s for s, _ in porteurs] and len(
        {i.jeton for i in faites}
    ) == 5
    invitations.accepter(inst, faites[0].jeton, MOT)
    assert invitations.inviter_porteurs(inst, MOI, porteurs) == [] and invitations.ouvrir(
        inst, faites[1].jeton
    )
    refaites = invitations.inviter_porteurs(inst, MOI, porteurs, renouveler=True)
    assert [i.siret for i in refaites] == [s for s, _ in porteurs[1:]]
    for vieux in (faites[0], faites[1]):
        with pytest.raises(AccesRefuse, match="déjà servi"):
            invitations.ouvrir(inst, vieux.jeton)
    csv = invitations.en_csv(refaites, "https://clas.exemple.fr/")
    assert (
        csv.startswith(b"\xef\xbb\xbf")
        and f"https://clas.exemple.fr/invitation/{refaites[0].jeton}".encode() in csv
    )


def test_a_porteur_whose_account_has_another_name_is_invited_under_it(inst):
    comptes.creer(inst, MOI, "asso@exemple.fr", "Association", "porteur", siret(1))
    (faite,) = invitations.inviter_porteurs(inst, MOI, [(siret(1), "Association")])
    assert faite.identifiant == "asso@exemple.fr" and siret(1) not in registre.lire(inst)


def test_an_invitation_expires(inst):
    inst.identification.write_text("invitation_j: -1", encoding="utf-8")
    jeton = invitations.inviter(inst, MOI, "admin@caf.fr").jeton
    for geste in (
        lambda: invitations.ouvrir(inst, jeton),
        lambda: invitations.accepter(inst, jeton, MOT),
    ):
        with pytest.raises(AccesRefuse, match="expiré"):
            geste()


# --- tries


def test_tries_are_counted_per_account_and_per_address_and_the_wait_is_told(vide):
    heure = [0.0]
    regles, essais = reglages.load(vide), Essais(lambda: heure[0])
    for _ in range(regles.essais_compte):
        essais.compter(regles, "a", "1.1.1.1")
    for adresse in ("1.1.1.1", "2.2.2.2"):
        with pytest.raises(TropDEssais, match="pour ce compte. Attendez 15.minutes"):
            essais.compter(regles, "a", adresse)
    heure[0] = 14 * 60
    with pytest.raises(TropDEssais, match="1.minute,"):
        essais.compter(regles, "a", "1.1.1.1")
    heure[0] = 15 * 60
    essais.compter(regles, "a", "1.1.1.1")
    essais.reussi("a", "1.1.1.1")
    for i in range(regles.essais_adresse):
        essais.compter(regles, f"compte {i}", "3.3.3.3")
    with pytest.raises(TropDEssais, match="votre poste"):
        essais.compter(regles, "tout autre", "3.3.3.3")


def test_a_name_cannot_hide_its_lines_from_the_journal(vide):
    """U+2028 and U+0085 end a line for Python and not for JSON: a name that holds one would break
    its own lines in two.
    """
    noms = ["a\u2028b", "a\u0085b", "a\x1cb", "a\r\nb"]
    for nom in noms:
        journal.ajouter(vide, "export", nom, cible=nom)
    assert [(a.qui, a.cible) for a in journal.lire(vide, ligne_de_commande())] == [
        (n, n) for n in noms
    ]


# --- command line


def test_the_whole_life_of_an_account_from_the_command_line(vide):
    def compte(*arguments, **options):
        return lancer("compte", *arguments, racine=vide.racine, **options)

    fait = compte(
        "creer",
        "Chef@Caf.fr",
        "--nom",
        "Chef",
        "--role",
        "administration",
        "--adresse",
        "https://clas.exemple.fr",
    )
    assert (
        fait.returncode == 0
        and re.fullmatch(r"https://clas\.exemple\.fr/invitation/\S{43}\n", fait.stdout)
        and "sert une fois" in fait.stderr
    )
    (vu,) = json_de(compte("lister", "--json"))
    assert (
        vu["identifiant"] == "chef@caf.fr"
        and vu["etat"] == "invité"
        and "mot_de_passe" not in vu
        and "invitation" not in vu
    )
    change = lancer_a_part(
        "compte", "mot-de-passe", "chef@caf.fr", racine=vide.racine, entree=f"{MOT}\n"
    )
    assert (
        change.returncode == 0
        and MOT not in change.stdout + change.stderr
        and comptes.verifier(vide, "chef@caf.fr", MOT)
    )
    assert compte("revoquer", "chef@caf.fr").returncode == 2 and "actif" in compte("lister").stdout
    assert [a["type"] for a in json_de(compte("journal", "--json"))] == [
        "creation",
        "invitation",
        "mot_de_passe",
    ]
    assert (
        compte("revoquer").returncode == 2
        and "il manque l'identifiant" in compte("revoquer").stderr
    )
    assert compte("peindre", "x").returncode == 2


def test_all_porteurs_from_the_command_line(demonstration_copie, tmp_path):
    """Those of the files accepted, as every command reads them, and not of the last base built."""
    (demonstration_copie.base / "CURRENT").unlink()
    fait = lancer(
        "compte",
        "inviter",
        "--porteurs",
        "--adresse",
        "https://c.fr",
        "-o",
        tmp_path / "l.csv",
        racine=demonstration_copie.racine,
    )
    lignes = (tmp_path / "l.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (
        fait.returncode == 0
        and len(lignes) > 50
        and all(
            re.search(r";\d{14};\d{14};https://c\.fr/invitation/\S{43};", l) for l in lignes[1:]
        )
    )
    avant = (tmp_path / "l.csv").read_bytes()
    encore = lancer(
        "compte",
        "inviter",
        "--porteurs",
        "-o",
        tmp_path / "l.csv",
        racine=demonstration_copie.racine,
    )
    assert "aucun lien" in encore.stderr and (tmp_path / "l.csv").read_bytes() == avant


def test_dependencies_hold_no_known_vulnerability():
    """`pip-audit` over the pinned requirements, where an advisory database can be reached."""
    pytest.importorskip(
        "pip_audit",
        reason="pip-audit is not installed here: pip install pip-audit, then run this test with a "
        "network.",
    )
    fait = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip_audit",
            "-r",
            "requirements.txt",
            "--progress-spinner",
            "off",
            "--timeout",
            "10",
        ],
        capture_output=True,
        text=True,
        cwd=DEPOT,
        timeout=300,
    )
    if re.search(
        r"ConnectionError|ConnectTimeout|Max retries|ServiceError|Failed to "
        r"(upgrade|install)|resolve",
        fait.stderr + fait.stdout,
    ):
        pytest.skip("No advisory database can be reached from here.")
    assert fait.returncode == 0, fait.stdout + fait.stderr


def test_the_settings_shipped_are_all_read():
    assert set(declarations.read(reglages.LIVRES)) == {
        f.name for f in dataclasses.fields(reglages.Reglages)
    }
