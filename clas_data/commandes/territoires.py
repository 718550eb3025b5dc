"""Commands about territories: couverture."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from clas_data import formats
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.territoires import couverture, zones
from clas_data.territoires.communes import MAILLES
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.taux import STATUTS
from clas_data.territoires.zones import Zones


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande(
        "couverture",
        "enfants accompagnés rapportés à la population, par territoire, avec les zones blanches",
    )
    p.set_defaults(faire=couvrir)
    p.add_argument("--campagne", required=True, metavar="C", help="campagne, par exemple 2021-2022")
    p.add_argument(
        "--par",
        default="commune",
        choices=list(MAILLES),
        metavar="MAILLE",
        help=f"maille : {', '.join(MAILLES)} (commune par défaut)",
    )
    p.add_argument(
        "--indicateur",
        default=couverture.INDICATEUR,
        metavar="ID",
        help="effectif à rapporter à la population (enfants_accompagnes par défaut)",
    )
    p.add_argument(
        "--pour",
        default="",
        metavar="POPULATION",
        help="habitants, jeunes, ou un niveau : élémentaire, collège, lycée (les jeunes si leur "
        "fichier est là)",
    )
    p.add_argument(
        "--distance",
        type=float,
        metavar="KM",
        help="distance au-delà de laquelle une action est loin (5 km par défaut)",
    )
    p.add_argument("--tous", action="store_true", help="montre aussi les territoires sans action")
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def couvrir(inst: Installation, choix: Namespace) -> int:
    """The coverage that the page « Territoires » maps: numerator, denominator, year, source,
    answers; then the white zones.
    """
    ouverte = lecture.courante(inst)
    perimetre = lecture.tout(inst)
    c = couverture.calculer(
        inst, ouverte, perimetre, choix.campagne, choix.par, choix.indicateur, choix.pour
    )
    par_commune = (
        c
        if choix.par == "commune"
        else couverture.calculer(
            inst, ouverte, perimetre, choix.campagne, "commune", choix.indicateur, choix.pour
        )
    )
    z = zones.zones_blanches(
        par_commune, "epci" if choix.par == "epci" else "commune", choix.distance
    )
    if choix.json:
        ecrire_json(
            {
                "empreinte": ouverte.empreinte,
                "demonstration": ouverte.demonstration,
                **c.to_dict(),
                "zones_blanches": _zones(z),
            }
        )
        return 0
    _montrer(c, choix.tous)
    dire(couverture.titre(c) + ".")
    dire(zones.titre(z) + ".")
    dire(
        f"Source : {c.source} ; base {ouverte.empreinte}."
        + (" Données fictives de démonstration." if ouverte.demonstration else "")
    )
    if c.reserve:
        dire(c.reserve)
    return 0


def _montrer(c: Couverture, tous: bool) -> None:
    d = c.denominateur
    lignes = c.table if tous else c.table[c.table["actions"] > 0]
    lignes = lignes.sort_values(["numerateur", "code"], ascending=[False, True], na_position="last")
    total = {"code": "", "nom": "Département", **c.total, "statut": ""}
    tableau(
        [
            "Code",
            "Territoire",
            "Actions",
            "Effectif",
            f"{d.libelle.capitalize()} ({d.annee})",
            d.unite.capitalize(),
            "Réponses",
            "Ce que dit la donnée",
        ],
        [_ligne(l) for l in [*lignes.to_dict("records"), total]],
    )


def _ligne(l: dict) -> list[str]:
    reponses = (
        ""
        if formats.inconnu(l["attendus"])
        else f"{formats.nombre(l['repondants'])} sur {formats.nombre(l['attendus'])}"
    )
    return [
        l["code"],
        l["nom"],
        formats.nombre(l["actions"]),
        formats.nombre(l["numerateur"]),
        formats.nombre(l["denominateur"]),
        formats.nombre(l["taux"], 1),
        reponses,
        STATUTS.get(l["statut"], ""),
    ]


def _zones(z: Zones) -> dict:
    """The white zones for machines: what they say as a whole, then the ranked list with its
    reasons.
    """
    colonnes = [
        "rang",
        "code",
        "nom",
        "groupe",
        "population",
        "distance_km",
        "plus_proche",
        "raison",
    ]
    lignes = [
        {k: v if isinstance(v, str) else valeur_json(v) for k, v in l.items()}
        for l in z.liste[colonnes].to_dict("records")
    ]
    return {
        "distance_km": z.distance_km,
        "methode": z.methode,
        "resume": {k: valeur_json(v) for k, v in z.resume.items()},
        "lignes": lignes,
    }
