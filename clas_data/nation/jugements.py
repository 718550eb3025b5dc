"""What is said of the figures of a national file: what our catalogue knows of each, and what our
own values make likely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from clas_data import formats
from clas_data.errors import Anomalie
from clas_data.fichiers.entetes import libelle
from clas_data.fichiers.messages import anomalie, lister
from clas_data.fichiers.schemas import NATIONAL
from clas_data.indicateurs import catalogue, comparabilite, phrases
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.nation import chiffres, declarees

DIX = (1000, 100, 10)  # what a comma that moved multiplies by
PROCHE = 0.6


@dataclass(frozen=True)
class Lue:
    """One row of the file: what it says, the indicator that it names, and where it stands."""

    brute: Mapping[str, Any]
    ind: Indicateur | None
    valeur: float | None

    @property
    def ou(self) -> tuple[str, str]:
        return self.brute["territoire_sorte"], self.brute["territoire"]


def lire(l: Mapping[str, Any]) -> Lue:
    nom = chiffres.identifiant(l["indicateur"] or "")
    if nom is None:
        return Lue(l, None, l["valeur"])
    ind = catalogue.exiger(nom)
    dite = chiffres.valeur_dite(ind, l["valeur"], l["numerateur"], l["denominateur"])
    return Lue(l, ind, dite)


def juger(lues: Sequence[Lue], nos: Mapping[str, float], campagne: str) -> list[Anomalie]:
    """Everything that is wrong in these rows; `nos`: our own values of the campagne."""
    dites = [a for l in lues for a in _ligne(l, nos, campagne)]
    return [
        *dites,
        *_doubles(lues, campagne),
        *_parts(lues, campagne),
        *_sans_source(lues, campagne),
    ]


def _ligne(l: Lue, nos: Mapping[str, float], campagne: str) -> Iterator[Anomalie]:
    """What is said of one row, the strongest first."""
    if l.ind is None:
        proche = _proche(l.brute["indicateur"] or "")
        yield dire(l, "national_inconnu", "indicateur", campagne, proposition=proche)
        return
    if comparabilite.total(l.ind):
        yield dire(l, "national_total", "indicateur", campagne, titre=l.ind.titre)
        return
    yield from _unite(l, campagne)
    yield from _rapport(l, campagne)
    if l.valeur is not None and l.brute["numerateur"] is None:
        yield from _plausible(l, nos.get(l.ind.id), campagne)
    if _depasse(l.brute["repondants"], l.brute["attendus"]):
        n, sur = (formats.nombre(l.brute[c]) for c in ("repondants", "attendus"))
        yield dire(l, "national_repondants", "repondants", campagne, attendu=sur, n=n)


def _unite(l: Lue, campagne: str) -> Iterator[Anomalie]:
    dite = " ".join((l.brute["unite"] or "").casefold().split())
    if not dite:
        return
    connues = {l.ind.unite.casefold()}
    if l.ind.unite == "€":
        connues |= {"euro", "euros", "eur"}
    if l.ind.unite == "%":
        connues |= {"pourcent", "pour cent", "pourcentage"}
    if dite not in connues:
        yield dire(
            l, "national_unite", "unite", campagne, titre=l.ind.titre, proposition=l.ind.unite
        )


def _rapport(l: Lue, campagne: str) -> Iterator[Anomalie]:
    """The two sides of a ratio, and the value that they give."""
    haut, bas, dite = (l.brute[c] for c in ("numerateur", "denominateur", "valeur"))
    if haut is None and dite is None:
        return
    if haut is not None and not bas:
        yield dire(l, "national_denominateur", "denominateur", campagne)
        return
    part = l.ind.unite == "%" and l.ind.id not in declarees.load()["depassent_cent"]
    if haut is not None and part and haut > bas:
        mots = {"n": formats.nombre(haut), "attendu": formats.nombre(bas)}
        yield dire(l, "national_numerateur", "numerateur", campagne, **mots)
        return
    if haut is not None and dite is not None:
        calcule = chiffres.valeur_dite(l.ind, None, haut, bas)
        ecart = abs(calcule - dite) * 100 / (abs(calcule) or 1)
        if ecart > declarees.seuil("ecart_rapport_pct"):
            propose = _ecrire(calcule)
            yield dire(l, "national_rapport", "valeur", campagne, proposition=propose)


def _plausible(l: Lue, notre: float | None, campagne: str) -> Iterator[Anomalie]:
    """A value that no département so far from ours would have: its likely reading is offered."""
    lue, part = l.valeur, l.ind.unite == "%"
    borne = part and l.ind.id not in declarees.load()["depassent_cent"]
    fraction = part and 0 < lue <= declarees.seuil("fraction_pct")
    mots = {"titre": l.ind.titre}
    if notre is None or not notre or not lue:
        if borne and lue > 100:
            offre = _ecrire(lue / 100)
            yield dire(l, "national_plus_de_cent", "valeur", campagne, proposition=offre, **mots)
        return
    mots["notre"] = phrases.ecrire(l.ind, notre)
    fois = max(lue / notre, notre / lue)
    combien = formats.nombre(fois)
    mots["fois"] = f"{combien} fois " + ("la valeur" if lue > notre else "moins que la valeur")
    offre = _ecrire(_lecture(lue, notre, [100] if fraction else DIX, borne))
    if borne and lue > 100:
        yield dire(l, "national_plus_de_cent", "valeur", campagne, proposition=offre, **mots)
    elif fois >= declarees.seuil("facteur_refus") or (
        fraction and fois >= declarees.seuil("facteur_alerte")
    ):
        code = "national_fraction" if fraction else "national_loin"
        yield dire(l, code, "valeur", campagne, proposition=offre, **mots)
    elif fois >= declarees.seuil("facteur_alerte"):
        yield dire(l, "national_a_verifier", "valeur", campagne, **mots)


def _lecture(lue: float, notre: float, facteurs: Sequence[int], borne: bool) -> float:
    """The value that stands nearest to ours once its comma is moved."""
    candidats = [lue * f for f in facteurs] + [lue / f for f in facteurs]
    possibles = [c for c in candidats if not borne or c <= 100] or candidats
    return min(possibles, key=lambda c: max(c / notre, notre / c))


def _doubles(lues: Sequence[Lue], campagne: str) -> Iterator[Anomalie]:
    """One indicator of one territory said twice, by its name here, by its title there."""
    vues: dict[tuple[str, ...], Lue] = {}
    for l in lues:
        if l.ind is None:
            continue
        cle = (l.ind.id, *l.ou)
        premiere = vues.setdefault(cle, l)
        if premiere is not l and premiere.brute["indicateur"] != l.brute["indicateur"]:
            mots = {"titre": l.ind.titre, "n": premiere.brute["_ligne"]}
            yield dire(l, "national_double", "indicateur", campagne, **mots)


def _parts(lues: Sequence[Lue], campagne: str) -> Iterator[Anomalie]:
    """Shares of one whole make 100 %; some of them alone make no more."""
    par: dict[tuple[str, str], dict[str, Lue]] = defaultdict(dict)
    for l in lues:
        if l.ind and l.valeur is not None:
            par[l.ou].setdefault(l.ind.id, l)
    marge = declarees.seuil("somme_parts_points")
    for siennes in par.values():
        for nom, ids in declarees.load()["parts"].items():
            dites = [siennes[i] for i in ids if i in siennes]
            somme = sum(l.valeur for l in dites)
            complete = len(dites) == len(ids)
            if not dites or somme <= 100 + marge and (not complete or somme >= 100 - marge):
                continue
            lignes = lister(l.brute["_ligne"] for l in dites)
            mots = {"groupe": nom, "somme": formats.pourcent(somme), "lignes": lignes}
            yield dire(dites[0], "national_somme", "valeur", campagne, **mots)


def _sans_source(lues: Sequence[Lue], campagne: str) -> Iterator[Anomalie]:
    sans = [l for l in lues if not l.brute["source"]]
    if sans:
        lignes = lister(l.brute["_ligne"] for l in sans)
        mots = {"n": formats.pluriel(len(sans), "chiffre"), "lignes": lignes}
        yield dire(sans[0], "national_sans_source", "source", campagne, **mots)


def _proche(texte: str) -> str:
    """The indicator that this text may have meant: its title, by likeness to titles and names."""
    connus = {ind.titre.casefold(): ind.titre for ind in catalogue.load().values()}
    connus |= {i.replace("_", " "): ind.titre for i, ind in catalogue.load().items()}
    lu = texte.replace("_", " ").casefold()
    proches = get_close_matches(lu, list(connus), 1, PROCHE)
    return connus[proches[0]] if proches else ""


def _depasse(a: Any, b: Any) -> bool:
    return a is not None and b is not None and a > b


def _ecrire(v: float) -> str:
    """A value as one would write it in a cell."""
    return f"{round(v, 4):g}".replace(".", ",")


def dire(l: Lue, code: str, colonne: str, campagne: str, **mots: Any) -> Anomalie:
    """The anomaly of one cell of a row."""
    valeur = l.brute[colonne]
    if isinstance(valeur, float):
        valeur = _ecrire(valeur)
    return anomalie(
        code,
        fichier=l.brute["_fichier"],
        feuille=l.brute["_feuille"] or "",
        ligne=l.brute["_ligne"],
        colonne=libelle(NATIONAL, colonne, campagne),
        valeur="" if valeur is None else valeur,
        **mots,
    )
