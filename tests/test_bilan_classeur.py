"""The workbook of the bilan: its charts read the columns that they name, it prints on A4, and its
version for diffusion hides everywhere what is masked.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from clas_data.figures.typographie import soigner
from clas_data.restitutions import onglets
from clas_data.restitutions.bilan import formats_de_sortie
from clas_data.restitutions.document import Partie
from tests.test_bilan_documents import composer

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
REFERENCE = re.compile(r"'?(.+?)'?!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)")


@pytest.fixture(scope="module", params=[False, True], ids=["comite", "diffusion"])
def classeur(request, demonstration):
    """Document, zip, sheet → rows — for the two versions."""
    _, d = composer(demonstration, diffusion=request.param)
    octets = formats_de_sortie.ecrire(d, "xlsx")
    lu = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    return (
        soigner(d),
        zipfile.ZipFile(io.BytesIO(octets)),
        {n: lu.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in lu.sheet_names},
    )


def _cases(feuilles, reference):
    nom, colonne, debut, fin = REFERENCE.fullmatch(reference).groups()
    return [feuilles[nom][i][ord(colonne) - 65] for i in range(int(debut) - 1, int(fin))]


def test_each_series_of_a_chart_is_the_one_it_names(classeur):
    d, z, feuilles = classeur
    graphiques = [
        ElementTree.fromstring(z.read(n)) for n in z.namelist() if n.startswith("xl/charts/chart")
    ]
    assert len(graphiques) == len(list(d.figures()))
    for f in d.figures():
        titre = next(
            g
            for g in graphiques
            if "".join(
                t.text
                for t in g.find(f".//{C}title").iter(
                    "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
                )
            ).endswith(f.sous_titre)
        )
        series = titre.findall(f".//{C}ser")
        for s, attendue in zip(series, f.series, strict=True):
            assert s.find(f"{C}tx//{C}v").text == attendue.nom
            lues = [
                x if isinstance(x, float) else None
                for x in _cases(feuilles, s.find(f"{C}val//{C}f").text)
            ]
            assert lues == pytest.approx(
                [None if v is None else float(v) for v in attendue.valeurs[: f.lignes_max or None]]
            ), f.cle
        noms = _cases(feuilles, series[0].find(f"{C}cat//{C}f").text)
        assert [str(n).removesuffix(".0") for n in noms] == list(
            f.categories[: f.lignes_max or None]
        )


def test_bars_outside_the_reference_are_hatched(classeur):
    d, z, _ = classeur
    points = [
        len(re.findall(r"<c:dPt>.*?<a:pattFill", z.read(n).decode()))
        for n in z.namelist()
        if n.startswith("xl/charts/chart")
    ]
    f = [f for f in d.figures() if f.cle == "tailles"]
    assert sum(points) == sum(not 8 <= int(c) <= 12 for x in f for c in x.categories)


def test_every_sheet_is_full_prints_on_a4_and_says_what_it_is(classeur):
    d, z, feuilles = classeur
    for i, (nom, lignes) in enumerate(feuilles.items(), 1):
        xml = z.read(f"xl/worksheets/sheet{i}.xml").decode()
        assert (
            'orientation="landscape"' in xml
            and 'paperSize="9"' in xml
            and "fitToPage" in xml
            and "<pane" in xml
        ), nom
        assert (
            d.demonstration in xml
            and d.empreinte in xml
            and sum(bool(c) for l in lignes for c in l) > 3
        )
        assert not [
            n
            for n in re.findall(r'state="(hidden|veryHidden)"', z.read("xl/workbook.xml").decode())
        ]
        assert d.demonstration.lower() in lignes[0][0].lower() or i == 1


def test_a_sheet_bears_the_title_of_its_part_whole_within_thirty_one_letters(classeur):
    d, _, feuilles = classeur
    for i, (nom, p) in enumerate(zip(list(feuilles)[1:], d.parties, strict=True), 1):
        titre = onglets.ONGLETS.get(p.id, p.titre)
        entier = " ".join(f"{i} {titre}".translate(onglets.INTERDITS).split())
        assert len(nom) <= 31 and f"{entier} ".startswith(f"{nom} ") and "…" not in nom
    long = Partie("x", "Suites données aux préconisations de l'an dernier", ())
    assert onglets.nommer(12, long) == "12 Suites données"


def test_every_sheet_is_frozen_repeats_its_head_and_its_tables_are_tables(classeur):
    """Read by another library than the one that writes."""
    lu = openpyxl.load_workbook(classeur[1].fp)
    noms = []
    for f in lu.worksheets:
        assert f.freeze_panes and f.print_title_rows and f.page_setup.fitToWidth in (1, None)
        assert f.sheet_properties.pageSetUpPr.fitToPage
        noms += list(f.tables)
    assert len(noms) == len(set(noms)) >= 20


def test_sentences_and_small_print_are_wrapped_over_several_columns(classeur):
    _, z, feuilles = classeur
    for i, (nom, lignes) in enumerate(list(feuilles.items())[1:], 2):
        fusions = set(
            re.findall(r'<mergeCell ref="A(\d+):', z.read(f"xl/worksheets/sheet{i}.xml").decode())
        )
        for k, l in enumerate(lignes, 1):
            if isinstance(l[0], str) and re.match(r"(Lecture|Champ|Source|Note)\u00a0: ", l[0]):
                assert str(k) in fusions, (nom, l[0])


def test_a_masked_value_is_nowhere_in_the_file(classeur):
    """The same cells in the sheets, and no number kept beside a chart: charts hold references, or
    numbers that the sheets show.
    """
    d, z, feuilles = classeur
    montres = {
        float(c)
        for l in feuilles.values()
        for r in l
        for c in r
        if isinstance(c, (int, float)) and not isinstance(c, bool)
    }
    for n in z.namelist():
        if n.startswith("xl/charts/chart"):
            caches = ElementTree.fromstring(z.read(n)).findall(f".//{C}val//{C}pt/{C}v")
            assert all(float(c.text) in montres for c in caches), n
    noms = re.findall(r'<definedName name="([^"]+)"', z.read("xl/workbook.xml").decode())
    assert set(noms) <= {"_xlnm.Print_Titles"} and not [
        n for n in z.namelist() if "externalLink" in n or "pivot" in n
    ]
    if d.version == "version de diffusion":
        territoires = feuilles[next(n for n in feuilles if "Territoires" in n)]
        masques = [l for l in territoires if "s" in l[1:]]
        assert masques, "the demonstration masks some intercommunalités"
        assert not [
            x
            for l in masques
            for x, dit in zip(l[3:5], ("enfants", "par collectif"), strict=True)
            if isinstance(x, float) and l[3] == "s"
        ]


def test_a_chart_never_draws_a_word_as_a_zero(classeur):
    """A cell that a chart reads is a number or is empty; the word that explains it stands
    beside.
    """
    _, z, feuilles = classeur
    vides = 0
    for n in (n for n in z.namelist() if n.startswith("xl/charts/chart")):
        for s in ElementTree.fromstring(z.read(n)).findall(f".//{C}ser"):
            lues = _cases(feuilles, s.find(f"{C}val//{C}f").text)
            assert all(x == "" or isinstance(x, float) for x in lues), lues
            vides += lues.count("")
    assert vides, "the demonstration has a rule that nothing allows to judge"
