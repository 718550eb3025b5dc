"""The barème in force for a campagne: each value with its reference, and what is missing said by name."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from clas_data import formats
from clas_data.config import Installation
from clas_data.errors import BaremeManquant, UsageError

LIVRE = Path(__file__).parent / "baremes.yaml"
FORMULE = ("taux", "plafond")   # without these two, no amount at all


@dataclass(frozen=True)
class Valeur:
    """One published value, for one period, with who published it."""

    valeur: Decimal
    debut: date
    fin: date
    reference: str
    verifie_le: date | None = None


@dataclass(frozen=True)
class Parametre:
    nom: str
    titre: str
    description: str
    unite: str
    valeurs: tuple[Valeur, ...]


@dataclass(frozen=True)
class Bareme:
    """The values in force for a campagne; a parameter without a published value is absent from `valeurs`."""

    campagne: str
    valeurs: Mapping[str, Decimal]
    references: Mapping[str, str] = field(default_factory=dict)
    manques: Mapping[str, str] = field(default_factory=dict)

    def exiger(self, nom: str) -> Decimal:
        """The value, or BaremeManquant that names the parameter, the campagne and what is known."""
        if nom not in self.valeurs:
            raise BaremeManquant(self.manques.get(nom, f"Le paramètre « {nom} » n'existe pas."))
        return self.valeurs[nom]

    @property
    def manque(self) -> str | None:
        """Why no amount can be computed for this campagne; None when the formula has what it needs."""
        return next((self.manques[n] for n in FORMULE if n in self.manques), None)


def parametres(installation: Installation) -> dict[str, Parametre]:
    """All the parameters, with the values shipped and those of the installation."""
    locaux = sorted(installation.baremes.glob("*.yaml")) if installation.baremes.is_dir() else []
    return dict(_parametres(tuple((p, p.stat().st_mtime_ns) for p in locaux)))


@cache
def _parametres(locaux: tuple[tuple[Path, int], ...]) -> tuple[tuple[str, Parametre], ...]:
    brut = yaml.safe_load(LIVRE.read_text(encoding="utf-8"))
    valeurs = {nom: {d: _valeur(LIVRE.name, nom, d, v) for d, v in (p["valeurs"] or {}).items()} for nom, p in brut.items()}
    for chemin, _ in locaux:
        for nom, ajouts in (yaml.safe_load(chemin.read_text(encoding="utf-8")) or {}).items():
            if nom not in brut:
                raise UsageError(f"{chemin.name} : le paramètre « {nom} » n'existe pas. Paramètres : {', '.join(brut)}.")
            for d, v in (ajouts.get("valeurs", {}) if isinstance(ajouts, dict) else {}).items():
                valeurs[nom][d] = _valeur(chemin.name, nom, d, v)
    return tuple((nom, Parametre(nom, p["titre"], p["description"], p["unite"], tuple(valeurs[nom][d] for d in sorted(valeurs[nom])))) for nom, p in brut.items())


def _valeur(fichier: str, nom: str, debut: Any, v: Any) -> Valeur:
    ou = f"{fichier}, « {nom} », {debut}"
    if not isinstance(debut, date) or not isinstance(v, dict):
        raise UsageError(f"{ou} : écrivez une date (aaaa-mm-jj), puis {{valeur, fin, reference}}.")
    manque = [c for c in ("valeur", "fin", "reference") if not v.get(c)]
    if manque:
        raise UsageError(f"{ou} : il manque {', '.join(manque)}. Une valeur sans sa période et sa référence n'existe pas.")
    try:
        valeur = Decimal(str(v["valeur"]).replace(",", "."))
    except InvalidOperation as e:
        raise UsageError(f"{ou} : « {v['valeur']} » n'est pas un nombre.") from e
    if not isinstance(v["fin"], date) or v["fin"] < debut or valeur < 0:
        raise UsageError(f"{ou} : la fin est une date après le début, et la valeur n'est pas négative.")
    reference = v["reference"]["titre"] if isinstance(v["reference"], dict) else str(v["reference"])
    return Valeur(valeur, debut, v["fin"], reference, v.get("verifie_le"))


def en_vigueur(installation: Installation, campagne: str) -> Bareme:
    """The barème of a campagne: the values whose period holds the 1 October of its first year."""
    jour = date(int(campagne[:4]), 10, 1)
    valeurs, references, manques = {}, {}, {}
    for nom, p in parametres(installation).items():
        trouvee = next((v for v in p.valeurs if v.debut <= jour <= v.fin), None)
        if trouvee:
            valeurs[nom], references[nom] = trouvee.valeur, trouvee.reference
        else:
            manques[nom] = _manque(p, campagne)
    return Bareme(campagne, valeurs, references, manques)


def connus(installation: Installation) -> list[str]:
    """The campagnes whose formula is complete (rate and ceiling published), oldest first."""
    annees = {v.debut.year for p in parametres(installation).values() for v in p.valeurs}
    annees |= {v.fin.year - 1 for p in parametres(installation).values() for v in p.valeurs}
    return sorted(c for c in {f"{a}-{a + 1}" for a in annees} if en_vigueur(installation, c).manque is None)


def _manque(p: Parametre, campagne: str) -> str:
    if not p.valeurs:
        return f"« {p.titre} » : aucune valeur n'est publiée ; le montant est {formats.ND}, ou donné par l'utilisateur dans un scénario."
    periodes = " ; ".join(f"du {formats.jour(v.debut)} au {formats.jour(v.fin)}" for v in p.valeurs)
    return (f"« {p.titre} » : aucune valeur publiée pour {campagne} (connue {periodes}). Les droits sont {formats.ND} ; "
            "une installation peut ajouter la valeur, avec sa période et sa référence, dans baremes_locaux.")
