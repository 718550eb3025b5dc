"""The words around a figure: title, reading, field, source, note, coverage, alternative text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.formats import INSECABLE, ND, ponctuer
from clas_data.indicateurs.catalogue import Indicateur

ECHAPPE = html.escape
# the last: what begins a list, or underlines a title
_MARKDOWN = re.compile(r"([\\`*_~\[\]<>$:|.@#!&]|^\s*(?:[-+=]|\d+\)))", re.MULTILINE)
_CAMPAGNE = re.compile(r"\b\d{4}-\d{4}\b")


def typographic(texte: str) -> str:
    """Spaces before « : ; ! ? % » and inside guillemets that no line break may take: the one rule
    of the house.
    """
    return ponctuer(texte)


def in_html(texte: str) -> str:
    """A sentence as HTML: received words escaped, a campagne never cut at its hyphen."""
    return _CAMPAGNE.sub(
        lambda m: f'<span class="clas-entier">{m[0]}</span>', html.escape(typographic(texte))
    )


def a_entendre(alternative: str) -> str:
    """An alternative as it is said aloud: « n.d. » in whole words, so that its points end no
    sentence.
    """
    return alternative.replace(ND, "non disponible")


def plain(texte: str) -> str:
    """A text as it is searched: no accent, no case, one apostrophe."""
    return (
        unicodedata.normalize("NFKD", texte.replace("’", "'"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )


def litteral(texte: str) -> str:
    """Words that come from elsewhere (a link, a file), for a text in Markdown: shown as they are,
    never a link, an image or a colour.
    """
    return _MARKDOWN.sub(lambda m: f"{m[0][:-1]}\\{m[0][-1]}", texte)


def valeur(ind: Indicateur, v: Any, *, signe: bool = False) -> str:
    """A value of this indicator, as it is written everywhere."""
    return formats.valeur_unite(v, ind.unite, ind.decimales, signe=signe)


def notes(paires: Sequence[tuple[str, str]]) -> str:
    """Lecture, Champ, Source, Note: one paragraph each, as HTML."""
    lignes = "".join(
        f"<p><b>{nom}{INSECABLE}:</b> {in_html(texte)}</p>" for nom, texte in paires if texte
    )
    return f'<div class="clas-notes">{lignes}</div>'
