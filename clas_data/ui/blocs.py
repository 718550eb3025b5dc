"""Blocks of a page: each takes an indicator, so that title, unit, definition, source, coverage,
data and words come for free.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from clas_data import formats
from clas_data.dessin import couleurs
from clas_data.figures.faits import Fait
from clas_data.figures.figure import Chiffre, Figure, Paragraphe
from clas_data.ui import carte, epingles, figure, lecture, style, suivi, textes
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

LARGEUR_CHIFFRE, LARGEUR_FIGURE = 148, 430  # pixels, under which a card goes to the next line
AXES_A_NOTER = ("epci", "niveau")
FAITS_VUS = 2  # the others are one gesture away: a whole chart stands beside them


def chiffres(ids: Sequence[str], selection: Selection, *, cle: str = "") -> None:
    """The strip of headline figures: each with its difference from the previous campagne, and the
    trace of the last five.
    """
    (groupe,) = lecture.figures(
        selection, "chiffres", ids=ids, trace=True, estimation=selection.estimation
    )
    with (
        st.container(key=f"bande{cle or '_' + ids[0]}"),
        st.grid(len(ids), min_column_width=LARGEUR_CHIFFRE, gap="xsmall", dense=True),
    ):
        for chiffre in groupe.chiffres:
            _headline(chiffre, selection)


def cote_a_cote(*, large: bool = False):
    """Two figures on a line where there is room, one under the other where there is not: use with
    `with`. `large`: the second has more room than the first.
    """
    place = st.container(key="inegales") if large else st
    return place.grid(2, min_column_width=LARGEUR_FIGURE, vertical_alignment="top", dense=True)


def sur_demande(titre: str, cle: str, montrer: Callable[[], None], *, ouvert: bool = False) -> None:
    """What few readers ask for, under its title: nothing of it is computed before it is open, which
    it is at once where the link asks for something in it (`ouvert`).
    """
    volet = st.expander(titre, expanded=ouvert, key=f"plus_{cle}", on_change="rerun")
    if volet.open:
        with volet:
            montrer()


def _headline(c: Chiffre, selection: Selection) -> None:
    ind = lecture.indicateur(c.id)
    tete, *suite = c.bref
    mene = suivi.comparable(ind, selection)
    dits = suite if mene else c.bref
    with st.container(key=f"carte_chiffre_{c.id}", height="stretch", gap=None):
        st.html(
            f'<div class="clas-chiffre"><div class="nom">{textes.ECHAPPE(c.nom)}</div>'
            f'<div class="rang"><div class="valeur">{c.valeur}</div>{_trace(c)}</div></div>'
        )
        with st.container(key=f"gestes_chiffre_{c.id}", gap=None):
            _understand(c, selection)
            if mene:
                mots = " · ".join((*c.lignes, suivi.DIFFERENCE))
                suivi.difference(ind, selection, f"chiffre_{c.id}", tete, aide=mots, icone=None)
        st.html(
            '<div class="clas-chiffre dits">'
            + "".join(f'<div class="ecart">{textes.in_html(d)}</div>' for d in dits)
            + f'<div class="couverture">{c.recues}</div>{_estimated(c)}{_outside(c)}</div>'
        )


def _estimated(c: Chiffre) -> str:
    """The estimate under a count, set apart by its sign and its hatch."""
    if not c.estimation:
        return ""
    return f'<div class="estimation">{textes.in_html(c.estimation)}</div>'


def _outside(c: Chiffre) -> str:
    """Discreetly, where France stands: its figure, the sign, and the words where there is room."""
    if not c.exterieur:
        return ""
    pays, _, mots = c.exterieur.partition(" · ")
    signe, _, suite = mots.partition(" ")
    return (
        f'<div class="exterieur" title="{textes.ECHAPPE(c.exterieur)}">{textes.in_html(pays)} '
        f"{textes.in_html(signe)} <span>{textes.in_html(suite)}</span></div>"
    )


def _understand(c: Chiffre, selection: Selection) -> None:
    """What the figure is, and the way to its rows; nothing of it is sent before it is open."""
    volet = st.popover(
        "Comprendre ce chiffre",
        icon=":material/info:",
        type="tertiary",
        key=f"comprendre_{c.id}",
        on_change="rerun",
    )
    if not volet.open:
        return
    with volet:
        seul = {"ids": [c.id], "trace": True, "estimation": selection.estimation}
        epingles.formulaire(Bloc("chiffres", seul, selection), "chiffres", c.id)
        st.html(
            "".join(
                f'<p class="clas-fait">{textes.in_html(l)}</p>'
                for l in (*c.lignes, c.couverture, c.exterieur)
                if l
            )
        )
        if c.avis:
            st.warning(c.avis, icon=":material/balance:")
        carte.define(lecture.indicateur(c.id))
        suivi.button(lecture.indicateur(c.id), selection, selection.ou(), f"chiffre_{c.id}")


def _trace(c: Chiffre) -> str:
    """The last campagnes as a small image, whose text says each value."""
    dessin = couleurs.trace(c.trace.valeurs, sombre=style.sombre(), fragiles=c.fragiles)
    if not dessin:
        return ""
    trajet = textes.ECHAPPE(c.trajet)
    return (
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(dessin.encode()).decode()}" '
        f'alt="{trajet}" title="{trajet}">'
    )


def evolution(nom: str, selection: Selection, *, hauteur: int = 0) -> None:
    """One indicator across the campagnes; `hauteur`: in less pixels than its own."""
    declaration = {"id": nom, "estimation": selection.estimation}
    for f in lecture.figures(selection, "evolution", **declaration):
        figure.show(f, selection, hauteur=hauteur, bloc=Bloc("evolution", declaration, selection))


def repartition(nom: str, par: str, selection: Selection, *, limite: int = 15) -> None:
    """One indicator by the values of an axis, with last year's value as a tick where the guard
    allows it.
    """
    _cards(selection, "repartition", id=nom, axe=par, limite=limite, parts=True)


def multiples(ids: Sequence[str], selection: Selection, **declaration: Any) -> None:
    """One bar per answer to a question, most frequent first."""
    _cards(selection, "barres", ids=ids, courts=True, **declaration)


def composition(ids: Sequence[str], par: str, selection: Selection, **declaration: Any) -> None:
    """How a whole divides in two: a share, what it leaves, and both counts behind them."""
    part, *effectifs = ids
    _cards(
        selection,
        "composition",
        id=part,
        effectif=effectifs[0],
        effectifs=effectifs,
        axe=par,
        **declaration,
    )


def parts(ids: Sequence[str], selection: Selection, **declaration: Any) -> None:
    """Several shares that do not add up to a whole, each on its own track of 100 %."""
    _cards(selection, "parts", ids=ids, **declaration)


def tailles(selection: Selection) -> None:
    """How many collectifs have each size, beside the band that the référentiel asks for."""
    _cards(selection, "tailles")


def nation(selection: Selection, *, cle: str = "nation", maximum: int = 0) -> None:
    """The picture of the département beside France; where France says nothing, one sentence."""
    declaration = {"cle": cle, "maximum": maximum}
    for f in lecture.figures(selection, "nation", **declaration):
        if isinstance(f, Paragraphe):
            st.html(f'<p class="clas-vide">{textes.in_html(f.texte)}</p>')
        elif isinstance(f, Figure):
            figure.show(f, selection, bloc=Bloc("nation", declaration, selection))


def tableau(ids: Sequence[str], par: str, selection: Selection, *, titre: str) -> None:
    """Several indicators by the values of one axis, as a table to sort and take away."""
    declaration = {"ids": ids, "axe": par, "titre": titre}
    for t in lecture.figures(selection, "croise", **declaration):
        figure.show_table(t, selection, bloc=Bloc("croise", declaration, selection))


def _cards(selection: Selection, genre: str, **declaration: Any) -> None:
    for f in lecture.figures(selection, genre, **declaration):
        figure.show(f, selection, bloc=Bloc(genre, declaration, selection))


def a_noter(ids: Sequence[str], selection: Selection, maximum: int = 5) -> None:
    """What a reader should notice this year, in sentences computed from the data, each followed to
    its rows.
    """
    faits = lecture.a_noter(
        selection, ids, [axe for axe in AXES_A_NOTER if axe not in selection.ou()], maximum
    )
    with st.container(key="carte_a_noter", height="stretch", gap="xsmall"):
        st.html(
            '<h3 class="clas-titre">À noter cette année</h3>'
            '<p class="clas-sous-titre">Ce qui s\'écarte le plus des années passées</p>'
        )
        if not faits:
            st.html(
                '<p class="clas-vide">Rien ne s\'écarte assez des années passées, ou la '
                "comparaison n'est pas possible.</p>"
            )
        for rang, fait in enumerate(faits[:FAITS_VUS]):
            _fait(fait, selection, rang)
        autres = faits[FAITS_VUS:]
        if autres:
            with st.popover(
                f"Encore {formats.nombre(len(autres))}", type="tertiary", key="autres_faits"
            ):
                for rang, fait in enumerate(autres, start=FAITS_VUS):
                    _fait(fait, selection, rang)


def _fait(fait: Fait, selection: Selection, rang: int) -> None:
    ind = lecture.indicateur(fait.indicateur)
    with st.container(gap=None, key=f"gestes_fait_{rang}"):
        st.html(f'<p class="clas-fait">{textes.in_html(fait.phrase)}</p>')
        with st.container(horizontal=True, gap="small"):
            suivi.button(ind, selection, selection.ou(), f"fait_{rang}", "Suivre")
            suivi.difference(ind, selection, f"fait_{rang}", "Pourquoi ?")
