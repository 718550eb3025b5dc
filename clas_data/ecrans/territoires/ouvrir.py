"""Where to open: the communes where new collectifs would bring an action near the most people, and
how firm that answer is.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pandas as pd
import streamlit as st

from clas_data import baremes, config, formats
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable
from clas_data.ecrans.territoires.question import COLLECTIFS_MAX, question
from clas_data.errors import ClasError
from clas_data.figures.figure import Figure
from clas_data.figures.propres import zones as propres
from clas_data.formats import INSECABLE
from clas_data.simulateur import rangement, scenario
from clas_data.simulateur.scenario import Scenario
from clas_data.territoires import implantation, mots_ouvertures, sensibilite
from clas_data.territoires.choix import STATU_QUO, Implantation, Reglage
from clas_data.ui import (
    figure,
    page,
    tableaux,
    textes,
)


def show(etat: Etat) -> None:
    """The question, its answer on a map and in a list, its firmness, and the way to the
    simulator.
    """
    nombre, reglage = question(etat)
    try:
        i, variantes, communes = lus.ouvertures(etat.perimetre, etat.campagne, nombre, reglage)
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    gauche, droite = st.columns([3, 2], gap="small")
    with gauche:
        _carte(etat, i, {"nombre": nombre, **{n: str(v) for n, v in asdict(reglage).items()}})
        _gains(i)
        _fermete(i, variantes, communes)
    with droite:
        _liste(i, communes)
    if etat.acteur and etat.acteur.peut("simuler"):
        _vers_simulateur(etat, i)


def _carte(etat: Etat, i: Implantation, choix: dict[str, int | str]) -> None:
    f = propres.ouvertures(etat.vue("commune", entier=True), i)
    figure.show(f, height="stretch", bloc=etat.bloc(**choix), **cliquable(f.cle))


def composer(etat: Etat, nombre: int, **reglage: str) -> Figure:
    """The communes where to open this many collectifs, under these hypotheses."""
    if not 1 <= nombre <= COLLECTIFS_MAX:
        raise ValueError(nombre)
    lu = Reglage(**{n: float(v) for n, v in reglage.items()})
    i = lus.ouvertures(etat.perimetre, etat.campagne, nombre, lu)[0]
    return propres.ouvertures(etat.vue("commune", entier=True), i)


def _gains(i: Implantation) -> None:
    """Status quo, greedy, best: what each puts within reach."""
    d = i.couverture.denominateur
    depart = i.bilan.set_index("voie").loc[STATU_QUO, "population"]
    lignes = [
        [
            b.titre,
            formats.nombre(b.collectifs),
            formats.nombre(b.population),
            formats.pourcent(b.part_pct),
            formats.nombre(b.population - depart, signe=True) if b.voie != STATU_QUO else "–",
        ]
        for b in i.bilan.itertuples()
    ]
    with st.container(key="carte_gains"):
        st.html(f'<h3 class="clas-titre">{textes.in_html(mots_ouvertures.comparaison(i))}</h3>')
        with st.container(key="ample_gains"):
            tableaux.show(
                "Ce que chaque façon de choisir met à portée",
                ["", "Collectifs", d.libelle.capitalize(), "Part", "Gain"],
                lignes,
            )
        st.html(
            textes.notes(
                [
                    (
                        "Note",
                        (
                            f"les {d.libelle} sont comptés une fois ; les poids ne servent qu'à "
                            "choisir."
                        ),
                    )
                ]
            )
        )


def _fermete(i: Implantation, variantes: pd.DataFrame, communes: pd.DataFrame) -> None:
    with st.container(key="carte_fermete"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(sensibilite.phrase(communes))}</h3>'
            '<p class="clas-sous-titre">Chaque poids est changé à son tour</p>'
        )
        lignes = [
            [
                v.libelle,
                f"{formats.nombre(v.gardees)} sur {formats.nombre(len(i.ouvertures))}",
                v.entrent or "–",
            ]
            for v in variantes.itertuples()
        ]
        with st.container(key="ample_fermete"):
            tableaux.show(
                "La même question avec d'autres poids", ["Si…", "Gardées", "Entrent"], lignes
            )


def _liste(i: Implantation, communes: pd.DataFrame) -> None:
    """The communes in order, what each brings, and in how many answers it was chosen."""
    fermes, libelle = communes.set_index("code"), i.couverture.denominateur.libelle
    with st.container(key="carte_ouvertures", height="stretch"):
        st.html('<h3 class="clas-titre">Les communes, et pourquoi</h3>')
        if i.ouvertures.empty:
            st.html(
                '<p class="clas-vide">Aucune ouverture ne mettrait plus de monde à portée : '
                "changez la distance ou les communes où ouvrir.</p>"
            )
            return
        with st.container(key="liste_ouvertures"):
            lignes = "".join(
                _element(o, fermes.loc[o.code], libelle) for o in i.ouvertures.itertuples()
            )
            st.html(
                tableaux.frame(
                    "Communes où ouvrir, dans l'ordre", f'<ol class="clas-liste">{lignes}</ol>'
                )
            )


def _element(o, ferme: pd.Series, libelle: str) -> str:
    retenue = (
        f"Retenue dans {formats.nombre(ferme['retenue'])} des "
        f"{formats.nombre(ferme['reponses'])} réponses essayées."
    )
    return (
        f"<li><b>{o.rang}. {textes.in_html(o.nom)}"
        f"</b> {formats.nombre(o.gain, signe=True)}{INSECABLE}{libelle}"
        f"<small>{textes.in_html(o.epci_nom)}</small>"
        f"{textes.in_html(o.raison)} <small>{textes.in_html(retenue)}</small></li>"
    )


def _vers_simulateur(etat: Etat, i: Implantation) -> None:
    """The openings as a scenario: opened in the simulator at once, or kept under a name."""
    if i.ouvertures.empty:
        return
    fait = implantation.scenario(i)
    plus = str(fait["change"]["collectifs_plus"])
    with st.container(key="carte_scenario"):
        st.html(
            '<h3 class="clas-titre">Et combien cela coûterait-il ?</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(fait["note"])}</p>'
        )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            page.lien(
                "simulateur",
                f"Simuler {plus} collectifs de plus",
                campagne=etat.campagne,
                a_collectifs_plus=plus,
            )
            nom = st.text_input(
                "Ou le garder sous le nom",
                f"Ouvrir {plus} collectifs",
                key="ouvrir_nom",
                max_chars=60,
                width=300,
            )
            if st.button(
                "Enregistrer le scénario", icon=":material/save:", key="garder_ouvertures"
            ):
                page.accomplir(
                    lambda: _garder(etat, nom, fait),
                    lambda s: (
                        f"Scénario « {s.nom} » enregistré au barème de {s.parent}{INSECABLE}: il "
                        "se retrouve dans le simulateur."
                    ),
                )


def _garder(etat: Etat, nom: str, fait: dict) -> Scenario:
    etat.acteur.exige("simuler")
    parent = baremes.applicable(config.installation(), etat.campagne).campagne
    s = scenario.construire(
        nom.strip(), parent, fait["change"], etat.acteur.nom, date.today().isoformat(), fait["note"]
    )
    rangement.enregistrer(config.installation(), s)
    return s
