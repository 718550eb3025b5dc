"""The relances as a mail-merge workbook: one row per porteur with its letter, one row per question
with the cell to fix.
"""

from __future__ import annotations

import io
from datetime import date

import pandas as pd

from clas_data import formats
from clas_data.conformite import regles
from clas_data.fichiers.classeur import cellule, nouveau
from clas_data.figures.typographie import soigner
from clas_data.tables.base import Base

QUESTIONS = {
    "porteur_siret": ("SIRET", 17),
    "porteur_nom": ("Porteur", 34),
    "code_action": ("Action", 12),
    "intitule": ("Intitulé", 32),
    "sorte": ("Sorte", 20),
    "motif": ("Motif", 40),
    "question": ("Question", 80),
    "cellule": ("Cellule à corriger", 60),
}
LETTRES = {
    "porteur_siret": ("SIRET", 17),
    "porteur_nom": ("Porteur", 34),
    "adresse": ("Adresse", 30),
    "actions": ("Actions", 20),
    "questions": ("Questions", 11),
    "objet": ("Objet", 40),
    "texte": ("Texte", 110),
}


def lettres(questions: pd.DataFrame, campagne: str) -> pd.DataFrame:
    """One row per porteur: porteur, address left empty, number of questions, subject and whole text
    of the letter.
    """
    lignes = [
        {
            "porteur_siret": siret,
            "porteur_nom": siennes["porteur_nom"].iloc[-1],
            "adresse": "",
            "actions": ", ".join(siennes["code_action"].unique()),
            "questions": len(siennes),
            "objet": soigner(
                f"Clas {campagne} : {formats.pluriel(len(siennes), 'question')} sur votre dossier"
            ),
            "texte": _texte(siennes, campagne),
        }
        for siret, siennes in questions.groupby("porteur_siret", sort=False)
    ]
    return pd.DataFrame(lignes, columns=list(LETTRES))


def _texte(siennes: pd.DataFrame, campagne: str) -> str:
    lignes = [
        "Madame, Monsieur,",
        "",
        f"À la lecture de vos données pour la campagne {campagne}, nous avons besoin de votre "
        f"réponse sur {formats.pluriel(len(siennes), 'point')}. Pour chacun, la cellule à "
        "remplir ou à corriger est indiquée.",
    ]
    numero = 0
    for (code, intitule), action in siennes.groupby(
        ["code_action", "intitule"], sort=False, dropna=False
    ):
        lignes += [
            "",
            f"Action {code}"
            + (f" « {intitule} »" if not formats.inconnu(intitule) and intitule else ""),
        ]
        for q in action.itertuples():
            numero += 1
            lignes += [f"{numero}. {q.question}", f"   → {q.cellule}"]
    lignes += [
        "",
        "Un écart signalé n'est pas une sanction : votre réponse nous aide à lire vos chiffres.",
        "",
        "Nous vous remercions de votre retour.",
    ]
    return soigner("\n".join(lignes))


def classeur(questions: pd.DataFrame, campagne: str, mentions: dict[str, str]) -> bytes:
    """An xlsx of three sheets: « Publipostage », « Questions », « À propos »."""
    tampon = io.BytesIO()
    with nouveau(tampon, soigner(f"Clas : relances {campagne}")) as sortie:
        styles = {
            "gras": sortie.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "ample": sortie.add_format({"text_wrap": True, "valign": "top"}),
        }
        _feuille(sortie, styles, "Publipostage", lettres(questions, campagne), LETTRES)
        _feuille(sortie, styles, "Questions", questions, QUESTIONS)
        propos = sortie.add_worksheet("À propos")
        propos.set_column(0, 0, 22)
        propos.set_column(1, 1, 90)
        for i, (nom, texte) in enumerate(
            {"Titre": f"Relances de la campagne {campagne}", **mentions}.items()
        ):
            cellule(propos, i, 0, nom, styles["gras"])
            cellule(propos, i, 1, soigner(texte), styles["ample"])
    return tampon.getvalue()


def _feuille(
    sortie, styles, titre: str, df: pd.DataFrame, colonnes: dict[str, tuple[str, int]]
) -> None:
    feuille = sortie.add_worksheet(titre)
    for j, (colonne, (nom, largeur)) in enumerate(colonnes.items()):
        feuille.set_column(j, j, largeur)
        cellule(feuille, 0, j, nom, styles["gras"])
        for i, v in enumerate(df[colonne], start=1):
            cellule(feuille, i, j, soigner(v), styles["ample"])
    feuille.freeze_panes(1, 0)
    feuille.autofilter(0, 0, max(len(df), 1), len(colonnes) - 1)


def mentions(base: Base) -> dict[str, str]:
    """What a document drawn from the rules says of itself."""
    propos = {
        "Base": base.empreinte,
        "Règles": f"version {regles.version(base.installation)}",
        "Extrait le": formats.jour(date.today()),
    }
    return propos | (
        {"Avertissement": "Données fictives de démonstration"} if base.demonstration else {}
    )
