"""The schemes around the school: each alone, in combination, by territory and over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from clas_data.articulation import dispositifs
from clas_data.articulation.dispositifs import ARTICULATIONS, INDICATEURS, court
from clas_data.figures.figure import Figure
from clas_data.figures.propres import articulations
from clas_data.figures.propres.articulations import SOURCE as SOURCE
from clas_data.indicateurs import phrases
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import blocs, figure, filtres, lecture, listes
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

# crossed when nothing is chosen
CROISES = ("pre", "reaap", "pedt", "ctg", "contrat_de_ville")
TETES = ("part_articulees", "dispositifs_par_action", "part_pre", "part_reaap")
FORMES = {
    n: [f"part_{n}_{f}" for f in ("orientation", "actions_communes", "instances", "information")]
    for n in ("pre", "reaap")
}
LIRE_PAR = {"Intercommunalité": "epci", "Niveau": "niveau", "Quartier": "qpv"}


def reponses(selection: Selection) -> pd.DataFrame:
    """The answers of the questionnaires received, one row per action, under the filters of the
    screen.
    """
    ou = selection.ou()
    parametres = {a: ou.get(a, "") for a in ("campagne", "epci", "niveau", "porteur_type", "qpv")}
    return lecture.requete(selection.perimetre, "articulation_reponses", **parametres)


def schemes(selection: Selection) -> None:
    """What works together: each scheme, and which ones in the same actions; in what form, on
    demand.
    """
    tous = [INDICATEURS[d] for d in ARTICULATIONS]
    lecture.preparer(selection, [*TETES, *tous])
    blocs.chiffres(TETES, selection)
    with blocs.cote_a_cote():
        blocs.multiples(
            tous,
            selection,
            plusieurs=True,
            cle="multiples_dispositifs",
            sujet="Dispositifs déclarés",
            sous_titre="Actions articulées à chacun, en % des répondants",
        )
        croisee = st.container()
    _combinations(selection, croisee)
    blocs.sur_demande(
        "Sous quelle forme, avec le PRE et avec le Reaap", "formes", partial(_forms, selection)
    )


def _forms(selection: Selection) -> None:
    """In what form an action works with the PRE and the Reaap, and who carries a Reaap action."""
    blocs.chiffres(["part_porte_reaap", "part_porteurs_reaap", "part_porteurs_pedt"], selection)
    with blocs.cote_a_cote():
        for dispositif, nom in (("pre", "le PRE"), ("reaap", "le Reaap")):
            blocs.multiples(
                FORMES[dispositif],
                selection,
                plusieurs=True,
                cle=f"multiples_formes_{dispositif}",
                sujet=f"Avec {nom}",
                sous_titre=f"Forme de l'articulation avec {nom}, en % des actions articulées qui "
                "la précisent",
                note="Seules les actions articulées avec ce dispositif ont à préciser une forme.",
            )


def _combinations(selection: Selection, place: Any) -> None:
    """The combinations of the schemes that the reader crosses, exactly as declared: the picture in
    its place, the choice under it on one line.
    """
    noms = {court(d): d for d in INDICATEURS}
    filtres.say_dropped("croiser", "Dispositifs à croiser", noms)
    choix = st.pills(
        "Dispositifs à croiser",
        list(noms),
        selection_mode="multi",
        default=[court(d) for d in CROISES],
        key="croiser",
        bind="query-params",
    )
    choisis = [noms[n] for n in noms if n in choix]
    if not choisis:
        place.info("Choisissez au moins un dispositif à croiser.", icon=":material/join:")
        return

    with place:
        figure.show(
            _crossed(selection, choisis),
            vide="Aucune action n'a répondu à toutes les questions croisées.",
            bloc=Bloc(PROPRE, {"croises": choisis}, selection),
        )


def _crossed(selection: Selection, choisis: Sequence[str]) -> Figure:
    def croiser(selection: Selection) -> Figure:
        table, incompletes = dispositifs.combiner(reponses(selection), choisis)
        v = lecture.source(selection)
        parts = {d: v.une(INDICATEURS[d]).valeur for d in choisis}
        return articulations.combinaisons(choisis, table, incompletes, parts, selection.mots)

    return lecture.garder(selection, croiser, *choisis)


def recross(selection: Selection, choix: Mapping[str, Any]) -> Figure:
    """The combinations of the schemes that a pin keeps."""
    choisis = [d for d in INDICATEURS if d in choix["croises"]]
    if not choisis or len(choisis) != len(choix["croises"]):
        raise ValueError(choix["croises"])
    return _crossed(selection, choisis)


def territories(selection: Selection) -> None:
    """All the schemes over the years; one of them by intercommunalité, level or quarter; all of
    them in a table, on demand.
    """
    noms = {court(d): i for d, i in INDICATEURS.items()}
    filtres.say_dropped("dispositif", "Dispositif", noms)
    filtres.say_dropped("lire_par", "Lire par", LIRE_PAR)
    figure.show(lecture.garder(selection, across_years), bloc=Bloc(PROPRE, {}, selection))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        choisi = listes.choisir(
            "Dispositif", list(noms), key="dispositif", bind="query-params", width=260
        )
        axe = st.segmented_control(
            "Lire par",
            list(LIRE_PAR),
            default="Intercommunalité",
            required=True,
            key="lire_par",
            bind="query-params",
        )
    blocs.repartition(noms[choisi], par=LIRE_PAR[axe or "Intercommunalité"], selection=selection)
    blocs.sur_demande(
        "Tous les dispositifs, dans chaque intercommunalité",
        "dispositifs_epci",
        partial(_all_by_epci, selection),
    )


def _all_by_epci(selection: Selection) -> None:
    """Every scheme in every intercommunalité, under a title that says where they are most and
    least.
    """
    ind = lecture.indicateur("dispositifs_par_action")
    df = lecture.source(selection).par(ind.id, "epci")
    titre = phrases.titre_repartition(
        ind,
        dict(zip(df["libelle"], df["valeur"], strict=True)),
        "Intercommunalité",
        dict(zip(df["libelle"], df["repondants"], strict=True)),
    )
    blocs.tableau([ind.id, *INDICATEURS.values()], "epci", selection, titre=titre)


def across_years(selection: Selection) -> Figure:
    """Every scheme in every campagne, as slopes."""
    v, campagnes = lecture.source(selection), selection.campagnes
    v.preparer(list(INDICATEURS.values()))
    series = [(court(d), [v.une(i, c) for c in campagnes]) for d, i in INDICATEURS.items()]
    recues = {c: v.une("part_pre", c).reponses for c in campagnes}
    return articulations.annees(series, campagnes, recues, selection.champ)
