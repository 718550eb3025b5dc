"""The figures of the collectifs beside the référentiel: weeks, hours, dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from clas_data import formats
from clas_data.conformite.matrice import CONFORME, NON_CONFORME
from clas_data.conformite.regles import Regle
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.formats import pluriel

PAS_HEURES = 10
COLLECTIFS = "Questionnaire d'activité, feuille « collectifs » ; "


def _valeur(regles: Mapping[str, Regle], regle: str, parametre: str) -> float:
    return regles[regle].parametres[parametre].valeur


def semaines(df: pd.DataFrame, regles: Mapping[str, Regle], champ: str) -> Figure:
    """Weeks of opening against the minimum."""
    minimum, regle = _valeur(regles, "semaines", "semaines_min"), regles["semaines"]
    plancher = minimum - _valeur(regles, "semaines", "semaines_tolerance")
    connus = df["semaines"].dropna().astype(int).value_counts().sort_index()
    valeurs, nombres = connus.index.tolist(), tuple(connus.tolist())
    dedans = sum(n for s, n in zip(valeurs, nombres, strict=True) if s >= plancher)
    return _repartir(
        "semaines",
        f"{pluriel(dedans, 'collectif')} sur {formats.nombre(sum(nombres))} "
        f"{'ont' if dedans >= 2 else 'a'} ouvert au "
        f"moins {formats.nombre(minimum)} semaines ({part(dedans, sum(nombres))})",
        "Nombre de collectifs selon leurs semaines d'ouverture",
        images.Seuil(
            tuple(valeurs),
            nombres,
            tuple(s >= plancher for s in valeurs),
            tuple(
                (pluriel(s, "semaine"), pluriel(n, "collectif"))
                for s, n in zip(valeurs, nombres, strict=True)
            ),
            (minimum - 0.5, f"minimum : {formats.nombre(minimum)}"),
            "Semaines d'ouverture",
        ),
        regle,
        int(df["semaines"].isna().sum()),
        champ,
        "Semaines d'ouverture",
        f"Trait : {formats.en_phrase(regle.titre)}. Hachures : en deçà.",
    )


def heures(df: pd.DataFrame, regles: Mapping[str, Regle], champ: str) -> Figure:
    """Hours offered to a child, against what the rules make together: weeks × sessions × length."""
    produit = [
        _valeur(regles, *x)
        for x in (("semaines", "semaines_min"), ("seances", "seances_min"), ("duree", "duree_min"))
    ]
    plancher = produit[0] * produit[1] * produit[2] / 60
    connus = df["heures_par_enfant"].dropna().astype(float)
    dedans = int((connus >= plancher).sum())
    tranches = (connus // PAS_HEURES * PAS_HEURES).astype(int).value_counts().sort_index()
    debuts, nombres = tranches.index.tolist(), tuple(tranches.tolist())
    ecrits = [formats.nombre(v) for v in produit]
    return _repartir(
        "heures",
        f"{pluriel(dedans, 'collectif')} sur {formats.nombre(len(connus))} "
        f"{'offrent' if dedans >= 2 else 'offre'} au moins "
        f"{formats.nombre(plancher)} heures par enfant ({part(dedans, len(connus))})",
        "Nombre de collectifs selon les heures offertes à un enfant dans l'année, par tranches "
        f"de {PAS_HEURES}",
        images.Seuil(
            tuple(h + PAS_HEURES / 2 for h in debuts),
            nombres,
            tuple(h + PAS_HEURES > plancher for h in debuts),
            tuple(
                (f"de {h} à moins de {h + PAS_HEURES} heures", pluriel(n, "collectif"))
                for h, n in zip(debuts, nombres, strict=True)
            ),
            (plancher, f"repère : {formats.nombre(plancher)} h"),
            "Heures par enfant",
            largeur=PAS_HEURES,
        ),
        regles["seances"],
        int(df["heures_par_enfant"].isna().sum()),
        champ,
        "Tranche (milieu)",
        "Le repère n'est pas une règle : c'est le produit des minimums du référentiel "
        f"({ecrits[0]} semaines × {ecrits[1]} séances × {ecrits[2]} minutes). La tranche qui le "
        "contient est dessinée pleine.",
    )


def _repartir(
    cle: str,
    titre: str,
    sous_titre: str,
    image: images.Seuil,
    regle: Regle,
    inconnus: int,
    champ: str,
    tete: str,
    note: str,
) -> Figure:
    """A spread around a threshold."""
    dits = [" : ".join(s) for s in image.survols]
    muets = f" {pluriel(inconnus, 'collectif')} sans réponse." if inconnus else ""
    return images.figure(
        f"conformite_{cle}",
        titre,
        sous_titre,
        image if image.nombres else None,
        tables.compose(cle, {tete: image.valeurs, "Collectifs": image.nombres}),
        en_mots=" ; ".join(dits),
        champ=champ,
        source=f"{COLLECTIFS}{regle.source}",
        lecture=f"{dits[0]}." if dits else "",
        note=note + muets,
    )


def part(n: int, total: int) -> str:
    """A share, « n.d. » of nothing."""
    return formats.pourcent(100 * n / total, 0) if total else formats.ND


def dates(
    df: pd.DataFrame, tenus: Mapping[tuple, bool], regle: Regle, campagne: str, champ: str
) -> Figure:
    """First and last session of each collectif, beside the period of the référentiel; `tenus`:
    (action, collectif) → is it within?
    """
    lus = df.dropna(subset=["date_debut", "date_fin"])
    cles = zip(lus["code_action"], lus["numero"], strict=True)
    lus = lus.assign(tenu=[tenus.get(c, False) for c in cles]).sort_values(
        ["tenu", "date_debut", "date_fin"], kind="stable"
    )
    debuts, fins = (pd.to_datetime(lus[c]).dt.date.tolist() for c in ("date_debut", "date_fin"))
    n, dans, p = len(lus), tuple(map(bool, lus["tenu"])), regle.parametres
    hors, annee = n - sum(dans), int(campagne[:4])
    ecrits = [[formats.jour(d) for d in jours] for jours in (debuts, fins)]
    image = images.Periodes(
        tuple(debuts),
        tuple(fins),
        dans,
        tuple(
            (f"{c}, collectif {int(k)}", f"du {d} au {f}")
            for c, k, d, f in zip(lus["code_action"], lus["numero"], *ecrits, strict=True)
        ),
        tuple(
            (date(a, int(p[f"{b}_mois"].valeur), int(p[f"{b}_jour"].valeur)), mot)
            for a, b, mot in (
                (annee, "debut", "ouvert au plus tard"),
                (annee + 1, "fin", "mi-juin"),
            )
        ),
    )
    hypotheses = " ; ".join(x.origine for x in p.values() if x.hypothese)
    return images.figure(
        "conformite_dates",
        f"{pluriel(hors, 'collectif')} sur {formats.nombre(n)} "
        f"{'sortent' if hors > 1 else 'sort'} de la période du référentiel",
        "Un trait par collectif, de sa première à sa dernière séance",
        image if n else None,
        tables.compose(
            "dates",
            {
                "Action": lus["code_action"],
                "Collectif": lus["numero"],
                "Première séance": ecrits[0],
                "Dernière séance": ecrits[1],
                "Période": [CONFORME if k else NON_CONFORME for k in dans],
            },
        ),
        en_mots=f"{_bornes(debuts, fins)}La table donne les dates de chaque collectif.",
        champ=champ,
        source=f"{COLLECTIFS}{regle.source}",
        note=f"Les collectifs hors de la période sont en tête. {regle.texte} {hypotheses}. "
        f"{pluriel(len(df) - n, 'collectif')} sans ses deux dates.",
    )


def _bornes(debuts: Sequence[date], fins: Sequence[date]) -> str:
    """The first and last days in words."""
    if not debuts:
        return ""
    return (
        f"Premières séances du {formats.jour(min(debuts))} au {formats.jour(max(debuts))} ; "
        f"dernières séances du {formats.jour(min(fins))} au {formats.jour(max(fins))}. "
    )
