"""Which packages are here: a fold over the journal, whose events add them, remove them, or undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import journal
from clas_data.fichiers.journal import Evenement

DEPOT, RETRAIT, ANNULATION = "partage", "partage_retrait", "partage_annulation"
TYPES = {
    DEPOT: "Paquets déposés",
    RETRAIT: "Paquet retiré",
    ANNULATION: "Paquets, geste annulé",
}


@dataclass(frozen=True)
class Garde:
    """One package that is here: whose, of which campagne, in which received file, what it may not
    tell (`tus`: indicators masked, absent, or of another definition).
    """

    campagne: str
    departement: str
    nom: str
    publie: str
    sha256: str
    fichier: str
    empreinte: str
    version: str
    licence: str
    nomme: bool
    fictif: bool
    tus: tuple[str, ...] = ()
    date: str = ""
    evenement: str = ""

    @property
    def cle(self) -> tuple[str, str]:
        return self.campagne, self.departement

    @property
    def qui(self) -> str:
        return f"{self.nom} ({self.departement})"


def lire(installation: Installation) -> list[Garde]:
    """The packages that stand, in the order of their arrival."""
    return plier(journal.lire(installation))


def plier(evenements: Iterable[Evenement]) -> list[Garde]:
    """What stands after these events. A package put in the place of another, or back after it was
    removed, keeps its rank: an arrival is that of a département, not of a file.
    """
    siens = [e for e in evenements if e.type in TYPES]
    annules = {e.cible for e in siens if e.type == ANNULATION}
    ici: dict[tuple[str, str], Garde | None] = {}
    for e in siens:
        if e.id in annules or e.type == ANNULATION:
            continue
        for garde in _dits(e):
            ici[garde.cle] = garde if e.type == DEPOT else None
    return [g for g in ici.values() if g]


@dataclass(frozen=True)
class Etape:
    """Who may not be named, and shared its figures of a campagne, after one gesture: département →
    what it may not tell, in the order of arrival.
    """

    campagne: str
    anonymes: tuple[tuple[str, tuple[str, ...]], ...]


def etapes(evenements: Iterable[Evenement]) -> list[Etape]:
    """What was here after each gesture, campagne by campagne: a reader may remember it."""
    siens = [e for e in evenements if e.type in TYPES]
    touchees = {e.id: {g.campagne for g in _dits(e)} for e in siens if e.type != ANNULATION}
    faites: list[Etape] = []
    for campagne in sorted(set().union(*touchees.values())):
        ici = [e for e in siens if campagne in touchees.get(e.cible or e.id, ())]
        for n in range(1, len(ici) + 1):
            gardes = [g for g in plier(ici[:n]) if g.campagne == campagne and not g.nomme]
            etape = Etape(campagne, tuple((g.departement, g.tus) for g in gardes))
            if faites[-1:] != [etape]:
                faites.append(etape)
    return faites


def evenements(installation: Installation) -> list[Evenement]:
    """The gestures about packages."""
    return [e for e in journal.lire(installation) if e.type in TYPES]


def _dits(e: Evenement) -> Sequence[Garde]:
    paquets = e.details.get("paquets", ())
    return [Garde(**{**p, "tus": tuple(p["tus"])}, date=e.date, evenement=e.id) for p in paquets]


def en_details(gardes: Iterable[Garde]) -> dict[str, list[dict]]:
    """What the journal keeps of these packages."""
    propres = ("date", "evenement")
    return {
        "paquets": [
            {c: v for c, v in asdict(g).items() if c not in propres} | {"tus": list(g.tus)}
            for g in gardes
        ]
    }


def exiger(gardes: Sequence[Garde], departement: str, campagne: str) -> Garde:
    """The package of this département (its code or its name) and campagne, or a UsageError that
    lists those of the campagne.
    """
    voulu = departement.strip().casefold()
    for g in gardes:
        if g.campagne == campagne and voulu in (g.departement.casefold(), g.nom.casefold()):
            return g
    la = ", ".join(sorted(g.qui for g in gardes if g.campagne == campagne)) or "aucun"
    raise UsageError(
        f"Aucun paquet de « {departement} » n'est ici pour {campagne}. Paquets de cette "
        f"campagne : {la}."
    )
