"""One cell: from what people write in a spreadsheet to a typed value, and back; unknown is None,
never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from clas_data import formats
from clas_data.fichiers.schemas import Colonne
from clas_data.fichiers.sens import codes, ecrits, mots, textes
from clas_data.fichiers.sens.codes import Refus
from clas_data.fichiers.sens.mots import normalise, sans_decimale

SIMPLES = {  # a code written as such, spaces left out: nothing to say of it
    "siret": re.compile(r"[\d\s.\-'’\u200b\ufeff]+"),
    "commune": re.compile(r"\d{4,5}(\.0)?|2[ABab]\d{3}"),
}
NOMBRES = ("entier", "nombre", "montant")
TEXTES = ("texte", "texte_long", "identifiant")
ATTENDU_TEXTE = "la valeur telle qu'elle est, dans une cellule de format « texte »"
CENTIME = Decimal("0.01")
BRUIT = Decimal("0.000001")  # what a spreadsheet adds to the amounts that it computes
ENTIER_MAX = 2**53  # beyond, spreadsheets themselves lose digits

TYPES_ARROW = {
    "entier": pa.int64(),
    "nombre": pa.float64(),
    "montant": pa.decimal128(18, 2),
    "oui_non": pa.bool_(),
    "date": pa.date32(),
}


def type_arrow(colonne: Colonne) -> pa.DataType:
    """The stored type of a column; text where nothing else is declared."""
    return TYPES_ARROW.get(colonne.type, pa.string())


def est_inconnu(brut: Any) -> bool:
    """True for an empty cell and for what people write where they have nothing to write."""
    return (
        brut is None
        or (isinstance(brut, float) and brut != brut)
        or (isinstance(brut, str) and normalise(brut) in mots.INCONNUS)
    )


def _sans_reponse(colonne: Colonne, brut: Any) -> bool:
    """True for « Ne sait pas », where the answer is no free text."""
    return (
        colonne.type not in TEXTES
        and isinstance(brut, str)
        and normalise(brut) in mots.SANS_REPONSE
    )


def parse(colonne: Colonne, brut: Any) -> tuple[Any, Refus | None]:
    """(value, None) where the cell can be read, (None, None) where it is unknown, (None, Refus)
    where it cannot.
    """
    if est_inconnu(brut) or _sans_reponse(colonne, brut):
        return None, None
    return LECTEURS[colonne.type](colonne, brut)


def _texte(colonne: Colonne, brut: Any) -> tuple[str | None, Refus | None]:
    lu = textes.texte(brut, colonne.type)
    return lu.valeur, Refus(lu.refus, ATTENDU_TEXTE) if lu.refus else None


def _nombre(colonne: Colonne, brut: Any) -> tuple[Any, Refus | None]:
    lu = ecrits.nombre(brut, colonne.unite, colonne.titre)
    if len(lu.lectures) > 1:
        return None, Refus("deux_lectures", " ou ".join(map(_lisible, lu.lectures)))
    if not lu.lectures or not lu.lectures[0].is_finite():
        propose = "" if lu.propose is None else _lisible(lu.propose)
        code = "part_au_lieu_d_un_nombre" if ecrits.part(brut) else "pas_un_nombre"
        return None, Refus(code, "un nombre, par exemple 12 ou 7 250,50", propose)
    exact = lu.lectures[0]
    if abs(exact) > ENTIER_MAX:
        return None, Refus("hors_bornes", "un nombre à moins de seize chiffres")
    if colonne.type == "entier" and exact != exact.to_integral_value():
        return None, Refus("pas_un_entier", "un nombre entier, sans virgule")
    if (colonne.min is not None and exact < Decimal(str(colonne.min))) or (
        colonne.max is not None and exact > Decimal(str(colonne.max))
    ):
        return None, Refus("hors_bornes", _bornes(colonne))
    if colonne.type == "entier":
        return int(exact), None
    if colonne.type == "montant":
        return exact.quantize(CENTIME, rounding=ROUND_HALF_UP), None
    return float(exact), None


def _lisible(exact: Decimal) -> str:
    return formats.nombre(exact, max(0, -int(exact.as_tuple().exponent)))


def converti(colonne: Colonne, brut: Any) -> bool:
    """True when the value read is not written as such in the cell (« 12 enfants », « 1h30 »)."""
    if est_inconnu(brut):
        return False
    if _sans_reponse(colonne, brut):
        return True
    if colonne.type in NOMBRES:
        lu = ecrits.nombre(brut, colonne.unite, colonne.titre)
        return lu.converti or (colonne.type == "montant" and _sous_le_centime(*lu.lectures))
    if colonne.type == "date":
        return ecrits.jour(brut).converti
    if colonne.type == "oui_non":
        return mots.oui_non(brut)[1]
    if colonne.type in TEXTES:
        return textes.texte(brut, colonne.type).dite
    if colonne.type == "choix":
        return mots.choisir(brut, colonne.choix).dite
    if colonne.type == "choix_multiple":
        return mots.repondre(brut, colonne.choix)[1]
    simple = SIMPLES.get(colonne.type)
    return simple is not None and not simple.fullmatch(sans_decimale(brut))


def _sous_le_centime(exact: Decimal, *_: Decimal) -> bool:
    """True for « 9 000,505 »: an amount is kept to the nearest cent."""
    return abs(exact - exact.quantize(CENTIME, rounding=ROUND_HALF_UP)) > BRUIT


def approche(colonne: Colonne, brut: Any) -> bool:
    """True when the cell itself says that its number is not exact."""
    return colonne.type in NOMBRES and ecrits.approche(brut)


def _bornes(colonne: Colonne) -> str:
    mini, maxi = (
        formats.nombre(b, 0) if b is not None else None for b in (colonne.min, colonne.max)
    )
    if mini is not None and maxi is not None:
        return f"un nombre de {mini} à {maxi}"
    return f"un nombre d'au moins {mini}" if mini is not None else f"un nombre d'au plus {maxi}"


def _oui_non(colonne: Colonne, brut: Any) -> tuple[bool | None, Refus | None]:
    if isinstance(brut, bool):
        return brut, None
    lu, _ = mots.oui_non(brut)
    if lu is not None:
        return lu, None
    ecrit = normalise(sans_decimale(brut)).replace("\ufe0f", "")
    offerte = "non" if ecrit in mots.OFFERTS_NON else ""
    return None, Refus("pas_oui_non", "oui ou non (x, 1 et 0 sont acceptés)", offerte)


def _date(colonne: Colonne, brut: Any) -> tuple[date | None, Refus | None]:
    lu = ecrits.jour(brut)
    if len(lu.lectures) > 1:
        return None, Refus("deux_lectures", " ou ".join(map(formats.jour, lu.lectures)))
    if lu.lectures and 1990 <= lu.lectures[0].year <= 2100:
        return lu.lectures[0], None  # a typing error of a year in a spreadsheet's own date too
    propose = formats.jour(lu.propose) if lu.propose else ""
    return None, Refus("pas_une_date", "une date jj/mm/aaaa, par exemple 08/11/2021", propose)


def _choix(colonne: Colonne, brut: Any) -> tuple[str | None, Refus | None]:
    lu = mots.choisir(brut, colonne.choix)
    if lu.valeur is not None:
        return lu.valeur, None
    return None, Refus("hors_liste", ", ".join(colonne.choix), lu.offerte)


def _choix_multiple(colonne: Colonne, brut: Any) -> tuple[str | None, Refus | None]:
    trouves, _, inconnu = mots.repondre(brut, colonne.choix)
    if inconnu is not None:
        return None, Refus("hors_liste", ", ".join(colonne.choix), inconnu.offerte)
    return " | ".join(trouves) or None, None


LECTEURS: dict[str, Callable[[Colonne, Any], tuple[Any, Refus | None]]] = {
    "texte": _texte,
    "texte_long": _texte,
    "identifiant": _texte,
    "entier": _nombre,
    "nombre": _nombre,
    "montant": _nombre,
    "oui_non": _oui_non,
    "date": _date,
    "siret": lambda _, brut: codes.siret(brut),
    "commune": lambda _, brut: codes.commune(brut),
    "qpv": lambda _, brut: codes.qpv(brut),
    "campagne": lambda _, brut: codes.campagne(brut),
    "choix": _choix,
    "choix_multiple": _choix_multiple,
}


def write(colonne: Colonne, valeur: Any) -> str:
    """The French text of a value, which `parse` reads back as the same value."""
    if formats.inconnu(valeur):
        return ""
    if colonne.type == "oui_non":
        return "oui" if valeur else "non"
    if colonne.type == "date":
        return formats.jour(valeur)
    if colonne.type == "montant":
        return f"{Decimal(str(valeur)):.2f}".replace(".", ",")
    if colonne.type == "nombre":
        texte = f"{Decimal(repr(float(valeur))):f}".removesuffix(".0").replace(".", ",")
        return texte + "0" * (re.search(r",\d{3}$", texte) is not None)  # « 1,248 » reads two ways
    return str(valeur)
