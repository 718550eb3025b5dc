"""Commands about the figures of other territories: national."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from clas_data import formats
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import schemas, valeurs
from clas_data.nation import chiffres
from clas_data.nation.chiffres import ChiffreExterieur
from clas_data.partage import ensemble


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("national", "montre les chiffres connus d'autres territoires pour une campagne")
    p.set_defaults(faire=national)
    p.add_argument("--campagne", required=True, metavar="C", help="année scolaire (2021-2022)")
    p.add_argument(
        "--territoire", metavar="T", help="un territoire : France, ensemble, Rhône (69)…"
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def national(inst: Installation, choix: Namespace) -> int:
    """The figures of that campagne, of all the territories or of one."""
    campagne, refus = valeurs.parse(schemas.load()["national"].colonnes["campagne"], choix.campagne)
    if refus:
        raise UsageError(
            f"« {choix.campagne} » n'est pas une campagne : écrivez {refus.attendu}. "
            "Rien n'a été lu."
        )
    tous = chiffres.connus(lecture.courante(inst), lecture.tout(inst), campagne)
    voulu = (choix.territoire or "").casefold()
    vus = [
        c for c in tous if voulu in ("", c.territoire.nom.casefold(), c.territoire.sorte.casefold())
    ]
    partages = ensemble.lire(lecture.courante(inst), lecture.tout(inst), campagne)
    if partages and partages.pourquoi:
        dire(partages.pourquoi)
    if choix.json:
        ecrire_json({"campagne": campagne, "lignes": [_ligne(c) for c in vus]})
        return 0
    if not vus:
        dire(
            f"Aucun chiffre national n'est connu pour {campagne}"
            f"{f' et « {choix.territoire} »' if choix.territoire else ''}. Le modèle à remplir : "
            f"« python -m clas_data modele national --campagne {campagne} »."
        )
        return 0
    tableau(
        ["Indicateur", "Territoire", "Valeur", "Réponses", "Source", "Date"],
        [
            [
                c.objet.titre,
                c.territoire.nom,
                c.ecrit,
                _reponses(c),
                c.source,
                formats.jour(c.date_publication) if c.date_publication else formats.ND,
            ]
            for c in vus
        ],
    )
    return 0


def _reponses(c: ChiffreExterieur) -> str:
    if c.repondants is None:
        return formats.ND
    return formats.nombre(c.repondants) + (
        f" sur {formats.nombre(c.attendus)}" if c.attendus is not None else ""
    )


def _ligne(c: ChiffreExterieur) -> dict:
    return {
        "indicateur": c.indicateur,
        "territoire": c.territoire.nom,
        "valeur": valeur_json(c.valeur),
        "repondants": c.repondants,
        "attendus": c.attendus,
        "source": c.source,
        "date": c.date_publication.isoformat() if c.date_publication else None,
    }
