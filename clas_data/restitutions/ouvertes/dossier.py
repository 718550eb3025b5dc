"""An export, file after file: the tables, then what describes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.restitutions.ouvertes import ecriture, publication, tableaux
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
) -> Iterator[tuple[int, int, str, bytes]]:
    """(done, total, name, content) of each file; `total` counts the tables, what describes them
    comes with the last.
    """
    tables = [publication.exiger(table).nom] if table else list(publication.load())
    choisies = tableaux.choisir_campagnes(inst, base, acteur, campagne, complet)
    p = Provenance(base.empreinte, base.construite_le.date(), choisies, base.demonstration, complet)
    total, ecrites, ressources = tableaux.nombre(tables, complet), [], []
    for fait, t in enumerate(
        tableaux.tableaux(inst, base, acteur, tables, choisies, complet), start=1
    ):
        nom = f"{t.nom}.{format_}"
        contenu = ecriture.ecrire(t, format_, p)
        ecrites.append((nom, t))
        ressources.append(ecriture.ressource(t, nom, contenu, format_, p))
        yield fait, total, nom, contenu
        yield fait, total, f"{t.nom}.schema.json", ecriture.en_json(ressources[-1]["schema"])
    yield (
        total,
        total,
        "dictionnaire.csv",
        ecriture.dictionnaire(map(publication.exiger, tables), [t for _, t in ecrites]),
    )
    yield total, total, "datapackage.json", ecriture.en_json(ecriture.paquet(ressources, p))
    yield total, total, "LISEZMOI.md", ecriture.lisezmoi(ecrites, p)


def en_zip(contenus: Mapping[str, bytes]) -> bytes:
    """All the files in one archive."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in contenus.items():
            archive.writestr(zipfile.ZipInfo(nom, ZIP_LE), contenu, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()
