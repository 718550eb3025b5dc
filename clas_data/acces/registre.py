"""The register of accounts: one private file, read and written whole under its lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from clas_data.acces import coffre, journal
from clas_data.acces.acteurs import Acteur
from clas_data.config import Installation
from clas_data.fichiers import ensemble
from clas_data.fichiers.restauration import exiger_finie


@dataclass(frozen=True)
class Compte:
    """One account. `fournisseur`: identified by the identity provider; `demonstration`: made by a
    profile open to all, and gone with it.
    """

    identifiant: str
    nom: str
    role: str
    siret: str = ""
    mot_de_passe: str = ""
    cree_le: str = ""
    cree_par: str = ""
    revoque_le: str = ""
    derniere_connexion: str = ""
    invitation: str = ""  # what is kept of the token of a link that was not used yet
    invitation_expire: float = 0
    epoque: str = ""  # drawn anew when open sessions must end; no clock to be set back
    fournisseur: bool = False
    emetteur: str = ""  # the provider (`iss`) and whom it named (`sub`) at the first entry
    sujet: str = ""
    demonstration: bool = False

    @property
    def actif(self) -> bool:
        return not self.revoque_le

    @property
    def marque(self) -> str:
        """What an open session must still find: the same rights, and no end said since."""
        return f"{self.epoque} {self.role} {self.siret}"

    @property
    def etat(self) -> str:
        """In words, for the screen and the command line."""
        if not self.actif:
            return "révoqué"
        if self.invitation:
            return "invité" if self.invitation_expire > time.time() else "invitation expirée"
        return "actif" if self.mot_de_passe or self.fournisseur else "sans mot de passe"

    def acteur(self) -> Acteur:
        return Acteur(
            nom=f"{self.nom} ({self.identifiant})",
            role=self.role,
            siret=self.siret or None,
            demonstration=self.demonstration,
        )


def lire(installation: Installation) -> dict[str, Compte]:
    """All the accounts by their name, in the order of their creation."""
    exiger_finie(installation)
    return {c.identifiant: c for c in coffre.lire_tous(fichier(installation), Compte)}


class changement:
    """The accounts under the lock, written back whole when nothing went wrong, together with the
    lines of the journal that `dire` adds.
    """

    def __init__(self, installation: Installation, dire: Callable[[], list[journal.Acces]] = list):
        self._installation, self._verrou = installation, coffre.verrou(installation)
        self._dire = dire

    def __enter__(self) -> dict[str, Compte]:
        self._verrou.acquire()
        try:
            ensemble.terminer(self._installation, self._installation.comptes)
            self._comptes = lire(self._installation)
        except BaseException:
            self._verrou.release()
            raise
        return self._comptes

    def __exit__(self, erreur: type | None, *_: object) -> None:
        try:
            if erreur is None:
                contenu = [asdict(c) for c in self._comptes.values()]
                dites, registre = self._dire(), fichier(self._installation)
                if dites:
                    journal.ecrire(self._installation, dites, {registre: coffre.en_json(contenu)})
                else:
                    coffre.ecrire(registre, coffre.en_json(contenu))
        finally:
            self._verrou.release()


def fichier(installation: Installation) -> Path:
    return installation.comptes / "comptes.json"
