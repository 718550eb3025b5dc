"""Scenarios side by side: what each gives, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.simulateur import mots, regle
from clas_data.ecrans.simulateur.etat import VOIX, Etat, simuler, vigueur
from clas_data.errors import ClasError
from clas_data.simulateur import calcul, effets, scenario
from clas_data.simulateur.effets import Bilan, euros
from clas_data.simulateur.scenario import Scenario, leviers
from clas_data.ui import tableaux, textes

COMPARES_MAX = 4
EN_COURS = {v: f"Scénario {v} (à l'écran)" for v in VOIX}


@dataclass(frozen=True)
class Colonne:
    """One scenario of the comparison; `manque` where its barème is not known."""

    nom: str
    scenario: Scenario
    bilan: Bilan | None = None
    resultat: calcul.Resultat | None = None
    manque: str = ""


def comparer(offerts: dict[str, Scenario], etat: Etat, acteur: Acteur) -> None:
    """The scenarios that the reader chooses, each beside the barème that it starts from."""
    for demande in st.query_params.get_all("compares"):
        if demande not in offerts:
            st.warning(
                f"Le lien demandait de comparer « {textes.litteral(demande)} », qui n'est pas "
                "enregistré ici. Ce choix n'est pas appliqué.",
                icon=":material/filter_alt_off:",
            )
    dit = (
        f"Appliqués aux collectifs de {etat.donnees.campagne}, chacun comparé au barème dont il "
        "part"
    )
    with st.container(key="carte_comparer"):
        st.html(
            '<h3 class="clas-titre">Jusqu\'à quatre scénarios côte à côte</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(dit)}</p>'
        )
        choisis = st.multiselect(
            "Scénarios",
            list(offerts),
            default=list(offerts)[:COMPARES_MAX],
            max_selections=COMPARES_MAX,
            key="compares",
            bind="query-params",
            placeholder="aucun",
        )
        colonnes = [_colonne(n, offerts[n], etat, acteur) for n in choisis]
        if not colonnes:
            return
        titre = "Scénarios comparés"
        lignes = _lignes(colonnes)
        tableaux.show(titre, ["", *(c.nom for c in colonnes)], lignes)
        st.html(
            textes.notes(
                [
                    ("Champ", etat.champ),
                    ("Source", "Bilans, agréments, barèmes."),
                ]
            )
        )


def _colonne(nom: str, s: Scenario, etat: Etat, acteur: Acteur) -> Colonne:
    """What a scenario gives beside its own barème, on the same collectifs as the whole screen."""
    p, campagne = etat.selection.perimetre, etat.selection.campagne
    bareme = baremes.en_vigueur(config.installation(), s.parent)
    try:
        scenario.exiger_epci(s, regle.sirens())
        depart = vigueur(p, campagne, bareme, regle.etendue())
        r = simuler(p, campagne, bareme, s.avec(**regle.etendue()))
        return Colonne(nom, s, effets.bilan(effets.comparer(depart, r)), r)
    except ClasError as erreur:
        return Colonne(nom, s, manque=erreur.message)


def _lignes(colonnes: list[Colonne]) -> list[list[str]]:
    """The rows of the comparison: the rule, what else changes, the amounts, who gains and who
    loses, who wrote it.
    """

    def ligne(titre: str, dire) -> list[str]:
        return [titre, *(dire(c) for c in colonnes)]

    def montant(titre: str, dire) -> list[str]:
        return ligne(titre, lambda c: dire(c) if c.bilan else formats.ND)

    valeurs = [ligne(leviers()[n].titre, lambda c, n=n: _valeur(c, n)) for n in regle.REGLE]
    autres = list(
        dict.fromkeys(n for c in colonnes for n in c.scenario.change if n not in regle.REGLE)
    )
    valeurs += [
        ligne(
            leviers()[n].titre,
            lambda c, n=n: mots.dire(n, c.scenario.change[n]) if n in c.scenario.change else "–",
        )
        for n in autres
    ]
    manques = (
        [ligne("Pourquoi n.d.", lambda c: c.manque)] if any(c.manque for c in colonnes) else []
    )
    return [
        ligne("Barème de départ", lambda c: c.scenario.parent),
        *valeurs,
        montant("Total", lambda c: effets.total(c.resultat)),
        montant(
            "Différence",
            lambda c: (
                ("+" if c.bilan.ecart_c > 0 else "") + euros(c.bilan.ecart_c)
                if c.resultat.connu
                else formats.ND
            ),
        ),
        montant(
            "Par collectif",
            lambda c: (
                formats.euros(Decimal(c.resultat.total_c) / 100 / c.resultat.collectifs)
                if c.resultat.collectifs
                else formats.ND
            ),
        ),
        montant(
            "Par enfant",
            lambda c: (
                formats.ND
                if (e := effets.par_enfant(c.resultat)) is None
                else formats.euros(e / 100)
            ),
        ),
        montant("Actions qui gagnent", lambda c: formats.nombre(c.bilan.gagnantes)),
        montant("Actions qui perdent", lambda c: formats.nombre(c.bilan.perdantes)),
        montant(
            "Plus fort gain", lambda c: euros(c.bilan.gain_max_c) if c.bilan.gagnantes else "–"
        ),
        montant(
            "Plus forte perte", lambda c: euros(c.bilan.perte_max_c) if c.bilan.perdantes else "–"
        ),
        ligne(
            "Enregistré par",
            lambda c: (
                f"{c.scenario.auteur}, {formats.jour(c.scenario.date)}" if c.scenario.date else "–"
            ),
        ),
        ligne("Note", lambda c: c.scenario.note or "–"),
        *manques,
    ]


def _valeur(c: Colonne, n: str) -> str:
    """A number of the rule, and the one that it replaces."""
    depart = baremes.en_vigueur(config.installation(), c.scenario.parent).valeurs.get(n)
    nouveau = c.scenario.nombre(n)
    if nouveau is None or nouveau == depart:
        return mots.dire(n, depart) if depart is not None else formats.ND
    return (
        f"{mots.dire(n, nouveau)} (au lieu de {mots.dire(n, depart)})"
        if depart is not None
        else mots.dire(n, nouveau)
    )
