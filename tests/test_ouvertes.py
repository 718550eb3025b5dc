"""Exports of data: what leaves the committee, that it says what the screens say, and that nothing
masked can be found in it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import validate
from python_calamine import CalamineWorkbook

from clas_data import config, secret
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import campagnes
from clas_data.indicateurs import calcul, catalogue
from clas_data.restitutions.ouvertes import description, dossier, ecriture, publication
from clas_data.restitutions.ouvertes.tableaux import Tableau
from clas_data.secret.liens import liens
from clas_data.secret.regles import load
from clas_data.tables import base, importation, modeles
from tests.commande import lancer
from tests.outils import CAMPAGNE, fichiers_csv, modifiee, petite
from tests.test_secret_attaque import ENFANTS, Attaquant
from tests.test_ui_pages import ouvrir

REGLES = load()
PERSONNES = re.compile(
    r"\b(enfants|filles|garcons|enfants_qpv|enfants_rep|allophones|familles|parents_rencontres|parents_actifs|enfants_prevus|enfants_realises|heures_enfants)\b"
)


def exporter(
    installation, format_="csv", campagne=CAMPAGNE, acteur=None, **options
) -> dict[str, bytes]:
    return {
        nom: contenu
        for *_, nom, contenu in dossier.fichiers(
            installation,
            base.ouvrir(installation),
            acteur or ligne_de_commande(),
            format_,
            campagne,
            **options,
        )
    }


def lire(contenu: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contenu.decode("utf-8-sig"), newline=""), delimiter=";"))


def poser(contenus: dict[str, bytes], dossier_):
    for nom, contenu in contenus.items():
        (dossier_ / nom).write_bytes(contenu)
    return dossier_


@pytest.fixture(scope="module")
def diffuses(demonstration):
    return exporter(demonstration)


@pytest.fixture(scope="module")
def complets(demonstration):
    return exporter(demonstration, campagne=None, complet=True)


def tables_csv(contenus):
    return {
        nom.removesuffix(".csv"): lire(c)
        for nom, c in contenus.items()
        if nom.endswith(".csv") and nom not in ("dictionnaire.csv", "indicateurs.csv")
    }


def test_every_column_of_every_mart_is_declared_once_and_every_indicator_diffused_once(
    demonstration,
):
    assert set(publication.load()) == set(modeles.MARTS)
    with duckdb.connect(str(base.ouvrir(demonstration).chemin), read_only=True) as c:
        for nom, table in publication.load().items():
            colonnes = [l[0] for l in c.execute(f"describe marts.{nom}").fetchall()]
            assert sorted(champ.nom for champ in table.champs) == sorted(colonnes), nom
    diffuses = [i for t in publication.load().values() for i in t.indicateurs]
    assert sorted(diffuses) == sorted(i for i, ind in catalogue.load().items() if ind.diffusable)


def test_the_figures_are_those_of_the_command_indicateur(demonstration, diffuses):
    tables = tables_csv(diffuses)
    assert (
        sum(l["decision"] == "agréée" for l in tables["agrements"])
        == len(tables["agrements"])
        == 103
    )
    for table, id_, par in (
        ("agrements", "actions_agreees", ""),
        ("collectifs", "enfants_prevus", ""),
        ("collectifs", "enfants_accompagnes", ""),
        ("budgets", "charges", ""),
        ("articulations", "part_pre", ""),
        ("collectifs", "enfants_accompagnes", "epci"),
    ):
        fait = lancer(
            "indicateur",
            id_,
            "--ou",
            f"campagne={CAMPAGNE}",
            *(["--par", par] if par else []),
            "--json",
            racine=demonstration.racine,
        )
        lues = {
            l["modalite"]: l
            for l in tables[f"{table}_agregats"]
            if l["indicateur"] == id_ and l["axe"] == (par or "departement")
        }
        compares = 0
        for ligne in json.loads(fait.stdout)["lignes"]:
            exportee = lues[ligne.get(par, "")]
            if exportee["statut"] == "diffusé":
                assert float(exportee["valeur"].replace(",", ".")) == round(
                    ligne["valeur"], catalogue.exiger(id_).decimales
                )
                compares += 1
        assert compares, (table, id_)


def test_the_schemas_validate_the_files(demonstration, diffuses, complets, tmp_path):
    autres = {
        f"{f}_{complet}": exporter(demonstration, f, CAMPAGNE, complet=complet)
        for f in ("xlsx", "parquet")
        for complet in (False, True)
    }
    for nom, contenus in ({"diffuses": diffuses, "complets": complets} | autres).items():
        (tmp_path / nom).mkdir()
        rapport = validate(str(poser(contenus, tmp_path / nom) / "datapackage.json"))
        assert rapport.valid, (nom, rapport.flatten(["title", "fieldName", "message"])[:5])
    texte = diffuses["agrements.csv"].decode("utf-8-sig").splitlines()
    faux = {
        **diffuses,
        "agrements.csv": (
            "\ufeff" + "\r\n".join([texte[0], texte[1].replace(";4;", ";quatre;"), *texte[1:]])
        ).encode(),
    }
    (tmp_path / "faux").mkdir()
    assert not validate(str(poser(faux, tmp_path / "faux") / "datapackage.json")).valid


def test_no_name_beside_a_count_of_persons(diffuses):
    tables = tables_csv(diffuses)
    noms = {l["porteur_nom"] for l in tables["porteurs"]} | {
        l["porteur_siret"] for l in tables["porteurs"]
    }
    assert len(noms) > 80
    for nom, lignes in tables.items():
        if nom.endswith("_agregats"):
            assert not noms & {v for l in lignes for v in l.values()}, nom
        else:
            colonnes = set(lignes[0])
            assert not any(PERSONNES.search(c) for c in colonnes) and not any(
                c.startswith("_") for c in colonnes
            ), colonnes
    assert not any(
        l["statut"] == "diffusé"
        and l["indicateur"] in REGLES.sensibles
        and 0 < float(l["valeur"].replace(",", ".")) < REGLES.seuil
        for nom, lignes in tables.items()
        if nom.endswith("_agregats")
        for l in lignes
    )


def test_rows_add_up_to_figures_that_are_never_masked(demonstration, diffuses):
    """An indicator that the diffused columns of a mart are enough to compute must be public
    everywhere.
    """
    d = secret.diffuser(base.ouvrir(demonstration), ligne_de_commande().agregats(()), CAMPAGNE)
    masques = set(d.cellules.loc[d.cellules["masque"], "indicateur"])
    assert {"filles", "enfants_qpv"} <= masques
    for nom, table in publication.load().items():
        # known of every diffused row
        retenues = {c.nom for c in table.champs} - {c.nom for c in table.publics} - {table.lignes}
        for id_ in {
            i for i, ind in catalogue.load().items() if table.lignes and ind.table == nom
        } & masques:
            ind = catalogue.exiger(id_)
            assert any(re.search(rf"\b{c}\b", f"{ind.mesure} {ind.retenues}") for c in retenues), (
                f"{nom}: the rows give {id_}"
            )


def test_every_ratio_that_reads_a_count_of_persons_follows_it(demonstration):
    libres = [
        i
        for i, ind in catalogue.load().items()
        if PERSONNES.search(re.sub(r"'[^,)]*'", "", ind.mesure))
        and i not in {*REGLES.sensibles, *liens(catalogue.load(), REGLES)}
    ]
    assert libres == []
    croises = [i for i, ind in catalogue.load().items() if ind.secret == "retenu"]
    d = secret.diffuser(base.ouvrir(demonstration), ligne_de_commande().agregats(()), CAMPAGNE)
    assert croises and not set(croises) & set(d.cellules["indicateur"])


class AttaquantDesFichiers(Attaquant):
    """Who has only the exported files: the cells are read in the csv, the rest of the attack is the
    same.
    """

    def lire_fichiers(self, tables: dict[str, list[dict[str, str]]]) -> AttaquantDesFichiers:
        lignes = [
            {
                "indicateur": l["indicateur"],
                "vue": () if l["axe"] == "departement" else (l["axe"],),
                l["axe"]: l["modalite"],
                "masque": l["statut"] == "secret",
                "valeur": float(l["valeur"].replace(",", ".") or "nan") if l["valeur"] else np.nan,
            }
            for nom, lues in tables.items()
            if nom.endswith("_agregats")
            for l in lues
            if l["indicateur"] in ENFANTS
        ]
        self.cellules = pd.DataFrame(lignes)
        return self


def test_the_files_give_no_masked_count_back(demonstration, diffuses):
    """The linear programme over the exported cells: nobody, and the porteur that knows most, keep
    each masked count unknown.
    """
    monde, tables = (
        (base.ouvrir(demonstration), campagnes.publiees(demonstration)),
        tables_csv(diffuses),
    )
    personne = AttaquantDesFichiers(*monde, "").lire_fichiers(tables)
    for _, l in personne.cellules[
        ~personne.cellules["masque"] & personne.cellules["valeur"].notna()
    ].iterrows():
        # the file says what the attack supposes known
        assert personne.membres(l) @ personne.vrai == l["valeur"]
    masquees = personne.cellules[personne.cellules["masque"]]
    assert len(masquees) > 20
    attaquants = {"": personne}
    for _, cellule in masquees.iterrows():
        parts = (
            pd.Series(personne.membres(cellule) * personne.vrai)
            .groupby(personne.actions["porteur"])
            .sum()
        )
        for siret in ("", parts.idxmax()):
            if siret and not 0 < parts[siret] < parts.sum():
                continue
            a = attaquants.get(siret) or attaquants.setdefault(
                siret, AttaquantDesFichiers(*monde, siret).lire_fichiers(tables)
            )
            bas, haut = a.bornes(cellule)
            voulu = max(
                REGLES.seuil, np.ceil(a.membres(cellule) @ a.vrai * REGLES.incertitude_pct / 100)
            )
            assert np.floor(haut + 1e-6) - np.ceil(bas - 1e-6) >= voulu, (
                siret,
                cellule["indicateur"],
                bas,
                haut,
            )


def test_each_file_says_its_base_its_date_and_that_it_is_fictional(demonstration, diffuses):
    ouverte = base.ouvrir(demonstration)
    jour = ouverte.construite_le.date().isoformat()
    for nom in ("datapackage.json", "agrements.schema.json", "LISEZMOI.md"):
        texte = diffuses[nom].decode()
        assert (
            ouverte.empreinte in texte
            and jour in texte
            and "Données fictives de démonstration" in texte
        ), nom
    assert all(
        l["avertissement"] == "Données fictives de démonstration"
        for lignes in tables_csv(diffuses).values()
        for l in lignes
    )
    xlsx = exporter(demonstration, "xlsx", table="agrements")["agrements.xlsx"]
    feuilles = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    assert feuilles.sheet_names == ["Données", "Dictionnaire", "À propos"]
    propos = dict(l[:2] for l in feuilles.get_sheet_by_name("À propos").to_python())
    assert (
        propos["Base"] == ouverte.empreinte
        and propos["Base construite le"] == jour
        and "fictives" in propos["Avertissement"]
    )


def test_parquet_is_typed(demonstration):
    contenus = exporter(demonstration, "parquet", campagne=None, complet=True)
    budgets, collectifs = (
        pq.read_table(io.BytesIO(contenus[f"{t}.parquet"])) for t in ("budgets", "collectifs")
    )
    assert budgets.schema.field("montant").type == pa.decimal128(18, 2) and budgets["montant"][
        0
    ].as_py() == Decimal(str(budgets["montant"][0].as_py()))
    assert (
        collectifs.schema.field("date_debut").type == pa.date32()
        and collectifs.schema.field("enfants").type == pa.int64()
    )
    assert (
        collectifs.schema.field("code_action").type == pa.string()
        and collectifs.schema.field("enfants").metadata[b"titre"]
    )
    assert (
        budgets.schema.metadata[b"Base"].decode() == base.ouvrir(demonstration).empreinte
        and "fictives" in budgets.schema.metadata[b"Avertissement"].decode()
    )
    somme = calcul.calculer(
        base.ouvrir(demonstration),
        ligne_de_commande().perimetre(()),
        ["charges"],
        [],
        {"campagne": CAMPAGNE},
    )["valeur"].iloc[0]
    df = budgets.to_pandas()
    assert float(
        df.loc[(df["campagne"] == CAMPAGNE) & (df["sens"] == "charge"), "montant"].sum()
    ) == pytest.approx(float(somme), abs=0.005)


@pytest.mark.parametrize("format_", ["csv", "parquet", "xlsx"])
def test_the_same_base_gives_the_same_bytes(demonstration, format_):
    un, deux = (exporter(demonstration, format_, table="agrements") for _ in range(2))
    assert un == deux and dossier.en_zip(un) == dossier.en_zip(deux)


def test_what_is_not_published_or_not_allowed_is_refused_in_a_sentence(demonstration):
    with pytest.raises(UsageError, match="pas à la fois publiée et définitive"):
        exporter(demonstration, campagne="2022-2023")
    assert lire(
        exporter(demonstration, campagne="2022-2023", complet=True, table="collectifs")[
            "collectifs.csv"
        ]
    )
    with pytest.raises(AccesRefuse, match="exporter complet"):
        exporter(demonstration, acteur=profil_demonstration("partenaire"), complet=True)
    with pytest.raises(AccesRefuse, match="ses propres lignes"):
        exporter(demonstration, acteur=profil_demonstration("porteur", "00000001600019"))
    assert exporter(
        demonstration, acteur=profil_demonstration("partenaire"), table="agrements"
    ) == exporter(demonstration, table="agrements")


def test_a_cell_is_never_a_formula_and_a_small_base_gives_no_count(vide):
    tables = modifiee(
        modifiee(petite(), "agrements", 0, intitule="+ de lien"),
        "agrements",
        1,
        porteur_nom="@somme",
    )
    moi = ligne_de_commande()
    importation.accepter(vide, importation.proposer(vide, fichiers_csv(tables), CAMPAGNE, moi), moi)
    contenus = exporter(vide)
    lignes = lire(contenus["agrements.csv"])
    assert [l["intitule"] for l in lignes] == ["'+ de lien", "Deux"] and lignes[1][
        "porteur_nom"
    ] == "'@somme"
    comptes = [
        l for l in lire(contenus["collectifs_agregats.csv"]) if l["indicateur"] in REGLES.sensibles
    ]
    # two porteurs: nothing but zero
    assert comptes and all(l["statut"] != "diffusé" or l["valeur"] == "0" for l in comptes)


def test_the_command_writes_a_folder_or_an_archive_and_warns(demonstration, tmp_path):
    fait = lancer(
        "exporter",
        "--campagne",
        CAMPAGNE,
        "--table",
        "porteurs",
        "--format",
        "csv",
        "-o",
        tmp_path / "d",
        racine=demonstration.racine,
    )
    assert (
        fait.returncode == 0
        and (tmp_path / "d" / "porteurs.csv").is_file()
        and (tmp_path / "d" / "porteurs.schema.json").is_file()
    )
    fait = lancer(
        "exporter",
        "--table",
        "porteurs",
        "--format",
        "csv",
        "--complet",
        "-o",
        tmp_path / "d.zip",
        racine=demonstration.racine,
    )
    assert (
        fait.returncode == 0 and (tmp_path / "d.zip").is_file() and "ne pas publier" in fait.stderr
    )
    assert (
        lancer(
            "exporter",
            "--campagne",
            "2022-2023",
            "--format",
            "csv",
            "-o",
            tmp_path / "e",
            racine=demonstration.racine,
        ).returncode
        == 2
    )
    assert not (tmp_path / "e").exists()


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


@pytest.mark.parametrize(
    ("role", "onglet", "version"),
    [
        ("comite", True, True),
        ("direction", True, False),
        ("partenaire", True, False),
        ("porteur", False, False),
    ],
)
def test_the_screen_offers_to_each_role_what_it_may_take(racine, role, onglet, version):
    at = ouvrir(racine, role, "dictionnaire", onglet="Exporter")
    assert not at.exception
    assert ("Exporter" in [t.label for t in at.tabs]) == onglet
    assert any(b.key == "preparer_export" for b in at.button) == onglet
    assert any(b.key == "export_version" for b in at.segmented_control) == version


def test_the_choices_of_the_screen_are_in_its_address(racine):
    at = ouvrir(
        racine,
        "partenaire",
        "dictionnaire",
        onglet="Exporter",
        export_table="Porteurs d'actions agréées",
        export_campagne=CAMPAGNE,
    )
    assert not at.exception
    assert [(b.key, b.value) for b in at.selectbox] == [
        ("export_format", "csv"),
        ("export_campagne", CAMPAGNE),
        ("export_table", "porteurs"),
        ("export_licence", "Licence Ouverte 2.0"),  # said of what leaves, not what is looked at
    ]


@pytest.mark.parametrize(
    "n, dit", [(0, "0\u00a0ligne."), (1, "1\u00a0ligne."), (1234, "1\u202f234\u00a0lignes.")]
)
def test_what_the_folder_says_of_its_tables_follows_their_number(n, dit):
    t = Tableau("agrements", "Agréments", "Une demande.", (), (), pd.DataFrame(index=range(n)))
    assert (
        dit
        in description.lisezmoi(
            [("agrements.csv", t)],
            ecriture.Provenance("0" * 16, date(2023, 1, 2), (CAMPAGNE,), False, False),
        ).decode()
    )
