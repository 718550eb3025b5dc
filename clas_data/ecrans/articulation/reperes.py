"""National beside departmental: one picture, then each figure with its source; a sentence where
they do not compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from clas_data import formats
from clas_data.ecrans.articulation import partages
from clas_data.figures import nation
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue
from clas_data.nation.regards import Regard
from clas_data.ui import blocs, lecture, tableaux, textes
from clas_data.ui.selection import Selection

PARTS = 18  # ratios of the picture; the list under it has them all
JAMAIS = (
    "Un chiffre publié est un point daté, avec sa source et son champ : jamais un point d'une "
    "tendance."
)


def regards(selection: Selection) -> list[Regard]:
    """Every figure of another territory beside ours of this selection, those that compare first."""
    ailleurs = nation.exterieurs(lecture.source(selection))
    lus = lecture.calculer(selection, ailleurs.ids(), []).to_dict("records")
    lues = {
        l["indicateur"]: (
            catalogue.exiger(l["indicateur"]),
            l["valeur"],
            l["repondants"],
            l["attendus"],
        )
        for l in lus
    }
    entier = selection.perimetre.siret is None and not selection.ou(campagne=False)
    return ailleurs.tous(selection.campagne, lues, entier)


def show(selection: Selection) -> None:
    """The picture of the département beside France, then the figures one by one, then those that do
    not compare, each with its reason.
    """
    blocs.nation(selection, cle="reperes", maximum=PARTS)
    partages.show(selection)
    tous = lecture.garder(selection, regards)
    vus, autres = [g for g in tous if g.compare], [g for g in tous if not g.compare]
    if vus:
        blocs.sur_demande(
            f"Un par un, chacun avec sa source ({formats.nombre(len(vus))})",
            "reperes",
            partial(_une_par_une, vus),
        )
    if autres:
        blocs.sur_demande(
            f"Ceux qui ne se comparent pas ({formats.nombre(len(autres))}), et pourquoi",
            "reperes_autres",
            lambda: _pairs(
                "Chiffres publiés qui ne se comparent pas",
                ("Indicateur", "Publié"),
                [((g.indicateur.titre, g.chiffre.ecrit), _reason(g)) for g in autres],
            ),
        )


def _une_par_une(vus: Sequence[Regard]) -> None:
    st.html(f'<p class="clas-sous-titre">{textes.in_html(ponctuer(JAMAIS))}</p>')
    _pairs(
        "Chiffres d'ici et d'ailleurs",
        ("Indicateur", "Ici", "Ailleurs", "Écart"),
        [((g.indicateur.titre, g.court, g.ecrit, g.mots), _source(g)) for g in vus],
    )


def _pairs(titre: str, tetes: Sequence[str], lignes: Sequence[tuple[Sequence[str], str]]) -> None:
    """A small table where each line of figures has a line of words under it: it holds on a narrow
    screen.
    """
    entete = "".join(
        f'<th scope="col"{" class=nombre" if i else ""}>{t}</th>' for i, t in enumerate(tetes)
    )
    corps = "".join(
        f'<tr class="clas-sans-filet"><th scope="row">{textes.ECHAPPE(nom)}</th>'
        + "".join(f'<td class="nombre">{textes.ECHAPPE(c)}</td>' for c in chiffres)
        + (
            f'</tr><tr><td colspan="{len(tetes)}" class="clas-sous-titre">{textes.in_html(mots)}'
            "</td>"
            "</tr>"
        )
        for (nom, *chiffres), mots in lignes
    )
    st.html(
        tableaux.frame(
            titre,
            f'<table class="clas-table"><caption class="clas-lecteur">{textes.ECHAPPE(titre)}'
            "</caption>"
            f"<thead><tr>{entete}</tr></thead><tbody>{corps}</tbody></table>",
        )
    )


def _reason(g: Regard) -> str:
    """Why it does not compare, then where, when, on what field, who says so."""
    return _dire(g.avis.raison, _ou(g), g.chiffre.champ, g.chiffre.source)


def _source(g: Regard) -> str:
    """Where and when, on what field, who says so, and what must be known before comparing."""
    c = g.chiffre
    return _dire(_ou(g), g.variation, c.champ, c.source, c.note, g.avis.raison if g.avis else "")


def _ou(g: Regard) -> str:
    return f"{g.chiffre.territoire.nom}, {g.chiffre.campagne}"


def _dire(*dits: str) -> str:
    return ponctuer(". ".join(dict.fromkeys(d.rstrip(".") for d in dits if d)) + ".")


def adding() -> None:
    """How an installation adds its own figures."""
    with st.expander("Ajouter un chiffre", icon=":material/add:", key="reperes_ajouter"):
        st.markdown(
            ponctuer(
                "Les chiffres de la France, d'une région ou d'un autre département se déposent sur "
                "la page « Données », comme les autres fichiers : onglet « Modèles et campagnes », "
                "« Modèle national ». Chaque chiffre a sa source ; une ligne fautive est refusée "
                "avec sa raison. Les chiffres publiés livrés avec le tableau de bord restent, sauf "
                "là où votre fichier en dit un autre."
            )
        )
