"""Office files that are the same twice: one time for every entry of the zip, the date of edition in
the properties, embedded workbooks included.
"""

from __future__ import annotations

import io
import re
import zipfile

HEURE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
# python-pptx numbers the axes of its charts below zero, which the format forbids
AXES = re.compile(rb'(<c:(?:axId|crossAx) val=")-')
DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def figer(octets: bytes, jour: str) -> bytes:
    """The same office file, without anything of the moment when it was written; `jour` is an ISO
    date.
    """
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as lu,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit,
    ):
        for entree in lu.infolist():
            contenu = lu.read(entree)
            if entree.filename.endswith("docProps/core.xml"):
                contenu = DATES.sub(rb"\g<1>" + f"{jour}T00:00:00Z".encode() + rb"\g<3>", contenu)
            elif entree.filename.startswith(("ppt/charts/chart", "word/charts/chart")):
                contenu = AXES.sub(rb"\g<1>", contenu)
            elif entree.filename.endswith(".xlsx"):
                contenu = figer(contenu, jour)
            fixe = zipfile.ZipInfo(entree.filename, HEURE)
            fixe.compress_type, fixe.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            ecrit.writestr(fixe, contenu)
    return sortie.getvalue()
