"""A picture read from the end of a room: its words, and the room that they take, larger."""

from __future__ import annotations

from typing import Any

from clas_data.dessin.toile import Figure

DECALAGES = ("height", "xshift", "yshift", "standoff", "title_standoff")  # what follows the words
AU_DESSUS = {"yref": "container", "y": 1, "yanchor": "top"}


def agrandir(figure: Figure, facteur: float) -> Figure:
    """The same picture, this many times larger but for its width; its legend is under its edge:
    placed over the picture, it stays where it was when it was narrower.
    """
    lue = _grandir(figure.to_dict(), facteur)
    legende = lue["layout"].get("legend", {})
    if "y" not in legende:
        lue["layout"]["legend"] = {**legende, **AU_DESSUS}
    return figure.autre(lue)


def _grandir(x: Any, facteur: float, dans: str = "") -> Any:
    """A copy where each size of a font, each margin, each shift of a word and the height grow."""
    if isinstance(x, dict):
        return {c: _grandi(c, v, facteur, dans) for c, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [_grandir(v, facteur, dans) for v in x]
    return x


def _grandi(cle: str, v: Any, facteur: float, dans: str) -> Any:
    grandit = cle in DECALAGES or dans == "margin" or (cle == "size" and "font" in dans)
    if not grandit:
        return _grandir(v, facteur, cle)
    if isinstance(v, (list, tuple)):
        return [n * facteur for n in v]
    return v if isinstance(v, bool) or not isinstance(v, (int, float)) else v * facteur
