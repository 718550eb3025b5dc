"""Live figures, the text that rereads itself, editions kept with their history."""

from __future__ import annotations

import re
import threading

import pytest

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.errors import UsageError
from clas_data.figures import composer as blocs
from clas_data.figures import jetons
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs import calcul, catalogue, libelles, phrases
from clas_data.restitutions.bilan import composition, edition, plan, relecture, renvois
from clas_data.restitutions.bilan.edition import Edition
from clas_data.tables import base, importation
from tests.outils import fichiers_csv, modifiee, petite, siret

EDITION = Edition("2021-2022", "2023-03-15", "2020-2021")


@pytest.fixture(scope="module")
def v(demonstration):
    return composition.lire(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), EDITION
    )


def dit(v, id_, campagne="2021-2022", filtre=None):
    """A figure of the catalogue in words, read apart from the tokens."""
    ou = {"campagne": campagne} | ({filtre[0]: filtre[1]} if filtre else {})
    l = calcul.calculer(v.base, v.perimetre, [id_], [], ou).iloc[0]
    return phrases.ecrire(catalogue.exiger(id_), l["valeur"]), l


def test_a_token_says_the_figure(v):
    assert (
        jetons.rendre("{actions_agreees} et {enfants_prevus|nombre}", v)
        == f"103{INSECABLE}actions et 3{FINE}052"
    )
    assert (
        jetons.rendre("{campagne} et {comparaison}", v) == "2021-2022 et 2020-2021"
        and jetons.rendre("Rien", v) == "Rien"
    )
    avant, l0 = dit(v, "actions_agreees", "2020-2021")
    ecart, relatif = (
        int(103 - l0["valeur"]),
        formats.pourcent(100 * (103 - l0["valeur"]) / l0["valeur"], 1, signe=True),
    )
    assert jetons.rendre("{actions_agreees|avant}", v) == avant
    assert (
        jetons.rendre("{actions_agreees|ecart}", v)
        == f"{ecart} de plus qu'en 2020-2021 ({relatif})"
    )
    assert (
        jetons.rendre("{actions_agreees|evolution}, {actions_agreees|sens}", v)
        == f"{relatif}, en hausse"
    )
    total, l = dit(v, "enfants_accompagnes")
    assert (
        jetons.rendre("{enfants_accompagnes|reponses}", v)
        == f"{l['repondants']}{INSECABLE}réponses sur {l['attendus']}"
    )
    college, lc = dit(v, "enfants_accompagnes", filtre=("niveau", "collège"))
    assert jetons.rendre("{enfants_accompagnes|niveau=collège}", v) == college
    assert jetons.rendre("{enfants_accompagnes|niveau=collège|part}", v) == formats.pourcent(
        100 * lc["valeur"] / l["valeur"], 0
    )
    assert jetons.rendre("{presence|nombre}", v) == formats.nombre(
        dit(v, "presence")[1]["valeur"], 1
    )


def test_a_difference_is_exact_and_rounded_once(v):
    """15,84 % then 13,16 % differ by 2,7 points (not 15,8 − 13,2) in the table, in the sentence and
    in the workbook alike.
    """
    parts = [
        i
        for i, ind in catalogue.load().items()
        if ind.unite == "%"
        and v.une(i).connue
        and v.une(i, v.comparaison).connue
        and not v.refusee(i)
        and v.sens(i) != "stable"
    ]
    assert len(parts) > 30
    for i in parts:
        ind, (avant, ici) = v.indicateur(i), v.changement(i).paire
        exact = formats.nombre(ici - avant, ind.decimales, signe=True)
        vus = float(exact.replace(",", ".").replace("−", "-"))
        attendu = f"{exact}{INSECABLE}{{}}{'s' if abs(vus) >= 2 else ''}"
        assert blocs.court_ecart(v, i) == attendu.format("pt") and jetons.rendre(
            f"{{{i}|evolution}}", v
        ) == attendu.format("point"), i
        assert blocs._difference(v, i) == pytest.approx(vus)


