"""The figures of the simulator over time: why two campagnes differ, where the money goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.propres.simulations import SOURCE
from clas_data.figures.tables import centimes
from clas_data.simulateur.effets import euros
from clas_data.simulateur.temps import Decomposition

SANS_BILAN = {
    False: "Les actions sans bilan n'y entrent pas.",
    True: "Les actions sans bilan y entrent au coût moyen d'un collectif de leur campagne.",
}


def pourquoi(
    d: Decomposition,
    avant: str,
    apres: str,
    baremes: tuple[str, str],
    voix: str,
    etendue: bool,
) -> Figure:
    """The difference between two campagnes, cut into volume, costs and rule."""
    (ancien, nouveau), ecart = baremes, d.arrivee_c - d.depart_c
    noms = (avant, "Volume", "Coûts et bonus", "Règle", f"{apres}, scénario {voix}")
    valeurs = (d.depart_c, d.volume_c, d.prix_c, d.regle_c, d.arrivee_c)
    dits = tuple(
        euros(v) if i in (0, 4) or v <= 0 else f"+{euros(v)}" for i, v in enumerate(valeurs)
    )
    de = (
        f"De {avant} à {apres}"
        if avant != apres
        else f"{avant}, du barème {ancien} au scénario {voix}"
    )
    titre = (
        f"{de} : {euros(abs(ecart))} de {'plus' if ecart > 0 else 'moins'}, "
        f"{_parts(valeurs[1:4], dits[1:4], ecart)}"
        if ecart
        else f"{de} : le même total"
    )
    return images.figure(
        "pourquoi",
        titre,
        f"Droits, du barème de {ancien} au scénario {voix}, en euros",
        images.Pas(noms, tuple(centimes(valeurs)), dits, (True, False, False, False, True)),
        tables.compose("pourquoi", {"Étape": noms, "Euros": centimes(valeurs)}),
        en_mots=" ; ".join(f"{n} : {x}" for n, x in zip(noms, dits, strict=True)),
        champ=f"Les collectifs de {avant} au barème de {ancien}, puis ceux de {apres} au barème "
        f"de {ancien}, puis au scénario {voix} (barème de {nouveau})",
        source=SOURCE,
        lecture="volume : le nouveau nombre de collectifs à l'ancien montant moyen ; coûts et "
        "bonus : ce que les dépenses et les bonus accordés y changent ; règle : ce qu'y change le "
        "passage d'une règle à l'autre (barème, hypothèses, collectifs ajoutés par le scénario).",
        note="Ordre : volume, puis coûts et bonus, puis règle ; les parts font exactement la "
        f"différence. {SANS_BILAN[etendue]} L'axe ne part pas de zéro : lisez les montants.",
    )


def _parts(valeurs: Sequence[int], dites: Sequence[str], ecart: int) -> str:
    """What weighs most in the direction of the difference, and what weighs against it where that is
    as much again.
    """
    parts = list(zip(valeurs, ("le volume", "les coûts et bonus", "la règle"), dites, strict=True))
    pour = max(parts, key=lambda p: p[0] * ecart)
    contre = min(parts, key=lambda p: p[0] * ecart)
    malgre = (
        f", malgré {contre[1]} ({contre[2]})"
        if contre[0] * ecart < 0 and abs(contre[0]) >= abs(ecart)
        else ""
    )
    return f"d'abord par {pour[1]} ({pour[2]}){malgre}"


PROJECTION = (
    "Projection sous les hypothèses affichées, non prévision : elles sont à vous. Coûts, "
    "collectifs et plafond évoluent au même rythme chaque année ; taux et bonus restent."
)


def annees(
    gel: pd.DataFrame, suivi: pd.DataFrame, campagnes: Sequence[str], voix: str, champ: str
) -> Figure:
    """The envelope over several campagnes, with a frozen and with an indexed ceiling."""
    series = [
        images.Courbe(
            nom,
            tuple(campagnes),
            tuple(x / 100 for x in t["total_c"]),
            tuple(
                f"{c} : {euros(round(x / 100) * 100)}, soit {formats.pourcent(p, 1)} des coûts"
                for c, x, p in zip(campagnes, t["total_c"], t["part_pct"], strict=True)
            ),
        )
        for nom, t in (("plafond gelé", gel), ("plafond indexé", suivi))
    ]
    debut, fin = (gel["part_pct"].iloc[i] for i in (0, -1))
    titre = (
        f"Plafond gelé, la part des coûts prise en charge {'passe' if debut != fin else 'reste'} "
        f"de {formats.pourcent(debut, 1)} à {formats.pourcent(fin, 1)} en "
        f"{formats.pluriel(len(campagnes) - 1, 'an')}"
    )
    return images.figure(
        "annees",
        titre,
        f"Enveloppe du scénario {voix}, en euros",
        images.Courbes(tuple(series), "", "Enveloppe, en euros"),
        tables.compose(
            "annees",
            {
                "Campagne": campagnes,
                "Collectifs": gel["collectifs"].round(1),
                "Plafond gelé : total (€)": centimes(gel["total_c"]),
                "Plafond gelé : part des coûts (%)": gel["part_pct"].round(2),
                "Plafond indexé : total (€)": centimes(suivi["total_c"]),
                "Plafond indexé : part (%)": suivi["part_pct"].round(2),
            },
        ),
        en_mots=" ; ".join(f"{s.nom}, {s.survols[-1]}" for s in series),
        champ=champ,
        source=SOURCE,
        lecture=f"{series[0].survols[-1]} si le plafond est gelé ; {series[1].survols[-1]} s'il "
        "est indexé.",
        note=PROJECTION,
    )


def cout_moyen(
    gel: pd.DataFrame, suivi: pd.DataFrame, campagnes: Sequence[str], champ: str
) -> Figure:
    """The mean cost of a collectif beside the two ceilings: the gap that a frozen ceiling leaves to
    the others.
    """
    lignes: dict[str, list[Any]] = {
        "coût moyen d'un collectif": [c / 100 for c in gel["cout_c"]],
        "plafond gelé": list(gel["plafond"]),
        "plafond indexé": list(suivi["plafond"]),
    }
    series = [
        images.Courbe(
            nom,
            tuple(campagnes),
            tuple(y),
            tuple(f"{c}, {nom} : {formats.euros(v)}" for c, v in zip(campagnes, y, strict=True)),
        )
        for nom, y in lignes.items()
    ]
    ecarts = [gel["cout_c"].iloc[i] / 100 - gel["plafond"].iloc[i] for i in (0, -1)]
    mots = [formats.euros(abs(e)) + (" au-dessus" if e >= 0 else " au-dessous") for e in ecarts]
    return images.figure(
        "annees_cout",
        f"Le coût moyen d'un collectif, {mots[0]} du plafond en {campagnes[0]}, serait {mots[1]} "
        f"d'un plafond gelé en {campagnes[-1]}",
        "Coût moyen d'un collectif et plafonds, en euros",
        images.Courbes(tuple(series), "", "Euros par collectif"),
        tables.compose(
            "annees_cout",
            {"Campagne": campagnes}
            | {f"{nom.capitalize()} (€)": [round(v, 2) for v in y] for nom, y in lignes.items()},
        ),
        en_mots=" ; ".join(s.survols[-1] for s in series),
        champ=champ,
        source=SOURCE,
        lecture=f"{series[0].survols[-1]}.",
    )
