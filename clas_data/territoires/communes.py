"""What is known of each commune before any Clas: inhabitants, young people, QPV, éducation
prioritaire, PRE, where it lies.
"""

from __future__ import annotations

import pandas as pd

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import referentiels
from clas_data.territoires import population, recensement

MAILLES = {
    "commune": ("code", "nom"),
    "epci": ("epci", "epci_nom"),
    "arrondissement": ("arrondissement", "arrondissement_nom"),
}
EFFECTIFS = ("habitants", "jeunes", *recensement.COLONNES)


def load(installation: Installation, generation: int | None = None) -> pd.DataFrame:
    """One row per commune, ordered by code.

    code, nom, epci, epci_nom, arrondissement, arrondissement_nom, habitants, pop_annee, jeunes…
    (NaN until Insee's file is there), lon, lat (degrees), qpv (NA when the list of this generation
    is not known), rep (names of collèges, « » when none), rep_nombre, rep_plus (bool), pre (name of
    the programme, « » when none is known).
    """
    brut = referentiels.communes(installation)
    table = brut.rename(
        columns={
            "code_insee": "code",
            "epci_siren": "epci",
            "arrondissement_code": "arrondissement",
            "pop_municipale": "habitants",
        }
    )
    table = table[
        [
            "code",
            "nom",
            "epci",
            "epci_nom",
            "arrondissement",
            "arrondissement_nom",
            "habitants",
            "pop_annee",
            "lon",
            "lat",
        ]
    ]
    # the lines of the file, for its messages alone: pandas would copy them one by one at each step
    # that follows
    table.attrs.clear()
    ages = population.load(installation)
    if ages is None:
        table = table.assign(**dict.fromkeys(("jeunes", *recensement.COLONNES), float("nan")))
    else:
        table = table.merge(ages.table, on="code", how="left", validate="one_to_one")
    return table.assign(**_priorites(installation, table["code"], generation))


def _priorites(
    installation: Installation, codes: pd.Series, generation: int | None
) -> dict[str, pd.Series]:
    qpv = referentiels.load(installation, "qpv_communes")
    liste = set(qpv.loc[qpv["generation"] == str(generation), "commune_insee"])
    rep = referentiels.load(installation, "education_prioritaire")
    noms = (
        (rep["etablissement"] + " (" + rep["reseau"] + ")")
        .groupby(rep["commune_insee"])
        .agg(", ".join)
    )
    plus = set(rep.loc[rep["reseau"] == "REP+", "commune_insee"])
    pre = referentiels.load(installation, "pre_communes").set_index("commune_insee")["pre"]
    connu = codes.isin(liste).astype("boolean")
    return {
        "qpv": connu if liste else connu.mask(pd.Series(True, index=codes.index)),
        "rep": codes.map(noms).fillna("").astype("str"),
        "rep_nombre": codes.map(rep["commune_insee"].value_counts()).fillna(0).astype("int64"),
        "rep_plus": codes.isin(plus),
        "pre": codes.map(pre).fillna("").astype("str"),
    }


def agreger(communes: pd.DataFrame, maille: str) -> pd.DataFrame:
    """The same columns for each territory of a maille: sums, names put together; an effectif
    unknown in one commune is unknown in all.

    Its point is that of its most populous commune.
    """
    if maille not in MAILLES:
        raise UsageError(f"La maille « {maille} » n'existe pas. Choisissez {', '.join(MAILLES)}.")
    if maille == "commune":
        return communes.assign(communes=1)
    code, nom = MAILLES[maille]
    groupes = communes.groupby(code, sort=True)
    sommes = groupes[list(EFFECTIFS)].sum(min_count=1)
    inconnus = communes[list(EFFECTIFS)].isna().groupby(communes[code]).any()
    lieux = (
        communes.sort_values(["habitants", "code"], ascending=[False, True])
        .groupby(code)[["lon", "lat"]]
        .first()
    )
    autres = groupes.agg(
        nom=(nom, "first"),
        pop_annee=("pop_annee", "first"),
        communes=("code", "size"),
        rep_nombre=("rep_nombre", "sum"),
        rep_plus=("rep_plus", "any"),
        rep=("rep", _join),
        pre=("pre", _join),
    )
    qpv = (
        groupes["qpv"]
        .apply(lambda s: pd.NA if s.isna().any() else s.any())
        .astype("boolean")
        .rename("qpv")
    )
    return (
        pd.concat([autres, sommes.mask(inconnus), lieux, qpv], axis=1)
        .rename_axis("code")
        .reset_index()
    )


def _join(textes: pd.Series) -> str:
    return ", ".join(dict.fromkeys(t for t in textes if t))
