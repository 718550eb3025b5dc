"""Bilan annuel : rédiger à partir des données, relire, produire les documents."""

from functools import partial

from clas_data.ecrans.bilan_annuel import conclure, document, parties, redaction
from clas_data.ecrans.bilan_annuel import etat as bilan_etat
from clas_data.ui import page

acteur = page.enter("bilan_annuel")
etat = bilan_etat.choisir(acteur)

onglets = {}
if etat.redige:
    redaction.resume(etat)
    onglets = {
        "Rédiger": partial(redaction.rediger, etat),
        "Conclure": partial(conclure.conclure, etat),
        "Plan": partial(parties.plan_du_bilan, etat),
    }
page.onglets(
    onglets
    | {"Aperçu": partial(document.apercu, etat), "Produire": partial(document.produire, etat)}
)
