"""Every file that an installation declares, in the forms that people save: read, or refused with a
sentence that names it; never a traceback.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from clas_data.acces import reglages, seuil
from clas_data.baremes import lecture as baremes
from clas_data.commandes.analyse import run
from clas_data.config import REFERENTIELS, Installation
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes, corrections, referentiels, schemas, suites
from clas_data.restitutions import accessibilite, emetteur
from clas_data.restitutions.bilan import edition
from clas_data.simulateur import rangement
from tests.outils import CAMPAGNE

CORRECTION = (
    "2022-10-03",
    "Équipe",
    CAMPAGNE,
    "bilans",
    "A38-1",
    "charge_60",
    "1",
    "2",
    "reçu",
    "",
)
# fmt: skip
SUITE = (
    "s-0001",
    "2022-10-03",
    "Équipe",
    "confirmée",
    "action",
    CAMPAGNE,
    "B",
    "2020-2021",
    "A",
    "même équipe",
    "",
)
LIGNE = "communes.csv"
FICHIERS = {  # path → (an honest content, with accents; what reads it)
    "campagnes.yaml": (
        "# clôture décidée en été\n2021-2022: {statut: provisoire}\n",
        campagnes.load,
    ),
    "secret.yaml": ("# décidé par le comité\nseuil: 7\n", seuil.seuil_secret),
    "identification.yaml": ("# établi en été\nadresse: https://clas.exemple.fr\n", reglages.load),
    "documents.yaml": ("organisme: Caf de l'Isère, été\n", emetteur.load),
    "accessibilite.yaml": ("organisme: Caf de l'Isère, été\n", accessibilite.declaration),
    "corrections.csv": (
        "\n".join(map(";".join, (corrections.COLONNES, CORRECTION))) + "\n",
        corrections.lire,
    ),
    "suites.csv": ("\n".join(map(";".join, (suites.COLONNES, SUITE))) + "\n", suites.lire),
    "referentiels_locaux/national.csv": (
        (REFERENTIELS / "national.csv").read_text("utf-8"),
        lambda i: referentiels.load(i, "national").to_csv(),
    ),
    "referentiels_locaux/communes.csv": (
        (REFERENTIELS / LIGNE).read_text("utf-8"),
        referentiels.noms_communes,
    ),
    "baremes_locaux/ajouts.yaml": ("# vérifié en été\n", baremes.parametres),
    "scenarios/essai.yaml": ("nom: Été\nparent: 2021-2022\nchange: {}\n", rangement.lister),
    f"bilans/{CAMPAGNE}.json": ("{}", lambda i: edition.lire(i, CAMPAGNE)),
}
FORMES = {
    "bom": lambda t: b"\xef\xbb\xbf" + t.encode("utf-8"),
    "cp1252": lambda t: t.encode("cp1252", "replace"),
    "utf16": lambda t: t.encode("utf-16"),
    "casse": lambda t: (t + '\n"[{ :').encode("utf-8"),
    "vide": lambda t: b"",
    "nul": lambda t: b"\x00\x01\x02" * 40,
}
RELUS = ("bom", "cp1252", "utf16")
EN_UTF_8 = ("referentiels_locaux/", "bilans/")  # refused, with what to do, in another encoding


def ecrire(installation: Installation, nom: str, contenu: bytes | None) -> Path:
    """The file in its place; a folder instead where there is no content."""
    chemin = installation.racine / nom
    chemin.parent.mkdir(parents=True, exist_ok=True)
    if contenu is None:
        chemin.mkdir()
    else:
        chemin.write_bytes(contenu)
    return chemin


def lu(installation: Installation, nom: str):
    """(what is read, « »), or (None, the sentence that refuses it)."""
    try:
        resultat = FICHIERS[nom][1](installation)
    except ClasError as e:
        return None, e.message
    return resultat, ""


@pytest.mark.parametrize("nom", FICHIERS)
@pytest.mark.parametrize("forme", [*FORMES, "dossier"])
def test_a_declaration_is_read_or_refused_with_its_name(vide, tmp_path, nom, forme):
    texte = FICHIERS[nom][0]
    ecrire(vide, nom, FORMES[forme](texte) if forme in FORMES else None)
    resultat, refus = lu(vide, nom)
    if refus:
        assert Path(nom).name in refus
    if nom.startswith(EN_UTF_8) or forme not in RELUS:
        return
    honnete = Installation(tmp_path / "honnete")
    ecrire(honnete, nom, texte.encode("utf-8"))
    assert (refus, resultat) == (lu(honnete, nom)[1], lu(honnete, nom)[0])


@pytest.mark.parametrize("forme", ["casse", "nul", "dossier"])
@pytest.mark.parametrize("nom", FICHIERS)
def test_no_command_shows_a_traceback(vide, nom, forme, capsys):
    texte = FICHIERS[nom][0]
    ecrire(vide, nom, FORMES[forme](texte) if forme in FORMES else None)
    for commande in (["empreinte"], ["construire"]):
        assert run([*commande, "--racine", str(vide.racine)]) in (0, 1, 2)
    assert "Traceback" not in capsys.readouterr().err


@pytest.fixture
def entetes_a(monkeypatch, tmp_path):
    """How to put a copy of `colonnes.csv` in the place of the shipped one."""
    attendu = schemas.entetes()

    def mettre(contenu: bytes) -> dict:
        (tmp_path / "schemas").mkdir()
        (tmp_path / schemas.ENTETES).write_bytes(contenu)
        monkeypatch.setattr(schemas, "ICI", tmp_path / "schemas")
        return attendu, schemas.entetes.__wrapped__()

    return mettre


@pytest.mark.parametrize("forme", RELUS)
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_the_headers_of_each_year_are_read_as_a_spreadsheet_saves_them(
    entetes_a, forme, separateur
):
    texte = (schemas.ICI.parent / schemas.ENTETES).read_text("utf-8").replace(";", separateur)
    attendu, lu = entetes_a(FORMES[forme](texte))
    assert lu == attendu


@pytest.mark.parametrize("contenu", [b"", b"table;colonne\n", b"\x00\x01", b'a;"b'])
def test_the_headers_of_each_year_are_refused_with_their_name(entetes_a, contenu):
    with pytest.raises(ClasError, match=r"colonnes\.csv"):
        entetes_a(contenu)
