"""What must be ready of a base before its first reader: said by rooms above this floor, made here
before the pointer moves.
"""

from __future__ import annotations

from typing import Protocol

from clas_data.config import Installation


class Prealable(Protocol):
    def __call__(self, installation: Installation, empreinte: str, attendre: bool) -> None:
        """Make it for the base of this empreinte; `attendre`: come back once it is made."""


_exiges: list[Prealable] = []


def exiger(prealable: Prealable) -> None:
    """From now on, and in this process, no base is put in force without it."""
    if prealable not in _exiges:
        _exiges.append(prealable)


def renoncer(prealable: Prealable) -> None:
    """No longer: for who makes it by other means."""
    if prealable in _exiges:
        _exiges.remove(prealable)


def commencer(installation: Installation, empreinte: str) -> None:
    """This base may be put in force soon: what it needs is begun beside."""
    for prealable in _exiges:
        prealable(installation, empreinte, attendre=False)


def accomplir(installation: Installation, empreinte: str) -> None:
    """This base is about to be put in force: what it needs is made."""
    for prealable in _exiges:
        prealable(installation, empreinte, attendre=True)
