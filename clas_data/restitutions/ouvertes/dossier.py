"""An export, file after file: the tables, then what describes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.fichiers.paquets import sceau
from clas_data.restitutions.ouvertes import (
    dcat,
    description,
    echange,
    ecriture,
    publication,
    tableaux,
)
from clas_data.restitutions.ouvertes.echange import Accord
from clas_data.restitutions.ouvertes.ecriture import Provenance
from clas_data.tables.base import Base

ZIP_LE = (2020, 1, 1, 0, 0, 0)  # the same content gives the same bytes


def fichiers(
    inst: Installation,
    base: Base,
    acteur: Acteur,
    format_: str,
    campagne: str | None = None,
    table: str | None = None,
    complet: bool = False,
    accord: Accord | None = None,
) -> Iterator[tuple[int, int, str, bytes]]:
    """(done, total, name, content) of each file; `total` counts the tables, what describes them
    comes with the last. All the tables of one campagne are a package for other départements.
    """
    tables = [publication.exiger(table).nom] if table else list(publication.load())
    choisies = tableaux.choisir_campagnes(inst, base, acteur, campagne, complet)
    p = echange.provenance(inst, base, choisies, complet, accord or Accord())
    partage = table is None and not complet
    total, ecrites, contenus = tableaux.nombre(tables, complet) + partage, [], {}
    lues = tableaux.tableaux(inst, base, acteur, tables, choisies, complet)
    if partage:
        lues = chain(lues, (echange.tableau(inst, base, acteur, choisies) for _ in range(1)))
    for fait, t in enumerate(lues, start=1):
        nom = f"{t.nom}.{format_}"
        contenus[nom] = ecriture.ecrire(t, format_, p)
        ecrites.append((nom, t, description.ressource(t, nom, contenus[nom], format_, p)))
        contenus[f"{t.nom}.schema.json"] = description.en_json(ecrites[-1][2]["schema"])
        for ecrit in (nom, f"{t.nom}.schema.json"):
            yield fait, total, ecrit, contenus[ecrit]
    for nom, contenu in _autour(tables, ecrites, p, format_, complet):
        contenus[nom] = contenu
        yield total, total, nom, contenu
    yield total, total, sceau.SOMMES, sceau.sceller(contenus)


def _autour(
    tables: list[str],
    ecrites: list[tuple[str, tableaux.Tableau, dict[str, Any]]],
    p: Provenance,
    format_: str,
    complet: bool,
) -> Iterator[tuple[str, bytes]]:
    """What describes the tables, itself described in the manifest."""
    choisies = [publication.exiger(t) for t in tables]
    autour = description.dictionnaire(choisies, [t for _, t, _ in ecrites])
    mots = [autour] if complet else [autour, description.indicateurs(choisies)]
    for t, contenu in mots:
        yield f"{t.nom}.csv", contenu
    lisibles = [description.ressource(t, f"{t.nom}.csv", c, "csv", p) for t, c in mots]
    paquet = description.paquet([*(r for *_, r in ecrites), *lisibles], p)
    yield sceau.MANIFESTE, description.en_json({**paquet, sceau.CLE: echange.dit(p, format_)})
    if not complet:
        yield dcat.NOM, description.en_json(dcat.ecrire(paquet, p))
    yield "LISEZMOI.md", description.lisezmoi([(nom, t) for nom, t, _ in ecrites], p)


def en_zip(contenus: Mapping[str, bytes]) -> bytes:
    """All the files in one archive."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in contenus.items():
            archive.writestr(zipfile.ZipInfo(nom, ZIP_LE), contenu, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()
