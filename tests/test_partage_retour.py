"""Packages come and go, and every figure is as it was: the files of the diffusion, all indicators,
the bilan, the synthèses, the command; what their readers see of the ensemble too.
"""

from __future__ import annotations

from datetime import date

from clas_data.acces import profil_demonstration
from clas_data.config import Installation
from clas_data.fichiers import campagnes, journal
from clas_data.fichiers.paquets import etat
from clas_data.figures.composer import BLOCS
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul, catalogue
from clas_data.restitutions.synthese import composition
from clas_data.restitutions.synthese import pdf as synthese_pdf
from clas_data.tables import base
from tests.commande import json_de, lancer
from tests.outils import CAMPAGNE
from tests.paquets import MOI, de, deposer
from tests.test_ouvertes import exporter

TOUT = MOI.perimetre(())


def nos(inst: Installation) -> dict:
    """All that is ours: what is diffused, and each indicator of each campagne."""
    diffuses = {n: c for n, c in exporter(inst).items() if n.endswith(".csv")}
    assert len(diffuses) >= 10
    ids = list(catalogue.load())
    lues = calcul.calculer(base.ouvrir(inst), TOUT, ids, ["campagne"], {})
    return diffuses | {"indicateurs": lues.to_csv()}


def montres(inst: Installation) -> dict:
    """All that is shown beside other territories: the command, the part of the bilan, for the
    committee and for all, the synthèse of a porteur.
    """
    ouverte, publiees = base.ouvrir(inst), campagnes.publiees(inst)
    vus = {
        c: json_de(lancer("national", "--campagne", c, "--json", racine=inst.racine))
        for c in campagnes.load(inst)
    }
    for agregats in (None, MOI.agregats(())):
        v = Valeurs(inst, ouverte, TOUT, CAMPAGNE, agregats=agregats)
        vus |= {("bilan", agregats is None): BLOCS["nation"](v, {})}
    ici = {"campagne": CAMPAGNE}
    comite = profil_demonstration("comite")
    siens = comite.agregats(publiees)
    annees = composition.annees(ouverte, siens, publiees, CAMPAGNE)
    partage = composition.commun(ouverte, siens, CAMPAGNE, annees)
    demandes = ouverte.lire(comite.perimetre(publiees), "conformite_demandes", ici)
    agreees = demandes[demandes["decision"] == "agréée"]
    for siret in agreees["porteur_siret"].value_counts().index[:1]:
        p = comite.comme_porteur(siret)
        perimetres = (p.perimetre(publiees), p.agregats(publiees))
        s = composition.lire(inst, ouverte, *perimetres, siret, partage)
        lu = synthese_pdf._donnees(s, date(2023, 1, 2), synthese_pdf.DENSITES[0])
        vus |= {siret: repr(lu).replace(ouverte.empreinte, "")}
    assert len(vus) == len(campagnes.load(inst)) + 3
    return vus


def test_five_packages_added_and_one_removed_again_leave_every_figure_as_it_was(
    demonstration_copie,
):
    inst = demonstration_copie
    legers = {n: c for n, c in exporter(inst).items() if not n.endswith("_agregats.csv")}
    cinq = {f"G{n}": de(legers, f"G{n}", fois=n) for n in (1, 2, 3, 4, 5)}

    def retirer(qui: str) -> None:
        commande = ("partage", "retirer", qui, "--campagne", CAMPAGNE)
        assert lancer(*commande, racine=inst.racine).returncode == 0

    avant, ici = montres(inst), nos(inst)
    noms = [g.cle for g in etat.lire(inst)]
    deposer(inst, *cinq.values())
    a_cinq = montres(inst)
    ailleurs = [c for c in campagnes.load(inst) if c != CAMPAGNE]
    assert nos(inst) == ici and all(a_cinq[c] == avant[c] for c in ailleurs)
    assert all(a_cinq[c] != vu for c, vu in avant.items() if c not in ailleurs), "all readers see"
    retirer("G5")  # it was waiting
    assert montres(inst) == a_cinq
    deposer(inst, cinq["G5"])
    assert montres(inst) == a_cinq
    retirer("G2")  # it was in: its own weight is not told
    sans_deux = montres(inst)
    assert nos(inst) == ici and sans_deux[CAMPAGNE] != a_cinq[CAMPAGNE]
    deposer(inst, cinq["G2"])
    assert montres(inst) == a_cinq, "put back, as the screen promises"
    geste = etat.lire(inst)[-4].evenement
    assert lancer("partage", "annuler", geste, racine=inst.racine).returncode == 0
    assert montres(inst) == sans_deux
    for qui in ("G1", "G3", "G4", "G5"):
        retirer(qui)
    assert (montres(inst), nos(inst)) == (avant, ici)
    assert [g.cle for g in etat.lire(inst)] == noms
    assert {e.type for e in journal.lire(inst)[-8:]} == set(etat.TYPES)
