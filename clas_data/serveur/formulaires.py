"""Forms sent by whoever: read within a size and a time, in the one form that our pages send."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from clas_data.errors import ClasError

OCTETS_MAX = 20_000
CHAMPS_MAX = 10
ATTENTE_S = 10  # for the whole form: who sends it a byte at a time does not start afresh
ENSEMBLE_MAX = 64  # forms being received at once
GENRE = "application/x-www-form-urlencoded"


class FormulaireRefuse(ClasError):
    """A form that is not read; `statut` says why in HTTP."""

    def __init__(self, statut: int, message: str):
        self.statut = statut
        super().__init__(message)


class Lecteur:
    """The forms being received: few at once, so that unfinished ones cannot hold the server."""

    def __init__(self, ensemble: int = ENSEMBLE_MAX, attente_s: float = ATTENTE_S):
        self._ensemble, self._attente_s, self._en_cours = ensemble, attente_s, 0

    async def lire(self, request: Request) -> dict[str, str]:
        """The fields of a form, the last value of each."""
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != GENRE:
            raise FormulaireRefuse(415, "Ce formulaire n'est pas celui de cette page. Rouvrez-la.")
        if self._en_cours >= self._ensemble:
            raise FormulaireRefuse(
                503, "Trop de demandes arrivent à la fois. Recommencez dans quelques secondes."
            )
        self._en_cours += 1
        try:
            corps = await asyncio.wait_for(_corps(request), self._attente_s)
        except TimeoutError:
            raise FormulaireRefuse(
                408, "Ce formulaire a mis trop longtemps à arriver. Recommencez."
            ) from None
        except ClientDisconnect:
            raise FormulaireRefuse(400, "Ce formulaire n'est pas arrivé en entier.") from None
        finally:
            self._en_cours -= 1
        return _champs(corps)


async def _corps(request: Request) -> bytes:
    corps = b""
    async for morceau in request.stream():
        corps += morceau
        if len(corps) > OCTETS_MAX:
            raise FormulaireRefuse(413, "Ce formulaire est trop long pour être lu. Recommencez.")
    return corps


def _champs(corps: bytes) -> dict[str, str]:
    try:
        lus = parse_qsl(
            corps.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=CHAMPS_MAX,
        )
    except ValueError:
        raise FormulaireRefuse(
            400, "Ce formulaire ne se lit pas : ce n'est pas celui de cette page. Rouvrez-la."
        ) from None
    return dict(lus)
