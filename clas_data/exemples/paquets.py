"""The packages of four fictional départements, shipped beside the demonstration.

`python -m clas_data.exemples.paquets` writes them again, through the export that a real département
uses: minutes of computing, hence files. To do when a definition of the catalogue changes.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.exemples import ecriture
from clas_data.exemples.depots import DOSSIER
from clas_data.exemples.tirage import parametres
from clas_data.fichiers import campagnes, referentiels
from clas_data.restitutions.ouvertes import dossier
from clas_data.restitutions.ouvertes.echange import Accord
from clas_data.tables import base


def write() -> None:
    """Write the packages of all the départements and campagnes again."""
    shutil.rmtree(DOSSIER, ignore_errors=True)
    DOSSIER.mkdir()
    for code, p in parametres()["partages"].items():
        with tempfile.TemporaryDirectory() as racine:
            _departement(Installation(Path(racine)), code, p["nom"])
            _paquets(Installation(Path(racine)), code, p)


def _departement(inst: Installation, code: str, nom: str) -> None:
    """An installation of this département, all of whose campagnes are published."""
    table = referentiels.load(inst, "arrondissements")
    inst.referentiels.mkdir()
    table.assign(departement=code, departement_nom=nom).to_csv(
        inst.referentiels / "arrondissements.csv", sep=";", index=False
    )
    lignes = [
        f"{c.nom}: {{statut: definitif, generation_qpv: {c.generation_qpv}, depot_debut: null, "
        "depot_fin: null, saisie_fin: null, correction_fin: null, "
        f"publication: {c.nom[-4:]}-12-01}}\n"
        for c in campagnes.load(inst).values()
    ]
    inst.campagnes.write_text("".join(lignes), encoding="utf-8")


def _paquets(inst: Installation, code: str, p: dict) -> None:
    moi, accord = ligne_de_commande(), Accord(parametres()["licence_partages"], p["nomme"])
    ecriture.importer(inst, moi, p["graine"], p["part"])
    for campagne in parametres()["campagnes"]:
        lus = dossier.fichiers(inst, base.ouvrir(inst), moi, "csv", campagne, accord=accord)
        contenus = {nom: contenu for *_, nom, contenu in lus}
        (DOSSIER / f"{code}-{campagne}-fictif.zip").write_bytes(dossier.en_zip(contenus))


if __name__ == "__main__":
    write()
