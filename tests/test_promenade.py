"""Someone who opens everything and moves whatever is offered never meets a screen that breaks."""

from __future__ import annotations

import os
import random
import shutil

import pytest

from clas_data.acces import comptes, ligne_de_commande, roles
from clas_data.config import Installation
from clas_data.serveur import menu
from clas_data.tables import base
from tests.flux import Flux, cookie
from tests.promeneur import Promeneur
from tests.serveur import en_marche

MOI = ligne_de_commande()
MOT_DE_PASSE = "trois petits chats bleus"
# a longer walk, another one
GESTES, GRAINE = (
    int(os.environ.get("CLAS_PROMENADE_GESTES", 60)),
    int(os.environ.get("CLAS_PROMENADE_GRAINE", 7)),
)
TEXTES = {
    "a_plafond": ("8 200 €", "0", "abc", "9 000,50"),
    "a_taux": ("30 %", "3250"),
    "q": ("MJC", "é", "%", "'"),
}


@pytest.fixture(scope="module")
def serveur(demonstration_modele, tmp_path_factory):
    racine = tmp_path_factory.mktemp("promenade") / "installation"
    shutil.copytree(demonstration_modele, racine)
    inst = Installation(racine)
    siret = base.ouvrir(inst).lire(MOI.perimetre(()), "ecran_porteurs")["porteur_siret"].iloc[0]
    for role in ("administration", "porteur"):
        comptes.creer(inst, MOI, role, f"Compte {role}", role, siret if role == "porteur" else "")
        comptes.changer_mot_de_passe(inst, MOI, role, MOT_DE_PASSE)
    with en_marche(racine) as s:
        yield s


@pytest.mark.parametrize("role", ["administration", "porteur"])
def test_no_screen_breaks_under_whatever_is_offered(serveur, role):
    with Flux(serveur.url, cookie(serveur.url, role, MOT_DE_PASSE)) as f:
        lieux = [
            (p, "")
            for p in menu.ecrans()
            if p in roles()[role].pages and not (role == "porteur" and p == "synthese_porteur")
        ]
        p = Promeneur(f, random.Random(GRAINE), lieux, TEXTES)
        for lieu in lieux:
            p.aller(lieu)
        for _ in range(GESTES):
            p.geste()
    assert not p.passage.fautes
    assert (
        len(p.passage.gestes) == len(lieux) + GESTES and len({g[0] for g in p.passage.gestes}) >= 4
    )
