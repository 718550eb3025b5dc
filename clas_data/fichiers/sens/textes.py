"""Free texts and codes: as they were written, or said; a spreadsheet turns some into a day, an
oui/non or a rounded number before we see them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from clas_data import formats
from clas_data.fichiers.sens.mots import ESPACES, sans_decimale

INVISIBLES = re.compile("[\u200b\u2060\ufeff\u00ad]")  # no one sees them, and they part two codes
TIRETS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))  # of a code: one sign
EXACT_MAX = 10**15  # a spreadsheet keeps fifteen digits of a number
PERDUE = re.compile(r"[^\W\d_]\?[^\W\d_]")  # « ?cole » cannot be told, « th?âtre » can
ADRESSE = re.compile(r"://|www\.|@", re.IGNORECASE)


@dataclass(frozen=True)
class Ecrit:
    """A text as it is kept, or the code of why it cannot be; `dite`: not what the cell holds."""

    valeur: str | None = None
    dite: bool = False
    refus: str = ""


def texte(brut: Any, sorte: str) -> Ecrit:
    """What a cell of text, of long text or of a code says."""
    code = sorte == "identifiant"
    if isinstance(brut, bool):
        return Ecrit(refus="code_transforme") if code else Ecrit(formats.oui_non(brut), True)
    if isinstance(brut, (date, time, timedelta)):
        return Ecrit(refus="code_transforme") if code else Ecrit(_moment(brut), True)
    if isinstance(brut, (int, float)) and abs(brut) >= EXACT_MAX:
        return Ecrit(refus="chiffres_perdus")
    brut = brut.translate(TIRETS) if code and isinstance(brut, str) else brut
    ecrit = str(brut) if sorte == "texte_long" else ESPACES.sub(" ", sans_decimale(brut))
    return Ecrit(unicodedata.normalize("NFC", INVISIBLES.sub("", ecrit)).strip() or None)


def perdue(brut: Any) -> bool:
    """True for « th?âtre »: a program wrote a mark in the place of a letter that it could not."""
    return isinstance(brut, str) and bool(PERDUE.search(brut)) and not ADRESSE.search(brut)


def _moment(brut: date | time | timedelta) -> str:
    if isinstance(brut, datetime):
        heure = f" {brut:%H:%M}" if brut.time() != time() else ""
        return formats.jour(brut.date()) + heure
    return formats.jour(brut) if isinstance(brut, date) else str(brut)
