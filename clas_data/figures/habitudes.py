"""What the figures of one place read together: learnt from its first reader, read at once for the
next.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from threading import Lock


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