@pytest.mark.parametrize(
    "texte, mot",
    [
        ("{inconnu}", "n'existe pas"),
        ("{actions_agreees|parts}", "n'est pas compris"),
        ("{actions_agreees|part}", "axe=valeur"),
        ("{enfants_accompagnes|principale}", "axe"),
    ],
)
def test_a_token_that_is_not_understood_stays_as_typed_and_is_flagged(v, texte, mot):
    assert jetons.rendre(texte, v) == texte
    assert [r.grave for r in relecture.relire(texte, v)] == [True] and mot in relecture.relire(
        texte, v
    )[0].phrase


def contraires(texte, v):
    return [r.phrase for r in relecture.relire(texte, v) if r.genre == relecture.CONTRAIRE]


@pytest.mark.parametrize(
    "texte",
    [
        "Le coût par enfant est en hausse : {cout_par_enfant}.",
        "Le coût par enfant ({cout_par_enfant}) augmente.",
        "Les actions sont en baisse, à {actions_agreees}.",
        "Le nombre d'actions recule : {actions_agreees|evolution}.",
        "Les actions agréées restent stables ({actions_agreees}).",
        "Les effectifs sont en hausse (−2 %).",
        "Les effectifs sont en hausse de -2 %.",
        "Les actions progressent ({actions_agreees}), le coût augmente aussi ({cout_par_enfant}).",
    ],
)
def test_a_direction_that_the_figure_contradicts_is_flagged(v, texte):
    assert len(contraires(texte, v)) == 1


@pytest.mark.parametrize(
    "texte",
    [
        "Le coût par enfant est en baisse : {cout_par_enfant}.",
        "Les actions sont en hausse, à {actions_agreees}.",
        "Les actions augmentent ({actions_agreees|ecart}), le coût baisse ({cout_par_enfant}).",
        "Le coût par enfant n'augmente pas : {cout_par_enfant}.",
        "Le coût n'est pas en hausse ({cout_par_enfant}).",
        "Sans hausse des prix. Le coût est de {cout_par_enfant}.",
        "La hausse attendue est discutée en comité.",
        "Les effectifs sont en baisse (−2 %).",
    ],
)
def test_a_direction_that_the_figure_confirms_is_not(v, texte):
    assert contraires(texte, v) == []


def test_a_figure_typed_by_hand_is_named_with_its_token(v):
    dits = [
        r.phrase
        for r in relecture.relire(f"Il y avait 3{FINE}052 enfants et 37 ateliers en 2022.", v)
        if r.genre == relecture.A_LA_MAIN
    ]
    assert len(dits) == 2 and "{enfants_prevus|nombre}" in dits[0] and "37" in dits[1]


def test_a_figure_that_moved_since_the_last_reading_is_flagged(v):
    texte = "On compte {actions_agreees}."
    assert not [
        r for r in relecture.relire(texte, v, relecture.lus(texte, v)) if r.genre == relecture.BOUGE
    ]
    bouge = [
        r
        for r in relecture.relire(texte, v, {"actions_agreees": f"99{INSECABLE}actions"})
        if r.genre == relecture.BOUGE
    ]
    assert (
        len(bouge) == 1 and bouge[0].grave and "99" in bouge[0].phrase and "103" in bouge[0].phrase
    )


def test_a_porteur_named_beside_a_small_count_leaves_the_diffusion(demonstration):
    b, p = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    nom = sorted(libelles.porteurs(b, p).values())[0]
    e = EDITION.avec("parents.libre", f"{nom} accueille 3 enfants en attente.").avec(
        "ecole.libre", f"{nom} a reçu les {{actions_agreees}}."
    )
    for diffusion, attendu in ((False, True), (True, False)):
        agregats = ligne_de_commande().agregats(()) if diffusion else None
        dites = composition.phrases(composition.lire(demonstration, b, p, e, agregats), e)
        assert bool(dites["parents.libre"].rendu) is attendu and dites["ecole.libre"].rendu
        assert any(r.genre == relecture.NOMME for r in dites["parents.libre"].remarques)


