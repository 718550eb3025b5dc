"""The figures of the articulation: schemes in combination, schemes over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from clas_data import formats
from clas_data.articulation.dispositifs import court
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.valeur import Valeur
from clas_data.formats import INSECABLE, pluriel, pourcent

SOURCE = "Questionnaire d'activité, feuille « actions »"
LIGNES = 8  # combinations drawn; all are in the data


def combinaisons(
    choisis: Sequence[str],
    table: pd.DataFrame,
    incompletes: int,
    parts: Mapping[str, float | None],
    champ: str,
) -> Figure:
    """How many actions declare exactly each combination of the schemes that the reader crosses;
    `parts`: the share of each scheme among those who answered.
    """
    total, vues = int(table["actions"].sum()), table.head(LIGNES)
    mots = [_membres(m) for m in table["membres"]]
    ecrites = tuple(
        f"{formats.nombre(n)} ({pourcent(p, 0)})"
        for n, p in zip(table["actions"], table["part"], strict=True)
    )
    reste = int(table["actions"].iloc[LIGNES:].sum())
    image = images.Combinaisons(
        tuple(court(d) for d in choisis),
        tuple(pourcent(parts[d], 0) for d in choisis),
        tuple(tuple(d in m for d in choisis) for m in vues["membres"]),
        tuple(int(n) for n in vues["actions"]),
        ecrites[:LIGNES],
        tuple(zip(mots[:LIGNES], ecrites, strict=False)),
    )
    return images.figure(
        "combinaisons",
        _titre(table, total),
        f"Nombre d'actions par combinaison exacte de {len(choisis)} dispositifs",
        image if total else None,
        tables.compose(
            "combinaisons",
            {
                "Combinaison": mots,
                "Actions": table["actions"],
                "Part des actions (%)": table["part"],
            },
        ),
        en_mots="Nombre d'actions par combinaison exacte : "
        + " ; ".join(f"{m} : {e}" for m, e in zip(mots[:LIGNES], ecrites, strict=False))
        + ".",
        champ=champ,
        source=SOURCE,
        lecture=f"{pluriel(table['actions'].iloc[0], 'action')} sur {formats.nombre(total)} : "
        f"{mots[0]}, et aucun autre des dispositifs croisés."
        if total
        else "",
        note=_note(total, incompletes, reste, len(table) - LIGNES),
    )


def _membres(membres: tuple[str, ...]) -> str:
    return " + ".join(court(d) for d in membres) if membres else "aucun des dispositifs croisés"


def _titre(table: pd.DataFrame, total: int) -> str:
    if not total:
        return f"Combinaisons de dispositifs{INSECABLE}: {formats.ND}"
    plusieurs = int(table.loc[table["membres"].map(len) > 1, "actions"].sum())
    return (
        f"{pluriel(plusieurs, 'action')} sur {formats.nombre(total)} "
        f"({pourcent(100 * plusieurs / total, 0)}) "
        f"{'combine' if plusieurs < 2 else 'combinent'} au moins deux des dispositifs croisés"
    )


def _note(total: int, incompletes: int, reste: int, autres: int) -> str:
    dits = [
        f"Chaque action est dans une seule ligne ; {pluriel(total, 'action')} "
        f"{'a' if total < 2 else 'ont'} répondu à toutes les questions croisées."
    ]
    if incompletes:
        dits.append(f"{pluriel(incompletes, 'action')} sans réponse complète, hors de la figure.")
    if reste:
        dits.append(
            f"{pluriel(autres, 'autre combinaison', 'autres combinaisons')} "
            f"({pluriel(reste, 'action')}) dans les données."
        )
    dits.append(
        "Sur chaque nom, la part des répondants qui déclarent ce dispositif, seul ou non : la "
        "somme de ces parts peut dépasser 100 %."
    )
    return " ".join(dits)


def annees(
    series: Sequence[tuple[str, Sequence[Valeur]]],
    campagnes: Sequence[str],
    recues: Mapping[str, str],
    champ: str,
) -> Figure:
    """Every scheme from the first campagne to the last, the one that changes most in view;
    `recues`: the answers of each campagne, in words.
    """
    valeurs = {n: tuple(x.valeur if x.connue else None for x in lus) for n, lus in series}
    dits = {n: tuple(pourcent(v, 0) for v in vs) for n, vs in valeurs.items()}
    plus = _bouge_le_plus(valeurs) if len(campagnes) > 1 else ""
    titre = f"Dispositifs d'une campagne à l'autre{INSECABLE}: {formats.ND}"
    if plus:
        avant, apres = valeurs[plus][0], valeurs[plus][-1]
        titre = (
            f"De {campagnes[0]} à {campagnes[-1]}, « {plus} » change le plus{INSECABLE}: de "
            f"{pourcent(avant)} à {pourcent(apres)} des répondants"
        )
    elif len(campagnes) == 1:
        titre = f"Une seule campagne connue, {campagnes[0]} : pas encore d'évolution à lire"
    image = images.Pentes(tuple(campagnes), tuple((n, valeurs[n], dits[n]) for n in valeurs), plus)
    return images.figure(
        "annees_dispositifs",
        titre,
        "Part des actions articulées à chaque dispositif, en % des répondants",
        image if plus else None,
        tables.compose(
            "annees_dispositifs",
            {
                "Dispositif": list(valeurs),
                **{c: [v[i] for v in valeurs.values()] for i, c in enumerate(campagnes)},
            },
        ),
        en_mots=" ; ".join(f"{n} : {', '.join(t)}" for n, t in dits.items()) + ".",
        champ=champ,
        source=SOURCE,
        note="Réponses à la question sur le PRE, par campagne : "
        + " ; ".join(f"{c} : {r}" for c, r in recues.items() if r)
        + ". Qui répond change d'une campagne à l'autre.",
    )


def _bouge_le_plus(valeurs: Mapping[str, Sequence[float | None]]) -> str:
    """The scheme whose share moves most between the two ends; empty where none is known at both."""
    connus = {n: v for n, v in valeurs.items() if v[0] is not None and v[-1] is not None}
    return max(connus, key=lambda n: abs(connus[n][-1] - connus[n][0]), default="")
