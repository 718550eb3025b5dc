"""Who continues whom from one campagne to another: rows confirmed or refused by someone, only ever
added to; what stands is a fold over them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import count

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers.valeurs import normalise

CONFIRMEE, REFUSEE, ANNULEE = "confirmée", "refusée", "annulée"
ACTION, PORTEUR = "action", "porteur"
TYPE = "suite"  # of its events, in the journal
DECISIONS = {normalise(d): d for d in (CONFIRMEE, REFUSEE, ANNULEE)}


@dataclass(frozen=True)
class Suite:
    """« `code` in `campagne` continues `code_avant` in `campagne_avant` », said or denied.

    For a porteur, both codes are SIRET. An undone row stays, followed by one that names it in
    `cible`.
    """

    id: str
    date: str
    auteur: str
    decision: str
    nature: str
    campagne: str
    code: str
    campagne_avant: str
    code_avant: str
    motif: str = ""
    cible: str = ""

    @property
    def paire(self) -> tuple[str, ...]:
        return self.nature, self.campagne, self.code, self.campagne_avant, self.code_avant


COLONNES = [f.name for f in fields(Suite)]


def lire(installation: Installation) -> list[Suite]:
    """Every row, in the order in which it was written; the order of columns, blank lines, spaces
    and the separator of a spreadsheet do not matter.
    """
    brut = declarations.read_bytes(installation.suites)
    if brut is None:
        return []
    ou, lues = installation.suites.name, []
    for n, ligne in declarations.read_table(declarations.text(brut, ou), COLONNES, ou):
        lues.append(_verifiee({c: ligne[c] for c in COLONNES}, f"{ou}, ligne {n}"))
        _exiger_identite(lues, f"{ou}, ligne {n}")
    return lues


def _exiger_identite(lues: Sequence[Suite], ou: str) -> None:
    """UsageError unless the last row has a number of its own, and undoes a row above."""
    *deja, suite = lues
    connus = {s.id for s in deja}
    if not suite.id or suite.id in connus:
        raise UsageError(
            f"{ou} : l'identifiant « {suite.id} » manque ou sert déjà. Donnez à cette ligne un "
            "numéro à elle, ou reprenez le fichier d'une sauvegarde."
        )
    if suite.decision == ANNULEE and suite.cible not in connus:
        raise UsageError(
            f"{ou} : elle annule « {suite.cible} », qu'aucune ligne au-dessus ne porte. "
            "Reprenez le fichier d'une sauvegarde."
        )


def _verifiee(v: dict[str, str], ou: str) -> Suite:
    decision = DECISIONS.get(normalise(v["decision"]))
    if decision is None:
        raise UsageError(
            f"{ou} : la décision « {v['decision']} » n'est pas connue. Écrivez "
            f"{', '.join(DECISIONS.values())}."
        )
    suite = Suite(**{**v, "decision": decision, "nature": v["nature"].lower()})
    if decision != ANNULEE:
        exiger(suite, ou)
    return suite


def exiger(suite: Suite, ou: str) -> None:
    """UsageError unless the row says who continues whom, the later campagne after the earlier."""
    if suite.nature not in (ACTION, PORTEUR):
        raise UsageError(
            f"{ou} : la nature « {suite.nature} » n'est pas connue. Écrivez {ACTION} ou {PORTEUR}."
        )
    if not all(suite.paire):
        raise UsageError(f"{ou} : la campagne et le code des deux côtés sont nécessaires.")
    if suite.nature == PORTEUR:
        for siret in (suite.code, suite.code_avant):
            if not re.fullmatch(r"\d{14}", siret):
                raise UsageError(
                    f"{ou} : « {siret} » n'est pas un SIRET de 14 chiffres (un tableur l'a "
                    "peut-être arrondi). Récrivez-le en texte, ou reprenez le fichier d'une "
                    "sauvegarde."
                )
    if suite.campagne_avant >= suite.campagne:
        raise UsageError(
            f"{ou} : {suite.campagne} ne peut pas continuer {suite.campagne_avant}, qui n'est pas "
            "avant elle. Inversez les deux campagnes."
        )


def en_vigueur(suites: Iterable[Suite]) -> list[Suite]:
    """The rows that stand: not undone, and not said otherwise by a later row about the same ends.

    An action continues one action and is continued by one: the last confirmed row wins. What an
    undone row had replaced stands again.
    """
    suites = list(suites)
    annulees = {s.cible for s in suites if s.decision == ANNULEE}
    debout: list[Suite] = []
    for s in suites:
        if s.decision != ANNULEE and s.id not in annulees:
            debout = [d for d in debout if d.paire != s.paire and not _dispute(d, s)]
            debout.append(s)
    return debout


def _dispute(d: Suite, s: Suite) -> bool:
    """Both confirmed, of actions, and sharing one end."""
    if {d.decision, s.decision} != {CONFIRMEE} or {d.nature, s.nature} != {ACTION}:
        return False
    return d.paire[1:3] == s.paire[1:3] or d.paire[3:] == s.paire[3:]


def memes_porteurs(suites: Iterable[Suite]) -> dict[str, str]:
    """SIRET → the one that stands for all those that confirmed rows say to be the same porteur."""
    groupe: dict[str, set[str]] = {}
    for s in suites:
        if s.nature == PORTEUR and s.decision == CONFIRMEE:
            uni = groupe.get(s.code, {s.code}) | groupe.get(s.code_avant, {s.code_avant})
            groupe.update(dict.fromkeys(uni, uni))
    return {siret: min(uni) for siret, uni in groupe.items()}


def numeroter(deja: Sequence[Suite]) -> str:
    """The number of the next row: s-0001, s-0002…"""
    pris = {s.id for s in deja}
    return next(n for rang in count(len(deja) + 1) if (n := f"s-{rang:04d}") not in pris)


def en_csv(suites: Sequence[Suite]) -> bytes:
    """The file of these rows."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, COLONNES, delimiter=";", lineterminator="\n")
    ecrivain.writeheader()
    ecrivain.writerows(asdict(s) for s in suites)
    return tampon.getvalue().encode("utf-8")
