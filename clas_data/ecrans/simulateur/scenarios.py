"""Scenarios kept with author, date and note; taken up again, compared four at most side by side,
exported with live formulas.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur, comptes
from clas_data.ecrans.simulateur import mots, reprise
from clas_data.ecrans.simulateur.comparer import EN_COURS, comparer
from clas_data.ecrans.simulateur.etat import VOIX, Etat
from clas_data.simulateur import export, rangement, scenario, scenario_ecrit
from clas_data.simulateur.scenario import Scenario, leviers
from clas_data.ui import exports, gestes, lecture, listes, page, textes


def scenarios(etat: Etat, acteur: Acteur) -> None:
    """Save, take up again, compare, export."""
    lus, fautes = rangement.lister(config.installation())
    for faute in fautes:
        st.warning(textes.litteral(faute), icon=":material/error:")
    lus = [
        replace(s, auteur=qui)
        for s, qui in zip(
            lus, comptes.nommer(config.installation(), acteur, [s.auteur for s in lus]), strict=True
        )
    ]
    offerts = {EN_COURS[v]: s for v, s in etat.scenarios.items()} | {s.nom: s for s in lus}
    comparer(offerts, etat, acteur)
    _garder(etat, acteur)
    _reprendre({s.nom: s for s in lus}, acteur)
    _exporter(etat)


def _garder(etat: Etat, acteur: Acteur) -> None:
    with st.form("garder", border=True):
        st.markdown("**Enregistrer un scénario**")
        gauche, milieu, droite = st.columns([1, 2, 3])
        voix = listes.choisir("Scénario", VOIX, key="garder_voix", dans=gauche)
        nom = milieu.text_input("Nom", key="garder_nom", max_chars=60)
        note = droite.text_input("Note", key="garder_note", max_chars=300)
        if st.form_submit_button("Enregistrer", icon=":material/save:"):
            s = etat.scenarios[voix]
            page.accomplir(
                lambda: _enregistrer(replace(s, nom=nom.strip(), note=note.strip()), acteur),
                f"Scénario « {nom} » enregistré.",
            )


def _enregistrer(s: Scenario, acteur: Acteur) -> None:
    acteur.exige("simuler")
    rangement.enregistrer(
        config.installation(),
        scenario.construire(
            s.nom, s.parent, s.change, acteur.nom, date.today().isoformat(), s.note
        ),
    )


def _reprendre(lus: dict[str, Scenario], acteur: Acteur) -> None:
    """Put a kept scenario back in the text of the rule, or forget one of one's own."""
    if not lus:
        st.caption("Aucun scénario enregistré pour l'instant.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choisi = listes.choisir(
            "Reprendre un scénario enregistré", list(lus), key="reprendre", width=320
        )
        for voix in VOIX:
            st.button(
                f"Mettre dans {voix}",
                key=f"reprendre_{voix.lower()}",
                on_click=gestes.geste(reprise.reprendre),
                args=(lus[choisi], voix),
                icon=":material/input:",
            )
        if lus[choisi].auteur == acteur.nom:
            with st.popover("Supprimer…", icon=":material/delete:", key="supprimer"):
                _supprimer(lus[choisi], acteur)
    if lus[choisi].auteur != acteur.nom:
        st.caption(
            textes.typographic(
                "Seule la personne qui l'a enregistré "
                f"({textes.litteral(lus[choisi].auteur or 'inconnue')}) peut supprimer ce "
                "scénario."
            )
        )


def _supprimer(s: Scenario, acteur: Acteur) -> None:
    """Ask once, say what is lost and what remains."""
    changes = (
        " ; ".join(f"{leviers()[n].titre} : {mots.dire(n, v)}" for n, v in s.change.items())
        or "rien de changé"
    )
    st.markdown(
        textes.typographic(
            f"**{textes.litteral(s.nom)}**, barème de {s.parent} : {textes.litteral(changes)}."
        )
    )
    st.markdown(
        "Ce qu'il disait reste écrit au journal (page *Données*), d'où vous, ou le comité, pouvez "
        "le rétablir."
    )
    if st.button(
        "Supprimer ce scénario",
        key="supprimer_confirme",
        type="primary",
        on_click=gestes.geste(_retirer),
        args=(s.nom,),
    ):
        page.accomplir(
            lambda: rangement.supprimer(config.installation(), s.nom, acteur),
            f"Scénario « {s.nom} » supprimé.",
        )


def _retirer(nom: str) -> None:
    """A scenario that goes is no longer among the choices of the screen."""
    st.session_state["compares"] = [n for n in st.session_state.get("compares", []) if n != nom]
    st.session_state.pop("reprendre", None)


def _exporter(etat: Etat) -> None:
    base = lecture.ouverte()
    mentions = {
        "Champ": etat.champ,
        "Base": base.empreinte,
        "Écrit le": formats.jour(date.today()),
    } | ({"Avertissement": exports.DEMONSTRATION} if base.demonstration else {})
    manque = baremes.en_vigueur(config.installation(), etat.donnees.campagne).manque
    mentions |= (
        {f"Droits propres à {etat.donnees.campagne}": f"{formats.ND} {manque}"} if manque else {}
    )
    with st.container(horizontal=True):
        for voix in VOIX:
            s = etat.scenarios[voix]
            st.download_button(
                f"Scénario {voix} : classeur à formules (xlsx)",
                lambda r=etat.resultats[voix]: export.write_classeur(
                    r, etat.reference, etat.bareme, mentions
                ),
                f"scenario-{voix.lower()}-{etat.donnees.campagne}.xlsx",
                key=f"classeur_{voix.lower()}",
                on_click="ignore",
                icon=":material/download:",
            )
            st.download_button(
                f"Scénario {voix} (yaml)",
                scenario_ecrit.ecrire(s),
                f"scenario-{voix.lower()}.yaml",
                key=f"yaml_{voix.lower()}",
                on_click="ignore",
                icon=":material/code:",
            )
    st.caption(
        textes.typographic(
            "Le classeur recalcule : modifiez ses hypothèses dans un tableur. Le yaml se rejoue "
            "par « python -m clas_data simuler »."
        )
    )
