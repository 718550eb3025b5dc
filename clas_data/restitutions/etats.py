"""A file of an installation that keeps every state of what people write together: changed under one
lock with its line of the journal, undone, redone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import ensemble, journal
from clas_data.fichiers.disque import verrou

VERSION = 1
DEPLACE = ("annuler", "retablir")
ETATS_GARDES = 200
SANS_POIDS = ("quoi", "auteur", "le")  # of a state: who wrote it and when change nothing of it
Etat = dict[str, Any]


def maintenant() -> str:
    return datetime.now().isoformat(timespec="seconds")


def poids(etat: Mapping[str, Any]) -> Etat:
    """What counts of a state."""
    return {c: v for c, v in etat.items() if c not in SANS_POIDS}


@dataclass(frozen=True)
class Etats:
    """The states kept in one file; `evenement` names its lines in the journal."""

    installation: Installation
    chemin: Path
    evenement: str
    campagne: str = ""

    def lire(self) -> Etat | None:
        """The state in force, None where nobody has begun."""
        etats, rang = self._lus()
        return etats[rang] if etats else None

    def possibles(self) -> tuple[int, int]:
        """How many states can be undone, and redone."""
        etats, rang = self._lus()
        return (rang, len(etats) - 1 - rang) if etats else (0, 0)

    def modifier(
        self,
        faire: Callable[[Etat | None], Etat],
        compte: Callable[[Etat], Any] = poids,
        depart: Etat | None = None,
    ) -> Etat:
        """Read, change and write under one lock: the state now in force. One that says the same
        (by `compte`) is not kept again; those that had been undone are dropped. `depart`: what the
        first change can be undone to.
        """
        with verrou(self.installation):
            ensemble.terminer(self.installation, self.chemin.parent)
            etats, rang = self._lus()
            if not etats and depart is not None:
                etats, rang = [depart], 0
            nouveau = json.loads(json.dumps(faire(etats[rang] if etats else None)))
            if etats and compte(etats[rang]) == compte(nouveau):
                return etats[rang]
            etats = [*etats[: rang + 1], nouveau][-ETATS_GARDES:]
            self._ecrire(etats, len(etats) - 1, nouveau["quoi"], nouveau["auteur"])
        return nouveau

    def deplacer(self, pas: int, auteur: str) -> Etat | None:
        """Undo (-1) or redo (+1): the state now in force, None where there is nothing further."""
        with verrou(self.installation):
            ensemble.terminer(self.installation, self.chemin.parent)
            etats, rang = self._lus()
            if not 0 <= rang + pas < len(etats):
                return None
            self._ecrire(etats, rang + pas, DEPLACE[pas > 0], auteur)
        return etats[rang + pas]

    def _lus(self) -> tuple[list[Etat], int]:
        contenu = declarations.read_bytes(self.chemin)
        if contenu is None:
            return [], -1
        try:
            brut = json.loads(declarations.text(contenu, self.chemin.name))
            etats, rang = brut["etats"], brut["rang"]
            if brut["version"] != VERSION or not 0 <= rang < len(etats):
                raise ValueError(brut["version"])
        except (ValueError, KeyError, TypeError) as e:
            raise self.abime() from e
        return etats, rang

    def abime(self) -> UsageError:
        """What to do of a file that does not hold what it should."""
        return UsageError(
            f"{self.chemin.name} ne se lit pas (fichier abîmé ou d'une autre version). "
            "Restaurez-le d'une sauvegarde, ou déplacez-le pour recommencer."
        )

    def _ecrire(self, etats: list[Etat], rang: int, quoi: str, auteur: str) -> None:
        """Keep these states, and the line of the journal that tells the change; the caller holds
        the lock.
        """
        brut = {"version": VERSION, "rang": rang, "etats": etats}
        avec = {self.chemin: json.dumps(brut, ensure_ascii=False, indent=1).encode("utf-8")}
        details = {"quoi": quoi, "etat": rang + 1}
        journal.ajouter(
            self.installation, self.evenement, auteur, avec, campagne=self.campagne, details=details
        )
