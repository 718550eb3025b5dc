"""Where need is high and offer low, in one map."""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.images import Lignes
from clas_data.figures.propres.cartes import ranger, semis
from clas_data.figures.propres.lieux import INCONNU, SIGNES, Calque, Croisement, Territoires
from clas_data.figures.propres.mesures import Vue
from clas_data.formats import INSECABLE, ND, nombre
from clas_data.territoires.classes import croiser
from clas_data.territoires.mesures import Lecture
from clas_data.territoires.taux import SANS_REPONSE

BESOINS = ("faible", "moyen", "fort")
OFFRES = ("aucune action", "offre plus faible", "offre plus forte")


def besoin_offre(vue: Vue, l: Lecture) -> Figure:
    """Where many people live and few children are accompanied: both in one map, with its matrix."""
    d, table = l.couverture.denominateur, ranger(l.couverture.table, vue.fond)
    croisee, besoin, offre = croiser(table["denominateur"], table["taux"])
    muets = croisee["besoin"].isna() | (croisee["besoin"] == 0)
    # rank in the colours: 0 unknown, then three needs for each offer, from none to high
    rangs = tuple(
        0 if m else int(3 * int(o) + int(b))
        for m, b, o in zip(muets, croisee["besoin"], croisee["offre"], strict=True)
    )
    effectifs = tuple(tuple(rangs.count(1 + 3 * o + b) for b in range(3)) for o in range(3))
    # a high need (3) and no offer
    a_voir = table[[r == len(BESOINS) for r in rangs]].sort_values("denominateur", ascending=False)
    image = Territoires(
        vue.fond,
        rangs,
        (INCONNU, *(("croisee", o, b) for o in range(3) for b in range(3))),
        tuple(
            (
                t.nom,
                f"{nombre(t.denominateur)} {d.libelle}",
                l.ecrire(t.taux) if t.statut != SANS_REPONSE else f"{ND} : pas de réponse",
            )
            for t in table.itertuples()
        ),
        vue.choisis,
        (),
        (Calque(SIGNES, (semis(table[muets.to_numpy(dtype=bool)]),)),),
        _croisement(effectifs, besoin.etiquettes, offre.etiquettes),
    )
    dit = table.assign(
        b=[ND if m else BESOINS[int(x) - 1] for x, m in zip(croisee["besoin"], muets, strict=True)],
        o=[ND if m else OFFRES[int(x)] for x, m in zip(croisee["offre"], muets, strict=True)],
    ).sort_values("denominateur", ascending=False)
    cases = " ; ".join(
        f"besoin {b}, {o} : {nombre(n)}"
        for o, rang in zip(OFFRES, effectifs, strict=True)
        for b, n in zip(BESOINS, rang, strict=True)
        if n
    )
    return images.figure(
        "geo_croisee",
        _sans_rien(a_voir),
        f"Besoin ({d.libelle}) et offre ({formats.en_phrase(l.libelle)}), {vue.lieu}",
        image,
        tables.compose(
            "geo_croisee",
            {
                "Territoire": dit["nom"],
                "Code": dit["code"],
                d.libelle.capitalize(): dit["denominateur"],
                l.libelle: dit["taux"],
                "Besoin": dit["b"],
                "Offre": dit["o"],
            },
        ),
        en_mots=f"Carte. Territoires par case : {cases}.",
        champ=vue.champ,
        source=f"{l.source} ; {vue.source}",
        lecture="plus la couleur est orange, plus il y a d'habitants sans action ; plus elle est "
        "bleue, plus l'offre est forte. Chaque case compte ses territoires.",
        notes=(
            (
                "Classes",
                "besoin en trois tiers, offre en deux moitiés (quantiles) ; sans action à part.",
            ),
        ),
    )


def _croisement(
    effectifs: tuple[tuple[int, ...], ...], besoins: Lignes, offres: Lignes
) -> Croisement:
    dites = zip(OFFRES[1:], offres, strict=False)
    lignes = (OFFRES[0], *(f"{m}{INSECABLE}: {e}" for m, e in dites))
    return Croisement(
        "Nombre de territoires dans chaque case",
        lignes,
        tuple(f"besoin {m}{INSECABLE}: {e}" for m, e in zip(BESOINS, besoins, strict=False)),
        effectifs[: len(lignes)],
    )


def _sans_rien(a_voir: pd.DataFrame) -> str:
    """Who needs most and has nothing, in a sentence."""
    if not len(a_voir):
        return "Tous les territoires les plus peuplés ont au moins une action"
    noms = ", ".join(a_voir["nom"].head(5)) + ("…" if len(a_voir) > 5 else "")
    verbe = "a" if len(a_voir) < 2 else "ont"
    return (
        f"{formats.pluriel(len(a_voir), 'territoire')} parmi les plus peuplés {verbe} un besoin "
        f"fort et aucune action{INSECABLE}: {noms}"
    )
