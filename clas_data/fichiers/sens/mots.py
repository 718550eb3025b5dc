"""Words of a list as people write them: yes, no, unknown, one choice or several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations

INCONNUS = {
    "",
    "nc",
    "n.c.",
    "n.c",
    "nd",
    "n.d.",
    "n.d",
    "-",
    "–",
    "—",
    "na",
    "n/a",
    "#n/a",
    "?",
    "non communique",
    "non renseigne",
    "inconnu",
}
SANS_REPONSE = {  # read as unknown too, and said: someone answered that they do not know
    "ne sait pas",
    "ne sais pas",
    "je ne sais pas",
    "nsp",
    "ne se prononce pas",
    "sans reponse",
    "pas de reponse",
    "a completer",
    "a renseigner",
}
OUI = {"oui", "o", "x", "1", "vrai", "true", "yes", "✓", "✔"}
NON = {"non", "n", "0", "faux", "false", "no"}
COCHE = {"coche", "cochee", "case cochee", "☑", "✅", "[x]", "(x)", "si", "ja", "sim"}
DECOCHE = {"non coche", "non cochee", "pas coche", "decoche", "☐", "[ ]", "( )"}
DECOCHE |= {"nein", "nao", "nee"}
ESPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
RESTE = re.compile(r"autres?\s*[:(,\-–—].+", re.DOTALL)  # « Autre : gymnase »
DECLARES = re.compile(r"[|;\n]")  # what separates several answers
SUPPOSES = re.compile(r"\s*[,/+&]\s*|\s+et\s+|\s+ou\s+")  # may, where each piece is a known word
ETENDUE = re.compile(r"\s*[-–à/,+&]\s*|\s+(?:a|au|et|ou)\s+")  # « 6ème-3ème », « CP au CM2 »
NIVEAUX = ("élémentaire", "collège", "lycée")
PLUSIEURS_NIVEAUX = "mixte"
NIE = re.compile(r"(?:non|pas|ni|sans|jamais|aucune?)\b")  # « non agréée » is not nearly « agréée »
PROCHE = 0.6
OFFERTS_NON = {"2", "✗", "✘", "✖", "❌"}  # « 1 = oui, 2 = non »: offered, a cross may tick a box


def normalise(texte: str) -> str:
    """« Élémentaire  » → « elementaire »: no accent, no case, single spaces, straight
    apostrophes.
    """
    sans = str(texte)
    if not sans.isascii():
        sans = sans.replace("’", "'").replace("œ", "oe").replace("Œ", "OE")
        sans = unicodedata.normalize("NFKD", sans)
        sans = "".join(c for c in sans if c.isascii() or not unicodedata.combining(c))
    return ESPACES.sub(" ", sans).strip().casefold()


def sans_decimale(brut: Any) -> str:
    """A code typed as a number comes back from a spreadsheet as 38185.0."""
    if isinstance(brut, float) and brut.is_integer():
        return str(int(brut))
    return str(brut).strip()


@dataclass(frozen=True)
class Choisi:
    """What a text means among some choices; `offerte` where that is only likely."""

    valeur: str | None = None
    dite: bool = False
    offerte: str = ""


@cache
def synonymes() -> dict[str, dict[str, list[str]]]:
    """Choice → {lus, offerts}, the texts that stand for it."""
    brut = declarations.read(Path(__file__).parent / "synonymes.yaml")
    return {
        choix: {k: [str(m) for m in v] for k, v in mots.items()} for choix, mots in brut.items()
    }


def choisir(texte: Any, choix: Collection[str]) -> Choisi:
    """One choice out of a list."""
    ecrit = normalise(sans_decimale(texte))
    connus = {normalise(c): c for c in choix}
    if ecrit in connus:
        return Choisi(connus[ecrit])
    if "autre" in connus and (RESTE.fullmatch(ecrit) or ecrit == "autres"):
        return Choisi(connus["autre"], dite=True)
    if lu := _synonyme(ecrit, choix, "lus"):
        return Choisi(lu, dite=True)
    niveaux = [n for n in NIVEAUX if n in choix]
    etendue = {_niveau(m, niveaux) for m in ETENDUE.split(ecrit) if m}
    if niveaux and None not in etendue:
        if len(etendue) == 1:
            return Choisi(etendue.pop(), dite=True)
        if PLUSIEURS_NIVEAUX in choix and len(etendue) > 1:
            return Choisi(offerte=PLUSIEURS_NIVEAUX)
    pieces = SUPPOSES.split(ecrit)
    plusieurs = len(pieces) > 1 and any(m in connus for m in pieces)
    possibles = [c for c in connus if bool(NIE.match(ecrit)) == bool(NIE.match(c))]
    proches = [] if plusieurs else get_close_matches(ecrit, possibles, 1, PROCHE)
    offerte = _synonyme(ecrit, choix, "offerts") or (connus[proches[0]] if proches else "")
    return Choisi(offerte=offerte)


def _synonyme(ecrit: str, choix: Collection[str], sorte: str) -> str:
    trouves = [c for c in choix if ecrit in synonymes().get(c, {}).get(sorte, ())]
    return trouves[0] if len(trouves) == 1 else ""


def _niveau(morceau: str, niveaux: list[str]) -> str | None:
    for niveau in niveaux:
        if morceau == normalise(niveau) or morceau in synonymes()[niveau]["lus"]:
            return niveau
    return None


def repondre(texte: Any, choix: Collection[str]) -> tuple[list[str], bool, Choisi | None]:
    """(the answers, whether they were written otherwise, the piece that is not one of them)."""
    trouves, dite = [], False
    for morceau in DECLARES.split(str(texte)):
        if not morceau.strip():
            continue
        lus = [choisir(morceau, choix)]
        if lus[0].valeur is None:
            pieces = [choisir(m, choix) for m in SUPPOSES.split(morceau) if m.strip()]
            if len(pieces) < 2 or any(p.valeur is None for p in pieces):
                return [], False, lus[0]
            lus, dite = pieces, True
        dite |= any(l.dite for l in lus)
        trouves += [l.valeur for l in lus]
    return [c for c in choix if c in trouves], dite, None


def oui_non(texte: Any) -> tuple[bool | None, bool]:
    """(yes or no, whether it was written otherwise); None where it is neither."""
    ecrit = normalise(sans_decimale(texte)).removesuffix(".0").replace("\ufe0f", "")
    dite = ecrit in COCHE | DECOCHE
    if ecrit in OUI | COCHE:
        return True, dite
    return (False, dite) if ecrit in NON | DECOCHE else (None, False)
