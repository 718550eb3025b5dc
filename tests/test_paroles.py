"""What porteurs write: themes by a list of terms, texts named for the committee only, and nothing
that gives a name back to the others.
"""

from __future__ import annotations

import pandas as pd
import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration, roles
from clas_data.config import Installation
from clas_data.errors import AccesRefuse
from clas_data.paroles import lecture, themes
from clas_data.tables import base, importation
from tests.outils import CAMPAGNE, classeur, petite, siret

PUBLIEES = (CAMPAGNE,)
COMITE = profil_demonstration("comite").perimetre(PUBLIEES)
SANS_NOM = [
    r for r, d in roles().items() if "citer_porteurs" not in d.actions and d.lignes == "toutes"
]


@pytest.mark.parametrize(
    "texte, attendu",
    [
        (
            "Recrutement de bénévoles de plus en plus difficile",
            {"equipe": ["Recrutement", "bénévoles"]},
        ),
        ("LES PARENTS ET L’ÉCOLE", {"parents": ["PARENTS"], "ecole": ["ÉCOLE"]}),
        ("Un lien avec le PRE", {"partenaires": ["PRE"]}),
        ("Au Grand-Pré, dans le pré", {}),  # « pré » is not the PRE
        ("Le collégien", {}),
        ("Le collège", {"ecole": ["collège"]}),
        ("parentalité parents parents", {"parents": ["parentalité", "parents"]}),
        ("Localement, un local", {"lieux": ["local"]}),  # a term without a star is a whole word
        ("Poursuivre sans changement", {}),
        ("", {}),
    ],
)
def test_a_theme_is_given_by_the_terms_found(texte, attendu):
    assert themes.attribuer(texte) == attendu


def test_terms_are_found_at_their_place_in_the_received_text():
    texte = "L’ÉQUIPE de l'été : 2 bénévoles"
    assert [(texte[a:b], t) for a, b, t in themes.reperer(texte)] == [
        ("ÉQUIPE", "equipe"),
        ("bénévoles", "equipe"),
    ]
    assert len(themes.plat("Œuvre, İstanbul, é")) == len("Œuvre, İstanbul, é")


def test_the_list_of_terms_is_versioned_and_no_term_is_in_two_themes():
    assert len(themes.version()) >= 8
    tous = [terme for t in themes.load().values() for terme in t.termes]
    assert len(tous) == len(set(tous)) and len({t.titre for t in themes.load().values()}) == len(
        themes.load()
    )


@pytest.mark.parametrize(
    "recherche, vrai",
    [("benevole", True), ("BÉNÉVOLES janvier", True), ("bénévoles juin", False), ("", True)],
)
def test_the_search_ignores_accents_and_wants_every_word(recherche, vrai):
    assert themes.contient("Deux bénévoles partis en janvier", recherche) is vrai


@pytest.fixture(scope="module")
def main(tmp_path_factory):
    """Three porteurs of one kind and level, one alone of its kind, which names itself and another
    in its text.
    """
    t = petite()
    modele, reponse, bilan = t["agrements"][0], t["actions"][0], t["bilans"][0]
    t["agrements"] = [
        {
            **modele,
            "code_action": f"A{i}",
            "porteur_siret": siret(i),
            "porteur_nom": nom,
            "porteur_type": sorte,
            "intitule": f"Titre {i}",
            "qpv_code": "",
        }
        for i, (nom, sorte) in enumerate(
            [
                ("Les Lilas", "CCAS"),
                ("Le Moulin", "CCAS"),
                ("La Plaine", "CCAS"),
                ("L'Île-Verte", "autre"),
            ],
            1,
        )
    ]
    ecrits = [
        "Peu de bénévoles",
        "Le collège ne répond pas",
        "Locaux partagés",
        "À l'ILE-VERTE, avec Les Lilas et « Titre 2 », le moulin à eau",
    ]
    t["actions"] = [
        {**reponse, "code_action": f"A{i}", "difficultes": texte, "besoins": ""}
        for i, texte in enumerate(ecrits, 1)
    ]
    t["bilans"] = [
        {
            **bilan,
            "code_action": f"A{i}",
            "points_forts": "L'entraide",
            "perspectives": f"Suite {i}",
        }
        for i in (1, 2)
    ]
    t["collectifs"] = [{**t["collectifs"][0], "code_action": f"A{i}"} for i in (1, 2, 3, 4)]
    installation = Installation(tmp_path_factory.mktemp("paroles"))
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    return base.ouvrir(installation)


def test_the_right_is_declared_for_the_committee_only():
    assert {r for r, d in roles().items() if "citer_porteurs" in d.actions} == {
        "administration",
        "comite",
    } and {"direction", "partenaire"} <= set(SANS_NOM)


def test_the_committee_reads_every_text_with_who_wrote_it(main):
    df = lecture.lire(main, COMITE, CAMPAGNE)
    assert len(df) == 4 + 2 + 2 and set(df["rubrique"]) == {
        "difficultes",
        "points_forts",
        "perspectives",
    }
    assert set(df.loc[df["rubrique"] == "difficultes", "porteur_nom"]) == {
        "Les Lilas",
        "Le Moulin",
        "La Plaine",
        "L'Île-Verte",
    }
    assert set(df.loc[df["rubrique"] == "points_forts", "origine"]) == {"bilan"}


