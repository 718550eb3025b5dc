"""Simulateur : « et si… », en avant et à rebours."""

from functools import partial

from clas_data.ui import (
    page,
    simulateur_etat,
    vues_annees,
    vues_commission,
    vues_scenarios,
    vues_simulateur,
    vues_simulateur_leviers,
)

acteur = page.enter("simulateur")
connu, etat = vues_simulateur.connu, simulateur_etat.choisir(acteur, vues_simulateur.reponses)

page.onglets(
    {
        "Qui gagne, qui perd": partial(vues_simulateur.gagnants, etat),
        "Au plafond": partial(connu, etat, partial(vues_simulateur.au_plafond, etat)),
        "Leviers": partial(connu, etat, partial(vues_simulateur_leviers.leviers_, etat)),
        "À rebours": partial(connu, etat, partial(vues_simulateur_leviers.a_rebours, etat)),
        "Pourquoi ?": partial(connu, etat, partial(vues_simulateur_leviers.pourquoi, etat, acteur)),
        "Plusieurs années": partial(connu, etat, partial(vues_annees.annees, etat)),
        "Commission": partial(vues_commission.seance, etat, acteur),
        "Scénarios": partial(vues_scenarios.scenarios, etat, acteur),
    }
)
