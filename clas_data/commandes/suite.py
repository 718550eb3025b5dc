"""The command `suite`: which action continues which, from one campagne to the next."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict

from clas_data.acces import ligne_de_commande
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_json, tableau
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import suites
from clas_data.fichiers.suites import CONFIRMEE, REFUSEE
from clas_data.tables import continuite, rapprochement
from clas_data.tables.continuite import Continuite
from clas_data.tables.rapprochement import Geste


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande("suite", "dit quelle action en continue une autre d'une campagne à la suivante")
    p.set_defaults(faire=lambda inst, choix: GESTES[choix.geste](inst, choix))
    p.add_argument("geste", choices=list(GESTES), help="ce qu'il faut faire")
    p.add_argument(
        "codes",
        nargs="*",
        metavar="CODE=CODE_AVANT",
        help="actions (ou SIRET) à confirmer ou refuser ; pour annuler : s-0003, ou evt-0006",
    )
    p.add_argument("--campagne", metavar="N", help="campagne qui continue (sinon la dernière)")
    p.add_argument("--tout", action="store_true", help="confirmer tout ce qui est certain")
    p.add_argument(
        "--proposes", action="store_true", help="avec --tout : aussi ce qui est à confirmer"
    )
    p.add_argument("--motif", default="", help="pourquoi (sinon la raison de la proposition)")
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def lister(inst: Installation, choix: Namespace) -> int:
    """What was said and stands."""
    debout = [
        s
        for s in suites.en_vigueur(suites.lire(inst))
        if choix.campagne in (None, s.campagne, s.campagne_avant)
    ]
    if choix.json:
        ecrire_json([asdict(s) for s in debout])
    elif debout:
        tableau(
            ["Numéro", "Décision", "Nature", "Continue", "Motif"],
            [
                [
                    s.id,
                    s.decision,
                    s.nature,
                    f"{s.code} ({s.campagne}) ← {s.code_avant} ({s.campagne_avant})",
                    s.motif,
                ]
                for s in debout
            ],
        )
    else:
        dire("Aucun rapprochement n'est confirmé ni refusé.")
    return 0


def proposer(inst: Installation, choix: Namespace) -> int:
    """What is offered, each with its reason, and what nothing continues."""
    c = rapprochement.offertes(inst, ligne_de_commande(), _campagne(inst, choix))
    if choix.json:
        ecrire_json(en_json(c))
        return 0
    if c.propositions:
        tableau(
            ["Sûreté", "CODE=CODE_AVANT", "Continue", "Raison"],
            [
                [
                    "certaine" if p.certaine else "à confirmer",
                    f"{p.code}={p.code_avant}",
                    f"{p.ici} ← {p.avant}",
                    p.raison,
                ]
                for p in c.propositions
            ],
        )
    dire(c.dit)
    return 0


def en_json(c: Continuite) -> dict:
    """What is offered, as the command writes it."""
    return {
        "campagne": c.campagne,
        "avec": c.avant,
        "nouvelles": len(c.nouvelles),
        "arretees": len(c.arretees),
        "certaines": len(c.certaines),
        "a_confirmer": len(c.incertaines),
        "propositions": [asdict(p) for p in c.propositions],
    }


def confirmer(inst: Installation, choix: Namespace) -> int:
    """Confirm all that is certain, or the pairs that are named."""
    campagne, qui = _campagne(inst, choix), ligne_de_commande()
    if choix.tout == bool(choix.codes):
        raise UsageError("Nommez des rapprochements (CODE=CODE_AVANT), ou ajoutez --tout.")
    if choix.tout:
        return _dire(rapprochement.confirmer_tout(inst, campagne, qui, choix.proposes), choix)
    return _decider(inst, choix, campagne, CONFIRMEE)


def refuser(inst: Installation, choix: Namespace) -> int:
    """Refuse the pairs that are named: they are never offered again."""
    if choix.tout or not choix.codes:
        raise UsageError("Un refus se dit un par un : nommez-les (CODE=CODE_AVANT).")
    return _decider(inst, choix, _campagne(inst, choix), REFUSEE)


def annuler(inst: Installation, choix: Namespace) -> int:
    """Undo one row or one gesture."""
    if choix.tout or len(choix.codes) != 1:
        raise UsageError("Indiquez ce qui s'annule : un numéro (s-0003) ou un geste (evt-0006).")
    lecture.courante(inst)
    return _dire(rapprochement.annuler(inst, choix.codes[0], ligne_de_commande()), choix)


def _decider(inst: Installation, choix: Namespace, campagne: str, decision: str) -> int:
    paires = [tuple(m.strip() for m in c.split("=", 1)) for c in choix.codes]
    if faux := [c for c, p in zip(choix.codes, paires, strict=True) if len(p) < 2 or not all(p)]:
        raise UsageError(f"« {faux[0]} » : écrivez CODE=CODE_AVANT, comme « suite proposer ».")
    geste = rapprochement.decider(
        inst, campagne, paires, decision, ligne_de_commande(), choix.motif.strip()
    )
    return _dire(geste, choix)


def _dire(geste: Geste, choix: Namespace) -> int:
    if choix.json:
        ecrire_json({"geste": geste.evenement.id, "lignes": [asdict(l) for l in geste.lignes]})
    else:
        dire(
            f"{geste.dit} : {geste.evenement.details['decision']}. Pour y revenir : suite annuler "
            f"{geste.evenement.id}."
        )
    return 0


def _campagne(inst: Installation, choix: Namespace) -> str:
    connues = continuite.recues(lecture.courante(inst))
    if not connues:
        raise UsageError("Aucune demande n'est reçue : il n'y a rien à rapprocher.")
    return choix.campagne or connues[-1]


GESTES = {
    "lister": lister,
    "proposer": proposer,
    "confirmer": confirmer,
    "refuser": refuser,
    "annuler": annuler,
}
