"""What nobody outside may use up: descriptors, connections that ask for nothing, the log.

The server of the framework (uvicorn with h11) has no time limit on an unfinished request and no
limit of connections; out of descriptors, Python's event loop writes thousands of tracebacks a
second. What is known of the insides of both is here.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import time
from collections import deque
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

DESCRIPTEURS = 8192  # asked for, where the system allows it; the unit file says the same
# Half for connections: the event loop accepts up to 2 048 at once before any can be refused, and
# the files, the pipes and the libraries of the process need theirs.
PART = 2
ENTETES_S = 15  # a request must have said what it asks for; nginx gives 60
LIGNES_MAX, LIGNES_S = 20, 60  # lines of one kind in the log, in so many seconds
BAVARDS = (
    "uvicorn.error",
    "asyncio",
    "clas_data.serveur",
    "streamlit.web.server.starlette.starlette_auth_routes",
    "streamlit.web.server.starlette.starlette_websocket",
)


def poser() -> None:
    """Set every limit, once, when the server starts."""
    H11Protocol.connexions_max = descripteurs() // PART
    if not hasattr(H11Protocol, "echeance"):
        H11Protocol.echeance = None
        _borner(H11Protocol)
    for nom in BAVARDS:
        journal = logging.getLogger(nom)
        if not any(isinstance(f, Retenue) for f in journal.filters):
            journal.addFilter(Retenue())


def descripteurs() -> int:
    """How many descriptors this process may open, after asking for enough of them."""
    souple, dure = resource.getrlimit(resource.RLIMIT_NOFILE)
    voulus = DESCRIPTEURS if dure == resource.RLIM_INFINITY else min(DESCRIPTEURS, dure)
    if souple != resource.RLIM_INFINITY and souple < voulus:
        resource.setrlimit(resource.RLIMIT_NOFILE, (voulus, dure))
        souple = voulus
    return DESCRIPTEURS if souple == resource.RLIM_INFINITY else souple


class Retenue(logging.Filter):
    """At most so many lines of one kind in a window; the next one says how many were kept back.

    The kind is the sentence before its values are put in: what a passer-by sends is in the values.
    """

    def __init__(self, horloge=time.monotonic):
        super().__init__()
        self._horloge = horloge
        self._ecrites: dict[tuple[str, int, str], deque[float]] = {}
        self._tues: dict[tuple[str, int, str], int] = {}

    def filter(self, ligne: logging.LogRecord) -> bool:
        genre = (ligne.pathname, ligne.lineno, str(ligne.msg)[:40])
        if len(self._ecrites) > 1000:
            self._ecrites.clear()
        ecrites = self._ecrites.setdefault(genre, deque())
        maintenant = self._horloge()
        while ecrites and ecrites[0] <= maintenant - LIGNES_S:
            ecrites.popleft()
        if len(ecrites) >= LIGNES_MAX:
            self._tues[genre] = self._tues.get(genre, 0) + 1
            return False
        ecrites.append(maintenant)
        tues = self._tues.pop(genre, 0)
        if tues:
            ligne.msg = f"{ligne.msg} (and {tues} such lines kept back)"
        return True


def _borner(protocole: type[Any]) -> None:
    """Bound the connections of this protocol, and the time a request may take to be asked."""
    faite, recues = protocole.connection_made, protocole.data_received
    perdue = protocole.connection_lost

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        faite(self, transport)
        if len(self.connections) > self.connexions_max:
            transport.abort()
        else:
            _attendre(self)

    def data_received(self: Any, donnees: bytes) -> None:
        recues(self, donnees)
        _attendre(self)

    def connection_lost(self: Any, erreur: Exception | None) -> None:
        _cesser(self)
        perdue(self, erreur)

    protocole.connection_made = connection_made
    protocole.data_received = data_received
    protocole.connection_lost = connection_lost


def _attendre(self: Any) -> None:
    """While nothing is being answered, a deadline runs, and bytes that arrive do not put it
    back.
    """
    if not _muette(self):
        _cesser(self)
    elif self.echeance is None:
        self.echeance = self.loop.call_later(ENTETES_S, _fermer, self)


def _cesser(self: Any) -> None:
    if self.echeance is not None:
        self.echeance.cancel()
        self.echeance = None


def _fermer(self: Any) -> None:
    self.echeance = None
    if _muette(self):
        self.transport.abort()


def _muette(self: Any) -> bool:
    """Is nothing asked of us here?  A websocket has taken the connection over where it is one."""
    if self.transport.is_closing() or self.transport.get_protocol() is not self:
        return False
    repondu = self.cycle is None or self.cycle.response_complete
    return repondu and self.conn.our_state is not h11.SWITCHED_PROTOCOL
