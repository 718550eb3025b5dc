"""The fiche d'instruction on screen: the words of the printed one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from clas_data.conformite.matrice import SIGNES
from clas_data.memoire import Memoire
from clas_data.restitutions.fiche import instruction
from clas_data.restitutions.fiche.dossier import Dossier
from clas_data.ui import tableaux, textes

FICHES = Memoire(400)


def show(d: Dossier, code: str) -> None:
    """The page of one request, in the order of the document."""
    f = FICHES.lire((d.mentions["Base"], id(d), code), lambda: instruction.fiche(d, code))
    st.html(
        f'<h4 class="clas-titre">{textes.in_html(f["intitule"])}</h4>'
        f'<p class="clas-sous-titre">{textes.in_html(f["porteur"])}<br>{textes.in_html(f["lieu"])}'
        f"<br>{textes.in_html(f['decision'])} · Lecture de l'outil : {f['verdict']}</p>"
    )
    st.html(
        '<h5 class="clas-titre">Points à discuter</h5><ul class="clas-phrases">'
        + "".join(f"<li>{textes.in_html(p)}</li>" for p in f["points"])
        + "</ul>"
    )
    with st.container(key=f"ample_fiche_{code}", gap="small"):
        _table("La demande", ["Quoi", "Valeur"], f["demande"])
        _table("Les montants", ["Quoi", "Montant", "Comment"], f["montants"])
        _table("D'une campagne à l'autre", ["Quoi", *f["campagnes"]], f["histoire"])
        _table(
            "Le référentiel", ["Règle", *f["campagnes"], "Preuve"], [_regle(r) for r in f["regles"]]
        )
        if f["reperes"]:
            _table(
                f["reperes_titre"],
                ["Figure", "Valeur", "Parmi les autres"],
                [[r["titre"], r["valeur"], r["note"]] for r in f["reperes"]],
            )


def _regle(r: dict[str, Any]) -> list[str]:
    return [r["titre"], *(f"{SIGNES[e]} {e}" for e in r["etats"]), r["preuve"]]


def _table(titre: str, colonnes: list[str], lignes: list[list[str]]) -> None:
    tableaux.show(titre, colonnes, lignes, cachee=False, alignees=99)
