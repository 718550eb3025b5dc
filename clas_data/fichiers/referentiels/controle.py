"""One référentiel file read line by line: its table, and everything that is wrong in it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from clas_data.errors import ALERTE, BLOQUANTE, Anomalie
from clas_data.fichiers.referentiels.formes import ENTIERS, FICHIERS, Forme

OCTETS_MAX = 20_000_000  # ten times the communes of all France: what is larger is another file


LUS_GARDES = 64


@lru_cache(maxsize=LUS_GARDES)
def lire(
    source: Path, _modifie: int, octets: int, nom: str, communes: tuple[tuple[str, str], ...] | None
) -> tuple[pd.DataFrame, tuple[Anomalie, ...]]:
    """The table of texts of one file as it is now (its time and size are part of what is kept), and
    its anomalies; `communes`: the names that its codes must find, or None.
    """
    forme, colonnes = FICHIERS[nom], FICHIERS[nom].obligatoires
    vide = pd.DataFrame(columns=list(colonnes), dtype="str")
    if octets > OCTETS_MAX:
        return vide, (
            anomalie(
                source,
                "taille",
                None,
                "est bien trop gros pour un référentiel. Comparez-le à celui livré.",
            ),
        )
    try:
        texte = source.read_bytes().decode("utf-8-sig")
    except OSError:
        return vide, (anomalie(source, "lecture", None, "ne se lit pas : retirez-le."),)
    except UnicodeDecodeError as e:
        ligne = e.object[: e.start].count(b"\n") + 1
        return vide, (
            anomalie(
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
            anomalie(
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
        return vide, (anomalie(source, "colonnes", 1, message),)
    if not lignes and not forme.vide:
        return vide, (
            anomalie(
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
        yield anomalie(
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
        yield anomalie(
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
            yield anomalie(source, "nombre", n, message, colonne)
    identite = tuple(ligne[c] for c in forme.cle)
    if all(identite):
        if identite in vues:
            yield anomalie(
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
        yield anomalie(
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
        yield anomalie(source, "commune_nom", n, message, "commune", ALERTE)


def _nombre(texte: str, bas: float, haut: float, entier: bool) -> bool:
    try:
        valeur = int(texte) if entier else float(texte)
    except ValueError:
        return False
    return math.isfinite(valeur) and bas <= valeur <= haut


def anomalie(
    source: Path,
    code: str,
    ligne: int | None,
    message: str,
    colonne: str = "",
    gravite: str = BLOQUANTE,
) -> Anomalie:
    """One thing that is wrong, with its file and its line."""
    lieu = f"{source.name}, ligne {ligne} : " if ligne else f"{source.name} "
    return Anomalie(gravite, f"referentiel_{code}", lieu + message, source.name, "", ligne, colonne)