@pytest.mark.parametrize(
    "seuil, combien, tue",
    [(5, "4", True), (5, "sept", False), (11, "sept", True), (11, "10", True), (11, "11", False)],
)
def test_a_small_count_is_what_the_installation_calls_small(vide, seuil, combien, tue):
    vide.secret.write_text(f"seuil: {seuil}", encoding="utf-8")
    importation.accepter(
        vide,
        importation.proposer(vide, fichiers_csv(petite()), "2021-2022", ligne_de_commande()),
        ligne_de_commande(),
    )
    v = composition.lire(
        vide,
        base.ouvrir(vide),
        ligne_de_commande().perimetre(()),
        Edition("2021-2022", "2023-03-15"),
    )
    remarques = [
        r
        for r in relecture.relire(
            f"MJC du Banc attend {combien} enfants.", v, noms=("MJC du Banc",)
        )
        if r.genre == relecture.NOMME
    ]
    assert bool(remarques) is tue and all(f"moins de {seuil}" in r.phrase for r in remarques)


def test_the_sentences_of_the_outline_never_contradict_the_data(demonstration):
    b, p = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    for campagne, comparaison in (
        ("2018-2019", None),
        ("2019-2020", "2018-2019"),
        ("2020-2021", "2019-2020"),
        ("2021-2022", "2020-2021"),
        ("2022-2023", "2021-2022"),
        ("2022-2023", "2018-2019"),
    ):
        e = Edition(campagne, "2023-03-15", comparaison)
        dites = composition.phrases(composition.lire(demonstration, b, p, e), e)
        assert not [(c, x.remarques) for c, x in dites.items() if x.a_relire], campagne
        assert dites["chiffres_cles.ouverture"].rendu.startswith(f"En {campagne}")
        assert not any(
            "{" in x.rendu
            or "n.d." in x.rendu.replace("« n.d. »", "").replace("«\u00a0n.d.\u00a0»", "")
            for x in dites.values()
        )


def test_the_outline_names_only_what_exists(v):
    for p in plan.load().parties.values():
        for genre, d in p.blocs:
            # nation: all that compares
            if genre not in ("phrases", "messages", "calcul", "nation"):
                for i in d.get("ids") or [d["id"]]:
                    catalogue.exiger(i)
        dits = [d for genre, d in p.blocs if genre == "phrases"]
        dits += [d["phrases"] for genre, d in p.blocs if genre == "messages"]
        for x in (x for d in dits for variantes in d.values() for x in variantes):
            for j in (jetons.lire(corps) for _, corps in jetons.trouver(x.texte)):
                if j.id == "figure":
                    assert set(j.forme.split(",")) <= set(renvois.connues()), j.brut
                else:
                    assert j.id in jetons.MOTS or v.connait(j.id), j.brut


# Editions


def test_do_and_undo_is_the_identity(demonstration_copie):
    e = edition.ouvrir(demonstration_copie, "2021-2022", "2020-2021", "Anne")
    edition.changer(demonstration_copie, "2021-2022", "parents.libre", "Un", {}, "Anne")
    edition.changer(demonstration_copie, "2021-2022", "parents.libre", "Deux", {}, "Anne")
    assert edition.lire(demonstration_copie, "2021-2022").textes["parents.libre"].texte == "Deux"
    assert (
        edition.deplacer(demonstration_copie, "2021-2022", -1, "Anne").textes["parents.libre"].texte
        == "Un"
    )
    assert edition.possibles(demonstration_copie, "2021-2022") == (1, 1)
    assert edition.deplacer(demonstration_copie, "2021-2022", -1, "Anne") == e
    assert edition.deplacer(demonstration_copie, "2021-2022", -1, "Anne") is None
    edition.deplacer(demonstration_copie, "2021-2022", 1, "Anne")
    assert (
        edition.deplacer(demonstration_copie, "2021-2022", 1, "Anne").textes["parents.libre"].texte
        == "Deux"
    )


def test_the_same_words_twice_are_kept_once(demonstration_copie, monkeypatch):
    """Whoever wrote them, and whenever: « Annuler » never steps back to the same screen."""
    heures = (f"2022-11-24T10:00:{s:02}" for s in range(60))
    monkeypatch.setattr(edition.etats, "maintenant", lambda: next(heures))
    edition.ouvrir(demonstration_copie, "2021-2022", None)
    avant = edition.possibles(demonstration_copie, "2021-2022")
    for qui in ("Anne", "Anne", "Luc"):
        edition.changer(demonstration_copie, "2021-2022", "parents.libre", "Un", {}, qui)
    assert edition.possibles(demonstration_copie, "2021-2022") == (avant[0] + 1, 0)
    avant = edition.possibles(demonstration_copie, "2021-2022")
    edition.enregistrer(demonstration_copie, edition.lire(demonstration_copie, "2021-2022"))
    assert edition.possibles(demonstration_copie, "2021-2022") == avant


