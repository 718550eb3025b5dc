"""The rule in three voices: in force, scenario A, scenario B; its numbers are edited inside its
text.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.baremes import Bareme
from clas_data.ecrans.simulateur.mots import dire, ecrire
from clas_data.fichiers import referentiels
from clas_data.simulateur import calcul, scenario
from clas_data.simulateur.formule import ps_maximale_c
from clas_data.simulateur.scenario import Scenario, hypotheses, leviers
from clas_data.ui import champs, listes, textes

VOIX = ("A", "B")
# the numbers edited inside the text of the rule
REGLE = ("taux", "plafond", "bonus_enfants", "bonus_parents")
AUTRES = (
    "bonification_ville",
    "bonus_part",
    "inflation",
    "collectifs_plus",
    "cout_nouveau",
    "enveloppe",
)
TEXTE = (
    ("Prise en compte de", "taux"),
    (
        "des dépenses d'un groupe de huit à douze enfants, dans la limite d'un prix plafond de",
        "plafond",
    ),
    ("par an ; bonus « enfants » de", "bonus_enfants"),
    ("par collectif ; bonus « parents » de", "bonus_parents"),
    ("par collectif.", ""),
)
EPCI = (
    "epci"  # which intercommunalités receive new collectifs; how many each: one more key per SIREN
)


ETENDRE = (
    "etendre"  # one switch for every voice and every tab: actions without a bilan at a mean cost
)


def etendue() -> dict[str, str]:
    """The hypothesis that all the voices of the screen share: on which collectifs they rest."""
    return {"sans_bilan": "moyenne"} if st.session_state.get(ETENDRE) else {}


def par_voix() -> dict[str, dict]:
    """The hypotheses that each scenario chooses."""
    return {n: h for n, h in hypotheses().items() if n != "sans_bilan"}


def voix(bareme: Bareme) -> dict[str, Scenario]:
    """Three voices side by side."""
    colonnes = st.columns(3, gap="small")
    with colonnes[0], st.container(key="carte_voix_vigueur", height="stretch"):
        st.html(f'<h3 class="clas-titre">Barème en vigueur, {bareme.campagne}</h3>')
        st.markdown(
            textes.typographic(
                " ".join(
                    f"{t} **{ecrire(n, bareme.valeurs.get(n, Decimal(0)))}**" if n else t
                    for t, n in TEXTE
                )
            )
        )
        ps = Decimal(ps_maximale_c(calcul.regle_de(bareme, calcul.en_vigueur(bareme)))) / 100
        tout = ps + sum(
            bareme.valeurs.get(n, Decimal(0)) for n in ("bonus_enfants", "bonus_parents")
        )
        st.caption(
            f"Un collectif reçoit au plus {formats.euros(ps)} de Ps"
            + (f", {formats.euros(tout)} avec les deux bonus." if tout > ps else ".")
        )
        st.caption(f"Source{formats.INSECABLE}: {bareme.references['plafond']}.")
        st.caption(
            (
                "Dans un scénario, tapez un nombre ou faites glisser sa poignée ; les flèches du "
                "clavier la déplacent d'un pas."
            ).replace(" ;", f"{formats.FINE};")
        )
    resultat = {}
    for nom, colonne in zip(VOIX, colonnes[1:], strict=True):
        with colonne, st.container(key=f"carte_voix_{nom.lower()}", height="stretch"):
            resultat[nom] = _une_voix(nom, bareme)
    return resultat


def _une_voix(nom: str, bareme: Bareme) -> Scenario:
    st.html(f'<h3 class="clas-titre">Scénario {nom}</h3>')
    prefixe, change, avant = nom.lower(), {}, ""
    with st.container(key=f"regle_{prefixe}"):
        for texte, cle in TEXTE:
            st.markdown(textes.typographic(f"{avant}{texte}"))
            if cle:
                depart = bareme.valeurs.get(cle, Decimal(0))
                v = champs.nombre(
                    f"{prefixe}_{cle}",
                    leviers()[cle],
                    depart,
                    f"{leviers()[cle].titre} ({leviers()[cle].unite}), scénario {nom}",
                    largeur=118,
                    cache=True,
                )
                change |= {} if v == depart else {cle: v}
                avant = "" if v == depart else f"(au lieu de ~~{ecrire(cle, depart)}~~) "
    with st.popover(
        "Autres leviers et hypothèses",
        icon=":material/tune:",
        key=f"autres_{prefixe}",
        width="stretch",
    ):
        change |= _autres(prefixe)
    autres = [
        f"{leviers()[n].titre}{formats.INSECABLE}: <b>{textes.in_html(dire(n, v))}</b>"
        for n, v in change.items()
        if n not in REGLE
    ]
    if autres:
        st.html(f'<p class="clas-sous-titre">{" · ".join(autres)}</p>')
    return scenario.construire(f"Scénario {nom}", bareme.campagne, change | etendue())


def _autres(prefixe: str) -> dict[str, Decimal | str]:
    """The levers that the text of the rule does not hold, and the rules that are not published."""
    change = {}
    for n, colonne in zip(AUTRES, st.columns(2) * len(AUTRES), strict=False):
        with colonne:
            v = champs.nombre(f"{prefixe}_{n}", leviers()[n], None)
        change |= {} if v is None else {n: v}
    change |= _par_epci(prefixe)
    for n, h in par_voix().items():
        choix = listes.choisir(
            h["titre"], list(h["choix"].values()), key=f"{prefixe}_{n}", bind="query-params"
        )
        valeur = next(v for v, mots in h["choix"].items() if mots == choix)
        change |= {} if valeur == h["defaut"] else {n: valeur}
    return change


def _par_epci(prefixe: str) -> dict[str, str]:
    """New collectifs given to named intercommunalités."""
    choisis = st.multiselect(
        leviers()["collectifs_epci"].titre,
        sorted(sirens()),
        key=f"{prefixe}_{EPCI}",
        bind="query-params",
        placeholder="aucune",
    )
    combien = {}
    for epci in choisis:
        n = champs.nombre(
            f"{prefixe}_{EPCI}_{sirens()[epci]}",
            leviers()["collectifs_plus"],
            Decimal(1),
            f"Collectifs de plus, {epci}",
        )
        combien[epci] = int(n)
    ecrits = scenario.epci_ecrits(combien)
    return {"collectifs_epci": ecrits} if ecrits else {}


def sirens() -> dict[str, str]:
    """Name → SIREN of the intercommunalités of the référentiel."""
    return referentiels.derivee(config.installation(), "communes", _sirens)


def _sirens(communes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(communes["epci_nom"], communes["epci_siren"], strict=True))
