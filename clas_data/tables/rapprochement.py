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
from clas_data.fichiers import ensemble, journal, suites
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


def confirmer_tout(
    installation: Installation, campagne: str, acteur: Acteur, proposees: bool = False
) -> Geste:
    """Confirm at once all that is certain between this campagne and the one before; `proposees`:
    also what is offered, but for what the request itself denies.
    """

    def lignes(deja: list[Suite]) -> list[Suite]:
        cas = _Cas(installation, deja, campagne, acteur)
        retenues = [p for p in cas.offert.propositions if p.certaine or (proposees and not p.niee)]
        if not retenues:
            quoi = "proposé" if proposees else "certain"
            raise UsageError(f"Aucun rapprochement {quoi} n'attend pour {campagne}. {RIEN}")
        return cas.avec_leurs_actions(
            [_ligne(p.paire, CONFIRMEE, acteur, p.raison) for p in retenues]
        )

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
        cas = _Cas(installation, deja, campagne, acteur)
        raisons = {p.paire: p.raison for p in cas.offert.propositions}
        neuves = []
        for code, code_avant in dict.fromkeys(codes):
            paire = _paire(cas.lues, campagne, code, cas.offert.avant, code_avant)
            if any(d.paire == paire and d.decision == decision for d in cas.debout):
                raise UsageError(f"{code} et {code_avant} : déjà {decision}. {RIEN}")
            neuves.append(_ligne(paire, decision, acteur, motif or raisons.get(paire, "")))
        return cas.avec_leurs_actions(neuves)

    return _ecrire(installation, acteur, decision, campagne, lignes)


class _Cas:
    """What is received, said and offered when a gesture is made."""

    def __init__(
        self, installation: Installation, deja: list[Suite], campagne: str, acteur: Acteur
    ):
        self.acteur = acteur
        lue = base.ouvrir(installation)
        self.debout = suites.en_vigueur(deja)
        self.campagne, self.avant = campagne, continuite.precedente(lue, campagne)
        self.lues = continuite.demandes(lue, campagne, self.avant)
        self.offert = self._offert(self.debout)

    def _offert(self, debout: list[Suite]) -> Continuite:
        return continuite.apparier(self.lues, debout, self.campagne, self.avant)

    def avec_leurs_actions(self, neuves: list[Suite]) -> list[Suite]:
        """These rows, then the actions that are certain once the porteurs among them are one."""
        nouveaux = {n.code for n in neuves if n.nature == PORTEUR and n.decision == CONFIRMEE}
        leurs = {d.code for d in self.lues if d.campagne == self.campagne and d.siret in nouveaux}
        offert = self._offert(suites.en_vigueur([*self.debout, *neuves]))
        return neuves + [
            _ligne(p.paire, CONFIRMEE, self.acteur, p.raison)
            for p in offert.certaines
            if p.code in leurs
        ]


def annuler(installation: Installation, cible: str, acteur: Acteur) -> Geste:
    """Undo one row (s-0003), or a whole gesture (evt-0006): what stood before stands again."""

    def lignes(deja: list[Suite]) -> list[Suite]:
        gestes = {e.id: e for e in journal.lire(installation) if e.type == suites.TYPE}
        visees = gestes[cible].details.get("lignes", ()) if cible in gestes else [cible]
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
    """Build the base that these rows give, then write them with the line of the journal."""
    acteur.exige("rapprocher")
    with construction.verrou(installation):
        ensemble.terminer(installation, installation.racine)
        deja = suites.lire(installation)
        neuves: list[Suite] = []
        for l in lignes(deja):
            neuves.append(replace(l, id=suites.numeroter([*deja, *neuves])))
        toutes = [*deja, *neuves]
        construite = construction.construire(installation, dites=toutes)
        evenement = journal.ajouter(
            installation,
            suites.TYPE,
            acteur.nom,
            {installation.suites: suites.en_csv(toutes)}
            | construction.pointeur(installation, construite.empreinte),
            campagne=campagne or neuves[0].campagne,
            details={
                "decision": decision,
                "lignes": [l.id for l in neuves],
                "empreinte": construite.empreinte,
            },
        )
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
