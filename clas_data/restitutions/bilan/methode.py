"""Parts that say what the figures rest on: answers received, definitions, and what the data cannot
say.
"""

from __future__ import annotations

import re
from collections import Counter
from os.path import commonprefix

from clas_data import formats
from clas_data.conformite import regles
from clas_data.figures.figure import Paragraphe, Tableau
from clas_data.figures.valeur import Valeur
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import comparabilite
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.restitutions.bilan import plan, textes

# what an indicator asks about, in the definition that it shares with its like
PARENTHESE = re.compile(r" \((?:[^()]|\([^()]*\))*\)")
NOMMES_MAX = 12  # indicators named one by one; beyond, they are counted
PIECES = {
    "taux_reponse_questionnaire": "Questionnaire, partie « actions »",
    "collectifs": "Questionnaire, partie « collectifs »",
    "taux_reponse_bilan": "Bilan de l'action",
}
MANQUES = {
    "taux_reponse_questionnaire": "le questionnaire d'activité",
    "collectifs": "sa partie « collectifs »",
    "taux_reponse_bilan": "le bilan",
}


def recues(v: Valeurs, piece: str, campagne: str | None = None) -> Valeur:
    """How many agreed actions sent a file, out of those expected."""
    x, attendus = v.une(piece, campagne), v.une("collectifs", campagne).attendus
    if not piece.startswith("taux_"):
        return x
    return Valeur(
        None,
        None if not x.connue or formats.inconnu(attendus) else round(x.valeur * attendus / 100),
        attendus,
    )


def cites() -> list[str]:
    """The indicators of the catalogue that the outline uses, in order."""
    ids = [
        i
        for p in plan.load().parties.values()
        for genre, d in p.blocs
        if genre not in ("phrases", "calcul")
        for i in (d.get("ids") or ([d["id"]] if "id" in d else []))
    ]
    return list(dict.fromkeys(ids))


def reponses(v: Valeurs) -> list:
    """How many answered, file by file, for the two campagnes."""
    annees = [c for c in (v.comparaison, v.campagne) if c]
    lignes = [
        (nom, *(recues(v, piece, c).reponses or ND for c in annees))
        for piece, nom in PIECES.items()
    ]
    return [
        Tableau(
            "reponses",
            "Réponses reçues",
            ("Pièce", *annees),
            tuple(lignes),
            tuple(lignes),
            largeurs=(1.6, *([1.4] * len(annees))),
            champ=ponctuer("Actions agréées de chaque campagne"),
            note="Un total de questionnaires n'est pas un total d'actions agréées : il manque ce "
            "que les absents n'ont pas dit.",
            source=ponctuer("Fichiers reçus et acceptés."),
        )
    ]


def incomplet(v: Valeurs) -> list:
    """Before anything else, what too few answers allow and forbid; nothing when enough came."""
    dits = [
        f"{nom}, {x.reponses}"
        for piece, nom in PIECES.items()
        if (x := recues(v, piece)).attendus and v.faible(x)
    ]
    if not dits:
        return []
    seuil = formats.pourcent(comparabilite.seuil("couverture_min_pct"), 0)
    suite = (
        f"Sous {seuil} de réponses, un total décrit les actions qui ont répondu, non le "
        "département : il ne se compare pas. Une part ou une moyenne est celle des répondants ; "
        "son évolution peut venir des seules réponses."
    )
    return [Paragraphe(ponctuer(f"Réponses incomplètes : {' ; '.join(dits)}. {suite}"), "avis")]


def definitions(v: Valeurs) -> list:
    """What every figure means, who says it, what was done; indicators that differ by one answer
    only are defined together.
    """
    inds = [v.indicateur(i) for i in cites()]
    groupes: dict[tuple[str, str, str], list[Indicateur]] = {}
    for x in inds:
        groupes.setdefault((PARENTHESE.sub("", x.definition), x.traitement, x.source), []).append(x)
    return [
        Tableau(
            "definitions",
            "Définitions des indicateurs",
            ("Indicateur", "Définition et traitement", "Source"),
            tuple(
                (
                    _ensemble([x.titre for x in g]),
                    f"{g[0].definition if len(g) == 1 else commune} {traitement}",
                    source,
                )
                for (commune, traitement, source), g in groupes.items()
            ),
            tuple((x.titre, f"{x.definition} {x.traitement}", x.source) for x in inds),
            alignees=9,
            largeurs=(2, 4.8, 2.2),
            glossaire=True,
        )
    ]


