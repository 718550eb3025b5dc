"""Articulation : avec quels dispositifs, quelles écoles, quels parents travaillent les actions."""

from functools import partial

from clas_data.ecrans.articulation import dispositifs, liens, manques, paroles
from clas_data.ecrans.articulation import reperes as blocs_reperes
from clas_data.ui import filtres, page

acteur = page.enter("articulation")
selection = filtres.campagne_et_territoire(acteur)


def reperes() -> None:
    blocs_reperes.show(selection)
    blocs_reperes.adding()


page.onglets(
    {
        "Dispositifs": partial(dispositifs.schemes, selection),
        "Territoires et années": partial(dispositifs.territories, selection),
        "Liens manquants": partial(manques.gaps, selection),
        "École et parents": partial(liens.school_and_parents, selection),
        "Animation": partial(liens.animation, selection),
        "Repères": reperes,
        "Paroles": partial(paroles.show, selection),
    }
)
