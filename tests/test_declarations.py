"""One way to read YAML: the same values whatever the reader; what a person wrote is refused with a
sentence, never with a traceback.
"""

from __future__ import annotations

import re
import time
import tracemalloc

import pytest
import yaml

from clas_data import declarations
from clas_data.acces import reglages
from clas_data.config import DEPOT, PAQUET, Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.restitutions import organisme

LIVRES = sorted(PAQUET.rglob("*.yaml"))
ILLISIBLES = [
    "a: [",
    "a: 2022-13-45",
    "a: !!python/object/apply:os.system [ls]",
    "a: *b",
]


GRANDIT = {
    "renvois": "a: &a [x, x]\n" + "".join(f"a{i}: &a{i} [*a, *a]\n" for i in range(9)),
    "à soi-même": "a: &a [*a]",
    "fusion": "a: &a {b: 1}\nc: {<<: *a}",
    "listes": f"a: {'[' * 40}{']' * 40}",
    "crochets": "[" * 100_000,
    "entier": f"a: {'9' * 5_000}",
    "hexadécimal": f"a: 0x{'f' * 100_000}",
    "soixantaines": f"a: 1{':59' * 20_000}",
    "virgule": f"a: 1{':59' * 20_000}.5",
    "longueur": "a: " + "x" * 2_000_000,
}


@pytest.mark.parametrize("nom", GRANDIT)
def test_what_would_grow_far_beyond_what_was_written_is_refused_at_once(nom):
    debut = time.monotonic()
    tracemalloc.start()
    with pytest.raises(UsageError, match="essai.yaml.*Corrigez") as e:
        declarations.read_received(GRANDIT[nom], "essai.yaml")
    sommet = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "ne se lit pas" not in e.value.message and len(e.value.message) < 300
    assert sommet < 20_000_000 and time.monotonic() - debut < 5


def test_a_name_that_repeats_one_value_is_read():
    """As our own writer may do with a day written twice."""
    lu = declarations.read_received("a: &x 2022-01-01\nb: *x", "essai.yaml")
    assert lu["a"] == lu["b"]


@pytest.mark.parametrize("chemin", LIVRES, ids=lambda p: p.name)
def test_the_fast_reader_gives_what_the_plain_one_gives(chemin):
    assert declarations.read(chemin) == yaml.safe_load(chemin.read_text(encoding="utf-8"))


@pytest.mark.parametrize("texte", ILLISIBLES, ids=lambda t: repr(t[:12]))
def test_what_cannot_be_read_is_refused_with_a_sentence(texte):
    with pytest.raises(UsageError, match=r"essai.yaml.* ne se lit pas comme du YAML.*Corrigez"):
        declarations.read_received(texte, "essai.yaml")


def test_bytes_that_are_no_text_are_refused_with_a_sentence():
    with pytest.raises(UsageError, match=r"essai.yaml.* pas du texte.*Enregistrez"):
        declarations.read_received(b"\xff\xfe\xff", "essai.yaml")


@pytest.mark.parametrize(
    "texte", ["a: [", "- liste", "2030-2031: oui", "2030-2031: [1]", "\xe9: 1".encode("latin-1")]
)
@pytest.mark.parametrize(
    "lire",
    [campagnes.load, reglages.load, organisme.organisme],
    ids=["campagnes", "identification", "accessibilite"],
)
def test_the_files_of_an_installation_are_refused_with_a_sentence(tmp_path, lire, texte):
    i = Installation(tmp_path)
    for chemin in (i.campagnes, i.identification, i.accessibilite):
        chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
    with pytest.raises(UsageError, match=r"^(campagnes|identification|accessibilite)\.yaml"):
        lire(i)


@pytest.mark.parametrize(
    "texte, mots",
    [
        ("2023-2024: {statut: provisoire}", "generation_qpv"),
        ("2023-2024: {statut: provisoire, generation_qpv: '2024'}", "generation_qpv"),
        (
            "2023-2024: {statut: provisoire, generation_qpv: 2024, publication: 01/03/2025}",
            "publication.*est une date",
        ),
        (
            "2023-2024: {statut: provisoire, generation_qpv: 2024, nom: x}",
            "« nom » n'est pas attendu",
        ),
        ("2023-2024: {statut: provisoire, generation_qpv: 2024, 7: x}", "« 7 » n'est pas attendu"),
        ("2023: {statut: provisoire, generation_qpv: 2024}", "deux années qui se suivent"),
        ("2023-2025: {statut: provisoire, generation_qpv: 2024}", "deux années qui se suivent"),
    ],
)
def test_a_campagne_wrongly_declared_is_refused_with_its_key(tmp_path, texte, mots):
    Installation(tmp_path).campagnes.write_text(texte, encoding="utf-8")
    with pytest.raises(UsageError, match=mots):
        campagnes.load(Installation(tmp_path))


@pytest.mark.parametrize(
    "texte, mots",
    [
        ("session_h: dix", "« session_h » attend un nombre, non « dix »"),
        ("essais_compte: oui", "attend un nombre"),
        ("adresse: 8501", "« adresse » attend un texte"),
        ("fournisseur: oui", "fournisseur : écrivez une ligne"),
        (
            (
                "fournisseur: {nom: A, server_metadata_url: 3, client_id: c, redirect_uri: "
                "https://x/oauth2callback}"
            ),
            "« server_metadata_url » attend un texte",
        ),
    ],
)
def test_a_setting_of_another_kind_is_refused_before_anyone_signs_in(tmp_path, texte, mots):
    Installation(tmp_path).identification.write_text(texte, encoding="utf-8")
    with pytest.raises(UsageError, match=mots):
        reglages.load(Installation(tmp_path))


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path):
    Installation(tmp_path).campagnes.mkdir()
    with pytest.raises(UsageError, match=r"campagnes.yaml ne peut pas être lu"):
        campagnes.load(Installation(tmp_path))


def test_yaml_is_read_in_one_place():
    trouves = [
        c.relative_to(DEPOT).as_posix()
        for c in (*PAQUET.rglob("*.py"), *DEPOT.glob("pages/*.py"))
        if re.search(r"yaml\.(safe_)?load", c.read_text("utf-8"))
    ]
    assert trouves == ["clas_data/declarations.py"]
