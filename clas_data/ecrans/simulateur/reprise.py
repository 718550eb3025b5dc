"""A scenario taken up again, or left: its numbers given to the fields of the screen."""

from __future__ import annotations

import streamlit as st

from clas_data.ecrans.simulateur.regle import AUTRES, EPCI, ETENDRE, REGLE, VOIX, par_voix, sirens
from clas_data.simulateur.scenario import Scenario, hypotheses
from clas_data.ui import champs


def cles(s: Scenario, prefixe: str) -> dict[str, str | list[str]]:
    """A scenario as the keys of the screen, which are those of the URL: only what differs from its
    barème.
    """
    dites: dict[str, str | list[str]] = {}
    for n, v in s.change.items():
        if n == "sans_bilan":
            continue  # the switch of the screen
        if n in hypotheses():
            dites[f"{prefixe}_{n}"] = hypotheses()[n]["choix"][v]
        elif n == "collectifs_epci":
            dites[f"{prefixe}_{EPCI}"] = list(s.par_epci())
            dites |= {
                f"{prefixe}_{EPCI}_{sirens()[e]}": str(k)
                for e, k in s.par_epci().items()
                if e in sirens()
            }
        else:
            dites[f"{prefixe}_{n}"] = f"{v.normalize():f}"
    return dites


def reprendre(s: Scenario, nom: str) -> None:
    """Put a kept scenario in one of the two voices (called before the screen is drawn again)."""
    st.session_state["bareme"] = s.parent
    st.session_state[ETENDRE] = s.hypothese("sans_bilan") == "moyenne"
    effacer((nom,))
    _poser(cles(s, nom.lower()))


def oublier_seance() -> None:
    """Another campagne or barème: the envelopes and the requests kept start again from it."""
    st.query_params.pop("seance", None)
    for cle in ("seance_enveloppe", "montant"):
        champs.poser(cle, "")


def recommencer() -> None:
    """Another barème of departure: everything starts again from it."""
    effacer(VOIX)
    oublier_seance()


def effacer(noms: tuple[str, ...]) -> None:
    """The numbers and hypotheses of these scenarios are again those of the barème that is
    chosen.
    """
    for p in (nom.lower() for nom in noms):
        _poser(
            {f"{p}_{n}": "" for n in (*REGLE, *AUTRES)}
            | {f"{p}_{n}": h["choix"][h["defaut"]] for n, h in par_voix().items()}
            | {f"{p}_{EPCI}": []}
        )


def _poser(dites: dict[str, str | list[str]]) -> None:
    """Give the controls of the screen their values, numbers through their owner."""
    for cle, v in dites.items():
        nom = cle.partition("_")[2]
        if nom in hypotheses() or nom == EPCI:
            st.session_state[cle] = v
        else:
            champs.poser(cle, v)
