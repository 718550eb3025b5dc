"""What the simulator screen is looking at: a campagne, a barème, two scenarios — all of it in the
URL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import pandas as pd
import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur, Perimetre
from clas_data.baremes import Bareme
from clas_data.ecrans.simulateur import adresse, regle, reprise
from clas_data.errors import ClasError
from clas_data.memoire import Memoire
from clas_data.simulateur import calcul, effets, sensibilite
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.effets import Bilan
from clas_data.simulateur.entrees import Donnees
from clas_data.simulateur.scenario import Scenario, hypotheses
from clas_data.ui import filtres, gestes, lecture, listes, pied, textes
from clas_data.ui.composants import lien
from clas_data.ui.selection import Selection

VOIX = regle.VOIX
COMPARES_MAX = 200  # what is made of pairs of results, which are shared and never change
COMPARES = Memoire(COMPARES_MAX)


def base(r: Resultat) -> str:
    """On which collectifs an amount rests."""
    return COMPARES.de((r,), "base", partial(sensibilite.base, r))


@dataclass(frozen=True)
class Etat:
    """A campagne's data, the barème in force, the reference, and the two scenarios with their
    results.
    """

    selection: Selection
    donnees: Donnees
    bareme: Bareme
    reference: Resultat
    scenarios: dict[str, Scenario]
    resultats: dict[str, Resultat]

    @property
    def champ(self) -> str:
        """What is simulated, in words."""
        r = self.reference
        nd = (
            f" ; {formats.pluriel(r.inconnues, 'action')} sans dépenses connues, {formats.ND}"
            if r.inconnues
            else ""
        )
        return (
            f"Les collectifs de {self.donnees.campagne} au barème de {self.bareme.campagne} "
            f"({base(r)}{nd})"
        )

    def propre(self, voix: str) -> Scenario:
        """A scenario without the hypothesis that the reference shares."""
        s = self.scenarios[voix]
        change = {n: v for n, v in s.change.items() if self.reference.scenario.change.get(n) != v}
        return replace(s, change=change)

    @cached_property
    def comparaisons(self) -> dict[str, pd.DataFrame]:
        """Each scenario beside the reference, action by action."""
        return {
            v: COMPARES.de(
                (self.reference, r), "lignes", partial(effets.comparer, self.reference, r)
            )
            for v, r in self.resultats.items()
        }

    @cached_property
    def bilans(self) -> dict[str, Bilan]:
        """Each scenario in figures."""
        return {
            v: COMPARES.de((c,), "bilan", partial(effets.bilan, c))
            for v, c in self.comparaisons.items()
        }


def _donnees(empreinte: str, p: Perimetre, campagne: str) -> Donnees:
    return Donnees(
        campagne,
        *(
            lecture.requete(p, nom, empreinte, campagne=campagne)
            for nom in ("simulateur_actions", "simulateur_collectifs")
        ),
    )


def choisir(
    acteur: Acteur, barre_: Callable[[Etat], None], montrer: Callable[[Etat], None]
) -> Etat:
    """The choices of the screen, and what they give; what the link asked for and is not accepted is
    said.

    `barre_` writes the two lines that stay in sight; `montrer` the totals above the text of the
    rule: whoever moves a number sees them, on a small screen too.
    """
    perimetre = lecture.perimetre(acteur)
    campagnes, connus = (
        lecture.valeurs_axe(perimetre, "campagne"),
        baremes.connus(config.installation()),
    )
    if not campagnes or not connus:
        st.info(
            "Il faut au moins une campagne et un barème publié pour simuler.",
            icon=":material/inbox:",
        )
        pied.stop()
    filtres.receive_campagne(campagnes)
    filtres.say_dropped("campagne", "Campagne", campagnes)
    filtres.say_dropped("bareme", "Barème", connus)
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom"):
        campagne = listes.choisir(
            "Collectifs de la campagne",
            campagnes[::-1],
            key="campagne",
            bind="query-params",
            width=190,
            on_change=gestes.geste(reprise.oublier_seance),
        )
        parent = listes.choisir(
            "Barème de départ",
            connus[::-1],
            key="bareme",
            bind="query-params",
            width=150,
            on_change=gestes.geste(reprise.recommencer),
        )
        mots = "Actions sans bilan au coût moyen"
        aide = hypotheses()["sans_bilan"]["choix"]["moyenne"] + "."
        filtres.interrupteur(mots, regle.ETENDRE, mots, help=aide)
        _proprio_manque(campagne)
    adresse.refusees()
    bareme = baremes.en_vigueur(config.installation(), parent)
    barre = st.container(key="barre_simulateur")
    with st.expander("La règle : la régler, et ce qu'elle donne", icon=":material/edit:"):
        reponses = st.container()
        scenarios = regle.voix(bareme)
    lien.montrer(
        campagne=campagne,
        bareme=parent,
        **{k: v for nom, s in scenarios.items() for k, v in reprise.cles(s, nom.lower()).items()},
    )
    try:
        etat = composer(
            Selection(perimetre, campagne, tuple(campagnes)), bareme, scenarios, regle.etendue()
        )
    except ClasError as erreur:
        mots = f"{erreur.message} Changez l'hypothèse qui en a besoin, ou le barème de départ."
        st.error(textes.litteral(mots), icon=":material/error:")
        pied.stop()
    with barre:
        barre_(etat)
    with reponses:
        montrer(etat)
        st.caption(
            textes.typographic(
                f"{etat.champ}. Montants arrondis à l'euro par collectif ; rien n'est modifié dans "
                "les données."
            )
        )
    return etat


def composer(
    selection: Selection,
    bareme: Bareme,
    scenarios: dict[str, Scenario],
    etendue: Mapping[str, str],
) -> Etat:
    """What a screen, or a figure of a dossier, looks at."""
    p, campagne = selection.perimetre, selection.campagne
    return Etat(
        selection,
        _donnees(lecture.ouverte().empreinte, p, campagne),
        bareme,
        vigueur(p, campagne, bareme, etendue),
        scenarios,
        {v: simuler(p, campagne, bareme, s) for v, s in scenarios.items()},
    )


def vigueur(p: Perimetre, campagne: str, bareme: Bareme, etendue: Mapping[str, str]) -> Resultat:
    """The collectifs of a campagne under a barème, nothing changed but what the screen shares."""
    return simuler(p, campagne, bareme, calcul.en_vigueur(bareme).avec(**etendue))


def simuler(p: Perimetre, campagne: str, bareme: Bareme, s: Scenario) -> Resultat:
    """The result of a scenario; what was already asked of this base, in this perimetre, is not
    computed again.
    """
    cle = (
        s.nom,
        bareme.campagne,
        *(tuple(sorted((n, str(v)) for n, v in d.items())) for d in (bareme.valeurs, s.change)),
    )
    return _simuler(
        lecture.ouverte().empreinte,
        p,
        campagne,
        cle,
        _bareme=bareme,
        _scenario=s,
    )


@st.cache_resource(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _simuler(
    empreinte: str,
    perimetre_: Perimetre,
    campagne: str,
    cle: tuple,
    _bareme: Bareme,
    _scenario: Scenario,
) -> Resultat:
    """Results are read, never changed: they are shared without being copied. The data are those of
    `empreinte`, whatever is current by now.
    """
    return calcul.simuler(_donnees(empreinte, perimetre_, campagne), _bareme, _scenario)


def _proprio_manque(campagne: str) -> None:
    manque = baremes.en_vigueur(config.installation(), campagne).manque
    if manque:
        dit = f"Droits propres à {campagne}{formats.INSECABLE}: {formats.ND}"
        with st.popover(dit, icon=":material/info:", type="tertiary", key="droits_propres"):
            st.info(f"{dit} {manque}", icon=":material/info:")
