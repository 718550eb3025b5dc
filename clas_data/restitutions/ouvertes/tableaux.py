"""The tables of an export: diffused rows and protected aggregates for anyone, whole marts for the
committee.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd

from clas_data import formats, secret
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import campagnes
from clas_data.formats import inconnu
from clas_data.indicateurs import calcul, catalogue, libelles
from clas_data.restitutions.ouvertes import publication
from clas_data.restitutions.ouvertes.publication import Champ, Table
from clas_data.tables.base import Base

DEPARTEMENT = "departement"
CENTIME = Decimal("0.01")


@dataclass(frozen=True)
class Tableau:
    """One table to write: its name, words, columns, key, and its values typed as its columns
    say.
    """

    nom: str
    titre: str
    description: str
    champs: tuple[Champ, ...]
    cle: tuple[str, ...]
    donnees: pd.DataFrame


def campagnes_ouvertes(
    inst: Installation, base: Base, acteur: Acteur, complet: bool
) -> tuple[str, ...]:
    """The campagnes that an export holds by default: all that were received, or those published and
    définitives.
    """
    acteur.exige("exporter_complet" if complet else "exporter")
    perimetre = acteur.perimetre(campagnes.publiees(inst))
    if perimetre.siret is not None:
        raise AccesRefuse(
            "Un compte de porteur ne lit que ses propres lignes : l'export du département se "
            "demande au comité technique."
        )
    recues = calcul.valeurs_axe(base, perimetre, "campagne")
    if complet:
        return tuple(recues)
    connues = campagnes.load(inst)
    return tuple(
        c
        for c in recues
        if c in connues and connues[c].publiee() and connues[c].statut == "definitif"
    )


def choisir_campagnes(
    inst: Installation, base: Base, acteur: Acteur, voulue: str | None, complet: bool
) -> tuple[str, ...]:
    """The campagne asked for, or all those that may leave; a sentence says why one may not."""
    ouvertes = campagnes_ouvertes(inst, base, acteur, complet)
    if voulue is None:
        if not ouvertes:
            raise UsageError(
                "Aucune campagne n'est à la fois publiée et définitive : il n'y a rien à diffuser."
                if not complet
                else "Aucune campagne n'a été reçue : il n'y a rien à exporter."
            )
        return ouvertes
    declaree = campagnes.exiger(inst, voulue)
    if voulue not in ouvertes:
        raison = (
            "n'a encore aucune donnée ici"
            if complet or (declaree.publiee() and declaree.statut == "definitif")
            else "n'est pas à la fois publiée et définitive : ses données ne sortent pas du comité"
        )
        raise UsageError(
            f"La campagne {voulue} {raison}. Campagnes possibles : "
            f"{', '.join(ouvertes) or 'aucune'}."
        )
    return (voulue,)


def tableaux(
    inst: Installation,
    base: Base,
    acteur: Acteur,
    tables: Sequence[str],
    choisies: Sequence[str],
    complet: bool,
) -> Iterator[Tableau]:
    """The tables one after the other; `choisies` must be campagnes that this export may hold."""
    permises = campagnes_ouvertes(inst, base, acteur, complet)
    if set(choisies) - set(permises):
        raise AccesRefuse(
            "Ces campagnes ne peuvent pas être exportées ainsi : "
            f"{', '.join(sorted(set(choisies) - set(permises)))}."
        )
    diffusions = {} if complet else _diffusions(inst, base, acteur, choisies)
    noms = libelles.noms(inst, "epci")
    for table in map(publication.exiger, tables):
        if complet or table.lignes:
            yield _lignes(inst, base, acteur, table, choisies, complet)
        if not complet and table.indicateurs:
            yield _agregats(table, diffusions, noms, base.demonstration)


def nombre(tables: Sequence[str], complet: bool) -> int:
    """How many tables `tableaux` will give."""
    return sum(
        1 if complet else bool(t.lignes) + bool(t.indicateurs)
        for t in map(publication.exiger, tables)
    )


def _diffusions(
    inst: Installation, base: Base, acteur: Acteur, choisies: Sequence[str]
) -> dict[str, secret.Diffusion]:
    agregats = acteur.agregats(campagnes.publiees(inst))
    secret.preparer(base, agregats, choisies)
    return {c: secret.diffuser(base, agregats, c) for c in choisies}


def _lignes(
    inst: Installation,
    base: Base,
    acteur: Acteur,
    table: Table,
    choisies: Sequence[str],
    complet: bool,
) -> Tableau:
    """The rows of a mart: all of it, or the public columns of the rows that are diffused."""
    df = base.lire(
        acteur.perimetre(campagnes.publiees(inst)),
        "export",
        {"campagnes": list(choisies)},
        {"table": table.nom, "tri": ", ".join(table.cle)},
    )
    if not complet:
        df = df[df[table.lignes].fillna(0).astype(float) > 0]
    return typer(
        table.nom,
        table.titre,
        table.description,
        table.champs if complet else table.publics,
        table.cle,
        df,
        base.demonstration,
    )


def _agregats(
    table: Table, diffusions: dict[str, secret.Diffusion], epci: dict[str, str], demonstration: bool
) -> Tableau:
    """The indicators of this mart, from the diffused set and from nothing else."""
    morceaux = []
    for campagne, d in diffusions.items():
        for vue in d.regles.vues:
            t = d.table(
                [i for i in table.indicateurs if set(vue) <= set(catalogue.exiger(i).axes)], vue
            )
            axe = vue[0] if vue else DEPARTEMENT
            modalites = t[axe].astype(str) if vue else pd.Series("", index=t.index)
            morceaux.append(
                t.assign(
                    campagne=campagne,
                    axe=axe,
                    modalite=modalites,
                    modalite_libelle=modalites.map(lambda m: epci.get(m, m) or "Département"),
                )
            )
    df = pd.concat(morceaux, ignore_index=True)
    inds = [catalogue.exiger(i) for i in df["indicateur"]]
    statuts = [
        "secret" if m else "non disponible" if inconnu(v) else "diffusé"
        for m, v in zip(df["masque"], df["valeur"], strict=True)
    ]
    df = df.assign(
        indicateur_titre=[i.titre for i in inds],
        unite=[i.unite for i in inds],
        statut=statuts,
        valeur=[
            None if inconnu(v) else formats.arrondir(float(v), i.decimales)
            for v, i in zip(df["valeur"], inds, strict=True)
        ],
    )
    return typer(
        f"{table.nom}_agregats",
        f"{table.titre} : agrégats protégés",
        "Le département, puis un axe à la fois ; le secret statistique est appliqué.",
        publication.agregats(),
        ("campagne", "axe", "modalite", "indicateur"),
        df,
        demonstration,
    )


def typer(
    nom: str,
    titre: str,
    description: str,
    champs: tuple[Champ, ...],
    cle: tuple[str, ...],
    df: pd.DataFrame,
    demonstration: bool,
) -> Tableau:
    """These rows with the Python types of their columns; a demonstration says so on each."""
    if demonstration:
        champs = (*champs, publication.avertissement())
        df = df.assign(avertissement="Données fictives de démonstration")
    donnees = pd.DataFrame(
        {c.nom: pd.Series([_typer(c.type, v) for v in df[c.nom]], dtype=object) for c in champs}
    )
    return Tableau(
        nom, formats.ponctuer(titre), formats.ponctuer(description), champs, cle, donnees
    )


def _typer(type_: str, v):
    """The value with the Python type of its column; unknown is None."""
    if inconnu(v) or (isinstance(v, str) and not v):
        return None
    if type_ == "entier":
        return int(v)
    if type_ == "nombre":
        return float(v)
    if type_ == "montant":
        return Decimal(repr(float(v))).quantize(CENTIME, ROUND_HALF_EVEN)
    if type_ == "oui_non":
        return bool(v)
    return v.date() if type_ == "date" and hasattr(v, "date") else v if type_ == "date" else str(v)
