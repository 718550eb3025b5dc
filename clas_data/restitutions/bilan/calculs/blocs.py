"""Blocks that compute: sizes of collectifs, conformity, funders, scenarios, what is missing,
sources.
"""

from __future__ import annotations

from collections.abc import Callable

from clas_data.conformite import matrice, regles
from clas_data.figures import tailles
from clas_data.figures.valeur import propre
from clas_data.figures.valeurs import Valeurs
from clas_data.restitutions.bilan.calculs import mouvements_regles, territoires
from clas_data.restitutions.bilan.calculs.conformite import conformite, par_action, par_regle
from clas_data.restitutions.bilan.calculs.porteurs import financeurs, porteurs
from clas_data.restitutions.bilan.calculs.scenarios import retenus
from clas_data.restitutions.bilan.edition import Edition
from clas_data.territoires import couverture


def preparer(v: Valeurs) -> None:
    """Give the sentences the computed figures: communes covered, rules kept."""
    couvertures = {
        c: couverture.calculer(
            v.installation, v.base, v.perimetre, c, "commune", "actions_agreees", "habitants"
        ).total
        for c in v.campagnes
        if c in (v.campagne, v.comparaison)
    }
    source = "Agréments de la commission ; populations municipales de l'Insee"
    for id_, titre, unite, cle in (
        ("communes_avec_action", "Communes avec une action", "communes", "territoires_avec_action"),
        ("communes_departement", "Communes du département", "communes", "territoires"),
        (
            "part_population_avec_action",
            "Habitants d'une commune qui a une action",
            "%",
            "part_population_avec_action_pct",
        ),
    ):
        v.ajouter(propre(id_, titre, unite, 0, source), {c: t[cle] for c, t in couvertures.items()})
    actions = {c: par_action(v, c) for c in couvertures}
    juges = {c: par_regle(v, c, t).set_index("regle") for c, t in actions.items()}
    for id_, titre, compte in (
        ("regles", "Règles du référentiel", lambda t: len(t)),
        ("regles_jugees", "Règles jugées", lambda t: (t["juges"] > 0).sum()),
        (
            "regles_suivies",
            "Règles que toutes les actions jugées suivent",
            lambda t: ((t["juges"] > 0) & (t[matrice.CONFORME] == t["juges"])).sum(),
        ),
    ):
        v.ajouter(
            propre(id_, titre, "règles", 0, source), {c: float(compte(t)) for c, t in juges.items()}
        )
    suivies = v.comparaison in actions
    lues = {c: mouvements_regles.fils(v, c, t) for c, t in actions.items()} if suivies else {}
    for regle in regles.en_vigueur(v.installation, v.campagne).values():
        ind = propre(f"conformite_{regle.id}", regle.titre, "%", 0, regle.source)
        v.ajouter(ind, {c: t.loc[regle.id, "part_conforme_pct"] for c, t in juges.items()})
        if suivies:
            cotes = [lues[c][["porteur", regle.id]] for c in (v.comparaison, v.campagne)]
            v.suivre(mouvements_regles.suivre(ind, v.comparaison, v.campagne, *cotes))


CALCULS: dict[str, Callable[[Valeurs, Edition], list]] = {
    "conformite": conformite,
    "tailles": lambda v, e: tailles.tailles(v, {}),
    "porteurs": porteurs,
    "carte": territoires.carte,
    "intercommunalites": territoires.intercommunalites,
    "zones_blanches": territoires.zones_blanches,
    "financeurs": financeurs,
    "scenarios": retenus,
}
