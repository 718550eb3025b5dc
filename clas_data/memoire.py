"""What was made once is kept for those who ask the same again: bounded, shared by all threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any


class Memoire:
    """Values under their whole key; the one that nobody asked for longest goes first.

    What is kept must never change, and its key must hold all that it was made of: an empreinte, a
    perimetre, a selection.
    """

    def __init__(self, maximum: int):
        self.maximum = maximum
        self._gardees: OrderedDict[Hashable, Any] = OrderedDict()
        self._verrou = Lock()

    def lire(self, cle: Hashable, faire: Callable[[], Any]) -> Any:
        """The value kept under this key, else the one just made; a failure is never kept."""
        with self._verrou:
            if cle in self._gardees:
                self._gardees.move_to_end(cle)
                return self._gardees[cle]
        valeur = faire()
        with self._verrou:
            self._gardees[cle] = valeur
            while len(self._gardees) > self.maximum:
                self._gardees.popitem(last=False)
        return valeur

    def de(self, objets: tuple, quoi: Hashable, faire: Callable[[], Any]) -> Any:
        """What is made of these very objects, which never change: they are kept with it, so that no
        other object takes their identity.
        """
        cle = (tuple(map(id, objets)), quoi)
        return self.lire(cle, lambda: (objets, faire()))[1]

    def oublier(self) -> None:
        """Keep nothing more: for measures and tests."""
        with self._verrou:
            self._gardees.clear()

    def __contains__(self, cle: Hashable) -> bool:
        return cle in self._gardees

    def __len__(self) -> int:
        return len(self._gardees)


class Habitude:
    """The figures that one place reads, kind of reading by kind of reading; shared by threads.

    It holds names only, no value: who reads next reads within its own perimetre.
    """

    def __init__(self) -> None:
        self._lues: dict[Hashable, dict[str, None]] = {}
        self._verrou = Lock()

    def avec(self, lecture: Hashable, ids: Iterable[str] = ()) -> list[str]:
        """These figures first, then those that this place was seen to read in the same way."""
        with self._verrou:
            lues, voulues = self._lues.setdefault(lecture, {}), dict.fromkeys(ids)
            toutes = [*voulues, *(i for i in lues if i not in voulues)]
            lues.update(voulues)
        return toutes
