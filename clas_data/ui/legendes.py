"""Legends of the maps, as HTML that a screen reader reads: classes with their bounds and counts,
circles with their values, signs.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data import formats
from clas_data.dessin import couleurs
from clas_data.dessin.cartes import diametre
from clas_data.ui import style, tableaux, textes

SANS_ACTION, SANS_REPONSE = "aucune action (zéro)", "n.d. : pas de réponse"


def classes(
    etiquettes: Sequence[str],
    teintes: Sequence[str],
    effectifs: Sequence[int],
    autres: Sequence[tuple[str, str, int]] = (),
) -> str:
    """One swatch per class, its bounds and how many territories it holds; then those outside the
    classes.
    """
    lignes = [*zip(etiquettes, teintes, effectifs, strict=True), *autres]
    return _bloc("".join(_case(t, e, n) for e, t, n in lignes))


def cercles(valeurs: Sequence[float], maximum: float) -> str:
    """Circles of three round values."""
    ronds_ = "".join(
        '<span class="case">'
        '<i class="rond" '
        f'style="width:{diametre(v, maximum):.0f}px;height:{diametre(v, maximum):.0f}px" '
        'aria-hidden="true"></i>'
        f"{formats.nombre(v)}</span>"
        for v in valeurs
    )
    return _bloc(ronds_)


def signes(lignes: Sequence[tuple[str, str]]) -> str:
    """A sign as it is drawn, and what it says."""
    return _bloc(
        "".join(
            (
                f'<span class="case"><b class="signe" aria-hidden="true">{textes.ECHAPPE(s)}'
                f"</b>{textes.in_html(mots)}</span>"
            )
            for s, mots in lignes
        )
    )


def matrice(
    effectifs: Sequence[Sequence[int]], lignes: Sequence[str], colonnes: Sequence[str], titre: str
) -> str:
    """Need (columns) against offer (rows): each cell in its colour, with how many territories it
    holds.
    """
    tete = "".join(f'<th scope="col">{textes.in_html(c)}</th>' for c in colonnes)
    teintes = couleurs.CROISEE[style.sombre()]
    corps = "".join(
        f'<tr><th scope="row">{textes.in_html(nom)}</th>'
        + "".join(
            (
                f'<td style="background:{teintes[i][j]};color:'
                f'{encre(teintes[i][j])}">{formats.nombre(n)}</td>'
            )
            for j, n in enumerate(effectifs[i])
        )
        + "</tr>"
        for i, nom in reversed(list(enumerate(lignes)))
    )
    return tableaux.frame(
        titre,
        f'<table class="clas-matrice"><caption>{textes.in_html(titre)}</caption><thead><tr>'
        "<td>"
        f"</td>{tete}</tr></thead><tbody>{corps}</tbody></table>",
    )


def encre(fond: str) -> str:
    """The ink that reads on this colour: near black or white."""
    return couleurs.NOIR if luminance(fond) > 0.18 else "#ffffff"


def luminance(teinte: str) -> float:
    """Relative luminance (WCAG) of a colour written #rrggbb."""
    canaux = [int(teinte[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def ronds(maximum: float) -> list[float]:
    """Three round values that show the scale of the circles: about the maximum, a quarter and a
    twentieth of it.
    """
    from math import floor, log10

    resultat = []
    for part in (1, 0.25, 0.05):
        v = maximum * part
        if v >= 1:
            unite = 10 ** floor(log10(v))
            resultat.append(max(k * unite for k in (1, 2, 5) if k * unite <= v))
    return list(dict.fromkeys(resultat)) or [maximum]


def _case(teinte: str, mots: str, effectif: int) -> str:
    signe = "?" if mots == SANS_REPONSE else ""
    return (
        '<span class="case">'
        f'<i style="background:{teinte};color:{encre(teinte)}" aria-hidden="true">{signe}'
        f"</i>{textes.in_html(mots)}"
        f"<small>{formats.nombre(effectif)}</small></span>"
    )


def _bloc(contenu: str) -> str:
    return f'<div class="clas-legende">{contenu}</div>'
