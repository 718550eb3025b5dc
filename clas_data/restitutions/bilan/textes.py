"""The sentences of a bilan: those of the outline, those that someone wrote, what to reread in them,
and last year's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clas_data.figures import faits, jetons
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import libelles
from clas_data.restitutions.bilan import plan, relecture
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.bilan.plan import LIBRE, NOTABLE, RESULTAT, PartiePlan, Variante
from clas_data.restitutions.bilan.relecture import NOMME, Remarque

MAXIMUM = 5  # facts of one list


@dataclass(frozen=True)
class Phrase:
    """One sentence of the document: what the outline writes, what is in force, how it reads, what
    to look at.
    """

    cle: str
    defaut: str
    texte: str
    rendu: str
    remarques: tuple[Remarque, ...] = ()
    modifiee: bool = False
    anterieure: str = (
        ""  # the sentence of the compared campagne's bilan, to be read with this year's figures
    )

    @property
    def libre(self) -> bool:
        return self.cle.endswith(f".{LIBRE}")

    @property
    def a_relire(self) -> bool:
        return any(r.grave for r in self.remarques)


def toutes(v: Valeurs, e: Edition, anterieure: Edition | None = None) -> dict[str, Phrase]:
    """Every sentence of the outline, by key; those without text stay, empty, so that one can write
    there.
    """
    connus = (libelles.porteurs(v.base, v.perimetre, c) for c in v.campagnes)
    noms = tuple(sorted({nom for c in connus for nom in c.values()}))  # whatever the year
    v.comparer([i for p in plan.load().parties.values() for i in _compares(p) if v.connait(i)])
    return {
        cle: _phrase(cle, defaut, v, e, anterieure, noms)
        for p in plan.load().parties.values()
        for cle, defaut in _defauts(p, v)
    }


def _compares(p: PartiePlan) -> Iterator[str]:
    """The figures whose change a part says: read at once for all the sentences."""
    for genre, d in p.blocs:
        if genre == "a_noter":
            yield from d["ids"]
        if genre == "messages":
            yield from d["notables"]
        if genre in ("phrases", "messages"):
            dits = d if genre == "phrases" else d["phrases"]
            for x in (x for variantes in dits.values() for x in variantes):
                lus = [jetons.lire(corps) for _, corps in jetons.trouver(x.texte)]
                yield from (j.id for j in lus if j.forme in jetons.COMPAREES and not j.filtre)
                yield from (i for condition, i in x.si if condition != "compare")


def _defauts(p: PartiePlan, v: Valeurs) -> Iterator[tuple[str, str]]:
    if p.resultat:
        yield f"{p.id}.{RESULTAT}", choisir(p.resultat, v)
    for genre, d in p.blocs:
        if genre == "phrases":
            yield from ((f"{p.id}.{nom}", choisir(variantes, v)) for nom, variantes in d.items())
        elif genre == "messages":
            for nom, variantes in d["phrases"].items():
                yield f"{p.id}.{nom}", choisir(variantes, v) or _notable(nom, d, v)
        elif genre == "a_noter":
            dites = _dites(v)
            reste = {**d, "ids": [i for i in d["ids"] if i not in dites]}
            yield from (
                (
                    f"{p.id}.a_noter_{f}",
                    f"{{{f}|fait}} ({{{f}|reponses}})." if v.fragile(f) else f"{{{f}|fait}}.",
                )
                for f in a_noter(v, reste)
            )
    yield f"{p.id}.{LIBRE}", ""


def _dites(v: Valeurs) -> set[str]:
    """The indicators whose change the messages tell: no part says it again in the same words."""
    lus: set[str] = set()
    for d in (d for p in plan.load().parties.values() for g, d in p.blocs if g == "messages"):
        textes = [choisir(x, v) or _notable(nom, d, v) for nom, x in d["phrases"].items()]
        for texte in [t for t in textes if t][: d["maximum"]]:
            portes = (jetons.lire(corps) for _, corps in jetons.trouver(texte))
            lus |= {j.id for j in portes if j.forme in jetons.COMPAREES}
    return lus


def choisir(variantes: tuple[Variante, ...], v: Valeurs) -> str:
    """The text of the first variant that holds; nothing when none does."""
    return next(
        (
            x.texte
            for x in variantes
            if all(vrai(c, i, v) for c, i in x.si) and not jetons.manque(x.texte, v)
        ),
        "",
    )


def vrai(condition: str, id_: str, v: Valeurs) -> bool:
    """Whether a condition of the outline holds."""
    if condition in ("connu", "inconnu"):
        return v.une(id_).connue == (condition == "connu")
    if v.refusee(id_) or v.sens(id_) is None:
        return False
    if condition == "suivi":  # among those who answer both years, and not between two totals
        return v.changement(id_).constant
    return condition == "compare" or v.sens(id_) == condition


def a_noter(v: Valeurs, d: Mapping) -> list[str]:
    """The indicators whose change departs most from the usual, among those declared."""
    maximum = d.get("maximum", MAXIMUM)
    lus = faits.a_noter(v, d["ids"], maximum=len(d["ids"]))
    dits = [f.indicateur for f in lus if f.poids != faits.D_ABORD and f.genre == faits.CHANGEMENT]
    reponses = [f.indicateur for f in lus if f.genre == faits.REPONSES and f.poids != faits.D_ABORD]
    return [*dits[: maximum - len(reponses)], *reponses]


def _notable(nom: str, d: Mapping, v: Valeurs) -> str:
    """The change that departs most from the usual, tied to its figure."""
    if nom != NOTABLE or v.comparaison is None:
        return ""
    figures: Mapping[str, str] = d["notables"]
    dits = [i for i in a_noter(v, {"ids": list(figures)}) if v.sens(i) not in (None, "stable")]
    return f"{{{dits[0]}|fait}}{{figure|{figures[dits[0]]}}}." if dits else ""


def _phrase(
    cle: str, defaut: str, v: Valeurs, e: Edition, anterieure: Edition | None, noms: tuple[str, ...]
) -> Phrase:
    ecrite = e.textes.get(cle)
    texte = defaut if ecrite is None else ecrite.texte
    remarques = (
        tuple(relecture.relire(texte, v, ecrite.vus if ecrite else None, noms)) if texte else ()
    )
    tue = v.diffusion and any(r.genre == NOMME for r in remarques)
    ancienne = anterieure.textes.get(cle) if anterieure else None
    offerte = ancienne.texte if ancienne and ancienne.texte and ancienne.texte != texte else ""
    return Phrase(
        cle,
        defaut,
        texte,
        "" if tue else jetons.rendre(texte, v),
        remarques if ecrite else tuple(r for r in remarques if r.grave),
        ecrite is not None,
        _actualiser(offerte, anterieure.campagne if anterieure else ""),
    )


def _actualiser(texte: str, ancienne: str) -> str:
    """Last year's sentence, its campagne names become live."""
    return texte.replace(ancienne, "{campagne}") if texte and ancienne else texte
