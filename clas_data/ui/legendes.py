"""Legends of the maps, as HTML that a screen reader reads: classes with their bounds and counts,
circles with their values, signs.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from clas_data import formats
from clas_data.dessin import couleurs
from clas_data.dessin.cartes import diametre
from clas_data.figures.propres.lieux import Case, Croisement, Territoires
from clas_data.ui import style, tableaux, textes


def html(image: Any) -> str:
    """The legend of a map: its colours and circles, then its signs; nothing for another picture."""
    if not isinstance(image, Territoires):
        return ""
    if image.croisement is not None:
        return _matrice(image.croisement)
    genres = groupby(image.legende, key=lambda c: (bool(c.rond), bool(c.teinte)))
    return "".join(
        f'<div class="clas-legende">{"".join(map(_case, cases))}</div>' for _, cases in genres
    )


def _case(c: Case) -> str:
    mots = textes.in_html(c.mots)
    if c.rond:
        taille = f"{diametre(c.rond, 1):.0f}px"
        marque = f'<i class="rond" style="width:{taille};height:{taille}" aria-hidden="true"></i>'
    elif c.teinte:
        fond = couleurs.teinte(c.teinte, style.sombre())
        marque = (
            f'<i style="background:{fond};color:{encre(fond)}" aria-hidden="true">{c.signe}</i>'
        )
    else:
        marque = f'<b class="signe" aria-hidden="true">{textes.ECHAPPE(c.signe)}</b>'
    combien = "" if c.effectif is None else f"<small>{formats.nombre(c.effectif)}</small>"
    return f'<span class="case">{marque}{mots}{combien}</span>'


def _matrice(c: Croisement) -> str:
    """Need (columns) against offer (rows): each cell in its colour, with how many territories it
    holds.
    """
    tete = "".join(f'<th scope="col">{textes.in_html(x)}</th>' for x in c.colonnes)
    teintes = couleurs.CROISEE[style.sombre()]
    corps = "".join(
        f'<tr><th scope="row">{textes.in_html(nom)}</th>'
        + "".join(
            f'<td style="background:{teintes[i][j]};color:{encre(teintes[i][j])}">'
            f"{formats.nombre(n)}</td>"
            for j, n in enumerate(c.effectifs[i])
        )
        + "</tr>"
        for i, nom in reversed(list(enumerate(c.lignes)))
    )
    titre = textes.in_html(c.titre)
    return tableaux.frame(
        c.titre,
        f'<table class="clas-matrice"><caption>{titre}</caption><thead><tr><td></td>{tete}</tr>'
        f"</thead><tbody>{corps}</tbody></table>",
    )


def encre(fond: str) -> str:
    """The ink that reads on this colour: near black or white."""
    return couleurs.NOIR if luminance(fond) > 0.18 else "#ffffff"


def luminance(teinte: str) -> float:
    """Relative luminance (WCAG) of a colour written #rrggbb."""
    canaux = [int(teinte[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b
