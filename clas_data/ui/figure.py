"""The one card of a figure: its result as a title, its picture, one grey line; the rest is read on
demand.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.dessin import commun, ecran
from clas_data.dessin.agrandie import agrandir
from clas_data.figures import figure as modele
from clas_data.figures.figure import Figure, Tableau
from clas_data.ui import (
    carte,
    epingles,
    exports,
    lecture,
    legendes,
    navigateur,
    session,
    style,
    suivi,
    tableaux,
    textes,
)
from clas_data.ui.choix import clic
from clas_data.ui.composants import grille
from clas_data.ui.selection import Selection

# In a meeting: the words of a picture are as large as those around it; pixels of those whose
# height is free, before they grow with their words.
AGRANDIE, HAUTE = 1.35, 350
DEBOUT = (modele.EVOLUTION, modele.COURBES, modele.COLONNES)
# Of the table of a picture, on paper: rows, those with which it holds on one sheet, columns.
LIGNES_IMPRIMEES, COURTE, LARGE = 60, 14, 8
VIDE = (
    f"{formats.ND} : rien à dessiner pour cette sélection. Élargissez les filtres ou choisissez "
    "une autre campagne."
)


def show(
    f: Figure,
    selection: Selection | None = None,
    *,
    vide: str = VIDE,
    hauteur: int = 0,
    bloc: epingles.Bloc | None = None,
    tete: str = "",
    **options: Any,
) -> None:
    """Draw the card; `selection` leads to the rows behind it, `bloc` composes it again in a
    dossier, whose words under the title are `tete`; `options` are those of the chart.
    """
    nom = exports.nom_fichier(f.cle, selection.campagne if selection else "")
    with st.container(key=f"carte_{f.cle}", height=options.get("height", "stretch"), gap="xsmall"):
        redit = f.titre.startswith(f.sous_titre)
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(f.titre)}</h3>'
            + ("" if redit else f'<p class="clas-sous-titre">{textes.in_html(f.sous_titre)}</p>')
            + tete
        )
        for avertissement in session.pas_encore_dits(f.avertissements, f.cle):
            st.html(f'<p class="clas-prudence">⚖ {textes.in_html(avertissement)}</p>')
        if not f.vide:
            dessin = _dessin(f, hauteur)
            au_clic = clic.options(f.cle, f.axe, f.codes, selection) if f.axe else {}
            carte.picture(lambda: dessin, nom, f.alternative, f.cle, **au_clic, **options)
            _on_paper(f)
        else:
            st.html(f'<p class="clas-vide">{textes.in_html(vide)}</p>')
        dits = " · ".join(x for x in (f"Source : {f.source.rstrip('.')}", f.reponses) if x)
        sous = legendes.html(f.image) + (textes.notes(f.notes) if f.notes else "")
        if sous:
            st.html(sous)
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", key=f"gestes_{f.cle}"
        ):
            st.html(f'<p class="clas-sous-titre">{textes.in_html(dits)}</p>', width="content")
            _read(f, nom, selection, bloc)
            if selection and f.indicateur and f.genre not in (modele.CASCADE, modele.ECARTS):
                suivi.difference(lecture.indicateur(f.indicateur), selection, f.cle)


def _dessin(f: Figure, hauteur: int) -> commun.Figure:
    """The picture; in a meeting, its words are as large as those around it, and it has its height
    whatever its page gives it.
    """
    reunion = navigateur.en_reunion()
    if reunion:
        hauteur = HAUTE if f.genre in DEBOUT else 0
    fait = ecran.dessiner(f, sombre=style.sombre(), hauteur=hauteur)
    return agrandir(fait, AGRANDIE) if reunion else fait


def _on_paper(f: Figure) -> None:
    """The table of a picture, for the paper of a meeting: nobody prints what is under a button."""
    if not navigateur.en_reunion():
        return
    colonnes, lignes = f.donnees.colonnes, f.donnees.lignes
    if colonnes and lignes:
        if len(colonnes) > max(LARGE, len(lignes)):  # upright: a sheet is higher than wide
            colonnes, *lignes = zip(colonnes, *lignes, strict=True)
        longue = "longue_" if len(lignes) > COURTE else ""
        with st.container(key=f"imprime_{longue}{f.cle}"):
            tableaux.show(f"Données : {f.titre}", colonnes, lignes[:LIGNES_IMPRIMEES])


def _read(
    f: Figure,
    nom: str,
    selection: Selection | None,
    bloc: epingles.Bloc | None,
) -> None:
    """How to read it, what it is, its data, and the way to its rows; nothing of it is prepared or
    sent before it is open.
    """
    volet = st.popover(
        "Lire ce graphique",
        icon=":material/menu_book:",
        type="tertiary",
        key=f"lire_{f.cle}",
        width="content",
        on_change="rerun",
    )
    if not volet.open:
        return
    base = lecture.ouverte()
    ind = lecture.indicateur(f.indicateur) if f.indicateur else None
    dits = [
        ("Lecture", f.lecture),
        ("Champ", f.champ),
        ("Source", f.source),
        ("Note", f.note),
    ]
    with volet:
        epingles.formulaire(bloc, f.cle)
        st.html(textes.notes(dits))
        if ind is not None:
            carte.define(ind)
        pris = lecture.donnees(f, selection)
        tableau(pris, f.cle)
        propos = exports.context(ind, f.titre, f.champ, base.empreinte, base.demonstration)
        carte.downloads(frame(pris), {**propos, "Source": f.source}, nom, f.cle)
        carte.image(f.cle)
        if ind is not None and selection is not None:
            suivi.button(ind, selection, selection.ou(), f.cle)


def show_table(
    t: Tableau, selection: Selection, *, bloc: epingles.Bloc | None = None, tete: str = ""
) -> None:
    """The card of a table to sort and take away."""
    base = lecture.ouverte()
    with st.container(key=f"carte_{t.cle}", height="stretch"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(t.titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(t.champ)}</p>{tete}'
        )
        tableau(t, t.cle, **(clic.ligne(t.axe, t.codes, selection) if t.axe else {}))
        st.html(textes.notes([("Source", t.source), ("Note", t.note)]))
        propos = exports.context(None, t.titre, t.champ, base.empreinte, base.demonstration)
        for ind in map(lecture.indicateur, t.indicateurs):
            propos[ind.titre] = f"{ind.definition} ({ind.unite}) {ind.traitement}"
        nom = exports.nom_fichier(t.cle, selection.campagne)
        carte.downloads(frame(t), {**propos, "Source": t.source}, nom, t.cle)
        epingles.volet(bloc, t.cle)


def frame(t: Tableau) -> pd.DataFrame:
    """The values of a table, as they are taken away."""
    return pd.DataFrame(list(t.brutes or t.lignes), columns=list(t.colonnes))


def tableau(t: Tableau, cle: str, **options: Any) -> None:
    """A table to sort: its cells are written as the figure writes them."""
    tableaux.dire_premieres(len(t.brutes or t.lignes))
    vues = tableaux.LIGNES_MAX
    nombres = [
        _nombres([b[j] for b in t.brutes[:vues]]) if t.brutes and j >= t.alignees else None
        for j in range(len(t.colonnes))
    ]
    grille.montrer(
        f"table_{cle}",
        t.titre or "Données",
        t.colonnes,
        t.lignes[:vues],
        nombres,
        total=t.total,
        **options,
    )


def _nombres(valeurs: list[Any]) -> list[float | None] | None:
    """The numbers of a column; None where it holds words."""
    if any(isinstance(v, str) for v in valeurs):
        return None
    return [None if formats.inconnu(v) else float(v) for v in valeurs]
