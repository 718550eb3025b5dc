"""The figures of the conformité of actions: rules kept, actions × rules, porteurs × campagnes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from clas_data import formats
from clas_data.conformite import parcours, regles
from clas_data.conformite.matrice import (
    CONFORME,
    NON_CONFORME,
    NON_RENSEIGNE,
    SANS_OBJET,
    SIGNES,
)
from clas_data.conformite.regles import Regle
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.images import HORS, MANQUE, NON, OUI
from clas_data.formats import pluriel

STYLES = {CONFORME: OUI, NON_CONFORME: NON, NON_RENSEIGNE: MANQUE, SANS_OBJET: HORS}
LEGENDE = ("Légende", " · ".join(f"{s} {e}" for e, s in SIGNES.items()))
NON_DIT = (
    "« Non renseigné » : ce qui manque empêche de juger ; ce n'est pas un écart. « Sans "
    "objet » : la règle ne s'applique pas à cette action."
)
TITRE_MAX, RANGEES_MAX = 34, 25
SUITES = {
    parcours.RECURRENT: "↻ récurrent",
    parcours.NOUVEAU: "+ nouveau",
    parcours.PREMIERE: "1 première fois jugé",
    parcours.REGLE: "✓ réglé",
}


def par_regle(df: pd.DataFrame, matrice: pd.DataFrame, champ: str, source: str) -> Figure:
    """How many actions keep each rule; `df`: one row per rule, `matrice`: one per action."""
    n, titres = len(matrice), tuple(df["titre"])
    series = tuple(
        (
            f"{SIGNES[e]} {e}",
            tuple(int(v) for v in df[e]),
            tuple(
                (t, f"{SIGNES[e]} {e} : {pluriel(v, 'action')}")
                for t, v in zip(titres, df[e], strict=True)
            ),
            style,
        )
        for e, style in STYLES.items()
    )
    colonnes = {
        "Règle": titres,
        "Nature": [regles.NATURES[regles.load()[r].nature] for r in df["regle"]],
        **{
            {"juges": "Actions jugées", "part_conforme_pct": "Part conforme (%)"}.get(
                c, c.capitalize()
            ): df[c]
            for c in df.columns
            if c not in ("regle", "titre")
        },
    }
    l = df.iloc[0]
    return images.figure(
        "regles",
        _titre_regles(df, matrice),
        f"Les {formats.nombre(n)} actions agréées, règle par règle ; une action vaut ce que vaut "
        "le moins conforme de ses collectifs",
        images.Etats(titres, series) if n else None,
        tables.compose("regles", colonnes),
        en_mots=" ; ".join(
            f"{l['titre']} : {l[CONFORME]} conformes, {l[NON_CONFORME]} non conformes, "
            f"{l[NON_RENSEIGNE]} non renseignées"
            for l in df.to_dict("records")
        ),
        champ=champ,
        source=source,
        lecture=f"« {l['titre']} » : "
        f"{pluriel(l[CONFORME], 'action conforme', 'actions conformes')} sur "
        f"{formats.nombre(l['juges'])} qui peuvent être jugées.",
        note=f"Cliquez sur un segment pour lire ses actions. {NON_DIT}",
        axe="regle",
        codes=tuple(df["regle"]),
    )


def _titre_regles(df: pd.DataFrame, m: pd.DataFrame) -> str:
    sans = int((~(m[list(regles.load())] == NON_CONFORME).any(axis=1)).sum()) if len(m) else 0
    jugees = df[df["juges"] > 0]
    if jugees.empty:
        return f"Conformité{formats.INSECABLE}: {formats.ND}, rien ne peut être jugé"
    pire = jugees.loc[jugees["part_conforme_pct"].idxmin()]
    return (
        f"{pluriel(sans, 'action')} sur {formats.nombre(len(m))} sans aucun écart "
        f"constaté ; la règle la moins tenue : « {pire['titre']} » "
        f"({formats.pourcent(pire['part_conforme_pct'], 0)} des actions jugées)"
    )


def matrice(
    m: pd.DataFrame,
    vue: pd.DataFrame,
    declarees: Sequence[Regle],
    libelles: Sequence[str],
    champ: str,
    source: str,
) -> Figure:
    """Actions × rules: `m` all those that are kept, `vue` those drawn, `libelles` what a click on
    each brings back.
    """
    ids = [r.id for r in declarees]
    ecarts = m[ids] == NON_CONFORME
    demandes = vue.to_dict("records")
    cases = tuple(tuple(l[r] for r in ids) for l in demandes)
    survols = tuple(
        tuple(
            (str(l["intitule"]), str(l["porteur_nom"]), r.titre, f"{SIGNES[c]} {c}")
            for r, c in zip(declarees, ligne, strict=True)
        )
        for l, ligne in zip(demandes, cases, strict=True)
    )
    image = images.Matrice(
        tuple(
            f"{_court(l['intitule'] or l['code_action'])} · {l['code_action']}" for l in demandes
        ),
        tuple(r.court for r in declarees),
        cases,
        survols,
        tuple(tuple((x, r) for r in ids) for x in libelles),
        tuple(STYLES.items()),
        tuple(SIGNES.items()),
    )
    tetes = {"Code": "code_action", "Action": "intitule"}
    tetes |= {"Porteur": "porteur_nom", "Commune": "commune_nom"}
    return images.figure(
        "matrice",
        f"{pluriel(int(ecarts.to_numpy().sum()), 'écart')} au référentiel dans "
        f"{pluriel(int(ecarts.any(axis=1).sum()), 'action')} de cette liste",
        "Une ligne par action agréée, une colonne par règle ; les actions qui s'écartent le plus "
        "en tête. Cliquez sur une case pour lire ses preuves.",
        image if len(vue) else None,
        tables.compose(
            "matrice",
            {n: m[c] for n, c in tetes.items()} | {r.titre: m[r.id] for r in declarees},
        ),
        en_mots=" ; ".join(
            f"{r.titre} : {pluriel(int(ecarts[r.id].sum()), 'écart')}" for r in declarees
        )
        + ". La table des données donne l'état de chaque action pour chaque règle.",
        champ=champ,
        source=source,
        note=NON_DIT,
        notes=(LEGENDE,),
    )


def _court(texte: str) -> str:
    return texte if len(texte) <= TITRE_MAX else texte[: TITRE_MAX - 1].rstrip() + "…"


def porteurs(
    etats: pd.DataFrame,
    suites: pd.DataFrame,
    noms: Mapping[str, str],
    annees: Sequence[str],
    regle: Regle,
    champ: str,
    source: str,
) -> Figure:
    """Porteurs × campagnes for one rule; the recurring ones first."""
    comptes, ordre = Counter(suites["suite"]), {s: i for i, s in enumerate(SUITES)}
    rangs = suites.sort_values("suite", key=lambda c: c.map(ordre), kind="stable")
    large = (
        etats.pivot(index="porteur_siret", columns="campagne", values="etat")
        .reindex(index=list(rangs["porteur_siret"]), columns=list(annees))
        .fillna(SANS_OBJET)
    )
    nouveaux = comptes[parcours.NOUVEAU] + comptes[parcours.PREMIERE]
    titre = (
        f"« {regle.titre} » : "
        f"{pluriel(comptes[parcours.RECURRENT], 'écart récurrent', 'écarts récurrents')}, "
        f"{pluriel(nouveaux, 'écart nouveau', 'écarts nouveaux')}, "
        + pluriel(comptes[parcours.REGLE], "porteur a réglé le sien", "porteurs ont réglé le leur")
    )
    sirets, dites = list(large.index), [SUITES[x] for x in rangs["suite"]]
    cases = tuple(map(tuple, large.head(RANGEES_MAX).to_numpy().tolist()))
    vus = sirets[:RANGEES_MAX]
    image = images.Matrice(
        tuple(f"{noms[s]} · {x}" for s, x in zip(vus, dites, strict=False)),
        tuple(annees),
        cases,
        tuple(
            tuple((str(noms[s]), f"{c} : {SIGNES[e]} {e}") for c, e in zip(annees, l, strict=True))
            for s, l in zip(vus, cases, strict=True)
        ),
        tuple(tuple((s, c) for c in annees) for s in vus),
        tuple(STYLES.items()),
        tuple(SIGNES.items()),
        penche=False,
    )
    autres = len(sirets) - RANGEES_MAX
    reste = (
        f" {pluriel(autres, 'autre porteur', 'autres porteurs')} dans les données."
        if autres > 0
        else ""
    )
    return images.figure(
        "porteurs",
        titre,
        f"Porteurs qui s'écartent en {annees[-1]}, ou qui ont réglé leur écart ; un porteur vaut "
        "ce que vaut la moins conforme de ses actions",
        image if vus else None,
        tables.compose(
            "porteurs",
            {"Porteur": [noms[s] for s in sirets]}
            | {c: large[c] for c in annees}
            | {"Suite": list(rangs["suite"])},
        ),
        en_mots="Porteurs non conformes : "
        + " ; ".join(
            f"{c} : {formats.nombre(int((large[c] == NON_CONFORME).sum()))}" for c in annees
        )
        + ". La table des données donne l'état de chaque porteur, campagne par campagne.",
        champ=champ,
        source=source,
        note="Récurrent : un écart cette année et une année antérieure. Nouveau : aucun écart aux "
        f"années antérieures jugées.{reste}",
        notes=(LEGENDE,),
    )
