"""What people conclude, on the page « Bilan annuel »: suites of last year's préconisations, those
of this year, words and portraits, who signs. Each form has its button, beside its text.
"""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.ecrans.bilan_annuel.etat import Etat, champ, redessiner
from clas_data.errors import ClasError
from clas_data.figures import jetons
from clas_data.formats import INSECABLE
from clas_data.restitutions.bilan import conclusions, edition, voix
from clas_data.restitutions.bilan.ecrits import (
    ETATS,
    LONGUEUR_MAX,
    PAROLES_MAX,
    PORTRAITS_MAX,
    Preconisation,
    Signataire,
    Suite,
)
from clas_data.ui import textes

NEUVE = "neuve"
A_DIRE = "À dire"
SIGNATURES_MAX = 6


def conclure(etat: Etat) -> None:
    """Everything that is written besides the sentences."""
    _suites(etat)
    _preconisations(etat)
    _voix(etat)
    _visa(etat)


def _garder(etat: Etat, **reglages) -> None:
    """Keep, or say what is wrong, in the field where it is."""
    etat.acteur.exige("rediger_bilan")
    inst = config.installation()
    edition.ouvrir(inst, etat.campagne, etat.edition.comparaison, etat.acteur.nom)
    edition.regler(inst, etat.campagne, etat.acteur.nom, **reglages)
    redessiner()


def _titre(titre: str, dit: str) -> None:
    st.html(
        f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
        f'<p class="clas-sous-titre">{textes.in_html(dit)}</p>'
    )


def _suites(etat: Etat) -> None:
    """Where each préconisation of the year before stands."""
    anciennes = conclusions.anciennes(etat.valeurs)
    if not anciennes:
        return
    with st.container(key="carte_suites"), st.form("suites", border=False):
        _titre(
            "Suites données aux préconisations de l'an dernier",
            f"Ce que le bilan {etat.valeurs.comparaison} demandait, et ce qui en a été fait.",
        )
        dites: dict[str, Suite] = {}
        for p in anciennes:
            deja = etat.edition.suites.get(p.id)
            st.html(f'<p class="clas-fait">{_lu(etat, p.proposition)}</p>')
            choix = st.segmented_control(
                f"Où en est « {p.proposition[:60]} »",
                [A_DIRE, *ETATS],
                default=deja.etat if deja else A_DIRE,
                required=True,
                label_visibility="collapsed",
                key=champ(f"suite_{etat.campagne}_{p.id}"),
            )
            dit = st.text_input(
                "Ce qui a été fait",
                value=deja.texte if deja else "",
                max_chars=LONGUEUR_MAX,
                key=champ(f"suite_texte_{etat.campagne}_{p.id}"),
            )
            if choix and choix != A_DIRE:
                dites[p.id] = Suite(choix, dit.strip())
        if st.form_submit_button("Enregistrer les suites", icon=":material/save:"):
            _garder(etat, suites=dites)


def _lu(etat: Etat, texte: str) -> str:
    return textes.in_html(jetons.rendre(texte, etat.valeurs))


def _preconisations(etat: Etat) -> None:
    """Those kept, each to be written again; those that the data and last year offer."""
    with st.container(key="carte_preconisations"):
        _titre(
            "Préconisations",
            "Un constat, une proposition, qui s'en charge et quand. Le document ne donne que "
            "celles que vous retenez ; l'an prochain, leurs suites seront demandées.",
        )
        gardees = etat.edition.preconisations
        for i, p in enumerate(gardees):
            _une(etat, i, p)
        offertes = [
            *conclusions.reprises(etat.valeurs, etat.edition),
            *conclusions.proposees(etat.valeurs, etat.edition),
        ]
        for p in {p.id: p for p in offertes}.values():
            _offerte(etat, p)
        _une(etat, len(gardees), None)


def _une(etat: Etat, rang: int, p: Preconisation | None) -> None:
    """One form: a préconisation that is kept, or a new one."""
    cle = p.id if p else NEUVE
    titre = f"{rang + 1}. {jetons.rendre(p.proposition, etat.valeurs)}" if p else "En écrire une"
    with (
        st.expander(textes.litteral(titre), key=f"preconisation_{cle}"),
        st.form(f"preconisation_forme_{cle}", border=False),
    ):
        lus = {
            nom: _champ_texte(etat, cle, nom, intitule, getattr(p, nom) if p else "")
            for nom, intitule in (
                ("constat", "Constat"),
                ("proposition", "Proposition"),
                ("qui", "Qui"),
                ("quand", "Quand"),
            )
        }
        with st.container(horizontal=True):
            garde = st.form_submit_button("Enregistrer", icon=":material/save:")
            retire = p is not None and st.form_submit_button("Retirer", icon=":material/remove:")
        if garde:
            _enregistrer(etat, rang, p, lus)
        if retire:
            _garder(
                etat, preconisations=tuple(x for x in etat.edition.preconisations if x.id != p.id)
            )


