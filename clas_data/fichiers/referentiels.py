"""Communes, EPCI and what else is known of the territory; an installation's own file replaces the
shipped one.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from clas_data.config import REFERENTIELS, Installation
from clas_data.errors import ALERTE, BLOQUANTE, Anomalie, BaseIndisponible, FichierRefuse
from clas_data.formats import pluriel

OCTETS_MAX = 20_000_000  # ten times the communes of all France: what is larger is another file
LUS_GARDES = 64


class ReferentielRefuse(FichierRefuse, BaseIndisponible):
    """A référentiel cannot be used; `anomalies` holds every reason, each with its file and line."""


@dataclass(frozen=True)
class Forme:
    """What a référentiel must hold: its key, the columns never empty, its numbers with their
    bounds, whether it may have no row.
    """

    cle: tuple[str, ...]
    obligatoires: tuple[str, ...]
    nombres: tuple[tuple[str, float, float], ...] = ()
    commune: str = ""  # the column that names a commune of communes.csv
    vide: bool = False
    complete: bool = (
        False  # an installation's rows are added to the shipped ones instead of replacing them
    )


POPULATION = ("pop_municipale", 0, math.inf)
ENTIERS = {"pop_municipale", "pop_annee", "generation", "repondants", "attendus"}
NOMBRES_NATIONAL = ("valeur", "numerateur", "denominateur", "repondants", "attendus")
FICHIERS = {
    "communes": Forme(
        cle=("code_insee",),
        obligatoires=(
            *("code_insee", "nom", "epci_siren", "epci_nom", "arrondissement_code"),
            *("arrondissement_nom", "pop_municipale", "pop_annee", "lon", "lat"),
        ),
        nombres=(POPULATION, ("pop_annee", 1900, 2200), ("lon", -180, 180), ("lat", -90, 90)),
    ),
    "epci": Forme(
        cle=("epci_siren",),
        obligatoires=("epci_siren", "epci_nom", "pop_municipale", "pop_annee"),
        nombres=(POPULATION,),
    ),
    "arrondissements": Forme(
        cle=("arrondissement_code",),
        obligatoires=(
            "arrondissement_code",
            "arrondissement_nom",
            "departement",
            "departement_nom",
        ),
        nombres=(POPULATION,),
    ),
    "qpv_communes": Forme(
        cle=("generation", "commune_insee"),
        obligatoires=("generation", "commune_insee", "source"),
        nombres=(("generation", 1996, 2200),),
        commune="commune_insee",
        vide=True,
    ),
    "education_prioritaire": Forme(
        cle=("etablissement", "commune_insee"),
        obligatoires=("etablissement", "commune_insee", "reseau", "source"),
        commune="commune_insee",
        vide=True,
    ),
    "pre_communes": Forme(
        cle=("commune_insee",),
        obligatoires=("commune_insee", "pre", "source"),
        commune="commune_insee",
        vide=True,
    ),
    "national": Forme(
        cle=("indicateur", "territoire_sorte", "territoire", "campagne"),
        obligatoires=(
            *("indicateur", "territoire_sorte", "territoire", "campagne", "valeur", "champ"),
            "source",
        ),
        nombres=tuple((c, 0, math.inf) for c in NOMBRES_NATIONAL),
        vide=True,
        complete=True,
    ),
}


def chemin(installation: Installation, nom: str, extension: str = "csv") -> Path:
    """The installation's own file where it has one, else the shipped one."""
    propre = installation.referentiels / f"{nom}.{extension}"
    return propre if propre.exists() else REFERENTIELS / f"{nom}.{extension}"


def load(installation: Installation, nom: str) -> pd.DataFrame:
    """One référentiel as a table of texts, ordered as its file; a file that cannot be trusted is
    refused with all its faulty lines.
    """
    table, anomalies = _lu(installation, nom)
    refuser(anomalies)
    return table


def refuser(anomalies: tuple[Anomalie, ...] | list[Anomalie]) -> None:
    """Raise one error for all the anomalies that block, if there are any."""
    bloquantes = [a for a in anomalies if a.gravite == BLOQUANTE]
    if bloquantes:
        reste = len(bloquantes) - 1
        suite = (
            f" Et {pluriel(reste, 'autre anomalie', 'autres anomalies')} de référentiel."
            if reste
            else ""
        )
        raise ReferentielRefuse(list(anomalies), bloquantes[0].message + suite)


def verifier(installation: Installation) -> list[Anomalie]:
    """Everything that is wrong in the référentiels of this installation, all files at once."""
    anomalies = [a for nom in FICHIERS for a in _lu(installation, nom)[1]]
    return (
        anomalies
        if any(a.gravite == BLOQUANTE for a in anomalies)
        else anomalies + list(_epci_absents(installation))
    )


