"""A package as it was received: what it says of itself, and its protected tables."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from clas_data import formats
from clas_data.errors import Anomalie, FichierRefuse
from clas_data.fichiers import lecture
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.messages import affichable, anomalie
from clas_data.fichiers.paquets import archive_recue, sceau
from clas_data.fichiers.paquets.archive_recue import refuser
from clas_data.fichiers.paquets.lecture_parquet import PREFIXE

CAMPAGNE = re.compile(r"(\d{4})-(\d{4})")
JOUR = re.compile(r"\d{4}-\d{2}-\d{2}")
CODE = re.compile(r"[0-9A-Za-z]{1,3}(-[0-9A-Za-z]{1,3})*")
TEXTE_MAX = 200
NOMBRE_MAX = 1e12
SOMMES = (
    *("campagne", "departement", "indicateur", "definition", "facteur"),
    *("numerateur", "denominateur", "statut", "repondants", "attendus"),
)
AGREGATS = ("campagne", "axe", "modalite", "indicateur", "valeur", "statut")
NOMBRES = ("facteur", "numerateur", "denominateur", "repondants", "attendus", "valeur")
STATUTS = ("diffusé", "arrondi", "secret", "non disponible")
DIT = {
    **{
        "date": str,
        "departement": str,
        "nom": str,
        "campagnes": list,
        "definitions": dict,
        "fichiers": str,
    },
    **{"seuil_secret": int, "licence": str, "nomme": bool, "fictif": bool, "complet": bool},
}


@dataclass(frozen=True)
class Paquet:
    """One département and campagne, as its sender wrote them. `empreinte` is what the sender can
    read aloud; `sommes` are rows, numbers as float or None; `agregats` are files (`lire_agregats`).
    """

    depot: Depot
    empreinte: str
    campagne: str
    departement: str
    nom: str
    publie: str
    version: str
    seuil: int
    licence: str
    nomme: bool
    fictif: bool
    sommes: tuple[dict[str, Any], ...] = field(repr=False)
    agregats: dict[str, bytes] = field(repr=False)

    @property
    def voix(self) -> str:
        """What the sender reads aloud."""
        return sceau.a_voix_haute(self.empreinte)

    @property
    def qui(self) -> str:
        """« Rhône (69) »."""
        return f"{self.nom} ({self.departement})"


def ouvrir(depot: Depot) -> Paquet:
    """The package in this file; FichierRefuse says all that prevents reading it."""
    contenus, empreinte = archive_recue.lire(depot)
    dit = _manifeste(depot, contenus)
    extension = dit["fichiers"]
    nom = f"{sceau.TABLE}.{extension}"
    if extension not in ("csv", "parquet") or nom not in contenus:
        refuser(depot, "paquet_incomplet", valeur=f"{sceau.TABLE}.csv")
    autres = {n: c for n, c in contenus.items() if n.endswith(f"_agregats.{extension}")}
    fautes: list[Anomalie] = []
    sommes = _table(depot, nom, contenus[nom], SOMMES, dit, fautes)
    if fautes:
        raise FichierRefuse(fautes)
    return Paquet(
        depot,
        empreinte,
        dit["campagnes"][0],
        dit["departement"],
        dit["nom"],
        dit["date"],
        str(dit["definitions"].get("version", ""))[:TEXTE_MAX],
        dit["seuil_secret"],
        dit["licence"],
        dit["nomme"],
        dit["fictif"],
        tuple(sommes),
        dict(sorted(autres.items())),
    )


def lire_agregats(p: Paquet) -> list[dict[str, Any]]:
    """The rows of its other protected tables; FichierRefuse says all that prevents it."""
    fautes: list[Anomalie] = []
    dit = {"campagnes": [p.campagne], "departement": p.departement}
    lues = [l for n, c in p.agregats.items() for l in _table(p.depot, n, c, AGREGATS, dit, fautes)]
    if fautes:
        raise FichierRefuse(fautes)
    return lues


def _manifeste(depot: Depot, contenus: dict[str, bytes]) -> dict[str, Any]:
    """What the package says of itself, each part of its type."""
    if sceau.MANIFESTE not in contenus:
        refuser(depot, "paquet_incomplet", valeur=sceau.MANIFESTE)
    try:
        dit = json.loads(contenus[sceau.MANIFESTE])[sceau.CLE]
        indice = _faute(dit)
    except (ValueError, KeyError, TypeError, RecursionError):
        indice = f"« {sceau.CLE} » n'y est pas"
    if indice:
        refuser(depot, "paquet_manifeste", indice=indice)
    if dit["complet"]:
        refuser(depot, "paquet_complet")
    if len(dit["campagnes"]) != 1:
        refuser(depot, "paquet_campagnes", n=len(dit["campagnes"]))
    lue = CAMPAGNE.fullmatch(str(dit["campagnes"][0]))
    if not lue or int(lue[2]) != int(lue[1]) + 1:
        valeur, attendu = dit["campagnes"][0], "une année scolaire (2021-2022)"
        refuser(depot, "paquet_valeur", valeur=valeur, attendu=attendu)
    return dit


def _faute(dit: dict[str, Any]) -> str:
    """What the manifest does not say as it should, in words."""
    if dit["format"] != sceau.FORMAT:
        return f"format {affichable(dit['format'])}, et non {sceau.FORMAT}"
    for cle, type_ in DIT.items():
        if type(dit.get(cle)) is not type_:
            return f"« {cle} » manque, ou n'est pas du bon type"
    textes = (dit["departement"], dit["nom"], dit["licence"])
    if any(len(t) > TEXTE_MAX or not t.isprintable() or t != t.strip() for t in textes):
        return "un texte y est trop long, ou illisible"
    if not JOUR.fullmatch(dit["date"]) or not _jour(dit["date"]):
        return "sa date n'en est pas une"
    if not CODE.fullmatch(dit["departement"]) or not dit["nom"]:
        return "il ne dit pas son département, par un code et un nom"
    return ""


def _jour(texte: str) -> bool:
    """Whether this is a day of the calendar."""
    try:
        date.fromisoformat(texte)
    except ValueError:
        return False
    return True


def _table(
    depot: Depot,
    nom: str,
    contenu: bytes,
    exigees: tuple[str, ...],
    dit: dict[str, Any],
    fautes: list[Anomalie],
) -> list[dict[str, Any]]:
    """The rows of one table, its numbers read; read in a process apart, as any received file is."""
    feuilles, refus = lecture.read(Depot(PREFIXE + nom, contenu))
    if refus or not feuilles or not feuilles[0].lignes:
        fautes += refus or [anomalie("paquet_illisible", fichier=depot.nom)]
        return []
    entete, *lignes = feuilles[0].lignes
    entete = [str(c).lstrip("\ufeff") for c in entete]
    if manquantes := [c for c in exigees if c not in entete]:
        fautes += [
            anomalie("paquet_colonne", fichier=depot.nom, feuille=nom, colonne=c, valeur=nom)
            for c in manquantes
        ]
        return []
    rangs = {c: entete.index(c) for c in exigees}
    lues = []
    for numero, ligne in enumerate(lignes, start=2):
        if not any(str(v or "").strip() for v in ligne):
            continue
        brute = {c: ligne[r] if r < len(ligne) else None for c, r in rangs.items()}
        lue = {c: _nombre(v) if c in NOMBRES else _mot(v) for c, v in brute.items()}
        for colonne, attendu in _fausses(lue, brute, dit):
            valeur, ou = brute[colonne], {"feuille": nom, "ligne": numero, "colonne": colonne}
            faute = {"fichier": depot.nom, "valeur": valeur, "attendu": attendu}
            fautes.append(anomalie("paquet_valeur", **faute, **ou))
        lues.append(lue)
    return lues


def _mot(v: Any) -> str:
    return "" if v is None else str(v).strip()


def _nombre(v: Any) -> float | None:
    """A number as an export writes it; None for an empty cell, NaN for what is no number."""
    texte = _mot(v)
    if not texte or isinstance(v, bool):
        return None if not texte else math.nan
    try:
        lu = float(Decimal(texte.replace(",", ".")))
    except (InvalidOperation, OverflowError):
        return math.nan
    return lu if math.isfinite(lu) else math.nan


def _fausses(
    lue: dict[str, Any], brute: dict[str, Any], dit: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """The columns of one row that do not hold what they should, with what they should."""
    for c, v in lue.items():
        if c in NOMBRES and v is not None and not (v >= 0):
            yield c, "un nombre, positif ou nul"
        elif c in NOMBRES and v is not None and v > NOMBRE_MAX:
            yield c, "un nombre d'enfants, d'heures ou d'euros : il est trop grand"
    if None not in (qui := [lue.get(c) for c in ("repondants", "attendus")]) and qui[0] > qui[1]:
        yield "repondants", f"un nombre de réponses possible ({formats.nombre(qui[1])} attendues)"
    if lue["campagne"] != dit["campagnes"][0]:
        yield "campagne", f"la campagne du paquet ({dit['campagnes'][0]})"
    if lue["statut"] not in STATUTS:
        yield "statut", f"un statut ({', '.join(STATUTS)})"
    dits = [c for c in ("valeur", "numerateur", "denominateur") if lue.get(c) is not None]
    if dits and lue["statut"] in ("secret", "non disponible"):
        yield dits[0], f"vide, comme le veut « {lue['statut']} »"
    if lue["statut"] in ("diffusé", "arrondi") and not dits:
        yield "statut", "suivi de sa valeur"
    if "departement" in lue and lue["departement"] != dit["departement"]:
        yield "departement", f"le département du paquet ({dit['departement']})"
    if "facteur" in lue and lue["facteur"] not in (1, 100):
        yield "facteur", "1 ou 100"
