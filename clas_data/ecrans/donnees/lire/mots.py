"""Step 3: the words that are not ours, each with its count and a guess."""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.ecrans.donnees.lire import etat
from clas_data.ecrans.donnees.lire.colonnes import dire
from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.devinette import Mot
from clas_data.fichiers.messages import affichable
from clas_data.ui import listes, tableaux, textes

TEL_QUEL, INCONNU = "le laisser (il sera refusé)", "n.d. (pas de réponse)"
A_LA_FOIS = 40


def show(m: etat.Montree) -> None:
    """All the words at once, to accept or to change."""
    e = m.ebauche
    tous = ebauche.mots(e, etat.communes())
    a_dire = [x for x in tous if _vu(x) not in e.mots_vus]
    if not tous:
        st.success("Tous ses mots sont les nôtres.", icon=":material/check_circle:")
        return
    if len(a_dire) < len(tous):
        _dits(e, [x for x in tous if _vu(x) in e.mots_vus])
    if not a_dire:
        st.success("Tous ses mots ont un sens.", icon=":material/check_circle:")
        return
    st.markdown(f"{formats.pluriel(len(a_dire), 'mot')} à dire, les plus fréquents d'abord.")
    choisis = []
    with st.form("mots", border=False):
        for x in a_dire[:A_LA_FOIS]:
            options = _options(x)
            choix = listes.choisir(
                f"« {affichable(x.mot)} » ({formats.pluriel(x.cellules, 'cellule')}), "
                f"{dire((x.table, x.colonne))}",
                list(options),
                index=list(options.values()).index(x.notre or None) if x.notre else 0,
                key=f"mot_{_vu(x)}",
            )
            choisis.append((_vu(x), options[choix]))
        if st.form_submit_button("Oui, c'est cela", type="primary", icon=":material/done_all:"):
            etat.avancer(m, ebauche.traduire(e, choisis))


def _vu(x: Mot) -> ebauche.MotVu:
    return x.tableau, x.table, x.colonne, x.mot


def _options(x: Mot) -> dict[str, str | None]:
    """What a word may mean, as it is shown → as it is kept."""
    colonne = schemas.load()[x.table].colonnes[x.colonne]
    notres = list(colonne.choix) or (["oui", "non"] if colonne.type == "oui_non" else [])
    notres = list(dict.fromkeys([*([x.notre] if x.notre else []), *notres]))
    return {TEL_QUEL: None} | {n: n for n in notres} | {INCONNU: ""}


def _dits(e: ebauche.Ebauche, dits: list[Mot]) -> None:
    with st.expander(f"Ce qui est dit ({len(dits)})"):
        tableaux.show(
            "Mots dont le sens est dit",
            ["Son mot", "Le nôtre", "Colonne"],
            [[affichable(x.mot), x.notre or formats.ND, dire((x.table, x.colonne))] for x in dits],
            alignees=9,
        )
        st.caption(textes.typographic("Pour y revenir : annulez le dernier geste."))
