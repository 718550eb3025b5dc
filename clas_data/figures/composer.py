"""Headline figures and tables of indicators, each with its difference and its answers; `BLOCS` says
which function composes each kind of block that a page or an outline may name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from clas_data import formats
from clas_data.figures import (
    croises,
    differences,
    evolutions,
    jetons,
    plusieurs,
    repartitions,
    tailles,
)
from clas_data.figures.figure import Chiffre, Chiffres, Serie, Tableau
from clas_data.figures.mots import champ, signes, source
from clas_data.figures.valeur import Valeur
from clas_data.figures.valeurs import BAISSE, HAUSSE, STABLE, Valeurs
from clas_data.formats import ND
from clas_data.indicateurs import comparabilite, phrases

FLECHES = {HAUSSE: "↗", BAISSE: "↘", STABLE: "→"}


def ecart(v: Valeurs, id_: str) -> str:
    """« 43 de plus qu'en 2020-2021 (+1,4 %) », or why there is none."""
    return jetons.rendre(f"{{{id_}|ecart}}", v) if v.comparaison else ""


def chiffres(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Headline figures, each with its difference and its answers; with `trace`, the last campagnes
    too.
    """
    v.preparer(d["ids"])
    groupe = []
    for i in d["ids"]:
        ici, avant = v.une(i), v.une(i, v.comparaison) if v.comparaison else Valeur(None)
        chiffre = Chiffre(
            i,
            v.indicateur(i).titre,
            v.texte(i, ici, unite=False),
            ecart(v, i),
            ici.reponses,
            ici.valeur,
            avant.valeur,
        )
        groupe.append(_tracer(v, chiffre) if d.get("trace") else chiffre)
    return [Chiffres("chiffres", d.get("titre", ""), tuple(groupe))]


def _tracer(v: Valeurs, c: Chiffre) -> Chiffre:
    """The same figure, with what a card shows besides: its lines, why to be careful, its last
    campagnes.
    """
    avis, annees = v.avis(c.id), tuple(v.jusqu_ici())
    lus = [v.une(c.id, a) for a in annees]
    trace = Serie(
        c.nom, tuple(x.valeur for x in lus), tuple(v.texte(c.id, x, unite=False) for x in lus)
    )
    return replace(
        c,
        lignes=lignes_ecart(v, c.id),
        avis=avis.raison if avis else "",
        trace=trace,
        campagnes=annees,
        fragiles=tuple(map(v.faible, lus)),
    )


def lignes_ecart(v: Valeurs, id_: str) -> tuple[str, ...]:
    """The difference as a card says it, line by line."""
    avis = v.avis(id_)
    if v.comparaison is None:
        return ("première campagne de la base",)
    if avis is not None and avis.verdict == comparabilite.REFUSER:
        return (f"⚖ ne se compare pas à {v.comparaison} (voir pourquoi)",)
    prudence = " ⚖ avec prudence" if avis else ""
    return (f"{FLECHES.get(v.sens(id_), '')} {ecart(v, id_)}{prudence}".strip(),)


def tableau(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Indicators in rows: the compared campagne, the campagne, the difference, the answers."""
    avec = v.comparaison is not None
    v.preparer(d["ids"])
    lignes, brutes = [], []
    for i in d["ids"]:
        ind, ici = v.indicateur(i), v.une(i)
        avant = v.une(i, v.comparaison) if avec else Valeur(None)
        dit = (
            ind.unite in ("%", "€", "enfants", "personnes")
            or ind.unite.split(" par ")[-1].rstrip("s").lower() in ind.titre.lower()
        )
        nom = ind.titre + ("" if dit else f" ({ind.unite})")
        compare = [v.texte(i, avant, unite=False)] if avec else []
        fin = [court_ecart(v, i)] if avec else []
        lignes.append((nom, *compare, v.texte(i, ici, unite=False), *fin, _courtes(ici)))
        brutes.append(
            (
                nom,
                *([avant.valeur] if avec else []),
                ici.valeur,
                *([_difference(v, i)] if avec else []),
                _courtes(ici),
            )
        )
    colonnes = (
        "Indicateur",
        *([v.comparaison] if avec else []),
        v.campagne,
        *(["Évolution"] if avec else []),
        "Réponses",
    )
    return [
        Tableau(
            "t_" + "_".join(d["titre"].lower().split()[:3]),
            d["titre"],
            colonnes,
            tuple(lignes),
            tuple(brutes),
            source=source(*(v.indicateur(i) for i in d["ids"])),
            champ=champ(v),
            note=signes(lignes),
        )
    ]


def court_ecart(v: Valeurs, id_: str) -> str:
    """« +8,4 % », « −2,1 pts », « = », « n.c. » when the guard refuses, « n.d. »."""
    avant, ici, ind = v.une(id_, v.comparaison), v.une(id_), v.indicateur(id_)
    if not (avant.connue and ici.connue):
        return ND
    if v.refusee(id_):
        return "n.c."
    if v.sens(id_) == "stable":
        return "="
    if ind.unite == "%":
        return phrases.en_points(ind, avant.valeur, ici.valeur, "pts")
    relatif = formats.evolution(avant.valeur, ici.valeur)
    return ND if relatif is None else formats.pourcent(relatif, 1, signe=True)


def _difference(v: Valeurs, id_: str) -> float | None:
    """What `court_ecart` says, as a number: points for a share, else a relative change in
    percent.
    """
    avant, ici, ind = v.une(id_, v.comparaison), v.une(id_), v.indicateur(id_)
    if not (avant.connue and ici.connue) or v.refusee(id_):
        return None
    return (
        float(phrases.difference(ind, avant.valeur, ici.valeur))
        if ind.unite == "%"
        else formats.evolution(avant.valeur, ici.valeur)
    )


def _courtes(x: Valeur) -> str:
    connues = not formats.inconnu(x.attendus) and not formats.inconnu(x.repondants) and x.attendus
    return f"{formats.nombre(x.repondants)} sur {formats.nombre(x.attendus)}" if connues else "–"


BLOCS: dict[str, Callable[[Valeurs, Mapping[str, Any]], list]] = {
    "chiffres": chiffres,
    "evolution": evolutions.evolution,
    "courbes": evolutions.courbes,
    "repartition": repartitions.repartition,
    "composition": repartitions.composition,
    "barres": plusieurs.barres,
    "parts": plusieurs.parts,
    "tailles": tailles.tailles,
    "tableau": tableau,
    "cascade": differences.cascade,
    "ecarts": differences.ecarts,
    "pourquoi": differences.pourquoi,
    "croise": croises.croise,
}
