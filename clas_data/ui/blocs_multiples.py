"""Blocks for questions with several answers: shares of those who answered, whose sum may exceed 100
%, and the screen says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clas_data import formats
from clas_data.dessin import series
from clas_data.indicateurs import phrases
from clas_data.ui import carte, comparer, lecture, style, textes
from clas_data.ui.carte import Carte
from clas_data.ui.selection import Selection


def show(
    ids: Sequence[str],
    selection: Selection,
    *,
    cle: str,
    sujet: str,
    sous_titre: str,
    exclusives: bool = False,
    note: str = "",
) -> None:
    """One bar per answer, most frequent first; `exclusives` when only one answer was possible, so
    that the shares add up.
    """
    inds = {i: lecture.indicateur(i) for i in ids}
    df = lecture.calculer(selection, ids).sort_values(
        "valeur", ascending=False, kind="stable", na_position="last"
    )
    noms = [inds[i].court or inds[i].titre for i in df["indicateur"]]
    ecrites = [
        textes.valeur(inds[i], v) for i, v in zip(df["indicateur"], df["valeur"], strict=True)
    ]
    survols = [
        f"<b>{n}</b><br>{e}<br>{comparer.coverage(l)}"
        for n, e, l in zip(noms, ecrites, df.itertuples(), strict=True)
    ]
    titre, somme = _title(sujet, noms, ecrites, df["valeur"]), df["valeur"].sum(min_count=1)
    tete = inds[df["indicateur"].iloc[0]]
    donnees = pd.DataFrame(
        {
            "Réponse": noms,
            "Valeur": list(df["valeur"]),
            "Réponses": list(df["repondants"]),
            "Attendues": list(df["attendus"]),
        }
    )
    valeurs = list(df["valeur"])
    premiere = df.iloc[0]
    carte.show(
        Carte(
            cle=f"multiples_{cle}",
            ind=tete,
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            champ=selection.mots,
            sous_titre=sous_titre,
            alternative=f"{titre}. "
            + " ; ".join(f"{n} : {e}" for n, e in zip(noms, ecrites, strict=True))
            + ".",
            donnees=donnees,
            lecture=phrases.lecture(
                tete, premiere.valeur, selection.campagne, premiere.repondants, premiere.attendus
            ),
            note=" ".join(m for m in ("" if exclusives else _several(somme), note) if m),
            avertissements=comparer.warnings(tete, df.assign(nom=noms), "nom"),
        ),
        (
            lambda: series.barres(
                noms, valeurs, ecrites, survols, sombre=style.sombre(), hauteur_ligne=40
            )
        )
        if any(not formats.inconnu(v) for v in valeurs)
        else None,
    )


def _title(sujet: str, noms: Sequence[str], ecrites: Sequence[str], valeurs: pd.Series) -> str:
    """« Articulations déclarées : Reaap d'abord (50,0 %), puis PEdT (44,3 %) »."""
    connues = [
        (n, e) for n, e, v in zip(noms, ecrites, valeurs, strict=True) if not formats.inconnu(v)
    ]
    if not connues:
        return f"{sujet}{formats.INSECABLE}: {formats.ND}"
    suite = f", puis « {connues[1][0]} » ({connues[1][1]})" if len(connues) > 1 else ""
    return f"{sujet}{formats.INSECABLE}: d'abord « {connues[0][0]} » ({connues[0][1]}){suite}"


def _several(somme: float) -> str:
    if formats.inconnu(somme):
        return ""
    return (
        "Plusieurs réponses sont possibles : les parts sont celles des répondants, leur somme "
        f"({formats.pourcent(somme, 0)}) peut dépasser 100 %."
    )
