"""Words that come from elsewhere (a file, a form, a link) are shown as they are written: never
Markdown, never HTML.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from clas_data.acces import profil_demonstration
from clas_data.errors import ClasError
from clas_data.figures.propres import conformites, simulations
from clas_data.simulateur import rangement
from clas_data.ui import erreurs, lecture, page, session, textes
from tests.test_ui_pages import html, ouvrir, racine, tables  # noqa: F401

RECUS = "*Un* _deux_ `trois` [quatre](http://ailleurs.test) <b>cinq</b> $six$ :red[sept] ~huit~"


def tels_quels(texte: str) -> bool:
    """Is RECUS written here, each of its signs escaped?"""
    return RECUS in re.sub(r"\\(.)", r"\1", texte) and not re.search(
        r"[*_`\[\]<>$~]|:red", re.sub(r"\\.", "", texte)
    )


@pytest.mark.parametrize(
    "texte",
    [
        "- une liste",
        "+ une liste",
        "1) une liste",
        "1. une liste",
        "# un titre",
        "> un propos",
        "a\n- b",
        RECUS,
    ],
)
def test_no_sign_of_markdown_is_left(texte):
    vu = textes.litteral(texte)
    assert re.sub(r"\\(.)", r"\1", vu) == texte
    assert not re.search(r"(?m)^\s*(\d*[-+.)]|[#>])", vu) and not re.search(
        r"[*_`\[\]<>$~#]", re.sub(r"\\.", "", vu)
    )


def test_a_refusal_says_what_it_cites_word_for_word(monkeypatch):
    vus = []
    for st in (erreurs.st, page.st):
        monkeypatch.setattr(st, "error", lambda texte, **_: vus.append(texte))
    assert erreurs.on_script_error(ClasError(RECUS)) is True

    def refuser():
        raise ClasError(RECUS)

    page.accomplir(refuser, "fait")
    assert len(vus) == 2 and all(map(tels_quels, vus))


def test_the_frame_shows_a_refusal_a_name_and_an_announcement_as_they_are(racine, monkeypatch):
    monkeypatch.setattr(session, "annonce", lambda: RECUS)
    monkeypatch.setattr(session, "choisi", lambda: False)
    acteur = replace(profil_demonstration("comite"), nom=RECUS)
    monkeypatch.setattr(session, "acteur", lambda: acteur)
    at = ouvrir(racine, None, "dictionnaire")
    assert any(tels_quels(s.value) for s in at.success) and textes.ECHAPPE(RECUS) in html(at)

    def refuser():
        raise ClasError(RECUS)

    monkeypatch.setattr(lecture, "ouverte", refuser)
    assert [tels_quels(e.value) for e in ouvrir(racine, "comite").error] == [True]


def test_the_name_of_a_porteur_is_no_markdown_on_a_button(racine, monkeypatch):
    lue = lecture.requete

    def recue(perimetre, nom, **parametres):
        df = lue(perimetre, nom, **parametres)
        return df.assign(porteur_=RECUS) if nom == "ecran_action" else df

    code = tables(ouvrir(racine, "comite", "actions"))[0].value["Code"].iloc[0]
    monkeypatch.setattr(lecture, "requete", recue)
    at = ouvrir(racine, "comite", "actions", action=code)
    assert tels_quels(at.button(key="vers_porteur").label)


def test_what_was_searched_is_said_as_it_was_typed(racine):
    at = ouvrir(racine, "comite", "dictionnaire", cherche=RECUS)
    at.text_input[0].set_value(RECUS).run()
    assert not at.exception and any(tels_quels(i.value) for i in at.info)


def test_a_scenario_file_that_cannot_be_read_is_cited_word_for_word(racine, monkeypatch):
    monkeypatch.setattr(rangement, "lister", lambda _: ([], [RECUS]))
    at = ouvrir(racine, "comite", "simulateur", onglet="Scénarios")
    assert not at.exception and any(tels_quels(w.value) for w in at.warning)


def test_a_number_that_is_not_one_is_cited_word_for_word(racine):
    at = ouvrir(racine, "comite", "simulateur")
    cle = next(t.key for t in at.text_input if t.key.startswith("a_"))
    at.text_input(key=cle).set_value(RECUS).run()
    assert any(
        tels_quels(textes.typographic(e.value).replace("\u202f", " ").replace("\u00a0", " "))
        for e in at.error
    ), [e.value for e in at.error]


def test_a_name_is_no_html_in_a_picture(racine, monkeypatch):
    """The labels of an axis are read as HTML, as the hovers are."""
    lue = lecture.requete

    def recue(perimetre, nom, **parametres):
        df = lue(perimetre, nom, **parametres)
        return df.assign(intitule=RECUS) if nom == "conformite_demandes" else df

    monkeypatch.setattr(lecture, "requete", recue)
    monkeypatch.setattr(conformites, "TITRE_MAX", 200)
    at = ouvrir(
        racine,
        "comite",
        "conformite",
        onglet="Actions × règles",
        campagne="2022-2023",
        montrer="Toutes",
    )
    (figure,) = [f for f in at.get("plotly_chart") if f.proto.id.endswith("figure_matrice")]
    noms = json.loads(figure.proto.spec)["layout"]["yaxis"]["ticktext"]
    assert not at.exception and noms and all(n.startswith(textes.ECHAPPE(RECUS)) for n in noms)


def test_two_porteurs_whose_names_begin_alike_stay_two_bars():
    longs = [
        "Centre communal d'action sociale de Saint-Martin-d'Hères",
        "Centre communal d'action sociale de Saint-Martin-le-Vinoux",
    ]
    noms = simulations.cut(
        [*longs, "MJC", "Centre socioculturel <b>municipal</b> de l'agglomération toute entière"]
    )
    assert len(set(noms)) == 4 and noms[:3] == (*longs, "MJC")
    assert noms[3].endswith("…")


def test_a_search_minds_neither_accents_nor_case_nor_which_apostrophe():
    assert (
        textes.plain("L’École d'à\u00a0côté")
        == textes.plain("l'ecole d’a cote")
        == "l'ecole d'a cote"
    )
