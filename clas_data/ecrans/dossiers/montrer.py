"""One dossier: its figures in order, each with its sentence, composed again as its reader may."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, comptes
from clas_data.ecrans.dossiers import liste, recomposer, sorties
from clas_data.errors import ClasError
from clas_data.figures.figure import Chiffres, Tableau
from clas_data.restitutions.dossiers import garde
from clas_data.restitutions.dossiers.epingle import PHRASE_MAX, Epingle
from clas_data.restitutions.dossiers.garde import Dossier
from clas_data.ui import epingles, figure, filtres, gestes, page, session, textes
from clas_data.ui.choix import axes
from clas_data.ui.composants import lien
from clas_data.ui.selection import Selection

INST = config.installation


def show(acteur: Acteur, d: Dossier) -> None:
    """The head of the dossier, then each figure."""
    lien.montrer(**{epingles.ADRESSE: d.id})
    if acteur.peut(garde.DROIT) and not d.retire:
        session.retenir_dossier(d.id)
    _tete(acteur, d)
    if not d.epingles:
        mots = textes.typographic(f"Ce dossier est vide. {liste.COMMENT}")
        st.info(mots, icon=":material/keep:")
    for rang, e in enumerate(d.epingles):
        _figure(acteur, d, rang, e)


def _tete(acteur: Acteur, d: Dossier) -> None:
    (qui,) = comptes.nommer(INST(), acteur, [d.auteur])
    dit = f"{formats.pluriel(len(d.epingles), 'figure')} · modifié le {liste.le(d)} par {qui}"
    with st.container(key="carte_dossier_tete", gap="xsmall"):
        st.html(
            f'<h2 class="clas-titre clas-grand">{textes.in_html(d.titre)}</h2>'
            f'<p class="clas-sous-titre">{textes.in_html(dit)}</p>'
            f'<div class="clas-imprime"><p class="clas-mots">{textes.in_html(d.titre)}</p></div>'
        )
        if d.retire:
            dit = "Ce dossier est retiré de la liste : son lien l'ouvre encore."
            st.warning(textes.typographic(dit))
        with st.container(horizontal=True, gap="small", key="gestes_dossier"):
            st.button(
                "Tous les dossiers",
                icon=":material/list:",
                type="tertiary",
                on_click=gestes.geste(_fermer),
            )
            if acteur.peut(garde.DROIT):
                _commandes(acteur, d)
            sorties.show(acteur, d)


def _fermer() -> None:
    st.query_params.pop(epingles.ADRESSE, None)


def _commandes(acteur: Acteur, d: Dossier) -> None:
    avant, apres = garde.possibles(INST(), d.id)
    for nom, icone, pas, reste, dit in (
        ("Annuler", ":material/undo:", -1, avant, "Le dernier changement du dossier est annulé."),
        ("Rétablir", ":material/redo:", 1, apres, "Le changement annulé est rétabli."),
    ):
        if st.button(nom, icon=icone, key=f"dossier_{nom}", type="tertiary", disabled=not reste):
            page.accomplir(partial(garde.deplacer, INST(), acteur, d.id, pas), dit)
    with (
        st.popover("Renommer", icon=":material/edit:", type="tertiary", key="renommer"),
        st.form("renommer_dossier", border=False),
    ):
        titre = st.text_input("Nom du dossier", d.titre, key=f"titre_{d.id}_{d.le}")
        if st.form_submit_button("Renommer le dossier", type="primary"):
            page.accomplir(
                partial(garde.renommer, INST(), acteur, d.id, titre),
                lambda fait: f"Le dossier s'appelle « {fait.titre} ».",
            )
    nom, quoi, dit = (
        ("Remettre dans la liste", ":material/restore:", "est de nouveau dans la liste.")
        if d.retire
        else ("Retirer le dossier", ":material/delete:", "est retiré de la liste ; il s'y remet.")
    )
    if st.button(nom, icon=quoi, type="tertiary", key="retirer_dossier"):
        page.accomplir(
            partial(garde.retirer, INST(), acteur, d.id, not d.retire),
            lambda fait: f"« {fait.titre} » {dit}",
        )


def _figure(acteur: Acteur, d: Dossier, rang: int, e: Epingle) -> None:
    """The figure of today under its sentence; where this reader may not see it, why."""
    try:
        f, s = recomposer.composer(acteur, e)
    except ClasError as erreur:
        with st.container(key=f"carte_refus_{e.id}"):
            st.html(f'<p class="clas-vide">{textes.in_html(erreur.message)}</p>')
        _gestes(acteur, d, rang, e, None)
        return
    dit = recomposer.depuis(e, s, f)
    tete = "".join(
        f'<p class="{classe}">{textes.in_html(mots)}</p>'
        for classe, mots in (
            ("clas-epingle", e.phrase),
            ("clas-sous-titre", s.mots),
            ("clas-depuis", dit),
        )
        if mots
    )
    if isinstance(f, Chiffres):
        _chiffres(f, e, tete)
    elif isinstance(f, Tableau):
        figure.show_table(replace(f, cle=f"{f.cle}_{e.id}", axe=""), s, tete=tete)
    else:
        figure.show(replace(f, cle=f"{f.cle}_{e.id}", axe=""), tete=tete)
    _gestes(acteur, d, rang, e, s)


def _chiffres(f: Chiffres, e: Epingle, tete: str) -> None:
    """Headline figures, as large as a meeting reads them."""
    with st.container(key=f"carte_chiffre_{e.id}"):
        for c in f.chiffres:
            dits = "".join(
                f'<div class="ecart">{textes.in_html(l)}</div>'
                for l in (*c.lignes, c.couverture, c.estimation)
                if l
            )
            st.html(
                f'<div class="clas-chiffre"><h3 class="nom">{textes.ECHAPPE(c.nom)}</h3>'
                f'<div class="valeur">{c.valeur}</div>{dits}</div>{tete}'
            )


def _gestes(acteur: Acteur, d: Dossier, rang: int, e: Epingle, s: Selection | None) -> None:
    """Its rank, its sentence, the way to its page; what a slide and a sheet do not show."""
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"gestes_epingle_{e.id}"
    ):
        if acteur.peut(garde.DROIT):
            _ordre(acteur, d, rang, e)
            _phrase(acteur, d, e)
            if st.button(
                "Enlever", icon=":material/close:", type="tertiary", key=f"enlever_{e.id}"
            ):
                page.accomplir(
                    partial(garde.enlever, INST(), acteur, d.id, e.id),
                    "La figure est enlevée du dossier ; « Annuler » la remet.",
                )
        if s is not None:
            page.lien(e.page, "Ouvrir sa page", e.campagne, **_choix(s))


def _ordre(acteur: Acteur, d: Dossier, rang: int, e: Epingle) -> None:
    for nom, icone, pas, possible in (
        ("Monter", ":material/arrow_upward:", -1, rang > 0),
        ("Descendre", ":material/arrow_downward:", 1, rang < len(d.epingles) - 1),
    ):
        if st.button(nom, icon=icone, type="tertiary", key=f"{nom}_{e.id}", disabled=not possible):
            page.accomplir(
                partial(garde.deplacer_figure, INST(), acteur, d.id, e.id, pas),
                "L'ordre du dossier est changé.",
            )


def _phrase(acteur: Acteur, d: Dossier, e: Epingle) -> None:
    with (
        st.popover("Phrase", icon=":material/edit:", type="tertiary", key=f"phrase_{e.id}"),
        st.form(f"phraser_{e.id}", border=False),
    ):
        phrase = st.text_area(
            "La phrase sous le titre", e.phrase, max_chars=PHRASE_MAX, key=f"dite_{e.id}_{d.le}"
        )
        if st.form_submit_button("Enregistrer la phrase", type="primary"):
            propre = " ".join(phrase.split())
            page.accomplir(
                partial(garde.phraser, INST(), acteur, d.id, e.id, propre),
                "La phrase est enregistrée.",
            )


def _choix(s: Selection) -> dict[str, str]:
    """The filters of its page, as its address writes them."""
    tenus = {a.axe for a in axes.AXES.values()}
    gardes = replace(s, filtres=tuple(f for f in s.filtres if f.axe in tenus))
    return {n: v for n, v in filtres.parametres(gardes).items() if n != "campagne"}
