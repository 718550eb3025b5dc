"""Commands about barèmes and what they give: bareme, droits."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from clas_data import baremes, formats
from clas_data.acces import ligne_de_commande
from clas_data.baremes import Bareme, Valeur
from clas_data.baremes.lecture import Parametre, exiger
from clas_data.commandes import lecture
from clas_data.commandes.simulation import eur
from clas_data.commandes.sortie import dire, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.simulateur import effets, entrees, versements

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
    p = commande(
        "droits",
        "calcule les droits d'une campagne, à côté des montants versés, et explique les écarts",
    )
    p.set_defaults(faire=droits)
    p.add_argument(
        "--campagne", required=True, metavar="C", help="campagne dont les bilans sont lus"
    )
    p.add_argument(
        "--bareme", metavar="C", help="barème appliqué, s'il n'est pas celui de la campagne"
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


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


def droits(inst: Installation, choix: Namespace) -> int:
    """Each action's droits beside what was paid; without a barème every droit is n.d. and the
    missing value is said.
    """
    for c in {choix.campagne, choix.bareme or choix.campagne} - set(baremes.connus(inst)):
        campagnes.exiger(inst, c)
    b = baremes.en_vigueur(inst, choix.bareme or choix.campagne)
    ouverte = lecture.courante(inst)
    donnees = entrees.read(ouverte, lecture.tout(inst), choix.campagne)
    r = versements.rapprocher(donnees, b)
    droit, verse = (r.somme("droit_c"), r.somme("verse_c")) if len(r.connues) else (None, None)
    titre = (
        f"Droits de {choix.campagne}"
        if b.campagne == choix.campagne
        else f"Les collectifs de {choix.campagne} au barème de {b.campagne}"
    )
    lignes = r.actions.to_dict("records")
    if choix.json:
        ecrire_json(
            {
                "campagne": choix.campagne,
                "bareme": b.campagne,
                "titre": titre,
                "manque": b.manque,
                "empreinte": ouverte.empreinte,
                "demonstration": ouverte.demonstration,
                "droits_eur": eur(droit),
                "verse_eur": eur(verse),
                "ecart_eur": None if droit is None else eur(verse - droit),
                "actions_nd": len(r.actions) - len(r.connues),
                "actions": [_action(l) for l in lignes],
            }
        )
    else:
        tableau(
            ["Action", "Droits", "Versé", "Écart", "Explication"],
            [
                [
                    l["code_action"],
                    *(effets.euros(l[c]) for c in ("droit_c", "verse_c", "ecart_c")),
                    "" if b.manque else l["explication"],
                ]
                for l in lignes
            ],
        )
    if b.manque:
        _dire_manque(b)
    else:
        dire(
            f"{titre} : {effets.euros(droit)}, versés {effets.euros(verse)} ; "
            f"{effets.accord(len(r.ecarts), 'action diffère', 'actions diffèrent')}, "
            f"{effets.accord(len(r.actions) - len(r.connues), 'action', 'actions')} n.d. Base "
            f"{ouverte.empreinte}."
            + (" Données fictives de démonstration." if ouverte.demonstration else "")
        )
    return 0


def _action(l: dict) -> dict:
    parts = {
        f"{quoi}_{p}_eur": eur(l[f"{quoi}_{p}_c"])
        for p in versements.VERSES
        for quoi in ("droit", "verse")
    }
    return {
        "code_action": l["code_action"],
        "collectifs": valeur_json(l["collectifs"]),
        "depenses_eur": None if l["depenses_c"] < 0 else eur(l["depenses_c"]),
        **parts,
        "droit_eur": eur(l["droit_c"]),
        "verse_eur": eur(l["verse_c"]),
        "ecart_eur": eur(l["ecart_c"]),
        "statut": l["statut"],
        "explication": l["explication"],
    }


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
    _dire_manque(b)
    return 0


def _dire_manque(b: Bareme) -> None:
    if b.manque:
        dire(f"Campagne {b.campagne} : les droits sont « {formats.ND} ». {b.manque}")
