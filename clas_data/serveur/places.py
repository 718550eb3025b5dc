"""How much one person may hold of the server: open tabs, files sent and not yet deposited.

Each tab costs the process about four descriptors, and the framework keeps in memory every file that
a session sent, until it ends.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.responses import HTMLResponse, Response
from starlette.types import Scope
from streamlit.runtime import get_instance

from clas_data.serveur.visiteurs import Visiteur

ONGLETS_COMPTE = 20
ONGLETS = 400
DESCRIPTEURS_ONGLET, DESCRIPTEURS_AUTRES = 4, 500
MEGA = 1_000_000
DEPOT_SESSION, DEPOT = 200 * MEGA, 500 * MEGA
DEPOT_INCONNU = 50 * MEGA  # what is counted for a file that does not say its size

_onglets: Counter[str] = Counter()
_arrivants: Counter[str] = Counter()  # bytes on their way, by session of the framework

COMPLET = (
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Trop d\'onglets · Clas'
    "</title></head>"
    '<body style="font:18px/1.5 sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem">'
    "<h1>{}</h1><p>{}</p></body></html>"
)


def place(qui: Visiteur) -> str | None:
    """None where this person may open one more tab, else why not, in a sentence."""
    if _onglets.total() >= onglets():
        return (
            "Le tableau de bord a trop d'onglets ouverts, tous lecteurs ensemble. Fermez ceux des "
            "vôtres qui ne servent plus, puis rechargez cette page dans quelques minutes."
        )
    if _onglets[_cle(qui)] >= part(qui):
        return (
            f"Vous avez déjà {part(qui)} onglets du tableau de bord ouverts avec ce compte. Fermez-"
            "en un, puis rechargez cette page."
        )
    return None


def onglets() -> int:
    """How many tabs this process can hold, all readers together."""
    descripteurs = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if descripteurs == resource.RLIM_INFINITY:
        return ONGLETS
    return min(ONGLETS, max(1, (descripteurs - DESCRIPTEURS_AUTRES) // DESCRIPTEURS_ONGLET))


def part(qui: Visiteur) -> int:
    """How many of them one account may hold; the demonstration, all its readers together."""
    return ONGLETS_COMPTE if qui.compte else onglets() // 2


@contextmanager
def occuper(qui: Visiteur) -> Iterator[None]:
    """One tab, as long as its websocket is open."""
    cle = _cle(qui)
    _onglets[cle] += 1
    try:
        yield
    finally:
        _onglets[cle] -= 1
        if not _onglets[cle]:
            del _onglets[cle]


def complet(raison: str) -> Response:
    """The page of who finds no place."""
    return HTMLResponse(
        COMPLET.format("Trop d'onglets ouverts", raison),
        status_code=503,
        headers={"cache-control": "no-store", "retry-after": "60"},
    )


def taille(scope: Scope) -> int:
    """How many bytes a request announces."""
    annonce = dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")
    return int(annonce) if annonce.isdecimal() else DEPOT_INCONNU


def recevable(session: str, octets: int) -> bool:
    """Is there room for one more file of this size in the memory of this session, and of all?"""
    gardes = get_instance().uploaded_file_mgr.file_storage
    recus = {s: sum(len(f.data) for f in list(fs.values())) for s, fs in list(gardes.items())}
    return (
        recus.get(session, 0) + _arrivants[session] + octets <= DEPOT_SESSION
        and sum(recus.values()) + _arrivants.total() + octets <= DEPOT
    )


@contextmanager
def recevoir(session: str, octets: int) -> Iterator[None]:
    """A file on its way, counted until the framework holds it."""
    _arrivants[session] += octets
    try:
        yield
    finally:
        _arrivants[session] -= octets
        if not _arrivants[session]:
            del _arrivants[session]


def _cle(qui: Visiteur) -> str:
    return qui.compte.identifiant if qui.compte else ""
