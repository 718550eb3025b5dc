"""A received text file as rows of cells: its encoding, its separator, its quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from clas_data.errors import Anomalie
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.ouverture import encodages

SEPARATEURS = ";,\t|"
csv.field_size_limit(1_000_000)


def lire(nom: str, contenu: bytes, lignes_max: int) -> tuple[list[list[str]], Anomalie | None]:
    """The rows of a csv, or the reason why they cannot be told apart."""
    texte, ancien = encodages.decode(contenu)
    if texte is None:
        code = "texte_ancien" if ancien else "texte_illisible"
        return [], anomalie(code, fichier=nom, **({"encodage": ancien} if ancien else {}))
    separateur = _separateur(texte)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    lignes: list[list[str]] = []
    try:
        for ligne in islice(lecteur, lignes_max):
            lignes.append(ligne)
    except csv.Error:
        if "\x00" in texte:
            return [], anomalie("texte_illisible", fichier=nom)
        return [], anomalie("guillemet", fichier=nom, ligne=len(lignes) + 1)
    avale = _avale(lignes, separateur)
    return lignes, avale and anomalie("guillemet", fichier=nom, ligne=avale)


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


def _avale(lignes: list[list[str]], separateur: str) -> int | None:
    """The row in which a quote opens that closes rows lower, with these rows inside: a text of
    several lines, some of which begin as rows of the table do and hold as many separators.
    """
    largeur = Counter(len(l) for l in lignes).most_common(1)[0][0] if lignes else 0
    if largeur < 2:
        return None
    formes = Counter(_forme(l[0]) for l in lignes if l)
    for numero, ligne in enumerate(lignes, 1):
        for cellule in ligne:
            suite = cellule.splitlines()[1:]
            if not suite or cellule.count(separateur) < (largeur - 1) / 2:
                continue
            tetes = [l.split(separateur, 1)[0] for l in suite if separateur in l]
            entieres = largeur > 2 and any(l.count(separateur) >= largeur - 1 for l in suite)
            if entieres or any(_forme(t) and formes[_forme(t)] > 1 for t in tetes):
                return numero
    return None


def _forme(cellule: str) -> str:
    """« A38-0001 » and « A38-0217 » have one shape."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "9", cellule.strip()))
