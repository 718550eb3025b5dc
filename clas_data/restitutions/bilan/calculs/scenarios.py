"""The scenarios that the bilan cites, beside the barème in force."""

from __future__ import annotations

from clas_data import baremes, formats
from clas_data.errors import BaremeManquant, UsageError
from clas_data.figures import mots
from clas_data.figures.figure import Paragraphe, Tableau
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.restitutions.bilan.edition import Edition
from clas_data.simulateur import calcul as simulateur
from clas_data.simulateur import effets, entrees, rangement


def scenarios(v: Valeurs, e: Edition) -> list:
    """The kept scenarios applied to the campagne, beside the barème they start from."""
    donnees = entrees.read(v.base, v.perimetre, v.campagne)
    gardes, fautes = rangement.lister(v.installation)
    choisis = [s for s in gardes if e.scenarios is None or s.nom in e.scenarios]
    bareme = baremes.applicable(v.installation, v.campagne)
    if bareme is None:
        return [Paragraphe(f"Aucun barème complet n'est publié : les droits sont {ND}.")]
    lignes, brutes, manques = [], [], []
    for s in [simulateur.en_vigueur(bareme), *choisis]:
        try:
            b = baremes.en_vigueur(v.installation, s.parent)
            bilan = effets.bilan(
                effets.comparer(simulateur.reference(donnees, b), simulateur.simuler(donnees, b, s))
            )
        except (BaremeManquant, UsageError) as erreur:
            manques.append(f"{s.nom} : {erreur.message}")
            continue
        # no amount known: not zero
        connus_c = (
            bilan.total_c if bilan.connu else None,
            bilan.ecart_c if bilan.connu and bilan.reference_connue else None,
        )
        lignes.append(
            (
                s.nom,
                *map(effets.euros, connus_c),
                formats.nombre(bilan.gagnantes),
                formats.nombre(bilan.perdantes),
                formats.nombre(bilan.inconnues),
            )
        )
        brutes.append(
            (
                s.nom,
                *(None if c is None else c / 100 for c in connus_c),
                bilan.gagnantes,
                bilan.perdantes,
                bilan.inconnues,
            )
        )
    note = (
        "La différence est avec le barème dont part le scénario. Droits calculés sur "
        "les dépenses des bilans reçus, partagées à parts égales entre les collectifs ; "
        f"une action sans bilan a des droits {ND}, hors des totaux, sauf dans un scénario qui les "
        "suppose."
    )
    return [
        Tableau(
            "scenarios",
            f"Droits calculés pour {v.campagne} au barème de {bareme.campagne}"
            + (", et sous les scénarios retenus" if choisis else ""),
            (
                "Scénario",
                "Total",
                "Différence",
                "Actions qui gagnent",
                "Actions qui perdent",
                f"Actions {ND}",
            ),
            tuple(lignes),
            tuple(brutes),
            note=ponctuer(note),
            champ=mots.champ(v),
            source=ponctuer("Bilans des actions, agréments, barème et hypothèses."),
            largeurs=(2.6, 1.4, 1.4, 1.2, 1.2, 1),
        ),
        *(Paragraphe(ponctuer(m), "avis") for m in [*manques, *fautes]),
    ]


def retenus(v: Valeurs, e: Edition) -> list:
    """The scenarios cited, nothing where none is: the barème in force alone promises nothing."""
    tableau, *avis = scenarios(v, e)
    seul = isinstance(tableau, Paragraphe) or len(tableau.lignes) == 1
    return [] if seul and not avis else [tableau, *avis]
