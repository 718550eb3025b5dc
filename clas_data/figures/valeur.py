"""One value, with how many answered; and a figure that is not in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clas_data import formats
from clas_data.indicateurs.catalogue import Indicateur


def reponses(repondants: Any, attendus: Any) -> str:
    """« 94 réponses sur 103 (91,3 %) »; nothing where nobody had to answer."""
    if formats.inconnu(attendus) or formats.inconnu(repondants) or not attendus:
        return ""
    return (
        f"{formats.pluriel(repondants, 'réponse')} sur {formats.nombre(attendus)} "
        f"({formats.pourcent(100 * repondants / attendus)})"
    )


@dataclass(frozen=True)
class Valeur:
    """One value, with how many answered; `secret` when diffusion hides it."""

    valeur: float | None
    repondants: Any = None
    attendus: Any = None
    secret: bool = False

    @property
    def connue(self) -> bool:
        return not formats.inconnu(self.valeur)

    @property
    def reponses(self) -> str:
        """The answers behind it, in words."""
        return reponses(self.repondants, self.attendus)


def propre(
    id_: str, titre: str, unite: str, decimales: int = 0, source: str = "", additif: bool = True
) -> Indicateur:
    """A figure of the bilan that is not in the catalogue (a count of communes, of rules kept…),
    read by the same tokens.
    """
    return Indicateur(
        id=id_,
        titre=titre,
        definition=titre,
        unite=unite,
        table="",
        mesure="",
        axes=("campagne",),
        source=source,
        traitement="",
        famille="",
        reponse="",
        derriere="",
        lecture="{valeur}",
        decimales=decimales,
        additif=additif,
    )


def ou_rien(x: Any) -> float | None:
    return None if formats.inconnu(x) else float(x)


def entier(x: Any) -> int | None:
    return None if formats.inconnu(x) else int(x)
