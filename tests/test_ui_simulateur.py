"""The simulator's screen: voices, answers, refusals, URL; the workbook; the kept scenarios."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from clas_data import baremes, config
from clas_data.acces import Acteur, ligne_de_commande
from clas_data.acces.acteurs import profil_demonstration
from clas_data.ecrans.financement import droits as vues_droits
from clas_data.ecrans.simulateur import etat
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import journal
from clas_data.simulateur import calcul, rangement, scenario
from clas_data.tables import base, importation
from clas_data.ui import champs, tableaux
from tests.commande import lancer
from tests.outils import classeur, petite
from tests.test_ui_pages import html, ouvrir, racine, tables  # noqa: F401

ONGLETS = [
    "Qui gagne, qui perd",
    "Au plafond",
    "Leviers",
    "À rebours",
    "Pourquoi ?",
    "Plusieurs années",
    "Commission",
    "Scénarios",
]


def lu(at, cle: str) -> str:
    """What the field of a number says, without the signature of who wrote it."""
    return at.text_input(key=cle).value.rstrip(champs.SIGNE)


@pytest.mark.parametrize("onglet", ONGLETS)
@pytest.mark.parametrize(
    "url",
    [
        {},
        {"a_plafond": "8 200 €", "b_taux": "35 %", "a_collectifs_plus": "5"},
        {"campagne": "2021-2022"},
    ],
    ids=["rien", "deux scénarios", "sans barème"],
)
def test_every_tab_draws(racine, onglet, url):
    at = ouvrir(racine, "direction", "simulateur", onglet=onglet, **url)
    assert not at.exception and not at.error, [e.value for e in at.error]
    assert "clas-titre" in html(at)


def test_the_numbers_of_the_rule_are_edited_in_french(racine):
    at = ouvrir(racine, "direction", "simulateur", campagne="2022-2023")
    assert lu(at, "a_taux") == "32,5\u202f%" and lu(at, "a_plafond") == "7\u202f885\u00a0€"
    at.text_input(key="a_plafond").set_value("8200").run()
    assert not at.exception and "de plus" in html(at) and lu(at, "a_plafond") == "8\u202f200\u00a0€"
    assert "~~7\u202f885\u00a0€~~" in " ".join(m.value for m in at.markdown)


def test_where_nothing_is_moved_yet_three_moves_are_offered(racine):
    at = ouvrir(racine, "direction", "simulateur", voix_gagnants="B", a_taux="30 %")
    essais = [b for b in at.button if b.key.startswith("essai_")]
    assert [b.label.split(" à ")[1] for b in essais] == [
        "35\u202f%",
        "8\u202f280\u00a0€",
        "350\u00a0€",
    ]
    essais[1].click().run()
    assert (
        not at.exception
        and lu(at, "b_plafond") == "8\u202f280\u00a0€"
        and lu(at, "a_taux") == "30\u202f%"
    )
    assert not [b for b in at.button if b.key.startswith("essai_")] and "gagnent" in html(at)


@pytest.mark.parametrize(
    "cle, valeur, mots",
    [
        ("a_plafond", "0", "plus de 0"),
        ("b_taux", "3250", "au plus 100"),
        ("a_bonus_enfants", "douze", "n'est pas accepté"),
    ],
)
def test_a_refused_number_is_said_and_not_applied(racine, cle, valeur, mots):
    at = ouvrir(racine, "direction", "simulateur", **{cle: valeur})
    assert len(at.error) == 1 and mots in at.error[0].value and not at.exception
    assert "ne change rien" in html(at)


@pytest.mark.parametrize(
    "cle, valeur, mots",
    [
        ("voix_gagnants", "C", "Scénario : C"),
        ("groupe", "Couleur", "Par : Couleur"),
        ("detail", "A38-9999", "Action : A38-9999"),
        ("a_plafond", ["8000", "9000"], "la dernière est lue"),
        ("a_plafond_curseur", "9 000 €", "n'existe pas"),
        ("campagne_choisie", "1999-2000", "Campagne : 1999-2000"),
    ],
)
def test_no_choice_of_the_link_is_dropped_in_silence(racine, cle, valeur, mots):
    at = ouvrir(racine, "direction", "simulateur", **{cle: valeur})
    assert not at.exception and [
        w.value for w in at.warning if mots in w.value.replace("\u00a0", " ")
    ], [w.value for w in at.warning]


def test_the_title_says_what_moved_the_total_in_its_direction_and_what_moved_it_back(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        campagne="2022-2023",
        a_taux="33,5",
        a_plafond="8200,50",
        onglet="Pourquoi ?",
    )
    titre = unescape(re.sub(r"<[^>]+>", "", html(at)))
    assert "de plus, d'abord par la règle (+" in titre and "malgré le volume (−" in titre


def test_a_ceiling_with_cents_is_written_with_its_cents(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        campagne="2022-2023",
        a_plafond="8200,50",
        onglet="Au plafond",
    )
    assert "celui du scénario A (8\u202f200,50\u00a0€)" in html(at)


def poignee(at, cle: str) -> dict:
    """What the handle of a number shows, and of what it is asked."""
    recu = next(c.proto for c in at.get("bidi_component") if c.proto.id.endswith(f"-{cle}_curseur"))
    dite = json.loads(recu.json)
    return dite | {"cran": dite["crans"][dite["place"]]}


def test_a_handle_stands_where_its_number_is(racine):
    at = ouvrir(racine, "direction", "simulateur", campagne="2022-2023")
    assert poignee(at, "a_plafond")["cran"] == "7\u202f885\u00a0€"
    assert poignee(at, "b_taux")["cran"] == "32,5\u202f%"
    depart = poignee(at, "a_plafond")["signe"]
    at.text_input(key="a_plafond").set_value("8200").run()
    assert poignee(at, "a_plafond")["cran"] == "8\u202f200\u00a0€"
    assert poignee(at, "a_plafond")["signe"] == depart + 1
    assert at.query_params["a_plafond"] == "8200" and not at.exception


@pytest.mark.parametrize(
    "tape, ecrit, cran",
    [
        ("8201,37", "8\u202f201,37\u00a0€", "8\u202f200\u00a0€"),
        ("12345,67", "12\u202f345,67\u00a0€", "9\u202f385\u00a0€"),
        ("douze", "douze", "7\u202f885\u00a0€"),
    ],
)
def test_a_typed_number_stays_exact_between_and_beyond_the_stops_of_its_handle(
    racine, tape, ecrit, cran
):
    at = ouvrir(racine, "direction", "simulateur", campagne="2022-2023", a_plafond="8 300 €")
    at.text_input(key="a_plafond").set_value(tape).run()
    assert (
        not at.exception
        and lu(at, "a_plafond") == ecrit
        and poignee(at, "a_plafond")["cran"] == cran
    )


def test_a_browser_that_sends_back_a_former_writing_changes_nothing(racine):
    """What a hand had typed before another gesture, then what the screen itself had written
    before a later one.
    """
    at = ouvrir(racine, "direction", "simulateur", campagne="2022-2023")
    at.text_input(key="a_plafond").set_value("8200").run().run()
    assert lu(at, "a_plafond") == "8\u202f200\u00a0€"
    at.query_params["a_plafond"] = "9000"
    neuf, ecrit = "9\u202f000\u00a0€", at.run().text_input(key="a_plafond").value
    assert lu(at, "a_plafond") == neuf
    at.text_input(key="a_plafond").set_value("8200").run()
    assert lu(at, "a_plafond") == neuf and at.query_params["a_plafond"] == "9000"
    at.run().query_params["a_plafond"] = "9100"
    at.run().text_input(key="a_plafond").set_value(ecrit).run()
    assert lu(at, "a_plafond") == "9\u202f100\u00a0€" and not at.exception
    at.text_input(key="a_plafond").set_value("8300").run()  # a hand is heard
    assert lu(at, "a_plafond") == "8\u202f300\u00a0€"


def test_a_number_typed_by_hand_in_the_link_is_written_as_the_screen_writes_it(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        campagne="2022-2023",
        a_plafond="8200.5",
        b_taux="0.35e2",
        a_bonus_parents="douze",
    )
    assert lu(at, "a_plafond") == "8\u202f200,50\u00a0€" and lu(at, "b_taux") == "35\u202f%"
    assert lu(at, "a_bonus_parents") == "douze" and len(at.error) == 1 and not at.exception


def test_an_unknown_parameter_of_the_link_is_said(racine):
    at = ouvrir(racine, "direction", "simulateur", a_tuax="30", bareme="1999-2000")
    dits = " ".join(w.value for w in at.warning)
    assert "tuax" in dits and "1999-2000" in dits


def test_a_campagne_without_bareme_says_which_value_is_missing(racine):
    at = ouvrir(racine, "direction", "simulateur", campagne="2021-2022")
    assert any(
        "Droits propres à 2021-2022" in i.value and "n.d." in i.value and "Taux" in i.value
        for i in at.info
    )
    assert "Les collectifs de 2021-2022 au barème de 2022-2023" in " ".join(
        c.value for c in at.caption
    )


def test_scenarios_are_kept_by_name_inside_their_folder(vide):
    s = scenario.construire(
        "../../Plafond à 8 200 !", "2022-2023", {"plafond": 8200}, "Moi", "2026-11-24", "essai"
    )
    chemin = rangement.enregistrer(vide, s)
    assert chemin.parent == vide.scenarios and rangement.lister(vide) == ([s], [])
    (vide.scenarios / "casse.yaml").write_text("version: 9\nparent: x\n", encoding="utf-8")
    assert len(rangement.lister(vide)[1]) == 1
    with pytest.raises(UsageError):
        rangement.fichier(vide, "…")


def test_every_choice_of_a_scenario_comes_back_from_the_url(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        campagne="2022-2023",
        a_taux="33,5 %",
        a_bonus_portee="Tous les collectifs",
        a_enveloppe="700000",
        onglet="Scénarios",
    )
    assert not at.error and not at.warning
    assert (
        at.selectbox(key="a_bonus_portee").value == "Tous les collectifs"
        and lu(at, "a_enveloppe") == "700\u202f000\u00a0€"
    )
    assert "700\u202f000\u00a0€" in html(at) and "Tous les collectifs" in html(at)


def test_collectifs_given_to_an_epci_count_there(racine):
    at = ouvrir(
        racine, "direction", "simulateur", campagne="2022-2023", onglet="Qui gagne, qui perd"
    )
    at.multiselect(key="a_epci").set_value(["CA Vienne Condrieu"]).run()
    assert (
        not at.exception
        and "1\u00a0collectif de plus pour" in html(at)
        and "CA Vienne Condrieu\u00a0: 1" in html(at)
    )


def test_a_choice_of_the_link_that_is_not_offered_is_said(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        a_bonus_portee="au hasard",
        b_epci="CC de Nulle-Part",
        onglet="Scénarios",
        compares="Perdu",
    )
    dits = " ".join(w.value for w in at.warning)
    assert (
        "au hasard" in dits
        and "Nulle-Part" in dits
        and "Perdu" in dits
        and "n'est pas appliqué" in dits
    )


def test_a_kept_scenario_is_compared_and_taken_up_again(demonstration_copie, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    s = scenario.construire(
        "Plafond relevé",
        "2022-2023",
        {"plafond": 8200, "semaines": "prorata", "collectifs_epci": "CA Vienne Condrieu : 2"},
        "Une collègue",
        "2026-11-24",
        "pour la séance",
    )
    rangement.enregistrer(demonstration_copie, s)
    at = ouvrir(
        demonstration_copie,
        "direction",
        "simulateur",
        campagne="2022-2023",
        onglet="Scénarios",
        b_taux="40",
        b_inflation="3",
    )
    assert (
        not at.exception
        and "Plafond relevé" in html(at)
        and "Une collègue, 24/11/2026" in html(at)
        and "pour la séance" in html(at)
    )
    at.button(key="reprendre_b").click().run()
    assert not at.exception and not at.error
    assert lu(at, "b_taux") == "32,5\u202f%" and lu(at, "b_inflation") == ""
    assert (
        lu(at, "b_plafond") == "8\u202f200\u00a0€"
        and at.selectbox(key="b_semaines").value.startswith("Ps réduite")
        and at.multiselect(key="b_epci").value == ["CA Vienne Condrieu"]
    )
    with pytest.raises(UsageError, match="Une collègue"):
        rangement.enregistrer(
            demonstration_copie, scenario.construire("Plafond relevé", "2022-2023", {}, "Un autre")
        )


def test_the_sitting_starts_from_the_link_and_says_what_remains(racine):
    plein = ouvrir(racine, "comite", "simulateur", campagne="2022-2023", onglet="Commission")
    moins = ouvrir(
        racine,
        "comite",
        "simulateur",
        campagne="2022-2023",
        onglet="Commission",
        seance="A38-0001,A38-9999",
    )
    retenues = [
        next(m.value for m in at.markdown if "retenues" in m.value) for at in (plein, moins)
    ]
    assert (
        "il reste 0\u00a0€" in retenues[0]
        and "il reste 0\u00a0€" not in retenues[1]
        and "il reste" in retenues[1]
    )
    assert any("A38-9999" in w.value for w in moins.warning) and not moins.exception
    trop = ouvrir(
        racine,
        "comite",
        "simulateur",
        campagne="2022-2023",
        onglet="Commission",
        seance_enveloppe="1000",
    )
    assert any("l'enveloppe est dépassée de" in m.value for m in trop.markdown)
    assert any(
        "au moins 0" in e.value
        for e in ouvrir(
            racine, "comite", "simulateur", onglet="Commission", seance_enveloppe="-1"
        ).error
    )


def test_another_campagne_starts_its_sitting_and_envelopes_again(racine):
    at = ouvrir(
        racine,
        "comite",
        "simulateur",
        campagne="2022-2023",
        onglet="Commission",
        seance="A38-0001",
        seance_enveloppe="900000",
    )
    at.selectbox(key="campagne").set_value("2021-2022").run()
    assert not at.exception and not at.warning and lu(at, "seance_enveloppe") != "900000"
    assert any("il reste 0\u00a0€" in m.value for m in at.markdown)


def test_another_bareme_starts_the_scenarios_again(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        campagne="2022-2023",
        bareme="2022-2023",
        a_plafond="8200",
        b_semaines="Ps réduite au prorata des semaines (rapportées à 27)",
    )
    at.selectbox(key="bareme").set_value("2004-2005").run()
    assert (
        not at.exception
        and lu(at, "a_plafond") == "5\u202f599\u00a0€"
        and lu(at, "a_taux") == "30\u202f%"
    )
    assert html(at).count("Ce scénario ne change rien") >= 2


def test_a_hypothesis_that_the_bareme_cannot_answer_is_said(racine):
    at = ouvrir(
        racine,
        "direction",
        "simulateur",
        bareme="2004-2005",
        a_semaines="Ps réduite au prorata des semaines (rapportées à 27)",
    )
    assert (
        not at.exception
        and len(at.error) == 1
        and "Semaines d'ouverture" in at.error[0].value
        and "2004-2005" in at.error[0].value
    )


def test_a_kept_scenario_is_deleted_by_its_author_who_is_asked_once(
    demonstration_copie, monkeypatch
):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    moi = profil_demonstration("comite")
    for nom, auteur in (("Le mien", moi.nom), ("Le sien", "Une collègue")):
        rangement.enregistrer(
            demonstration_copie,
            scenario.construire(nom, "2022-2023", {"plafond": "8200,50"}, auteur, "2026-11-24"),
        )
    at = ouvrir(
        demonstration_copie, "comite", "simulateur", campagne="2022-2023", onglet="Scénarios"
    )
    at.selectbox(key="reprendre").set_value("Le sien").run()
    assert not [b for b in at.button if b.key == "supprimer_confirme"] and any(
        "Une collègue" in c.value for c in at.caption
    )
    at.selectbox(key="reprendre").set_value("Le mien").run()
    assert (
        any("rétablir" in m.value for m in at.markdown)
        and len(rangement.lister(demonstration_copie)[0]) == 2
    )
    at.button(key="supprimer_confirme").click().run()
    assert (
        not at.exception
        and not at.error
        and [s.nom for s in rangement.lister(demonstration_copie)[0]] == ["Le sien"]
    )
    assert (
        any("« Le mien » supprimé" in s.value for s in at.success)
        and "Le mien" not in at.multiselect(key="compares").value
    )
    ligne = journal.lire(demonstration_copie)[-1]
    assert (ligne.type, ligne.acteur, ligne.cible) == (
        rangement.SUPPRIME,
        moi.nom,
        "Le mien",
    ) and "plafond=8200.50" in ligne.details["dit"]
    at = ouvrir(demonstration_copie, "comite", "donnees", onglet="Journal")
    at.button(key="retablir_scenario").click().run()
    assert not at.exception and any("« Le mien » rétabli" in x.value for x in at.success)
    assert {s.nom for s in rangement.lister(demonstration_copie)[0]} == {"Le sien", "Le mien"}


def test_a_deleted_scenario_is_kept_again_as_it_was(vide):
    moi = Acteur("Marie", "comite")
    s = scenario.construire("Plafond", "2022-2023", {"plafond": "8200,50"}, moi.nom, "2026-11-24")
    chemin = rangement.enregistrer(vide, s)
    avant = chemin.read_bytes()
    rangement.supprimer(vide, s.nom, moi)
    (perdu,) = rangement.supprimes(journal.lire(vide))
    with pytest.raises(UsageError, match="cette personne, ou le comité"):
        rangement.retablir(vide, perdu, Acteur("Un autre", "direction"))
    with pytest.raises(UsageError, match=f"Possibles : {perdu} \\(Plafond\\)"):
        rangement.retablir(vide, "evt-9999", moi)
    fait = lancer("retablir", perdu, "--json", "--racine", str(vide.racine))
    assert fait.returncode == 0 and json.loads(fait.stdout) == {"scenario": "Plafond"}
    assert chemin.read_bytes() == avant and rangement.lister(vide)[0] == [s]
    assert not rangement.supprimes(journal.lire(vide))
    rangement.supprimer(vide, s.nom, moi)
    neuf = scenario.construire("plafond !", "2022-2023", {}, moi.nom, "2026-11-25")
    rangement.enregistrer(vide, neuf)
    with pytest.raises(UsageError, match="presque pareil"):
        rangement.retablir(vide, journal.lire(vide)[-2].id, moi)
    assert [x.nom for x in rangement.lister(vide)[0]] == ["plafond !"]


def test_nobody_deletes_the_scenario_of_another_nor_one_that_is_gone(vide):
    s = scenario.construire("Plafond relevé", "2022-2023", {}, "Une collègue", "2026-11-24")
    chemin = rangement.enregistrer(vide, s)
    with pytest.raises(UsageError, match="enregistré par Une collègue"):
        rangement.supprimer(vide, "Plafond relevé", Acteur("Un autre", "comite"))
    with pytest.raises(UsageError, match="entre-temps"):
        # the same file, another name
        rangement.supprimer(vide, "Plafond, relevé", Acteur("Une collègue", "comite"))
    with pytest.raises(AccesRefuse):
        rangement.supprimer(vide, "Plafond relevé", Acteur("Une collègue", "partenaire"))
    assert chemin.exists()
    assert (
        rangement.supprimer(vide, "Plafond relevé", Acteur("Une collègue", "comite")) == s
        and not chemin.exists()
    )
    with pytest.raises(UsageError, match="entre-temps"):
        rangement.supprimer(vide, "Plafond relevé", Acteur("Une collègue", "comite"))


@pytest.fixture
def sans_bilan(demonstration, tmp_path, monkeypatch):
    """A campagne whose requests alone are received, and one where the commission agreed none."""
    recu = next((demonstration.racine / "exemples" / "2019-2020").glob("agrements*.csv")).read_text(
        encoding="utf-8-sig"
    )
    for campagne, decision in (("2019-2020", "agréée"), ("2020-2021", "refusée")):
        fichier = tmp_path / f"agrements-{campagne}.csv"
        fichier.write_text(
            recu.replace("2019-2020", campagne).replace(";agréée;", f";{decision};"),
            encoding="utf-8-sig",
        )
        assert (
            lancer("importer", fichier, "--campagne", campagne, racine=tmp_path / "inst").returncode
            == 0
        )
    monkeypatch.setenv(config.VARIABLE_RACINE, str(tmp_path / "inst"))
    return config.Installation(tmp_path / "inst")


def test_a_campagne_none_of_whose_droits_is_known_is_nd_and_never_zero(sans_bilan):
    for campagne, mots in (
        ("2019-2020", "sans bilan et aucune dont les dépenses sont connues"),
        ("2020-2021", "n'a aucune action agréée"),
    ):
        for onglet in ONGLETS:
            at = ouvrir(
                sans_bilan,
                "comite",
                "simulateur",
                campagne=campagne,
                bareme="2022-2023",
                a_collectifs_plus="5",
                onglet=onglet,
            )
            assert not at.exception and html(at).count('<div class="valeur">n.d.</div>') == 3, (
                campagne,
                onglet,
            )
            assert any(mots in i.value for i in at.info) == (
                onglet not in ("Qui gagne, qui perd", "Commission", "Scénarios")
            )
        assert "5\u00a0collectifs de plus (n.d., hors du total" in html(at)
    at.text_input(key="a_cout_nouveau").set_value("4000").run()
    assert "6\u202f500\u00a0€" in html(at) and not at.exception


def test_a_request_that_the_table_is_too_long_to_show_stays_retained(racine, monkeypatch):
    ouvertes = {}
    for limite in (tableaux.LIGNES_MAX, 3):
        monkeypatch.setattr(tableaux, "LIGNES_MAX", limite)
        at = ouvrir(racine, "comite", "simulateur", campagne="2022-2023", onglet="Commission")
        assert not at.exception
        ouvertes[len(tables(at)[0].value)] = next(
            m.value for m in at.markdown if "retenues" in m.value
        )
    assert len(ouvertes) == 2 and 3 in ouvertes
    # as many retained, at the same cost, however many the table shows
    assert len(set(ouvertes.values())) == 1


def test_a_base_that_changes_in_the_middle_of_a_page_leaves_no_amount_under_the_other_s_name(
    vide, monkeypatch
):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(vide.racine))
    moi = ligne_de_commande()
    empreintes = []
    for cout in ("4000", "5000"):
        tables = petite("2022-2023")
        for b in tables["bilans"]:
            b |= {"charge_64": cout, "ps_clas": cout, "commune": "0"}
        importation.accepter(
            vide, importation.proposer(vide, [classeur(tables)], "2022-2023", moi), moi
        )
        empreintes.append(base.courante(vide))
    bareme, p = baremes.en_vigueur(vide, "2022-2023"), moi.perimetre(())
    dits = [
        etat._simuler(
            e, p, "2022-2023", (), _bareme=bareme, _scenario=calcul.en_vigueur(bareme)
        ).total_c
        for e in empreintes
    ]
    droits = [
        vues_droits._calculer(e, p, "2022-2023", "2022-2023", (), bareme).resultat.total_c
        for e in empreintes
    ]
    # A1: two collectifs of 2 000 then 2 500 €, A2: one of 4 000 then 5 000 €, at 32.5 %, each
    # rounded half up
    assert dits == droits == [(2 * 650 + 1300) * 100, (2 * 813 + 1625) * 100]


def barre(at) -> str:
    return next(h.proto.body for h in at.get("html") if "clas-barre" in h.proto.body)


def test_one_switch_says_on_which_collectifs_every_amount_rests(racine):
    """Without it each amount says what it leaves out; with it the answers are solved on the same
    collectifs as the totals, and a press puts one in a scenario.
    """
    sur = re.compile("([0-9]+)\u00a0collectifs sur ([0-9]+)")
    at = ouvrir(racine, "comite", "simulateur", campagne="2022-2023", onglet="À rebours")
    connus, tous = sur.search(barre(at)).groups()
    assert int(connus) < int(tous) and html(at).count(f"{connus}\u00a0collectifs sur {tous}") >= 8
    at.toggle(key="etendre").set_value(True).run()
    assert not at.exception and not sur.search(html(at))
    assert f"{tous}\u00a0collectifs, dont" in barre(at)
    assert "aucune valeur" in html(at).replace("’", "'")
    bouton = at.button(key="appliquer_plafond_b")
    dit = next(
        m.value for m in at.markdown if m.value.startswith("Prix plafond d'un collectif\u00a0:")
    )
    bouton.click().run()
    assert lu(at, "b_plafond") == dit.partition("\u00a0: ")[2] or lu(at, "b_plafond") in dit
    assert at.toggle(key="etendre").value and not at.exception and not at.warning


def test_a_screen_that_stops_on_a_message_keeps_its_footer(racine):
    at = ouvrir(
        racine,
        "comite",
        "simulateur",
        campagne="2022-2023",
        bareme="2004-2005",
        a_hors_effectif="Exclus du calcul",
    )
    assert any("barème de départ" in e.value for e in at.error) and "clas-pied" in html(at)


def test_commission_says_the_same_requests_on_the_base_of_the_other_tabs(racine):
    """All that was agreed: the total of the other tabs, to the cent, whatever the switch."""
    at = ouvrir(racine, "comite", "simulateur", campagne="2022-2023", onglet="Commission")
    for _ in range(2):
        total = re.search(r"<b>([^<]+€)</b>", barre(at)).group(1)
        (dit,) = [m.value for m in at.markdown if m.value.startswith("Les mêmes demandes")]
        assert f"**{total}**" in dit
        at.toggle(key="etendre").set_value(True).run()
