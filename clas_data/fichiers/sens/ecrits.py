"""Numbers and days as people write them: every reading that a text allows, so that what has two
meanings is refused instead of guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from clas_data import formats
from clas_data.fichiers.feuilles import Pourcent

ESPACE = re.compile(r"[\s\u00a0\u202f\u2009\u2007\u200b\ufeff]+")
CHIFFRES = str.maketrans("０１２３４５６７８９，．＋－", "0123456789,.+-") | {
    ord(formats.MOINS): "-",
    ord("’"): "'",
}
SIGNE = r"[+-]?"
SIMPLE = re.compile(rf"{SIGNE}\d+([.,]\d+)?")
GROUPES = re.compile(rf"{SIGNE}\d{{1,3}}(?P<m>[ '.,])\d{{3}}((?P=m)\d{{3}})*(?P<d>[.,]\d+)?")
DEUX = re.compile(rf"({SIGNE}[1-9]\d{{0,2}})[.,](\d{{3}})")  # « 1.248 »: 1 248 or 1,248
PLUSIEURS = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:/|-|à|a|ou|et) ?(\d+(?:[.,]\d+)?)")
PUISSANCE = re.compile(rf"{SIGNE}\d+([.,]\d+)?[eE][+-]?\d{{1,2}}")
APPROCHE = re.compile(r"(environ|env\.?|approximativement|approx\.?|à peu près|~|≈|±) ?")
HEURES = re.compile(r"(\d+) ?(?:h|heures?) ?(?:([0-5]\d) ?(?:min|mn|minutes?)?)?")
UNITE_TEMPS = {"h": 60, "heure": 60, "min": 1, "mn": 1, "minute": 1}  # in minutes
EURO = re.compile(r" ?(€|eur|euros?)$")
POURCENT = re.compile(r" ?(%|pour ?cent)$")
# « 12* », « 9 (1) »
RENVOI = re.compile(r"(.*\d) ?(?:\*{1,3}|[¹²³†‡]|\((?:[1-9]|[a-d])\)|\[[1-9]\])")
NEGATIF = re.compile(r"\(([\d .,']*\d[\d .,']*)\)")  # « (1 250,00) », as accountants write
AUCUN = {"aucun", "aucune", "neant", "zero"}
MOIS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
MOIS_ANGLAIS = (
    "january february march april may june july august september october november december"
)
ABREGE = 3  # letters of a month cut short: « nov. », « Nov »; « jui » is two of them
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
JOUR_NOMME = r"(?:(?:[a-z]+di|dimanche|[a-z]+day),? )?"
EN_LETTRES = re.compile(
    rf"{JOUR_NOMME}(\d{{1,2}})(?:er|st|nd|rd|th)?[ -]([a-z]+)\.?[ -](\d{{4}}|\d\d)"
)
A_L_ANGLAISE = re.compile(rf"{JOUR_NOMME}([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
COMPACTE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")  # « 20211113 »
COLLEE = re.compile(r"(\d\d)(\d\d)((?:19|20)\d\d)")  # « 13112021 »: only offered
MOTIFS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")
MOTIFS += ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")  # the day of a form filled at that hour
MOTIFS_COURTS = ("%d/%m/%y", "%d-%m-%y", "%d.%m.%y")
BARRES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
HORODATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")
EPOQUE = date(1899, 12, 30)  # day 0 of the serial numbers of spreadsheets
SERIE = re.compile(r"[34567]\d{4}(\.0+)?")  # 1982 to 2119


@dataclass(frozen=True)
class Lu:
    """The readings of a text (none, one, several), and whether it was written otherwise than we
    would have (« 12 enfants »).
    """

    lectures: tuple[Any, ...] = ()
    converti: bool = False
    propose: Any = None


def nombre(brut: Any, unite: str = "", titre: str = "") -> Lu:
    """The readings of a number; a length of time is read in the column's own unit."""
    if isinstance(brut, bool):
        return Lu()
    if isinstance(brut, (int, float, Decimal)):
        fois = 100 if isinstance(brut, Pourcent) and "%" in unite else 1
        return Lu((Decimal(str(brut)) * fois,))
    if isinstance(brut, (time, timedelta)):
        return _temps(brut, unite)
    texte = ESPACE.sub(" ", str(brut).translate(CHIFFRES)).strip().lstrip("'").casefold()
    if _sans_accent(texte) in AUCUN:
        return Lu(propose=Decimal(0))
    if unite == "€" and texte.replace(" ", "") in ("-€", "-eur"):
        return Lu((Decimal(0),), True)  # how a spreadsheet shows zero in its accounting format
    approche = APPROCHE.match(texte)
    reste = texte[approche.end() :] if approche else texte
    reste = EURO.sub("", reste) if "€" in unite else reste  # euros of children are another column
    if (minutes := _duree(reste, unite)) is not None:
        return Lu((minutes,), True)
    nu = POURCENT.sub("", reste) if "%" in unite else reste
    sans_mot = _sans_unite(nu, f"{unite} {titre}")
    lu = _chiffres(sans_mot)
    if not lu.lectures and lu.propose is None and (renvoi := RENVOI.fullmatch(sans_mot)):
        return Lu(propose=next(iter(_seule(_chiffres(renvoi[1]))), None))
    return Lu(lu.lectures, bool(approche) or sans_mot != reste, lu.propose)


