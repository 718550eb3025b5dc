"""One way to read YAML: the same values whatever the reader; what a person wrote is refused with a sentence, never with a traceback."""

from __future__ import annotations

import re

import pytest
import yaml

from clas_data import declarations
from clas_data.acces import reglages
from clas_data.config import DEPOT, PAQUET, Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.ui import accessibilite

LIVRES = sorted(PAQUET.rglob("*.yaml"))
ILLISIBLES = ["a: [", "a: 2022-13-45", b"\xff\xfe\xff", "a: !!python/object/apply:os.system [ls]", "[" * 100_000, "a: *b"]


@pytest.mark.parametrize("chemin", LIVRES, ids=lambda p: p.name)
def test_the_fast_reader_gives_what_the_plain_one_gives(chemin):
    assert declarations.read(chemin) == yaml.safe_load(chemin.read_text(encoding="utf-8"))


@pytest.mark.parametrize("texte", ILLISIBLES, ids=lambda t: repr(t[:12]))
def test_what_cannot_be_read_is_refused_with_a_sentence(texte):
    with pytest.raises(UsageError, match=r"essai.yaml.* ne se lit pas comme du YAML.*Corrigez"):
        declarations.read_received(texte, "essai.yaml")


@pytest.mark.parametrize("texte", ["a: [", "- liste", "2030-2031: oui", "2030-2031: [1]", "\xe9: 1".encode("latin-1")])
@pytest.mark.parametrize("lire", [campagnes.load, reglages.load, accessibilite.organisme], ids=["campagnes", "identification", "accessibilite"])
def test_the_files_of_an_installation_are_refused_with_a_sentence(tmp_path, lire, texte):
    i = Installation(tmp_path)
    for chemin in (i.campagnes, i.identification, i.accessibilite):
        chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
    with pytest.raises(UsageError, match=r"^(campagnes|identification|accessibilite)\.yaml"):
        lire(i)


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path):
    Installation(tmp_path).campagnes.mkdir()
    with pytest.raises(UsageError, match=r"campagnes.yaml ne peut pas être lu"):
        campagnes.load(Installation(tmp_path))


def test_yaml_is_read_in_one_place():
    trouves = [
        c.relative_to(DEPOT).as_posix() for c in (*PAQUET.rglob("*.py"), *DEPOT.glob("pages/*.py")) if re.search(r"yaml\.(safe_)?load", c.read_text("utf-8"))
    ]
    assert trouves == ["clas_data/declarations.py"]
