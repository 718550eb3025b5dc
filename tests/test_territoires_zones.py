"""White zones: what comes first, how far, and why."""

from __future__ import annotations

import dataclasses
import io
import zlib
from datetime import date

import numpy as np
import pandas as pd
import pikepdf
import pytest

from clas_data.acces import ligne_de_commande
from clas_data.errors import UsageError
from clas_data.restitutions import liste_zones, pdf
from clas_data.tables import base
from clas_data.territoires import couverture, eloignement, population, taux, zones
from tests import balises

HABITANTS = population.Denominateur("habitants", "habitants", 1000, 2023, "Insee")


def territoire(
    code, habitants, lon, actions=0, qpv=False, rep="", epci="E1", pre="", questionnaires=0, reaap=0
):
    return {
        "code": code,
        "nom": f"Commune {code}",
        "epci": epci,
        "epci_nom": f"EPCI {epci}",
        "arrondissement": "1",
        "arrondissement_nom": "A",
        "habitants": habitants,
        "pop_annee": 2023,
        "jeunes": np.nan,
        "jeunes_6_10": np.nan,
        "jeunes_11_14": np.nan,
        "jeunes_15_17": np.nan,
        "lon": lon,
        "lat": 45.0,
        "qpv": qpv,
        "rep": rep,
        "rep_nombre": int(bool(rep)),
        "rep_plus": False,
        "pre": pre,
        "communes": 1,
        "actions": actions,
        "questionnaires": questionnaires,
        "actions_reaap": reaap,
        "actions_pre": 0,
        "numerateur": 0.0,
        "denominateur": float(habitants),
        "taux": 0.0,
        "repondants": 0,
        "attendus": 0,
        "statut": "sans_action",
    }


def fiction(*lignes) -> couverture.Couverture:
    """A coverage by commune, of communes along one parallel: 0.01 degree is about 0.79 km."""
    table = pd.DataFrame(lignes).astype({"qpv": "boolean"})
    return couverture.Couverture(
        "2021-2022",
        "commune",
        "enfants_accompagnes",
        HABITANTS,
        table,
        taux.total(table, HABITANTS),
    )


PAYS = fiction(
    territoire("1", 9000, 5.00, actions=3, questionnaires=2, reaap=1),
    territoire("2", 5000, 5.05),  # near
    territoire("3", 4000, 5.30, epci="E2"),  # far
    territoire("4", 6000, 5.31, epci="E2"),  # far, more people
    territoire("5", 300, 5.02, qpv=True, pre="Pays"),  # small and near, but a QPV
    territoire("6", 800, 5.40, rep="Collège Un (REP)", epci="E2"),  # REP
    territoire("7", 700, 5.50, qpv=True, rep="Collège Deux (REP+)", epci="E3"),
    territoire("8", 900, 5.60, epci="E3"),  # far but too small to be listed
)


def test_the_list_on_paper_is_tagged_dated_and_kept_for_good():
    z = zones.zones_blanches(PAYS)
    liste = liste_zones.write(z, "2021-2022", "abc", "", date(2026, 1, 5), "Isère")
    tables, fautes = balises.lire(liste)
    assert tables == 4 and not fautes


def test_a_stream_that_ends_with_a_carriage_return_has_its_length():
    """One in 256 does by chance, and a reader takes « \\r\\n » for one end of line."""
    z = zones.zones_blanches(PAYS)
    ecrit, suites = io.BytesIO(), (b"suite %d" % i for i in range(10_000))
    fin = next(x for x in suites if zlib.compress(x).endswith(b"\r"))
    liste = liste_zones.write(z, "2021-2022", "abc", "", date(2026, 1, 5), "Isère")
    with pikepdf.open(io.BytesIO(liste)) as lu:
        lu.Root.MarkInfo.Suspects = False
        lu.Root.PieceInfo = lu.make_indirect(pikepdf.Stream(lu, fin))
        lu.save(ecrit)
    range_ = pdf.ranger(ecrit.getvalue())
    assert b"\r\rendstream" in range_ and not balises.juger(range_)


def test_priorities_first_then_the_far_then_the_near():
    z = zones.zones_blanches(PAYS)
    assert z.liste["code"].tolist() == ["7", "6", "5", "4", "3", "2"]
    assert z.liste["groupe"].tolist() == [1, 2, 2, 3, 3, 4] and z.liste["rang"].tolist() == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    assert z.liste["plus_proche"].unique().tolist() == ["Commune 1"]
    assert z.liste.set_index("code").loc["2", "distance_km"] == pytest.approx(3.93, abs=0.01)


