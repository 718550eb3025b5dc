"""Blocks of a page: each takes an indicator, so that title, unit, definition, source, coverage, data and words come for free."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.fichiers import campagnes
from clas_data.ui import carte, comparer, couleurs, figures, lecture, style, suivi, textes
from clas_data.ui.carte import Carte
from clas_data.ui.selection import Selection

NOMS_AXES = {
    "campagne": "Campagne",
    "niveau": "Niveau",
    "epci": "Intercommunalité",
    "commune": "Commune",
    "porteur_type": "Type de porteur",
    "qpv": "Quartier",
}


def chiffres(ids: Sequence[str], selection: Selection, *, par_rangee: int = 3) -> None:
    """Headline figures: value of the campagne, difference with the previous one, trace of the last five."""
    df = lecture.calculer(selection, ids, ["campagne"], ou=selection.ou(campagne=False))
    colonnes: list = []
    for rang, nom in enumerate(ids):
        if rang % par_rangee == 0:
            colonnes = st.columns(par_rangee, gap="small")
        with colonnes[rang % par_rangee]:
            _headline(nom, df[df["indicateur"] == nom], selection)


def _headline(nom: str, df: pd.DataFrame, selection: Selection) -> None:
    ind = lecture.indicateur(nom)
    serie = _par_campagne(df, selection.campagnes[: selection.campagnes.index(selection.campagne) + 1][-5:])
    ici = serie.iloc[-1]
    avant = serie.iloc[-2]["valeur"] if len(serie) > 1 else None
    dessin = couleurs.trace(
        list(serie["valeur"]), sombre=style.sombre(), fragiles=[comparer.fragile(l) for l in serie.itertuples()]
    )
    trajet = " ; ".join(f"{l.campagne} : {textes.valeur(ind, l.valeur)}" for l in serie.itertuples())
    image = (
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(dessin.encode()).decode()}" '
        f'alt="{textes.ECHAPPE(trajet)}" title="{textes.ECHAPPE(trajet)}">'
        if dessin
        else ""
    )
    ecart = (
        f"<b>{textes.fleche(ind, avant, ici.valeur)}</b> {textes.ecart(ind, avant, ici.valeur, selection.precedente)}"
        if selection.precedente
        else "première campagne de la base"
    )
    unite = textes.mots_unite(ind)
    with st.container(key=f"carte_chiffre_{nom}", height="stretch", gap="xsmall"):
        st.html(
            f'<div class="clas-chiffre"><div class="nom">{textes.ECHAPPE(ind.titre)}</div>'
            f'<div class="rang"><div class="valeur">{textes.valeur(ind, ici.valeur)}</div>{image}</div>'
            f'<div class="ecart">{ecart}</div><div class="couverture">{comparer.coverage(ind, ici)}</div></div>'
            + (f'<span class="clas-lecteur">{textes.ECHAPPE(unite)}</span>' if unite else "")
        )
        with st.container(horizontal=True, gap="small", key=f"gestes_chiffre_{nom}"):
            carte.definition(ind, f"chiffre_{nom}")
            suivi.button(ind, selection, selection.ou(), f"chiffre_{nom}")


def _par_campagne(df: pd.DataFrame, noms: Sequence[str]) -> pd.DataFrame:
    """One row per campagne, in order, with NaN where there is nothing."""
    return df.set_index("campagne").reindex(list(noms)).rename_axis("campagne").reset_index()


def evolution(nom: str, selection: Selection) -> None:
    """One indicator across the campagnes."""
    ind = lecture.indicateur(nom)
    serie = _par_campagne(lecture.calculer(selection, [nom], ["campagne"], ou=selection.ou(campagne=False)), selection.campagnes)
    statuts = campagnes.load(config.installation())
    provisoires = [c in statuts and statuts[c].statut == "provisoire" for c in serie["campagne"]]
    valeurs = list(serie["valeur"])
    ecrites = [textes.valeur(ind, v) for v in valeurs]
    survols = [
        f"<b>{c}</b><br>{t}<br>{comparer.coverage(ind, l)}"
        for c, t, l in zip(serie["campagne"], ecrites, serie.itertuples(), strict=True)
    ]
    titre = textes.titre_evolution(ind, selection, list(serie["campagne"]), valeurs)

    def dessiner():
        return figures.evolution(
            list(serie["campagne"]),
            valeurs,
            ecrites,
            survols,
            sombre=style.sombre(),
            choisie=selection.campagne,
            fragiles=[comparer.fragile(l) for l in serie.itertuples()],
            provisoires=provisoires,
        )

    carte.show(
        Carte(
            cle=f"evolution_{nom}",
            ind=ind,
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            alternative=f"{titre}. " + " ; ".join(f"{c} : {t}" for c, t in zip(serie["campagne"], ecrites, strict=True)) + ".",
            donnees=_table(serie, ["campagne"]),
            champ=f"{selection.champ}, campagnes {selection.campagnes[0]} à {selection.campagnes[-1]}",
            lecture=f"en {selection.campagne}, {_reading(ind, serie[serie['campagne'] == selection.campagne].iloc[0])}.",
            note=_evolution_note(serie, provisoires),
            avertissements=comparer.warnings(ind, serie),
        ),
        dessiner if any(not formats.inconnu(v) for v in valeurs) else None,
    )


def _evolution_note(serie: pd.DataFrame, provisoires: Sequence[bool]) -> str:
    phrases = []
    if any(provisoires):
        phrases.append("Hachures : chiffres provisoires.")
    if any(comparer.fragile(l) for l in serie.itertuples()):
        phrases.append("Colonne creuse : trop peu de réponses pour comparer.")
    if serie["valeur"].isna().any():
        phrases.append(f"{formats.ND} : non disponible, aucune réponse ne permet le calcul.")
    return " ".join(phrases)


def repartition(nom: str, par: str, selection: Selection, *, ordre: Sequence[str] = (), limite: int = 15) -> None:
    """One indicator by the values of an axis, with last year's value as a tick."""
    ind = lecture.indicateur(nom)
    df = lecture.calculer(selection, [nom], [par])
    libelles = lecture.libelles(par, df[par])
    df = df.assign(libelle=libelles).dropna(subset=["libelle"])
    rangs = {l: i for i, l in enumerate(ordre)}
    df = (
        df.sort_values("libelle", key=lambda s: s.map(rangs))
        if ordre
        else df.sort_values("valeur", ascending=False, na_position="last")
    )
    avant = pd.Series(dtype=float)
    if selection.precedente:
        p = lecture.calculer(selection, [nom], [par], ou={**selection.ou(), "campagne": selection.precedente})
        avant = p.set_index(par)["valeur"]
    df = df.assign(avant=df[par].map(avant))
    vus = df.head(limite)
    additif = comparer.additive(ind)
    total = df["valeur"].sum()
    ecrites = [
        textes.valeur(ind, v)
        + (f"{formats.INSECABLE}· {formats.pourcent(v / total * 100, 0)}" if additif and total and not formats.inconnu(v) else "")
        for v in vus["valeur"]
    ]
    survols = [
        f"<b>{l.libelle}</b><br>{t}<br>{selection.precedente or ''} : {textes.valeur(ind, l.avant)}<br>"
        f"{comparer.coverage(ind, l)}"
        for t, l in zip(ecrites, vus.itertuples(), strict=True)
    ]
    titre = textes.titre_repartition(ind, list(df["libelle"]), list(df["valeur"]), additif)

    def dessiner():
        return figures.barres(
            list(vus["libelle"]),
            list(vus["valeur"]),
            ecrites,
            survols,
            sombre=style.sombre(),
            reperes=list(vus["avant"]) if selection.precedente else (),
            nom_repere=selection.precedente or "",
        )

    carte.show(
        Carte(
            cle=f"repartition_{nom}_{par}",
            ind=ind,
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            alternative=f"{titre}. " + " ; ".join(f"{l} : {t}" for l, t in zip(vus["libelle"], ecrites, strict=True)) + ".",
            donnees=_table(df.drop(columns=[par]).rename(columns={"libelle": par}), [par]),
            champ=selection.mots,
            lecture=f"« {vus['libelle'].iloc[0]} » : {_reading(ind, vus.iloc[0])}." if len(vus) else "",
            note=f"Le trait vertical donne la valeur de {selection.precedente}." if selection.precedente else "",
            avertissements=comparer.warnings(ind, df),
        ),
        dessiner if len(vus) and vus["valeur"].notna().any() else None,
    )


def _reading(ind, ligne) -> str:
    unite = textes.mots_unite(ind)
    return (
        f"{textes.valeur(ind, ligne.valeur)}{formats.INSECABLE + unite if unite else ''}, d'après {comparer.coverage(ind, ligne)}"
    )


def _table(df: pd.DataFrame, par: Sequence[str]) -> pd.DataFrame:
    noms = {**NOMS_AXES, "valeur": "Valeur", "avant": "Année précédente", "repondants": "Réponses", "attendus": "Attendues"}
    return df[[*par, *[c for c in ("valeur", "avant", "repondants", "attendus") if c in df]]].rename(columns=noms)
