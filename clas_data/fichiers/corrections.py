"""Corrections are rows: what was received stays as it is, each change has its reason, evidence,
author and date.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

import pyarrow as pa

from clas_data import declarations, formats
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import referentiels, schemas, valeurs
from clas_data.fichiers.disque import write_atomic


@dataclass(frozen=True)
class Correction:
    """One corrected cell. `cle` is the code of the action, followed by « /numéro » for a
    collectif.
    """

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
    brut = declarations.read_bytes(installation.corrections)
    if brut is None:
        return []
    ou, resultat = installation.corrections.name, []
    for n, ligne in declarations.read_table(declarations.text(brut, ou), COLONNES, ou):
        correction = Correction(**{c: ligne[c] for c in COLONNES})
        _verifier(installation, correction, f"{ou}, ligne {n}")
        resultat.append(correction)
    return resultat


def ajouter(installation: Installation, correction: Correction) -> None:
    """Add one row, once checked; the caller holds the lock and asks for a rebuild."""
    ecrire(installation, avec(installation, correction))


def ecrire(installation: Installation, corrections: Sequence[Correction]) -> None:
    write_atomic(installation.corrections, en_csv(corrections))


def avec(installation: Installation, correction: Correction) -> list[Correction]:
    """The corrections that there would be with this one, once checked; nothing is written."""
    _verifier(installation, correction, "Correction")
    return [*lire(installation), correction]


def en_csv(corrections: Sequence[Correction]) -> bytes:
    """The file of these corrections."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, COLONNES, delimiter=";", lineterminator="\n")
    ecrivain.writeheader()
    ecrivain.writerows(asdict(c) for c in corrections)
    return tampon.getvalue().encode("utf-8")


def exiger_ligne(tables: dict[str, pa.Table], faites: Sequence[Correction], c: Correction) -> None:
    """UsageError unless the row is there and « Valeur reçue » is what it holds, as received or as
    corrected before.
    """
    _typee(c, "Correction")
    if sans_ligne(tables, [c]):
        cle = " / ".join(
            schemas.load()[c.table].colonnes[nom].titre for nom in schemas.load()[c.table].cle
        )
        raise UsageError(
            f"Aucune ligne « {c.cle} » ({cle}) n'a été reçue pour {c.campagne} dans « "
            f"{schemas.load()[c.table].titre} ». Rien n'a été enregistré."
        )
    rang = _rangs(tables[c.table], c.table)[c.campagne, c.cle]
    connues = [t[c.table][c.colonne][rang].as_py() for t in (tables, appliquer(tables, faites))]
    ancienne, refus = valeurs.parse(schemas.load()[c.table].colonnes[c.colonne], c.ancienne)
    if refus or ancienne not in connues:
        raise UsageError(
            f"« Valeur reçue » : vous écrivez « {c.ancienne} », la ligne « {c.cle} » porte « "
            f"{_ecrite(connues[-1])} ». Vérifiez que c'est la bonne ligne, recopiez sa valeur, "
            "puis enregistrez à nouveau ; rien n'a été enregistré."
        )


def _ecrite(valeur: object) -> str:
    """A typed value, written so that it can be typed back."""
    return (
        ""
        if valeur is None
        else formats.oui_non(valeur)
        if isinstance(valeur, bool)
        else formats.jour(valeur)
        if isinstance(valeur, date)
        else str(valeur)
    )


def _verifier(installation: Installation, correction: Correction, ou: str) -> None:
    """UsageError unless the new value could have been received: of its type, and of a commune of
    the département.
    """
    valeur, colonne = (
        _typee(correction, ou),
        schemas.load()[correction.table].colonnes[correction.colonne],
    )
    if colonne.type == "commune" and valeur not in referentiels.noms_communes(installation):
        raise UsageError(
            f"{ou} : la commune « {valeur} » n'est pas dans le référentiel du département. "
            "Vérifiez le code Insee (ce n'est pas le code postal)."
        )


def _typee(correction: Correction, ou: str):
    """The typed new value, or the sentence that says what is wrong with the row."""
    schema = schemas.load().get(correction.table)
    if schema is None or correction.colonne not in schema.colonnes:
        raise UsageError(
            f"{ou} : la colonne « {correction.table}.{correction.colonne} » n'existe pas."
        )
    if correction.colonne in (*schema.cle, "campagne"):
        raise UsageError(
            f"{ou} : la colonne « {correction.colonne} » identifie la ligne, elle ne se corrige "
            "pas. Déposez un fichier corrigé."
        )
    if not correction.motif.strip() or not correction.auteur.strip():
        raise UsageError(f"{ou} : une correction porte toujours un motif et un auteur.")
    valeur, refus = valeurs.parse(schema.colonnes[correction.colonne], correction.nouvelle)
    if refus:
        raise UsageError(
            f"{ou} : « {correction.nouvelle} » ne convient pas à « "
            f"{schema.colonnes[correction.colonne].titre} » ; attendu : {refus.attendu}."
        )
    if valeur is None and schema.colonnes[correction.colonne].obligatoire:
        raise UsageError(
            f"{ou} : « {schema.colonnes[correction.colonne].titre} » ne se laisse pas vide : sans "
            "cette valeur, la ligne ne peut pas être placée."
        )
    return valeur


def appliquer(
    tables: dict[str, pa.Table], corrections: Sequence[Correction]
) -> dict[str, pa.Table]:
    """The same tables with the corrected cells; a correction whose row is not there changes nothing
    (`sans_ligne` lists them).
    """
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
            resultat[table] = resultat[table].set_column(
                i, nom, pa.array(contenu, type=resultat[table].schema.field(nom).type)
            )
    return resultat


def sans_ligne(tables: dict[str, pa.Table], corrections: Sequence[Correction]) -> list[Correction]:
    """Corrections whose row is no longer in what was received: to look at."""
    rangs = {t: _rangs(tables[t], t) for t in {c.table for c in corrections}}
    return [c for c in corrections if (c.campagne, c.cle) not in rangs[c.table]]


def _rangs(table: pa.Table, nom: str) -> dict[tuple[str, str], int]:
    cles = [table[c].to_pylist() for c in schemas.load()[nom].cle]
    return {
        (campagne, "/".join(map(str, cle))): i
        for i, (campagne, *cle) in enumerate(zip(table["campagne"].to_pylist(), *cles, strict=True))
    }
