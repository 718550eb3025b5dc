"""The real server on one installation, and one person of its administration who opens every page,
every tab, sets a filter, moves a lever.

Streamlit's own protocol, no browser: a duration goes from the gesture sent to the last message of
the script. What the screen then costs a browser is seen in the size of what was sent.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

from clas_data.acces import comptes, ligne_de_commande, registre
from clas_data.config import Installation
from clas_data.serveur import menu
from tests.flux import Flux, cookie
from tests.promeneur import Promeneur
from tests.serveur import Serveur

ATTENTE_S = float(os.environ.get("CLAS_ECHELLE_ATTENTE_S", 60))
IDENTIFIANT, MOT_DE_PASSE = "echelle", "trois petits chats bleus"
LEVIER, PLAFOND = "a_plafond", "8 200 €"
DERNIERES = ("synthese_porteur",)
# the first of these that a page offers is set to its second value
FILTRES = ("epci", "territoire", "niveau", "porteur", "type")


def ouvrir(inst: Installation) -> dict[str, Any]:
    """{lieux: {page: {gesture: [seconds, MB sent]}}, fautes, memory of the server before, after and
    at its highest, in MB}.
    """
    moi = ligne_de_commande()
    if IDENTIFIANT not in registre.lire(inst):
        comptes.creer(inst, moi, IDENTIFIANT, "Échelle", "administration")
        comptes.changer_mot_de_passe(inst, moi, IDENTIFIANT, MOT_DE_PASSE)
    serveur = Serveur(inst.racine)
    try:
        jeton = cookie(serveur.url, IDENTIFIANT, MOT_DE_PASSE)
        lieux, fautes = {}, []
        # opens the base, and imports what every page needs
        premier = _Visite(serveur.url, jeton, ("dictionnaire", ""))
        avant = _memoire_mo(serveur, "VmRSS")
        # what computes on after its reader left (the protection of figures, campagne by campagne)
        # comes last: it would slow all the others
        for page in sorted(menu.ecrans(), key=DERNIERES.__contains__):
            lieux[page] = _lieu(serveur.url, jeton, (page, ""), fautes, onglets := [])
            for onglet in onglets[1:]:
                lieux[f"{page}, {onglet}"] = _lieu(serveur.url, jeton, (page, onglet), fautes, [])
        premier.fermer()
        fautes += ["trace dans le journal du serveur"] * serveur.lire_journal().count("Traceback")
        return {
            "lieux": lieux,
            "fautes": fautes,
            "avant_mo": avant,
            "apres_mo": _memoire_mo(serveur, "VmRSS"),
            "haut_mo": _memoire_mo(serveur, "VmHWM"),
        }
    finally:
        serveur.arreter()


class _Visite:
    """One session at one place: its walker, and what each gesture cost."""

    def __init__(self, url: str, jeton: str, lieu: tuple[str, str]):
        self.flux = Flux(url, jeton)
        self.flux.attente_s = ATTENTE_S
        self.marcheur = Promeneur(self.flux, random.Random(0), [lieu], {LEVIER: (PLAFOND,)})
        self.couts: dict[str, tuple[float, float]] = {}
        self.noter("premiere", lambda: self.marcheur.aller(lieu))

    def noter(self, geste: str, faire) -> None:
        combien = len(self.marcheur.passage.gestes)
        faire()
        if len(self.marcheur.passage.gestes) > combien:
            self.couts[geste] = (
                round(self.marcheur.passage.gestes[-1][2], 3),
                round(len(self.flux.recu) / 2**20, 2),
            )

    def fermer(self) -> None:
        self.flux.__exit__(None, None, None)


def _lieu(
    url: str, jeton: str, lieu: tuple[str, str], fautes: list[str], onglets: list[str]
) -> dict[str, tuple[float, float]]:
    """First view, second view, a filter, a lever where there is one; `onglets` receives the tabs of
    the page.
    """
    v = _Visite(url, jeton, lieu)
    try:
        onglets += [
            e["string_value"]
            for genre, etats in v.marcheur.offres.values()
            if genre == "onglet"
            for e in etats
        ]
        if v.couts:
            v.noter("seconde", lambda: v.marcheur.aller(lieu))
        for geste, cles in (("filtre", FILTRES), ("levier", (LEVIER,))):
            choix = next((i for c in cles for i in v.marcheur.offres if i.endswith(f"-{c}")), None)
            if choix and v.couts:
                etat = v.marcheur.offres[choix][1][:2][-1]
                v.noter(geste, lambda choix=choix, etat=etat: v.marcheur.poser(choix, etat))
        fautes += v.marcheur.passage.fautes
        return v.couts
    finally:
        v.fermer()


def _memoire_mo(serveur: Serveur, quoi: str) -> int:
    lignes = Path(f"/proc/{serveur.processus.pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(l for l in lignes if l.startswith(quoi)).split()[1]) // 1024
