"""The figures of the requests: the four axes that actions declare, the avis that is joined."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clas_data import formats
from clas_data.conformite.matrice import CONFORME, NON_RENSEIGNE
from clas_data.conformite.regles import Regle
from clas_data.figures import figure, images, tables
from clas_data.figures.figure import Figure, Serie
from clas_data.figures.images import MANQUE, NON, OUI
from clas_data.figures.propres.seuils import part
from clas_data.formats import pluriel

AXES = {
    "axe_enfants": "Enfants et jeunes",
    "axe_parents": "Parents",
    "axe_ecole": "École",
    "axe_territoire": "Territoire",
}
AVIS = ("favorable", "réservé", "défavorable", "absent", NON_RENSEIGNE)


def axes(j: pd.DataFrame, regle: Regle, champ: str) -> Figure:
    """How many actions say that they hold each of the four axes; `j`: their judgements."""
    comptes = {a: [0, 0, 0] for a in AXES}
    for lu in j["lu"]:
        for a in AXES:
            comptes[a][2 if lu[a] is None else 0 if lu[a] else 1] += 1
    tous, mots = int((j["etat"] == CONFORME).sum()), ("✓ oui", "✗ non", "? non renseigné")
    series = tuple(
        (
            mots[k],
            tuple(comptes[a][k] for a in AXES),
            tuple((l, f"{mots[k]} : {pluriel(comptes[a][k], 'action')}") for a, l in AXES.items()),
            style,
        )
        for k, style in enumerate((OUI, NON, MANQUE))
    )
    tetes = ("Oui", "Non", "Non renseigné")
    return images.figure(
        "conformite_axes",
        f"{pluriel(tous, 'action')} sur "
        f"{formats.nombre(int((j['etat'] != NON_RENSEIGNE).sum()))} qui ont répondu "
        f"{'cumulent' if tous > 1 else 'cumule'} les quatre axes",
        "Nombre d'actions agréées qui déclarent chaque axe d'intervention",
        images.Etats(tuple(AXES.values()), series) if len(j) else None,
        tables.compose(
            "axes",
            {"Axe": AXES.values()} | {t: series[k][1] for k, t in enumerate(tetes)},
        ),
        en_mots=" ; ".join(
            f"{l} : {comptes[a][0]} oui, {comptes[a][1]} non, {comptes[a][2]} non renseigné"
            for a, l in AXES.items()
        ),
        champ=champ,
        source=f"Questionnaire d'activité, feuille « actions » ; {regle.source}",
        note=regle.texte,
    )


def avis(recus: Sequence[str | None], source: str, champ: str) -> Figure:
    """The avis of the Éducation nationale, over all the requests."""
    lus = [NON_RENSEIGNE if formats.inconnu(a) else a for a in recus]
    comptes, n = {a: lus.count(a) for a in AVIS}, len(lus)
    manquent = comptes["absent"] + comptes[NON_RENSEIGNE]
    ecrits = tuple(
        f"{formats.nombre(v)}{formats.INSECABLE}· {part(v, n)}" for v in comptes.values()
    )
    return Figure(
        "conformite_avis",
        figure.BARRES,
        "L'avis de l'Éducation nationale est favorable pour "
        f"{pluriel(comptes['favorable'], 'demande')} sur {formats.nombre(n)} ; il manque à "
        f"{pluriel(manquent, 'dossier')}",
        "Nombre de demandes, agréées ou non, selon l'avis joint au dossier",
        tuple(a.capitalize() for a in AVIS) if n else (),
        (Serie("Demandes", tuple(map(float, comptes.values())), ecrits),) if n else (),
        "Avis",
        "demandes",
        f"{pluriel(comptes['favorable'], 'demande')} d'avis favorable.",
        champ,
        f"Agréments, colonne « Avis de l'Éducation nationale » ; {source}",
        "Un avis réservé ou défavorable est au dossier : la règle est tenue, et la commission en "
        "parle.",
    )
