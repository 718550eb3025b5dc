"""Droits computed beside amounts paid, step by step; whose Ps is limited by its cost and whose by
the ceiling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import baremes, config, formats
from clas_data.baremes import Bareme
from clas_data.ecrans.financement.bulletin import bulletin
from clas_data.ecrans.financement.ecarts import champ, compose, expliquer, table
from clas_data.errors import UsageError
from clas_data.figures.figure import Figure
from clas_data.figures.propres import financements
from clas_data.figures.propres.financements import DROITS, signe
from clas_data.formats import INSECABLE
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.simulateur import effets, explications, versements
from clas_data.simulateur.effets import euros
from clas_data.simulateur.entrees import Donnees
from clas_data.simulateur.versements import Rapprochement
from clas_data.ui import (
    blocs,
    carte,
    exports,
    figure,
    filtres,
    lecture,
    listes,
    tableaux,
    textes,
)
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

SIEN = "celui de la campagne"


def show(selection: Selection) -> None:
    """The comparison under the campagne's own barème, or under another that the reader names."""
    connus = baremes.connus(config.installation())
    filtres.say_dropped("bareme_droits", "Barème", [SIEN, *connus])
    choisi = listes.choisir(
        "Barème appliqué",
        [SIEN, *connus[::-1]],
        key="bareme_droits",
        bind="query-params",
        width=260,
    )
    bareme = baremes.en_vigueur(
        config.installation(), selection.campagne if choisi == SIEN else choisi
    )
    r = _rapprocher(selection, bareme)
    if bareme.manque:
        _non_disponible(r, selection)
        return
    bloc = Bloc(PROPRE, {"bareme": bareme.campagne}, selection)
    ecarts, plafond = figures(r, selection)
    figure.show(ecarts, vide="Aucun écart à dessiner.", bloc=bloc)
    _ensemble(r, selection)
    expliquer(r)
    figure.show(plafond, bloc=bloc)
    bulletin(r)


def figures(r: Rapprochement, selection: Selection) -> tuple[Figure, Figure]:
    """The payments that differ from what is due; whose Ps the ceiling limits."""
    return compose(r, selection), financements.sous_plafond(r, champ(r, selection))


def recomposer(selection: Selection, choix: Mapping[str, Any]) -> tuple[Figure, Figure]:
    """The same, under the barème that a pin keeps."""
    bareme = baremes.en_vigueur(config.installation(), choix["bareme"])
    if bareme.manque:
        raise UsageError(bareme.manque)
    return figures(_rapprocher(selection, bareme), selection)


def _non_disponible(r: Rapprochement, selection: Selection) -> None:
    """A campagne without a barème: which value is missing, what was paid, and an export that says
    the same.
    """
    titre = f"Droits de {selection.campagne}{INSECABLE}: {formats.ND}"
    with st.container(key="carte_droits_nd"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(r.bareme.manque or "")}</p>'
        )
        st.markdown(
            "Les montants versés restent lisibles, ici et aux autres onglets. Pour une "
            "question « et si… », choisissez ci-dessus un autre barème : il sera nommé partout."
        )
        base = lecture.ouverte()
        propos = exports.context(
            None, titre, champ(r, selection), base.empreinte, base.demonstration
        ) | {
            "Source": DROITS,
            "Valeur manquante": r.bareme.manque or "",
        }
        carte.downloads(
            table(r), propos, exports.nom_fichier("droits", selection.campagne), "droits_nd"
        )
    blocs.chiffres(
        ["ps_clas", "bonus_enfants", "bonus_parents", "bonification_politique_ville"],
        selection,
    )


def _rapprocher(selection: Selection, bareme: Bareme) -> Rapprochement:
    """The whole campagne is compared once for everyone who may read it; the filters of the screen
    keep some of its rows.
    """
    cle = tuple(
        sorted((n, str(v), bareme.references.get(n, "")) for n, v in bareme.valeurs.items())
    )
    r = _calculer(
        lecture.ouverte().empreinte,
        selection.perimetre,
        selection.campagne,
        bareme.campagne,
        cle,
        bareme,
    )
    garder = selection.garder
    return replace(
        r,
        actions=garder(r.actions),
        resultat=r.resultat and replace(r.resultat, actions=garder(r.resultat.actions)),
    )


@st.cache_data(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _calculer(
    empreinte: str, perimetre_, campagne: str, parent: str, valeurs: tuple, _bareme: Bareme
) -> Rapprochement:
    lues = (
        lecture.requete(perimetre_, nom, empreinte, campagne=campagne)
        for nom in ("simulateur_actions", "simulateur_collectifs")
    )
    return versements.rapprocher(Donnees(campagne, *lues), _bareme)


def _ensemble(r: Rapprochement, selection: Selection) -> None:
    n, ecarts, nd = len(r.connues), len(r.ecarts), len(r.actions) - len(r.connues)
    droit, verse = r.somme("droit_c"), r.somme("verse_c")
    titre = (
        (
            f"Droits calculés {euros(droit)}, versés {euros(verse)} : "
            f"{effets.accord(ecarts, 'action diffère', 'actions diffèrent')} sur "
            f"{formats.nombre(n)}"
        )
        if n
        else f"Droits et versements{INSECABLE}: {formats.ND}"
    )
    lignes = []
    for part, nom in explications.NOMS.items():
        d, v = r.connues[f"droit_{part}_c"], r.connues[f"verse_{part}_c"]
        inconnu = part not in ("ps", *r.bareme.valeurs)
        lignes.append(
            [
                nom,
                formats.ND if inconnu else euros(int(d.sum())),
                euros(int(v.sum())),
                formats.ND if inconnu else signe(int(v.sum() - d.sum())),
            ]
        )
    lignes.append(["Ensemble", euros(droit), euros(verse), signe(verse - droit)])
    with st.container(key="carte_droits_ensemble"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3><p class="clas-sous-titre">En '
            "euros, sur les actions dont le bilan donne charges, collectifs et versements</p>"
        )
        tableaux.show(
            titre, ["Part", "Droits calculés", "Versés", "Versés − droits"], lignes, alignees=1
        )
        ville = pd.to_numeric(r.actions["bonification_politique_ville"], errors="coerce").sum()
        apart = (
            (
                " Bonification politique de la ville portée aux bilans : "
                f"{formats.euros(ville)}, hors de la comparaison : aucune valeur n'est publiée."
            )
            if ville
            else ""
        )
        st.html(
            textes.notes(
                [
                    ("Champ", champ(r, selection)),
                    ("Source", f"{DROITS}."),
                    (
                        "Barème",
                        " ; ".join(
                            dict.fromkeys(
                                r.bareme.references[n]
                                for n in ("taux", "plafond", *explications.BONUS)
                                if n in r.bareme.references
                            )
                        )
                        + ".",
                    ),
                    (
                        "Note",
                        f"{effets.accord(nd, 'action', 'actions')} sans bilan complet : "
                        f"{formats.ND}, hors des sommes. Compte 86 hors des dépenses ; dépenses "
                        "d'une action partagées à parts égales entre ses collectifs réalisés "
                        "(agréés, si le bilan ne les dit pas) ; Ps arrondie à l'euro par "
                        f"collectif.{apart}",
                    ),
                ]
            )
        )
