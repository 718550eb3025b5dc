"""Why a request comes up for discussion: reasons that a list can show, each with its sentence; the
fiche says the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from clas_data import declarations, formats
from clas_data.conformite import dossier as commission
from clas_data.conformite import parcours
from clas_data.conformite.matrice import NON_CONFORME, NON_RENSEIGNE
from clas_data.conformite.regles import load
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue
from clas_data.restitutions.fiche.dossier import Dossier, reglages

DEFAVORABLE = "défavorable"
COUT = "cout_par_collectif"


@dataclass(frozen=True)
class Motif:
    """One reason: its name in `motifs.yaml`, and what the base says, in a sentence."""

    nom: str
    phrase: str

    @property
    def titre(self) -> str:
        return declares()[self.nom]["titre"]


@cache
def declares() -> dict[str, dict[str, str]]:
    """The reasons that exist, the weightiest first."""
    return declarations.read(Path(__file__).with_name("motifs.yaml"))


def lister(d: Dossier, code: str) -> list[Motif]:
    """The reasons of one request of the campagne, the weightiest first; none where nothing of what
    was received calls for it.
    """
    trouves = [
        *_irrecevable(d, code),
        *_avis(d, code),
        *_bilan(d, code),
        *_contradictions(d, code),
        *_recurrents(d, code),
        *_cout(d, code),
    ]
    rangs = list(declares())
    return sorted(trouves, key=lambda m: rangs.index(m.nom))


def noms(motifs: Iterable[Motif]) -> list[str]:
    """Each kind of reason once, in their order."""
    return list(dict.fromkeys(m.nom for m in motifs))


def recevabilite(recevable: dict, genres: tuple[str, ...] = ("recevabilite", "piece")) -> list[str]:
    """The rules of recevabilité and the pieces that are not held, or that an empty cell keeps from
    being judged.
    """
    mots = {NON_CONFORME: "n'est pas tenu", NON_RENSEIGNE: "ne peut être jugé"}
    return [
        f"« {r.titre} » {mots[etat]} ({recevable[f'preuve_{r.id}']})"
        for r in load().values()
        if r.nature in genres
        and (etat := recevable[f"etat_{r.id}"]) in mots
        and (etat == NON_CONFORME or recevable[f"muet_{r.id}"])
    ]


def derniere_agreee(toutes: pd.DataFrame, campagne: str) -> dict | None:
    """The last earlier campagne in which this action was agreed."""
    avant = toutes[(toutes["campagne"] < campagne) & (toutes["decision"] == "agréée")]
    return None if avant.empty else avant.iloc[-1].to_dict()


def _irrecevable(d: Dossier, code: str) -> list[Motif]:
    r = d.recevables[code]
    if r["verdict"] != commission.IRRECEVABLE:
        return []
    return [Motif("non_recevable", ponctuer(p)) for p in recevabilite(r, ("recevabilite",))]


def _avis(d: Dossier, code: str) -> list[Motif]:
    avis = d.toutes(code).iloc[-1]["avis_education_nationale"]
    phrase = "L'avis de l'Éducation nationale est défavorable"
    return [Motif("avis_defavorable", phrase)] if avis == DEFAVORABLE else []


def _bilan(d: Dossier, code: str) -> list[Motif]:
    avant = derniere_agreee(d.toutes(code), d.campagne)
    if avant is None or avant["bilan_recu"]:
        return []
    return [Motif("bilan_absent", f"Bilan non reçu dans la base pour {avant['campagne']}")]


def _contradictions(d: Dossier, code: str) -> list[Motif]:
    reference = d.references.get(code, "")
    return [
        Motif("contradiction", ponctuer(f"Contradiction en {reference}. {a.message}"))
        for a in d.alertes.get((reference, code), ())
    ]


def _recurrents(d: Dossier, code: str) -> list[Motif]:
    suites = d.suites.get(code)
    if suites is None:
        return []
    return [
        Motif("ecart_recurrent", phrase)
        for suite, phrase in ecarts(d, suites)
        if suite == parcours.RECURRENT
    ]


def ecarts(d: Dossier, suites: pd.DataFrame) -> list[tuple[str, str]]:
    """(which kind, sentence) of each écart of the last known activity, those that come back
    first.
    """
    mots = {
        parcours.RECURRENT: "Écart récurrent",
        parcours.NOUVEAU: "Écart nouveau",
        parcours.PREMIERE: "Écart, à la première année jugée",
    }
    return [
        (
            s.suite,
            ponctuer(f"{mots[s.suite]} : « {d.regles[s.regle].titre} » ({', '.join(s.ecarts)})"),
        )
        for s in suites.itertuples()
    ]


def _cout(d: Dossier, code: str) -> list[Motif]:
    """A cost per collectif beyond the fences of the actions of the same level, other porteurs
    only.
    """
    reference, demande = d.references.get(code, ""), d.toutes(code).iloc[-1]
    cout = d.valeurs.get((COUT, reference, code), float("nan"))
    pairs = d.pairs.get((COUT, reference, demande["niveau"]))
    if formats.inconnu(cout) or pairs is None:
        return []
    pairs = pairs[pairs["porteur_siret"] != demande["porteur_siret"]]
    if pairs["porteur_siret"].nunique() < reglages()["pairs_porteurs_min"]:
        return []
    bas, mediane, haut = (float(q) for q in pairs["valeur"].quantile([0.25, 0.5, 0.75]))
    marge = reglages()["cout_ecart_interquartile"] * (haut - bas)
    if bas - marge <= cout <= haut + marge:
        return []
    ind = catalogue.exiger(COUT)
    la, milieu = (formats.valeur_unite(v, ind.unite, ind.decimales) for v in (cout, mediane))
    return [
        Motif(
            "cout_hors_norme",
            ponctuer(
                f"{ind.titre} {reference} : {la}, loin de la moitié centrale de "
                f"{formats.pluriel(len(pairs), 'action')} du même niveau (médiane {milieu})"
            ),
        )
    ]
