"""No fiche, synthèse or open table has a sign that the comparables contradict without saying so: a
porteur's own change is its own; that of the département says the honest one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.fichiers import campagnes
from clas_data.indicateurs import catalogue
from clas_data.indicateurs import mots_changements as mots
from clas_data.restitutions.fiche import instruction, liste
from clas_data.restitutions.fiche.seance import Seance
from clas_data.restitutions.synthese import composition
from clas_data.restitutions.synthese import pdf as synthese_pdf
from clas_data.tables import base
from tests.test_aucun_signe_contredit import AVANT, ICI, contredits, fautes, v
from tests.test_ouvertes import exporter

__all__ = ["contredits", "v"]
LUES = 4  # fiches and synthèses: the largest porteurs, where both kinds of changes meet


def dites(x: Any) -> Iterator[str]:
    """What is read at once: each text, each row."""
    if isinstance(x, dict):
        yield " ".join(str(y) for y in x.values() if isinstance(y, str | int | float))
        for y in x.values():
            yield from dites(y)
    elif isinstance(x, list | tuple):
        yield " ".join(str(z) for y in x for z in (y if isinstance(y, list | tuple) else [y]))
        for y in x:
            yield from dites(y)
    elif isinstance(x, str):
        yield x


def test_a_contradiction_hidden_in_a_row_would_be_seen(contredits):
    c = contredits[0]
    sens = mots.SENS[c.sens_brut]
    for ligne in ([c.ind.titre, mots.ecart_brut(c)], {"nom": c.ind.titre, "sens": sens}):
        assert fautes([*dites({"parties": [{"lignes": [ligne]}]})], contredits)


def test_no_fiche_hides_a_contradiction(demonstration, contredits):
    tout = ligne_de_commande().perimetre(())
    d = instruction.lire(demonstration, base.ouvrir(demonstration), tout, ICI)
    codes = d.codes[:: max(len(d.codes) // LUES, 1)]
    lues = [*dites(liste.composer(d, codes, Seance(ICI)))]
    lues += [t for c in codes for t in dites(instruction.fiche(d, c))]
    assert len(lues) > 100 and fautes(lues, contredits) == []


@pytest.fixture(scope="module")
def d_avant(v):
    """The contradictions of the latest campagne whose synthèses are published."""
    lue = v.entre("2020-2021", AVANT)
    contraires = [c for i in catalogue.load() if (c := lue.changement(i)) and c.dit]
    return [c for c in contraires if c.contradiction]


def test_no_synthese_hides_a_contradiction(demonstration, d_avant):
    ouverte, publiees = base.ouvrir(demonstration), campagnes.publiees(demonstration)
    comite = profil_demonstration("comite")
    agregats, siens = comite.agregats(publiees), comite.perimetre(publiees)
    annees = composition.annees(ouverte, agregats, publiees, AVANT)
    partage = composition.commun(ouverte, agregats, AVANT, annees)
    demandes = ouverte.lire(siens, "conformite_demandes", {"campagne": AVANT})
    agreees = demandes[demandes["decision"] == "agréée"]
    lues = []
    for siret in agreees["porteur_siret"].value_counts().index[:LUES]:
        p = comite.comme_porteur(siret)
        s = composition.lire(
            demonstration, ouverte, p.perimetre(publiees), p.agregats(publiees), siret, partage
        )
        donnees = synthese_pdf._donnees(s, date(2023, 1, 2), synthese_pdf.DENSITES[0])
        lues += dites(donnees)
    assert d_avant and len(lues) > 100 and fautes(lues, d_avant) == []


def test_no_open_table_hides_a_contradiction(demonstration, contredits):
    contenus = exporter(demonstration)
    lignes = [
        l
        for nom, octets in contenus.items()
        if nom.endswith(".csv")
        for l in octets.decode("utf-8-sig").splitlines()
    ]
    assert len(lignes) > 100 and fautes(lignes, contredits) == []
