"""The fictional campagnes as files, in the formats that a Caf receives, and their import."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import FichierRefuse
from clas_data.exemples import nation
from clas_data.exemples.campagne import Tables, composer
from clas_data.exemples.imperfections import Inconnu, contredire
from clas_data.exemples.reponses import Ligne
from clas_data.exemples.tirage import Territoire, chronique, parametres
from clas_data.fichiers import journal, schemas
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.valeurs import write as write_value
from clas_data.nation import controle
from clas_data.tables import construction, importation

# a workbook carries its date: fixed, so that two writings give the same bytes
CREE_LE = datetime(2023, 1, 2)


def write(
    dossier: Path, graine: int | None = None, part: float = 1
) -> list[tuple[str, list[Path]]]:
    """Write the five campagnes under `dossier`, one folder each; two writings give the same
    bytes. `graine`, `part`: of another fictional département, and how large it is.
    """
    territoire, graine = Territoire(Installation(dossier)), graine or parametres()["graine"]
    suite = chronique(random.Random(graine), territoire, part)
    resultat, precedentes = [], set()
    for rang, (campagne, actions) in enumerate(suite.items()):
        alea = random.Random(graine + rang + 1)
        tables = composer(alea, territoire, campagne, actions, precedentes, rang)
        contredire(alea, tables)
        precedentes = {a.code for a in actions}
        chemins = _fichiers(dossier / campagne, campagne, tables)
        resultat.append((campagne, [*chemins, _national(dossier / campagne, campagne)]))
    return resultat


def _fichiers(dossier: Path, campagne: str, tables: Tables) -> list[Path]:
    dossier.mkdir(parents=True, exist_ok=True)
    sorte = parametres()["campagnes"][campagne]["formats"]
    if sorte == "classeur":
        return [
            _xlsx(
                dossier / f"clas-{campagne}-fictif.xlsx",
                campagne,
                {t: getattr(tables, t) for t in schemas.DU_DEPARTEMENT},
            )
        ]
    chemins = []
    for table in schemas.DU_DEPARTEMENT:
        lignes = getattr(tables, table)
        if sorte == "xlsx_separes":
            chemins.append(
                _xlsx(dossier / f"{table}-{campagne}-fictif.xlsx", campagne, {table: lignes})
            )
        else:
            chemins.append(
                _csv(
                    dossier / f"{table}-{campagne}-fictif.csv",
                    campagne,
                    table,
                    lignes,
                    "cp1252" if sorte == "csv_1252" else "utf-8-sig",
                )
            )
    return chemins


def _national(dossier: Path, campagne: str) -> Path:
    """The fifth file, apart: it comes from elsewhere, and later."""
    chemin = dossier / f"national-{campagne}-fictif.xlsx"
    return _xlsx(chemin, campagne, {schemas.NATIONAL: nation.lignes(campagne)})


def _entetes(campagne: str, table: str) -> dict[str, str]:
    """column → header of that year, in the order of the form; columns that the form did not have
    yet are left out.
    """
    noms = schemas.entetes_de(campagne)
    return {c: noms[table, c] for c in schemas.load()[table].colonnes if (table, c) in noms}


def _csv(chemin: Path, campagne: str, table: str, lignes: list[Ligne], encodage: str) -> Path:
    tampon = io.StringIO(newline="")
    entetes, colonnes = _entetes(campagne, table), schemas.load()[table].colonnes
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(entetes.values())
    ecrivain.writerows([_texte(colonnes[c], l.get(c)) for c in entetes] for l in lignes)
    chemin.write_bytes(tampon.getvalue().encode(encodage))
    return chemin


def _texte(colonne: schemas.Colonne, valeur: Any) -> str:
    return str(valeur) if isinstance(valeur, str) else write_value(colonne, valeur)


def _xlsx(chemin: Path, campagne: str, tables: dict[str, list[Ligne]]) -> Path:
    with xlsxwriter.Workbook(str(chemin), {"default_date_format": "dd/mm/yyyy"}) as classeur:
        classeur.set_properties(
            {"title": f"Clas {campagne}, données fictives de démonstration", "created": CREE_LE}
        )
        gras = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for table, lignes in tables.items():
            feuille = classeur.add_worksheet(schemas.load()[table].titre)
            feuille.freeze_panes(1, 2)
            entetes = _entetes(campagne, table)
            for j, entete in enumerate(entetes.values()):
                feuille.write_string(0, j, entete, gras)
            for i, ligne in enumerate(lignes, 1):
                for j, colonne in enumerate(entetes):
                    _cellule(
                        feuille, i, j, schemas.load()[table].colonnes[colonne], ligne.get(colonne)
                    )
            feuille.set_column(0, len(entetes) - 1, 16)
    return chemin


def _cellule(feuille, i: int, j: int, colonne: schemas.Colonne, valeur: Any) -> None:
    if valeur is None or valeur == "":
        return
    if isinstance(valeur, date):
        feuille.write_datetime(i, j, valeur)
    elif isinstance(valeur, (int, float, Decimal)) and not isinstance(valeur, bool):
        feuille.write_number(i, j, float(valeur))
    else:
        feuille.write_string(
            i, j, str(valeur) if isinstance(valeur, Inconnu | str) else write_value(colonne, valeur)
        )


def importer(
    installation: Installation, acteur: Acteur, graine: int | None = None, part: float = 1
) -> list[str]:
    """Import the campagnes that the installation does not hold yet, by the same path as any file;
    returns their import numbers.
    """
    dossier = installation.racine / "exemples"
    faits = {e.campagne for e in journal.actifs(journal.lire(installation))}
    numeros = []
    if set(parametres()["campagnes"]) - faits:
        for campagne, chemins in write(dossier, graine, part):
            if campagne in faits:
                continue
            depots = [Depot(c.name, c.read_bytes()) for c in chemins]
            proposition = controle.proposer(installation, depots, campagne, acteur)
            if not proposition.acceptable:
                raise FichierRefuse(list(proposition.anomalies))
            numeros.append(importation.accepter(installation, proposition, acteur).id)
    construction.a_jour(installation)
    return numeros
