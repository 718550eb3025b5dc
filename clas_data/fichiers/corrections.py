"""Corrections are rows: what was received stays as it is, each change has its reason, evidence, author and date."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import pyarrow as pa

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import schemas, valeurs
from clas_data.fichiers.disque import write_atomic


@dataclass(frozen=True)
class Correction:
    """One corrected cell. `cle` is the code of the action, followed by « /numéro » for a collectif."""

    date: str
    auteur: str
    campagne: str
    table: str
    cle: str
    colonne: str
    ancienne: str
    nouvelle: str
    motif: str
    preuve: str


COLONNES = [f.name for f in fields(Correction)]


def lire(installation: Installation) -> list[Correction]:
    """All the corrections, in the order in which they apply."""
    if not installation.corrections.exists():
        return []
    with installation.corrections.open(encoding="utf-8-sig", newline="") as f:
        lecteur = csv.DictReader(f, delimiter=";")
        if lecteur.fieldnames != COLONNES:
            raise UsageError(f"corrections.csv : les colonnes attendues sont {' ; '.join(COLONNES)}. Rétablissez-les.")
        resultat = []
        for n, ligne in enumerate(lecteur, 2):
            correction = Correction(**{c: ligne[c] or "" for c in COLONNES})
            _typee(correction, f"corrections.csv, ligne {n}")
            resultat.append(correction)
    return resultat


def ajouter(installation: Installation, correction: Correction) -> None:
    """Add one row, once checked; the caller holds the lock and asks for a rebuild."""
    _typee(correction, "Correction")
    ecrire(installation, [*lire(installation), correction])


def ecrire(installation: Installation, corrections: Sequence[Correction]) -> None:
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, COLONNES, delimiter=";", lineterminator="\n")
    ecrivain.writeheader()
    ecrivain.writerows(asdict(c) for c in corrections)
    write_atomic(installation.corrections, tampon.getvalue().encode("utf-8"))


def _typee(correction: Correction, ou: str):
    """The typed new value, or the sentence that says what is wrong with the row."""
    schema = schemas.load().get(correction.table)
    if schema is None or correction.colonne not in schema.colonnes:
        raise UsageError(f"{ou} : la colonne « {correction.table}.{correction.colonne} » n'existe pas.")
    if correction.colonne in (*schema.cle, "campagne"):
        raise UsageError(f"{ou} : la colonne « {correction.colonne} » identifie la ligne, elle ne se corrige pas. Déposez un fichier corrigé.")
    if not correction.motif.strip() or not correction.auteur.strip():
        raise UsageError(f"{ou} : une correction porte toujours un motif et un auteur.")
    valeur, refus = valeurs.parse(schema.colonnes[correction.colonne], correction.nouvelle)
    if refus:
        raise UsageError(f"{ou} : « {correction.nouvelle} » ne convient pas à « {schema.colonnes[correction.colonne].titre} » ; attendu : {refus.attendu}.")
    return valeur


def appliquer(tables: dict[str, pa.Table], corrections: Sequence[Correction]) -> dict[str, pa.Table]:
    """The same tables with the corrected cells; a correction whose row is not there changes nothing (`sans_ligne` lists them)."""
    resultat = dict(tables)
    for table in {c.table for c in corrections}:
        rangs = _rangs(tables[table], table)
        colonnes: dict[str, list] = {}
        for c in corrections:
            rang = rangs.get((c.campagne, c.cle))
            if c.table == table and rang is not None:
                valeurs_ = colonnes.setdefault(c.colonne, tables[table][c.colonne].to_pylist())
                valeurs_[rang] = _typee(c, "Correction")
        for nom, contenu in colonnes.items():
            i = resultat[table].schema.get_field_index(nom)
            resultat[table] = resultat[table].set_column(i, nom, pa.array(contenu, type=resultat[table].schema.field(nom).type))
    return resultat


def sans_ligne(tables: dict[str, pa.Table], corrections: Sequence[Correction]) -> list[Correction]:
    """Corrections whose row is no longer in what was received: to look at."""
    rangs = {t: _rangs(tables[t], t) for t in {c.table for c in corrections}}
    return [c for c in corrections if (c.campagne, c.cle) not in rangs[c.table]]


def _rangs(table: pa.Table, nom: str) -> dict[tuple[str, str], int]:
    cles = [table[c].to_pylist() for c in schemas.load()[nom].cle]
    return {(campagne, "/".join(map(str, cle))): i for i, (campagne, *cle) in enumerate(zip(table["campagne"].to_pylist(), *cles, strict=True))}
