"""Who continues whom: offered with reasons, confirmed, refused, undone; what it changes in the
movements.
"""

from __future__ import annotations

import json
import re
import shutil

import pytest

from clas_data import config
from clas_data.acces import Acteur, ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import journal, suites
from clas_data.fichiers.suites import CONFIRMEE, REFUSEE
from clas_data.indicateurs import calcul, mouvements
from clas_data.tables import base, comparaison, construction, continuite, rapprochement
from tests import renumerotee
from tests.outils import siret
from tests.renumerotee import AVANT, CAMPAGNE, FUSIONS
from tests.test_ui_pages import ouvrir

MOI = ligne_de_commande()


@pytest.fixture(scope="module")
def modele(demonstration_modele, tmp_path_factory):
    """The demonstration, its last campagne renumbered; and old code → new code."""
    racine = tmp_path_factory.mktemp("renumerotee") / "installation"
    shutil.copytree(demonstration_modele, racine)
    return racine, renumerotee.deposer(Installation(racine))


@pytest.fixture
def autre(modele, tmp_path):
    shutil.copytree(modele[0], tmp_path / "installation")
    return Installation(tmp_path / "installation")


@pytest.fixture
def nouveau(modele):
    return modele[1]


def enfants(installation, **ou):
    lue = base.ouvrir(installation), MOI.perimetre(())
    m = mouvements.comparer(*lue, ["enfants_accompagnes"], CAMPAGNE, AVANT, None, ou)
    return m["enfants_accompagnes"]


def comparables(installation):
    p = enfants(installation).comparables
    return p.actions, p.avant, p.apres


def test_a_campagne_numbered_anew_is_compared_again_in_one_gesture(autre, nouveau):
    avant = base.courante(autre)
    offert = rapprochement.offertes(autre, MOI, CAMPAGNE)
    assert comparables(autre) == (0, 0, 0)
    assert (len(offert.nouvelles), len(offert.arretees)) == (108, 103)
    assert "108\u00a0actions" in offert.dit and "103\u00a0actions" in offert.dit
    ancien = {v: k for k, v in nouveau.items()}
    assert all(ancien[p.code] == p.code_avant for p in offert.certaines), "certain means certain"
    porteurs = {(p.code_avant, p.code) for p in offert.propositions if p.nature == "porteur"}
    assert porteurs == {(a, n) for a, (n, _) in FUSIONS.items()}

    certaines = rapprochement.confirmer_tout(autre, CAMPAGNE, MOI)
    assert len(certaines.lignes) == len(offert.certaines) and base.courante(autre) != avant
    rapprochement.decider(autre, CAMPAGNE, [(n, a) for a, n in porteurs], CONFIRMEE, MOI)
    reste = rapprochement.offertes(autre, MOI, CAMPAGNE)
    egales = [(p.code, p.code_avant) for p in reste.incertaines if not p.niee]
    rapprochement.decider(autre, CAMPAGNE, egales, CONFIRMEE, MOI)
    assert comparables(autre) == (73, 2150, 2219)
    assert len(rapprochement.offertes(autre, MOI, CAMPAGNE).nouvelles) == 15

    for e in reversed(journal.lire(autre)):
        if e.type == suites.TYPE:
            rapprochement.annuler(autre, e.id, MOI)
    assert comparables(autre) == (0, 0, 0) and base.courante(autre) == avant
    rapprochement.confirmer_tout(autre, CAMPAGNE, MOI, proposees=True)
    assert comparables(autre) == (73, 2150, 2219), "all that is offered, at once"
    e = enfants(autre)
    assert (e.nouvelles.apres, e.arretees.avant) == (410, 227)
    assert (e.retrouvees.apres, e.perdues.avant) == (151, 528)
    lue = base.ouvrir(autre)
    assert set(comparaison.mouvements(lue, CAMPAGNE)["nature"].value_counts()) == {15, 10}


def test_a_renumbered_campagne_keeps_its_identity_by_territory(autre):
    rapprochement.confirmer_tout(autre, CAMPAGNE, MOI, proposees=True)
    lue = base.ouvrir(autre), MOI.perimetre(())
    for par in ("epci", "niveau", "porteur"):
        m = mouvements.comparer(*lue, ["enfants_accompagnes"], CAMPAGNE, AVANT, par)
        tout = m["enfants_accompagnes"]
        for l in tout.lignes:
            assert l.ecart_brut == l.ecart_activite + l.effet_reponses
        assert sum(l.comparables.avant for l in tout.lignes) == tout.comparables.avant
        assert tout.deplacees.ecart == 0
        if par == "porteur":
            assert tout.lignes and any(l.deplacees.actions for l in tout.lignes), (
                "an action whose porteur took another SIRET moves from the one to the other"
            )


