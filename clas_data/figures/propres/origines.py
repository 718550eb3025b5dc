"""The figures of where the money comes from and goes: who pays over the years, one year's flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from clas_data import formats
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.propres.financements import BILANS, COMPTES
from clas_data.figures.valeur import Valeur
from clas_data.formats import euros


def part(v: float, total: float) -> str:
    """A share of the whole, « n.d. » of nothing."""
    return formats.pourcent(100 * v / total if total else float("nan"), 0)


def colonnes(
    cle: str,
    titre: str,
    sous_titre: str,
    t: pd.DataFrame,
    campagne: str,
    bilans: Mapping[str, Valeur],
    avertissements: Sequence[str],
    champ: str,
    note: str = "",
    detail: pd.DataFrame | None = None,
) -> Figure:
    """A stacked column per campagne, with how many bilans are behind each and the guard's word."""
    campagnes = [str(c) for c in t.index]
    recus = {
        c: x.reponses.replace("réponses", "bilans").replace("réponse", "bilan")
        for c, x in bilans.items()
    }
    dessous = tuple(
        ()
        if x.attendus is None
        else (formats.nombre(x.repondants), f"sur {formats.nombre(x.attendus)}")
        for x in bilans.values()
    )
    series = tuple(
        (str(n), tuple(map(tables.plain, t[n]))) for n in t.columns if (t[n].fillna(0) != 0).any()
    )
    ici = {n: v[campagnes.index(campagne)] for n, v in series}
    plus = {} if detail is None else {n: detail[n] for n in detail.columns}
    return images.figure(
        cle,
        titre,
        sous_titre,
        images.Financeurs(tuple(campagnes), series, dessous) if series else None,
        tables.compose(
            cle,
            {
                "Campagne": campagnes,
                **{str(n): t[n] for n in t.columns},
                "Total": t.sum(axis=1, min_count=1),
                "Bilans": [recus[c] for c in campagnes],
                **plus,
            },
        ),
        en_mots=" ; ".join(
            f"{c} : " + ", ".join(f"{n} {euros(v[i])}" for n, v in series)
            for i, c in enumerate(campagnes)
        )
        + ".",
        champ=champ,
        source=BILANS,
        lecture=" ; ".join(f"{n} : {euros(v)}" for n, v in ici.items()) + f", en {campagne}."
        if series
        else "",
        note=(
            "Une somme de bilans dépend du nombre de bilans reçus, écrit sous chaque campagne "
            f"(reçus sur attendus). {COMPTES} {note}"
        ).strip(),
        avertissements=tuple(x for x in (" ".join(avertissements),) if x),
    )


def flux(
    titre: str,
    total: float,
    sources: Sequence[tuple[str, float]],
    postes: Sequence[tuple[str, float]],
    detail: Sequence[Sequence[tuple[str, float]]],
    solde: float,
    reponses: str,
    champ: str,
) -> Figure:
    """Financers → the Clas → accounts, with the balance where the two sides differ; `total`: the
    produits, of which each line is a share; `detail`: each indicator of both sides.
    """
    lignes = [
        (sens, *x) for sens, cote in zip(("produit", "charge"), detail, strict=True) for x in cote
    ]
    ecrits = [" ; ".join(f"{n} {euros(m)}" for n, m in rangee) for rangee in (sources, postes)]
    return images.figure(
        "flux",
        titre,
        f"De qui paie à ce qui est payé : {euros(total)} de produits des bilans reçus",
        images.Flux(tuple(sources), tuple(postes), "Clas") if total else None,
        tables.compose(
            "flux",
            {
                "Sens": [s for s, _, _ in lignes],
                "Ligne": [n for _, n, _ in lignes],
                "Euros": [m for _, _, m in lignes],
                "Part des produits (%)": [100 * m / total if total else None for _, _, m in lignes],
            },
        ),
        en_mots=f"Produits, {euros(total)} en tout : {ecrits[0]}. Charges : {ecrits[1]}.",
        champ=champ,
        source=BILANS,
        lecture=f"la largeur d'un ruban est son montant ; {formats.en_phrase(postes[0][0])} : "
        f"{euros(postes[0][1])}."
        if total and postes
        else "",
        note=f"{_solde(solde)} {COMPTES} Bilans : {reponses}.",
    )


def _solde(solde: float) -> str:
    if not solde:
        return "Les charges égalent les produits."
    quoi = (
        "Les produits dépassent les charges" if solde > 0 else "Les charges dépassent les produits"
    )
    return f"{quoi} de {euros(abs(solde), 2)} (liste à l'onglet « Comptes »)."
