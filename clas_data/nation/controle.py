"""The check of a deposit that may hold a national file: all its anomalies at once, those that our
own figures tell included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.fichiers import campagnes, journal
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.entetes import libelle
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.paquets import sceau
from clas_data.fichiers.schemas import NATIONAL
from clas_data.indicateurs import calcul
from clas_data.nation import declarees, jugements, noms
from clas_data.tables import base, importation, relectures
from clas_data.tables.proposition import Proposition


def proposer(
    installation: Installation,
    depots: Sequence[Depot],
    campagne: str,
    acteur: Acteur,
    mode: str = journal.COMPLETER,
    par: str = "",
) -> Proposition:
    """What accepting these files would do; a national file among them is checked against our own
    figures.
    """
    p = importation.proposer(installation, depots, campagne, acteur, mode, par)
    return examiner(installation, p, acteur)


def relire(
    installation: Installation,
    depots: list[Depot],
    campagne: str,
    acteur: Acteur,
    mode: str,
    par: Correspondance,
) -> Proposition:
    """The same, read through this correspondance."""

    def suite(p: Proposition) -> Proposition:
        return examiner(installation, p, acteur, par)

    return relectures.proposer(installation, depots, campagne, acteur, mode, par, suite)


def examiner(
    installation: Installation, p: Proposition, acteur: Acteur, par: Correspondance | None = None
) -> Proposition:
    """The same proposition, with what the check of its national figures says; under their own
    headers where a correspondance (`par`, or the one that its source names) reads them.
    """
    table = p.tables.get(NATIONAL)
    if table is None:
        return p
    lues = [jugements.lire(l) for l in table.to_pylist()]
    nos = _notres(installation, p, acteur, {l.ind.id for l in lues if l.ind})
    deja = p.absentes.get(NATIONAL, {}) if p.mode == journal.COMPLETER else {}
    dites = [
        *jugements.juger(lues, nos, p.campagne),
        *noms.deux_noms(lues, deja, p.campagne),
        *noms.lieux(lues, sceau.departement(installation), deja, p.campagne),
    ]
    connues = {s.correspondance for s in p.sources if s.table == NATIONAL and s.correspondance}
    if par is None and len(connues) == 1:
        par = rangement.toutes(installation).get(connues.pop())
    if par:
        leurs = {
            libelle(NATIONAL, nom, p.campagne): t.remplir(champ.colonne, p.campagne)
            for t in par.tableaux
            for table, nom, champ in t.utilises()
            if table == NATIONAL
        }
        dites = [replace(a, colonne=leurs.get(a.colonne, a.colonne)) for a in dites]
    return replace(p, anomalies=(*p.anomalies, *dites))


def _notres(
    installation: Installation, p: Proposition, acteur: Acteur, ids: Iterable[str]
) -> dict[str, float]:
    """Our own values of the campagne, as this deposit would leave them."""
    nom = p.apres or base.courante(installation)
    voulus = [i for i in declarees.comparables() if i in set(ids)]
    if nom is None or not voulus:
        return {}
    ouverte = base.ouvrir(installation, nom)
    perimetre = acteur.perimetre(campagnes.publiees(installation))
    if p.campagne not in calcul.valeurs_axe(ouverte, perimetre, "campagne"):
        return {}
    t = calcul.calculer(ouverte, perimetre, voulus, [], {"campagne": p.campagne})
    return {
        i: float(v)
        for i, v in zip(t["indicateur"], t["valeur"], strict=True)
        if not formats.inconnu(v)
    }
