"""What is held of other territories and is not read: said by the diagnostic, never in silence."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers.messages import affichable
from clas_data.fichiers.paquets import etat
from clas_data.indicateurs import definitions
from clas_data.nation import chiffres
from clas_data.tables import base, partages
from clas_data.tables.base import Base
from clas_data.tables.sante import ALERTE, Constat

ANCIEN = "reperes.csv"  # of before the file « national »


def constater(installation: Installation, perimetre: Perimetre) -> list[Constat]:
    """Rows whose indicator left the catalogue, or changed its definition; a file read no more."""
    dits = list(_ancien(installation))
    try:
        ouverte = base.ouvrir(installation)
        return [*dits, *_retires(ouverte, perimetre), *_autres_definitions(installation)]
    except ClasError:
        return dits  # the base is said by what looks at it


def _ancien(installation: Installation) -> Iterator[Constat]:
    if (installation.referentiels / ANCIEN).exists():
        yield Constat(
            "référentiels",
            ALERTE,
            f"« {ANCIEN} » n'est plus lu : ses repères sont devenus des lignes de « national ». "
            "Reportez-les dans le modèle (« python -m clas_data modele national --campagne C »), "
            "déposez-le, puis retirez ce fichier.",
        )


def _retires(ouverte: Base, perimetre: Perimetre) -> Iterator[Constat]:
    lues = ouverte.exterieurs(perimetre, "exterieurs")
    perdues = lues[lues["indicateur"].map(lambda i: chiffres.identifiant(i) is None)]
    if len(perdues):
        yield Constat(
            "national",
            ALERTE,
            f"{formats.pluriel(len(perdues), 'ligne')} de chiffres nationaux nomment un "
            f"indicateur qui n'est plus au catalogue, et ne sont plus lues : {_noms(perdues)}. "
            "Écrivez leur nom d'aujourd'hui, puis déposez à nouveau le fichier.",
        )


def _autres_definitions(installation: Installation) -> Iterator[Constat]:
    """What packages say of an indicator that is not defined here as there, set aside when they came
    or since.
    """
    perdues = pd.DataFrame(
        [
            {"indicateur": l["indicateur"], "campagne": g.campagne}
            for g in etat.lire(installation)
            for l in partages.dites(installation, g)
            if not definitions.en_vigueur(l["indicateur"], l["definition"])
        ]
    )
    if len(perdues):
        combien = formats.pluriel(len(perdues), "chiffre de paquet", "chiffres de paquets")
        yield Constat(
            "partages",
            ALERTE,
            f"{combien} d'une autre définition que la nôtre, dans aucun ensemble : "
            f"{_noms(perdues)}. Demandez à leur expéditeur un paquet de la même version.",
        )


def _noms(perdues: pd.DataFrame) -> str:
    """« part_filles (2021-2022), … »: each once, a few of them."""
    paires = zip(perdues["indicateur"], perdues["campagne"], strict=True)
    noms = list(dict.fromkeys(f"{affichable(i)} ({c})" for i, c in paires))
    return ", ".join(noms[:4]) + ("…" if len(noms) > 4 else "")
