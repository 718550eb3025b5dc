"""The figures of the simulator, as its tabs show them and as a dossier composes them again: from a
state (a campagne, a barème, two scenarios) and the choices of a tab.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from clas_data import baremes, config, formats
from clas_data.ecrans.simulateur.etat import COMPARES, VOIX, Etat, composer, vigueur
from clas_data.errors import UsageError
from clas_data.figures.figure import Figure
from clas_data.figures.propres import projections, simulations
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.simulateur import inverse, scenario, sensibilite, temps
from clas_data.simulateur.scenario import Levier
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

Choix = Mapping[str, Any]
ANNEES = Levier("annees", "Années", "campagnes", Decimal(1), Decimal(temps.ANNEES_MAX), decimales=0)


def bloc(etat: Etat, **choix: Any) -> Bloc:
    """What composes a figure of this state again: its barème, what its scenarios change, and the
    choices of the tab.
    """
    dits = {v.lower(): [f"{n}={x}" for n, x in s.change.items()] for v, s in etat.scenarios.items()}
    return Bloc(PROPRE, {"bareme": etat.bareme.campagne, **dits, **choix}, etat.selection)


def relire(selection: Selection, choix: Choix) -> Etat:
    """The state that a pin was made on, on the base of today."""
    parent = choix["bareme"]
    _connus(selection, choix.get("depuis"), parent, choix.get("ancien", parent))
    scenarios = {
        v: scenario.construire(
            f"Scénario {v}", parent, dict(x.split("=", 1) for x in choix[v.lower()])
        )
        for v in VOIX
    }
    etendue = {n: x for n, x in scenarios["A"].change.items() if n == "sans_bilan"}
    bareme = baremes.en_vigueur(config.installation(), parent)
    return composer(selection, bareme, scenarios, etendue)


def _connus(selection: Selection, depuis: str | None, *connus: str) -> None:
    """Refuse a barème or a campagne that is not here (any more)."""
    for absent in {*connus} - {*baremes.connus(config.installation())}:
        raise UsageError(f"Le barème de {absent} n'est pas dans cette installation.")
    if depuis is not None and depuis not in selection.campagnes:
        raise UsageError(f"La campagne {depuis} n'est pas dans cette base.")


def de(faire: Callable[..., Figure | tuple[Figure, ...]]) -> Callable:
    """The same figure, from a selection and the choices that a pin keeps."""
    return lambda selection, choix: faire(relire(selection, choix), **_propres(choix))


def _propres(choix: Choix) -> dict[str, Any]:
    return {n: v for n, v in choix.items() if n not in ("bareme", *map(str.lower, VOIX))}


def gagnants(etat: Etat, voix: str, groupe: str) -> Figure:
    """Gains and losses by group."""
    c, propre = etat.comparaisons[voix], etat.propre(voix)
    return COMPARES.de(
        (c,),
        ("gagnants", voix, groupe, repr(propre), repr(etat.bareme), etat.champ),
        lambda: simulations.gagnants(voix, groupe, c, propre, etat.bareme, etat.champ),
    )


def plafond(etat: Etat) -> Figure:
    """The distribution of the cost of a collectif, with each ceiling as a line."""
    return simulations.plafond(etat.reference, etat.resultats, etat.champ)


def iso(etat: Etat) -> Figure:
    """The ceilings that cost as much as scenario A, rate by rate."""
    a = etat.resultats["A"]
    taux = [t for k in range(-4, 5) if 0 < (t := a.regle.taux + Decimal(k)) <= 100]
    lus = inverse.iso_budget(etat.donnees, etat.bareme, etat.scenarios["A"], a.total_c, taux)
    return simulations.iso(lus, taux, a.total_c, etat.champ)


def leviers(etat: Etat) -> Figure:
    """How the total answers to each amount, changed alone."""
    s = sensibilite.sensibilite(etat.donnees, etat.bareme, etat.scenarios["A"])
    return simulations.leviers(s, etat.resultats["A"].total_c, etat.champ)


def pourquoi(etat: Etat, voix: str, depuis: str, ancien: str) -> Figure:
    """The difference between two campagnes, cut into volume, costs and rule."""
    etendue = {n: v for n, v in etat.reference.scenario.change.items() if n == "sans_bilan"}
    premier, ici = baremes.en_vigueur(config.installation(), ancien), etat.selection
    x, croise = (vigueur(ici.perimetre, c, premier, etendue) for c in (depuis, ici.campagne))
    return projections.pourquoi(
        temps.decomposer(x, croise, etat.resultats[voix]),
        depuis,
        ici.campagne,
        (ancien, etat.bareme.campagne),
        voix,
        bool(etendue),
    )


def annees(etat: Etat, voix: str, annees: str, **hausses: str) -> tuple[Figure, Figure]:
    """The envelope over several campagnes, with a frozen and with an indexed ceiling; and the mean
    cost beside both ceilings.
    """
    n = int(ANNEES.lire(annees))
    lues = {cle: rythmes()[cle].lire(v) for cle, v in hausses.items()}
    args = (etat.donnees, etat.bareme, etat.resultats[voix], n)
    args += (lues["pct_collectifs"], lues["pct_couts"])
    gel, suivi = temps.projeter(*args, Decimal(0)), temps.projeter(*args, lues["pct_plafond"])
    debut = int(etat.donnees.campagne[:4])
    noms = [f"{debut + a}-{debut + a + 1}" for a in gel["annee"]]
    champ = (
        f"{etat.champ}, scénario {voix} ; collectifs {_pct(lues['pct_collectifs'])}, coûts "
        f"{_pct(lues['pct_couts'])} par an"
    )
    return (
        projections.annees(gel, suivi, noms, voix, champ),
        projections.cout_moyen(gel, suivi, noms, champ),
    )


def rythmes() -> dict[str, Levier]:
    """What grows each year, and between which bounds."""
    return {
        cle: Levier(cle, h["titre"], "%", Decimal(-50), Decimal(100), decimales=2)
        for cle, h in temps.hypotheses().items()
    }


def _pct(v: Decimal) -> str:
    return formats.pourcent(v, max(0, -v.normalize().as_tuple().exponent), signe=True)


PROPRES: dict[str, Callable] = {
    f.__name__: de(f) for f in (gagnants, plafond, iso, leviers, pourquoi, annees)
}
