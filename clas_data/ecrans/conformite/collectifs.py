"""Conformité of the collectifs: sizes, weeks, hours, dates; and of the actions: axes, avis of the
Éducation nationale.
"""

from __future__ import annotations

from clas_data.conformite.matrice import CONFORME
from clas_data.ecrans.conformite import etat as conformite_etat
from clas_data.ecrans.conformite.etat import Etat
from clas_data.figures.figure import Figure
from clas_data.figures.propres import axes, seuils
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import blocs, figure, lecture
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection


def show(etat: Etat) -> None:
    """The pictures of the tab."""
    semaines, heures, quatre_axes, dates, avis = conformite_etat.figures(etat, compose)
    bloc = Bloc(PROPRE, {}, etat.selection)
    with blocs.cote_a_cote():
        blocs.tailles(etat.selection)
        for f in (semaines, heures, quatre_axes):
            figure.show(f, bloc=bloc)
    figure.show(dates, bloc=bloc)
    figure.show(avis, bloc=bloc)


def compose(selection: Selection) -> tuple[Figure, ...]:
    """Weeks, hours, axes, dates, avis."""
    etat, champ = Etat(selection), selection.mots
    regles, j = etat.regles, etat.jugements
    df = selection.garder(
        lecture.requete(selection.perimetre, "conformite_collectifs", campagne=selection.campagne)
    )
    periode = j[j["regle"] == "periode"]
    cles = zip(periode["code_action"], periode["numero"], strict=True)
    tenus = dict(zip(cles, periode["etat"] == CONFORME, strict=True))
    declares = j[(j["regle"] == "quatre_axes") & j["code_action"].isin(etat.agreees["code_action"])]
    avis = etat.demandes["avis_education_nationale"].tolist()
    return (
        seuils.semaines(df, regles, champ),
        seuils.heures(df, regles, champ),
        axes.axes(declares, regles["quatre_axes"], champ),
        seuils.dates(df, tenus, regles["periode"], selection.campagne, champ),
        axes.avis(avis, regles["avis_education_nationale"].source, champ),
    )
