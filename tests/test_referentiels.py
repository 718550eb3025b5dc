"""The référentiels shipped are whole, and an edited one is refused with its line."""

from __future__ import annotations

import csv
import hashlib

import pandas as pd
import pytest

from clas_data.config import REFERENTIELS, Installation
from clas_data.errors import ALERTE, BaseIndisponible, FichierRefuse
from clas_data.fichiers import referentiels


def remplacer(installation: Installation, nom: str, transformer, extension: str = "csv") -> None:
    """The installation's own file: the shipped one, its lines changed."""
    lignes = (REFERENTIELS / f"{nom}.{extension}").read_text(encoding="utf-8").splitlines()
    installation.referentiels.mkdir(parents=True, exist_ok=True)
    (installation.referentiels / f"{nom}.{extension}").write_text(
        "\n".join(transformer(lignes)) + "\n", encoding="utf-8"
    )


def changer(ligne: int, avant: str, apres: str):
    """Replace a text on one line, counted as a spreadsheet counts."""

    def transformer(lignes):
        assert avant in lignes[ligne - 1]
        return [*lignes[: ligne - 1], lignes[ligne - 1].replace(avant, apres), *lignes[ligne:]]

    return transformer


def test_the_shipped_files_are_whole(vide):
    assert referentiels.verifier(vide) == []
    communes = referentiels.communes(vide)
    assert (
        len(communes) == 512
        and communes["pop_municipale"].sum() == 1_298_990
        and set(communes["pop_annee"]) == {2023}
    )
    assert communes["epci_siren"].nunique() == 18 and communes["arrondissement_code"].nunique() == 3
    assert referentiels.noms_communes(vide)["38001"] == "Les Abrets en Dauphiné"
    assert referentiels.anciens_codes(vide)["38028"] == "38001"


def test_epci_and_arrondissements_add_up(vide):
    communes, epci = (
        referentiels.communes(vide),
        referentiels.load(vide, "epci").set_index("epci_siren"),
    )
    sommes = communes.groupby("epci_siren")["pop_municipale"].sum()
    assert sommes.to_dict() == epci["pop_municipale"].astype(int).to_dict()
    a_cheval = epci[epci["communes"] != epci["communes_total"]]
    assert {
        (n, a, b)
        for n, a, b in zip(
            a_cheval["epci_nom"], a_cheval["communes"], a_cheval["communes_total"], strict=True
        )
    } == {
        ("CA Vienne Condrieu", "18", "30"),
        ("CC Coeur de Chartreuse", "7", "17"),
    }
    arrondissements = referentiels.load(vide, "arrondissements")
    assert arrondissements["pop_municipale"].astype(int).sum() == communes["pop_municipale"].sum()


def test_priority_lists(vide):
    assert len(referentiels.load(vide, "qpv_communes")) == 16
    assert set(referentiels.load(vide, "qpv_communes")["generation"]) == {"2015"}, (
        "the list of 2024 was not found: absent, not empty"
    )
    rep = referentiels.load(vide, "education_prioritaire")
    assert len(rep) == 13 and sorted(rep.loc[rep["reseau"] == "REP+", "commune"]) == [
        "Grenoble",
        "Échirolles",
    ]
    assert set(referentiels.load(vide, "pre_communes")["pre"]) == {
        "Grenoble",
        "Nord-Isère",
        "Pays Voironnais",
    }


FAUTES = [
    ("qpv_communes", changer(3, "38151", "38999"), 3, "referentiel_commune_inconnue"),
    ("qpv_communes", lambda l: [*l, l[4]], 18, "referentiel_doublon"),
    ("qpv_communes", changer(5, "2015;", "vingt;"), 5, "referentiel_nombre"),
    ("qpv_communes", changer(5, '"', ""), 5, "referentiel_cellules"),
    ("education_prioritaire", changer(2, ";REP;", ";;"), 2, "referentiel_vide"),
    ("pre_communes", lambda l: [l[0], "", *l[1:], l[1]], 9, "referentiel_doublon"),
    ("communes", lambda l: [*l, l[10]], 514, "referentiel_doublon"),
    ("communes", changer(7, ";45.", ";-95."), 7, "referentiel_nombre"),
    ("communes", changer(2, ";6850;", ";6 850;"), 2, "referentiel_nombre"),
    ("communes", changer(2, ";6850;", ";6850.5;"), 2, "referentiel_nombre"),  # half an inhabitant
    (
        "communes",
        changer(2, ";6850;", ";6850.0;"),
        2,
        "referentiel_nombre",
    ),  # what a spreadsheet may write: said, and not a fault of the program
    (
        "communes",
        lambda l: [l[0].replace("nom;", "libelle;", 1), *l[1:]],
        1,
        "referentiel_colonnes",
    ),
    ("communes", lambda l: l[:1], 1, "referentiel_vide"),
    ("communes", lambda l: [x.replace(";", ",") for x in l], 1, "referentiel_colonnes"),
    ("epci", changer(3, "200030658", "200018166"), 3, "referentiel_doublon"),
    ("national", changer(2, "123000", "beaucoup"), 2, "referentiel_nombre"),
]


