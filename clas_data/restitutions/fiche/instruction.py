"""Fiche d'instruction: one page per request for the commission — history, conformity, beside its
peers, amounts, points to discuss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from clas_data import baremes, formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.conformite import dossier as commission
from clas_data.conformite import matrice
from clas_data.conformite.matrice import NON_CONFORME, SANS_OBJET, SIGNES
from clas_data.conformite.regles import NATURES, en_vigueur, lisible, load
from clas_data.errors import Anomalie, UsageError
from clas_data.formats import ponctuer
from clas_data.indicateurs import calcul, catalogue
from clas_data.restitutions import pdf, relances
from clas_data.restitutions.fiche import liste, montants, points
from clas_data.restitutions.fiche.dossier import HISTOIRE, Dossier, references, reglages
from clas_data.restitutions.fiche.seance import Seance
from clas_data.tables import controles
from clas_data.tables.base import Base

PREUVES_MAX = 2  # what fits on the line of a rule


def lire(inst: Installation, base: Base, perimetre: Perimetre, campagne: str) -> Dossier:
    """What the fiches of this campagne need; a campagne without any request is refused."""
    demandes = base.lire(perimetre, "conformite_demandes", {"campagne": ""})
    demandes = demandes[demandes["campagne"] <= campagne].reset_index(drop=True)
    siennes = demandes[demandes["campagne"] == campagne]
    if siennes.empty:
        raise UsageError(
            f"La base ne contient aucune demande pour {campagne} : déposez d'abord ses fichiers."
        )
    jugements = pd.concat(
        [matrice.juger(base, perimetre, c) for c in sorted(demandes["campagne"].unique())],
        ignore_index=True,
    )
    figures = calcul.calculer(
        base, perimetre, [*HISTOIRE, *reglages()["reperes"]], ["campagne", "action"]
    )
    recevables = commission.recevabilite(jugements[jugements["campagne"] == campagne], siennes)
    return Dossier(
        campagne,
        demandes,
        jugements,
        figures,
        recevables,
        baremes.en_vigueur(inst, campagne),
        en_vigueur(inst, campagne),
        relances.mentions(base),
        _alertes(base, demandes),
    )


def _alertes(base: Base, demandes: pd.DataFrame) -> dict[tuple[str, str], list[Anomalie]]:
    """What the controls find in the last known activity of each action."""
    trouvees: dict[tuple[str, str], list[Anomalie]] = {}
    for campagne in sorted({*references(demandes).values()} - {""}):
        for a in controles.run(base, campagne):
            if a.code_action and a.ligne:
                trouvees.setdefault((campagne, a.code_action), []).append(a)
    return trouvees


def document(
    d: Dossier,
    codes: Sequence[str] | None = None,
    avancer: Callable[[int, int], None] | None = None,
    tenue: Seance | None = None,
) -> bytes:
    """The fiches of these requests (all of the campagne by default), one page each, after the list
    of them where they are several; `avancer(done, total)` tells the progress, `tenue` what the
    sitting has noted.
    """
    s = tenue or Seance(d.campagne)
    voulus = list(codes or d.codes)
    if inconnus := [c for c in voulus if c not in d.codes]:
        raise UsageError(
            f"« {', '.join(inconnus)} » n'est pas une demande de {d.campagne} dans cette base."
        )
    fiches = []
    for n, code in enumerate(voulus, 1):
        fiches.append({**fiche(d, code), "prise": liste.decision(s, code)})
        if avancer:
            avancer(n, len(voulus))
    titre = (
        f"Fiches d'instruction Clas {d.campagne}"
        if len(voulus) > 1
        else f"Fiche d'instruction Clas {d.campagne}, {voulus[0]}"
    )
    apropos = {
        "titre": titre,
        "auteur": "Tableau de bord du Clas",
        "date": formats.jour(date.today()),
        "jour": date.today().isoformat(),
        "empreinte": d.mentions["Base"],
        "champ": f"Campagne {d.campagne}",
        "avertissement": d.mentions.get("Avertissement", ""),
    }
    donnees = {"apropos": apropos, "legende": _legende(), "fiches": fiches}
    seule = liste.composer(d, voulus, s) if len(voulus) > 1 else None
    return pdf.compose("fiche", {**donnees, "liste": seule})


def _legende() -> str:
    return "  ".join(f"{signe} {etat}" for etat, signe in SIGNES.items())


def fiche(d: Dossier, code: str) -> dict[str, Any]:
    """Everything that one page says, as words."""
    toutes = d.toutes(code)
    demande = toutes.iloc[-1].to_dict()
    reference = d.references[code]
    recevable = d.recevables[code]
    return {
        "code": code,
        "intitule": _mot(demande["intitule"]) or code,
        "verdict": recevable["verdict"],
        "porteur": ponctuer(
            " · ".join(
                m
                for m in (
                    _mot(demande["porteur_nom"]),
                    _mot(demande["porteur_type"]),
                    f"SIRET\u00a0{demande['porteur_siret']}",
                )
                if m
            )
        ),
        "lieu": " · ".join(
            m
            for m in (
                _mot(demande["commune_nom"]),
                _mot(demande["epci_nom"]),
                _mot(demande["niveau"]),
                _mot(demande["qpv"]),
            )
            if m
        ),
        "decision": _decision(demande),
        "demande": _demande(demande),
        "histoire": _histoire(d, toutes),
        "campagnes": list(toutes["campagne"]),
        "regles": _regles(d, code, list(toutes["campagne"])),
        "reperes_titre": f"Activité {reference}, parmi les actions comparables"
        if reference
        else "Aucune activité connue : rien à comparer",
        "reperes": [r for i in reglages()["reperes"] if (r := _repere(d, i, demande, reference))]
        if reference
        else [],
        "montants": montants.lignes(d, demande, toutes),
        "points": points.lister(d, demande, toutes, recevable, reglages()),
    }


def _mot(valeur: Any) -> str:
    return "" if formats.inconnu(valeur) else str(valeur)


def _decision(demande: dict) -> str:
    motif = _mot(demande["motif"])
    return ponctuer(
        f"Décision enregistrée : {demande['decision']}" + (f" ({motif})" if motif else "")
    )


def _demande(demande: dict) -> list[list[str]]:
    n = formats.nombre
    lignes = [
        ("Déposée le", formats.jour(demande["date_depot"])),
        ("Avis de l'Éducation nationale", lisible(demande["avis_education_nationale"])),
        ("Renouvellement", lisible(demande["renouvellement"])),
        (
            "Collectifs demandés · agréés",
            f"{n(demande['collectifs_demandes'])} · {n(demande['collectifs_agrees'])}",
        ),
        ("Enfants prévus", n(demande["enfants_prevus"])),
        (
            "Bonus enfants · parents (collectifs)",
            f"{n(demande['bonus_enfants_collectifs'])} · {n(demande['bonus_parents_collectifs'])}",
        ),
    ]
    return [[a, b] for a, b in lignes]


def valeur(d: Dossier, indicateur: str, campagne: str, code: str) -> float:
    """One figure of one action; NaN where it is not known."""
    return d.valeurs.get((indicateur, campagne, code), float("nan"))


def _histoire(d: Dossier, toutes: pd.DataFrame) -> list[list[str]]:
    lignes = [
        ["Décision", *toutes["decision"]],
        ["Collectifs agréés", *map(formats.nombre, toutes["collectifs_agrees"])],
        ["Enfants prévus", *map(formats.nombre, toutes["enfants_prevus"])],
    ]
    code = toutes["code_action"].iloc[0]
    for i, titre in HISTOIRE.items():
        ind = catalogue.exiger(i)
        lignes.append(
            [
                titre,
                *(
                    formats.valeur_unite(valeur(d, i, c, code), ind.unite, 0)
                    for c in toutes["campagne"]
                ),
            ]
        )
    return lignes


def _regles(d: Dossier, code: str, annees: Sequence[str]) -> list[dict[str, Any]]:
    """Each rule with its sign per campagne, and the evidence of the latest écart."""
    j = d.par_code[code][d.par_code[code]["campagne"].isin(annees)]
    lignes = []
    for r in d.regles.values():
        etats = [d.etats.at[(c, code), r.id] for c in annees]
        if set(etats) == {SANS_OBJET}:
            continue
        ecarts = j[(j["regle"] == r.id) & (j["etat"] == NON_CONFORME)]
        derniers = ecarts[ecarts["campagne"] == ecarts["campagne"].max()].to_dict("records")
        suite = f" ; {len(derniers) - PREUVES_MAX} de plus" if len(derniers) > PREUVES_MAX else ""
        preuve = (
            f"{derniers[0]['campagne']} : "
            + " ; ".join(_courte(x) for x in derniers[:PREUVES_MAX])
            + suite
            if derniers
            else ""
        )
        lignes.append(
            {
                "titre": ponctuer(r.titre),
                "nature": NATURES[r.nature],
                "etats": etats,
                "preuve": ponctuer(preuve),
            }
        )
    return lignes


def _courte(jugement: dict) -> str:
    """The evidence on one short line: the values without their long titles where a collectif says
    what they are.
    """
    regle = load()[jugement["regle"]]
    if jugement["numero"] == jugement["numero"] and jugement["numero"] is not None:
        return f"collectif {int(jugement['numero'])} : " + ", ".join(
            lisible(jugement["lu"][c]) for _, c in regle.lit
        )
    non = [
        regle.titre_de(t, c).split(" : ")[-1]
        for t, c in regle.demande
        if lisible(jugement["lu"][c]) == "non"
    ]
    return (
        "non à " + ", ".join(f"« {n} »" for n in non)
        if non
        else ", ".join(lisible(jugement["lu"][c]) for _, c in regle.demande)
    )


def _repere(d: Dossier, indicateur: str, demande: dict, reference: str) -> dict[str, Any] | None:
    """One figure of the action beside the actions of the same level, other porteurs only; None
    where it is not known.
    """
    ind = catalogue.exiger(indicateur)
    la = valeur(d, indicateur, reference, demande["code_action"])
    if formats.inconnu(la):
        return None
    pairs = (
        d.pairs[indicateur, reference, demande["niveau"]]
        if (indicateur, reference, demande["niveau"]) in d.pairs
        else d.figures.head(0).assign(porteur_siret="")
    )
    pairs = pairs[pairs["porteur_siret"] != demande["porteur_siret"]]
    ecrite = formats.valeur_unite(la, ind.unite, ind.decimales)
    if pairs["porteur_siret"].nunique() < reglages()["pairs_porteurs_min"]:
        return {
            "titre": ind.titre,
            "valeur": ecrite,
            "unite": ind.unite,
            "note": "trop peu de porteurs comparables",
            "points": [],
        }
    quartiles = [float(q) for q in pairs["valeur"].quantile([0, 0.25, 0.5, 0.75, 1])]
    bas, haut = min(quartiles[0], la), max(quartiles[-1], la)
    place = [(x - bas) / (haut - bas) if haut > bas else 0.5 for x in (*quartiles, la)]
    mediane = formats.valeur_unite(quartiles[2], ind.unite, ind.decimales)
    note = f"médiane {mediane} ({formats.pluriel(len(pairs), 'action')}, {demande['niveau']})"
    return {"titre": ind.titre, "valeur": ecrite, "unite": ind.unite, "note": note, "points": place}
