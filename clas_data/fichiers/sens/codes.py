"""Codes as people write them (SIRET, commune, quarter, campagne), or why one is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from stdnum.fr import siren
from stdnum.fr import siret as cle

from clas_data.fichiers.sens.mots import ESPACES, normalise, sans_decimale

SEPARE = re.compile(r"[\s\u00a0\u202f\u200b\ufeff.\-'’/_]")
LETTRES = str.maketrans("OoIl", "0011")  # letters that look like digits
NIC_ET_PLUS = 6  # digits: with fewer, a SIRET that lost its zeros cannot be told from a number
ARRONDI = re.compile(r"\d{3,8}0{6,}")  # a NIC is never so round: a spreadsheet cut it
ANNEES = re.compile(
    r"(?:(?:annee|scolaire|campagne|saison|exercice|clas) ?:? ?)*(\d{4})\s*[-/–]\s*(\d{2}|\d{4})"
)


@dataclass(frozen=True)
class Refus:
    """Why a cell cannot be read: the code of the message, and the values that the message names."""

    code: str
    attendu: str
    proposition: str = ""


def siret(brut: Any) -> tuple[str | None, Refus | None]:
    """The number of an organisation, its key checked; what lost its zeros is offered, not read."""
    texte = sans_decimale(brut)
    mot = re.match(r"(?i)\s*(n°\s*)?siret\s*[:n°]*\s*", texte)
    chiffres = SEPARE.sub("", (texte[mot.end() :] if mot else texte).removesuffix(".0"))
    if ARRONDI.fullmatch(chiffres) or re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d+", texte):
        return None, Refus("siret_arrondi", "les 14 chiffres, en format texte")
    if not re.fullmatch(r"[0-9]{14}", chiffres):
        court = chiffres.isascii() and chiffres.isdigit() and len(chiffres) < 14
        complet = chiffres.zfill(14) if court else ""
        perdus = " ; un tableur a pu retirer les zéros de gauche" if court else ""
        if court and siren.is_valid(chiffres):
            perdus, complet = " ; ces 9 chiffres sont un SIREN, il y manque le NIC", ""
        if not court and len(chiffres) == 14:
            complet = chiffres.translate(LETTRES)
        juste = len(chiffres) >= NIC_ET_PLUS and cle.is_valid(complet)
        return None, Refus("siret_longueur", f"14 chiffres{perdus}", complet if juste else "")
    if cle.is_valid(chiffres):
        return chiffres, None
    return None, Refus("siret_cle", "un SIRET dont la clé de contrôle est juste")


def commune(brut: Any) -> tuple[str | None, Refus | None]:
    """The Insee code of a commune, its first zero given back."""
    code = ESPACES.sub("", sans_decimale(brut)).upper()
    code = code.zfill(5) if code.isdigit() else code
    if re.fullmatch(r"(\d{2}|2[AB])\d{3}", code):
        return code, None
    return None, Refus(
        "commune_format",
        "un code Insee de cinq caractères, par exemple 38185 (et non un code postal ou un nom)",
    )


def qpv(brut: Any) -> tuple[str | None, Refus | None]:
    """The code of a priority district."""
    code = re.sub(r"\s", "", str(brut)).upper()
    if re.fullmatch(r"QP\d{6}|QN\d{5}[A-Z]", code):
        return code, None
    return None, Refus(
        "qpv_format", "un code de quartier prioritaire (QP038001 ; QN03801M depuis 2024), ou rien"
    )


def campagne(brut: Any) -> tuple[str | None, Refus | None]:
    """A school year, « 2021-22 » and « Année scolaire 2021-2022 » included."""
    trouve = ANNEES.fullmatch(normalise(brut))
    if trouve:
        debut = int(trouve[1])
        if str(debut + 1).endswith(trouve[2]):
            return f"{debut}-{debut + 1}", None
    return None, Refus("campagne_format", "une année scolaire, par exemple 2021-2022")
