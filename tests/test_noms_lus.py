"""What a file reads in another file of ours is there: a function that moves takes its readers
along, even those that are only called on a click.
"""

from __future__ import annotations

import ast
import importlib
import types
from pathlib import Path

import pytest

RACINE = Path(__file__).parent.parent
FICHIERS = sorted(
    p.relative_to(RACINE)
    for p in (*(RACINE / "clas_data").rglob("*.py"), *(RACINE / "pages").glob("*.py"))
)


def _modules(arbre: ast.AST) -> dict[str, types.ModuleType]:
    """The modules of ours that this file imports, by the name that it gives them."""
    lus = {}
    for n in ast.walk(arbre):
        if not isinstance(n, ast.ImportFrom) or not (n.module or "").startswith("clas_data"):
            continue
        parent = importlib.import_module(n.module)
        for a in n.names:
            if not hasattr(parent, a.name):
                importlib.import_module(f"{n.module}.{a.name}")
            lu = getattr(parent, a.name)
            if isinstance(lu, types.ModuleType):
                lus[a.asname or a.name] = lu
    return lus


def absents(texte: str) -> list[str]:
    """« module.name » read in this source and defined nowhere; a name that is also a variable of
    the file is left out.
    """
    arbre = ast.parse(texte)
    modules = _modules(arbre)
    variables = {
        n.id for n in ast.walk(arbre) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    } | {n.arg for n in ast.walk(arbre) if isinstance(n, ast.arg)}
    return [
        f"{n.value.id}.{n.attr}"
        for n in ast.walk(arbre)
        if isinstance(n, ast.Attribute)
        and isinstance(n.value, ast.Name)
        and n.value.id in modules.keys() - variables
        and not hasattr(modules[n.value.id], n.attr)
    ]


@pytest.mark.parametrize("chemin", FICHIERS, ids=str)
def test_what_is_read_elsewhere_is_there(chemin):
    assert not absents((RACINE / chemin).read_text("utf-8"))


def test_a_name_that_moved_is_seen():
    assert absents("from clas_data.dessin import series\nf = lambda: series.partie()") == [
        "series.partie"
    ]
