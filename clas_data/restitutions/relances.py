"""The relances as a mail-merge workbook: one row per porteur with its letter, one row per question
with the cell to fix.
"""

from __future__ import annotations

import io
from datetime import date

import pandas as pd

from clas_data import formats
from clas_data.conformite import regles
from clas_data.fichiers.classeur import cellule, imprimer, nouveau, tableau
from clas_data.figures.typographie import soigner
from clas_data.restitutions.envoi import SANS_CIVILITE, Destinataire, Envoi
from clas_data.tables.base import Base

SANS_SANCTION = (
    "Un écart signalé n'est pas une sanction : votre réponse nous aide à lire vos chiffres."
)
HAUT_LIGNE, HAUT_MAX = 15, 409  # points, for a spreadsheet
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
LETTRES = {  # the heads are the merge fields of the letter: no space, no accent in them
    "porteur_siret": ("SIRET", 17),
    "porteur_nom": ("Porteur", 30),
    "civilite": ("Civilite", 16),
    "destinataire": ("Destinataire", 20),
    "adresse": ("Adresse", 26),
    "code_postal": ("Code_postal", 12),
    "ville": ("Ville", 16),
    "actions": ("Actions", 16),
    "questions": ("Questions", 10),
    "nombre": ("Nombre", 12),
    "objet": ("Objet", 30),
    "echeance": ("Echeance", 16),
    "points": ("Points", 60),
    "texte": ("Texte", 60),
}


def lettres(questions: pd.DataFrame, campagne: str, envoi: Envoi | None = None) -> pd.DataFrame:
    """One row per porteur: to whom and where (as the installation says), number of questions,
    subject, by when, the points, and the whole text of the letter.
    """
    e = envoi or Envoi()
    lignes = [
        {
            "porteur_siret": siret,
            "porteur_nom": siennes["porteur_nom"].iloc[-1],
            **_a_qui(e, siret),
            "actions": ", ".join(siennes["code_action"].unique()),
            "questions": len(siennes),
            "nombre": formats.pluriel(len(siennes), "point"),
            "objet": soigner(
                f"Clas {campagne} : {formats.pluriel(len(siennes), 'question')} sur votre dossier"
            ),
            "echeance": e.echeance,
            "points": soigner("\n".join(_points(siennes))),
            "texte": _texte(siennes, campagne, e),
        }
        for siret, siennes in questions.groupby("porteur_siret", sort=False)
    ]
    return pd.DataFrame(lignes, columns=list(LETTRES))


def _a_qui(e: Envoi, siret: str) -> dict[str, str]:
    d = e.destinataires.get(siret, Destinataire())
    dits = {"civilite": d.civilite or SANS_CIVILITE, "destinataire": d.nom}
    return dits | {"adresse": d.adresse, "code_postal": d.code_postal, "ville": d.ville}


def demande(campagne: str, points: str) -> str:
    """The sentence that asks; `points`: how many, in words."""
    return (
        f"À la lecture de vos données pour la campagne {campagne}, nous avons besoin de votre "
        f"réponse sur {points}. Pour chacun, la cellule à remplir ou à corriger est indiquée."
    )


def _points(siennes: pd.DataFrame) -> list[str]:
    """Action by action, each question and its cell."""
    lignes: list[str] = []
    numero = 0
    for (code, intitule), action in siennes.groupby(
        ["code_action", "intitule"], sort=False, dropna=False
    ):
        lignes += [
            *([""] if lignes else []),
            f"Action {code}"
            + (f" « {intitule} »" if not formats.inconnu(intitule) and intitule else ""),
        ]
        for q in action.itertuples():
            numero += 1
            lignes += [f"{numero}. {q.question}", f"   → {q.cellule}"]
    return lignes


def _texte(siennes: pd.DataFrame, campagne: str, e: Envoi) -> str:
    """The whole letter, for whoever writes a courriel."""
    a_qui = _a_qui(e, siennes["porteur_siret"].iloc[0])
    signe = [m for m in (e.emetteur.signataire, e.emetteur.qualite, e.emetteur.contact) if m]
    lignes = [
        f"{a_qui['civilite']},",
        "",
        demande(campagne, formats.pluriel(len(siennes), "point")),
        "",
        *_points(siennes),
        "",
        SANS_SANCTION,
        "",
        f"Nous vous remercions de nous répondre {e.echeance}.",
        *(["", *signe] if signe else []),
    ]
    return soigner("\n".join(lignes))


def classeur(
    questions: pd.DataFrame, campagne: str, mentions: dict[str, str], envoi: Envoi | None = None
) -> bytes:
    """An xlsx of three sheets: « Publipostage », « Questions », « À propos »."""
    tampon = io.BytesIO()
    with nouveau(tampon, soigner(f"Clas : relances {campagne}")) as sortie:
        styles = {
            "gras": sortie.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "ample": sortie.add_format({"text_wrap": True, "valign": "top"}),
        }
        _feuille(sortie, styles, "Publipostage", lettres(questions, campagne, envoi), LETTRES)
        _feuille(sortie, styles, "Questions", questions, QUESTIONS)
        propos = sortie.add_worksheet("À propos")
        imprimer(propos)
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
    for i, l in enumerate(df[list(colonnes)].itertuples(index=False), start=1):
        hauts = [_lignes(v, large) for v, (_, large) in zip(l, colonnes.values(), strict=True)]
        feuille.set_row(i, min(HAUT_MAX, HAUT_LIGNE * max(hauts)))
    for j, (colonne, (nom, largeur)) in enumerate(colonnes.items()):
        feuille.set_column(j, j, largeur)
        cellule(feuille, 0, j, nom, styles["gras"])
        for i, v in enumerate(df[colonne], start=1):
            cellule(feuille, i, j, soigner(v), styles["ample"])
    imprimer(feuille)
    tableau(feuille, 0, 0, [nom for nom, _ in colonnes.values()], len(df), titre)


def _lignes(texte: object, large: int) -> int:
    """How many lines a wrapped text takes: spreadsheets do not compute it when they open a file."""
    return sum(1 + len(l) // large for l in str(texte).split("\n"))


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
