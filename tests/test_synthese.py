"""The synthèse of a porteur: its own figures, the others only protected, never a name; two pages;
all of them at once.
"""

from __future__ import annotations

import io
import math
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.commandes import analyse
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import campagnes
from clas_data.restitutions.pdf import pages
from clas_data.restitutions.synthese import accueil, colonnes, composition, droits, lot, mots, place
from clas_data.restitutions.synthese import pdf as synthese_pdf
from clas_data.secret import repartition
from clas_data.secret.regles import load
from clas_data.secret.repartition import Repartition
from clas_data.tables import base
from tests import balises

CAMPAGNE = "2021-2022"


@pytest.fixture(scope="module")
def monde(demonstration):
    ouverte, publiees = base.ouvrir(demonstration), campagnes.publiees(demonstration)
    comite = profil_demonstration("comite")
    demandes = ouverte.lire(
        comite.perimetre(publiees), "conformite_demandes", {"campagne": CAMPAGNE}
    )
    return demonstration, ouverte, publiees, comite, demandes[demandes["decision"] == "agréée"]


@pytest.fixture(scope="module")
def partage(monde):
    _, ouverte, publiees, comite, _ = monde
    return composition.commun(
        ouverte,
        comite.agregats(publiees),
        CAMPAGNE,
        composition.annees(ouverte, comite.agregats(publiees), publiees, CAMPAGNE),
    )


def _lire(monde, partage, siret):
    inst, ouverte, publiees, comite, _ = monde
    porteur = comite.comme_porteur(siret)
    return composition.lire(
        inst, ouverte, porteur.perimetre(publiees), porteur.agregats(publiees), siret, partage
    )


@pytest.fixture(scope="module")
def gros(monde, partage):
    """The porteur with most actions."""
    return _lire(monde, partage, monde[4].groupby("porteur_siret").size().idxmax())


def test_its_figures_are_the_sums_of_its_own_rows(monde, partage):
    inst, ouverte, publiees, comite, demandes = monde
    siret = demandes["porteur_siret"].iloc[0]
    s = _lire(monde, partage, siret)
    siens = demandes[demandes["porteur_siret"] == siret]
    assert list(s.actions["code_action"]) == list(siens["code_action"])
    assert s.comptes[0].moi == pytest.approx(siens["enfants"].sum())


def test_nobody_else_is_named_on_the_pages_or_in_the_data(monde, partage, gros, tmp_path):
    texte = _texte(synthese_pdf.composer(gros), tmp_path)
    autres = monde[4][monde[4]["porteur_siret"] != gros.siret]
    for mot in {*autres["porteur_nom"], *autres["porteur_siret"], *autres["code_action"]}:
        assert mot not in texte and mot not in repr(gros), mot
    assert gros.nom in texte


