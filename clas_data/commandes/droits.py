"""The command « droits »: what each action of a campagne is entitled to, beside what was paid."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from clas_data import baremes
from clas_data.commandes import lecture
from clas_data.commandes.bareme import dire_manque
from clas_data.commandes.simulation import eur
from clas_data.commandes.sortie import dire, ecrire_json, tableau, valeur_json
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.simulateur import effets, entrees, versements


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
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
        dire_manque(b)
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
