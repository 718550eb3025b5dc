"""The national template of a campagne: one row per comparable indicator, our own value beside the
empty cell.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.fichiers import schemas, valeurs
from clas_data.fichiers.classeur import nouveau
from clas_data.fichiers.modele import attendu
from clas_data.fichiers.schemas import NATIONAL
from clas_data.indicateurs import calcul, catalogue
from clas_data.nation import declarees
from clas_data.nation.chiffres import FRANCE
from clas_data.tables.base import Base

THEME, LIBELLE, DEFINITION, ICI = schemas.load()[NATIONAL].accessoires
# Shown in this order: what is read, what is filled in, what is filled in once, what is left alone.
LUES = (THEME, LIBELLE, DEFINITION, ICI)
REMPLIES = ("valeur", "unite", "numerateur", "denominateur", "repondants", "attendus")
COMMUNES = ("source", "date_publication", "champ", "statut", "note")
DITES = ("source", "date_publication", "repondants", "attendus")  # of a report, once
LAISSEES = ("territoire", "territoire_sorte", "campagne", "indicateur")
LARGEURS = {THEME: 22, LIBELLE: 40, DEFINITION: 46, ICI: 13, "source": 34, "champ": 24, "note": 30}
CONSIGNES = (
    "Une ligne par indicateur qui se compare (rapport, part, moyenne), dans l'ordre d'un rapport "
    "national. Les totaux n'y sont pas : ils ne se comparent pas.",
    "1. Ouvrez le rapport national à côté. Pour chaque chiffre qu'il donne, écrivez-le dans "
    "« Valeur » (« 45 » pour 45 %). Laissez vides les lignes dont il ne parle pas.",
    "2. Vérifiez d'un coup d'œil avec la colonne « Votre département », qui n'est pas lue.",
    "3. La source, sa date et les nombres de réponses que vous avez dits en demandant ce modèle "
    "sont sur chaque ligne : rien à recopier. Changez-les là où un chiffre a les siens.",
    "4. Déposez ce classeur sur la page « Données », avec sa campagne. Rien n'est enregistré "
    "avant que vous n'ayez accepté.",
    "Pour un autre territoire (région, département), changez « Territoire » et « Sorte de "
    "territoire », ou recopiez les lignes sous celles-ci.",
)


def lire(textes: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """What is said once of a report (`DITES`), read as its columns are; else why it is not."""
    lues = {}
    for nom, texte in textes.items():
        colonne = schemas.load()[NATIONAL].colonnes[nom]
        lues[nom], refus = valeurs.parse(colonne, texte)
        if refus:
            return {}, f"« {texte} » ({colonne.titre}) : écrivez {refus.attendu}."
    return lues, ""


def write_modele(
    campagne: str,
    base: Base | None = None,
    perimetre: Perimetre | None = None,
    dites: Mapping[str, Any] | None = None,
) -> bytes:
    """The xlsx template; left without any value, it holds no row. `dites`: what is said once
    (`DITES`) and written on each row.
    """
    notres = _notres(base, perimetre, campagne)
    tampon = io.BytesIO()
    with nouveau(tampon, f"Clas {campagne} : modèle des chiffres nationaux") as classeur:
        styles = _styles(classeur)
        feuille = classeur.add_worksheet(schemas.load()[NATIONAL].titre)
        _entetes(feuille, styles, campagne)
        ou = {"territoire": "France", "territoire_sorte": FRANCE, "campagne": campagne}
        communes = {**(dites or {}), **ou}
        ligne = 0
        for theme, ids in declarees.themes().items():
            for id_ in ids:
                ligne += 1
                _ligne(feuille, styles, ligne, theme, id_, notres.get(id_), communes)
        _lisez_moi(classeur, styles, campagne)
    return tampon.getvalue()


def _notres(base: Base | None, perimetre: Perimetre | None, campagne: str) -> dict[str, float]:
    if base is None or campagne not in calcul.valeurs_axe(base, perimetre, "campagne"):
        return {}
    t = calcul.calculer(base, perimetre, declarees.comparables(), [], {"campagne": campagne})
    lus = zip(t["indicateur"], t["valeur"], strict=True)
    return {i: float(v) for i, v in lus if not formats.inconnu(v)}


def _styles(classeur) -> dict[str, Any]:
    plat = {"text_wrap": True, "valign": "top"}
    saisie = {**plat, "bg_color": "#FFF8DC", "border": 1, "border_color": "#C8B560"}
    return {
        "titre": classeur.add_format({"bold": True, "font_size": 14}),
        "tete": classeur.add_format(
            {**plat, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}
        ),
        "gras": classeur.add_format({**plat, "bold": True}),
        "plat": classeur.add_format(plat),
        "gris": classeur.add_format({**plat, "font_color": "#5A6572"}),
        "saisie": classeur.add_format(saisie),
        "jour": classeur.add_format({**saisie, "num_format": "dd/mm/yyyy"}),
        0: classeur.add_format({**plat, "num_format": "#,##0"}),
        1: classeur.add_format({**plat, "num_format": "#,##0.0"}),
        2: classeur.add_format({**plat, "num_format": "#,##0.00"}),
    }


def _entetes(feuille, styles: dict[str, Any], campagne: str) -> None:
    noms, colonnes = schemas.entetes_de(campagne), schemas.load()[NATIONAL].colonnes
    feuille.freeze_panes(1, 2)
    feuille.set_row(0, 32)
    for j, nom in enumerate((*LUES, *REMPLIES, *COMMUNES, *LAISSEES)):
        texte = noms[NATIONAL, nom] if nom in colonnes else nom
        feuille.write_string(0, j, texte, styles["tete"])
        feuille.set_column(j, j, LARGEURS.get(nom, 13))
        if nom in colonnes:
            c = colonnes[nom]
            dit = f"{c.question}\n{attendu(c)}\nExemple : {c.exemple}"
            feuille.write_comment(0, j, dit, {"x_scale": 2, "author": "Clas"})


def _ligne(
    feuille,
    styles: dict[str, Any],
    i: int,
    theme: str,
    id_: str,
    notre: float | None,
    communes: dict[str, Any],
) -> None:
    ind = catalogue.exiger(id_)
    nom = "gras" if id_ in declarees.principaux() else "plat"
    for j, (texte, style) in enumerate(
        ((theme, "gris"), (ind.titre, nom), (ind.definition, "gris"))
    ):
        feuille.write_string(i, j, texte, styles[style])
    if notre is None:
        feuille.write_string(i, 3, formats.ND, styles["gris"])
    else:
        feuille.write_number(i, 3, round(notre, ind.decimales), styles[min(ind.decimales, 2)])
    siennes = {**communes, "unite": ind.unite, "indicateur": id_}
    for j, colonne in enumerate((*REMPLIES, *COMMUNES, *LAISSEES), len(LUES)):
        v = siennes.get(colonne)
        style = styles["gris" if colonne in (*LAISSEES, "unite") else "saisie"]
        if isinstance(v, date):
            feuille.write_datetime(i, j, v, styles["jour"])
        elif isinstance(v, int):
            feuille.write_number(i, j, v, style)
        elif v:
            feuille.write_string(i, j, str(v), style)
        else:
            feuille.write_blank(
                i, j, None, styles["jour"] if colonne == "date_publication" else style
            )


def _lisez_moi(classeur, styles: dict[str, Any], campagne: str) -> None:
    feuille = classeur.add_worksheet("Lisez-moi")
    feuille.set_column(0, 0, 110)
    feuille.write_string(0, 0, f"Clas {campagne} : modèle des chiffres nationaux", styles["titre"])
    for i, texte in enumerate(CONSIGNES, 1):
        feuille.write_string(i, 0, formats.ponctuer(texte), styles["plat"])
