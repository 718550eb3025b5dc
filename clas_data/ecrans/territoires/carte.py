"""Territories: the map of one measure."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.dessin import cartes, couleurs
from clas_data.dessin.cartes import Semis
from clas_data.ecrans.territoires import fiche as vues_territoires_fiche
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable
from clas_data.figures.valeur import reponses
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs.libelles import RANGS
from clas_data.territoires import contours, couverture, fiche, mesures
from clas_data.territoires.classes import Classes, classer
from clas_data.territoires.couverture import SANS_ACTION, SANS_REPONSE, STATUTS
from clas_data.territoires.mesures import EFFECTIF, MESURES, Lecture
from clas_data.ui import carte_calcul, filtres, legendes, listes, style, textes

POINTS = "Les actions, une à une"
METHODES_COURTES = {
    "Quantiles": "quantiles",
    "Seuils naturels": "naturels",
    "Amplitudes égales": "amplitudes",
}


def carte_et_fiche(etat: Etat) -> None:
    """The map, the sheet of the chosen territory beside it, its details below."""
    choix = _choisir_mesure()
    gauche, droite = st.columns([3, 2], gap="small")
    with gauche:
        carte_principale(etat, *choix)
    with droite:
        vues_territoires_fiche.resume(etat)
    vues_territoires_fiche.details(etat)


def _choisir_mesure() -> tuple[str, str]:
    """What the map shows, and how its classes are cut."""
    titres = {m.titre: n for n, m in MESURES.items()}
    filtres.say_dropped("mesure", "Ce que montre la carte", [*titres, POINTS])
    filtres.say_dropped("methode", "Méthode des classes", METHODES_COURTES)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        choisie = listes.choisir(
            "Ce que montre la carte",
            [*titres, POINTS],
            key="mesure",
            bind="query-params",
            width=330,
            label_visibility="collapsed",
        )
        if choisie == POINTS or MESURES[titres[choisie]].genre == EFFECTIF:
            return titres.get(choisie, POINTS), "quantiles"
        methode = listes.choisir(
            "Méthode des classes",
            list(METHODES_COURTES),
            key="methode",
            bind="query-params",
            width=200,
            label_visibility="collapsed",
        )
    return titres[choisie], METHODES_COURTES[methode]


def carte_principale(etat: Etat, nom: str, methode: str) -> None:
    """The map of one measure: classes of colour for a rate, circles for a count, points for the
    actions themselves.
    """
    l = lus.mesure(
        etat.perimetre, etat.campagne, etat.maille, nom if nom in MESURES else "enfants_accompagnes"
    )
    if nom == POINTS:
        _carte_points(etat, l)
    elif l.mesure.genre == EFFECTIF:
        _carte_cercles(etat, l)
    else:
        _carte_classes(etat, l, methode)


def dessinable(l: Lecture, fond: cartes.Fond) -> pd.DataFrame:
    """The rows of a reading in the order of the outlines."""
    return l.table.set_index("code").reindex(list(fond.codes)).rename_axis("code").reset_index()


def _carte_classes(etat: Etat, l: Lecture, methode: str) -> None:
    fond, sombre = lus.fond(etat.maille, etat.cadre), style.sombre()
    table = dessinable(l, fond)
    classes = classer(
        table["valeur"].where(table["statut"] != SANS_ACTION), methode, decimales=l.decimales
    )
    zero = table["statut"] == SANS_ACTION
    teintes = couleurs.suite(len(classes.etiquettes), sombre)
    toutes = (couleurs.INCONNU[sombre], couleurs.ZERO[sombre], *teintes)
    # rank in `toutes`: 0 unknown, 1 no action (or a true zero), then the classes
    categories = [
        1 if z else 0 if pd.isna(k) else int(k) + 1
        for z, k in zip(zero, classes.indices, strict=True)
    ]
    vides = int((~zero & classes.indices.isna()).sum())

    def dessiner():
        fig = cartes.territoires(
            fond, categories, toutes, lus.survols(l, table), sombre=sombre, choisi=etat.choisis
        )
        return _signes(fig, etat, table, zero, classes, sombre)

    zeros = (
        "aucune action (zéro)"
        if l.mesure.nom == mesures.COUVERTURE
        else "sans objet : aucune action"
    )
    autres = [
        (zeros, couleurs.ZERO[sombre], int(zero.sum())),
        *([(legendes.SANS_REPONSE, couleurs.INCONNU[sombre], vides)] if vides else []),
    ]
    titre = (
        couverture.titre(l.couverture) if l.mesure.nom == mesures.COUVERTURE else _titre_ratio(l)
    )
    unite = (
        f"{l.libelle}, {etat.lieu} ({l.unite})"
        if l.unite in ("€", "%")
        else f"{l.libelle}, {etat.lieu}"
    )
    _montrer(
        etat,
        l,
        titre,
        unite,
        dessiner,
        legendes.classes(classes.etiquettes, teintes, classes.effectifs, autres)
        + _legende_qpv(etat, l),
        [("Classes", f"{classes.phrase} ; le chiffre gris compte les territoires.")],
    )


def _signes(fig, etat: Etat, table: pd.DataFrame, zero: pd.Series, classes: Classes, sombre: bool):
    muets = table[~zero & classes.indices.isna()]
    cartes.signes(fig, Semis(list(muets["lon"]), list(muets["lat"])), "?", sombre=sombre)
    return _qpv(fig, etat, table, sombre)


def _qpv(fig, etat: Etat, table: pd.DataFrame, sombre: bool):
    if etat.maille == "commune":
        villes = table[table["qpv"].fillna(False).astype(bool)]
        cartes.losanges(fig, Semis(list(villes["lon"]), list(villes["lat"])), sombre=sombre)
    return fig


def _legende_qpv(etat: Etat, l: Lecture) -> str:
    if etat.maille != "commune":
        return ""
    generation = l.couverture.generation_qpv
    if l.table["qpv"].isna().all():
        return legendes.signes(
            [
                (
                    "◆",
                    (
                        f"communes avec un QPV : {formats.ND}, la liste de la génération "
                        f"{generation} n'est pas dans les référentiels"
                    ),
                )
            ]
        )
    return legendes.signes(
        [("◆", f"commune avec un quartier prioritaire (QPV, génération {generation})")]
    )


def _titre_ratio(l: Lecture) -> str:
    connus = l.table[l.table["valeur"].notna()]
    if connus.empty:
        return f"{l.libelle}{INSECABLE}: {formats.ND} en {l.campagne}"
    bas, haut = connus.loc[connus["valeur"].idxmin()], connus.loc[connus["valeur"].idxmax()]
    return (
        f"{l.libelle}, {l.campagne}{INSECABLE}: de {l.ecrire(bas['valeur'])} ({bas['nom']}) à "
        f"{l.ecrire(haut['valeur'])} ({haut['nom']}), {l.ecrire(l.total)} dans le département"
    )


def _titre_effectif(l: Lecture) -> str:
    """The total, and who holds most of it."""
    connus = l.table[l.table["valeur"].fillna(0) > 0].sort_values("valeur", ascending=False)
    if connus.empty:
        return f"{l.libelle}{INSECABLE}: {formats.nombre(l.total)} en {l.campagne}"
    premier, part = connus.iloc[0], formats.pourcent(100 * connus["valeur"].iloc[0] / l.total, 0)
    return (
        f"En {l.campagne}, {l.ecrire(l.total)} dans "
        f"{formats.pluriel(len(connus), 'territoire')}{FINE}; {part} à {premier['nom']}"
    )


def maximum(etat: Etat, nom: str) -> float:
    """The largest value over all the campagnes: circles keep their scale when the year changes."""
    tables = [lus.mesure(etat.perimetre, c, etat.maille, nom).table for c in etat.campagnes]
    return max((float(t["valeur"].max()) for t in tables if t["valeur"].notna().any()), default=0.0)


def _carte_cercles(etat: Etat, l: Lecture) -> None:
    fond, sombre = lus.fond(etat.maille, etat.cadre), style.sombre()
    table = dessinable(l, fond)
    plafond = maximum(etat, l.mesure.nom)
    zero, muets = table["statut"] == SANS_ACTION, table["statut"] == SANS_REPONSE
    teintes = (couleurs.INCONNU[sombre], couleurs.ZERO[sombre], couleurs.theme(sombre).piste)
    categories = [1 if z else 0 if m else 2 for z, m in zip(zero, muets, strict=True)]
    survols = lus.survols(l, table)

    def dessiner():
        fig = cartes.territoires(
            fond, categories, teintes, survols, sombre=sombre, choisi=etat.choisis
        )
        cartes.cercles(
            fig,
            Semis(list(table["lon"]), list(table["lat"]), survols, list(table["code"])),
            list(table["valeur"]),
            plafond,
            sombre=sombre,
        )
        cartes.signes(
            fig,
            Semis(list(table.loc[muets, "lon"]), list(table.loc[muets, "lat"])),
            "?",
            sombre=sombre,
        )
        return _qpv(fig, etat, table, sombre)

    autres = [
        (legendes.SANS_ACTION, teintes[1], int(zero.sum())),
        *([(legendes.SANS_REPONSE, teintes[0], int(muets.sum()))] if muets.any() else []),
    ]
    _montrer(
        etat,
        l,
        _titre_effectif(l),
        f"{l.libelle}, {etat.lieu}",
        dessiner,
        legendes.cercles(legendes.ronds(plafond), plafond)
        + legendes.classes([], [], [], autres)
        + _legende_qpv(etat, l),
        [
            (
                "Cercles",
                (
                    "leur surface est proportionnelle au nombre ; l'échelle est la même pour "
                    "toutes les campagnes."
                ),
            )
        ],
    )


def _carte_points(etat: Etat, l: Lecture) -> None:
    fond, sombre = lus.fond(etat.maille, etat.cadre), style.sombre()
    actions = lus.actions(etat.perimetre, etat.campagne)
    placees = fiche.placer(actions, lus.habitees(etat.campagne))
    sans_lieu = int(placees["lon"].isna().sum())
    placees = placees[placees["lon"].notna()]
    table = dessinable(l, fond)
    groupes = {
        n: placees[placees["niveau"] == n]
        for n in RANGS["niveau"]
        if (placees["niveau"] == n).any()
    }
    plus = float(placees["enfants"].max()) if placees["enfants"].notna().any() else 0.0

    def dessiner():
        teintes = (couleurs.ZERO[sombre], couleurs.theme(sombre).piste)
        fig = cartes.territoires(
            fond,
            [int(a > 0) for a in table["actions"]],
            teintes,
            lus.survols(l, table),
            sombre=sombre,
            choisi=etat.choisis,
        )
        dits = {
            n: (
                Semis(
                    list(g["lon"]),
                    list(g["lat"]),
                    [_mots_action(a) for a in g.itertuples()],
                    list(g[etat.maille]),
                ),
                list(g["enfants"]),
            )
            for n, g in groupes.items()
        }
        return cartes.points(fig, dits, plus, sombre=sombre)

    titre = (
        f"{formats.pluriel(len(actions), 'action agréée', 'actions agréées')} en "
        f"{etat.campagne}, dans {formats.pluriel(actions['commune'].nunique(), 'commune')}"
    )
    formes = ("●", "■", "◆", "▲", "✚")
    legende = legendes.signes(
        [
            *(
                (f, f"{n} ({formats.nombre(len(g))})")
                for f, (n, g) in zip(formes, groupes.items(), strict=False)
            ),
            ("○", "creux : enfants non déclarés"),
        ]
    )
    manque = (
        f" {formats.pluriel(sans_lieu, 'action')} sans commune connue : hors carte."
        if sans_lieu
        else ""
    )
    _montrer(
        etat,
        l,
        titre,
        "Une action par point, sa taille selon ses enfants, sa forme et sa couleur selon son "
        "niveau",
        dessiner,
        legende,
        [
            (
                "Place",
                (
                    "l'adresse d'une action n'est pas connue : ses points sont écartés autour de "
                    "celui de sa commune."
                )
                + manque,
            )
        ],
    )


def _mots_action(a) -> str:
    enfants = (
        "enfants non déclarés"
        if formats.inconnu(a.enfants)
        else formats.pluriel(a.enfants, "enfant")
    )
    return (
        f"<b>{textes.ECHAPPE(str(a.intitule))}</b><br>{textes.ECHAPPE(str(a.porteur_nom))}"
        f"<br>{a.commune_nom} · {a.niveau} · {enfants}"
    )


def _montrer(
    etat: Etat,
    l: Lecture,
    titre: str,
    sous_titre: str,
    dessiner: Callable,
    legende: str,
    notes: list[tuple[str, str]],
) -> None:
    """The card of the map; the numerator, the denominator, the year and the source of a rate are
    all on it.
    """
    c = l.couverture
    if l.mesure.nom == mesures.COUVERTURE:
        notes = [
            (
                "Numérateur",
                (
                    f"{l.mesure.ind.titre.lower()}, {formats.nombre(c.total['numerateur'])} ; "
                    f"{reponses(c.total['repondants'], c.total['attendus'])}"
                ),
            ),
            (
                "Dénominateur",
                (
                    f"{c.denominateur.libelle}, {formats.nombre(c.total['denominateur'])} "
                    f"({c.denominateur.source})"
                ),
            ),
            *notes,
        ]
    elif reponses(l.table["repondants"].sum(), l.table["attendus"].sum()):
        notes = [
            ("Réponses", reponses(l.table["repondants"].sum(), l.table["attendus"].sum())),
            *notes,
        ]
    carte_calcul.show(
        "geo_principale",
        titre,
        sous_titre,
        dessiner,
        alternative=f"Carte. {titre}. {_premiers(l)}",
        donnees=donnees(l),
        notes=[("Lecture", _lecture(etat, l)), *notes],
        champ=f"{etat.campagne}, département entier, {etat.lieu}",
        source=f"{l.source} ; {contours.source(config.installation(), lus.CONTOURS[etat.maille])}",
        legende=legende,
        ind=l.mesure.ind,
        height="stretch",
        **cliquable("geo_principale"),
    )


def _premiers(l: Lecture) -> str:
    hauts = l.table[l.table["valeur"].fillna(0) > 0].sort_values("valeur", ascending=False).head(10)
    return (
        "Valeurs les plus hautes : "
        + " ; ".join(f"{t.nom}, {l.ecrire(t.valeur)}" for t in hauts.itertuples())
        + "."
    )


def _lecture(etat: Etat, l: Lecture) -> str:
    """How one territory reads: the chosen one, else the largest."""
    codes = set(l.table["code"])
    if etat.territoire and etat.territoire[1] in codes:
        return mesures.ligne(l, etat.territoire[1]).rstrip(".") + "."
    connus = l.table[l.table["valeur"].fillna(0) > 0]
    return (
        mesures.ligne(l, connus.loc[connus["valeur"].idxmax(), "code"]).rstrip(".") + "."
        if len(connus)
        else ""
    )


def donnees(l: Lecture) -> pd.DataFrame:
    """The table of a map, titled as a reader knows it; « why » is in words, so that no data is
    never read as zero.
    """
    t = l.table.assign(
        statut=l.table["statut"].map(STATUTS), qpv=l.table["qpv"].map(formats.oui_non)
    )
    titres = {"nom": "Territoire", "code": "Code", "actions": "Actions agréées"}
    if l.mesure.nom == mesures.COUVERTURE:
        titres |= {
            "numerateur": "Enfants accompagnés",
            "denominateur": l.couverture.denominateur.libelle.capitalize(),
        }
    titres |= {
        "valeur": f"{l.libelle} ({l.unite})" if l.unite in ("€", "%") else l.libelle,
        "repondants": "Réponses",
        "attendus": "Attendues",
        "statut": "Ce que dit la donnée",
        "qpv": "QPV",
    }
    if l.mesure.nom == "actions_agreees":
        titres.pop("actions")
    return (
        t[list(titres)]
        .rename(columns=titres)
        .sort_values(
            list(titres.values())[-5], ascending=False, na_position="last", ignore_index=True
        )
    )
