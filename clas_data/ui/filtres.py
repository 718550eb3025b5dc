"""Filters: their state is the URL; a value that the URL holds and the base does not is said, never
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from urllib.parse import urlencode

import streamlit as st

from clas_data.acces import Acteur
from clas_data.indicateurs.libelles import RANGS
from clas_data.ui import lecture, listes, origine, pied, textes
from clas_data.ui.selection import Filtre, Selection

ESTIMATION, NON, OUI = "estimation", "non", "oui"
ATTENTE = (
    "Des rapprochements attendent d'être confirmés par le comité : jusque-là, les comparaisons les "
    "tiennent pour différentes."
)
CAMPAGNE_PORTEE = "campagne_choisie"  # the campagne in a link from one screen to another


@dataclass(frozen=True)
class Axe:
    """One filter: its key in the URL, the axis of the indicators, its name, the words for « no
    filter ».
    """

    cle: str
    axe: str
    nom: str
    tous: str
    largeur: int = 200


AXES = {
    a.cle: a
    for a in (
        Axe("epci", "epci", "Intercommunalité", "Toutes", 255),
        Axe("niveau", "niveau", "Niveau", "Tous les niveaux", 170),
        Axe("type", "porteur_type", "Type de porteur", "Tous les types", 180),
        Axe("qpv", "qpv", "Quartier", "QPV et hors QPV", 170),
    )
}


def campagne_et_territoire(
    acteur: Acteur, axes: Sequence[str] = tuple(AXES), *, estimation: bool = False
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
    choix = {c: _offre(c, perimetre) for c in axes}
    receive_campagne(campagnes)
    say_dropped("campagne", "Campagne", campagnes)
    for cle, offre in choix.items():
        say_dropped(cle, AXES[cle].nom, [AXES[cle].tous, *offre.values()])
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom", gap="small"):
        campagne = listes.choisir(
            "Campagne", campagnes[::-1], key="campagne", bind="query-params", width=130
        )
        filtres = tuple(f for c in axes if (f := _filtre(AXES[c], choix[c])) is not None)
    with st.container(
        key="mots", horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        estimee = estimation and perimetre.siret is None and _estimation()
        selection = Selection(perimetre, campagne, campagnes, filtres, estimee)
        st.html(f'<p class="clas-mots">{escape(selection.mots)}</p>', width="content")
        copy_link(**parametres(selection))
    say_unmatched(acteur, selection.campagne, selection.precedente)
    origine.ouvrir_demandee(selection)
    return selection


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


def say_unmatched(acteur: Acteur, campagne: str, avec: str | None) -> None:
    """Where changes are read: how many actions nothing continues while matches wait for an answer,
    from each campagne to the next; aloud where some of them are certain. Who may not answer reads
    what it does to the figures; a porteur reads its own actions only.
    """
    repond = acteur.peut("rapprocher")
    if avec is None or lecture.perimetre(acteur).siret is not None:
        return
    ou = "page « Données », onglet « D'une campagne à l'autre »."
    while campagne > avec:
        c = lecture.continuite(campagne)
        campagne = c.avant
        if c.certaines:
            suite = f"Jusque-là, les comparaisons les tiennent pour différentes : {ou}"
            dit = f"{c.dit} {suite}" if repond else f"{c.seules} {ATTENTE}"
            st.warning(textes.typographic(dit), icon=":material/link_off:")
        elif c.propositions and repond:
            st.caption(textes.typographic(f"De {c.avant} à {c.campagne}, {c.a_repondre} : {ou}"))


def _filtre(axe: Axe, offre: dict[str, str]) -> Filtre | None:
    options = [axe.tous, *offre.values()]
    if len(offre) < 2:
        return None
    libelle = listes.choisir(axe.nom, options, key=axe.cle, bind="query-params", width=axe.largeur)
    if libelle == axe.tous:
        return None
    valeur = next(v for v, l in offre.items() if l == libelle)
    return Filtre(axe.axe, axe.nom, valeur, libelle)


def _offre(cle: str, perimetre) -> dict[str, str]:
    """value → label of what one filter offers in this perimetre, in the order in which it is
    read.
    """
    valeurs = lecture.valeurs_axe(perimetre, AXES[cle].axe)
    if cle == "epci":
        noms = lecture.noms_axe("epci")
        return dict(sorted(((v, noms.get(v, v)) for v in valeurs), key=lambda paire: paire[1]))
    if cle == "niveau":
        ordre = RANGS["niveau"]
        valeurs = sorted(valeurs, key=lambda v: ordre.index(v) if v in ordre else len(ordre))
    return {v: v for v in valeurs}


def receive_campagne(connues: Iterable[str]) -> None:
    """Take the campagne that a link of another screen carries; under its own name the framework
    would take it for what that screen left behind.
    """
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


def say_out_of_range(cle: str, nom: str, bas: float, haut: float) -> None:
    """The same for a number: not written as one, or beyond what its field holds."""
    donnes = st.query_params.get_all(cle)
    say_dropped(cle, nom, [d for d in donnes if _tenu(d, bas, haut)])
    if any(_infini(d) for d in donnes):  # the framework fails on it before the field is drawn
        st.error("Retirez ce nombre de l'adresse, ou rouvrez cette page par le menu.")
        st.stop()


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


def copy_link(**parametres_: str | list[str]) -> None:
    """The address of this screen with all that was chosen on it, to copy; written when it is asked
    for, so that it holds the last choice.
    """
    volet = st.popover(
        "Copier le lien", icon=":material/link:", type="tertiary", key="lien", on_change="rerun"
    )
    if not volet.open:
        return
    ailleurs = {
        k: st.query_params.get_all(k)
        for k in st.query_params
        if k not in AXES and k not in ("campagne", ESTIMATION)
    }
    adresse = (st.context.url or "").split("?")[0]
    with volet:
        st.caption("Ce lien ouvre cet écran avec les mêmes choix, pour qui a le droit de les lire.")
        st.code(
            f"{adresse}?{urlencode({**ailleurs, **parametres_}, doseq=True)}",
            language=None,
            wrap_lines=True,
        )
