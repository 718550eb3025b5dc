"""Streamlit's own protocol spoken from Python: what a browser, or an intruder with a script, can
ask and get.
"""

from __future__ import annotations

import time
from urllib.parse import urlencode

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from clas_data.acces import sessions
from tests.attente import ATTENTE_S

SILENCE_S = 0.3


def se_connecter(url: str, identifiant: str, mot_de_passe: str, **options) -> httpx.Response:
    """The sign-in form, sent as the page sends it."""
    return httpx.post(
        f"{url}/connexion",
        data={
            "identifiant": identifiant,
            "mot_de_passe": mot_de_passe,
            **options.pop("champs", {}),
        },
        headers={"origin": url, **options.pop("headers", {})},
        **options,
    )


def cookie(url: str, identifiant: str, mot_de_passe: str) -> str:
    reponse = se_connecter(url, identifiant, mot_de_passe)
    assert reponse.status_code == 303, reponse.text
    return reponse.cookies[sessions.COOKIE]


class Flux:
    """One websocket; keeps every byte that the server sent."""

    def __init__(self, url: str, cookie_: str | None = None, session: str = ""):
        entetes = {"Cookie": f"{sessions.COOKIE}={cookie_}"} if cookie_ else {}
        self.url, self.recu = url, b""
        # how long to wait; from the last request to the end of its script
        self.attente_s, self.duree_s = (ATTENTE_S, 0.0)
        self.messages: list[ForwardMsg] = []
        self._connexion = connect(
            f"ws{url.removeprefix('http')}/_stcore/stream",
            additional_headers=entetes,
            origin=url,
            max_size=None,
            subprotocols=["streamlit", *(["x", session] if session else [])],
        )
        self._ws = self._connexion.__enter__()

    def __enter__(self) -> Flux:
        return self

    def __exit__(self, *_: object) -> None:
        self._connexion.__exit__(None, None, None)

    def envoyer(self, message: BackMsg) -> None:
        self._ws.send(message.SerializeToString())

    def lancer(
        self,
        page: str = "",
        etats: dict[str, dict] | None = None,
        hash_: str = "",
        fragment: str = "",
        **url: str,
    ) -> list[ForwardMsg]:
        """Run a page with these parameters and widget states; what came until the script was done,
        reruns included.
        """
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = page, urlencode(url)
        message.rerun_script.page_script_hash, message.rerun_script.fragment_id = hash_, fragment
        for id_, etat in (etats or {}).items():
            w = message.rerun_script.widget_states.widgets.add(id=id_)
            for champ, valeur in etat.items():
                getattr(w, champ).data.extend(valeur) if isinstance(valeur, list) else setattr(
                    w, champ, valeur
                )
        self.envoyer(message)
        return self.jusqu_a_la_fin()

    def ouvrir(self, page: str, **url: str) -> list[ForwardMsg]:
        """Run a page, then again with everything open whose content is only prepared once it is;
        `recu` keeps both, `messages` the last.
        """
        recus = self.lancer(page, **url)
        blocs = [m.delta.add_block for m in recus if m.WhichOneof("type") == "delta"]
        volets = {i for b in blocs for i in (b.popover.id, b.expandable.id) if i}
        if not volets:
            return recus
        self.messages.clear()
        return self.lancer(page, {v: {"bool_value": True} for v in volets}, **url)

    def jusqu_a_la_fin(self) -> list[ForwardMsg]:
        """Read until the script is done and the server says nothing more: a page that leads to
        another one runs the frame twice.
        """
        debut, envoye, en_cours = len(self.messages), time.monotonic(), True
        fin = envoye + self.attente_s
        while time.monotonic() < fin:
            try:
                genre = self._un(fin - time.monotonic() if en_cours else SILENCE_S)
            except TimeoutError:
                if en_cours:
                    break
                return self.messages[debut:]
            en_cours = (en_cours or genre == "new_session") and genre != "script_finished"
            self.duree_s = time.monotonic() - envoye if genre == "script_finished" else self.duree_s
        raise TimeoutError("the script did not finish")

    @property
    def session(self) -> str:
        """The name of this session, which each request on demand must repeat."""
        return next(
            m.new_session.initialize.session_id
            for m in self.messages
            if m.WhichOneof("type") == "new_session"
        )

    def differe(self, fichier: str) -> None:
        """Ask for a file that is prepared on demand."""
        message = BackMsg()
        (
            message.backend_operation_request.request_id,
            message.backend_operation_request.session_id,
        ) = fichier, self.session
        message.backend_operation_request.deferred_file.file_id = fichier
        self.envoyer(message)

    def attendre(self, genre: str):
        """Read until a message of this kind."""
        fin = time.monotonic() + ATTENTE_S
        while self._un(fin - time.monotonic()) != genre:
            pass
        return getattr(self.messages[-1], genre)

    def _un(self, attente_s: float) -> str | None:
        octets = self._ws.recv(timeout=attente_s)
        assert isinstance(octets, bytes)
        self.recu += octets
        self.messages.append(ForwardMsg.FromString(octets))
        return self.messages[-1].WhichOneof("type")

    def tables(self) -> list:
        """The tables to read that were sent."""
        return [c for c in self.deltas("bidi_component") if '"lignes"' in c.json]

    def deltas(self, genre: str) -> list:
        """The elements of one kind that were sent."""
        assert genre in Element.DESCRIPTOR.fields_by_name, genre
        elements = [
            m.delta.new_element
            for m in self.messages
            if m.WhichOneof("type") == "delta" and m.delta.WhichOneof("type") == "new_element"
        ]
        return [getattr(e, genre) for e in elements if e.WhichOneof("type") == genre]
