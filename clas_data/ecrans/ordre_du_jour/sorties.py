"""What is taken away of an ordre du jour: the fiches of the requests ticked, the list with its
decisions.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ecrans.conformite import relances
from clas_data.ecrans.ordre_du_jour.etat import Etat, Ligne
from clas_data.restitutions.fiche import motifs
from clas_data.simulateur.effets import euros
from clas_data.ui import carte, exports, lecture

COCHEES = "cochees"  # the requests ticked, in the address
CASE = "cochee_"  # the key of each box


def cochees() -> list[str]:
    """The requests that the reader ticked: the boxes drawn say it, and the address for the others.
    Of two quick ticks, the second arrives with the address of before the first.
    """
    cases = {c.removeprefix(CASE): v for c, v in st.session_state.items() if c.startswith(CASE)}
    dites = {c for c in st.query_params.get(COCHEES, "").split(",") if c and c not in cases}
    return sorted(dites | {c for c, v in cases.items() if v})


def show(etat: Etat, choisies: list[Ligne], mots: str) -> None:
    """The fiches of the ticked ones in one document; the list with its decisions to take away."""
    connus = {l.code for l in etat.toutes}
    gardees = [c for c in cochees() if c in connus]
    n = len(gardees)
    if st.button(
        f"Préparer {formats.pluriel(n, 'fiche cochée', 'fiches cochées')}"
        if n
        else "Préparer les fiches : cochez des demandes",
        icon=":material/picture_as_pdf:",
        key="ordre_fiches",
        disabled=not n,
    ):
        relances.composer(etat.selection, gardees)
    base = lecture.ouverte()
    champ = f"{etat.selection.mots} · {mots}"
    propos = exports.context(
        None, f"Ordre du jour {etat.selection.campagne}", champ, base.empreinte, base.demonstration
    )
    c = etat.compte
    propos |= {
        "Source": "Agréments, questionnaires et bilans reçus ; décisions notées en séance",
        "Enveloppe": euros(c.enveloppe_c),
        "Engagé": euros(c.engage_c),
        "Reste": euros(c.reste_c),
    }
    nom = exports.nom_fichier("ordre_du_jour", etat.selection.campagne)
    carte.downloads(tableau(etat, choisies), propos, nom, "ordre")


def tableau(etat: Etat, lignes: list[Ligne]) -> pd.DataFrame:
    """The list as a table: what is asked, why it comes up, what was decided and by whom."""
    rangs = []
    for l in lignes:
        p = etat.seance.prises.get(l.code)
        rangs.append(
            {
                "Demande": l.code,
                "Action": l.intitule,
                "Porteur": l.porteur,
                "Commune": l.commune,
                "Niveau": l.niveau,
                "Collectifs demandés": l.collectifs,
                "Montant demandé au plus (€)": _euros(l.montant_c),
                "L'an dernier": l.avant,
                "Motifs": ", ".join(motifs.declares()[n]["titre"] for n in motifs.noms(l.motifs)),
                "Pourquoi": " ; ".join(m.phrase for m in l.motifs),
                "Décision de la base": l.decision,
                "Décision en séance": p.decision if p else None,
                "Montant accordé (€)": _euros(p.montant_c) if p else None,
                "Remarque": (p.remarque or None) if p else None,
                "Notée par": p.auteur if p else None,
                "Notée le": p.le.replace("T", " ") if p else None,
            }
        )
    return pd.DataFrame(rangs)


def _euros(centimes: int | None) -> float | None:
    return None if centimes is None else centimes / 100
