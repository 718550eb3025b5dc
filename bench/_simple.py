"""The page « Enfants et jeunes » as a good analyst would write it by hand: the same filters,
figures and charts, on the same base, with the cache that Streamlit's documentation advises.

Nothing of the product is imported. What it leaves out is what the product adds: the guard on
answers, what compares, the text alternatives, the sources, the way to the rows.
CLAS_SIMPLE_BASE: the DuckDB base.
"""

from __future__ import annotations

import os

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

TOUS = "Tous"
FILTRES = {
    "epci": ("Intercommunalité", "epci_nom"),
    "niveau": ("Niveau", "niveau"),
    "type": ("Type de porteur", "porteur_type"),
    "qpv": ("Quartier", "qpv"),
}
MESURES = """
    sum(enfants) as enfants, count(*) as collectifs, sum(enfants) / count(enfants) as par_collectif,
    sum(heures_enfants) / sum(enfants) filter (where heures_enfants is not null) as heures,
    sum(filles) filter (where garcons is not null) as filles,
    sum(garcons) filter (where filles is not null) as garcons,
    100.0 * sum(enfants_qpv) filter (where enfants is not null)
        / sum(enfants) filter (where enfants_qpv is not null) as part_qpv,
    100.0 * sum(enfants_rep) filter (where enfants is not null)
        / sum(enfants) filter (where enfants_rep is not null) as part_rep"""


@st.cache_resource
def connexion() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(os.environ["CLAS_SIMPLE_BASE"], read_only=True)


@st.cache_data
def valeurs(colonne: str) -> list[str]:
    requete = f"select distinct {colonne}::varchar as v from marts.collectifs order by v"
    return [v for (v,) in connexion().cursor().execute(requete).fetchall() if v]


@st.cache_data
def lire(choix: tuple[tuple[str, str], ...], par: str) -> pd.DataFrame:
    ou = " and ".join(f"{c}::varchar = ?" for c, _ in choix) or "true"
    return (
        connexion()
        .cursor()
        .execute(
            f"select {par}, {MESURES} from marts.collectifs where {ou} group by 1 order by 1",
            [v for _, v in choix],
        )
        .df()
    )


def nombre(x: float, decimales: int = 0) -> str:
    if pd.isna(x):
        return "n.d."
    return f"{x:,.{decimales}f}".replace(",", "\u202f").replace(".", ",")


def dessiner(figure, titre: str, legende: str) -> None:
    figure.update_layout(title=titre, separators=", ", height=380)
    st.plotly_chart(figure, width="stretch")
    st.caption(legende)


def enfants() -> None:
    st.title("Enfants et jeunes")
    campagnes = valeurs("campagne")
    places = st.columns(1 + len(FILTRES))
    campagne = places[0].selectbox("Campagne", campagnes[::-1], key="campagne")
    choix = []
    for place, (cle, (nom, colonne)) in zip(places[1:], FILTRES.items(), strict=True):
        retenu = place.selectbox(nom, [TOUS, *valeurs(colonne)], key=cle)
        if retenu != TOUS:
            choix.append((colonne, retenu))
    annees = lire(tuple(choix), "campagne")
    cette = (*choix, ("campagne", campagne))
    niveaux, tailles = lire(cette, "niveau"), lire(cette, "enfants as taille")
    ici = annees[annees.campagne == campagne]
    avant = annees[annees.campagne < campagne].tail(1)
    noms = {"enfants": 0, "collectifs": 0, "par_collectif": 1, "heures": 1}
    for place, (mesure, decimales) in zip(st.columns(len(noms)), noms.items(), strict=True):
        valeur = ici[mesure].iloc[0] if len(ici) else float("nan")
        ecart = valeur - avant[mesure].iloc[0] if len(avant) else float("nan")
        place.metric(mesure, nombre(valeur, decimales), nombre(ecart, decimales))
    st.html(f'<p id="vu">{campagne} {" ".join(v for _, v in choix)}</p>')
    total = nombre(ici.enfants.iloc[0]) if len(ici) else "n.d."
    source = "Source : questionnaire d'activité, feuille « collectifs »."
    dessiner(
        px.line(annees, x="campagne", y="enfants", text=annees.enfants.map(nombre), markers=True),
        f"{total} enfants accompagnés en {campagne}",
        source,
    )
    gauche, droite = st.columns(2)
    with gauche:
        dessiner(
            px.bar(niveaux, y="niveau", x="enfants", text=niveaux.enfants.map(nombre)),
            "Enfants par niveau",
            source,
        )
        parts = ici[["part_qpv", "part_rep"]].T.reset_index(names="part")
        parts.columns = ["part", "valeur"][: len(parts.columns)]
        dessiner(px.bar(parts, y="part", x=parts.columns[-1]), "Parmi les enfants", source)
    with droite:
        longs = niveaux.melt("niveau", ["filles", "garcons"], "sexe", "nombre")
        dessiner(
            px.bar(longs, y="niveau", x="nombre", color="sexe"),
            "Filles et garçons selon le niveau",
            source,
        )
        dessiner(px.bar(tailles, x="taille", y="collectifs"), "Taille des collectifs", source)
    dessiner(
        px.bar(niveaux, y="niveau", x="heures", text=niveaux.heures.map(lambda h: nombre(h, 1))),
        "Heures par enfant selon le niveau",
        source,
    )


st.set_page_config(layout="wide")
st.navigation([st.Page(enfants, title="Enfants et jeunes", default=True)]).run()
