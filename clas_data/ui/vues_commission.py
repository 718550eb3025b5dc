"""The commission's sitting (a scenario: no data change), and the scenarios kept, compared and exported."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.simulateur import calcul, effets, export, rangement, scenario
from clas_data.simulateur.effets import euros
from clas_data.ui import exports, lecture, session, tableaux, textes
from clas_data.ui.simulateur_etat import VOIX, Etat

COMPARES_MAX = 4


def seance(etat: Etat, acteur: Acteur) -> None:
    """Pick or drop requests and see the envelope consumed; the cost of a request is its collectifs at the highest Ps, bonuses included."""
    demandes = lecture.requete(lecture.perimetre(acteur), "simulateur_demandes", campagne=etat.donnees.campagne)
    regle = etat.resultats["A"].regle
    maximum = int((regle.plafond * regle.taux / 100).to_integral_value(rounding="ROUND_HALF_UP"))
    n = demandes["collectifs_demandes"].fillna(demandes["collectifs_agrees"]).fillna(0).astype(int)
    bonus = [demandes[c].fillna(0).astype(int) for c in ("bonus_enfants_collectifs", "bonus_parents_collectifs")]
    cout = n * maximum + bonus[0] * float(regle.bonus_enfants) + bonus[1] * float(regle.bonus_parents)
    with st.container(key="carte_seance"):
        st.html('<h3 class="clas-titre">Retenir des demandes et suivre l\'enveloppe</h3>'
                f'<p class="clas-sous-titre">Une demande compte pour ses collectifs à la Ps maximale du scénario A ({formats.euros(maximum)}), bonus compris. Aucune donnée n\'est modifiée.</p>')
        enveloppe = st.number_input("Enveloppe de la séance, en euros", 0.0, 1e11, float(round(cout.sum(), -3)), 1000.0, format="%.0f", key="seance_enveloppe", bind="query-params", width=260)
        vue = pd.DataFrame({"Retenue": demandes["decision"] == "agréée", "Demande": demandes["code_action"], "Intitulé": demandes["intitule"], "Porteur": demandes["porteur_nom"],
                            "Commune": demandes["commune_nom"], "Collectifs": n, "Coût (€)": cout.astype(float)})
        choisie = st.data_editor(vue, hide_index=True, height=420, disabled=list(vue.columns[1:]), key=f"seance_{etat.donnees.campagne}", alt="Demandes à retenir")
        retenues = choisie[choisie["Retenue"]]
        consomme, reste = float(retenues["Coût (€)"].sum()), enveloppe - float(retenues["Coût (€)"].sum())
        st.progress(min(consomme / enveloppe, 1.0) if enveloppe else 1.0, text=f"{formats.euros(consomme)} sur {formats.euros(enveloppe)}")
        mots = f"il reste {formats.euros(reste)}" if reste >= 0 else f"l'enveloppe est dépassée de {formats.euros(-reste)}"
        st.markdown(f"**{effets.accord(len(retenues), 'demande retenue', 'demandes retenues')}**, {formats.pluriel(int(retenues['Collectifs'].sum()), 'collectif')}, "
                    f"{formats.pluriel(retenues['Commune'].nunique(), 'commune')}{formats.INSECABLE}: {mots}.")
        base = lecture.ouverte()
        propos = exports.context(None, "Séance de commission (simulation)", etat.champ, base.empreinte, base.demonstration)
        decisions = choisie.assign(Retenue=choisie["Retenue"].map(formats.oui_non))
        st.download_button("Liste des décisions (xlsx)", lambda: exports.to_xlsx(decisions, propos), exports.nom_fichier("commission", etat.donnees.campagne) + ".xlsx",
                           key="seance_xlsx", on_click="ignore", icon=":material/download:")


def scenarios(etat: Etat, acteur: Acteur) -> None:
    """Save, reload, compare up to four, export with live formulas."""
    _garder(etat, acteur)
    lus, fautes = rangement.lister(config.installation())
    for faute in fautes:
        st.warning(faute, icon=":material/error:")
    _exporter(etat)
    if not lus:
        st.caption("Aucun scénario enregistré pour l'instant.")
        return
    noms = {s.nom: s for s in lus}
    choisis = st.multiselect("Comparer des scénarios enregistrés (quatre au plus)", list(noms), default=list(noms)[:COMPARES_MAX], max_selections=COMPARES_MAX, key="compares")
    lignes = [_ligne(noms[n], etat) for n in choisis]
    if lignes:
        tableaux.show(f"Scénarios enregistrés, appliqués aux collectifs de {etat.donnees.campagne}", ["Scénario", "Barème", "Ce qui change", "Total", "Écart", "Gagnent · perdent", "Par qui, quand"], lignes, alignees=9)


def _ligne(s: scenario.Scenario, etat: Etat) -> list[str]:
    bareme = baremes.en_vigueur(config.installation(), s.parent)
    change = ", ".join(f"{scenario.leviers()[n].titre.lower()} : {str(v).replace('.', ',')}" for n, v in s.change.items()) or "rien"
    if bareme.manque:
        return [s.nom, s.parent, change, formats.ND, formats.ND, bareme.manque, s.auteur]
    b = effets.bilan(effets.comparer(calcul.reference(etat.donnees, bareme, s), calcul.simuler(etat.donnees, bareme, s)))
    return [s.nom, s.parent, change, euros(b.total_c), euros(b.ecart_c), f"{formats.nombre(b.gagnantes)} · {formats.nombre(b.perdantes)}", f"{s.auteur}, {s.date}".strip(", ")]


def _garder(etat: Etat, acteur: Acteur) -> None:
    with st.form("garder", border=True):
        st.markdown("**Enregistrer un scénario**")
        gauche, milieu, droite = st.columns([1, 2, 3])
        voix = gauche.selectbox("Scénario", VOIX, key="garder_voix")
        nom = milieu.text_input("Nom", key="garder_nom", max_chars=60)
        note = droite.text_input("Note", key="garder_note", max_chars=300)
        if st.form_submit_button("Enregistrer", icon=":material/save:"):
            try:
                acteur.exige("simuler")
                s = replace(etat.scenarios[voix], nom=nom.strip(), auteur=acteur.nom, date=date.today().isoformat(), note=note.strip())
                rangement.enregistrer(config.installation(), scenario.construire(s.nom, s.parent, s.change, s.auteur, s.date, s.note))
            except ClasError as erreur:
                st.error(erreur.message, icon=":material/error:")
                return
            session.annoncer(f"Scénario « {nom} » enregistré.")
            st.rerun()


def _exporter(etat: Etat) -> None:
    base = lecture.ouverte()
    mentions = {"Champ": etat.champ, "Base": base.empreinte, "Écrit le": formats.jour(date.today())} | ({"Avertissement": exports.DEMONSTRATION} if base.demonstration else {})
    with st.container(horizontal=True):
        for voix in VOIX:
            s = etat.scenarios[voix]
            st.download_button(f"Scénario {voix} : classeur à formules (xlsx)", lambda s=s: export.write_classeur(etat.donnees, etat.bareme, s, mentions), f"scenario-{voix.lower()}-{etat.donnees.campagne}.xlsx",
                               key=f"classeur_{voix.lower()}", on_click="ignore", icon=":material/download:")
            st.download_button(f"Scénario {voix} (yaml)", scenario.ecrire(s), f"scenario-{voix.lower()}.yaml", key=f"yaml_{voix.lower()}", on_click="ignore", icon=":material/code:")
    st.caption(textes.typographic("Le classeur recalcule : modifiez ses hypothèses dans un tableur. Le yaml se rejoue par « python -m clas_data simuler »."))


