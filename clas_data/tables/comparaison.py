"""Two states of a campagne compared: rows added, replaced, removed; names that changed or look like
doubles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from rapidfuzz import fuzz

from clas_data.fichiers import schemas
from clas_data.fichiers.valeurs import normalise
from clas_data.tables import modeles
from clas_data.tables.base import Base

# similarity from which two names are worth a look: finds the usual abbreviations, few false pairs
SEUIL_NOM = 0.86
ABREGES = {
    "st": "saint",
    "ste": "sainte",
    "cs": "centre social",
    "mjc": "mjc",
    "asso": "association",
    "maison des jeunes et de la culture": "mjc",
}
COMMUNS = {"centre", "social", "association", "maison", "quartier", "familles"}


@dataclass(frozen=True)
class Rapprochement:
    """Two names to look at together: the same body twice, or a name that changed. Nothing is merged
    by itself.
    """

    nature: str
    nom: str
    autre: str
    identifiants: str
    ressemblance_pct: int


def differences(avant: Base, apres: Base, table: str, campagne: str) -> dict[str, list[str]]:
    """Keys added, replaced (a value differs) and removed, for one table of a campagne."""
    cle = ", ".join(schemas.load()[table].cle)
    sql = modeles.read("comparaison", "lignes").format(
        table=table, cle=cle, colonnes=", ".join(schemas.load()[table].colonnes)
    )
    a, b = (
        x.controler(sql, {"campagne": campagne}).set_index("cle")["contenu"] for x in (avant, apres)
    )
    communes = a.index.intersection(b.index)
    changees = communes[a.loc[communes].to_numpy() != b.loc[communes].to_numpy()]
    return {
        "ajoutees": sorted(b.index.difference(a.index)),
        "remplacees": sorted(changees),
        "retirees": sorted(a.index.difference(b.index)),
    }


def cles(table: pa.Table, nom: str) -> list[str]:
    """The keys of these rows, written as `differences` writes them."""
    colonnes = [table[c].to_pylist() for c in schemas.load()[nom].cle]
    return ["/".join(map(str, c)) for c in zip(*colonnes, strict=True)]


def absentes(base: Base, table: str, campagne: str, deposees: set[str]) -> dict[str, str]:
    """{key: porteur} of the rows that this base holds and that are not among `deposees`."""
    cle = schemas.load()[table].cle
    code = "t.code_action" if "code_action" in cle else "null"  # a national figure has no porteur
    sql = modeles.read("comparaison", "absentes").format(
        table=table, cle=", ".join(f"t.{c}" for c in cle), code=code
    )
    lignes = base.controler(sql, {"campagne": campagne})
    return {l.cle: l.porteur or "" for l in lignes.itertuples() if l.cle not in deposees}


def lignes_recues(base: Base) -> dict[tuple[str, str], int]:
    """(campagne, table) → how many rows the base holds."""
    return {
        (l.campagne, table): int(l.lignes)
        for table in schemas.load()
        for l in base.controler(
            modeles.read("comparaison", "comptes").format(table=table), {}
        ).itertuples()
    }


def nom_compare(nom: str) -> str:
    """« M.J.C. St-Martin » → « mjc saint martin »."""
    mots = re.sub(r"[^a-z0-9]+", " ", re.sub(r"\b(\w)\.", r"\1", normalise(nom))).strip()
    return " ".join(ABREGES.get(m, m) for m in mots.split())


def rapprochements(base: Base, campagne: str) -> list[Rapprochement]:
    """Porteurs and actions of this campagne and the one before that appeared, disappeared, changed
    name or look like doubles.
    """
    noms = base.controler(modeles.read("comparaison", "porteurs"), {"campagne": campagne})
    ici, avant = noms[noms["ici"]], noms[~noms["ici"]]
    resultat = _renommes(ici, avant) + _doubles(ici, pd.concat([ici, avant]))
    actions = base.controler(modeles.read("comparaison", "actions"), {"campagne": campagne})
    resultat += [
        Rapprochement(
            "action renommée",
            l.intitule,
            l.intitule_avant,
            l.code_action,
            _ressemblance(l.intitule, l.intitule_avant),
        )
        for l in actions.itertuples()
    ]
    return sorted(resultat, key=lambda r: (r.nature, -r.ressemblance_pct, r.nom))


def mouvements(base: Base, campagne: str) -> pd.DataFrame:
    """Actions that appeared or disappeared since the campagne before: nature, code_action,
    intitule, porteur_nom.
    """
    return base.controler(modeles.read("comparaison", "mouvements"), {"campagne": campagne})


def ressemblance(a: str, b: str) -> float:
    """From 0 to 1, of two names written the same way."""
    return fuzz.ratio(nom_compare(a or ""), nom_compare(b or "")) / 100


def _ressemblance(a: str, b: str) -> int:
    return round(100 * ressemblance(a, b))


def _renommes(ici: pd.DataFrame, avant: pd.DataFrame) -> list[Rapprochement]:
    paires = ici.merge(avant, on="porteur_siret", suffixes=("", "_avant"))
    return [
        Rapprochement(
            "porteur renommé",
            l.porteur_nom,
            l.porteur_nom_avant,
            l.porteur_siret,
            _ressemblance(l.porteur_nom, l.porteur_nom_avant),
        )
        for l in paires.itertuples()
        if l.porteur_nom != l.porteur_nom_avant
    ]


def _doubles(ici: pd.DataFrame, tous: pd.DataFrame) -> list[Rapprochement]:
    """Two SIRET whose names share all their own words and look alike; only names of the same own
    words are compared, so a thousand porteurs stay quick.
    """
    vus, resultat, connus = set(), [], defaultdict(list)
    for l in tous.drop_duplicates(["porteur_siret", "porteur_nom"]).itertuples():
        compare = nom_compare(l.porteur_nom)
        connus[mots_propres(compare)].append((l.porteur_siret, l.porteur_nom, compare))
    for l in ici.drop_duplicates(["porteur_siret", "porteur_nom"]).itertuples():
        nom = nom_compare(l.porteur_nom)
        for siret, autre, compare in connus[mots_propres(nom)]:
            if (
                siret == l.porteur_siret
                or abs(len(compare) - len(nom)) > 6
                or frozenset((siret, l.porteur_siret)) in vus
            ):
                continue
            if fuzz.ratio(nom, compare) / 100 >= SEUIL_NOM:
                vus.add(frozenset((siret, l.porteur_siret)))
                resultat.append(
                    Rapprochement(
                        "double possible",
                        l.porteur_nom,
                        autre,
                        f"{l.porteur_siret} · {siret}",
                        _ressemblance(l.porteur_nom, autre),
                    )
                )
    return resultat


def mots_propres(nom: str) -> frozenset[str]:
    """The words of a name that are its own: « centre social nord » and « centre social sud »
    resemble each other but share none.
    """
    return frozenset(m for m in nom.split() if len(m) > 3 and m not in COMMUNS)
