"""Repères: published figures, each a point with its date, beside ours where the guard lets them
stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers import referentiels
from clas_data.formats import FINE, INSECABLE, ponctuer
from clas_data.indicateurs import calcul, catalogue, comparabilite, phrases
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.comparabilite import REFUSER, Avis, Cote
from clas_data.tables.base import Base

FACULTATIVES = ("precision", "indicateur", "comparable", "note")
NOM = "reperes"


@dataclass(frozen=True)
class Repere:
    """One published figure: what, how much, where, when, on which field, who says so."""

    id: str
    libelle: str
    valeur: Decimal
    precision: str
    unite: str
    territoire: str
    periode: str
    champ: str
    source: str
    indicateur: str
    comparable: str
    note: str

    @property
    def chiffre(self) -> str:
        """« environ 448 € », « 10,36 »: as published, neither rounded nor completed."""
        decimales = max(0, -self.valeur.normalize().as_tuple().exponent)
        return (
            f"{self.precision + INSECABLE if self.precision else ''}"
            f"{formats.valeur_unite(self.valeur, self.unite, decimales)}"
        )

    @property
    def ecrit(self) -> str:
        """« 10,36 enfants par collectif »: the figure with its unit."""
        return (
            self.chiffre
            if self.unite in ("%", "€")
            else f"{self.chiffre}{INSECABLE}{phrases.accorder(self.unite, self.valeur)}"
        )


@dataclass(frozen=True)
class Regard:
    """A repère and ours side by side; `avis` annotes or refuses, with its reason."""

    repere: Repere
    campagne: str
    indicateur: Indicateur | None = None
    valeur: float = float("nan")
    repondants: int | None = None
    attendus: int | None = None
    avis: Avis | None = None

    @property
    def compare(self) -> bool:
        return self.avis is None or self.avis.verdict != REFUSER

    @property
    def ici(self) -> str:
        """Our figure with its unit."""
        return phrases.ecrire(self.indicateur, self.valeur) if self.indicateur else formats.ND

    @property
    def ecart(self) -> str:
        """« 0,4 de moins », « 2,1 points de plus »: the difference as displayed; nothing where the
        two do not compare.
        """
        if not self.compare or formats.inconnu(self.valeur):
            return ""
        if not phrases.visible(self.indicateur, float(self.repere.valeur), self.valeur):
            return "égal"
        return phrases.ecart(self.indicateur, float(self.repere.valeur), self.valeur)[0]

    @property
    def phrase(self) -> str:
        """One sentence for a screen or a document: both figures with their dates, or why they do
        not compare.
        """
        r = self.repere
        publie = (
            f"{r.libelle}{INSECABLE}: {r.ecrit} ({r.territoire}, {r.periode}{FINE}; {r.source})"
        )
        if not self.compare:
            return f"{publie}. {self.avis.raison}"
        suite = f" {self.avis.raison}" if self.avis else ""
        return f"{publie}{FINE}; ici {self.ici} en {self.campagne}.{suite}"


def load(installation: Installation) -> list[Repere]:
    """The shipped repères and those of the installation; a wrong row is refused with its file, its
    line and a sentence.
    """
    table = referentiels.load(installation, NOM)
    for colonne in FACULTATIVES:
        table = table if colonne in table else table.assign(**{colonne: ""})
    lignes = table.attrs.get("lignes", ()) or (None,) * len(table)
    textes = ("libelle", "champ", "source", "note")
    tous = [
        Repere(
            **{
                c: ponctuer(l[c]) if c in textes else l[c]
                for c in Repere.__dataclass_fields__
                if c != "valeur"
            },
            valeur=Decimal(l["valeur"]),
        )
        for l in table.to_dict("records")
    ]
    referentiels.refuser([a for n, r in zip(lignes, tous, strict=True) for a in _fautes(n, r)])
    return tous


def _fautes(ligne: int | None, r: Repere) -> Iterator[Anomalie]:
    """What a row says that cannot be held, in sentences."""
    if r.comparable not in ("oui", "non", ""):
        yield _faute(
            ligne,
            "comparable",
            f"« {r.comparable} » n'est pas une réponse à « comparable ». Écrivez oui, non, ou "
            "laissez vide.",
        )
    if r.indicateur and r.indicateur not in catalogue.load():
        yield _faute(
            ligne,
            "indicateur",
            f"l'indicateur « {r.indicateur} » n'existe pas. La page Dictionnaire donne leurs noms "
            "; laissez vide s'il n'y en a pas.",
        )
    elif r.comparable == "oui" and not r.indicateur:
        yield _faute(
            ligne,
            "indicateur",
            f"« {r.libelle} » est dit comparable sans nommer d'indicateur. Nommez-le, ou écrivez "
            "non.",
        )
    elif r.comparable == "oui" and catalogue.exiger(r.indicateur).unite != r.unite:
        yield _faute(
            ligne,
            "unite",
            f"« {r.libelle} » est en {r.unite}, l'indicateur « {r.indicateur} » en "
            f"{catalogue.exiger(r.indicateur).unite} : "
            "les deux ne se comparent pas. Corrigez l'unité ou l'indicateur.",
        )
    if r.comparable == "non" and not r.note:
        yield _faute(
            ligne,
            "note",
            f"« {r.libelle} » est dit non comparable sans dire pourquoi. Complétez la colonne "
            "« note ».",
        )


def _faute(ligne: int | None, colonne: str, message: str) -> Anomalie:
    lieu = f"{NOM}.csv, ligne {ligne} : " if ligne else f"{NOM}.csv : "
    return Anomalie(
        BLOQUANTE,
        f"referentiel_repere_{colonne}",
        ponctuer(lieu + message),
        f"{NOM}.csv",
        "",
        ligne,
        colonne,
    )


def comparer(
    base: Base,
    perimetre: Perimetre,
    installation: Installation,
    campagne: str,
    ids: Sequence[str] | None = None,
    ou: Mapping[str, str] | None = None,
) -> list[Regard]:
    """Each repère beside ours of one campagne, those that compare first; `ids` keeps the repères of
    these indicators only.
    """
    retenus = [r for r in load(installation) if ids is None or r.indicateur in ids]
    noms = list(dict.fromkeys(r.indicateur for r in retenus if r.indicateur))
    valeurs = (
        calcul.calculer(base, perimetre, noms, (), {**(ou or {}), "campagne": campagne}).set_index(
            "indicateur"
        )
        if noms
        else pd.DataFrame()
    )
    entier = perimetre.siret is None and not ou
    chez_nous = referentiels.departement(
        installation
    )  # the territory of the repères published for this very département
    regards = [_regarder(r, campagne, valeurs, entier, chez_nous) for r in retenus]
    return [g for g in regards if g.compare] + [g for g in regards if not g.compare]


def _regarder(
    r: Repere, campagne: str, valeurs: pd.DataFrame, entier: bool, chez_nous: str
) -> Regard:
    if not r.indicateur:
        return Regard(
            r,
            campagne,
            avis=Avis(REFUSER, r.note or "Ce tableau de bord ne calcule rien de semblable."),
        )
    ind, ligne = catalogue.exiger(r.indicateur), valeurs.loc[r.indicateur]
    ici = Cote(ind, campagne, ligne["repondants"], ligne["attendus"])
    la_bas = Cote(replace(ind, unite=r.unite), r.periode)
    if r.comparable == "non":
        avis = Avis(REFUSER, r.note)
    elif formats.inconnu(ligne["valeur"]):
        avis = Avis(
            REFUSER,
            ponctuer(f"En {campagne}, « {ind.titre} » n'est pas disponible ici ({formats.ND})."),
        )
    else:
        avis = comparabilite.juger_repere(la_bas, ici, entier and r.territoire == chez_nous)
    return Regard(r, campagne, ind, ligne["valeur"], ligne["repondants"], ligne["attendus"], avis)


def resume(regards: Sequence[Regard]) -> str:
    """« Sur 9 repères comparables, 4 sont au-dessous du chiffre d'ici et 5 au-dessus »."""
    vus = [g for g in regards if g.compare]
    if not vus:
        return "Aucun repère publié ne se compare aux chiffres de cette sélection"
    dessous = sum(g.ecart.endswith("de plus") for g in vus)
    dessus = sum(g.ecart.endswith("de moins") for g in vus)
    morceaux = [
        f"{formats.nombre(n)} {mots}"
        for n, mots in (
            (dessous, "au-dessous du chiffre d'ici"),
            (dessus, "au-dessus"),
            (len(vus) - dessous - dessus, "au même niveau"),
        )
        if n
    ]
    return (
        "Sur "
        f"{formats.pluriel(len(vus), 'repère publié comparable', 'repères publiés comparables')}"
        f"{INSECABLE}: "
        f"{', '.join(morceaux)}"
    )
