"""This year against last, territory by territory; need against offer in one picture; several
territories side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable, territoires
from clas_data.figures.figure import Figure
from clas_data.figures.propres import besoins
from clas_data.figures.propres import territoires as propres
from clas_data.formats import ND
from clas_data.territoires import mesures
from clas_data.territoires.mesures import Lecture
from clas_data.ui import figure, filtres, lecture, listes, tableaux, textes
from clas_data.ui.epingles import Bloc

COTE_MAX = 4
ENSEMBLE = "Département"
ECARTS_MAX = 20  # differences drawn; the others are in the table
COTE = (
    "actions_agreees",
    "collectifs",
    "enfants_accompagnes",
    "enfants_par_collectif",
    "heures_par_enfant",
    "part_qpv",
    "part_rep",
    "taux_reponse_questionnaire",
    "taux_reponse_bilan",
    "cout_par_enfant",
    "part_caf",
    "part_pre",
    "part_reaap",
)


def evolution(etat: Etat) -> None:
    """The difference with the previous campagne: why, then territory by territory, sorted."""
    if etat.precedente is None:
        st.info(
            f"{etat.campagne} est la première campagne de la base : choisissez-en une plus "
            "récente.",
            icon=":material/info:",
        )
        return
    filtres.say_unmatched(etat.acteur, etat.campagne, etat.precedente)
    titres = {lecture.indicateur(i).titre: i for i in COTE}
    filtres.say_dropped("ecart", "Écart montré", titres)
    choisi = listes.choisir(
        "Écart montré",
        list(titres),
        index=COTE.index("enfants_accompagnes"),
        key="ecart",
        bind="query-params",
        width=330,
    )
    nom, selection = titres[choisi], etat.encadree()
    for p in lecture.figures(selection, "pourquoi", id=nom):
        st.html(f"<p>{textes.in_html(p.texte)}</p>")
    ecarts = {"id": nom, "axe": etat.maille, "limite": ECARTS_MAX}
    for genre, dit in (("ecarts", ecarts), ("cascade", {"id": nom})):
        for f in lecture.figures(selection, genre, **dit):
            figure.show(f, selection, bloc=Bloc(genre, dit, selection))


def besoin_offre(etat: Etat) -> None:
    """Where many people live and few children are accompanied: both in one map, with its matrix."""
    f = composer(etat)
    figure.show(f, height="stretch", bloc=etat.bloc(), **cliquable(f.cle))


def composer(etat: Etat) -> Figure:
    """The map of need and offer."""
    l = lus.mesure(etat.perimetre, etat.campagne, etat.maille, mesures.COUVERTURE)
    return lus.garder(
        lambda: besoins.besoin_offre(etat.vue(), l), "besoin_offre", etat.selection(), etat.maille
    )


def cote_a_cote(etat: Etat) -> None:
    """Up to four territories beside the département, on the same figures."""
    offerts = territoires()
    depart = [etat.territoire[2]] if etat.territoire else _premiers(etat)
    filtres.say_dropped("cote", "Territoires comparés", offerts)
    choisis = st.multiselect(
        f"Territoires comparés ({COTE_MAX} au plus)",
        list(offerts),
        default=depart,
        max_selections=COTE_MAX,
        key="cote",
        bind="query-params",
        placeholder="Choisissez des territoires",
    )
    if not choisis:
        st.info("Choisissez au moins un territoire.", icon=":material/info:")
        return
    figure.show(cotes(etat, choisis), bloc=etat.bloc(cote=choisis))
    series, inds = _series(etat, choisis), [lecture.indicateur(i) for i in COTE]
    lignes = [[i.titre, *(textes.valeur(i, v.get(i.id)) for v in series.values())] for i in inds]
    lieux = [*(offerts[n] for n in choisis), ("", "")]
    lignes.insert(2, ["Habitants", *(_habitants(etat, *l) for l in lieux)])
    with st.container(key="carte_cote_tableau"):
        st.html(f'<h3 class="clas-titre">Les mêmes chiffres pour chacun, {etat.campagne}</h3>')
        tableaux.show("Territoires côte à côte", ["", *series], lignes)
        st.html(
            textes.notes(
                [
                    (
                        "Note",
                        (
                            f"{ND} : non disponible ou sans objet. Un ratio est recalculé à "
                            "chaque niveau à partir de ses sommes."
                        ),
                    )
                ]
            )
        )


def cotes(etat: Etat, cote: Sequence[str]) -> Figure:
    """The rate of up to four territories, each under its name, and of the département."""
    offerts = territoires()
    if not 0 < len(cote) <= COTE_MAX or not {*cote} <= {*offerts}:
        raise ValueError(cote)

    def taux(maille: str) -> Lecture:
        return lus.mesure(etat.perimetre, etat.campagne, maille, mesures.COUVERTURE)

    def de(maille: str, code: str) -> float:
        return float(taux(maille).table.set_index("code")["valeur"].get(code, float("nan")))

    return propres.cote_a_cote(
        taux("epci"),
        {**{n: de(*offerts[n]) for n in cote}, ENSEMBLE: taux("epci").total},
        [lecture.indicateur(i) for i in COTE],
        _series(etat, cote),
        f"{etat.campagne} · {', '.join(cote)}",
    )


def _series(etat: Etat, cote: Sequence[str]) -> dict[str, dict[str, float]]:
    """The figures of each, the département last."""
    lieux = {n: territoires()[n] for n in cote} | {ENSEMBLE: ("", "")}
    return {n: _valeurs(etat, *l) for n, l in lieux.items()}


def _premiers(etat: Etat) -> list[str]:
    """Without a choice: the two EPCI that gather most children."""
    l = lus.mesure(etat.perimetre, etat.campagne, "epci", "enfants_accompagnes").table
    etiquettes = {code: nom for nom, (maille, code) in territoires().items() if maille == "epci"}
    codes = l[l["code"] != ""].sort_values("valeur", ascending=False, na_position="last")["code"]
    return [etiquettes[c] for c in codes.head(2)]


def _valeurs(etat: Etat, maille: str, code: str) -> dict[str, float]:
    """The figures of one territory; without any agreed action, its counts are true zeros and its
    ratios have no value.
    """
    zeros = {i: 0.0 for i in COTE if lecture.indicateur(i).additif}
    if maille and code not in lecture.valeurs_axe(etat.perimetre, maille):
        return zeros
    df = lecture.calculer(
        etat.selection(), COTE, ou={"campagne": etat.campagne, **({maille: code} if maille else {})}
    )
    lues = dict(zip(df["indicateur"], df["valeur"], strict=True))
    return lues if lues.get("actions_agreees") else {**lues, **zeros}


def _habitants(etat: Etat, maille: str, code: str) -> str:
    table = lus.habitees(etat.campagne)
    return formats.nombre(
        table.loc[table["code" if maille == "commune" else maille] == code, "habitants"].sum()
        if maille
        else table["habitants"].sum()
    )
