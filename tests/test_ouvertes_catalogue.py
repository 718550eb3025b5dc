"""What an open data catalogue reads of a package: its licence, who publishes it, where each file
is, what each column and indicator means.
"""

from __future__ import annotations

import json

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from clas_data.errors import UsageError
from clas_data.restitutions import emetteur
from clas_data.restitutions.ouvertes import dcat, licences
from tests.outils import CAMPAGNE
from tests.test_ouvertes import exporter, lire

# what DCAT-AP asks of a dataset, or recommends
POUR_UN_JEU = (
    *("title", "description", "publisher", "issued", "modified", "language"),
    *("identifier", "spatial", "temporal", "accrualPeriodicity"),
)


GENRE = URIRef(f"{dcat.CONTEXTE['vcard']}Kind")


@pytest.fixture
def ecrite(demonstration):
    """The demonstration with what it says of itself, removed afterwards."""

    def ecrire(**dits):
        demonstration.documents.write_text(json.dumps(dits), encoding="utf-8")
        return demonstration

    yield ecrire
    demonstration.documents.unlink(missing_ok=True)


def lu(contenus, page="https://exemple.fr/ici/"):
    texte = contenus[dcat.NOM].decode()
    return Graph().parse(data=texte, format="json-ld", publicID=page)


@pytest.mark.filterwarnings("ignore:.*deprecated.*:DeprecationWarning")  # rdflib's own, inside
def test_a_catalogue_reads_the_package(ecrite):
    page = "https://donnees.exemple.fr/clas"
    inst = ecrite(organisme="Caf fictive", courriel="clas@exemple.fr", publication=page)
    contenus = exporter(inst, table="agrements")
    g = lu(contenus)
    (jeu,) = g.subjects(RDF.type, DCAT.Dataset)
    assert not [p for p in POUR_UN_JEU if not list(g.objects(jeu, DCTERMS[p]))]
    assert list(g.objects(jeu, DCAT.contactPoint)) and list(g.objects(jeu, DCAT.theme))
    for lien, classe in ((DCTERMS.publisher, FOAF.Agent), (DCAT.contactPoint, GENRE)):
        assert all((x, RDF.type, classe) in g for x in g.objects(jeu, lien))
    fichiers = {
        str(next(g.objects(d, DCAT.accessURL))): str(next(g.objects(d, DCTERMS.license)))
        for d in g.objects(jeu, DCAT.distribution)
    }
    noms = {"agrements.csv", "agrements_agregats.csv", "dictionnaire.csv", "indicateurs.csv"}
    assert set(fichiers) == {f"{page}/{n}" for n in noms}
    assert set(fichiers.values()) == {next(iter(licences.load().values())).adresse}
    assert "Caf fictive, clas@exemple.fr" in contenus["LISEZMOI.md"].decode()
    paquet = json.loads(contenus["datapackage.json"])
    assert paquet["licenses"][0]["name"] == "etalab-2.0" and paquet["homepage"] == page
    assert {l["indicateur"] for l in lire(contenus["agrements_agregats.csv"])} <= {
        l["indicateur"] for l in lire(contenus["indicateurs.csv"])
    }


@pytest.mark.parametrize(
    "reglee, demandee, nom",
    [
        ("ODbL-1.0", "", "ODbL-1.0"),
        ("ODbL-1.0", "licence ouverte 2.0", "etalab-2.0"),
        ("aucune", "", None),
        ("", "À usage des partenaires", "notspecified"),
    ],
)
def test_the_licence_is_the_one_chosen(reglee, demandee, nom):
    choisie = licences.choisir(demandee, reglee)
    assert (choisie and choisie.nom) == nom


def test_what_the_committee_keeps_is_in_no_catalogue_and_has_no_licence(demonstration):
    contenus = exporter(demonstration, campagne=CAMPAGNE, table="porteurs", complet=True)
    assert dcat.NOM not in contenus and "licenses" not in json.loads(contenus["datapackage.json"])
    assert "réservé au comité" in contenus["LISEZMOI.md"].decode()


@pytest.mark.parametrize(
    "dits", [{"signatair": "Mme X"}, {"ville": ["Grenoble"]}, {"publication": "exemple.fr"}]
)
def test_a_mistake_in_what_the_installation_says_is_refused(ecrite, dits):
    with pytest.raises(UsageError, match="documents.yaml"):
        emetteur.load(ecrite(**dits))
