"""Simulateur : « et si… », en avant et à rebours."""

from functools import partial

from clas_data.ecrans.simulateur import (
    annees,
    barre,
    commission,
    leviers,
    rebours,
    reponses,
    scenarios,
)
from clas_data.ecrans.simulateur import etat as simulateur_etat
from clas_data.ui import page

acteur = page.enter("simulateur")
connu, etat = reponses.connu, simulateur_etat.choisir(acteur, barre.barre, reponses.reponses)

page.onglets(
    {
        "Qui gagne, qui perd": partial(reponses.gagnants, etat),
        "Au plafond": partial(connu, etat, partial(reponses.au_plafond, etat)),
        "Leviers": partial(connu, etat, partial(leviers.leviers_, etat)),
        "À rebours": partial(connu, etat, partial(rebours.a_rebours, etat)),
        "Pourquoi ?": partial(connu, etat, partial(leviers.pourquoi, etat)),
        "Plusieurs années": partial(connu, etat, partial(annees.annees, etat)),
        "Commission": partial(commission.seance, etat, acteur),
        "Scénarios": partial(scenarios.scenarios, etat, acteur),
    }
)
