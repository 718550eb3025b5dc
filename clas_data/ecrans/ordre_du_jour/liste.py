"""The requests to discuss, and why: one list to filter, sort and tick; each opens its fiche and the
decision of the sitting.
"""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.ecrans.ordre_du_jour import decision, fiche, sorties
from clas_data.ecrans.ordre_du_jour.etat import Etat, Ligne
from clas_data.restitutions.fiche import motifs
from clas_data.simulateur.effets import euros
from clas_data.ui import filtres, gestes, listes, textes

PAS = 10  # requests shown at once: what a meeting looks at before it asks for more
A_DISCUTER, TOUTES, DECIDEES = "À discuter", "Toutes", "Décidées en séance"
TRIS = {
    "Motifs": None,
    "Montant": lambda l: (-(l.montant_c or 0), l.code),
    "Porteur": lambda l: (textes.plain(l.porteur), l.code),
    "Commune": lambda l: (textes.plain(l.commune), l.code),
}


def show(etat: Etat) -> None:
    """The whole list within the choices of the reader."""
    with st.container(key="carte_ordre"):
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key="tete_ordre",
        ):
            st.html(f'<h3 class="clas-titre">{textes.in_html(_titre(etat))}</h3>', width="content")
            with st.container(horizontal=True, gap="small", width="content"):
                decision.commandes(etat)
        choisies, mots = _choisies(etat)
        if not choisies:
            st.html('<p class="clas-vide">Aucune demande avec ces choix.</p>')
            return
        montrees = st.session_state.get("ordre_montrees", PAS)
        for l in choisies[:montrees]:
            _demande(etat, l)
        _suite(len(choisies), montrees)
        sorties.show(etat, choisies, mots)
        st.html(
            textes.notes(
                [
                    ("Ordre", "Le motif le plus lourd, puis le plus de motifs, puis le montant."),
                    (
                        "Note",
                        "Un motif est un fait des données reçues, pas un avis : la décision "
                        "appartient à la commission.",
                    ),
                    *((m["titre"].capitalize(), m["aide"]) for m in motifs.declares().values()),
                ]
            )
        )


def _titre(etat: Etat) -> str:
    n, sur = len(etat.a_discuter), len(etat.lignes)
    return (
        f"{formats.pluriel(n, 'demande')} à discuter sur {formats.nombre(sur)}"
        if n
        else "Aucune demande n'a de motif de discussion"
    )


def _choisies(etat: Etat) -> tuple[list[Ligne], str]:
    """The requests that the filters keep, in the order asked for, and the filters in words."""
    titres = {n: m["titre"] for n, m in motifs.declares().items()}
    comptes = {n: sum(n in motifs.noms(l.motifs) for l in etat.lignes) for n in titres}
    offerts = {n: t for n, t in titres.items() if comptes[n]}
    with st.container(horizontal=True, vertical_alignment="bottom", key="choix_ordre"):
        filtres.say_dropped("montrer", "Montrer", [A_DISCUTER, TOUTES, DECIDEES])
        montrer = st.segmented_control(
            "Montrer",
            [A_DISCUTER, TOUTES, DECIDEES],
            key="montrer",
            bind="query-params",
            default=A_DISCUTER,
            required=True,
            label_visibility="collapsed",
        )
        filtres.say_dropped("tri", "Trier par", TRIS)
        tri = listes.choisir(
            "Trier par",
            list(TRIS),
            key="tri",
            bind="query-params",
            width=190,
            format_func=lambda t: f"Tri : {t.lower()}",
            label_visibility="collapsed",
        )
        q = st.text_input(
            "Chercher",
            key="q",
            bind="query-params",
            icon=":material/search:",
            placeholder="porteur, action, commune, code",
            width=270,
            label_visibility="collapsed",
        )
    filtres.say_dropped("motif", "Motif", offerts.values())
    voulus = st.pills(
        "Motif",
        list(offerts.values()),
        selection_mode="multi",
        key="motif",
        bind="query-params",
        format_func=lambda t: (
            f"{t} ({formats.nombre(comptes[next(n for n in offerts if offerts[n] == t)])})"
        ),
        label_visibility="collapsed",
    )
    gardees = [l for l in etat.lignes if _repond(etat, l, montrer, set(voulus or ()), q or "")]
    mots = [montrer, *(f"Motif : {v}" for v in voulus or ()), f"Recherche : {q}" if q else ""]
    cle = TRIS[tri]
    return (sorted(gardees, key=cle) if cle else gardees), " · ".join(m for m in mots if m)


