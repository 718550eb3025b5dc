"""Conformité of the collectifs: sizes, weeks, hours, dates; and of the actions: axes, avis of the
Éducation nationale.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from clas_data import formats
from clas_data.conformite import regles
from clas_data.conformite.matrice import CONFORME, NON_CONFORME, NON_RENSEIGNE
from clas_data.dessin import conformite
from clas_data.dessin import series as figures
from clas_data.dessin.conformite import MANQUE, NON, OUI
from clas_data.ecrans.conformite.etat import Etat
from clas_data.ui import blocs, carte_calcul, lecture, style

PAS_HEURES = 10
AXES = {
    "axe_enfants": "Enfants et jeunes",
    "axe_parents": "Parents",
    "axe_ecole": "École",
    "axe_territoire": "Territoire",
}
AVIS = ("favorable", "réservé", "défavorable", "absent", NON_RENSEIGNE)


def show(etat: Etat) -> None:
    """The pictures of the tab."""
    df = etat.selection.garder(
        lecture.requete(
            etat.selection.perimetre, "conformite_collectifs", campagne=etat.selection.campagne
        )
    )
    with blocs.cote_a_cote():
        blocs.tailles(etat.selection)
        _semaines(etat, df)
        _heures(etat, df)
        _axes(etat)
    _dates(etat, df)
    _avis(etat)


def _valeur(etat: Etat, regle: str, parametre: str) -> float:
    return etat.regles[regle].parametres[parametre].valeur


def _semaines(etat: Etat, df: pd.DataFrame) -> None:
    """Weeks of opening against the minimum."""
    minimum, regle = _valeur(etat, "semaines", "semaines_min"), etat.regles["semaines"]
    plancher = minimum - _valeur(etat, "semaines", "semaines_tolerance")
    connus = df["semaines"].dropna().astype(int).value_counts().sort_index()
    dedans, total = int(connus[connus.index >= plancher].sum()), int(connus.sum())
    titre = (
        f"{formats.pluriel(dedans, 'collectif')} sur {formats.nombre(total)} ont ouvert au "
        f"moins {formats.nombre(minimum)} semaines ({_part(dedans, total)})"
    )
    survols = [
        f"<b>{formats.pluriel(s, 'semaine')}</b><br>{formats.pluriel(n, 'collectif')}"
        for s, n in connus.items()
    ]
    _carte(
        "semaines",
        titre,
        "Nombre de collectifs selon leurs semaines d'ouverture",
        etat,
        connus,
        "Semaines d'ouverture",
        regle,
        int(df["semaines"].isna().sum()),
        [s >= plancher for s in connus.index],
        survols,
        (minimum - 0.5, f"minimum : {formats.nombre(minimum)}"),
    )


def _heures(etat: Etat, df: pd.DataFrame) -> None:
    """Hours offered to a child, against what the rules make together: weeks × sessions × length."""
    plancher = (
        _valeur(etat, "semaines", "semaines_min")
        * _valeur(etat, "seances", "seances_min")
        * _valeur(etat, "duree", "duree_min")
        / 60
    )
    connus = df["heures_par_enfant"].dropna().astype(float)
    dedans, total = int((connus >= plancher).sum()), len(connus)
    tranches = (connus // PAS_HEURES * PAS_HEURES).astype(int).value_counts().sort_index()
    titre = (
        f"{formats.pluriel(dedans, 'collectif')} sur {formats.nombre(total)} offrent "
        f"au moins {formats.nombre(plancher)} heures par enfant ({_part(dedans, total)})"
    )
    survols = [
        f"<b>de {h} à moins de {h + PAS_HEURES} heures</b><br>{formats.pluriel(n, 'collectif')}"
        for h, n in tranches.items()
    ]
    centres = tranches.set_axis([h + PAS_HEURES / 2 for h in tranches.index])
    _carte(
        "heures",
        titre,
        "Nombre de collectifs selon les heures offertes à un enfant dans l'année, par tranches "
        f"de {PAS_HEURES}",
        etat,
        centres,
        "Heures par enfant",
        etat.regles["seances"],
        int(df["heures_par_enfant"].isna().sum()),
        [h + PAS_HEURES > plancher for h in tranches.index],
        survols,
        (plancher, f"repère : {formats.nombre(plancher)} h"),
        largeur=PAS_HEURES,
        debut="Tranche (milieu)",
        note=f"Le repère n'est pas une règle : c'est le produit des minimums du référentiel ("
        f"{formats.nombre(_valeur(etat, 'semaines', 'semaines_min'))} semaines × "
        f"{formats.nombre(_valeur(etat, 'seances', 'seances_min'))} séances × "
        f"{formats.nombre(_valeur(etat, 'duree', 'duree_min'))} minutes). La tranche qui le "
        "contient est dessinée pleine.",
    )


def _carte(
    cle: str,
    titre: str,
    sous_titre: str,
    etat: Etat,
    connus: pd.Series,
    titre_x: str,
    regle: regles.Regle,
    inconnus: int,
    tenus: list[bool],
    survols: list[str],
    repere: tuple[float, str],
    *,
    largeur: float = 1,
    note: str = "",
    debut: str = "",
) -> None:
    """A spread around a threshold, with its card."""
    muets = f" {formats.pluriel(inconnus, 'collectif')} sans réponse." if inconnus else ""
    donnees = pd.DataFrame({debut or titre_x: list(connus.index), "Collectifs": list(connus)})
    carte_calcul.show(
        f"conformite_{cle}",
        titre,
        sous_titre,
        (
            lambda: conformite.seuil(
                list(connus.index),
                list(connus),
                tenus,
                survols,
                repere,
                titre_x,
                sombre=style.sombre(),
                largeur=largeur,
            )
        )
        if len(connus)
        else None,
        alternative=f"{titre}. "
        + " ; ".join(s.replace("<b>", "").replace("</b><br>", " : ") for s in survols),
        donnees=donnees,
        champ=etat.selection.mots,
        source=f"Questionnaire d'activité, feuille « collectifs » ; {regle.source}",
        notes=[
            (
                "Lecture",
                survols[0].replace("<b>", "").replace("</b><br>", " : ") + "." if survols else "",
            ),
            ("Note", (note or f"Trait : {regle.titre.lower()}. Hachures : en deçà.") + muets),
        ],
    )


def _part(n: int, total: int) -> str:
    return formats.pourcent(100 * n / total, 0) if total else formats.ND


def _dates(etat: Etat, df: pd.DataFrame) -> None:
    """First and last session of each collectif, beside the period of the référentiel."""
    regle = etat.regles["periode"]
    j = etat.jugements[etat.jugements["regle"] == "periode"].set_index(["code_action", "numero"])[
        "etat"
    ]
    connus = df.dropna(subset=["date_debut", "date_fin"])
    connus = connus.assign(
        tenu=[
            j.get((c, n)) == CONFORME
            for c, n in zip(connus["code_action"], connus["numero"], strict=True)
        ]
    )
    connus = connus.sort_values(["tenu", "date_debut", "date_fin"], kind="stable")
    debut, fin = (pd.to_datetime(connus[c]).dt.date.tolist() for c in ("date_debut", "date_fin"))
    n, hors = len(connus), int((~connus["tenu"]).sum())
    titre = (
        (
            f"{formats.pluriel(hors, 'collectif')} sur {formats.nombre(n)} sortent de la période "
            "du référentiel"
        )
        if hors > 1
        else (
            f"{formats.pluriel(hors, 'collectif')} sur {formats.nombre(n)} sort de la période du "
            "référentiel"
        )
    )
    survols = [
        (
            f"<b>{l.code_action}, collectif {int(l.numero)}</b>"
            f"<br>du {formats.jour(l.date_debut)} au {formats.jour(l.date_fin)}"
        )
        for l in connus.itertuples()
    ]
    annee = int(etat.selection.campagne[:4])
    p = regle.parametres
    limites = [
        (
            date(annee, int(p["debut_mois"].valeur), int(p["debut_jour"].valeur)),
            "ouvert au plus tard",
        ),
        (date(annee + 1, int(p["fin_mois"].valeur), int(p["fin_jour"].valeur)), "mi-juin"),
    ]
    donnees = connus.assign(
        periode=connus["tenu"].map({True: CONFORME, False: NON_CONFORME}),
        date_debut=[formats.jour(d) for d in debut],
        date_fin=[formats.jour(d) for d in fin],
    )
    donnees = donnees[["code_action", "numero", "date_debut", "date_fin", "periode"]].set_axis(
        ["Action", "Collectif", "Première séance", "Dernière séance", "Période"], axis=1
    )
    hypotheses = " ; ".join(x.origine for x in p.values() if x.hypothese)
    carte_calcul.show(
        "conformite_dates",
        titre,
        "Un trait par collectif, de sa première à sa dernière séance",
        (
            lambda: conformite.periodes(
                debut, fin, list(connus["tenu"]), survols, limites, sombre=style.sombre()
            )
        )
        if n
        else None,
        alternative=f"{titre}. {_bornes(debut, fin)}La table donne les dates de chaque collectif.",
        donnees=donnees.reset_index(drop=True),
        champ=etat.selection.mots,
        source=f"Questionnaire d'activité, feuille « collectifs » ; {regle.source}",
        notes=[
            (
                "Note",
                (
                    f"Les collectifs hors de la période sont en tête. {regle.texte} {hypotheses}. "
                    f"{formats.pluriel(len(df) - n, 'collectif')} sans ses deux dates."
                ),
            )
        ],
    )


def _axes(etat: Etat) -> None:
    """How many actions say that they hold each of the four axes."""
    regle = etat.regles["quatre_axes"]
    j = etat.jugements[
        (etat.jugements["regle"] == regle.id)
        & etat.jugements["code_action"].isin(etat.agreees["code_action"])
    ]
    comptes = {a: [0, 0, 0] for a in AXES}
    for lu in j["lu"]:
        for a in AXES:
            comptes[a][2 if lu[a] is None else 0 if lu[a] else 1] += 1
    tous = int((j["etat"] == CONFORME).sum())
    titre = (
        f"{formats.pluriel(tous, 'action')} sur "
        f"{formats.nombre(int((j['etat'] != NON_RENSEIGNE).sum()))} qui ont répondu "
        f"{'cumulent' if tous > 1 else 'cumule'} les quatre axes"
    )
    mots = ("✓ oui", "✗ non", "? non renseigné")
    series = [
        (
            mots[k],
            [comptes[a][k] for a in AXES],
            [
                f"<b>{l}</b><br>{mots[k]} : {formats.pluriel(comptes[a][k], 'action')}"
                for a, l in AXES.items()
            ],
            s,
        )
        for k, s in enumerate((OUI, NON, MANQUE))
    ]
    carte_calcul.show(
        "conformite_axes",
        titre,
        "Nombre d'actions agréées qui déclarent chaque axe d'intervention",
        (lambda: conformite.etats(list(AXES.values()), series, sombre=style.sombre()))
        if len(j)
        else None,
        alternative=f"{titre}. "
        + " ; ".join(
            f"{l} : {comptes[a][0]} oui, {comptes[a][1]} non, {comptes[a][2]} non renseigné"
            for a, l in AXES.items()
        ),
        donnees=pd.DataFrame(
            [[l, *comptes[a]] for a, l in AXES.items()],
            columns=["Axe", "Oui", "Non", "Non renseigné"],
        ),
        champ=etat.selection.mots,
        source=f"Questionnaire d'activité, feuille « actions » ; {regle.source}",
        notes=[("Note", regle.texte)],
    )


def _avis(etat: Etat) -> None:
    """The avis of the Éducation nationale, over all the requests."""
    df = etat.demandes
    comptes = (
        df["avis_education_nationale"]
        .fillna(NON_RENSEIGNE)
        .value_counts()
        .reindex(list(AVIS), fill_value=0)
    )
    favorables, n = int(comptes["favorable"]), len(df)
    titre = (
        "L'avis de l'Éducation nationale est favorable pour "
        f"{formats.pluriel(favorables, 'demande')} sur {formats.nombre(n)} ; il manque à "
        f"{formats.pluriel(int(comptes['absent'] + comptes[NON_RENSEIGNE]), 'dossier')}"
    )
    ecrits = [f"{formats.nombre(v)}{formats.INSECABLE}· {_part(int(v), n)}" for v in comptes]
    carte_calcul.show(
        "conformite_avis",
        titre,
        "Nombre de demandes, agréées ou non, selon l'avis joint au dossier",
        (
            lambda: figures.barres(
                [a.capitalize() for a in AVIS],
                list(comptes),
                ecrits,
                [f"{a} : {e}" for a, e in zip(AVIS, ecrits, strict=True)],
                sombre=style.sombre(),
                hauteur_ligne=38,
            )
        )
        if n
        else None,
        alternative=f"{titre}. "
        + " ; ".join(f"{a} : {e}" for a, e in zip(AVIS, ecrits, strict=True)),
        donnees=comptes.rename_axis("Avis").rename("Demandes").reset_index(),
        champ=etat.selection.mots,
        source="Agréments, colonne « Avis de l'Éducation nationale » ; "
        f"{etat.regles['avis_education_nationale'].source}",
        notes=[
            (
                "Note",
                (
                    "Un avis réservé ou défavorable est au dossier : la règle est tenue, et la "
                    "commission en parle."
                ),
            )
        ],
    )


def _bornes(debut: list[date], fin: list[date]) -> str:
    """The first and last days in words."""
    if not debut:
        return ""
    return (
        f"Premières séances du {formats.jour(min(debut))} au {formats.jour(max(debut))} ; "
        f"dernières séances du {formats.jour(min(fin))} au {formats.jour(max(fin))}. "
    )
