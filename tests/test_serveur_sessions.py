"""Who is there is asked at every gesture, and a session of the framework belongs to one account in
one role.
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from websockets.exceptions import InvalidStatus

from clas_data import config
from clas_data.acces import coffre, comptes, ligne_de_commande, profil_demonstration
from clas_data.config import Installation
from clas_data.tables import importation
from clas_data.ui import gestes, session
from tests import attente, fil, flux, reelle
from tests.flux import Flux
from tests.outils import classeur
from tests.reelle import MOT_DE_PASSE, PUBLIEE
from tests.serveur import Serveur, en_marche

MOI, COMITE = ligne_de_commande(), profil_demonstration("comite")
DEPOT = Path(__file__).parent.parent
SANS_PORTE = """
import streamlit as st
from clas_data.serveur import connexion, federation, reponses
from clas_data.ui import erreurs
app = st.App({cadre!r}, secrets=federation.secrets(), routes=[*connexion.routes()],
             on_script_error=erreurs.on_script_error)
"""


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    racine = tmp_path_factory.mktemp("sessions") / "installation"
    reelle.installer(racine)
    with en_marche(racine) as s:
        yield s


@pytest.fixture(scope="module")
def sans_porte(serveur, tmp_path_factory):
    """The same screens without the door: they ask by themselves."""
    script = tmp_path_factory.mktemp("sans_porte") / "sans_porte.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(DEPOT)!r})\n"
        + SANS_PORTE.format(cadre=str(DEPOT / "clas_data" / "ui" / "cadre.py")),
        encoding="utf-8",
    )
    s = Serveur(serveur.racine, script=script)
    yield s
    s.arreter()


def changer_de_role(inst: Installation, qui: str, role: str) -> None:
    """As an identity provider or an administration does, between two messages."""
    with coffre.verrou(inst):
        chemin = inst.comptes / "comptes.json"
        lus = [c | ({"role": role} if c["identifiant"] == qui else {}) for c in coffre.lire(chemin)]
        coffre.ecrire(chemin, coffre.en_json(lus))


def fin(inst: Installation, qui: str, comment: str) -> None:
    if comment == "fermeture":
        comptes.revoquer(inst, MOI, qui)
    elif comment == "mot de passe":
        comptes.changer_mot_de_passe(inst, MOI, qui, "un autre mot de passe")
    else:
        changer_de_role(inst, qui, "partenaire")


def seance(f: Flux) -> str:
    """Open the sitting of the commission; the name of its fragment."""
    f.lancer("simulateur", onglet="Commission")
    return next(m.delta.fragment_id for m in f.messages if m.delta.fragment_id)


@pytest.mark.parametrize("comment", ["fermeture", "mot de passe", "role"])
@pytest.mark.parametrize("porte", ["avec", "sans"])
def test_a_fragment_asks_who_is_there(serveur, request, porte, comment):
    s = serveur if porte == "avec" else request.getfixturevalue("sans_porte")
    qui = f"lectrice-{porte}-{comment.replace(' ', '-')}"
    inst = Installation(serveur.racine)
    reelle.compte(inst, qui, "comite")
    with Flux(s.url, flux.cookie(serveur.url, qui, MOT_DE_PASSE)) as f:
        numero = seance(f)
        assert b"QXB2" in f.recu
        f.recu, f.messages = b"", []
        f.lancer("simulateur", fragment=numero, onglet="Commission")
        assert b"QXB2" in f.recu, "the gesture of who is still there"
        assert not [m for m in f.messages if m.WhichOneof("type") == "navigation"]
        fin(inst, qui, comment)
        f.recu, f.messages = b"", []
        f.lancer("simulateur", fragment=numero, onglet="Commission")
        dites = [a.body for a in f.deltas("alert")]
        assert b"QXB2" not in f.recu and f.deltas("alert"), dites
        assert any("Identifiez-vous" in d for d in dites), dites


def test_a_callback_does_nothing_once_who_was_there_is_gone(demonstration_copie, monkeypatch):
    inst = demonstration_copie
    monkeypatch.setenv(config.VARIABLE_RACINE, str(inst.racine))
    fait = inst.racine / "fait"

    def ecran(chemin: str) -> None:
        from pathlib import Path

        import streamlit as st

        from clas_data.ui import gestes, session

        if session.acteur() is None:
            st.error("Identifiez-vous")
            st.stop()
        ecrire = gestes.geste(lambda: Path(chemin).write_text("x", encoding="utf-8"))
        st.button("Écrire", on_click=ecrire)

    app = attente.fonction(ecran, chemin=str(fait))
    app.session_state["acteur"] = profil_demonstration("administration")
    app.run()
    app.button[0].click().run()
    assert fait.exists() and not app.exception
    fait.unlink()
    depot = classeur(reelle.tables(PUBLIEE))
    importation.accepter(inst, importation.proposer(inst, [depot], PUBLIEE, MOI), MOI)
    app.button[0].click().run()
    assert not fait.exists() and [e.value for e in app.error] == ["Identifiez-vous"]


def test_a_session_is_taken_up_by_the_same_account_in_the_same_role_only(serveur):
    inst = Installation(serveur.racine)
    reelle.compte(inst, "voisine", "comite")
    reelle.compte(inst, "promue", "comite")
    cookies = {q: flux.cookie(serveur.url, q, MOT_DE_PASSE) for q in ("comite", "voisine")}
    with Flux(serveur.url, cookies["comite"]) as f:
        f.lancer("actions", campagne=PUBLIEE)
        numero = f.session
    with Flux(serveur.url, cookies["voisine"], session=numero) as g:
        g.lancer("actions")
        assert g.session != numero, "another account of the same role"
    with Flux(serveur.url, cookies["comite"], session=numero) as g:
        g.lancer("actions")
        assert g.session == numero, "a connection cut for a moment"
    promue = flux.cookie(serveur.url, "promue", MOT_DE_PASSE)
    with Flux(serveur.url, promue) as f:
        f.lancer("actions")
        numero = f.session
    changer_de_role(inst, "promue", "administration")
    with pytest.raises(InvalidStatus, match="403"):
        Flux(serveur.url, promue, session=numero)
    with Flux(serveur.url, flux.cookie(serveur.url, "promue", MOT_DE_PASSE), session=numero) as g:
        g.lancer("actions")
        assert g.session != numero, "another role"


def test_a_role_changed_while_a_window_is_open_ends_it_and_the_next_one_has_its_gestures(serveur):
    inst = Installation(serveur.racine)
    reelle.compte(inst, "muee", "comite")
    with Flux(serveur.url, flux.cookie(serveur.url, "muee", MOT_DE_PASSE)) as f:
        f.lancer("actions", campagne=PUBLIEE)
        assert not f.deltas("alert")
        changer_de_role(inst, "muee", "administration")
        f.messages.clear()
        f.lancer("donnees")
        assert any("Identifiez-vous" in a.body for a in f.deltas("alert"))
        assert not f.deltas("file_uploader"), "a session of the former role has no gesture"
    with Flux(serveur.url, flux.cookie(serveur.url, "muee", MOT_DE_PASSE)) as f:
        f.ouvrir("donnees")
        assert f.deltas("file_uploader"), "the new role has its gestures"


# --- no screen forgets it

CALLBACKS = {"on_click", "on_change", "on_select", "on_dismiss", "on_submit"}


def oublis(arbre: ast.AST) -> list[int]:
    """The lines of a screen that hand a gesture to the framework without asking who is there."""
    lignes = []
    for n in ast.walk(arbre):
        paires = []
        if isinstance(n, ast.Call):
            paires = [(k.arg, k.value) for k in n.keywords]
        elif isinstance(n, ast.Dict):
            paires = [
                (k.value, v)
                for k, v in zip(n.keys, n.values, strict=True)
                if isinstance(k, ast.Constant)
            ]
        elif isinstance(n, ast.Attribute) and n.attr in ("fragment", "dialog"):
            if isinstance(n.value, ast.Name) and n.value.id == "st":
                lignes.append(n.lineno)
        for nom, valeur in paires:
            if nom in CALLBACKS and not _demande(nom, valeur):
                lignes.append(valeur.lineno)
    return lignes


def _demande(nom: str, valeur: ast.expr) -> bool:
    if isinstance(valeur, ast.Constant):
        return valeur.value in ("ignore", "rerun", None)
    if isinstance(valeur, ast.Name):
        return valeur.id == nom  # handed on by a block, looked at where it comes from
    return isinstance(valeur, ast.Call) and ast.unparse(valeur.func) == "gestes.geste"


def test_a_gesture_is_done_for_who_drew_the_screen_alone(monkeypatch):
    """The same account in the same role: the door is asked first, this is asked all the same."""
    la, faits = {"identite": COMITE}, []
    monkeypatch.setattr(session, "identifie", lambda: la["identite"])
    monkeypatch.setattr(st, "session_state", {})
    geste = gestes.geste(lambda: faits.append(la["identite"]))
    assert session.acteur() == COMITE and session.toujours()
    geste()
    for autre in (replace(COMITE, nom="Paul"), profil_demonstration("direction"), None):
        monkeypatch.setattr(st, "session_state", {})
        la["identite"] = COMITE
        assert session.acteur() == COMITE  # who draws the screen
        la["identite"] = autre
        assert not session.toujours()
        geste()
    assert faits == [COMITE]


def test_every_gesture_of_every_screen_asks():
    dossiers = [DEPOT / "pages", DEPOT / "clas_data"]
    fichiers = [f for d in dossiers for f in d.rglob("*.py") if f.name != "gestes.py"]
    trouves = {
        str(f.relative_to(DEPOT)): o
        for f in fichiers
        if (o := oublis(fil.run(ast.parse, f.read_text(encoding="utf-8"))))
    }
    assert trouves == {}


def test_a_forgotten_one_is_seen():
    code = """
        @st.fragment
        def f(): st.button("x", on_click=agir)
        options = {"on_select": partial(agir, 1)}
        st.button("x", on_click=gestes.geste(agir))
        st.button("x", on_click="ignore")
    """
    assert sorted(oublis(ast.parse(textwrap.dedent(code)))) == [2, 3, 4]