def _seule(lu: Lu) -> tuple[Any, ...]:
    return lu.lectures if len(lu.lectures) == 1 else ()


def part(brut: Any) -> bool:
    """True for « 75 % », which is no count."""
    return isinstance(brut, str) and POURCENT.search(brut.strip().casefold()) is not None


def approche(brut: Any) -> bool:
    """True for « env. 30 », which says itself that it is not exact."""
    return isinstance(brut, str) and APPROCHE.match(brut.strip().casefold()) is not None


def _chiffres(texte: str) -> Lu:
    if negatif := NEGATIF.fullmatch(texte):
        return Lu(tuple(-n for n in _chiffres(negatif[1]).lectures))
    if double := DEUX.fullmatch(texte):
        entier, decimales = double.groups()
        return Lu((Decimal(entier + decimales), Decimal(f"{entier}.{decimales}")))
    if SIMPLE.fullmatch(texte):
        return Lu((Decimal(texte.replace(",", ".")),))
    if (groupe := GROUPES.fullmatch(texte)) and groupe["d"] is not None:
        if groupe["d"][0] != groupe["m"]:
            entier = re.sub(r"[ '.,]", "", texte[: groupe.start("d")])
            return Lu((Decimal(entier + groupe["d"].replace(",", ".")),))
    elif groupe:
        return Lu((Decimal(re.sub(r"[ '.,]", "", texte)),))
    if PUISSANCE.fullmatch(texte):
        return Lu(propose=Decimal(texte.replace(",", ".")))
    if plusieurs := PLUSIEURS.fullmatch(texte):
        return Lu(tuple(Decimal(n.replace(",", ".")) for n in plusieurs.groups()))
    return Lu()


def _sans_accent(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))


def _sans_unite(texte: str, mots: str) -> str:
    """« 12 enfants » → « 12 » where the word is one of the column's own."""
    trouve = re.fullmatch(r"([+-]?[\d][\d .,']*?) ?([^\W\d]+)", texte)
    connus = {_sans_accent(m.casefold()).rstrip("s") for m in re.findall(r"[^\W\d]{3,}", mots)}
    if trouve and _sans_accent(trouve[2]).rstrip("s") in connus:
        return trouve[1].strip()
    return texte


def _base(unite: str) -> int | None:
    return UNITE_TEMPS.get(unite.rstrip("s"))


def _duree(texte: str, unite: str) -> Decimal | None:
    """« 1h30 », « 90 min » or « 1,5 h » in a column of minutes or of hours."""
    base = _base(unite)
    if base is None:
        return None
    if trouve := HEURES.fullmatch(texte):
        return Decimal(int(trouve[1]) * 60 + int(trouve[2] or 0)) / base
    simple = re.fullmatch(r"(\d+(?:[.,]\d{1,2})?) ?(h|heures?|min|mn|minutes?)", texte)
    if simple:
        return Decimal(simple[1].replace(",", ".")) * UNITE_TEMPS[simple[2].rstrip("s")] / base
    return None


