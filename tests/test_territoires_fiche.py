"""The sheet of a territory: what is near, and points that do not hide each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clas_data.errors import UsageError
from clas_data.territoires import communes, distances, fiche, parametres
from tests.test_territoires_zones import PAYS


def test_what_is_near():
    proches = fiche.voisinage(PAYS, "5", 3)
    assert (
        proches["code"].tolist() == ["1", "2", "3"]
        and proches["distance_km"].is_monotonic_increasing
    )
    assert proches["actions"].tolist() == [3, 0, 0]
    with pytest.raises(UsageError):
        fiche.voisinage(PAYS, "99")


def test_points_of_one_commune_stay_near_it_and_apart(demonstration):
    table = communes.load(demonstration, 2015)
    actions = pd.DataFrame(
        {
            "commune": ["38185"] * 30 + ["38001", "99999"],
            "code_action": [f"A{i:02d}" for i in range(32)],
        }
    )
    places = fiche.placer(actions, table)
    assert list(places.index) == list(actions.index) and places["lon"].isna().tolist() == [
        False
    ] * 31 + [True]
    ici = table.set_index("code").loc["38185"]
    assert places.iloc[0][["lon", "lat"]].tolist() == [ici["lon"], ici["lat"]]
    grenoble = places.iloc[:30].astype({"lon": float, "lat": float})
    ecart = parametres.valeur("ecart_points_km")
    assert distances.kilometres(
        grenoble["lon"], grenoble["lat"], ici["lon"], ici["lat"]
    ).max() == pytest.approx(ecart * np.sqrt(29), rel=0.01)
    entre = distances.matrice(grenoble, grenoble) + 99 * np.eye(30)
    assert entre.min() > ecart * 0.8
    melange = fiche.placer(actions.sample(frac=1, random_state=1), table).sort_index()
    assert np.allclose(melange[["lon", "lat"]], places[["lon", "lat"]], equal_nan=True)
