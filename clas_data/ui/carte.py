"""The card around a figure: title sentence, picture, reading notes, and the ways out: definition,
data, image, rows behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.dessin import commun
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import exports, gestes, lecture, suivi, tableaux, textes
from clas_data.ui.selection import Selection

IMAGE, IMAGES = (
    "image_des_figures",
    ("PNG", "SVG"),
)  # the choice of the session, and what can be chosen


@dataclass(frozen=True)
class Carte:
    """All that a figure says besides its picture; `ou` leads to the rows behind it."""

    cle: str
    ind: Indicateur
    selection: Selection
    titre: str
    alternative: str
    donnees: pd.DataFrame
    champ: str
    sous_titre: str = ""
    lecture: str = ""
    note: str = ""
    avertissements: tuple[str, ...] = ()
    ou: Mapping[str, str] = field(default_factory=dict)


def show(carte: Carte, dessiner: Callable[[], Any] | None) -> None:
    """Draw the card; `dessiner` returns the picture, or there is none to draw and the card says
    so.
    """
    with st.container(key=f"carte_{carte.cle}", height="stretch"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(carte.titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.ECHAPPE(_subtitle(carte))}</p>'
        )
        for avertissement in carte.avertissements:
            st.warning(avertissement, icon=":material/balance:")
        place = st.container()
        st.html(
            textes.notes(
                [
                    ("Lecture", carte.lecture),
                    ("Champ", carte.champ),
                    ("Source", textes.source(carte.ind, lecture.ouverte().empreinte)),
                    ("Note", carte.note),
                ]
            )
        )
        with st.container(horizontal=True, gap="small", key=f"gestes_{carte.cle}"):
            base = lecture.ouverte()
            propos = exports.context(
                carte.ind, carte.titre, carte.champ, base.empreinte, base.demonstration
            )
            nom = exports.nom_fichier(carte.ind.id, carte.selection.campagne, carte.cle)
            data(
                carte.cle,
                carte.titre,
                carte.donnees,
                propos,
                nom,
                {"Valeur": carte.ind, "Année précédente": carte.ind},
            )
            definition(carte.ind, carte.cle)
            suivi.button(carte.ind, carte.selection, dict(carte.ou), carte.cle)
            suivi.difference(carte.ind, carte.selection, carte.cle)
        with place:
            if dessiner is None:
                st.html(
                    f'<p class="clas-vide">{formats.ND} : rien à dessiner pour cette '
                    "sélection. "
                    "Élargissez les filtres ou choisissez une autre campagne.</p>"
                )
            else:
                picture(dessiner, nom, carte.alternative, carte.cle)


def picture(
    dessiner: Callable[[], Any], nom: str, alternative: str, cle: str, **options: Any
) -> None:
    """The chart itself, its words for who does not see it, and the name and kind of its image."""
    reglages = commun.config(nom, st.session_state.get(IMAGE, IMAGES[0]).lower())
    st.plotly_chart(
        dessiner(),
        theme=None,
        config=reglages,
        alt=textes.a_entendre(alternative),
        key=f"figure_{cle}",
        **options,
    )


def _subtitle(carte: Carte) -> str:
    if carte.sous_titre:
        return carte.sous_titre
    unite = textes.mots_unite(carte.ind) or carte.ind.unite
    return f"{carte.ind.titre}, en {unite}" if unite else carte.ind.titre


def data(
    cle: str,
    titre: str,
    df: pd.DataFrame,
    propos: dict[str, str],
    nom: str,
    inds: Mapping[str, Indicateur],
    decimales: int = 1,
) -> None:
    """The popover of the data of a figure; nothing of it is prepared or sent before it is open."""
    volet = st.popover(
        "Données",
        icon=":material/table:",
        type="tertiary",
        key=f"donnees_{cle}",
        width="content",
        on_change="rerun",
    )
    if not volet.open:
        return
    with volet:
        table(df, inds, alt=f"Données : {titre}", cle=f"table_{cle}", decimales=decimales)
        downloads(df, propos, nom, cle)
        image(cle)


def image(cle: str) -> None:
    """Which kind of image the camera of the figures gives."""
    choix = f"image_{cle}"
    st.segmented_control(
        "Image que donne l'appareil photo des figures",
        IMAGES,
        default=st.session_state.get(IMAGE, IMAGES[0]),
        required=True,
        key=choix,
        on_change=gestes.geste(_keep_image),
        args=(choix,),
    )


def _keep_image(choix: str) -> None:
    """One choice for all the figures of the session: it outlives the popover where it was made."""
    st.session_state[IMAGE] = st.session_state[choix]


def downloads(df: pd.DataFrame, propos: dict[str, str], nom: str, cle: str) -> None:
    """The same table as csv and xlsx, with what it is."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "csv",
            lambda: exports.to_csv(exports.with_context(df, propos)),
            f"{nom}.csv",
            "text/csv",
            key=f"csv_{cle}",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "xlsx",
            lambda: exports.to_xlsx(df, propos),
            f"{nom}.xlsx",
            key=f"xlsx_{cle}",
            on_click="ignore",
            icon=":material/download:",
        )


def define(ind: Indicateur) -> None:
    """What the indicator is, in full."""
    st.markdown(f"**{ind.titre}**")
    st.markdown(ind.definition)
    st.html(
        textes.notes([("Unité", ind.unite), ("Source", ind.source), ("Traitement", ind.traitement)])
    )


def definition(ind: Indicateur, cle: str) -> None:
    """The popover that says what the indicator is."""
    with st.popover(
        "Définition",
        icon=":material/info:",
        type="tertiary",
        key=f"definition_{cle}",
        width="content",
    ):
        define(ind)


def table(
    df: pd.DataFrame,
    inds: Mapping[str, Indicateur],
    *,
    alt: str,
    cle: str,
    decimales: int = 1,
    **options: Any,
) -> Any:
    """A sortable table: cells keep their numbers, the display is French, unknown is « n.d. ».

    `inds` says which columns hold the values of which indicator; the other numbers have no decimals
    where all are whole, else `decimales`.
    """
    df, styles = tableaux.premieres(df), {}
    for colonne in df.select_dtypes("number").columns:
        if colonne in inds:
            styles[colonne] = partial(textes.valeur, inds[colonne])
        else:
            entiers = (df[colonne].dropna() % 1 == 0).all()
            styles[colonne] = partial(formats.nombre, decimales=0 if entiers else decimales)
    affichage = df.style.format(styles, na_rep=formats.ND)
    return st.dataframe(
        affichage, hide_index=True, alt=alt, key=cle, placeholder=formats.ND, **options
    )
