"""Secrecy: what is masked and why, on small tables done by hand; what a reader of everything at
once could find again.
"""

from __future__ import annotations

import json
import os

import numpy as np
import pandas as pd
import pytest

from clas_data import secret
from clas_data.acces import Perimetre, ligne_de_commande, profil_demonstration
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import campagnes, disque, journal
from clas_data.indicateurs import calcul, catalogue
from clas_data.secret import conservation, groupes, preparation, protection
from clas_data.secret.attaque import bornes
from clas_data.secret.cellules import systeme
from clas_data.secret.production import Agregee, contributions, proteger
from clas_data.secret.regles import Famille, load
from clas_data.tables import base, construction, importation

REGLES = load()
ENFANTS = Famille(("enfants",))
VUES = [(), ("niveau",), ("qpv",)]


def _contributions(
    lignes: list[tuple[str, str, str, float]], indicateur: str = "enfants"
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"indicateur": indicateur, "porteur": p, "niveau": n, "qpv": q, "valeur": v}
            for p, n, q, v in lignes
        ]
    )


def _table(lignes, vues=VUES, famille=ENFANTS) -> pd.DataFrame:
    return secret.proteger(
        lignes if isinstance(lignes, pd.DataFrame) else _contributions(lignes),
        famille,
        ["niveau", "qpv"],
        REGLES,
        vues,
    )


def _masquees(t: pd.DataFrame) -> set[tuple[str, str]]:
    return set(t.loc[t["masque"], ["niveau", "qpv"]].itertuples(index=False, name=None))


def _groupe(
    niveau: str, qpv: str, valeurs: list[float], prefixe: str = "p"
) -> list[tuple[str, str, str, float]]:
    return [(f"{prefixe}{niveau}{qpv}{i}", niveau, qpv, v) for i, v in enumerate(valeurs)]


GRANDS = [
    *_groupe("collège", "QPV", [20, 25, 30, 28]),
    *_groupe("élémentaire", "QPV", [40, 30, 35, 31]),
    *_groupe("collège", "hors", [22, 18, 24, 20]),
    *_groupe("élémentaire", "hors", [30, 33, 36, 28]),
]


def test_large_groups_are_all_shown():
    t = _table(GRANDS)
    assert not t["masque"].any()
    assert t.loc[(t["niveau"] == "") & (t["qpv"] == ""), "valeur"].item() == 450


@pytest.mark.parametrize(
    ("valeurs", "raison"),
    [
        ([1, 1, 2], "effectif"),
        ([10, 12], "porteurs"),
        ([12, 1, 1], "reste"),
        ([90, 5, 6], "dominance"),
    ],
)
def test_each_primary_rule_says_its_reason(valeurs, raison):
    t = _table([*GRANDS, *_groupe("lycée", "hors", valeurs)])
    assert t.loc[t["niveau"] == "lycée", "raison"].item() == raison
    assert t.loc[t["niveau"] == "lycée", "valeur"].isna().all()


def test_zero_may_be_shown():
    t = _table([*GRANDS, *_groupe("lycée", "hors", [0, 0])])
    assert t.loc[t["niveau"] == "lycée", "valeur"].item() == 0 and not t["masque"].any()


def test_a_lone_masked_cell_takes_the_lightest_companion_of_its_line():
    """lycée (3) = total − collège − élémentaire: one of the three must go too; collège (187) is the
    smallest of them.
    """
    t = _table([*GRANDS, *_groupe("lycée", "hors", [1, 1, 1])], vues=[(), ("niveau",)])
    assert _masquees(t) == {("lycée", ""), ("collège", "")}
    assert t.loc[t["niveau"] == "collège", "raison"].item() == "secondaire"


def test_without_the_companion_the_count_is_found_again():
    """Break the rule, see the attack succeed: with only the small cell masked, its count is exactly
    known.
    """
    s = systeme(
        _contributions([*GRANDS, *_groupe("lycée", "hors", [1, 1, 1])]),
        ENFANTS,
        ["niveau", "qpv"],
        [(), ("niveau",)],
        REGLES,
    )
    seule = (s.cellules["niveau"] == "lycée").to_numpy()
    b = bornes(s, ~seule, 0, s.appartient[seule][0])
    assert (b.bas, b.haut) == pytest.approx((3, 3))
    assert protection.failles(s, ~seule)
    assert not protection.failles(s, ~protection.masquer(s))


