"""Conformité: each rule fires on its own bad row and only there, and says « non renseigné » where
the data miss; one declaration for all.
"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from clas_data.acces import ligne_de_commande
from clas_data.baremes import ajouter, livrees, retirer
from clas_data.config import DEPOT, Installation
from clas_data.conformite import dossier, matrice, parcours, regles, relances
from clas_data.conformite.matrice import CONFORME, NON_CONFORME, NON_RENSEIGNE, SANS_OBJET
from clas_data.errors import UsageError
from clas_data.restitutions import relances as publipostage
from clas_data.tables import base, controles, importation
from tests.outils import fichiers_csv, petite, siret

CAMPAGNE = "2022-2023"  # the one whose window of requests is published
MOI = ligne_de_commande()
P = MOI.perimetre(())

# rule → (table, cells of the bad row, cells of the row that cannot be judged)
CAS = {
    "effectif": (
        "collectifs",
        {"filles": "7", "garcons": "6", "enfants": "13"},
        {"filles": "", "garcons": "", "enfants": ""},
    ),
    "semaines": ("collectifs", {"semaines": "26"}, {"semaines": ""}),
    "periode": ("collectifs", {"date_fin": "07/06/2023"}, {"date_debut": ""}),
    "seances": ("collectifs", {"seances_par_semaine": "1"}, {"seances_par_semaine": ""}),
    "duree": ("collectifs", {"duree_seance_min": "89"}, {"duree_seance_min": ""}),
    "encadrement": ("collectifs", {"encadrants_par_seance": "1,5"}, {"encadrants_par_seance": ""}),
    "quatre_axes": ("actions", {"axe_ecole": "non"}, {"axe_parents": ""}),
    "au_dela_des_devoirs": (
        "actions",
        {"enf_vie_collective": "non", "enf_culturel": "non"},
        {"enf_vie_collective": "", "enf_culturel": ""},
    ),
    "avis_education_nationale": (
        "agrements",
        {"avis_education_nationale": "absent"},
        {"avis_education_nationale": ""},
    ),
    "depot_dans_les_delais": ("agrements", {"date_depot": "01/08/2022"}, {"date_depot": ""}),
    "bilan_precedent": (
        "agrements",
        {"bilan_precedent_fourni": "non"},
        {"bilan_precedent_fourni": ""},
    ),
    "dossiers_distincts": ("agrements", {"niveau": "mixte"}, {"niveau": ""}),
    "bilan_politique_ville": (
        "bilans",
        {"bilan_politique_ville_annexe": "non"},
        {"bilan_politique_ville_annexe": ""},
    ),
    "bonus_enfants_plus_value": ("actions", {"enf_culturel": "non"}, {"enf_culturel": ""}),
    "bonus_parents_plus_value": (
        "actions",
        {"par_soirees_debats": "non"},
        {"par_soirees_debats": ""},
    ),
    "bonus_animation": ("actions", {"formation_suivie": "non"}, {"formation_suivie": ""}),
}
AUTRES = [
    "enf_ressources_locales",
    "enf_entraide",
    "enf_sportif",
    "enf_artistique",
    "enf_sorties",
    "enf_intervenants",
    "par_espace_parole",
    "par_ecoute_individualisee",
    "reunions_reseau_clas",
    "journee_departementale",
]


def bonne(code: str, rang: int, campagne: str = CAMPAGNE) -> dict[str, dict]:
    """One action that keeps every rule, bonuses granted."""
    t = {nom: dict(lignes[0], code_action=code) for nom, lignes in petite(campagne).items()}
    t["agrements"] |= {
        "intitule": code,
        "porteur_siret": siret(rang),
        "porteur_nom": f"Porteur {rang}",
        "collectifs_demandes": "1",
        "collectifs_agrees": "1",
        "enfants_prevus": "11",
        "renouvellement": "oui",
        "bilan_precedent_fourni": "oui",
        "bonus_enfants_collectifs": "1",
        "bonus_parents_collectifs": "1",
    }
    t["actions"] |= {
        "enf_vie_collective": "oui",
        "enf_culturel": "oui",
        "par_soirees_debats": "oui",
        "formation_suivie": "oui",
        **dict.fromkeys(AUTRES, "non"),
    }
    t["collectifs"] |= {"numero": "1"}
    t["bilans"] |= {
        "bilan_politique_ville_annexe": "oui",
        "collectifs_realises": "1",
        "enfants_realises": "11",
    }
    return t


@pytest.fixture(scope="module")
def jugee(tmp_path_factory):
    """One base with a good action, and for each rule a bad one (M…) and one that cannot be judged
    (N…).
    """
    inst = Installation(tmp_path_factory.mktemp("conformite"))
    actions = {"BON": bonne("BON", 1)}
    for rang, (regle, (table, mauvaise, muette)) in enumerate(CAS.items(), 2):
        for prefixe, cellules in (("M", mauvaise), ("N", muette)):
            actions[f"{prefixe}-{regle}"] = bonne(f"{prefixe}-{regle}", rang)
            actions[f"{prefixe}-{regle}"][table] |= cellules
        # homework alone cannot keep the condition of a bonus « enfants »: none is granted here
        if regle == "au_dela_des_devoirs":
            for code in (f"M-{regle}", f"N-{regle}"):
                actions[code]["agrements"] |= {"bonus_enfants_collectifs": "0"}
    actions["MUETTE"] = {"agrements": bonne("MUETTE", 31)["agrements"]}
    actions["REFUSEE"] = {
        "agrements": bonne("REFUSEE", 32)["agrements"]
        | {"decision": "refusée", "date_depot": "02/09/2022"}
    }
    tables = {
        nom: [a[nom] for a in actions.values() if nom in a]
        for nom in ("agrements", "actions", "collectifs", "bilans")
    }
    importation.accepter(inst, importation.proposer(inst, fichiers_csv(tables), CAMPAGNE, MOI), MOI)
    b = base.ouvrir(inst)
    return (
        b,
        matrice.juger(b, P, CAMPAGNE),
        b.lire(P, "conformite_demandes", {"campagne": CAMPAGNE}),
    )


def etats(jugee, code: str) -> dict[str, str]:
    _, jugements, demandes = jugee
    ligne = matrice.par_action(jugements, demandes).set_index("code_action").loc[code]
    return {r: ligne[r] for r in regles.load()}


def test_every_rule_has_its_case():
    assert set(CAS) == set(regles.load())


def test_the_good_action_keeps_every_rule(jugee):
    assert set(etats(jugee, "BON").values()) == {CONFORME}


@pytest.mark.parametrize("regle", CAS)
def test_a_rule_fires_on_its_bad_row_and_only_there(jugee, regle):
    assert {
        r: e for r, e in etats(jugee, f"M-{regle}").items() if e not in (CONFORME, SANS_OBJET)
    } == {regle: NON_CONFORME}


@pytest.mark.parametrize("regle", CAS)
def test_what_misses_is_not_known_never_not_conforming(jugee, regle):
    assert {
        r: e for r, e in etats(jugee, f"N-{regle}").items() if e not in (CONFORME, SANS_OBJET)
    } == {regle: NON_RENSEIGNE}


def test_no_answer_is_not_known_and_a_refused_request_has_no_activity(jugee):
    activite = [r for r, x in regles.load().items() if x.table != "demandes"]
    muette, refusee = etats(jugee, "MUETTE"), etats(jugee, "REFUSEE")
    assert {muette[r] for r in activite} == {NON_RENSEIGNE}
    assert {refusee[r] for r in activite} == {SANS_OBJET} and refusee[
        "depot_dans_les_delais"
    ] == NON_CONFORME


def test_an_unknown_window_is_said_and_the_porteur_is_not_asked(demonstration):
    b = base.ouvrir(demonstration)
    j, d = (
        matrice.juger(b, P, "2021-2022"),
        b.lire(P, "conformite_demandes", {"campagne": "2021-2022"}),
    )
    delais = j[j["regle"] == "depot_dans_les_delais"]
    assert set(delais["etat"]) == {NON_RENSEIGNE}
    q = relances.lister(d, delais, [])
    assert regles.load()["depot_dans_les_delais"].titre not in set(q["motif"])


def test_states_add_up_to_the_actions(jugee):
    _, jugements, demandes = jugee
    bilan = matrice.par_regle(matrice.par_action(jugements, demandes), regles.load())
    assert (bilan[list(matrice.ETATS)].sum(axis=1) == len(demandes)).all()


def test_the_states_alone_are_those_of_the_judgements_and_carry_no_evidence(jugee):
    b, jugements, demandes = jugee
    seuls = matrice.etats(b, P, CAMPAGNE)
    pd.testing.assert_frame_equal(seuls, jugements[list(seuls)])
    assert not {"lu", "fichier"} & set(seuls)
    pd.testing.assert_frame_equal(
        parcours.par_porteur(seuls, demandes), parcours.par_porteur(jugements, demandes)
    )


def test_the_evidence_gives_the_value_and_the_line_of_the_file(jugee):
    _, jugements, _ = jugee
    (j,) = jugements[
        (jugements["code_action"] == "M-effectif") & (jugements["regle"] == "effectif")
    ].to_dict("records")
    assert matrice.preuve(j) == "Collectif 1, Enfants accompagnés : 13"
    # the header, the good action, then this one
    assert j["fichier"] == "collectifs.csv" and j["ligne"] == 3


def test_a_demand_is_receivable_to_complete_or_not(jugee):
    _, jugements, demandes = jugee
    verdicts = dossier.recevabilite(jugements, demandes).set_index("code_action")["verdict"]
    assert verdicts["BON"] == dossier.RECEVABLE
    assert {verdicts[f"M-{r}"] for r in ("depot_dans_les_delais", "bilan_precedent")} == {
        dossier.IRRECEVABLE
    } and verdicts["REFUSEE"] == dossier.IRRECEVABLE
    assert {
        verdicts[c]
        for c in ("M-avis_education_nationale", "N-depot_dans_les_delais", "N-bilan_precedent")
    } == {dossier.A_COMPLETER}


def test_without_the_window_of_the_campagne_a_request_is_receivable_with_a_reserve(demonstration):
    b = base.ouvrir(demonstration)
    j, d = (
        matrice.juger(b, P, "2021-2022"),
        b.lire(P, "conformite_demandes", {"campagne": "2021-2022"}),
    )
    verdicts = set(dossier.recevabilite(j, d)["verdict"])
    assert dossier.RESERVE in verdicts and dossier.RECEVABLE not in verdicts


def test_a_bonus_is_read_with_its_evidence(jugee):
    _, jugements, demandes = jugee
    t = dossier.bonus(jugements, demandes, "parents").set_index("code_action")
    assert t.loc["BON", ["lecture", "plus_value_preuve", "animation_preuve"]].tolist() == [
        dossier.PROUVE,
        "soirées débats",
        "Formation suivie",
    ]
    assert (
        t.loc["M-bonus_animation", "lecture"]
        == t.loc["M-bonus_parents_plus_value", "lecture"]
        == dossier.A_PROUVER
    )
    assert t.loc["N-bonus_parents_plus_value", "lecture"] == dossier.SANS_REPONSE
    sans = demandes.assign(bonus_parents_collectifs=0)
    assert (
        dossier.bonus(jugements, sans, "parents").set_index("code_action").loc["BON", "lecture"]
        == dossier.POSSIBLE
    )


@pytest.mark.parametrize(
    "annees, attendu",
    [
        ({"A": NON_CONFORME, "B": NON_CONFORME}, parcours.RECURRENT),
        ({"A": CONFORME, "B": NON_CONFORME}, parcours.NOUVEAU),
        ({"B": NON_CONFORME}, parcours.PREMIERE),
        ({"A": NON_RENSEIGNE, "B": NON_CONFORME}, parcours.PREMIERE),
        ({"A": NON_CONFORME, "B": CONFORME}, parcours.REGLE),
        ({"A": CONFORME, "B": CONFORME}, None),
        ({"A": NON_CONFORME, "B": NON_RENSEIGNE}, None),
    ],
)
def test_an_ecart_is_recurring_new_or_put_right(annees, attendu):
    df = pd.DataFrame(
        [
            {"porteur_siret": "1", "regle": "effectif", "campagne": c, "etat": e}
            for c, e in annees.items()
        ]
    )
    assert list(parcours.suivre(df, "B")["suite"]) == ([attendu] if attendu else [])


def test_relances_ask_each_thing_once_with_its_cell(jugee):
    b, jugements, demandes = jugee
    q = relances.lister(demandes, jugements, controles.run(b, CAMPAGNE))
    assert list(q.loc[q["code_action"] == "MUETTE", "motif"]) == [
        "Questionnaire manquant",
        "Collectifs manquants",
        "Bilan manquant",
    ]
    assert "REFUSEE" not in set(q["code_action"]) and "BON" not in set(q["code_action"])
    (mauvaise,) = q[
        (q["code_action"] == "M-effectif") & (q["sorte"] == relances.SORTES["ecart"])
    ].to_dict("records")
    assert mauvaise["question"].startswith(
        "Collectif 1, enfants déclarés\u00a0: 13, pour un groupe de 8 à 12."
    )
    assert mauvaise["cellule"].startswith("collectifs.csv, ligne 3, colonne «\u00a0")
    (muette,) = q[q["code_action"] == "N-semaines"].to_dict("records")
    assert muette["sorte"] == "À préciser" and "Pendant combien de semaines" in muette["question"]
    assert all(question[0].isupper() for question in q["question"])


def test_the_mail_merge_has_one_row_per_porteur_and_one_per_question(jugee):
    b, jugements, demandes = jugee
    q = relances.lister(demandes, jugements, controles.run(b, CAMPAGNE))
    livre = CalamineWorkbook.from_filelike(
        io.BytesIO(publipostage.classeur(q, CAMPAGNE, {"Base": b.empreinte}))
    )
    lettres, questions = (
        livre.get_sheet_by_name(n).to_python() for n in ("Publipostage", "Questions")
    )
    assert len(lettres) - 1 == q["porteur_siret"].nunique() and len(questions) - 1 == len(q)
    assert {l[lettres[0].index("Adresse")] for l in lettres[1:]} == {""}
    textes = {l[0]: l[lettres[0].index("Texte")] for l in lettres[1:]}
    for ligne in questions[1:]:
        assert (
            ligne[questions[0].index("Question")] in textes[ligne[0]]
            and ligne[questions[0].index("Cellule à corriger")] in textes[ligne[0]]
        )


def test_a_contradiction_becomes_a_question_with_its_cell(demonstration):
    b = base.ouvrir(demonstration)
    j, d = (
        matrice.juger(b, P, "2021-2022"),
        b.lire(P, "conformite_demandes", {"campagne": "2021-2022"}),
    )
    q = relances.lister(d, j, controles.run(b, "2021-2022"))
    contradictions = q[q["sorte"] == "Contradiction"]
    assert (
        len(contradictions)
        and contradictions["cellule"].str.contains(r"ligne \d+, colonne «").all()
    )


@pytest.mark.parametrize("valeur", [True, np.True_, pd.array([True], dtype="boolean")[0]])
def test_an_answer_is_said_in_french_whatever_table_it_comes_from(valeur):
    assert regles.lisible(valeur) == "oui"


def test_the_bands_are_those_of_the_bareme():
    """The same published values serve the formula and the conformity, each in its own years: they
    may not part.
    """
    absente = Installation(DEPOT / "nulle-part")
    for nom in ("effectif_min", "effectif_max", "semaines_min"):
        for v in livrees()[nom].valeurs:
            campagne = f"{v.debut.year}-{v.debut.year + 1}"
            p = next(
                r.parametres[nom]
                for r in regles.en_vigueur(absente, campagne).values()
                if nom in r.parametres
            )
            assert (p.bareme, p.valeur, p.origine) == (nom, float(v.valeur), v.reference)


@pytest.mark.parametrize(
    "avant, apres, mot",
    [
        ("$semaines_min -", "$semaine_min -", "semaine"),
        (
            "{effectif_min} à {effectif_max} enfants par",
            "{effectif_mini} à {effectif_max} enfants par",
            "effectif_mini",
        ),
        ("lit: [collectifs.semaines]", "lit: [collectifs.semaine]", "collectifs.semaine"),
        ("{bareme: effectif_max}", "{bareme: effectif}", "effectif"),
        ("nature: bonus", "nature: cadeau", "cadeau"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_rule(monkeypatch, tmp_path, avant, apres, mot):
    texte = regles.FICHIER.read_text(encoding="utf-8")
    assert avant in texte
    (tmp_path / "regles.yaml").write_text(texte.replace(avant, apres), encoding="utf-8")
    monkeypatch.setattr(regles, "FICHIER", tmp_path / "regles.yaml")
    with pytest.raises(UsageError, match=mot):
        regles.load.__wrapped__()


def test_a_campagne_is_judged_by_its_own_values(jugee):
    """A value added for one year judges that year alone: its rows, its titles and its questions; a
    year without any says what it borrows.
    """
    b, jugements, demandes = jugee
    inst = b.installation
    avant = regles.version(inst)
    assert (
        regles.en_vigueur(inst, CAMPAGNE)["effectif"].parametres["effectif_max"].origine
        == regles.load()["effectif"].parametres["effectif_max"].origine
    )
    ajouter(inst, "effectif_max", "15", "2023-09-01", "Convention d'essai", MOI)
    try:
        cette_annee, suivante, ancienne = (
            regles.en_vigueur(inst, c)["effectif"] for c in (CAMPAGNE, "2023-2024", "2018-2019")
        )
        assert (cette_annee.titre, suivante.titre) == (
            "De 8 à 12 enfants par collectif",
            "De 8 à 15 enfants par collectif",
        )
        assert regles.version(inst) != avant
        assert (
            ancienne.parametres["effectif_max"].valeur == 12
            and "reprise pour 2018-2019" in ancienne.parametres["effectif_max"].origine
        )
        assert (
            "reprise" not in suivante.parametres["effectif_max"].origine
            and "reprise" in suivante.parametres["effectif_min"].origine
        )
        assert matrice.juger(b, P, CAMPAGNE)["etat"].equals(jugements["etat"])
    finally:
        retirer(inst, "effectif_max", "2023-09-01", MOI)
    assert regles.version(inst) == avant


def test_a_value_of_the_installation_changes_what_is_judged_and_what_is_asked(tmp_path):
    """Thirteen children are too many for twelve, not for fifteen, and the letter asks by the value
    that judged.
    """
    inst, annee = Installation(tmp_path), "2020-2021"
    trop = bonne("TROP", 1, annee)
    trop["collectifs"] |= {"enfants": "16", "filles": "8", "garcons": "8"}
    juste = bonne("JUSTE", 2, annee)
    juste["collectifs"] |= {"enfants": "13", "filles": "7", "garcons": "6"}
    tables = {nom: [x[nom] for x in (trop, juste)] for nom in trop}
    ajouter(inst, "effectif_max", "15", "2020-09-01", "Convention d'essai", MOI)
    importation.accepter(inst, importation.proposer(inst, fichiers_csv(tables), annee, MOI), MOI)
    b = base.ouvrir(inst)
    j, d = matrice.juger(b, P, annee), b.lire(P, "conformite_demandes", {"campagne": annee})
    etat = j[j["regle"] == "effectif"].set_index("code_action")["etat"]
    assert (etat["TROP"], etat["JUSTE"]) == (NON_CONFORME, CONFORME)
    (question,) = relances.lister(d, j, []).query(
        "code_action == 'TROP' and sorte == @relances.SORTES['ecart'] and "
        "motif.str.contains('enfants')"
    )["question"]
    assert "de 8 à 15" in question
