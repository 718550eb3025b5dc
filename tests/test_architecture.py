"""The shape of the house: who imports whom, sizes, no SQL outside sql/, every page begins with its
guard.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

RACINE = Path(__file__).parent.parent
PAQUET = RACINE / "clas_data"
MODULES = sorted(p for p in PAQUET.rglob("*.py"))
PAGES = sorted((RACINE / "pages").glob("*.py"))
ECRANS = [RACINE / "dashboard.py", *PAGES]

# Lowest first; a module may import from its own floor or from those below.
ETAGES = [
    {"config", "errors", "formats", "declarations", "memoire"},
    {"fichiers", "baremes", "acces"},
    {"tables"},
    {"simulateur", "indicateurs", "territoires", "conformite", "articulation", "paroles"},
    {"secret"},
    {"partage"},
    {"nation"},
    {"figures"},
    {"dessin"},
    {"restitutions", "exemples"},
    {"ui", "serveur", "commandes"},
    {"ecrans", "__main__"},
]
RESERVES = {
    "duckdb": {"tables"},
    "streamlit": {"ecrans", "ui", "serveur"},
    "plotly": {"dessin"},
}
FICHIERS_PAR_PIECE = 25


def _etage(partie: str) -> int:
    return next((i for i, noms in enumerate(ETAGES) if partie in noms), -1)


def _partie(chemin: Path) -> str:
    relatif = chemin.relative_to(PAQUET)
    return relatif.parts[0].removesuffix(".py")


@cache
def _arbre(chemin: Path) -> ast.Module:
    """A module of the house, read once for all that is asked of it."""
    return ast.parse(chemin.read_text(encoding="utf-8"))


@cache
def _connus() -> frozenset[str]:
    return frozenset(_nom(m) for m in MODULES)


def _imports(chemin: Path) -> list[tuple[int, str]]:
    noms = []
    for noeud in ast.walk(_arbre(chemin)):
        if isinstance(noeud, ast.Import):
            noms += [(noeud.lineno, a.name) for a in noeud.names]
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0, f"{chemin}:{noeud.lineno}: relative import"
            noms.append((noeud.lineno, noeud.module or ""))
            noms += [
                (noeud.lineno, f"{noeud.module}.{a.name}")
                for a in noeud.names
                if noeud.module == "clas_data"
            ]
    return noms


@pytest.mark.parametrize("chemin", MODULES, ids=lambda p: str(p.relative_to(RACINE)))
def test_imports_go_downwards_only(chemin):
    partie = _partie(chemin)
    if partie == "__init__":
        return
    etage = _etage(partie)
    assert etage >= 0, f"{partie} is on no floor: add it to the map"
    for ligne, nom in _imports(chemin):
        premier = nom.split(".")[0]
        if premier in RESERVES:
            assert partie in RESERVES[premier], (
                f"{chemin}:{ligne}: {premier} is imported by {RESERVES[premier]} only"
            )
        if premier == "clas_data" and nom.count("."):
            cible = nom.split(".")[1]
            assert _etage(cible) <= etage, (
                f"{chemin}:{ligne}: {partie} imports {cible}, which is above it"
            )


@cache
def _modules_lus(chemin: Path) -> set[str]:
    """The modules of the house that this one imports, inside its functions too, by dotted name."""
    lus = set()
    for noeud in ast.walk(_arbre(chemin)):
        if isinstance(noeud, ast.Import):
            lus |= {a.name for a in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and (noeud.module or "").startswith("clas_data"):
            lus |= {noeud.module, *(f"{noeud.module}.{a.name}" for a in noeud.names)}
    return (lus & _connus()) - {_nom(chemin)}


def _nom(chemin: Path) -> str:
    nom = ".".join(chemin.relative_to(RACINE).with_suffix("").parts)
    return nom.removesuffix(".__init__")


def _cercle(graphe: dict[str, set[str]]) -> list[str]:
    """One circle of this graph, or an empty list."""
    try:
        TopologicalSorter(graphe).prepare()
    except CycleError as e:
        return e.args[1]
    return []


def test_no_circle_between_files():
    # A package that gathers its modules in its `__init__` is read through it: only the modules that
    # it names are counted.
    graphe = {_nom(m): _modules_lus(m) for m in MODULES}
    for nom in [n for n in graphe if any(m.startswith(f"{n}.") for m in graphe)]:
        for m in graphe:
            if m.startswith(f"{nom}."):
                graphe[m] = graphe[m] - {nom}
    assert _cercle(graphe) == []


def test_no_circle_between_rooms():
    graphe: dict[str, set[str]] = {}
    for m in MODULES:
        ici = _partie(m)
        lus = {n.split(".")[1] for n in _modules_lus(m) if n.count(".")}
        graphe.setdefault(ici, set()).update(lus - {ici})
    assert _cercle(graphe) == []


@pytest.mark.parametrize(
    "piece", sorted({m.parent for m in MODULES}), ids=lambda p: str(p.relative_to(RACINE))
)
def test_no_room_is_a_warehouse(piece):
    fichiers = [f.name for f in piece.glob("*.py") if f.name != "__init__.py"]
    assert len(fichiers) <= FICHIERS_PAR_PIECE, f"{piece.name}: {len(fichiers)} modules"


LIGNES_MAX, INSTRUCTIONS_MAX = 250, 40


def _instructions(noeud: ast.AST) -> int:
    """Statements below this one, docstrings left out."""
    return sum(
        isinstance(n, ast.stmt)
        and not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
        for n in ast.walk(noeud)
    ) - isinstance(noeud, ast.stmt)


@pytest.mark.parametrize("chemin", MODULES + ECRANS, ids=lambda p: str(p.relative_to(RACINE)))
def test_short_enough_to_read_standing_up(chemin):
    texte = chemin.read_text(encoding="utf-8")
    nom = chemin.relative_to(RACINE).as_posix()
    lignes = texte.count("\n")
    assert lignes <= LIGNES_MAX, f"{nom}: {lignes} lines, {LIGNES_MAX} at most"
    arbre = _arbre(chemin)
    if chemin in ECRANS:
        assert _instructions(arbre) <= INSTRUCTIONS_MAX, f"{nom}: {_instructions(arbre)} statements"
    for noeud in ast.walk(arbre):
        if isinstance(noeud, (ast.FunctionDef, ast.AsyncFunctionDef)):
            n = _instructions(noeud)
            assert n <= INSTRUCTIONS_MAX, f"{nom}:{noeud.lineno} {noeud.name}: {n} statements"


@pytest.mark.parametrize("chemin", sorted(PAQUET.rglob("*.sql")), ids=lambda p: p.name)
def test_sql_is_small(chemin):
    assert chemin.read_text(encoding="utf-8").count("\n") <= 90


@pytest.mark.parametrize(
    "chemin", sorted((PAQUET / "tables" / "sql" / "marts").glob("*.sql")), ids=lambda p: p.name
)
def test_a_mart_states_its_grain_and_never_reads_its_own_layer_in_a_circle(chemin):
    texte = chemin.read_text(encoding="utf-8")
    assert re.match(r"-- one row per ", texte), f"{chemin.name}: the first line states the grain"
    assert f"marts.{chemin.stem}" not in re.sub(r"--.*", "", texte).replace(
        f"create table marts.{chemin.stem}", ""
    )


SQL = re.compile(
    r"\b(select\s+.+\s+from\s+\w|insert\s+into\s|create\s+(or\s+replace\s+)?(table|view|schema)\s|delete\s+from\s)",
    re.I | re.S,
)


def _textes(chemin: Path):
    """String literals of a module that are not docstrings."""
    arbre = _arbre(chemin)
    docstrings = {
        id(n.body[0].value)
        for n in ast.walk(arbre)
        if isinstance(n, (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
        and n.body
        and isinstance(n.body[0], ast.Expr)
        and isinstance(n.body[0].value, ast.Constant)
    }
    for noeud in ast.walk(arbre):
        if (
            isinstance(noeud, ast.Constant)
            and isinstance(noeud.value, str)
            and id(noeud) not in docstrings
        ):
            yield noeud.lineno, noeud.value


@pytest.mark.parametrize("chemin", MODULES + ECRANS, ids=lambda p: str(p.relative_to(RACINE)))
def test_no_sql_outside_its_folder(chemin):
    for ligne, texte in _textes(chemin):
        assert not SQL.search(texte), f"{chemin.name}:{ligne}: SQL belongs in clas_data/tables/sql"


def test_raw_rows_of_every_porteur_enter_by_the_secret_only():
    """`Base.contributions` reads all porteurs on behalf of one: only the module that protects them
    may call it.
    """
    appels = {
        c.relative_to(RACINE).as_posix()
        for c in MODULES + ECRANS
        for n in ast.walk(_arbre(c))
        if isinstance(n, ast.Attribute) and n.attr == "contributions"
    }
    assert (
        appels <= {"clas_data/secret/production.py", "clas_data/secret/repartition.py"} and appels
    )


# Published figures of the field (DOMAIN, note de cadrage): they live in YAML with their source,
# never in code.
CHIFFRES_DU_MONDE = {32.5, 0.325, 7885, 2563, 2562.625, 305, 3173, 5599, 1680, 3052, 103}


@pytest.mark.parametrize("chemin", MODULES + ECRANS, ids=lambda p: str(p.relative_to(RACINE)))
def test_no_figure_of_the_world_in_code(chemin):
    for noeud in ast.walk(_arbre(chemin)):
        if (
            isinstance(noeud, ast.Constant)
            and isinstance(noeud.value, (int, float))
            and not isinstance(noeud.value, bool)
        ):
            assert noeud.value not in CHIFFRES_DU_MONDE, (
                f"{chemin.name}:{noeud.lineno}: {noeud.value} belongs in a sourced YAML"
            )


def _constante(noeud: ast.stmt) -> bool:
    """A docstring, or the assignment of a literal: nothing that runs."""
    if isinstance(noeud, ast.Expr):
        return isinstance(noeud.value, ast.Constant)
    return isinstance(noeud, ast.Assign) and not any(
        isinstance(n, ast.Call) for n in ast.walk(noeud)
    )


@pytest.mark.parametrize("chemin", PAGES, ids=lambda p: p.name)
def test_every_page_begins_with_its_guard(chemin):
    arbre = _arbre(chemin)
    assert ast.get_docstring(arbre), f"{chemin.name}: a docstring says what the page is for"
    premiere = next(
        n
        for n in arbre.body
        if not isinstance(n, (ast.Import, ast.ImportFrom)) and not _constante(n)
    )
    appel = premiere.value
    assert isinstance(appel, ast.Call) and ast.unparse(appel.func) == "page.enter", (
        f"{chemin.name}: first statement is page.enter(…)"
    )
    assert appel.args[0].value == chemin.stem, f"{chemin.name}: the guard names its own page"


@pytest.mark.parametrize("chemin", MODULES + ECRANS, ids=lambda p: str(p.relative_to(RACINE)))
def test_no_error_is_swallowed(chemin):
    for noeud in ast.walk(_arbre(chemin)):
        if isinstance(noeud, ast.ExceptHandler):
            assert noeud.type is not None, f"{chemin.name}:{noeud.lineno}: bare except"
            assert not all(isinstance(n, ast.Pass) for n in noeud.body), (
                f"{chemin.name}:{noeud.lineno}: except: pass"
            )
