"""The command `dossier`: figures pinned under a name, listed, read, removed and put back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes.sortie import dire, ecrire_json, tableau
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.restitutions.dossiers import garde

LIEN = "/dossiers?dossier="


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande("dossier", "tient les dossiers de figures épinglées")
    p.set_defaults(faire=lambda inst, choix: GESTES[choix.geste](inst, choix))
    p.add_argument("geste", choices=list(GESTES), help="ce qu'il faut faire")
    p.add_argument("id", nargs="?", default="", metavar="DOSSIER", help="l'identifiant du dossier")
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def lister(inst: Installation, choix: Namespace) -> int:
    """All of them, those that were removed too."""
    tous = garde.lister(inst, ligne_de_commande())
    if choix.json:
        ecrire_json([asdict(d) for d in tous])
    elif not tous:
        dire("Aucun dossier : on épingle une figure sous son graphique, « Lire ce graphique ».")
    else:
        tableau(
            ["Dossier", "Nom", "Figures", "Modifié le", "Par", "État"],
            [
                [d.id, d.titre, formats.nombre(len(d.epingles)), d.le[:16], d.auteur, _etat(d)]
                for d in tous
            ],
        )
    return 0


def montrer(inst: Installation, choix: Namespace) -> int:
    """What one is made of, and its address."""
    d = garde.lire(inst, ligne_de_commande(), _exiger(choix))
    if choix.json:
        ecrire_json(asdict(d))
        return 0
    tableau(
        ["Figure", "Page", "Campagne", "Phrase"],
        [[e.figure, e.page, e.campagne, e.phrase] for e in d.epingles],
    )
    dire(f"« {d.titre} », {_etat(d)} : {LIEN}{d.id}")
    return 0


def _retirer(inst: Installation, choix: Namespace, retire: bool) -> int:
    d = garde.retirer(inst, ligne_de_commande(), _exiger(choix), retire)
    fait = "retiré de la liste" if retire else "de nouveau dans la liste"
    dire(f"« {d.titre} » est {fait}.")
    return 0


def _etat(d: garde.Dossier) -> str:
    return "retiré" if d.retire else "ouvert"


def _exiger(choix: Namespace) -> str:
    if not choix.id:
        raise UsageError(
            f"dossier {choix.geste} : il manque l'identifiant, que « dossier lister » donne."
        )
    return choix.id


GESTES: dict[str, Callable[[Installation, Namespace], int]] = {
    "lister": lister,
    "montrer": montrer,
    "retirer": partial(_retirer, retire=True),
    "remettre": partial(_retirer, retire=False),
}
