"""The data to take away: what is diffused and what is not, then the files with their dictionary and
schemas, in one archive.
"""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, roles
from clas_data.ecrans.dictionnaire import accord
from clas_data.errors import ClasError
from clas_data.restitutions.ouvertes import dossier, echange, publication, tableaux
from clas_data.ui import exports, filtres, lecture, listes, textes
from clas_data.ui import tableaux as tables_html
from clas_data.ui.composants import lien

TOUTES, COMPLETE = "Toutes", "Complète (comité)"
USAGES = {
    "csv": "csv (tableur, données ouvertes)",
    "xlsx": "xlsx (tableur, dictionnaire compris)",
    "parquet": "parquet (statistique)",
}


def offert(acteur: Acteur) -> bool:
    """Whoever takes files away and reads every row; a porteur has the downloads of its own
    pages.
    """
    return acteur.peut("exporter") and roles()[acteur.role].lignes == "toutes"


def show(acteur: Acteur) -> None:
    """Choose, read what will be in the files, prepare them, take them away."""
    inst, ouverte = config.installation(), lecture.ouverte()
    complet = _version(acteur)
    possibles = tableaux.campagnes_ouvertes(inst, ouverte, acteur, complet)
    if not possibles:
        st.info(
            "Aucune campagne n'est à la fois publiée et définitive : il n'y a rien à diffuser."
            if not complet
            else "Aucune campagne n'a été reçue.",
            icon=":material/info:",
        )
        return
    tables = {TOUTES: "Toutes les tables", **{n: t.titre for n, t in publication.load().items()}}
    filtres.say_dropped("export_format", "Format", USAGES.values())
    filtres.say_dropped("export_campagne", "Campagne", [TOUTES, *possibles])
    filtres.say_dropped("export_table", "Table", list(tables.values()))
    a, b, c = st.columns(3)
    format_ = listes.choisir(
        "Format",
        list(USAGES),
        format_func=USAGES.get,
        key="export_format",
        bind="query-params",
        dans=a,
    )
    campagne = listes.choisir(
        "Campagne", [TOUTES, *possibles[::-1]], key="export_campagne", bind="query-params", dans=b
    )
    table = listes.choisir(
        "Table",
        list(tables),
        format_func=tables.get,
        key="export_table",
        bind="query-params",
        dans=c,
    )
    mots = (
        f"{tables[table]}, "
        f"{'campagnes ' + ', '.join(possibles) if campagne == TOUTES else 'campagne ' + campagne}"
    )
    version = {"export_version": COMPLETE} if complet else {}
    lien.montrer(
        onglet="Exporter",
        export_format=USAGES[format_],
        export_campagne=campagne,
        export_table=tables[table],
        **version,
    )
    with st.container(key="carte_export"):
        titre = (
            "Données complètes, pour le comité"
            if complet
            else "Données à publier, secret statistique appliqué"
        )
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(mots)}</p>'
        )
        _resume(complet, [table] if table != TOUTES else list(publication.load()))
        st.html(
            textes.notes(
                [
                    (
                        "Avec les tables",
                        "dictionnaire.csv (chaque colonne et pourquoi elle est diffusée ou non), "
                        "indicateurs.csv (chaque définition), un schéma par table (Table Schema), "
                        "datapackage.json, catalogue.jsonld (DCAT-AP) et LISEZMOI.md.",
                    ),
                    ("Base", ouverte.empreinte),
                    *([("Avertissement", exports.DEMONSTRATION)] if ouverte.demonstration else []),
                ]
            )
        )
        if complet:
            st.warning(
                "Effectifs non masqués, campagnes provisoires et textes des porteurs : réservé "
                "au comité, ne pas publier.",
                icon=":material/warning:",
            )
        dit = echange.Accord() if complet else accord.choisir()
        if st.button(
            "Préparer les fichiers",
            icon=":material/folder_zip:",
            type="primary",
            key="preparer_export",
        ):
            _preparer(
                acteur,
                format_,
                None if campagne == TOUTES else campagne,
                None if table == TOUTES else table,
                complet,
                dit,
            )


def _version(acteur: Acteur) -> bool:
    """True for whole tables, where the role may take them away."""
    if not acteur.peut("exporter_complet"):
        return False
    versions = ["À publier", COMPLETE]
    filtres.say_dropped("export_version", "Version", versions)
    return (
        st.segmented_control(
            "Version",
            versions,
            default=versions[0],
            required=True,
            key="export_version",
            bind="query-params",
        )
        == COMPLETE
    )


def _resume(complet: bool, noms: list[str]) -> None:
    """What the files will hold, table by table, in numbers of columns."""
    lignes = []
    for t in map(publication.exiger, noms):
        retenues = sum(c.ouverture == "retenu" for c in t.champs)
        rangs = (
            f"les {formats.nombre(len(t.champs))} colonnes"
            if complet
            else f"{formats.nombre(len(t.publics))} colonnes publiques"
            if t.lignes
            else "aucune : agrégats seulement"
        )
        agregats = (
            "sans objet"
            if complet
            else formats.pluriel(len(t.indicateurs), "indicateur")
            if t.indicateurs
            else "aucun"
        )
        lignes.append(
            [
                t.titre,
                rangs,
                agregats,
                "aucune" if complet else formats.pluriel(retenues, "colonne"),
            ]
        )
    tables_html.show(
        "Ce que contiennent les fichiers",
        ["Table", "Lignes diffusées", "Agrégats protégés", "Jamais diffusé"],
        lignes,
        alignees=9,
    )


def _preparer(
    acteur: Acteur,
    format_: str,
    campagne: str | None,
    table: str | None,
    complet: bool,
    dit: echange.Accord,
) -> None:
    """Runs until done; the button « Arrêter » ends the run, and nothing of it is kept."""
    arret = st.empty()
    arret.button(
        "Arrêter",
        icon=":material/stop_circle:",
        key="arreter_export",
        help="Arrête la préparation ; rien n'est gardé.",
    )
    avance, contenus = (
        st.progress(
            0.0,
            "Lecture des données et application du secret…"
            if not complet
            else "Lecture des données…",
        ),
        {},
    )
    try:
        for fait, total, nom, contenu in dossier.fichiers(
            config.installation(), lecture.ouverte(), acteur, format_, campagne, table, complet, dit
        ):
            contenus[nom] = contenu
            avance.progress(
                fait / total,
                f"{formats.pluriel(fait, 'table écrite', 'tables écrites')} sur "
                f"{formats.nombre(total)}",
            )
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    avance.empty()
    arret.empty()
    archive = dossier.en_zip(contenus)
    nom = exports.nom_fichier(
        "clas", "complet" if complet else "diffusion", campagne or "", table or "", format_
    )
    st.download_button(
        f"Télécharger {formats.pluriel(len(contenus), 'fichier')} (zip)",
        archive,
        f"{nom}.zip",
        "application/zip",
        icon=":material/download:",
        type="primary",
        key="export_zip",
        on_click="ignore",
    )
    if not complet:
        accord.lire_a_voix_haute(contenus)
