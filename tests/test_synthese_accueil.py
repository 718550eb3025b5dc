"""The first screen of a porteur: what to do, one strength, one point to watch, the money to the
euro.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from clas_data.acces import profil_demonstration
from clas_data.conformite.regles import en_vigueur
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.fichiers.campagnes import Campagne
from clas_data.restitutions.synthese import accueil, composition, droits
from clas_data.secret.repartition import Repartition
from clas_data.serveur import menu

CAMPAGNE = "2021-2022"


def nu(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_total_is_explained_to_the_euro_beside_the_bilan():
    actions = pd.DataFrame(
        [{"code_action": "A1", "ps_clas": 1907.0, "bonus_enfants": None, "bonus_parents": None}]
    )
    a = {"code_action": "A1", "total_c": 237_100, "ps_c": 206_600}
    a |= {"bonus_enfants_c": 30_500, "bonus_parents_c": 0}
    dit = nu(droits._compte(a, SimpleNamespace(actions=actions)))
    assert "total 2 371 € = Ps 2 066 € + bonus « enfants » 305 €" in dit
    assert "Votre bilan porte 1 907 €" in dit and "464 € de moins que ce calcul" in dit
    assert "159 € de Ps en moins, 305 € de bonus « enfants » en moins" in dit
    meme = actions.assign(ps_clas=2066.0, bonus_enfants=305.0)
    assert "concordent" in droits._compte(a, SimpleNamespace(actions=meme))
    inconnu = actions.assign(ps_clas=float("nan"))
    assert droits._compte(a, SimpleNamespace(actions=inconnu)) == ""


def test_fewer_hours_than_the_referentiel_asks_is_to_be_watched_wherever_the_others_stand(
    demonstration,
):
    exige = composition.exigence("heures_par_enfant", en_vigueur(demonstration, CAMPAGNE))
    assert exige == 27 * 2 * 1.5
    nul = float("nan")
    for moi, place, attendue in ((45, "haut", True), (45, "inconnue", True), (81, "bas", False)):
        l = composition.Ligne(
            "heures_par_enfant", moi, nul, nul, False, Repartition(0), place, exige=exige
        )
        assert l.manque is attendue and (l.faveur == "à regarder") >= attendue
    assert not composition.Ligne(
        "heures_par_enfant", nul, nul, nul, False, None, "bas", exige=exige
    ).manque


def test_what_to_do_says_by_when_and_whom_to_call_or_that_it_is_not_known():
    sans = nu(accueil.quand(Campagne(CAMPAGNE, "provisoire", 2015)))
    assert "pas indiqué de date" in sans and "interlocuteur habituel" in sans
    dite = Campagne(
        CAMPAGNE,
        "provisoire",
        2015,
        saisie_fin=date(2022, 9, 1),
        correction_fin=date(2022, 10, 3),
        contact="Léa Roux, 04 00 00 00 00",
    )
    assert "Au plus tard le 03/10/2022." in accueil.quand(dite)
    assert "Léa Roux, 04 00 00 00 00" in nu(accueil.quand(dite))


@pytest.mark.parametrize("contact", ["[a, b]", "12", '"' + "x" * 300 + '"'])
def test_a_contact_that_is_not_a_line_of_text_is_refused(vide, contact):
    vide.campagnes.write_text(f"{CAMPAGNE}: {{contact: {contact}}}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="contact"):
        campagnes.load(vide)


def test_a_porteur_lands_on_its_synthese_and_the_others_on_the_overview():
    porteur = profil_demonstration("porteur", "00000000100017")
    assert menu.accueil(porteur).nom == "synthese_porteur"
    assert menu.accueil(profil_demonstration("comite")).nom == "vue_ensemble"
