"""What is read again costs little, and is never another answer: kept copies, kept pictures, the
state of a session looked up key by key.
"""

from __future__ import annotations

import gc

import pytest
from streamlit.runtime.state import safe_session_state
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

from clas_data import config
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.errors import AccesRefuse
from clas_data.fichiers import referentiels
from clas_data.memoire import Memoire
from clas_data.serveur import etats
from clas_data.tables import base
from clas_data.ui import lecture


@pytest.fixture
def lue(demonstration, monkeypatch):
    """The screens read the demonstration, and nothing is in memory."""
    monkeypatch.setenv("CLAS_RACINE", str(demonstration.racine))
    lecture.oublier()
    yield ligne_de_commande().perimetre(())
    lecture.oublier()


def test_who_changes_a_table_changes_their_own(lue):
    t = lecture.requete(lue, "ecran_porteurs")
    attendu = t.copy()
    t["porteur_nom"] = "autre"
    t.loc[t.index[0], "porteur_siret"] = "0"
    liste = lecture.valeurs_axe(lue, "campagne")
    liste.append("1900-1901")
    assert lecture.requete(lue, "ecran_porteurs").equals(attendu)
    assert "1900-1901" not in lecture.valeurs_axe(lue, "campagne")


def test_what_is_kept_for_one_is_not_given_to_who_may_not_read_it(lue, demonstration):
    siret = lecture.requete(lue, "ecran_porteurs")["porteur_siret"].iloc[0]
    porteur = profil_demonstration("porteur", siret)
    sien = porteur.perimetre(("2021-2022",))
    assert set(lecture.requete(sien, "ecran_porteurs")["porteur_siret"]) <= {siret}
    assert set(lecture.valeurs_axe(sien, "campagne")) <= {"2021-2022"}
    agregats = ligne_de_commande().agregats(("2021-2022",))
    with pytest.raises(AccesRefuse):
        lecture.requete(agregats, "ecran_porteurs")


def test_a_profile_open_to_all_reads_nothing_kept_once_real_data_are_there(lue, monkeypatch):
    ouvert = profil_demonstration("comite").perimetre(())
    assert len(lecture.requete(ouvert, "ecran_porteurs"))
    monkeypatch.setattr(lecture.ouverte(), "demonstration", False)
    with pytest.raises(AccesRefuse):
        lecture.requete(ouvert, "ecran_porteurs")


def test_what_is_made_of_an_object_is_not_given_for_another_at_its_place():
    memoire, faits = Memoire(4), []
    for n in range(50):
        objet = [n]
        assert memoire.de((objet,), "somme", lambda o=objet: faits.append(o[0]) or o[0]) == n
        del objet
        gc.collect()
    assert len(faits) == 50


def test_names_follow_the_file_of_the_installation(tmp_path):
    inst = config.Installation(tmp_path)
    livres = referentiels.noms_communes(inst)
    assert referentiels.noms_communes(inst) is livres, "made once"
    inst.referentiels.mkdir()
    source = (config.REFERENTIELS / "communes.csv").read_text(encoding="utf-8")
    nom = next(iter(livres.values()))
    (inst.referentiels / "communes.csv").write_text(
        source.replace(nom, "Nouveau nom", 1), encoding="utf-8"
    )
    assert "Nouveau nom" in referentiels.noms_communes(inst).values()


def test_the_pointer_is_read_again_when_it_moves(tmp_path):
    inst = config.Installation(tmp_path)
    assert base.courante(inst) is None
    inst.base.mkdir()
    for nom in ("a" * 16, "b" * 16):
        (inst.base / "suivant").write_text(nom + "\n", encoding="ascii")
        (inst.base / "suivant").replace(inst.base / "CURRENT")
        assert base.courante(inst) == nom
    (inst.base / "CURRENT").unlink()
    assert base.courante(inst) is None


def test_a_state_looked_up_is_the_one_that_the_framework_would_have_made():
    etat = SessionState()
    etat["campagne"], etat["rien"] = "2021-2022", None
    sur = SafeSessionState(etat, lambda: None)
    tout = etat.filtered_state
    vue = etats.Etats(sur)
    assert dict(vue) == tout and len(vue) == len(tout)
    assert [c in vue for c in ("campagne", "rien", "absente", "$$STREAMLIT_INTERNAL_KEY_x")] == [
        True,
        True,
        False,
        False,
    ]
    assert vue["campagne"] == "2021-2022" and vue["rien"] is None
    with pytest.raises(KeyError):
        vue["absente"]
    assert isinstance(safe_session_state.SafeSessionState.filtered_state, property)
