"""The command `mouvements`: why a figure changed between two campagnes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from clas_data import formats
from clas_data.commandes import lecture
from clas_data.commandes.chiffres import filtres
from clas_data.commandes.sortie import dire, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.fichiers import suites
from clas_data.indicateurs import catalogue, estimation
from clas_data.indicateurs import mouvements as calcul
from clas_data.indicateurs.estimation import Estimation
from clas_data.indicateurs.mouvements import Mouvements, Part
from clas_data.tables import continuite
from clas_data.tables.base import Base
from clas_data.tables.continuite import Continuite

NOMS = {
    "comparables": "Comparables (ont répondu les deux années)",
    "nouvelles": "Nouvelles (agréées cette année seulement)",
    "arretees": "Arrêtées (agréées avant seulement)",
    "retrouvees": "Retrouvées (agréées les deux années, répondent de nouveau)",
    "perdues": "Perdues (agréées les deux années, ne répondent plus)",
    "deplacees": "Déplacées (entrées ou sorties)",
}
COTES = {  # what the JSON says of each movement
    "brut": ("avant", "apres", "ecart"),
    "comparables": ("actions", "avant", "apres"),
    "nouvelles": ("actions", "apres"),
    "arretees": ("actions", "avant"),
    "retrouvees": ("actions", "apres"),
    "perdues": ("actions", "avant"),
    "deplacees": ("actions", "avant", "apres"),
}


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande("mouvements", "dit d'où vient la différence d'un indicateur entre deux campagnes")
    p.set_defaults(faire=montrer)
    p.add_argument("id", metavar="INDICATEUR", help="nom de l'indicateur (docs/dictionnaire.md)")
    p.add_argument("--campagne", required=True, metavar="N", help="campagne lue")
    p.add_argument("--avec", metavar="M", help="campagne comparée (sinon celle d'avant)")
    p.add_argument("--par", metavar="AXE", help=f"axe : {', '.join(calcul.AXES)}")
    p.add_argument(
        "--ou",
        action="append",
        default=[],
        metavar="AXE=VALEUR",
        help="filtre, répétable ; deux fois le même axe : l'un ou l'autre",
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def montrer(inst: Installation, choix: Namespace) -> int:
    """The movements of one indicator, exact."""
    ind, ouverte = catalogue.exiger(choix.id), lecture.courante(inst)
    tout, ou = lecture.tout(inst), filtres(choix.ou)
    m = calcul.comparer(ouverte, tout, [ind.id], choix.campagne, choix.avec, choix.par, ou)[ind.id]
    estimees = estimation.estimer(ouverte, tout, [ind.id], choix.campagne, choix.par, ou)
    e = estimees.get(ind.id, {})
    if choix.json:
        deplacer = bool(choix.par or ou)
        tete = {"indicateur": ind.id, "unite": ind.unite, "campagne": m.campagne, "avec": m.avec}
        lignes = [
            {m.par: l.valeur, **en_json(l, e.get(l.valeur or ""), deplacer)} for l in m.lignes
        ]
        tete["empreinte"] = ouverte.empreinte
        ecrire_json({**tete, **en_json(m, e.get(None), deplacer), "lignes": lignes})
        for place, x in e.items():
            if x.refus:
                dire(f"{place} : {x.refus}" if place else x.refus)
    else:
        _dire(ind, m)
        if e:
            dire(estimation.phrase(ind, e[None]))
    for c in _passages(inst, ouverte, m):
        if c.propositions:
            dire(f"Attention : {c.dit} Les voir : suite proposer --campagne {c.campagne}.")
    if choix.json:
        return 0
    dire(
        f"Source : {ind.source} ; base {ouverte.empreinte}."
        + (" Données fictives de démonstration." if ouverte.demonstration else "")
    )
    return 0


def _passages(inst: Installation, ouverte: Base, m: Mouvements) -> list[Continuite]:
    """What nothing continues, from each campagne to the next between the two compared."""
    debout = suites.en_vigueur(suites.lire(inst))
    premiere, derniere = sorted((m.campagne, m.avec))
    return [
        continuite.lire(ouverte, debout, c)
        for c in continuite.recues(ouverte)
        if premiere < c <= derniere
    ]


def en_json(m: Mouvements, e: Estimation | None, deplacer: bool) -> dict[str, Any]:
    """The movements as the command writes them, and the estimate beside them; `deplacer`: an axis
    or a filter is named, which an action may leave or enter.
    """
    parts = {
        nom: {c: v if c == "actions" else valeur_json(v) for c, v in _cotes(getattr(m, nom), cotes)}
        for nom, cotes in COTES.items()
        if deplacer or nom != "deplacees"
    }
    champs = ("valeur", "bas", "haut", "repondants", "attendus")
    estimee = e and e.valeur is not None and {c: valeur_json(getattr(e, c)) for c in champs}
    return {**parts, "silencieuses": m.silencieuses, "estimation": estimee or None}


def _cotes(part: Part, cotes: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(c, getattr(part, c)) for c in cotes]


def _dire(ind: catalogue.Indicateur, m: Mouvements) -> None:
    def ecrit(v: Any, signe: bool = False) -> str:
        return formats.valeur_unite(v, ind.unite, ind.decimales, signe)

    tableau(
        [f"{ind.titre} ({ind.unite})", "Actions", m.avec, m.campagne, "Écart"],
        [
            *(
                [
                    titre,
                    formats.nombre(p.actions),
                    *(ecrit(v) for v in (p.avant, p.apres)),
                    ecrit(p.ecart, True),
                ]
                for nom, titre in NOMS.items()
                if (p := getattr(m, nom)).actions
            ),
            ["En tout", "", ecrit(m.brut.avant), ecrit(m.brut.apres), ecrit(m.ecart_brut, True)],
        ],
    )
    if m.lignes:
        print()
        tableau(
            [
                catalogue.AXES[m.par],
                m.avec,
                m.campagne,
                "Écart brut",
                "À champ constant",
                "Actions",
            ],
            [
                [
                    l.valeur or "non renseigné",
                    ecrit(l.brut.avant),
                    ecrit(l.brut.apres),
                    ecrit(l.ecart_brut, True),
                    ecrit(l.ecart_constant, True),
                    formats.nombre(l.comparables.actions),
                ]
                for l in m.lignes
            ],
        )
    if m.contradiction:
        dire(
            f"Attention : le total et les {formats.nombre(m.comparables.actions)} actions "
            "comparables vont en sens contraires. Effet des réponses : "
            f"{ecrit(m.effet_reponses, True)}."
        )
