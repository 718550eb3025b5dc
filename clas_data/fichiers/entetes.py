"""Which table a sheet is, where its headers are, and which column each header means that year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from clas_data.errors import Anomalie
from clas_data.fichiers import schemas
from clas_data.fichiers.lecture import Feuille, vide
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.ouverture import encodages
from clas_data.fichiers.valeurs import normalise

RECHERCHE = 10  # rows in which the header row is looked for: a title often stands above it
PROCHE = 0.75  # similarity from which a header is suggested
PART_RECONNUE = 0.4  # share of recognised headers from which a sheet is taken for a table
A_PART = {
    "lisez moi",
    "anomalies",
}  # the sheets that the template and the marked workbook add themselves
PERSONNEL = re.compile(
    r"\b(prenoms?|nom (de l'|de l |d'un |des )?(enfants?|eleves?|jeunes?)|date de "
    r"naissance|ne\(?e?\)? le|adresse (de l'|des )?(enfants?|familles?|parents?)"
    r"|(telephone|mail|courriel|e-mail) (de l'|des )?(enfants?|familles?|parents?)|ine|numero "
    r"(allocataire|de securite sociale)|nir)\b"
)


@dataclass
class Placement:
    """What was recognised in a sheet: its table, its header row (from 0), and the position of each
    known column.
    """

    table: str
    ligne_entete: int
    colonnes: dict[str, int]
    anomalies: list[Anomalie] = field(default_factory=list)


def cle(texte: Any) -> str:
    """« Nb. d'enfants » and « nb d enfants » are the same header: letters and digits only."""
    return re.sub(r"[^a-z0-9]+", " ", normalise(encodages.repair(str(texte)))).strip()


def connus(table: str, campagne: str) -> dict[str, str]:
    """Normalised header → column: technical names, titles, and that campagne's own headers (which
    win).
    """
    schema, annee = schemas.load()[table], schemas.entetes_de(campagne)
    noms = {cle(c.titre): n for n, c in schema.colonnes.items()} | {
        cle(n): n for n in schema.colonnes
    }
    return noms | {cle(annee[table, n]): n for n in schema.colonnes if (table, n) in annee}


def placer(feuille: Feuille, campagne: str) -> tuple[Placement | None, list[Anomalie]]:
    """The table that the sheet is, or None with the reason."""
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    if cle(feuille.feuille) in A_PART:
        return None, []
    candidats = [_score(feuille, table, campagne) for table in schemas.TABLES]
    score, table, rang = max(candidats, key=lambda c: (c[0] + _nomme(feuille, c[1]), c[0]))
    if not _nomme(feuille, table) and score < PART_RECONNUE:
        return None, [anomalie("feuille_ignoree", **ou)]
    if score == 0:
        return None, [anomalie("sans_entete", **ou)]
    entetes = feuille.lignes[rang]
    connu, vus, anomalies = connus(table, campagne), {}, []
    for i, entete in enumerate(entetes):
        if vide(entete):
            continue
        nom = connu.get(cle(entete))
        if PERSONNEL.search(normalise(entete)) and nom is None:
            anomalies.append(
                anomalie("donnee_personnelle", ligne=rang + 1, colonne=str(entete), **ou)
            )
        elif nom is None:
            anomalies.append(
                anomalie(
                    "colonne_inconnue",
                    ligne=rang + 1,
                    colonne=str(entete),
                    proposition=_proche(entete, connu, table, campagne),
                    **ou,
                )
            )
        elif nom in vus:
            anomalies.append(anomalie("entete_double", ligne=rang + 1, colonne=str(entete), **ou))
        else:
            vus[nom] = i
    anomalies += _absentes(table, vus, entetes, campagne, rang, ou)
    return Placement(table, rang, vus, anomalies), []


def _score(feuille: Feuille, table: str, campagne: str) -> tuple[float, str, int]:
    """The best row among the first ones: its share of recognised headers, a little more where they
    are many; the table; the row.
    """
    connu = connus(table, campagne)
    meilleur = (0.0, table, 0)
    for rang, ligne in enumerate(feuille.lignes[:RECHERCHE]):
        pleins = [cle(c) for c in ligne if not vide(c)]
        reconnus = {connu[c] for c in pleins if c in connu}
        if len(reconnus) >= 2 or (reconnus and len(pleins) == len(reconnus)):
            part = len(reconnus) / len(pleins) + len(reconnus) / 1000
            meilleur = max(meilleur, (part, table, rang), key=lambda m: m[0])
    return meilleur


def _nomme(feuille: Feuille, table: str) -> float:
    """1 when the sheet (or the csv file) is called after the table."""
    nom = feuille.feuille or feuille.fichier.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    titre = schemas.load()[table].titre
    return float(bool({cle(table), cle(titre)} & {cle(nom), *re.split(r"[ _\-]+", cle(nom))}))


def libelle(table: str, colonne: str, campagne: str) -> str:
    """The header that a person reads for this column that year."""
    return (
        schemas.entetes_de(campagne).get((table, colonne))
        or schemas.load()[table].colonnes[colonne].titre
    )


def _proche(entete: Any, connu: dict[str, str], table: str, campagne: str) -> str:
    proches = get_close_matches(cle(entete), list(connu), 1, PROCHE)
    return libelle(table, connu[proches[0]], campagne) if proches else ""


def _absentes(
    table: str,
    vus: dict[str, int],
    entetes: list[Any],
    campagne: str,
    rang: int,
    ou: dict[str, str],
) -> list[Anomalie]:
    annee, absentes = schemas.entetes_de(campagne), []
    restants = {
        cle(e): str(e) for e in entetes if not vide(e) and cle(e) not in connus(table, campagne)
    }
    for nom, colonne in schemas.load()[table].colonnes.items():
        attendue = colonne.obligatoire or (
            nom != "campagne" and nom != "commune_nom" and (table, nom) in annee
        )
        if nom in vus or not attendue:
            continue
        noms = [cle(libelle(table, nom, campagne)), cle(nom)]
        proche = next(
            (restants[p] for n in noms for p in get_close_matches(n, list(restants), 1, PROCHE)), ""
        )
        par_nom = colonne.type == "commune" and "commune_nom" in vus
        code = "colonne_absente" if colonne.obligatoire else "colonne_facultative_absente"
        absentes.append(
            anomalie(
                "communes_par_nom" if par_nom else code,
                ligne=rang + 1,
                colonne=libelle(table, nom, campagne),
                proposition=proche,
                phrase="La colonne « {} » lui ressemble : est-ce elle ?",
                **ou,
            )
        )
    return absentes
