"""French numbers, euros, percentages, dates, plurals and « n.d. », the same on screens, exports and
commands.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

FINE = "\u202f"  # narrow no-break space: groups of three, before % ; : ! ?
INSECABLE = "\u00a0"
# A plain space there (a regular expression that Python and a browser read alike), and the one that
# no line break takes.
ESPACES = (
    (" (?=[;!?%])", FINE),
    (" (?=:(?:\\s|$))", INSECABLE),
    ("(?<=«) ", INSECABLE),
    (" (?=»)", INSECABLE),
)
ND = "n.d."
NOMS = frozenset(("Caf", "Cnaf", "Clas", "Ps", "Reaap", "PEdT", "France"))  # keep their capital
MOINS = "\u2212"
SEPARATEURS_PLOTLY = "," + FINE


def inconnu(valeur: Any) -> bool:
    """True for None, NaN, NaT and infinities: what is shown as « n.d. »."""
    if valeur is None:
        return True
    if isinstance(valeur, Decimal):
        return not valeur.is_finite()
    if isinstance(valeur, (datetime, date)):
        return valeur != valeur
    try:
        return math.isnan(valeur) or math.isinf(valeur)
    except TypeError:
        return type(valeur).__name__ in {"NAType", "NaTType"}


def nombre(valeur: Any, decimales: int = 0, signe: bool = False) -> str:
    """3052 → « 3 052 »; 10.36 → « 10,4 » with one decimal; unknown → « n.d. »."""
    if inconnu(valeur):
        return ND
    arrondi = _arrondi(valeur, decimales)
    texte = f"{abs(arrondi):,.{decimales}f}".replace(",", FINE).replace(".", ",")
    if arrondi < 0:
        return MOINS + texte
    return ("+" + texte) if signe and arrondi > 0 else texte


def _arrondi(valeur: Any, decimales: int) -> Decimal:
    exact = valeur if isinstance(valeur, Decimal) else Decimal(str(valeur))
    return exact.quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)


def arrondir(valeur: float, decimales: int = 0) -> float:
    """The number that someone reads where this one is written; unknown stays unknown."""
    return valeur if inconnu(valeur) else float(_arrondi(valeur, decimales)) + 0.0


def euros(valeur: Any, decimales: int = 0, signe: bool = False) -> str:
    """2563 → « 2 563 € »."""
    texte = nombre(valeur, decimales, signe)
    return texte if texte == ND else f"{texte}{INSECABLE}€"


def euros_courts(valeur: Any) -> str:
    """1234567 → « 1,23 M€ », 45678 → « 46 k€ »: for the inside of a picture, whose table holds the
    exact amounts.
    """
    if inconnu(valeur):
        return ND
    v = abs(float(valeur))
    if v >= 999_500:
        return f"{nombre(float(valeur) / 1e6, 2)}{INSECABLE}M€"
    return f"{nombre(float(valeur) / 1e3)}{INSECABLE}k€" if v >= 9_950 else euros(valeur)


def pourcent(valeur: Any, decimales: int = 1, signe: bool = False) -> str:
    """32.5 → « 32,5 % » (the value is already in percent)."""
    texte = nombre(valeur, decimales, signe)
    return texte if texte == ND else f"{texte}{FINE}%"


def valeur_unite(valeur: Any, unite: str, decimales: int = 0, signe: bool = False) -> str:
    """A value with its unit as the catalogue declares it: « € », « % », or words."""
    if unite == "€" or unite.startswith("€ "):
        return euros(valeur, decimales, signe)
    if unite == "%":
        return pourcent(valeur, decimales, signe)
    return nombre(valeur, decimales, signe)


def jour(valeur: Any) -> str:
    """date(2022, 6, 17) → « 17/06/2022 »."""
    if inconnu(valeur):
        return ND
    if isinstance(valeur, str):
        valeur = datetime.fromisoformat(valeur)
    return valeur.strftime("%d/%m/%Y")


def pluriel(n: Any, singulier: str, plusieurs: str | None = None) -> str:
    """0 ligne, 1 ligne, 2 lignes: French takes the plural from 2."""
    mots = (
        singulier if abs(n) < 2 else (plusieurs or " ".join(m + "s" for m in singulier.split(" ")))
    )
    return f"{nombre(n)}{INSECABLE}{mots}"


def oui_non(valeur: Any) -> str:
    return ND if inconnu(valeur) else ("oui" if valeur else "non")


def evolution(avant: Any, apres: Any) -> float | None:
    """Relative change in percent, from `avant` to `apres`; None where it has no meaning (unknown or
    from 0).
    """
    if inconnu(avant) or inconnu(apres) or not avant:
        return None
    return float((Decimal(str(apres)) - Decimal(str(avant))) / abs(Decimal(str(avant))) * 100)


def en_phrase(titre: str) -> str:
    """A title inside a sentence: « Part de la Caf » → « part de la Caf »; a first word that is a
    name or an acronym (« Caf », « QPV ») keeps its capital, a word of one letter (« À ») does not.
    """
    propre = titre.split(" ")[0] in NOMS or (titre[:2].isupper() and titre[1:2] not in " '’")
    return titre if propre else titre[:1].lower() + titre[1:]


def ponctuer(texte: str) -> str:
    """French spaces around punctuation: « a ; b : c » typed with plain spaces becomes unbreakable
    where it must be.
    """
    for motif, espace in ESPACES:
        texte = re.sub(motif, espace, texte)
    return texte
