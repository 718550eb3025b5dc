"""The best guess at a layout nobody has shown us: a correspondance to look at, each of its columns
with its reason, each of its words with its count; never applied without being shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import indices, rattachement
from clas_data.fichiers.correspondances.assise import Assise, asseoir
from clas_data.fichiers.correspondances.choix import Mot, Piste
from clas_data.fichiers.correspondances.forme import Correspondance, Tableau
from clas_data.fichiers.correspondances.indices import Cible
from clas_data.fichiers.correspondances.reperage import Vue
from clas_data.fichiers.correspondances.tableau_devine import Lu
from clas_data.fichiers.entetes import A_PART
from clas_data.fichiers.feuilles import Feuille
from clas_data.fichiers.lieux import Communes
from clas_data.fichiers.titres import cle

__all__ = ["Devinee", "Mot", "Piste", "deviner"]


@dataclass
class Devinee:
    """The guess, entiers; `manques`: our columns without which rows cannot be placed."""

    correspondance: Correspondance
    pistes: list[Piste]
    mots: list[Mot]
    manques: list[Cible]
    assises: list[tuple[str, Assise]]
    campagne: str = ""


def deviner(
    feuilles: Sequence[Feuille],
    campagne: str,
    communes: Communes,
    passees: Iterable[Correspondance] = (),
    nom: str = "",
    assises: Sequence[tuple[str, Assise]] | None = None,
) -> Devinee:
    """The best guess at these sheets; `assises` says where the tables stand, where a person did."""
    vues = [Vue(f) for f in feuilles if not f.masquee and cle(f.feuille) not in A_PART]
    deja = indices.vus(passees)
    noms = {v.feuille.feuille: v for v in vues}
    places = (
        [(v, a) for v in vues for a in asseoir(v, campagne)]
        if assises is None
        else [(noms[n], a) for n, a in assises if n in noms]
    )
    lus = [Lu(i, v, a, campagne, communes, deja) for i, (v, a) in enumerate(places)]
    lus = [l for l in lus if l.lire()]
    rattachement.relier(lus)
    lus = _sans_jumeaux(_sans_accessoires(lus))
    tableaux = tuple(l.tableau for l in lus if l.tableau.apports)
    retenus = [l for l in lus if l.tableau.apports]
    for rang, l in enumerate(retenus):
        for p in (*l.pistes, *l.mots):
            p.tableau = rang
    titre = nom or (feuilles[0].fichier.rsplit(".", 1)[0] if feuilles else "fichier")
    return Devinee(
        Correspondance(titre, tableaux),
        [p for l in retenus for p in l.pistes],
        [m for l in retenus for m in l.mots],
        _manques(tableaux),
        [(l.vue.feuille.feuille, l.assise) for l in retenus],
        campagne,
    )


def _sans_accessoires(lus: list[Lu]) -> list[Lu]:
    """Beside a table that is whole, a sheet with a few of its headers (lists, a summary) is not
    another one.
    """
    entiers = [l for l in lus if not _manques([l.tableau])]
    return [l for l in lus if l in entiers or not entiers or "code_action" in _nommees(l.tableau)]


def _sans_jumeaux(lus: list[Lu]) -> list[Lu]:
    """Forms of one layout, one a sheet or a file, are one table of the correspondance."""
    vus: dict[tuple, Lu] = {}
    for l in lus:
        vus.setdefault((l.assise.sens, *sorted(l.tableau.entetes())), l)
    return list(vus.values())


def _nommees(t: Tableau) -> set[str]:
    return {n for a in t.apports for n in a.champs}


def _manques(tableaux: Sequence[Tableau]) -> list[Cible]:
    """Mandatory columns that nothing feeds; a commune is known by its name as well."""
    trouves = []
    for t in tableaux:
        for a in t.apports:
            donnees = {*a.champs} | ({"numero"} if a.repetee else set())
            donnees |= {"commune_insee"} if "commune_nom" in donnees else set()
            trouves += [
                (a.table, n)
                for n, c in schemas.load()[a.table].colonnes.items()
                if c.obligatoire and n not in donnees
            ]
    return list(dict.fromkeys(trouves))
