"""Colours of the pictures in both themes, and the small trace that needs no plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clas_data.formats import inconnu

# Of the Okabe-Ito palette, the four hues that keep 3:1 on white; all four keep it on the dark card
# (tested).
BLEU, ORANGE, VERT, ROSE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
PALETTE = (BLEU, ORANGE, VERT, ROSE)
MOTIFS = ("", "/", ".", "x")
MARQUEURS = ("circle", "square", "diamond", "triangle-up", "cross")
TIRETS = ("solid", "dash", "dot", "dashdot")
POLICE = '"Source Sans", "Source Sans Pro", sans-serif'
CORPS = 16
NOIR = "#10161d"


@dataclass(frozen=True)
class Theme:
    """The greys that surround the palette, for one theme of the screen."""

    fond: str
    encre: str
    gris: str
    grille: str
    piste: str
    bande: str
    neutre: str


CLAIR = Theme(
    fond="#ffffff",
    encre="#1c2733",
    gris="#66727e",
    grille="#e3e7ec",
    piste="#eef1f4",
    bande="rgba(0,158,115,.13)",
    neutre="#8694a1",
)
SOMBRE = Theme(
    fond="#161c23",
    encre="#e6eaef",
    gris="#97a3af",
    grille="#2a333d",
    piste="#222b35",
    bande="rgba(0,158,115,.26)",
    neutre="#6b7885",
)

PAPIER = Theme(
    fond="#ffffff",
    encre="#1c2733",
    gris="#55626f",
    grille="#d9dfe5",
    piste="#eef1f4",
    bande="#eef1f4",
    neutre="#8694a1",
)
# On paper the greys of what is stacked differ in black and white too; hatches say the same thing.
EMPILEES = (BLEU, "#f3c9a8", "#bfe3d6", "#ffffff", PAPIER.neutre)


def theme(sombre: bool) -> Theme:
    return SOMBRE if sombre else CLAIR


def trace(valeurs: Sequence[float], *, sombre: bool, fragiles: Sequence[bool] = ()) -> str:
    """The last campagnes as a small SVG line; a gap where nothing is known, a hollow point where
    coverage is low.
    """
    t, large, haut, marge = theme(sombre), 150, 44, 6
    trait = BLEU if not sombre else "#4aa5dc"
    connues = [v for v in valeurs if not inconnu(v)]
    if not connues:
        return ""
    bas, sommet = min(connues), max(connues)
    pas = (large - 2 * marge) / max(len(valeurs) - 1, 1)
    y = [
        None
        if inconnu(v)
        else haut / 2
        if sommet == bas
        else haut - marge - (v - bas) / (sommet - bas) * (haut - 2 * marge)
        for v in valeurs
    ]
    x = [marge + i * pas for i in range(len(valeurs))]
    lignes = "".join(
        (
            f'<line x1="{x[i - 1]:.1f}" y1="{y[i - 1]:.1f}" x2="{x[i]:.1f}" y2="{y[i]:.1f}" '
            f'stroke="{trait}" stroke-width="2.5" stroke-linecap="round"/>'
        )
        for i in range(1, len(y))
        if y[i] is not None and y[i - 1] is not None
    )
    creux = list(fragiles) or [False] * len(y)
    points = "".join(
        (
            f'<circle cx="{x[i]:.1f}" cy="{v:.1f}" r="{4.5 if i == len(y) - 1 else 3}" '
            f'fill="{t.fond if creux[i] else trait}" stroke="{trait}" stroke-width="2"/>'
        )
        for i, v in enumerate(y)
        if v is not None
    )
    cadre = (
        f'xmlns="http://www.w3.org/2000/svg" width="{large}" height="{haut}" viewBox="0 0 '
        f'{large} {haut}"'
    )
    return f"<svg {cadre}>{lignes}{points}</svg>"


# Classes of a map, from few to many: one hue whose lightness moves away from the card, so that it
# reads in grey and to every eye.
SUITE = {
    False: ("#cfe2f1", "#97c3e2", "#569bcb", "#1f6fa9", "#084672"),
    True: ("#173a54", "#1f5a84", "#2f80b8", "#6bb0e0", "#b7ddf7"),
}
# Need (columns, from low to high) against offer (rows: none, low, high).
CROISEE = {
    False: (
        ("#f1e4d8", "#e6a878", "#cf6010"),
        ("#d8dfe6", "#a3a3b4", "#7c5f6c"),
        ("#a8cfe8", "#5a95c4", "#1d568c"),
    ),
    True: (
        ("#40342a", "#95572a", "#f08a3c"),
        ("#333b45", "#6a6678", "#b08a98"),
        ("#24506f", "#3f87b8", "#9ad2f7"),
    ),
}
# Distance to an action: one here, near, then farther and farther.
LOIN = {
    False: ("#0072B2", "#a8cfe8", "#f8e0cc", "#e6a878", "#c4560a"),
    True: ("#4aa5dc", "#1f4e70", "#4d3420", "#9a5a2a", "#f08a3c"),
}
ZERO = {False: "#f3f1ec", True: "#1f262d"}  # no action: a true zero
INCONNU = {False: "#a9b2bc", True: "#6b7681"}  # no answer


def teinte(nom: Sequence[str | int], sombre: bool) -> str:
    """A colour of a map by its name: (scale, place); « suite » has a rank among so many classes."""
    quoi, *place = nom
    if quoi == "suite":
        rang, n = place
        return suite(n, sombre)[rang]
    if quoi == "piste":
        return theme(sombre).piste
    couleur = {"zero": ZERO, "inconnu": INCONNU, "loin": LOIN, "croisee": CROISEE}[quoi][sombre]
    for rang in place:
        couleur = couleur[rang]
    return couleur


def suite(n: int, sombre: bool) -> tuple[str, ...]:
    """The colours of n classes (five at most), always with both ends when there is more than
    one.
    """
    toutes = SUITE[sombre]
    return (
        tuple(toutes[round(i * (len(toutes) - 1) / (n - 1))] for i in range(n))
        if n > 1
        else (toutes[2],) * n
    )
