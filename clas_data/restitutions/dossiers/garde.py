"""The dossiers of an installation: made, changed, undone, removed and put back, each gesture with
its line of the journal.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, ClasError, UsageError
from clas_data.memoire import Memoire
from clas_data.restitutions.dossiers import epingle
from clas_data.restitutions.dossiers.epingle import Epingle
from clas_data.restitutions.etats import Etat, Etats, maintenant

EPINGLER = "épingler"
EVENEMENT = "dossier"  # of each change, in the journal
DROIT = "tenir_dossiers"
PAGE = "dossiers"
TITRE_MAX, EPINGLES_MAX, DOSSIERS_MAX = 80, 60, 500
ID = re.compile(r"[0-9a-f]{12}")
LUS = Memoire(DOSSIERS_MAX)


@dataclass(frozen=True)
class Dossier:
    """An ordered list of pinned figures under a name."""

    id: str
    titre: str
    epingles: tuple[Epingle, ...] = ()
    retire: bool = False
    auteur: str = ""
    le: str = ""


def lister(inst: Installation, acteur: Acteur) -> list[Dossier]:
    """All of them, the last changed first; one whose file is damaged is left to `diagnostic`."""
    _exiger_lecture(acteur)
    trouves = []
    for chemin in inst.dossiers.glob("*.json"):
        if ID.fullmatch(chemin.stem):
            try:
                trouves.append(_lu(inst, chemin.stem))
            except ClasError:
                continue
    return sorted((d for d in trouves if d), key=lambda d: (d.le, d.id), reverse=True)


def lire(inst: Installation, acteur: Acteur, id_: str) -> Dossier:
    """The dossier of this name; one that does not exist is said, whatever was written."""
    _exiger_lecture(acteur)
    d = _lu(inst, id_) if ID.fullmatch(id_) else None
    if d is None:
        raise UsageError(
            "Ce dossier n'existe pas ici : le lien est incomplet, ou vient d'une autre "
            "installation. Ouvrez-en un de la liste."
        )
    return d


def epingler(inst: Installation, acteur: Acteur, id_: str, e: Epingle) -> Dossier:
    """Add a figure at the end; « » makes a new dossier, named after its day until someone names
    it.
    """
    acteur.exige(DROIT)
    nouvelle = epingle.verifier(
        replace(e, id=secrets.token_hex(4), auteur=acteur.nom, le=maintenant())
    )

    def faire(d: Dossier) -> Dossier:
        if any(epingle.meme(nouvelle, x) for x in d.epingles):
            raise UsageError(f"Cette figure est déjà dans « {d.titre} ».")
        if len(d.epingles) >= EPINGLES_MAX:
            raise UsageError(
                f"« {d.titre} » contient déjà {EPINGLES_MAX} figures, le plus qu'un dossier garde. "
                "Retirez-en, ou commencez-en un autre."
            )
        return replace(d, epingles=(*d.epingles, nouvelle))

    if id_:
        lire(inst, acteur, id_)
    return _changer(inst, acteur, id_ or _creer(inst), EPINGLER, faire)


def phraser(inst: Installation, acteur: Acteur, id_: str, laquelle: str, phrase: str) -> Dossier:
    """Change the sentence of one figure; an empty one removes it."""
    epingle.phrase_tenue(phrase)

    def faire(d: Dossier) -> Dossier:
        dits = (replace(x, phrase=phrase) if x.id == laquelle else x for x in d.epingles)
        return replace(d, epingles=tuple(dits))

    return _changer(inst, acteur, id_, "phrase", faire)


def deplacer_figure(
    inst: Installation, acteur: Acteur, id_: str, laquelle: str, pas: int
) -> Dossier:
    """Move one figure up (-1) or down (+1)."""

    def faire(d: Dossier) -> Dossier:
        x = list(d.epingles)
        if not x:
            return d
        i = next((k for k, e in enumerate(x) if e.id == laquelle), 0)
        j = min(max(i + pas, 0), len(x) - 1)
        x[i], x[j] = x[j], x[i]
        return replace(d, epingles=tuple(x))

    return _changer(inst, acteur, id_, "ordre", faire)


def enlever(inst: Installation, acteur: Acteur, id_: str, laquelle: str) -> Dossier:
    """Take one figure away."""
    return _changer(
        inst,
        acteur,
        id_,
        "enlever",
        lambda d: replace(d, epingles=tuple(e for e in d.epingles if e.id != laquelle)),
    )


def renommer(inst: Installation, acteur: Acteur, id_: str, titre: str) -> Dossier:
    """Give it a name."""
    propre = " ".join(titre.split())
    if not propre or len(propre) > TITRE_MAX:
        raise UsageError(
            f"Un dossier a un nom de 1 à {TITRE_MAX} caractères ; celui-ci en compte "
            f"{len(propre)}. Rien n'est changé."
        )
    return _changer(inst, acteur, id_, "nom", lambda d: replace(d, titre=propre))


def retirer(inst: Installation, acteur: Acteur, id_: str, retire: bool = True) -> Dossier:
    """Remove it from the list, or put it back: nothing of it is lost."""
    quoi = "retirer" if retire else "remettre"
    return _changer(inst, acteur, id_, quoi, lambda d: replace(d, retire=retire))


def deplacer(inst: Installation, acteur: Acteur, id_: str, pas: int) -> bool:
    """Undo (-1) or redo (+1) the last change; False where there is nothing further."""
    acteur.exige(DROIT)
    lire(inst, acteur, id_)
    return _etats(inst, id_).deplacer(pas, acteur.nom) is not None


def possibles(inst: Installation, id_: str) -> tuple[int, int]:
    """How many changes can be undone, and redone."""
    return _etats(inst, id_).possibles()


def _exiger_lecture(acteur: Acteur) -> None:
    if not acteur.voit(PAGE):
        raise AccesRefuse(
            f"Le profil « {acteur.declaration.titre} » n'ouvre pas les dossiers : ils sont écrits "
            "pour le comité."
        )


def _creer(inst: Installation) -> str:
    if sum(1 for _ in inst.dossiers.glob("*.json")) >= DOSSIERS_MAX:
        raise UsageError(
            f"Cette installation garde déjà {DOSSIERS_MAX} dossiers. Épinglez dans l'un d'eux."
        )
    return secrets.token_hex(6)


def _changer(
    inst: Installation, acteur: Acteur, id_: str, quoi: str, faire: Callable[[Dossier], Dossier]
) -> Dossier:
    acteur.exige(DROIT)
    if quoi != EPINGLER:
        lire(inst, acteur, id_)
    etats, le = _etats(inst, id_), maintenant()
    jour = "/".join(reversed(le[:10].split("-")))

    def ecrit(d: Dossier) -> Etat:
        return {**asdict(d), "quoi": quoi, "auteur": acteur.nom, "le": le}

    def suite(actuel: Etat) -> Etat:
        return ecrit(faire(_dossier(actuel)))

    depart = ecrit(Dossier(id_, f"Dossier du {jour}"))
    return _dossier(etats.modifier(suite, depart=depart))


def _lu(inst: Installation, id_: str) -> Dossier | None:
    """Read once as long as its file does not change: the head of every page counts its figures."""
    chemin = inst.dossiers / f"{id_}.json"
    try:
        vu = chemin.stat()
    except OSError:
        return None
    cle = (chemin, vu.st_mtime_ns, vu.st_size, vu.st_ino)
    return LUS.lire(cle, lambda: _en_vigueur(inst, id_))


def _en_vigueur(inst: Installation, id_: str) -> Dossier | None:
    etat = _etats(inst, id_).lire()
    if etat is None:
        return None
    d = _dossier(etat)
    if d.id != id_:
        raise _etats(inst, id_).abime()
    return d


def _dossier(etat: Etat) -> Dossier:
    try:
        titre, epingles = etat["titre"], tuple(map(epingle.lire, etat["epingles"]))
        if not isinstance(titre, str) or not 0 < len(titre) <= TITRE_MAX:
            raise TypeError(titre)
        retire = etat["retire"] is True
        return Dossier(etat["id"], titre, epingles, retire, str(etat["auteur"]), str(etat["le"]))
    except (KeyError, TypeError, UsageError) as e:
        raise UsageError(
            "Ce dossier ne se lit pas (fichier abîmé ou d'une autre version). Restaurez-le d'une "
            "sauvegarde."
        ) from e


def _etats(inst: Installation, id_: str) -> Etats:
    if not ID.fullmatch(id_):
        raise UsageError("Ce dossier n'existe pas ici. Ouvrez-en un de la liste.")
    return Etats(inst, inst.dossiers / f"{id_}.json", EVENEMENT)
