"""What porteurs write, side by side: points forts, difficultés, besoins, perspectives; searched, by
theme, with the terms that gave it.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.ecrans.articulation.paroles_emportees import take_away
from clas_data.errors import AccesRefuse
from clas_data.formats import INSECABLE
from clas_data.paroles import lecture as paroles
from clas_data.paroles import themes
from clas_data.paroles.lecture import RUBRIQUES
from clas_data.tables import base
from clas_data.ui import filtres, lecture, listes, tableaux, textes
from clas_data.ui.selection import Selection

TOUS = "Tous les thèmes"
TEXTES_PAR_RUBRIQUE = 3
CARTE_TEXTE = '<blockquote class="clas-parole"><p>{texte}</p><footer>{qui}</footer></blockquote>'


@st.cache_data(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _lues(empreinte: str, perimetre, campagne: str, ou: tuple) -> pd.DataFrame:
    return paroles.lire(
        base.ouvrir(config.installation(), empreinte), perimetre, campagne, dict(ou)
    )


def show(selection: Selection) -> None:
    """The texts of the selection, narrowed by words and theme, one column per rubrique."""
    try:
        df = _lues(
            lecture.ouverte().empreinte,
            selection.perimetre,
            selection.campagne,
            tuple(sorted(selection.ou(campagne=False).items())),
        )
    except AccesRefuse as refus:
        st.info(textes.litteral(refus.message), icon=":material/visibility_off:")
        return
    if not selection.perimetre.nommer:
        st.caption(
            "Textes lus sans le nom de leur porteur ni de leur action : seuls le comité "
            "technique et l'administration les lisent avec ce nom. Un nom écrit dans un texte "
            "est masqué."
        )
    vus, theme, gardes = _narrow(df)
    filtres.say_dropped("rubriques", "Rubriques", RUBRIQUES.values())
    choisies = st.pills(
        "Rubriques à lire côte à côte",
        list(RUBRIQUES.values()),
        selection_mode="multi",
        default=list(RUBRIQUES.values()),
        key="rubriques",
        bind="query-params",
    )
    rubriques = [r for r, nom in RUBRIQUES.items() if nom in choisies]
    _themes(df)
    if vus.empty or not rubriques:
        st.info(
            "Aucun texte ne répond à cette recherche. Effacez un mot, changez de thème ou de "
            "rubrique, ou élargissez les filtres.",
            icon=":material/search_off:",
        )
        return
    combien = formats.pluriel(len(vus), "texte")
    tout = filtres.interrupteur(f"Tout afficher ({combien})", "tout", "Tout afficher")
    for rubrique, colonne in zip(rubriques, st.columns(len(rubriques), gap="small"), strict=True):
        with colonne, st.container(key=f"carte_paroles_{rubrique}"):
            _column(
                vus[vus["rubrique"] == rubrique],
                RUBRIQUES[rubrique],
                theme,
                None if tout else TEXTES_PAR_RUBRIQUE,
            )
    choix = (
        f"Rubriques : {', '.join(RUBRIQUES[r] for r in rubriques)}"
        if len(rubriques) < len(RUBRIQUES)
        else ""
    )
    take_away(
        vus[vus["rubrique"].isin(rubriques)],
        selection,
        " · ".join(m for m in (selection.mots, *gardes, choix) if m),
    )


def _narrow(df: pd.DataFrame) -> tuple[pd.DataFrame, str, list[str]]:
    """The texts kept by the search and the theme, the theme whose terms are marked, and both
    choices in words.
    """
    noms = {t.titre: t.id for t in themes.load().values()} | {themes.SANS_THEME.capitalize(): ""}
    filtres.say_dropped("theme", "Thème", [TOUS, *noms])
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="filtres_paroles"
    ):
        cherche = st.text_input(
            "Chercher dans les textes",
            key="mots_cherches",
            bind="query-params",
            icon=":material/search:",
            placeholder="bénévoles, collège, local…",
            width=380,
        )
        choisi = listes.choisir("Thème", [TOUS, *noms], key="theme", bind="query-params", width=280)
    vus = df[df["texte"].map(lambda t: themes.contient(t, cherche))] if cherche else df
    theme = noms.get(choisi)
    if theme is not None:
        vus = vus[vus["themes"].map(lambda l: theme in l if theme else not l)]
    return (
        vus,
        theme or "",
        [
            m
            for m, dit in (
                (f"Recherche : {cherche}", cherche),
                (f"Thème : {choisi}", choisi != TOUS),
            )
            if dit
        ],
    )


def _themes(df: pd.DataFrame) -> None:
    """What the difficulties speak of first; how many texts of each rubrique hold each theme, and
    the rule that says so, on demand.
    """
    comptes = pd.DataFrame(
        {
            r: {
                t: int(df.loc[df["rubrique"] == r, "themes"].map(lambda l, i=t: i in l).sum())
                for t in themes.load()
            }
            for r in RUBRIQUES
        }
    )
    sans = [int((df.loc[df["rubrique"] == r, "themes"].map(len) == 0).sum()) for r in RUBRIQUES]
    tous = [int((df["rubrique"] == r).sum()) for r in RUBRIQUES]
    difficultes, premier = (
        tous[list(RUBRIQUES).index("difficultes")],
        comptes["difficultes"].idxmax(),
    )
    titre = f"Thèmes des textes{INSECABLE}: {formats.ND}"
    if difficultes:
        titre = (
            f"Les difficultés parlent d'abord de « {themes.load()[premier].titre} » : "
            f"{formats.pluriel(comptes['difficultes'].max(), 'texte')} sur "
            f"{formats.nombre(difficultes)}"
        )
    with st.container(key="carte_themes"):
        st.html(f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>')
        with st.expander(
            "Combien de textes par thème, et comment les thèmes sont attribués", key="themes_termes"
        ):
            lignes = [
                [
                    themes.load()[t].titre,
                    *map(formats.nombre, comptes.loc[t]),
                    ", ".join(themes.load()[t].termes),
                ]
                for t in comptes.index
            ]
            lignes += [
                [
                    themes.SANS_THEME.capitalize(),
                    *map(formats.nombre, sans),
                    "aucun des termes ci-dessus",
                ],
                ["Textes", *map(formats.nombre, tous), ""],
            ]
            tableaux.show(
                "Nombre de textes par thème et par rubrique",
                ["Thème", *RUBRIQUES.values(), "Termes cherchés"],
                lignes,
                alignees=99,
            )
            st.markdown(
                "Un texte a un thème quand il contient **l'un des termes** de ce thème, accents "
                "et majuscules mis à part ; l'étoile remplace une fin de mot. Rien d'autre "
                "n'est interprété, et un texte peut avoir plusieurs thèmes. Les termes trouvés "
                f"sont surlignés. Liste de termes du {formats.jour(themes.version())}."
            )


def _column(df: pd.DataFrame, nom: str, theme: str, limite: int | None) -> None:
    """One rubrique: identical texts once, with how many wrote them."""
    groupes = sorted(df.groupby("texte", sort=False), key=lambda g: (-len(g[1]), themes.plat(g[0])))
    morceaux = [
        CARTE_TEXTE.format(texte=_highlight(t, theme), qui=_who(g)) for t, g in groupes[:limite]
    ]
    reste = sum(len(g) for _, g in groupes[limite:]) if limite else 0
    suite = (
        (
            '<p class="clas-sous-titre">… et '
            f"{formats.pluriel(reste, 'autre texte', 'autres textes')}"
            "</p>"
        )
        if reste
        else ""
    )
    vide = '<p class="clas-vide">Aucun texte.</p>' if not morceaux else ""
    st.html(
        f'<h3 class="clas-titre">{nom}</h3>'
        f'<p class="clas-sous-titre">{formats.pluriel(len(df), "texte")}'
        f"</p>{vide}{''.join(morceaux)}{suite}"
    )


def _highlight(texte: str, theme: str) -> str:
    """The text, the terms of the theme (of all themes when none is chosen) in a mark."""
    morceaux, fin = [], 0
    for a, b, t in themes.reperer(texte):
        if a >= fin and theme in ("", t):
            morceaux += [textes.ECHAPPE(texte[fin:a]), f"<mark>{textes.ECHAPPE(texte[a:b])}</mark>"]
            fin = b
    return "".join([*morceaux, textes.ECHAPPE(texte[fin:])])


def _who(groupe: pd.DataFrame) -> str:
    """Who wrote it: porteur and action where they may be named, else level and kind of porteur."""
    if "porteur_nom" in groupe:
        noms = [f"{l.porteur_nom}, {l.commune_nom} ({l.code_action})" for l in groupe.itertuples()]
    else:
        noms = [" · ".join(m for m in (l.niveau, l.porteur_type) if m) for l in groupe.itertuples()]
    noms = list(dict.fromkeys(n for n in noms if n))
    tete = (
        f"{formats.pluriel(len(groupe), 'texte identique', 'textes identiques')}{INSECABLE}: "
        if len(groupe) > 1
        else ""
    )
    montres = " ; ".join(noms[:2]) + (
        f" et {formats.pluriel(len(noms) - 2, 'autre')}" if len(noms) > 2 else ""
    )
    return textes.ECHAPPE(
        f"{tete}{montres} · {', '.join(sorted(set(groupe['origine'])))}"
        if montres
        else f"{tete}{groupe['origine'].iloc[0]}"
    )
