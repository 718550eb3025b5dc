"""Step 3: the words that are not ours, each with its count and a guess."""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.ecrans.donnees.lire import etat
from clas_data.ecrans.donnees.lire.colonnes import dire
from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.devinette import Mot
from clas_data.fichiers.messages import affichable
from clas_data.tables import relectures
from clas_data.ui import listes

TEL_QUEL, INCONNU = "le laisser (il sera refusé)", "n.d. (pas de réponse)"
A_LA_FOIS = 40


def show(m: etat.Montree) -> None:
    """All the words at once, to accept or to change."""
    e = m.ebauche
    tous = ebauche.mots(e, relectures.communes(config.installation()))
    a_dire = [x for x in tous if _vu(x) not in e.mots_vus]
    if not tous:
        st.success("Tous ses mots sont les nôtres.", icon=":material/check_circle:")
        return
    if not a_dire:
        st.success("Tous ses mots ont un sens.", icon=":material/check_circle:")
    else:
        st.markdown(f"{formats.pluriel(len(a_dire), 'mot')} à dire, les plus fréquents d'abord.")
        _dire(m, a_dire[:A_LA_FOIS], "mots", "Oui, c'est cela", premier=True)
    if dits := [x for x in tous if _vu(x) in e.mots_vus]:
        with st.expander(f"Ce qui est dit ({len(dits)})"):
            _dire(m, dits, "mots_dits", "Changer ces mots", premier=False)


def _dire(m: etat.Montree, mots: list[Mot], cle: str, geste: str, premier: bool) -> None:
    """A list a word, and one button for all."""
    choisis = []
    with st.form(cle, border=False):
        for x in mots:
            options = _options(x)
            choix = listes.choisir(
                f"« {affichable(x.mot)} » ({formats.pluriel(x.cellules, 'cellule')}), "
                f"{dire((x.table, x.colonne))}",
                list(options),
                index=list(options.values()).index(_notre(m, x, premier)),
                key=f"{cle}_{_vu(x)}",
            )
            choisis.append((_vu(x), options[choix]))
        sorte = "primary" if premier else "secondary"
        if st.form_submit_button(geste, type=sorte, icon=":material/done_all:"):
            etat.avancer(m, ebauche.traduire(m.ebauche, choisis))


def _notre(m: etat.Montree, x: Mot, premier: bool) -> str | None:
    """What the list shows first: the guess, or what was said (« » is unknown, None left as is)."""
    if premier:
        return x.notre or None
    dits = ebauche.champ(m.ebauche, x.tableau, (x.table, x.colonne)).mots
    return dits.get(x.mot)


def _vu(x: Mot) -> ebauche.MotVu:
    return x.tableau, x.table, x.colonne, x.mot


def _options(x: Mot) -> dict[str, str | None]:
    """What a word may mean, as it is shown → as it is kept."""
    colonne = schemas.load()[x.table].colonnes[x.colonne]
    notres = list(colonne.choix) or (["oui", "non"] if colonne.type == "oui_non" else [])
    notres = list(dict.fromkeys([*([x.notre] if x.notre else []), *notres]))
    return {TEL_QUEL: None} | {n: n for n in notres} | {INCONNU: ""}
