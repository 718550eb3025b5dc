"""A request that is never asked whole is given up: its connection is closed, whatever it still
sends.
"""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from clas_data.serveur import limites
from tests.attente import ATTENTE_S
from tests.outils import attendre


async def _recu(*morceaux: bytes) -> bytes:
    """What a server under these limits answers to a connection, until it closes it."""
    config = Config(PlainTextResponse("ici"), lifespan="off", log_config=None)
    config.load()
    etat, boucle = ServerState(), asyncio.get_running_loop()
    serveur = await boucle.create_server(lambda: H11Protocol(config, etat, {}), "127.0.0.1", 0)
    lecteur, ecrivain = await asyncio.open_connection(*serveur.sockets[0].getsockname())
    for morceau in morceaux:
        ecrivain.write(morceau)
    try:
        return await asyncio.wait_for(lecteur.read(), ATTENTE_S)
    except ConnectionResetError:
        return b""
    finally:
        ecrivain.close()
        serveur.close()


def test_a_request_never_finished_is_closed_and_an_honest_one_answered(monkeypatch):
    limites.poser()
    monkeypatch.setattr(limites, "ENTETES_S", 0.2)
    assert attendre(_recu(b"GET / HTTP/1.1\r\nhost: ici\r\n")) == b""
    assert attendre(_recu()) == b""
    honnete = b"GET / HTTP/1.1\r\nhost: ici\r\nconnection: close\r\n\r\n"
    assert attendre(_recu(honnete)).endswith(b"ici")
