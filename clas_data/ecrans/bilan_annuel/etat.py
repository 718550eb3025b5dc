"""What the page « Bilan annuel » is looking at: a campagne and a version in the URL, the edition on
the disk, the figures in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from clas_data import baremes, config
from clas_data.acces import Acteur, Perimetre
from clas_data.fichiers import campagnes
from clas_data.figures.valeurs import Valeurs
from clas_data.restitutions.bilan import composition, edition, formats_de_sortie, plan
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.bilan.textes import Phrase
from clas_data.simulateur import rangement
from clas_data.tables import base
from clas_data.ui import filtres, lecture, listes, pied
from clas_data.ui.composants import lien

DIFFUSEE = "Diffusion"
VERSIONS = {"Comité": False, DIFFUSEE: True}
SANS = "Aucune"
TOUR = "bilan_tour"  # how many times this session changed the bilan otherwise than by typing


def champ(nom: str) -> str:
    """The key of a field. After an undo or a choice the fields are new ones: what a browser still
    holds of the old ones would do again what was undone.
    """
    return f"{nom}_{st.session_state.get(TOUR, 0)}"


def redessiner() -> None:
    """Show what is kept now, in new fields."""
    st.session_state[TOUR] = st.session_state.get(TOUR, 0) + 1
    st.rerun()


@dataclass(frozen=True)
class Etat:
    """The bilan of one campagne, for one version."""

    acteur: Acteur
    edition: Edition
    valeurs: Valeurs
    phrases: dict[str, Phrase]

    @property
    def campagne(self) -> str:
        return self.edition.campagne

    @property
    def redige(self) -> bool:
        """Does who reads write it too?  Else it is the diffused version, as it stands."""
        return self.acteur.peut("rediger_bilan")

    @property
    def parties(self) -> list:
        """The parts kept, in order."""
        return plan.ordre(self.edition.parties)

    def changer(self, cle: str, texte: str | None, vus: dict[str, str]) -> None:
        """Keep one text, in the name of whoever writes."""
        self._commencer()
        edition.changer(config.installation(), self.campagne, cle, texte, vus, self.acteur.nom)

    def regler(self, **reglages) -> None:
        """Keep one choice: date, comparison, parts."""
        self._commencer()
        edition.regler(config.installation(), self.campagne, self.acteur.nom, **reglages)

    def _commencer(self) -> None:
        """Keep the edition, and its date, before its first change or its first document."""
        self.acteur.exige("rediger_bilan")
        edition.ouvrir(
            config.installation(), self.campagne, self.edition.comparaison, self.acteur.nom
        )

    def octets(self, format_: str) -> bytes:
        """The document in a format, kept in memory under everything that it is made of."""
        if self.redige:
            self._commencer()
        return _octets(
            str(self.valeurs.installation.racine),
            self.valeurs.base.empreinte,
            self.valeurs.perimetre,
            _regles(),
            replace(self.edition, quoi="", auteur="", le=""),
            self.valeurs.agregats,
            format_,
        )


def choisir(acteur: Acteur) -> Etat:
    """The choices of the screen; stops with a sentence where there is nothing to write about."""
    redige = acteur.peut("rediger_bilan")
    perimetre = lecture.perimetre(acteur)
    connues = [
        c
        for c in lecture.valeurs_axe(perimetre, "campagne")
        if c in campagnes.load(config.installation())
    ]
    if not connues:
        st.info(
            "Aucune campagne à décrire pour l'instant : déposez ses fichiers sur la page « "
            "Données ».",
            icon=":material/inbox:",
        )
        pied.stop()
    filtres.receive_campagne(connues)
    filtres.say_dropped("campagne", "Campagne", connues)
    filtres.say_dropped("version", "Version", VERSIONS if redige else [DIFFUSEE])
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom"):
        campagne = listes.choisir(
            "Campagne", connues[::-1], key="campagne", bind="query-params", width=150
        )
        e = edition.proposee(
            config.installation(), campagne, composition.precedente(connues, campagne), acteur.nom
        )
        version = DIFFUSEE
        if redige:
            _reglages(acteur, e, [c for c in connues if c < campagne])
            version = st.segmented_control(
                "Version",
                list(VERSIONS),
                default="Comité",
                required=True,
                key="version",
                bind="query-params",
            )
            _historique(acteur, campagne)
        lien.montrer(campagne=campagne, version=version or "Comité")
    agregats = (
        acteur.agregats(campagnes.publiees(config.installation()))
        if VERSIONS[version or "Comité"]
        else None
    )
    e = replace(e, comparaison=e.comparaison if e.comparaison in connues else None)
    filtres.say_unmatched(acteur, campagne, e.comparaison)
    v = _valeurs(
        str(config.installation().racine),
        lecture.ouverte().empreinte,
        perimetre,
        _regles(),
        campagne,
        e.comparaison,
        agregats,
    )
    return Etat(acteur, e, v, _phrases(v, e))


def _phrases(v: Valeurs, e: Edition) -> dict[str, Phrase]:
    """Every sentence of the bilan, written once for these values and these words; `v` is kept under
    all that it was read from.
    """
    anterieure = edition.lire(config.installation(), v.comparaison) if v.comparaison else None
    cle = ("phrases", repr(e), repr(anterieure))
    return lecture.FIGURES.de((v,), cle, lambda: composition.phrases(v, e))


def _reglages(acteur: Acteur, e: Edition, avant: list[str]) -> None:
    options = [*avant[::-1], SANS]
    choix = listes.choisir(
        "Comparée à",
        options,
        index=options.index(e.comparaison) if e.comparaison in options else len(options) - 1,
        width=150,
        key=champ(f"comparaison_{e.campagne}_{e.comparaison}"),
    )
    voulue = None if choix == SANS else choix
    jour = st.date_input(
        "Date d'édition",
        date.fromisoformat(e.date),
        format="DD/MM/YYYY",
        width=150,
        key=champ(f"date_{e.campagne}_{e.date}"),
    )
    reglages = ({"comparaison": voulue} if voulue != e.comparaison else {}) | (
        {"date": jour.isoformat()} if isinstance(jour, date) and jour.isoformat() != e.date else {}
    )
    if reglages:
        edition.ouvrir(config.installation(), e.campagne, e.comparaison, acteur.nom)
        edition.regler(config.installation(), e.campagne, acteur.nom, **reglages)
        redessiner()


def _historique(acteur: Acteur, campagne: str) -> None:
    """Undo and redo, over all that was written in this bilan."""
    avant, apres = edition.possibles(config.installation(), campagne)
    for cle, icone, aide, pas, reste in (
        ("annuler", ":material/undo:", "Annuler le dernier changement", -1, avant),
        ("refaire", ":material/redo:", "Rétablir ce qui vient d'être annulé", 1, apres),
    ):
        if st.button(
            "Annuler" if pas < 0 else "Rétablir",
            icon=icone,
            help=aide,
            key=f"bilan_{cle}",
            disabled=not reste,
        ):
            acteur.exige("rediger_bilan")
            edition.deplacer(config.installation(), campagne, pas, acteur.nom)
            redessiner()


def _regles() -> str:
    """What a bilan reads besides the base: barèmes and kept scenarios, which have no empreinte."""
    inst = config.installation()
    return repr((baremes.parametres(inst), rangement.lister(inst)))


@st.cache_resource(
    show_spinner="Lecture des chiffres de la campagne…", max_entries=12, hash_funcs=lecture.HACHAGE
)
def _valeurs(
    racine: str,
    empreinte: str,
    perimetre: Perimetre,
    regles: str,
    campagne: str,
    comparaison: str | None,
    agregats: Perimetre | None,
) -> Valeurs:
    inst = config.installation(racine)
    return composition.lire(
        inst,
        base.ouvrir(inst, empreinte),
        perimetre,
        Edition(campagne, "2000-01-01", comparaison),
        agregats,
    )


@st.cache_data(show_spinner=False, max_entries=24, hash_funcs=lecture.HACHAGE | {Edition: repr})
def _octets(
    racine: str,
    empreinte: str,
    perimetre: Perimetre,
    regles: str,
    e: Edition,
    agregats: Perimetre | None,
    format_: str,
) -> bytes:
    v = _valeurs(racine, empreinte, perimetre, regles, e.campagne, e.comparaison, agregats)
    return formats_de_sortie.ecrire(composition.composer(v, e), format_)
