"""The formats of the bilan: what each is for, and who writes it."""

from __future__ import annotations

from clas_data.errors import UsageError
from clas_data.figures.typographie import soigner
from clas_data.restitutions.bilan import (
    renvois,
    vers_docx,
    vers_pdf,
    vers_pptx,
    vers_xlsx,
)
from clas_data.restitutions.document import Document
from clas_data.restitutions.reunion import deroule

FORMATS = {
    "docx": (
        "Document Word",
        vers_docx.ecrire,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": ("PDF", vers_pdf.ecrire, "application/pdf"),
    "xlsx": (
        "Classeur",
        vers_xlsx.ecrire,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "pptx": (
        "Diapositives de la réunion",
        deroule.ecrire,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "annexe.pptx": (
        "Diapositives d'annexe",
        vers_pptx.ecrire,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
}
NUMEROTES = ("docx", "pdf")  # their sentences cite their figures by their number


def ecrire(d: Document, format_: str) -> bytes:
    """The document in this format; the same document gives the same bytes."""
    if format_ not in FORMATS:
        raise UsageError(f"Le format « {format_} » n'existe pas. Choisissez {', '.join(FORMATS)}.")
    d = soigner(d)
    return FORMATS[format_][1](d if format_ in NUMEROTES else renvois.retirer(d))
