"""The first screen of a porteur: what to do, by when and with whom; one strength, one point to
watch; then what stands out.
"""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.ecrans.synthese_porteur.choix import Choix
from clas_data.fichiers import campagnes
from clas_data.restitutions import emetteur
from clas_data.restitutions.synthese import accueil, mots
from clas_data.ui import textes

OU = "Les questions, et la cellule où répondre : onglet « Référentiel et réponses »."


def show(choix: Choix) -> None:
    """Who, what is expected of it, where it stands."""
    s = choix.synthese
    campagne = campagnes.exiger(config.installation(), s.campagne)
    contact = emetteur.load(config.installation()).contact
    with st.container(key="carte_ressort"):
        actions = formats.pluriel(len(s.actions), "action agréée", "actions agréées")
        st.html(
            f'<h2 class="clas-titre clas-grand">{textes.ECHAPPE(s.nom)}</h2>'
            '<p class="clas-sous-titre">'
            f"{textes.ECHAPPE(s.type)} · {actions} en {s.campagne} · SIRET {s.siret}</p>"
            + _faire(accueil.a_faire(s), accueil.quand(campagne, contact))
            + _situation(accueil.force(s), accueil.point(s))
        )
        with st.expander("Ce qui ressort, en phrases", key="phrases"):
            st.html(
                '<ul class="clas-phrases">'
                + "".join(f"<li>{textes.in_html(p)}</li>" for p in mots.a_retenir(s))
                + "</ul>"
            )


def _faire(taches: list[str], quand: str) -> str:
    e = textes.in_html
    if not taches:
        return '<div class="clas-faire"><h3>Rien à faire</h3><p>Tout est reçu.</p></div>'
    lignes = "".join(f"<li>{e(t)}</li>" for t in taches)
    suite = f"<ul>{lignes}</ul><p>{e(f'{quand} {OU}')}</p>"
    return f'<div class="clas-faire"><h3>À faire</h3>{suite}</div>'


def _situation(force: str, point: str) -> str:
    e = textes.in_html
    dits = ""
    if force:
        dits += f'<p class="force"><b>▲ Point fort</b> {e(force)}</p>'
    if point:
        dits += f'<p class="point"><b>! À surveiller</b> {e(point)}</p>'
    return f'<div class="clas-situation">{dits}</div>' if dits else ""
