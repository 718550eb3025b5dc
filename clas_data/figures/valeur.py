"""One value, with how many answered; and a figure that is not in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.formats import ND
from clas_data.indicateurs import libelles
from clas_data.indicateurs.catalogue import Indicateur

VIDE = ("code", "libelle", "valeur", "repondants", "attendus", "secret")


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


def nommer(
    t: Mapping[str, pd.Series], lignes: Sequence[int], noms: Mapping[str, str], axe: str
) -> pd.DataFrame:
    """These rows of figures by the values of an axis, with the words of those that have any, in the
    order in which the axis is read.
    """
    siennes = np.array([*lignes], dtype=np.intp)  # typed: there may be none
    lus = {n: t[n].array.take(siennes) for n in VIDE if n != "libelle"}
    codes, valeurs = lus["code"].tolist(), lus["valeur"].tolist()
    dits = [None if formats.inconnu(c) or c in ("", ND) else noms.get(c, c) for c in codes]
    places = [libelles.rang_lu(axe, *l) for l in zip(codes, valeurs, dits, strict=True)]
    rangs = sorted((i for i, dit in enumerate(dits) if dit is not None), key=places.__getitem__)
    lus = {n: x.take(np.array(rangs, dtype=np.intp)) for n, x in lus.items()}
    lus["libelle"] = pd.Series([dits[i] for i in rangs], dtype=object)
    return pd.DataFrame({n: lus[n] for n in VIDE})
