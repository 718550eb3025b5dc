"""What a picture across the years says of its campagnes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Annees:
    """What a picture says of its campagnes: the one that is read, those that too few answered,
    those that are not closed; `estimees`: if all had answered, the value, its ends, its words.
    """

    choisie: str
    fragiles: tuple[bool, ...]
    provisoires: tuple[bool, ...]
    estimees: tuple[tuple[float, float, float, str] | None, ...] = ()
