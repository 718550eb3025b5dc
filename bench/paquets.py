"""Packages of other départements, made from one real export: renamed, multiplied, spoiled."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.paquets import sceau
from clas_data.restitutions.ouvertes import dossier
from clas_data.tables import base

Contenus = dict[str, bytes]


def de_fiction(inst: Installation, campagne: str, code: str) -> Depot:
    """The export of this installation, as a fictional département would have written it."""
    ouverte, moi = base.ouvrir(inst), ligne_de_commande()
    fichiers = dossier.fichiers(inst, ouverte, moi, "csv", campagne)
    return recu(de({nom: contenu for *_, nom, contenu in fichiers}, code))


def lignes(contenu: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contenu.decode("utf-8-sig"), newline=""), delimiter=";"))


def table(lues: list[dict[str, str]]) -> bytes:
    tampon = io.StringIO(newline="")
    ecrivain = csv.DictWriter(tampon, list(lues[0]), delimiter=";", lineterminator="\r\n")
    ecrivain.writeheader()
    ecrivain.writerows(lues)
    return ("\ufeff" + tampon.getvalue()).encode()


def changer(c: Contenus, nom: str, faire: Callable[[dict[str, str]], None]) -> Contenus:
    """The same files, each row of one table changed in place by `faire`."""
    lues = lignes(c[nom])
    for l in lues:
        faire(l)
    return {**c, nom: table(lues)}


def dire(c: Contenus, **dit) -> Contenus:
    """The same files, whose manifest says something else."""
    manifeste = json.loads(c[sceau.MANIFESTE])
    manifeste[sceau.CLE] |= dit
    return {**c, sceau.MANIFESTE: json.dumps(manifeste).encode()}


def de(c: Contenus, code: str, nommer: bool = False, fois: int = 1, **dit) -> Contenus:
    """The package of a fictional département: its numerators are `fois` those of the export."""

    def renommer(l: dict[str, str]) -> None:
        l |= {"departement": code, "departement_nom": f"Fiction {code}"}
        if fois != 1 and l["denominateur"]:
            l["numerateur"] = str(fois * float(l["numerateur"].replace(",", ".")))

    c = changer(c, "departement.csv", renommer)
    if fois != 1:  # the ratios of the other tables would contradict these sums
        c = {n: v for n, v in c.items() if not n.endswith("_agregats.csv")}
    return dire(c, departement=code, nom=f"Fiction {code}", nomme=nommer, **dit)


def zipper(c: Contenus, sceller: bool = True) -> bytes:
    """The archive, sealed again unless it is to be known as altered."""
    return dossier.en_zip({**c, sceau.SOMMES: sceau.sceller(c)} if sceller else c)


def recu(c: Contenus, nom: str = "paquet.zip", sceller: bool = True) -> Depot:
    return Depot(nom, zipper(c, sceller))
