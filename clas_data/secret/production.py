"""How the diffused set is made: each family protected, what is public, what is told of answers."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clas_data.acces import Perimetre
from clas_data.fichiers.disque import read_signed, write_signed
from clas_data.indicateurs import calcul, catalogue
from clas_data.secret import conservation, groupes, reponses, restes
from clas_data.secret.cellules import TOTAL, systeme
from clas_data.secret.liens import lier, verifier
from clas_data.secret.protection import masquer
from clas_data.secret.regles import Famille, Regles
from clas_data.tables.base import Base

VERSION = 1  # of the choice of masked cells kept on disk


@dataclass(frozen=True)
class Agregee:
    """A base read for aggregates: what `indicateurs.calcul` needs, through the one door that is
    open to it.
    """

    base: Base

    def lire(
        self,
        perimetre: Perimetre,
        requete: str,
        parametres: Mapping[str, Any] | None = None,
        fragments: Mapping[str, str] | None = None,
    ) -> pd.DataFrame:
        return self.base.contributions(perimetre, requete, parametres, fragments)

    def valeurs(self, perimetre: Perimetre, colonne: str) -> tuple[str, ...]:
        return tuple(self.lire(perimetre, "valeurs_axe", {}, {"colonne": colonne})["valeur"])


def proteger(
    base: Base, perimetre: Perimetre, campagne: str, regles: Regles
) -> tuple[pd.DataFrame, int]:
    """The protected cells and the number of porteurs: they depend on the campagne alone, whoever
    may read it.
    """
    lecture, ou = Agregee(base), {"campagne": campagne}
    connus = catalogue.load()
    verifier(connus, regles)
    dites = (f.reduite(i for i, ind in connus.items() if ind.diffusable) for f in regles.familles)
    proteges = [_famille(base, lecture, perimetre, f, regles, ou) for f in dites if f.indicateurs]
    autres = [_public(lecture, perimetre, vue, regles, ou) for vue in regles.vues]
    cellules = lier(pd.concat(proteges + autres, ignore_index=True), connus, regles)
    lus = restes.termes(connus, regles)
    ids = [*(t.mesure for t in lus), *dict.fromkeys(c for t in lus for c in t.comptes)]
    demandes = reponses.demandes(connus)
    ids += [d.compte for d in demandes]
    apports = {
        v: contributions(lecture, perimetre, ids, v, ou).fillna(dict.fromkeys(v, "n.d."))
        for v in regles.vues
    }
    cellules = restes.masquer(cellules, apports, lus, regles)
    cellules = reponses.taire(cellules, apports, demandes, connus, regles)
    porteurs = calcul.calculer(lecture, perimetre, ["porteurs"], [], ou)["valeur"].iloc[0]
    return cellules, int(porteurs)


def contributions(
    lecture: Agregee,
    perimetre: Perimetre,
    ids: Sequence[str | catalogue.Indicateur],
    axes: Sequence[str],
    ou: Mapping[str, str],
) -> pd.DataFrame:
    """What each porteur brings to each crossing of the axes; never shown."""
    return calcul.calculer(lecture, perimetre, ids, [*axes, "porteur"], ou)


def _famille(
    base: Base,
    lecture: Agregee,
    perimetre: Perimetre,
    famille: Famille,
    regles: Regles,
    ou: Mapping[str, str],
) -> pd.DataFrame:
    """The protected cells of one family, with their response rates."""
    c = contributions(lecture, perimetre, famille.indicateurs, regles.axes, ou)
    s = systeme(c, famille, regles.axes, regles.vues, regles)
    masque = _retenir(base, s, regles)
    cellules = s.cellules.drop(columns=["porteurs", "raison"]).assign(
        valeur=s.cellules["valeur"].mask(masque), masque=masque
    )
    reponses = pd.concat(
        [_table(lecture, perimetre, famille.indicateurs, vue, regles, ou) for vue in regles.vues]
    )
    cles = ["indicateur", *regles.axes]
    t = cellules.merge(
        reponses.drop(columns="valeur").assign(connue=reponses["valeur"].notna()),
        on=cles,
        how="right",
    )
    t["valeur"] = t["valeur"].where(t["connue"])
    return t.assign(masque=t["masque"].fillna(False).astype(bool)).drop(columns="connue")


def _retenir(base: Base, s, regles: Regles) -> np.ndarray:
    """The masked cells of this system: read if they were already chosen for the very same figures
    and rules, else chosen.
    """
    liens = [s.egalites.tolist(), s.inegalites.tolist(), s.cibles.tolist(), s.largeurs.tolist()]
    matiere = [VERSION, s.cellules.astype(str).to_csv(index=False), s.sien.tolist(), liens]
    nom = hashlib.sha256(json.dumps(matiere, default=str).encode()).hexdigest()[:16]
    chemin = base.chemin.parent / f"masques-{nom}.json"
    choisies = read_signed(chemin)  # cut or altered, it would show what is masked
    if choisies is not None:
        conservation.servir(chemin)
        return np.isin(np.arange(len(s.cellules)), json.loads(choisies))
    masque = masquer(s)
    # a folder that cannot be written costs time at the next start, and nothing else
    with contextlib.suppress(OSError):
        write_signed(chemin, json.dumps(np.flatnonzero(masque).tolist()).encode("ascii"))
    return masque


def _table(
    lecture: Agregee,
    perimetre: Perimetre,
    ids: Sequence[str],
    vue: tuple[str, ...],
    regles: Regles,
    ou: Mapping[str, str],
) -> pd.DataFrame:
    t = _rangee(calcul.calculer(lecture, perimetre, ids, vue, ou), vue, regles)
    return t[["indicateur", *regles.axes, "valeur", "repondants", "attendus"]]


def _rangee(t: pd.DataFrame, vue: tuple[str, ...], regles: Regles) -> pd.DataFrame:
    """Every axis of the diffused set, "" where this view does not read it."""
    return t.assign(
        **{a: t[a].fillna("n.d.").astype(str) if a in vue else TOTAL for a in regles.axes}
    )


def _public(
    lecture: Agregee,
    perimetre: Perimetre,
    vue: tuple[str, ...],
    regles: Regles,
    ou: Mapping[str, str],
) -> pd.DataFrame:
    """The other indicators by this view: what is public as it is, the rest only for groups of
    enough porteurs who answered; what says nothing is left out.
    """
    connus = catalogue.load()
    ids = [
        i
        for i, ind in connus.items()
        if ind.secret in ("groupe", "public", "reponses") and set(vue) <= set(ind.axes)
    ]
    publics = {i for i in ids if connus[i].secret == "public"}
    t = _table(lecture, perimetre, ids, vue, regles, ou)
    apports = _rangee(
        contributions(lecture, perimetre, [i for i in ids if i not in publics], vue, ou),
        vue,
        regles,
    )
    codes = np.array(
        groupes.masquer(
            t.assign(valeur=t["valeur"].mask(t["indicateur"].isin(publics))),
            apports,
            {i for i in ids if connus[i].additif},
            regles,
        ),
        dtype=object,
    )
    masque = codes != ""
    return t.assign(valeur=t["valeur"].mask(masque), masque=masque)
