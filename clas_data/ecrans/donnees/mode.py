"""Compléter or remplacer: what becomes of the rows that a deposit does not hold, in words."""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.fichiers import journal, schemas
from clas_data.nation import controle
from clas_data.tables import importation
from clas_data.ui import session, tableaux, textes

NOMMEES, LIGNES_MONTREES = 5, 500


def show(acteur: Acteur, p: importation.Proposition) -> None:
    """What becomes of the rows that the base holds and this deposit does not: said in numbers and
    names, and chosen before accepting.
    """
    if not p.acceptable or not p.absentes:
        return
    absentes = sum(map(len, p.absentes.values()))
    lignes = formats.pluriel(absentes, "ligne")
    with st.container(key="carte_mode_depot"):
        st.html(
            '<h3 class="clas-titre">'
            f"{textes.in_html(f'La base contient {lignes} que ce dépôt ne contient pas')}</h3>"
            f'<p class="clas-sous-titre">{textes.in_html(_lesquelles(p))}</p>'
        )
        noms = {
            journal.COMPLETER: f"Compléter : garder {lignes}, ajouter et mettre à jour les autres",
            journal.REMPLACER: f"Remplacer : retirer {lignes}",
        }
        choix = st.radio(
            "Que faire de ces lignes ?",
            list(noms),
            format_func=noms.get,
            index=list(noms).index(p.mode),
            key=f"mode_depot_{p.mode}",
        )
        with st.expander("Ces lignes, une à une"):
            tableaux.show(
                "Lignes que ce dépôt ne contient pas",
                ["Table", "Clé", "Porteur"],
                [
                    [schemas.load()[t].titre, cle, porteur or formats.ND]
                    for t, siennes in p.absentes.items()
                    for cle, porteur in siennes.items()
                ][:LIGNES_MONTREES],
            )
    if choix != p.mode:
        try:
            autre = controle.proposer(config.installation(), p.depots, p.campagne, acteur, choix)
        except ClasError as erreur:
            st.error(textes.litteral(erreur.message), icon=":material/error:")
            return
        session.retenir_proposition(autre)
        st.rerun()


def _lesquelles(p: importation.Proposition) -> str:
    """« 9 bilans : A38-0001 (Centre social Nord), A38-0002 (…), … »."""
    return " ; ".join(
        f"{schemas.load()[t].titre.lower()} ({formats.nombre(len(siennes))}) : "
        + ", ".join(
            f"{cle} ({porteur})" if porteur else cle
            for cle, porteur in list(siennes.items())[:NOMMEES]
        )
        + ("…" if len(siennes) > NOMMEES else "")
        for t, siennes in p.absentes.items()
    )
