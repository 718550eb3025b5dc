"""The documents a stranger reads: links and pictures that exist, every screen and command named."""

from __future__ import annotations

import re

import pytest

from clas_data.commandes.analyse import analyseur
from clas_data.config import DEPOT
from clas_data.serveur import menu

GUIDE = (DEPOT / "docs" / "guide.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    [*DEPOT.glob("*.md"), *(DEPOT / "docs").rglob("*.md"), *(DEPOT / "data").glob("*.md")]
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(DEPOT)))
def test_every_link_and_picture_leads_somewhere(document):
    for cible in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if "://" not in cible:
            assert (document.parent / cible).exists(), f"{document.name}: {cible}"


def test_every_label_that_the_guide_tells_to_press_is_on_a_screen():
    """Labels are in italics, what a screen says between « »; the screens take their words from
    here.
    """
    droit = str.maketrans({"\u202f": " ", "\u00a0": " ", "’": "'"})
    textes = "\n".join(
        p.read_text(encoding="utf-8")
        for d in ("clas_data", "pages")
        for p in sorted((DEPOT / d).rglob("*"))
        if p.suffix in (".py", ".yaml", ".css", ".js")
    )
    dits = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", GUIDE) + re.findall(
        r"« ([^»{]{3,40}) »", GUIDE
    )
    assert len(dits) > 40
    assert not [d for d in dits if d.translate(droit) not in textes.translate(droit)]


def test_the_guide_names_every_screen():
    absents = [e.titre for e in menu.ecrans().values() if e.titre not in GUIDE]
    assert not absents


def _options(analyseur_) -> set[str]:
    """Every option of a command, and of the gestures under it."""
    sous = [
        p for a in analyseur_._actions if isinstance(a.choices, dict) for p in a.choices.values()
    ]
    return {o for a in analyseur_._actions for o in a.option_strings}.union(*map(_options, sous))


def test_the_commands_that_the_documents_show_exist_with_their_options():
    connues = next(a for a in analyseur()._actions if isinstance(a.choices, dict)).choices
    vues = 0
    for document in DOCUMENTS:
        for commande, suite in re.findall(
            r"-m clas_data(?: --racine \S+)? ([a-z][a-z-]+)([^\n`»#]*)",
            document.read_text(encoding="utf-8"),
        ):
            assert commande in connues, f"{document.name}: {commande}"
            inconnues = set(re.findall(r"(?<!\S)--?[a-z-]+", suite)) - _options(connues[commande])
            assert not inconnues, f"{document.name}: {commande} {inconnues}"
            vues += 1
    assert vues > 30


def test_the_benches_and_the_targets_that_the_documents_show_exist():
    bancs = {p.stem for p in (DEPOT / "bench").glob("[a-z]*.py")}
    cibles = set(
        re.findall(r"^([a-z]+):", (DEPOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    for document in DOCUMENTS:
        texte = document.read_text(encoding="utf-8")
        assert set(re.findall(r"-m bench ([a-z_]+)", texte)) <= bancs, document.name
        assert set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", texte)) <= {
            (c, "") for c in cibles
        } | {("", c) for c in cibles}, document.name