def test_two_people_who_write_at_once_keep_both(demonstration_copie):
    edition.ouvrir(demonstration_copie, "2021-2022", None)
    fils = [
        threading.Thread(
            target=edition.changer,
            args=(demonstration_copie, "2021-2022", f"{p}.libre", f"Texte {p}", {}, p),
        )
        for p in plan.load().parties
    ]
    for f in fils:
        f.start()
    for f in fils:
        f.join()
    textes = edition.lire(demonstration_copie, "2021-2022").textes
    assert {c: t.texte for c, t in textes.items()} == {
        f"{p}.libre": f"Texte {p}" for p in plan.load().parties
    }


def test_last_year_s_sentence_is_offered_with_this_year_s_figures(demonstration_copie):
    edition.ouvrir(demonstration_copie, "2020-2021", None)
    edition.changer(
        demonstration_copie,
        "2020-2021",
        "parents.libre",
        "En 2020-2021, {parents_rencontres} sont venus.",
        {},
        "Anne",
    )
    b, p = base.ouvrir(demonstration_copie), ligne_de_commande().perimetre(())
    valeurs = composition.lire(demonstration_copie, b, p, EDITION)
    offerte = composition.phrases(valeurs, EDITION)["parents.libre"].anterieure
    assert offerte == "En {campagne}, {parents_rencontres} sont venus."
    assert (
        jetons.rendre(offerte, valeurs)
        == f"En 2021-2022, {dit(valeurs, 'parents_rencontres')[0]} sont venus."
    )


def test_parts_are_chosen_and_ordered(demonstration):
    e = Edition(
        "2021-2022", "2023-03-15", "2020-2021", parties=("financement", "parents", "disparue")
    )
    d = composition.composer(
        composition.lire(
            demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), e
        ),
        e,
    )
    assert [p.id for p in d.parties] == ["financement", "parents"]


def test_a_removed_sentence_is_gone_and_a_written_one_is_there(demonstration):
    e = EDITION.avec("parents.parents", "").avec(
        "parents.libre", "Le comité remercie les {porteurs}."
    )
    d = composition.composer(
        composition.lire(
            demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), e
        ),
        e,
    )
    dits = [b.texte for p in d.parties if p.id == "parents" for b in p.blocs if hasattr(b, "texte")]
    assert any(
        re.fullmatch(rf"Le comité remercie les \d+{INSECABLE}porteurs\.", x) for x in dits
    ) and not any("Les équipes ont rencontré" in x for x in dits)


def test_an_unreadable_edition_is_said(demonstration_copie):
    chemin = edition.fichier(demonstration_copie, "2021-2022")
    chemin.parent.mkdir(exist_ok=True)
    chemin.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="ne se lit pas"):
        edition.lire(demonstration_copie, "2021-2022")
    with pytest.raises(UsageError, match="caractères"):
        EDITION.avec("parents.libre", "x" * 7000)
    with pytest.raises(UsageError, match="n'est pas déclarée"):
        edition.fichier(demonstration_copie, "../../etc/passwd")


def test_a_campagne_is_read_with_the_names_that_it_had(vide):
    """A later campagne that renames a porteur changes nothing in the bilan of the one before."""
    for campagne, nom in (("2020-2021", "Les Anciens"), ("2021-2022", "Les Nouveaux")):
        tables = modifiee(petite(campagne), "agrements", 0, porteur_nom=nom)
        recus = fichiers_csv(tables)
        p = importation.proposer(vide, recus, campagne, ligne_de_commande())
        importation.accepter(vide, p, ligne_de_commande())
    b, tout = base.ouvrir(vide), ligne_de_commande().perimetre(())
    lus = {c: libelles.porteurs(b, tout, c)[siret(1)] for c in ("", "2020-2021", "2021-2022")}
    assert lus == {"": "Les Nouveaux", "2020-2021": "Les Anciens", "2021-2022": "Les Nouveaux"}