def _texte(pdf: bytes, dossier) -> str:
    (dossier / "s.pdf").write_bytes(pdf)
    lu = subprocess.run(
        ["pdftotext", "-layout", str(dossier / "s.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return " ".join(lu.split())


def test_two_pages_even_for_the_porteur_with_most_actions(gros):
    assert len(gros.actions) >= 5 and pages(synthese_pdf.composer(gros)) == 2


def test_no_column_is_empty_or_headless_on_paper(monde, partage, gros):
    """Those who are new, and the one with most actions: each table has heads and says something."""
    inst, ouverte, publiees, comite, demandes = monde
    vus = ouverte.lire(comite.perimetre(publiees), "conformite_demandes", {"campagne": ""})
    anciens = set(vus.loc[vus["campagne"] < demandes["campagne"].iloc[0], "porteur_siret"])
    neufs = [s for s in demandes["porteur_siret"].unique() if s not in anciens][:3]
    lues = [_lire(monde, partage, s) for s in neufs]
    assert lues and not any(colonnes.precedente(s) for s in lues) and colonnes.precedente(gros)
    for s in (*lues, gros):
        d = synthese_pdf._donnees(s, date(2023, 1, 2), synthese_pdf.DENSITES[0])
        tables = [
            (d["droits"]["entetes"], d["droits"]["lignes"]),
            (["x", *d["compares"]], [[c[0] for c in l] for l in d["places"]]),
            (
                ["x", *d["campagnes"]],
                [["x", *(v[0] for v in t["valeurs"])] for t in d["tendances"]],
            ),
        ]
        for entetes, lignes in tables:
            assert colonnes.dites(entetes, lignes) == list(range(len(entetes))), (s.nom, entetes)
        assert d["conclusion"]["a_faire"] == accueil.a_faire(s)


def test_a_column_that_says_nothing_goes_with_its_head():
    lignes = [["A1", "n.d.", "3", ""], ["A2", "n.d.", "n.d.", "4"]]
    t = colonnes.garder(["Action", "Bonus", "Ps", ""], lignes)
    assert t == {
        "entetes": ["Action", "Ps"],
        "lignes": [["A1", "3"], ["A2", "n.d."]],
        "sans": ["Bonus", ""],
    }


def test_the_paper_begins_with_what_to_do_by_when_and_with_whom(monde, gros, tmp_path):
    texte = _texte(synthese_pdf.composer(gros, inst=monde[0]), tmp_path)
    # no total of the département beside its own: among numbers, its column is for ratios only
    assert "Vous 2020-2021 Département" in texte and "Nombres Vous 2020-2021 Porteurs" in texte
    for avant, apres in (("À faire", "Vos chiffres"), ("À surveiller", "Vos chiffres")):
        assert texte.index(avant) < texte.index(apres)
    assert "interlocuteur habituel" in texte and "Votre bilan porte" in texte


def test_the_same_figures_give_the_same_bytes(gros):
    jour = date(2026, 1, 5)
    pdf = synthese_pdf.composer(gros, jour)
    assert synthese_pdf.composer(gros, jour) == pdf
    tables, fautes = balises.lire(pdf)
    assert tables > 4 and not fautes


def test_a_porteur_is_read_in_its_own_perimetre_only(monde, partage):
    inst, ouverte, publiees, comite, demandes = monde
    un, autre = sorted(demandes["porteur_siret"].unique())[:2]
    p = comite.comme_porteur(un)
    with pytest.raises(UsageError, match="périmètre de ce porteur"):
        composition.lire(inst, ouverte, p.perimetre(publiees), p.agregats(publiees), autre, partage)
    with pytest.raises(UsageError, match="périmètre de ce porteur"):
        composition.lire(
            inst, ouverte, comite.perimetre(publiees), comite.agregats(publiees), autre, partage
        )
    with pytest.raises(AccesRefuse):
        p.comme_porteur(autre)
    with pytest.raises(AccesRefuse):
        profil_demonstration("partenaire").comme_porteur(autre)


def test_a_campagne_that_is_not_published_gives_nothing(monde):
    inst, ouverte, publiees, comite, _ = monde
    with pytest.raises(UsageError, match="n'est pas publiée"):
        next(lot.toutes(inst, ouverte, ligne_de_commande(), "2022-2023"))
    with pytest.raises(AccesRefuse, match="n'est pas publiée"):
        repartition.departement(
            ouverte,
            profil_demonstration("porteur", "1").agregats(publiees),
            "2022-2023",
            ["part_qpv"],
        )


def _valeurs(*v: float) -> pd.DataFrame:
    return pd.DataFrame({"valeur": v, "porteur": [f"p{i}" for i in range(len(v))]})


def test_a_median_is_the_mean_of_three_porteurs():
    r = repartition.repartir(_valeurs(1, 2, 3, 4, 5, 6, 7, 8, 100), load())
    assert (r.bas, r.mediane, r.haut) == (pytest.approx(3), pytest.approx(5), pytest.approx(7))
    seul = repartition.repartir(_valeurs(1, 2, 3, 4, 5), load())
    assert seul.mediane == pytest.approx(3) and math.isnan(seul.bas)
    assert math.isnan(repartition.repartir(_valeurs(1, 2, 3, 4), load()).mediane)


def test_three_values_of_one_porteur_are_not_three_porteurs():
    """Rank 5 of 9 and its neighbours belong to « a »: the window widens until three porteurs are
    behind the value.
    """
    t = pd.DataFrame({"valeur": range(9), "porteur": ["b", "c", "d", "a", "a", "a", "e", "f", "g"]})
    r = repartition.repartir(t, load())
    assert r.mediane == pytest.approx(np.mean([2, 3, 4, 5, 6]))  # d, a, a, a, e


@pytest.mark.parametrize(
    ("moi", "ou"),
    [(1.0, "bas"), (2.0, "milieu"), (4.0, "milieu"), (4.1, "haut"), (float("nan"), "inconnue")],
)
def test_places(moi, ou):
    assert place.place(moi, Repartition(9, 2, 3, 4)) == ou


def test_without_quarters_the_median_alone_is_compared():
    assert [place.place(v, Repartition(6, mediane=3)) for v in (2, 3, 4)] == [
        "dessous",
        "milieu",
        "dessus",
    ]


def test_comparable_actions_are_distinct_never_mine_at_the_same_level(monde, partage, gros):
    actions = gros.actions.set_index("code_action")
    for code, (autres, lignes) in gros.comparables.items():
        if autres.distance is None:
            assert "Pas assez d'actions comparables" in mots.comparaison(autres) and not lignes
            continue
        assert (
            autres.porteurs >= load().porteurs_min_mediane
            and sum(p[4] for p in autres.profils) == autres.actions
        )
        assert {p[0] for p in autres.profils} == {actions.loc[code, "niveau"]}
    assert any(c.distance is not None for c, _ in gros.comparables.values())


def test_the_distance_is_the_published_one():
    t = repartition.profils(
        pd.DataFrame(
            {
                "collectifs_agrees": [1, 3, 6],
                "niveau": ["collège"] * 3,
                "qpv": ["QPV", "QPV", "hors QPV"],
                "porteur_type": ["CCAS", "CCAS", "autre"],
            }
        )
    )
    assert list(repartition.distance(t.iloc[0], t)) == [0, 1, 2 + 1 + 1]


def test_one_collectif_more_at_the_ceiling_opens_its_maximum(monde, partage):
    """« Et si » by hand: n collectifs far above the ceiling, one more: 2 563 € more."""
    s = next(
        x
        for siret in sorted(monde[4]["porteur_siret"].unique())
        if droits.depart(
            (x := _lire(monde, partage, siret)).donnees, x.actions["code_action"].iloc[0]
        )
    )
    code = s.actions["code_action"].iloc[0]
    depart = droits.depart(s.donnees, code)
    grand = droits.Projet(code, 3, 3 * 20000.0, 0, 0)
    total = [
        int(
            droits.resultat(droits.projeter(s.donnees, p), s.bareme)
            .actions.set_index("code_action")
            .loc[code, "total_c"]
        )
        for p in (
            grand,
            droits.Projet(code, 4, 4 * 20000.0, 0, 0),
            droits.Projet(code, 4, 4 * 20000.0, 1, 1),
        )
    ]
    assert [total[1] - total[0], total[2] - total[1]] == [2563_00, 2 * 305_00]
    assert (
        droits.resultat(droits.projeter(s.donnees, depart), s.bareme).total_c
        == droits.resultat(s.donnees, s.bareme).total_c
    )


def test_the_command_writes_one_archive(demonstration, tmp_path, monkeypatch, capsys):
    """The first three porteurs stand for the 62: the loop is the same."""
    noms = lot.porteurs
    monkeypatch.setattr(lot, "porteurs", lambda *a: dict(list(noms(*a).items())[:3]))
    sortie = tmp_path / "toutes.zip"
    assert (
        analyse.run(
            [
                "syntheses",
                "--campagne",
                CAMPAGNE,
                "-o",
                str(sortie),
                "--racine",
                str(demonstration.racine),
            ]
        )
        == 0
    )
    with zipfile.ZipFile(io.BytesIO(sortie.read_bytes())) as z:
        assert len(z.namelist()) == 3 and all(
            n.endswith(".pdf") and z.read(n).startswith(b"%PDF") for n in z.namelist()
        )
    assert "3\u00a0synthèses écrites" in capsys.readouterr().err
    assert (
        analyse.run(
            [
                "syntheses",
                "--campagne",
                "2022-2023",
                "-o",
                str(tmp_path / "x"),
                "--racine",
                str(demonstration.racine),
            ]
        )
        == 2
    )


def test_what_some_actions_did_not_say_is_not_counted_for_all_and_never_compared(monde, partage):
    _, _, _, _, demandes = monde
    dites = (
        demandes.assign(dite=demandes["enfants"].notna())
        .groupby("porteur_siret")["dite"]
        .agg(["sum", "count"])
    )
    siret = dites[(dites["sum"] > 0) & (dites["sum"] < dites["count"])].index[0]
    s = _lire(monde, partage, siret)
    n, total = (int(x) for x in dites.loc[siret])
    phrase = mots.a_retenir(s)[0]
    assert (
        f"{n} de vos {total}" in phrase
        and "la réponse manque pour" in phrase
        and "qu'en" not in phrase
    )
    complets = [_lire(monde, partage, x) for x in dites[dites["sum"] == dites["count"]].index[:25]]
    avant = next(
        x for x in complets if x.precedente in x.partielles and not np.isnan(x.comptes[0].avant)
    )
    assert f"sans comparaison possible avec {avant.precedente}" in mots.a_retenir(avant)[0]
    suivi = next(
        x for x in complets if x.precedente not in x.partielles and not np.isnan(x.comptes[0].avant)
    )
    assert "qu'en" in mots.a_retenir(suivi)[0] or "autant" in mots.a_retenir(suivi)[0]
    a = suivi.actions
    muet = replace(
        suivi, actions=a.assign(collectifs_avec_enfants=a["collectifs_avec_enfants"] - 1)
    )
    phrase = mots.a_retenir(muet)[0]
    assert (
        "un collectif au moins n'a pas donné son nombre d'enfants" in phrase.replace("’", "'")
        and "qu'en" not in phrase
        and "autant" not in phrase
    )
