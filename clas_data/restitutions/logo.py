"""The logo that the installation deposits, as the documents print it: small, opaque, and nothing
else than its points.
"""

from __future__ import annotations

import io

from PIL import Image

from clas_data.config import Installation
from clas_data.errors import UsageError

OCTETS_MAX, COTE_MAX = 2_000_000, 4_000  # of the deposited file; of a side, in points
SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEUR, HAUTEUR = 900, 270  # what is printed, in points
GESTE = "Enregistrez le logo en PNG, sous ce nom, puis recommencez."


def lire(installation: Installation) -> bytes:
    """The logo as a PNG of our own making, for what a received image hides must not be published;
    nothing where none was deposited.
    """
    chemin = installation.logo
    if not chemin.exists():
        autres = sorted(p.name for p in chemin.parent.glob(f"{chemin.stem}.*"))
        if autres:
            raise UsageError(f"{autres[0]} : seul « {chemin.name} » est lu. {GESTE}")
        return b""
    if chemin.stat().st_size > OCTETS_MAX:
        raise UsageError(f"{chemin.name} : plus de {OCTETS_MAX // 1_000_000} Mo. {GESTE}")
    try:
        return _reduit(chemin.read_bytes(), chemin.name)
    except (OSError, SyntaxError, ValueError) as e:
        raise UsageError(f"{chemin.name} : ce n'est pas une image PNG lisible. {GESTE}") from e


def _reduit(octets: bytes, nom: str) -> bytes:
    # The sides that its head says: the library itself stops on a picture that is too large.
    cotes = [int.from_bytes(octets[k : k + 4]) for k in (16, 20)]
    if octets.startswith(SIGNATURE) and max(cotes) > COTE_MAX:
        raise UsageError(f"{nom} : plus de {COTE_MAX} points de côté. {GESTE}")
    with Image.open(io.BytesIO(octets), formats=("PNG",)) as lue:
        points = lue.convert("RGBA")
    points.thumbnail((LARGEUR, HAUTEUR))
    fond = Image.new("RGBA", (LARGEUR, HAUTEUR), "white")  # one shape for all: one place on a page
    fond.alpha_composite(points, (0, (HAUTEUR - points.height) // 2))
    sortie = io.BytesIO()
    fond.convert("RGB").save(sortie, "PNG")
    return sortie.getvalue()
