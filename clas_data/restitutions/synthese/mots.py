"""The words of a synthèse: what stands out, the places, the comparable actions, the rules — the
same on the page and in the PDF.
"""

from __future__ import annotations

import pandas as pd

from clas_data import formats, secret
from clas_data.conformite.matrice import CONFORME, NON_CONFORME, NON_RENSEIGNE, SIGNES
from clas_data.formats import ND, ponctuer
from clas_data.nation.regards import DESSOUS, DESSUS, STABLE, absence, faveur, recents
from clas_data.restitutions.synthese.composition import Ligne, Synthese, reglages
from clas_data.secret.repartition import Comparables
from clas_data.secret.repartition import reglages as distances

SANS = "–"
BOUGENT = 3  # how many movements of France are told


def a_retenir(s: Synthese) -> list[str]:
    """What stands out, in sentences, with the figures in them."""
    return [
        ponctuer(p)
        for p in [_volume(s), *_extremes(s), *_referentiel(s)][: reglages()["phrases_max"]]
    ]


def _volume(s: Synthese) -> str:
    enfants, collectifs = s.comptes[0], s.comptes[1]
    n, muettes = len(s.actions), int(s.actions["enfants"].isna().sum())
    partielle = bool(
        (
            s.actions["enfants"].notna()
            & (s.actions["collectifs_avec_enfants"] < s.actions["collectifs_declares"])
        ).any()
    )
    manque = " ; un collectif au moins n'a pas donné son nombre d'enfants" if partielle else ""
    actions = formats.pluriel(n, "action agréée", "actions agréées")
    if formats.inconnu(enfants.moi):
        return f"{actions} en {s.campagne} : le nombre d'enfants accompagnés n'est pas connu."
    dans = (
        f" dans {formats.pluriel(collectifs.moi, 'collectif')}"
        if not formats.inconnu(collectifs.moi)
        else ""
    )
    combien = f"{formats.pluriel(enfants.moi, 'enfant')}{dans}"
    if muettes:
        declare = "ont déclaré" if n - muettes > 1 else "a déclaré"
        autres = "l'autre" if muettes == 1 else f"les {formats.nombre(muettes)} autres"
        return (
            f"En {s.campagne}, {formats.nombre(n - muettes)} de vos {actions} {declare} "
            f"{combien} ; la réponse manque pour {autres}{manque}."
        )
    return (
        f"En {s.campagne}, {actions} {'ont' if n > 1 else 'a'} accompagné "
        f"{combien}{manque or _depuis(enfants, s)}."
    )


def _depuis(l: Ligne, s: Synthese) -> str:
    """The change since the previous campagne, where all its actions had said their children."""
    if formats.inconnu(l.avant) or s.precedente is None:
        return ""
    if s.precedente in s.partielles:
        return f", sans comparaison possible avec {s.precedente} (une partie des réponses y manque)"
    ecart = l.moi - l.avant
    return (
        (
            f", {formats.nombre(abs(ecart))} de {'plus' if ecart > 0 else 'moins'} qu'en "
            f"{s.precedente}"
        )
        if ecart
        else f", autant qu'en {s.precedente}"
    )


def _extremes(s: Synthese) -> list[str]:
    """The ratios in an outer quarter, those that have a better side first."""
    dehors = [l for l in s.rapports if l.place in ("haut", "bas")]
    return [
        (
            f"{l.indicateur.titre} : {l.ecrire(l.moi)}, dans le {l.mots} des porteurs du "
            f"département (moitié centrale : {moitie(l)})."
        )
        for l in sorted(dehors, key=lambda l: l.faveur == "neutre")
    ][:3]


def _referentiel(s: Synthese) -> list[str]:
    ecarts = [
        r.court
        for r in s.regles.values()
        if r.id in s.etats and (s.etats[r.id] == NON_CONFORME).any()
    ]
    dits = (
        f"{formats.pluriel(len(ecarts), 'règle')} du référentiel avec un écart : "
        f"{', '.join(ecarts[:4])}{', entre autres' if len(ecarts) > 4 else ''}."
    )
    n = len(s.questions)
    attendues = (
        (
            f"{formats.pluriel(n, 'question')} {'attendent' if n > 1 else 'attend'} une réponse "
            "de votre part."
        )
        if n
        else "Aucune question n'attend de réponse de votre part."
    )
    return [dits if ecarts else "Aucun écart au référentiel n'est relevé.", attendues]


def moitie(l: Ligne) -> str:
    """« de 43 % à 66 % », or why it is not shown."""
    r = l.repartition
    if formats.inconnu(r.bas):
        return (
            f"médiane {l.ecrire(r.mediane)}"
            if not formats.inconnu(r.mediane)
            else f"{ND} (moins de {secret.load().porteurs_min_mediane} porteurs)"
        )
    return f"de {l.ecrire(r.bas)} à {l.ecrire(r.haut)}"


def departement(l: Ligne) -> str:
    """The value of the département, « s » where it is masked."""
    return secret.SIGNE if l.masque else l.ecrire(l.departement)


