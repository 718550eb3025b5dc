"""Whether the secrecy of a received package is held: no small count shown, no masked one that the
rest of the package gives back. The attack is that of our own protection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from clas_data import formats
from clas_data.errors import Anomalie
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.paquets import paquet
from clas_data.fichiers.paquets.paquet import Paquet
from clas_data.indicateurs import catalogue, definitions
from clas_data.secret import attaque
from clas_data.secret import regles as declaration
from clas_data.secret.cellules import Systeme
from clas_data.secret.regles import Famille, Regles

TOUT = "departement"
SEUILS = (5, 11)
Case = tuple[str, str, str]  # indicateur, axe, modalite
PRES = 1e-6


@dataclass(frozen=True)
class Cases:
    """The cells of a package: what each shows; None where it is masked."""

    valeurs: Mapping[Case, float | None]

    @classmethod
    def de(cls, p: Paquet) -> Cases:
        lues = {}
        for l in paquet.lire_agregats(p):
            cle = (l["indicateur"], l["axe"], l["modalite"] if l["axe"] != TOUT else "")
            vide = 0.0 if l["statut"] == "non disponible" else None
            lues[cle] = l["valeur"] if l["valeur"] is not None else vide
        return cls(lues)

    def nom(self, case: Case) -> str:
        """« Filles, niveau = lycée »."""
        titre = catalogue.exiger(case[0]).titre
        return titre if case[1] == TOUT else f"{titre}, {case[1]} = {case[2]}"


def verifier(p: Paquet) -> Iterator[Anomalie]:
    """Everything in this package that its secrecy should have held."""
    regles = declaration.load().avec_seuil(p.seuil)
    cases = Cases.de(p)
    yield from _petits(p, cases, regles)
    yield from _sommes(p, cases, regles)
    for famille in regles.familles:
        yield from _rendus(p, cases, famille, regles)
    yield from _seuls(p, cases, regles)


def _petits(p: Paquet, cases: Cases, regles: Regles) -> Iterator[Anomalie]:
    for case, v in cases.valeurs.items():
        if case[0] in regles.sensibles and v is not None and 0 < v < regles.seuil:
            yield _petit(p, cases.nom(case), v, regles)


def _petit(p: Paquet, nom: str, v: float, regles: Regles) -> Anomalie:
    mots = {"valeur": formats.nombre(v), "attendu": formats.nombre(regles.seuil)}
    return anomalie("paquet_petit", fichier=p.depot.nom, colonne=nom, **mots)


def _sommes(p: Paquet, cases: Cases, regles: Regles) -> Iterator[Anomalie]:
    """The sums behind the ratios: none is small, none stands where its count or its ratio is
    masked, and each gives its ratio.
    """
    for l in p.sommes:
        ind = catalogue.load().get(l["indicateur"])
        coupe = definitions.decouper(ind) if ind else None
        if coupe is None or l["denominateur"] is None or l["numerateur"] is None:
            continue
        for mesure, v in (
            (coupe.numerateur, l["numerateur"]),
            (coupe.denominateur, l["denominateur"]),
        ):
            if any(f"sum({s})" in mesure for s in regles.sensibles + tuple(regles.colonnes)) and (
                0 < v < regles.seuil
            ):
                yield _petit(p, f"{ind.titre}, dans {TOUT}", v, regles)
        montre = cases.valeurs.get((ind.id, TOUT, ""), l["numerateur"])
        if montre is None:
            yield _contredit(p, ind.titre, "le ratio est masqué, ses sommes ne le sont pas")
        elif l["denominateur"] and ind.id in {c[0] for c in cases.valeurs}:
            ratio = l["facteur"] * l["numerateur"] / l["denominateur"]
            if abs(ratio - montre) > 0.5 * 10.0**-ind.decimales + PRES * (1 + abs(ratio)):
                dits = [formats.nombre(x, ind.decimales + 1) for x in (ratio, montre)]
                yield _contredit(p, ind.titre, f"ses sommes donnent {dits[0]}, on lit {dits[1]}")


def _contredit(p: Paquet, nom: str, indice: str) -> Anomalie:
    return anomalie("paquet_contredit", fichier=p.depot.nom, colonne=nom, indice=indice)


def _rendus(p: Paquet, cases: Cases, famille: Famille, regles: Regles) -> Iterator[Anomalie]:
    """The masked counts of a family that all its tables together place too closely."""
    siennes = {c: v for c, v in cases.valeurs.items() if c[0] in famille.indicateurs}
    masquees = [c for c, v in siennes.items() if v is None]
    if not masquees:
        return
    s, publiees, rangs = systeme(siennes, famille)
    if s is None:
        yield _contredit(p, ", ".join(famille.indicateurs), "les totaux ne s'additionnent pas")
        return
    for case in masquees:
        cible = np.zeros(len(rangs))
        cible[rangs[case]] = 1
        b = attaque.bornes(s, publiees, 0, cible)
        if b.largeur < regles.seuil:
            bas, haut = (formats.nombre(x, 0) for x in (b.bas, b.haut))
            indice = f"(entre {bas} et {haut})" if bas != haut else f"({bas})"
            nom = cases.nom(case)
            yield anomalie("paquet_rendu", fichier=p.depot.nom, colonne=nom, indice=indice)


def systeme(
    cases: Mapping[Case, float | None], famille: Famille
) -> tuple[Systeme | None, np.ndarray, dict[Case, int]]:
    """The cells of a family as the linear system that the protection attacks: one unknown for each
    cell; an axis adds up to the whole, and linked counts are linked cell by cell. None where what
    is shown holds together in no way.
    """
    rangs = {c: i for i, c in enumerate(cases)}
    n = len(rangs)
    publiees = np.array([v is not None for v in cases.values()])
    valeurs = np.array([v or 0.0 for v in cases.values()])
    egalites = [_somme(rangs, n, [c], autres) for c, autres in _axes(cases)]
    inegalites = []
    for sortes, lignes in ((famille.egal, egalites), (famille.inferieur, inegalites)):
        for *gauche, droite in sortes:
            liees = _liees(rangs, n, gauche, droite)
            ecarts = [valeurs @ l for l in liees if publiees[l != 0].all()]
            tenue = (
                all(abs(e) < PRES for e in ecarts)
                if lignes is egalites
                else max(ecarts, default=0) < PRES
            )
            lignes += liees if tenue else []
    egal, inegal = (np.array(l).reshape(len(l), n) for l in (egalites, inegalites))
    fixes = [(v, v) if vu else (0, None) for v, vu in zip(valeurs, publiees, strict=True)]
    contraintes = {"A_eq": egal, "b_eq": np.zeros(len(egal))} if len(egal) else {}
    if len(inegal):
        contraintes |= {"A_ub": inegal, "b_ub": np.zeros(len(inegal))}
    r = linprog(np.zeros(n), bounds=fixes, method="highs", **contraintes)
    if r.status != 0:
        return None, publiees, rangs
    table = pd.DataFrame({"raison": [""] * n, "valeur": r.x})
    sien, vide = np.zeros((1, n)), np.zeros((0, n))
    s = Systeme(table, np.eye(n), r.x, sien, ("",), vide, np.zeros(0), egal, inegal)
    return s, publiees, rangs


def _axes(cases: Mapping[Case, float | None]) -> Iterator[tuple[Case, list[Case]]]:
    """Each whole, with the cells of one axis that add up to it."""
    for indicateur, axe in dict.fromkeys((c[0], c[1]) for c in cases if c[1] != TOUT):
        tout = (indicateur, TOUT, "")
        if tout in cases:
            yield tout, [c for c in cases if c[:2] == (indicateur, axe)]


def _somme(rangs: dict[Case, int], n: int, plus: list[Case], moins: list[Case]) -> np.ndarray:
    ligne = np.zeros(n)
    ligne[[rangs[c] for c in plus]] = 1
    ligne[[rangs[c] for c in moins]] = -1
    return ligne


def _liees(rangs: dict[Case, int], n: int, gauche: list[str], droite: str) -> list[np.ndarray]:
    """The same link in every cell that holds all its counts."""
    ou = {c[1:] for c in rangs if c[0] == droite}
    tous = [[(g, *o) for g in gauche] + [(droite, *o)] for o in sorted(ou)]
    return [_somme(rangs, n, t[:-1], t[-1:]) for t in tous if all(c in rangs for c in t)]


def _seuls(p: Paquet, cases: Cases, regles: Regles) -> Iterator[Anomalie]:
    """The other sums: one masked group alone on its axis is the whole less the others."""
    for tout, siennes in _axes(cases.valeurs):
        ind = catalogue.load().get(tout[0])
        if ind is None or not ind.additif or ind.id in regles.sensibles:
            continue
        masquees = [c for c in siennes if cases.valeurs[c] is None]
        autres = [c for c in siennes if cases.valeurs[c]]
        if len(masquees) == 1 and autres and cases.valeurs[tout] is not None:
            mots = {"colonne": cases.nom(masquees[0]), "indice": "(le total moins les autres)"}
            yield anomalie("paquet_rendu", fichier=p.depot.nom, **mots)
