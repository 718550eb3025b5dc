"""« Épingler »: a figure of a page goes into a dossier, with a sentence of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.restitutions.dossiers import garde
from clas_data.restitutions.dossiers.epingle import PHRASE_MAX, Epingle
from clas_data.restitutions.dossiers.garde import Dossier
from clas_data.serveur import menu
from clas_data.ui import lecture, listes, session, textes
from clas_data.ui.selection import Selection

NOUVEAU = "Nouveau dossier"
ADRESSE = "dossier"  # which one is open, in the URL


@dataclass(frozen=True)
class Bloc:
    """What composes a figure again: a block, how its page declared it, what it looks at."""

    genre: str
    declaration: Mapping[str, Any]
    selection: Selection


def formulaire(bloc: Bloc | None, figure: str, sorte: str = "") -> None:
    """Pin this figure, where it can be composed again from its selection alone and its reader
    keeps dossiers.
    """
    acteur = session.acteur()
    if bloc is None or acteur is None or not acteur.peut(garde.DROIT):
        return
    connus = {d.id: d.titre for d in _ouverts(acteur)}
    place, cle = en_cours(acteur), sorte or figure
    with (
        st.form(f"epingler_{cle}", border=False),
        st.container(horizontal=True, gap="small", vertical_alignment="bottom"),
    ):
        phrase = st.text_input(
            "Épingler, avec une phrase à vous",
            placeholder="facultative",
            key=f"epingle_phrase_{cle}",
            max_chars=PHRASE_MAX,
        )
        choisi = listes.choisir(
            "Dans",
            [*connus, ""],
            index=list(connus).index(place.id) if place else len(connus),
            format_func=lambda i: connus.get(i, NOUVEAU),
            key=f"epingle_dossier_{cle}",
            width=210,
        )
        if st.form_submit_button("Épingler", icon=":material/keep:"):
            _epingler(acteur, choisi or "", _epingle(bloc, figure, phrase))


def volet(bloc: Bloc | None, figure: str) -> None:
    """The same, where a card has no « Lire ce graphique »."""
    acteur = session.acteur()
    if bloc is None or acteur is None or not acteur.peut(garde.DROIT):
        return
    v = st.popover(
        "Épingler",
        icon=":material/keep:",
        type="tertiary",
        key=f"epingler_volet_{figure}",
        on_change="rerun",
    )
    if v.open:
        with v:
            formulaire(bloc, figure)


def _epingle(bloc: Bloc, figure: str, phrase: str) -> Epingle:
    s = bloc.selection
    return Epingle(
        "",
        session.page_ouverte(),
        bloc.genre,
        figure,
        s.campagne,
        dict(bloc.declaration),
        {f.axe: f.valeur for f in s.filtres},
        s.estimation,
        " ".join(phrase.split()),
        lecture.ouverte().empreinte,
    )


def _epingler(acteur: Acteur, id_: str, e: Epingle) -> None:
    try:
        fait = garde.epingler(config.installation(), acteur, id_, e)
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    session.retenir_dossier(fait.id)
    session.annoncer(
        f"Épinglée dans « {fait.titre} » ({formats.pluriel(len(fait.epingles), 'figure')})."
    )
    st.rerun()


def en_cours(acteur: Acteur) -> Dossier | None:
    """The dossier into which this reader pins: the one of this session, else the last that this
    reader changed.
    """
    choisi, ouverts = session.dossier(), _ouverts(acteur)
    return next((d for d in ouverts if d.id == choisi), None) or next(
        (d for d in ouverts if choisi is None and d.auteur == acteur.nom), None
    )


def _ouverts(acteur: Acteur) -> list[Dossier]:
    return [d for d in garde.lister(config.installation(), acteur) if not d.retire]


def tete(acteur: Acteur) -> None:
    """Discreetly, on the head of each page: how many figures are pinned, and the way to them."""
    if not acteur.peut(garde.DROIT):
        return
    d = en_cours(acteur)
    if d is None or not d.epingles or session.page_ouverte() == garde.PAGE:
        return
    ecran = menu.ecrans()[garde.PAGE]
    st.page_link(
        menu.page(ecran),
        label=f"Dossier ({formats.nombre(len(d.epingles))})",
        icon=":material/keep:",
        help=textes.litteral(f"Ouvrir « {d.titre} »"),
        query_params={ADRESSE: d.id},
        width="content",
    )
