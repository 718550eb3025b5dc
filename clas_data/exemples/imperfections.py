"""What is wrong or missing in the fictional files, as in real ones."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from clas_data.exemples.campagne import Tables
from clas_data.exemples.tirage import parametres
from clas_data.fichiers import schemas


def contredire(alea: random.Random, tables: Tables) -> None:
    """A few contradictions and unknowns, as in real files: each is an alerte, none refuses a
    file.
    """
    c = tables.collectifs
    for ligne in alea.sample(c, 4):
        ligne["filles"] += 1
    c[alea.randrange(len(c))]["enfants_qpv"] = 16
    c[alea.randrange(len(c))]["date_fin"] = c[0]["date_debut"] - timedelta(days=20)
    for ligne in alea.sample(tables.bilans, 3):
        ligne["charge_60"] += Decimal(alea.choice([100, 250, 1000]))
    for ligne in alea.sample(tables.bilans, 3):
        ligne["enfants_realises"] += alea.choice([-2, 1, 3])
    alea.choice(tables.bilans)["collectifs_realises"] += 1
    alea.choice(tables.bilans)["charge_86"] += Decimal(50)
    ligne = alea.choice(tables.actions)
    ligne["familles"] = ligne["familles"] * 10
    ligne = alea.choice(tables.actions)
    ligne["parents_actifs"] = ligne["parents_rencontres"] + 4
    alea.choice(tables.agrements)["commune_nom"] = "Saint-Nulle-Part"
    oublier(alea, tables)


def oublier(alea: random.Random, tables: Tables) -> None:
    """Some answers are missing, written as people write them."""
    p = parametres()
    for nom in ("actions", "collectifs", "bilans"):
        schema = schemas.load()[nom]
        for ligne in getattr(tables, nom):
            for colonne, c in schema.colonnes.items():
                if (
                    not c.obligatoire
                    and colonne != "campagne"
                    and alea.random()
                    < p["taux_inconnu"] * (0.3 if nom == "bilans" or colonne == "enfants" else 1)
                ):
                    if not (nom == "bilans" and c.type == "montant"):
                        ligne[colonne] = Inconnu(alea.choice(p["inconnus"]))


class Inconnu(str):
    """What a porteur writes when it does not know."""
