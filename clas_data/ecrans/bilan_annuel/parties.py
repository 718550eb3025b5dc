"""Which parts the bilan has, in which order; which scenarios it cites."""

from __future__ import annotations

import zlib

import streamlit as st

from clas_data import config
from clas_data.ecrans.bilan_annuel.etat import Etat, champ, redessiner
from clas_data.restitutions.bilan import plan
from clas_data.simulateur import rangement
from clas_data.ui import textes


def plan_du_bilan(etat: Etat) -> None:
    """Which parts, in which order."""
    st.html(
        '<p class="clas-sous-titre">Écartez une partie ou changez l\'ordre : le document suit, '
        "les "
        "textes des parties écartées sont gardés.</p>"
    )
    retenues = [p.id for p in etat.parties]
    for i, id_ in enumerate([*retenues, *(x for x in plan.load().parties if x not in retenues)]):
        _ligne_de_plan(etat, retenues, i, id_)
    _scenarios(etat)


def _scenarios(etat: Etat) -> None:
    """Which kept scenarios the part « Perspectives » cites; all of them until a choice is made."""
    gardes = sorted({s.nom for s in rangement.lister(config.installation())[0]})
    if not gardes:
        st.caption(
            "Aucun scénario n'est enregistré : la page « Simulateur » en garde, ce bilan pourra "
            "alors les citer."
        )
        return
    retenus = [n for n in gardes if etat.edition.scenarios is None or n in etat.edition.scenarios]
    choisis = st.multiselect(
        "Scénarios cités dans « Perspectives et scénarios »",
        gardes,
        default=retenus,
        placeholder="Aucun scénario cité",
        key=champ(f"scenarios_{etat.campagne}_{zlib.crc32(repr(retenus).encode())}"),
        width=460,
    )
    if choisis != retenus:
        etat.regler(scenarios=tuple(choisis))
        redessiner()


def _ligne_de_plan(etat: Etat, retenues: list[str], i: int, id_: str) -> None:
    """One part: kept or not, up, down."""
    titre, dedans = plan.load().parties[id_].titre, id_ in retenues
    with st.container(horizontal=True, vertical_alignment="center", key=f"plan_{id_}"):
        garde = st.toggle(
            textes.typographic(f"{i + 1}. {titre}" if dedans else titre),
            value=dedans,
            key=champ(f"garder_{id_}_{dedans}"),
            width=460,
        )
        monter = st.button(
            "Monter",
            icon=":material/arrow_upward:",
            type="tertiary",
            key=f"monter_{id_}",
            disabled=not dedans or i == 0,
        )
        descendre = st.button(
            "Descendre",
            icon=":material/arrow_downward:",
            type="tertiary",
            key=f"descendre_{id_}",
            disabled=not dedans or i == len(retenues) - 1,
        )
    nouvelles = list(retenues)
    if garde != dedans:
        nouvelles = [*retenues, id_] if garde else [x for x in retenues if x != id_]
    elif monter or descendre:
        j = i + (-1 if monter else 1)
        nouvelles[i], nouvelles[j] = nouvelles[j], nouvelles[i]
    if nouvelles != retenues:
        etat.regler(parties=tuple(nouvelles))
        redessiner()