def test_a_porteur_that_changed_siret_reads_no_more_than_its_own_rows(autre):
    rapprochement.confirmer_tout(autre, CAMPAGNE, MOI, proposees=True)
    lue = base.ouvrir(autre)

    def perimetre(siret):
        return Acteur(nom="x", role="porteur", siret=siret).perimetre((CAMPAGNE, AVANT))

    (neuf, _), ancien = FUSIONS["00000021600010"], "00000021600010"
    with pytest.raises(UsageError, match="Aucune campagne d'avant"):
        mouvements.comparer(lue, perimetre(neuf), ["actions_agreees"], CAMPAGNE)
    assert calcul.valeurs_axe(lue, perimetre(ancien), "campagne") == [
        c for c in calcul.valeurs_axe(lue, perimetre(ancien), "campagne") if c <= AVANT
    ]
    repreneur, _ = FUSIONS["00000026500017"]
    m = mouvements.comparer(lue, perimetre(repreneur), ["actions_agreees"], CAMPAGNE)
    m = m["actions_agreees"]
    assert (m.nouvelles.actions, m.comparables.actions, m.arretees.actions) == (3, 3, 1), (
        "what it took over begins, for it: the rows of the body that it absorbed are not its own"
    )


def test_a_refusal_is_never_offered_again_and_can_be_undone(autre):
    offert = rapprochement.offertes(autre, MOI, CAMPAGNE)
    visees = [offert.certaines[0], next(p for p in offert.incertaines if p.nature == "porteur")]
    for p in visees:
        rapprochement.decider(autre, CAMPAGNE, [(p.code, p.code_avant)], REFUSEE, MOI)
    reste = {p.paire for p in rapprochement.offertes(autre, MOI, CAMPAGNE).propositions}
    assert not reste & {p.paire for p in visees}
    rapprochement.confirmer_tout(autre, CAMPAGNE, MOI, proposees=True)
    dites = {s.paire: s.decision for s in suites.en_vigueur(suites.lire(autre))}
    assert [dites[p.paire] for p in visees] == [REFUSEE, REFUSEE]
    with pytest.raises(UsageError, match="déjà refusée"):
        rapprochement.decider(
            autre, CAMPAGNE, [(visees[0].code, visees[0].code_avant)], REFUSEE, MOI
        )
    rapprochement.annuler(autre, "s-0001", MOI)
    assert visees[0].paire in {
        p.paire for p in rapprochement.offertes(autre, MOI, CAMPAGNE).propositions
    }
    with pytest.raises(UsageError, match="ni un rapprochement ni un geste"):
        rapprochement.annuler(autre, "s-0001", MOI)


def test_the_same_code_refused_begins_anew_and_a_changed_code_goes_on(demonstration_copie):
    inst = demonstration_copie
    connus = calcul.calculer(
        base.ouvrir(inst), MOI.perimetre(()), ["enfants_accompagnes"], ["campagne", "action"]
    ).to_dict("records")
    ici, avant = (
        {l["action"] for l in connus if l["campagne"] == c and l["valeur"] == l["valeur"]}
        for c in (CAMPAGNE, AVANT)
    )
    commun, neuve, finie = min(ici & avant), min(ici - avant), min(avant - ici)
    rapprochement.decider(inst, CAMPAGNE, [(commun, commun)], REFUSEE, MOI)
    assert enfants(inst).comparables.actions == 72 and enfants(inst).nouvelles.actions == 16
    rapprochement.annuler(inst, "s-0001", MOI)
    assert comparables(inst) == (73, 2150, 2219)
    arretees = rapprochement.offertes(inst, MOI, CAMPAGNE).arretees
    finie = next(d.code for d in arretees if d.code in avant)
    rapprochement.decider(inst, CAMPAGNE, [(neuve, finie)], CONFIRMEE, MOI, "même équipe")
    assert enfants(inst).comparables.actions == 74
    # said again of another one: the last one wins; undone, the first one stands again
    autre = next(d.code for d in arretees if d.code in avant and d.code != finie)
    rapprochement.decider(inst, CAMPAGNE, [(neuve, autre)], CONFIRMEE, MOI)
    (debout,) = suites.en_vigueur(suites.lire(inst))
    assert debout.code_avant == autre
    rapprochement.annuler(inst, debout.id, MOI)
    (debout,) = suites.en_vigueur(suites.lire(inst))
    assert (debout.code_avant, debout.motif) == (finie, "même équipe")


