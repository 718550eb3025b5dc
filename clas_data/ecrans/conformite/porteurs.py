"""Conformité: recurring or new, the rules that each porteur leaves aside, campagne by campagne."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from clas_data.conformite import parcours
from clas_data.ecrans.conformite import dossiers
from clas_data.ecrans.conformite import etat as conformite_etat
from clas_data.ecrans.conformite.etat import Etat
from clas_data.figures.figure import Figure
from clas_data.figures.propres import conformites
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import figure, filtres, listes
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection


def porteurs(etat: Etat) -> None:
    """Recurring or new: the rules that each porteur leaves aside, campagne by campagne."""
    lus = _Suivis.lire(etat)
    titres = {r.titre: r.id for r in etat.regles.values()}
    filtres.say_dropped("regle", "Règle", titres)
    regle = titres[
        listes.choisir("Règle", list(titres), key="regle", bind="query-params", width=430)
    ]
    figure.show(
        _porteurs(etat, lus, regle),
        bloc=Bloc(PROPRE, {"regle": regle}, etat.selection),
        vide="Aucun porteur de cette sélection ne s'écarte de cette règle, ni ne vient de s'y "
        "conformer.",
    )
    dossiers.suites(etat, lus.suites, lus.noms)


class _Suivis(NamedTuple):
    """The rules that each porteur of the selection leaves aside, up to its campagne."""

    annees: list[str]
    noms: pd.Series
    etats: pd.DataFrame
    suites: pd.DataFrame

    @classmethod
    def lire(cls, etat: Etat) -> _Suivis:
        ici = etat.selection
        annees = [c for c in ici.campagnes if c <= ici.campagne]
        noms = etat.agreees.drop_duplicates("porteur_siret").set_index("porteur_siret")
        etats = conformite_etat.par_porteur(ici.perimetre, annees)
        etats = etats[etats["porteur_siret"].isin(noms.index)]
        return cls(annees, noms["porteur_nom"], etats, parcours.suivre(etats, ici.campagne))


def recomposer(selection: Selection, choix: Mapping[str, Any]) -> Figure:
    """The porteurs under one rule, that a pin keeps."""
    etat = Etat(selection)
    return _porteurs(etat, _Suivis.lire(etat), choix["regle"])


def _porteurs(etat: Etat, lus: _Suivis, regle: str) -> Figure:
    return conformites.porteurs(
        lus.etats[lus.etats["regle"] == regle],
        lus.suites[lus.suites["regle"] == regle],
        lus.noms,
        lus.annees,
        etat.regles[regle],
        etat.selection.mots,
        etat.source,
    )
