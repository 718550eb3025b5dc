"""Figures that run across the campagnes: one measure in columns, several as curves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clas_data import formats
from clas_data.figures import estimations, faits, figure, jetons, segments
from clas_data.figures.figure import Annees, Figure, Serie
from clas_data.figures.mots import (
    DEUX_POINTS,
    avertissements,
    contradiction,
    dire,
    source,
    sous_titre,
    unite,
)
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import Indicateur

NON_TRACE = "n.c. : trop peu de réponses pour se comparer, valeur non tracée."
UN_MILLION = 1_000_000  # euros, from which an amount above a column is written in short


def evolution(v: Valeurs, d: Mapping[str, Any]) -> list:
    """One measure in every campagne of the base, the chosen one set apart; « n.d. » where there is
    none.
    """
    ind, lus = v.indicateur(d["id"]), [(c, v.une(d["id"], c)) for c in v.campagnes]
    annees = Annees(
        v.campagne,
        tuple(v.faible(x) for _, x in lus),
        tuple(c in v.provisoires for c in v.campagnes),
        estimations.annees(v, ind.id) if d.get("estimation") else (),
    )
    textes = tuple(v.texte(ind.id, x, unite=False) for _, x in lus)
    valeurs, ici = tuple(x.valeur for _, x in lus), v.une(ind.id)
    # a total depends on who answers, every year; of a ratio, the pair that is compared is enough
    paire = None if ind.additif else (v.comparaison, v.campagne)
    traits = segments.lire(v, [ind], v.campagnes, paire)
    note = dire(
        "Hachures : chiffres provisoires." if any(annees.provisoires) else "",
        "Colonne creuse : trop peu de réponses pour comparer." if any(annees.fragiles) else "",
        f"{ND} : non disponible, aucune réponse ne permet le calcul." if None in valeurs else "",
        estimations.NOTE if any(annees.estimees) else "",
        segments.note(traits),
    )
    return [
        Figure(
            f"evolution_{ind.id}",
            figure.EVOLUTION,
            ponctuer(_resultat(v, ind, rang=True)),
            sous_titre(ind.titre, unite(ind)),
            tuple(v.campagnes),
            (
                Serie(
                    ind.titre,
                    valeurs,
                    textes,
                    tuple(x.repondants for _, x in lus),
                    tuple(x.attendus for _, x in lus),
                    _courts(ind, valeurs, textes),
                ),
            ),
            "Campagne",
            ind.unite,
            phrases.lecture(ind, ici.valeur, v.campagne, ici.repondants, ici.attendus),
            f"{v.champ}, campagnes {v.campagnes[0]} à {v.campagnes[-1]}",
            source(ind),
            note,
            reponses=ici.reponses,
            avertissements=avertissements(v, ind, v.avis(ind.id), lus),
            indicateur=ind.id,
            axe="campagne",
            codes=tuple(v.campagnes),
            annees=annees,
            segments=traits,
        )
    ]


def _resultat(v: Valeurs, ind: Indicateur, rang: bool = False) -> str:
    """The change as a sentence, with its rank among the campagnes where asked; the value alone
    where nothing compares.
    """
    if v.comparaison is None or v.refusee(ind.id):
        return f"{ind.titre}{DEUX_POINTS}{v.texte(ind.id, v.une(ind.id))} en {v.campagne}"
    fait = jetons.rendre(f"{{{ind.id}|fait}}", v)
    place = faits.rang(v, ind.id) if rang else None
    return f"{fait}, {place}" if place else fait


def _courts(
    ind: Indicateur, valeurs: tuple[float | None, ...], textes: tuple[str, ...]
) -> tuple[str, ...]:
    """What is written above the columns: millions of euros in short; the exact amount stays in the
    words and in the table.
    """
    grands = ind.unite == "€" and any(abs(x) >= UN_MILLION for x in valeurs if x is not None)
    return tuple(map(formats.euros_courts, valeurs)) if grands else textes


def courbes(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Some indicators of one unit over the campagnes known up to that of the bilan; nothing for the
    first one.
    """
    v.comparer(d["ids"])
    inds = [v.indicateur(i) for i in d["ids"]]
    annees = v.jusqu_ici()
    if len(annees) < 2:
        return []  # one point is no curve
    series = tuple(
        Serie(i.titre, *zip(*(_point(v, i, c) for c in annees), strict=True)) for i in inds
    )
    tues = any(v.fragile(i.id, c) and i.additif for i in inds for c in annees)
    principal, traits = inds[0], segments.lire(v, inds, annees)
    couverture = " ; ".join(f"{c} : {r}" for c in annees if (r := v.une(inds[-1].id, c).reponses))
    x = v.une(principal.id)
    return [
        Figure(
            d["cle"],
            figure.COURBES,
            ponctuer(_resultat(v, principal)),
            d["sujet"],
            tuple(annees),
            series,
            "Campagne",
            principal.unite,
            phrases.lecture(principal, x.valeur, v.campagne, x.repondants, x.attendus),
            f"{v.champ}, {annees[0]} à {annees[-1]}",
            source(*inds),
            dire(
                f"{inds[-1].titre} : {couverture}." if couverture else "",
                NON_TRACE if tues else "",
                segments.note(traits),
                *(contradiction(v, i.id) for i in inds[1:]),  # the first one's is in the title
            ),
            indicateur=principal.id,
            segments=traits,
        )
    ]


def _point(v: Valeurs, ind: Indicateur, campagne: str) -> tuple[float | None, str]:
    """A point of a curve: what it is worth and how it is written; a total that too few said is
    written, never drawn.
    """
    x = v.une(ind.id, campagne)
    texte = v.texte(ind.id, x, unite=False)
    return (
        (None, f"{texte} (n.c.)")
        if x.connue and ind.additif and v.fragile(ind.id, campagne)
        else (x.valeur, texte)
    )
