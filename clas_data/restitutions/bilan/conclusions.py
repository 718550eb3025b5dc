"""What people conclude: what was done of last year's préconisations, those of this year, what the
commission decided, who signs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.figures import jetons
from clas_data.figures.figure import Paragraphe, Tableau
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ponctuer
from clas_data.restitutions import emetteur
from clas_data.restitutions.bilan import edition as editions
from clas_data.restitutions.bilan import methode, plan, textes, voix
from clas_data.restitutions.bilan.ecrits import Preconisation, Signataire
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.emetteur import Emetteur
from clas_data.restitutions.fiche import seance
from clas_data.simulateur import effets

SANS_SUITE = "à dire"
COMMISSION = "Pour la commission départementale Clas"
MOTIFS_MAX, SUITES_MAX = 3, 3
QUI_QUAND = ("Qui", "Quand")


def proposees(v: Valeurs, e: Edition) -> list[Preconisation]:
    """What the data call for, not yet kept: a person keeps it, writes it again, or leaves it."""
    gardees = {p.id for p in e.preconisations}
    return [
        Preconisation(p["id"], p["constat"], p["proposition"], p["qui"], p["quand"])
        for p in plan.load().preconisations
        if p["id"] not in gardees
        and all(textes.vrai(c, i, v) for c, i in p["si"])
        and not jetons.manque(p["constat"], v)
    ]


def anciennes(v: Valeurs) -> tuple[Preconisation, ...]:
    """What the bilan of the compared campagne asked for."""
    avant = editions.lire(v.installation, v.comparaison) if v.comparaison else None
    return avant.preconisations if avant else ()


def reprises(v: Valeurs, e: Edition) -> list[Preconisation]:
    """Those of the year before that are not done, not yet taken up."""
    gardees = {p.id for p in e.preconisations}
    return [
        p
        for p in anciennes(v)
        if p.id not in gardees and (s := e.suites.get(p.id)) is not None and s.etat != "réalisée"
    ]


def signataires(v: Valeurs, e: Edition) -> tuple[Signataire, ...]:
    """Who signs: as this bilan says, else as the year before, else as the installation."""
    if e.visa is not None:
        return e.visa
    avant = editions.lire(v.installation, v.comparaison) if v.comparaison else None
    if avant and avant.visa:
        return avant.visa
    de = _emetteur(v)
    return (Signataire(de.signataire, de.qualite),) if de.signataire else ()


def organisme(v: Valeurs) -> str:
    """The body that the installation names."""
    return _emetteur(v).organisme


def _emetteur(v: Valeurs) -> Emetteur:
    try:
        return emetteur.load(v.installation)
    except UsageError:  # the screens of the letters say what is wrong in that file
        return Emetteur()


def suites(v: Valeurs, e: Edition) -> list:
    """What was done of what the bilan before asked for."""
    lignes = [
        (ponctuer(jetons.rendre(p.proposition, v)), *_qui_quand(p), _suite(e, p.id))
        for p in anciennes(v)
    ]
    if not lignes:
        return []
    dites = sum(p.id in e.suites for p in anciennes(v))
    faites = sum(s.etat == "réalisée" for i, s in e.suites.items())
    resume = (
        f"Sur {formats.pluriel(len(lignes), 'préconisation')} du bilan {v.comparaison}, "
        f"{_faites(faites)}."
        if dites
        else f"Le bilan {v.comparaison} faisait {formats.pluriel(len(lignes), 'préconisation')} ; "
        "leurs suites restent à dire."
    )
    tete = (f"Préconisation de {v.comparaison}", *QUI_QUAND, "Suite donnée")
    tableau = _ecrit("suites", "Suites données", tete, lignes, 3, 1.4, 1.4, 3)
    return [Paragraphe(ponctuer(resume)), tableau]


def _faites(n: int) -> str:
    if n > 1:
        return f"{formats.nombre(n)} sont réalisées"
    return "une est réalisée" if n else "aucune n'est encore réalisée"


def _suite(e: Edition, id_: str) -> str:
    s = e.suites.get(id_)
    if s is None:
        return SANS_SUITE
    return ponctuer(f"{s.etat.capitalize()}. {s.texte}".strip())


def _qui_quand(p: Preconisation) -> tuple[str, str]:
    return ponctuer(p.qui) or "–", ponctuer(p.quand) or "–"


def preconisations(v: Valeurs, e: Edition) -> list:
    """What was seen, what is proposed, who does it, when."""
    lignes = [
        (*(ponctuer(jetons.rendre(x, v)) for x in (p.constat, p.proposition)), *_qui_quand(p))
        for p in e.preconisations
    ]
    if not lignes:
        return []
    resume = f"Le comité retient {formats.pluriel(len(lignes), 'préconisation')} pour la suite."
    tete = ("Constat", "Proposition", *QUI_QUAND)
    tableau = _ecrit("preconisations", "Préconisations", tete, lignes, 3, 3, 1.4, 1.4)
    return [Paragraphe(ponctuer(resume)), tableau]


def decisions(v: Valeurs, e: Edition) -> list:
    """What was decided of the requests, and what the sitting granted."""
    t = v.base.lire(v.perimetre, "conformite_demandes", {"campagne": v.campagne})
    lues = [(d, t[t["decision"] == d]) for d in seance.decisions()]
    lignes = [
        (
            d.capitalize(),
            formats.nombre(len(g)),
            formats.nombre(g["collectifs_agrees"].fillna(0).sum()),
            "–" if v.diffusion or d == seance.accordee() else _motifs(g["motif"]),
        )
        for d, g in lues
        if len(g)
    ]
    if not lignes:
        return []
    tete = ("Décision", "Demandes", "Collectifs agréés", "Motifs")
    if all(l[3] == "–" for l in lignes):
        tete, lignes = tete[:3], [l[:3] for l in lignes]
    titre = f"Décisions sur les demandes de {v.campagne}"
    resume = ", ".join(formats.pluriel(len(g), d) for d, g in lues if len(g))
    dit = f"{formats.pluriel(len(t), 'demande')} : {resume}."
    tableau = _ecrit("decisions", titre, tete, lignes, 1.4, 1, 1, 4)
    return [Paragraphe(ponctuer(dit)), *_seance(v), tableau]


def _motifs(motifs: Any) -> str:
    """The reasons given, the most frequent first; their counts make up the requests."""
    lus = Counter("" if formats.inconnu(m) else str(m).strip() for m in motifs)
    sans, dits = lus.pop("", 0), lus.most_common(MOTIFS_MAX)
    autres = lus.total() - sum(n for _, n in dits)
    dits += [x for x in (("autres motifs", autres), ("sans motif écrit", sans)) if x[1] and lus]
    return ponctuer(" ; ".join(f"{m} ({n})" for m, n in dits)) or "–"


def _seance(v: Valeurs) -> Iterator[Paragraphe]:
    """What the sitting noted, where there was one."""
    s = seance.lire(v.installation, v.campagne)
    if not s.prises:
        return
    montant = effets.euros(sum(p.montant_c or 0 for p in s.prises.values()))
    agreees = sum(p.decision == seance.accordee() for p in s.prises.values())
    dit = (
        f"En séance, la commission a noté {formats.pluriel(len(s.prises), 'décision')}, dont "
        f"{formats.pluriel(agreees, 'accord')} pour {montant}"
    )
    envelope = f", sur une enveloppe de {effets.euros(s.enveloppe_c)}" if s.enveloppe_c else ""
    yield Paragraphe(ponctuer(f"{dit}{envelope}."))


def visa(v: Valeurs, e: Edition) -> list:
    """Names, functions, and the room to sign."""
    qui = signataires(v, e) or (Signataire(COMMISSION),)
    lignes = [(s.nom, s.fonction, "") for s in qui]
    tete = ("Nom", "Fonction", "Date et signature")
    return [_ecrit("visa", "Signataires", tete, lignes, 2, 2, 3)]


def suite(v: Valeurs, e: Edition) -> list:
    """What comes next: what the committee keeps for the year to come, else what is still missing
    and to be chosen.
    """
    gardees = e.preconisations
    if gardees:
        dits = [_brieve(jetons.rendre(p.proposition, v)) for p in gardees[:SUITES_MAX]]
        if reste := len(gardees) - len(dits):
            dits.append(f"et {formats.pluriel(reste, 'autre')}")
        dit = " ; ".join(dits) + jetons.rendre("{tableau|preconisations}", v)
    else:
        dit = " ; ".join([*_a_recevoir(v), "à choisir, les préconisations de l'an prochain"])
    return [Paragraphe(ponctuer(f"La suite : {dit}."), "chapeau")]


def _a_recevoir(v: Valeurs) -> list[str]:
    """« à recevoir, 14 questionnaires et 19 bilans », until the figures are final."""
    if campagnes.exiger(v.installation, v.campagne).statut == campagnes.DEFINITIF:
        return []
    lues = [(n, methode.recues(v, f"taux_reponse_{n}")) for n in ("questionnaire", "bilan")]
    dits = [
        formats.pluriel(int(x.attendus - x.repondants), n)
        for n, x in lues
        if not (formats.inconnu(x.attendus) or formats.inconnu(x.repondants))
        and x.attendus > x.repondants
    ]
    return [f"à recevoir, {' et '.join(dits)}"] if dits else []


def _brieve(texte: str) -> str:
    """A sentence inside another one."""
    return formats.en_phrase(texte.rstrip(". "))


def _ecrit(cle: str, titre: str, tete: tuple, lignes: list, *largeurs: float) -> Tableau:
    return Tableau(
        cle,
        ponctuer(titre),
        tete,
        tuple(lignes),
        tuple(lignes),
        alignees=len(tete),
        largeurs=tuple(map(float, largeurs[: len(tete)])),
        ecrit=True,
    )


ECRITS: dict[str, Callable[[Valeurs, Edition], list]] = {
    "suite": suite,
    "suites": suites,
    "preconisations": preconisations,
    "decisions": decisions,
    "visa": visa,
    "paroles": voix.paroles,
    "portraits": voix.portraits,
}