def test_two_zonings_do_not_give_their_difference_back():
    """Niveau « lycée » is all in « hors »: hors − (élémentaire hors) is not published, but the
    crossings stay unknown too.
    """
    s = systeme(
        _contributions(
            [
                *_groupe("collège", "QPV", [20, 25, 30, 28]),
                *_groupe("élémentaire", "hors", [30, 33, 36, 28]),
                *_groupe("élémentaire", "QPV", [1, 1, 1]),
            ]
        ),
        ENFANTS,
        ["niveau", "qpv"],
        VUES,
        REGLES,
    )
    assert (s.cellules["raison"] == "").all()  # every diffused cell is large…
    # …and yet QPV − collège = 3 children
    assert protection.failles(s, np.ones(len(s.cellules), dtype=bool))
    assert protection.masquer(s).any()


def test_two_indicators_do_not_give_their_difference_back():
    famille = Famille(("filles", "garcons", "enfants"), egal=(("filles", "garcons", "enfants"),))
    filles, garcons = [20, 25, 30, 28], [1, 1, 0, 1]
    c = pd.concat(
        [
            _contributions(_groupe("lycée", "hors", v, "q"), i)
            for i, v in (
                ("filles", filles),
                ("garcons", garcons),
                ("enfants", [a + b for a, b in zip(filles, garcons, strict=True)]),
            )
        ]
    )
    t = _table(c, vues=[()], famille=famille)
    # enfants − filles would say garcons: 3
    assert set(t.loc[t["masque"], "indicateur"]) == {"garcons", "filles"}


def test_a_porteur_cannot_subtract_its_own_figures():
    """Companion « collège » is made of one large porteur and little else: to that porteur it would
    leave the masked count almost bare.
    """
    lignes = [*GRANDS[4:], ("geant", "collège", "hors", 400), *_groupe("lycée", "hors", [1, 1, 2])]
    s = systeme(_contributions(lignes), ENFANTS, ["niveau", "qpv"], [(), ("niveau",)], REGLES)
    masque = protection.masquer(s)
    cible = (s.cellules["niveau"] == "lycée").to_numpy()
    for porteur in range(len(s.porteurs)):
        b = bornes(s, ~masque, porteur, s.appartient[cible][0])
        assert b.largeur >= REGLES.seuil, s.porteurs[porteur]


def test_threshold_of_eleven():
    assert REGLES.avec_seuil(11).seuil == 11
    with pytest.raises(UsageError, match="5, 11"):
        REGLES.avec_seuil(3)


def test_no_row_leaves_by_the_perimetre_of_aggregates(demonstration):
    ouverte, publiees = base.ouvrir(demonstration), campagnes.publiees(demonstration)
    porteur = profil_demonstration("porteur", "00000000100017")
    agregats = porteur.agregats(publiees)
    with pytest.raises(AccesRefuse, match="ne lit aucune ligne"):
        ouverte.lire(agregats, "ecran_porteurs")
    with pytest.raises(AccesRefuse, match="périmètre d'agrégats"):
        ouverte.contributions(porteur.perimetre(publiees), "ecran_porteurs")
    with pytest.raises(AccesRefuse):
        Perimetre(None, None, agregats=True)
    with pytest.raises(AccesRefuse, match="n'est pas publiée"):
        secret.diffuser(ouverte, agregats, "2022-2023")
    with pytest.raises(AccesRefuse, match="ne donne accès à aucune ligne"):
        secret.diffuser(ouverte, porteur.perimetre(publiees), "2021-2022")


@pytest.fixture(scope="module")
def diffusion(demonstration):
    return secret.diffuser(
        base.ouvrir(demonstration), ligne_de_commande().agregats(()), "2021-2022"
    )


