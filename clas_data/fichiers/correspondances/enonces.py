"""A header as its author may have meant it: without the number of its question, its unit or the
group it stands in, its words cut short written whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.fichiers.sens.mots import normalise
from clas_data.fichiers.titres import MENTION, NUMERO, cle

Enonce = tuple[str, float]  # the key of a text, what is lost in reading it so
ENTIER, NU, SANS_ANNEE, DEROULE, PARTIE, ETAGE = 0.0, 0.02, 0.03, 0.03, 0.04, 0.06
REPERE = re.compile(r"^[a-z]+\d+[a-z0-9]*(\[\w+\]|\(\w+\))?\s*[.:]\s+")  # « G02Q05[SQ001]. »
SOUS_QUESTION = re.compile(r".+\[([^\[\]]{3,})\]")  # « Combien ? [Salariés] »
CHEMIN = re.compile(r"(?:[^\s/]+/)+([^\s/]{3,})")  # « moyens/nb_salaries »
SOUS_TITRE = re.compile(r".+ / (.+)")  # « Dépenses / Achats »
EXEMPLE = re.compile(r"\((?:p\.? ?|par )?ex(?:emple)?\b[^()]*\)")  # « (ex. 1h30) »
UNITE = re.compile(  # « (k€) », « en euros »
    r"\(?(?<![a-z0-9])(en )?(k ?€|€|k ?e(ur(os?)?)?\b|milliers d'euros|euros?\b|eur\b)\s*\)?"
)
COUPE = re.compile(r"([a-z]+)(\.?)")
AILLEURS = 0.7  # what is left to a header that says it is about something else
DEROULES = 6  # ways of writing a header whole that are looked at


@cache
def vocabulaire() -> dict[str, Any]:
    """What is declared in `vocabulaire.yaml`."""
    return declarations.read(Path(__file__).parent / "vocabulaire.yaml")


def nu(entete: str) -> str:
    """A header without its number, its star, « (obligatoire) »."""
    texte = normalise(entete)
    return cle(MENTION.sub("", NUMERO.sub("", texte, count=1)))


@lru_cache(maxsize=20_000)
def enonces(entete: str) -> tuple[Enonce, ...]:
    """Every way to read a header, the most faithful first; each text once."""
    texte = normalise(entete)
    textes = [(cle(texte), ENTIER), (nu(texte), NU)]
    sans_repere = _rubriques().sub("", REPERE.sub("", EXEMPLE.sub("", texte), count=1))
    sans_unite = UNITE.sub(" ", sans_repere)
    for t in (sans_repere, sans_unite):
        textes += [(cle(t), NU), (nu(t), NU), (_sans_annee(nu(t)), SANS_ANNEE)]
    for motif, perte in ((SOUS_QUESTION, PARTIE), (CHEMIN, PARTIE), (SOUS_TITRE, ETAGE)):
        if lu := motif.fullmatch(sans_repere.strip(" *:?")):
            seule = UNITE.sub(" ", lu[1])
            textes += [(cle(lu[1]), perte), (nu(seule), perte)]
            textes += [(d, perte) for d in _deroules(seule)]
    textes += [(d, DEROULE) for d in _deroules(MENTION.sub("", NUMERO.sub("", sans_unite)))]
    uniques: dict[str, float] = {}
    for t, perte in textes:
        if t and perte < uniques.get(t, 1.0):
            uniques[t] = perte
    return tuple(sorted(uniques.items(), key=lambda e: e[1]))


@cache
def _rubriques() -> re.Pattern[str]:
    """« CHARGES - 60 Achats »: the title of a part, and what separates it from what is asked."""
    return re.compile(r"^(" + "|".join(vocabulaire()["rubriques"]) + r")\s*(?: [-–—]|:|>)\s+(?=\S)")


def _sans_annee(texte: str) -> str:
    return re.sub(r"\b20\d\d( ?\d{2,4})?\b", "", texte).strip()


def _deroules(texte: str) -> list[str]:
    """« nb enf. suivis » → « nb enfants suivis »; nothing where no word is cut short."""
    abreges, entiers = vocabulaire()["abreges"], vocabulaire()["mots_entiers"]
    choix = [
        abreges[m[1]] if m[1] in abreges and (m[2] or m[1] not in entiers) else [m[1]]
        for m in COUPE.finditer(re.sub(r"(?<=[a-z])_(?=[a-z])", " ", texte))
    ]
    chiffres = re.match(r"\s*(\d+(?: ?a ?\d+)?)", texte)
    tete = f"{chiffres[1]} " if chiffres else ""
    if all(len(c) == 1 for c in choix) and not any(
        m[1] in abreges and (m[2] or m[1] not in entiers) for m in COUPE.finditer(texte)
    ):
        return []
    return [cle(tete + " ".join(p)) for p in list(product(*choix))[:DEROULES]]


@cache
def _rangs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """« groupe A », « 2e collectif »: how the rank of a group is written without its figure."""
    noms = "|".join(vocabulaire()["milieux"])
    ordres = "|".join(vocabulaire()["ordres"])
    return (
        re.compile(rf"\b((?i:{noms}))(s?[\s_-]+)([A-H])\b(?!['’])"),
        re.compile(
            rf"\b(?:(\d{{1,2}}) ?(?:er|ère|re|nd|nde|ème|eme|e)|({ordres}))\s+({noms})\b", re.I
        ),
    )


def en_chiffres(entete: str) -> str:
    """« Filles (groupe B) », « 2e groupe : F » → « Filles (groupe 2) », « groupe 2 : F »."""
    lettre, ordre = _rangs()
    lu = lettre.sub(lambda m: f"{m[1]}{m[2]}{ord(m[3]) - ord('A') + 1}", entete)
    dits = vocabulaire()["ordres"]
    return ordre.sub(lambda m: f"{m[3]} {m[1] or dits[m[2].casefold()]}", lu)


def ailleurs(entete: str, colonne: str) -> float:
    """« Commune du siège » is not where the action stands; « ID » is the number of an answer."""
    mots = vocabulaire()["ailleurs"].get(colonne, ())
    dit = colonne == "code_action" and nu(entete) in vocabulaire()["internes"]
    return AILLEURS if dit or {*nu(entete).split()} & {*mots} else 1.0


def inverse(entete: str, colonne: str) -> bool:
    dits = vocabulaire()
    return nu(entete) in map(str, dits["inverses"].get(colonne, ())) or bool(
        {*nu(entete).split()} & {*dits["negations"]}
    )
