"""The base: named by what it is made of, never overwritten, read within a perimetre."""

from __future__ import annotations

import threading

import pytest

from clas_data.acces import Perimetre, ligne_de_commande, profil_demonstration
from clas_data.errors import AccesRefuse, BaseIndisponible
from clas_data.fichiers import journal
from clas_data.tables import base, construction, importation, lectures, modeles
from tests import reelle
from tests.outils import classeur, petite

PUBLIEES = ("2018-2019", "2019-2020")


def lignes(b, perimetre, mart):
    return b.lire(perimetre, "colonnes_et_lignes", {}, {"table": mart})


@pytest.fixture
def requete_libre(monkeypatch):
    """A request on any mart, to look at what a perimetre lets through."""
    vraie = modeles.read
    monkeypatch.setattr(
        modeles,
        "read",
        lambda d, n: "select * from {table}" if n == "colonnes_et_lignes" else vraie(d, n),
    )


@pytest.mark.parametrize("mart", modeles.MARTS)
def test_a_porteur_reads_its_own_rows_of_published_campagnes_only(
    demonstration, requete_libre, mart
):
    b = base.ouvrir(demonstration)
    tout = lignes(b, ligne_de_commande().perimetre(()), mart)
    siret = tout["porteur_siret"].mode().iloc[0]
    siennes = lignes(b, profil_demonstration("porteur", siret).perimetre(PUBLIEES), mart)
    attendues = tout[(tout["porteur_siret"] == siret) & tout["campagne"].isin(PUBLIEES)]
    assert 0 < len(siennes) == len(attendues) < len(tout)
    assert set(siennes["porteur_siret"]) == {siret} and set(siennes["campagne"]) <= set(PUBLIEES)
    assert lignes(b, profil_demonstration("porteur", siret).perimetre(()), mart).empty


def test_a_perimetre_comes_from_an_acteur_and_from_nowhere_else(demonstration):
    with pytest.raises(AccesRefuse):
        Perimetre(None, None)
    with pytest.raises(AccesRefuse):
        profil_demonstration("porteur").perimetre(())
    for faux in (None, "administration", object()):
        with pytest.raises(BaseIndisponible, match="périmètre"):
            base.ouvrir(demonstration).lire(faux, "meta")


def test_whoever_may_read_the_same_has_the_same_perimetre_and_nobody_else():
    deux = ["38000000000017", "38000000000025"]
    acteurs = [
        profil_demonstration(r) for r in ("administration", "comite", "direction", "partenaire")
    ] + [profil_demonstration("porteur", s) for s in deux]
    comite, direction = acteurs[1].perimetre(PUBLIEES), acteurs[2].perimetre(PUBLIEES)
    assert acteurs[0].perimetre(PUBLIEES) == comite != direction == acteurs[3].perimetre(PUBLIEES)
    # the only difference between them: who wrote a text
    assert comite.nommer and not direction.nommer
    assert len({a.perimetre(PUBLIEES) for a in acteurs}) == 4
    # of every campagne, or of those published
    assert len({a.agregats(PUBLIEES) for a in acteurs}) == 2
    # a profile open to all never shares what an account reads
    assert ligne_de_commande().perimetre(PUBLIEES) != comite and comite.fictif


def test_a_profile_that_anyone_chooses_never_reads_a_real_row_landing_under_a_page_being_drawn(
    tmp_path,
):
    reel = base.ouvrir(reelle.installer(tmp_path))
    for qui in (
        profil_demonstration("administration"),
        profil_demonstration("porteur", reelle.SIRETS[reelle.MIEN]),
    ):
        for perimetre in (qui.perimetre(PUBLIEES), qui.agregats(PUBLIEES)):
            with pytest.raises(AccesRefuse, match="profils de démonstration sont fermés"):
                (reel.contributions if perimetre.agregats else reel.lire)(
                    perimetre, "ecran_porteurs"
                )
    assert len(reel.lire(ligne_de_commande().perimetre(()), "ecran_porteurs"))


def test_a_request_cannot_step_around_the_perimetre(demonstration, monkeypatch):
    vraie = modeles.read
    for texte in (
        "select * from marts.actions",
        "select * from staging.actions",
        "select * from MARTS . actions",
    ):
        monkeypatch.setattr(
            modeles, "read", lambda d, n, texte=texte: texte if n == "contourne" else vraie(d, n)
        )
        with pytest.raises(BaseIndisponible, match="hors de tout périmètre"):
            base.ouvrir(demonstration).lire(ligne_de_commande().perimetre(()), "contourne")


def test_eight_threads_read_at_once(demonstration):
    b, fautes = base.ouvrir(demonstration), []
    perimetre = ligne_de_commande().perimetre(())

    def lire():
        try:
            for _ in range(40):
                assert (
                    len(
                        b.lire(
                            perimetre,
                            "valeurs_axe",
                            {},
                            {"colonne": "campagne", "table": "agrements"},
                        )
                    )
                    == 5
                )
        except Exception as e:  # noqa: BLE001  a thread's error must reach the test
            fautes.append(e)

    fils = [threading.Thread(target=lire) for _ in range(8)]
    [f.start() for f in fils]
    [f.join() for f in fils]
    assert not fautes


def test_the_empreinte_is_the_same_for_the_same_things_and_changes_with_each(
    demonstration_copie, monkeypatch
):
    etat = journal.etat(journal.lire(demonstration_copie))
    nom = construction.empreinte(demonstration_copie, etat)
    assert (
        nom
        == construction.empreinte(demonstration_copie, dict(reversed(etat.items())))
        == base.courante(demonstration_copie)
    )
    # a reader of cells that changed reads other values from the same files
    with monkeypatch.context() as m:
        m.setattr(lectures, "interprete", lambda: "autre")
        assert construction.empreinte(demonstration_copie, etat) != nom
    demonstration_copie.campagnes.write_text("2022-2023: {statut: definitif}\n", encoding="utf-8")
    assert construction.empreinte(demonstration_copie, etat) != nom


def test_a_base_file_is_never_overwritten_and_a_second_build_does_nothing(vide):
    moi = ligne_de_commande()
    importation.accepter(
        vide, importation.proposer(vide, [classeur(petite())], "2021-2022", moi), moi
    )
    avant = {p.name: p.stat().st_mtime_ns for p in vide.base.glob("*.duckdb")}
    assert not construction.a_jour(vide).nouvelle
    assert {p.name: p.stat().st_mtime_ns for p in vide.base.glob("*.duckdb")} == avant


def test_a_truncated_base_is_said_and_built_again(vide):
    nom = construction.a_jour(vide).empreinte
    base.oublier(base.chemin(vide, nom))
    base.chemin(vide, nom).write_bytes(b"abc")
    with pytest.raises(BaseIndisponible, match="diagnostic --reparer"):
        base.ouvrir(vide)
    assert construction.construire(vide, refaire=True).nouvelle
    assert base.ouvrir(vide).demonstration


@pytest.mark.parametrize("pointeur", ["", "../../etc/passwd", "0123456789abcdef"])
def test_a_pointer_to_nothing_is_said(vide, pointeur):
    construction.a_jour(vide)
    (vide.base / "CURRENT").write_text(pointeur)
    with pytest.raises(BaseIndisponible):
        base.ouvrir(vide)
    construction.a_jour(vide)
    assert base.ouvrir(vide)
