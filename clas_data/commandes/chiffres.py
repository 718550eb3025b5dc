"""Commands about figures: indicateur, dictionnaire."""

from __future__ import annotations

from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable

from clas_data import formats
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_fichier, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.indicateurs import calcul, catalogue
from clas_data.restitutions import dictionnaire


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("indicateur", "calcule un indicateur du catalogue")
    p.set_defaults(faire=indicateur)
    p.add_argument("id", metavar="ID", help="nom de l'indicateur (docs/dictionnaire.md)")
    p.add_argument(
        "--par",
        action="append",
        default=[],
        metavar="AXE",
        help=f"axe de lecture, répétable : {', '.join(catalogue.AXES)}",
    )
    p.add_argument(
        "--ou",
        action="append",
        default=[],
        metavar="AXE=VALEUR",
        help="filtre, répétable ; deux fois le même axe : l'un ou l'autre",
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")
    p = commande("dictionnaire", "écrit le dictionnaire des indicateurs et des colonnes (Markdown)")
    p.set_defaults(faire=ecrire_dictionnaire)
    p.add_argument(
        "-o", "--sortie", metavar="FICHIER", help="fichier à écrire ; sinon la sortie standard"
    )


def indicateur(inst: Installation, choix: Namespace) -> int:
    """One indicator by axes, with how many answered out of how many expected."""
    ind = catalogue.exiger(choix.id)
    ouverte = lecture.courante(inst)
    perimetre = lecture.tout(inst)
    resultat = calcul.calculer(ouverte, perimetre, [ind.id], choix.par, filtres(choix.ou))
    if choix.json:
        ecrire_json(
            {
                "indicateur": ind.id,
                "titre": ind.titre,
                "unite": ind.unite,
                "empreinte": ouverte.empreinte,
                "demonstration": ouverte.demonstration,
                "lignes": [_ligne(ind, choix.par, l) for l in resultat.to_dict("records")],
            }
        )
        return 0
    entetes = [
        *(catalogue.AXES[a] for a in choix.par),
        f"{ind.titre} ({ind.unite})",
        "Réponses",
        "Attendues",
    ]
    tableau(
        entetes,
        [
            [
                *(str(l[a]) for a in choix.par),
                formats.nombre(l["valeur"], ind.decimales),
                *(_compte(l[c]) for c in ("repondants", "attendus")),
            ]
            for l in resultat.to_dict("records")
        ],
    )
    dire(
        f"Source : {ind.source} ; base {ouverte.empreinte}."
        + (" Données fictives de démonstration." if ouverte.demonstration else "")
    )
    return 0


def ecrire_dictionnaire(inst: Installation, choix: Namespace) -> int:
    """Every indicator and every column, as docs/dictionnaire.md holds them."""
    texte = dictionnaire.markdown()
    if not choix.sortie:
        print(texte, end="")
        return 0
    ecrire_fichier(choix.sortie, texte.encode())
    dire(f"Dictionnaire écrit : {choix.sortie}")
    return 0


def filtres(textes: list[str]) -> dict[str, list[str]]:
    """--ou AXE=VALEUR, as filters."""
    lus: dict[str, list[str]] = defaultdict(list)
    for texte in textes:
        axe, egal, valeur = texte.partition("=")
        if not egal or not valeur:
            raise UsageError(
                f"--ou {texte} : écrivez AXE=VALEUR, par exemple --ou campagne=2021-2022."
            )
        lus[axe.strip()].append(valeur.strip())
    return dict(lus)


def _compte(n: object) -> str:
    return "sans objet" if formats.inconnu(n) else formats.nombre(n)


def _ligne(ind: catalogue.Indicateur, par: list[str], l: dict) -> dict:
    comptes = {c: valeur_json(l[c]) for c in ("repondants", "attendus")}
    return {**{a: l[a] for a in par}, "valeur": valeur_json(l["valeur"], ind.decimales), **comptes}
