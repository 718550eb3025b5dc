"""What people conclude in a bilan: kept, undone, offered the next year; words by the rules of
« Paroles »; who signs.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from clas_data import config
from clas_data.acces import ligne_de_commande
from clas_data.errors import UsageError
from clas_data.figures.figure import Tableau
from clas_data.paroles import lecture
from clas_data.restitutions.bilan import composition, conclusions, edition, ordre, voix
from clas_data.restitutions.bilan.ecrits import Preconisation, Signataire, Suite
from clas_data.restitutions.bilan.edition import Edition
from tests.test_bilan_documents import composer
from tests.test_ui_pages import html, ouvrir

AVANT, ICI = "2021-2022", "2022-2023"
P = Preconisation("p1", "{part_filles} de filles.", "Aller voir.", "Caf", "En juin")


def table(d, cle):
    return next((t for p in d.parties for t in p.de(Tableau) if t.cle == cle), None)


def test_what_is_written_one_year_is_asked_for_the_next(demonstration_copie):
    inst = demonstration_copie
    edition.ouvrir(inst, AVANT, None, "Anne")
    edition.regler(inst, AVANT, "Anne", preconisations=(P,))
    e = edition.ouvrir(inst, ICI, AVANT, "Anne")
    v, d = composer(inst, e)
    assert table(d, "suites").lignes == (("Aller voir.", "Caf", "En juin", "à dire"),)
    assert not conclusions.reprises(v, e), "not offered again before its suite is said"
    e = edition.regler(inst, ICI, "Anne", suites={"p1": Suite("en cours", "Deux visites.")})
    assert edition.lire(inst, ICI) == e
    _, d = composer(inst, e)
    assert table(d, "suites").lignes[0][-1] == "En cours. Deux visites."
    assert "aucune n'est encore réalisée." in _resume(d)
    assert [p.id for p in conclusions.reprises(v, e)] == ["p1"]
    _, d = composer(inst, replace(e, suites={"p1": Suite("réalisée", "")}))
    assert "une est réalisée." in _resume(d)
    edition.deplacer(inst, ICI, -1, "Anne")
    assert not edition.lire(inst, ICI).suites


def test_what_the_data_call_for_is_printed_once_a_person_keeps_it(demonstration):
    e = Edition(ICI, "2023-12-01", AVANT)
    v, d = composer(demonstration, e)
    offertes = conclusions.proposees(v, e)
    assert len(offertes) > 3 and table(d, "preconisations") is None
    gardee = Edition(ICI, "2023-12-01", AVANT, preconisations=(offertes[0],))
    assert offertes[0].id not in {p.id for p in conclusions.proposees(v, gardee)}
    (ligne,) = conclusions.preconisations(v, gardee)[1].lignes
    assert "{" not in ligne[0] and "%" in ligne[0] and len(ligne) == 4
    # the first page says what comes next: what is kept, else what is missing and to be chosen
    assert "questionnaires et" in _suite(d) and "à choisir, les préconisations" in _suite(d)
    (dite,) = conclusions.suite(v, Edition(ICI, "2023-12-01", AVANT, preconisations=offertes[:5]))
    assert offertes[0].proposition[1:].rstrip(".") in dite.texte and "autres" in dite.texte
    definitif = Edition(AVANT, "2023-12-01", "2020-2021")
    (dite,) = conclusions.suite(composer(demonstration, definitif)[0], definitif)
    assert "recevoir" not in dite.texte and "à choisir" in dite.texte


def _resume(d):
    return next(p for p in d.parties if p.id == "suites").blocs[0].texte


def _suite(d):
    return d.parties[0].blocs[-1].texte


@pytest.mark.parametrize(
    "faire",
    [
        lambda: Preconisation("x", " ", "Aller voir."),
        lambda: Preconisation("x", "Un constat.", "a" * 601),
        lambda: Suite("presque"),
    ],
)
def test_what_is_half_said_is_refused(faire):
    with pytest.raises(UsageError):
        faire()


def test_words_have_a_name_for_the_committee_only_and_portraits_stay_there(demonstration):
    e = Edition(ICI, "2023-12-01", AVANT)
    v, d = composer(demonstration, e)
    code = next(iter(voix.actions(v)))
    e = Edition(ICI, "2023-12-01", AVANT, portraits=(code,))
    t = voix.recues(v)
    noms = set(t["porteur_nom"]) | set(t["intitule"])
    portrait = [b.texte for b in voix.portraits(v, e)]
    assert any(n in portrait[0] for n in noms)
    dites = [b.texte for b in voix.paroles(v, e) if b.genre == "citation"]
    assert dites and all(any(n in x for n in noms) for x in dites)
    rangs = [x["rubrique"] for x in t.to_dict("records") if x["cle"] in voix.proposees(v)]
    genres = [b.genre for b in voix.paroles(v, e)]
    assert len(rangs) == genres.count("citation") and genres[:2] == ["corps", "citation"], (
        "each under its heading"
    )
    agregats = ligne_de_commande().agregats(())
    diffusee = composition.lire(v.installation, v.base, v.perimetre, e, agregats)
    assert voix.portraits(diffusee, e) == []
    sans = lecture.lire(v.base, v.perimetre, ICI, anonyme=True)
    assert "porteur_nom" not in sans
    masquees = [b.texte for b in voix.paroles(diffusee, e) if b.genre == "citation"]
    assert masquees and not [x for x in masquees if any(n in x for n in noms)]


def test_the_visa_comes_from_the_installation_and_the_year_before(demonstration_copie):
    inst = demonstration_copie
    inst.documents.write_text("signataire: Mme Fictive\nqualite: directrice\n", encoding="utf-8")
    e = edition.ouvrir(inst, ICI, AVANT, "Anne")
    v, d = composer(inst, e)
    assert table(d, "visa").lignes == (("Mme Fictive", "directrice", ""),)
    edition.ouvrir(inst, AVANT, None, "Anne")
    edition.regler(inst, AVANT, "Anne", visa=(Signataire("M. Autre", "président"),))
    assert conclusions.signataires(v, e) == (Signataire("M. Autre", "président"),)
    assert [t.cle for p in ordre.ranger(d).corps for t in p.de(Tableau)][-1] == "visa"


def test_decisions_say_why_for_the_committee_only(demonstration):
    e = Edition(ICI, "2023-12-01", AVANT)
    v, d = composer(demonstration, e)
    decisions = table(d, "decisions")
    dit = next(p for p in d.parties if p.id == "decisions").blocs[0].texte.replace("\u00a0", " ")
    assert dit == "117 demandes : 108 agréées, 7 refusées, 2 ajournées."
    assert [l[1] for l in decisions.lignes] == ["108", "7", "2"] and len(decisions.colonnes) == 4
    for l in decisions.lignes[1:]:  # no request without its reason, or that it has none
        assert sum(map(int, re.findall(r"\((\d+)\)", l[3]))) == int(l[1]), l
    dits = conclusions._motifs([*"aabbccd", None, ""]).replace("\u202f", " ")
    assert dits == "a (2) ; b (2) ; c (2) ; autres motifs (1) ; sans motif écrit (2)"
    diffusee = composition.lire(
        v.installation, v.base, v.perimetre, e, ligne_de_commande().agregats(())
    )
    (t,) = [b for b in conclusions.decisions(diffusee, e) if isinstance(b, Tableau)]
    assert len(t.colonnes) == 3


def test_it_is_written_on_the_screen_kept_and_undone(demonstration_copie, monkeypatch):
    inst = demonstration_copie
    monkeypatch.setenv(config.VARIABLE_RACINE, str(inst.racine))
    at = ouvrir(inst, "comite", "bilan_annuel", onglet="Conclure", campagne=ICI)
    assert not at.exception and not at.error and not inst.bilans.exists()
    at.button(key="retenir_effectif").click().run()
    assert [p.id for p in edition.lire(inst, ICI).preconisations] == ["effectif"]
    next(t for t in at.text_input if t.key.startswith(f"qui_{ICI}_effectif")).set_value("La Caf")
    next(b for b in at.button if b.label == "Enregistrer").click().run()
    assert edition.lire(inst, ICI).preconisations[0].qui == "La Caf"
    at.button(key="bilan_annuler").click().run()
    assert edition.lire(inst, ICI).preconisations[0].qui != "La Caf"
    assert not at.exception and "Préconisations" in html(at)
