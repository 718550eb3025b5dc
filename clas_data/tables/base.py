"""One base, opened read-only: every reading goes through a perimetre, every query through a cursor
of its own.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, BaseIndisponible
from clas_data.fichiers import journal
from clas_data.fichiers.restauration import exiger_finie
from clas_data.tables import modeles

OUVERTES_MAX = (
    4  # the current base, the one being proposed, and those that running sessions may still read
)
_ouvertes: dict[Path, Base] = {}
_verrou = threading.Lock()
DIRECT = re.compile(r"\b(marts|staging|recu)\s*\.", re.I)


class Base:
    """A base of one empreinte. It never changes: a new state is another file."""

    def __init__(self, chemin: Path):
        self.chemin = chemin
        self.empreinte = chemin.stem
        try:
            self._connexion = duckdb.connect(str(chemin), read_only=True)
            meta = self._connexion.execute(modeles.read("requetes", "meta")).fetchall()[0]
        except duckdb.Error as e:
            raise BaseIndisponible(
                f"La base {self.empreinte} ne s'ouvre pas (fichier abîmé ou d'une autre version). "
                "Lancez « python -m clas_data diagnostic --reparer » : elle sera refaite à partir "
                "des fichiers archivés."
            ) from e
        self.construite_le, self.demonstration, self.seuil_secret = (
            meta[0],
            bool(meta[1]),
            int(meta[2]),
        )
        self._campagnes: dict[str, str] = {}
        self._valeurs: dict[tuple[Perimetre, str], tuple[str, ...]] = {}

    @property
    def installation(self) -> Installation:
        """Where this base was built, with what that installation declares beside its files."""
        return Installation(self.chemin.parents[1])

    def empreinte_de(self, campagne: str) -> str:
        """Fingerprint of the rows of one campagne: the same in two bases where nothing of this
        campagne differs.
        """
        if campagne not in self._campagnes:
            lignes = " union all ".join(
                modeles.read("perimetre", "lignes").format(mart=m) for m in modeles.MARTS
            )
            somme = self._lire(
                modeles.read("requetes", "empreinte_campagne").format(lignes=lignes),
                {"campagne": campagne},
            )["somme"].iloc[0]
            self._campagnes[campagne] = str(somme)
        return self._campagnes[campagne]

    def lire(
        self,
        perimetre: Perimetre,
        requete: str,
        parametres: Mapping[str, Any] | None = None,
        fragments: Mapping[str, str] | None = None,
    ) -> pd.DataFrame:
        """The answer to a request of `sql/requetes`, over the rows of this perimetre only.

        `parametres` are bound values; `fragments` replace `{name}` and must come from a
        declaration, never from a user.
        """
        if isinstance(perimetre, Perimetre) and perimetre.agregats:
            raise AccesRefuse(
                "Un périmètre d'agrégats ne lit aucune ligne : ses figures passent par "
                "clas_data.secret."
            )
        return self._lire_dans(perimetre, requete, parametres, fragments)

    def ouvrir_a(self, perimetre: Perimetre) -> None:
        """Raise AccesRefuse where a profile open to all would read real data: those that land while
        its page is drawn.
        """
        if perimetre.fictif and not self.demonstration:
            raise AccesRefuse(
                "La base contient désormais des données réelles : les profils de démonstration "
                "sont fermés. Rechargez la page pour vous identifier."
            )

    def valeurs(self, perimetre: Perimetre, colonne: str) -> tuple[str, ...]:
        """The values of one column of requests and collectifs within this perimetre, in order; read
        once, since a base never changes.
        """
        cle = (perimetre, colonne)
        if cle not in self._valeurs:
            self._valeurs[cle] = tuple(
                self.lire(perimetre, "valeurs_axe", {}, {"colonne": colonne})["valeur"]
            )
        return self._valeurs[cle]

    def contributions(
        self,
        perimetre: Perimetre,
        requete: str,
        parametres: Mapping[str, Any] | None = None,
        fragments: Mapping[str, str] | None = None,
    ) -> pd.DataFrame:
        """The same, over the rows of every porteur, for `clas_data.secret` only, which protects
        what it makes of them.
        """
        if not isinstance(perimetre, Perimetre) or not perimetre.agregats:
            raise AccesRefuse(
                "Ces lignes ne se lisent qu'avec un périmètre d'agrégats, pour être protégées "
                "avant d'être montrées."
            )
        return self._lire_dans(perimetre, requete, parametres, fragments)

    def _lire_dans(
        self,
        perimetre: Perimetre,
        requete: str,
        parametres: Mapping[str, Any] | None,
        fragments: Mapping[str, str] | None,
    ) -> pd.DataFrame:
        texte = modeles.read("requetes", requete)
        if fragments:
            texte = texte.format(**fragments)
        if not isinstance(perimetre, Perimetre):
            raise BaseIndisponible(
                "Une lecture se fait dans un périmètre, obtenu d'un acteur identifié."
            )
        self.ouvrir_a(perimetre)
        if DIRECT.search(re.sub(r"--.*", "", texte)):
            raise BaseIndisponible(
                f"La requête « {requete} » lit une table hors de tout périmètre : elle est refusée."
            )
        entete, valeurs = modeles.restriction(perimetre)
        corps = re.sub(r"^(\s*--[^\n]*\n)*\s*with\s", ", ", texte, count=1, flags=re.I)
        utiles = {
            k: v for k, v in {**valeurs, **(parametres or {})}.items() if f"${k}" in entete + corps
        }
        return self._lire(entete + corps, utiles)

    def exterieurs(self, perimetre: Perimetre, requete: str, **parametres: str) -> pd.DataFrame:
        """The figures of other territories: published, so the same for whoever may read here."""
        self.ouvrir_a(perimetre)
        return self._lire(modeles.read("requetes", requete), parametres)

    def controler(self, sql: str, parametres: Mapping[str, Any]) -> pd.DataFrame:
        """The answer to a control or a comparison of the build itself: used by `clas_data.tables`
        only, before any acteur reads.
        """
        return self._lire(sql, parametres)

    def _lire(self, sql: str, parametres: Mapping[str, Any]) -> pd.DataFrame:
        curseur = self._connexion.cursor()
        try:
            return curseur.execute(sql, dict(parametres)).df()
        except (
            duckdb.IOException,
            duckdb.FatalException,
            duckdb.InternalException,
            duckdb.SerializationException,
        ) as e:
            raise BaseIndisponible(
                f"La base {self.empreinte} ne se lit plus jusqu'au bout (fichier abîmé, ou disque "
                "en défaut). Aucun fichier reçu n'est perdu : lancez « python -m clas_data "
                "diagnostic --reparer », elle sera refaite à partir des fichiers archivés."
            ) from e
        finally:
            curseur.close()

    def fermer(self) -> None:
        self._connexion.close()


def chemin(installation: Installation, empreinte: str) -> Path:
    return installation.base / f"{empreinte}.duckdb"


def courante(installation: Installation) -> str | None:
    """The empreinte that the pointer names, or None before the first build."""
    pointeur = installation.base / "CURRENT"
    etat = pointeur.stat() if pointeur.exists() else None
    return _dit(pointeur, etat.st_ino, etat.st_mtime_ns, etat.st_size) if etat else None


@lru_cache(maxsize=64)
def _dit(pointeur: Path, *_etat: int) -> str | None:
    lu = pointeur.read_text(encoding="ascii", errors="replace") if pointeur.is_file() else ""
    return lu.strip() or None


def ouvrir(installation: Installation, empreinte: str | None = None) -> Base:
    """The base of this empreinte, else the current one; shared by the threads of the process."""
    exiger_finie(installation)
    nom = empreinte or courante(installation)
    if (
        nom is None
        or not re.fullmatch(r"[0-9a-f]{16}", nom)
        or not chemin(installation, nom).exists()
    ):
        raise BaseIndisponible(
            "Aucune base n'est construite ici. Lancez « python -m clas_data exemple » "
            "(démonstration) ou « construire »."
        )
    cle = chemin(installation, nom)
    with _verrou:
        if cle not in _ouvertes:
            _ouvertes[cle] = Base(cle)
            for ancienne in list(_ouvertes)[:-OUVERTES_MAX]:
                del _ouvertes[ancienne]  # its connection closes with its last reader
        else:
            _ouvertes[cle] = _ouvertes.pop(cle)
        return _ouvertes[cle]


def demonstration(installation: Installation, ouverte: Base | None = None) -> bool:
    """May anyone choose a profile?  Only while no real row is read, and none was ever accepted: an
    import undone stays in the archive.
    """
    etat = installation.journal.stat() if installation.journal.exists() else None
    reel = etat is not None and _reel(installation, etat.st_mtime_ns, etat.st_size)
    return not reel and (ouverte or ouvrir(installation)).demonstration


@lru_cache(maxsize=8)
def _reel(installation: Installation, *_etat: int) -> bool:
    return any(e.details.get("reel") for e in journal.lire(installation))


def oublier(cle: Path) -> None:
    """Forget a base whose file is about to go."""
    with _verrou:
        _ouvertes.pop(cle, None)
