"""An empty workbook in the layout of a correspondance, to send to those who fill it."""

from __future__ import annotations

import io

from clas_data.fichiers import schemas
from clas_data.fichiers.classeur import nouveau
from clas_data.fichiers.correspondances.forme import (
    COLONNES,
    RANG,
    Correspondance,
    Tableau,
    remplir,
)
from clas_data.fichiers.modele import attendu

GROUPES = (1, 2, 3)  # repeated columns that are written; more are read
INTERDITS = str.maketrans({c: " " for c in "[]:*?/\\'"})


def write_gabarit(c: Correspondance, campagne: str) -> bytes:
    """The xlsx: one sheet per table, its headers as the correspondance expects them, in comments
    what each is for us.
    """
    tampon, pris = io.BytesIO(), set()
    with nouveau(tampon, f"{c.nom} : classeur vide") as classeur:
        gras = classeur.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF4"})
        for rang, tableau in enumerate(c.tableaux, 1):
            feuille = classeur.add_worksheet(_nom(tableau.feuille or f"Tableau {rang}", pris))
            _remplir(feuille, tableau, campagne, gras)
    return tampon.getvalue()


def _nom(voulu: str, pris: set[str]) -> str:
    base = voulu.translate(INTERDITS).strip()[:25] or "Tableau"
    nom, n = base, 2
    while nom.lower() in pris:
        nom, n = f"{base} ({n})", n + 1
    pris.add(nom.lower())
    return nom


def _remplir(feuille, tableau: Tableau, campagne: str, gras) -> None:
    notes: dict[str, str] = {}
    for table, nom, champ in tableau.utilises():
        c = schemas.load()[table].colonnes[nom]
        mots = ", ".join(f"{k} = {v or 'n.d.'}" for k, v in champ.mots.items())
        note = f"{c.titre} ({schemas.load()[table].titre}) : {mots or attendu(c)}"
        notes[champ.colonne] = "\n".join(filter(None, (notes.get(champ.colonne), note)))
    simples = [e for e in notes if RANG not in e]
    numerotes = [e for e in notes if RANG in e]
    entetes = [(remplir(e, campagne), notes[e]) for e in simples]
    groupes = tableau.rangs() if tableau.niveaux else GROUPES
    entetes += [(tableau.remplir(e, campagne, n), notes[e]) for n in groupes for e in numerotes]
    entetes += [(remplir(e, campagne), "") for e in tableau.de_cote]
    couche = tableau.sens == COLONNES
    for j, (entete, note) in enumerate(entetes):
        etages = entete.split(" / ", tableau.lignes_entete - 1)
        etages += [""] * (tableau.lignes_entete - len(etages))
        for i, texte in enumerate(etages):
            if texte:
                feuille.write_string(*((j, i) if couche else (i, j)), texte, gras)
        if note:
            feuille.write_comment(*((j, 0) if couche else (0, j)), note, {"x_scale": 2})
    feuille.set_column(0, 0 if couche else max(len(entetes) - 1, 0), 40 if couche else 18)
