"""Where the money of the Clas comes from and goes: financers over the years, what the Caf pays, the
flow of one campagne.
"""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.figures import mots
from clas_data.figures.figure import Figure
from clas_data.figures.propres import origines
from clas_data.figures.propres.origines import part
from clas_data.figures.valeur import Valeur, reponses
from clas_data.formats import INSECABLE
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import blocs, figure, lecture
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

CAF = (
    "ps_clas",
    "bonus_enfants",
    "bonus_parents",
    "bonification_politique_ville",
    "produit_caf_autres",
)
GROUPES = {  # financer → its indicators; together they are the produits
    "Caf": CAF,
    "Communes et EPCI": ("produit_communes", "produit_epci"),
    "Département et Région": ("produit_departement", "produit_region"),
    "État": ("produit_etat",),
    "Familles, fonds propres, autres": (
        "produit_familles",
        "produit_fonds_propres",
        "produit_autres",
    ),
}
AIDES = {
    "Prestation de service": "ps_clas",
    "Bonus « enfants »": "bonus_enfants",
    "Bonus « parents »": "bonus_parents",
    "Bonification politique de la ville": "bonification_politique_ville",
    "Autres aides": "produit_caf_autres",
}
SOURCES = {  # of the flow: few enough to be read whole; each indicator is in its data
    "Ps Clas": ("ps_clas",),
    "Autres de la Caf": CAF[1:],
    "Communes, EPCI": GROUPES["Communes et EPCI"],
    "Dépt, Région": GROUPES["Département et Région"],
    "État": GROUPES["État"],
    "Familles et autres": GROUPES["Familles, fonds propres, autres"],
}
POSTES = {
    "Personnel": ("charge_personnel",),
    "Achats": ("charge_achats",),
    "Services": ("charge_services", "charge_autres_services"),
    "Impôts et autres": ("charge_impots", "charge_autres"),
}


def vue(selection: Selection) -> None:
    """The three pictures of the money."""
    bloc = Bloc(PROPRE, {}, selection)
    figure.show(lecture.garder(selection, flux), bloc=bloc)
    with blocs.cote_a_cote():
        figure.show(lecture.garder(selection, financeurs), bloc=bloc)
        figure.show(lecture.garder(selection, aides), bloc=bloc)
    with blocs.cote_a_cote():
        blocs.evolution("part_caf_cout", selection)
        blocs.evolution("aide_caf_par_enfant", selection)


def montants(selection: Selection, ids: tuple[str, ...]) -> pd.DataFrame:
    """Euros by campagne (rows) and indicator (columns), under the filters of the screen."""
    df = lecture.calculer(selection, ids, ["campagne"], ou=selection.ou(campagne=False))
    return df.pivot(index="campagne", columns="indicateur", values="valeur").reindex(
        index=list(selection.campagnes), columns=list(ids)
    )


def financeurs(selection: Selection) -> Figure:
    """Who pays, campagne after campagne; the produits of the bilans received."""
    tous = tuple(i for ids in GROUPES.values() for i in ids)
    par_groupe = montants(selection, tous)
    t = pd.DataFrame(
        {g: par_groupe[list(ids)].sum(axis=1, min_count=1) for g, ids in GROUPES.items()}
    )
    ici = t.loc[selection.campagne]
    premier = ici.idxmax() if ici.notna().any() else ""
    titre = (
        (
            f"{premier}{INSECABLE}: {part(ici[premier], ici.sum())} des produits en "
            f"{selection.campagne} ; la Caf{INSECABLE}: {part(ici['Caf'], ici.sum())}"
        )
        if premier and premier != "Caf"
        else (
            f"La Caf apporte {part(ici['Caf'], ici.sum())} des produits en "
            f"{selection.campagne}, plus qu'aucun autre financeur"
        )
        if premier
        else f"Financeurs{INSECABLE}: {formats.ND}"
    )
    detail = par_groupe.rename(columns={i: lecture.indicateur(i).titre for i in tous})
    return _colonnes(
        "financeurs",
        titre,
        "Produits des bilans reçus, par financeur, en euros",
        t,
        selection,
        detail=detail,
    )


