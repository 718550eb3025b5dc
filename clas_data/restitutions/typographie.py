"""What a printer does to words and a screen does not: curved apostrophes, numbers that stay with what they count."""

from __future__ import annotations

import re
from typing import Any

from clas_data.formats import INSECABLE

COMPTE = re.compile(r"(?<![\d-])(?!(?:19|20)\d\d\b)(\d[\d\u202f]*(?:,\d+)?) (?=[a-zà-öø-ÿ])")  # « 28,8 semaines », never « 2022 pour »


def soigner(x: Any) -> Any:
    """The same words as they are printed: curved apostrophes, a number never cut from the word it counts."""
    if isinstance(x, str):
        return COMPTE.sub(rf"\1{INSECABLE}", x.replace("'", "’"))
    if isinstance(x, dict):
        return {c: soigner(v) for c, v in x.items()}
    return type(x)(soigner(v) for v in x) if isinstance(x, (list, tuple)) else x
