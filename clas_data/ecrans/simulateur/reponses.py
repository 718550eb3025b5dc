"""The answers of the simulator: totals, who gains, who is at the ceiling, and the iso-budget
curve.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import streamlit as st

from clas_data import formats
from clas_data.ecrans.simulateur import detail, figures, reprise
from clas_data.ecrans.simulateur.etat import COMPARES, VOIX, Etat, base
from clas_data.figures.propres import simulations
from clas_data.simulateur import effets, fiche, scenario, sensibilite
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.scenario import leviers
from clas_data.ui import (
    carte,
    champs,
    exports,
    figure,
    filtres,
    gestes,
    lecture,
    listes,
    tableaux,
    textes,
)

# times the value in force: a first « et si… » to press
ESSAIS = {"taux": Decimal("1.1"), "plafond": Decimal("1.05"), "bonus_enfants": Decimal("1.15")}
HAUTEUR = 220  # pixels of the first picture, before anything is changed: whole above the fold
ESSAYES = {"taux": "taux", "plafond": "plafond", "bonus_enfants": "bonus « enfants »"}


def reponses(etat: Etat) -> None:
    """The three totals side by side, as the numbers move."""
    colonnes = st.columns(3, gap="small")
    with colonnes[0], st.container(key="carte_total_vigueur", height="stretch"):
        _total(
            "Barème en vigueur",
            effets.total(etat.reference),
            "référence des deux scénarios",
            _rapports(etat.reference),
        )
    for voix, colonne in zip(VOIX, colonnes[1:], strict=True):
        b = etat.bilans[voix]
        with colonne, st.container(key=f"carte_total_{voix.lower()}", height="stretch"):
            mots = f"{effets.phrase(b, etat.propre(voix), etat.bareme)} {sensibilite.bornes(b)}"
            _total(
                f"Scénario {voix}",
                effets.total(etat.resultats[voix]),
                mots,
                _rapports(etat.resultats[voix]),
            )


def _total(nom: str, total: str, mots: str, rapports: str) -> None:
    st.html(
        f'<div class="clas-chiffre"><div class="nom">{nom}</div><div class="valeur">{total}</div>'
        f'<div class="ecart">{textes.in_html(mots)}</div><div class="couverture">{rapports}</div>'
        "</div>"
    )


def _rapports(r: Resultat) -> str:
    enfant = effets.par_enfant(r)
    morceaux = (
        [f"{formats.euros(Decimal(r.total_c) / 100 / r.collectifs)} par collectif"]
        if r.collectifs
        else []
    )
    morceaux.insert(0, base(r))
    morceaux.append(f"{formats.ND if enfant is None else formats.euros(enfant / 100)} par enfant")
    return " · ".join(morceaux)


def connu(etat: Etat, montrer: Callable[[], None]) -> None:
    """A view of amounts, where there is one amount to show; else why there is none."""
    if any(r.connu for r in (etat.reference, *etat.resultats.values())):
        montrer()
        return
    n = etat.reference.inconnues
    mots = (
        f"a {formats.pluriel(n, 'action')} sans bilan et aucune dont les dépenses sont connues"
        if n
        else "n'a aucune action agréée"
    )
    st.info(
        textes.typographic(
            f"Droits de {etat.donnees.campagne} : {formats.ND} Cette campagne {mots} : il n'y a "
            "pas de montant à montrer ici."
        ),
        icon=":material/inbox:",
    )


def choisir_voix(cle: str) -> str:
    """Which of the two scenarios a view is about."""
    filtres.say_dropped(cle, "Scénario", VOIX)
    return (
        st.segmented_control(
            "Scénario", list(VOIX), default="A", required=True, key=cle, bind="query-params"
        )
        or "A"
    )


def gagnants(etat: Etat) -> None:
    """Gains and losses by group, then action by action with its steps."""
    filtres.say_dropped("groupe", "Par", effets.GROUPES.values())
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="choix_gagnants"
    ):
        voix = choisir_voix("voix_gagnants")
        groupe = listes.choisir(
            "Par",
            list(effets.GROUPES),
            format_func=effets.GROUPES.get,
            index=list(effets.GROUPES).index("epci_nom"),
            key="groupe",
            bind="query-params",
            width=190,
        )
        if not etat.propre(voix).change:
            _essayer(etat, voix)
    figure.show(
        figures.gagnants(etat, voix, groupe),
        vide="Aucune différence à dessiner : changez un nombre dans le texte de la règle.",
        hauteur=0 if etat.propre(voix).change else HAUTEUR,
        bloc=figures.bloc(etat, voix=voix, groupe=groupe),
    )
    _actions(etat, voix)


def _essayer(etat: Etat, voix: str) -> None:
    """Where nothing is moved yet, three moves to begin with."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key="essais", width="content"
    ):
        st.markdown("Et si…", width="content")
        for cle, fois in ESSAIS.items():
            levier, valeur = leviers()[cle], etat.bareme.valeurs.get(cle)
            if valeur:
                essai = scenario.construire(
                    f"Scénario {voix}",
                    etat.bareme.campagne,
                    {cle: (valeur * fois / 5).quantize(1) * 5},
                )
                mots = f"{ESSAYES[cle]} à {champs.ecrire(levier, essai.change[cle])}"
                st.button(
                    textes.typographic(mots),
                    key=f"essai_{cle}",
                    icon=":material/play_arrow:",
                    on_click=gestes.geste(reprise.reprendre),
                    args=(essai, voix),
                )


def _actions(etat: Etat, voix: str) -> None:
    c = etat.comparaisons[voix]
    with st.container(key="carte_actions_simulees"):
        st.html(
            '<h3 class="clas-titre">Action par action, et le détail d\'un montant</h3>'
            '<p class="clas-sous-titre">Avant, '
            "après, la différence, et ce qui la compose ; les étapes dans le détail</p>"
        )
        vue = COMPARES.de((c,), ("vue", voix), partial(detail.vue, voix, c))
        carte.table(
            vue.ecrite,
            alt="Droits de chaque action, avant et après, étape par étape",
            cle="actions_simulees",
        )
        lue, titre = lecture.ouverte(), f"Droits par action, scénario {voix}"
        carte.downloads(
            vue.emportee,
            exports.context(None, titre, etat.champ, lue.empreinte, lue.demonstration)
            | {"Source": simulations.SOURCE},
            exports.nom_fichier("droits", voix, etat.donnees.campagne),
            "actions_simulees",
        )
        filtres.say_dropped("detail", "Action", vue.titres.values())
        code = listes.choisir(
            "Détail du calcul de l'action",
            list(vue.titres),
            key="detail",
            bind="query-params",
            format_func=vue.titres.get,
        )
        etapes = fiche.fiche(etat.resultats[voix], etat.bareme, code)
        tableaux.show(
            f"Calcul des droits de {code}, pas à pas",
            ["Étape", "Montant", "Calcul", "Référence"],
            [[e.quoi, e.montant, e.calcul, e.reference] for e in etapes],
            alignees=9,
        )


def au_plafond(etat: Etat) -> None:
    """The distribution of the cost of a collectif, with each ceiling as a line."""
    bloc = figures.bloc(etat)
    figure.show(figures.plafond(etat), bloc=bloc)
    figure.show(figures.iso(etat), bloc=bloc)
