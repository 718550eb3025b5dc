"""The template workbook of a campagne: one sheet per table, its headers of that year, questions as
comments, lists to choose from.
"""

from __future__ import annotations

import io

from clas_data import formats
from clas_data.fichiers import schemas
from clas_data.fichiers.classeur import nouveau
from clas_data.fichiers.schemas import Colonne

TYPES = {
    "texte": "texte court",
    "texte_long": "texte libre",
    "identifiant": "code",
    "entier": "nombre entier",
    "nombre": "nombre",
    "montant": "montant en euros",
    "oui_non": "oui ou non",
    "date": "date jj/mm/aaaa",
    "siret": "SIRET (14 chiffres)",
    "commune": "code Insee de commune",
    "qpv": "code de quartier prioritaire",
    "campagne": "année scolaire",
    "choix": "une valeur de la liste",
    "choix_multiple": "une ou plusieurs valeurs de la liste, séparées par « | »",
}
LIGNES_VALIDEES = 2000
LISTE_MAX = 255  # a spreadsheet refuses longer lists written in place


def write_modele(campagne: str) -> bytes:
    """The xlsx template; left as it is, it holds no row."""
    tampon = io.BytesIO()
    with nouveau(tampon, f"Clas {campagne} : modèle de saisie") as classeur:
        styles = {
            "titre": classeur.add_format({"bold": True, "font_size": 14}),
            "fort": classeur.add_format(
                {
                    "bold": True,
                    "text_wrap": True,
                    "valign": "top",
                    "bg_color": "#1F4E79",
                    "font_color": "#FFFFFF",
                    "border": 1,
                }
            ),
            "normal": classeur.add_format(
                {"text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "border": 1}
            ),
            "texte": classeur.add_format({"num_format": "@"}),
            "date": classeur.add_format({"num_format": "dd/mm/yyyy"}),
            "montant": classeur.add_format({"num_format": "#,##0.00"}),
            "plat": classeur.add_format({"text_wrap": True, "valign": "top"}),
        }
        _lisez_moi(classeur, styles, campagne)
        for table in schemas.DU_DEPARTEMENT:
            _table(classeur, styles, table, campagne)
    return tampon.getvalue()


def colonnes_de(table: str, campagne: str) -> dict[str, Colonne]:
    """header → column, in the order of the form of that campagne."""
    annee = schemas.entetes_de(campagne)
    return {
        annee[table, n]: c for n, c in schemas.load()[table].colonnes.items() if (table, n) in annee
    }


def _lisez_moi(classeur, styles, campagne: str) -> None:
    feuille = classeur.add_worksheet("Lisez-moi")
    feuille.set_column(0, 0, 34)
    feuille.set_column(1, 1, 62)
    feuille.set_column(2, 4, 26)
    feuille.write_string(0, 0, f"Clas {campagne} : modèle de saisie", styles["titre"])
    consignes = [
        (
            "Une feuille par table. Remplissez celles que vous avez, puis déposez ce classeur sur "
            "la page « Données »."
        ),
        (
            "Une valeur inconnue se laisse vide (ou « n.d. ») : elle ne vaut jamais zéro. Aucune "
            "donnée nominative d'enfant ne doit figurer ici."
        ),
        (
            "Les colonnes en bleu foncé sont obligatoires. Passez la souris sur un en-tête pour "
            "lire la question."
        ),
    ]
    for i, texte in enumerate(consignes, 1):
        feuille.write_string(i, 0, texte)
    for j, titre in enumerate(("Colonne", "Question", "Ce qui est attendu", "Exemple", "Table")):
        feuille.write_string(5, j, titre, styles["fort"])
    ligne = 6
    for table in schemas.DU_DEPARTEMENT:
        for entete, c in colonnes_de(table, campagne).items():
            for j, texte in enumerate(
                (entete, c.question, attendu(c), c.exemple, schemas.load()[table].titre)
            ):
                feuille.write_string(ligne, j, texte, styles["plat"])
            ligne += 1
    feuille.freeze_panes(6, 1)


def attendu(c: Colonne) -> str:
    """What may be written in a column, in words."""
    bornes = [
        f"au moins {formats.nombre(c.min)}" if c.min is not None else "",
        f"au plus {formats.nombre(c.max)}" if c.max is not None else "",
    ]
    mots = [
        TYPES[c.type],
        " et ".join(b for b in bornes if b),
        f"({', '.join(c.choix)})" if c.choix else "",
        "obligatoire" if c.obligatoire else "",
    ]
    return " ; ".join(m for m in mots if m)


def _table(classeur, styles, table: str, campagne: str) -> None:
    feuille = classeur.add_worksheet(schemas.load()[table].titre)
    feuille.freeze_panes(1, len(schemas.load()[table].cle))
    feuille.set_row(0, 48)
    for j, (entete, c) in enumerate(colonnes_de(table, campagne).items()):
        feuille.write_string(0, j, entete, styles["fort" if c.obligatoire else "normal"])
        feuille.write_comment(
            0,
            j,
            f"{c.question}\n{attendu(c)}\nExemple : {c.exemple}",
            {"x_scale": 2, "author": "Clas"},
        )
        style = {"date": styles["date"], "montant": styles["montant"]}.get(c.type)
        style = (
            styles["texte"]
            if c.type in ("siret", "commune", "identifiant", "qpv", "campagne")
            else style
        )
        feuille.set_column(j, j, 14 if c.type not in ("texte", "texte_long") else 30, style)
        liste = (
            list(c.choix) if c.type == "choix" else ["oui", "non"] if c.type == "oui_non" else []
        )
        if liste and len(",".join(liste)) <= LISTE_MAX:
            feuille.data_validation(
                1,
                j,
                LIGNES_VALIDEES,
                j,
                {
                    "validate": "list",
                    "source": liste,
                    "error_title": entete[:32],
                    "error_message": "Choisissez une valeur de la liste, ou laissez vide.",
                    "error_type": "warning",
                },
            )
