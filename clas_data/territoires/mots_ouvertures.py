"""What the openings are worth, in words: why each commune, the reserves, the title."""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.formats import FINE, INSECABLE
from clas_data.territoires import distances, solveur
from clas_data.territoires.choix import GLOUTON, OPTIMUM, STATU_QUO, Implantation, Reglage
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.eloignement import kilometres

CITES_MAX = 4
PART_LISIBLE_PCT = 0.1  # what one decimal can show


def raison(gagnees: pd.DataFrame, couverture: Couverture, reglage: Reglage) -> str:
    """What opening here brings, as a sentence."""
    if gagnees.empty:
        return (
            "Renforce un territoire qui a déjà une action à moins de "
            f"{kilometres(reglage.distance_km)}."
        )
    noms = list(gagnees["nom"])
    reste = (
        f" et {formats.pluriel(len(noms) - CITES_MAX, 'autre commune', 'autres communes')}"
        if len(noms) > CITES_MAX
        else ""
    )
    prioritaires = list(gagnees.loc[gagnees["qpv"].fillna(False), "nom"])
    qpv = f" Quartier prioritaire{INSECABLE}: {', '.join(prioritaires)}." if prioritaires else ""
    colleges = [r for r in gagnees["rep"] if r]
    rep = f" Éducation prioritaire{INSECABLE}: {', '.join(colleges)}." if colleges else ""
    libelle = couverture.denominateur.libelle
    return (
        f"Met {formats.nombre(gagnees['population'].sum())} {libelle} à "
        f"{kilometres(reglage.distance_km)} au plus d'une action{INSECABLE}: "
        f"{', '.join(noms[:CITES_MAX])}{reste}.{qpv}{rep}"
    )


def reserves(
    table: pd.DataFrame, couverture: Couverture, reglage: Reglage, demandes: int, ouverts: int
) -> list[str]:
    """What the reader must know about this answer."""
    reserves = [
        (
            f"Distances {distances.METHODE}. Une commune ne reçoit qu'un collectif{FINE}; la "
            "taille des groupes n'est pas comparée aux besoins."
        )
    ]
    if table["qpv"].isna().all() and reglage.poids_qpv:
        reserves.append(
            "La liste des quartiers prioritaires de cette génération n'est pas connue : le poids "
            "des QPV n'a pas d'effet."
        )
    inconnues = int(table["population"].isna().sum())
    if inconnues:
        combien = formats.pluriel(
            inconnues,
            "commune dont la population est inconnue compte",
            "communes dont la population est inconnue comptent",
        )
        reserves.append(f"{combien} pour zéro.")
    if ouverts < demandes:
        suffisent = (
            f"{formats.pluriel(ouverts, 'collectif')} {'suffit' if ouverts < 2 else 'suffisent'}"
        )
        reserves.append(
            f"{suffisent}{INSECABLE}: un de plus ne mettrait personne de plus à "
            f"{kilometres(reglage.distance_km)} d'une action dans les communes où un collectif "
            "peut ouvrir."
        )
    partiel = couverture.total["attendus"] - couverture.total["repondants"]
    if partiel:
        reserves.append(
            "Une action agréée compte comme présente, qu'elle ait répondu ou non au questionnaire."
        )
    return reserves


def titre(i: Implantation) -> str:
    """The result as a sentence."""
    lignes, libelle = i.bilan.set_index("voie"), i.couverture.denominateur.libelle
    gain = lignes.loc[OPTIMUM, "population"] - lignes.loc[STATU_QUO, "population"]
    n = len(i.ouvertures)
    if not n or gain <= 0:
        de = "d'" if libelle.startswith("h") else "de "
        return (
            f"Aucune ouverture ne mettrait davantage {de}{libelle} à "
            f"{kilometres(i.reglage.distance_km)} d'une action"
        )
    return (
        f"{formats.pluriel(n, 'collectif')} bien {'placé' if n < 2 else 'placés'} "
        f"{'mettrait' if n < 2 else 'mettraient'} {formats.nombre(gain)} {libelle} "
        f"de plus à {kilometres(i.reglage.distance_km)} au plus d'une action"
    )


def comparaison(i: Implantation) -> str:
    """What the best choice gains over the greedy one."""
    lignes, libelle = i.bilan.set_index("voie"), i.couverture.denominateur.libelle
    ecart = lignes.loc[OPTIMUM, "objectif"] - lignes.loc[GLOUTON, "objectif"]
    preuve = (
        "Le solveur a prouvé qu'aucun autre choix ne fait mieux."
        if i.optimal
        else (
            f"Le temps imparti est épuisé{INSECABLE}: un autre choix pourrait faire mieux, de "
            f"{formats.nombre(i.reste)} {libelle} pondérés au plus."
        )
    )
    if ecart <= solveur.GAIN_NUL:
        return f"Choisir les communes une à une donne ici le même résultat. {preuve}"
    part = 100 * ecart / lignes.loc[GLOUTON, "objectif"]
    ecrite = (
        formats.pourcent(part)
        if part >= PART_LISIBLE_PCT
        else f"moins de {formats.pourcent(PART_LISIBLE_PCT)}"
    )
    return (
        f"C'est {ecrite} de mieux, en {libelle} pondérés, que de choisir les communes une à "
        f"une. {preuve}"
    )
