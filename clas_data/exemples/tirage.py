"""Fictional porteurs and actions on real communes, drawn from one seed: the same every time,
everywhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from stdnum import luhn

from clas_data import declarations
from clas_data.config import Installation
from clas_data.fichiers import referentiels

PORTEURS = 66


@cache
def parametres() -> dict[str, Any]:
    """What the fiction is drawn from."""
    return declarations.read(Path(__file__).parent / "parametres.yaml")


@dataclass(frozen=True)
class Porteur:
    siret: str
    nom: str
    type: str
    commune: str
    commune_nom: str


@dataclass(frozen=True)
class Action:
    """An action that comes back from year to year under the same code."""

    code: str
    porteur: Porteur
    intitule: str
    qpv_code: str
    niveau: str
    collectifs: int
    cout_collectif: float


def tirer(alea: random.Random, poids: dict[Any, float]) -> Any:
    return alea.choices(list(poids), weights=list(poids.values()))[0]


def cle_luhn(chiffres: str) -> str:
    """The digits followed by the key that makes them valid."""
    return next(chiffres + str(k) for k in range(10) if luhn.is_valid(chiffres + str(k)))


def siret_fictif(rang: int) -> str:
    """A SIRET with valid keys whose SIREN begins with 000, which is how fiction is told from fact
    here.
    """
    return cle_luhn(cle_luhn(f"000{rang:05d}") + "0001")


class Territoire:
    """The communes where the fiction takes place, with their weights and fictional QPV codes."""

    def __init__(self, installation: Installation):
        p = parametres()
        communes = referentiels.load(installation, "communes")
        qpv = referentiels.load(installation, "qpv_communes")
        generation = sorted(qpv[qpv["generation"] == qpv["generation"].min()]["commune_insee"])
        self.qpv = {commune: f"QP0389{rang:02d}" for rang, commune in enumerate(generation, 1)}
        self.pre = set(referentiels.load(installation, "pre_communes")["commune_insee"])
        self.noms = dict(zip(communes["code_insee"], communes["nom"], strict=True))
        self.poids = {
            c.code_insee: float(c.pop_municipale) ** 0.8
            * (p["poids_qpv"] if c.code_insee in self.qpv else 1)
            for c in communes.itertuples()
            if c.epci_nom not in p["communes_sans_clas"] and float(c.pop_municipale) > 1500
        }


def porteurs(alea: random.Random, territoire: Territoire) -> list[Porteur]:
    """The bodies of the fiction; no name twice."""
    p, resultat, pris = parametres(), [], set()
    while len(resultat) < PORTEURS:
        sorte = tirer(alea, p["types"])
        commune = tirer(alea, territoire.poids)
        nom = alea.choice(p["noms"][sorte]).format(
            lieu=alea.choice(p["lieux_fictifs"]), commune=territoire.noms[commune]
        )
        if nom not in pris:
            pris.add(nom)
            resultat.append(
                Porteur(
                    siret_fictif(len(resultat) + 1), nom, sorte, commune, territoire.noms[commune]
                )
            )
    return resultat


def action(alea: random.Random, territoire: Territoire, porteur: Porteur, rang: int) -> Action:
    """A new action of a porteur, in its commune."""
    p = parametres()
    qpv = territoire.qpv.get(porteur.commune, "") if alea.random() < 0.8 else ""
    lieux = [x for x in p["lieux_fictifs"] if x in porteur.nom]
    lieu = max(lieux, key=len) if lieux else f"({porteur.commune_nom})"
    cout = p["cout_par_collectif"][porteur.type] * alea.lognormvariate(0, p["ecart_type_cout"])
    return Action(
        code=f"A38-{rang:04d}",
        porteur=porteur,
        intitule=alea.choice(p["intitules"]).format(lieu=lieu),
        qpv_code=qpv,
        niveau=tirer(alea, p["niveaux"]),
        collectifs=tirer(alea, p["collectifs_par_action"]),
        cout_collectif=cout,
    )


def chronique(
    alea: random.Random, territoire: Territoire, part: float = 1
) -> dict[str, list[Action]]:
    """campagne → its agreed actions: most come back, some stop, some begin, a porteur changes its
    name.
    """
    p, corps, actions, rang, resultat = parametres(), porteurs(alea, territoire), [], 0, {}
    for numero, (campagne, c) in enumerate(p["campagnes"].items()):
        actions = [a for a in actions if alea.random() < p["renouvellement"]]
        combien = round(part * c["actions"])
        while len(actions) < combien:
            presents = {a.porteur.siret for a in actions}
            nouveaux = [b for b in corps[: 50 + 4 * numero] if b.siret not in presents]
            porteur = alea.choice(nouveaux) if nouveaux else alea.choice(corps[: 50 + 4 * numero])
            rang += 1
            actions.append(action(alea, territoire, porteur, rang))
        actions = [
            replace(a, collectifs=max(1, a.collectifs + alea.choice([0] * 9 + [1, -1, 1])))
            for a in actions[:combien]
        ]
        actions.sort(key=lambda a: a.code)
        resultat[campagne] = _renommer(actions, numero)
    return resultat


def _renommer(actions: list[Action], numero: int) -> list[Action]:
    """From the third campagne on, a few names are written otherwise, as happens in real files."""
    if numero < 2:
        return actions
    autrement = {"MJC ": "M.J.C. ", "Saint-": "St ", "Centre social ": "CS "}
    resultat = []
    for a in actions:
        nom = a.porteur.nom
        if int(a.porteur.siret[5:8]) % 9 == numero % 9:
            for long, court in autrement.items():
                nom = nom.replace(long, court)
        resultat.append(replace(a, porteur=replace(a.porteur, nom=nom)))
    return resultat
