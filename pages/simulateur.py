"""Simulateur : « et si… », en avant et à rebours."""

from functools import partial

from clas_data.ui import page, simulateur_etat, vues_annees, vues_commission, vues_scenarios, vues_simulateur, vues_simulateur_leviers

acteur = page.enter("simulateur")
etat = simulateur_etat.choisir(acteur)

vues_simulateur.reponses(etat)
page.onglets(
    {
        "Qui gagne, qui perd": partial(vues_simulateur.gagnants, etat),
        "Au plafond": partial(vues_simulateur.au_plafond, etat),
        "Leviers": partial(vues_simulateur_leviers.leviers_, etat),
        "À rebours": partial(vues_simulateur_leviers.a_rebours, etat),
        "Pourquoi ?": partial(vues_simulateur_leviers.pourquoi, etat, acteur),
        "Plusieurs années": partial(vues_annees.annees, etat),
        "Commission": partial(vues_commission.seance, etat, acteur),
        "Scénarios": partial(vues_scenarios.scenarios, etat, acteur),
    }
)
