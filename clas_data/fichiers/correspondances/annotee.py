"""A guess as a text to read over: the correspondance, with its doubts as comments."""

from __future__ import annotations

import re

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import ecrite
from clas_data.fichiers.correspondances.devinette import Devinee, Mot, Piste
from clas_data.fichiers.messages import affichable

TABLE = re.compile(r"  - table: (\w+)")
COLONNE = re.compile(r"      (\w+):")


def annoter(d: Devinee) -> str:
    """The YAML of the guess; « à vérifier » marks each doubt at its line."""
    tete = [
        "# Correspondance devinée : relisez chaque ligne, surtout celles « à vérifier ».",
        *(f"# IL MANQUE {_dire(t, n)} : indiquez sa colonne." for t, n in d.manques),
        *(f"# {_mot(m)}" for m in d.mots if not m.notre),
    ]
    lignes, tableau, table = [], -1, ""
    for ligne in ecrite.ecrire(d.correspondance).splitlines():
        if ligne.startswith("- "):
            tableau += 1
        if trouve := TABLE.match(ligne):
            table = trouve[1]
        elif (trouve := COLONNE.match(ligne)) and table:
            lignes += [f"      # {t}" for t in _doutes(d, tableau, table, trouve[1])]
        lignes.append(ligne)
    return "\n".join([*tete, *lignes]) + "\n"


def _dire(table: str, colonne: str) -> str:
    schema = schemas.load()[table]
    return f"« {schema.colonnes[colonne].titre} » ({schema.titre})"


def _doutes(d: Devinee, tableau: int, table: str, colonne: str) -> list[str]:
    dits = []
    for p in d.pistes:
        siens = [i for i in p.choisis if (i.table, i.colonne) == (table, colonne)]
        if siens and p.tableau == tableau and not p.sur:
            dits.append(f"à vérifier : {siens[0].raison}{_autres(p, table, colonne)}")
    dits += [
        f"à vérifier : {_mot(m)}"
        for m in d.mots
        if (m.tableau, m.table, m.colonne) == (tableau, table, colonne) and m.notre and not m.sur
    ]
    return [" ".join(t.split()) for t in dits]


def _autres(p: Piste, table: str, colonne: str) -> str:
    autres = [i for i in p.candidats if (i.table, i.colonne) != (table, colonne)][:2]
    noms = " ou ".join(_dire(i.table, i.colonne) for i in autres)
    return f" ; peut-être {noms}" if noms else ""


def _mot(m: Mot) -> str:
    quoi = f"« {affichable(m.mot)} » ({m.cellules} fois, {_dire(m.table, m.colonne)})"
    return f"{quoi} : lu « {m.notre} »" if m.notre else f"{quoi} n'a pas de sens connu"
