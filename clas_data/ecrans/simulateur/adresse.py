"""What a link of the simulator asks for and cannot have is said."""

from __future__ import annotations

import streamlit as st

from clas_data.ecrans.simulateur import regle
from clas_data.ui import textes


def refusees() -> None:
    """Say what a link edited by hand asked for and is not accepted; numbers say it themselves,
    beside their field.
    """
    for cle in st.query_params:
        nom, donnes = cle[2:], st.query_params.get_all(cle)
        if cle[:2] in ("a_", "b_") and nom in (*regle.REGLE, *regle.AUTRES) and len(donnes) > 1:
            _dire(cle, ", ".join(donnes), "Un nombre n'a qu'une valeur :", "la dernière est lue.")
        if (
            cle[:2] not in ("a_", "b_")
            or nom in regle.REGLE
            or nom in regle.AUTRES
            or nom.removeprefix(f"{regle.EPCI}_") in regle.sirens().values()
        ):
            continue
        permis = {regle.EPCI: list(regle.sirens())} | {
            n: list(h["choix"].values()) for n, h in regle.par_voix().items()
        }
        for brut in st.query_params.get_all(cle):
            if nom not in permis:
                _dire(
                    cle,
                    brut,
                    f"Le paramètre « {textes.litteral(nom)} » n'existe pas. Paramètres : "
                    f"{', '.join((*regle.REGLE, *regle.AUTRES, *permis))}.",
                )
            elif brut not in permis[nom]:
                _dire(cle, brut, f"Valeurs acceptées : {' · '.join(permis[nom])}.")


def _dire(cle: str, brut: str, raison: str, suite: str = "Ce choix n'est pas appliqué.") -> None:
    st.warning(
        textes.typographic(
            f"Le lien demandait « {textes.litteral(f'{cle} = {brut}')} ». {raison} {suite}"
        ),
        icon=":material/filter_alt_off:",
    )
