"""Ordre du jour: each reason is the one that the base holds and that the fiche says; what a sitting
decides is kept, undone, counted, told in the journal and saved.
"""

from __future__ import annotations

import json
import threading
import zipfile

import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.conformite import dossier as commission
from clas_data.ecrans.ordre_du_jour import sorties
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import journal
from clas_data.restitutions.fiche import instruction, motifs, seance
from clas_data.restitutions.fiche.seance import Prise
from clas_data.tables import base, construction, sante, sauvegarde
from tests.test_ui_pages import ouvrir, racine  # noqa: F401

CAMPAGNE = "2022-2023"
MOI = ligne_de_commande()
AGREEE, REFUSEE, AJOURNEE = seance.decisions()


@pytest.fixture(scope="module")
def dossier(demonstration):
    return instruction.lire(demonstration, base.ouvrir(demonstration), MOI.perimetre(()), CAMPAGNE)


@pytest.fixture(scope="module")
def raisons(dossier):
    return {c: motifs.lister(dossier, c) for c in dossier.codes}


def de(raisons, nom: str) -> set[str]:
    return {c for c, ms in raisons.items() if nom in motifs.noms(ms)}


def test_each_reason_is_what_the_base_holds(dossier, raisons):
    d = dossier.demandes
    siennes = d[d["campagne"] == CAMPAGNE].set_index("code_action")
    irrecevables = {
        c for c, r in dossier.recevables.items() if r["verdict"] == commission.IRRECEVABLE
    }
    assert de(raisons, "non_recevable") == irrecevables
    defavorables = siennes["avis_education_nationale"] == "défavorable"
    assert de(raisons, "avis_defavorable") == set(siennes.index[defavorables])
    avant = d[(d["campagne"] < CAMPAGNE) & (d["decision"] == "agréée")]
    dernieres = avant.sort_values("campagne").groupby("code_action").tail(1)
    muettes = set(dernieres.loc[~dernieres["bilan_recu"], "code_action"])
    assert de(raisons, "bilan_absent") == muettes & set(siennes.index)
    for nom in motifs.declares():
        assert de(raisons, nom), f"the demonstration shows « {nom} »"


def test_a_reason_of_the_list_is_a_point_of_the_fiche_or_is_counted_there(dossier, raisons):
    codes = [c for c, ms in raisons.items() if ms][:20]
    for code in codes:
        points = " ".join(instruction.fiche(dossier, code)["points"])
        dits = [m for m in raisons[code] if m.nom not in ("avis_defavorable", "bilan_absent")]
        tus = [m.phrase for m in dits if m.phrase not in points]
        assert not tus or "voir la page Conformité" in points, (code, tus)


def test_a_cost_is_out_of_the_norm_beyond_the_fences_of_other_porteurs(dossier, raisons):
    marge = instruction.reglages()["cout_ecart_interquartile"]
    f = dossier.figures[dossier.figures["indicateur"] == motifs.COUT].dropna(subset=["valeur"])
    valeurs = f.set_index(["campagne", "action"])["valeur"]
    for code in de(raisons, "cout_hors_norme"):
        demande, ref = dossier.toutes(code).iloc[-1], dossier.references[code]
        memes = dossier.demandes[
            (dossier.demandes["campagne"] == ref)
            & (dossier.demandes["niveau"] == demande["niveau"])
            & (dossier.demandes["porteur_siret"] != demande["porteur_siret"])
        ]["code_action"]
        autres = valeurs[ref][valeurs[ref].index.isin(memes)].astype(float)
        bas, haut = autres.quantile(0.25), autres.quantile(0.75)
        cout = float(valeurs[ref, code])
        assert not bas - marge * (haut - bas) <= cout <= haut + marge * (haut - bas)


def test_decide_undo_and_redo_is_the_identity_and_the_trail_says_it(vide):
    seance.doter(vide, MOI, CAMPAGNE, 1_000_000)
    seance.decider(vide, MOI, CAMPAGNE, "A1", Prise(AGREEE, 256_300, "oui"))
    seance.decider(vide, MOI, CAMPAGNE, "A2", Prise(REFUSEE, 900))
    avant = seance.lire(vide, CAMPAGNE)
    assert avant.prises["A2"].montant_c is None, "a refusal grants nothing"
    seance.decider(vide, MOI, CAMPAGNE, "A1", None)
    assert set(seance.lire(vide, CAMPAGNE).prises) == {"A2"}
    for _ in range(4):
        assert seance.deplacer(vide, MOI, CAMPAGNE, -1)
    assert seance.lire(vide, CAMPAGNE) == seance.Seance(CAMPAGNE)
    assert not seance.deplacer(vide, MOI, CAMPAGNE, -1)
    for _ in range(3):
        seance.deplacer(vide, MOI, CAMPAGNE, 1)
    assert seance.lire(vide, CAMPAGNE) == avant
    dits = [(e.type, e.campagne, e.details["quoi"]) for e in journal.lire(vide)]
    assert dits[:3] == [("seance", CAMPAGNE, q) for q in ("enveloppe", "A1", "A2")]
    c = seance.compter(avant, {"A1": 5, "A2": 7, "A3": 11}, 0)
    assert (c.en_seance_c, c.dans_la_base_c, c.reste_c) == (256_300, 11, 1_000_000 - 256_311)


