"""The rules of the référentiel as `regles.yaml` declares them: words, values, judgement and
question from one place.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from clas_data import baremes, declarations, formats
from clas_data.baremes import Valeur
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import schemas

FICHIER = Path(__file__).parent / "regles.yaml"
NATURES = {
    "imperatif": "Impératif du référentiel",
    "recevabilite": "Recevabilité de la demande",
    "piece": "Pièce à joindre à la demande",
    "recommande": "Recommandation",
    "bonus": "Condition d'un bonus",
}
MARTS = {"demandes": "agrements", "actions": "actions", "collectifs": "collectifs"}
OBJETS = {"demandes": "la demande", "actions": "l'action", "collectifs": "chaque collectif"}
CAMPAGNES = {"depot_debut": "Ouverture des dépôts", "depot_fin": "Clôture des dépôts"}
CLES = {
    "titre",
    "court",
    "texte",
    "source",
    "nature",
    "table",
    "conforme",
    "applicable",
    "lit",
    "question",
    "parametres",
}


@dataclass(frozen=True)
class Parametre:
    """A value that a rule is held to, with where it comes from."""

    valeur: float
    origine: str
    hypothese: bool = False
    bareme: str = ""  # its name in the barème, where it has one


@dataclass(frozen=True)
class Regle:
    """One rule: what it asks, who says so, how a row is judged, what the porteur is asked."""

    id: str
    titre: str
    court: str
    texte: str
    source: str
    nature: str
    table: str
    conforme: str
    applicable: str
    lit: tuple[tuple[str, str], ...]
    question: str
    parametres: dict[str, Parametre]

    @property
    def mart(self) -> str:
        return MARTS[self.table]

    @property
    def demande(self) -> tuple[tuple[str, str], ...]:
        """The columns read that the porteur can fill: those of the received files."""
        return tuple(c for c in self.lit if c[0] != "campagnes")

    def titre_de(self, table: str, colonne: str) -> str:
        """The name of a column that this rule reads."""
        return (
            CAMPAGNES[colonne]
            if table == "campagnes"
            else schemas.load()[table].colonnes[colonne].titre
        )


class _Lisible(string.Formatter):
    """Fills a sentence with values; what is unknown is said « non renseigné »."""

    def get_value(self, key, args, kwargs):
        return lisible(kwargs.get(key))


def lisible(valeur: Any) -> str:
    """One value read in a file, as it is said to a person."""
    if formats.inconnu(valeur):
        return "non renseigné"
    if type(valeur).__name__ == "bool":  # Python's or the tables'
        return formats.oui_non(bool(valeur))
    if hasattr(valeur, "strftime"):
        return formats.jour(valeur)
    return (
        formats.nombre(valeur, 0 if float(valeur).is_integer() else 1)
        if isinstance(valeur, (int, float))
        else str(valeur)
    )


def remplir(phrase: str, valeurs: Mapping[str, Any]) -> str:
    """The sentence with its {names} replaced."""
    return _Lisible().vformat(phrase, (), valeurs)


def version(installation: Installation) -> str:
    """What names this state of the declaration and of the barèmes that it reads, in exports and
    cache keys.
    """
    return hashlib.sha256(FICHIER.read_bytes() + repr(_baremes(installation)).encode()).hexdigest()[
        :8
    ]


def _baremes(installation: Installation) -> list[tuple[str, tuple[Valeur, ...]]]:
    connus = baremes.parametres(installation)
    return [
        (p.bareme, connus[p.bareme].valeurs)
        for r in load().values()
        for p in r.parametres.values()
        if p.bareme
    ]


@cache
def load() -> dict[str, Regle]:
    """All the rules, in the order of the declaration, held to the last values shipped; a wrong
    declaration is refused with its rule's name.
    """
    return _load(FICHIER, ())


def en_vigueur(installation: Installation, campagne: str) -> dict[str, Regle]:
    """The same rules held to the values of this campagne: in force then, else the last published
    before (else the first after), and said so.
    """
    return _load(
        FICHIER,
        tuple((nom, _retenue(valeurs, campagne)) for nom, valeurs in _baremes(installation)),
    )


def _retenue(valeurs: Sequence[Valeur], campagne: str) -> tuple[float, str]:
    jour = baremes.jour_de(campagne)
    v = next((v for v in reversed(valeurs) if v.debut <= jour), valeurs[0])
    reprise = (
        f", reprise pour {campagne} faute d'une valeur publiée"
        if not v.debut <= jour <= v.fin
        else ""
    )
    return float(v.valeur), f"{v.reference}{reprise}"


@lru_cache(maxsize=64)
def _load(fichier: Path, retenues: tuple[tuple[str, tuple[float, str]], ...]) -> dict[str, Regle]:
    brut = declarations.read(fichier)
    regles = {
        id_: _read(id_, r, brut["source_par_defaut"], dict(retenues))
        for id_, r in brut["regles"].items()
    }
    noms = [n for r in regles.values() for n in r.parametres]
    if len(noms) > len(set(noms)):
        raise UsageError(
            f"regles.yaml : le paramètre « {next(n for n in noms if noms.count(n) > 1)} » est "
            "déclaré deux fois."
        )
    return regles


def _parametre(p: dict, ou: str, retenues: Mapping[str, tuple[float, str]]) -> Parametre:
    """A value written here, or one of the barème: that of a campagne, else the last one shipped
    with the product.
    """
    if set(p) == {"bareme"}:
        livrees = baremes.livrees()
        if p["bareme"] not in livrees:
            raise UsageError(f"{ou} : le barème n'a pas de paramètre « {p['bareme']} ».")
        derniere = livrees[p["bareme"]].valeurs[-1]
        valeur, origine = retenues.get(p["bareme"], (float(derniere.valeur), derniere.reference))
        return Parametre(valeur, origine, bareme=p["bareme"])
    return Parametre(p["valeur"], p["origine"], p.get("hypothese") == "oui")


def _read(id_: str, r: dict, source: str, retenues: Mapping[str, tuple[float, str]]) -> Regle:
    ou = f"regles.yaml, règle « {id_} »"
    if inconnues := set(r) - CLES:
        raise UsageError(f"{ou} : clé inconnue « {', '.join(sorted(inconnues))} ».")
    if r["nature"] not in NATURES or r["table"] not in MARTS:
        raise UsageError(f"{ou} : nature ou table inconnue ({r['nature']}, {r['table']}).")
    lit = tuple(tuple(c.split(".")) for c in r["lit"])
    for table, colonne in lit:
        if colonne not in (
            CAMPAGNES
            if table == "campagnes"
            else schemas.load()[table].colonnes
            if table in schemas.load()
            else ()
        ):
            raise UsageError(f"{ou} : la colonne « {table}.{colonne} » n'existe pas.")
    parametres = {n: _parametre(p, ou, retenues) for n, p in r.get("parametres", {}).items()}
    valeurs = {n: p.valeur for n, p in parametres.items()}
    for phrase, connus in (
        (r["titre"], set(valeurs)),
        (r["court"], set(valeurs)),
        (r["question"], {*valeurs, "numero", *(c for _, c in lit)}),
    ):
        if inconnus := {n for _, n, _, _ in string.Formatter().parse(phrase) if n} - connus:
            raise UsageError(
                f"{ou} : « {{{', '.join(sorted(inconnus))}}} » n'est ni un paramètre, ni une "
                f"colonne lue."
            )
    if inconnus := set(re.findall(r"\$(\w+)", r["conforme"])) ^ set(valeurs):
        raise UsageError(
            f"{ou} : paramètre employé sans être déclaré, ou déclaré sans être employé "
            f"({', '.join(sorted(inconnus))})."
        )
    return Regle(
        id=id_,
        titre=remplir(r["titre"], valeurs),
        court=remplir(r["court"], valeurs),
        texte=r["texte"],
        source=r.get("source", source),
        nature=r["nature"],
        table=r["table"],
        conforme=r["conforme"].strip(),
        applicable=r.get("applicable", "true"),
        lit=lit,
        question=r["question"],
        parametres=parametres,
    )
