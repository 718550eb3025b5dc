"""The départements that share their figures, all together and side by side, beside ours."""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.figures import nation
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue
from clas_data.nation import declarees
from clas_data.nation.chiffres import ENSEMBLE
from clas_data.partage import ensemble
from clas_data.ui import blocs, lecture, tableaux, textes
from clas_data.ui.selection import Selection

TITRE = "Départements partagés"


def show(selection: Selection) -> None:
    """One row per ratio that compares: here, all together, then those that may be named; nothing
    where nobody shares.
    """
    e = ensemble.lire(lecture.ouverte(), selection.perimetre, selection.campagne)
    if e is None:
        return
    par = nation.exterieurs(lecture.source(selection)).partages(selection.campagne)
    dites = {i for siens in par.values() for i in siens}
    ids = [i for i in declarees.comparables() if i in dites]
    dit = f"{e.nom}, {e.campagne}" if e.departements else f"{TITRE}, {e.campagne}"
    fictif = "Données fictives de démonstration." if e.fictif else ""
    dits = ("Rapports de sommes, secret statistique appliqué.", e.pourquoi, fictif)
    mots = " ".join(m for m in dits if m)

    def montrer() -> None:
        st.html(f'<p class="clas-sous-titre">{textes.in_html(ponctuer(mots))}</p>')
        if ids:
            _table(selection, par, ids)

    combien = f" : {formats.pluriel(len(ids), 'chiffre')} à côté des nôtres" if ids else ""
    blocs.sur_demande(ponctuer(dit[0].upper() + dit[1:] + combien), "partages", montrer)


def _table(selection: Selection, par: dict, ids: list[str]) -> None:
    lues = lecture.calculer(selection, ids, []).set_index("indicateur")["valeur"]
    tetes = ["Ensemble" if t.sorte == ENSEMBLE else t.nom for t in par]
    premier = next(iter(par.values()))
    lignes = []
    for ind in map(catalogue.exiger, ids):
        ici = formats.valeur_unite(lues.get(ind.id), ind.unite, ind.decimales)
        autres = [s[ind.id].ecrit if ind.id in s else formats.ND for s in par.values()]
        lignes.append([ind.titre, ici, *autres, premier[ind.id].champ if ind.id in premier else ""])
    dits = any(l[-1] for l in lignes)
    tableaux.show(
        TITRE,
        ["Indicateur", "Ici", *tetes, *(["Sur"] if dits else [])],
        [l if dits else l[:-1] for l in lignes],
    )
