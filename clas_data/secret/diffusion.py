"""The diffused set of a campagne: the only figures of all porteurs together that leave the
committee's own screens.

Raw rows enter here and nowhere else (`Base.contributions`, which refuses any other perimetre than
aggregates); what goes out is protected.
"""

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
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers.disque import read_signed, write_signed
from clas_data.indicateurs import calcul, catalogue
from clas_data.secret import conservation, groupes, reponses, restes
from clas_data.secret import regles as declaration
from clas_data.secret.cellules import TOTAL, dans_la_vue, systeme
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


@dataclass(frozen=True)
class Diffusion:
    """The protected aggregates of one campagne; `table` reads them as `calcul.calculer` would,
    masked values apart.
    """

    campagne: str
    empreinte: str
    regles: Regles
    cellules: (
        pd.DataFrame
    )  # indicateur, axes ("" for all), valeur, repondants, attendus, masque; never why
    porteurs: int

    def table(self, ids: Sequence[str], par: Sequence[str] = ()) -> pd.DataFrame:
        """One row per indicator and group: indicateur, the axes, valeur (NaN when masked or n.d.),
        repondants, attendus, masque.
        """
        if tuple(par) not in self.regles.vues:
            raise UsageError(
                f"Le tableau par « {' × '.join(par)} » n'est pas dans l'ensemble diffusé : on "
                f"diffuse le département, et un axe à la fois parmi {', '.join(self.regles.axes)}."
            )
        for id_ in ids:
            catalogue.exiger(id_)
        autres = [a for a in self.regles.axes if a not in par]
        c = self.cellules
        garder = c["indicateur"].isin(ids) & dans_la_vue(c, tuple(par), self.regles)
        rang = {i: n for n, i in enumerate(ids)}
        return (
            c[garder]
            .drop(columns=autres)
            .sort_values("indicateur", key=lambda s: s.map(rang), kind="stable")
            .reset_index(drop=True)
        )

    def valeur(self, id_: str) -> pd.Series:
        """The row of one indicator for the whole département."""
        t = self.table([id_])
        return (
            t.iloc[0]
            if len(t)
            else pd.Series(
                {
                    "indicateur": id_,
                    "valeur": np.nan,
                    "repondants": pd.NA,
                    "attendus": pd.NA,
                    "masque": False,
                }
            )
        )


def diffuser(base: Base, perimetre: Perimetre, campagne: str) -> Diffusion:
    """The diffused set of this campagne, under the threshold of its base; `perimetre` comes from
    `Acteur.agregats`.
    """
    exiger_agregats(perimetre, campagne)
    base.ouvrir_a(perimetre)  # what is kept on the disk is not read again through it
    regles = declaration.load().avec_seuil(base.seuil_secret)
    gardee = conservation.lire(base, campagne, regles)
    if gardee is None:
        gardee = _proteger(base, perimetre, campagne, regles)
        conservation.ecrire(base, campagne, regles, *gardee)
    return Diffusion(campagne, base.empreinte, regles, *gardee)


def _proteger(
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


def exiger_agregats(perimetre: Perimetre, campagne: str) -> None:
    """Raise AccesRefuse unless this perimetre was obtained for protected aggregates, and holds the
    campagne.
    """
    if not perimetre.agregats:
        raise AccesRefuse(
            "Les figures protégées du département se demandent avec Acteur.agregats(), qui ne "
            "donne accès à aucune ligne."
        )
    if perimetre.campagnes is not None and campagne not in perimetre.campagnes:
        raise AccesRefuse(
            f"La campagne {campagne} n'est pas publiée : ses figures ne sortent pas encore du "
            "comité."
        )


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
    with contextlib.suppress(
        OSError
    ):  # a folder that cannot be written costs time at the next start, and nothing else
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
