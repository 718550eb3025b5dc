"""What the XML of a workbook says of its cells, which its values do not: errors, formulas never
computed, merged cells, and which part holds which sheet.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

COMMENTAIRES_MAX = 10_000_000  # bytes of the comments of a sheet
LISTE_MAX = 100_000  # more faulty or merged cells than this say nothing more
SIGNES_XLSX = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|\bt\s*=\s*["'](?:e|&)""")
PLACE = re.compile(r"\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})\s*")
LIEN = re.compile(r"\[\d+\][^!\[\]]*!")  # of a formula: « [1]Feuil1!A1 », in another file
ERREUR = re.compile(
    r"#\s?N/?[AD]\b.?|#NV|#{3,}|#[¡¿]?[^\W\d_]+(/0)?\s?[!?]|#DIV/0|Err(eur)?\s?:\s?\d{3}"
    r"|#(GETTING_DATA|OBTENTION_DONNEES)|(Loading|Chargement)\s?(\.\.\.|…)",
    re.I,
)


class Illisible(Exception):
    """The XML of a part is not what its kind requires."""


@dataclass
class Fautes:
    """Of one sheet, rows and columns from 0: cells in error, cells never computed, merged ranges
    (top, left, bottom, right).
    """

    erreurs: dict[tuple[int, int], str] = field(default_factory=dict)
    jamais: dict[tuple[int, int], str] = field(default_factory=dict)
    fusions: list[tuple[int, int, int, int]] = field(default_factory=list)
    barrees: set[tuple[int, int]] = field(default_factory=set)  # struck out, whole
    riches: set[tuple[int, int]] = field(default_factory=set)  # a part struck out, or raised
    deguisees: set[tuple[int, int]] = field(default_factory=set)  # shown as another number
    pourcents: set[tuple[int, int]] = field(default_factory=set)  # « 45 % » for 0.45
    codees: set[tuple[int, int]] = field(default_factory=set)  # shown as another code
    commentees: set[tuple[int, int]] = field(default_factory=set)  # with a note
    liees: set[tuple[int, int]] = field(default_factory=set)  # the last value of another file
    textes: dict[tuple[int, int], str] = field(default_factory=dict)  # that the reader loses


def est_une_erreur(texte: str) -> bool:
    """True for « #N/A », « #REF! », « #NOM ? », « Err:502 »… alone in a cell."""
    return bool(ERREUR.fullmatch(texte.strip()))


def analyser(contenu: bytes, **gestes: Any) -> None:
    """Run the handlers over an XML part, names given without their namespace."""
    lecteur = expat.ParserCreate(namespace_separator=" ")
    lecteur.buffer_text = True

    def court(nom: str) -> str:
        return nom.rsplit(" ", 1)[-1]

    def refuser(*_: Any) -> None:
        raise Illisible("an entity is declared")

    lecteur.EntityDeclHandler = refuser
    if "ouvre" in gestes:
        ouvre = gestes["ouvre"]
        lecteur.StartElementHandler = lambda n, a: ouvre(
            court(n), {court(k): v for k, v in a.items()}
        )
    if "ferme" in gestes:
        lecteur.EndElementHandler = lambda n: gestes["ferme"](court(n))
    if "texte" in gestes:
        lecteur.CharacterDataHandler = gestes["texte"]
    try:
        lecteur.Parse(contenu, True)
    except expat.ExpatError as e:
        raise Illisible(str(e)) from e


