"""The source of values: a campagne, the one it is compared with, a field; every value with its
answers — masked where diffusion asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes, referentiels
from clas_data.figures.comparaisons import Comparaisons
from clas_data.figures.valeur import VIDE, Valeur, entier, nommer, ou_rien
from clas_data.formats import ND
from clas_data.indicateurs import calcul, catalogue, colonnes, comparabilite, libelles, phrases
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.comparabilite import Cote
from clas_data.indicateurs.lignes_communes import unir
from clas_data.memoire import Habitude
from clas_data.secret import SIGNE, Diffusion, diffuser
from clas_data.secret import load as load_secret
from clas_data.tables.base import Base


class Valeurs(Comparaisons):
    """What the figures and words of a screen or a document read: once, kept while composing."""

    def __init__(
        self,
        installation: Installation,
        base: Base,
        perimetre: Perimetre,
        campagne: str,
        comparaison: str | None = None,
        agregats: Perimetre | None = None,
        filtres: Mapping[str, str] | None = None,
        champ: str = "",
        habitude: Habitude | None = None,
    ):
        """`agregats`, from `Acteur.agregats`, asks for the version for diffusion: every figure then
        comes from the diffused set. `filtres` keep some values of some axes; `champ` says them;
        `habitude`: what is read where this source is used.
        """
        if agregats is not None and filtres:
            raise UsageError(
                "La version de diffusion se lit pour le département entier : retirez les filtres."
            )
        self.installation, self.base = installation, base
        self.perimetre, self.agregats = perimetre, agregats
        self.campagnes = calcul.valeurs_axe(base, perimetre, "campagne")
        for c in (campagne, comparaison):
            if c is not None and c not in self.campagnes:
                raise UsageError(
                    f"La campagne « {c} » n'est pas dans cette base. Campagnes : "
                    f"{', '.join(self.campagnes) or 'aucune'}."
                )
        if comparaison is not None and comparaison >= campagne:
            raise UsageError(
                f"La campagne de comparaison ({comparaison}) précède celle du bilan ({campagne})."
            )
        self.campagne, self.comparaison = campagne, comparaison
        self.habitude = habitude or Habitude()
        self.filtres = dict(filtres or {})
        self.departement = referentiels.departement(installation)
        self.champ = champ or f"{self.departement}, département entier"
        self._propres: dict[str, Indicateur] = {}
        self._valeurs: dict[tuple[str, str], Valeur] = {}
        self._par: dict[tuple[str, str, str], pd.DataFrame] = {}
        self._diffusions: dict[str, Diffusion] = {}
        self._lus: set[str] = set()
        self._gardes: dict[Hashable, Any] = {}
        connues = campagnes.load(installation).values()
        self.generations = {c.nom: c.generation_qpv for c in connues}
        self.provisoires = {c.nom for c in connues if c.statut == "provisoire"}

    def lire(self, ids: Sequence[str]) -> pd.DataFrame:
        """These figures by campagne, read at once: what `une` then gives costs nothing."""
        lue = calcul.calculer(self.base, self.perimetre, ids, ["campagne"], self.filtres)
        if not self.diffusion:
            for l in colonnes.lignes(lue):
                self._valeurs[l["indicateur"], l["campagne"]] = Valeur(
                    ou_rien(l["valeur"]), entier(l["repondants"]), entier(l["attendus"])
                )
        self._lus |= {*ids}
        return lue

    def preparer(self, ids: Sequence[str]) -> None:
        """Read at once those of these figures that are not read yet."""
        manquent = [i for i in ids if i not in self._lus and i not in self._propres]
        if manquent and not self.diffusion:
            lus = self.habitude.avec("campagne", manquent)
            self.lire([i for i in lus if i not in self._lus])

    def garder(self, cle: Hashable, faire: Callable[[], Any]) -> Any:
        """What was computed once from this source, under its name."""
        if cle not in self._gardes:
            self._gardes[cle] = faire()
        return self._gardes[cle]

    @property
    def diffusion(self) -> bool:
        return self.agregats is not None

    def diffusee(self, campagne: str) -> Diffusion:
        """The diffused set of a campagne, computed once."""
        if campagne not in self._diffusions:
            self._diffusions[campagne] = diffuser(self.base, self.agregats, campagne)
        return self._diffusions[campagne]

    def ajouter(self, ind: Indicateur, valeurs: Mapping[str, float | None]) -> None:
        """Give a computed figure, by campagne, to the sentences."""
        self._propres[ind.id] = ind
        for c, v in valeurs.items():
            self._valeurs[ind.id, c] = Valeur(None if formats.inconnu(v) else float(v))

    def faible(self, x: Valeur) -> bool:
        """True where too few answered for this value to stand for the département."""
        return comparabilite.fragile(Cote(None, self.campagne, x.repondants, x.attendus))

    def fragile(self, id_: str, campagne: str | None = None) -> bool:
        """True where too few answered for this figure to stand for the département."""
        return self.faible(self.une(id_, campagne))

    def indicateur(self, id_: str) -> Indicateur:
        return self._propres.get(id_) or catalogue.exiger(id_)

    def connait(self, id_: str) -> bool:
        return id_ in self._propres or id_ in catalogue.load()

    def connus(self) -> list[str]:
        """The names of all the figures that a sentence may read."""
        return [*catalogue.load(), *self._propres]

    def une(
        self, id_: str, campagne: str | None = None, filtre: tuple[str, str] | None = None
    ) -> Valeur:
        """The value of the campagne (the bilan's by default), for one value of an axis when
        `filtre` names it in words.
        """
        c = campagne or self.campagne
        if filtre is None:
            if self.diffusion and id_ not in self._propres and (id_, c) not in self._valeurs:
                if not catalogue.exiger(id_).diffusable:
                    return Valeur(None, secret=True)
                l = self.diffusee(c).valeur(id_)
                self._valeurs[id_, c] = Valeur(
                    ou_rien(l["valeur"]), l["repondants"], l["attendus"], bool(l["masque"])
                )
            else:
                self.preparer([id_])
            return self._valeurs.get((id_, c), Valeur(None))
        t = self.par(id_, filtre[0], c)
        lignes = t[t["libelle"] == filtre[1]]
        if lignes.empty:
            return Valeur(None)
        l = lignes.iloc[0]
        valeur = None if formats.inconnu(l["valeur"]) else float(l["valeur"])
        return Valeur(valeur, l["repondants"], l["attendus"], bool(l["secret"]))

    def par(self, id_: str, axe: str, campagne: str | None = None) -> pd.DataFrame:
        """One row per value of an axis: code, libelle, valeur, repondants, attendus, secret — in
        the order in which the axis is read.
        """
        cle = (id_, axe, campagne or self.campagne)
        if cle not in self._par:
            self._par[cle] = self._lire_par(*cle)
        return self._par[cle]

    def paire(self, id_: str, axe: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`par` of both campagnes, on the same rows, under today's names where there is one."""
        ici, avant = self.par(id_, axe), self.par(id_, axe, self.comparaison)
        noms = {t["code"]: t["libelle"] for x in (avant, ici) for t in colonnes.lignes(x)}
        return tuple(
            t.assign(libelle=t["code"].map(noms), secret=t["secret"].eq(True))
            for t in unir(ici, avant, "code", axe, self.indicateur(id_).additif)
        )

    def _lire_par(self, id_: str, axe: str, campagne: str) -> pd.DataFrame:
        ind = catalogue.exiger(id_)
        if self.diffusion and axe in load_secret().axes:
            t = (
                self.diffusee(campagne)
                .table([id_], [axe])
                .rename(columns={axe: "code", "masque": "secret"})
            )
        elif self.diffusion and (ind.secret != "public" or ind.table != "agrements"):
            # finer than what is diffused: only the decisions of the commission are public
            return pd.DataFrame(columns=VIDE)
        else:
            self._calculer_par([id_], axe, campagne)
            return self._par[id_, axe, campagne]
        return self._nommer(t, range(len(t)), axe, campagne)

    def preparer_par(self, ids: Sequence[str], axe: str) -> None:
        """Read at once these figures by the values of an axis, in both campagnes."""
        manquent = [i for i in ids if (i, axe, self.campagne) not in self._par]
        if manquent and not self.diffusion:
            self._calculer_par(manquent, axe, self.campagne)

    def _calculer_par(self, ids: Sequence[str], axe: str, campagne: str) -> None:
        """Keep these figures, with those of the other campagne: one request costs what two do."""
        connues = self.habitude.avec(("axe", axe), ids)
        ids = [i for i in connues if (i, axe, campagne) not in self._par]
        paire = [c for c in (self.comparaison, self.campagne) if c]
        lues = paire if campagne in paire else [campagne]
        ou = {**self.filtres, "campagne": lues}
        par = list(dict.fromkeys(["campagne", axe]))
        lue = calcul.calculer(self.base, self.perimetre, ids, par, ou)
        lignes: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, de in enumerate(zip(lue["indicateur"], lue["campagne"], strict=True)):
            lignes[de].append(i)
        t = {"code": lue[axe], "secret": pd.Series(False, lue.index)}
        t |= {c: lue[c] for c in ("valeur", "repondants", "attendus")}
        for c in lues:
            for id_ in ids:
                self._par[id_, axe, c] = self._nommer(t, lignes[id_, c], axe, c)

    def _nommer(
        self, t: Mapping[str, pd.Series], lignes: Sequence[int], axe: str, campagne: str
    ) -> pd.DataFrame:
        """These rows with the words of their values, in the order in which the axis is read."""
        noms = (
            libelles.distincts(libelles.porteurs(self.base, self.perimetre, campagne))
            if axe == "porteur"
            else libelles.noms(self.installation, axe)
        )
        return nommer(t, lignes, noms, axe)

    def texte(self, id_: str, v: Valeur, unite: bool = True) -> str:
        """The value in words; « s » (secret) or « n.d. » where there is none to give."""
        if not v.connue:
            return SIGNE if v.secret else ND
        ind = self.indicateur(id_)
        return (
            phrases.ecrire(ind, v.valeur)
            if unite
            else formats.valeur_unite(v.valeur, ind.unite, ind.decimales)
        )

    def jusqu_ici(self, combien: int = 5) -> list[str]:
        """The last campagnes up to that of the bilan."""
        return [c for c in self.campagnes if c <= self.campagne][-combien:]
