"""A pinned figure composed again: on the base of today, with the rights of its reader; and what it
said on the base of the day it was pinned.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.dossiers import connues
from clas_data.errors import AccesRefuse, BaseIndisponible, ClasError, UsageError
from clas_data.figures.composer import BLOCS
from clas_data.figures.figure import Chiffres, Figure, Tableau
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import catalogue
from clas_data.restitutions.dossiers import epingle
from clas_data.restitutions.dossiers.epingle import PROPRE, Epingle
from clas_data.serveur import menu
from clas_data.tables import base
from clas_data.ui import lecture
from clas_data.ui.choix import axes
from clas_data.ui.selection import Filtre, Selection

Composee = Figure | Tableau | Chiffres
DIFFERENCES_DITES = 3


def selection(acteur: Acteur, e: Epingle) -> Selection:
    """What a pin looks at, within what this reader may read; what its profile does not open is
    refused in a sentence.
    """
    ecran = menu.ecrans().get(e.page)
    if ecran is None or not acteur.voit(e.page):
        d_ou = f"de la page « {ecran.titre} »" if ecran else "d'une page qui n'existe pas ici"
        raise AccesRefuse(
            f"Cette figure vient {d_ou}, que le profil « {acteur.declaration.titre} » n'ouvre pas."
        )
    perimetre = lecture.perimetre(acteur)
    campagnes = tuple(lecture.valeurs_axe(perimetre, "campagne"))
    if e.campagne not in campagnes:
        raise UsageError(
            f"La campagne « {e.campagne} » n'est pas dans cette base, ou votre profil ne la lit "
            "pas."
        )
    filtres = tuple(_filtre(lecture.valeurs_axe(perimetre, a), a, v) for a, v in e.filtres.items())
    return Selection(perimetre, e.campagne, campagnes, filtres, e.estimation)


def _filtre(lues: list[str], axe: str, valeur: str) -> Filtre:
    if valeur not in lues:
        raise UsageError(
            f"« {catalogue.AXES[axe]} : {valeur} » n'est pas dans cette base, ou votre profil ne "
            "la lit pas."
        )
    cle = axes.cle(axe)
    nom = axes.AXES[cle].nom if cle in axes.AXES else catalogue.AXES[axe]
    return Filtre(axe, nom, valeur, lecture.noms_axe(axe).get(valeur, valeur))


def composer(acteur: Acteur, e: Epingle) -> tuple[Composee, Selection]:
    """The figure of today, and what it looks at."""
    epingle.verifier(e)
    s = selection(acteur, e)

    def bloc(genre: str, declaration: Mapping[str, Any]) -> list:
        if genre == PROPRE:
            return list(connues.figures(e.page, e.figure, s, declaration))
        return lecture.figures(s, genre, **declaration)

    return epingle.composer(e, bloc)[0], s


def depuis(e: Epingle, s: Selection, f: Composee) -> str:
    """What has changed since it was pinned: « alors 3 052, 3 060 aujourd'hui »; « » where nothing
    has.
    """
    if not e.empreinte or e.empreinte == lecture.ouverte().empreinte:
        return ""
    jour = formats.jour(e.le[:10])
    try:
        avant = _alors(e, s)
    except BaseIndisponible:
        return f"La base a changé depuis le {jour} ; celle d'alors n'est plus gardée."
    except ClasError:
        return f"La base a changé depuis le {jour} : cette figure ne s'y composait pas."
    dites = _differences(_cellules(avant), _cellules(f))
    if not dites:
        return ""
    reste = len(dites) - DIFFERENCES_DITES
    suite = f" ; et {formats.pluriel(reste, 'autre')}" if reste > 0 else ""
    return f"Depuis le {jour} : {' ; '.join(dites[:DIFFERENCES_DITES])}{suite}."


def _alors(e: Epingle, s: Selection) -> Composee:
    """The same figure on the base that was read when it was pinned, while it is still kept."""
    if e.genre == PROPRE:
        raise BaseIndisponible("Une figure propre à une page ne se lit que sur la base du jour.")
    ancienne = base.ouvrir(config.installation(), e.empreinte)
    cle = (e.empreinte, s, "dossier", e.id, e.le)

    def faire() -> list:
        lues = ancienne.valeurs(s.perimetre, "campagne")
        rang = lues.index(s.campagne) if s.campagne in lues else 0
        v = Valeurs(
            config.installation(),
            ancienne,
            s.perimetre,
            s.campagne,
            lues[rang - 1] if rang else None,
            filtres=s.ou(campagne=False),
            champ=s.champ,
        )
        return epingle.composer(e, lambda genre, declaration: BLOCS[genre](v, declaration))

    return lecture.FIGURES.lire(cle, faire)[0]


def _cellules(f: Composee) -> dict[str, str]:
    """What a figure says, cell by cell, each under its name."""
    if isinstance(f, Chiffres):
        return {c.nom: c.valeur for c in f.chiffres}
    t = f.donnees if isinstance(f, Figure) else f
    return {
        f"{ligne[0]}, {colonne}": mot
        for ligne in t.lignes
        for colonne, mot in zip(t.colonnes[1:], ligne[1:], strict=True)
    }


def _differences(avant: Mapping[str, str], ici: Mapping[str, str]) -> list[str]:
    """Each cell that moved, that came or that went."""
    noms = dict.fromkeys((*ici, *avant))
    return [
        f"{n} : {avant.get(n, 'rien')} alors, {ici.get(n, 'rien')} aujourd'hui"
        for n in noms
        if avant.get(n) != ici.get(n)
    ]