def aides(selection: Selection) -> Figure:
    """The Ps, the two bonuses, the former bonification and the other aids, campagne after
    campagne.
    """
    t = montants(selection, CAF)
    t.columns = list(AIDES)
    ici = t.loc[selection.campagne]
    bonus = ici[["Bonus « enfants »", "Bonus « parents »"]].sum(min_count=1)
    titre = (
        f"La prestation de service fait {part(ici['Prestation de service'], ici.sum())} des "
        f"aides de la Caf en {selection.campagne}, les deux bonus {part(bonus, ici.sum())}"
        if ici.notna().any()
        else f"Aides de la Caf{INSECABLE}: {formats.ND}"
    )
    note = (
        "La bonification politique de la ville est arrêtée en Isère depuis la rentrée 2022 "
        "(note de cadrage Clas 2022-2023)."
    )
    return _colonnes(
        "aides_caf", titre, "Aides de la Caf portées aux bilans reçus, en euros", t, selection, note
    )


def _bilans(selection: Selection) -> tuple[dict[str, Valeur], tuple[str, ...]]:
    """The produits of each campagne with the bilans behind them, and what must be said of them."""
    v = lecture.source(selection)
    ind, lus = v.indicateur("produits"), {c: v.une("produits", c) for c in selection.campagnes}
    return lus, mots.avertissements(v, ind, v.avis(ind.id), list(lus.items()))


def _colonnes(
    cle: str,
    titre: str,
    sous_titre: str,
    t: pd.DataFrame,
    selection: Selection,
    note: str = "",
    detail: pd.DataFrame | None = None,
) -> Figure:
    """A stacked column per campagne, with how many bilans are behind each and the guard's word."""
    bilans, avertissements = lecture.garder(selection, _bilans)
    return origines.colonnes(
        cle,
        titre,
        sous_titre,
        t,
        selection.campagne,
        bilans,
        avertissements,
        f"{selection.champ}, campagnes {selection.campagnes[0]} à {selection.campagnes[-1]}",
        note,
        detail,
    )


def flux(selection: Selection) -> Figure:
    """Financers → the Clas → accounts: one campagne's bilans as a flow, with the balance where the
    two sides differ.
    """
    cotes = [[i for ids in c.values() for i in ids] for c in (SOURCES, POSTES)]
    v = lecture.calculer(selection, [*cotes[0], *cotes[1], "charges", "produits"]).set_index(
        "indicateur"
    )
    valeurs = v["valeur"].fillna(0)
    sources, postes = (
        [(n, float(valeurs[list(ids)].sum())) for n, ids in c.items()] for c in (SOURCES, POSTES)
    )
    detail = [[(lecture.indicateur(i).titre, float(valeurs[i])) for i in c] for c in cotes]
    total = sum(m for _, m in sources)
    solde = round(total - sum(m for _, m in postes), 2)
    if solde:
        (postes if solde > 0 else sources).append(
            ("Excédent" if solde > 0 else "Non couvert", abs(solde))
        )
    tries = [
        [(n, m) for n, m in rangee if m]
        for rangee in (sources, sorted(postes, key=lambda x: -x[1]))
    ]
    communes = float(valeurs["produit_communes"])
    titre = (
        f"La Caf apporte {part(valeurs[list(CAF)].sum(), total)} des produits, les communes "
        f"{part(communes, total)}{INSECABLE}; le personnel fait "
        f"{part(valeurs['charge_personnel'], v.loc['charges', 'valeur'])} des charges"
        if total
        else f"D'où vient l'argent, où il va{INSECABLE}: {formats.ND}"
    )
    dits = reponses(*v.loc["produits", ["repondants", "attendus"]])
    return origines.flux(titre, total, *tries, detail, solde, dits, selection.mots)
