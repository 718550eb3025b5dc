"""Several territories side by side, on the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clas_data import formats
from clas_data.figures import figure as modele
from clas_data.figures import tables
from clas_data.figures.figure import Figure, Serie
from clas_data.formats import INSECABLE, ND
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.territoires.mesures import Lecture


def cote_a_cote(
    ensemble: Lecture,
    taux: Mapping[str, float],
    inds: Sequence[Indicateur],
    lus: Mapping[str, Mapping[str, float]],
    champ: str,
) -> Figure:
    """The rate of each territory; its table has all their figures, by name then by indicator."""
    connus = {n: v for n, v in taux.items() if not formats.inconnu(v)}
    premier = max(connus, key=lambda n: connus[n], default="")
    titre = f"{ensemble.libelle}{INSECABLE}: {ND}"
    if premier:
        titre = (
            f"{premier} accompagne le plus d'enfants {ensemble.unite}{INSECABLE}: "
            f"{formats.nombre(connus[premier], 1)}"
        )
    return Figure(
        "cote",
        modele.BARRES,
        titre,
        f"{ensemble.libelle}, {ensemble.campagne}",
        tuple(taux),
        (
            Serie(
                ensemble.libelle,
                tuple(connus.get(n) for n in taux),
                tuple(formats.nombre(v, 1) for v in taux.values()),
            ),
        ),
        "Territoire",
        ensemble.unite,
        "",
        champ,
        ensemble.source,
        detail=tables.compose(
            "cote",
            {
                "Indicateur": [i.titre for i in inds],
                "Unité": [i.unite for i in inds],
                **{n: [valeurs.get(i.id) for i in inds] for n, valeurs in lus.items()},
            },
        ),
    )
