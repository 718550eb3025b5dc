"""What is asked of « Où ouvrir ? »: how many collectifs, and under which hypotheses."""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires.etat import Etat
from clas_data.formats import INSECABLE
from clas_data.territoires import choix, implantation, parametres
from clas_data.territoires.choix import Reglage
from clas_data.ui import (
    filtres,
    lecture,
    textes,
)

NOMBRE, ENVELOPPE = "Un nombre de collectifs", "Une enveloppe"
POIDS, PARTS, SITES = (
    [0, 0.5, 1, 2, 3, 5],
    [0, 0.25, 0.5, 0.75, 1],
    [0, 500, 1000, 2000, 3500, 5000],
)
COLLECTIFS_MAX, DEPART, KM_MAX = 40, 8, 30
ENVELOPPE_MAX, COUT_MAX = 10_000_000, 1_000_000


def question(etat: Etat) -> tuple[int, Reglage]:
    p = parametres.load()
    filtres.say_dropped("depuis", "À partir de", [NOMBRE, ENVELOPPE])
    filtres.say_out_of_range("ouvrir", "Collectifs à ouvrir", 1, COLLECTIFS_MAX)
    filtres.say_out_of_range("portee", "À portée", 1, KM_MAX)
    for cle, nom, offerts in (
        ("poids_qpv", "Poids des QPV", POIDS),
        ("poids_rep", "Poids des REP", POIDS),
        ("deja", "Part des déjà proches", PARTS),
    ):
        filtres.say_dropped(cle, nom, map(str, offerts))
    filtres.say_dropped("site_min", "Ouvrir à partir de", map(formats.nombre, SITES))
    with st.container(key="carte_question"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            depuis = st.segmented_control(
                "À partir de",
                [NOMBRE, ENVELOPPE],
                default=NOMBRE,
                required=True,
                key="depuis",
                bind="query-params",
            )
            nombre = (
                _nombre(etat)
                if depuis == ENVELOPPE
                else st.slider(
                    "Collectifs à ouvrir",
                    1,
                    COLLECTIFS_MAX,
                    DEPART,
                    key="ouvrir",
                    bind="query-params",
                    width=200,
                )
            )
            distance = st.slider(
                "À portée : jusqu'à (km)",
                1,
                KM_MAX,
                int(p["distance_max_km"].valeur),
                key="portee",
                bind="query-params",
                width=180,
            )
            with st.popover("Réglages", icon=":material/tune:", key="reglages"):
                qpv = st.select_slider(
                    "Poids des communes avec QPV",
                    POIDS,
                    1,
                    key="poids_qpv",
                    bind="query-params",
                    width=225,
                )
                rep = st.select_slider(
                    "Poids des communes en REP",
                    POIDS,
                    1,
                    key="poids_rep",
                    bind="query-params",
                    width=225,
                )
                deja = st.select_slider(
                    "Part des déjà proches", PARTS, 0, key="deja", bind="query-params", width=225
                )
                habitants = st.select_slider(
                    "Ouvrir à partir de (habitants)",
                    SITES,
                    int(p["habitants_min_site"].valeur),
                    key="site_min",
                    bind="query-params",
                    width=230,
                    format_func=formats.nombre,
                )
                noms = choix.PARAMETRES.values()
                st.html(
                    textes.notes(
                        [
                            (
                                p[n].titre,
                                (
                                    f"{p[n].origine} (au départ : "
                                    f"{formats.nombre(p[n].valeur)}{INSECABLE}{p[n].unite})"
                                ).replace(f"{INSECABLE})", ")"),
                            )
                            for n in noms
                        ]
                    )
                )
    return int(nombre), Reglage(
        distance_km=float(distance),
        habitants_min=float(habitants),
        poids_qpv=float(qpv),
        poids_rep=float(rep),
        part_deja_couverts=float(deja),
    )


def _nombre(etat: Etat) -> int:
    """How many collectifs an envelope pays for, at the mean cost of a collectif or at a cost that
    the user writes.
    """
    moyen = lecture.calculer(
        etat.selection(), ["cout_par_collectif"], ou={"campagne": etat.campagne}
    )["valeur"].iloc[0]
    filtres.say_out_of_range("enveloppe", "Enveloppe", 0, ENVELOPPE_MAX)
    filtres.say_out_of_range("cout", "Coût d'un collectif", 1, COUT_MAX)
    enveloppe = st.number_input(
        "Enveloppe (€)",
        0,
        ENVELOPPE_MAX,
        60_000,
        5_000,
        key="enveloppe",
        bind="query-params",
        width=180,
    )
    cout = st.number_input(
        "Coût d'un collectif (€)",
        1,
        COUT_MAX,
        7_500 if formats.inconnu(moyen) else int(moyen),
        100,
        key="cout",
        bind="query-params",
        width=200,
        help="Au départ : le coût moyen d'un collectif d'après les bilans de la campagne.",
    )
    n = implantation.collectifs_pour(enveloppe, cout)
    suite = (
        f" La recherche s'arrête à {formats.nombre(COLLECTIFS_MAX)}." if n > COLLECTIFS_MAX else ""
    )
    st.caption(
        f"{formats.euros(enveloppe)} paient {formats.pluriel(n, 'collectif')} à "
        f"{formats.euros(cout)}.{suite}"
    )
    return min(n, COLLECTIFS_MAX)
