"""The accounts of this dashboard, for the administration: who may enter, who came, who took what
away.
"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, comptes, invitations, journal, roles
from clas_data.acces.invitations import Invitation
from clas_data.acces.registre import Compte
from clas_data.ecrans.comptes.invitations import adresse, limite
from clas_data.ecrans.donnees import journal as vues_journal
from clas_data.errors import ClasError
from clas_data.fichiers import journal as depots
from clas_data.ui import exports, listes, page, session, tableaux, textes

COLONNES = ["Identifiant", "Nom", "Rôle", "SIRET", "État", "Dernière connexion", "Créé par"]
ACCES = ["Quand", "Quoi", "Qui", "Sur quoi", "Depuis", "Détail"]
GESTES = {
    "lien": (
        "Nouveau lien d'invitation",
        ":material/link:",
        (
            "Un lien qui sert une fois, pour choisir ou changer le mot de passe. Le précédent "
            "cesse de fonctionner."
        ),
    ),
    "revoquer": (
        "Révoquer un compte",
        ":material/block:",
        (
            "Le compte n'ouvre plus rien, dès maintenant et dans toutes ses fenêtres. Il peut "
            "être rétabli."
        ),
    ),
    "retablir": (
        "Rétablir un compte",
        ":material/restart_alt:",
        "Le compte révoqué ouvre à nouveau, avec le mot de passe qu'il avait.",
    ),
}
MONTRES = 500


def listing(acteur: Acteur) -> None:
    """Every account, and what can be done with one."""
    tous = comptes.visibles(config.installation(), acteur)
    if acteur.demonstration:
        st.info(
            "Vous essayez cette page avec un profil ouvert à tous : les comptes que vous y créez "
            "sont des comptes d'essai, fermés dès que la base reçoit de vraies données. Les "
            "comptes réels n'apparaissent pas ici.",
            icon=":material/info:",
        )
    with st.container(horizontal=True, gap="small", key="gestes_comptes"):
        _creation(acteur)
        for geste, possibles in (
            ("lien", [c for c in tous if c.actif]),
            ("revoquer", [c for c in tous if c.actif]),
            ("retablir", [c for c in tous if not c.actif]),
        ):
            if possibles:
                _gesture(acteur, geste, possibles)
    if not tous:
        st.info(
            "Aucun compte pour l'instant. Créez-en un, ou invitez tous les porteurs d'un coup.",
            icon=":material/inbox:",
        )
        return
    cherche = st.text_input(
        "Chercher un compte",
        key="compte_q",
        icon=":material/search:",
        placeholder="nom, SIRET, adresse électronique…",
    )
    mots = textes.plain(cherche).split()
    vus = [
        c
        for c in tous
        if all(m in textes.plain(" ".join((c.identifiant, c.nom, c.siret, c.etat))) for m in mots)
    ]
    actifs = sum(c.etat == "actif" for c in tous)
    st.caption(
        f"{formats.pluriel(len(vus), 'compte')} dans cette liste ; en tout "
        f"{formats.pluriel(len(tous), 'compte')}, dont {formats.nombre(actifs)} en usage."
    )
    tableaux.show(
        "Comptes du tableau de bord",
        COLONNES,
        [_row(c) for c in vus[:MONTRES]],
        alignees=len(COLONNES),
    )


def _row(c: Compte) -> list[str]:
    return [
        c.identifiant,
        c.nom,
        roles()[c.role].titre,
        c.siret or "—",
        c.etat,
        _quand(c.derniere_connexion) or "jamais",
        c.cree_par,
    ]


def _quand(date: str) -> str:
    return f"{datetime.fromisoformat(date).astimezone():%d/%m/%Y %H:%M}" if date else ""


def _creation(acteur: Acteur) -> None:
    with (
        st.popover("Créer un compte", icon=":material/person_add:", key="creer_ouvrir"),
        st.form("creer_compte", border=False),
    ):
        identifiant = st.text_input(
            "Identifiant",
            placeholder="prenom.nom@exemple.fr, ou le SIRET d'un porteur",
            key="creer_identifiant",
        )
        nom = st.text_input("Nom de la personne ou de l'organisme", key="creer_nom")
        role = listes.choisir(
            "Rôle",
            list(reversed(roles())),
            format_func=lambda r: roles()[r].titre,
            key="creer_role",
        )
        siret = st.text_input("SIRET (pour un porteur)", key="creer_siret")
        if st.form_submit_button("Créer et obtenir le lien d'invitation", type="primary"):
            _do(
                lambda inst: (
                    comptes.creer(inst, acteur, identifiant, nom, role, siret)
                    and invitations.inviter(inst, acteur, identifiant)
                )
            )


def _gesture(acteur: Acteur, geste: str, possibles: list[Compte]) -> None:
    nom, icone, explication = GESTES[geste]
    with st.popover(nom, icon=icone, key=f"{geste}_ouvrir"):
        st.caption(explication)
        noms = {c.identifiant: f"{c.nom} · {c.identifiant} · {c.etat}" for c in possibles}
        choisi = listes.choisir("Compte", list(noms), format_func=noms.get, key=f"{geste}_choix")
        if st.button(nom, type="primary", key=geste):
            faire = {
                "lien": invitations.inviter,
                "revoquer": comptes.revoquer,
                "retablir": comptes.retablir,
            }[geste]
            _do(lambda inst: faire(inst, acteur, choisi))


def _do(faire) -> None:
    """A change, then what it gave: a link is shown once, and never kept."""
    try:
        resultat = faire(config.installation())
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    if isinstance(resultat, Invitation):
        st.success(
            f"Lien de « {resultat.identifiant} », à transmettre maintenant : il ne sera plus "
            f"montré. {limite([resultat])}",
            icon=":material/link:",
        )
        st.code(resultat.lien(adresse()), language=None, wrap_lines=True)
        return
    session.annoncer(f"« {resultat.identifiant} » : {resultat.etat}.")
    st.rerun()


def accesses(acteur: Acteur) -> None:
    """Who came, was refused, deposited, undid, took a file away, changed an account: newest
    first.
    """
    inst = config.installation()
    lignes = [
        (
            a.date,
            [
                _quand(a.date),
                journal.TYPES.get(a.type, a.type),
                a.qui,
                a.cible,
                a.adresse,
                a.detail,
            ],
        )
        for a in journal.lire(inst, acteur)
    ]
    faits = depots.lire(inst)
    page.encore()
    lignes += [
        (
            e.date,
            [
                _quand(e.date),
                vues_journal.TYPES.get(e.type, e.type),
                qui,
                e.cible or e.id,
                "",
                " · ".join([e.campagne, *(f["nom"] for f in e.fichiers)]),
            ],
        )
        for e, qui in zip(
            faits, comptes.nommer(inst, acteur, [e.acteur for e in faits]), strict=True
        )
    ]
    lignes = [l for _, l in sorted(lignes, key=lambda paire: paire[0], reverse=True)]
    quoi = listes.choisir(
        "Montrer", ["Tout", *sorted({l[1] for l in lignes})], key="acces_quoi", width=280
    )
    vues = [l for l in lignes if quoi in ("Tout", l[1])]
    st.caption(
        f"{formats.pluriel(len(vues), 'événement')}, les plus récents d'abord. Ce journal ne "
        "s'efface ni ne se modifie depuis l'outil."
    )
    st.download_button(
        "Ce journal (csv)",
        lambda: exports.to_csv(pd.DataFrame(vues, columns=ACCES)),
        exports.nom_fichier("journal-acces") + ".csv",
        "text/csv",
        key="acces_csv",
        on_click="ignore",
        icon=":material/download:",
    )
    tableaux.show("Journal des accès et des dépôts", ACCES, vues[:MONTRES], alignees=len(ACCES))
