"""What passes through the websocket: what a browser may ask for, and which files are placed for
it.
"""

from __future__ import annotations

import logging
import re
from collections import OrderedDict

from google.protobuf.message import DecodeError
from starlette.types import Scope
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from clas_data.serveur.visiteurs import Visiteur

MESSAGES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
FICHIER = re.compile(r"(?:/[\w/-]+)?/media/([0-9a-f]{32})(?:\.\w+)?")  # a whole address of a file
ADRESSE_MAX = 64_000  # bytes of an address: what the server accepts of one that a browser asks for
REFUSES_MAX = 20  # messages refused to a connection before it is closed: a browser sends none
SUIVIS_MAX = 50_000
JOURNAL = logging.getLogger("clas_data.serveur")


class Registre:
    """The last pairs remembered, oldest forgotten first."""

    def __init__(self) -> None:
        self._paires: OrderedDict[tuple[object, str], None] = OrderedDict()

    def ajouter(self, *paire: object) -> None:
        self._paires[paire] = None
        self._paires.move_to_end(paire)
        while len(self._paires) > SUIVIS_MAX:
            self._paires.popitem(last=False)

    def retirer(self, *paire: object) -> None:
        self._paires.pop(paire, None)

    def __contains__(self, paire: tuple[object, str]) -> bool:
        return paire in self._paires


remis = Registre()  # (entry, file): the files that the server placed for who came in
possedees = Registre()  # (identity, session of the framework): whose state each session holds
deposants = Registre()  # (acteur, session of the framework): those where files may be sent


def placer(envoye: bytes, pour: Visiteur) -> None:
    """Remember what this message of the server places for who reads it: a session, files."""
    message = ForwardMsg.FromString(envoye)
    if session := message.new_session.initialize.session_id:
        possedees.ajouter(pour.identite, session)
    for nom in fichiers(message):
        remis.ajouter(pour.entree, nom)


def sans_la_session_d_un_autre(scope: Scope, qui: Visiteur) -> Scope:
    """The handshake of a websocket, which may ask to take up a session: that of the same account in
    the same role, else a new one begins.
    """
    entetes = []
    for nom, valeur in scope["headers"]:
        if nom.lower() == b"sec-websocket-protocol":
            parts = valeur.decode("latin-1").split(",")
            if len(parts) > 2 and (qui.identite, parts[2].strip()) not in possedees:
                valeur = ",".join(parts[:2]).encode("latin-1")
        entetes.append((nom, valeur))
    return {**scope, "headers": entetes}


def fichiers(message: ForwardMsg) -> list[str]:
    """The files that a message places, ready or prepared on demand: read in the fields that the
    framework fills itself, since any other text of a message may be an address that somebody typed.
    """
    bouton = message.delta.new_element.download_button
    adresses = (
        bouton.url,
        message.page_config_changed.favicon,
        message.backend_operation_response.deferred_file.url,
    )
    noms = [m[1] for a in adresses if (m := FICHIER.fullmatch(a))]
    return [*noms, bouton.deferred_file_id] if bouton.deferred_file_id else noms


def peser(recu: bytes, entrant: Visiteur, tient: bool) -> bytes | None:
    """The message, if it may go on; None otherwise.

    The framework knows others (empty the shared cache, write files beside the application): they
    are not for a reader. Once the session is over, only a run of the whole frame passes, which will
    say so.
    """
    message = BackMsg()
    try:
        message.ParseFromString(recu)
    except DecodeError:
        return None
    genre = message.WhichOneof("type")
    if len(message.rerun_script.query_string) > ADRESSE_MAX:
        return None
    if genre == "rerun_script" and not tient:
        message.rerun_script.ClearField("fragment_id")
        message.rerun_script.ClearField("widget_states")
        return message.SerializeToString()
    if genre == "backend_operation_request" and tient:
        demande = message.backend_operation_request
        permis = (
            demande.HasField("deferred_file")
            and (entrant.entree, demande.deferred_file.file_id) in remis
        )
    else:
        permis = genre in MESSAGES and tient
    if not permis:
        JOURNAL.info("message refusé : %s", genre)
    return recu if permis else None
