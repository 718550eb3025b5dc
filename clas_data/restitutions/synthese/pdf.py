"""The synthèse of a porteur as a two-page PDF to keep; all the synthèses of a campagne, one after
the other.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from clas_data import formats, secret
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.formats import ponctuer
from clas_data.restitutions import emetteur, pdf
from clas_data.restitutions.synthese import accueil, colonnes, mots
from clas_data.restitutions.synthese import droits as synthese_droits
from clas_data.restitutions.synthese.composition import Ligne, Synthese
from clas_data.restitutions.synthese.partages import partages

TENDANCES = (
    "enfants_accompagnes",
    "enfants_par_collectif",
    "heures_par_enfant",
    "cout_par_collectif",
)


DROITS = (
    "Action",
    "Collectifs",
    "Dépenses par collectif",
    "Ps",
    "Bonus",
    "Total",
    "Ps au bilan",
)


@dataclass(frozen=True)
class Densite:
    """How much the second page says: of how many actions, with the middle half of their
    comparables, how many questions, the steps of the Ps; how many sentences the first one has.
    """

    actions: int
    moities: bool
    questions: int
    pas: bool
    phrases: int = 4


DENSITES = (
    Densite(5, True, 5, True),
    Densite(5, True, 3, False),
    Densite(5, False, 3, False, 3),
    Densite(5, False, 2, False, 1),
    Densite(3, False, 2, False, 1),
    Densite(3, False, 1, False, 0),
)


def composer(s: Synthese, jour: date | None = None, inst: Installation | None = None) -> bytes:
    """Two pages: as full as they hold; what is left out is said to be on the screen. `inst` says
    by when to answer, and whom to call.
    """
    quand = _quand(inst, s.campagne) if inst else ""
    for densite in DENSITES:
        donnees = _donnees(s, jour or date.today(), densite)
        donnees["conclusion"]["quand"] = quand
        document = pdf.compose("synthese", donnees)
        if pdf.pages(document) <= 2:
            return document
    return document


def nom_fichier(s: Synthese) -> str:
    """« synthese_2021-2022_centre-social-des-tilleuls_00000000100017.pdf »."""
    ascii_ = unicodedata.normalize("NFKD", s.nom).encode("ascii", "ignore").decode().lower()
    propre = "-".join("".join(c if c.isalnum() else " " for c in ascii_).split())
    return f"synthese_{s.campagne}_{propre[:50]}_{s.siret}.pdf"


def _quand(inst: Installation, campagne: str) -> str:
    return accueil.quand(campagnes.exiger(inst, campagne), emetteur.load(inst).contact)


def _donnees(s: Synthese, jour: date, densite: Densite) -> dict[str, Any]:
    """Everything that the template writes, as words."""
    gardees = (
        s.actions.sort_values("collectifs_agrees", ascending=False, kind="stable")
        .head(densite.actions)
        .sort_values("code_action")
    )
    codes = list(gardees["code_action"])
    autres = len(s.actions) - len(codes)
    droits = synthese_droits.par_action(s)
    suivies = colonnes.tendances(s.campagnes, [colonnes.tendance(s, i) for i in TENDANCES])
    compares = [c for c in codes if any(not formats.inconnu(l.moi) for l in s.comparables[c][1])]
    return {
        "apropos": {
            "titre": f"Synthèse Clas {s.campagne}, {s.nom}",
            "auteur": "Tableau de bord du Clas",
            "date": formats.jour(jour),
            "jour": jour.isoformat(),
            "empreinte": s.empreinte,
            "champ": f"{s.nom} · campagne {s.campagne}",
            "avertissement": "Données fictives de démonstration" if s.demonstration else "",
        },
        "campagne": s.campagne,
        "precedente": colonnes.precedente(s),
        "conclusion": {
            "a_faire": accueil.a_faire(s),
            "force": accueil.force(s),
            "point": accueil.point(s),
        },
        "porteur": s.nom,
        "sous_titre": f"{s.type} · SIRET\u00a0{s.siret}",
        "actions": [
            " · ".join(
                str(v)
                for v in (a.code_action, a.intitule, a.commune_nom, a.niveau)
                if not formats.inconnu(v) and v
            )
            for a in gardees.itertuples()
        ],
        "autres": ponctuer(
            f"et {formats.pluriel(autres, 'autre action', 'autres actions')}, à lire à l'écran."
        )
        if autres
        else "",
        "phrases": mots.a_retenir(s)[: densite.phrases],
        "comptes": [_rang(l) for l in s.comptes],
        "rapports": [_rang(l) for l in s.rapports],
        "fiabilite": mots.fiabilite(s),
        "legende_secret": ponctuer(secret.LEGENDE),
        **suivies,
        "sans_campagne": colonnes.manque(s, suivies["campagnes"]),
        "codes": codes,
        "comparables": [f"{c} : {mots.comparaison(s.comparables[c][0])}" for c in codes],
        "places": colonnes.places(s, compares, densite.moities),
        "compares": compares,
        "distance": mots.regle_distance(),
        "regles": [
            [l[0], *[l[1 + list(s.actions["code_action"]).index(c)].split(" ")[0] for c in codes]]
            for l in mots.conformite(s)
        ],
        "questions": [
            {"action": q.code_action, "question": q.question, "cellule": q.cellule}
            for q in s.questions.head(densite.questions).itertuples()
        ],
        "questions_autres": _reste(len(s.questions) - densite.questions),
        "droits": colonnes.garder(DROITS, droits.lignes),
        "droits_comptes": droits.comptes[: densite.actions],
        "droits_titre": droits.titre,
        "droits_note": droits.note,
        "droits_pas": [
            p for p in droits.pas if densite.pas and p.split(formats.INSECABLE)[0] in codes
        ],
        "moities": densite.moities,
        "france": mots.france(s),
        "nationale": ponctuer("France : " if mots.france(s) else "") + mots.nationale(s),
        "partages": ponctuer("Sous le département : " + p) if (p := partages(s)) else "",
    }


def _reste(n: int) -> str:
    return (
        ponctuer(
            f"et {formats.pluriel(n, 'autre question', 'autres questions')} : toutes sont à "
            "l'écran."
        )
        if n > 0
        else ""
    )


def _rang(l: Ligne) -> dict[str, Any]:
    r = l.repartition
    return {
        "titre": l.indicateur.titre,
        "moi": l.ecrire(l.moi),
        "avant": l.ecrire(l.avant),
        "departement": mots.departement(l),
        "moitie": mots.moitie(l),
        "points": points(l),
        "place": f"{l.signe} {l.mots}",
        "faveur": l.faveur,
        "mediane": l.ecrire(r.mediane),
        "france": mots.en_france(l),
        "ensemble": l.ensemble,
    }


def points(l: Ligne) -> list[float]:
    """bas, médiane, haut, mine, on a scale from 0 to 1; empty when there is nothing to draw."""
    r = l.repartition
    if l.place == "inconnue" or formats.inconnu(r.bas):
        return []
    tous = [r.bas, r.mediane, r.haut, l.moi]
    bas, haut = min(tous), max(tous)
    marge = (haut - bas or 1) * 0.15
    return [round((v - bas + marge) / (haut - bas + 2 * marge), 4) for v in tous]
