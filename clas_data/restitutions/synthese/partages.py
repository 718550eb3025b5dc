"""The départements that share their figures, in the words of a synthèse."""

from __future__ import annotations

from clas_data.formats import ponctuer
from clas_data.restitutions.synthese.composition import Synthese


def partages(s: Synthese) -> str:
    """Who they are together, and who says so; empty where nobody shares."""
    vus = [l.partages for l in s.rapports if l.partages is not None]
    if not vus:
        return ""
    return ponctuer(
        f"l'{vus[0].territoire.nom}, {s.campagne} ; rapports de sommes, secret appliqué. "
        f"{vus[0].source}."
    )
