"""What was done to the installation, by command: its journal, its empreinte, its base rebuilt."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from clas_data import formats
from clas_data.commandes.sortie import dire, ecrire_json, tableau
from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.tables import construction, lectures


def construire(inst: Installation, choix: Namespace) -> int:
    with construction.verrou(inst):
        c = construction.construire(inst, refaire=choix.refaire)
        construction.activer(inst, c.empreinte)
    dire(
        f"Base {c.empreinte} {'construite' if c.nouvelle else 'déjà construite'} "
        f"({formats.nombre(c.secondes, 2)} s)."
    )
    for dite in lectures.refusees(inst, journal.etat(journal.lire(inst))):
        dire(f"{lectures.REFUSEE} {dite}")
    if choix.json:
        ecrire_json(
            {"empreinte": c.empreinte, "nouvelle": c.nouvelle, "secondes": round(c.secondes, 3)}
        )
    return 0


def montrer_journal(inst: Installation, choix: Namespace) -> int:
    evenements = journal.lire(inst)
    if choix.json:
        ecrire_json([asdict(e) for e in evenements])
        return 0
    if not evenements:
        dire("Le journal est vide : rien n'a encore été importé ici.")
        return 0
    lignes = [
        [
            e.id,
            e.date[:19].replace("T", " "),
            f"{e.type} {e.cible}".strip(),
            e.campagne,
            ", ".join(f["nom"] for f in e.fichiers),
            e.acteur,
        ]
        for e in evenements
    ]
    tableau(["Numéro", "Date", "Quoi", "Campagne", "Fichiers", "Qui"], lignes)
    return 0


def montrer_empreinte(inst: Installation, choix: Namespace) -> int:
    nom = construction.empreinte(inst, journal.etat(journal.lire(inst)))
    if choix.json:
        ecrire_json({"empreinte": nom})
    else:
        print(nom)
    return 0
