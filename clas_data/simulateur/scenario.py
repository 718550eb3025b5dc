"""A scenario: a parent barème, and only what differs from it — checked, carried by a URL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations, formats
from clas_data.errors import UsageError

MOTS_MAX = {"nom": 120, "auteur": 200, "date": 40, "note": 2_000}  # letters
CITES = 100  # letters of what was refused that a sentence repeats


@dataclass(frozen=True)
class Levier:
    """One thing that a scenario may change: its words, its unit, and what is accepted."""

    nom: str
    titre: str
    unite: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    strict: bool = False
    decimales: int = 2
    choix: tuple[str, ...] = ()
    sans_effet: str = ""
    par_epci: bool = False
    autour: Decimal | None = None
    pas: Decimal | None = None

    def crans(self, depart: Decimal) -> list[Decimal]:
        """Where a slider stops: the multiples of its step around `depart`, which is itself a stop;
        none where the lever has no slider.
        """
        if self.autour is None or self.pas is None:
            return []
        rangs = range(
            int((depart - self.autour) / self.pas), int((depart + self.autour) / self.pas) + 1
        )
        return sorted(
            v
            for v in {self.pas * k for k in rangs} | {depart}
            if v >= self.min and v <= self.max and (v > self.min or not self.strict)
        )

    @property
    def accepte(self) -> str:
        """What may be given, in words."""
        if self.par_epci:
            return (
                "des intercommunalités et leur nombre de collectifs, comme « CA Vienne Condrieu "
                ": 3 ; CC Le Grésivaudan : 2 »"
            )
        if self.choix:
            return "l'une de ces valeurs : " + ", ".join(self.choix)
        bas = (
            f"plus de {formats.nombre(self.min)}"
            if self.strict
            else f"au moins {formats.nombre(self.min)}"
        )
        haut = f" et au plus {formats.nombre(self.max)}" if self.max is not None else ""
        decimales = (
            f", avec {formats.pluriel(self.decimales, 'décimale')} au plus"
            if self.decimales
            else ", sans décimale"
        )
        return f"un nombre ({self.unite}) : {bas}{haut}{decimales}"

    def lire(self, brut: Any) -> Decimal | str:
        """The value that was typed or written, or a UsageError that says what is accepted."""
        valeur = _lire(self, brut)
        if valeur is None:
            dit = str(brut) if len(str(brut)) <= CITES else f"{str(brut)[:CITES]}…"
            raise UsageError(
                f"« {self.titre} » : « {dit} » n'est pas accepté. Il faut {self.accepte}."
            )
        return valeur


@cache
def hypotheses() -> dict[str, dict[str, Any]]:
    """The rules that are not published, each with its default and its alternatives."""
    return declarations.read(Path(__file__).parent / "hypotheses.yaml")


@cache
def leviers() -> dict[str, Levier]:
    """Every parameter that a scenario may name."""
    brut = declarations.read(Path(__file__).parent / "leviers.yaml")
    nombres = {
        n: Levier(
            n,
            l["titre"],
            l["unite"],
            _borne(l.get("min")),
            _borne(l.get("max")),
            l.get("strict") == "oui",
            l.get("decimales", 2),
            sans_effet=l["sans_effet"],
            par_epci=l.get("par_epci") == "oui",
            autour=_borne(l.get("autour")),
            pas=_borne(l.get("pas")),
        )
        for n, l in brut.items()
    }
    return nombres | {
        n: Levier(n, h["titre"], choix=tuple(h["choix"]), sans_effet=h["sans_effet"])
        for n, h in hypotheses().items()
    }


def _borne(v: Any) -> Decimal | None:
    return None if v is None else Decimal(str(v))


@dataclass(frozen=True)
class Scenario:
    """A named question: « et si… ». `change` maps a lever to its new value; what it does not name
    is the parent's.
    """

    nom: str
    parent: str
    change: Mapping[str, Decimal | str] = field(default_factory=dict, hash=False)
    auteur: str = ""
    date: str = ""
    note: str = ""

    def hypothese(self, nom: str) -> str:
        """The choice in force for an unpublished rule."""
        return str(self.change.get(nom, hypotheses()[nom]["defaut"]))

    def nombre(self, nom: str) -> Decimal | None:
        """The value given to a lever, None where the scenario leaves it alone."""
        v = self.change.get(nom)
        return v if isinstance(v, Decimal) else None

    def par_epci(self) -> dict[str, int]:
        """The new collectifs that it gives to named intercommunalités."""
        return epci_lus(str(self.change.get("collectifs_epci", ""))) or {}

    def avec(self, **change: Any) -> Scenario:
        """The same scenario with other values, checked."""
        return construire(
            self.nom, self.parent, {**self.change, **change}, self.auteur, self.date, self.note
        )


def construire(
    nom: str,
    parent: str,
    change: Mapping[str, Any],
    auteur: str = "",
    date: str = "",
    note: str = "",
) -> Scenario:
    """A checked scenario, or a UsageError that lists every fault with what is accepted."""
    fautes, propre = [], {}
    if not str(nom).strip():
        fautes.append("Un scénario porte un nom.")
    for champ, mots in {"nom": nom, "auteur": auteur, "date": date, "note": note}.items():
        if not isinstance(mots, str) or len(mots) > MOTS_MAX[champ]:
            fautes.append(f"« {champ} » : un texte de {MOTS_MAX[champ]} lettres au plus.")
    for cle, brut in change.items():
        levier = leviers().get(cle)
        if levier is None:
            fautes.append(
                f"Le paramètre « {cle} » n'existe pas. Paramètres : {', '.join(leviers())}."
            )
            continue
        try:
            valeur = levier.lire(brut)
        except UsageError as e:
            fautes.append(e.message)
            continue
        if valeur != "":
            propre[cle] = valeur
    if fautes:
        raise UsageError("\n".join(fautes))
    return Scenario(nom.strip(), parent, propre, auteur, date, note)


def epci_lus(texte: str) -> dict[str, int] | None:
    """« CA Vienne Condrieu : 3 ; CC Le Grésivaudan : 2 » read as name → number; None when it is not
    so written.
    """
    lus: dict[str, int] = {}
    for morceau in filter(None, (m.strip() for m in texte.split(";"))):
        nom, _, nombre = (x.strip() for x in morceau.rpartition(":"))
        if (
            not nom
            or nom in lus
            or not (nombre.isascii() and nombre.isdigit())
            or int(nombre) > leviers()["collectifs_epci"].max
        ):
            return None
        lus[nom] = int(nombre)
    return {nom: n for nom, n in sorted(lus.items()) if n}


def epci_ecrits(combien: Mapping[str, int]) -> str:
    """The same, written."""
    return " ; ".join(f"{nom} : {n}" for nom, n in sorted(combien.items()) if n)


def exiger_epci(s: Scenario, connues: Collection[str]) -> None:
    """Refuse an intercommunalité that the référentiel does not hold: its collectifs would go
    nowhere.
    """
    inconnues = sorted(set(s.par_epci()) - set(connues))
    if inconnues:
        raise UsageError(
            f"« {', '.join(inconnues)} » : cette intercommunalité n'existe pas dans le "
            f"référentiel. Noms connus : {', '.join(sorted(connues))}."
        )


def _lire(levier: Levier, brut: Any) -> Decimal | str | None:
    if levier.par_epci:
        lus = epci_lus(
            " ; ".join(f"{nom} : {n}" for nom, n in brut.items())
            if isinstance(brut, Mapping)
            else str(brut)
        )
        return None if lus is None else epci_ecrits(lus)
    if levier.choix:
        return brut if brut in levier.choix else None
    if isinstance(brut, bool):
        return None
    try:
        v = Decimal(
            str(brut).replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
        )
    except InvalidOperation:
        return None
    if (
        not v.is_finite()
        or v < levier.min
        or (levier.strict and v == levier.min)
        or (levier.max is not None and v > levier.max)
    ):
        return None
    return v if v == round(v, levier.decimales) else None