def test_the_diffused_set_says_the_totals_of_the_departement(diffusion):
    t = diffusion.table(["actions_agreees", "enfants_prevus", "part_qpv"])
    assert list(t["valeur"][:2]) == [103, 3052] and not t["masque"].any()


def test_a_table_outside_of_the_diffused_set_is_refused(diffusion):
    with pytest.raises(UsageError, match="un axe à la fois"):
        diffusion.table(["enfants_accompagnes"], ["niveau", "epci"])


def test_ratios_follow_the_counts_that_they_would_give_back(diffusion):
    t = diffusion.table(["enfants_qpv", "part_qpv"], ["epci"]).pivot(
        index="epci", columns="indicateur", values="masque"
    )
    assert t["enfants_qpv"].any() and t.loc[t["enfants_qpv"], "part_qpv"].all()


def _montants(qui: dict[str, list[tuple[str, float]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The charges of these groups of porteurs, and what each porteur brings (NaN: it did not
    answer).
    """
    autres = dict.fromkeys(REGLES.axes, "")
    apports = pd.DataFrame(
        [
            {"indicateur": "charges", **autres, "epci": g, "porteur": p, "valeur": v}
            for g, parts in qui.items()
            for p, v in parts
        ]
    )
    return apports.groupby(["indicateur", *REGLES.axes], as_index=False)["valeur"].sum(
        min_count=1
    ), apports


def _codes(
    qui: dict[str, list[tuple[str, float]]], additifs: tuple[str, ...] = ("charges",)
) -> dict[str, str]:
    cellules, apports = _montants(qui)
    return dict(
        zip(cellules["epci"], groupes.masquer(cellules, apports, additifs, REGLES), strict=True)
    )


NUL = float("nan")


def test_behind_an_amount_are_the_porteurs_who_answered():
    assert _codes({"a": [("p1", 9000), ("p2", NUL), ("p3", NUL)]}) == {"a": "porteurs"}
    assert _codes({"a": [("p1", 9000), ("p2", 1), ("p3", 2)]}) == {"a": ""}


def test_an_amount_is_not_found_again_by_subtracting_from_the_total():
    """b (one porteur) = total − a − c: c, the smallest of the others, goes too; four porteurs are
    then behind what is not shown.
    """
    trois, quatre = (
        [("p1", 10), ("p2", 10), ("p3", 10)],
        [("q1", 10), ("q2", 10), ("q3", 10), ("q4", 10)],
    )
    assert _codes({"a": quatre, "b": [("r1", 7)], "c": trois}) == {
        "a": "",
        "b": "porteurs",
        "c": "secondaire",
    }
    # a mean does not add up
    assert _codes({"a": quatre, "b": [("r1", 7)], "c": trois}, additifs=()) == {
        "a": "",
        "b": "porteurs",
        "c": "",
    }
    assert _codes({"a": quatre, "b": [("r1", 7)], "c": [("r2", 5), ("r3", 6)]}) == {
        "a": "",
        "b": "porteurs",
        "c": "porteurs",
    }
    assert _codes({"a": quatre, "b": [("r1", 0)]}) == {"a": "", "b": ""}


@pytest.mark.parametrize("axe", REGLES.axes)
def test_three_porteurs_answered_behind_each_group_of_the_diffused_set(
    diffusion, demonstration, axe
):
    """The porteurs who were asked are more than those who answered: what is shown of few answers is
    what one of them wrote.
    """
    ids = [
        i
        for i, ind in catalogue.load().items()
        if ind.reponse
        and ind.table != "agrements"
        and axe in ind.axes
        and i not in REGLES.sensibles
    ]
    lecture, agregats = Agregee(base.ouvrir(demonstration)), ligne_de_commande().agregats(())
    lues = contributions(lecture, agregats, ids, [axe], {"campagne": "2021-2022"}).dropna(
        subset="valeur"
    )
    qui = lues.groupby(["indicateur", axe])["porteur"].nunique()
    t = diffusion.table(ids, [axe]).set_index(["indicateur", axe])
    montres = t.index[~t["masque"] & t["valeur"].fillna(0).ne(0)]
    assert len(montres) and qui[montres].min() >= REGLES.porteurs_min


def test_the_choice_of_masked_cells_is_kept_and_the_same(diffusion, demonstration):
    encore = secret.diffuser(
        base.ouvrir(demonstration), ligne_de_commande().agregats(()), "2021-2022"
    )
    pd.testing.assert_frame_equal(encore.cellules, diffusion.cellules)
    assert list(demonstration.base.glob("masques-*.json"))


def test_an_installation_chooses_its_threshold_and_everything_follows(demonstration_copie):
    """Another threshold is another base: its empreinte, hence every cache, file and document that
    bears it, is another one.
    """
    porteur = profil_demonstration("porteur", "00000000000000").agregats(
        campagnes.publiees(demonstration_copie)
    )
    avant = secret.diffuser(base.ouvrir(demonstration_copie), porteur, "2021-2022")
    demonstration_copie.secret.write_text("seuil: 11\n", encoding="utf-8")
    nouvelle = construction.a_jour(demonstration_copie)
    apres = secret.diffuser(base.ouvrir(demonstration_copie), porteur, "2021-2022")
    assert nouvelle.nouvelle and apres.empreinte == nouvelle.empreinte != avant.empreinte
    for diffusion, seuil in ((avant, 5), (apres, 11)):
        montres = diffusion.cellules[
            diffusion.cellules["indicateur"].isin(REGLES.sensibles) & ~diffusion.cellules["masque"]
        ]["valeur"].dropna()
        assert diffusion.regles.seuil == seuil and not montres.between(1, seuil - 1).any()
    assert apres.cellules["masque"].sum() > avant.cellules["masque"].sum()
    demonstration_copie.secret.unlink()
    assert construction.a_jour(demonstration_copie).empreinte == avant.empreinte


@pytest.mark.parametrize(
    "texte",
    [
        "seuil: 7",
        "seuil: '11'",
        "seuil: 11.0",
        "seuil: oui",
        "seuil: 11\nporteurs_min: 2",
        "seul: 11",
        "- 11",
        "seuil: [",
    ],
)
def test_a_threshold_that_is_not_published_is_refused(vide, texte):
    vide.secret.write_text(texte, encoding="utf-8")
    with pytest.raises(UsageError, match=r"^secret\.yaml") as refus:
        construction.a_jour(vide)
    assert "Corrigez ou retirez ce fichier" in str(refus.value) and not list(
        vide.base.glob("*.duckdb")
    )


def test_a_choice_of_masked_cells_goes_with_the_bases_that_it_served(demonstration_copie):
    ouverte = base.ouvrir(demonstration_copie)
    for deja in [
        p
        for motif in ("masques-*.json", "diffusion-*.json")
        for p in demonstration_copie.base.glob(motif)
    ]:
        # what other tests had made before the copy, for other campagnes, is not served again here
        deja.unlink()
    secret.diffuser(ouverte, ligne_de_commande().agregats(()), "2021-2022")
    servis = set(demonstration_copie.base.glob("masques-*.json"))
    avant = ouverte.chemin.stat().st_mtime - 60
    for chemin in servis:
        os.utime(chemin, (avant, avant))
    (vieux := demonstration_copie.base / "secret-0123456789abcdef.json").write_text(
        "[]", encoding="ascii"
    )
    os.utime(vieux, (avant, avant))
    conservation.chemin(ouverte, "2021-2022", REGLES).unlink()
    # reads them again: they serve the current base
    secret.diffuser(ouverte, ligne_de_commande().agregats(()), "2021-2022")
    construction.activer(demonstration_copie, ouverte.empreinte)
    assert servis and set(demonstration_copie.base.glob("masques-*.json")) == servis


def _refaite(demonstration) -> secret.Diffusion:
    return secret.diffuser(
        base.ouvrir(demonstration), ligne_de_commande().agregats(()), "2021-2022"
    )


def _fichier(demonstration):
    return conservation.chemin(base.ouvrir(demonstration), "2021-2022", REGLES)


def test_the_diffused_set_is_kept_and_read_again_as_it_was(diffusion, demonstration, monkeypatch):
    assert _fichier(demonstration).is_file()
    # would raise if the set were made again
    monkeypatch.setattr("clas_data.secret.diffusion.proteger", None)
    encore = _refaite(demonstration)
    pd.testing.assert_frame_equal(encore.cellules, diffusion.cellules)
    assert encore.porteurs == diffusion.porteurs
    publiees = campagnes.publiees(demonstration)
    porteur = profil_demonstration("porteur", "00000000100017").agregats(publiees)
    pd.testing.assert_frame_equal(
        secret.diffuser(base.ouvrir(demonstration), porteur, "2021-2022").cellules,
        diffusion.cellules,
    )


def test_the_set_does_not_depend_on_who_asks(diffusion, demonstration):
    """One file serves every role, which is right only while the figures of a campagne are those of
    any perimetre that holds it.
    """
    porteur = profil_demonstration("porteur", "00000000100017").agregats(
        campagnes.publiees(demonstration)
    )
    cellules, porteurs = proteger(base.ouvrir(demonstration), porteur, "2021-2022", REGLES)
    pd.testing.assert_frame_equal(cellules, diffusion.cellules)
    assert porteurs == diffusion.porteurs


def test_what_is_kept_opens_no_door(diffusion, demonstration):
    """The file of an unpublished campagne may be there: it is not read for who may not read the
    campagne.
    """
    ouverte, porteur = base.ouvrir(demonstration), profil_demonstration("porteur", "00000000100017")
    conservation.ecrire(ouverte, "2022-2023", REGLES, diffusion.cellules, diffusion.porteurs)
    try:
        with pytest.raises(AccesRefuse, match="n'est pas publiée"):
            secret.diffuser(
                ouverte, porteur.agregats(campagnes.publiees(demonstration)), "2022-2023"
            )
    finally:
        conservation.chemin(ouverte, "2022-2023", REGLES).unlink()


def test_no_masked_value_is_kept(diffusion, demonstration):
    """The file, read by hand: nothing stands where a cell is masked, and the true counts of these
    cells are in none of its columns.
    """
    lu = json.loads(_fichier(demonstration).read_bytes().partition(b"\n")[2])
    assert set(lu) == {"cellules", "porteurs"} and set(lu["cellules"]) == {
        "indicateur",
        *REGLES.axes,
        "valeur",
        "repondants",
        "attendus",
        "masque",
    }
    masques = [
        v for v, m in zip(lu["cellules"]["valeur"], lu["cellules"]["masque"], strict=True) if m
    ]
    assert len(masques) > 50 and set(masques) == {None}
    # an amount too long to be there by chance: what the porteurs of one masked group declared
    lecture, agregats = Agregee(base.ouvrir(demonstration)), ligne_de_commande().agregats(())
    vraies = calcul.calculer(
        lecture, agregats, ["charges"], ["epci"], {"campagne": "2021-2022"}
    ).set_index("epci")["valeur"]
    t = diffusion.table(["charges"], ["epci"]).set_index("epci")
    caches, montres = vraies[t.index[t["masque"]]].dropna(), t.loc[~t["masque"], "valeur"].dropna()
    texte = _fichier(demonstration).read_text(encoding="utf-8")
    assert len(caches) and len(montres)
    assert all(repr(float(v)) in texte for v in montres) and not any(
        repr(float(v)) in texte for v in caches
    )


@pytest.mark.parametrize("abime", [b"", b"{}", "tronque", "touche", "renomme"])
def test_a_damaged_file_is_made_again(diffusion, demonstration, abime, tmp_path):
    fichier = _fichier(demonstration)
    bon = fichier.read_bytes()
    somme, _, texte = bon.partition(b"\n")
    autre = conservation.chemin(base.ouvrir(demonstration), "2020-2021", REGLES)
    contenus = {
        "tronque": bon[: len(bon) // 2],
        "touche": somme + b"\n" + texte.replace(b"3052", b"9052", 1),
        "renomme": _pour(tmp_path / autre.name, texte),
    }
    mauvais = abime if isinstance(abime, bytes) else contenus[abime]
    assert mauvais != bon
    fichier.write_bytes(mauvais)
    assert conservation.lire(base.ouvrir(demonstration), "2021-2022", REGLES) is None
    if abime == "tronque":
        pd.testing.assert_frame_equal(_refaite(demonstration).cellules, diffusion.cellules)
        assert fichier.read_bytes() == bon
    fichier.write_bytes(bon)


def _pour(fichier, texte: bytes) -> bytes:
    disque.write_signed(fichier, texte)
    return fichier.read_bytes()


def test_a_file_that_shows_a_masked_cell_is_made_again(diffusion, demonstration):
    """Even with a right checksum."""
    ouverte, fichier = base.ouvrir(demonstration), _fichier(demonstration)
    bon = fichier.read_bytes()
    conservation.ecrire(
        ouverte, "2021-2022", REGLES, diffusion.cellules.assign(valeur=1.0), diffusion.porteurs
    )
    assert conservation.lire(ouverte, "2021-2022", REGLES) is None
    conservation.ecrire(
        ouverte,
        "2021-2022",
        REGLES,
        diffusion.cellules.drop(columns="repondants"),
        diffusion.porteurs,
    )
    assert conservation.lire(ouverte, "2021-2022", REGLES) is None
    fichier.write_bytes(bon)
    assert conservation.lire(ouverte, "2021-2022", REGLES) is not None


def test_other_rules_are_another_file(demonstration):
    ouverte = base.ouvrir(demonstration)
    noms = {
        conservation.chemin(ouverte, c, r)
        for c in ("2020-2021", "2021-2022")
        for r in (REGLES, REGLES.avec_seuil(11))
    }
    assert len(noms) == 4


def test_the_diffused_set_goes_with_the_last_base_that_used_it(tmp_path):
    inst = Installation(tmp_path)
    inst.base.mkdir()
    (inst.base / f"{'a' * 16}.duckdb").touch()
    gardee, orpheline = (inst.base / f"diffusion-{e * 32}.json" for e in "ab")
    gardee.touch()
    orpheline.touch()
    avant = (inst.base / f"{'a' * 16}.duckdb").stat().st_mtime - 60
    os.utime(orpheline, (avant, avant))
    construction.activer(inst, "a" * 16)
    assert gardee.exists() and not orpheline.exists()


def test_an_import_into_another_campagne_changes_nothing_of_what_is_diffused(demonstration_copie):
    avant = {
        c: conservation.chemin(base.ouvrir(demonstration_copie), c, REGLES)
        for c in ("2021-2022", "2022-2023")
    }
    derniere = next(
        e
        for e in reversed(journal.actifs(journal.lire(demonstration_copie)))
        if e.campagne == "2022-2023"
    )
    importation.annuler(demonstration_copie, derniere.id, ligne_de_commande())
    apres = {c: conservation.chemin(base.ouvrir(demonstration_copie), c, REGLES) for c in avant}
    assert apres["2021-2022"] == avant["2021-2022"] and apres["2022-2023"] != avant["2022-2023"]


def test_what_porteurs_read_is_prepared_in_other_processes_and_is_the_same(
    diffusion, demonstration_copie, monkeypatch
):
    ouverte, agregats = base.ouvrir(demonstration_copie), ligne_de_commande().agregats(())
    for garde in [
        *demonstration_copie.base.glob("diffusion-*"),
        *demonstration_copie.base.glob("masques-*"),
    ]:
        garde.unlink()
    assert preparation.manquantes(ouverte, ["2020-2021", "2021-2022"]) == ["2020-2021", "2021-2022"]
    secret.preparer(ouverte, agregats, ["2020-2021", "2021-2022"])
    assert preparation.manquantes(ouverte, ["2020-2021", "2021-2022"]) == []
    # would raise if anything were left to do here
    monkeypatch.setattr("clas_data.secret.diffusion.proteger", None)
    pd.testing.assert_frame_equal(
        secret.diffuser(ouverte, agregats, "2021-2022").cellules, diffusion.cellules
    )
    with pytest.raises(AccesRefuse):
        secret.preparer(ouverte, ligne_de_commande().perimetre(()), ["2021-2022"])
