"""The dossiers of the installation: who made them, when, opened by a click; those that were removed
are put back.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, comptes
from clas_data.errors import ClasError
from clas_data.restitutions.dossiers import garde
from clas_data.restitutions.dossiers.garde import Dossier
from clas_data.ui import epingles, listes, page, session, textes
from clas_data.ui.composants import grille, lien

COMMENT = (
    "Sur une page, ouvrez « Lire ce graphique » sous une figure, écrivez une phrase si vous "
    "voulez, puis « Épingler » : la figure arrive ici."
)


def choisi(acteur: Acteur) -> Dossier | None:
    """The dossier that the address asks for; one that does not exist is said."""
    demande = st.query_params.get(epingles.ADRESSE)
    if not demande:
        return None
    try:
        return garde.lire(config.installation(), acteur, demande)
    except ClasError as erreur:
        st.warning(textes.litteral(erreur.message), icon=":material/error:")
        return None


def show(acteur: Acteur) -> None:
    """The list, then what was removed."""
    lien.montrer()
    tous = garde.lister(config.installation(), acteur)
    ouverts = [d for d in tous if not d.retire]
    if not ouverts:
        mots = textes.typographic(f"Aucun dossier pour l'instant. {COMMENT}")
        st.info(mots, icon=":material/keep:")
    else:
        qui = comptes.nommer(config.installation(), acteur, [d.auteur for d in ouverts])
        with st.container(key="carte_dossiers"):
            grille.montrer(
                "liste_dossiers",
                "Les dossiers de l'installation",
                ["Dossier", "Figures", "Modifié le", "Par"],
                [
                    [d.titre, formats.nombre(len(d.epingles)), le(d), q]
                    for d, q in zip(ouverts, qui, strict=True)
                ],
                [None, [float(len(d.epingles)) for d in ouverts], None, None],
                ouvrir=lambda rang: ouvrir(ouverts[rang]),
                ouvre="Ouvrir ce dossier",
            )
            st.html(f'<p class="clas-sous-titre">{textes.in_html(COMMENT)}</p>')
    _retires(acteur, [d for d in tous if d.retire])


def ouvrir(d: Dossier) -> None:
    """Read this one, and pin into it from now on."""
    st.query_params[epingles.ADRESSE] = d.id
    session.retenir_dossier(d.id)


def le(d: Dossier) -> str:
    """« 30/11/2026 à 16:12 »."""
    return f"{formats.jour(d.le[:10])} à {d.le[11:16]}"


def _retires(acteur: Acteur, retires: list[Dossier]) -> None:
    if not retires or not acteur.peut(garde.DROIT):
        return
    with st.popover("Remettre un dossier retiré", icon=":material/restore:", key="remettre"):
        noms = {d.id: f"{d.titre} · retiré le {le(d)}" for d in retires}
        lequel = listes.choisir("Dossier", list(noms), format_func=noms.get, key="remettre_choix")
        if st.button("Le remettre", type="primary", key="remettre_bouton"):
            page.accomplir(
                partial(garde.retirer, config.installation(), acteur, lequel, False),
                lambda d: f"« {d.titre} » est de nouveau dans la liste.",
            )
