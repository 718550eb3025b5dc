"""A correspondance as plain data: which tables a layout holds, and which of its columns is which of
ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from clas_data.fichiers.schemas import Colonne
from clas_data.fichiers.titres import cle

LIGNES, COLONNES = "lignes", "colonnes"
RANG = "{n}"  # in a header: the number of a repeated group (« Grp {n} - Effectif »)
LECTURES = {
    "annee_de_debut": "« 2021 » est la campagne 2021-2022",
    "annee_de_fin": "« 2022 » est la campagne 2021-2022",
    "mois_jour": "les dates sont écrites mois/jour/année",
    "numeros_de_serie": "les dates sont des numéros de série du tableur",
    "milliers": "« 1.248 » est 1 248",
    "decimales": "« 1.248 » est 1,248",
    "codes_postaux": "les codes sont des codes postaux",
    "noms": "les communes sont écrites par leur nom",
    "virgules": "plusieurs réponses sont séparées par des virgules",
}
RANG_MAX = 60  # of a group of repeated columns
NOMBRES = ("entier", "nombre", "montant")
LECTURES_DE = {  # a way to read → the types of column that it reads
    "annee_de_debut": ("campagne",),
    "annee_de_fin": ("campagne",),
    "mois_jour": ("date",),
    "numeros_de_serie": ("date",),
    "milliers": NOMBRES,
    "decimales": NOMBRES,
    "codes_postaux": ("commune",),
    "noms": ("commune",),
    "virgules": ("choix_multiple",),
}
UNITES = {"heures": 60, "minutes": 1, "milliers": 1000, "centimes": 100}
TEMPS = ("heures", "minutes")  # units of a column that is a length of time
SOUS_TOTAL = "sous_total"
CONDITIONS = ("commence", "contient", "vaut", "vide", SOUS_TOTAL)
SANS_TEXTE = ("vide", SOUS_TOTAL)
ECARTS = {"{campagne}": 0, "{avant}": -1, "{apres}": 1}  # years from the campagne


def lectures_de(colonne: Colonne) -> list[str]:
    """The ways to read that mean something for a column of ours."""
    return [l for l, types in LECTURES_DE.items() if colonne.type in types]


def unites_de(colonne: Colonne) -> list[str]:
    """The units that their column may have, where ours is read from it."""
    if colonne.type not in NOMBRES:
        return []
    return [u for u in UNITES if (u in TEMPS) == (colonne.unite in TEMPS)]


@dataclass(frozen=True)
class Renvoi:
    """The value stands in another table of the file: `colonne`, on its row whose `cle` is the
    value read here.
    """

    cle: str
    colonne: str


@dataclass(frozen=True)
class Champ:
    """Where one of our columns comes from: a column of theirs, or one `valeur` for every row.

    `mots`: their word → ours (« » is unknown). `compte`: the rank of the row in its action.
    `repete`: an empty cell repeats the one above.
    """

    colonne: str = ""
    valeur: str = ""
    mots: dict[str, str] = field(default_factory=dict, hash=False)
    inverse: bool = False
    unite: str = ""
    lire: str = ""
    compte: bool = False
    repete: bool = False
    par: Renvoi | None = None


@dataclass(frozen=True)
class Ecartee:
    """Rows that are no data: those whose `colonne` begins with, holds, is, or is empty; those that
    are the sum of the others of their action, which `colonne` names.
    """

    colonne: str
    condition: str
    texte: str = ""


@dataclass(frozen=True)
class Apport:
    """One of our tables, and what feeds each of its columns."""

    table: str
    champs: dict[str, Champ] = field(hash=False)

    @property
    def repetee(self) -> bool:
        """True where the rows stand side by side, in numbered groups of columns."""
        return any(RANG in c.colonne for c in self.champs.values())


@dataclass(frozen=True)
class Tableau:
    """One table as it stands in a sheet; `sens` is `colonnes` where it lies on its side.

    `niveaux`: where {n} stands for a level instead of a number, its words and what they mean.
    """

    apports: tuple[Apport, ...]
    feuille: str = ""
    sens: str = LIGNES
    lignes_entete: int = 1
    de_cote: tuple[str, ...] = ()
    ecartees: tuple[Ecartee, ...] = ()
    niveaux: dict[str, str] = field(default_factory=dict, hash=False)

    def remplir(self, entete: str, campagne: str, rang: int | None = None) -> str:
        """The header as it stands that year, for the group of this rank."""
        if rang is not None and self.niveaux:
            entete = entete.replace(RANG, [*self.niveaux, ""][min(rang, len(self.niveaux) + 1) - 1])
        return remplir(entete, campagne, rang)

    @property
    def sous_totaux(self) -> bool:
        """True where rows that are the sum of their action are set aside."""
        return any(e.condition == SOUS_TOTAL for e in self.ecartees)

    def rangs(self) -> range:
        """The ranks that a group may have."""
        return range(1, (len(self.niveaux) or RANG_MAX) + 1)

    def utilises(self) -> Iterator[tuple[str, str, Champ]]:
        """(table, column of ours, where it comes from) of all that is read of a column."""
        for a in self.apports:
            for nom, champ in a.champs.items():
                if champ.colonne:
                    yield a.table, nom, champ

    def entetes(self) -> list[str]:
        """Their headers that are read, each once."""
        lus = [c.colonne for _, _, c in self.utilises()]
        return list(dict.fromkeys(lus))


@dataclass(frozen=True)
class Correspondance:
    """One layout of an installation; `nom` is what people call it, `note` what they say of it."""

    nom: str
    tableaux: tuple[Tableau, ...]
    note: str = ""

    @property
    def identifiant(self) -> str:
        """The name of its file: « Export de la plateforme » → « export-de-la-plateforme »."""
        return cle(self.nom).replace(" ", "-")[:80]


def remplir(entete: str, campagne: str, rang: int | None = None) -> str:
    """The header as it stands that year: « Axe 2021-2022 » for « Axe {campagne} »."""
    debut = int(campagne[:4])
    for marque, ecart in ECARTS.items():
        entete = entete.replace(marque, f"{debut + ecart}-{debut + ecart + 1}")
    entete = entete.replace("{debut}", str(debut)).replace("{fin}", str(debut + 1))
    return entete if rang is None else entete.replace(RANG, str(rang))


def generaliser(entete: str, campagne: str) -> str:
    """The same header for every year: the campagne that it names becomes a mark."""
    debut = int(campagne[:4])
    for marque, ecart in ECARTS.items():
        an = debut + ecart
        entete = re.sub(rf"\b{an} ?[-/–] ?(20)?{(an + 1) % 100:02d}\b", marque, entete)
    for marque, an in (("{debut}", debut), ("{fin}", debut + 1)):
        entete = re.sub(rf"\b{an}\b", marque, entete)
    return entete
