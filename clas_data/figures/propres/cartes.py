"""The map of one measure: classes of colour for a rate, circles for a count, points for the actions
themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import pandas as pd

from clas_data import formats
from clas_data.figures import tables
from clas_data.figures.figure import Figure
from clas_data.figures.images import Lignes
from clas_data.figures.propres.lieux import (
    CERCLES,
    INCONNU,
    LOSANGES,
    PISTE,
    POINTS,
    SIGNES,
    ZERO,
    Calque,
    Case,
    Fond,
    Semis,
    Territoires,
)
from clas_data.figures.propres.mesures import Vue, figure, survols, titre_effectif, titre_ratio
from clas_data.indicateurs.libelles import RANGS
from clas_data.territoires import couverture, mesures
from clas_data.territoires.classes import classer
from clas_data.territoires.mesures import Lecture
from clas_data.territoires.taux import SANS_ACTION, SANS_REPONSE

DITE_SANS_REPONSE = "n.d. : pas de réponse"
FORMES = ("●", "■", "◆", "▲", "✚")


def ranger(table: pd.DataFrame, fond: Fond) -> pd.DataFrame:
    """The rows of a reading in the order of the outlines."""
    return table.set_index("code").reindex(list(fond.codes)).rename_axis("code").reset_index()


def semis(lignes: pd.DataFrame, survols: Sequence[Lignes] = (), codes: Sequence[str] = ()) -> Semis:
    """The points of these rows (columns lon, lat)."""
    return Semis(tuple(lignes["lon"]), tuple(lignes["lat"]), tuple(survols), tuple(codes))


def classes(vue: Vue, l: Lecture, methode: str) -> Figure:
    """A rate in at most five classes of colour; no action and no answer are apart."""
    table = ranger(l.table, vue.fond)
    zero = table["statut"] == SANS_ACTION
    c = classer(table["valeur"].where(~zero), methode, decimales=l.decimales)
    muets, n, taux = ~zero & c.indices.isna(), len(c.etiquettes), l.mesure.nom == mesures.COUVERTURE
    teintes = tuple(("suite", k, n) for k in range(n))
    zeros = "aucune action (zéro)" if taux else "sans objet : aucune action"
    # rank in the colours: 0 unknown, 1 no action (or a true zero), then the classes
    rangs = tuple(
        1 if z else 0 if pd.isna(k) else int(k) + 1 for z, k in zip(zero, c.indices, strict=True)
    )
    return figure(
        vue,
        l,
        couverture.titre(l.couverture) if taux else titre_ratio(l),
        f"{l.libelle}, {vue.lieu}" + (f" ({l.unite})" if l.unite in ("€", "%") else ""),
        Territoires(
            vue.fond,
            rangs,
            (INCONNU, ZERO, *teintes),
            survols(l, table),
            vue.choisis,
            (
                *(
                    Case(mots, x, effectif=e)
                    for mots, x, e in zip(c.etiquettes, teintes, c.effectifs, strict=True)
                ),
                *_a_part(zeros, int(zero.sum()), int(muets.sum())),
                *_legende_qpv(vue, l),
            ),
            (Calque(SIGNES, (semis(table[muets]),)), *_qpv(vue, table)),
        ),
        [("Classes", f"{c.phrase} ; le chiffre gris compte les territoires.")],
    )


def cercles(vue: Vue, l: Lecture, maximum: float) -> Figure:
    """A count as circles; `maximum`: the largest of all the campagnes, so that circles keep their
    scale.
    """
    table = ranger(l.table, vue.fond)
    zero, muets = table["statut"] == SANS_ACTION, table["statut"] == SANS_REPONSE
    dits = survols(l, table)
    valeurs = tuple(tables.plain(v) for v in table["valeur"])
    return figure(
        vue,
        l,
        titre_effectif(l),
        f"{l.libelle}, {vue.lieu}",
        Territoires(
            vue.fond,
            tuple(1 if z else 0 if m else 2 for z, m in zip(zero, muets, strict=True)),
            (INCONNU, ZERO, PISTE),
            dits,
            vue.choisis,
            (
                *(Case(formats.nombre(v), rond=v / maximum) for v in ronds(maximum)),
                *_a_part("aucune action (zéro)", int(zero.sum()), int(muets.sum())),
                *_legende_qpv(vue, l),
            ),
            (
                Calque(CERCLES, (semis(table, dits, table["code"]),), (valeurs,), maximum),
                Calque(SIGNES, (semis(table[muets]),)),
                *_qpv(vue, table),
            ),
        ),
        [
            (
                "Cercles",
                "leur surface est proportionnelle au nombre ; l'échelle est la même pour toutes "
                "les campagnes.",
            )
        ],
    )


def points(vue: Vue, l: Lecture, placees: pd.DataFrame) -> Figure:
    """One point per agreed action; `placees`: the actions, with lon and lat where they have a
    place.
    """
    ou = placees[placees["lon"].notna()]
    table = ranger(l.table, vue.fond)
    groupes = {n: ou[ou["niveau"] == n] for n in RANGS["niveau"] if (ou["niveau"] == n).any()}
    sans_lieu = len(placees) - len(ou)
    manque = (
        f" {formats.pluriel(sans_lieu, 'action')} sans commune connue : hors carte."
        if sans_lieu
        else ""
    )
    return figure(
        vue,
        l,
        f"{formats.pluriel(len(placees), 'action agréée', 'actions agréées')} en "
        f"{vue.campagne}, dans {formats.pluriel(placees['commune'].nunique(), 'commune')}",
        "Une action par point, sa taille selon ses enfants, sa forme et sa couleur selon son "
        "niveau",
        Territoires(
            vue.fond,
            tuple(int(a > 0) for a in table["actions"]),
            (ZERO, PISTE),
            survols(l, table),
            vue.choisis,
            (
                *(
                    Case(f"{n} ({formats.nombre(len(g))})", signe=f)
                    for f, (n, g) in zip(FORMES, groupes.items(), strict=False)
                ),
                Case("creux : enfants non déclarés", signe="○"),
            ),
            (
                Calque(
                    POINTS,
                    tuple(
                        semis(g, [_action(a) for a in g.itertuples()], g[vue.maille])
                        for g in groupes.values()
                    ),
                    tuple(tuple(map(tables.plain, g["enfants"])) for g in groupes.values()),
                    float(ou["enfants"].max()) if ou["enfants"].notna().any() else 0.0,
                    tuple(groupes),
                ),
            ),
        ),
        [
            (
                "Place",
                "l'adresse d'une action n'est pas connue : ses points sont écartés autour de "
                f"celui de sa commune.{manque}",
            )
        ],
    )


def _a_part(zeros: str, sans_action: int, muets: int) -> tuple[Case, ...]:
    """What is outside the classes, with its count."""
    absents = (Case(DITE_SANS_REPONSE, INCONNU, "?", muets),) if muets else ()
    return (Case(zeros, ZERO, effectif=sans_action), *absents)


def _qpv(vue: Vue, table: pd.DataFrame) -> tuple[Calque, ...]:
    if vue.maille != "commune":
        return ()
    return (Calque(LOSANGES, (semis(table[table["qpv"].fillna(False).astype(bool)]),)),)


def _legende_qpv(vue: Vue, l: Lecture) -> tuple[Case, ...]:
    if vue.maille != "commune":
        return ()
    generation = l.couverture.generation_qpv
    if l.table["qpv"].isna().all():
        dit = (
            f"communes avec un QPV : {formats.ND}, la liste de la génération {generation} n'est "
            "pas dans les référentiels"
        )
    else:
        dit = f"commune avec un quartier prioritaire (QPV, génération {generation})"
    return (Case(dit, signe="◆"),)


def _action(a) -> Lignes:
    enfants = (
        "enfants non déclarés"
        if formats.inconnu(a.enfants)
        else formats.pluriel(a.enfants, "enfant")
    )
    return str(a.intitule), str(a.porteur_nom), f"{a.commune_nom} · {a.niveau} · {enfants}"


def ronds(maximum: float) -> list[float]:
    """Three round values that show the scale of the circles: about the maximum, a quarter and a
    twentieth of it.
    """
    resultat = []
    for part in (1, 0.25, 0.05):
        v = maximum * part
        if v >= 1:
            unite = 10 ** floor(log10(v))
            resultat.append(max(k * unite for k in (1, 2, 5) if k * unite <= v))
    return list(dict.fromkeys(resultat)) or [maximum]
