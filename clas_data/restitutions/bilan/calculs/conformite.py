"""Conformity in the bilan: rules kept, actions conform, and who was not judged."""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.conformite import matrice, regles
from clas_data.figures import figure, mots
from clas_data.figures.figure import Figure, Serie, Tableau
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import comparabilite
from clas_data.restitutions.bilan.edition import Edition

NOTE_CONFORMITE = (
    "Une action dont la réponse manque n'est pas jugée. Une action est conforme "
    "quand tous ses collectifs le sont."
)
COLLECTIFS = "Questionnaire d'activité, feuille « collectifs »"


def par_action(v: Valeurs, campagne: str) -> pd.DataFrame:
    demandes = v.base.lire(v.perimetre, "conformite_demandes", {"campagne": campagne})
    agreees = demandes[demandes["decision"] == "agréée"].reset_index(drop=True)
    return matrice.par_action(matrice.etats(v.base, v.perimetre, campagne), agreees)


def par_regle(v: Valeurs, campagne: str, actions: pd.DataFrame) -> pd.DataFrame:
    return matrice.par_regle(actions, regles.en_vigueur(v.installation, campagne))


def conformite(v: Valeurs, e: Edition) -> list:
    """The share of actions that keep each rule, and how many cannot be judged."""
    t = par_regle(v, v.campagne, par_action(v, v.campagne))
    noms = tuple(map(ponctuer, t["titre"]))
    textes = tuple(
        ND if formats.inconnu(p) else formats.pourcent(p, 0) for p in t["part_conforme_pct"]
    )
    parts = tuple(None if formats.inconnu(p) else float(p) for p in t["part_conforme_pct"])
    connus = t[t["juges"] >= comparabilite.seuil("reponses_min_titre")]
    titre, lecture = "Actions conformes au référentiel, règle par règle", ""
    if len(connus):
        pire = connus.loc[connus["part_conforme_pct"].idxmin()]
        nom, part = (
            f"« {pire['titre']} »",
            f"{formats.pourcent(pire['part_conforme_pct'], 0)} des actions jugées",
        )
        titre = (
            f"La règle la moins suivie : {nom}, {part}"
            if pire[matrice.CONFORME] < pire["juges"]
            else "Toutes les actions jugées suivent chaque règle"
        )
        lecture = ponctuer(
            f"{nom} : {part} ({formats.nombre(pire[matrice.CONFORME])} sur "
            f"{formats.nombre(pire['juges'])})."
        )
    comptes = [[int(l[x]) for x in matrice.ETATS] for l in t.to_dict("records")]
    detail = Tableau(
        "conformite",
        "Actions selon leur état, règle par règle",
        (
            "Règle",
            "Conformes, en % des jugées",
            "Conformes",
            "Non conformes",
            "Non renseigné",
            "Sans objet",
        ),
        tuple(
            (n, x, *map(formats.nombre, c)) for n, x, c in zip(noms, textes, comptes, strict=True)
        ),
        tuple((n, p, *c) for n, p, c in zip(noms, parts, comptes, strict=True)),
    )
    return [
        Figure(
            "conformite",
            figure.BARRES,
            ponctuer(titre),
            "Actions conformes, en % des actions jugées",
            noms,
            (Serie(v.campagne, parts, textes),),
            "Règle",
            "%",
            lecture,
            mots.champ(v),
            ponctuer(
                f"Agréments, questionnaires et bilans ; {regles.load()[t['regle'][0]].source}."
            ),
            ponctuer(
                " ".join(
                    x
                    for x in (
                        NOTE_CONFORMITE,
                        f"{ND} : aucune action ne peut être jugée." if ND in textes else "",
                    )
                    if x
                )
            ),
            detail=detail,
        )
    ]
