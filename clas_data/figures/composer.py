"""Headline figures and tables of indicators, each with its difference and its answers; `BLOCS` says
which function composes each kind of block that a page or an outline may name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from clas_data import formats
from clas_data.figures import (
    approchees,
    croises,
    differences,
    estimations,
    evolutions,
    jetons,
    nation,
    plusieurs,
    repartitions,
    tailles,
)
from clas_data.figures.figure import Chiffre, Chiffres, Serie, Tableau
from clas_data.figures.mots import champ, dire, signes, source
from clas_data.figures.valeur import Valeur
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import mots_bande, mots_changements
from clas_data.indicateurs.catalogue import Indicateur

EVOLUTION = ("Évolution",)
EVOLUTIONS = ("À champ constant", "Total")
CONSTANT = "À champ constant : les actions qui répondent les deux années ; total : toutes."


def ecart(v: Valeurs, id_: str) -> str:
    """« 43 de plus qu'en 2020-2021 (+1,4 %) », or why there is none."""
    return jetons.rendre(f"{{{id_}|ecart}}", v) if v.comparaison else ""


def chiffres(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Headline figures, each with its difference and its answers; with `trace`, the last campagnes
    too; with `estimation`, what it would be if all had answered.
    """
    v.preparer(d["ids"])
    v.comparer(d["ids"])
    estimees = estimations.lire(v, d["ids"]) if d.get("estimation") else {}
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
            estimation=estimations.ligne(v, estimees.get(i)),
        )
        if ici.attendus is not None:
            recues = f"{formats.nombre(ici.repondants)}/{formats.nombre(ici.attendus)} réponses"
            chiffre = replace(chiffre, recues=recues)
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
        bref=lignes_ecart(v, c.id, mots_bande.bande),
        avis=avis.raison if avis else "",
        trace=trace,
        campagnes=annees,
        fragiles=tuple(map(v.faible, lus)),
        exterieur=nation.mention(v, c.id),
    )


def lignes_ecart(
    v: Valeurs, id_: str, ecrire: Callable = mots_changements.carte
) -> tuple[str, ...]:
    """The difference as a card says it, line by line."""
    c = v.changement(id_)
    return ("première campagne de la base",) if c is None else ecrire(c)


def tableau(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Indicators in rows: the compared campagne, the campagne, the difference, the answers."""
    v.preparer(d["ids"])
    v.comparer(d["ids"])
    avec = v.comparaison is not None
    # the totals have a column of their own where they are not what is compared
    bruts = (False, True) if avec and any(v.changement(i).constant for i in d["ids"]) else (False,)
    lignes, brutes = [], []
    for i in d["ids"]:
        ici, avant = v.une(i), v.une(i, v.comparaison) if avec else Valeur(None)
        nom = _nom_ligne(v.indicateur(i))
        compare = [v.texte(i, avant, unite=False)] if avec else []
        fin = [court_ecart(v, i, b) for b in bruts] if avec else []
        lignes.append((nom, *compare, v.texte(i, ici, unite=False), *fin, _courtes(ici)))
        brutes.append(
            (
                nom,
                *([avant.valeur] if avec else []),
                ici.valeur,
                *([_difference(v, i, b) for b in bruts] if avec else []),
                _courtes(ici),
            )
        )
    colonnes = (
        "Indicateur",
        *([v.comparaison] if avec else []),
        v.campagne,
        *((EVOLUTIONS if len(bruts) > 1 else EVOLUTION) if avec else ()),
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
            note=dire(CONSTANT if len(bruts) > 1 else "", signes(lignes)),
        )
    ]


def _nom_ligne(ind: Indicateur) -> str:
    """The title of an indicator, with its unit where the title does not tell it."""
    dit = (
        ind.unite in ("%", "€", "enfants", "personnes")
        or ind.unite.split(" par ")[-1].rstrip("s").lower() in ind.titre.lower()
    )
    return ind.titre + ("" if dit else f" ({ind.unite})")


def court_ecart(v: Valeurs, id_: str, brut: bool = False) -> str:
    """« +8,4 % », « −2,1 pts », « = », « n.c. » where nothing compares, « n.d. »."""
    return mots_changements.case(v.changement(id_), brut)


def _difference(v: Valeurs, id_: str, brut: bool = False) -> float | None:
    """What `court_ecart` says, as a number: points for a share, else a relative change in
    percent.
    """
    c = v.changement(id_)
    if not c.dit:
        return None
    if c.ind.unite == "%":
        return float(c.ecart_brut if brut else c.ecart)
    return c.pct_brut if brut else c.pct


def _courtes(x: Valeur) -> str:
    connues = not formats.inconnu(x.attendus) and not formats.inconnu(x.repondants) and x.attendus
    return f"{formats.nombre(x.repondants)} sur {formats.nombre(x.attendus)}" if connues else "–"


COMPOSENT: dict[str, Callable[[Valeurs, Mapping[str, Any]], list]] = {
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
    "nation": nation.nation,
}
BLOCS = {genre: approchees.annoter(composer) for genre, composer in COMPOSENT.items()}
