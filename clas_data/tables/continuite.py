"""Who may continue whom between two campagnes: what is certain, what is to be confirmed, each with
its reason. Nothing is said by itself: someone confirms or refuses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.fichiers import suites
from clas_data.fichiers.suites import ACTION, CONFIRMEE, PORTEUR, REFUSEE, Suite
from clas_data.tables import modeles
from clas_data.tables.appariement import Demande, groupes, meme_nom, passes, seules
from clas_data.tables.base import Base

CERTAINS, A_VOIR = "rapprochements certains", "rapprochements à voir"
NIE = " ; mais la demande dit que l'action n'était pas agréée l'année précédente"
Paire = tuple[str, ...]  # nature, campagne, code, campagne before, code before


@dataclass(frozen=True)
class Proposition:
    """A match that is offered: `ici` continues `avant`, because of `raison`."""

    nature: str
    campagne: str
    code: str
    campagne_avant: str
    code_avant: str
    certaine: bool
    raison: str
    ici: str
    avant: str
    niee: bool = False  # by the request itself, which says that it continues none

    @property
    def paire(self) -> Paire:
        return self.nature, self.campagne, self.code, self.campagne_avant, self.code_avant


@dataclass(frozen=True)
class Continuite:
    """Two campagnes that follow each other: the agreed actions that nothing continues yet, and what
    is offered for them.
    """

    campagne: str
    avant: str
    nouvelles: tuple[Demande, ...]
    arretees: tuple[Demande, ...]
    propositions: tuple[Proposition, ...]

    @property
    def dit(self) -> str:
        """How many actions nothing continues, and how many matches wait for an answer."""
        if not self.nouvelles and not self.arretees:
            return f"Toutes les actions de {self.avant} et de {self.campagne} sont rapprochées."
        if not self.propositions:
            return f"{self.seules} Aucun rapprochement n'est proposé."
        return f"{self.seules} À confirmer ou à refuser : {self.a_repondre}."

    @property
    def a_repondre(self) -> str:
        """« 83 rapprochements certains et 8 rapprochements à voir »: what waits for an answer."""
        mots = [(self.certaines, "rapprochement certain", CERTAINS)]
        mots.append((self.incertaines, "rapprochement à voir", A_VOIR))
        return " et ".join(formats.pluriel(len(p), *m) for p, *m in mots if p)

    @property
    def seules(self) -> str:
        """How many actions nothing continues, and what they count as."""
        ici, avant = (self.nouvelles, self.campagne), (self.arretees, self.avant)
        lues = zip((ici, avant), ("nouvelle", "arrêtée"), strict=True)
        cotes = [(len(l), c, mot) for (l, c), mot in lues if l]
        qui = " et ".join(f"{formats.pluriel(n, 'action')} de {c}" for n, c, _ in cotes)
        if sum(n for n, _, _ in cotes) == 1:
            return f"{qui} n'est rapprochée d'aucune autre : elle compte comme {cotes[0][2]}."
        comme = " ou ".join(f"{mot}s" for _, _, mot in cotes)
        return f"{qui} ne sont rapprochées d'aucune autre : elles comptent comme {comme}."

    @property
    def certaines(self) -> tuple[Proposition, ...]:
        return tuple(p for p in self.propositions if p.certaine)

    @property
    def incertaines(self) -> tuple[Proposition, ...]:
        return tuple(p for p in self.propositions if not p.certaine)


def precedente(base: Base, campagne: str) -> str:
    """The campagne received just before this one, or a UsageError."""
    connues = recues(base)
    if campagne not in connues:
        raise UsageError(
            f"Aucune demande de {campagne} n'est reçue. Campagnes reçues : "
            f"{', '.join(connues) or 'aucune'}."
        )
    avant = [c for c in connues if c < campagne]
    if not avant:
        raise UsageError(f"{campagne} est la première campagne reçue : elle n'en continue aucune.")
    return max(avant)


def recues(base: Base) -> list[str]:
    """The campagnes whose requests are received, oldest first."""
    return list(base.controler(modeles.read("comparaison", "campagnes"), {})["campagne"])


def lire(base: Base, dites: Sequence[Suite], campagne: str) -> Continuite:
    """What is offered between this campagne and the one before, beside what was said (`dites`: the
    rows that stand).
    """
    avant = precedente(base, campagne)
    return apparier(demandes(base, campagne, avant), dites, campagne, avant)


def demandes(base: Base, campagne: str, avant: str) -> list[Demande]:
    """The requests of this campagne and of the one before."""
    parametres = {"campagne": campagne, "avant": avant}
    lues = base.controler(modeles.read("comparaison", "demandes"), parametres)
    return [Demande(*l) for l in zip(*(lues[c].tolist() for c in lues.columns), strict=True)]


def apparier(
    lues: Sequence[Demande], dites: Sequence[Suite], campagne: str, avant: str
) -> Continuite:
    """The same, from the requests themselves: what `dites` says counts at once, built or not."""
    memes = suites.memes_porteurs(dites)
    placees = [replace(d, porteur=memes.get(d.siret, d.siret)) for d in lues]
    refusees = {s.paire for s in dites if s.decision == REFUSEE}
    libres = _libres(placees, dites, refusees, campagne, avant)
    ici, jadis = ([d for d in libres if d.campagne == c] for c in (campagne, avant))
    nouvelles, arretees = tuple(ici), tuple(jadis)
    offertes: list[Proposition] = []
    # a form that says « not agreed the year before » is never certain, and comes last
    for dits in (True, False):
        for certaine, raison, paires in passes(placees):
            for a, b in paires([d for d in ici if d.renouvelle == dits], list(jadis)):
                p = _proposition(a, b, certaine, raison(a, b))
                if p.paire not in refusees and a in ici and b in jadis:
                    offertes.append(p)
                    ici.remove(a)
                    jadis.remove(b)
    porteurs = _porteurs(placees, ici, jadis, campagne, avant)
    offertes += [p for p in porteurs if p.paire not in refusees]
    return Continuite(campagne, avant, nouvelles, arretees, tuple(offertes))


def _proposition(a: Demande, b: Demande, certaine: bool, raison: str) -> Proposition:
    dit = raison if a.renouvelle else raison + NIE
    return Proposition(
        ACTION,
        a.campagne,
        a.code,
        b.campagne,
        b.code,
        certaine and a.renouvelle,
        dit,
        a.dite,
        b.dite,
        not a.renouvelle,
    )


def _libres(
    placees: Sequence[Demande],
    dites: Sequence[Suite],
    refusees: set[Paire],
    campagne: str,
    avant: str,
) -> list[Demande]:
    """The agreed actions that nothing continues: neither the base, nor what was said since, nor
    the same code of the same porteur.
    """
    bouts = {
        bout
        for s in dites
        if s.decision == CONFIRMEE and s.nature == ACTION
        for bout in ((s.campagne, s.code), (s.campagne_avant, s.code_avant))
    }
    cotes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for d in placees:
        if (d.campagne, d.code) not in bouts:
            cotes[d.code, d.porteur].add(d.campagne)
    return [
        d
        for d in placees
        if d.agreee
        and not d.suivie
        and (d.campagne, d.code) not in bouts
        and (
            len(cotes[d.code, d.porteur]) < 2
            or (ACTION, campagne, d.code, avant, d.code) in refusees
        )
    ]


def _porteurs(
    placees: Sequence[Demande],
    ici: list[Demande],
    jadis: list[Demande],
    campagne: str,
    avant: str,
) -> Iterator[Proposition]:
    """Porteurs whose SIRET left, and who seem to go on under another one."""
    restes = {d.porteur for d in placees if d.campagne == campagne}
    partis = groupes(lambda d: (d.siret,), [d for d in jadis if d.porteur not in restes])
    agreees = [d for d in placees if d.agreee]
    par_titre = dict(
        (b.code, a)
        for a, b in seules(lambda d: (d.titre, d.commune, d.niveau), ici, jadis, agreees)
    )
    for (siret,), siennes in partis.items():
        raisons: dict[str, list[str]] = defaultdict(list)
        for b in siennes:
            for a in ici:
                if a.commune == b.commune and meme_nom(a.nom, b.nom):
                    raisons[a.siret].append(
                        f"nom presque identique, même commune ({a.commune_nom})"
                    )
                if a.code == b.code and (
                    a.titre == b.titre or (a.commune, a.niveau) == (b.commune, b.niveau)
                ):
                    raisons[a.siret].append(f"même code d'action ({a.code})")
            if b.code in par_titre:
                a = par_titre[b.code]
                raisons[a.siret].append(
                    f"seule action « {a.intitule} » de {a.commune_nom} ({a.niveau}) des deux côtés"
                )
        for nouveau, dites in raisons.items():
            nom = next(d.nom for d in ici if d.siret == nouveau)
            yield Proposition(
                PORTEUR,
                campagne,
                nouveau,
                avant,
                siret,
                False,
                f"l'ancien SIRET n'est plus là ; {' ; '.join(dict.fromkeys(dites))}",
                f"{nom} ({nouveau})",
                f"{siennes[0].nom} ({siret})",
            )
