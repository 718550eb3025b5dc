"""What a sitting of the commission decides, request by request: kept by the installation, undone,
redone; the files received are not changed by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes, schemas
from clas_data.restitutions.etats import Etat, Etats, maintenant

EVENEMENT = "seance"  # of each change, in the journal
REMARQUE_MAX = 1_000
ENVELOPPE = "enveloppe"


@dataclass(frozen=True)
class Prise:
    """The decision on one request: which, how much (cents; None where it grants nothing), why."""

    decision: str
    montant_c: int | None
    remarque: str = ""
    auteur: str = ""
    le: str = ""


@dataclass(frozen=True)
class Seance:
    """The decisions of one campagne, and the envelope (cents) that they draw on."""

    campagne: str
    enveloppe_c: int | None = None
    prises: Mapping[str, Prise] = field(default_factory=dict)


@dataclass(frozen=True)
class Compte:
    """Where the envelope stands, in cents: what the sitting grants, what stays of the decisions
    already in the base, what remains.
    """

    enveloppe_c: int
    en_seance_c: int
    dans_la_base_c: int

    @property
    def engage_c(self) -> int:
        return self.en_seance_c + self.dans_la_base_c

    @property
    def reste_c(self) -> int:
        return self.enveloppe_c - self.engage_c


def decisions() -> tuple[str, ...]:
    """The decisions that a commission may take: those of the file of agréments."""
    return schemas.load()["agrements"].colonnes["decision"].choix


def accordee() -> str:
    """The one that grants an amount."""
    return decisions()[0]


def lire(installation: Installation, campagne: str) -> Seance:
    """What is noted so far; an empty sitting where nothing is."""
    gardes = _gardes(installation, campagne)
    etat = gardes.lire()
    return Seance(campagne) if etat is None else _seance(etat, gardes)


def decider(
    installation: Installation,
    acteur: Acteur,
    campagne: str,
    code: str,
    prise: Prise | None,
) -> Seance:
    """Note the decision on one request; None takes it back. Two people who decide two requests
    keep both.
    """
    acteur.exige("tenir_seance")
    if prise is not None:
        prise = replace(_verifier(prise, code), auteur=acteur.nom, le=maintenant())

    def faire(s: Seance) -> Seance:
        autres = {c: p for c, p in s.prises.items() if c != code}
        return replace(s, prises=autres | ({code: prise} if prise else {}))

    return _changer(installation, acteur, campagne, code, faire)


def doter(installation: Installation, acteur: Acteur, campagne: str, enveloppe_c: int) -> Seance:
    """Set the envelope of the sitting."""
    acteur.exige("tenir_seance")
    return _changer(
        installation, acteur, campagne, ENVELOPPE, lambda s: replace(s, enveloppe_c=enveloppe_c)
    )


def deplacer(installation: Installation, acteur: Acteur, campagne: str, pas: int) -> bool:
    """Undo (-1) or redo (+1) the last change; False where there is nothing further."""
    acteur.exige("tenir_seance")
    return _gardes(installation, campagne).deplacer(pas, acteur.nom) is not None


def possibles(installation: Installation, campagne: str) -> tuple[int, int]:
    """How many changes can be undone, and redone."""
    return _gardes(installation, campagne).possibles()


def compter(s: Seance, agreees_c: Mapping[str, int], enveloppe_c: int) -> Compte:
    """Where the envelope stands; `agreees_c`: what the decisions of the base cost, by request. One
    that the sitting decides counts as the sitting says.
    """
    return Compte(
        s.enveloppe_c if s.enveloppe_c is not None else enveloppe_c,
        sum(p.montant_c or 0 for p in s.prises.values()),
        sum(c for code, c in agreees_c.items() if code not in s.prises),
    )


def _verifier(p: Prise, code: str) -> Prise:
    if p.decision not in decisions():
        raise UsageError(
            f"{code} : « {p.decision} » n'est pas une décision. Choisissez parmi : "
            f"{', '.join(decisions())}."
        )
    if len(p.remarque) > REMARQUE_MAX:
        raise UsageError(
            f"{code} : la remarque compte {len(p.remarque)} caractères, {REMARQUE_MAX} au plus. "
            "Raccourcissez-la ; rien n'est noté."
        )
    if p.decision != accordee():
        return replace(p, montant_c=None)
    if p.montant_c is None or p.montant_c < 0:
        raise UsageError(f"{code} : une demande agréée a un montant. Écrivez-le ; rien n'est noté.")
    return p


def _changer(
    installation: Installation, acteur: Acteur, campagne: str, quoi: str, faire: Any
) -> Seance:
    gardes = _gardes(installation, campagne)

    def ecrit(s: Seance) -> Etat:
        return {**asdict(s), "quoi": quoi, "auteur": acteur.nom, "le": maintenant()}

    def suite(actuel: Etat) -> Etat:
        return ecrit(faire(_seance(actuel, gardes)))

    return _seance(gardes.modifier(suite, _compte, ecrit(Seance(campagne))), gardes)


def _compte(etat: Etat) -> Any:
    """What counts of a state: neither who wrote a decision nor when."""
    prises = {c: (p["decision"], p["montant_c"], p["remarque"]) for c, p in etat["prises"].items()}
    return etat["enveloppe_c"], prises


def _seance(etat: Etat, gardes: Etats) -> Seance:
    try:
        prises = {c: Prise(**p) for c, p in etat["prises"].items()}
        return Seance(etat["campagne"], etat["enveloppe_c"], prises)
    except (KeyError, TypeError, AttributeError) as e:
        raise gardes.abime() from e


def _gardes(installation: Installation, campagne: str) -> Etats:
    nom = campagnes.exiger(installation, campagne).nom
    return Etats(installation, installation.seances / f"{nom}.json", EVENEMENT, nom)
