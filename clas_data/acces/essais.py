"""Wrong passwords are counted, per account and per address; too many, and one waits, knowing how
long.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque

from clas_data.acces.identifiants import poste
from clas_data.acces.reglages import Reglages
from clas_data.errors import ClasError
from clas_data.formats import pluriel

MINUTE_S = 60
SUIVIS_MAX = 10_000  # accounts and addresses remembered: an attacker cannot fill the memory


class TropDEssais(ClasError):
    """Too many wrong passwords; `attente_s` says how long to wait, `premier` that it was not yet
    said since the tries were counted: the journal holds it once.
    """

    def __init__(self, quoi: str, attente_s: float, premier: bool = True):
        self.attente_s, self.premier = attente_s, premier
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
        self._dits: dict[tuple[str, str], float] = {}  # the last try when it was said
        self._verrou = threading.Lock()

    def compter(self, reglages: Reglages, identifiant: str, adresse: str) -> None:
        """Before a password is looked at: count the try as wrong, or refuse it. Two tries at once
        cannot pass for one. No `identifiant`: what was typed is the name of no account.
        """
        fenetre = reglages.essais_fenetre_min * MINUTE_S
        limites = (
            ("compte", identifiant, reglages.essais_compte, "pour ce compte"),
            ("adresse", poste(adresse), reglages.essais_adresse, "depuis votre poste"),
        )[0 if identifiant else 1 :]
        with self._verrou:
            for genre, qui, limite, quoi in limites:
                recents = self._recents((genre, qui), fenetre)
                if len(recents) >= limite:
                    premier = self._dits.get((genre, qui)) != recents[-1]
                    self._dits[genre, qui] = recents[-1]
                    attente = recents[-limite] + fenetre - self._horloge()
                    raise TropDEssais(quoi, attente, premier)
            for genre, qui, *_ in limites:
                self._recents((genre, qui), fenetre).append(self._horloge())

    def reussi(self, identifiant: str, adresse: str) -> None:
        """The password was right: the account starts afresh, the address gets this try back."""
        with self._verrou:
            self._echecs.pop(("compte", identifiant), None)
            if self._echecs.get(("adresse", poste(adresse))):
                self._echecs["adresse", poste(adresse)].pop()

    def _recents(self, cle: tuple[str, str], fenetre: float) -> deque[float]:
        recents = self._echecs.setdefault(cle, deque())
        self._echecs.move_to_end(cle)
        while recents and recents[0] <= self._horloge() - fenetre:
            recents.popleft()
        while len(self._echecs) > SUIVIS_MAX:
            self._dits.pop(self._echecs.popitem(last=False)[0], None)
        return recents