def _temps(brut: time | timedelta, unite: str) -> Lu:
    base = _base(unite)
    if base is None:
        return Lu()
    ecoule = (
        brut if isinstance(brut, timedelta) else timedelta(hours=brut.hour, minutes=brut.minute)
    )
    return Lu((Decimal(int(ecoule.total_seconds())) / 60 / base,), True)


def jour(brut: Any) -> Lu:
    """The readings of a day; the serial number of a spreadsheet is only offered."""
    if isinstance(brut, datetime):
        return Lu((brut.date(),))
    if isinstance(brut, date):
        return Lu((brut,))
    texte = ESPACE.sub(" ", str(brut).translate(CHIFFRES)).strip()
    for motif in MOTIFS + MOTIFS_COURTS:
        try:
            return Lu((datetime.strptime(texte, motif).date(),), motif in MOTIFS_COURTS)
        except ValueError:
            continue
    if BARRES.fullmatch(texte) and (americain := jour_et_mois(texte)):
        return Lu(propose=americain[1])  # « 11/15/2021 »: the month comes first
    if SERIE.fullmatch(texte):
        return Lu(propose=EPOQUE + timedelta(days=int(float(texte))))
    if ecrit := _en_lettres(_sans_accent(texte.casefold())):
        return Lu((ecrit,), True)
    nu = texte.removesuffix(".0")
    if (lue := COMPACTE.fullmatch(nu)) and (compacte := _date(*map(int, lue.groups()))):
        return Lu((compacte,), True)
    if lue := COLLEE.fullmatch(nu):
        return Lu(propose=_date(*map(int, reversed(lue.groups()))))
    try:
        if HORODATE.match(texte):
            return _horodate(datetime.fromisoformat(texte.replace(" UTC", "+00:00")))
    except ValueError:
        return Lu()
    return Lu()


def _en_lettres(texte: str) -> date | None:
    """« 13 novembre 2021 », « 13-nov.-21 », « Nov 13, 2021 »."""
    if lue := EN_LETTRES.fullmatch(texte):
        jours, mois, annee = lue.groups()
    elif lue := A_L_ANGLAISE.fullmatch(texte):
        mois, jours, annee = lue.groups()
    else:
        return None
    rangs = {
        r
        for noms in (MOIS, MOIS_ANGLAIS.split())
        for r, nom in enumerate(noms, 1)
        if nom == mois or (len(mois) >= ABREGE and nom.startswith(mois))
    }
    entiere = int(annee) + (2000 if len(annee) == 2 else 0)
    trouve = _date(entiere, rangs.pop(), int(jours)) if len(rangs) == 1 else None
    nomme = texte.split()[0] if trouve else ""  # « dimanche 13 », which was a Saturday
    return None if nomme in JOURS and nomme != JOURS[trouve.weekday()] else trouve


def jour_et_mois(brut: Any) -> tuple[date | None, date | None] | None:
    """(the day read day first, the day read month first), None where that is no such date."""
    if isinstance(brut, (date, datetime)):
        jours, mois, annee = brut.day, brut.month, brut.year
    elif trouve := BARRES.fullmatch(str(brut).strip()):
        jours, mois, annee = map(int, trouve.groups())
    else:
        lu = jour(brut).lectures
        return (lu[0], None) if len(lu) == 1 else None
    return _date(annee, mois, jours), _date(annee, jours, mois)


def _date(annee: int, mois: int, jours: int) -> date | None:
    try:
        return date(annee, mois, jours)
    except ValueError:
        return None


def _horodate(moment: datetime) -> Lu:
    """The day written; late in the evening of another time zone, the next one is as likely."""
    ecrit = moment.date()
    if moment.utcoffset() == timedelta(0) and moment.hour >= 22:
        return Lu((ecrit, ecrit + timedelta(days=1)))
    return Lu((ecrit,), True)
