"""The sitting: the envelope that runs, and the decision on each request, noted with its amount and
a remark, undone with one gesture.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import streamlit as st

from clas_data import config, formats
from clas_data.ecrans.ordre_du_jour.etat import Etat, Ligne
from clas_data.errors import UsageError
from clas_data.restitutions.fiche import seance
from clas_data.restitutions.fiche.seance import Prise
from clas_data.simulateur.effets import euros
from clas_data.simulateur.scenario import Levier
from clas_data.ui import champs, page, textes

MONTANT = Levier("montant", "Montant accordé", "€", Decimal(0), None, False, 2)
ENVELOPPE = Levier("enveloppe", "Enveloppe de la séance", "€", Decimal(0), None, False, 2)


def barre(etat: Etat) -> None:
    """The envelope, what draws on it and what remains, in sight while the list is read."""
    c, n = etat.compte, len(etat.seance.prises)
    reste = f"reste {euros(c.reste_c)}" if c.reste_c >= 0 else f"dépassée de {euros(-c.reste_c)}"
    prises = formats.pluriel(n, "décision en séance", "décisions en séance")
    dit = (
        f"<b>Enveloppe {euros(c.enveloppe_c)} : {reste}</b><span>"
        f"{euros(c.en_seance_c)} par {prises}</span><span>"
        f"{euros(c.dans_la_base_c)} au plus par les autres demandes déjà agréées"
        "</span>"
    )
    with st.container(key="barre_seance"):
        st.html(f'<div class="clas-barre"><p>{textes.typographic(dit)}</p></div>')


def commandes(etat: Etat) -> None:
    """What changes the whole sitting: undo, redo, the envelope."""
    _deplacer(etat)
    _enveloppe(etat)


def _deplacer(etat: Etat) -> None:
    inst, campagne = config.installation(), etat.selection.campagne
    avant, apres = seance.possibles(inst, campagne)
    for nom, icone, pas, reste in (
        ("Annuler", ":material/undo:", -1, avant),
        ("Rétablir", ":material/redo:", 1, apres),
    ):
        if st.button(nom, icon=icone, key=f"seance_{nom}", type="tertiary", disabled=not reste):
            page.accomplir(
                partial(seance.deplacer, inst, etat.acteur, campagne, pas),
                "Le dernier changement de la séance est annulé."
                if pas < 0
                else "Le changement annulé est rétabli.",
            )


def _enveloppe(etat: Etat) -> None:
    """Set the envelope; until then it is what the decisions of the base cost."""
    volet = st.popover("Fixer l'enveloppe", icon=":material/edit:", type="tertiary", key="doter")
    with volet, st.form("enveloppe_seance", border=False):
        ecrit = st.text_input(
            "Enveloppe de la séance (€)",
            champs.ecrire(ENVELOPPE, _euros(etat.compte.enveloppe_c)),
            key=f"enveloppe_{etat.compte.enveloppe_c}",
        )
        st.caption("Sans elle, l'enveloppe est ce que coûtent les demandes agréées de la base.")
        if st.form_submit_button("Enregistrer l'enveloppe", type="primary"):
            page.accomplir(
                lambda: seance.doter(
                    config.installation(),
                    etat.acteur,
                    etat.selection.campagne,
                    _centimes(ENVELOPPE, ecrit),
                ),
                "L'enveloppe de la séance est enregistrée.",
            )


def show(etat: Etat, l: Ligne) -> None:
    """The decision on one request: as noted, else as the base and the barème propose it."""
    p = etat.seance.prises.get(l.code)
    # a new name once it is noted or undone: the fields start again from what is kept
    sorte = f"{l.code}_{p.le if p else ''}"
    with st.form(f"decision_{sorte}", border=True):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            voulue = st.segmented_control(
                "Décision de la séance",
                seance.decisions(),
                default=p.decision if p else None,
                key=f"decision_de_{sorte}",
            )
            initial = p.montant_c if p and p.montant_c is not None else l.montant_c
            montant = st.text_input(
                "Montant accordé (€)",
                "" if initial is None else champs.ecrire(MONTANT, _euros(initial)),
                key=f"montant_de_{sorte}",
                width=170,
            )
            remarque = st.text_input(
                "Remarque",
                p.remarque if p else "",
                key=f"remarque_de_{sorte}",
                max_chars=seance.REMARQUE_MAX,
            )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            noter = st.form_submit_button("Noter la décision", type="primary")
            retirer = st.form_submit_button("Retirer", disabled=p is None)
            if p:
                st.caption(f"Notée par {p.auteur}, le {formats.jour(p.le[:10])} à {p.le[11:16]}.")
    if noter or retirer:
        _garder(etat, l, None if retirer else (voulue, montant, remarque))


def _garder(etat: Etat, l: Ligne, saisie: tuple[str | None, str, str] | None) -> None:
    def faire() -> None:
        prise = None
        if saisie is not None:
            voulue, montant, remarque = saisie
            if voulue is None:
                raise UsageError(f"{l.code} : choisissez d'abord une décision. Rien n'est noté.")
            accorde = voulue == seance.accordee()
            combien = _centimes(MONTANT, montant) if accorde else None
            prise = Prise(voulue, combien, remarque.strip())
        seance.decider(config.installation(), etat.acteur, etat.selection.campagne, l.code, prise)

    dit = "La décision est retirée" if saisie is None else "La décision est notée"
    page.accomplir(faire, f"{dit} : {l.code}.")


def _centimes(levier: Levier, ecrit: str) -> int:
    """An amount as it is typed, in cents."""
    return int(levier.lire(champs.nu(ecrit)) * 100)


def _euros(centimes: int) -> Decimal:
    return Decimal(centimes) / 100
