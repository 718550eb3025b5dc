"""A scenario as a workbook: its hypotheses first, then every line of the formula as a live formula
to check and go on with.
"""

from __future__ import annotations

import io

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.fichiers.classeur import cellule, nouveau
from clas_data.simulateur import tableur
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.formule import ETAPES
from clas_data.simulateur.scenario import Scenario, hypotheses, leviers

NOMMES = (
    ("taux", "Taux de prise en charge (%)"),
    ("plafond", "Prix plafond d'un collectif (€)"),
    ("bonus_enfants", "Bonus « enfants » (€)"),
    ("bonus_parents", "Bonus « parents » (€)"),
    ("bonification_ville", "Bonification politique de la ville (€)"),
    ("semaines_base", "Semaines de référence"),
)
COMPTES = tableur.LUES[1:]
LUES = (
    "Action",
    "Porteur",
    "Commune",
    "Dépenses retenues (€)",
    "Partagées entre",
    "Collectifs payés",
    "Semaines",
    "Bonus enfants (collectifs)",
    "Bonus parents (collectifs)",
    "Collectifs en QPV",
)
DEPENSES = LUES.index("Dépenses retenues (€)")
TOTAL = xl_col_to_name(len(LUES) + len(ETAPES) - 1)
PREMIERE = 2  # the first row of data, as the spreadsheet numbers it


def write_classeur(
    resultat: Resultat, reference: Resultat, bareme: Bareme, mentions: dict[str, str]
) -> bytes:
    """An xlsx of a result already computed, beside the one that it is compared with: its amounts,
    once recalculated, are those of the screen to the cent. `mentions`: campagne, base,
    demonstration notice.
    """
    tampon, s = io.BytesIO(), resultat.scenario
    with nouveau(tampon, f"Clas : scénario {s.nom}") as classeur:
        styles = {
            "titre": classeur.add_format({"bold": True, "font_size": 14}),
            "gras": classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "euro": classeur.add_format({"num_format": "#,##0.00 €"}),
            "saisie": classeur.add_format(
                {"bg_color": "#E8EEF4", "border": 1, "num_format": "#,##0.00##"}
            ),
            "ample": classeur.add_format({"text_wrap": True, "valign": "top"}),
        }
        _hypotheses(classeur, styles, bareme, s, resultat, reference, mentions)
        _calcul(classeur, styles, resultat)
    return tampon.getvalue()


def _hypotheses(
    classeur,
    styles,
    bareme: Bareme,
    s: Scenario,
    resultat: Resultat,
    reference_: Resultat,
    mentions: dict[str, str],
) -> None:
    feuille = classeur.add_worksheet("Hypothèses")
    feuille.set_column(0, 0, 46)
    feuille.set_column(1, 1, 22)
    feuille.set_column(2, 2, 70)
    feuille.write_string(
        0,
        0,
        f"Scénario « {s.nom} » : les collectifs de {resultat.campagne} au barème de {s.parent}",
        styles["titre"],
    )
    for j, titre in enumerate(("Paramètre", "Valeur (à modifier)", "D'où elle vient")):
        feuille.write_string(2, j, titre, styles["gras"])
    rang = 3
    for nom, titre in NOMMES:
        feuille.write_string(rang, 0, titre)
        feuille.write_number(rang, 1, float(getattr(resultat.regle, nom)), styles["saisie"])
        feuille.write_string(
            rang,
            2,
            "Scénario"
            if nom in s.change
            else bareme.references.get(nom, bareme.manques.get(nom, "")),
            styles["ample"],
        )
        classeur.define_name(nom, f"='Hypothèses'!$B${rang + 1}")
        rang += 1
    enveloppe = s.nombre("enveloppe")
    feuille.write_string(rang, 0, leviers()["enveloppe"].titre + " (€, vide : aucune)")
    cellule(feuille, rang, 1, float(enveloppe) if enveloppe is not None else None, styles["saisie"])
    classeur.define_name("enveloppe", f"='Hypothèses'!$B${rang + 1}")
    rang += 2
    for nom in (
        n for n in s.change if n not in dict(NOMMES) and n not in hypotheses() and n != "enveloppe"
    ):
        feuille.write_string(rang, 0, leviers()[nom].titre, styles["ample"])
        feuille.write_string(
            rang,
            2,
            (
                f"{str(s.change[nom]).replace('.', ',')} "
                f"{'' if leviers()[nom].par_epci else leviers()[nom].unite}"
            ).strip()
            + " (déjà dans les lignes de la feuille Calcul)",
            styles["ample"],
        )
        rang += 1
    for nom, h in hypotheses().items():
        feuille.write_string(rang, 0, h["titre"], styles["ample"])
        feuille.write_string(rang, 1, "", styles["ample"])
        feuille.write_string(rang, 2, h["choix"][s.hypothese(nom)], styles["ample"])
        rang += 1
    rang += 1
    _totaux(feuille, styles, rang, s, resultat, reference_)
    for i, (nom, texte) in enumerate(mentions.items(), rang + 5):
        feuille.write_string(i, 0, nom)
        feuille.write_string(i, 2, texte, styles["ample"])