def _repond(etat: Etat, l: Ligne, montrer: str, voulus: set[str], q: str) -> bool:
    if (montrer == A_DISCUTER and not l.motifs) or (
        montrer == DECIDEES and l.code not in etat.seance.prises
    ):
        return False
    if voulus and not voulus & {m.titre for m in l.motifs}:
        return False
    texte = textes.plain(f"{l.code} {l.intitule} {l.porteur} {l.commune}")
    return all(mot in texte for mot in textes.plain(q).split())


def _demande(etat: Etat, l: Ligne) -> None:
    """One request: what is asked and why it comes up, without opening anything; its fiche and its
    decision once it is opened.
    """
    with st.container(key=f"demande_{l.code}", gap=None):
        gauche, droite = st.columns([1, 8], gap="small")
        with gauche:
            _cocher(l)
        droite.html(_tete(etat, l))
        volet = st.expander("Fiche et décision", key=f"volet_{l.code}", on_change="rerun")
        if volet.open:
            with volet:
                decision.show(etat, l)
                fiche.show(etat.dossier, l.code)


def _tete(etat: Etat, l: Ligne) -> str:
    e = textes.in_html
    puces = "".join(
        f'<span class="pastille motif">{e(motifs.declares()[n]["titre"])}</span>'
        for n in motifs.noms(l.motifs)
    )
    prise = etat.seance.prises.get(l.code)
    if prise:
        combien = "" if prise.montant_c is None else f" : {euros(prise.montant_c)}"
        puces += f'<span class="pastille oui">séance : {e(prise.decision + combien)}</span>'
    lieu = " · ".join(m for m in (l.porteur, l.commune, l.niveau) if m)
    phrases = "".join(f"<li>{e(m.phrase)}</li>" for m in l.motifs)
    return (
        f'<div class="clas-demande"><p><b>{e(l.intitule)}</b> <span class="montant">{e(l.montant)}'
        f"</span></p><p class='lieu'>{e(lieu)} · {e(formats.pluriel(l.collectifs, 'collectif'))} · "
        f"l'an dernier : {e(l.avant)}</p>"
        f'<p class="clas-pastilles">{puces}</p><ul>{phrases}</ul></div>'
    )


def _cocher(l: Ligne) -> None:
    cle = sorties.CASE + l.code
    if cle not in st.session_state:
        st.session_state[cle] = l.code in sorties.cochees()
    st.checkbox(l.code, key=cle, width=125, on_change=gestes.geste(_retenir))


def _retenir() -> None:
    """The ticks stay in the address, whatever the filters show."""
    if gardees := sorties.cochees():
        st.query_params[sorties.COCHEES] = ",".join(gardees)
    else:
        st.query_params.pop(sorties.COCHEES, None)


def _suite(total: int, montrees: int) -> None:
    reste = total - montrees
    if reste <= 0:
        return
    suivantes = min(PAS, reste)

    def plus() -> None:
        st.session_state["ordre_montrees"] = montrees + PAS

    st.button(
        f"Montrer {'les' if suivantes > 1 else 'la'} {formats.pluriel(suivantes, 'suivante')} "
        f"(reste {formats.nombre(reste)})",
        key="ordre_suite",
        icon=":material/expand_more:",
        on_click=gestes.geste(plus),
    )
