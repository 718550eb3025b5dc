"""Filters: their state is the URL; a value that the URL holds and the base does not is said, never
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

import streamlit as st

from clas_data.acces import Acteur, Perimetre
from clas_data.serveur import menu
from clas_data.tables.continuite import Continuite
from clas_data.ui import lecture, listes, origine, pied, textes
from clas_data.ui.choix import axes, jetons
from clas_data.ui.choix.axes import AXES, Axe
from clas_data.ui.choix.jetons import Jeton
from clas_data.ui.composants import lien
from clas_data.ui.selection import Filtre, Selection

ESTIMATION, NON, OUI = "estimation", "non", "oui"
ATTENTE = (
    "Des rapprochements attendent d'être confirmés par le comité : jusque-là, les comparaisons les "
    "tiennent pour différentes."
)
RAPPROCHEMENTS = "page « Données », onglet « D'une campagne à l'autre »"
CAMPAGNE_PORTEE = "campagne_choisie"  # the campagne in a link from one screen to another
PRETEE = "campagne_pretee"  # the one that was looked at, and the one shown in its place


def campagne_et_territoire(
    acteur: Acteur, sur: Sequence[str] = tuple(AXES), *, estimation: bool = False
) -> Selection:
    """The bar of filters and what it says; stops with a sentence where there is nothing to look
    at. `estimation` offers to show what the figures would be if all had answered.
    """
    perimetre = lecture.perimetre(acteur)
    campagnes = tuple(lecture.valeurs_axe(perimetre, "campagne"))
    if not campagnes:
        st.info(
            "Aucune campagne à montrer pour l'instant : déposez les fichiers d'une campagne sur "
            "la page « Données », ou attendez la publication par le comité.",
            icon=":material/inbox:",
        )
        pied.stop()
    choix = {c: axes.offre(c, perimetre) for c in sur}
    receive_campagne(campagnes)
    say_dropped("campagne", "Campagne", campagnes)
    for cle, offre in choix.items():
        say_dropped(cle, AXES[cle].nom, [AXES[cle].tous, *offre.values()])
    barre = st.container(key="filtres", horizontal=True, vertical_alignment="bottom", gap="small")
    with barre:
        selection = _barre(perimetre, campagnes, choix, estimation and perimetre.siret is None)
    lien.montrer(**parametres(selection))
    choisis = _retirables(selection)
    with st.container(
        key="mots" if choisis else "mots_seuls",
        horizontal=True,
        vertical_alignment="center",
        gap="small",
    ):
        jetons.montrer(choisis, selection.mots)
    say_unmatched(acteur, selection.campagne, selection.precedente, barre)
    origine.ouvrir_demandee(selection)
    return selection


def _barre(
    perimetre: Perimetre,
    campagnes: tuple[str, ...],
    choix: dict[str, dict[str, str]],
    estimable: bool,
) -> Selection:
    """One line: the campagne, the filters most used, the others under « Plus de filtres »."""
    rares = [c for c in choix if AXES[c].rare]
    campagne = listes.choisir(
        "Campagne", campagnes[::-1], key="campagne", bind="query-params", width=130
    )
    filtres = [_filtre(AXES[c], choix[c]) for c in choix if c not in rares]
    estimee = False
    if estimable or any(len(choix[c]) > 1 for c in rares):
        with st.popover("Plus de filtres", icon=":material/tune:", key="plus_de_filtres"):
            filtres += [_filtre(AXES[c], choix[c]) for c in rares]
            estimee = estimable and _estimation()
    retenus = tuple(f for f in filtres if f is not None)
    return Selection(perimetre, campagne, campagnes, retenus, estimee)


def _retirables(selection: Selection) -> list[Jeton]:
    """What is chosen, each undone in one gesture."""
    cles = {a.axe: a for a in AXES.values()}
    lus = [
        Jeton(f"{f.nom} : {f.libelle}", cles[f.axe].cle, cles[f.axe].tous)
        for f in selection.filtres
    ]
    estimee = [Jeton("Si toutes avaient répondu", ESTIMATION, NON)] if selection.estimation else []
    return lus + estimee


def _estimation() -> bool:
    """The switch of the estimates: off unless asked for."""
    say_dropped(ESTIMATION, "Si toutes avaient répondu", (NON, OUI))
    return OUI == listes.choisir(
        "Si toutes avaient répondu",
        (NON, OUI),
        key=ESTIMATION,
        bind="query-params",
        width=215,
        help="Montre, à côté des chiffres déclarés, ce qu'ils seraient si toutes les actions "
        "avaient répondu : une estimation, avec son intervalle, jamais comptée dans un total.",
    )


def say_unmatched(acteur: Acteur, campagne: str, avec: str | None, barre: Any = None) -> None:
    """Where changes are read: how many actions nothing continues while matches wait for an answer,
    from each campagne to the next; aloud where some of them are certain. Who may not answer reads
    what it does to the figures; a porteur reads its own actions only.
    """
    repond = acteur.peut("rapprocher")
    if avec is None or lecture.perimetre(acteur).siret is not None:
        return
    while campagne > avec:
        c = lecture.continuite(campagne)
        campagne = c.avant
        if c.certaines:
            suite = f"Jusque-là, les comparaisons les tiennent pour différentes : {RAPPROCHEMENTS}."
            dit = f"{c.dit} {suite}" if repond else f"{c.seules} {ATTENTE}"
            st.warning(textes.typographic(dit), icon=":material/link_off:")
        elif c.propositions and repond:
            with barre or st.container():
                _a_rapprocher(c)


def _a_rapprocher(c: Continuite) -> None:
    """The way to the matches that wait for an answer."""
    st.page_link(
        menu.page(menu.ecrans()["donnees"]),
        label=c.a_repondre,
        icon=":material/link_off:",
        help=f"De {c.avant} à {c.campagne} : {RAPPROCHEMENTS}",
        query_params={"onglet": "D'une campagne à l'autre"},
        width="content",
    )


def _filtre(axe: Axe, offre: dict[str, str]) -> Filtre | None:
    options = [axe.tous, *offre.values()]
    if len(offre) < 2:
        return None
    libelle = listes.choisir(axe.nom, options, key=axe.cle, bind="query-params", width=axe.largeur)
    if libelle == axe.tous:
        return None
    valeur = next(v for v, l in offre.items() if l == libelle)
    return Filtre(axe.axe, axe.nom, valeur, libelle)


def lend_campagne(offertes: Sequence[str], montree: str) -> None:
    """A screen that does not offer the campagne looked at shows another: the next one finds again
    the first, unless someone chose in between.
    """
    voulue = st.session_state.get("campagne")
    demandee = "campagne" in st.query_params  # by a link: it is said that it is not offered
    if voulue is not None and voulue not in offertes and not demandee:
        st.session_state[PRETEE] = voulue, montree
        st.session_state["campagne"] = montree


def receive_campagne(connues: Iterable[str]) -> None:
    """Take the campagne that a link of another screen carries; under its own name the framework
    would take it for what that screen left behind.
    """
    voulue, montree = st.session_state.pop(PRETEE, (None, None))
    if voulue in connues and st.session_state.get("campagne") == montree:
        st.session_state["campagne"] = voulue
    demande = st.query_params.get(CAMPAGNE_PORTEE)
    if demande is None:
        return
    del st.query_params[CAMPAGNE_PORTEE]
    if demande in connues:
        st.session_state["campagne"] = demande
    st.query_params["campagne"] = demande


def say_dropped(cle: str, nom: str, connus: Iterable[str]) -> None:
    """Say that the link asked for a value that is not offered here: the framework would drop it in
    silence.
    """
    offerts = set(connus)
    demande = ", ".join(d for d in st.query_params.get_all(cle) if d not in offerts)
    if demande:
        st.warning(
            f"Le lien demandait « {nom} : {textes.litteral(demande)} », que cette base ne "
            "contient pas ou que votre profil ne lit pas. Ce choix n'est pas appliqué.",
            icon=":material/filter_alt_off:",
        )


def interrupteur(libelle: str, cle: str, nom: str, allume: bool = False, **options: Any) -> bool:
    """A switch that the address keeps; what a link asks that is neither on nor off is said."""
    donnes = st.query_params.get_all(cle)
    say_dropped(cle, nom, [d for d in donnes if d.lower() in ("true", "false")])
    return st.toggle(libelle, allume, key=cle, bind="query-params", **options)


def say_out_of_range(cle: str, nom: str, bas: float, haut: float) -> None:
    """The same for a number: not written as one, or beyond what its field holds."""
    donnes = st.query_params.get_all(cle)
    say_dropped(cle, nom, [d for d in donnes if _tenu(d, bas, haut)])
    if any(_infini(d) for d in donnes):  # the framework fails on it before the field is drawn
        st.error("Retirez ce nombre de l'adresse, ou rouvrez cette page par le menu.")
        pied.stop()


def _infini(ecrit: str) -> bool:
    try:
        return not isfinite(float(ecrit))
    except ValueError:
        return False


def _tenu(ecrit: str, bas: float, haut: float) -> bool:
    try:
        return bas <= float(ecrit) <= haut
    except ValueError:
        return False


def parametres(selection: Selection) -> dict[str, str]:
    """What the URL holds for this selection, in full."""
    axes = {a.axe: a.cle for a in AXES.values()}
    estimee = {ESTIMATION: OUI} if selection.estimation else {}
    filtres = {axes[f.axe]: f.libelle for f in selection.filtres}
    return {"campagne": selection.campagne, **filtres, **estimee}
