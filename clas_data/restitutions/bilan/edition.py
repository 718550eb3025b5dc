"""What people wrote in a bilan: kept per campagne, saved at each change, every earlier state within
reach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.restitutions import etats
from clas_data.restitutions.bilan import ecrits
from clas_data.restitutions.bilan.ecrits import Preconisation, Signataire, Suite

EVENEMENT = "bilan"  # of each change, in the journal
LONGUEUR_MAX = 6000


@dataclass(frozen=True)
class Texte:
    """A sentence as someone wrote it; empty: the sentence is left out. `vus`: what its figures said
    when it was last read.
    """

    texte: str
    vus: Mapping[str, str] = field(default_factory=dict)
    auteur: str = ""
    le: str = ""


@dataclass(frozen=True)
class Edition:
    """The choices and words of one bilan: date printed, comparison, parts in order, texts."""

    campagne: str
    date: str
    comparaison: str | None = None
    parties: tuple[str, ...] | None = None  # None: those of the outline
    textes: Mapping[str, Texte] = field(default_factory=dict)
    scenarios: tuple[str, ...] | None = None
    preconisations: tuple[Preconisation, ...] = ()
    suites: Mapping[str, Suite] = field(default_factory=dict)  # of those of the year before, by id
    portraits: tuple[str, ...] = ()  # actions, by their code
    paroles: tuple[str, ...] | None = None  # None: those that are proposed
    visa: tuple[Signataire, ...] | None = None  # None: as the year before, or the installation
    quoi: str = "création"
    auteur: str = ""
    le: str = ""

    def avec(
        self,
        cle: str,
        texte: str | None,
        vus: Mapping[str, str] = {},
        auteur: str = "",
        le: str = "",
    ) -> Edition:
        """The same edition with one text; None gives the text of the outline back."""
        textes = {k: t for k, t in self.textes.items() if k != cle}
        if texte is not None:
            if len(texte) > LONGUEUR_MAX:
                raise UsageError(
                    f"Le texte compte {len(texte)} caractères : au plus {LONGUEUR_MAX} par "
                    "phrase. Coupez-le en deux, ou raccourcissez-le."
                )
            textes[cle] = Texte(texte, dict(vus), auteur, le)
        return replace(self, textes=textes, quoi=cle, auteur=auteur, le=le)


def fichier(installation: Installation, campagne: str) -> Path:
    """Where the bilan of a declared campagne is kept."""
    return installation.bilans / f"{campagnes.exiger(installation, campagne).nom}.json"


def lire(installation: Installation, campagne: str) -> Edition | None:
    """The edition in force, None where nobody has begun."""
    etat = _gardes(installation, campagne).lire()
    return None if etat is None else _edition(etat)


def proposee(
    installation: Installation, campagne: str, comparaison: str | None, auteur: str = ""
) -> Edition:
    """The edition in force, or the one that a first change would begin, dated today; reading keeps
    nothing.
    """
    return lire(installation, campagne) or Edition(
        campagne, date.today().isoformat(), comparaison, auteur=auteur
    )


def ouvrir(
    installation: Installation, campagne: str, comparaison: str | None, auteur: str = ""
) -> Edition:
    """The edition in force; the first change or the first document begins it, and fixes its
    date.
    """
    return lire(installation, campagne) or enregistrer(
        installation,
        replace(proposee(installation, campagne, comparaison, auteur), le=etats.maintenant()),
    )


def enregistrer(installation: Installation, e: Edition) -> Edition:
    """Keep this state after the current one; states that had been undone are dropped. Identical
    states are kept once.
    """
    return _modifier(installation, e.campagne, lambda _: e)


def changer(
    installation: Installation,
    campagne: str,
    cle: str,
    texte: str | None,
    vus: Mapping[str, str],
    auteur: str,
) -> Edition:
    """Change one text over the edition in force: two people who write two sentences keep both."""
    return _modifier(
        installation,
        campagne,
        lambda actuelle: _commencee(actuelle, campagne).avec(
            cle, texte, vus, auteur, etats.maintenant()
        ),
    )


def regler(installation: Installation, campagne: str, auteur: str, **reglages: Any) -> Edition:
    """Change anything but the sentences over the edition in force: date, comparison, parts,
    scenarios, what people conclude.
    """
    return _modifier(
        installation,
        campagne,
        lambda actuelle: replace(
            _commencee(actuelle, campagne),
            **reglages,
            quoi=", ".join(reglages),
            auteur=auteur,
            le=etats.maintenant(),
        ),
    )


def _commencee(e: Edition | None, campagne: str) -> Edition:
    if e is None:
        raise UsageError(f"Le bilan {campagne} n'est pas commencé : ouvrez-le d'abord.")
    return e


def _modifier(
    installation: Installation, campagne: str, faire: Callable[[Edition | None], Edition]
) -> Edition:
    """Read, change and write under one lock."""

    def suite(actuelle: etats.Etat | None) -> etats.Etat:
        return asdict(faire(None if actuelle is None else _edition(actuelle)))

    return _edition(_gardes(installation, campagne).modifier(suite, _contenu))


def deplacer(installation: Installation, campagne: str, pas: int, auteur: str) -> Edition | None:
    """Undo (-1) or redo (+1): the edition now in force, None where there is nothing further."""
    etat = _gardes(installation, campagne).deplacer(pas, auteur)
    return None if etat is None else _edition(etat)


def possibles(installation: Installation, campagne: str) -> tuple[int, int]:
    """How many states can be undone, and redone."""
    return _gardes(installation, campagne).possibles()


def _gardes(installation: Installation, campagne: str) -> etats.Etats:
    return etats.Etats(installation, fichier(installation, campagne), EVENEMENT, campagne)


def _edition(brut: dict[str, Any]) -> Edition:
    textes = {k: Texte(**t) for k, t in brut["textes"].items()}
    listes = {c: None if brut[c] is None else tuple(brut[c]) for c in ("parties", "scenarios")}
    return Edition(**{**brut, **listes, **ecrits.lire(brut), "textes": textes})


def _contenu(etat: dict[str, Any]) -> dict[str, Any]:
    """What counts of a state: neither who wrote it nor when, for the whole and for each text."""
    textes = {cle: (t["texte"], t["vus"]) for cle, t in etat["textes"].items()}
    return etats.poids(etat) | {"textes": textes}
