"""What moves the total of a scenario: each lever alone, backwards from an envelope, and why two
totals differ.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur
from clas_data.dessin import financement
from clas_data.ecrans.simulateur.etat import Etat, vigueur
from clas_data.ecrans.simulateur.regle import etendue
from clas_data.ecrans.simulateur.reponses import SOURCE, choisir_voix
from clas_data.formats import INSECABLE
from clas_data.simulateur import effets, temps
from clas_data.simulateur.effets import euros
from clas_data.ui import (
    carte_calcul,
    filtres,
    lecture,
    listes,
    style,
)

SANS_BILAN = {
    False: "Les actions sans bilan n'y entrent pas.",
    True: "Les actions sans bilan y entrent au coût moyen d'un collectif de leur campagne.",
}


def leviers_(etat: Etat) -> None:
    """How the total answers to each amount, changed alone."""
    s = effets.sensibilite(etat.donnees, etat.bareme, etat.scenarios["A"])
    depart = etat.resultats["A"].total_c
    series = [
        (
            g["titre"].iloc[0].split(" de prise")[0].replace(" d'un collectif", ""),
            list(g["pas_pct"]),
            [x / 100 for x in g["total_c"]],
            [
                f"{g['titre'].iloc[0]} {formats.pourcent(p, 0, signe=True)} "
                f"({formats.pourcent(v, 2) if g['levier'].iloc[0] == 'taux' else formats.euros(v)}"
                f") : {euros(x)}"
                for p, v, x in zip(g["pas_pct"], g["valeur"], g["total_c"], strict=True)
            ],
        )
        for _, g in s.groupby("levier", sort=False)
    ]
    dix = s[s["pas_pct"] == 10].set_index("titre")["total_c"] - depart
    premier = dix.idxmax() if len(dix) else ""
    titre = (
        f"{premier}{INSECABLE}: 10{formats.FINE}% de plus coûtent {euros(dix.max())}"
        if len(dix) and dix.max() > 0
        else "Aucun levier ne déplace le total"
    )
    carte_calcul.show(
        "leviers",
        titre,
        "Total du scénario A quand un seul nombre de la règle change, en euros",
        lambda: financement.courbes(
            series, "Changement du nombre, en %", "Total, en euros", sombre=style.sombre()
        ),
        alternative=f"{titre}. " + " ; ".join(x for *_, survols in series for x in survols[-1:]),
        donnees=pd.DataFrame(
            {
                "Levier": s["titre"],
                "Changement (%)": s["pas_pct"],
                "Valeur": s["valeur"],
                "Total (€)": s["total_c"] / 100,
            }
        ),
        notes=[("Lecture", series[0][3][-1] + ".")],
        champ=etat.champ,
        source=SOURCE,
    )


def _parts(valeurs: list[int], dites: list[str], ecart: int) -> str:
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


def pourquoi(etat: Etat, acteur: Acteur) -> None:
    """The difference between two campagnes, cut into volume, costs and rule."""
    campagnes, connus = (
        lecture.valeurs_axe(lecture.perimetre(acteur), "campagne"),
        baremes.connus(config.installation()),
    )
    filtres.say_dropped("depuis", "Depuis la campagne", campagnes)
    filtres.say_dropped("depuis_bareme", "Barème d'alors", connus)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rang = campagnes.index(etat.donnees.campagne)
        avant = listes.choisir(
            "Depuis la campagne",
            campagnes,
            index=max(rang - 1, 0),
            key="depuis",
            bind="query-params",
            width=220,
        )
        ancien = listes.choisir(
            "au barème de",
            connus,
            index=connus.index(etat.bareme.campagne),
            key="depuis_bareme",
            bind="query-params",
            width=220,
        )
        voix = choisir_voix("voix_pourquoi")
    premier = baremes.en_vigueur(config.installation(), ancien)
    x, croise = (vigueur(acteur, campagne, premier) for campagne in (avant, etat.donnees.campagne))
    d = temps.decomposer(x, croise, etat.resultats[voix])
    noms = [
        f"{avant}",
        "Volume",
        "Coûts et bonus",
        "Règle",
        f"{etat.donnees.campagne}, scénario {voix}",
    ]
    valeurs = [d.depart_c, d.volume_c, d.prix_c, d.regle_c, d.arrivee_c]
    textes_ = [euros(v) if i in (0, 4) or v <= 0 else f"+{euros(v)}" for i, v in enumerate(valeurs)]
    ecart = d.arrivee_c - d.depart_c
    de = (
        f"De {avant} à {etat.donnees.campagne}"
        if avant != etat.donnees.campagne
        else f"{avant}, du barème {ancien} au scénario {voix}"
    )
    titre = (
        (
            f"{de} : {euros(abs(ecart))} de {'plus' if ecart > 0 else 'moins'}, "
            f"{_parts(valeurs[1:4], textes_[1:4], ecart)}"
        )
        if ecart
        else f"{de} : le même total"
    )
    carte_calcul.show(
        "pourquoi",
        titre,
        f"Droits, du barème de {ancien} au scénario {voix}, en euros",
        lambda: financement.cascade(
            noms,
            [v / 100 for v in valeurs],
            textes_,
            [True, False, False, False, True],
            sombre=style.sombre(),
        ),
        alternative=f"{titre}. "
        + " ; ".join(f"{n} : {x}" for n, x in zip(noms, textes_, strict=True)),
        donnees=pd.DataFrame({"Étape": noms, "Euros": [v / 100 for v in valeurs]}),
        notes=[
            (
                "Lecture",
                "volume : le nouveau nombre de collectifs à l'ancien montant moyen ; coûts et "
                "bonus : ce que les dépenses et les bonus accordés y changent ; règle : ce qu'y "
                "change le passage d'une règle à l'autre (barème, hypothèses, collectifs ajoutés "
                "par le scénario).",
            ),
            (
                "Note",
                "Ordre : volume, puis coûts et bonus, puis règle ; les parts font exactement la "
                f"différence. {SANS_BILAN[bool(etendue())]} L'axe ne part pas de zéro : "
                "lisez les montants.",
            ),
        ],
        champ=f"Les collectifs de {avant} au barème de {ancien}, puis ceux de "
        f"{etat.donnees.campagne} "
        f"au barème de {ancien}, puis au scénario {voix} (barème de {etat.bareme.campagne})",
        source=SOURCE,
    )
