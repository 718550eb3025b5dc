"""The repair of what can be made again: locks, sessions, readings, bases, the pointer, and what a
crash left half done.
"""

from __future__ import annotations

from collections.abc import Iterator

from clas_data import formats
from clas_data.acces import coffre, sessions
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers import disque, ensemble
from clas_data.fichiers.restauration import en_cours, verifiee
from clas_data.tables import base, calculs, construction, restauration


def reparer(installation: Installation) -> list[str]:
    """Make again what can be made again, from the archived files: the pointer, the base, what a
    crash left behind. What was done, in sentences.
    """
    faits = []
    for pris in calculs.verrous_pris(installation):
        disque.retirer(pris)
        faits.append(f"{pris.name} : dossier à la place du verrou, retiré.")
    if verifiee(installation).exists():
        with construction.verrou(installation):
            restauration.achever(installation)
        faits.append("Restauration interrompue après sa vérification : achevée.")
    if en_cours(installation):
        return faits
    if any(ensemble.en_suspens(installation)):
        with construction.verrou(installation), coffre.verrou(installation):
            finis = ensemble.terminer(installation)
        mots = f" : {', '.join(finis)}" if finis else ""
        faits.append(f"Écriture interrompue : achevée si le journal la dit, sinon oubliée{mots}.")
    if refaites := sessions.reparer(installation):
        faits.append(refaites)
    with construction.verrou(installation):
        faits += _balayer(installation)
        try:
            faits += _refaire(installation)
        except ClasError as e:
            faits.append(f"La base n'a pas été refaite : {e.message}")
    return faits


def _balayer(installation: Installation) -> Iterator[str]:
    """Remove what a crash left, and the build products that are not whole."""
    restes = [
        p for d in (installation.base, installation.imports) for p in d.glob(".*") if p.is_file()
    ]
    for reste in restes:
        reste.unlink()
    if restes:
        combien = formats.pluriel(len(restes), "fichier laissé", "fichiers laissés")
        yield f"{combien} par un arrêt brutal : retirés."
    for abime in calculs.retirer(installation):
        yield f"{abime.relative_to(installation.racine)}, abîmé : retiré, il se refait."


def _refaire(installation: Installation) -> Iterator[str]:
    calculs.relire(installation)
    pointee = base.courante(installation)
    construite = construction.construire(installation)
    construction.activer(installation, construite.empreinte)
    if construite.nouvelle:
        yield (
            f"Base {construite.empreinte} refaite à partir des fichiers archivés "
            f"({formats.nombre(construite.secondes, 2)} s)."
        )
    if pointee != construite.empreinte:
        yield f"Le pointeur désigne de nouveau la base {construite.empreinte}."
