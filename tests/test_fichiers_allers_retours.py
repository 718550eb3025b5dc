"""A table written in any accepted format is read back row for row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_data.fichiers import schemas, valeurs
from clas_data.fichiers.controle import check
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.ouverture import encodages
from clas_data.fichiers.sens import mots
from tests.outils import CAMPAGNE, COMMUNES, en_csv, en_ods, en_xlsx

COLONNES = schemas.load()["collectifs"].colonnes
TEXTE = (
    st.text(
        st.characters(codec="cp1252", categories=("L", "N", "P", "Zs")), min_size=1, max_size=12
    )
    .map(str.strip)
    .filter(
        lambda t: (
            t
            and mots.normalise(t) not in mots.INCONNUS
            and encodages.repair(t) == t
            and not t.startswith(("=", "+", "@", "-", "'", "#"))
            and not t.replace(".", "").isdigit()
        )
    )
)


def strategie(c: schemas.Colonne):
    par_type = {
        "entier": st.integers(int(c.min or 0), int(c.max or 999)),
        "nombre": st.integers(0, 56).map(lambda n: n / 4),
        "montant": st.integers(0, 10**7).map(lambda n: Decimal(n) / 100),
        "date": st.dates(date(2021, 9, 1), date(2022, 7, 31)),
        "choix": st.sampled_from(c.choix) if c.choix else None,
        "identifiant": TEXTE,
    }
    return par_type[c.type]


LIGNE = st.fixed_dictionaries(
    {
        n: strategie(c) if c.obligatoire else st.none() | strategie(c)
        for n, c in COLONNES.items()
        if n != "campagne"
    }
)
TABLE = st.lists(
    LIGNE,
    min_size=1,
    max_size=6,
    unique_by=lambda l: (" ".join(l["code_action"].split()), l["numero"]),
)


def native(v):
    return float(v) if isinstance(v, Decimal) else v


def grille(lignes, convertir):
    return [
        [COLONNES[n].titre for n in lignes[0]],
        *[[convertir(COLONNES[n], l[n]) for n in lignes[0]] for l in lignes],
    ]


FORMATS = {
    "csv utf-8 ;": lambda l: ("c.csv", en_csv(grille(l, valeurs.write))),
    "csv BOM ,": lambda l: ("c.csv", en_csv(grille(l, valeurs.write), "utf-8-sig", ",")),
    "csv cp1252 tab": lambda l: ("c.csv", en_csv(grille(l, valeurs.write), "cp1252", "\t")),
    "xlsx": lambda l: ("c.xlsx", en_xlsx({"Collectifs": grille(l, lambda c, v: native(v))})),
    "ods": lambda l: ("c.ods", en_ods({"Collectifs": grille(l, lambda c, v: native(v))})),
}


@pytest.mark.parametrize("sorte", FORMATS)
@settings(max_examples=25, deadline=None)
@given(lignes=TABLE)
def test_written_then_read_back(sorte, lignes):
    nom, contenu = FORMATS[sorte](lignes)
    controle = check([Depot(nom, contenu)], CAMPAGNE, COMMUNES, {})
    assert controle.acceptable, [a.message for a in controle.anomalies]
    lues = controle.tables["collectifs"].select(list(lignes[0])).to_pylist()
    attendues = [
        {n: " ".join(l[n].split()) if isinstance(l[n], str) else l[n] for n in lignes[0]}
        for l in lignes
    ]
    assert lues == attendues
