"""The diagnostic knows accounts, settings and barèmes, and says where the journal differs."""

from __future__ import annotations

import pytest

from clas_data import baremes
from clas_data.acces import comptes, ligne_de_commande
from clas_data.fichiers import journal
from clas_data.tables import coherence, construction, sante

MOI = ligne_de_commande()


@pytest.fixture
def tenue(vide):
    construction.a_jour(vide)
    comptes.creer(vide, MOI, "marie", "Marie", "comite")
    baremes.ajouter(vide, "plafond", "8000", "01/09/2023", "Circulaire", MOI)
    construction.a_jour(vide)
    return vide


def constats(inst, etat):
    return [c for c in sante.constater(inst) if c.etat == etat]


def test_what_agrees_is_not_said(tenue):
    assert constats(tenue, sante.PANNE) == constats(tenue, sante.ALERTE) == []


ALTEREES = {
    "comptes": (lambda i: i.comptes / "comptes.json", b"[{"),
    "identification": (lambda i: i.identification, b"- 3\n"),
    "seuil du secret": (lambda i: i.secret, b"seuil: 7\n"),
    "campagnes": (lambda i: i.campagnes, b"[[["),
    "barèmes": (lambda i: i.baremes / "ajouts.yaml", b"{plafond: 3}"),
}


@pytest.mark.parametrize("quoi", ALTEREES)
def test_what_cannot_be_read_is_named(tenue, quoi):
    ou, contenu = ALTEREES[quoi]
    ou(tenue).write_bytes(contenu)
    assert quoi in [c.quoi for c in constats(tenue, sante.PANNE)]


def test_a_value_that_no_line_tells_is_said(tenue):
    tenue.journal.write_text("")
    assert any("sans trace" in c.message for c in constats(tenue, sante.ALERTE))


def test_doubled_numbers_and_unknown_targets_are_said(tenue):
    journal.ajouter(tenue, journal.ANNULATION, "Moi", cible="imp-9999")
    tenue.journal.write_bytes(tenue.journal.read_bytes() * 2)
    dits = " ".join(c.message for c in constats(tenue, sante.ALERTE))
    assert "imp-9999" in dits and "plusieurs événements" in dits


def test_an_account_that_no_line_tells_is_said(vide):
    comptes.creer(vide, MOI, "marie", "Marie", "comite")
    assert not [m for q, m in coherence.ecarts(vide) if q == "comptes"]
    (vide.comptes / "acces.jsonl").unlink()
    dits = [m for q, m in coherence.ecarts(vide) if q == "comptes"]
    assert len(dits) == 1 and "sans trace" in dits[0] and "marie" in dits[0]