def test_every_gesture_is_in_the_journal_and_in_the_empreinte(autre):
    geste = rapprochement.confirmer_tout(autre, CAMPAGNE, MOI)
    e = journal.lire(autre)[-1]
    assert e == geste.evenement and e.type == "suite" and e.acteur == MOI.nom
    assert e.details["decision"] == CONFIRMEE and e.campagne == CAMPAGNE
    assert e.details["lignes"] == [s.id for s in suites.lire(autre)]
    assert f'"ecriture": "{e.ecriture}"' in autre.journal.read_text(encoding="utf-8")
    etat = journal.etat(journal.lire(autre))
    assert e.details["empreinte"] == base.courante(autre) == construction.empreinte(autre, etat)


def test_who_may_not_say_it_is_refused(autre):
    for role in ("direction", "partenaire"):
        with pytest.raises(AccesRefuse, match="rapprocher"):
            rapprochement.confirmer_tout(autre, CAMPAGNE, Acteur(nom="x", role=role))
    assert not autre.suites.exists()
    comite = Acteur(nom="x", role="comite")
    assert rapprochement.confirmer_tout(autre, CAMPAGNE, comite).evenement.acteur == "x"


@pytest.mark.parametrize(
    "codes, mots",
    [
        (("2022/99999", "A38-0001"), "ne sont pas deux actions"),
        ((siret(90008), siret(2)), "ni deux SIRET"),
        (("00000031500010", "00000031500010"), "le même SIRET"),
    ],
)
def test_a_pair_that_was_not_received_is_refused(autre, codes, mots):
    with pytest.raises(UsageError, match=mots):
        rapprochement.decider(autre, CAMPAGNE, [codes], CONFIRMEE, MOI)
    assert not autre.suites.exists()


def test_the_first_campagne_continues_none(demonstration):
    for campagne, mots in (("2018-2019", "première campagne"), ("1999-2000", "Aucune demande")):
        with pytest.raises(UsageError, match=mots):
            rapprochement.offertes(demonstration, MOI, campagne)


ENTETE = ";".join(suites.COLONNES)
LIGNE = "s-0001;2026-11-30;Zoé;confirmée;action;2022-2023;N1;2021-2022;A1;été;"


def lues(installation, texte, encodage="utf-8"):
    installation.suites.write_bytes(texte.encode(encodage))
    return suites.lire(installation)


def test_rows_are_read_as_a_spreadsheet_saves_them(vide):
    (attendue,) = lues(vide, f"{ENTETE}\n{LIGNE}\n")
    assert (attendue.decision, attendue.motif) == (CONFIRMEE, "été")
    assert lues(vide, f"{ENTETE}\r\n{LIGNE}\r\n", "utf-8-sig") == [attendue]
    assert lues(vide, f"{ENTETE}\r\n{LIGNE}\r\n", "cp1252") == [attendue]
    assert lues(vide, f"{ENTETE}\n;;;;;;;;;;\n\n{LIGNE}\n") == [attendue]
    for separateur in ",\t":
        assert lues(vide, f"{ENTETE}\n{LIGNE}\n".replace(";", separateur)) == [attendue]
    assert lues(vide, f"{ENTETE.upper()}\n{LIGNE.replace('confirmée', ' CONFIRMEE ')}\n") == [
        attendue
    ]
    assert lues(vide, suites.en_csv([attendue]).decode()) == [attendue]


@pytest.mark.parametrize(
    "texte, mots",
    [
        (f"{ENTETE.replace(';motif', '')}\n", "il manque motif"),
        (f"{ENTETE}\ns-0001;2026-11-30;Zoé;confirm", "ligne 2"),
        (
            f"{ENTETE}\n{LIGNE.replace('confirmée', 'peut-être')}\n",
            "« peut-être » n'est pas connue",
        ),
        (f"{ENTETE}\n{LIGNE.replace('action', 'projet')}\n", "« projet » n'est pas connue"),
        (f"{ENTETE}\n{LIGNE.replace(';N1;', ';;')}\n", "le code des deux côtés"),
        (f"{ENTETE}\n{LIGNE.replace('2022-2023', '2020-2021')}\n", "Inversez"),
        (f"{ENTETE}\n{LIGNE}\n{LIGNE}\n", "ligne 3 : l'identifiant « s-0001 »"),
        (f"{ENTETE}\n{LIGNE.replace('s-0001', '')}\n", "l'identifiant «  »"),
        (f"{ENTETE}\n{LIGNE.replace('confirmée', 'annulée')}s-0007\n", "annule « s-0007 »"),
        (f"{ENTETE}\n{LIGNE.replace('action', 'porteur')}\n", "SIRET de 14 chiffres"),
    ],
)
def test_a_broken_row_is_said_with_its_place(vide, texte, mots):
    with pytest.raises(UsageError, match="suites.csv") as refus:
        lues(vide, texte)
    assert mots in refus.value.message


