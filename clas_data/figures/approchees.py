"""« Dont 2 valeurs approchées »: what a figure says of the values behind it that say themselves
not to be exact (« env. 30 »).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.figures.figure import Chiffre, Chiffres, Figure, Tableau
from clas_data.figures.mots import dire
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.tables import modeles

Composer = Callable[[Valeurs, Mapping[str, Any]], list]
MODELES = (("staging", "collectifs"), ("staging", "bilans"), ("marts", "actions"))
NOMMEE = re.compile(r"\bas (\w+)")
MOT = re.compile(r"\w+")
EXEMPLES = 3


def annoter(composer: Composer) -> Composer:
    """The same blocks, whose notes count the approximate values of their campagne.

    The version for diffusion does not say them: they are what one porteur wrote.
    """

    def annotes(v: Valeurs, d: Mapping[str, Any]) -> list:
        blocs = composer(v, d)
        return blocs if v.diffusion or ecrites(v).empty else [_annote(v, d, b) for b in blocs]

    return annotes


def ecrites(v: Valeurs) -> pd.DataFrame:
    """The approximate values of the campagne, in the perimetre of who asks."""
    ou = {"campagne": v.campagne}
    return v.garder(("approchees",), lambda: v.base.lire(v.perimetre, "approchees", ou))


def derriere(v: Valeurs, ind: Indicateur) -> pd.DataFrame:
    """Those that this figure is made of, under the filters of the selection."""

    def lire() -> pd.DataFrame:
        vues = ecrites(v)
        vues = vues[vues["colonne"].isin(colonnes(f"{ind.mesure} {ind.retenues}"))]
        if vues.empty or not v.connait(ind.id):
            return vues
        ou = {**v.filtres, "campagne": v.campagne}
        lignes = calcul.lignes(v.base, v.perimetre, ind.id, ou)
        dedans = vues["code_action"].isin(lignes["code_action"])
        if "numero" in lignes:
            cles = lignes["code_action"] + "/" + lignes["numero"].astype(str)
            dedans &= vues["cle"].isin(cles) | (vues["table_recue"] != "collectifs")
        return vues[dedans]

    return v.garder(("approchees", ind.id), lire)


def colonnes(mesure: str) -> frozenset[str]:
    """The received columns that a measure reads, through the columns that the models compute."""
    lues: set[str] = set()
    reste = {*MOT.findall(mesure)}
    while reste:
        lues |= reste
        reste = {m for mot in reste for m in _calculees().get(mot, ())} - lues
    return frozenset(lues)


@cache
def _calculees() -> dict[str, frozenset[str]]:
    """Each column that a model computes, and the words of its expression."""
    lues: dict[str, frozenset[str]] = {}
    for dossier, nom in MODELES:
        texte = re.sub(r"--.*", "", modeles.read(dossier, nom))
        debut = 0
        for m in NOMMEE.finditer(texte):
            expression = texte[debut : m.start()].rsplit(",\n", 1)[-1]
            lues[m[1]] = lues.get(m[1], frozenset()) | frozenset(MOT.findall(expression))
            debut = m.end()
    return lues


def _annote(v: Valeurs, d: Mapping[str, Any], bloc: Any) -> Any:
    if isinstance(bloc, Chiffres):
        return replace(bloc, chiffres=tuple(_chiffre(v, c) for c in bloc.chiffres))
    if not isinstance(bloc, Figure | Tableau):
        return bloc
    sien = getattr(bloc, "indicateur", "")
    ids = [sien] if sien else [i for i in (d.get("id"), *d.get("ids", ())) if i]
    vues = [derriere(v, v.indicateur(i)) for i in ids if v.connait(i)]
    phrase = _phrase(v, pd.concat(vues).drop_duplicates() if vues else pd.DataFrame())
    return replace(bloc, note=dire(bloc.note, phrase)) if phrase else bloc


def _phrase(v: Valeurs, vues: pd.DataFrame) -> str:
    if vues.empty:
        return ""
    textes = list(dict.fromkeys(vues["texte"]))
    exemples = ", ".join(f"« {t} »" for t in textes[:EXEMPLES]) + "…" * (len(textes) > EXEMPLES)
    n = formats.pluriel(len(vues), "valeur approchée", "valeurs approchées")
    ecrites = "telle qu'écrite" if len(vues) == 1 else "telles qu'écrites"
    return f"Dont {n} en {v.campagne}, {ecrites} : {exemples}."


def _chiffre(v: Valeurs, c: Chiffre) -> Chiffre:
    n = len(derriere(v, v.indicateur(c.id))) if v.connait(c.id) else 0
    if not n:
        return c
    long = f"dont {formats.pluriel(n, 'valeur approchée', 'valeurs approchées')}"
    return replace(
        c,
        couverture=", ".join(x for x in (c.couverture, long) if x),
        recues=", ".join(x for x in (c.recues, f"dont {formats.pluriel(n, 'approchée')}") if x),
    )
