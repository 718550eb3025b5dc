"""Deposits laid one over the other: for each key, the row of the last one that holds it."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

SEPARATEUR = "\x1f"  # no received text holds it: control characters are refused at the check


def superposer(couches: Sequence[pa.Table], cle: tuple[str, ...]) -> pa.Table:
    """The rows in force among these layers, oldest first; a key belongs to its last layer."""
    gardes, vues = [couches[-1]], cles(couches[-1], cle)
    for couche in reversed(couches[:-1]):
        siennes = cles(couche, cle)
        gardes.append(couche.filter(pc.invert(pc.is_in(siennes, value_set=vues))))
        vues = pa.chunked_array([*vues.chunks, *siennes.chunks], pa.string())
    return pa.concat_tables(reversed(gardes))


def cles(table: pa.Table, cle: tuple[str, ...]) -> pa.ChunkedArray:
    """The key of each row, as one text."""
    textes = [pc.cast(table[c], pa.string()) for c in cle]
    une = textes[0] if len(textes) == 1 else pc.binary_join_element_wise(*textes, SEPARATEUR)
    return une if isinstance(une, pa.ChunkedArray) else pa.chunked_array([une])
