"""One header as people write it: the column of ours that it is, or the one that it resembles."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.fichiers import schemas
from clas_data.fichiers.mots import normalise
from clas_data.fichiers.ouverture import encodages

PROCHE = 0.75  # similarity from which a header is suggested
NUMERO = re.compile(r"(q(uestion)? ?\d{1,3}\s*[.):\-–—]*|n° ?\d{1,3}|\d{1,3}\s*[.)])\s+")
MENTION = re.compile(
    r"[\s\-–—]*[(\[]?(champ )?(obligatoire|facultati(f|ve)|optionnel(le)?|requise?"
    r"|o ?/ ?n|oui ?/ ?non)[)\]]?\s*[*?:]*$"
)
PERSONNEL = re.compile(
    r"\b(prenoms?|nom (de l'|de l |d'un |des )?(enfants?|eleves?|jeunes?)|date de "
    r"naissance|ne\(?e?\)? le|adresse (de l'|des )?(enfants?|familles?|parents?)"
    r"|(telephone|mail|courriel|e-mail) (de l'|des )?(enfants?|familles?|parents?)|ine|numero "
    r"(allocataire|de securite sociale)|nir)\b"
)
ADULTE = re.compile(
    r"\b(referente?s?|responsables?|contacts?|president|presidente|direct(eur|rice)"
    r"|coordinat(eur|rice)s?|coordonnat(eur|rice)s?|accompagnat(eur|rice)s?|intervenante?s?"
    r"|salariee?s?|benevoles?|redact(eur|rice)|porteur|signataire|interlocut(eur|rice))\b"
)
ENFANT = re.compile(r"\b(enfants?|eleves?|jeunes?|parents?|familles?|meres?|peres?)\b")


@lru_cache(maxsize=20_000)
def _cle(texte: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", normalise(encodages.repair(texte))).strip()


def cle(texte: Any) -> str:
    """« Nb. d'enfants » and « nb d enfants » are the same header: letters and digits only."""
    return _cle(str(texte))


@cache
def connus(table: str, campagne: str) -> dict[str, str]:
    """Normalised header → column: technical names, titles, and that campagne's own headers (which
    win).
    """
    schema, annee = schemas.load()[table], schemas.entetes_de(campagne)
    noms = {cle(c.titre): n for n, c in schema.colonnes.items()} | {
        cle(n): n for n in schema.colonnes
    }
    return noms | {cle(annee[table, n]): n for n in schema.colonnes if (table, n) in annee}


@cache
def questions(table: str) -> dict[str, str]:
    """Our own questions → column, where one column only asks it; and other known headers."""
    colonnes = schemas.load()[table].colonnes
    fois = Counter(cle(c.question) for c in colonnes.values())
    trouvees = {cle(c.question): n for n, c in colonnes.items() if fois[cle(c.question)] == 1}
    return trouvees | _declares(table, "lus")


@cache
def _declares(table: str, sorte: str) -> dict[str, str]:
    declares = declarations.read(Path(__file__).parent / "entetes_connus.yaml")
    blocs = (declares["tous"].get(sorte, {}), declares.get(table, {}).get(sorte, {}))
    return {t: nom for bloc in blocs for nom, textes in bloc.items() for t in textes}


@lru_cache(maxsize=20_000)
def rapprocher(entete: str, table: str, campagne: str) -> str | None:
    """The column of a header once its number, « (obligatoire) » or its year are left out, or which
    is the question itself.
    """
    texte = normalise(encodages.repair(entete))
    sans = MENTION.sub("", NUMERO.sub("", texte, count=1)).removesuffix(campagne)
    for candidat in (cle(texte), cle(sans)):
        for noms in (connus(table, campagne), questions(table)):
            if candidat in noms:
                return noms[candidat]
    return None


def ressembler(entete: Any, table: str, campagne: str) -> str | None:
    """The column that a header resembles: to offer, never to read."""
    if (nom := _declares(table, "offerts").get(cle(entete))) is not None:
        return nom
    noms = connus(table, campagne)
    proches = get_close_matches(cle(entete), list(noms), 1, PROCHE)
    return noms[proches[0]] if proches else None


def libelle(table: str, colonne: str, campagne: str) -> str:
    """The header that a person reads for this column that year."""
    return (
        schemas.entetes_de(campagne).get((table, colonne))
        or schemas.load()[table].colonnes[colonne].titre
    )


def personnel(entete: Any) -> bool:
    """True for a header that announces a child's or a family's own data; not for an adult's of the
    structure (« Prénom du référent »).
    """
    texte = normalise(entete)
    adulte = ADULTE.search(texte) and not ENFANT.search(texte)
    return PERSONNEL.search(texte) is not None and not adulte
