"""Articulation : avec quels dispositifs, quelles écoles, quels parents travaillent les actions."""

from functools import partial

from clas_data.ui import blocs_reperes, filtres, page, vues_articulation, vues_liens, vues_paroles

acteur = page.enter("articulation")
selection = filtres.campagne_et_territoire(acteur)


def reperes() -> None:
    blocs_reperes.show(selection)
    blocs_reperes.adding()


page.onglets(
    {
        "Dispositifs": partial(vues_articulation.schemes, selection),
        "Territoires et années": partial(vues_articulation.territories, selection),
        "Liens manquants": partial(vues_liens.gaps, selection),
        "École et parents": partial(vues_liens.school_and_parents, selection),
        "Animation": partial(vues_liens.animation, selection),
        "Repères": reperes,
        "Paroles": partial(vues_paroles.show, selection),
    }
)
