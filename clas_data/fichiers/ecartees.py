"""Rows that are no data: totals, headers repeated, units, notes, a campagne alone; a row whose key
is complete is always data, unless another row says it already.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from clas_data.errors import Anomalie
from clas_data.fichiers import soupcons, valeurs
from clas_data.fichiers.entetes import Placement
from clas_data.fichiers.feuilles import Fautive
from clas_data.fichiers.lecture import Feuille, vide
from clas_data.fichiers.messages import anomalie, lister
from clas_data.fichiers.schemas import Schema
from clas_data.fichiers.sens.mots import normalise
from clas_data.fichiers.soupcons import Lignes
from clas_data.fichiers.titres import cle, libelle

TOTAL = re.compile(r"((sous )?tota(l|ux)|moyennes?|medianes?|cumul)\b(?P<suite>.*)")
GENERAL = re.compile(r"( (generale?|generaux|partiel|de|des|du|d|l|la|le|les|par))*")
ANNEES = re.compile(r"\s*\d{4}\D*\d*\s*")
SOMMES = "sous-totaux, la somme des autres lignes de leur action"
UNITE = re.compile(r"\((?=.*[^\W\d]).{1,30}\)")  # « (min) »; « (120) » is a negative amount
UNITES = {"nb", "nbre", "nombre", "min", "mn", "minutes", "h", "heures", "€", "eur", "euros", "k€"}
UNITES |= {"ke", "%", "jj/mm/aaaa", "jj/mm/aa", "date", "texte", "oui/non", "o/n", "entier", "code"}
UNITES |= {"enfants", "semaines", "seances", "personnes"}  # written under headers, one a column
NOTE = re.compile(r"\s*(\*|n\.?b\.?\b|notes?\b|sources?\b)", re.IGNORECASE)
CHIFFRE = re.compile(r"\d")
MOT_MAX = 60  # letters of a cell that may name what a total is of
MOTS_NOTE = 4  # so many words in the column of a key are no key


def ecarter(
    feuille: Feuille, placement: Placement, schema: Schema, lignes: Lignes, campagne: str
) -> tuple[Lignes, list[Anomalie]]:
    """The rows of data, and one alert per kind of row set aside."""
    lignes, autres = _autres_campagnes(placement, schema, lignes, campagne)
    nature = juge(feuille, placement, schema, lignes)
    gardees, ecartees = [], defaultdict(list)
    for numero, ligne in lignes:
        if sorte := nature(ligne):
            ecartees[sorte].append(numero)
        else:
            gardees.append((numero, ligne))
    return gardees, [
        anomalie(
            "lignes_autre_campagne" if sorte in autres else "lignes_ecartees",
            fichier=feuille.fichier,
            feuille=feuille.feuille,
            ligne=numeros[0],
            n=len(numeros),
            nature=sorte,
            campagne=campagne,
            lignes=lister(numeros),
        )
        for sorte, numeros in [*autres.items(), *ecartees.items()]
    ]


def _autres_campagnes(
    placement: Placement, schema: Schema, lignes: Lignes, campagne: str
) -> tuple[Lignes, dict[str, list[int]]]:
    """Where some rows are of the campagne of the deposit: these, and the numbers of the others by
    campagne.
    """
    rang = placement.colonnes.get("campagne")
    if rang is None:
        return lignes, {}
    lues = [
        valeurs.parse(schema.colonnes["campagne"], l[rang])[0] if rang < len(l) else None
        for _, l in lignes
    ]
    if campagne not in lues:
        return lignes, {}
    autres = defaultdict(list)
    for (numero, _), lue in zip(lignes, lues, strict=True):
        if lue not in (None, campagne):
            autres[lue].append(numero)
    return [l for l, lue in zip(lignes, lues, strict=True) if lue in (None, campagne)], autres


def sans_sommes(
    feuille: Feuille, schema: Schema, numeros: list[int], lignes: Lignes, lues: dict[str, list]
) -> tuple[list[int], Lignes, dict[str, list], list[Anomalie]]:
    """The rows without those that are the sum of the others of their action, and the alert."""
    sommes, _, _ = soupcons.sommes_des_autres(schema, lues, dites=True)
    if not sommes:
        return numeros, lignes, lues, []
    rejetees = [numeros[i] for i in sommes]
    dite = anomalie(
        "lignes_ecartees",
        fichier=feuille.fichier,
        feuille=feuille.feuille,
        ligne=min(rejetees),
        n=len(rejetees),
        nature=SOMMES,
        lignes=lister(rejetees),
    )
    gardes = [i for i in range(len(lignes)) if i not in set(sommes)]
    gardees = {n: [v[i] for i in gardes] for n, v in lues.items()}
    return [numeros[i] for i in gardes], [lignes[i] for i in gardes], gardees, [dite]


def juge(
    feuille: Feuille, placement: Placement, schema: Schema, lignes: Lignes
) -> Callable[[list[Any]], str | None]:
    """What says of a row of this sheet why it is no data, None where it is."""
    entetes = [cle(c) for c in feuille.lignes[placement.ligne_entete]]
    rangs = {k: placement.colonnes[k] for k in schema.cle if k in placement.colonnes}
    campagne = placement.colonnes.get("campagne")
    contenu = [placement.colonnes[c] for c in schema.contenu if c in placement.colonnes]
    codes = {cle(l[i]) for i in rangs.values() for _, l in lignes if i < len(l) and l[i]}
    mots = {cle(c) for _, l in lignes for c in l if isinstance(c, str) and len(c) <= MOT_MAX}

    def nature(ligne: list[Any]) -> str | None:
        pleines = {i: c for i, c in enumerate(ligne) if not vide(c)}
        textes = {
            i: cle(c)
            for i, c in pleines.items()
            if isinstance(c, str) and not isinstance(c, Fautive)  # « =SUBTOTAL(…) » is no word
        }
        if _total(pleines, textes, rangs, campagne, codes, mots, schema):
            return "total ou sous-total"
        egaux = sum(i < len(entetes) and entetes[i] == t for i, t in textes.items())
        if egaux == len(pleines) and egaux >= 2:
            return "en-têtes répétés"
        if pleines.keys() == {campagne} and ANNEES.fullmatch(str(ligne[campagne])):
            return "campagne seule, sans réponse"
        if contenu and not any(i in pleines for i in contenu):
            return "ligne du modèle laissée sans valeur"
        unites = sum(
            UNITE.fullmatch(c.strip()) is not None or normalise(c) in UNITES
            for c in map(str, pleines.values())
        )
        if unites == len(pleines) and unites >= 2:
            return "unités"
        return "note, sans aucune autre cellule" if _note(pleines, textes, rangs) else None

    return nature


def _total(
    pleines: dict[int, Any],
    textes: dict[int, str],
    rangs: dict[str, int],
    campagne: int | None,
    codes: set[str],
    mots: set[str],
    schema: Schema,
) -> bool:
    """A total says so in its key, or in its first cell where its key is not complete."""
    premieres = sorted(pleines)[: 2 if campagne in pleines else 1]
    dits = {i: m for i in {*rangs.values(), *premieres} if (m := TOTAL.match(textes.get(i, "")))}
    if not dits:
        return False
    for i, trouve in dits.items():
        suite = trouve["suite"].strip()
        nomme = GENERAL.fullmatch(trouve["suite"]) or any(
            suite == c or suite.endswith(f" {c}") for c in codes - {textes[i]}
        )
        nomme = nomme or suite in mots or _seul_sans_chiffre(textes[i], codes)
        if nomme and i in rangs.values():
            return True  # « TOTAL », « Sous-total A38-0001 » in the place of a key
    complete = all(
        i in pleines and valeurs.parse(schema.colonnes[k], pleines[i])[0] is not None
        for k, i in rangs.items()
    )
    dit_autre_chose = any(
        re.search("[a-z]", t) and not valeurs.est_inconnu(pleines[i])
        for i, t in textes.items()
        if i not in dits and i != campagne
    )
    return not complete and not dit_autre_chose


def _seul_sans_chiffre(texte: str, codes: set[str]) -> bool:
    """« Total Nord » among codes that all bear a number."""
    autres = {c for c in codes if not TOTAL.match(c)}
    return not CHIFFRE.search(texte) and bool(autres) and all(map(CHIFFRE.search, autres))


def _note(pleines: dict[int, Any], textes: dict[int, str], rangs: dict[str, int]) -> bool:
    """One cell alone that is a sentence; in the place of a key, it must be a long one."""
    seule = min(pleines)
    mots = len(textes.get(seule, "").split())
    if len(pleines) > 1 or mots < 2:
        return False
    if seule not in rangs.values():
        return True
    return mots >= MOTS_NOTE or NOTE.match(str(pleines[seule])) is not None


def doubles(table: pa.Table, schema: Schema, campagne: str) -> list[Anomalie]:
    """Each row whose key was seen before, here or in another file of the deposit."""
    vues: dict[tuple, tuple[str, str, int]] = {}
    trouves = []
    cles = zip(*(table[c].to_pylist() for c in schema.cle), strict=True)
    ou = zip(*(table[c].to_pylist() for c in ("_fichier", "_feuille", "_ligne")), strict=True)
    for valeur, (fichier, feuille, ligne) in zip(cles, ou, strict=True):
        if None in valeur:
            continue
        if valeur in vues:
            f, s, n = vues[valeur]
            ailleurs = f"ligne {n}" + ("" if (f, s) == (fichier, feuille) else f" de « {s or f} »")
            trouves.append(
                anomalie(
                    "cle_double",
                    fichier=fichier,
                    feuille=feuille,
                    ligne=ligne,
                    colonne=libelle(schema.table, schema.cle[-1], campagne),
                    valeur=" / ".join(map(str, valeur)),
                    ailleurs=ailleurs,
                    grain=schema.grain.removeprefix("une ligne par "),
                )
            )
        else:
            vues[valeur] = (fichier, feuille, ligne)
    return trouves
