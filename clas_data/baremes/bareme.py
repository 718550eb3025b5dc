"""A barème as values: one published value, one parameter of the formula, all those in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from clas_data import formats
from clas_data.errors import BaremeManquant
from clas_data.formats import INSECABLE

LIVRE = Path(__file__).parent / "baremes.yaml"


FORMULE = ("taux", "plafond")  # without these two, no amount at all


SUITE = (
    "Une installation peut ajouter une valeur, avec sa date et sa référence (page Financement, ou "
    "commande « bareme ajouter »)."
)


@dataclass(frozen=True)
class Valeur:
    """One published value, for one period, with who published it."""

    valeur: Decimal
    debut: date
    fin: date
    reference: str
    fichier: str = LIVRE.name

    @property
    def locale(self) -> bool:
        """True for a value that this installation added."""
        return self.fichier != LIVRE.name


@dataclass(frozen=True)
class Parametre:
    """One parameter of the formula: its words, what it accepts, its published values in order."""

    nom: str
    titre: str
    description: str
    unite: str
    valeurs: tuple[Valeur, ...]
    decimales: int = 2
    max: int | None = None

    @property
    def accepte(self) -> str:
        """What may be given, in words."""
        haut = f", au plus {formats.nombre(self.max)}" if self.max is not None else ""
        decimales = (
            f", avec {formats.pluriel(self.decimales, 'décimale')} au plus"
            if self.decimales
            else ", sans décimale"
        )
        bas = "plus grand que 0" if self.strict else "d'au moins 0"
        return f"« {self.titre} » attend un nombre ({self.unite}) {bas}{haut}{decimales}."

    @property
    def strict(self) -> bool:
        """Nothing is paid at a rate or under a ceiling of zero; a bonus of zero can be
        published.
        """
        return self.nom in FORMULE

    def ecrire(self, v: Decimal | None) -> str:
        """A value of this parameter, as it is written everywhere; unknown is « n.d. »."""
        if v is None:
            return formats.ND
        decimales = max(0, -int(v.normalize().as_tuple().exponent))
        decimales = 2 if decimales and self.unite == "€" else decimales
        texte = formats.valeur_unite(v, self.unite, decimales)
        return texte if self.unite in ("€", "%") else f"{texte}{INSECABLE}{self.unite}"


@dataclass(frozen=True)
class Bareme:
    """The values in force for a campagne; a parameter without a published value is absent from
    `valeurs`.
    """

    campagne: str
    valeurs: Mapping[str, Decimal]
    references: Mapping[str, str] = field(default_factory=dict)
    manques: Mapping[str, str] = field(default_factory=dict)

    def exiger(self, nom: str) -> Decimal:
        """The value, or BaremeManquant that names the parameter, the campagne and what is known."""
        if nom not in self.valeurs:
            raise BaremeManquant(
                f"{self.manques[nom]} {SUITE}"
                if nom in self.manques
                else f"Le paramètre « {nom} » n'existe pas."
            )
        return self.valeurs[nom]

    @property
    def manque(self) -> str | None:
        """Why no amount can be computed for this campagne; None when the formula has what it
        needs.
        """
        dits = [self.manques[n] for n in FORMULE if n in self.manques]
        return " ".join([*dits, SUITE]) if dits else None
