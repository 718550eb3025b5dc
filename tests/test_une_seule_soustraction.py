"""Nothing but the one function subtracts two campagnes: read in the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from clas_data.config import PAQUET

AVANT = {"avant", "hier", "precedente", "precedent", "comparaison", "passe"}
DEUX = {"comparaison", "precedente"}  # the other campagne of a source, of a selection
SOUSTRAIRE = (ast.Sub, ast.Div)
PRIMITIVES = {  # what computes a difference or words it, and who may call it
    "difference": {
        "indicateurs/changements.py",
        "indicateurs/phrases.py",
        "indicateurs/pourquoi.py",  # the raw difference that its movements explain
    },
    "en_points": {"indicateurs/mots_changements.py", "indicateurs/phrases.py"},
    "visible": {"indicateurs/changements.py", "nation/regards.py"},
    "evolution": {
        "indicateurs/changements.py",
        "indicateurs/phrases.py",
        "simulateur/effets.py",  # two barèmes on the same collectifs
    },
}
MODULES_PRIMITIVES = {"phrases", "formats"}
PERMIS = {
    "formats.py": "the relative change itself",
    "indicateurs/mouvements.py": "the one subtraction",
    "indicateurs/changements.py": "what is said of it",
    "indicateurs/phrases.py": "rounded once",
    "restitutions/synthese/mots.py": "a porteur's own actions, all of which answered",
    "ecrans/synthese_porteur/projet.py": "two projects under the same barème",
    "restitutions/word/pagination.py": "blank space before a paragraph",
    "figures/segments.py": "the middle of a segment, where its number of actions is written",
    "secret/changements.py": "the others of one campagne, whose group must be large enough",
    "simulateur/temps.py": "droits under two barèmes, volume and rule told apart",
}


def _fautes(texte: str, nom: str) -> Iterator[str]:
    """Where this file subtracts, or words a difference, by itself."""
    arbre = ast.parse(texte)
    for n in ast.walk(arbre):
        if isinstance(n, ast.BinOp) and isinstance(n.op, SOUSTRAIRE) and _mots(n) & AVANT:
            if nom not in PERMIS:
                yield f"{nom}:{n.lineno}: {ast.unparse(n)}"
        if isinstance(n, ast.FunctionDef) and nom not in PERMIS:
            yield from (f"{nom}:{x.lineno}: {ast.unparse(x)}" for x in _entre_deux(n))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute):
            module = n.func.value.id if isinstance(n.func.value, ast.Name) else ""
            permis = PRIMITIVES.get(n.func.attr, {nom})
            if module in MODULES_PRIMITIVES and nom not in permis:
                yield f"{nom}:{n.lineno}: {ast.unparse(n)}"


def _entre_deux(f: ast.FunctionDef) -> Iterator[ast.BinOp]:
    """The subtractions of what a function has read in the other campagne of its source."""
    lus = {
        nom.id
        for a in ast.walk(f)
        if isinstance(a, ast.Assign)
        and any(isinstance(x, ast.Attribute) and x.attr in DEUX for x in ast.walk(a.value))
        for cible in a.targets
        for nom in ast.walk(cible)
        if isinstance(nom, ast.Name)
    }
    return (
        x
        for x in ast.walk(f)
        if isinstance(x, ast.BinOp)
        and isinstance(x.op, SOUSTRAIRE)
        and any(isinstance(n, ast.Name) and n.id in lus for n in ast.walk(x))
    )


def _mots(n: ast.AST) -> set[str]:
    noms = []
    for x in ast.walk(n):
        if isinstance(x, ast.Name):
            noms.append(x.id)
        elif isinstance(x, ast.Attribute):
            noms.append(x.attr)
        elif isinstance(x, ast.Constant) and isinstance(x.value, str):
            noms.append(x.value)
    return {m for nom in noms for m in nom.lower().split("_")}


@pytest.mark.parametrize("piece", sorted(p.name for p in PAQUET.iterdir() if p.name[0] != "_"))
def test_nothing_else_subtracts_two_campagnes(piece):
    lieu = PAQUET / piece
    fichiers = sorted(lieu.rglob("*.py")) if lieu.is_dir() else [lieu]
    fautes = [
        faute
        for f in fichiers
        if f.suffix == ".py"
        for faute in _fautes(f.read_text(encoding="utf-8"), f.relative_to(PAQUET).as_posix())
    ]
    assert fautes == []


@pytest.mark.parametrize(
    "texte",
    [
        "d = ici.valeur - avant.valeur",
        "d = t['valeur_apres'] - t['valeur_avant']",
        "def f(v):\n    a = v.une('x', v.comparaison)\n    return b - a",
        "def f(s):\n    return x[s.campagne] - x[s.precedente]",
        "d = phrases.difference(ind, a, b)",
        "d = formats.evolution(a, b)",
        "d = 100 * ici / avant",
    ],
)
def test_a_second_subtraction_would_be_seen(texte):
    assert list(_fautes(texte, "ui/blocs.py"))


def test_the_list_of_who_may_only_names_files():
    assert all(Path(PAQUET / nom).is_file() for nom in PERMIS)
