"""Wrong passwords are counted, per account and per address; too many, and one waits, knowing how
long.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque

from clas_data.acces.reglages import Reglages
from clas_data.errors import ClasError
from clas_data.formats import pluriel

MINUTE_S = 60
SUIVIS_MAX = 10_000  # accounts and addresses remembered: an attacker cannot fill the memory


class TropDEssais(ClasError):
    """Too many wrong passwords; `attente_s` says how long to wait."""

    def __init__(self, quoi: str, attente_s: float):
        self.attente_s = attente_s
        super().__init__(
            f"Trop d'essais {quoi}. Attendez "
            f"{pluriel(max(1, math.ceil(attente_s / MINUTE_S)), 'minute')}, puis recommencez."
        )


class Essais:
    """The failures of the last minutes, in memory: a restart forgets them, an attacker cannot cause
    one.
    """

    def __init__(self, horloge=time.monotonic):
        self._horloge = horloge
        self._echecs: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._verrou = threading.Lock()

    def compter(self, reglages: Reglages, identifiant: str, adresse: str) -> None:
        """Before a password is looked at: count the try as wrong, or refuse it. Two tries at once
        cannot pass for one.
        """
        fenetre = reglages.essais_fenetre_min * MINUTE_S
        limites = (
            ("compte", identifiant, reglages.essais_compte, "pour ce compte"),
            ("adresse", adresse, reglages.essais_adresse, "depuis votre poste"),
        )
        with self._verrou:
            for genre, qui, limite, quoi in limites:
                recents = self._recents((genre, qui), fenetre)
                if len(recents) >= limite:
                    raise TropDEssais(quoi, recents[-limite] + fenetre - self._horloge())
            for genre, qui, *_ in limites:
                self._recents((genre, qui), fenetre).append(self._horloge())

    def reussi(self, identifiant: str, adresse: str) -> None:
        """The password was right: the account starts afresh, the address gets this try back."""
        with self._verrou:
            self._echecs.pop(("compte", identifiant), None)
            if self._echecs.get(("adresse", adresse)):
                self._echecs["adresse", adresse].pop()

    def _recents(self, cle: tuple[str, str], fenetre: float) -> deque[float]:
        recents = self._echecs.setdefault(cle, deque())
        self._echecs.move_to_end(cle)
        while recents and recents[0] <= self._horloge() - fenetre:
            recents.popleft()
        while len(self._echecs) > SUIVIS_MAX:
            self._echecs.popitem(last=False)
        return recents
