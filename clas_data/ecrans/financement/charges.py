"""The accounts of the bilans: charges, products, contributions in kind."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ecrans.financement.couts import actions
from clas_data.ui import blocs, tableaux, textes
from clas_data.ui.selection import Selection


def comptes(selection: Selection) -> None:
    """Charges that differ from produits, action by action; accounts 86 and 87, kept apart."""
    blocs.chiffres(["produits", "comptes_desequilibres"], selection)
    df = actions(selection)
    desequilibre = (df["charges"] - df["produits"]).round(2)
    fautives = (
        df[desequilibre.fillna(0) != 0]
        .assign(ecart=desequilibre)
        .sort_values("ecart", key=lambda s: -s.abs(), kind="stable")
    )
    recus = int(df["charges"].notna().sum())
    titre = (
        f"{formats.pluriel(len(fautives), 'bilan')} sur {formats.nombre(recus)} "
        f"{'porte' if len(fautives) < 2 else 'portent'} des charges différentes des produits"
    )
    with st.container(key="carte_desequilibres"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            '<p class="clas-sous-titre">Comptes '
            "60 à 68 et produits, en euros, plus grand écart d'abord</p>"
        )
        tableaux.show(
            titre,
            [
                "Action",
                "Intitulé",
                "Porteur",
                "Commune",
                "Charges",
                "Produits",
                "Charges − produits",
            ],
            [
                [
                    l.code_action,
                    l.intitule,
                    l.porteur_nom,
                    l.commune_nom,
                    formats.euros(l.charges, 2),
                    formats.euros(l.produits, 2),
                    formats.euros(l.ecart, 2, signe=True),
                ]
                for l in fautives.itertuples()
            ],
            alignees=4,
        )
        st.html(
            textes.notes(
                [
                    ("Champ", selection.mots),
                    ("Source", "Bilans des actions."),
                    (
                        "Note",
                        (
                            "Les bilans ne sont pas corrigés : un écart se vérifie auprès du "
                            "porteur, puis se corrige par une ligne à la page « Données »."
                        ),
                    ),
                ]
            )
        )
    st.markdown(
        "**Contributions volontaires en nature, gardées à part** (bénévolat, locaux et matériel "
        "prêtés) : elles n'entrent ni dans les charges, ni dans les produits, ni dans aucun coût."
    )
    blocs.chiffres(["contributions_volontaires", "contributions_volontaires_produits"], selection)
    _quatre_vingt_six(df, selection)


def _quatre_vingt_six(df: pd.DataFrame, selection: Selection) -> None:
    differents = df[(df["charge_86"] - df["produit_87"]).round(2).fillna(0) != 0]
    mots = (
        "Dans chaque bilan reçu, le compte 86 égale le compte 87."
        if differents.empty
        else "Compte 86 différent du compte 87 : "
        + " ; ".join(
            (
                f"{l.code_action}, {l.intitule} ({formats.euros(l.charge_86, 2)} et "
                f"{formats.euros(l.produit_87, 2)})"
            )
            for l in differents.itertuples()
        )
        + "."
    )
    st.html(
        textes.notes(
            [("À vérifier" if len(differents) else "Contrôle", mots), ("Champ", selection.mots)]
        )
    )
