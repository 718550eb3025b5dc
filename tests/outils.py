"""A small good campagne, and the means to write it as any file that a porteur could send."""

from __future__ import annotations

import asyncio
import copy
import csv
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import xlsxwriter
from odfdo import Cell, Document, Row, Table
from stdnum import luhn

from clas_data.config import Installation
from clas_data.fichiers import schemas
from clas_data.fichiers.lecture import Depot

CAMPAGNE = "2021-2022"
COMMUNES = {"38185": "Grenoble", "38151": "Échirolles", "38421": "Saint-Martin-d'Hères"}


def attendre(tache: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine, run in a thread of its own: the browser tests leave a running loop
    in the tests' one.
    """
    with ThreadPoolExecutor(1) as ailleurs:
        return ailleurs.submit(asyncio.run, tache).result()


def siret(rang: int) -> str:
    """A fictional SIRET with valid keys."""
    siren = next(f"000{rang:05d}{k}" for k in range(10) if luhn.is_valid(f"000{rang:05d}{k}"))
    return next(f"{siren}0001{k}" for k in range(10) if luhn.is_valid(f"{siren}0001{k}"))


def petite(campagne: str = CAMPAGNE) -> dict[str, list[dict[str, Any]]]:
    """Two agreed actions of two porteurs, their questionnaires, three collectifs, two bilans: no
    anomaly at all.
    """
    annee = int(campagne[:4])
    demande = {
        "campagne": campagne,
        "porteur_type": "centre social",
        "niveau": "élémentaire",
        "decision": "agréée",
        "renouvellement": "non",
        "avis_education_nationale": "favorable",
        "date_depot": f"01/07/{annee}",
    }
    agrements = [
        {
            **demande,
            "code_action": "A1",
            "intitule": "Un",
            "porteur_siret": siret(1),
            "porteur_nom": "Centre social des Tests",
            "commune_insee": "38185",
            "commune_nom": "Grenoble",
            "qpv_code": "QP038901",
            "collectifs_demandes": "2",
            "collectifs_agrees": "2",
            "enfants_prevus": "21",
        },
        {
            **demande,
            "code_action": "A2",
            "intitule": "Deux",
            "porteur_siret": siret(2),
            "porteur_nom": "MJC du Banc",
            "commune_insee": "38421",
            "commune_nom": "Saint-Martin-d'Hères",
            "collectifs_demandes": "1",
            "collectifs_agrees": "1",
            "enfants_prevus": "9",
        },
    ]
    actions = [
        {
            "campagne": campagne,
            "code_action": c,
            "axe_enfants": "oui",
            "axe_parents": "oui",
            "axe_ecole": "oui",
            "axe_territoire": "oui",
            "familles": "18",
            "parents_rencontres": "12",
            "parents_actifs": "4",
            "salaries": "1",
            "benevoles": "3",
            "vacataires": "0",
            "services_civiques": "0",
            "pre": "non",
        }
        for c in ("A1", "A2")
    ]
    collectif = {
        "campagne": campagne,
        "niveau": "élémentaire",
        "enfants_qpv": "4",
        "enfants_rep": "3",
        "allophones": "1",
        "seances_par_semaine": "2",
        "duree_seance_min": "90",
        "semaines": "28",
        "date_debut": f"08/11/{annee}",
        "date_fin": f"10/06/{annee + 1}",
        "encadrants_par_seance": "2",
    }
    collectifs = [
        {
            **collectif,
            "code_action": a,
            "numero": n,
            "filles": f,
            "garcons": g,
            "enfants": str(int(f) + int(g)),
        }
        for a, n, f, g in (("A1", "1", "6", "5"), ("A1", "2", "4", "6"), ("A2", "1", "5", "4"))
    ]
    bilans = [
        {
            "campagne": campagne,
            "code_action": a,
            "collectifs_realises": n,
            "enfants_realises": e,
            "charge_64": "9000,50",
            "charge_86": "100",
            "ps_clas": "3000,50",
            "commune": "6000",
            "produit_87": "100",
        }
        for a, n, e in (("A1", "2", "21"), ("A2", "1", "9"))
    ]
    return {"agrements": agrements, "actions": actions, "collectifs": collectifs, "bilans": bilans}


def modifiee(
    tables: dict[str, list[dict]], table: str, rang: int, **valeurs: Any
) -> dict[str, list[dict]]:
    """The same tables with some cells changed."""
    resultat = copy.deepcopy(tables)
    resultat[table][rang].update(valeurs)
    return resultat


def colonnes(lignes: list[dict]) -> list[str]:
    return list(dict.fromkeys(c for l in lignes for c in l))


def grille(lignes: list[dict], entetes: dict[str, str] | None = None) -> list[list[Any]]:
    noms = colonnes(lignes)
    return [
        [(entetes or {}).get(c, c) for c in noms],
        *[[l.get(c, "") for c in noms] for l in lignes],
    ]


def en_csv(contenu: list[list[Any]], encodage: str = "utf-8", separateur: str = ";") -> bytes:
    tampon = io.StringIO(newline="")
    csv.writer(tampon, delimiter=separateur).writerows(contenu)
    return tampon.getvalue().encode(encodage)


def en_xlsx(feuilles: dict[str, list[list[Any]]]) -> bytes:
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(
        tampon,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "dd/mm/yyyy",
        },
    ) as classeur:
        classeur.set_properties({"created": datetime(2022, 10, 1)})  # the same bytes each time
        for nom, contenu in feuilles.items():
            feuille = classeur.add_worksheet(nom)
            for i, ligne in enumerate(contenu):
                for j, v in enumerate(ligne):
                    if v is not None and v != "":
                        feuille.write(i, j, v)
    return tampon.getvalue()


def en_ods(feuilles: dict[str, list[list[Any]]]) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    for nom, contenu in feuilles.items():
        table = Table(nom)
        for ligne in contenu:
            rangee = Row()
            for v in ligne:
                rangee.append_cell(Cell(v) if v not in (None, "") else Cell())
            table.append_row(rangee)
        document.body.append(table)
    tampon = io.BytesIO()
    document.save(tampon)
    return tampon.getvalue()


def classeur(tables: dict[str, list[dict]], nom: str = "campagne.xlsx") -> Depot:
    """The four tables in one workbook, sheets called after them."""
    return Depot(nom, en_xlsx({schemas.load()[t].titre: grille(l) for t, l in tables.items()}))


def fichiers_csv(tables: dict[str, list[dict]]) -> list[Depot]:
    return [Depot(f"{t}.csv", en_csv(grille(l))) for t, l in tables.items()]


def etat_visible(installation: Installation) -> dict[str, bytes]:
    """What counts of an installation: journal, originals, pointer."""
    chemins = [
        p
        for p in installation.racine.rglob("*")
        if p.is_file() and (p.parent == installation.imports or p.name == "CURRENT")
    ]
    return {str(p.relative_to(installation.racine)): p.read_bytes() for p in chemins}
