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
from clas_data.restitutions.ouvertes import echange, ecriture, publication, tableaux
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
        ecrites.append((nom, t, ecriture.ressource(t, nom, contenus[nom], format_, p)))
        contenus[f"{t.nom}.schema.json"] = ecriture.en_json(ecrites[-1][2]["schema"])
        for ecrit in (nom, f"{t.nom}.schema.json"):
            yield fait, total, ecrit, contenus[ecrit]
    for nom, contenu in _autour(tables, ecrites, p, format_):
        contenus[nom] = contenu
        yield total, total, nom, contenu
    yield total, total, sceau.SOMMES, sceau.sceller(contenus)


def _autour(
    tables: list[str],
    ecrites: list[tuple[str, tableaux.Tableau, dict[str, Any]]],
    p: Provenance,
    format_: str,
) -> Iterator[tuple[str, bytes]]:
    """What describes the tables."""
    lues = [t for _, t, _ in ecrites]
    yield "dictionnaire.csv", ecriture.dictionnaire(map(publication.exiger, tables), lues)
    paquet = ecriture.paquet([r for *_, r in ecrites], p)
    yield sceau.MANIFESTE, ecriture.en_json({**paquet, sceau.CLE: echange.dit(p, format_)})
    yield "LISEZMOI.md", ecriture.lisezmoi([(nom, t) for nom, t, _ in ecrites], p)


def en_zip(contenus: Mapping[str, bytes]) -> bytes:
    """All the files in one archive."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in contenus.items():
            archive.writestr(zipfile.ZipInfo(nom, ZIP_LE), contenu, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()
