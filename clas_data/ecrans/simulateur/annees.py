"""Where the money goes over several campagnes: the envelope, and the gap between the real cost and
the ceiling, frozen or indexed.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.dessin import financement
from clas_data.ecrans.simulateur.etat import Etat
from clas_data.ecrans.simulateur.reponses import SOURCE, choisir_voix
from clas_data.simulateur import temps
from clas_data.simulateur.effets import euros
from clas_data.simulateur.scenario import Levier
from clas_data.ui import carte_calcul, champs, style, textes

ANNEES = Levier("annees", "Années", "campagnes", Decimal(1), Decimal(temps.ANNEES_MAX), decimales=0)
NOTE = (
    "Projection sous les hypothèses affichées, non prévision : elles sont à vous. Coûts, "
    "collectifs et plafond évoluent au même rythme chaque année ; taux et bonus restent."
)


def annees(etat: Etat) -> None:
    """The envelope over several campagnes, with a frozen and with an indexed ceiling."""
    supposees = {
        cle: (Levier(cle, h["titre"], "%", Decimal(-50), Decimal(100), decimales=2), h)
        for cle, h in temps.hypotheses().items()
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        voix = choisir_voix("voix_annees")
        n = int(champs.nombre("annees", ANNEES, Decimal(5), "Années", largeur=110))
        hausses = {
            cle: champs.nombre(cle, levier, Decimal(h["defaut"]), levier.titre, largeur=240)
            for cle, (levier, h) in supposees.items()
        }
    st.caption(
        textes.typographic(
            " ; ".join(
                f"{formats.pourcent(Decimal(h['defaut']), 2)} : {h['reference']}"
                for _, h in supposees.values()
                if Decimal(h["defaut"])
            )
            + ". Ces valeurs sont un point de départ : changez-les."
        )
    )
    args = (
        etat.donnees,
        etat.bareme,
        etat.resultats[voix],
        n,
        hausses["pct_collectifs"],
        hausses["pct_couts"],
    )
    gel, suivi = temps.projeter(*args, Decimal(0)), temps.projeter(*args, hausses["pct_plafond"])
    debut = int(etat.donnees.campagne[:4])
    noms = [f"{debut + a}-{debut + a + 1}" for a in gel["annee"]]
    champ = (
        f"{etat.champ}, scénario {voix} ; collectifs {_pct(hausses['pct_collectifs'])}, coûts "
        f"{_pct(hausses['pct_couts'])} par an"
    )
    _enveloppe(gel, suivi, noms, n, champ, voix)
    _cout(gel, suivi, noms, champ)


def _pct(v: Decimal) -> str:
    return formats.pourcent(v, max(0, -v.normalize().as_tuple().exponent), signe=True)


def _enveloppe(
    gel: pd.DataFrame, suivi: pd.DataFrame, noms: list[str], n: int, champ: str, voix: str
) -> None:
    series = [
        (
            nom,
            noms,
            [x / 100 for x in t["total_c"]],
            [
                f"{c} : {_rond(x)}, soit {formats.pourcent(p, 1)} des coûts"
                for c, x, p in zip(noms, t["total_c"], t["part_pct"], strict=True)
            ],
        )
        for nom, t in (("plafond gelé", gel), ("plafond indexé", suivi))
    ]
    sens = "passe" if gel["part_pct"].iloc[0] != gel["part_pct"].iloc[-1] else "reste"
    titre = (
        f"Plafond gelé, la part des coûts prise en charge {sens} de "
        f"{formats.pourcent(gel['part_pct'].iloc[0], 1)} à "
        f"{formats.pourcent(gel['part_pct'].iloc[-1], 1)} en {formats.pluriel(n, 'an')}"
    )
    carte_calcul.show(
        "annees",
        titre,
        f"Enveloppe du scénario {voix}, en euros",
        lambda: financement.courbes(series, "", "Enveloppe, en euros", sombre=style.sombre()),
        alternative=f"{titre}. " + " ; ".join(f"{s[0]}, {s[3][-1]}" for s in series),
        donnees=pd.DataFrame(
            {
                "Campagne": noms,
                "Collectifs": gel["collectifs"].round(1),
                "Plafond gelé : total (€)": (gel["total_c"] / 100).round(2),
                "Plafond gelé : part des coûts (%)": gel["part_pct"].round(2),
                "Plafond indexé : total (€)": (suivi["total_c"] / 100).round(2),
                "Plafond indexé : part (%)": suivi["part_pct"].round(2),
            }
        ),
        notes=[
            (
                "Lecture",
                f"{series[0][3][-1]} si le plafond est gelé ; {series[1][3][-1]} s'il est indexé.",
            ),
            ("Note", NOTE),
        ],
        champ=champ,
        source=SOURCE,
    )


def _cout(gel: pd.DataFrame, suivi: pd.DataFrame, noms: list[str], champ: str) -> None:
    """The mean cost of a collectif beside the two ceilings: the gap that a frozen ceiling leaves to
    the others.
    """
    lignes = (
        ("coût moyen d'un collectif", [c / 100 for c in gel["cout_c"]]),
        ("plafond gelé", list(gel["plafond"])),
        ("plafond indexé", list(suivi["plafond"])),
    )
    series = [
        (nom, noms, y, [f"{c}, {nom} : {formats.euros(v)}" for c, v in zip(noms, y, strict=True)])
        for nom, y in lignes
    ]
    ecarts = [gel["cout_c"].iloc[i] / 100 - gel["plafond"].iloc[i] for i in (0, -1)]
    mots = [formats.euros(abs(e)) + (" au-dessus" if e >= 0 else " au-dessous") for e in ecarts]
    titre = (
        f"Le coût moyen d'un collectif, {mots[0]} du plafond en {noms[0]}, serait {mots[1]} "
        f"d'un plafond gelé en {noms[-1]}"
    )
    carte_calcul.show(
        "annees_cout",
        titre,
        "Coût moyen d'un collectif et plafonds, en euros",
        lambda: financement.courbes(series, "", "Euros par collectif", sombre=style.sombre()),
        alternative=f"{titre}. " + " ; ".join(s[3][-1] for s in series),
        donnees=pd.DataFrame(
            {"Campagne": noms}
            | {f"{nom.capitalize()} (€)": [round(v, 2) for v in y] for nom, y in lignes}
        ),
        notes=[("Lecture", f"{series[0][3][-1]}.")],
        champ=champ,
        source=SOURCE,
    )


def _rond(cents: float) -> str:
    return euros(round(cents / 100) * 100)
