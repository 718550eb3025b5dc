"""The droits of a porteur, step by step, and « et si… » on its own project, under a banner that
stays.
"""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from clas_data import formats
from clas_data.ecrans.synthese_porteur.choix import Choix, choisir_parmi
from clas_data.restitutions.synthese import droits
from clas_data.restitutions.synthese.composition import Synthese
from clas_data.restitutions.synthese.droits import Projet
from clas_data.simulateur import fiche
from clas_data.simulateur.effets import euros
from clas_data.simulateur.scenario import Levier
from clas_data.ui import champs, filtres, tableaux, textes

COLONNES = [
    "Action",
    "Collectifs",
    "Dépenses par collectif",
    "Ps",
    "Bonus",
    "Total",
    "Ps portée au bilan",
]
ETAPES = ["Étape", "Montant", "Calcul", "Référence"]
COLLECTIFS_MAX = 40  # of the field, not of the rule
DEPENSES = Levier("depenses", "Dépenses de l'année", "€", Decimal(0), None, False, 2)


def show(choix: Choix) -> None:
    """What the actions open today, then what the porteur imagines."""
    s = choix.synthese
    d = droits.par_action(s)
    with st.container(key="carte_droits"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(d.titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(d.note)}</p>'
        )
        if not d.lignes:
            return
        tableaux.show("Droits de vos actions", COLONNES, d.lignes)
        st.html(
            '<ul class="clas-liste">'
            + "".join(f"<li>{textes.in_html(c)}</li>" for c in d.comptes)
            + "</ul>"
        )
    intitules = {a.code_action: f"{a.code_action} · {a.intitule}" for a in s.actions.itertuples()}
    code = choisir_parmi("action_droits", "Action lue pas à pas", intitules, 430)
    with st.container(key="carte_pas"):
        st.html(
            f'<h3 class="clas-titre">Le calcul de {textes.ECHAPPE(code)}, à refaire à la main</h3>'
        )
        _etapes(s, s.donnees, code, f"Calcul de {code}")
    with st.container(key="carte_projet"):
        _projet(s, code)


def _etapes(s: Synthese, donnees, code: str, titre: str) -> None:
    r = droits.resultat(donnees, s.bareme)
    tableaux.show(
        titre,
        ETAPES,
        [[e.quoi, e.montant, e.calcul, e.reference] for e in fiche.fiche(r, s.bareme, code)],
        alignees=9,
    )


def _projet(s: Synthese, code: str) -> None:
    st.html(f'<h3 class="clas-titre">{textes.in_html("Et si votre projet changeait ?")}</h3>')
    st.warning(
        "Une question, pas une décision : rien n'est enregistré, et la commission n'a rien "
        f"accordé. Calcul au barème de {s.bareme.campagne}, à hypothèses inchangées.",
        icon=":material/science:",
    )
    depart = droits.depart(s.donnees, code)
    if depart is None:
        st.html(
            f'<p class="clas-vide">{formats.ND} : le bilan de cette action n\'est pas reçu, '
            "ses "
            "dépenses sont inconnues.</p>"
        )
        return
    projet = _saisie(depart)
    avant, apres = (
        droits.resultat(d, s.bareme).actions.set_index("code_action").loc[code]
        for d in (s.donnees, droits.projeter(s.donnees, projet))
    )
    ecart = int(apres["total_c"]) - int(avant["total_c"])
    st.html(
        '<p class="clas-fait">'
        f"{textes.in_html(_phrase(int(avant['total_c']), int(apres['total_c']), ecart))}</p>"
    )
    tableaux.show(
        "Aujourd'hui et votre projet",
        ["", "Aujourd'hui", "Votre projet"],
        [
            ["Collectifs", formats.nombre(depart.collectifs), formats.nombre(projet.collectifs)],
            ["Dépenses de l'année", formats.euros(depart.charges), formats.euros(projet.charges)],
            ["Ps", euros(avant["ps_c"]), euros(apres["ps_c"])],
            [
                "Bonus",
                *(
                    euros(int(x["bonus_enfants_c"]) + int(x["bonus_parents_c"]))
                    for x in (avant, apres)
                ),
            ],
            ["Total", euros(avant["total_c"]), euros(apres["total_c"])],
        ],
    )
    with st.expander("Le calcul de votre projet, pas à pas", key="pas_projet"):
        _etapes(s, droits.projeter(s.donnees, projet), code, "Calcul du projet")


def _phrase(avant: int, apres: int, ecart: int) -> str:
    if not ecart:
        return f"Ce projet ne change pas vos droits : {euros(avant)}."
    return (
        f"{euros(abs(ecart))} de {'plus' if ecart > 0 else 'moins'} : de {euros(avant)} à "
        f"{euros(apres)}."
    )


def _saisie(depart: Projet) -> Projet:
    """The numbers of the project of this action, each kept in the URL; a bonus cannot reach more
    collectifs than there are.
    """
    code = depart.code_action
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="saisie_projet"
    ):
        collectifs = _entier("Collectifs", 1, depart.collectifs, f"p_collectifs_{code}", 150)
        charges = champs.nombre(
            f"p_depenses_{code}", DEPENSES, Decimal(str(depart.charges)), largeur=210
        )
        enfants = _entier(
            "Collectifs avec bonus « enfants »", 0, depart.bonus_enfants, f"p_enfants_{code}", 250
        )
        parents = _entier(
            "Collectifs avec bonus « parents »", 0, depart.bonus_parents, f"p_parents_{code}", 250
        )
    if max(enfants, parents) > collectifs:
        st.caption(
            textes.typographic(
                f"Un bonus ne peut concerner plus de {formats.pluriel(collectifs, 'collectif')} "
                ": le calcul s'arrête à ce nombre."
            )
        )
    return Projet(
        code, collectifs, float(charges), min(enfants, collectifs), min(parents, collectifs)
    )


def _entier(libelle: str, bas: int, depart: int, cle: str, largeur: int) -> int:
    haut = max(COLLECTIFS_MAX, depart)
    filtres.say_out_of_range(cle, libelle, bas, haut)
    return int(
        st.number_input(libelle, bas, haut, depart, key=cle, bind="query-params", width=largeur)
    )
