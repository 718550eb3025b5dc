"""The words of the slides of the meeting: titles that are results, what is decided, what is said
aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clas_data import formats
from clas_data.figures.figure import Chiffre, Figure, Paragraphe, Tableau
from clas_data.restitutions.diapositives.mesures import GRAS, POINT, SIGNE, UTILE
from clas_data.restitutions.document import Partie

TITRES = (36, 32, 28, 26, 24)  # points, the largest first
SANS_MESSAGE = ("note", "avis", "intertitre", "chapeau")
CHIFFRE = re.compile(r"\d")
PRECONISATIONS = "preconisations"
DITES_MAX = 3  # sentences of the bilan in the notes of a slide


def resultat(m: Mapping[str, Any], f: Figure, p: Partie) -> str:
    """What the slide says: the result of the part where it is declared, else that of the figure,
    else the shortest sentence beside it that holds a number.
    """
    de_la_partie = getattr(p, "resultat", "") if m.get("titre") == "partie" else ""
    if de_la_partie:
        return de_la_partie[:1].upper() + de_la_partie[1:]
    phrases = [x for x in autour(p, f.cle) if CHIFFRE.search(x)]
    if CHIFFRE.search(f.titre) or not phrases:
        return f.titre
    return min(phrases, key=len).rstrip(".")


def corps(titre: str) -> int:
    """The largest size at which a title holds on two lines."""
    signe = POINT * SIGNE * GRAS / UTILE
    return next((c for c in TITRES if len(titre) * c * signe <= 1.85), TITRES[-1])


def su(c: Chiffre) -> bool:
    return c.valeur != formats.ND


def en_mots(c: Chiffre) -> str:
    """« 3 052 enfants prévus »."""
    return f"{c.valeur} {formats.en_phrase(c.nom)}"


def message(b: Paragraphe) -> bool:
    return b.genre == "message"


def autour(p: Partie, cle: str) -> list[str]:
    """The sentences of the bilan that lead to this figure."""
    rang = next(i for i, b in enumerate(p.blocs) if isinstance(b, Figure) and b.cle == cle)
    dites = [b.texte for b in p.blocs[:rang] if isinstance(b, Paragraphe) and b.genre == "corps"]
    return [x for x in dites if not x.endswith(":")][-DITES_MAX:]


def ecrites(p: Partie) -> Iterator[str]:
    """What people wrote in this part: its own sentences, and what each préconisation proposes, who
    does it and when. What is counted is no decision to take.
    """
    yield from (b.texte for b in p.de(Paragraphe) if b.genre not in SANS_MESSAGE)
    for t in p.de(Tableau):
        if t.cle == PRECONISATIONS:
            for _, proposition, *qui_quand in t.lignes:
                dits = [m for m in qui_quand if m != "–"]
                yield proposition + (f" ({', '.join(dits)})" if dits else "")


def manquants(recus: str) -> str:
    """« 8 sur 103 » of « 95 réponses sur 103 (92,2 %) »; "" where none is missing, or known."""
    lus = [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d\u202f]*", recus)[:2]]
    if len(lus) < 2 or lus[0] >= lus[1]:
        return ""
    return f"{formats.nombre(lus[1] - lus[0])} sur {formats.nombre(lus[1])}"
