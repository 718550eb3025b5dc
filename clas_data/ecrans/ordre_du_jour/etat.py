"""What an ordre du jour looks at: each request of the campagne with why it comes up, what it costs
at most, what was decided the year before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clas_data import baremes, config, formats
from clas_data.acces import Acteur
from clas_data.conformite import regles
from clas_data.memoire import Memoire
from clas_data.restitutions.fiche import instruction, montants, motifs, seance
from clas_data.restitutions.fiche.dossier import Dossier
from clas_data.restitutions.fiche.motifs import Motif
from clas_data.restitutions.fiche.seance import Compte, Seance
from clas_data.simulateur.effets import euros
from clas_data.ui import lecture
from clas_data.ui.selection import Selection

DOSSIERS = Memoire(3)  # what the fiches of a campagne read: large, and the same for all


@dataclass(frozen=True)
class Ligne:
    """One request: who asks what, why it comes up, its cost at most (cents, None where the barème
    is not published), the decision of the base and that of the year before.
    """

    code: str
    intitule: str
    porteur: str
    commune: str
    niveau: str
    collectifs: int
    montant_c: int | None
    decision: str
    avant: str
    motifs: tuple[Motif, ...]

    @property
    def montant(self) -> str:
        return euros(self.montant_c)


@dataclass(frozen=True)
class Etat:
    """The requests of the selection, and what the sitting has decided."""

    acteur: Acteur
    selection: Selection
    dossier: Dossier
    lignes: tuple[Ligne, ...]  # of the selection
    toutes: tuple[Ligne, ...]  # of the campagne: the envelope is not cut by a filter
    seance: Seance

    @property
    def a_discuter(self) -> tuple[Ligne, ...]:
        return tuple(l for l in self.lignes if l.motifs)

    @property
    def agreees_c(self) -> dict[str, int]:
        """What the decisions of the base cost, by request."""
        return {l.code: l.montant_c or 0 for l in self.toutes if l.decision == seance.accordee()}

    @property
    def compte(self) -> Compte:
        return seance.compter(self.seance, self.agreees_c, sum(self.agreees_c.values()))


def lire(acteur: Acteur, selection: Selection) -> Etat:
    """The state of this screen; a campagne without any request is refused in words."""
    acteur.exige("tenir_seance")
    inst, campagne = config.installation(), selection.campagne
    valeurs = str(sorted(baremes.en_vigueur(inst, campagne).valeurs.items()))
    cle = (
        lecture.ouverte().empreinte,
        regles.version(inst),
        valeurs,
        selection.perimetre,
        campagne,
    )
    dossier, toutes = DOSSIERS.lire(cle, lambda: _composer(selection))
    gardees = selection.garder(dossier.demandes[dossier.demandes["campagne"] == campagne])
    codes = set(gardees["code_action"])
    siennes = tuple(l for l in toutes if l.code in codes)
    return Etat(acteur, selection, dossier, siennes, toutes, seance.lire(inst, campagne))


def _composer(selection: Selection) -> tuple[Dossier, tuple[Ligne, ...]]:
    d = instruction.lire(
        config.installation(), lecture.ouverte(), selection.perimetre, selection.campagne
    )
    demandes = d.demandes[d.demandes["campagne"] == d.campagne]
    couts = montants.au_plus_c(d)
    lignes = [_ligne(d, l, couts) for l in demandes.to_dict("records")]
    return d, tuple(sorted(lignes, key=_rang))


def _rang(l: Ligne) -> tuple:
    """The weightiest reason first, then the most reasons, then the dearest."""
    rangs = list(motifs.declares())
    noms = motifs.noms(l.motifs)
    premier = rangs.index(noms[0]) if noms else len(rangs)
    return (premier, -len(noms), -(l.montant_c or 0), l.code)


def _ligne(d: Dossier, l: dict, couts: Mapping[str, int]) -> Ligne:
    n = l["collectifs_demandes"]
    n = l["collectifs_agrees"] if formats.inconnu(n) else n
    return Ligne(
        l["code_action"],
        _mot(l["intitule"]) or l["code_action"],
        _mot(l["porteur_nom"]),
        _mot(l["commune_nom"]),
        _mot(l["niveau"]),
        0 if formats.inconnu(n) else int(n),
        couts.get(l["code_action"]),
        l["decision"],
        _avant(d, l["code_action"]),
        tuple(motifs.lister(d, l["code_action"])),
    )


def _avant(d: Dossier, code: str) -> str:
    """What was decided of it the campagne before, in words."""
    toutes = d.toutes(code)
    avant = toutes[toutes["campagne"] < d.campagne]
    if avant.empty:
        return "première demande dans la base"
    l = avant.iloc[-1]
    n = l["collectifs_agrees"]
    combien = "" if formats.inconnu(n) or not n else f", {formats.pluriel(n, 'collectif')}"
    return f"{l['decision']} en {l['campagne']}{combien}"


def _mot(v: object) -> str:
    return "" if formats.inconnu(v) else str(v)
