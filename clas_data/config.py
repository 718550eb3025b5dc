"""Where an installation keeps what it receives and builds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PAQUET = Path(__file__).resolve().parent
DEPOT = PAQUET.parent
REFERENTIELS = DEPOT / "data" / "referentiels"
VARIABLE_RACINE = "CLAS_RACINE"


@dataclass(frozen=True)
class Installation:
    """One folder that holds everything an installation received (to back up) and built
    (disposable).
    """

    racine: Path

    @property
    def imports(self) -> Path:
        """Originals as received, named by their sha256, beside `journal.jsonl`."""
        return self.racine / "imports"

    @property
    def journal(self) -> Path:
        return self.imports / "journal.jsonl"

    @property
    def corrections(self) -> Path:
        return self.racine / "corrections.csv"

    @property
    def suites(self) -> Path:
        """Who continues whom, as someone confirmed or refused it: rows only ever added."""
        return self.racine / "suites.csv"

    @property
    def correspondances(self) -> Path:
        """Optional: the layouts that this installation was shown, one file each."""
        return self.racine / "correspondances"

    @property
    def ebauches(self) -> Path:
        """Files that someone began to show and did not finish, for them alone; never saved."""
        return self.racine / ".ebauches"

    @property
    def campagnes(self) -> Path:
        """Optional: what this installation changes in the campagnes shipped with the product."""
        return self.racine / "campagnes.yaml"

    @property
    def referentiels(self) -> Path:
        """Optional: référentiels that this installation adds or replaces, file by file."""
        return self.racine / "referentiels_locaux"

    @property
    def baremes(self) -> Path:
        """Optional: dated values that this installation adds, each with its reference."""
        return self.racine / "baremes_locaux"

    @property
    def scenarios(self) -> Path:
        return self.racine / "scenarios"

    @property
    def bilans(self) -> Path:
        """What the committee wrote in each yearly bilan, one file per campagne."""
        return self.racine / "bilans"

    @property
    def seances(self) -> Path:
        """What the commission decided in its sittings, one file per campagne."""
        return self.racine / "seances"

    @property
    def dossiers(self) -> Path:
        """Figures pinned with a sentence, under a name: one file per dossier."""
        return self.racine / "dossiers"

    @property
    def comptes(self) -> Path:
        """Accounts, open sessions, the key that signs them, the journal of accesses: for the owner
        of the process only.
        """
        return self.racine / "comptes"

    @property
    def identification(self) -> Path:
        """Optional: the identity provider of this installation, its address, how long a session
        lasts.
        """
        return self.racine / "identification.yaml"

    @property
    def secret(self) -> Path:
        """Optional: the threshold of statistical secrecy that this installation chose."""
        return self.racine / "secret.yaml"

    @property
    def accessibilite(self) -> Path:
        """Optional: who answers for the accessibility of this site, how to write to them, the
        audit.
        """
        return self.racine / "accessibilite.yaml"

    @property
    def documents(self) -> Path:
        """Optional: who sends the documents, who signs them, the licence of what is published."""
        return self.racine / "documents.yaml"

    @property
    def destinataires(self) -> Path:
        """Optional: the civilité and the postal address of the porteurs, for the letters."""
        return self.racine / "destinataires.csv"

    @property
    def logo(self) -> Path:
        """Optional: what the cover of the documents bears."""
        return self.racine / "logo.png"

    @property
    def base(self) -> Path:
        """Build products: `<empreinte>.duckdb`, the pointer `CURRENT`, and the files read once."""
        return self.racine / "base"

    @property
    def verrou(self) -> Path:
        return self.racine / ".verrou"


def installation(racine: str | Path | None = None) -> Installation:
    """The installation asked for, else the one named by CLAS_RACINE, else `data/` of this
    checkout.
    """
    choisie = racine or os.environ.get(VARIABLE_RACINE) or DEPOT / "data"
    return _resolue(choisie) if os.path.isabs(choisie) else _resolue.__wrapped__(choisie)


@lru_cache(maxsize=64)
def _resolue(choisie: str | Path) -> Installation:
    return Installation(Path(choisie).expanduser().resolve())
