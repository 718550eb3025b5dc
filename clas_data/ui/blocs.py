"""Blocks of a page: each takes an indicator, so that title, unit, definition, source, coverage,
data and words come for free.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.dessin import couleurs, series
from clas_data.fichiers import campagnes
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import AXES, Indicateur
from clas_data.indicateurs.libelles import RANGS
from clas_data.ui import carte, comparer, lecture, style, suivi, textes
from clas_data.ui.carte import Carte
from clas_data.ui.selection import Selection

ANNEES_DE_LA_TRACE = 5
LARGEUR_CHIFFRE, LARGEUR_FIGURE = 245, 430  # pixels, under which a card goes to the next line
UN_MILLION = 1_000_000  # euros, from which an amount above a column is written in short
AXES_A_NOTER = ("epci", "niveau")


def chiffres(ids: Sequence[str], selection: Selection, *, par_rangee: int = 3) -> None:
    """Headline figures: value of the campagne, difference with the previous one, trace of the last
    five.
    """
    df = lecture.calculer(selection, ids, ["campagne"], ou=selection.ou(campagne=False))
    with st.grid(
        par_rangee, min_column_width=LARGEUR_CHIFFRE, vertical_alignment="top", dense=True
    ):
        for nom in ids:
            _headline(lecture.indicateur(nom), df[df["indicateur"] == nom], selection)


def cote_a_cote():
    """Two figures on a line where there is room, one under the other where there is not: use with
    `with`.
    """
    return st.grid(2, min_column_width=LARGEUR_FIGURE, vertical_alignment="top", dense=True)


def _headline(ind: Indicateur, df: pd.DataFrame, selection: Selection) -> None:
    jusqu_ici = selection.campagnes[: selection.campagnes.index(selection.campagne) + 1]
    serie = _par_campagne(df, jusqu_ici[-ANNEES_DE_LA_TRACE:])
    ici, avant = serie.iloc[-1], serie.iloc[-2] if len(serie) > 1 else None
    avis = comparer.judge(ind, avant, ici, selection)
    with st.container(key=f"carte_chiffre_{ind.id}", height="stretch", gap="xsmall"):
        st.html(
            f'<div class="clas-chiffre"><div class="nom">{textes.ECHAPPE(ind.titre)}</div>'
            f'<div class="rang"><div class="valeur">{textes.valeur(ind, ici.valeur)}'
            f"</div>{_trace(ind, serie)}</div>"
            f'<div class="ecart">{textes.in_html(_difference(ind, avant, ici, selection, avis))}'
            "</div>"
            f'<div class="couverture">{comparer.coverage(ici)}</div></div>'
        )
        with st.container(key=f"gestes_chiffre_{ind.id}"):
            with st.popover(
                "Comprendre ce chiffre",
                icon=":material/info:",
                type="tertiary",
                key=f"comprendre_{ind.id}",
            ):
                if avis:
                    st.warning(avis.raison, icon=":material/balance:")
                carte.define(ind)
                suivi.button(ind, selection, selection.ou(), f"chiffre_{ind.id}")


def _difference(ind: Indicateur, avant, ici, selection: Selection, avis) -> str:
    if avant is None:
        return "première campagne de la base"
    if comparer.refused(avis):
        return f"⚖ ne se compare pas à {selection.precedente} (voir pourquoi)"
    fleche = textes.fleche(ind, avant.valeur, ici.valeur)
    prudence = " ⚖ avec prudence" if avis else ""
    return f"{fleche} {textes.ecart(ind, avant.valeur, ici.valeur, selection.precedente)}{prudence}"


def _trace(ind: Indicateur, serie: pd.DataFrame) -> str:
    """The last campagnes as a small image, whose text says each value."""
    fragiles = [comparer.fragile(ind, l) for l in serie.itertuples()]
    dessin = couleurs.trace(list(serie["valeur"]), sombre=style.sombre(), fragiles=fragiles)
    trajet = textes.ECHAPPE(
        " ; ".join(f"{l.campagne} : {textes.valeur(ind, l.valeur)}" for l in serie.itertuples())
    )
    if not dessin:
        return ""
    return (
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(dessin.encode()).decode()}" '
        f'alt="{trajet}" title="{trajet}">'
    )


def _par_campagne(df: pd.DataFrame, noms: Sequence[str]) -> pd.DataFrame:
    """One row per campagne, in order, with NaN where there is nothing."""
    return df.set_index("campagne").reindex(list(noms)).rename_axis("campagne").reset_index()


def evolution(nom: str, selection: Selection) -> None:
    """One indicator across the campagnes."""
    ind = lecture.indicateur(nom)
    serie = _par_campagne(
        lecture.calculer(selection, [nom], ["campagne"], ou=selection.ou(campagne=False)),
        selection.campagnes,
    )
    statuts = campagnes.load(config.installation())
    provisoires = [c in statuts and statuts[c].statut == "provisoire" for c in serie["campagne"]]
    fragiles = [comparer.fragile(ind, l) for l in serie.itertuples()]
    noms, valeurs = list(serie["campagne"]), list(serie["valeur"])
    ecrites = [textes.valeur(ind, v) for v in valeurs]
    survols = [
        f"<b>{l.campagne}</b><br>{t}<br>{comparer.coverage(l)}"
        for t, l in zip(ecrites, serie.itertuples(), strict=True)
    ]
    ici = serie[serie["campagne"] == selection.campagne].iloc[0]
    avant = (
        serie[serie["campagne"] == selection.precedente].iloc[0] if selection.precedente else None
    )
    avis = comparer.judge(ind, avant, ici, selection)
    titre = _evolution_title(ind, serie, avant, ici, selection, comparer.refused(avis))

    def dessiner():
        return series.evolution(
            noms,
            valeurs,
            _compact(ind, valeurs, ecrites),
            survols,
            sombre=style.sombre(),
            choisie=selection.campagne,
            fragiles=fragiles,
            provisoires=provisoires,
        )

    carte.show(
        Carte(
            cle=f"evolution_{nom}",
            ind=ind,
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            alternative=f"{titre}. "
            + " ; ".join(f"{c} : {t}" for c, t in zip(noms, ecrites, strict=True))
            + ".",
            donnees=_table(serie, ["campagne"]),
            champ=f"{selection.champ}, campagnes {noms[0]} à {noms[-1]}",
            lecture=phrases.lecture(
                ind, ici.valeur, selection.campagne, ici.repondants, ici.attendus
            ),
            note=_evolution_note(valeurs, fragiles, provisoires),
            avertissements=comparer.warnings(ind, serie, "campagne", avis),
        ),
        dessiner if any(not formats.inconnu(v) for v in valeurs) else None,
    )


def _compact(ind: Indicateur, valeurs: Sequence[float], ecrites: Sequence[str]) -> list[str]:
    """What is written above the columns: millions of euros in short; the exact amount stays in the
    hover, the words and the table.
    """
    grands = ind.unite == "€" and any(
        abs(v) >= UN_MILLION for v in valeurs if not formats.inconnu(v)
    )
    return [formats.euros_courts(v) for v in valeurs] if grands else list(ecrites)


def _evolution_title(
    ind: Indicateur, serie: pd.DataFrame, avant, ici, selection: Selection, refuse: bool
) -> str:
    """The result as a sentence: the change, unless the guard refuses it, then the rank among the
    campagnes.
    """
    if avant is None or refuse:
        return (
            f"{ind.titre}{formats.INSECABLE}: {phrases.ecrire(ind, ici.valeur)} en "
            f"{selection.campagne}"
        )
    phrase = phrases.evolution(
        ind, avant.valeur, ici.valeur, selection.precedente, selection.campagne
    )
    passe = serie[serie["campagne"] <= selection.campagne].set_index("campagne")["valeur"].to_dict()
    rang = phrases.depuis(ind, passe)
    return f"{phrase}, {rang}" if rang else phrase


def _evolution_note(
    valeurs: Sequence[float], fragiles: Sequence[bool], provisoires: Sequence[bool]
) -> str:
    dits = []
    if any(provisoires):
        dits.append("Hachures : chiffres provisoires.")
    if any(fragiles):
        dits.append("Colonne creuse : trop peu de réponses pour comparer.")
    if any(formats.inconnu(v) for v in valeurs):
        dits.append(f"{formats.ND} : non disponible, aucune réponse ne permet le calcul.")
    return " ".join(dits)


def repartition(nom: str, par: str, selection: Selection, *, limite: int = 15) -> None:
    """One indicator by the values of an axis, with last year's value as a tick where the guard
    allows it.
    """
    ind = lecture.indicateur(nom)
    df = lecture.by_axis(selection, nom, par, RANGS.get(par, ()))
    vus = df.head(limite)
    avant, ici = (
        lecture.calculer(selection, [nom], ou={**selection.ou(), "campagne": c}).iloc[0]
        if c
        else None
        for c in (selection.precedente, selection.campagne)
    )
    avis = comparer.judge(ind, avant, ici, selection, par)
    repere = "" if comparer.refused(avis) or not selection.precedente else selection.precedente
    total = df["valeur"].sum()
    ecrites = [_with_share(ind, v, total) for v in vus["valeur"]]
    survols = [
        (
            f"<b>{l.libelle}</b><br>{t}"
            f"<br>{f'{repere} : {textes.valeur(ind, l.avant)}<br>' if repere else ''}"
            f"{comparer.coverage(l)}"
        )
        for t, l in zip(ecrites, vus.itertuples(), strict=True)
    ]
    libelles, valeurs = list(vus["libelle"]), list(vus["valeur"])
    titre = phrases.titre_repartition(
        ind,
        dict(zip(df["libelle"], df["valeur"], strict=True)),
        AXES[par],
        dict(zip(df["libelle"], df["repondants"], strict=True)),
    )
    autres = (
        f" {formats.pluriel(len(df) - limite, 'autre valeur', 'autres valeurs')} dans les données."
        if len(df) > limite
        else ""
    )

    def dessiner():
        reperes = list(vus["avant"]) if repere else ()
        return series.barres(
            libelles,
            valeurs,
            ecrites,
            survols,
            sombre=style.sombre(),
            reperes=reperes,
            nom_repere=repere,
        )

    carte.show(
        Carte(
            cle=f"repartition_{nom}_{par}",
            ind=ind,
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            alternative=f"{titre}. "
            + " ; ".join(f"{l} : {t}" for l, t in zip(libelles, ecrites, strict=True))
            + ".",
            donnees=_table(df.drop(columns=[par]).rename(columns={"libelle": par}), [par]),
            champ=selection.mots,
            sous_titre=f"{ind.titre} par {AXES[par].lower()}, en {ind.unite}",
            lecture=_reading(ind, vus.iloc[0], selection) if libelles else "",
            note=(f"Le trait vertical donne la valeur de {repere}." if repere else "") + autres,
            avertissements=comparer.warnings(ind, df, "libelle", avis),
        ),
        dessiner if any(not formats.inconnu(v) for v in valeurs) else None,
    )


def _reading(ind: Indicateur, ligne, selection: Selection) -> str:
    phrase = phrases.lecture(
        ind, ligne.valeur, selection.campagne, ligne.repondants, ligne.attendus
    )
    return f"« {ligne.libelle} » : {phrase[:1].lower()}{phrase[1:]}"


def _with_share(ind: Indicateur, v: float, total: float) -> str:
    ecrite = textes.valeur(ind, v)
    if not ind.additif or not total or formats.inconnu(v):
        return ecrite
    return f"{ecrite}{formats.INSECABLE}· {formats.pourcent(v / total * 100, 0)}"


def a_noter(ids: Sequence[str], selection: Selection, maximum: int = 5) -> None:
    """What a reader should notice this year, in sentences computed from the data, each followed to
    its rows.
    """
    faits = lecture.a_noter(
        selection, ids, [axe for axe in AXES_A_NOTER if axe not in selection.ou()], maximum
    )
    with st.container(key="carte_a_noter", height="stretch", gap="xsmall"):
        st.html(
            '<h3 class="clas-titre">À noter cette année</h3>'
            '<p class="clas-sous-titre">Ce qui s\'écarte le plus des années passées</p>'
        )
        if not faits:
            st.html(
                '<p class="clas-vide">Rien ne s\'écarte assez des années passées, ou la '
                "comparaison n'est pas possible.</p>"
            )
        for rang, fait in enumerate(faits):
            with st.container(
                horizontal=True,
                gap="small",
                vertical_alignment="center",
                wrap=False,
                key=f"gestes_fait_{rang}",
            ):
                st.html(f'<p class="clas-fait">{textes.in_html(fait.phrase)}</p>')
                suivi.button(
                    lecture.indicateur(fait.indicateur),
                    selection,
                    selection.ou(),
                    f"fait_{rang}",
                    "Suivre",
                )


def _table(df: pd.DataFrame, par: Sequence[str]) -> pd.DataFrame:
    noms = {
        **AXES,
        "valeur": "Valeur",
        "avant": "Année précédente",
        "repondants": "Réponses",
        "attendus": "Attendues",
    }
    return df[
        [*par, *[c for c in ("valeur", "avant", "repondants", "attendus") if c in df]]
    ].rename(columns=noms)
