"""A received file as sheets of raw cells, each row with the number that the spreadsheet shows."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from clas_data import formats
from clas_data.errors import Anomalie
from clas_data.fichiers import enveloppe
from clas_data.fichiers.messages import anomalie

COLONNES_MAX = 200  # the widest of the four tables has 60 columns
LIGNES_MAX = 1_000_000
SEPARATEURS = ";,\t"
csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Depot:
    """A file as it was received: its name, and its bytes."""

    nom: str
    contenu: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.contenu).hexdigest()


@dataclass
class Feuille:
    """One sheet: `lignes[i]` is the row that the spreadsheet numbers `i + 1`; a csv file is a sheet
    without a name.
    """

    fichier: str
    sha256: str
    feuille: str
    lignes: list[list[Any]] = field(repr=False)


def read(depot: Depot) -> tuple[list[Feuille], list[Anomalie]]:
    """The sheets of a file, and everything that prevents reading it or part of it."""
    sorte, refus = enveloppe.examiner(depot.nom, depot.contenu)
    if refus:
        return [], [refus]
    if sorte == "csv":
        lignes, refus = _csv(depot)
        return ([] if refus else [Feuille(depot.nom, depot.sha256, "", lignes)]), [
            refus
        ] if refus else []
    return _classeur(depot)


def _csv(depot: Depot) -> tuple[list[list[Any]], Anomalie | None]:
    texte = _decode(depot.contenu)
    if texte is None:
        return [], anomalie("texte_illisible", fichier=depot.nom)
    separateur = _separateur(texte)
    try:
        lignes = list(
            islice(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur), LIGNES_MAX + 2)
        )
    except csv.Error:
        return [], anomalie("texte_illisible", fichier=depot.nom)
    return lignes, _demesure(depot.nom, "", lignes)


def _decode(contenu: bytes) -> str | None:
    """UTF-8 (with or without BOM) or UTF-16 with BOM, else Windows-1252, which is what French
    spreadsheets write.
    """
    if contenu.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodages = ["utf-16"]
    elif b"\x00" in contenu:
        return None
    else:
        encodages = ["utf-8-sig", "cp1252"]
    for encodage in encodages:
        try:
            return contenu.decode(encodage)
        except UnicodeDecodeError:
            continue
    return None


def _separateur(texte: str) -> str:
    """The separator that cuts the first rows into the most cells, the same number in each; French
    `;` wins a tie.
    """
    debut = "".join(islice(io.StringIO(texte, newline=""), 20))[:200_000]

    def score(separateur: str) -> tuple[int, int]:
        try:
            largeurs = Counter(
                len(l)
                for l in csv.reader(io.StringIO(debut, newline=""), delimiter=separateur)
                if l
            )
        except csv.Error:
            return (0, 0)
        largeur, fois = max(
            largeurs.items(), key=lambda x: (x[1] * (x[0] > 1), x[0]), default=(0, 0)
        )
        return (fois if largeur > 1 else 0, largeur)

    return max(SEPARATEURS, key=score)


def _classeur(depot: Depot) -> tuple[list[Feuille], list[Anomalie]]:
    feuilles: list[Feuille] = []
    anomalies: list[Anomalie] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(depot.contenu)) as classeur:
            noms = classeur.sheet_names
            for nom in [n for n, fois in Counter(noms).items() if fois > 1]:
                anomalies.append(anomalie("feuilles_homonymes", fichier=depot.nom, feuille=nom))
            for nom in [] if anomalies else noms:
                lignes = _sans_traine(
                    classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
                )
                refus = _demesure(depot.nom, nom, lignes)
                if refus:
                    anomalies.append(refus)
                elif lignes:
                    feuilles.append(Feuille(depot.nom, depot.sha256, nom, lignes))
    except (CalamineError, OSError, ValueError, KeyError) as e:
        chiffre = "password" in str(e).lower() or "encrypt" in str(e).lower()
        return [], [
            anomalie("classeur_chiffre" if chiffre else "classeur_abime", fichier=depot.nom)
        ]
    if not feuilles and not anomalies:
        anomalies.append(anomalie("fichier_vide", fichier=depot.nom))
    return feuilles, anomalies


def vide(cellule: Any) -> bool:
    return cellule is None or (isinstance(cellule, str) and not cellule.strip())


def _sans_traine(lignes: list[list[Any]]) -> list[list[Any]]:
    """Without the empty rows that formatting leaves below a table."""
    fin = len(lignes)
    while fin and all(vide(c) for c in lignes[fin - 1]):
        fin -= 1
    return lignes[:fin]


def _demesure(fichier: str, feuille: str, lignes: list[list[Any]]) -> Anomalie | None:
    largeur = max((_largeur(l) for l in lignes[:1000]), default=0)
    if largeur > COLONNES_MAX:
        return anomalie(
            "trop_de_colonnes",
            fichier=fichier,
            feuille=feuille,
            n=formats.nombre(largeur),
            limite=COLONNES_MAX,
        )
    if len(lignes) > LIGNES_MAX + 1:
        return anomalie(
            "trop_de_lignes", fichier=fichier, feuille=feuille, limite=formats.nombre(LIGNES_MAX)
        )
    return None


def _largeur(ligne: list[Any]) -> int:
    fin = len(ligne)
    while fin and vide(ligne[fin - 1]):
        fin -= 1
    return fin
