"""Saying who continues whom: confirmed, refused or undone, each gesture in the journal, the base
built again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import journal, suites
from clas_data.fichiers.disque import write_atomic
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.suites import ACTION, ANNULEE, CONFIRMEE, PORTEUR, Suite
from clas_data.tables import base, construction, continuite
from clas_data.tables.continuite import Continuite, Paire

RIEN = "Rien n'a été enregistré."


@dataclass(frozen=True)
class Geste:
    """What a gesture did: its line of the journal, and the rows that it added."""

    evenement: Evenement
    lignes: tuple[Suite, ...]

    @property
    def dit(self) -> str:
        """« 91 rapprochements (evt-0006) »."""
        combien = formats.pluriel(len(self.lignes), "rapprochement")
        return f"{combien} ({self.evenement.id})"


def offertes(installation: Installation, acteur: Acteur, campagne: str) -> Continuite:
    """What is offered between this campagne and the one before."""
    acteur.exige("rapprocher")
    dites = suites.en_vigueur(suites.lire(installation))
    return continuite.lire(base.ouvrir(installation), dites, campagne)


def confirmer_certaines(installation: Installation, campagne: str, acteur: Acteur) -> Geste:
    """Confirm at once all that is certain between this campagne and the one before."""

    def lignes(deja: list[Suite]) -> list[Suite]:
        dites = suites.en_vigueur(deja)
        certaines = continuite.lire(base.ouvrir(installation), dites, campagne).certaines
        if not certaines:
            raise UsageError(f"Aucun rapprochement certain n'attend pour {campagne}. {RIEN}")
        return [_ligne(p.paire, CONFIRMEE, acteur, p.raison) for p in certaines]

    return _ecrire(installation, acteur, CONFIRMEE, campagne, lignes)


def decider(
    installation: Installation,
    campagne: str,
    codes: Sequence[tuple[str, str]],
    decision: str,
    acteur: Acteur,
    motif: str = "",
) -> Geste:
    """Confirm or refuse these pairs (code, code before), offered or not. A porteur that is
    confirmed brings along its actions that are certain once it is one.
    """

    def lignes(deja: list[Suite]) -> list[Suite]:
        lue, debout = base.ouvrir(installation), suites.en_vigueur(deja)
        avant, lues = continuite.precedente(lue, campagne), continuite.demandes(lue, campagne)
        raisons = {
            p.paire: p.raison
            for p in continuite.apparier(lues, debout, campagne, avant).propositions
        }
        neuves = []
        for code, code_avant in dict.fromkeys(codes):
            paire = _paire(lues, campagne, code, avant, code_avant)
            if any(d.paire == paire and d.decision == decision for d in debout):
                raise UsageError(f"{code} et {code_avant} : déjà {decision}. {RIEN}")
            neuves.append(_ligne(paire, decision, acteur, motif or raisons.get(paire, "")))
        nouveaux = {n.code for n in neuves if n.nature == PORTEUR and decision == CONFIRMEE}
        avec = suites.en_vigueur([*debout, *neuves])
        siennes = {(d.campagne, d.code): d.siret for d in lues}
        return neuves + [
            _ligne(p.paire, CONFIRMEE, acteur, p.raison)
            for p in continuite.apparier(lues, avec, campagne, avant).certaines
            if siennes[campagne, p.code] in nouveaux
        ]

    return _ecrire(installation, acteur, decision, campagne, lignes)


def annuler(installation: Installation, cible: str, acteur: Acteur) -> Geste:
    """Undo one row (s-0003), or a whole gesture (evt-0006): what stood before stands again."""

    def lignes(deja: list[Suite]) -> list[Suite]:
        gestes = {e.id: e for e in journal.lire(installation) if e.type == suites.TYPE}
        visees = gestes[cible].details["lignes"] if cible in gestes else [cible]
        annulees = {s.cible for s in deja if s.decision == ANNULEE}
        debout = [
            s for s in deja if s.id in visees and s.decision != ANNULEE and s.id not in annulees
        ]
        if not debout:
            raise UsageError(
                f"« {cible} » n'est ni un rapprochement ni un geste en vigueur. La liste : "
                f"« suite lister », ou « D'une campagne à l'autre ». {RIEN}"
            )
        jour = date.today().isoformat()
        return [
            replace(s, date=jour, auteur=acteur.nom, decision=ANNULEE, motif="", cible=s.id)
            for s in debout
        ]

    return _ecrire(installation, acteur, ANNULEE, "", lignes)


def _ecrire(
    installation: Installation,
    acteur: Acteur,
    decision: str,
    campagne: str,
    lignes: Callable[[list[Suite]], list[Suite]],
) -> Geste:
    """Add these rows, build the base, say it in the journal; what fails leaves the file as it
    was.
    """
    acteur.exige("rapprocher")
    with construction.verrou(installation):
        deja = suites.lire(installation)
        neuves: list[Suite] = []
        for l in lignes(deja):
            neuves.append(replace(l, id=suites.numeroter([*deja, *neuves])))
        avant = installation.suites.read_bytes() if installation.suites.exists() else None
        try:
            write_atomic(installation.suites, suites.en_csv([*deja, *neuves]))
            construite = construction.construire(installation)
            evenement = journal.ajouter(
                installation,
                suites.TYPE,
                acteur.nom,
                campagne=campagne or neuves[0].campagne,
                details={
                    "decision": decision,
                    "lignes": [l.id for l in neuves],
                    "empreinte": construite.empreinte,
                },
            )
        except BaseException:
            if avant is None:
                installation.suites.unlink(missing_ok=True)
            else:
                write_atomic(installation.suites, avant)
            raise
        construction.activer(installation, construite.empreinte)
    return Geste(evenement, tuple(neuves))


def _ligne(paire: Paire, decision: str, acteur: Acteur, motif: str) -> Suite:
    ligne = Suite("", date.today().isoformat(), acteur.nom, decision, *paire, motif=motif)
    suites.exiger(ligne, "Rapprochement")
    return ligne


def _paire(
    lues: Sequence[continuite.Demande], campagne: str, code: str, avant: str, code_avant: str
) -> Paire:
    """Which nature these two codes are of, or a UsageError: both are received, each on its side."""
    for nature, champ in ((ACTION, "code"), (PORTEUR, "siret")):
        ici, jadis = (
            {getattr(d, champ) for d in lues if d.campagne == c} for c in (campagne, avant)
        )
        if code in ici and code_avant in jadis:
            if nature == PORTEUR and code == code_avant:
                raise UsageError(f"{code} : c'est le même SIRET. {RIEN}")
            return nature, campagne, code, avant, code_avant
    raise UsageError(
        f"« {code} » en {campagne} et « {code_avant} » en {avant} ne sont pas deux actions, ni "
        f"deux SIRET, reçus. Vérifiez les deux codes. {RIEN}"
    )
