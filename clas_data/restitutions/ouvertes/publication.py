"""What an export may hold: each column of each mart, its words, its type, and whether it leaves the
committee (`publication.yaml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.errors import UsageError
from clas_data.fichiers import schemas
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue

OUVERTURES = {"public": "diffusée", "protege": "en agrégats protégés", "retenu": "retenue"}


@dataclass(frozen=True)
class Champ:
    """One column: machine name, type of `fichiers.schemas`, words, and why it is diffused or
    not.
    """

    nom: str
    type: str
    titre: str
    description: str
    unite: str = ""
    choix: tuple[str, ...] = ()
    ouverture: str = "public"
    raison: str = ""


@dataclass(frozen=True)
class Table:
    """One mart. `lignes`: the column that a diffused row holds true or above zero; empty when no
    row is diffused.
    """

    nom: str
    titre: str
    description: str
    cle: tuple[str, ...]
    lignes: str
    familles: tuple[str, ...]
    champs: tuple[Champ, ...]

    @property
    def publics(self) -> tuple[Champ, ...]:
        return tuple(c for c in self.champs if c.ouverture == "public") if self.lignes else ()

    @property
    def indicateurs(self) -> tuple[str, ...]:
        """The indicators diffused in the aggregates of this mart."""
        familles = {catalogue.familles()[f] for f in self.familles}
        return tuple(
            i for i, ind in catalogue.load().items() if ind.famille in familles and ind.diffusable
        )


@cache
def load() -> dict[str, Table]:
    """The marts, in the order of the declaration."""
    brut = _brut()
    return {
        nom: Table(
            nom,
            ponctuer(t["titre"]),
            ponctuer(t["description"]),
            tuple(t["cle"]),
            t.get("lignes", ""),
            tuple(t["familles"]),
            tuple(
                _champ(c, ouverture, ponctuer(brut["raisons"][raison]))
                for ouverture in OUVERTURES
                for raison, noms in t.get(ouverture, {}).items()
                for c in noms
            ),
        )
        for nom, t in brut["tables"].items()
    }


def exiger(nom: str) -> Table:
    """The mart of that name, or a UsageError that lists them."""
    if nom not in load():
        raise UsageError(f"La table « {nom} » n'existe pas. Tables : {', '.join(load())}.")
    return load()[nom]


@cache
def agregats() -> tuple[Champ, ...]:
    """The columns of the protected aggregates."""
    return tuple(_declare(n, d) for n, d in _brut()["agregats"].items())


@cache
def sommes() -> tuple[Champ, ...]:
    """The columns of the sums that départements exchange."""
    return tuple(_declare(n, d) for n, d in _brut()["sommes"].items())


@cache
def avertissement() -> Champ:
    """The column that a demonstration carries on each row."""
    return _declare("avertissement", _brut()["avertissement"])


@cache
def _brut() -> dict[str, Any]:
    return declarations.read(Path(__file__).parent / "publication.yaml")


def _declare(nom: str, d: dict[str, Any], **reste: str) -> Champ:
    mots = {k: ponctuer(d.get(k, "")) for k in ("titre", "description", "unite")}
    return Champ(nom, d["type"], choix=tuple(d.get("choix", ())), **mots, **reste)


def _champ(nom: str, ouverture: str, raison: str) -> Champ:
    """A column as declared here, else as the received files declare it."""
    if nom in _brut()["colonnes"]:
        return _declare(nom, _brut()["colonnes"][nom], ouverture=ouverture, raison=raison)
    recue = next((s.colonnes[nom] for s in schemas.load().values() if nom in s.colonnes), None)
    if recue is None:
        raise UsageError(
            f"publication.yaml : la colonne « {nom} » n'est décrite ni là ni dans les schémas "
            "des fichiers reçus."
        )
    return Champ(
        nom,
        recue.type,
        ponctuer(recue.titre),
        ponctuer(recue.question),
        recue.unite,
        recue.choix,
        ouverture,
        raison,
    )