@pytest.mark.parametrize("role", SANS_NOM)
def test_without_the_right_no_name_is_in_any_column_nor_in_the_texts(main, role):
    df = lecture.lire(main, profil_demonstration(role).perimetre(PUBLIEES), CAMPAGNE)
    assert set(df.columns) == set(lecture.COMMUNES) and len(df) == 8
    contenu = themes.plat(df.to_csv())
    for secret in ("les lilas", "la plaine", "ile-verte", "titre 2", "a1", siret(1), "grenoble"):
        assert secret not in contenu, secret
    # « Le Moulin » whatever its capitals: better one too many
    assert lecture.MASQUE in df.to_csv() and "[nom masque] a eau" in contenu


@pytest.mark.parametrize(
    "porteurs, dits",
    [
        (
            {"CCAS": "abc", "autre": "d"},
            set(),
        ),  # the only one without a kind would be the only one of its kind
        ({"CCAS": "abc", "autre": "d", "centre social": "ef"}, {"CCAS"}),
        (
            {"CCAS": "abc", "autre": "d", "centre social": "efgh"},
            {"centre social"},
        ),  # the smallest of those that could be said joins the silent ones
        ({"CCAS": "abc", "autre": "def"}, {"CCAS", "autre"}),
        ({"CCAS": "ab", "autre": "c"}, set()),
        (
            {"CCAS": "abc", "autre": "ab", "centre social": "cd"},
            {"CCAS"},
        ),  # a, b, c, d: four porteurs are silent, whatever they say elsewhere
    ],
)
def test_level_and_kind_are_said_where_three_porteurs_share_them_and_silence_tells_nobody(
    porteurs, dits
):
    t = pd.DataFrame(
        [
            {"niveau": "mixte", "porteur_type": sorte, "porteur_siret": p}
            for sorte, siens in porteurs.items()
            for p in siens
        ]
    )
    assert set(t.loc[lecture._dits(t, 3), "porteur_type"]) == dits


@pytest.mark.parametrize("role", SANS_NOM)
def test_the_one_alone_of_its_kind_is_not_told_by_its_silence(main, role):
    df = lecture.lire(main, profil_demonstration(role).perimetre(PUBLIEES), CAMPAGNE)
    assert set(df["porteur_type"]) == {""} == set(df["niveau"])


@pytest.mark.parametrize("role", SANS_NOM)
@pytest.mark.parametrize("ou", [{"porteur_type": "CCAS"}, {"qpv": ["hors QPV"]}])
def test_two_selections_cannot_be_compared_without_the_names(main, role, ou):
    """Three porteurs then four: the difference would be the texts of one."""
    lu = profil_demonstration(role).perimetre(PUBLIEES)
    with pytest.raises(AccesRefuse, match="toute la campagne"):
        lecture.lire(main, lu, CAMPAGNE, ou)
    assert len(lecture.lire(main, lu, CAMPAGNE, {"campagne": CAMPAGNE})) == 8
    assert len(lecture.lire(main, COMITE, CAMPAGNE, {"porteur_type": "autre"})) == 1


def test_below_three_porteurs_nothing_is_read(tmp_path):
    t = petite()
    t["actions"] = [{**a, "difficultes": "Locaux partagés"} for a in t["actions"]]
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    with pytest.raises(AccesRefuse, match="moins de 3 porteurs"):
        lecture.lire(
            base.ouvrir(installation),
            profil_demonstration("direction").perimetre(PUBLIEES),
            CAMPAGNE,
        )


def test_the_order_says_nothing_of_who_wrote(main):
    df = lecture.lire(main, profil_demonstration(SANS_NOM[0]).perimetre(PUBLIEES), CAMPAGNE)
    assert list(df["texte"]) == list(df.sort_values(["rubrique", "texte"])["texte"])


def test_a_porteur_reads_its_own(main):
    sien = profil_demonstration("porteur", siret(3)).perimetre(PUBLIEES)
    df = lecture.lire(main, sien, CAMPAGNE)
    assert list(df["texte"]) == ["Locaux partagés"] and list(df["porteur_nom"]) == ["La Plaine"]


@pytest.mark.parametrize(
    "texte, noms, attendu",
    [
        ("Avec MJC Nord et mjc nord !", {"MJC Nord"}, "Avec [nom masqué] et [nom masqué] !"),
        ("Le Nordique", {"Nord"}, "Le Nordique"),
        ("Nord et Nord-Est", {"Nord", "Nord-Est"}, "[nom masqué] et [nom masqué]"),
        ("rien", {"", None, float("nan")}, "rien"),
    ],
)
def test_a_name_is_masked_whole(texte, noms, attendu):
    assert lecture.masquer([texte], noms) == [attendu]


def test_the_demonstration_has_varied_texts(demonstration):
    df = lecture.lire(base.ouvrir(demonstration), COMITE, "2021-2022")
    assert (
        isinstance(df, pd.DataFrame)
        and df["texte"].nunique() > 200
        and (df["themes"].map(len) > 0).mean() > 0.8
    )
