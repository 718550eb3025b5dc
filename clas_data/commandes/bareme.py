"""The command « bareme »: the values published, and those that the installation adds."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from clas_data import baremes, formats
from clas_data.acces import ligne_de_commande
from clas_data.baremes import Bareme, Valeur
from clas_data.baremes.bareme import Parametre
from clas_data.baremes.lecture import exiger
from clas_data.commandes.sortie import dire, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes

GESTES = ("lister", "ajouter", "retirer")


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande(
        "bareme",
        ("liste les barèmes, en ajoute ou en retire une valeur (valeur, date et référence)"),
    )
    p.set_defaults(faire=bareme)
    p.add_argument("geste", choices=GESTES, metavar="GESTE", help="lister, ajouter ou retirer")
    p.add_argument(
        "parametre",
        nargs="?",
        metavar="PARAMETRE",
        help="taux, plafond, bonus_enfants, bonus_parents… (« bareme lister » les donne tous)",
    )
    p.add_argument("valeur", nargs="?", metavar="VALEUR", help="nombre à la française : 8012,50")
    p.add_argument(
        "--date",
        metavar="JOUR",
        help="premier jour où la valeur est en vigueur (jj/mm/aaaa ou aaaa-mm-jj)",
    )
    p.add_argument(
        "--fin", metavar="JOUR", help="dernier jour ; sinon la fin de cette année scolaire"
    )
    p.add_argument("--reference", metavar="TEXTE", help="qui publie cette valeur, dans quel texte")
    p.add_argument(
        "--campagne",
        metavar="C",
        help="avec « lister » : le barème en vigueur pour cette campagne, et ce qui lui manque",
    )
    p.add_argument(
        "--json",
        action="store_true",
        help="avec « lister » : résultat en JSON sur la sortie standard",
    )


def bareme(inst: Installation, choix: Namespace) -> int:
    """List, add, take back."""
    if choix.geste == "lister":
        return _en_vigueur(inst, choix) if choix.campagne else _toutes(inst, choix)
    p = exiger(baremes.parametres(inst), choix.parametre or "")
    if choix.geste == "ajouter":
        v = baremes.ajouter(
            inst,
            p.nom,
            choix.valeur or "",
            choix.date or "",
            choix.reference or "",
            ligne_de_commande(),
            choix.fin,
        )
        dire(
            f"« {p.titre} » : {p.ecrire(v.valeur)}, du {formats.jour(v.debut)} au "
            f"{formats.jour(v.fin)}. Référence : {v.reference}. Enregistré dans baremes_locaux."
        )
    else:
        if not choix.date:
            raise UsageError("Indiquez --date : le premier jour de la valeur à retirer.")
        baremes.retirer(inst, p.nom, choix.date, ligne_de_commande())
        dire(f"« {p.titre} » : la valeur ajoutée au {choix.date} est retirée.")
    return 0


def _toutes(inst: Installation, choix: Namespace) -> int:
    parametres = baremes.parametres(inst)
    if choix.json:
        ecrire_json(
            {
                "parametres": [
                    {
                        "parametre": p.nom,
                        "titre": p.titre,
                        "unite": p.unite,
                        "valeurs": [_valeur(v) for v in p.valeurs],
                    }
                    for p in parametres.values()
                ],
                "campagnes_completes": baremes.connus(inst),
            }
        )
        return 0
    tableau(
        ["Paramètre", "Valeur", "Du", "Au", "Référence", "Origine"],
        [ligne for p in parametres.values() for ligne in _lignes(p)],
    )
    dire(
        f"Campagnes dont le taux et le plafond sont publiés : {', '.join(baremes.connus(inst))}. "
        f"Pour les autres, les droits sont « {formats.ND} »."
    )
    return 0


def _lignes(p: Parametre) -> list[list[str]]:
    if not p.valeurs:
        return [[p.nom, formats.ND, "", "", "aucune valeur publiée", ""]]
    return [
        [
            p.nom,
            p.ecrire(v.valeur),
            formats.jour(v.debut),
            formats.jour(v.fin),
            v.reference,
            "installation" if v.locale else "produit",
        ]
        for v in p.valeurs
    ]


def _valeur(v: Valeur) -> dict:
    return {
        "valeur": valeur_json(v.valeur),
        "debut": str(v.debut),
        "fin": str(v.fin),
        "reference": v.reference,
        "locale": v.locale,
    }


def _en_vigueur(inst: Installation, choix: Namespace) -> int:
    campagnes.exiger(inst, choix.campagne)
    b, parametres = baremes.en_vigueur(inst, choix.campagne), baremes.parametres(inst)
    if choix.json:
        ecrire_json(
            {
                "campagne": b.campagne,
                "complet": b.manque is None,
                "manque": b.manque,
                "parametres": [
                    {
                        "parametre": n,
                        "valeur": valeur_json(b.valeurs.get(n)),
                        "reference": b.references.get(n),
                        "manque": b.manques.get(n),
                    }
                    for n in parametres
                ],
            }
        )
        return 0
    tableau(
        ["Paramètre", "Valeur", "Référence"],
        [
            [p.titre, p.ecrire(b.valeurs.get(n)), b.references.get(n, "aucune valeur publiée")]
            for n, p in parametres.items()
        ],
    )
    dire_manque(b)
    return 0


def dire_manque(b: Bareme) -> None:
    if b.manque:
        dire(f"Campagne {b.campagne} : les droits sont « {formats.ND} ». {b.manque}")
