"""The marked workbook: what was received, its faulty cells coloured and commented, ready to send
back to a porteur.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers.classeur import cellule, nouveau
from clas_data.fichiers.entetes import RECHERCHE, libelle, placer
from clas_data.fichiers.lecture import Depot, Feuille, read, vide
from clas_data.fichiers.messages import affichable
from clas_data.fichiers.titres import cle

INTERDITS = str.maketrans({c: " " for c in "[]:*?/\\'"})
LIGNES_MAX = 20_000  # beyond, the marked copy keeps the faulty rows only
COMMENTAIRES_MAX = 2_000  # a spreadsheet slows down with more; the list of anomalies holds them all


def grouper(anomalies: Sequence[Anomalie]) -> list[tuple[Anomalie, list[Anomalie]]]:
    """Anomalies of one kind in one column of one sheet, together: (the first, all of them),
    blocking ones first, then the new, then those already known.
    """
    groupes: dict[tuple, list[Anomalie]] = defaultdict(list)
    for a in anomalies:
        cle = (a.gravite != BLOQUANTE, a.connue, a.fichier, a.feuille, a.colonne, a.code)
        groupes[cle].append(a)
    return [(g[0], g) for _, g in sorted(groupes.items(), key=lambda x: x[0][:2])]


def lignes_en_mots(groupe: Sequence[Anomalie], maximum: int = 12) -> str:
    """« lignes 4, 7, 12 … (25) »."""
    numeros = sorted({a.ligne for a in groupe if a.ligne})
    if not numeros:
        return ""
    suite = ", ".join(map(str, numeros[:maximum])) + (
        f"… ({len(numeros)} lignes)" if len(numeros) > maximum else ""
    )
    return f"{'ligne' if len(numeros) == 1 else 'lignes'} {suite}"


def write_rapport(depots: Sequence[Depot], anomalies: Sequence[Anomalie], campagne: str) -> bytes:
    """An xlsx: first the list of anomalies, then each received sheet with its faulty cells
    marked.
    """
    tampon = io.BytesIO()
    with nouveau(tampon, "Clas : anomalies à corriger") as classeur:
        styles = {
            "titre": classeur.add_format(
                {
                    "bold": True,
                    "bg_color": "#1F4E79",
                    "font_color": "#FFFFFF",
                    "text_wrap": True,
                    "valign": "top",
                }
            ),
            "plat": classeur.add_format({"text_wrap": True, "valign": "top"}),
            BLOQUANTE: classeur.add_format({"bg_color": "#F4B183", "border": 2}),
            "alerte": classeur.add_format({"bg_color": "#FFE699", "border": 1}),
        }
        _liste(classeur, styles, anomalies)
        pris = {"anomalies"}
        for depot in depots:
            for feuille in read(depot)[0]:
                siennes = [
                    a
                    for a in anomalies
                    if (a.fichier, a.feuille)
                    == (affichable(feuille.fichier), affichable(feuille.feuille))
                ]
                _copie(classeur, styles, feuille, siennes, campagne, pris)
    return tampon.getvalue()


def _liste(classeur, styles, anomalies: Sequence[Anomalie]) -> None:
    feuille = classeur.add_worksheet("Anomalies")
    entetes = (
        "Gravité",
        "Fichier",
        "Feuille",
        "Ligne",
        "Colonne",
        "Valeur lue",
        "Ce qui ne va pas, et quoi faire",
        "Attendu",
        "Proposition",
    )
    for j, (titre, largeur) in enumerate(
        zip(entetes, (11, 30, 16, 8, 26, 22, 90, 40, 24), strict=True)
    ):
        feuille.write_string(0, j, titre, styles["titre"])
        feuille.set_column(j, j, largeur)
    rang = 1
    for _, groupe in grouper(anomalies):
        for a in groupe:
            for j, v in enumerate(
                (
                    a.gravite,
                    a.fichier,
                    a.feuille,
                    a.ligne,
                    a.colonne,
                    a.valeur,
                    a.message,
                    a.attendu,
                    a.proposition,
                )
            ):
                cellule(feuille, rang, j, v, styles["plat"])
            rang += 1
    feuille.freeze_panes(1, 0)
    feuille.autofilter(0, 0, max(rang - 1, 1), len(entetes) - 1)


def _copie(
    classeur, styles, feuille: Feuille, anomalies: Sequence[Anomalie], campagne: str, pris: set[str]
) -> None:
    fautives: dict[tuple[int, str], list[Anomalie]] = defaultdict(list)
    for a in anomalies:
        if a.ligne:
            fautives[a.ligne, cle(a.colonne)].append(a)
    copie = classeur.add_worksheet(_nom(feuille, pris))
    entete, colonnes = _colonnes(feuille, campagne)
    gardees = {n for n, _ in fautives} | {entete} if len(feuille.lignes) > LIGNES_MAX else None
    commentaires = 0
    for i, ligne in enumerate(feuille.lignes):
        if gardees is not None and i + 1 not in gardees:
            continue
        for j, valeur in enumerate(ligne):
            cellule(copie, i, j, valeur)
    for (numero, nom), groupe in fautives.items():
        j = colonnes.get(nom, 0)
        valeur = (
            feuille.lignes[numero - 1][j]
            if numero <= len(feuille.lignes) and j < len(feuille.lignes[numero - 1])
            else None
        )
        gravite = BLOQUANTE if any(a.gravite == BLOQUANTE for a in groupe) else "alerte"
        cellule(copie, numero - 1, j, valeur, styles[gravite])
        if commentaires < COMMENTAIRES_MAX:
            copie.write_comment(
                numero - 1,
                j,
                "\n".join(dict.fromkeys(a.message for a in groupe)),
                {"x_scale": 2.5, "y_scale": 1.5, "author": "Clas"},
            )
            commentaires += 1
    copie.freeze_panes(1, 0)


def _colonnes(feuille: Feuille, campagne: str) -> tuple[int, dict[str, int]]:
    """The line of the headers, and where each column stands: by the header received, and by that of
    the year, which anomalies name.
    """
    placement, _ = placer(feuille, campagne)
    if placement is None:  # headers that are not ours: each where its text stands
        debut = feuille.lignes[:RECHERCHE]
        return 1, {cle(c): j for l in reversed(debut) for j, c in enumerate(l) if not vide(c)}
    recues = {
        cle(c): j
        for j, c in reversed(list(enumerate(feuille.lignes[placement.ligne_entete])))
        if not vide(c)
    }
    return placement.ligne_entete + 1, recues | {
        cle(libelle(placement.table, n, campagne)): j for n, j in placement.colonnes.items()
    }


def _nom(feuille: Feuille, pris: set[str]) -> str:
    """A sheet name that a spreadsheet accepts, used once."""
    base = (
        affichable(feuille.feuille or feuille.fichier.rsplit("/", 1)[-1])
        .translate(INTERDITS)
        .strip()
        or "Feuille"
    )[:25]
    nom, n = base, 2
    while nom.lower() in pris:
        nom, n = f"{base} ({n})", n + 1
    pris.add(nom.lower())
    return nom
