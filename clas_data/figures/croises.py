"""Several indicators by the values of one axis, as a table to sort and take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clas_data.figures.figure import Tableau
from clas_data.figures.mots import champ, signes, source
from clas_data.figures.valeur import Valeur, ou_rien
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import catalogue, colonnes


def croise(v: Valeurs, d: Mapping[str, Any]) -> list:
    """One row per value of the axis, in the order of the first indicator."""
    ids, axe = d["ids"], d["axe"]
    v.preparer_par(ids, axe)
    noms: dict[str, str] = {}
    lus: dict[tuple[str, str], Valeur] = {}
    for id_ in ids:
        for l in colonnes.lignes(v.par(id_, axe)):
            noms.setdefault(l["code"], l["libelle"])
            lus[id_, l["code"]] = Valeur(ou_rien(l["valeur"]), secret=bool(l["secret"]))
    valeurs = {c: [lus.get((i, c), Valeur(None)) for i in ids] for c in noms}
    lignes = tuple(
        (noms[c], *(v.texte(i, x, unite=False) for i, x in zip(ids, xs, strict=True)))
        for c, xs in valeurs.items()
    )
    inds = [v.indicateur(i) for i in ids]
    return [
        Tableau(
            f"tableau_{axe}",
            d["titre"],
            (catalogue.AXES[axe], *(i.court or i.titre for i in inds)),
            lignes,
            tuple((noms[c], *(x.valeur for x in xs)) for c, xs in valeurs.items()),
            note=signes(lignes),
            source=source(*inds),
            champ=champ(v),
            indicateurs=tuple(ids),
            total=("Ensemble", *(v.texte(i, v.une(i), unite=False) for i in ids)),
            axe=axe,
            codes=tuple(valeurs),
        )
    ]