def test_the_commands_offer_confirm_refuse_list_and_undo(autre, capsys):
    racine = ["--racine", str(autre.racine)]

    def lance(*mots, code=0):
        assert run(["suite", *mots, *racine]) == code
        return capsys.readouterr()

    offert = json.loads(lance("proposer", "--campagne", CAMPAGNE, "--json").out)
    assert (offert["nouvelles"], offert["arretees"]) == (108, 103)
    assert offert["certaines"] + offert["a_confirmer"] == len(offert["propositions"])
    assert all(p["raison"] for p in offert["propositions"])
    p = offert["propositions"][0]
    assert "1\u00a0rapprochement" in lance("refuser", f"{p['code']}={p['code_avant']}").err
    geste = json.loads(lance("confirmer", "--tout", "--json").out)
    assert len(geste["lignes"]) == offert["certaines"] - 1
    assert len(json.loads(lance("lister", "--json").out)) == offert["certaines"]
    assert p["code"] in lance("lister").out and "à confirmer" in lance("proposer").out
    assert "annulée" in lance("annuler", geste["geste"]).err
    assert [l["decision"] for l in json.loads(lance("lister", "--json").out)] == [REFUSEE]
    assert "CODE=CODE_AVANT" in lance("confirmer", "A1", code=2).err
    assert "--tout" in lance("confirmer", code=2).err
    assert "un par un" in lance("refuser", "--tout", code=2).err
    assert "un numéro" in lance("annuler", code=2).err


def test_the_movements_say_how_many_actions_nothing_continues(autre, demonstration, capsys):
    def lit(installation, *mots):
        commande = ["mouvements", "enfants_accompagnes", "--campagne", CAMPAGNE, *mots]
        assert run([*commande, "--racine", str(installation.racine)]) == 0
        return capsys.readouterr()

    for mots in ((), ("--json",)):  # in JSON too, beside the answer and not in it
        dit = lit(autre, *mots).err
        assert all(x in dit for x in ("108\u00a0actions", "103\u00a0actions", "suite proposer"))
        assert "15\u00a0actions" in lit(demonstration, *mots).err


@pytest.mark.parametrize(
    "nouvelles, arretees, mots",
    [
        (1, 0, "1 action de N n'est rapprochée d'aucune autre : elle compte comme nouvelle."),
        (0, 2, "2 actions de M ne sont rapprochées d'aucune autre : elles comptent comme arrêtées"),
        (
            1,
            1,
            "1 action de N et 1 action de M ne sont rapprochées d'aucune autre : elles comptent",
        ),
        (0, 0, "Toutes les actions de M et de N sont rapprochées."),
    ],
)
def test_what_nothing_continues_is_said_in_agreement(nouvelles, arretees, mots):
    c = continuite.Continuite("N", "M", (None,) * nouvelles, (None,) * arretees, ())
    assert mots in re.sub(r"\s", " ", c.dit)


def test_where_changes_are_read_the_matches_that_wait_are_said(autre, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(autre.racine))
    alertes = [w.value for w in ouvrir(autre, "administration", "vue_ensemble").warning]
    assert any("108" in a and "rapprochements certains" in a for a in alertes), alertes
    assert not [w for w in ouvrir(autre, "porteur", "vue_ensemble").warning if "rappro" in w.value]
    ailleurs = {
        "territoires": {"onglet": "D'une année à l'autre"},
        "bilan_annuel": {"campagne": CAMPAGNE},
    }
    for page, url in ailleurs.items():  # everywhere a change is read
        alertes = [w.value for w in ouvrir(autre, "administration", page, **url).warning]
        assert any("108" in a and "rapprochements certains" in a for a in alertes), (page, alertes)
    lues = [w.value for w in ouvrir(autre, "direction", "vue_ensemble").warning]
    assert any("108" in a and "attendent" in a and "Données" not in a for a in lues), lues
    rapprochement.confirmer_tout(autre, CAMPAGNE, MOI)
    at = ouvrir(autre, "administration", "vue_ensemble")
    assert not [w for w in at.warning if "rapprochements certains" in w.value]
    assert any("à voir" in lien.proto.label for lien in at.get("page_link"))
