"""PDF documents: words and values in, a tagged A4 PDF with embedded fonts out — the same bytes for
the same input.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import font_source_sans_pro
import matplotlib
import pikepdf
import typst

from clas_data.figures.typographie import soigner

GABARITS = Path(__file__).parent / "gabarits"
# Source Sans Pro for the words, DejaVu Sans for the signs it lacks; never a font of the machine, so
# that every machine gives the same file.
POLICES = [
    Path(font_source_sans_pro.__file__).parent / "files",
    Path(matplotlib.get_data_path()) / "fonts" / "ttf",
]
# PDF/UA-1: tagged, titled, with an alternative text for each image; PDF/A-2a: kept for good, each
# with its date
NORMES = ["ua-1", "a-2a"]
FIN_CR_LF, FIN_CR = b"\r\nendstream", b"\r\rendstream"
STRUCTURE, CELLULES = "/StructElem", ("/TH", "/TD")
PORTEE = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def compose(
    gabarit: str,
    donnees: Mapping[str, Any],
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF that `gabarits/<gabarit>.typ` makes of `donnees`.

    The template reads `json("donnees.json")`: received words are values there, never markup, so
    nothing in them can be executed. All take French typography. `images` are svg or png files that
    the template names.
    """
    with tempfile.TemporaryDirectory() as dossier:
        racine = Path(dossier)
        for source in GABARITS.glob("*.typ"):
            (racine / source.name).write_bytes(source.read_bytes())
        (racine / "donnees.json").write_text(
            json.dumps(soigner(dict(donnees)), ensure_ascii=False), encoding="utf-8"
        )
        for nom, contenu in (images or {}).items():
            (racine / nom).write_bytes(contenu)
        return ranger(
            typst.compile(
                racine / f"{gabarit}.typ",
                root=racine,
                font_paths=POLICES,
                ignore_system_fonts=True,
                pdf_standards=NORMES,
            )
        )


def ranger(document: bytes) -> bytes:
    """The same PDF, the name of each row of its tables told as such, its objects packed: the tags
    that a screen reader follows weigh more than what is printed.
    """
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as lu:
        for o in lu.objects:
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == STRUCTURE:
                _entetes(o)
        # « no suspect » is what its absence says, and some readers take the word for a fault
        del lu.Root.MarkInfo["/Suspects"]
        lu.save(
            sortie,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,  # the same bytes for the same input
        )
    # what ends with a carriage return by chance would seem one byte too long before a line feed
    return sortie.getvalue().replace(FIN_CR_LF, FIN_CR)


def _entetes(o: pikepdf.Dictionary) -> None:
    """The first cell of a row names it. Columns and rows say what they head (/Scope): the list of
    headers that each cell holds would hide the row's.
    """
    if o.S in CELLULES and "/A" in o:
        for a in (a for a in o.A if "/Headers" in a):
            del a["/Headers"]
        o.A = pikepdf.Array([a for a in o.A if len(a) > 1])
    if o.S == "/TR" and (tete := o.K[0]).S == "/TD" and len(tete.get("/K", ())):
        tete.S = pikepdf.Name.TH
        tete.A = pikepdf.Array([*tete.get("/A", ()), PORTEE])


def pages(document: bytes) -> int:
    """How many pages a composed PDF has."""
    with pikepdf.open(io.BytesIO(document)) as lu:
        return len(lu.pages)