def test_each_rank_has_its_reason():
    raisons = zones.zones_blanches(PAYS).liste.set_index("code")["raison"]
    assert raisons["7"].startswith(
        "Quartier prioritaire, Collège Deux (REP+)\u00a0: aucune action. 700 habitants (2023), "
        "1re "
        "de son groupe."
    )
    assert (
        "PRE\u00a0: Pays." in raisons["5"]
        and "lien déclaré par 1\u00a0action sur 2 ayant répondu" in raisons["5"]
    )
    assert raisons["3"].startswith(
        "Aucune action à moins de 5\u202fkm. 4\u202f000 habitants (2023), 2e de son groupe."
    )
    assert (
        "Reaap\u00a0: inconnu" in raisons["3"]
        and "Action la plus proche\u00a0: Commune 1, à 3,9\u202fkm." in raisons["2"]
    )


def test_the_distance_moves_the_groups_and_the_summary():
    loin, pres = (
        zones.zones_blanches(PAYS, distance_km=3),
        zones.zones_blanches(PAYS, distance_km=60),
    )
    assert loin.liste.set_index("code").loc["2", "groupe"] == 3 and 3 not in set(
        pres.liste["groupe"]
    )
    assert (
        pres.resume["population_au_dela"] == 0
        and loin.resume["population_au_dela"] == 5000 + 4000 + 6000 + 800 + 700 + 900
    )
    assert "à plus de 3\u202fkm d'une action" in zones.titre(loin)
    r = loin.resume
    assert (
        r["communes_sans_action"],
        r["colleges_rep_sans_action"],
        r["communes_qpv_sans_action"],
    ) == (7, 2, 2)


def test_the_curve_agrees_with_the_summary():
    courbe = eloignement.courbe(PAYS)
    assert courbe["distance_km"].is_monotonic_increasing and courbe["au_dela"].iloc[-1] == 0
    for km in (0.0, 2, 5, 25, 40):
        attendu = zones.zones_blanches(PAYS, distance_km=km).resume["population_au_dela"]
        assert courbe[courbe["distance_km"] <= km]["au_dela"].iloc[-1] == attendu


def test_by_epci_only_those_without_any_action():
    z = zones.zones_blanches(PAYS, "epci")
    assert z.liste["code"].tolist() == ["E3", "E2"] and z.liste["groupe"].tolist() == [1, 2]
    assert (
        "En moyenne, un habitant est à" in z.liste["raison"].iloc[0]
        and "Intercommunalités" in z.methode
    )


def test_no_action_anywhere():
    vide = fiction(*(territoire(str(i), 3000, 5 + i / 10) for i in range(3)))
    z = zones.zones_blanches(vide)
    assert (
        len(z.liste) == 3 and set(z.liste["groupe"]) == {3} and z.liste["distance_km"].isna().all()
    )
    assert (
        "Le département n'a aucune action." in z.liste["raison"].iloc[0]
        and z.resume["population_au_dela"] == 9000
    )
    assert len(zones.zones_blanches(vide, "epci").liste) == 1


def test_an_unknown_list_of_qpv_is_said_not_counted_as_none():
    inconnu = fiction(*({**l, "qpv": pd.NA} for l in PAYS.table.to_dict("records")))
    z = zones.zones_blanches(inconnu)
    assert z.resume["communes_qpv"] is None and z.resume["communes_qpv_sans_action"] is None
    assert z.liste["code"].tolist()[:2] == ["6", "7"] and set(z.liste["groupe"]) == {2, 3, 4}, (
        "REP collèges still come first"
    )


def test_bad_questions():
    with pytest.raises(UsageError, match="par commune"):
        zones.zones_blanches(dataclasses.replace(PAYS, maille="epci"))
    with pytest.raises(UsageError):
        zones.zones_blanches(PAYS, "canton")
    with pytest.raises(UsageError, match="km"):
        zones.zones_blanches(PAYS, distance_km=-1)


def test_on_the_demonstration(demonstration):
    c = couverture.calculer(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2021-2022"
    )
    z = zones.zones_blanches(c)
    assert (
        z.resume["communes_sans_action"] == (c.table["actions"] == 0).sum()
        and z.liste["raison"].str.len().min() > 60
    )
    assert z.liste["groupe"].is_monotonic_increasing and (z.liste["actions"] == 0).all()
    for _, groupe in z.liste.groupby("groupe"):
        assert groupe["population"].is_monotonic_decreasing
