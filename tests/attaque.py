"""The whole attack: everything that leaves the committee for one campagne, as it is printed, in one
system: counts, ratios by every axis, medians of the porteurs and of the actions comparable to the
attacker's own, names, answers, the sums of the package, and the collectifs without a niveau.

The attacker knows more than anybody does: all that is not a count of persons (budgets, hours,
collectifs, by action), who answered what, and who is behind a median.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from clas_data import formats, secret
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.indicateurs import calcul, catalogue
from clas_data.restitutions.synthese.composition import montres
from clas_data.secret import repartition
from clas_data.secret.regles import load
from clas_data.tables import base
from tests.test_ouvertes import exporter, tables_csv

REGLES = load()
AXES = list(REGLES.axes)
RAPPORT = re.compile(r"(?:(100\.0) \* )?(.+) / nullif\((.+), 0\)")
MOYENNE = re.compile(r"^avg(\(\w+\)(?: filter \(.+\))?)$")
# The columns that count persons, and the count that each is a part of; the hours weigh one.
COLONNES = {
    **{i: i for i in REGLES.sensibles},
    "enfants": "enfants_accompagnes",
    "enfants_realises": "enfants_accompagnes",
    "heures_enfants": "",
}
PRES = 1e-6


def _lit(terme: str) -> set[str]:
    """The columns of persons that a term adds up: its filter only says who is counted, and how many
    rows there are is known.
    """
    somme = terme.split(" filter ")[0]
    return set() if somme.startswith("count(") else set(re.findall(r"\w+", somme)) & set(COLONNES)


class Monde:
    """What is true, by crossing of the axes and porteur, and what was published of it."""

    def __init__(self, installation: Installation, campagne: str):
        self.base, moi, self.campagne = base.ouvrir(installation), ligne_de_commande(), campagne
        secret.diffuser(self.base, moi.agregats(()), campagne)  # under the catalogue of this test
        exportees = tables_csv(exporter(installation, campagne=campagne))
        self.lignes = [
            (l["indicateur"], l["axe"], l["modalite"], l["statut"], l["valeur"].replace(",", "."))
            for nom, lues in exportees.items()
            if nom.endswith("_agregats")
            for l in lues
        ]
        self.sommes = exportees["departement"]  # what a package tells other départements
        self.inds = {i: ind for i, ind in catalogue.load().items() if ind.diffusable}
        termes = {}  # (table, expression) → the indicator made for it
        for ind in self.inds.values():
            for e in self.decoupe(ind)[1:]:
                termes.setdefault((ind.table, e), replace(ind, id=f"t{len(termes)}", mesure=e))
        self.termes = {k: t.id for k, t in termes.items()}
        self.vrai = self._lire(moi, list(termes.values()), [*AXES, "porteur", "action"])
        self.groupes = self.vrai.index.to_frame(index=False).astype(str)
        ids = [i for i in (*montres("comptes"), *montres("rapports")) if i in self.inds]
        self.medianes = repartition.departement(self.base, moi.agregats(()), campagne, ids)
        self.par_porteur = self._lire(moi, [self.inds[i] for i in ids], ["porteur"])
        self.dits, self.agregats = (
            tuple(i for i in montres("rapports") if i in ids),
            moi.agregats(()),
        )
        self.profils, self.par_action = repartition._actions(
            self.base, self.agregats, campagne, self.dits
        )

    def _lire(self, moi, inds, par) -> pd.DataFrame:
        t = calcul.calculer(self.base, moi.perimetre(()), inds, par, {"campagne": self.campagne})
        t = t.assign(**{a: t[a].fillna("n.d.").astype(str) for a in par})
        return t.pivot(index=par, columns="indicateur", values="valeur")

    def decoupe(self, ind) -> tuple:
        """(factor, what is added up, and divided by) of those that a linear system can hold; and
        that read a count of persons.
        """
        rapport = RAPPORT.fullmatch(MOYENNE.sub(r"sum\1 / nullif(count\1, 0)", ind.mesure))
        facteur, *termes = (
            (float(rapport[1] or 1), rapport[2], rapport[3]) if rapport else (1.0, ind.mesure)
        )
        return (facteur, *termes) if any(map(_lit, termes)) else (facteur,)

    def dans(self, axe: str, modalite: str) -> np.ndarray:
        return (
            np.ones(len(self.groupes))
            if axe == "departement"
            else (self.groupes[axe] == modalite).to_numpy(float)
        )


class Attaque:
    """One attacker, and the system of everything that is printed."""

    def __init__(self, monde: Monde, siret: str, en_plus: dict | None = None):
        self.m, self.siennes = monde, (monde.groupes["porteur"] == siret).to_numpy()
        self.valeurs, self.hauts = [], []  # of each unknown: what is true
        self.inegal, self.droite = [], []
        self.comparables = 0  # how many figures of comparable actions it reads
        self.variables = {  # the counts first: the others are parts of them
            i: self._inconnues(monde.vrai[monde.termes[ind.table, ind.mesure]])
            for i, ind in monde.inds.items()
            if i in REGLES.sensibles
        }
        self._liens()
        self.lus = {cle: self._terme(*cle) for cle in monde.termes}
        for id_, axe, modalite, statut, valeur in monde.lignes:
            valeur = (en_plus or {}).get((id_, axe, modalite), valeur)
            if valeur and (statut == "diffusé" or en_plus):
                self._publier(monde.inds[id_], monde.dans(axe, modalite), float(valeur))
        self._sommes()
        self._medianes()
        self._comparables(siret)

    def _inconnues(self, vrai: pd.Series) -> list[dict[int, float]]:
        """One unknown for each porteur and crossing that answered; its own counts are known."""
        formes = []
        for v in vrai.fillna(0):
            formes.append({len(self.valeurs): 1.0} if v else {})
            self.valeurs += [v] if v else []
        return formes

    def _liens(self) -> None:
        """What everybody knows of the counts, where it holds."""
        for f in REGLES.familles:
            for *gauche, droite in (*f.egal, *f.inferieur):
                egal = len(gauche) > 1
                for k in range(len(self.m.groupes)):
                    forme = _somme([self.variables[g][k] for g in gauche])
                    for j, c in self.variables[droite][k].items():
                        forme[j] = forme.get(j, 0) - c
                    ecart = sum(c * self.valeurs[j] for j, c in forme.items())
                    if forme and ecart <= PRES:
                        self._borner(forme, 0)
                        if egal and ecart >= -PRES:
                            self._borner(_fois(forme, -1), 0)

    def _terme(self, table: str, expression: str) -> list[dict[int | None, float]]:
        """What a term is made of, group by group; the key None is what is known."""
        vrai = self.m.vrai[self.m.termes[table, expression]].fillna(0).tolist()
        lues = _lit(expression)
        if not lues:
            return [{None: v} for v in vrai]
        comptes = [COLONNES[c] for c in sorted(lues)]
        formes, neuves = [], []
        for k, v in enumerate(vrai):
            base_ = _somme([self.variables[c][k] for c in comptes if c])
            tout = sum(c * self.valeurs[j] for j, c in base_.items())
            if not v or (base_ and abs(v - tout) < PRES):
                formes.append(base_ if v else {})
                continue
            formes.append({len(self.valeurs): 1.0})
            neuves.append((len(self.valeurs), base_, v <= tout))
            self.valeurs.append(v)
        for j, base_, part in neuves:
            if part and base_:
                self._borner(_somme([{j: 1.0}, _fois(base_, -1)]), 0)
        return formes

    def _borner(self, forme: dict, droite: float) -> None:
        """One inequality: this form is at most `droite`; what is known goes to the right."""
        droite -= forme.get(None, 0)
        self.inegal.append({j: c for j, c in forme.items() if j is not None})
        self.droite.append(droite)

    def _publier(self, ind, dedans: np.ndarray, valeur: float) -> None:
        facteur, *termes = self.m.decoupe(ind)
        if not termes:
            return
        demi = 0.5 * 10.0**-ind.decimales + PRES if len(termes) > 1 else PRES
        formes = [
            _somme([f for f, d in zip(self.lus[ind.table, t], dedans, strict=True) if d])
            for t in termes
        ]
        haut = {None: -valeur} if len(termes) == 1 else _fois(formes[1], -(valeur + demi) / facteur)
        bas = {None: valeur} if len(termes) == 1 else _fois(formes[1], (valeur - demi) / facteur)
        for forme in (_somme([formes[0], haut]), _somme([_fois(formes[0], -1), bas])):
            if set(forme) - {None}:
                self._borner(forme, PRES)

    def _sommes(self) -> None:
        """The two sums behind each ratio of the département, exact or rounded as the package
        says.
        """
        for l in self.m.sommes:
            ind = self.m.inds[l["indicateur"]]
            for cote, terme in zip(
                ("numerateur", "denominateur"), self.m.decoupe(ind)[1:], strict=False
            ):
                if not l[cote] or not l["denominateur"]:
                    continue
                if l["statut"] == "arrondi" and cote == "numerateur":
                    continue  # the ratio as printed, times the other
                dite = float(l[cote].replace(",", "."))
                rond = 10.0 ** (len(str(int(dite))) - 2) if l["statut"] == "arrondi" else 0.0
                forme = _somme(self.lus[ind.table, terme])
                if set(forme) - {None}:
                    self._borner(dict(forme), dite + rond / 2 + PRES)
                    self._borner(_fois(forme, -1), rond / 2 + PRES - dite)

    def _medianes(self) -> None:
        """Each median is the mean of the porteurs around it: who they are is known."""
        for id_, r in self.m.medianes.items():
            ind, v = self.m.inds[id_], self.m.par_porteur[id_].dropna()
            facteur, *termes = self.m.decoupe(ind)
            if not termes or (len(termes) > 1 and _lit(termes[1])):
                continue  # read nothing of persons, or divides by an unknown
            qui = v.sort_index().sort_values(kind="stable").index
            for q, dite in ((1, r.bas), (2, r.mediane), (3, r.haut)):
                k = round(q * (len(qui) - 1) / 4)
                trois = qui[max(k - 1, 0) : k + 2]
                assert formats.arrondir(v[trois].mean(), ind.decimales) == dite, id_
                self._moyenne(ind, "porteur", trois, dite)

    def _comparables(self, siret: str) -> None:
        """What a porteur's synthèse says of the actions comparable to each of its own."""
        p, regles = self.m.profils, REGLES.avec_seuil(self.m.base.seuil_secret)
        for _, sienne in p[p["porteur_siret"] == siret].iterrows():
            dites = repartition.comparables(
                self.m.base,
                self.m.agregats,
                self.m.campagne,
                sienne["code_action"],
                siret,
                self.m.dits,
            )
            autres = p[p["porteur_siret"] != siret]
            retenues = autres[repartition.distance(sienne, autres) <= (dites.distance or -1)]
            lues = self.m.par_action[self.m.par_action["action"].isin(retenues["code_action"])]
            for id_, r in dites.repartitions.items():
                facteur, *termes = self.m.decoupe(self.m.inds[id_])
                if not termes or (len(termes) > 1 and _lit(termes[1])):
                    continue
                t = lues[lues["indicateur"] == id_].sort_values(
                    ["valeur", "porteur"], kind="stable"
                )
                for q, dite in ((1, r.bas), (2, r.mediane), (3, r.haut)):
                    if not np.isnan(dite):
                        qui = self._fenetre(t, q, regles.porteurs_min)
                        vrai = formats.arrondir(
                            t[t["action"].isin(qui)]["valeur"].mean(), self.m.inds[id_].decimales
                        )
                        assert vrai == dite, (id_, vrai, dite)
                        self._moyenne(self.m.inds[id_], "action", qui, dite)
                        self.comparables += 1

    def _fenetre(self, t: pd.DataFrame, q: int, minimum: int) -> list[str]:
        """The actions behind a figure: widened around its rank until enough porteurs are there."""
        k = round(q * (len(t) - 1) / 4)
        for rayon in range(1, len(t)):
            dedans = t.iloc[max(k - rayon, 0) : k + rayon + 1]
            if dedans["porteur"].nunique() >= minimum:
                return list(dedans["action"])
        raise AssertionError("a figure that rests on nothing")

    def _moyenne(self, ind, axe: str, qui, dite: float) -> None:
        """The mean of this indicator over these porteurs, or these actions, as it is printed."""
        facteur, *termes = self.m.decoupe(ind)
        formes = []
        for x in qui:
            d = (self.m.groupes[axe] == x).to_numpy()
            sommes = [
                _somme([f for f, dedans in zip(self.lus[ind.table, t], d, strict=True) if dedans])
                for t in termes
            ]
            formes.append(_fois(sommes[0], facteur / (sommes[1][None] if len(termes) > 1 else 1)))
        demi = len(qui) * (0.5 * 10.0**-ind.decimales + PRES)
        total, ecrite = _somme(formes), len(qui) * dite
        self._borner(total, ecrite + demi)
        self._borner(_fois(total, -1), demi - ecrite)

    @cached_property
    def systeme(self) -> dict:
        rangs = [(i, j, c) for i, f in enumerate(self.inegal) for j, c in f.items()]
        lignes, colonnes, coefs = zip(*rangs, strict=True)
        vrai = np.array(self.valeurs)
        a = csr_array((coefs, (lignes, colonnes)), shape=(len(self.inegal), len(vrai)))
        sienne = np.zeros(len(vrai), dtype=bool)
        for formes in self.variables.values():
            for k in np.flatnonzero(self.siennes):
                sienne[list(formes[k])] = True
        limites = [(v, v) if s else (0, None) for v, s in zip(vrai, sienne, strict=True)]
        depasse = a @ vrai - np.array(self.droite)
        assert depasse.max() < 1e-3, depasse.max()  # what is printed is true
        return {"A_ub": a, "b_ub": np.maximum(self.droite, a @ vrai), "bounds": limites}

    def largeur(self, id_: str, axe: str, modalite: str) -> tuple[float, float, float]:
        """How far apart the whole numbers are between which a count can be placed, and how far they
        must be; and the count.
        """
        dedans, cible = self.m.dans(axe, modalite), np.zeros(len(self.valeurs))
        for forme, d in zip(self.variables[id_], dedans, strict=True):
            cible[list(forme)] += d
        bouts = []
        for sens in (1, -1):
            r = linprog(sens * cible, **self.systeme, method="highs")
            assert r.status in (0, 3), r.message
            bouts.append(sens * r.fun if r.status == 0 else -sens * np.inf)
        vrai = cible @ np.array(self.valeurs)
        voulu = max(self.m.base.seuil_secret, np.ceil(vrai * REGLES.incertitude_pct / 100))
        return np.floor(bouts[1] + 1e-4) - np.ceil(bouts[0] - 1e-4), voulu, vrai


def _somme(formes: list[dict]) -> dict:
    somme: dict = {}
    for forme in formes:
        for j, c in forme.items():
            somme[j] = somme.get(j, 0) + c
    return somme


def _fois(forme: dict, n: float) -> dict:
    return {j: c * n for j, c in forme.items()}