def test_the_same_decision_is_kept_once_and_two_people_keep_both(vide):
    seance.decider(vide, MOI, CAMPAGNE, "A1", Prise(AJOURNEE, None))
    avant = seance.possibles(vide, CAMPAGNE)
    seance.decider(vide, MOI, CAMPAGNE, "A1", Prise(AJOURNEE, None))
    assert seance.possibles(vide, CAMPAGNE) == avant
    fils = [
        threading.Thread(
            target=seance.decider, args=(vide, MOI, CAMPAGNE, f"B{n}", Prise(AGREEE, n))
        )
        for n in range(6)
    ]
    for f in fils:
        f.start()
    for f in fils:
        f.join()
    assert len(seance.lire(vide, CAMPAGNE).prises) == 7


@pytest.mark.parametrize(
    "prise, mots",
    [
        (Prise("oui", 1), "n'est pas une décision"),
        (Prise(AGREEE, None), "a un montant"),
        (Prise(AGREEE, -1), "a un montant"),
        (Prise(AGREEE, 1, "x" * 2000), "remarque"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_refused_and_nothing_is_written(vide, prise, mots):
    with pytest.raises(UsageError, match=mots):
        seance.decider(vide, MOI, CAMPAGNE, "A1", prise)
    assert not vide.seances.exists() and not vide.journal.exists()


@pytest.mark.parametrize("role", ["porteur", "partenaire"])
def test_who_does_not_hold_the_sitting_changes_nothing_of_it(vide, role):
    qui = profil_demonstration(role, "00000000100017" if role == "porteur" else None)
    for geste in (
        lambda: seance.decider(vide, qui, CAMPAGNE, "A1", Prise(AGREEE, 1)),
        lambda: seance.doter(vide, qui, CAMPAGNE, 1),
        lambda: seance.deplacer(vide, qui, CAMPAGNE, -1),
    ):
        with pytest.raises(AccesRefuse):
            geste()
    assert not qui.voit("ordre_du_jour") and not vide.seances.exists()


def test_of_two_quick_ticks_both_are_kept(racine):
    at = ouvrir(racine, "comite", "ordre_du_jour", campagne="2022-2023")
    un, deux = [c.key for c in at.checkbox if c.key.startswith(sorties.CASE)][:2]
    at.checkbox(key=un).check().run()
    del at.query_params[sorties.COCHEES]  # the browser presses before it has read the first answer
    at.checkbox(key=deux).check().run()
    codes = sorted(c.removeprefix(sorties.CASE) for c in (un, deux))
    assert at.query_params[sorties.COCHEES] == ",".join(codes)
    assert "Préparer 2\u00a0fiches cochées" in [b.label for b in at.button]
    at.checkbox(key=un).uncheck().run()
    assert at.query_params[sorties.COCHEES] == deux.removeprefix(sorties.CASE)


def test_a_sitting_is_saved_and_what_is_changed_by_hand_is_said(vide, tmp_path):
    seance.decider(vide, MOI, CAMPAGNE, "A1", Prise(AGREEE, 1))
    construction.a_jour(vide)
    sauvegarde.sauvegarder(vide, tmp_path / "s.zip")
    with zipfile.ZipFile(tmp_path / "s.zip") as z:
        assert f"seances/{CAMPAGNE}.json" in z.namelist()
    chemin = vide.seances / f"{CAMPAGNE}.json"
    for change in (
        lambda b: b["etats"][-1]["prises"]["A1"].update(montant_c=2),
        lambda b: b["etats"][-1].update(prises=[1]),
    ):
        brut = json.loads(chemin.read_text())
        change(brut)
        chemin.write_text(json.dumps(brut))
        dits = " ".join(f"{c.quoi} {c.message}" for c in sante.constater(vide) if c.etat != "bon")
        assert f"seances/{CAMPAGNE}.json a changé" in dits
    with pytest.raises(UsageError, match="ne se lit pas"):
        seance.lire(vide, CAMPAGNE)
