"""A computed picture (a simulation, a flow, a map) as a figure: one card for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from clas_data.figures import figure as modele
from clas_data.figures.figure import Figure
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import figure

A_LA_DEMANDE = ("Lecture", "Note", "Prudence", "Réponses")  # the card has a place for each


def show(
    cle: str,
    titre: str,
    sous_titre: str,
    dessiner: Callable[[], Any] | None,
    *,
    alternative: str,
    donnees: pd.DataFrame,
    notes: Sequence[tuple[str, str]],
    champ: str,
    source: str,
    vide: str = "Rien à dessiner ici.",
    legende: str = "",
    ind: Indicateur | None = None,
    **options: Any,
) -> None:
    """The card of this picture; `ind` adds its definition, `options` are those of the chart."""
    dits = {n: " ".join(t for m, t in notes if m == n and t) for n, _ in notes}
    f = Figure(
        cle,
        modele.PROPRE,
        titre,
        sous_titre,
        (),
        (),
        "",
        "",
        dits.get("Lecture", ""),
        champ,
        source,
        dits.get("Note", ""),
        reponses=dits.get("Réponses", ""),
        avertissements=(dits["Prudence"],) if dits.get("Prudence") else (),
        indicateur=ind.id if ind else "",
        notes=tuple((n, t) for n, t in notes if n not in A_LA_DEMANDE and t),
        en_mots=alternative.replace(f"{titre}. ", "", 1),
    )
    figure.show(f, dessiner=dessiner, donnees=donnees, legende=legende, vide=vide, **options)
