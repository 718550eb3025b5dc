"""The page of the framework, in French: its language, its name, and all that it says by itself."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from clas_data import declarations, formats


@cache
def script() -> bytes:
    """What a browser runs before the framework: its words change where they arrive, and the spaces
    of French stand wherever a sentence is shown.
    """
    ici = Path(__file__)
    dits = {**declarations.read(ici.with_suffix(".yaml")), "espaces": formats.ESPACES}
    lus = json.dumps(dits, ensure_ascii=False).replace("</", "<\\/")
    code = ici.with_suffix(".js").read_text(encoding="utf-8").rstrip()
    return f"<script>{code}({lus});</script>".encode()


def page(corps: bytes) -> bytes:
    """The page of the framework as a reader of this dashboard gets it; any other, as it is."""
    if b'<html lang="en">' not in corps:
        return corps
    return (
        corps.replace(b'<html lang="en">', b'<html lang="fr">')
        .replace(b"<title>Streamlit</title>", b"<title>Clas</title>")
        .replace(b"<head>", b"<head>" + script(), 1)
    )