def parties(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """({name of a sheet: the part of the archive that holds it}, whether every formula is still to
    be computed), as the workbook's own relations say.
    """
    noms = {n.lower(): n for n in archive.namelist()}
    feuilles: dict[str, str] = {}
    cibles: dict[str, str] = {}
    a_calculer = False

    def lien(nom: str, a: dict[str, str]) -> None:
        if nom == "Relationship" and a.get("TargetMode") != "External":
            cibles[a.get("Id", "")] = a.get("Target", "")

    def classeur(nom: str, a: dict[str, str]) -> None:
        nonlocal a_calculer
        if nom == "sheet":
            feuilles[a.get("name", "")] = a.get("id", "")
        elif nom == "calcPr":
            a_calculer = a.get("fullCalcOnLoad", "0") in ("1", "true")

    if "xl/_rels/workbook.xml.rels" in noms:
        analyser(archive.read(noms["xl/_rels/workbook.xml.rels"]), ouvre=lien)
    analyser(archive.read(noms["xl/workbook.xml"]), ouvre=classeur)
    trouvees = {}
    for feuille, identifiant in feuilles.items():
        chemin = cibles.get(identifiant, "").replace("\\", "/")
        essais = [chemin.lstrip("/"), posixpath.normpath(posixpath.join("xl", chemin))]
        reel = next((noms[e.lower()] for e in reversed(essais) if e.lower() in noms), None)
        if reel:
            trouvees[feuille] = reel
    return trouvees, a_calculer


def fautes_xlsx(contenu: bytes, a_calculer: bool) -> Fautes:
    """The cells of an xlsx sheet that hold no value of their own."""
    vues = Fautes()
    if not SIGNES_XLSX.search(contenu):
        return vues
    ligne, colonne, etat = -1, -1, {"t": "", "f": None, "v": None, "dans": "", "commune": ""}
    lies: set[str] = set()  # the formulas that several cells share

    def ouvre(nom: str, a: dict[str, str]) -> None:
        nonlocal ligne, colonne
        if nom == "row":
            ligne, colonne = entier(a.get("r"), ligne + 2) - 1, -1
        elif nom == "c":
            place = PLACE.fullmatch(a.get("r", ""))
            colonne = rang(place[1]) - 1 if place else colonne + 1
            ligne = int(place[2]) - 1 if place else ligne
            etat.update(t=a.get("t", "n").strip(), f=None, v=None, dans="", commune="")
        elif nom in ("f", "v"):
            etat["dans"] = nom
            etat[nom] = etat[nom] or ""
            etat["commune"] = a.get("si", etat["commune"])

    def ferme(nom: str) -> None:
        if nom in ("f", "v"):
            etat["dans"] = ""
        if nom == "f" and (LIEN.search(etat["f"]) or etat["commune"] in lies):
            lies.add(etat["commune"] or "-")
            vues.liees.add((ligne, colonne))
        elif nom == "c" and len(vues.erreurs) + len(vues.jamais) < LISTE_MAX:
            valeur = (etat["v"] or "").strip()
            calculee = etat["t"] == "str" and etat["v"] is not None
            if etat["t"] == "e":
                vues.erreurs[ligne, colonne] = valeur or "#N/A"
            elif etat["f"] is not None and (
                (not valeur and not calculee) or (a_calculer and valeur == "0")
            ):
                vues.jamais[ligne, colonne] = f"={etat['f']}"

    def texte(morceau: str) -> None:
        if etat["dans"]:
            etat[etat["dans"]] += morceau

    analyser(contenu, ouvre=ouvre, ferme=ferme, texte=texte)
    return vues


def commentees(archive: zipfile.ZipFile, partie: str) -> set[tuple[int, int]]:
    """The cells of an xlsx sheet to which someone has tied a comment."""
    noms = {n.lower(): n for n in archive.namelist()}
    dossier, nom = posixpath.split(partie)
    liens = noms.get(posixpath.join(dossier, "_rels", f"{nom}.rels").lower())
    cibles: list[str] = []
    places: set[tuple[int, int]] = set()

    def lien(nom: str, a: dict[str, str]) -> None:
        if nom == "Relationship" and a.get("Type", "").lower().endswith("/comments"):
            cibles.append(posixpath.normpath(posixpath.join("/", dossier, a.get("Target", ""))))

    def commentaire(nom: str, a: dict[str, str]) -> None:
        if nom == "comment" and (place := PLACE.fullmatch(a.get("ref", ""))):
            places.add((int(place[2]) - 1, rang(place[1]) - 1))

    def suivre(nom: str | None, ouvre: Any) -> None:
        if nom and archive.getinfo(nom).file_size > COMMENTAIRES_MAX:
            raise Illisible("more comments than anybody writes")
        if nom:
            analyser(archive.read(nom), ouvre=ouvre)

    suivre(liens, lien)
    for cible in cibles:
        suivre(noms.get(cible[1:].lower()), commentaire)
    return places


def entier(texte: str | None, defaut: int) -> int:
    return int(texte) if texte and re.fullmatch(r"\s*[1-9]\d{0,9}\s*", texte) else defaut


def rang(lettres: str) -> int:
    """« A » → 1, « XFD » → 16 384."""
    n = 0
    for c in lettres.upper():
        n = n * 26 + ord(c) - 64
    return n