def _lu(installation: Installation, nom: str) -> tuple[pd.DataFrame, tuple[Anomalie, ...]]:
    connues = None if not FICHIERS[nom].commune else tuple(noms_communes(installation).items())
    source = chemin(installation, nom)
    table, anomalies = _lire(source, *_etat(source), nom, connues)
    livre = REFERENTIELS / f"{nom}.csv"
    if FICHIERS[nom].complete and source != livre:
        livree, autres = _lire(livre, *_etat(livre), nom, connues)
        lignes = (*table.attrs.get("lignes", ()), *livree.attrs.get("lignes", ()))
        ensemble = pd.concat([table, livree], ignore_index=True)
        gardees = ~ensemble.duplicated(list(FICHIERS[nom].cle))
        table = ensemble[gardees].reset_index(drop=True).fillna("")
        table.attrs["lignes"] = tuple(n for n, garde in zip(lignes, gardees, strict=True) if garde)
        anomalies += autres
    return table, anomalies


def _etat(source: Path) -> tuple[int, int]:
    if not source.exists():
        raise BaseIndisponible(
            f"Le référentiel « {source.name} » manque. Restaurez data/referentiels du produit."
        )
    etat = source.stat()
    return etat.st_mtime_ns, etat.st_size


@lru_cache(maxsize=LUS_GARDES)
def _lire(
    source: Path, _modifie: int, octets: int, nom: str, communes: tuple[tuple[str, str], ...] | None
) -> tuple[pd.DataFrame, tuple[Anomalie, ...]]:
    forme, colonnes = FICHIERS[nom], FICHIERS[nom].obligatoires
    vide = pd.DataFrame(columns=list(colonnes), dtype="str")
    if octets > OCTETS_MAX:
        return vide, (
            _anomalie(
                source,
                "taille",
                None,
                "est bien trop gros pour un référentiel. Comparez-le à celui livré.",
            ),
        )
    try:
        texte = source.read_bytes().decode("utf-8-sig")
    except OSError:
        return vide, (_anomalie(source, "lecture", None, "ne se lit pas : retirez-le."),)
    except UnicodeDecodeError as e:
        ligne = e.object[: e.start].count(b"\n") + 1
        return vide, (
            _anomalie(
                source,
                "encodage",
                ligne,
                "un caractère n'est pas en UTF-8. Enregistrez le fichier en « CSV UTF-8 ».",
            ),
        )
    lecteur = csv.DictReader(io.StringIO(texte, newline=""), delimiter=";")
    try:
        lignes = [(lecteur.line_num, ligne) for ligne in lecteur]
    except csv.Error:
        return vide, (
            _anomalie(
                source,
                "cellules",
                lecteur.line_num,
                "une cellule n'a pas de fin. Un guillemet n'est pas refermé avant cette ligne.",
            ),
        )
    manque = [c for c in colonnes if c not in (lecteur.fieldnames or [])]
    if manque:
        message = (
            f"il manque {', '.join(manque)}. Le fichier est séparé par des points-virgules ; "
            "comparez-le à celui livré."
        )
        return vide, (_anomalie(source, "colonnes", 1, message),)
    if not lignes and not forme.vide:
        return vide, (
            _anomalie(
                source, "vide", 1, "aucune ligne. Restaurez le fichier livré, ou remplissez-le."
            ),
        )
    cellules = [
        {c: (ligne.get(c) or "").strip() for c in lecteur.fieldnames} for _, ligne in lignes
    ]
    table = pd.DataFrame(cellules, columns=lecteur.fieldnames, dtype="str")
    table.attrs["lignes"] = tuple(n for n, _ in lignes)  # as a spreadsheet shows them
    noms = None if communes is None else dict(communes)
    vues: dict[tuple[str, ...], int] = {}
    return table, tuple(
        a for n, ligne in lignes for a in _verifier_ligne(source, n, ligne, forme, vues, noms)
    )


