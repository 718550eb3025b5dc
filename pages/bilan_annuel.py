"""Bilan annuel : rédiger à partir des données, relire, produire les documents."""

from functools import partial

from clas_data.ui import bilan_etat, page, vues_bilan, vues_bilan_document

acteur = page.enter("bilan_annuel")
etat = bilan_etat.choisir(acteur)

vues_bilan.resume(etat)
page.onglets(
    {
        "Rédiger": partial(vues_bilan.rediger, etat),
        "Plan": partial(vues_bilan.plan_du_bilan, etat),
        "Aperçu": partial(vues_bilan_document.apercu, etat),
        "Produire": partial(vues_bilan_document.produire, etat),
    }
)
