"""The documents: the figures of the catalogue, the same bytes twice, whole when opened again,
honest when answers are missing.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace

import docx
import pptx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from clas_data import baremes, formats, secret
from clas_data.acces import ligne_de_commande
from clas_data.commandes import analyse
from clas_data.config import Installation
from clas_data.fichiers.lecture import Depot
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.figures.typographie import soigner
from clas_data.formats import FINE, INSECABLE, valeur_unite
from clas_data.indicateurs import catalogue
from clas_data.restitutions.bilan import (
    composition,
    formats_de_sortie,
    ordre,
    plan,
)
from clas_data.restitutions.bilan.calculs import porteurs, scenarios
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.synthese import composition as synthese
from clas_data.simulateur import rangement, scenario
from clas_data.tables import base, importation
from tests import balises
from tests.outils import en_csv, fichiers_csv, grille, petite, siret

EDITION = Edition("2021-2022", "2023-03-15", "2020-2021")
PREMIERE = re.compile(
    rf"En 2021-2022, la commission départementale a agréé 103{INSECABLE}actions de "
    rf"\d+{INSECABLE}porteurs, "
    rf"pour accompagner 3{FINE}052{INSECABLE}enfants et jeunes\."
)


def composer(installation, e=EDITION, diffusion=False):
    agregats = ligne_de_commande().agregats(()) if diffusion else None
    v = composition.lire(
        installation, base.ouvrir(installation), ligne_de_commande().perimetre(()), e, agregats
    )
    return v, composition.composer(v, e)


@pytest.fixture(scope="module")
def bilan(demonstration):
    return composer(demonstration)


@pytest.fixture(scope="module")
def fichiers(bilan):
    return {f: formats_de_sortie.ecrire(bilan[1], f) for f in formats_de_sortie.FORMATS}


@pytest.fixture(scope="module")
def recompose(demonstration):
    """The same bilan, composed a second time from the base."""
    return composer(demonstration)[1]


def textes(format_, octets):
    """All the words of a document, campagnes unglued."""
    if format_ == "docx":
        d = docx.Document(io.BytesIO(octets))
        mots = [p.text for p in d.paragraphs] + [
            c.text for t in d.tables for r in t.rows for c in r.cells
        ]
    elif format_.endswith("pptx"):
        mots = [
            s.text_frame.text
            for d in pptx.Presentation(io.BytesIO(octets)).slides
            for s in d.shapes
            if s.has_text_frame
        ]
    elif format_ == "pdf":
        mots = [p.extract_text() for p in PdfReader(io.BytesIO(octets)).pages]
    else:
        mots = [str(c) for f in _feuilles(octets).values() for l in f for c in l]
    return "\n".join(mots).replace("\u2011", "-")


def _feuilles(octets):
    classeur = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    return {n: classeur.get_sheet_by_name(n).to_python() for n in classeur.sheet_names}


def test_enough_answers_are_not_said_to_be_incomplete(bilan):
    assert "incomplètes" not in str(bilan[1].parties[0].blocs)


def test_the_first_sentence(bilan):
    cles = next(p for p in bilan[1].parties if p.id == "chiffres_cles")
    premiere = next(b for b in cles.blocs if isinstance(b, Paragraphe))
    assert premiere.genre == "chapeau"
    assert PREMIERE.fullmatch(premiere.texte)


@pytest.mark.parametrize("format_", ["docx", "annexe.pptx", "xlsx"])
def test_every_document_opens_and_begins_with_it(fichiers, format_):
    assert PREMIERE.search(textes(format_, fichiers[format_]))


@pytest.mark.parametrize("format_", formats_de_sortie.FORMATS)
def test_twice_the_same_bytes(fichiers, recompose, format_):
    assert formats_de_sortie.ecrire(recompose, format_) == fichiers[format_]


@pytest.mark.parametrize("format_", ["pptx", "xlsx"])
def test_the_date_printed_is_that_of_the_edition(bilan, fichiers, format_):
    autre = formats_de_sortie.ecrire(
        replace(bilan[1], date="16/03/2023", provenance=(("Date d'édition", "16/03/2023"),)),
        format_,
    )
    assert (
        autre != fichiers[format_]
        and "16/03/2023" in textes(format_, autre)
        and "15/03/2023" in textes(format_, fichiers[format_])
    )


def test_figures_are_those_of_the_command(bilan, demonstration, capsys):
    v, d = bilan
    montres = {c.id: c for p in d.parties for b in p.de(Chiffres) for c in b.chiffres}
    assert len(montres) == 9
    for id_, chiffre in montres.items():
        assert (
            analyse.run(
                [
                    "--racine",
                    str(demonstration.racine),
                    "indicateur",
                    id_,
                    "--ou",
                    "campagne=2021-2022",
                    "--json",
                ]
            )
            == 0
        )
        lu = json.loads(capsys.readouterr().out)["lignes"][0]
        assert chiffre.brut == pytest.approx(lu["valeur"]) and chiffre.valeur == v.texte(
            id_, v.une(id_), unite=False
        )


PHRASES = {
    "part_filles": "Les filles représentent {} des enfants accompagnés",
    "part_qpv": "accompagnés, {} habitent un quartier prioritaire",
    "encadrants": "L’encadrement des enfants réunit {} personnes",
    "heures_par_enfant": "un enfant s’est vu proposer {} heures",
    "familles": "Les équipes ont inscrit {} familles",
    "part_pre": "à au moins un autre dispositif : {} le sont au PRE",
    "part_avis_favorable": "L’avis de l’Éducation nationale est favorable pour {} des actions",
    "charges": "ont dépensé {}, hors contributions volontaires",
    "aide_caf": "Les aides de la Caf s’élèvent à {}, soit",
    "cout_par_enfant": "Le coût par enfant baisse parce que les collectifs sont plus remplis : {},",
    "cout_par_collectif": "Un collectif coûte {} ;",
}


def test_figures_in_the_sentences_are_those_of_the_command(fichiers, demonstration, capsys):
    dits = re.sub(r"[\s\u00a0\u202f]+", " ", textes("docx", fichiers["docx"]))
    for id_, phrase in PHRASES.items():
        assert (
            analyse.run(
                [
                    "--racine",
                    str(demonstration.racine),
                    "indicateur",
                    id_,
                    "--ou",
                    "campagne=2021-2022",
                    "--json",
                ]
            )
            == 0
        )
        ind, lu = catalogue.exiger(id_), json.loads(capsys.readouterr().out)["lignes"][0]["valeur"]
        assert (
            phrase.format(
                re.sub(r"[\u00a0\u202f]", " ", valeur_unite(lu, ind.unite, ind.decimales))
            )
            in dits
        ), id_


def test_the_tables_of_the_workbook_are_the_indicators(bilan, fichiers):
    v, _ = bilan
    lignes = {
        l[0]: l
        for f in _feuilles(fichiers["xlsx"]).values()
        for l in f
        if len(l) > 4
        and isinstance(l[2], float)
        and re.search(r"\ssur\s|^–$", str([x for x in l if x is not None][-1]))
    }
    vus = 0
    for ind in catalogue.load().values():
        titre = soigner(ind.titre)
        if (
            titre in lignes
            and v.une(ind.id, "2020-2021").connue
            and not titre.startswith("Avec les parents")
        ):
            avant_ou_ici = lignes[titre][1:3]
            attendus = [v.une(ind.id, c).valeur for c in ("2020-2021", "2021-2022")]
            assert sorted(avant_ou_ici) == pytest.approx(sorted(attendus)), ind.id
            vus += 1
    assert vus > 30


def test_the_workbook_begins_with_what_it_is(bilan, fichiers):
    feuilles = _feuilles(fichiers["xlsx"])
    assert list(feuilles)[0] == "Lisez-moi" and len(feuilles) == 1 + len(bilan[1].parties)
    assert bilan[1].empreinte in str(feuilles["Lisez-moi"])


def _direct(run):
    """True for a run whose looks are its own, and not those of a style."""
    dit = run.find(qn("w:rPr"))
    return dit is not None and [e for e in dit if e.tag != qn("w:rStyle")]


def test_word_has_styles_captions_alternatives_and_repeated_headers(bilan, fichiers):
    d = docx.Document(io.BytesIO(fichiers["docx"]))
    tetes = ("Heading 1", "Titre annexe")  # Word counts them: their number is not typed
    titres = [p.text.replace("\u2011", "-") for p in d.paragraphs if p.style.name in tetes]
    assert titres == [soigner(p.intitule) for p in ordre.ranger(bilan[1]).parties]
    assert all(d.styles[n].element.pPr.numPr is not None for n in tetes)
    directs = [r for r in d.element.body.iter(qn("w:r")) if _direct(r)]
    assert not directs, "every kind of words has its style"
    noms = [r.target_part.partname for r in d.part.rels.values() if not r.is_external]
    charts = [n for n in noms if n.startswith("/word/charts/")]
    assert len(charts) >= 10 and "/word/footnotes.xml" in noms
    appels = list(d.element.body.iter(qn("w:footnoteReference")))
    assert len(appels) == len(list(bilan[1].figures()))
    xml = d.element.xml
    assert 'TOC \\o "1-1"' in xml and "SEQ Figure" in xml and "SEQ Tableau" in xml
    figures = [f for p in ordre.ranger(bilan[1]).parties for f in p.de(Figure) if not f.vide]
    alternatives = [i._inline.docPr.get("descr") for i in d.inline_shapes]
    assert alternatives == [f.alternative for f in figures] and all(
        len(a) > 40 for a in alternatives
    )
    assert all(t.rows[0]._tr.xpath("w:trPr/w:tblHeader") for t in d.tables)
    assert (
        "PAGE" in d.sections[0].footer._element.xml
        and bilan[1].empreinte in d.sections[0].footer.paragraphs[0].text
    )


def test_slides_have_native_charts_and_one_title_each(bilan, fichiers):
    slides = list(pptx.Presentation(io.BytesIO(fichiers["annexe.pptx"])).slides)
    graphiques = [s for d in slides for s in d.shapes if s.has_chart]
    alternatives = [s._element.nvGraphicFramePr.cNvPr.get("descr") for s in graphiques]
    assert (
        all(
            sum(a.startswith(soigner(f.titre)) for a in alternatives) >= 1
            for f in bilan[1].figures()
            if f.genre != "carte"
        )
        and len(graphiques) >= 10
    )
    assert all(d.shapes.title.text_frame.text.strip() for d in slides)
    assert all(len(s.chart.part.chart_workbook.xlsx_part.blob) > 1000 for s in graphiques), (
        "a chart without its data cannot be edited"
    )
    assert all(
        bilan[1].empreinte in "".join(s.text_frame.text for s in d.shapes if s.has_text_frame)
        for d in slides
    )


def test_the_pdf_is_tagged_and_says_what_it_is_on_every_page(bilan, fichiers, tmp_path):
    lecteur = PdfReader(io.BytesIO(fichiers["pdf"]))
    assert lecteur.trailer["/Root"]["/MarkInfo"]["/Marked"] and lecteur.trailer["/Root"][
        "/Lang"
    ].startswith("fr")
    for page in lecteur.pages:
        texte = page.extract_text()
        assert bilan[1].empreinte in texte and "Données fictives" in texte and "définitifs" in texte
        assert round(float(page.mediabox.width)) == 595 and "\u2060" not in texte
    assert PREMIERE.search(re.sub(r"\s*\n", " ", lecteur.pages[1].extract_text()))


def test_each_row_and_each_column_of_a_pdf_table_has_its_header(fichiers):
    tables, fautes = balises.lire(fichiers["pdf"])
    assert tables > 20 and not fautes


def test_no_part_is_empty_and_no_word_is_unfinished(bilan):
    for p in bilan[1].parties:
        assert p.blocs, p.id
        for b in p.blocs:
            textes_ = [
                x
                for c in ("texte", "titre", "sous_titre", "lecture", "champ", "source", "note")
                if (x := getattr(b, c, ""))
            ]
            textes_ += [c for l in getattr(b, "lignes", ()) for c in l]
            assert textes_
            for texte in textes_:
                assert "{" not in texte and "nan" not in texte.lower().split(), texte
                assert not re.search(r"\d [%€]| [;!?]| :|« | »", texte), texte
                assert not re.search(r"\d{4,}", re.sub(r"\b(19|20)\d\d\b|base \w+", "", texte)), (
                    texte
                )


def test_the_answers_of_the_first_page_are_the_rates(bilan):
    v, d = bilan
    for nom, taux in (
        ("Questionnaires reçus", "taux_reponse_questionnaire"),
        ("Bilans reçus", "taux_reponse_bilan"),
    ):
        assert dict(d.provenance)[nom].endswith(f"({v.texte(taux, v.une(taux))})")


def test_every_figure_has_its_words(bilan):
    for f in bilan[1].figures():
        assert (
            f.titre
            and f.lecture
            and f.champ
            and f.source
            and len(f.tableau.lignes) == len(f.categories)
            and all(len(s.valeurs) == len(f.categories) for s in f.series)
        ), f.cle


# Diffusion


@pytest.fixture(scope="module")
def diffusion(demonstration):
    """The version for diffusion, its curves apart (they read every campagne)."""
    return composer(
        demonstration,
        replace(EDITION, parties=tuple(p for p in plan.load().parties if p != "chiffres_cles")),
        diffusion=True,
    )


def test_diffusion_shows_only_the_diffused_set(diffusion, demonstration):
    """Every count of persons printed by a diffused axis is that of the diffused set, masked cells
    included; nothing is read by commune or porteur.
    """
    v, d = diffusion
    attendu = secret.diffuser(
        base.ouvrir(demonstration), ligne_de_commande().agregats(()), "2021-2022"
    )
    assert d.version == "version de diffusion" and "version de diffusion" in d.pied
    for cle, id_, axe in (
        ("enfants_accompagnes_niveau", "enfants_accompagnes", "niveau"),
        ("carte_epci", "enfants_accompagnes", "epci"),
    ):
        f = next(f for f in d.figures() if f.cle == cle)
        t = attendu.table([id_], [axe])
        assert sorted(x for x in f.series[0].valeurs if x is not None) == sorted(
            t["valeur"].dropna()
        )
        assert f.series[0].textes.count(secret.SIGNE) == int(t["masque"].sum())
    assert (
        any(secret.SIGNE in f.series[0].textes for f in d.figures())
        and v.par("enfants_accompagnes", "commune").empty
    )
    assert not [f for f in d.figures() if f.cle == "tailles"]


def test_diffusion_puts_no_count_of_children_beside_a_name(bilan, diffusion):
    tables = [
        next(t for p in d.parties for t in p.de(Tableau) if t.cle == "porteurs")
        for d in (bilan[1], diffusion[1])
    ]
    assert [len(t.colonnes) for t in tables] == [5, 3] and not [
        c for c in tables[1].colonnes if "nfants" in c
    ]
    noms = [l[0] for l in tables[1].lignes]
    ailleurs = [
        c
        for p in diffusion[1].parties
        for b in p.blocs
        if getattr(b, "cle", "") != "porteurs"
        for l in getattr(b, "lignes", ())
        for c in l
    ]
    assert not set(noms) & set(ailleurs)
    assert "secret statistique" in textes("pdf", formats_de_sortie.ecrire(diffusion[1], "pdf"))


# Missing answers


def _importer(installation, tables, campagne="2021-2022"):
    proposition = importation.proposer(
        installation, fichiers_csv(tables), campagne, ligne_de_commande()
    )
    assert proposition.acceptable, [a.message for a in proposition.anomalies]
    importation.accepter(installation, proposition, ligne_de_commande())


def test_half_of_the_questionnaires_missing_gives_an_honest_document(tmp_path):

    installation = Installation(tmp_path / "i")
    tables = petite()
    for nom in ("actions", "collectifs", "bilans"):
        tables[nom] = [l for l in tables[nom] if l["code_action"] == "A1"]
    _importer(installation, petite("2020-2021"), "2020-2021")
    _importer(installation, tables)
    v, d = composer(installation, Edition("2021-2022", "2023-03-15"))
    tout = " ".join(p.texte for partie in d.parties for p in partie.de(Paragraphe))
    assert f"1{INSECABLE}réponse sur 2" in tout and dict(d.provenance)[
        "Questionnaires reçus"
    ].startswith(f"1{INSECABLE}réponse sur 2")
    premier = d.parties[0].blocs[0]
    assert (
        premier.genre == "avis"
        and premier.texte.startswith("Réponses incomplètes")
        and premier.texte.count("(50,0\u202f%)") == 3
    )
    courbe = next(f for f in d.figures() if f.cle == "evolution_enfants").series[1]
    assert (
        courbe.valeurs[0] > 21 and courbe.valeurs[1] is None and courbe.textes[1] == "21 (n.c.)"
    ), "a total that half said is written, never drawn"
    muettes = next(t for p in d.parties for t in p.de(Tableau) if t.cle == "muettes")
    sujets = [l[0] for l in muettes.lignes]
    assert {"Réponses trop peu nombreuses", "Pièces manquantes"} <= set(sujets)
    assert "questionnaire d'activité" in dict(
        zip(sujets, (l[1] for l in muettes.lignes), strict=True)
    )["Pièces manquantes"].replace("’", "'")
    for f in formats_de_sortie.FORMATS:
        assert len(formats_de_sortie.ecrire(d, f)) > 10_000


def test_agrements_alone_give_a_document_without_invented_zeros(tmp_path):

    installation = Installation(tmp_path / "i")
    seuls = petite()["agrements"]
    proposition = importation.proposer(
        installation,
        [Depot("agrements.csv", en_csv(grille(seuls)))],
        "2021-2022",
        ligne_de_commande(),
    )
    importation.accepter(installation, proposition, ligne_de_commande())
    e = Edition("2021-2022", "2023-03-15")
    v, d = composer(installation, e)
    chiffres = {c.id: c.valeur for p in d.parties for b in p.de(Chiffres) for c in b.chiffres}
    assert (
        chiffres["actions_agreees"] == "2"
        and chiffres["enfants_accompagnes"] == "n.d."
        and chiffres["cout_par_enfant"] == "n.d."
    )
    avis = [b.texte for p in d.parties for b in p.de(Paragraphe) if b.genre == "avis"]
    assert avis[0].startswith("Réponses incomplètes") and avis[0].count("0\u00a0réponse sur 2") == 3
    assert avis[1:] and all("n.d." in a or "aucune" in a.lower() for a in avis[1:])
    assert "perspectives" not in {p.id for p in d.parties}, "no scenario is kept: no part for none"
    droits = scenarios.scenarios(v, e)[0]
    assert droits.lignes[0][1:3] == ("n.d.", "n.d."), "no amount is known: the total is not zero"
    muettes = next(t for p in d.parties for t in p.de(Tableau) if t.cle == "muettes")
    assert max(len(c) for l in muettes.lignes for c in l) < 1000, (
        "a row longer than a page cannot be printed"
    )
    for f in formats_de_sortie.FORMATS:
        assert formats_de_sortie.ecrire(d, f)


# Command


def test_the_command_writes_the_four_and_refuses_with_a_sentence(
    demonstration_copie, tmp_path, capsys
):
    racine = ["--racine", str(demonstration_copie.racine)]
    for f in ("xlsx", "pdf"):
        sortie = tmp_path / f"bilan.{f}"
        assert (
            analyse.run(
                [
                    "bilan",
                    "--campagne",
                    "2021-2022",
                    "--format",
                    f,
                    "-o",
                    str(sortie),
                    "--date",
                    "15/03/2023",
                    *racine,
                ]
            )
            == 0
        )
        assert sortie.stat().st_size > 20_000
    for mauvais, mot in (
        (["--campagne", "1999-2000", "--format", "pdf"], "1999-2000"),
        (["--campagne", "2021-2022", "--format", "odt"], "odt"),
        (["--campagne", "2021-2022", "--format", "pdf", "--date", "demain"], "demain"),
        (["--campagne", "2021-2022", "--format", "pdf", "--comparaison", "2022-2023"], "précède"),
    ):
        capsys.readouterr()
        assert analyse.run(["bilan", *mauvais, "-o", str(tmp_path / "x"), *racine]) == 2
        assert mot in capsys.readouterr().err and not (tmp_path / "x").exists()


def test_word_is_read_by_an_office_suite(fichiers, bureautique, tmp_path):
    for f in ("docx", "pptx", "xlsx"):
        (tmp_path / f"b.{f}").write_bytes(fichiers[f])
        subprocess.run(
            [
                bureautique,
                f"-env:UserInstallation=file://{tmp_path}/profil",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(tmp_path / f),
                str(tmp_path / f"b.{f}"),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        assert len(PdfReader(tmp_path / f / "b.pdf").pages) >= 10


def test_the_first_campagne_has_neither_a_curve_of_one_point_nor_an_empty_column(demonstration):
    d = composer(demonstration, Edition("2018-2019", "2019-12-02"))[1]
    assert not [f for f in d.figures() if f.cle == "evolution_enfants"]
    w = docx.Document(io.BytesIO(formats_de_sortie.ecrire(d, "docx")))
    for t in w.tables[1:]:
        for j, tete in enumerate(t.rows[0].cells):
            assert len(t.rows) < 3 or {r.cells[j].text for r in t.rows[1:]} != {"–"}, tete.text


def test_two_porteurs_of_one_name_are_two_lines(tmp_path):
    t = petite()
    for l in t["agrements"]:
        l["porteur_nom"] = "MJC"
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, fichiers_csv(t), "2021-2022", ligne_de_commande()),
        ligne_de_commande(),
    )
    d = composer(installation, Edition("2021-2022", "2023-03-15"))[1]
    lignes = next(t for p in d.parties for t in p.de(Tableau) if t.cle == "porteurs").lignes
    assert sorted(l[0] for l in lignes) == [f"MJC ({siret(1)})", f"MJC ({siret(2)})"] and sorted(
        l[3] for l in lignes
    ) == ["21", "9"]


def test_a_scenario_whose_amounts_nobody_knows_has_no_total(tmp_path):
    t = {nom: lignes for nom, lignes in petite().items() if nom != "bilans"}
    installation, e = Installation(tmp_path), Edition("2021-2022", "2023-03-15")
    importation.accepter(
        installation,
        importation.proposer(installation, fichiers_csv(t), "2021-2022", ligne_de_commande()),
        ligne_de_commande(),
    )
    for nom, change in (
        ("Sans coût", {"collectifs_plus": 2}),
        ("À 4 000 €", {"collectifs_plus": 2, "cout_nouveau": 4000}),
    ):
        rangement.enregistrer(installation, scenario.construire(nom, "2022-2023", change))
    v = composition.lire(
        installation, base.ouvrir(installation), ligne_de_commande().perimetre(()), e
    )
    lignes = {l[0]: l[1:3] for l in scenarios.scenarios(v, e)[0].lignes}
    assert lignes["Barème 2022-2023"] == lignes["Sans coût"] == ("n.d.", "n.d.")
    assert lignes["À 4 000 €"] == (f"2{FINE}600{INSECABLE}€", "n.d."), (
        "2 × 1 300 €, beside droits that are unknown"
    )


def test_a_hidden_amount_is_not_said_to_be_unknown(tmp_path):
    installation, e = Installation(tmp_path), Edition("2021-2022", "2023-03-15")
    importation.accepter(
        installation,
        importation.proposer(
            installation, fichiers_csv(petite()), "2021-2022", ligne_de_commande()
        ),
        ligne_de_commande(),
    )
    lu = base.ouvrir(installation), ligne_de_commande().perimetre(())
    v = composition.lire(installation, *lu, e, ligne_de_commande().agregats(()))
    assert v.une("aide_caf").secret, "two porteurs: nothing of theirs leaves the committee"
    (figure,) = porteurs.financeurs(v, e)
    dits = dict(zip(figure.categories, figure.series[0].textes, strict=True))
    assert dits["Caf"] == secret.SIGNE and secret.LEGENDE in figure.note.replace("\u00a0", " ")


def test_the_droits_of_a_campagne_are_those_of_its_own_bareme(demonstration_copie):
    for nom, valeur in (("taux", "40"), ("plafond", "9000")):
        baremes.ajouter(
            demonstration_copie,
            nom,
            valeur,
            "01/09/2024",
            "Circulaire fictive",
            ligne_de_commande(),
        )
    for campagne, attendu in (("2022-2023", "2022-2023"), ("2018-2019", "2022-2023")):
        v = composition.lire(
            demonstration_copie,
            base.ouvrir(demonstration_copie),
            ligne_de_commande().perimetre(()),
            Edition(campagne, "2023-03-15"),
        )
        tableau = scenarios.scenarios(v, Edition(campagne, "2023-03-15"))[0]
        assert tableau.titre == f"Droits calculés pour {campagne} au barème de {attendu}"
        assert synthese._bareme(demonstration_copie, campagne)[0].campagne == attendu


def test_one_action_alone_is_written_in_the_singular(tmp_path):
    t = {nom: [l for l in lignes if l["code_action"] == "A1"] for nom, lignes in petite().items()}
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, fichiers_csv(t), "2021-2022", ligne_de_commande()),
        ligne_de_commande(),
    )
    dits = (
        textes(
            "docx",
            formats_de_sortie.ecrire(
                composer(installation, Edition("2021-2022", "2023-03-15"))[1], "docx"
            ),
        )
        .replace(INSECABLE, " ")
        .replace(FINE, " ")
    )
    assert "a agréé 1 action de 1 porteur, pour accompagner 21 enfants et jeunes." in dits
    assert "a examiné 1 demande (agréées : 1 ; refusées : 0 ; ajournées : 0)." in dits
    assert (
        "« centre social » : 1 action." in dits
        and "Communes qui ont au moins une action : 1 sur 512, où vivent" in dits
    )
    assert (
        "Règles du référentiel jugées avec les réponses reçues : 9 sur 16 ; suivies par toutes "
        "les "
        "actions jugées : 9."
    ) in dits
    assert not re.search(
        r"\.\.(?!\.)|\b1 "
        r"(actions|ont|sont|salariés|parents|enfants|familles|demandes|collectifs|porteurs|réponses)\b",
        dits,
    ), re.findall(
        r".{30}\.\.|.{20}\b1 "
        r"(?:actions|ont|sont|salariés|parents|enfants|familles|demandes|collectifs|porteurs|réponses)\b",
        dits,
    )


def test_diffusion_holds_no_more_digits_than_it_shows(diffusion):
    """The exact ratio in a cell of the workbook would give its two counts back: 30,3 children by
    action over 93 actions is 2 817 children, and who is left out of 2 905 is known.
    """
    v, d = diffusion
    exacte = v.diffusee("2021-2022").valeur("enfants_par_action")["valeur"]
    assert exacte != round(exacte, 1)  # what is kept is exact: changes are computed from it
    lus = [
        (valeur, texte)
        for p in d.parties
        for f in p.de(Figure)
        for s in f.series
        for valeur, texte in zip(s.valeurs, s.textes, strict=True)
        if valeur is not None
    ]
    assert len(lus) > 100
    assert not [x for x in lus if formats.arrondir(x[0], 2) != x[0] or "," not in x[1] and x[0] % 1]
    classeur = CalamineWorkbook.from_filelike(io.BytesIO(formats_de_sortie.ecrire(d, "xlsx")))
    nombres = [
        c
        for nom in classeur.sheet_names
        for l in classeur.get_sheet_by_name(nom).to_python()
        for c in l
        if isinstance(c, float)
    ]
    assert len(nombres) > 500 and [c for c in nombres if formats.arrondir(c, 2) != c] == []


def test_what_a_document_of_diffusion_prints_is_what_is_exported(diffusion):
    """So that the attack of what is exported is the attack of the documents."""
    v, d = diffusion
    titres = {ind.titre: i for i, ind in catalogue.load().items()}
    tables, vus = [t for p in d.parties for t in p.de(Tableau)], 0
    for t in tables:
        for l in t.brutes:
            for colonne, x in zip(t.colonnes[1:], l[1:], strict=True):
                id_ = titres.get(l[0].replace("\u2019", "'"))
                if id_ and colonne in v.campagnes:
                    attendue = v.diffusee(colonne).valeur(id_)
                elif (
                    titres.get(colonne.replace("\u2019", "'"))
                    and t.colonnes[0] == "Intercommunalité"
                ):
                    id_ = titres[colonne.replace("\u2019", "'")]
                    par = v.par(id_, "epci").set_index("libelle")
                    attendue = par.loc[l[0]].rename({"secret": "masque"})
                else:
                    continue
                vus += 1
                exacte = formats.arrondir(attendue["valeur"], catalogue.exiger(id_).decimales)
                if attendue["masque"] or formats.inconnu(exacte):
                    assert formats.inconnu(x) or x == secret.SIGNE, (id_, colonne)
                else:
                    assert x == exacte, (id_, colonne)
    assert vus > 100
