"""What a file may be called is one rule: the command and the screen accept and refuse the same, in
French, and with the same words.
"""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.fichiers import enveloppe
from clas_data.fichiers.lecture import Depot
from clas_data.tables import importation
from tests.outils import CAMPAGNE as C
from tests.outils import classeur, en_csv, en_ods, grille, petite
from tests.test_commandes import json_de, lancer
from tests.test_ui_depot import deposer, ouvrir, textes

TABLE = grille(petite()["agrements"])
CONTENUS = {
    "csv": en_csv(TABLE),
    "tsv": en_csv(TABLE, separateur="\t"),
    "txt": en_csv(TABLE, "utf-16", "\t"),
    "xlsx": classeur(petite()).contenu,
    "xlsm": classeur(petite()).contenu,
    "ods": en_ods({"Agréments": TABLE}),
}
ACCEPTES = [*(f"fichier.{e}" for e in CONTENUS), "FICHIER.XLSM", "Fichier.Txt"]
REFUSES = [
    "fichier.pdf",
    "fichier.exe",
    "fichier",
    "fichier.csv.zip",
    "fichier.json",
    "fichier.doc",
]


def contenu(nom: str) -> bytes:
    return CONTENUS.get(nom.lower().rpartition(".")[2], b"quelque chose")


def test_every_extension_is_tried():
    assert set(CONTENUS) == set(enveloppe.EXTENSIONS)


@pytest.mark.parametrize("nom", [*ACCEPTES, *REFUSES])
def test_the_command_and_the_screen_say_the_same(vide, tmp_path, monkeypatch, nom):
    p = importation.proposer(vide, [Depot(nom, contenu(nom))], C, ligne_de_commande())
    assert p.acceptable is (nom in ACCEPTES), [a.message for a in p.anomalies]
    (tmp_path / nom).write_bytes(contenu(nom))
    fait = lancer("verifier", tmp_path / nom, "--campagne", C, "--json", racine=vide.racine)
    dits = {a["message"] for a in json_de(fait)["anomalies"] if a["gravite"] == "bloquante"}
    assert dits == {a.message for a in p.anomalies if a.gravite == "bloquante"}
    monkeypatch.setenv("CLAS_RACINE", str(vide.racine))
    ecran = deposer(ouvrir(), nom, contenu(nom), C)
    assert not ecran.exception
    assert ("Accepter ce dépôt" in [b.label for b in ecran.button]) is (nom in ACCEPTES)
    assert all(m in textes(ecran).replace("\\", "") for m in dits)
