"""A dossier taken away: a document, slides, a PDF, drawn as those of the bilan are."""

from __future__ import annotations

from clas_data.acces import Acteur
from clas_data.restitutions.dossiers.garde import Dossier


def show(acteur: Acteur, d: Dossier) -> None:
    """The files of this dossier, as this reader may see it."""