def _champ_texte(etat: Etat, cle: str, nom: str, intitule: str, valeur: str) -> str:
    saisie = st.text_area if nom in ("constat", "proposition") else st.text_input
    return saisie(
        intitule,
        value=valeur,
        max_chars=LONGUEUR_MAX,
        key=champ(f"{nom}_{etat.campagne}_{cle}"),
    ).strip()


def _enregistrer(etat: Etat, rang: int, p: Preconisation | None, lus: dict[str, str]) -> None:
    gardees = list(etat.edition.preconisations)
    try:
        ecrite = Preconisation(p.id if p else _identifiant(etat), **lus)
    except ClasError as e:
        st.error(textes.litteral(e.message), icon=":material/error:")
        return
    gardees[rang : rang + 1] = [ecrite]
    _garder(etat, preconisations=tuple(gardees))


def _identifiant(etat: Etat) -> str:
    """A name that no other préconisation of this bilan or of the one before has."""
    pris = {p.id for p in (*etat.edition.preconisations, *conclusions.anciennes(etat.valeurs))}
    n = 1
    while f"{etat.campagne}-{n}" in pris:
        n += 1
    return f"{etat.campagne}-{n}"


def _offerte(etat: Etat, p: Preconisation) -> None:
    """One that nobody has kept yet."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"offerte_{p.id}"):
        st.html(
            f'<p class="clas-fait">{_lu(etat, p.constat)}</p>'
            f'<p class="clas-sous-titre">Proposition{INSECABLE}: {_lu(etat, p.proposition)}</p>'
        )
        if st.button("Retenir", icon=":material/add:", key=f"retenir_{p.id}"):
            _garder(etat, preconisations=(*etat.edition.preconisations, p))


def _voix(etat: Etat) -> None:
    """Which words are cited, which actions have their portrait."""
    v, t = etat.valeurs, voix.recues(etat.valeurs)
    if t.empty:
        return
    dits = {x["cle"]: f"{x['texte']} ({x['porteur_nom']})" for x in t.to_dict("records")}
    actions = voix.actions(v)
    voulues = voix.proposees(v) if etat.edition.paroles is None else etat.edition.paroles
    with st.container(key="carte_voix"), st.form("voix", border=False):
        _titre(
            "Paroles et portraits",
            "Des mots de porteurs, tels qu'ils les ont écrits. Sans nom dans la version de "
            "diffusion, où les portraits ne figurent pas.",
        )
        paroles = st.multiselect(
            f"Paroles citées ({PAROLES_MAX} au plus)",
            list(dits),
            default=[c for c in voulues if c in dits],
            format_func=dits.get,
            max_selections=PAROLES_MAX,
            placeholder="Aucune parole citée",
            key=champ(f"paroles_{etat.campagne}"),
        )
        portraits = st.multiselect(
            f"Portraits d'actions ({PORTRAITS_MAX} au plus)",
            list(actions),
            default=[c for c in etat.edition.portraits if c in actions],
            format_func=actions.get,
            max_selections=PORTRAITS_MAX,
            placeholder="Aucun portrait",
            key=champ(f"portraits_{etat.campagne}"),
        )
        if st.form_submit_button("Enregistrer paroles et portraits", icon=":material/save:"):
            _garder(etat, paroles=tuple(paroles), portraits=tuple(portraits))


def _visa(etat: Etat) -> None:
    """Who signs: one line each."""
    qui = conclusions.signataires(etat.valeurs, etat.edition)
    with st.container(key="carte_visa"), st.form("visa", border=False):
        _titre(
            "Visa",
            "Une ligne par signataire : nom, fonction. Proposé : le visa de l'an dernier, sinon "
            "le signataire du fichier documents.yaml de l'installation.",
        )
        lignes = st.text_area(
            "Signataires",
            value="\n".join(f"{s.nom}, {s.fonction}".rstrip(", ") for s in qui),
            max_chars=LONGUEUR_MAX,
            key=champ(f"visa_{etat.campagne}"),
        ).split("\n")
        lus = [tuple(x.strip() for x in l.partition(",")[::2]) for l in lignes if l.strip()]
        if st.form_submit_button("Enregistrer le visa", icon=":material/save:"):
            if len(lus) > SIGNATURES_MAX:
                dit = f"{formats.nombre(SIGNATURES_MAX)} signataires au plus : retirez des lignes."
                st.error(textes.typographic(dit), icon=":material/error:")
            else:
                _garder(etat, visa=tuple(Signataire(*s) for s in lus))
