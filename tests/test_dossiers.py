"""Dossiers: a pin keeps what a figure is made of, never its values; each reader composes it again
with its own rights, whatever a file or an address says.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from clas_data import config
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.ecrans.dossiers import connues, recomposer, sorties
from clas_data.errors import AccesRefuse, ClasError, UsageError
from clas_data.fichiers import journal
from clas_data.figures.figure import Chiffres
from clas_data.restitutions.dossiers import garde
from clas_data.restitutions.dossiers.epingle import PHRASE_MAX, PROPRE, Epingle
from clas_data.tables import base, construction, sante, sauvegarde
from clas_data.ui import epingles
from tests.commande import lancer
from tests.test_ui_pages import SIRET, _siret, deplier, ouvrir

MOI, CAMPAGNE = ligne_de_commande(), "2021-2022"
COMITE, PARTENAIRE = profil_demonstration("comite"), profil_demonstration("partenaire")
PORTEUR = profil_demonstration("porteur", SIRET)
NIVEAU = Epingle(
    "",
    "enfants",
    "repartition",
    "enfants_accompagnes_niveau",
    CAMPAGNE,
    {"id": "enfants_accompagnes", "axe": "niveau", "limite": 15, "parts": True},
)


@pytest.fixture
def ici(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


@pytest.fixture
def copie(demonstration_copie, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    return demonstration_copie


def figure_de(ici, e: Epingle) -> Epingle:
    """The same pin, with the key of the first figure of its block."""
    s = recomposer.selection(COMITE, e)
    from clas_data.ui import lecture

    return replace(e, figure=lecture.figures(s, e.genre, **e.declaration)[0].cle)


def test_pin_order_sentence_undo_remove_and_put_back_each_in_the_journal(vide):
    d = garde.epingler(vide, MOI, "", NIVEAU)
    assert d.titre.startswith("Dossier du ") and d.epingles[0].declaration == NIVEAU.declaration
    deux = replace(NIVEAU, campagne="2022-2023", phrase="la suite")
    d = garde.epingler(vide, MOI, d.id, deux)
    with pytest.raises(UsageError, match="déjà dans"):
        garde.epingler(vide, MOI, d.id, replace(deux, phrase="autre"))
    a, b = (e.id for e in d.epingles)
    d = garde.deplacer_figure(vide, MOI, d.id, b, -1)
    assert [e.id for e in d.epingles] == [b, a]
    assert garde.deplacer_figure(vide, MOI, d.id, b, -1) == replace(d, le=d.le), "already first"
    d = garde.phraser(vide, MOI, d.id, a, "à saluer")
    d = garde.enlever(vide, MOI, d.id, b)
    assert [(e.id, e.phrase) for e in d.epingles] == [(a, "à saluer")]
    d = garde.renommer(vide, MOI, d.id, "  Conseil   de mars ")
    assert d.titre == "Conseil de mars"
    assert garde.retirer(vide, MOI, d.id).retire
    assert not garde.retirer(vide, MOI, d.id, False).retire
    vu, (avant, _) = garde.lire(vide, MOI, d.id), garde.possibles(vide, d.id)
    for _ in range(avant):
        assert garde.deplacer(vide, MOI, d.id, -1)
    assert garde.lire(vide, MOI, d.id).epingles == () and not garde.deplacer(vide, MOI, d.id, -1)
    for _ in range(avant):
        garde.deplacer(vide, MOI, d.id, 1)
    assert garde.lire(vide, MOI, d.id) == vu
    quoi = [e.details["quoi"] for e in journal.lire(vide) if e.type == garde.EVENEMENT][:avant]
    assert quoi == ["épingler"] * 2 + ["ordre", "phrase", "enlever", "nom", "retirer", "remettre"]


@pytest.mark.parametrize(
    "e, mots",
    [
        (replace(NIVEAU, genre="../bilan"), "ne sait pas composer"),
        (replace(NIVEAU, phrase="x" * (PHRASE_MAX + 1)), "phrase"),
        (replace(NIVEAU, declaration={"id": "inconnu"}), "n'existe pas"),
        (replace(NIVEAU, declaration={"axe": "1; drop table"}), "abîmée"),
        (replace(NIVEAU, declaration={"ids": [{"a": 1}]}), "abîmée"),
        (replace(NIVEAU, declaration={"limite": 10**9}), "abîmée"),
        (replace(NIVEAU, declaration={"../x": "y"}), "abîmée"),
        (replace(NIVEAU, filtres={"siret": "1"}), "abîmée"),
    ],
)
def test_what_no_screen_could_have_pinned_is_refused_and_nothing_is_written(vide, e, mots):
    with pytest.raises(UsageError, match=mots):
        garde.epingler(vide, MOI, "", e)
    assert not vide.dossiers.exists() and not vide.journal.exists()


def test_who_keeps_no_dossier_changes_none_and_a_porteur_reads_none(vide):
    d = garde.epingler(vide, MOI, "", NIVEAU)
    for qui in (PARTENAIRE, PORTEUR):
        for geste in (
            lambda qui=qui: garde.epingler(vide, qui, "", NIVEAU),
            lambda qui=qui: garde.renommer(vide, qui, d.id, "à moi"),
            lambda qui=qui: garde.deplacer(vide, qui, d.id, -1),
            lambda qui=qui: garde.retirer(vide, qui, d.id),
        ):
            with pytest.raises(AccesRefuse):
                geste()
    assert garde.lire(vide, PARTENAIRE, d.id) == d
    for lire in (lambda: garde.lister(vide, PORTEUR), lambda: garde.lire(vide, PORTEUR, d.id)):
        with pytest.raises(AccesRefuse):
            lire()
    for nom in ("../comptes/comptes", "", "x" * 12, f"{d.id}.json", f"../dossiers/{d.id}"):
        with pytest.raises(UsageError, match="n'existe pas ici"):
            garde.lire(vide, MOI, nom)


def test_a_dossier_is_saved_and_what_is_changed_by_hand_is_said(vide, tmp_path):
    d = garde.epingler(vide, MOI, "", NIVEAU)
    construction.a_jour(vide)
    sauvegarde.sauvegarder(vide, tmp_path / "s.zip")
    with zipfile.ZipFile(tmp_path / "s.zip") as z:
        assert f"dossiers/{d.id}.json" in z.namelist()
    chemin = vide.dossiers / f"{d.id}.json"
    brut = json.loads(chemin.read_text())
    brut["etats"][-1]["epingles"][0]["valeurs"] = [1]
    chemin.write_text(json.dumps(brut))
    dits = " ".join(f"{c.quoi} {c.message}" for c in sante.constater(vide) if c.etat != "bon")
    assert f"dossiers/{d.id}.json a changé" in dits
    with pytest.raises(UsageError, match="ne se lit pas"):
        garde.lire(vide, MOI, d.id)
    assert garde.lister(vide, MOI) == [], "the others are still read"


@pytest.mark.parametrize(
    "page", ("vue_ensemble", "enfants", *sorted({p for p, _ in connues.PROPRES}))
)
def test_every_figure_that_a_page_offers_to_pin_is_composed_again_the_same(ici, page, monkeypatch):
    """What the card of the page shows is what the dossier shows, to the cell."""
    vus: dict[str, tuple[epingles.Bloc, str]] = {}

    def noter(bloc, figure, sorte=""):
        if bloc is not None:
            vus[sorte or figure] = (bloc, figure)

    monkeypatch.setattr(epingles, "formulaire", noter)
    monkeypatch.setattr(epingles, "volet", noter)
    montres: dict[str, object] = {}
    from clas_data.ui import figure as cartes

    montrer = cartes._read
    monkeypatch.setattr(
        cartes, "_read", lambda f, *a: (montres.__setitem__(f.cle, f), montrer(f, *a))[1]
    )
    for onglet in _onglets(ici, page):
        autre = {"bareme_droits": "2022-2023"}  # this campagne has none of its own
        at = ouvrir(ici, "comite", page, campagne=CAMPAGNE, **onglet, **autre)
        deplier(at)
    for bloc, cle in vus.values():
        s = bloc.selection
        e = Epingle("", page, bloc.genre, cle, s.campagne, json.loads(json.dumps(bloc.declaration)))
        e = replace(e, filtres={f.axe: f.valeur for f in s.filtres}, estimation=s.estimation)
        refaite, _ = recomposer.composer(COMITE, e)
        if cle in montres and not isinstance(refaite, Chiffres):
            assert refaite.titre == montres[cle].titre
            assert refaite.donnees.lignes == montres[cle].donnees.lignes
    attendus = {c for p, c in connues.PROPRES if p == page and not c.startswith("distribution")}
    assert attendus <= {c if (page, c) in connues.PROPRES else c.partition("_")[0] for c in vus}


def _onglets(ici, page: str) -> list[dict[str, str]]:
    at = ouvrir(ici, "comite", page)
    noms = [t.label for t in at.tabs]
    return [{"onglet": n} for n in noms] or [{}]


def test_a_forged_dossier_gives_no_reader_more_than_its_profile(ici):
    argent = replace(
        NIVEAU, page="financement", genre=PROPRE, figure="flux", declaration={}, campagne=CAMPAGNE
    )
    recomposer.composer(COMITE, argent)
    forges = (
        argent,
        replace(argent, page="inconnue"),
        replace(argent, page="enfants"),  # its page is not of that page
        replace(argent, page="../financement"),
        replace(NIVEAU, campagne="2099-2100"),
        replace(NIVEAU, filtres={"porteur": "00000000000000"}),
        replace(NIVEAU, declaration={"id": ["a"]}),
        replace(NIVEAU, declaration={}),
        replace(NIVEAU, genre="evolution", declaration={"id": "enfants_accompagnes"}),
    )
    for e in forges:
        with pytest.raises(ClasError):
            recomposer.composer(PARTENAIRE, e)
    e = figure_de(ici, NIVEAU)
    tous, _ = recomposer.composer(COMITE, e)
    porteur = profil_demonstration("porteur", _siret(ici))
    siens, s = recomposer.composer(porteur, e)
    assert s.perimetre.siret == porteur.siret and siens.donnees.lignes != tous.donnees.lignes


def test_a_pin_says_what_has_moved_since(copie):
    e = figure_de(copie, NIVEAU)
    avant = base.courante(copie)
    derniers = [x for x in journal.lire(copie) if x.type == journal.IMPORT]
    from clas_data.tables import importation

    cible = next(x for x in derniers if x.campagne == CAMPAGNE)
    seul = replace(e, empreinte=avant, le="2026-03-01T10:00:00")
    autre = replace(figure_de(copie, replace(e, campagne="2020-2021")), empreinte=avant)
    autre = replace(autre, le="2026-03-01T10:00:00")
    f, s = recomposer.composer(COMITE, seul)
    assert recomposer.depuis(seul, s, f) == ""
    importation.annuler(copie, cible.id, MOI)
    with pytest.raises(ClasError, match="n'est pas dans cette base"):
        recomposer.composer(COMITE, seul)
    f, s = recomposer.composer(COMITE, autre)
    assert recomposer.depuis(autre, s, f) == "", "nothing moved there"
    ans = Epingle("", "enfants", "evolution", "", "2022-2023", {"id": "enfants_accompagnes"})
    ans = replace(figure_de(copie, ans), empreinte=avant, le="2026-03-01T10:00:00")
    f, s = recomposer.composer(COMITE, ans)
    dit = recomposer.depuis(ans, s, f).replace("\u202f", " ")
    assert "2 219 alors, 1 563 aujourd'hui" in dit and "01/03/2026" in dit
    importation.retablir(copie, cible.id, MOI)
    f, s = recomposer.composer(COMITE, replace(autre, empreinte="0" * 16))
    dit = recomposer.depuis(replace(autre, empreinte="0" * 16), s, f)
    assert "n'est plus gardée" in dit


def test_the_page_shows_the_dossier_and_refuses_what_is_not_one(copie):
    d = garde.epingler(copie, COMITE, "", replace(figure_de(copie, NIVEAU), phrase="<b>à lire</b>"))
    garde.epingler(copie, COMITE, d.id, replace(NIVEAU, figure="disparue"))
    at: AppTest = ouvrir(copie, "partenaire", "dossiers", dossier=d.id)
    textes = " ".join(h.body for h in at.get("html"))
    assert not at.exception and "&lt;b&gt;à lire&lt;/b&gt;" in textes
    assert "existe plus pour cette" in textes
    assert not [b for b in at.button if b.label in ("Enlever", "Annuler", "Retirer le dossier")]
    at = ouvrir(copie, "comite", "dossiers", dossier="../../comptes")
    assert not at.exception and "n'existe pas ici" in at.warning[0].value


def test_the_command_lists_shows_removes_and_puts_back(vide):
    d = garde.epingler(vide, MOI, "", replace(NIVEAU, phrase="à saluer"))

    def dit(*mots: str) -> str:
        fait = lancer("dossier", *mots, racine=vide.racine)
        assert fait.returncode == 0, fait.stderr
        return fait.stdout + fait.stderr

    assert d.id in dit("lister") and "ouvert" in dit("lister")
    assert "à saluer" in dit("montrer", d.id) and f"?dossier={d.id}" in dit("montrer", d.id)
    assert "retiré" in dit("retirer", d.id) and garde.lire(vide, MOI, d.id).retire
    assert "de nouveau" in dit("remettre", d.id) and not garde.lire(vide, MOI, d.id).retire
    assert json.loads(lancer("dossier", "lister", "--json", racine=vide.racine).stdout)
    for mots in (("montrer",), ("retirer", "../x")):
        assert lancer("dossier", *mots, racine=vide.racine).returncode == 2


def test_a_dossier_is_taken_away_with_what_its_reader_may_see(ici):
    """Every kind of block, in the three formats; what is refused is in none of them."""
    argent = Epingle("", "financement", PROPRE, "flux", CAMPAGNE)
    chiffre = Epingle("", "enfants", "chiffres", "chiffres", CAMPAGNE, {"ids": ["collectifs"]})
    lue = replace(figure_de(ici, NIVEAU), phrase="À saluer cette année.")
    table = Epingle(
        "", "enfants", "croise", "", CAMPAGNE, {"ids": ["collectifs"], "axe": "epci", "titre": "Où"}
    )
    ans = Epingle("", "enfants", "evolution", "", CAMPAGNE, {"id": "enfants_accompagnes"})
    parts = {"ids": ["part_qpv", "part_rep"], "cle": "p", "sujet": "Parmi", "sous_titre": "Parts"}
    parts = Epingle("", "enfants", "parts", "", CAMPAGNE, parts | {"note": ""})
    autres = (figure_de(ici, e) for e in (table, ans, parts))
    d = garde.Dossier("0" * 12, "Conseil", (lue, argent, chiffre, *autres))
    for qui, voit in ((COMITE, True), (PARTENAIRE, False)):
        pdf = serre(PdfReader(io.BytesIO(sorties.octets(qui, d, "pdf"))))
        assert "Àsaluercetteannée" in pdf and "Collectifsdéclarés" in pdf
        assert ("Laprestation" in pdf or "LaCafapporte" in pdf) is voit
    for format_ in ("docx", "pptx"):
        with zipfile.ZipFile(io.BytesIO(sorties.octets(COMITE, d, format_))) as z:
            xml = "".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml"))
        assert "saluer cette" in xml and "élémentaire" in xml


def serre(lu: PdfReader) -> str:
    return re.sub(r"\s+", "", " ".join(p.extract_text() for p in lu.pages))


BAREME = {"bareme": "2022-2023", "a": ["taux=35"], "b": ["plafond=8280", "sans_bilan=moyenne"]}
RYTHMES = {"pct_collectifs": "0", "pct_couts": "2.33", "pct_plafond": "2.33"}
MATRICE = {"q": "", "montrer": "Toutes", "nature": "Toutes les règles", "page": 0}
CARTE, BORNES = {"maille": "epci"}, {"distance_km": "5.0", "habitants_min": "500.0"}
OUVRIR = BORNES | {"nombre": 8, "poids_qpv": "1", "poids_rep": "1", "part_deja_couverts": "0"}
AVEC_CHOIX = {  # a figure of one page, with the choices of that page
    ("simulateur", "gagnants_A_epci_nom"): BAREME | {"voix": "A", "groupe": "epci_nom"},
    ("simulateur", "plafond"): BAREME,
    ("simulateur", "iso"): BAREME,
    ("simulateur", "leviers"): BAREME,
    ("simulateur", "pourquoi"): BAREME
    | {"voix": "B", "depuis": "2020-2021", "ancien": "2022-2023"},
    ("simulateur", "annees"): BAREME | RYTHMES | {"voix": "A", "annees": "3"},
    ("simulateur", "annees_cout"): BAREME | RYTHMES | {"voix": "A", "annees": "3"},
    ("territoires", "geo_principale"): CARTE | {"nom": "couverture", "methode": "quantiles"},
    ("territoires", "geo_croisee"): CARTE,
    ("territoires", "cote"): CARTE | {"cote": ["Grenoble-Alpes-Métropole", "CA Vienne Condrieu"]},
    ("financement", "ecarts_droits"): {"bareme": "2022-2023"},
    ("financement", "sous_plafond"): {"bareme": "2022-2023"},
    ("articulation", "combinaisons"): {"croises": ["pre", "reaap"]},
    ("territoires", "geo_zones"): CARTE | BORNES,
    ("territoires", "zones_courbe"): CARTE | BORNES,
    ("territoires", "geo_ouvrir"): CARTE | OUVRIR,
    ("conformite", "matrice"): MATRICE,
    ("conformite", "porteurs"): {"regle": "duree"},
}

FORGES = (  # what no screen offers
    ("bareme", "1999-2000"),
    ("a", ["taux=900"]),
    ("b", ["inconnu=1"]),
    ("voix", "C"),
    ("groupe", "porteur_siret"),
    ("depuis", "1999-2000"),
    ("ancien", "1999-2000"),
    ("annees", "4000"),
    ("maille", "pays"),
    ("nom", "x"),
    ("methode", "x"),
    ("distance_km", "loin"),
    ("nombre", 900),
    ("pct_couts", "beaucoup"),
    ("nature", "Aucune"),
    ("montrer", "?"),
    ("page", "1"),
    ("regle", "x"),
    ("cote", ["Lyon"]),
    ("croises", ["pre", "x"]),
)


def test_a_figure_of_a_page_is_composed_again_with_the_choices_of_that_page(ici):
    """Read, told from another choice, taken away; a choice that no screen offers is refused."""
    epingles_ = [
        Epingle("", page, PROPRE, cle, "2022-2023", choix)
        for (page, cle), choix in AVEC_CHOIX.items()
    ]
    lues = {e.figure: recomposer.composer(COMITE, e)[0] for e in epingles_}
    assert all(f.cle == cle and f.donnees.lignes for cle, f in lues.items())
    gagnants = epingles_[0]
    autre = replace(gagnants, declaration=gagnants.declaration | {"a": ["taux=30"]})
    assert recomposer.composer(COMITE, autre)[0].titre != lues[gagnants.figure].titre
    for e, (nom, valeur) in itertools.product(epingles_, FORGES):
        if nom in e.declaration:
            forgee = replace(e, declaration={**e.declaration, nom: valeur})
            with pytest.raises(ClasError):
                pytest.fail(f"{nom}={valeur}: {recomposer.composer(COMITE, forgee)[0].titre}")
    with pytest.raises(ClasError):
        recomposer.composer(COMITE, replace(gagnants, declaration={**gagnants.declaration, "x": 1}))
    with pytest.raises(AccesRefuse):
        recomposer.composer(PARTENAIRE, gagnants)
    d = garde.Dossier("0" * 12, "Conseil", tuple(epingles_))
    for format_ in ("docx", "pptx", "pdf"):
        assert sorties.octets(COMITE, d, format_)
