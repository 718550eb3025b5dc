"""Whether accounts, settings and barèmes are readable, and told by the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from clas_data import formats
from clas_data.acces import comptes, reglages
from clas_data.acces.seuil import seuil_secret
from clas_data.baremes.ajout import AJOUTS, EVENEMENT
from clas_data.baremes.lecture import parametres
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes, journal
from clas_data.fichiers.correspondances import rangement


def _utilisees(installation: Installation) -> dict[str, str]:
    """The correspondances that deposits in force are read through, or BaseIndisponible."""
    lus = [s for couches in journal.etat(journal.lire(installation)).values() for s in couches]
    return rangement.empreintes(
        installation, {s.correspondance for couche in lus for s in couche if s.correspondance}
    )


LECTURES: dict[str, Callable[[Installation], Any]] = {
    "comptes": comptes.lire,
    "identification": reglages.load,
    "seuil du secret": seuil_secret,
    "campagnes": campagnes.load,
    "correspondances": lambda i: (rangement.toutes(i), _utilisees(i)),
    "barèmes": parametres,
}


def illisibles(installation: Installation) -> Iterator[tuple[str, str]]:
    """(what, why) of all that an installation adds or sets and that cannot be read."""
    for quoi, lire in LECTURES.items():
        try:
            lire(installation)
        except ClasError as e:
            yield quoi, e.message
        except OSError as e:
            yield quoi, f"{e.filename} ne s'ouvre pas. Remettez-le d'une sauvegarde."


def ecarts(installation: Installation) -> Iterator[tuple[str, str]]:
    """(what, sentence) where the journal and what is there do not agree."""
    evenements = journal.lire(installation)
    doubles = [i for i, n in Counter(e.id for e in evenements).items() if n > 1]
    if doubles:
        combien = formats.pluriel(len(doubles), "numéro porté", "numéros portés")
        yield "journal", f"{combien} par plusieurs événements (premier : {doubles[0]})."
    imports = {e.id for e in evenements if e.type == journal.IMPORT}
    visees = [e for e in evenements if e.type in (journal.ANNULATION, journal.RETABLISSEMENT)]
    perdues = [e for e in visees if e.cible not in imports]
    if perdues:
        combien = formats.pluriel(len(perdues), "événement vise", "événements visent")
        yield (
            "journal",
            (
                f"{combien} un import que le journal ne contient pas (premier : {perdues[0].id}, "
                f"« {perdues[0].cible} ») : sans effet."
            ),
        )
    dites = {
        (e.details.get("parametre"), e.details.get("debut"))
        for e in evenements
        if e.type == EVENEMENT
    }
    muettes = [
        f"{nom} au {formats.jour(v.debut)}"
        for nom, p in parametres(installation).items()
        for v in p.valeurs
        if v.fichier == AJOUTS and (nom, str(v.debut)) not in dites
    ]
    if muettes:
        combien = formats.pluriel(len(muettes), "valeur ajoutée", "valeurs ajoutées")
        yield (
            "barèmes",
            (
                f"{combien} sans trace au journal (première : {muettes[0]}) : à la main, ou par "
                "une version ancienne. Elles s'appliquent."
            ),
        )
