"""What frames every screen: the mark, the banner of fictional data, the footer with the
empreinte.
"""

from __future__ import annotations

import contextlib
from typing import NoReturn

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes
from clas_data.restitutions import accessibilite
from clas_data.serveur import marque, menu
from clas_data.serveur.garde import DECLARATION, prefixe
from clas_data.tables.base import Base
from clas_data.ui import lecture, session

MARQUE = (
    f'<div class="clas-marque"><img src="{marque.IMAGE}" width="44" height="44" alt=""><div><b>Clas'
    "</b><span>Tableau de bord départemental</span></div></div>"
)
BANDEAU = (
    '<div class="clas-bandeau" role="note"><b>Données fictives de démonstration.</b> '
    "Porteurs, actions et chiffres sont inventés ; seuls les totaux publiés de 2021-2022 sont "
    "réels.</div>"
)
STATUTS = {"definitif": "définitifs", "provisoire": "provisoires"}


def footer(base: Base, acteur: Acteur | None) -> None:
    """Which data are on this screen: empreinte, day of the build, status of the campagnes that this
    acteur reads; then the state of accessibility.

    It leads to the screen of the declaration; who has not come in yet gets the page that the server
    gives to anyone.
    """
    statuts: dict[str, list[str]] = {}
    lues = base.valeurs(lecture.perimetre(acteur), "campagne") if acteur else ()
    for c in campagnes.load(config.installation()).values():
        if c.nom in lues:
            statuts.setdefault(c.statut, []).append(c.nom)
    phrases = [
        f"chiffres {STATUTS.get(s, s)} : {', '.join(sorted(noms))}" for s, noms in statuts.items()
    ]
    morceaux = [
        f"Base {base.empreinte}",
        f"construite le {formats.jour(base.construite_le)}",
        *phrases,
    ]
    mots = accessibilite.mention(config.installation())
    if acteur is None:
        morceaux.append(f'<a href="{prefixe()}/{DECLARATION}">{mots}</a>')
    st.html(
        '<footer class="clas-pied">' + "".join(f"<span>{m}</span>" for m in morceaux) + "</footer>"
    )
    if acteur is not None:
        ecran = menu.ecrans()["accessibilite"]
        with st.container(key="pied_accessibilite"):
            st.page_link(menu.page(ecran), label=mots)


def stop() -> NoReturn:
    """End here a screen that has nothing to show: what every screen carries still follows, but
    where nobody is identified or no base can be read, which the screen says already.
    """
    with contextlib.suppress(ClasError):
        if (qui := session.acteur()) is not None:
            footer(lecture.ouverte(), qui)
    st.stop()
    raise AssertionError("st.stop() never returns")
