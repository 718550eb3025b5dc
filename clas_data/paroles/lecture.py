"""The texts that a perimetre may read: with their porteur for the committee, without any name for
the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.errors import AccesRefuse
from clas_data.indicateurs import comparabilite
from clas_data.paroles import themes
from clas_data.tables.base import Base

RUBRIQUES = {
    "points_forts": "Points forts",
    "difficultes": "Difficultés",
    "besoins": "Besoins",
    "perspectives": "Perspectives",
}
ORIGINES = {
    "points_forts": ("points_forts", "bilan"),
    "questionnaire_difficultes": ("difficultes", "questionnaire"),
    "bilan_difficultes": ("difficultes", "bilan"),
    "besoins": ("besoins", "questionnaire"),
    "perspectives": ("perspectives", "bilan"),
}
NOMMEES = ["porteur_nom", "intitule", "code_action", "commune_nom"]
COMMUNES = ["rubrique", "origine", "texte", "niveau", "porteur_type", "themes", "termes"]
MASQUE = "[nom masqué]"
RESERVE = "Seuls le comité technique et l'administration lisent les textes avec le nom du porteur."


def lire(
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    ou: Mapping[str, str | Sequence[str]] | None = None,
    anonyme: bool = False,
) -> pd.DataFrame:
    """One row per text: rubrique, origine, texte, niveau, porteur_type, themes, termes; and the
    porteur and action where they may be named.

    Without that right: a whole campagne or nothing, nothing below three porteurs, no name in any
    column nor in the texts, and an order that says nothing. `anonyme`: as those who have not that
    right.
    """
    nommer = perimetre.nommer and not anonyme
    filtres = {
        axe: [voulu] if isinstance(voulu, str) else list(voulu)
        for axe, voulu in (ou or {}).items()
        if axe != "campagne"
    }
    if filtres and not nommer:
        raise AccesRefuse(
            "Sans le nom des porteurs, ces textes se lisent pour toute la campagne : deux "
            "sélections voisines, comparées, diraient qui les a écrits. Retirez les filtres. "
            f"{RESERVE}"
        )
    table = base.lire(perimetre, "paroles", {"campagne": campagne})
    for axe, voulus in filtres.items():
        table = table[table[axe].isin(voulus)]
    table = table.assign(
        origine=table["rubrique"].map(lambda r: ORIGINES[r][1]),
        rubrique=table["rubrique"].map(lambda r: ORIGINES[r][0]),
    )
    if not nommer:
        table = _anonyme(base, perimetre, table)
    trouves = table["texte"].map(themes.attribuer)
    table = table.assign(
        themes=[list(t) for t in trouves],
        termes=[list(dict.fromkeys(m for mots in t.values() for m in mots)) for t in trouves],
    )
    colonnes = COMMUNES + (NOMMEES if nommer else [])
    return table[colonnes].reset_index(drop=True)


def _anonyme(base: Base, perimetre: Perimetre, table: pd.DataFrame) -> pd.DataFrame:
    """The same texts with nothing that leads to who wrote them."""
    minimum = int(comparabilite.seuil("porteurs_min"))
    if table["porteur_siret"].nunique() < minimum:
        raise AccesRefuse(
            f"Ces textes viennent de moins de {minimum} porteurs : les lire dirait qui les a "
            f"écrits. {RESERVE}"
        )
    noms = {n for c in ("porteur_nom", "intitule") for n in base.valeurs(perimetre, c)}
    table = table.assign(texte=masquer(list(table["texte"]), noms))
    dits = _dits(table, minimum)
    table = table.assign(
        niveau=table["niveau"].where(dits, ""), porteur_type=table["porteur_type"].where(dits, "")
    )
    return table.drop(columns=[*NOMMEES, "porteur_siret", "epci", "epci_nom", "qpv"]).sort_values(
        ["rubrique", "texte", "niveau", "porteur_type"]
    )


def _dits(table: pd.DataFrame, minimum: int) -> pd.Series:
    """The texts whose level and kind are said: enough porteurs share them, and those left without
    are of enough porteurs not to be told by their silence.
    """
    partages = table.groupby(["niveau", "porteur_type"])["porteur_siret"].transform("nunique")
    tus = partages < minimum
    while 0 < table.loc[tus, "porteur_siret"].nunique() < minimum:
        tus |= partages == partages[~tus].min()
    return ~tus


def masquer(textes: Sequence[str], noms: set[str]) -> list[str]:
    """The texts where each of these names, whatever its capitals and accents, is replaced; of two
    names that begin alike, the longer.
    """
    simples = sorted(
        {themes.plat(n.strip()) for n in noms if not formats.inconnu(n) and n.strip()},
        key=lambda n: (-len(n), n),
    )
    if not simples:
        return list(textes)
    motif = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, simples))})(?!\w)")
    resultat = []
    for texte in textes:
        for m in reversed(list(motif.finditer(themes.plat(texte)))):
            texte = texte[: m.start()] + MASQUE + texte[m.end() :]
        resultat.append(texte)
    return resultat
