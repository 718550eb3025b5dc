"""French typography of every document: curved apostrophes, spaces that no line break takes, numbers
that stay with what they count.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from clas_data.formats import INSECABLE, ponctuer

# « 28,8 semaines », never « 2022 pour »
COMPTE = re.compile(r"(?<![\d-])(?!(?:19|20)\d\d\b)(\d[\d\u202f]*(?:,\d+)?) (?=[€a-zà-öø-ÿ])")
# What no printed page shows: controls (Word refuses a document that holds one; a text pasted from
# it brings its line break, \v), marks that turn the reading over.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
TIRET = "\u2011"  # hyphen that no line break takes
CAMPAGNE = re.compile(r"\b(\d{4})-(\d{4})\b")
SAUT = re.compile("[\v\f\u2028\u2029]")


def soigner(x: Any) -> Any:
    """The same words as they are printed, in a text, a list, a mapping or a whole document; done
    twice, it changes nothing more.
    """
    if isinstance(x, str):
        x = INVISIBLE.sub("", SAUT.sub("\n", x))
        return COMPTE.sub(rf"\1{INSECABLE}", ponctuer(x).replace("'", "’"))
    if isinstance(x, dict):
        return {c: soigner(v) for c, v in x.items()}
    if is_dataclass(x):
        return replace(x, **{f.name: soigner(getattr(x, f.name)) for f in fields(x)})
    return type(x)(soigner(v) for v in x) if isinstance(x, (list, tuple)) else x


def sans_coupure(x: Any) -> Any:
    """The words as they are printed, where the format cannot keep a campagne whole by itself: its
    hyphen takes no line break.
    """
    if isinstance(x, str):
        return CAMPAGNE.sub(rf"\1{TIRET}\2", soigner(x))
    return type(x)(sans_coupure(v) for v in x) if isinstance(x, (list, tuple)) else x