def _verifier_ligne(
    source: Path,
    n: int,
    brute: dict,
    forme: Forme,
    vues: dict[tuple[str, ...], int],
    communes: dict[str, str] | None,
) -> Iterator[Anomalie]:
    if None in brute or None in brute.values():
        yield _anomalie(
            source,
            "cellules",
            n,
            "le nombre de cellules n'est pas celui de l'en-tête. Un point-virgule est de "
            "trop, ou manque.",
        )
        return
    ligne = {c: v.strip() for c, v in brute.items()}
    vides = [c for c in forme.obligatoires if not ligne[c]]
    for colonne in vides:
        yield _anomalie(
            source,
            "vide",
            n,
            f"la colonne « {colonne} » est vide. Complétez-la ou retirez la ligne.",
            colonne,
        )
    for colonne, bas, haut in forme.nombres:
        if ligne.get(colonne) and not _nombre(ligne[colonne], bas, haut, colonne in ENTIERS):
            attendu = (
                "un nombre entier"
                if colonne in ENTIERS
                else "un nombre, avec un point pour les décimales"
            )
            message = (
                f"« {ligne[colonne]} » n'est pas une valeur possible de « {colonne} ». "
                f"Écrivez {attendu}."
            )
            yield _anomalie(source, "nombre", n, message, colonne)
    identite = tuple(ligne[c] for c in forme.cle)
    if all(identite):
        if identite in vues:
            yield _anomalie(
                source,
                "doublon",
                n,
                f"« {' / '.join(identite)} » figure déjà ligne {vues[identite]}. Retirez l'une des "
                "deux.",
                forme.cle[0],
            )
        vues.setdefault(identite, n)
    if communes is not None and ligne[forme.commune]:
        yield from _verifier_commune(source, n, ligne, forme, communes)


def _verifier_commune(
    source: Path, n: int, ligne: dict[str, str], forme: Forme, communes: dict[str, str]
) -> Iterator[Anomalie]:
    code = ligne[forme.commune]
    if code not in communes:
        yield _anomalie(
            source,
            "commune_inconnue",
            n,
            f"la commune « {code} » n'est pas dans communes.csv. Corrigez le code Insee ; si le "
            "fichier est celui d'un autre département, remplacez-le par le vôtre, même sans ligne.",
            forme.commune,
        )
    elif ligne.get("commune") and ligne["commune"] != communes[code]:
        message = (
            f"le code {code} désigne {communes[code]}, et non « {ligne['commune']} ». "
            "Corrigez l'un des deux."
        )
        yield _anomalie(source, "commune_nom", n, message, "commune", ALERTE)


def _epci_absents(installation: Installation) -> Iterator[Anomalie]:
    source, connus = chemin(installation, "communes"), set(load(installation, "epci")["epci_siren"])
    table = load(installation, "communes")
    for n, code, siren in zip(
        table.attrs["lignes"], table["code_insee"], table["epci_siren"], strict=True
    ):
        if siren not in connus:
            message = (
                f"l'EPCI « {siren} » de la commune {code} n'est pas dans epci.csv. Corrigez "
                "l'un des deux fichiers."
            )
            yield _anomalie(source, "epci_inconnu", n, message, "epci_siren")


def _nombre(texte: str, bas: float, haut: float, entier: bool) -> bool:
    try:
        valeur = int(texte) if entier else float(texte)
    except ValueError:
        return False
    return math.isfinite(valeur) and bas <= valeur <= haut


def _anomalie(
    source: Path,
    code: str,
    ligne: int | None,
    message: str,
    colonne: str = "",
    gravite: str = BLOQUANTE,
) -> Anomalie:
    lieu = f"{source.name}, ligne {ligne} : " if ligne else f"{source.name} "
    return Anomalie(gravite, f"referentiel_{code}", lieu + message, source.name, "", ligne, colonne)


def communes(installation: Installation) -> pd.DataFrame:
    """The communes with their numbers as numbers (population, year, lon, lat in degrees), ordered
    by Insee code.
    """
    table = load(installation, "communes").astype(
        {"pop_municipale": "int64", "pop_annee": "int64", "lon": "float64", "lat": "float64"}
    )
    return table.sort_values("code_insee", ignore_index=True)


def noms_communes(installation: Installation) -> dict[str, str]:
    """Insee code → name."""
    table = load(installation, "communes")
    return dict(zip(table["code_insee"], table["nom"], strict=True))


def anciens_codes(installation: Installation) -> dict[str, str]:
    """Code of a merged commune → today's code."""
    table = load(installation, "communes")
    if "anciens_codes" not in table:
        return {}
    paires = zip(table["anciens_codes"], table["code_insee"], strict=True)
    return {ancien: code for anciens, code in paires for ancien in anciens.split("|") if ancien}


def codes_postaux(installation: Installation) -> dict[str, list[str]]:
    """Postcode → the codes of the communes that it serves."""
    desservies: dict[str, list[str]] = {}
    table = load(installation, "communes")
    for code, postaux in zip(table["code_insee"], table.get("codes_postaux", ()), strict=False):
        for postal in postaux.split("|"):
            desservies.setdefault(postal, []).append(code)
    return desservies


def departement(installation: Installation) -> str:
    """The name of the département of this installation (« Isère »); of the départements, where the
    référentiel holds several.
    """
    return ", ".join(dict.fromkeys(load(installation, "arrondissements")["departement_nom"]))
