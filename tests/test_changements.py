"""What is said of a change: those who answer both years first, the total second, and why."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from clas_data.acces import ligne_de_commande
from clas_data.conformite import matrice, regles
from clas_data.figures import comparaisons, jetons
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul, catalogue, changements, comparabilite, mots_bande
from clas_data.indicateurs import mots_changements as mots
from clas_data.indicateurs.comparabilite import Avis
from clas_data.indicateurs.mouvements import Mouvements, Part
from clas_data.restitutions.bilan.calculs import blocs
from clas_data.tables import base

AVANT, ICI = "2021-2022", "2022-2023"
TOUS = list(catalogue.load())
LES_73 = "sur les 73 actions qui répondent les deux années"
POURQUOI = (
    "Le total déclaré baisse parce que 14 actions n'ont plus répondu ; les 73 qui répondent les "
    "deux années ont 69 enfants de plus."
)
POURQUOI_CHARGES = (
    "Le total déclaré baisse parce que 17 actions n'ont plus répondu ; les 68 qui répondent les "
    "deux années ont 51 645 € de plus."
)


def simple(texte):
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def lus(demonstration):
    return changements.lire(
        base.ouvrir(demonstration), ligne_de_commande().perimetre(()), TOUS, ICI
    )


def un(id_="enfants_accompagnes", *, avis=None, **parts):
    """A change made of these movements: (actions, before, after); `brut` is their sum."""
    ind = catalogue.exiger(id_)
    vide = Part() if ind.additif else Part(0, None, None)
    lues = {n: Part(*p) for n, p in parts.items()}
    if ind.additif and "brut" not in lues:
        lues["brut"] = Part(0, *(sum(getattr(p, c) for p in lues.values()) for c in MOMENTS))
    champs = ("brut", "comparables", *changements.DEPLACEMENTS)
    m = Mouvements(id_, ind.unite, ICI, AVANT, ind.additif, *(lues.get(c, vide) for c in champs), 0)
    return changements.Changement(ind, m, avis)


MOMENTS = ("avant", "apres")


def test_the_two_sentences_of_the_demonstration(lus):
    enfants, charges = lus["enfants_accompagnes"], lus["charges"]
    assert (enfants.ecart, enfants.ecart_brut, enfants.actions) == (69, -125, 73)
    assert (enfants.sens, enfants.sens_brut) == ("hausse", "baisse")
    assert simple(mots.contradiction(enfants)) == POURQUOI
    assert simple(mots.contradiction(charges)) == POURQUOI_CHARGES
    assert [simple(l) for l in mots.carte(enfants)] == [
        "↗ +69 (+3,2 %) depuis 2021-2022, sur 73 actions comparables",
        "total déclaré : −125 (−4,3 %) ⚖ avec prudence",
        f"{POURQUOI.split(' ;')[0]}.",  # the first line has said the rest
    ]
    assert simple(mots.ecart(enfants)) == f"69 de plus qu'en 2021-2022 (+3,2 %) {LES_73}"
    assert simple(mots.ecart_brut(enfants)) == "125 de moins qu'en 2021-2022 (−4,3 %)"
    assert simple(mots.fait(enfants)) == (
        "Enfants accompagnés : 2 780 enfants en 2022-2023, 69 de plus qu'en 2021-2022 (+3,2 %) "
        "sur 73 actions comparables ; le total déclaré baisse parce que 14 actions n'ont plus "
        "répondu"
    )
    assert (simple(mots.case(enfants)), simple(mots.case(enfants, True))) == ("+3,2 %", "−4,3 %")
    assert simple(mots.carte(charges)[0]).startswith("↗ +51 645 € (+2,9 %)")


def test_a_ratio_that_goes_against_its_comparables_says_its_four_values(lus):
    assert simple(mots.contradiction(lus["part_qpv"])) == (
        "L'ensemble passe de 39,5 % à 41,9 % parce que ce ne sont pas les mêmes actions qui "
        "répondent ; les 70 qui répondent les deux années passent de 39,8 % à 39,4 %."
    )


def test_every_contradiction_of_the_demonstration_is_said(lus):
    contraires = [c for c in lus.values() if c.contradiction]
    assert len(contraires) > 10
    for c in contraires:
        cause = mots.contraire(c)[1:]
        assert cause in mots.contradiction(c) and cause in mots.carte(c)[-1]
        assert "parce que" in mots.fait(c)
    assert not any(mots.contradiction(c) for c in lus.values() if not c.contradiction)


def test_a_total_that_moves_otherwise_is_said_where_pictures_show_it(lus):
    pre, familles = lus["part_pre"], lus["part_articulees"]
    assert not pre.contradiction and pre.discordant and familles.discordant
    tete, suite = mots_bande.bande(pre)
    assert (simple(tete), simple(suite)) == ("↗ +7,2 points", "ensemble : stable")
    assert simple(mots_bande.discordance(pre)) == (
        "+7,2 points sur 69 actions comparables ; ensemble des réponses : stable."
    )
    for c in lus.values():
        egaux = c.sens == c.sens_brut and (c.ecart or 1) * 2 > c.ecart_brut > c.ecart / 2
        if c.dit and (not c.constant or egaux):
            assert not c.discordant and not mots_bande.discordance(c)
            assert len(mots_bande.bande(c)) == 1


@pytest.mark.parametrize(
    "parts, attendu",
    [
        (dict(comparables=(5, 100, 110), arretees=(2, 50, 0), perdues=(1, 0, 0)), "2 actions se"),
        (
            dict(comparables=(5, 100, 140), arretees=(1, 30, 0), perdues=(3, 40, 0)),
            "3 actions n'ont plus répondu.",
        ),
        (
            dict(comparables=(5, 100, 110), arretees=(1, 35, 0), perdues=(3, 40, 0)),
            "3 actions n'ont plus répondu et que 1 action s'est arrêtée",
        ),
        (
            dict(comparables=(5, 100, 90), retrouvees=(1, 0, 30)),
            "monte parce que 1 action répond de nouveau",
        ),
        (
            dict(comparables=(5, 100, 90), nouvelles=(2, 0, 30), perdues=(1, 1, 0)),
            "monte parce que 2 actions sont nouvelles",
        ),
    ],
)
def test_the_cause_is_what_would_be_enough(parts, attendu):
    c = un(**parts)
    texte = simple(mots.contradiction(c)).replace(" ;", ".")
    assert attendu in texte


def test_where_all_answered_what_is_said_is_the_total():
    c = un(comparables=(90, 2000, 2100), nouvelles=(10, 0, 300), arretees=(5, 200, 0))
    assert not c.constant and c.paire == c.paire_brute == (2200, 2400)
    assert (
        simple(mots.ecart(c))
        == "200 de plus qu'en 2021-2022 (+9,1 %)"
        == mots.ecart_brut(c).replace("\u202f", " ")
    )
    assert [simple(l) for l in mots.carte(c)] == ["↗ +200 (+9,1 %) depuis 2021-2022"]


def test_no_percentage_on_a_small_base():
    petit = un("actions_refusees", comparables=(0, 0, 0), nouvelles=(6, 0, 6), arretees=(4, 4, 0))
    assert (mots.signe(petit), mots.case(petit)) == ("6 au lieu de 4", "+2")
    assert simple(mots.fait(petit)) == (
        "Actions refusées : 6 actions en 2022-2023, au lieu de 4 en 2021-2022"
    )
    assert simple(mots.signe(un(comparables=(2, 20, 25)))) == "+5 (+25,0 %)"
    assert simple(mots.signe(un(comparables=(2, 19, 25)))) == "25 au lieu de 19"
    assert petit.pct is None and petit.ecart == 2


def test_a_share_of_a_handful_says_so():
    part = un("part_filles", brut=(0, 50.0, 60.0), comparables=(12, 50.0, 60.0))
    assert simple(mots.signe(part)) == "+10,0 points"
    assert simple(mots.carte(part)[0]).endswith(", sur 12 actions seulement")
    cout = un("cout_par_enfant", brut=(0, 900, 850), comparables=(3, 900, 850))
    assert simple(mots.signe(cout)) == "850 € au lieu de 900 €" and cout.poignee
    large = un("cout_par_enfant", brut=(0, 900, 850), comparables=(40, 900, 850))
    assert simple(mots.signe(large)) == "−50 € (−5,6 %)"


def test_a_share_counts_those_to_whom_its_question_applies(lus, demonstration):
    """Not the 66 who answered: the 14 of them that have a PRE in both years."""
    lu, tout = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    dites = {i.id: i for i in catalogue.load().values() if i.concernees}
    assert len(dites) > 5
    for id_, ind in dites.items():
        c = lus[id_]
        with duckdb.connect(str(lu.chemin), read_only=True) as b:
            repondu = (
                f"select code_action from marts.actions where campagne = ? and ({ind.reponse})"
            )
            dit = [{l for (l,) in b.execute(repondu, [x]).fetchall()} for x in (c.avec, c.campagne)]
        communes = dit[0] & dit[1]
        comptent = [
            communes & {*calcul.lignes(lu, tout, id_, {"campagne": x})["code_action"]}
            for x in (c.avec, c.campagne)
        ]
        assert c.constant and c.derriere == min(map(len, comptent)) < c.actions == len(communes)
        fin = " seulement" if c.derriere < 20 else ""
        qui = f"sur {c.derriere} actions concernées{fin}, parmi les {c.actions}"
        assert c.poignee == bool(fin)
        assert simple(mots.carte(c)[0]).endswith(qui)
        assert f"{qui} qui répondent les deux années" in simple(mots.ecart(c))
    assert lus["part_pre_orientation"].derriere == 14


def test_exact_values_are_rounded_once():
    c = un("part_filles", brut=(0, 15.84, 13.16), comparables=(40, 15.84, 13.16))
    assert simple(mots.signe(c)) == "−2,7 points"  # shown 15,8 and 13,2


def test_two_values_written_otherwise_are_never_equal_in_a_table():
    c = un("enfants_par_action", brut=(0, 1.661, 1.636), comparables=(0, 1.661, 1.636))
    assert simple(mots.case(c, True)) == "−1,5 %"  # shown 1,7 and 1,6
    c = un("enfants_par_action", brut=(0, 1.66, 1.68), comparables=(0, 1.66, 1.68))
    assert mots.case(c, True) == "="


def test_nothing_is_compared_where_nobody_answered_both_years():
    c = un(retrouvees=(2, 0, 30), perdues=(3, 40, 0))
    assert not c.dit and c.ecart is None and c.sens is None and c.poids is None
    assert simple(mots.ecart(c)) == (
        "sans comparaison possible avec 2021-2022 (aucune action n'a répondu les deux années)"
    )
    assert mots.case(c) == mots.NON_COMPARE and mots.fleche(c) == ""


def test_a_refused_comparison_stays_refused(lus):
    c = replace(lus["enfants_accompagnes"], avis=Avis(comparabilite.REFUSER, "Trop peu."))
    assert not c.dit and mots.contradiction(c) == ""
    assert simple(mots.ecart(c)) == "sans comparaison possible avec 2021-2022"
    assert simple(mots.carte(c)[0]) == "⚖ ne se compare pas à 2021-2022 (voir pourquoi)"


def test_three_points_of_coverage_are_annotated(lus):
    raison = simple(lus["enfants_accompagnes"].avis.raison)
    assert "La couverture passe de 92 % (2021-2022) à 87 % (2022-2023)" in raison
    assert comparabilite.seuil("ecart_couverture_points") == 3
    assert all(s["origine"] for nom, s in comparabilite.seuils().items() if nom != "zonage")


def test_a_rule_told_outside_is_compared_honestly_or_not_at_all(demonstration):
    """In the version for diffusion: the same difference, or a refusal where too few are behind."""
    moi = ligne_de_commande()
    lus = []
    for agregats in (None, moi.agregats(())):
        v = Valeurs(
            demonstration, base.ouvrir(demonstration), moi.perimetre(()), ICI, AVANT, agregats
        )
        blocs.preparer(v)
        ids = [f"conformite_{r}" for r in regles.en_vigueur(demonstration, ICI)]
        lus.append([(v.changement(i), jetons.rendre(f"{{{i}|ecart}}", v)) for i in ids])
    tus = 0
    for (c, dit), (dehors, dit_dehors) in zip(*lus, strict=True):
        if dehors.refuse:
            tus += c.constant
            assert dehors.avis == comparaisons.MASQUEE and "sans comparaison" in dit_dehors
        else:
            assert (dehors.paire, dit_dehors) == (c.paire, dit)
    assert 0 < tus < len(lus[0]) / 2


def test_a_rule_is_compared_on_the_actions_judged_both_years(demonstration):
    """A token of conformity too: its change is that of those who can be judged in both."""
    lu, tout = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    v = Valeurs(demonstration, lu, tout, ICI, AVANT)
    blocs.preparer(v)
    etats = {}
    for c in (AVANT, ICI):
        demandes = lu.lire(tout, "conformite_demandes", {"campagne": c})
        agreees = demandes[demandes["decision"] == "agréée"].reset_index(drop=True)
        lues = matrice.par_action(matrice.etats(lu, tout, c), agreees)
        etats[c] = lues.merge(agreees[["code_action", "porteur_siret"]]).set_index(
            ["code_action", "porteur_siret"]
        )
    suivis = 0
    for regle in regles.en_vigueur(demonstration, ICI):
        c = v.changement(f"conformite_{regle}")
        cotes = [etats[x][regle][etats[x][regle].isin(["conforme", "non conforme"])] for x in etats]
        communs = cotes[0].index.intersection(cotes[1].index)
        parts = [100 * (x.loc[communs] == "conforme").mean() for x in cotes]
        assert c.actions == len(communs)
        if c.constant and c.dit:
            suivis += 1
            assert [float(x) for x in c.paire] == pytest.approx(parts)
            assert f"{c.actions} actions" in simple(
                jetons.rendre(f"{{conformite_{regle}|ecart}}", v)
            )
            brut = jetons.rendre(f"{{conformite_{regle}|ecart_brut}}", v)
            assert brut == mots.ecart_brut(c) and "actions" not in brut
    assert suivis > 3
