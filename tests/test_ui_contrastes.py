"""What the eye tells apart: ratios of WCAG 2.1 (1.4.11, 3:1) and colour classes of the maps, also
for the three colour-blind visions.

Simulation: Machado, Oliveira and Fernandes, « A Physiologically-based Model for Simulation of Color
Vision Deficiency » (IEEE TVCG 15-6, 2009), matrices of severity 1, applied to linear RGB.
Distance: CIE 1976, ΔE*ab, D65.  About 2.3 is the smallest difference that an eye sees between two
patches side by side (Mahy et al., 1994); 10 is asked here, because a class is looked up in a legend
at a distance.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from clas_data.dessin import couleurs
from tests.test_ui_figures import contraste

VISIONS = {
    "ordinaire": np.eye(3),
    "protanopie": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutéranopie": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopie": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
SRGB_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
BLANC = np.array([0.95047, 1.0, 1.08883])
ECART_MIN = 10


def _lab(couleur: str, vision: str) -> np.ndarray:
    canaux = np.array([int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    lineaires = np.where(canaux <= 0.04045, canaux / 12.92, ((canaux + 0.055) / 1.055) ** 2.4)
    xyz = SRGB_XYZ @ np.clip(np.array(VISIONS[vision]) @ lineaires, 0, 1) / BLANC
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ecart(a: str, b: str, vision: str) -> float:
    return float(np.linalg.norm(_lab(a, vision) - _lab(b, vision)))


def echelles(sombre: bool) -> dict[str, tuple[str, ...]]:
    """Every scale that a map uses, with the two colours that stand beside its classes."""
    croisee = tuple(c for rang in couleurs.CROISEE[sombre] for c in rang)
    inconnu = couleurs.INCONNU[sombre]
    return {
        "taux": (couleurs.ZERO[sombre], *couleurs.SUITE[sombre], inconnu),
        "distances": (*couleurs.LOIN[sombre], inconnu),
        "besoin et offre": croisee,
    }


def test_the_simulation_does_what_it_says():
    """White stays white; the red and the green of a traffic light come close for two visions in
    three, not for the ordinary one.
    """
    for nom in VISIONS:
        assert _lab("#ffffff", nom) == pytest.approx([100, 0, 0], abs=0.1)
    rouge, vert = "#c0392b", "#7d7a00"
    assert ecart(rouge, vert, "ordinaire") > 50
    assert (
        max(ecart(rouge, vert, v) for v in ("protanopie", "deutéranopie"))
        < ecart(rouge, vert, "ordinaire") / 2
    )


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("echelle", list(echelles(False)))
def test_any_two_classes_of_a_map_are_told_apart(echelle, sombre, vision):
    for a, b in combinations(echelles(sombre)[echelle], 2):
        assert ecart(a, b, vision) >= ECART_MIN, (echelle, a, b, round(ecart(a, b, vision), 1))


@pytest.mark.parametrize("vision", VISIONS)
def test_the_series_of_a_chart_are_told_apart(vision):
    assert min(ecart(a, b, vision) for a, b in combinations(couleurs.PALETTE, 2)) >= ECART_MIN


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_the_shape_of_a_map_and_its_strongest_class_keep_3_to_1(sombre):
    """The outline of the département is drawn in `neutre`: a pale class is seen by its edge, its
    place and its words, not by its colour alone.
    """
    fond = couleurs.theme(sombre).fond
    assert contraste(couleurs.theme(sombre).neutre, fond) >= 3
    for nom in ("SUITE", "LOIN"):
        assert max(contraste(c, fond) for c in getattr(couleurs, nom)[sombre]) >= 3, nom


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_the_small_trace_keeps_3_to_1(sombre):
    svg = couleurs.trace([1.0, 2.0, 3.0], sombre=sombre)
    trait = svg.split('stroke="')[1][:7]
    assert contraste(trait, couleurs.theme(sombre).fond) >= 3