def _totaux(
    feuille, styles, rang: int, s: Scenario, resultat: Resultat, reference_: Resultat
) -> None:
    """The totals as formulas over the sheet Calcul; n.d. where no droit is known."""
    fin, enveloppe, vigueur = (
        PREMIERE + len(resultat.lignes) - 1,
        s.nombre("enveloppe"),
        reference_.total_c / 100,
    )
    brut, sans = (
        f"SUM(Calcul!{TOTAL}{PREMIERE}:{TOTAL}{fin})",
        int(resultat.actions["sans_enveloppe_c"].sum()) / 100,
    )
    dans = (
        f'IF(enveloppe="",{brut},MIN({brut},enveloppe))',
        min(sans, float(enveloppe)) if enveloppe is not None else sans,
    )
    lignes = (
        ("Total des droits (€)", (brut, sans) if resultat.connu else None, "gras", ""),
        ("Total dans l'enveloppe (€, au plus)", dans if resultat.connu else None, "gras", ""),
        (
            f"Barème {s.parent}, rien de changé (€)",
            ("", vigueur) if reference_.connu else None,
            "",
            "Calculé par le tableau de bord sur les mêmes collectifs"
            + "".join(
                f" ; {hypotheses()[n]['titre']} : {hypotheses()[n]['choix'][v]}"
                for n, v in reference_.scenario.change.items()
            ),
        ),
        (
            "Différence (€)",
            (f"B{rang + 2}-B{rang + 3}", resultat.total_c / 100 - vigueur)
            if resultat.connu and reference_.connu
            else None,
            "gras",
            "",
        ),
    )
    for i, (titre, formule, style, mention) in enumerate(lignes, rang):
        feuille.write_string(i, 0, titre, styles.get(style))
        if formule is None:
            feuille.write_string(i, 1, formats.ND, styles["euro"])
        elif formule[0]:
            feuille.write_formula(i, 1, f"={formule[0]}", styles["euro"], formule[1])
        else:
            feuille.write_number(i, 1, formule[1], styles["euro"])
        feuille.write_string(i, 2, mention, styles["ample"])


def _calcul(classeur, styles, resultat: Resultat) -> None:
    """One row per line of the formula: what it reads, then each of its steps, live."""
    feuille = classeur.add_worksheet("Calcul")
    for j, titre in enumerate((*LUES, *(f"{e.court} (€)" for e in ETAPES))):
        feuille.write_string(0, j, titre, styles["gras"])
        feuille.set_column(j, j, 14 if j > 2 else 24)
    feuille.freeze_panes(1, 1)
    qui = resultat.actions.set_index("code_action").reindex(columns=["porteur_nom", "commune_nom"])
    for i, l in enumerate(resultat.lignes.to_dict("records"), 1):
        depenses = formats.ND if l["depenses_c"] < 0 else l["depenses_c"] / 100
        lues = (l["code_action"], *qui.loc[l["code_action"]], depenses, *(l[n] for n in COMPTES))
        for j, v in enumerate(lues):
            cellule(feuille, i, j, v)
        for j, etape, texte in tableur.formules(i, DEPENSES):
            montant = l[f"{etape.nom}_c"]
            lu = formats.ND if pd.isna(montant) else float(montant) / 100
            feuille.write_formula(i, j, texte, styles["euro"], lu)
