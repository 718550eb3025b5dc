"""The ways from a figure: « Suivre ce chiffre », to the rows, the files, the sheets and the lines
behind it, and « D'où vient la différence ? », to what its change is made of.
"""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.fichiers import schemas
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import carte, exports, gestes, lecture, textes
from clas_data.ui.selection import Selection

PROVENANCE = {"fichier": "Fichier", "feuille": "Feuille", "ligne": "Ligne", "approche": "Approché"}
DIFFERENCE = "D'où vient la différence ?"
ADRESSE = "difference"  # in the URL: the figure whose difference is told


def _titres() -> dict[str, str]:
    """Columns as the porteurs read them."""
    lus = {n: c.titre for schema in schemas.load().values() for n, c in schema.colonnes.items()}
    return {**lus, "commune_nom": "Commune", **PROVENANCE}


def button(
    ind: Indicateur,
    selection: Selection,
    ou: dict[str, str],
    cle: str,
    nom: str = "Suivre ce chiffre",
) -> None:
    """The way from this figure to its rows."""
    if st.button(nom, icon=":material/account_tree:", type="tertiary", key=f"suivre_{cle}"):
        _dialog(ind, selection, ou)


def comparable(ind: Indicateur, selection: Selection) -> bool:
    """True where the difference of this figure can be told apart: a campagne before, and filters
    that it can be read by.
    """
    filtres = selection.ou(campagne=False)
    return selection.precedente is not None and all(a in ind.axes for a in filtres)


def difference(
    ind: Indicateur,
    selection: Selection,
    cle: str,
    nom: str = DIFFERENCE,
    *,
    aide: str = DIFFERENCE,
    icone: str | None = ":material/waterfall_chart:",
) -> None:
    """The way from a figure to what its difference is made of; nothing where it has none."""
    if not comparable(ind, selection):
        return
    st.button(
        textes.litteral(textes.typographic(nom)),
        icon=icone,
        type="tertiary",
        key=f"difference_{cle}",
        help=None if nom == aide else textes.litteral(textes.typographic(aide)),
        on_click=gestes.geste(partial(_demander, ind.id)),
    )


def _demander(id_: str) -> None:
    st.query_params[ADRESSE] = id_


@gestes.dialogue("D'où vient ce chiffre ?", width="large", icon=":material/account_tree:")
def _dialog(ind: Indicateur, selection: Selection, ou: dict[str, str]) -> None:
    base = lecture.ouverte()
    df = lecture.lignes(selection, ind.id, ou)
    approchees = int(df["approche"].notna().sum())
    df = (df if approchees else df.drop(columns="approche")).rename(columns=_titres())
    valeurs = lecture.calculer(selection, [ind.id], ou=ou)
    dit = textes.valeur(ind, valeurs["valeur"].max())
    st.html(f'<h3 class="clas-titre">{textes.in_html(f"{ind.titre} : {dit}")}</h3>')
    if df.empty:
        st.info(
            "Aucune ligne reçue ne nourrit ce chiffre dans cette sélection.",
            icon=":material/inbox:",
        )
        return
    st.markdown(ind.definition)
    st.caption(
        f"{formats.pluriel(len(df), 'ligne')} · {ou.get('campagne', 'toutes les campagnes')} · "
        f"{selection.champ} · base {base.empreinte}"
        + f" · {formats.pluriel(approchees, 'ligne')} avec une valeur approchée"
        * bool(approchees)
    )
    # before the tables: they take their height late, and would move it under the hand
    propos = exports.context(ind, ind.titre, selection.mots, base.empreinte, base.demonstration)
    st.download_button(
        "Télécharger ces lignes (csv)",
        _csv(df, propos),
        exports.nom_fichier("lignes", ind.id, ou.get("campagne", "")) + ".csv",
        "text/csv",
        key="suivi_csv",
        on_click="ignore",
        icon=":material/download:",
    )
    if "Fichier" in df:
        st.markdown("**Fichiers**")
        colonnes = [c for c in ("Fichier", "Feuille") if c in df]
        fichiers = df.groupby(colonnes, dropna=False).size().rename("Lignes").reset_index()
        carte.table(fichiers, alt="Fichiers dont vient ce chiffre", cle="suivi_fichiers")
    st.markdown("**Lignes**")
    carte.table(
        df, alt="Lignes dont vient ce chiffre", cle="suivi_lignes", ecritures={"Ligne": str}
    )


def _csv(df: pd.DataFrame, propos: dict[str, str]):
    return lambda: exports.to_csv(exports.with_context(df, propos))
