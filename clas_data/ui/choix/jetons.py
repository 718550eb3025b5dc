"""What is chosen on a screen, pinned and named, each undone with one gesture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from clas_data.ui import gestes, textes


@dataclass(frozen=True)
class Jeton:
    """One choice: its words, the key that holds it on the screen and in the URL, and the value that
    undoes it.
    """

    mots: str
    cle: str
    defaut: str | None


def montrer(choisis: Sequence[Jeton], mots: str) -> None:
    """The chips of what is chosen; `mots`, the whole in words, for those who listen and on
    paper.
    """
    st.html(
        f'<div class="clas-imprime"><p class="clas-mots">{textes.ECHAPPE(mots)}</p></div>',
        width="content",
    )
    for j in choisis:
        st.button(
            textes.litteral(textes.typographic(j.mots)),
            icon=":material/close:",
            icon_position="right",
            key=f"retirer_{j.cle}",
            help="Retirer ce choix",
            on_click=gestes.geste(_retirer),
            args=(j.cle, j.defaut),
        )


def _retirer(cle: str, defaut: str | None) -> None:
    st.session_state[cle] = defaut
