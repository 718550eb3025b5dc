"""What other départements need to add our figures to theirs: the sums behind each ratio, and what
the package says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clas_data import secret
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.fichiers.paquets import sceau
from clas_data.indicateurs import catalogue, definitions
from clas_data.restitutions import emetteur
from clas_data.restitutions.ouvertes import licences, publication, tableaux
from clas_data.restitutions.ouvertes.ecriture import Provenance
from clas_data.restitutions.ouvertes.tableaux import Tableau
from clas_data.secret import sommes
from clas_data.tables.base import Base

ACTIONS = "actions_agreees"  # a public number: the weight of a département whose figure is masked


@dataclass(frozen=True)
class Accord:
    """What the sender says of the use of its figures: under which licence, and whether its
    département may be named beside others.
    """

    licence: str = ""
    nomme: bool = False


def provenance(
    inst: Installation, base: Base, choisies: tuple[str, ...], complet: bool, accord: Accord
) -> Provenance:
    """Where these files come from, in full."""
    code, nom = sceau.departement(inst)
    envoi = emetteur.load(inst)
    return Provenance(
        base.empreinte,
        base.construite_le.date(),
        choisies,
        base.demonstration,
        complet,
        departement=code,
        departement_nom=nom,
        definitions=f"{catalogue.version()} ({definitions.empreinte()})",
        seuil=base.seuil_secret,
        droit=None if complet else licences.choisir(accord.licence, envoi.licence),
        nomme=accord.nomme,
        emetteur=envoi,
    )


def tableau(inst: Installation, base: Base, acteur: Acteur, choisies: Sequence[str]) -> Tableau:
    """One row per campagne and ratio: the two sums behind it, those that may be told."""
    agregats, (code, nom) = acteur.agregats(campagnes.publiees(inst)), sceau.departement(inst)
    lignes = []
    for campagne in choisies:
        d = secret.diffuser(base, agregats, campagne)
        actions = d.valeur(ACTIONS)["valeur"]
        public = sommes.Sommes(ACTIONS, 1, actions, None, None, None, sommes.DIFFUSE)
        for s in (public, *sommes.departement(base, agregats, d)):
            ind = catalogue.exiger(s.indicateur)
            lignes.append(
                {
                    "campagne": campagne,
                    "departement": code,
                    "departement_nom": nom,
                    "indicateur": ind.id,
                    "indicateur_titre": ind.titre,
                    "unite": ind.unite,
                    "definition": definitions.signature(ind),
                    "facteur": s.facteur,
                    "numerateur": s.numerateur,
                    "denominateur": s.denominateur,
                    "statut": s.statut,
                    "repondants": s.repondants,
                    "attendus": s.attendus,
                }
            )
    return tableaux.typer(
        sceau.TABLE,
        "Sommes du département",
        "Les deux sommes de chaque ratio, pour que d'autres départements les ajoutent aux leurs ; "
        "le secret statistique est appliqué.",
        publication.sommes(),
        ("campagne", "indicateur"),
        pd.DataFrame(lignes),
        base.demonstration,
    )


def dit(p: Provenance, format_: str) -> dict[str, Any]:
    """What the manifest says to the installation that receives it."""
    version, _, empreinte = p.definitions.partition(" (")
    return {
        "format": sceau.FORMAT,
        "date": p.construite_le.isoformat(),
        "departement": p.departement,
        "nom": p.departement_nom,
        "campagnes": list(p.campagnes),
        "definitions": {"version": version, "empreinte": empreinte.rstrip(")")},
        "seuil_secret": p.seuil,
        "licence": "" if p.droit is None else p.droit.titre,
        "nomme": p.nomme,
        "fictif": p.demonstration,
        "complet": p.complet,
        "fichiers": format_,
    }
