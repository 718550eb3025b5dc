"""The letter of the relances: each of its merge fields is a column of the workbook, what the
installation says of the sending is in it.
"""

from __future__ import annotations

import io
import json
from datetime import date

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from clas_data.errors import UsageError
from clas_data.restitutions import envoi, lettre, relances
from tests.outils import CAMPAGNE

SIRET, AUTRE = "00000000100017", "00000000200015"
JOUR = date(2022, 9, 12)
# fmt: skip
QUESTIONS = pd.DataFrame(
    [
        [SIRET, "Centre social", "A1", "Grandir", "x", "m", "Combien de semaines ?", "ligne 4"],
        [SIRET, "Centre social", "A2", None, "Réponse", "m", "Combien d'enfants ?", "ligne 5"],
        [AUTRE, "MJC", "A3", "Lire", "Réponse", "m", "Quel lieu ?", "ligne 6"],
    ],
    columns=list(relances.QUESTIONS),
)


@pytest.fixture
def envoyee(vide):
    vide.documents.write_text(
        json.dumps({"organisme": "Caf fictive", "ville": "Vienne", "signataire": "Mme Roux"}),
        encoding="utf-8",
    )
    vide.destinataires.write_text(
        ";".join(envoi.COLONNES) + f"\n{SIRET};Madame;Léa Été;1 rue B;38000;Grenoble\n",
        encoding="utf-8-sig",
    )
    vide.campagnes.write_text(f"{CAMPAGNE}: {{correction_fin: 2022-10-03}}\n", encoding="utf-8")
    return envoi.lire(vide, CAMPAGNE)


def test_each_field_of_the_letter_is_a_column_and_the_merge_reads_whole(envoyee, tmp_path):
    octets = lettre.ecrire(CAMPAGNE, envoyee, JOUR)
    assert octets == lettre.ecrire(CAMPAGNE, envoyee, JOUR)
    (tmp_path / "l.docx").write_bytes(octets)
    assert OpenXmlValidator(max_errors=0).validate(tmp_path / "l.docx").is_valid
    livre = relances.classeur(QUESTIONS, CAMPAGNE, {}, envoyee)
    feuille = openpyxl.load_workbook(io.BytesIO(livre))["Publipostage"]
    tetes, *lignes = feuille.iter_rows(values_only=True)
    assert len(lignes) == 2 and len(feuille.tables) == 1
    fondues = [fusionner(octets, dict(zip(tetes, l, strict=True))) for l in lignes]
    for mot in (
        "Léa Été",
        "38000 Grenoble",
        "Madame,",
        "2\u00a0points",
        "au plus tard le 03/10/2022",
    ):
        assert mot in fondues[0], mot
    assert "Combien de semaines" in fondues[0] and "Quel lieu" not in fondues[0]
    assert "Madame, Monsieur," in fondues[1] and "MJC" in fondues[1]
    for mot in ("Caf fictive", "Vienne, le 12/09/2022", "Mme Roux"):
        assert all(mot in f for f in fondues), mot


def fusionner(octets: bytes, valeurs: dict) -> str:
    """The letter as a merge gives it; a field that is no column is a KeyError."""
    d = docx.Document(io.BytesIO(octets))
    for p in d.paragraphs:
        nom = ""
        for run in p.runs:
            code = run._r.find(qn("w:instrText"))
            if code is not None:
                nom = code.text.split()[1]
            elif nom and run.text.startswith("«"):
                run.text, nom = str(valeurs[nom] or ""), ""
    return "\n".join(p.text for p in d.paragraphs)


def test_what_the_installation_does_not_say_is_not_invented(vide):
    e = envoi.lire(vide, CAMPAGNE)
    l = relances.lettres(QUESTIONS, CAMPAGNE, e).iloc[0]
    assert (l["adresse"], l["destinataire"]) == ("", "") and "dès que possible" in l["texte"]


@pytest.mark.parametrize(
    "contenu, mot",
    [
        ("siret;nom\n1;A\n", "première ligne"),
        (";".join(envoi.COLONNES) + "\n1;2;3\n", "ligne 2"),
        (";".join(envoi.COLONNES) + "\nMJC;M;A;1;2;3\n", "SIRET"),
    ],
)
def test_a_list_of_addresses_that_cannot_be_read_is_refused_in_words(vide, contenu, mot):
    vide.destinataires.write_text(contenu, encoding="utf-8")
    with pytest.raises(UsageError, match=mot):
        envoi.destinataires(vide)


def test_no_paragraph_may_end_empty_and_no_signature_is_alone(envoyee):
    """LibreOffice falls when it merges a paragraph whose fields are all empty."""
    ps = docx.Document(io.BytesIO(lettre.ecrire(CAMPAGNE, envoyee, JOUR))).paragraphs
    adresse = next(p for p in ps if "«Porteur»" in p.text)
    assert all(f"«{c}»" in adresse.text for c in ("Destinataire", "Adresse", "Code_postal"))
    sanction = next(i for i, p in enumerate(ps) if "sanction" in p.text)
    assert all(p.paragraph_format.keep_with_next for p in ps[sanction:-1])
    assert not ps[-1].paragraph_format.keep_with_next