@pytest.mark.parametrize(
    ("nom", "transformer", "ligne", "code"),
    FAUTES,
    ids=[f"{f[0]}-{f[3][12:]}-{f[2]}" for f in FAUTES],
)
def test_an_edited_file_is_refused_with_its_line(vide, nom, transformer, ligne, code):
    remplacer(vide, nom, transformer)
    with pytest.raises(FichierRefuse) as refus:
        referentiels.load(vide, nom)
    assert isinstance(refus.value, BaseIndisponible)
    assert [(a.code, a.fichier, a.ligne) for a in refus.value.anomalies if a.ligne == ligne] == [
        (code, f"{nom}.csv", ligne)
    ]
    assert f"{nom}.csv, ligne {refus.value.anomalies[0].ligne} : " in refus.value.message


def test_all_faults_at_once(vide):
    remplacer(vide, "qpv_communes", lambda l: [l[0], *(x.replace(";38", ";99") for x in l[1:])])
    with pytest.raises(FichierRefuse, match="15\u00a0autres anomalies") as refus:
        referentiels.load(vide, "qpv_communes")
    assert [a.ligne for a in refus.value.anomalies] == list(range(2, 18))


def test_a_name_that_contradicts_its_code_is_an_alerte(vide):
    remplacer(vide, "pre_communes", changer(2, ";Grenoble;", ";Voiron;"))
    assert len(referentiels.load(vide, "pre_communes")) == 6
    assert [(a.gravite, a.ligne) for a in referentiels.verifier(vide)] == [(ALERTE, 2)]


def test_a_commune_of_an_unknown_epci(vide):
    remplacer(vide, "communes", changer(4, "200085751", "200000000"))
    assert [(a.code, a.fichier, a.ligne) for a in referentiels.verifier(vide)] == [
        ("referentiel_epci_inconnu", "communes.csv", 4)
    ]


@pytest.mark.parametrize(
    ("contenu", "code"),
    [
        (
            "commune_insee;commune;pre;source\n38185;Grenobl\xe9;G;x\n".encode("cp1252"),
            "referentiel_encodage",
        ),
        (b"", "referentiel_colonnes"),
        (b"PK\x03\x04" + bytes(range(256)), "referentiel_encodage"),
        (
            b'commune_insee;commune;pre;source\n38185;"Grenoble;G;x\n'
            + b"38185;Grenoble;G;x\n" * 60_000,
            "referentiel_cellules",
        ),  # a quote never closed
    ],
)
def test_a_file_of_another_kind(vide, contenu, code):
    vide.referentiels.mkdir()
    (vide.referentiels / "pre_communes.csv").write_bytes(contenu)
    with pytest.raises(FichierRefuse) as refus:
        referentiels.load(vide, "pre_communes")
    assert refus.value.anomalies[0].code == code


def test_an_installation_replaces_lists_and_adds_figures(vide):
    vide.referentiels.mkdir()
    (vide.referentiels / "pre_communes.csv").write_text(
        "commune_insee;commune;pre;source\n", encoding="utf-8"
    )
    assert referentiels.load(vide, "pre_communes").empty
    livres = referentiels.load(Installation(vide.racine / "autre"), "national")
    with (vide.referentiels / "national.csv").open("w", encoding="utf-8", newline="") as f:
        sortie = csv.DictWriter(f, list(livres.columns), delimiter=";", restval="")
        sortie.writeheader()
        commun = {"champ": "Clas du département", "source": "Caf", "valeur": "2"}
        cle = {c: livres.iloc[0][c] for c in referentiels.FICHIERS["national"].cle}
        sortie.writerows([{**commun, **cle}, {**commun, **cle, "territoire": "Savoie"}])
    propres = referentiels.load(vide, "national")
    assert len(propres) == len(livres) + 1
    assert propres["valeur"].tolist()[:2] == ["2", "2"]


def test_a_change_on_disk_is_seen(vide):
    remplacer(vide, "pre_communes", lambda l: l)
    assert len(referentiels.load(vide, "pre_communes")) == 6
    remplacer(vide, "pre_communes", lambda l: l[:3])
    assert len(referentiels.load(vide, "pre_communes")) == 2
    assert isinstance(referentiels.load(vide, "pre_communes"), pd.DataFrame)


def test_the_register_lists_every_file_with_its_sha():
    registre = (REFERENTIELS.parent / "README.md").read_text(encoding="utf-8")
    for fichier in sorted([*REFERENTIELS.glob("*.csv"), *REFERENTIELS.glob("*.geojson")]):
        ligne = next(
            (l for l in registre.splitlines() if l.startswith(f"| `{fichier.name}` |")), ""
        )
        assert f"`{hashlib.sha256(fichier.read_bytes()).hexdigest()[:16]}`" in ligne, (
            f"data/README.md: {fichier.name}"
        )
