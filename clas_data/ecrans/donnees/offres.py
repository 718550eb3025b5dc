"""What has a right reading is offered as a button: it writes into the correspondance of the file,
never into the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.donnees import relire
from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers import campagnes
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.correspondances.forme import (
    Correspondance,
)
from clas_data.fichiers.lieux import POSTAL
from clas_data.fichiers.messages import lister
from clas_data.fichiers.sens import ecrits
from clas_data.tables import importation
from clas_data.ui import tableaux

MONTREES = 20
PREMIERES = 5  # values that say what is proposed; the others are unfolded
Offre = tuple[str, str, str]  # column, value, right reading
SOMMES = ("lignes_sous_totaux", "lignes_sous_totaux_peut_etre")
MILLIERS, CROIX = "milliers_d_euros", "cases_cochees"
SANS_INDICATEUR = ("national_inconnu", "national_total")
ECARTER = {relire.NE_PAS_LIRE: "ne pas lire cette colonne"}
LECTURES = {  # anomaly → the ways to read the whole column, as buttons say them
    "mois_jour": {"mois_jour": "Lire ces dates mois/jour/année"},
    "mois_jour_peut_etre": {"mois_jour": "Lire ces dates mois/jour/année"},
    "deux_lectures": {
        "milliers": "« 1.248 » est 1 248",
        "decimales": "« 1.248 » est 1,248",
    },
    "obligatoire": {relire.REPETER: "une case vide répète celle du dessus"},
    "nombre_de_territoire": ECARTER,
    "nombre_de_territoire_peut_etre": ECARTER,
}


def show(acteur: Acteur, p: importation.Proposition) -> None:
    """The values that have one likely reading, in a table and a button; then whole columns."""
    postales = {(a.colonne, a.valeur) for a in p.anomalies if _postale(a)}
    offres = {o: n for o, n in _offertes(p.anomalies).items() if o[:2] not in postales}
    if offres:
        st.markdown("#### Ce qui peut se lire autrement")
        lignes = [[c, v, lu, lister(n)] for (c, v, lu), n in offres.items()]
        _table(lignes[:PREMIERES])
        if suite := lignes[PREMIERES:]:
            autres = formats.pluriel(len(suite), "autre valeur", "autres valeurs")
            with st.expander(f"Voir {autres}"):
                _table(suite)
        cellules = formats.pluriel(sum(map(len, offres.values())), "cellule")
        if st.button(f"Lire ainsi ces valeurs ({cellules})", key="lire_ainsi"):
            _faire(acteur, p, {o: "" for o in offres})
    _deux_lectures(acteur, p)
    _ensemble(acteur, p)
    _sommes(acteur, p)
    _milliers(acteur, p)
    _inconnus(acteur, p)
    _croix(acteur, p)
    colonnes = {(a.colonne, a.code) for a in p.anomalies if a.code in LECTURES and _entiere(a)}
    for colonne, code in sorted(colonnes):
        with st.container(horizontal=True, gap="small"):
            for lire, mots in LECTURES[code].items():
                nom = f"« {colonne} » : {mots}"
                if st.button(nom, key=f"lire_{colonne}_{lire}"):
                    _faire(acteur, p, {(colonne, "", ""): lire})
    for colonne in sorted({a.colonne for a in p.anomalies if _postale(a)}):
        n = len({v for c, v in postales if c == colonne and v})
        codes = f"ces {n} codes" if n > 1 else "ces codes"
        nom = f"« {colonne} » : lire {codes} comme des codes postaux"
        if st.button(nom, key=f"lire_{colonne}_postaux"):
            _faire(acteur, p, {(colonne, "", ""): "codes_postaux"})


def _table(lignes: Sequence[Sequence[str]]) -> None:
    tableaux.show(
        "Valeurs qui ont une lecture probable",
        ["Colonne", "Valeur", "À lire", "Lignes"],
        lignes,
        alignees=9,
    )


def _entiere(a: Anomalie) -> bool:
    """True where the reading is that of the whole column."""
    return bool(a.ligne) and (
        a.code != "deux_lectures" or ecrits.DEUX.fullmatch(a.valeur) is not None
    )


def _deux_lectures(acteur: Acteur, p: importation.Proposition) -> None:
    """A value that has two meanings, both written out: a button each."""
    doubles = {
        (a.colonne, a.valeur): a.attendu.removesuffix("…").split(" ou ")
        for a in p.anomalies
        if a.code == "code_postal_partage" or (a.code == "deux_lectures" and not _entiere(a))
    }
    for (colonne, valeur), lectures in list(doubles.items())[:MONTREES]:
        with st.container(horizontal=True, gap="small"):
            for lue in lectures:
                nom = f"« {colonne} » : « {valeur} » est {lue}"
                if st.button(nom, key=f"deux_{colonne}_{valeur}_{lue}"):
                    _faire(acteur, p, {(colonne, valeur, lue.split(" (")[0]): ""})


def _ensemble(acteur: Acteur, p: importation.Proposition) -> None:
    """What is true of the whole deposit: another campagne, one of several correspondances."""
    annees = {a.valeur for a in p.anomalies if a.code == "campagne_contradictoire"}
    for campagne in sorted(annees & set(campagnes.load(config.installation()))):
        if st.button(f"Contrôler pour la campagne {campagne}", key=f"pour_{campagne}"):
            relire.proposer(acteur, p, campagne, "")
    rivales = [a.message for a in p.anomalies if a.code == "correspondances_rivales"]
    for nom, c in rangement.toutes(config.installation()).items() if rivales else ():
        if f"« {c.nom} »" in rivales[0] and st.button(f"Lire par « {c.nom} »", key=f"par_{nom}"):
            relire.proposer(acteur, p, p.campagne, nom)


def _sommes(acteur: Acteur, p: importation.Proposition) -> None:
    """Rows that hold the sum of the others of their action are set aside, this time and the next;
    where the layout is not kept yet, its guess is, as for the other readings.
    """
    if any(a.code in SOMMES for a in p.anomalies) and st.button(
        "Écarter ces lignes : ce sont des sous-totaux", key="ecarter_sommes"
    ):
        relire.lire_par(acteur, p, set(), relire.sans_sommes)


def _inconnus(acteur: Acteur, p: importation.Proposition) -> None:
    """Figures of a report that are none of our indicators: their rows are set aside, by name."""
    noms = {
        a.valeur: a.colonne
        for a in p.anomalies
        if a.code in SANS_INDICATEUR and a.valeur and not a.proposition
    }
    if noms and st.button(
        f"Écarter {formats.pluriel(len(noms), 'ligne')} : ce ne sont pas des indicateurs d'ici "
        "qui se comparent",
        key="ecarter_inconnus",
    ):
        relire.lire_par(acteur, p, set(), lambda c: relire.sans_lignes(c, p.campagne, noms))


def _croix(acteur: Acteur, p: importation.Proposition) -> None:
    """Columns of crosses: an empty cell may mean no."""
    noms = [n for a in p.anomalies if a.code == CROIX for n in a.attendu.split(" ; ")]
    if noms and st.button(
        f"Lire « non » dans les cases vides de {formats.pluriel(len(noms), 'colonne')}",
        key="lire_vides",
    ):
        _faire(acteur, p, {(n, "", "non"): "" for n in noms})


def _milliers(acteur: Acteur, p: importation.Proposition) -> None:
    """Amounts a thousand times too small beside last year, or the other bilans."""
    if any(a.code == MILLIERS for a in p.anomalies) and st.button(
        "Lire les montants de ces bilans en milliers d'euros", key="lire_milliers"
    ):
        relire.lire_par(acteur, p, set(), relire.en_milliers)


def _postale(a: Anomalie) -> bool:
    """True for what is said of a code that is a postcode."""
    return a.code == "colonne_de_codes_postaux" or (a.colonne != "" and POSTAL in a.message)


def _offertes(anomalies: Sequence[Anomalie]) -> dict[Offre, list[int]]:
    """(column, value, right reading) → rows, of what refuses the deposit."""
    offres: dict[Offre, list[int]] = defaultdict(list)
    for a in anomalies:
        if a.gravite == BLOQUANTE and a.ligne and a.valeur and a.proposition:
            offres[a.colonne, a.valeur, a.proposition].append(a.ligne)
    return offres


def _faire(acteur: Acteur, p: importation.Proposition, dits: dict[Offre, str]) -> None:
    """Read the deposit again with these values, or these columns, read so."""

    def dire(c: Correspondance) -> Correspondance:
        for (colonne, valeur, lecture), lire in dits.items():
            c = relire.avec(c, p.campagne, colonne, valeur, lecture, lire)
        return c

    relire.lire_par(acteur, p, {colonne for (colonne, _, _), lire in dits.items() if lire}, dire)