def comparaison(c: Comparables) -> str:
    """How many comparable actions, and why these."""
    if c.distance is None:
        trouve = (
            (
                f"{formats.pluriel(c.actions, 'action')} de "
                f"{formats.pluriel(c.porteurs, 'autre porteur', 'autres porteurs')}"
            )
            if c.actions
            else "aucune action"
        )
        return ponctuer(
            f"Pas assez d'actions comparables : {trouve} à la distance "
            f"{distances()['distance_max']} ou moins ; il faut au moins "
            f"{secret.load().porteurs_min_mediane} autres porteurs pour une médiane."
        )
    ecarts = (
        "même niveau, même taille, même territoire, même type de porteur"
        if c.distance == 0
        else f"distance de {c.distance} au plus, à niveau égal"
    )
    return ponctuer(
        f"{formats.pluriel(c.actions, 'action comparable', 'actions comparables')} de "
        f"{formats.pluriel(c.porteurs, 'autre porteur', 'autres porteurs')} "
        f"({ecarts})."
    )


def regle_distance() -> str:
    """The published distance, in one sentence."""
    morceaux = [
        f"{formats.en_phrase(d['titre'])} : {d['poids']}"
        + (" par classe d'écart" if nom == "taille" else "")
        for nom, d in distances()["criteres"].items()
    ]
    return ponctuer(
        f"Distance publiée, somme de ce qui diffère ({' ; '.join(morceaux)}) ; on prend la plus "
        f"petite distance, {distances()['distance_max']} au plus, qui réunit "
        f"{secret.load().porteurs_min_quartiles} autres porteurs, sinon "
        f"{secret.load().porteurs_min_mediane}. Chaque valeur montrée est la moyenne d'au moins "
        f"{secret.load().porteurs_min} porteurs."
    )


def conformite(s: Synthese) -> list[list[str]]:
    """One row per rule judged on some action: title, then the state of each action."""
    lignes = []
    for r in s.regles.values():
        etats = [s.etats[r.id].get(a, NON_RENSEIGNE) for a in s.actions["code_action"]]
        if any(e in (CONFORME, NON_CONFORME, NON_RENSEIGNE) for e in etats):
            lignes.append([r.titre, *(f"{SIGNES[e]} {e}" for e in etats)])
    return lignes


def comparees(s: Synthese, rang: int) -> str:
    """The median of the comparable actions of this ratio; from the lowest to the highest where the
    porteur has several actions.
    """
    lus = [lignes[rang] for _, lignes in s.comparables.values() if lignes]
    connus = [l for l in lus if not formats.inconnu(l.repartition.mediane)]
    medianes = sorted(l.repartition.mediane for l in connus)
    dits = list(dict.fromkeys(connus[0].ecrire(m) for m in medianes)) if connus else []
    return ND if not dits else dits[0] if len(dits) == 1 else f"de {dits[0]} à {dits[-1]}"


def france(s: Synthese) -> bool:
    """True where France has a column: a figure of these years is known."""
    return recents(l.france for l in s.rapports)


def en_france(l: Ligne) -> dict[str, str | bool]:
    """The figure of France for this ratio: as written, mine beside it (sign and words), whether it
    has a better side, whether it is too old, and why it does not compare.
    """
    g = l.france
    if g is None:
        return {"valeur": SANS, "mots": "", "faveur": "neutre", "grise": False, "raison": ""}
    inconnue = formats.inconnu(l.moi)
    dite = g.compare or inconnue
    return {
        "valeur": g.ecrit if dite else "n.c.",
        "mots": "" if inconnue else g.mots,
        "faveur": faveur(g.indicateur, g.position == DESSUS)
        if g.position in (DESSUS, DESSOUS)
        else "neutre",
        "grise": g.grise,
        "raison": "" if inconnue or g.avis is None else g.avis.raison,
    }


def nationale(s: Synthese) -> str:
    """Who gives the national figures, what moves in France; or the one sentence that says that none
    is known.
    """
    vus = [l.france for l in s.rapports if l.france is not None]
    if not recents(vus):
        return absence(vus, s.campagne)
    sources = " ; ".join(dict.fromkeys(g.chiffre.source for g in vus))
    bougent = [
        f"{formats.en_phrase(g.indicateur.titre)}, {g.variation.split(':', 1)[-1].strip()}"
        for g in vus
        if g.variation and g.bouge != STABLE and not g.grise
    ][:BOUGENT]
    suite = f" En France : {' ; '.join(bougent)}." if bougent else ""
    sans = f" « {SANS} » : aucun chiffre national." if len(vus) < len(s.rapports) else ""
    grises = " En gris : plus de trois ans d'écart." if any(g.grise for g in vus) else ""
    return ponctuer(f"{sources}.{suite}{sans}{grises}")


def fiabilite(s: Synthese) -> str:
    """How many answered in the département."""
    repondants, attendus = s.reponses.get("enfants_accompagnes", (pd.NA, pd.NA))
    if formats.inconnu(attendus) or not attendus:
        return ""
    part = formats.pourcent(100 * int(repondants) / int(attendus))
    return ponctuer(
        f"Département : {formats.nombre(repondants)} réponses au questionnaire sur "
        f"{formats.nombre(attendus)} attendues ({part})."
    )
