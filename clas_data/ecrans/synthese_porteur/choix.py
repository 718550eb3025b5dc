"""Whose synthèse, of which campagne: the porteur's own, or the one that the committee chooses to
see as the porteur sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur, Perimetre
from clas_data.conformite import regles
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes
from clas_data.restitutions.synthese import composition, lot, pdf
from clas_data.restitutions.synthese.composition import Commun, Synthese
from clas_data.tables import base
from clas_data.ui import filtres, lecture, listes, pied, textes
from clas_data.ui.composants import lien


@dataclass(frozen=True)
class Choix:
    """The synthèse on screen, and the porteur (an acteur) whose eyes it is seen through."""

    porteur: Acteur
    synthese: Synthese


def choisir(acteur: Acteur) -> Choix:
    """The porteur and the campagne, kept in the URL; stops with a sentence where there is nothing
    to show.
    """
    publiees = campagnes.publiees(config.installation())
    proposees = [
        c for c in publiees if c in set(lecture.valeurs_axe(lecture.perimetre(acteur), "campagne"))
    ]
    if not proposees:
        st.info(
            "Aucune campagne publiée n'a de chiffres à montrer ici : la synthèse s'ouvre quand "
            "le comité publie une campagne.",
            icon=":material/inbox:",
        )
        pied.stop()
    filtres.lend_campagne(proposees, proposees[-1])
    filtres.say_dropped("campagne", "Campagne", proposees)
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom", gap="small"):
        campagne = listes.choisir(
            "Campagne publiée", proposees[::-1], key="campagne", bind="query-params", width=170
        )
        porteur = _porteur(acteur, campagne)
        s = _lue(porteur, campagne)
        _telecharger(s)
        liens = {"campagne": campagne} | (
            {"porteur": f"{s.nom} · {s.siret}"} if porteur is not acteur else {}
        )
        lien.montrer(**liens)
    if porteur is not acteur:
        st.info(
            f"Vous voyez cette page comme **{textes.litteral(s.nom)}** la voit : ses lignes, et "
            "du département les seules figures protégées.",
            icon=":material/visibility:",
        )
    return Choix(porteur, s)


def _porteur(acteur: Acteur, campagne: str) -> Acteur:
    """The acteur itself, or the porteur that the committee chooses."""
    if acteur.siret:
        return acteur
    ouverte = base.ouvrir(config.installation(), lecture.ouverte().empreinte)
    noms = lecture.FIGURES.lire(
        (ouverte.empreinte, "porteurs", lecture.perimetre(acteur), acteur.role, campagne),
        lambda: lot.porteurs(ouverte, acteur, config.installation(), campagne),
    )
    if not noms:
        st.info(f"Aucune action agréée en {campagne} dans cette base.", icon=":material/inbox:")
        pied.stop()
    choisi = choisir_parmi(
        "porteur",
        "Voir comme le porteur",
        {siret: f"{nom} · {siret}" for siret, nom in noms.items()},
        560,
    )
    return acteur.comme_porteur(choisi)


def choisir_parmi(cle: str, nom: str, libelles: dict[str, str], largeur: int) -> str:
    """One of these values, by its words, which are also what the URL holds."""
    filtres.say_dropped(cle, nom, libelles.values())
    mots = listes.choisir(nom, list(libelles.values()), key=cle, bind="query-params", width=largeur)
    return next(v for v, l in libelles.items() if l == mots)


def _lue(porteur: Acteur, campagne: str) -> Synthese:
    inst, ouverte = config.installation(), lecture.ouverte()
    publiees = campagnes.publiees(inst)
    try:
        perimetre, agregats = porteur.perimetre(publiees), porteur.agregats(publiees)
        annees = lecture.FIGURES.lire(
            (ouverte.empreinte, "annees", agregats, publiees, campagne),
            lambda: composition.annees(ouverte, agregats, publiees, campagne),
        )
        partage = _commun(ouverte.empreinte, agregats, campagne, annees)
        valeurs = tuple(
            (c, str(sorted(baremes.en_vigueur(inst, c).valeurs.items())))
            for c in (campagne, *baremes.connus(inst))
        )
        valeurs += (("regles", regles.version(inst)),)
        return _synthese(ouverte.empreinte, perimetre, agregats, partage, valeurs, annees)
    except ClasError as erreur:
        st.info(textes.litteral(erreur.message), icon=":material/inbox:")
        pied.stop()
        raise


@st.cache_resource(
    show_spinner="Protection des figures du département (une fois par version des données)…",
    max_entries=20,
    hash_funcs=lecture.HACHAGE,
)
def _commun(empreinte: str, agregats: Perimetre, campagne: str, annees: tuple[str, ...]) -> Commun:
    return composition.commun(
        base.ouvrir(config.installation(), empreinte), agregats, campagne, annees
    )


@st.cache_resource(
    show_spinner="Lecture de la synthèse…",
    max_entries=200,
    hash_funcs={**lecture.HACHAGE, Commun: lambda c: c.campagne},
)
def _synthese(
    empreinte: str,
    perimetre: Perimetre,
    agregats: Perimetre,
    partage: Commun,
    regles: tuple,
    annees: tuple[str, ...],
) -> Synthese:
    inst = config.installation()
    return composition.lire(
        inst, base.ouvrir(inst, empreinte), perimetre, agregats, perimetre.siret, partage
    )


def _telecharger(s: Synthese) -> None:
    st.download_button(
        "Garder en PDF (2 pages)",
        data=lambda: pdf.composer(s, inst=config.installation()),
        file_name=pdf.nom_fichier(s),
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        key="pdf",
        on_click="ignore",
        help=(
            f"Synthèse de {textes.litteral(s.nom)}, {s.campagne}{formats.INSECABLE}: deux pages A4."
        ),
    )
