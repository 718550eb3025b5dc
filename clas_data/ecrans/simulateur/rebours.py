"""Backwards from an envelope: the largest value of each number that stays within it, on which
collectifs it rests, and one press to try it.
"""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from clas_data import formats
from clas_data.ecrans.simulateur import reprise
from clas_data.ecrans.simulateur.etat import VOIX, Etat
from clas_data.ecrans.simulateur.reponses import choisir_voix
from clas_data.figures.propres import simulations
from clas_data.formats import INSECABLE
from clas_data.simulateur import inverse, sensibilite
from clas_data.simulateur.effets import euros
from clas_data.simulateur.entrees import cout_nouveau, prepare
from clas_data.simulateur.scenario import leviers
from clas_data.ui import champs, gestes, tableaux, textes


def a_rebours(etat: Etat) -> None:
    """From the envelope to the number."""
    voix = choisir_voix("voix_rebours")
    r = etat.resultats[voix]
    with st.container(key="carte_rebours"):
        st.html(
            '<h3 class="clas-titre">Quelle valeur pour tenir dans une enveloppe ?</h3>'
            f'<p class="clas-sous-titre">Chaque réponse part du scénario {voix} et ne change '
            "qu'un "
            f"nombre ; le scénario {voix} demande "
            f"{euros(int(r.actions['sans_enveloppe_c'].sum()))} ({sensibilite.base(r)}).</p>"
        )
        montant = champs.nombre(
            "montant",
            leviers()["enveloppe"],
            Decimal(round(etat.reference.total_c / 100 * 1.03, -3)),
            "Enveloppe (€)",
            largeur=260,
        )
        trouvees: dict[str, Decimal] = {}
        lignes, prete = [], prepare(etat.donnees, etat.bareme, etat.scenarios[voix])
        for nom in inverse.LEVIERS:
            reponse = inverse.plus_grande(
                etat.donnees, etat.bareme, etat.scenarios[voix], nom, int(montant * 100), prete
            )
            l = leviers()[nom]
            if reponse.valeur is not None and not reponse.sans_limite:
                trouvees[nom] = reponse.valeur
            valeur = (
                formats.ND
                if reponse.valeur is None
                else formats.valeur_unite(
                    reponse.valeur,
                    l.unite,
                    max(min(2, l.decimales), -reponse.valeur.normalize().as_tuple().exponent),
                )
            )
            lignes.append(
                [
                    l.titre,
                    "sans limite" if reponse.sans_limite else valeur,
                    f"{euros(reponse.total_c)} ({sensibilite.base(r)})",
                    textes.typographic(reponse.phrase),
                ]
            )
        tableaux.show(
            "La plus grande valeur qui tient dans l'enveloppe",
            ["Nombre qui change", "Au plus", "Total", "Ce qui reste"],
            lignes,
            alignees=9,
        )
        _appliquer(etat, voix, trouvees)
        cout = cout_nouveau(etat.donnees, etat.scenarios[voix])
        nouveau = (
            f" Un collectif de plus est supposé coûter {euros(cout)}." if cout is not None else ""
        )
        st.html(
            textes.notes(
                [
                    (
                        "Lecture",
                        (
                            f"{formats.en_phrase(lignes[1][0])} : {lignes[1][1]} au plus, pour un "
                            f"total de {lignes[1][2]}."
                        ),
                    ),
                    (
                        "Note",
                        "Réponses exactes, au plus petit pas qu'un scénario accepte : "
                        "remises dans le scénario, elles tiennent ; un pas de plus n'y tient "
                        f"plus.{nouveau}",
                    ),
                    ("Champ", etat.champ),
                    ("Source", simulations.SOURCE),
                ]
            )
        )


def _appliquer(etat: Etat, voix: str, trouvees: dict[str, Decimal]) -> None:
    """Put an answer in one of the two scenarios, with all that it starts from."""
    for nom, valeur in trouvees.items():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            l = leviers()[nom]
            st.markdown(f"{l.titre}{INSECABLE}: {champs.ecrire(l, valeur)}", width=330)
            for vers in VOIX:
                st.button(
                    f"Appliquer au scénario {vers}",
                    key=f"appliquer_{nom}_{vers.lower()}",
                    on_click=gestes.geste(reprise.reprendre),
                    args=(etat.scenarios[voix].avec(**{nom: valeur}), vers),
                )
