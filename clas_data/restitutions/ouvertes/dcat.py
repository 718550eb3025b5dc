"""The published data as an open data catalogue reads them (DCAT-AP, in JSON-LD): what they are, who
publishes them, under which licence, where each file is.
"""

from __future__ import annotations

from typing import Any

from clas_data.restitutions.ouvertes.ecriture import Provenance

NOM = "catalogue.jsonld"
EUROPE = "http://publications.europa.eu/resource/authority/"
CONTEXTE = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MOTS_CLES = (
    "Clas",
    "accompagnement à la scolarité",
    "parentalité",
    "quartiers prioritaires",
    "caf",
)


def ecrire(paquet: dict[str, Any], p: Provenance) -> dict[str, Any]:
    """A catalogue of one dataset; addresses are those of the page of publication where it is
    known, else relative to this file.
    """
    e = p.emetteur
    base = {"@base": f"{e.publication.rstrip('/')}/"} if e.publication else {}
    editeur = {
        "@type": ["foaf:Agent", "foaf:Organization"],  # a catalogue reads no vocabulary
        "foaf:name": e.organisme or f"Commission départementale du Clas, {p.departement_nom}",
    }
    jeu = {
        "@id": "#donnees",
        "@type": "dcat:Dataset",
        "dct:identifier": f"clas-{p.departement}",
        "dct:title": _francais(f"{paquet['title']}, {p.departement_nom}"),
        "dct:description": _francais(paquet["description"]),
        "dct:publisher": editeur,
        **_contact(p),
        "dct:issued": _jour(p),
        "dct:modified": _jour(p),
        "dct:language": {"@id": f"{EUROPE}language/FRA"},
        "dct:accrualPeriodicity": {"@id": f"{EUROPE}frequency/ANNUAL"},
        "dcat:theme": [{"@id": f"{EUROPE}data-theme/{t}"} for t in ("EDUC", "SOCI")],
        "dcat:keyword": [_francais(m) for m in MOTS_CLES],
        "dct:spatial": _lieux(p),
        "dct:temporal": _annees(p),
        "dcat:version": p.empreinte,
        **_licence(p),
        "dcat:distribution": [_distribution(r, p) for r in paquet["resources"]],
    }
    return {
        "@context": {**base, **CONTEXTE},
        "@id": "#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _francais(f"Données du Clas, {p.departement_nom}"),
        "dct:description": _francais(paquet["title"]),
        "dct:publisher": editeur,
        "dcat:dataset": [jeu],
    }


def _distribution(r: dict[str, Any], p: Provenance) -> dict[str, Any]:
    """One file: where it is, what it is, its size and its sum."""
    return {
        "@id": f"#{r['name']}",
        "@type": "dcat:Distribution",
        "dct:title": _francais(r["title"]),
        "dct:description": _francais(r["description"]),
        "dcat:accessURL": {"@id": r["path"]},
        "dcat:downloadURL": {"@id": r["path"]},
        "dct:format": {"@id": f"{EUROPE}file-type/{r['format'].upper()}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{r['mediatype']}"},
        "dct:modified": _jour(p),
        **_licence(p),
        "dcat:byteSize": {"@value": str(r["x-octets"]), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": r["x-sha256"], "@type": "xsd:hexBinary"},
        },
    }


def _contact(p: Provenance) -> dict[str, Any]:
    """Whom to write to, where the installation says it."""
    e = p.emetteur
    if not (e.courriel or e.telephone):
        return {}
    joindre = {"vcard:hasEmail": f"mailto:{e.courriel}", "vcard:hasTelephone": _tel(e.telephone)}
    return {
        "dcat:contactPoint": {
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": e.organisme or "Clas",
            **{k: {"@id": v} for k, v in joindre.items() if v not in ("mailto:", "tel:")},
        }
    }


def _tel(numero: str) -> str:
    return f"tel:{''.join(c for c in numero if c.isdigit() or c == '+')}"


def _licence(p: Provenance) -> dict[str, Any]:
    if p.droit is None:
        return {}
    return {"dct:license": {"@id": p.droit.adresse} if p.droit.adresse else p.droit.titre}


def _lieux(p: Provenance) -> list[dict[str, Any]]:
    return [
        {
            "@id": f"http://id.insee.fr/geo/departement/{code}",
            "@type": "dct:Location",
            "rdfs:label": p.departement_nom,
        }
        for code in p.departement.split("-")
        if code
    ]


def _annees(p: Provenance) -> list[dict[str, Any]]:
    return [
        {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": debut, "@type": "xsd:gYear"},
            "dcat:endDate": {"@value": fin, "@type": "xsd:gYear"},
        }
        for debut, fin in (c.split("-") for c in p.campagnes)
    ]


def _jour(p: Provenance) -> dict[str, str]:
    return {"@value": p.construite_le.isoformat(), "@type": "xsd:date"}


def _francais(texte: str) -> dict[str, str]:
    return {"@value": texte, "@language": "fr"}