def _ensemble(titres: list[str]) -> str:
    """Titles that begin alike, their beginning said once: « Avec les enfants : activités
    culturelles ; activités sportives ».
    """
    debut = commonprefix(titres).rpartition(" ")[0] if len(titres) > 1 else ""
    return (
        f"{debut} {' ; '.join(t[len(debut) :].strip() for t in titres)}"
        if debut
        else " ; ".join(titres)
    )


def muettes(v: Valeurs) -> list:
    """The open questions, each with the question to add next year."""
    lignes = [*_absents(v), *_fragiles(v), *_non_juges(v)]
    lignes += [
        (q["sujet"], q["dit"], q["ajouter"])
        for q in plan.load().questions
        if all(textes.vrai(c, i, v) for c, i in q["si"])
    ]
    propres = tuple(tuple(ponctuer(x) for x in l) for l in lignes)
    return [
        Tableau(
            "muettes",
            "Questions ouvertes",
            ("Sujet", "Ce que les données ne disent pas", "À demander l'an prochain"),
            propres,
            propres,
            alignees=9,
            largeurs=(1.6, 4, 3.4),
        )
    ]


def _absents(v: Valeurs) -> list[tuple[str, str, str]]:
    """Files that some actions did not send; figures that nobody gave."""
    manques = []
    for piece, nom in MANQUES.items():
        x = recues(v, piece)
        manquent = (
            0
            if formats.inconnu(x.attendus) or formats.inconnu(x.repondants)
            else int(x.attendus - x.repondants)
        )
        manques += (
            [f"{nom} pour {formats.pluriel(manquent, 'action')} sur {formats.nombre(x.attendus)}"]
            if manquent
            else []
        )
    lignes = (
        [
            (
                "Pièces manquantes",
                (
                    f"Manquent {', '.join(manques)} : les totaux qui en viennent sont ceux des "
                    "actions qui ont répondu."
                ),
                "Relancer les porteurs avant la clôture de la campagne.",
            )
        ]
        if manques
        else []
    )
    muets = [i for i in cites() if not v.une(i).connue and not v.une(i).secret]
    if muets:
        lignes.append(
            (
                "Chiffres absents",
                f"{_enumerer(v, muets)} : {ND}, aucune réponse ne permet de les calculer.",
                "Vérifier que le formulaire pose bien ces questions.",
            )
        )
    return lignes


def _enumerer(v: Valeurs, ids: list[str]) -> str:
    """The titles of some indicators; how many each source has of them, where they are many."""
    if len(ids) <= NOMMES_MAX:
        return ", ".join(v.indicateur(i).titre for i in ids)
    sources = Counter(v.indicateur(i).source for i in ids)
    return (
        f"{formats.nombre(len(ids))} indicateurs sur {formats.nombre(len(cites()))} "
        f"({' ; '.join(f'{s} : {formats.nombre(n)}' for s, n in sources.items())})"
    )


def _fragiles(v: Valeurs) -> list[tuple[str, str, str]]:
    faibles = [i for i in cites() if v.fragile(i)]
    if not faibles:
        return []
    seuil = formats.pourcent(comparabilite.seuil("couverture_min_pct"), 0)
    return [
        (
            "Réponses trop peu nombreuses",
            (
                f"Moins de {seuil} de réponses pour : {_enumerer(v, faibles)}. Ces chiffres "
                "décrivent les répondants et ne se comparent pas."
            ),
            "Rendre ces questions obligatoires au formulaire.",
        )
    ]


def _non_juges(v: Valeurs) -> list[tuple[str, str, str]]:
    sans = [
        f"« {r.titre} »"
        for r in regles.en_vigueur(v.installation, v.campagne).values()
        if not v.une(f"conformite_{r.id}").connue
    ]
    dit = f"Rien de ce qui a été reçu ne permet de juger : {', '.join(sans)}."
    return [("Règles non jugées", dit, "Recueillir ce qu'il faut pour les juger.")] if sans else []
