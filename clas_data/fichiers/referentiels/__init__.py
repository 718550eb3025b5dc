"""Communes, EPCI and what else is known of the territory; an installation's own file replaces the
shipped one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pandas as pd

from clas_data.config import REFERENTIELS, Installation
from clas_data.errors import BLOQUANTE, Anomalie, BaseIndisponible, FichierRefuse
from clas_data.fichiers.referentiels.controle import anomalie, lire
from clas_data.fichiers.referentiels.formes import FICHIERS
from clas_data.formats import pluriel
from clas_data.memoire import Memoire

DERIVEES_MAX = 64
_DERIVEES = Memoire(DERIVEES_MAX)
T = TypeVar("T")


class ReferentielRefuse(FichierRefuse, BaseIndisponible):
    """A référentiel cannot be used; `anomalies` holds every reason, each with its file and line."""


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


def derivee(installation: Installation, nom: str, faire: Callable[[pd.DataFrame], T]) -> T:
    """What this function makes of a référentiel, once while its file stays; do not modify it."""
    table = load(installation, nom)
    return _DERIVEES.de((table,), (faire.__module__, faire.__qualname__), lambda: faire(table))


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
    table, anomalies = lire(source, *_etat(source), nom, connues)
    livre = REFERENTIELS / f"{nom}.csv"
    if FICHIERS[nom].complete and source != livre:
        livree, autres = lire(livre, *_etat(livre), nom, connues)
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
            yield anomalie(source, "epci_inconnu", n, message, "epci_siren")


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
    return derivee(installation, "communes", _noms)


def _noms(communes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(communes["code_insee"], communes["nom"], strict=True))


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
    return derivee(installation, "arrondissements", _departements)


def _departements(arrondissements: pd.DataFrame) -> str:
    return ", ".join(dict.fromkeys(arrondissements["departement_nom"]))
