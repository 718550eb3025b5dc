"""What has a right reading is offered as a button: it writes into the correspondance of the file,
never into the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.donnees.lire import etat
from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers import campagnes
from clas_data.fichiers.correspondances import ebauche, rangement
from clas_data.fichiers.correspondances.forme import (
    SOUS_TOTAL,
    Champ,
    Correspondance,
    Ecartee,
    Tableau,
)
from clas_data.fichiers.lieux import POSTAL
from clas_data.fichiers.messages import affichable, lister
from clas_data.fichiers.sens import ecrits
from clas_data.nation import controle
from clas_data.tables import importation, relectures
from clas_data.ui import page, session, tableaux

MONTREES = 20
Offre = tuple[str, str, str]  # column, value, right reading
NE_PAS_LIRE = "ne_pas_lire"
SOMMES = ("lignes_sous_totaux", "lignes_sous_totaux_peut_etre")
ECARTER = {NE_PAS_LIRE: "ne pas lire cette colonne"}
LECTURES = {  # anomaly → the ways to read the whole column, as buttons say them
    "mois_jour": {"mois_jour": "Lire ces dates mois/jour/année"},
    "mois_jour_peut_etre": {"mois_jour": "Lire ces dates mois/jour/année"},
    "deux_lectures": {
        "milliers": "« 1.248 » est 1 248",
        "decimales": "« 1.248 » est 1,248",
    },
    "nombre_de_territoire": ECARTER,
    "nombre_de_territoire_peut_etre": ECARTER,
}


def show(acteur: Acteur, p: importation.Proposition) -> None:
    """The values that have one likely reading, in a table and a button; then whole columns."""
    postales = {(a.colonne, a.valeur) for a in p.anomalies if _postale(a)}
    offres = {o: n for o, n in _offertes(p.anomalies).items() if o[:2] not in postales}
    if offres:
        st.markdown("#### Ce qui peut se lire autrement")
        tableaux.show(
            "Valeurs qui ont une lecture probable",
            ["Colonne", "Valeur", "À lire", "Lignes"],
            [[c, v, lu, lister(n)] for (c, v, lu), n in list(offres.items())[:MONTREES]],
            alignees=9,
        )
        cellules = formats.pluriel(sum(map(len, offres.values())), "cellule")
        if st.button(f"Lire ainsi ces valeurs ({cellules})", key="lire_ainsi"):
            _faire(acteur, p, {o: "" for o in offres})
    _deux_lectures(acteur, p)
    _ensemble(acteur, p)
    _sommes(acteur, p)
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
            _proposer(acteur, p, campagne, "")
    rivales = [a.message for a in p.anomalies if a.code == "correspondances_rivales"]
    for nom, c in rangement.toutes(config.installation()).items() if rivales else ():
        if f"« {c.nom} »" in rivales[0] and st.button(f"Lire par « {c.nom} »", key=f"par_{nom}"):
            _proposer(acteur, p, p.campagne, nom)


def _sommes(acteur: Acteur, p: importation.Proposition) -> None:
    """Rows that hold the sum of the others of their action are set aside, this time and the next;
    where the layout is not kept yet, its guess is, as for the other readings.
    """
    if any(a.code in SOMMES for a in p.anomalies) and st.button(
        "Écarter ces lignes : ce sont des sous-totaux", key="ecarter_sommes"
    ):
        _lire_par(acteur, p, set(), _sans_sommes)


def _sans_sommes(c: Correspondance) -> Correspondance:
    tableaux = []
    for t in c.tableaux:
        codes = [a.champs["code_action"] for a in t.apports if a.table == "collectifs"]
        dites = [Ecartee(x.colonne, SOUS_TOTAL) for x in codes if x.colonne and not t.sous_totaux]
        tableaux.append(replace(t, ecartees=(*t.ecartees, *dites)))
    return replace(c, tableaux=tuple(tableaux))


def _proposer(acteur: Acteur, p: importation.Proposition, campagne: str, par: str) -> None:
    """Examine the same files again."""
    page.accomplir(
        lambda: session.retenir_proposition(
            controle.proposer(config.installation(), p.depots, campagne, acteur, p.mode, par=par)
        ),
        "Dépôt examiné de nouveau.",
    )


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
            c = _avec(c, p.campagne, colonne, valeur, lecture, lire)
        return c

    _lire_par(acteur, p, {colonne for (colonne, _, _), lire in dits.items() if lire}, dire)


def _lire_par(
    acteur: Acteur,
    p: importation.Proposition,
    dites: set[str],
    dire: Callable[[Correspondance], Correspondance],
) -> None:
    """Read the deposit again so, or open the steps where the layout is not sure."""
    c = _base(p, dites)
    if c is None:
        if etat.commencer(acteur, p.depots, p.campagne):
            session.retenir_proposition(None)
            st.rerun()
        return
    c = dire(c)
    if c == rangement.toutes(config.installation()).get(c.identifiant):
        st.warning(
            f"« {c.nom} » lit déjà ainsi : ce qui reste se corrige dans le fichier.",
            icon=":material/flag:",
        )
        return
    page.accomplir(lambda: _relire(acteur, p, c), f"Lu ainsi, et retenu sous « {c.nom} ».")


def _base(p: importation.Proposition, dites: set[str]) -> Correspondance | None:
    """The correspondance that read this deposit, else the guess where every column is sure, or is
    one of those that a person just told how to read (`dites`).
    """
    inst = config.installation()
    noms = {s.correspondance for s in p.sources if s.correspondance}
    if len(noms) == 1:
        return rangement.lire(inst, noms.pop())
    devinee, refus = relectures.deviner(inst, list(p.depots), p.campagne)
    lues = [x for x in devinee.pistes if x.choisis]
    if (
        noms
        or refus
        or devinee.manques
        or not lues
        or not all(x.sur or affichable(x.entete) in dites for x in lues)
    ):
        return None
    e = ebauche.commencer(devinee)
    return ebauche.retenue(ebauche.confirmer(e, [(x.tableau, x.entete) for x in devinee.pistes]))


def _avec(
    c: Correspondance, campagne: str, colonne: str, valeur: str, lecture: str, lire: str
) -> Correspondance:
    """The same, with one word more, or another way to read a column."""

    def dire(t: Tableau, champ: Champ) -> Champ | None:
        noms = (t.remplir(champ.colonne, campagne, n) for n in (None, *t.rangs()))
        if not champ.colonne or colonne not in map(affichable, noms):
            return champ
        if lire:
            return None if lire == NE_PAS_LIRE else replace(champ, lire=lire)
        return replace(champ, mots={**champ.mots, valeur.removesuffix(".0"): lecture})

    tableaux = []
    for t in c.tableaux:
        lus = [{n: dire(t, x) for n, x in a.champs.items()} for a in t.apports]
        cote = [
            a.champs[n].colonne for a, l in zip(t.apports, lus, strict=True) for n in l if not l[n]
        ]
        apports = tuple(
            replace(a, champs={n: x for n, x in l.items() if x})
            for a, l in zip(t.apports, lus, strict=True)
        )
        tableaux.append(replace(t, apports=apports, de_cote=(*t.de_cote, *dict.fromkeys(cote))))
    return replace(c, tableaux=tuple(tableaux))


def _relire(acteur: Acteur, p: importation.Proposition, c: Correspondance) -> None:
    inst = config.installation()
    relectures.enregistrer(inst, c, acteur)
    suite = controle.proposer(inst, p.depots, p.campagne, acteur, p.mode, par=c.identifiant)
    session.retenir_proposition(suite)
