"""The journal of what was accepted, the corrections, the template workbooks."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, comptes
from clas_data.ecrans.donnees import scenarios_supprimes
from clas_data.fichiers import corrections, ensemble, journal, schemas, suites
from clas_data.fichiers.paquets import etat
from clas_data.restitutions.bilan import edition
from clas_data.restitutions.dossiers import garde
from clas_data.restitutions.fiche import seance
from clas_data.simulateur import rangement
from clas_data.tables import importation, lectures
from clas_data.ui import carte, listes, page, tableaux, textes

TYPES = {
    journal.IMPORT: "Dépôt",
    journal.ANNULATION: "Annulation",
    journal.RETABLISSEMENT: "Rétablissement",
    "correction": "Correction",
    "bareme": "Barème",
    suites.TYPE: "Rapprochement",
    rangement.ENREGISTRE: "Scénario enregistré",
    rangement.SUPPRIME: "Scénario supprimé",
    edition.EVENEMENT: "Bilan écrit",
    seance.EVENEMENT: "Séance de commission",
    garde.EVENEMENT: "Dossier",
    ensemble.REGLAGES: "Réglages",
    **etat.TYPES,
}
MODES = {journal.COMPLETER: "complète la campagne", journal.REMPLACER: "remplace les tables"}
COLONNES = [
    *("Nº", "Quand", "Quoi", "État", "Campagne", "Qui"),
    *("Tables", "Fichiers (début du sha256)", "Lignes"),
]
NOMMES = 5  # files of one event that its row names: more than a deposit has
CORRIGE = [
    *("Campagne", "Table", "Ligne", "Colonne", "Valeur reçue", "Valeur retenue"),
    *("Motif", "Preuve", "Date", "Auteur"),
]


def history(acteur: Acteur) -> None:
    """Every event, newest first; an import that stands can be undone, an undone one restored."""
    acteur.exige("voir_journal")
    evenements = journal.lire(config.installation())
    page.encore()
    if not evenements:
        st.info(
            "Le journal est vide : aucun fichier n'a encore été accepté.", icon=":material/inbox:"
        )
        return
    debout = {e.id for e in journal.actifs(evenements)}
    imports = [e for e in evenements if e.type == journal.IMPORT]
    _undo_or_restore(acteur, imports, debout)
    scenarios_supprimes.retablir(acteur, evenements)
    qui = comptes.nommer(config.installation(), acteur, [e.acteur for e in evenements])
    lignes = [_row(e, debout, q) for e, q in zip(reversed(evenements), reversed(qui), strict=True)]
    tableaux.show("Journal des dépôts", COLONNES, lignes, alignees=len(COLONNES) - 1)


def _row(e: journal.Evenement, debout: set[str], qui: str) -> list[str]:
    sort = (
        ("en vigueur" if e.id in debout else "annulé") + f", {MODES[journal.mode(e)]}"
        if e.type == journal.IMPORT
        else f"sur {e.cible}"
        if e.cible
        else ""
    )
    tables = ", ".join(sorted({schemas.load()[s.table].titre for s in e.sources}))
    fichiers = ", ".join(f"{f['nom']} ({f['sha256'][:8]})" for f in e.fichiers[:NOMMES])
    if (autres := len(e.fichiers) - NOMMES) > 0:
        fichiers += f" et {formats.pluriel(autres, 'autre')}"
    lignes = formats.nombre(sum(s.lignes for s in e.sources)) if e.sources else "—"
    quand = f"{datetime.fromisoformat(e.date).astimezone():%d/%m/%Y %H:%M}"
    return [e.id, quand, TYPES.get(e.type, e.type), sort, e.campagne, qui, tables, fichiers, lignes]


def _undo_or_restore(acteur: Acteur, imports: list[journal.Evenement], debout: set[str]) -> None:
    with st.container(horizontal=True, gap="small", key="gestes_journal"):
        _gesture(
            "annuler",
            "Annuler un dépôt",
            ":material/undo:",
            [e for e in imports if e.id in debout],
            importation.annuler,
            acteur,
            "Les chiffres reviennent à ce qu'ils étaient sans lui ; le fichier reste archivé et "
            "le dépôt peut être rétabli.",
        )
        _gesture(
            "retablir",
            "Rétablir un dépôt annulé",
            ":material/redo:",
            [e for e in imports if e.id not in debout],
            importation.retablir,
            acteur,
            "Le dépôt annulé compte à nouveau, tel qu'il avait été reçu.",
        )


def _gesture(
    cle: str,
    nom: str,
    icone: str,
    possibles: list[journal.Evenement],
    faire,
    acteur: Acteur,
    explication: str,
) -> None:
    if not possibles:
        return
    with st.popover(nom, icon=icone, key=f"{cle}_ouvrir"):
        st.caption(explication)
        noms = {
            e.id: f"{e.id} · {e.campagne} · {', '.join(f['nom'] for f in e.fichiers)}"
            for e in reversed(possibles)
        }
        choisi = listes.choisir("Dépôt", list(noms), format_func=noms.get, key=f"{cle}_choix")
        if st.button(nom, type="primary", key=cle):
            dit = (
                f"{choisi} : {'annulé' if cle == 'annuler' else 'rétabli'}. Les chiffres de "
                "toutes les pages en tiennent compte."
            )
            page.accomplir(lambda: faire(config.installation(), choisi, acteur), dit)


def fixes(acteur: Acteur) -> None:
    """Corrections are rows beside what was received: the list, and the form that adds one."""
    st.markdown(
        "Un fichier reçu ne se modifie pas. Une correction est une **ligne à part** : la valeur "
        "reçue, la valeur retenue, le motif, la preuve, l'auteur et la date. Elle s'applique à "
        "chaque construction de la base."
    )
    liste = corrections.lire(config.installation())
    page.encore()
    if len(liste):
        qui = comptes.nommer(config.installation(), acteur, [c.auteur for c in liste])
        lignes = [_fixed(c, q) for c, q in zip(liste, qui, strict=True)]
        corrigees = pd.DataFrame(lignes, columns=CORRIGE)
        carte.table(corrigees, alt="Corrections en vigueur", cle="corrections")
        _lost(liste)
    else:
        st.caption("Aucune correction pour l'instant.")
    if not acteur.peut("corriger"):
        return
    with st.expander(
        "Ajouter une correction", icon=":material/edit_note:", key="ajouter_correction"
    ):
        _fix_form(acteur, len(liste))


def _fixed(c: corrections.Correction, qui: str) -> list[str]:
    """One correction as the form names its parts."""
    table = schemas.load()[c.table]
    quoi = [
        c.campagne,
        table.titre,
        c.cle,
        table.colonnes[c.colonne].titre,
        c.ancienne,
        c.nouvelle,
        c.motif,
        c.preuve,
    ]
    return [*quoi, formats.jour(c.date), qui]


def _lost(liste: list[corrections.Correction]) -> None:
    """Say which corrections change nothing any more, because the row that they name was replaced or
    undone.
    """
    recues = lectures.recues(
        config.installation(), journal.etat(journal.lire(config.installation()))
    )
    if perdues := corrections.sans_ligne(recues, liste):
        lesquelles = ", ".join(f"{c.campagne} {c.cle}" for c in perdues)
        st.warning(
            textes.typographic(
                f"{formats.pluriel(len(perdues), 'correction')} sans effet, leur ligne n'est "
                f"plus dans ce qui est reçu : {lesquelles}."
            )
        )


def _fix_form(acteur: Acteur, rang: int) -> None:
    """The fields of one more correction; saved, they are empty again (the name of the form
    changes).
    """
    recues = sorted({c for c, _ in journal.etat(journal.lire(config.installation()))}, reverse=True)
    if not recues:
        st.caption("Rien n'a encore été reçu : il n'y a rien à corriger.")
        return
    tables = schemas.load()
    gauche, milieu, droite = st.columns(3)
    campagne = listes.choisir("Campagne", recues, key="c_campagne", dans=gauche)
    table = listes.choisir(
        "Table", list(tables), format_func=lambda t: tables[t].titre, key="c_table", dans=milieu
    )
    colonnes = {
        n: c.titre
        for n, c in tables[table].colonnes.items()
        if n not in ("campagne", *tables[table].cle)
    }
    colonne = listes.choisir(
        "Colonne", list(colonnes), format_func=colonnes.get, key="c_colonne", dans=droite
    )
    with st.form(f"correction_{rang}", border=False):
        exemple = "A38-0042/1" if len(tables[table].cle) > 1 else "A38-0042"
        gauche, milieu, droite = st.columns(3)
        cle = gauche.text_input(
            f"Ligne ({' / '.join(tables[table].colonnes[c].titre for c in tables[table].cle)})",
            placeholder=exemple,
        )
        ancienne = milieu.text_input("Valeur reçue")
        nouvelle = droite.text_input("Valeur retenue")
        motif = st.text_input("Motif", placeholder="Pourquoi la valeur reçue est-elle fausse ?")
        preuve = st.text_input("Preuve", placeholder="Courriel du porteur du 12/10/2022, appel du…")
        if not st.form_submit_button("Enregistrer la correction", type="primary"):
            return
    correction = corrections.Correction(
        date=date.today().isoformat(),
        auteur=acteur.nom,
        campagne=campagne,
        table=table,
        cle=cle.strip(),
        colonne=colonne,
        ancienne=ancienne,
        nouvelle=nouvelle,
        motif=motif.strip(),
        preuve=preuve.strip(),
    )
    page.accomplir(
        lambda: importation.corriger(config.installation(), correction, acteur),
        "Correction enregistrée et appliquée.",
    )
