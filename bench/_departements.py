"""A fictional set of départements: the communes of Isère copied side by side under codes of their
own, and the files of their campagnes.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from stdnum import luhn

from clas_data.config import REFERENTIELS, Installation

CAMPAGNES = [f"{a}-{a + 1}" for a in range(2012, 2032)]
COLLECTIFS = 1_500  # by département and campagne: 101 × 20 × 1 500 makes three million
PAR_ACTION = 3
NIVEAUX = np.array(["élémentaire", "collège", "lycée", "mixte"])


def _sirets(n: int) -> np.ndarray:
    """Fictional SIRET, with valid keys."""

    def cle(debut: str) -> str:
        return next(debut + k for k in "0123456789" if luhn.is_valid(debut + k))

    return np.array([cle(cle(f"000{i:05d}") + "0001") for i in range(n)])


def _prefixe(d: int) -> str:
    return f"{d + 1:02d}" if d < 99 else ("2A", "2B")[d - 99]


def _ailleurs(d: int) -> tuple[float, float]:
    """How far, in degrees, the copy of Isère that makes this département lies from Isère: side by
    side, ten to a row.
    """
    return 2.0 * (d % 10), -1.5 * (d // 10)


def _communes(departements: int) -> pd.DataFrame:
    """The communes of Isère, once for each fictional département, under codes of their own, each
    département in its place.
    """
    isere = pd.read_csv(REFERENTIELS / "communes.csv", sep=";", dtype=str, keep_default_na=False)
    copies = []
    for d in range(departements):
        c, (lon, lat) = isere.assign(anciens_codes=""), _ailleurs(d)
        c["code_insee"] = _prefixe(d) + c["code_insee"].str[2:]
        c["lon"], c["lat"] = (
            (c["lon"].astype(float) + lon).round(5).astype(str),
            (c["lat"].astype(float) + lat).round(5).astype(str),
        )
        for colonne, n in (("epci_siren", 3), ("arrondissement_code", 1)):
            c[colonne] = (
                _prefixe(d) + c[colonne].str[-n:].str.zfill(n)
                if n == 1
                else f"{d:03d}" + c[colonne].str[3:]
            )
        copies.append(c)
    return pd.concat(copies, ignore_index=True)


def _contours(departements: int, maille: str) -> str:
    """The outlines of these territories: those of Isère, moved likewise."""
    isere = json.loads((REFERENTIELS / f"contours_{maille}.geojson").read_text(encoding="utf-8"))
    objets = []
    for d in range(departements):
        lon, lat = _ailleurs(d)

        def deplace(points: list, lon: float = lon, lat: float = lat) -> list:
            return (
                [round(points[0] + lon, 4), round(points[1] + lat, 4)]
                if isinstance(points[0], (int, float))
                else [deplace(p, lon, lat) for p in points]
            )

        for o in isere["features"]:
            code = o["properties"]["code"]
            code = f"{d:03d}" + code[3:] if maille == "epci" else _prefixe(d) + code[2:]
            forme = o["geometry"] | {"coordinates": deplace(o["geometry"]["coordinates"])}
            objets.append(
                o | {"id": code, "properties": o["properties"] | {"code": code}, "geometry": forme}
            )
    return json.dumps(isere | {"features": objets}, ensure_ascii=False)


def fichiers(
    campagne: str, departements: int, communes: pd.DataFrame, alea: np.random.Generator
) -> dict[str, bytes]:
    """The csv files of one campagne: requests, collectifs and bilans."""
    n = departements * COLLECTIFS
    actions = n // PAR_ACTION
    codes = np.char.add("A", np.char.zfill(np.arange(actions).astype(str), 7))
    lieux = alea.integers(0, len(communes), actions)
    sirets = _sirets(min(actions, 2_000))[alea.integers(0, min(actions, 2_000), actions)]
    agrements = pd.DataFrame(
        {
            "campagne": campagne,
            "code_action": codes,
            "intitule": "Clas",
            "porteur_siret": sirets,
            "porteur_nom": np.char.add("Porteur ", sirets),
            "porteur_type": "centre social",
            "commune_insee": communes["code_insee"].to_numpy()[lieux],
            "commune_nom": communes["nom"].to_numpy()[lieux],
            "niveau": NIVEAUX[alea.integers(0, 4, actions)],
            "collectifs_demandes": PAR_ACTION,
            "collectifs_agrees": PAR_ACTION,
            "enfants_prevus": 30,
            "bonus_enfants_collectifs": 1,
            "bonus_parents_collectifs": 1,
            "decision": "agréée",
        }
    )
    filles, garcons = alea.integers(2, 8, n), alea.integers(2, 7, n)
    collectifs = pd.DataFrame(
        {
            "campagne": campagne,
            "code_action": np.repeat(codes, PAR_ACTION),
            "numero": np.tile(np.arange(1, PAR_ACTION + 1), actions),
            "niveau": NIVEAUX[alea.integers(0, 4, n)],
            "filles": filles,
            "garcons": garcons,
            "enfants": filles + garcons,
            "seances_par_semaine": 2,
            "duree_seance_min": 90,
            "semaines": alea.integers(20, 33, n),
            "encadrants_par_seance": 2,
        }
    )
    charges = alea.integers(9_000, 30_000, actions)
    bilans = pd.DataFrame(
        {
            "campagne": campagne,
            "code_action": codes,
            "collectifs_realises": PAR_ACTION,
            "charge_64": charges,
            "ps_clas": charges // 4,
            "commune": charges - charges // 4,
        }
    )
    return {
        f"{nom}-{campagne}.csv": t.to_csv(index=False, sep=";").encode()
        for nom, t in (("agrements", agrements), ("collectifs", collectifs), ("bilans", bilans))
    }


def territoires(inst: Installation, departements: int) -> pd.DataFrame:
    """The référentiels and campagnes of this installation; its communes."""
    communes = _communes(departements)
    inst.referentiels.mkdir(parents=True, exist_ok=True)
    communes.to_csv(inst.referentiels / "communes.csv", index=False, sep=";")
    for maille in ("communes", "epci"):
        (inst.referentiels / f"contours_{maille}.geojson").write_text(
            _contours(departements, maille), encoding="utf-8"
        )
    noms = {
        "qpv_communes": "generation;commune_insee;source",
        "pre_communes": "commune_insee;pre;source",
        "education_prioritaire": "etablissement;commune_insee;reseau;source",
    }
    for (
        nom,
        entete,
    ) in noms.items():  # optional référentiels, left empty: those shipped name Isère's own codes
        (inst.referentiels / f"{nom}.csv").write_text(entete + "\n", encoding="utf-8")
    (inst.racine / "campagnes.yaml").write_text(
        "".join(
            f"{c}: {{statut: definitif, generation_qpv: 2015, publication: {c[:4]}-12-01}}\n"
            for c in CAMPAGNES
        ),
        encoding="utf-8",
    )
    return communes
