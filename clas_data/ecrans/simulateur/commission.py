"""The commission's sitting: requests kept or dropped, the envelope consumed live, the territories
covered. No data change.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.ecrans.simulateur import jauge
from clas_data.ecrans.simulateur.etat import Etat
from clas_data.simulateur import commission, effets
from clas_data.simulateur.commission import Seance
from clas_data.simulateur.effets import euros
from clas_data.simulateur.formule import ps_maximale_c
from clas_data.simulateur.scenario import leviers
from clas_data.ui import champs, exports, gestes, lecture, tableaux, textes

CHOIX = "seance"  # the requests changed by the sitting, in the URL
CODE = "code_action"
EN_QPV = "QPV"  # as the base writes it


@gestes.fragment
def seance(etat: Etat, acteur: Acteur) -> None:
    """Pick or drop requests and see the envelope consumed."""
    brutes = lecture.requete(
        lecture.perimetre(acteur), "simulateur_demandes", campagne=etat.donnees.campagne
    )
    t = commission.demandes(brutes, etat.resultats["A"].regle)
    if t.empty:
        st.info("Cette campagne n'a aucune demande.", icon=":material/inbox:")
        return
    with st.container(key="carte_seance"):
        regle = etat.resultats["A"].regle
        st.html(
            (
                '<h3 class="clas-titre">Retenir des demandes et suivre l\'enveloppe</h3>'
                '<p class="clas-sous-titre">'
            )
            + textes.in_html(
                "Une demande compte pour ses collectifs à la Ps maximale du scénario A "
                f"({euros(ps_maximale_c(regle))} par collectif), bonus compris ; les autres "
                "onglets comptent ce qui a fonctionné. Aucune donnée n'est modifiée : décochez, "
                "cochez, puis copiez le lien ou exportez la liste."
            )
            + "</p>"
        )
        agreees = commission.tenir(
            commission.demandes(brutes, etat.reference.regle), commission.depart(t), 0
        ).consomme_c
        enveloppe = champs.nombre(
            "seance_enveloppe",
            leviers()["enveloppe"],
            Decimal(agreees // 100),
            "Enveloppe de la séance (€)",
            largeur=260,
        )
        retenues = _choisir(t, etat.donnees.campagne)
        s = commission.tenir(t, retenues, int(enveloppe * 100))
        jauge.consommee(s)
        jauge.ailleurs(etat, retenues, int(enveloppe * 100))
    _couverture(t, retenues, s, etat)


def _choisir(t: pd.DataFrame, campagne: str) -> set[str]:
    """The table to tick; it starts from the link, else from the decisions, and writes its changes
    in the link.
    """
    cle = f"seance_depart_{campagne}"
    if cle not in st.session_state:
        retenues, inconnues = commission.lire(t, st.query_params.get(CHOIX, ""))
        st.session_state[cle] = retenues
        if inconnues:
            st.warning(
                f"Le lien demandait « {textes.litteral(', '.join(inconnues))} », que cette "
                "campagne ne contient pas. Ce choix n'est pas appliqué.",
                icon=":material/filter_alt_off:",
            )
    vue = pd.DataFrame(
        {
            "Retenue": t[CODE].isin(st.session_state[cle]),
            "Demande": t[CODE],
            "Coût": t["cout_c"] / 100,
            "Collectifs": t["collectifs"],
            "Porteur": t["porteur_nom"],
            "Commune": t["commune_nom"],
            "Niveau": t["niveau"] + t["qpv"].map({EN_QPV: f" · {EN_QPV}"}).fillna(""),
            "Enfants": t["enfants_prevus"],
            "Décision": t["decision"],
        }
    )
    # together, what a laptop of 1 366 pixels shows
    largeurs = {
        "Retenue": 95,
        "Demande": 80,
        "Coût": 80,
        "Collectifs": 80,
        "Porteur": 235,
        "Commune": 110,
        "Niveau": 125,
        "Enfants": 65,
        "Décision": 75,
    }
    etroites = {c: st.column_config.Column(width=w) for c, w in largeurs.items()}
    vues = tableaux.premieres(vue)
    choisie = st.data_editor(
        vues.style.format(
            {"Coût": formats.euros, "Collectifs": formats.nombre, "Enfants": formats.nombre},
            na_rep=formats.ND,
        ),
        hide_index=True,
        height=420,  # it is ticked row by row, and the gauge under it stays in sight
        disabled=list(vues.columns[1:]),
        column_config=etroites,
        key=f"seance_table_{campagne}",
        alt="Demandes à retenir",
        placeholder=formats.ND,
    )
    retenues = set(choisie.loc[choisie["Retenue"], "Demande"]) | set(
        vue.loc[vue["Retenue"], "Demande"]
    ).difference(vues["Demande"])
    ecrit = commission.ecrire(t, retenues)
    if ecrit != st.query_params.get(CHOIX, ""):
        if ecrit:
            st.query_params[CHOIX] = ecrit
        else:
            del st.query_params[CHOIX]
    return retenues


def _couverture(t: pd.DataFrame, retenues: set[str], s: Seance, etat: Etat) -> None:
    """The territories that the requests kept cover, the least covered first, and the lists to take
    away.
    """
    c = commission.couverture(t, retenues)
    sans = int((c["retenues"] == 0).sum())
    servies = (
        effets.accord(len(c) - sans, "intercommunalité couverte", "intercommunalités couvertes")
        + f" sur {formats.nombre(len(c))} qui ont une demande"
    )
    titre = servies + (f" ; {formats.nombre(sans)} sans demande retenue" if sans else "")
    with st.container(key="carte_couverture_seance"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            '<p class="clas-sous-titre">Par intercommunalité, la moins servie d\'abord</p>'
        )
        tableaux.show(
            titre,
            [
                "Intercommunalité",
                "Demandes retenues",
                "Collectifs retenus",
                "Part",
                "Enfants prévus",
                "Communes",
                "Coût",
            ],
            [
                [
                    l["epci_nom"],
                    f"{formats.nombre(l['retenues'])} sur {formats.nombre(l['demandes'])}",
                    (
                        f"{formats.nombre(l['collectifs_retenus'])} sur "
                        f"{formats.nombre(l['collectifs'])}"
                    ),
                    formats.pourcent(l["part_pct"], 0),
                    formats.nombre(l["enfants"]),
                    formats.nombre(l["communes"]),
                    euros(l["cout_c"]),
                ]
                for l in c.to_dict("records")
            ],
        )
        st.html(
            textes.notes(
                [
                    ("Champ", f"Demandes déposées pour {etat.donnees.campagne}"),
                    ("Source", "Agréments."),
                ]
            )
        )
        _telecharger(t, retenues, s, etat)


def _telecharger(t: pd.DataFrame, retenues: set[str], s: Seance, etat: Etat) -> None:
    """The decision list, with the envelope and the hypotheses that it rests on."""
    base, regle = lecture.ouverte(), etat.resultats["A"].regle
    propos = exports.context(
        None,
        "Séance de commission : liste de décisions simulée",
        f"Demandes de {etat.donnees.campagne}",
        base.empreinte,
        base.demonstration,
    ) | {
        "Enveloppe": euros(s.enveloppe_c),
        "Consommé": euros(s.consomme_c),
        "Reste": euros(s.reste_c),
        "Coût d'une demande": "collectifs demandés × Ps maximale "
        f"({formats.pourcent(regle.taux, 2)} de "
        f"{formats.euros(regle.plafond)}), "
        f"bonus {formats.euros(regle.bonus_enfants)} et {formats.euros(regle.bonus_parents)}",
        "Portée": "Simulation : aucune décision n'est enregistrée",
    }
    liste = pd.DataFrame(
        {
            "Demande": t[CODE],
            "Intitulé": t["intitule"],
            "Porteur": t["porteur_nom"],
            "Commune": t["commune_nom"],
            "Intercommunalité": t["epci_nom"],
            "Niveau": t["niveau"],
            "Quartier": t["qpv"],
            "Collectifs": t["collectifs"],
            "Enfants prévus": t["enfants_prevus"],
            "Coût (€)": t["cout_c"] // 100 if (t["cout_c"] % 100 == 0).all() else t["cout_c"] / 100,
            "Retenue en séance": t[CODE].isin(retenues).map(formats.oui_non),
            "Décision de la campagne": t["decision"],
        }
    )
    nom = exports.nom_fichier("commission", etat.donnees.campagne)
    with st.container(horizontal=True):
        st.download_button(
            "Liste des décisions (xlsx)",
            lambda: exports.to_xlsx(liste, propos),
            f"{nom}.xlsx",
            key="seance_xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Liste des décisions (csv)",
            lambda: exports.to_csv(exports.with_context(liste, propos)),
            f"{nom}.csv",
            key="seance_csv",
            on_click="ignore",
            icon=":material/download:",
        )
