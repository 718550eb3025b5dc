"""One cell of theirs as one of ours: their words, their unit, their way to write dates and years;
what is not declared stays as it is and is read like any cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clas_data.fichiers.correspondances.forme import UNITES, Champ, Ecartee
from clas_data.fichiers.feuilles import Fautive, Postal, vide
from clas_data.fichiers.schemas import Colonne
from clas_data.fichiers.sens import ecrits, mots
from clas_data.fichiers.sens.mots import normalise, sans_decimale

ANNEE = re.compile(r"(\d{4})(\.0)?")


def convertisseur(champ: Champ, colonne: Colonne) -> Callable[[Any], Any]:
    """What turns each cell of their column into one of this column of ours; each distinct cell is
    turned once.
    """
    siens = {cle_mot(m): v for m, v in champ.mots.items()}
    factices: dict[Any, Any] = {}

    def convertir(brut: Any) -> Any:
        if isinstance(brut, Fautive) or (vide(brut) and "" not in siens):
            return brut
        cle = (type(brut), brut)
        if cle not in factices:
            factices[cle] = _lire(brut, champ, colonne, siens)
        return factices[cle]

    return convertir


def cle_mot(brut: Any) -> str:
    """A word of a cell, whatever its accents, case and spaces; « 1.0 » is « 1 »."""
    return normalise(sans_decimale("" if brut is None else brut))


def _lire(brut: Any, champ: Champ, colonne: Colonne, siens: dict[str, str]) -> Any:
    mot = cle_mot(brut)
    if mot in siens:
        return siens[mot] or None
    if champ.inverse:
        lu = brut if isinstance(brut, bool) else mots.oui_non(brut)[0]
        return brut if lu is None else not lu
    lu = LECTURES[champ.lire](brut) if champ.lire in LECTURES else brut
    return _mesurer(lu, champ.unite, colonne) if champ.unite else lu


def _mesurer(brut: Any, unite: str, colonne: Colonne) -> Any:
    """A number in the unit of our column; a text that says its own unit stays (« 1h30 »)."""
    lu = ecrits.nombre(brut)
    if len(lu.lectures) != 1 or isinstance(brut, bool):
        return brut
    if unite in ecrits.UNITE_TEMPS or unite in ("heures", "minutes"):
        notre = ecrits.UNITE_TEMPS.get(colonne.unite.rstrip("s"))
        return lu.lectures[0] * UNITES[unite] / notre if notre else brut
    return lu.lectures[0] / 100 if unite == "centimes" else lu.lectures[0] * UNITES[unite]


def _annee(brut: Any, ecart: int) -> Any:
    trouve = ANNEE.fullmatch(str(brut).strip())
    debut = int(trouve[1]) + ecart if trouve else 0
    return f"{debut}-{debut + 1}" if trouve else brut


def _mois_jour(brut: Any) -> Any:
    """A date of a workbook is a date; a text is turned round, and written so that nobody wonders
    again which is the day.
    """
    lu = None if isinstance(brut, date) else ecrits.jour_et_mois(brut)
    return lu[1].isoformat() if lu and lu[1] else brut


def _serie(brut: Any) -> Any:
    texte = sans_decimale(brut)
    return ecrits.EPOQUE + timedelta(days=int(texte)) if ecrits.SERIE.fullmatch(texte) else brut


def _deux(brut: Any, milliers: bool) -> Any:
    double = ecrits.DEUX.fullmatch(str(brut).strip())
    return Decimal(("" if milliers else ".").join(double.groups())) if double else brut


LECTURES: dict[str, Callable[[Any], Any]] = {
    "annee_de_debut": lambda brut: _annee(brut, 0),
    "annee_de_fin": lambda brut: _annee(brut, -1),
    "mois_jour": _mois_jour,
    "numeros_de_serie": _serie,
    "milliers": lambda brut: _deux(brut, True),
    "decimales": lambda brut: _deux(brut, False),
    "codes_postaux": lambda brut: Postal(sans_decimale(brut)),
    "virgules": lambda brut: str(brut).replace(",", "|"),
}


def compter(codes: list[Any], gardees: list[int], n: int) -> list[Any]:
    """The rank of each kept row among those of its action."""
    fois: dict[str, int] = {}
    comptes: list[Any] = [None] * n
    for i in gardees:
        cle = cle_mot(codes[i]) if codes else ""
        comptes[i] = fois[cle] = fois.get(cle, 0) + 1
    return comptes


def ecarter(e: Ecartee, brut: Any) -> bool:
    """True where this cell says that its row is no data."""
    lu, texte = cle_mot(brut), cle_mot(e.texte)
    return {
        "commence": lu.startswith(texte),
        "contient": texte in lu,
        "vaut": lu == texte,
        "vide": not lu,
    }[e.condition]
