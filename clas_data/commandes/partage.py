"""The command `partage`: the packages of other départements."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes import bordereau
from clas_data.commandes.sortie import dire, ecrire_json, lire_fichier, tableau
from clas_data.config import Installation
from clas_data.errors import FichierRefuse, UsageError
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.paquets import etat, sceau
from clas_data.fichiers.paquets.etat import Garde
from clas_data.partage import depot, gestes

ATTENDUS = {
    "ajouter": "un ou plusieurs paquets (.zip)",
    "verifier": "un ou plusieurs paquets (.zip)",
    "lister": "",
    "retirer": "un département (son code ou son nom)",
    "annuler": "un geste (evt-0012, voir « journal »)",
}


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande("partage", "dépose, liste ou retire les paquets d'autres départements")
    p.set_defaults(faire=lambda inst, choix: GESTES[choix.geste](inst, choix))
    p.add_argument("geste", choices=list(GESTES), help="ce qu'il faut faire")
    p.add_argument(
        "cibles",
        nargs="*",
        metavar="CIBLE",
        help="; ".join(f"{g} : {quoi}" for g, quoi in ATTENDUS.items() if quoi),
    )
    p.add_argument("--campagne", metavar="C", help="campagne du paquet à retirer, ou à lister")
    p.add_argument(
        "--remplacer", action="store_true", help="met le paquet à la place de celui qui est là"
    )
    p.add_argument(
        "--empreinte",
        default="",
        metavar="E",
        help="celle que l'expéditeur lit à voix haute, pour un seul paquet",
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def _proposer(inst: Installation, choix: Namespace) -> depot.Proposition:
    _exiger(choix, bool(choix.cibles))
    if choix.empreinte and len(choix.cibles) > 1:
        raise UsageError("--empreinte se vérifie pour un seul paquet : déposez-les un par un.")
    depots = [Depot(Path(c).name, lire_fichier(c)) for c in choix.cibles]
    return depot.proposer(inst, depots, ligne_de_commande(), choix.remplacer, choix.empreinte)


def _exiger(choix: Namespace, bon: bool) -> None:
    if not bon:
        raise UsageError(
            f"« partage {choix.geste} » attend {ATTENDUS[choix.geste] or 'aucune cible'}."
        )


def verifier(inst: Installation, choix: Namespace) -> int:
    """What a deposit would do; nothing is kept."""
    p = _proposer(inst, choix)
    _montrer(p, choix)
    return 0 if p.acceptable else 1


def ajouter(inst: Installation, choix: Namespace) -> int:
    """Check packages, and keep them all or none."""
    p = _proposer(inst, choix)
    if not p.acceptable:
        if choix.json:
            _montrer(p, choix)
            return 1
        raise FichierRefuse(list(p.anomalies), "Refusé : aucun de ces paquets n'est gardé.")
    if p.deja:
        _montrer(p, choix)
        return 0
    _montrer(p, choix, gestes.accepter(inst, p, ligne_de_commande()))
    return 0


def _montrer(p: depot.Proposition, choix: Namespace, fait: Evenement | None = None) -> None:
    if choix.json:
        dites = [{"gravite": a.gravite, "code": a.code, "message": a.message} for a in p.anomalies]
        corps = {"acceptable": p.acceptable, "deja": p.deja, "anomalies": dites}
        ecrire_json({**corps, "geste": fait and fait.id, "paquets": _en_json(p.gardes)})
        return
    bordereau.montrer(p.anomalies)
    for g in p.gardes:
        dire(f"{g.qui}, {g.campagne} : empreinte {sceau.a_voix_haute(g.empreinte)}.")
    if fait:
        combien = formats.pluriel(len(p.gardes), "paquet gardé", "paquets gardés")
        dire(f"{combien}. Pour y revenir : partage annuler {fait.id}.")
    elif p.deja:
        dire("Ces paquets sont déjà là, à l'identique : rien ne change.")


def _en_json(gardes: Sequence[Garde]) -> list[dict]:
    return [asdict(g) for g in gardes]


def lister(inst: Installation, choix: Namespace) -> int:
    """The packages that stand."""
    _exiger(choix, not choix.cibles)
    gardes = [g for g in etat.lire(inst) if choix.campagne in (None, g.campagne)]
    if choix.json:
        ecrire_json(_en_json(gardes))
    elif not gardes:
        dire("Aucun paquet d'un autre département n'est ici.")
    else:
        tableau(
            ["Campagne", "Département", "Nommé", "Déposé le", "Empreinte", "Licence", "Geste"],
            [
                [
                    g.campagne,
                    g.qui,
                    "oui" if g.nomme else "non",
                    formats.jour(g.date[:10]),
                    sceau.a_voix_haute(g.empreinte),
                    g.licence or "non dite",
                    g.evenement,
                ]
                for g in sorted(gardes, key=lambda g: g.cle)
            ],
        )
    return 0


def retirer(inst: Installation, choix: Namespace) -> int:
    """Take one package out."""
    _exiger(choix, len(choix.cibles) == 1)
    if not choix.campagne:
        raise UsageError("Dites de quelle campagne : partage retirer DEPARTEMENT --campagne C.")
    fait = gestes.retirer(inst, choix.cibles[0], choix.campagne, ligne_de_commande())
    return _dire(choix, fait, f"Le paquet de {choix.cibles[0]} pour {choix.campagne} est retiré")


def annuler(inst: Installation, choix: Namespace) -> int:
    """Undo a deposit or a removal."""
    _exiger(choix, len(choix.cibles) == 1)
    fait = gestes.annuler(inst, choix.cibles[0], ligne_de_commande())
    return _dire(choix, fait, f"{choix.cibles[0]} est annulé")


def _dire(choix: Namespace, fait: Evenement, dit: str) -> int:
    if choix.json:
        ecrire_json({"geste": fait.id})
    else:
        dire(f"{dit} ({fait.id}).")
    return 0


GESTES = {
    "ajouter": ajouter,
    "verifier": verifier,
    "lister": lister,
    "retirer": retirer,
    "annuler": annuler,
}
