"""This year against last, territory by territory; need against offer in one picture; several
territories side by side.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.dessin import cartes, couleurs
from clas_data.dessin import series as figures
from clas_data.dessin.cartes import Semis
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable, territoires
from clas_data.formats import INSECABLE, ND
from clas_data.territoires import classes, contours, mesures
from clas_data.territoires.couverture import SANS_REPONSE
from clas_data.ui import (
    carte_calcul,
    figure,
    filtres,
    lecture,
    legendes,
    listes,
    style,
    tableaux,
    textes,
)
from clas_data.ui.epingles import Bloc

COTE_MAX = 4
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
BESOINS, OFFRES = (
    ("faible", "moyen", "fort"),
    ("aucune action", "offre plus faible", "offre plus forte"),
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


def _titre_besoin(a_voir: pd.DataFrame) -> str:
    """Who needs most and has nothing, in a sentence."""
    if not len(a_voir):
        return "Tous les territoires les plus peuplés ont au moins une action"
    noms = ", ".join(a_voir["nom"].head(5)) + ("…" if len(a_voir) > 5 else "")
    verbe = "a" if len(a_voir) < 2 else "ont"
    return (
        f"{formats.pluriel(len(a_voir), 'territoire')} parmi les plus peuplés {verbe} un besoin "
        f"fort et aucune action{INSECABLE}: {noms}"
    )


def besoin_offre(etat: Etat) -> None:
    """Where many people live and few children are accompanied: both in one map, with its matrix."""
    l, sombre = (
        lus.mesure(etat.perimetre, etat.campagne, etat.maille, mesures.COUVERTURE),
        style.sombre(),
    )
    fond, d = lus.fond(etat.maille, etat.cadre), l.couverture.denominateur
    table = (
        l.couverture.table.set_index("code")
        .reindex(list(fond.codes))
        .rename_axis("code")
        .reset_index()
    )
    croisee, besoin, offre = classes.croiser(table["denominateur"], table["taux"])
    muets = croisee["besoin"].isna() | (croisee["besoin"] == 0)
    teintes = (couleurs.INCONNU[sombre], *(c for rang in couleurs.CROISEE[sombre] for c in rang))
    # rank in `teintes`: 0 unknown, then three needs for each offer, from none to high
    categories = [
        0 if m else 1 + 3 * int(o) + int(b) - 1
        for m, b, o in zip(muets, croisee["besoin"], croisee["offre"], strict=True)
    ]
    effectifs = [[sum(c == 1 + 3 * o + b for c in categories) for b in range(3)] for o in range(3)]
    a_voir = table[[c == 3 for c in categories]].sort_values("denominateur", ascending=False)
    titre = _titre_besoin(a_voir)
    survols = [
        f"<b>{t.nom}</b><br>{formats.nombre(t.denominateur)} {d.libelle}<br>"
        + (l.ecrire(t.taux) if t.statut != SANS_REPONSE else f"{ND} : pas de réponse")
        for t in table.itertuples()
    ]

    def dessiner():
        fig = cartes.territoires(
            fond, categories, teintes, survols, sombre=sombre, choisi=etat.choisis
        )
        muettes = table[muets.to_numpy(dtype=bool)]
        return cartes.signes(
            fig, Semis(list(muettes["lon"]), list(muettes["lat"])), "?", sombre=sombre
        )

    colonnes = [
        f"besoin {m}{INSECABLE}: {e}" for m, e in zip(BESOINS, besoin.etiquettes, strict=False)
    ]
    lignes = [
        OFFRES[0],
        *(f"{m}{INSECABLE}: {e}" for m, e in zip(OFFRES[1:], offre.etiquettes, strict=False)),
    ]
    donnees = table.assign(
        b=[
            BESOINS[int(x) - 1] if not m else ND
            for x, m in zip(croisee["besoin"], muets, strict=True)
        ],
        o=[OFFRES[int(x)] if not m else ND for x, m in zip(croisee["offre"], muets, strict=True)],
    )[["nom", "code", "denominateur", "taux", "b", "o"]]
    donnees.columns = ["Territoire", "Code", d.libelle.capitalize(), l.libelle, "Besoin", "Offre"]
    carte_calcul.show(
        "geo_croisee",
        titre,
        f"Besoin ({d.libelle}) et offre ({l.libelle.lower()}), {etat.lieu}",
        dessiner,
        alternative=f"Carte. {titre}. Territoires par case : "
        + " ; ".join(
            f"besoin {b}, {o} : {formats.nombre(n)}"
            for o, rang in zip(OFFRES, effectifs, strict=True)
            for b, n in zip(BESOINS, rang, strict=True)
            if n
        )
        + ".",
        donnees=donnees.sort_values(d.libelle.capitalize(), ascending=False),
        notes=[
            (
                "Lecture",
                "plus la couleur est orange, plus il y a d'habitants sans action ; plus "
                "elle est bleue, plus l'offre est forte. Chaque case compte ses territoires.",
            ),
            (
                "Classes",
                "besoin en trois tiers, offre en deux moitiés (quantiles) ; sans action à part.",
            ),
        ],
        champ=f"{etat.campagne}, département entier, {etat.lieu}",
        source=f"{l.source} ; {contours.source(config.installation(), lus.CONTOURS[etat.maille])}",
        legende=legendes.matrice(
            effectifs[: len(lignes)], lignes, colonnes, "Nombre de territoires dans chaque case"
        ),
        height="stretch",
        **cliquable("geo_croisee"),
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
    ou = [(nom, *offerts[nom]) for nom in choisis]
    inds = [lecture.indicateur(i) for i in COTE]
    series = {nom: _valeurs(etat, maille, code) for nom, maille, code in ou} | {
        "Département": _valeurs(etat, "", "")
    }
    lignes = [[i.titre, *(textes.valeur(i, series[n].get(i.id)) for n in series)] for i in inds]
    lignes[2:2] = [
        ["Habitants", *(_habitants(etat, m, c) for _, m, c in ou), _habitants(etat, "", "")]
    ]
    taux = [
        lus.mesure(etat.perimetre, etat.campagne, m, mesures.COUVERTURE) for _, m, _ in ou
    ] or []
    ensemble = lus.mesure(etat.perimetre, etat.campagne, "epci", mesures.COUVERTURE)
    valeurs = [
        float(l.table.set_index("code")["valeur"].get(c, float("nan")))
        for l, (_, _, c) in zip(taux, ou, strict=True)
    ] + [ensemble.total]
    noms = list(series)
    connus = [(v, n) for v, n in zip(valeurs, noms, strict=True) if not formats.inconnu(v)]
    titre = (
        (
            f"{max(connus)[1]} accompagne le plus d'enfants {ensemble.unite}{INSECABLE}: "
            f"{formats.nombre(max(connus)[0], 1)}"
        )
        if connus
        else f"{ensemble.libelle}{INSECABLE}: {ND}"
    )
    ecrits = [formats.nombre(v, 1) for v in valeurs]
    donnees = pd.DataFrame(
        [
            {
                "Indicateur": i.titre,
                "Unité": i.unite,
                **{n: series[n].get(i.id, float("nan")) for n in series},
            }
            for i in inds
        ]
    )
    carte_calcul.show(
        "cote",
        titre,
        f"{ensemble.libelle}, {etat.campagne}",
        lambda: figures.barres(
            noms,
            valeurs,
            ecrits,
            [f"{n}<br>{e}" for n, e in zip(noms, ecrits, strict=True)],
            sombre=style.sombre(),
        ),
        alternative=f"{titre}. "
        + " ; ".join(f"{n} : {e}" for n, e in zip(noms, ecrits, strict=True)),
        donnees=donnees,
        notes=[],
        champ=f"{etat.campagne} · {', '.join(choisis)}",
        source=ensemble.source,
    )
    with st.container(key="carte_cote_tableau"):
        st.html(f'<h3 class="clas-titre">Les mêmes chiffres pour chacun, {etat.campagne}</h3>')
        tableaux.show("Territoires côte à côte", ["", *noms], lignes)
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
