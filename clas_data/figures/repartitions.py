"""Figures that divide: one indicator across an axis, a share and what it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.figures import figure
from clas_data.figures.figure import Figure, Serie
from clas_data.figures.mots import (
    SIGNE_SECRET,
    avertissements,
    champ,
    contradiction,
    dire,
    entiers,
    ou_rien,
    source,
    sous_titre,
    unite,
)
from clas_data.figures.valeur import Valeur
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import INSECABLE, ND, ponctuer
from clas_data.indicateurs import catalogue, phrases
from clas_data.indicateurs.catalogue import Indicateur


def repartition(v: Valeurs, d: Mapping[str, Any]) -> list:
    """One indicator across the values of an axis, with a tick for the compared campagne where the
    guard allows it; `limite` rows are drawn, and `parts` writes the share of each.
    """
    ind, axe = v.indicateur(d["id"]), d["axe"]
    t, avis, nom = v.par(ind.id, axe), v.avis(ind.id, axe=axe), catalogue.AXES[axe]
    lues = {v.campagne: t}
    if v.comparaison and not v.refusee(ind.id, axe=axe):
        t, avant = v.paire(ind.id, axe)
        lues = {v.campagne: t, v.comparaison: avant}
    sujet = d.get("sujet") or f"{ind.titre} par {nom.lower()}"
    cachees = any(lue["secret"].any() for lue in lues.values())
    parts = bool(d.get("parts")) and ind.additif and not cachees
    series = tuple(_serie_par(v, ind, c, lue, parts) for c, lue in lues.items())
    reste = max(len(t) - d["limite"], 0) if d.get("limite") else 0
    lus = [
        (n, Valeur(None, r, a))
        for n, r, a in zip(t["libelle"], series[0].repondants, series[0].attendus, strict=True)
    ]
    return [
        Figure(
            f"{ind.id}_{axe}",
            figure.BARRES,
            titre_repartition(ind, t, nom, sujet),
            sous_titre(sujet, unite(ind)),
            tuple(t["libelle"]),
            series,
            nom,
            ind.unite,
            lecture_repartition(ind, t, series[0].textes),
            champ(v),
            source(ind),
            dire(
                SIGNE_SECRET if cachees else "",
                contradiction(v, ind.id) if len(lues) > 1 else "",
                f"{formats.pluriel(reste, 'autre valeur', 'autres valeurs')} dans les données."
                if reste
                else "",
            ),
            lignes_max=d.get("limite", 0),
            reponses=v.une(ind.id).reponses,
            avertissements=avertissements(v, ind, avis, lus),
            indicateur=ind.id,
            axe=axe,
            codes=tuple(t["code"]),
        )
    ]


def _serie_par(v: Valeurs, ind: Indicateur, nom: str, lue: pd.DataFrame, parts: bool) -> Serie:
    """One campagne across an axis; `parts` writes beside each value its share of the whole."""
    textes = [
        v.texte(ind.id, Valeur(x, secret=bool(s)), unite=False)
        for x, s in zip(lue["valeur"], lue["secret"], strict=True)
    ]
    valeurs, total = ou_rien(lue["valeur"]), lue["valeur"].sum()
    courts = (
        [
            t
            if x is None or not total
            else f"{t}{INSECABLE}· {formats.pourcent(100 * x / total, 0)}"
            for t, x in zip(textes, valeurs, strict=True)
        ]
        if parts
        else []
    )
    return Serie(
        nom,
        tuple(valeurs),
        tuple(textes),
        entiers(lue["repondants"]),
        entiers(lue["attendus"]),
        tuple(map(ponctuer, courts)),
    )


def titre_repartition(ind: Indicateur, t: pd.DataFrame, axe: str, sujet: str) -> str:
    """The main share, or the two ends of a ratio; the subject alone where secrecy forbids the
    total.
    """
    if t["secret"].any() or t["valeur"].isna().all():
        return sujet
    return phrases.titre_repartition(
        ind,
        dict(zip(t["libelle"], t["valeur"], strict=True)),
        axe,
        dict(zip(t["libelle"], t["repondants"], strict=True)),
    )


def lecture_repartition(ind: Indicateur, t: pd.DataFrame, textes: Sequence[str]) -> str:
    i = next((k for k, x in enumerate(t["valeur"]) if not formats.inconnu(x)), None)
    if i is None:
        return ""
    mots = (
        ""
        if ind.unite in ("%", "€")
        else " " + phrases.accorder(ind.unite, phrases.affiche(ind, t["valeur"].iloc[i]))
    )
    return ponctuer(f"« {t['libelle'].iloc[i]} » : {textes[i]}{mots}.")


def composition(v: Valeurs, d: Mapping[str, Any]) -> list:
    """A share and what it leaves, one bar of 100 % per value of the axis and one for the whole."""
    ind = v.indicateur(d["id"])
    lus = [ind.id, d["effectif"], *d.get("effectifs", ())]
    v.preparer(lus)
    v.preparer_par(lus, d["axe"])
    t, x = v.par(ind.id, d["axe"]), v.une(ind.id)
    effectifs = v.par(d["effectif"], d["axe"]).set_index("libelle")
    # a share of a hidden count would help to find it
    cachees = set(effectifs.index[effectifs["secret"].astype(bool)]) | set(
        t.loc[t["secret"].astype(bool), "libelle"]
    )
    noms = (*t["libelle"], "Ensemble")
    parts = [
        None if formats.inconnu(p) or n in cachees else float(p)
        for n, p in zip(noms, [*t["valeur"], x.valeur], strict=True)
    ]
    restes = [None if p is None else 100 - p for p in parts]
    comptes = _comptes(v, d, noms[:-1]) if d.get("effectifs") and not cachees else ((), ())
    series = tuple(
        Serie(
            nom,
            tuple(p),
            tuple(ND if y is None else formats.pourcent(y, ind.decimales) for y in p),
            details=dits,
        )
        for nom, p, dits in zip(d["noms"], (parts, restes), comptes, strict=True)
    )
    return [
        Figure(
            d["cle"],
            figure.EMPILEES,
            d["sujet"]
            if cachees
            else titre_repartition(ind, t, catalogue.AXES[d["axe"]], d["sujet"]),
            f"{d['sujet']} (en %)",
            noms,
            series,
            catalogue.AXES[d["axe"]],
            "%",
            phrases.lecture(ind, x.valeur, v.campagne, x.repondants, x.attendus),
            champ(v),
            source(ind),
            dire(
                d.get("note", ""),
                "Part retirée où l'effectif est masqué (secret)." if cachees else "",
            ),
            reponses=x.reponses,
            indicateur=ind.id,
            axe=d["axe"],
            codes=tuple(t["code"]),
        )
    ]


def _comptes(
    v: Valeurs, d: Mapping[str, Any], noms: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The counts behind both shares, in words, one per value of the axis, then the whole."""
    dits = []
    for id_ in d["effectifs"]:
        t = v.par(id_, d["axe"])
        lus = dict(zip(t["libelle"], t["valeur"], strict=True))
        ecrits = [phrases.ecrire(v.indicateur(id_), lus.get(n)) for n in noms]
        dits.append((*ecrits, v.texte(id_, v.une(id_))))
    return tuple(dits)
