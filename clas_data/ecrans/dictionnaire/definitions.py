"""The dictionary: each indicator and each column, with the words and the computation that the
product really uses.
"""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from clas_data.acces import Acteur
from clas_data.indicateurs import calcul, catalogue
from clas_data.ui import carte, exports, filtres, lecture, listes, tableaux, textes
from clas_data.ui.selection import Selection


def indicators(acteur: Acteur) -> None:
    """Every indicator: a list to search, the sheet of the chosen one."""
    tous = catalogue.load()
    gauche, droite = st.columns(2, gap="medium")
    cherche = gauche.text_input(
        "Chercher un indicateur",
        key="q",
        bind="query-params",
        placeholder="enfants, réponse, coût…",
        icon=":material/search:",
    )
    vus = {
        i: ind
        for i, ind in tous.items()
        if textes.plain(cherche) in textes.plain(f"{i} {ind.titre} {ind.definition}")
    }
    if not vus:
        st.info(
            f"Aucun indicateur ne contient « {textes.litteral(cherche)} ».",
            icon=":material/search_off:",
        )
        return
    filtres.say_dropped("indicateur", "Indicateur", [i.titre for i in tous.values()])
    choisi = listes.choisir(
        "Indicateur",
        list(vus),
        format_func=lambda i: tous[i].titre,
        key="indicateur",
        bind="query-params",
        dans=droite,
    )
    liste, fiche = st.columns([2, 3], gap="medium")
    with liste:
        df = pd.DataFrame([{"Indicateur": i.titre, "Famille": i.famille} for i in vus.values()])
        carte.table(
            df,
            alt="Indicateurs du catalogue",
            cle="indicateurs_liste",
            ouvrir=partial(_pick, list(vus)),
            ouvre="Lire sa définition",
            cherche=False,
        )
        st.download_button(
            "Tout le catalogue (csv)",
            lambda: exports.to_csv(_catalogue(tous)),
            "indicateurs-clas.csv",
            "text/csv",
            key="catalogue_csv",
            on_click="ignore",
            icon=":material/download:",
        )
    with fiche, st.container(key="carte_fiche_indicateur"):
        _sheet(tous[choisi])
        _values(tous[choisi], acteur)


def _pick(vus: list[str], rang: int) -> None:
    """A click on a row of the list chooses the indicator, as the menu above does."""
    st.session_state["indicateur"] = vus[rang]


def _sheet(ind: catalogue.Indicateur) -> None:
    st.html(
        f'<h3 class="clas-titre">{textes.ECHAPPE(ind.titre)}</h3><p class="clas-sous-titre">'
        f"<code>{ind.id}</code></p>"
    )
    st.markdown(ind.definition)
    st.html(
        textes.notes(
            [
                ("Unité", ind.unite),
                ("Décimales", str(ind.decimales)),
                ("Source", ind.source),
                ("Traitement", ind.traitement),
                ("Se lit par", ", ".join(catalogue.AXES[a].lower() for a in ind.axes)),
                ("Table", ind.table),
                ("Secret statistique", catalogue.SECRETS[ind.secret]),
            ]
        )
    )
    st.markdown("**Calcul** (agrégé au niveau demandé : un ratio est un ratio de sommes)")
    st.code(calcul.sql_texte(ind), language="sql", wrap_lines=True)


def _values(ind: catalogue.Indicateur, acteur: Acteur) -> None:
    """What it is worth in each campagne that this acteur reads, without any filter."""
    perimetre = lecture.perimetre(acteur)
    connues = tuple(lecture.valeurs_axe(perimetre, "campagne"))
    if not connues:
        return
    df = lecture.calculer(Selection(perimetre, connues[-1], connues), [ind.id], ["campagne"], ou={})
    par_campagne = dict(zip(df["campagne"], df["valeur"], strict=True))
    tableaux.show(
        f"{ind.titre} par campagne",
        ["", *connues],
        [[ind.titre, *(textes.valeur(ind, par_campagne.get(c)) for c in connues)]],
    )


def _catalogue(tous: dict[str, catalogue.Indicateur]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Identifiant": i.id,
                "Titre": i.titre,
                "Définition": i.definition,
                "Unité": i.unite,
                "Source": i.source,
                "Traitement": i.traitement,
                "Table": i.table,
                "Calcul": i.mesure,
                "Axes": ", ".join(i.axes),
            }
            for i in tous.values()
        ]
    )


SIGNES = [
    [
        "n.d.",
        (
            "Non disponible : aucune réponse ne permet le calcul, ou la valeur n'a pas été "
            "donnée. Ce n'est pas zéro."
        ),
    ],
    ["0", "Zéro : la valeur a été donnée, et elle est nulle."],
    ["sans objet", "La question ne se pose pas : par exemple le bilan d'une demande refusée."],
    ["— rien", "Rien n'a été reçu pour cette table et cette campagne."],
    ["✗ absent", "Un questionnaire ou un bilan était attendu, il n'a pas été reçu."],
    [
        "hachures, « provisoire »",
        "Chiffres d'une campagne qui n'est pas close : ils peuvent encore changer.",
    ],
    [
        "colonne ou point creux",
        "Trop peu de réponses pour comparer ; le chiffre décrit les seuls répondants.",
    ],
    [
        "⚖",
        (
            "Comparaison à lire avec prudence, ou refusée : la raison est écrite à côté ou sous « "
            "Comprendre ce chiffre »."
        ),
    ],
    [
        "↗ ↘ →",
        "Hausse, baisse, stable à la précision affichée. Ces signes ne disent ni bien ni mal.",
    ],
]


def signs() -> None:
    """What each sign of the screens means."""
    tableaux.show("Signes et conventions", ["Signe", "Ce qu'il veut dire"], SIGNES, alignees=9)
