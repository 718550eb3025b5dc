"""Conformité: the matrix of actions and rules, narrowed and paged, and the evidence of one
action.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.conformite import matrice, regles
from clas_data.conformite.matrice import (
    NON_CONFORME,
    NON_RENSEIGNE,
    ORDRE,
    SANS_OBJET,
    SIGNES,
)
from clas_data.ecrans.conformite import etat as conformite_etat
from clas_data.ecrans.conformite.etat import Etat
from clas_data.figures.figure import Figure
from clas_data.figures.propres import conformites
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import figure, filtres, gestes, listes, tableaux, textes
from clas_data.ui.choix import clic
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

MONTRER = {"Avec un écart": NON_CONFORME, "À renseigner": NON_RENSEIGNE, "Toutes": None}
PAR_PAGE = 20
SANS_ACTION = "Aucune"


def croisee(etat: Etat) -> None:
    """The matrix, narrowed and paged; a click, or the choice under it, opens the evidence of an
    action.
    """
    barre = st.container(horizontal=True, vertical_alignment="bottom")
    with barre:
        choix = _choix()
        m = _retenir(etat, choix)
        choix |= {"page": _page(len(m))}
    f, libelles = _matrice(etat, choix, m)
    figure.show(
        f,
        bloc=Bloc(PROPRE, choix, etat.selection),
        vide="Aucune action ne répond à cette recherche. Effacez un mot, ou montrez toutes les "
        "actions.",
        on_select=gestes.geste(partial(_ouvrir, libelles)),
        selection_mode="points",
    )
    _preuves(etat)


def recomposer(selection: Selection, choix: Mapping[str, Any]) -> Figure:
    """The matrix that a pin keeps, with its search, its rules and its page."""
    etat = Etat(selection)
    return _matrice(etat, choix, _retenir(etat, choix))[0]


def _matrice(etat: Etat, choix: Mapping[str, Any], m: pd.DataFrame) -> tuple[Figure, list[str]]:
    """One page of the rows kept, and how each is named."""
    vue = m.iloc[choix["page"] * PAR_PAGE : (choix["page"] + 1) * PAR_PAGE]
    libelles = [conformite_etat.libelle(l) for l in vue.itertuples()]
    tenues = [etat.regles[r] for r in _natures()[choix["nature"]]]
    f = conformites.matrice(m, vue, tenues, libelles, _champ(etat, choix), etat.source)
    return f, libelles


def _natures() -> dict[str, list[str]]:
    """Which rules each choice of the list shows."""
    declarees = regles.load().values()
    natures = {"Toutes les règles": [r.id for r in declarees]}
    natures |= {
        nom: [r.id for r in declarees if r.nature == n] for n, nom in regles.NATURES.items()
    }
    return natures | {r.titre: [r.id] for r in declarees}


def _choix() -> dict[str, str]:
    """Which rows and which rules: what is searched, in which state, under which rules."""
    natures = _natures()
    for cle, nom, connus in (("nature", "Règles", natures), ("montrer", "Actions", MONTRER)):
        filtres.say_dropped(cle, nom, connus)
    cherche = st.text_input(
        "Chercher (action, porteur, commune)",
        key="q",
        bind="query-params",
        icon=":material/search:",
        width=280,
    )
    montrer = st.segmented_control(
        "Actions",
        list(MONTRER),
        key="montrer",
        bind="query-params",
        default="Avec un écart",
        required=True,
    )
    nature = listes.choisir("Règles", list(natures), key="nature", bind="query-params", width=330)
    return {"q": cherche or "", "montrer": montrer or "Toutes", "nature": nature}


def _retenir(etat: Etat, choix: Mapping[str, Any]) -> pd.DataFrame:
    m = etat.matrice.merge(etat.agreees, on=matrice.CLES, suffixes=("", "_demande"))
    ids, voulu = _natures()[choix["nature"]], MONTRER[choix["montrer"]]
    cherche = textes.plain(choix["q"]).split()
    if voulu:
        m = m[(m[ids] == voulu).any(axis=1)]
    if cherche:
        texte = (
            m[["code_action", "intitule", "porteur_nom", "commune_nom"]]
            .fillna("")
            .agg(" ".join, axis=1)
            .map(textes.plain)
        )
        m = m[texte.map(lambda t: all(mot in t for mot in cherche))]
    rang = -(m[ids] == (voulu or NON_CONFORME)).sum(axis=1)
    return (
        m.assign(_rang=rang)
        .sort_values(["_rang", "code_action"], kind="stable")
        .reset_index(drop=True)
    )


def _page(n: int) -> int:
    pages = max(1, -(-n // PAR_PAGE))
    if pages == 1:
        return 0
    numeros = [str(n + 1) for n in range(pages)]
    filtres.say_dropped("page", "Page", numeros)
    return (
        int(
            listes.choisir(
                f"Page (sur {pages})", numeros, key="page", bind="query-params", width=120
            )
        )
        - 1
    )


def _champ(etat: Etat, choix: Mapping[str, Any]) -> str:
    return " · ".join(
        m
        for m in (
            etat.selection.mots,
            f"Actions : {choix['montrer'].lower()}",
            choix["nature"],
            f"Recherche : {choix['q']}" if choix["q"] else "",
        )
        if m
    )


def _ouvrir(connus: Collection[str]) -> None:
    """A click on a square: its action, where it is one of those drawn, becomes the one read."""
    for point in clic.points("figure_matrice")[:1]:
        dit = point.get("customdata")
        if isinstance(dit, list) and dit and isinstance(dit[0], str) and dit[0] in connus:
            st.session_state["lue"] = dit[0]


def _preuves(etat: Etat) -> None:
    """What was read to judge one action, and in which line of which file."""
    libelles = {conformite_etat.libelle(l): l for l in etat.agreees.itertuples()}
    filtres.say_dropped("lue", "Action", [SANS_ACTION, *libelles])
    with st.container(key="carte_preuves"):
        choisie = listes.choisir(
            "Lire les preuves de l'action", [SANS_ACTION, *libelles], key="lue", bind="query-params"
        )
        if choisie == SANS_ACTION:
            st.html(
                '<p class="clas-vide">Cliquez sur une case, ou choisissez une action dans la '
                "liste."
                "</p>"
            )
            return
        action = libelles[choisie]
        j = etat.jugements[
            (etat.jugements["code_action"] == action.code_action)
            & (etat.jugements["etat"] != SANS_OBJET)
        ]
        j = j.assign(_rang=j["etat"].map(ORDRE)).sort_values("_rang", kind="stable")
        _preuve(j, f"{choisie} ({action.porteur_nom})")


def _preuve(j: pd.DataFrame, nom: str) -> None:
    ecarts = int((j["etat"] == NON_CONFORME).sum())
    titre = f"{nom} : {formats.pluriel(ecarts, 'écart')}"
    st.html(f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>')
    lignes = []
    for (_, etat), groupe in j.groupby(["regle", "etat"], sort=False):
        juges = groupe.to_dict("records")
        lignes.append(
            [
                juges[0]["declaree"].titre,
                _insecable(f"{SIGNES[etat]} {etat}"),
                textes.typographic(" | ".join(map(matrice.preuve, juges))),
                _insecable(" | ".join(dict.fromkeys(map(_lieu, juges)))),
            ]
        )
    tableaux.show(
        "Ce qui a été lu pour juger cette action",
        ["Règle", "État", "Ce qui a été lu", "Dans le fichier reçu"],
        lignes,
        alignees=9,
    )
    fichiers = ", ".join(dict.fromkeys(f for f in j["fichier"] if f))
    st.html(textes.notes([("Fichiers reçus", fichiers)]))
    vues = j[j["etat"] == NON_CONFORME].drop_duplicates("regle")["declaree"]
    st.html(textes.notes([(r.titre, f"{r.texte} ({r.source}){_valeurs_de(r)}") for r in vues]))


def _lieu(l: dict) -> str:
    if formats.inconnu(l["ligne"]):
        return "non reçu"
    return f"{l['feuille'] or l['fichier']}, ligne {int(l['ligne'])}"


def _insecable(texte: str) -> str:
    return texte.replace(" | ", "\n").replace(" ", formats.INSECABLE).replace("\n", " | ")


def _valeurs_de(r: regles.Regle) -> str:
    hypotheses = [
        f"{n} = {regles.lisible(p.valeur)} ({p.origine})"
        for n, p in r.parametres.items()
        if p.hypothese
    ]
    return f" Hypothèses de cet outil : {' ; '.join(hypotheses)}." if hypotheses else ""
