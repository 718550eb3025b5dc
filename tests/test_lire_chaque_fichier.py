"""Every file that ought to be understood goes in through the screen, by someone who follows what is
written on it; renamed, the next campagne, it takes one gesture.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from clas_data import config
from clas_data.acces import Acteur, ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.fichiers.lecture import Depot
from clas_data.serveur import menu
from clas_data.tables import importation
from tests import attente
from tests.outils import CAMPAGNE
from tests.test_cas_fichiers import DEPARTS, cas, depots, ecarts, propres, stockees
from tests.test_cas_fichiers import preparer as preparer  # a fixture of `propres`
from tests.test_ui_depot import CADRE

__all__ = ["preparer", "propres"]

SUIVANTE, MOTS = "2022-2023", "Oui, c'est cela"  # the button of a form has no key
MOI = Acteur("A (a@ex.fr)", "comite")
# What nobody can read: an error of the sheet, a rounded number, cells that moved.
REFUSES = {"erreurs_excel_na", "erreurs_excel_ref", "erreurs_libreoffice", "siret_arrondi"}
REFUSES |= {"siret_recherchev_en_erreur", "formules_jamais_calculees"}
REFUSES |= {n for n in (c["fichiers"][0].split(".")[0] for c in cas()) if "guillemet" in n}
REFUSES |= {"bilans_point_virgule_dans_le_texte", "base_tout"}
AUTRES = [  # which have a test of their own values: here they only have to go in
    {"fichiers": ["un_classeur_par_porteur"], "depart": "agrements_112", "libre": True},
    {"fichiers": ["export_plateforme.xlsx"], "depart": "vide", "libre": True},
    {"fichiers": ["meme_nom_1"], "depart": "agrements", "libre": True},
]
PREMIERE = ("A38-0001", 1)  # the collectif whose cells were changed
SAUF = {  # file → (key, column, its right value), where it is not the clean import's
    "accents_casses": (("A38-0001",), "porteur_nom", "École des Amis"),
    "heures_648h30": (("A38-0001",), "heures_encadrement", "648.5"),
    "duree_1h30": (PREMIERE, "duree_seance_min", "90"),
    "duree_90_min": (PREMIERE, "duree_seance_min", "90"),
    "date_en_lettres": (PREMIERE, "date_debut", "2022-06-15"),
    "date_numero_de_serie": (PREMIERE, "date_debut", "2022-11-07"),
    "nombre_aucun": (PREMIERE, "enfants", "0"),
    "oui_non_coche": (("A38-0001",), "axe_territoire", "True"),
    "oui_non_ne_sait_pas": (("A38-0001",), "axe_territoire", "None"),
    "choix_multiple_virgule": (
        ("A38-0001",),
        "pre_nature",
        "orientation d'enfants | actions communes",
    ),
    "lieu_autre_gymnase": (PREMIERE, "lieu", "autre"),
}
REECRITES = {  # columns that the file itself holds otherwise than the clean import
    "heures_point_des_milliers": {"heures_encadrement"},
    "dates_mois_jour": {"date_debut", "date_fin"},
    "codes_postaux_et_noms": {"qpv_code"},
    "codes_postaux_sans_noms": {"qpv_code", "commune_nom", "commune_insee"},
}
PARTIELS = {"fiche_d_une_action", "collectifs_en_colonnes"}  # a part of the rows, of the columns
TOUS = [c for c in cas() if c["fichiers"][0].split(".")[0] not in REFUSES] + AUTRES


def ouvrir() -> AppTest:
    at = attente.ecran(CADRE)
    at.session_state["acteur"] = MOI
    at.switch_page(str(menu.ecrans()["donnees"].fichier))
    return at.run()


def controler(fichiers: list[tuple[str, bytes]], campagne: str) -> AppTest:
    at = ouvrir()
    at.selectbox[0].select(campagne)
    recus = [(*f, "application/octet-stream") for f in fichiers]
    at.file_uploader[0].set_value(recus if len(recus) > 1 else recus[0])
    next(b for b in at.button if b.label == "Contrôler ces fichiers").click()
    return at.run()


def suivre(at: AppTest) -> list[str]:
    """Press what the screen offers, the first thing first, until the deposit is accepted."""
    faits: list[str] = []
    while "accepter" not in faits and len(faits) < 25:
        assert not at.exception, at.exception
        bouton = _offert(at, faits)
        if bouton is None:
            break
        faits.append(bouton.key or bouton.label)
        bouton.click()
        at.run()
    return faits


def _offert(at: AppTest, faits: list[str]):
    """The next gesture: accept, confirm, translate, read otherwise; else show how to read."""
    boutons = {MOTS if b.label == MOTS else b.key or "": b for b in at.button if not b.disabled}
    est = {s.key: s.value for s in at.selectbox}
    devinees = [
        k
        for k in boutons
        if k.startswith("oui_") and not est[f"est_{k[4:]}"].startswith("ne pas lire")
    ]
    ou = "etape_1" in boutons and boutons["etape_1"].proto.type == "primary"
    debuts = ("lire_", "deux_", "pour_", "par_", "ecarter_")
    offres = [k for k in boutons if k.startswith(debuts)]
    ordre = ["accepter", "tout_juste", *(["continuer"] if ou else []), "toutes_sures", *devinees]
    ordre += ["toutes_de_cote", MOTS]
    ordre += ["continuer", "garder", *offres]
    ordre += [] if "montrer_lecture" in faits else ["montrer_lecture"]
    return next((boutons[k] for k in ordre if k in boutons), None)


def l_an_prochain(contenu: bytes) -> bytes:
    """The same file, filled the next year: the campagne that it names, in texts and headers."""

    def texte(octets: bytes) -> bytes:
        octets = octets.replace(b"2022-2023", b"2023-2024").replace(b"2021-2022", b"2022-2023")
        octets = octets.replace(b"2020-2021", b"2021-2022")
        return re.sub(rb"(>\s*)2021(\s*<)", rb"\g<1>2022\2", octets)

    if not contenu.startswith(b"PK"):
        return re.sub(
            rb"(\d/)202([12])\b", lambda m: m[1] + b"202%d" % (int(m[2]) + 1), texte(contenu)
        )
    recu, ecrit = zipfile.ZipFile(io.BytesIO(contenu)), io.BytesIO()
    with recu, zipfile.ZipFile(ecrit, "w", zipfile.ZIP_DEFLATED) as sortie:
        for info in recu.infolist():
            octets = recu.read(info)
            sortie.writestr(info, texte(octets) if info.filename.endswith(".xml") else octets)
    return ecrit.getvalue()


@pytest.fixture(scope="module")
def deux_ans(tmp_path_factory):
    """Installations that have received a starting point, for two campagnes."""
    racine = tmp_path_factory.mktemp("deux_ans")

    @cache
    def modele(depart: str) -> Path:
        dossier, moi = racine / depart, ligne_de_commande()
        dossier.mkdir()
        for campagne in (CAMPAGNE, SUIVANTE) if DEPARTS[depart] else ():
            (base,) = depots([DEPARTS[depart]])
            ecrit = base.contenu if campagne == CAMPAGNE else l_an_prochain(base.contenu)
            p = importation.proposer(Installation(dossier), [Depot(base.nom, ecrit)], campagne, moi)
            importation.accepter(Installation(dossier), p, moi)
        return dossier

    def fraiche(depart: str, ou: Path) -> Installation:
        shutil.copytree(modele(depart), ou)
        return Installation(ou)

    return fraiche


@pytest.mark.parametrize("c", TOUS, ids=lambda c: c["fichiers"][0])
def test_it_goes_in_by_what_the_screen_says_then_in_one_gesture(
    c, deux_ans, propres, tmp_path, monkeypatch
):
    nom = c["fichiers"][0].split(".")[0]
    ici = deux_ans(c["depart"], tmp_path / "i")
    monkeypatch.setenv(config.VARIABLE_RACINE, str(ici.racine))
    fichiers = [(d.nom, d.contenu) for d in depots(c["fichiers"])]
    faits = suivre(controler(fichiers, CAMPAGNE))
    assert faits[-1:] == ["accepter"], faits
    sources = journal.lire(ici)[-1].sources
    if not c.get("libre"):
        lues = stockees(ici, (ici.base / "CURRENT").read_text("utf-8").strip())
        assert faux(nom, lues, propres, {s.table for s in sources}, c) == []
    if any(s.correspondance for s in sources):
        renommes = [(f"autre {n}", l_an_prochain(x)) for n, x in fichiers]
        assert suivre(controler(renommes, SUIVANTE)) == ["accepter"]


def faux(nom, lues, propres, tables, c) -> list[str]:
    """The stored values that are neither the clean ones nor what the file itself says."""
    sauf = list(c.get("sauf", []))
    if nom in SAUF:
        cle, colonne, valeur = SAUF[nom]
        (table,) = {t for t, k in propres if k == cle and colonne in propres[t, k]}
        sauf.append({"table": table, "cle": cle, "colonne": colonne, "valeur": valeur})
    dits = ecarts(lues, propres, tables, sauf)
    dits = [d for d in dits if not any(f") {x}:" in d for x in REECRITES.get(nom, ()))]
    if nom in PARTIELS:
        dits = [d for d in dits if not d.endswith("row lost") and ": None instead" not in d]
    return dits
