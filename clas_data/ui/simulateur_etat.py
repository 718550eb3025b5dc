"""What the simulator screen is looking at: a campagne, a barème, two scenarios — all of it in the URL."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur
from clas_data.baremes import Bareme
from clas_data.errors import UsageError
from clas_data.simulateur import calcul, effets, scenario
from clas_data.simulateur.calcul import Donnees, Resultat
from clas_data.simulateur.scenario import Scenario, hypotheses, leviers
from clas_data.ui import filtres, lecture

VOIX = ("A", "B")
REGLE = ("taux", "plafond", "bonus_enfants", "bonus_parents")   # the numbers edited inside the text of the rule
AUTRES = ("bonification_ville", "bonus_part", "inflation", "collectifs_plus", "cout_nouveau", "enveloppe")
TEXTE = (("Prise en compte de", "taux"), ("des dépenses d'un groupe de huit à douze enfants, dans la limite d'un prix plafond de", "plafond"),
         ("par an ; bonus « enfants » de", "bonus_enfants"), ("par collectif ; bonus « parents » de", "bonus_parents"), ("par collectif.", ""))


@dataclass(frozen=True)
class Etat:
    """A campagne's data, the barème in force, the reference, and the two scenarios with their results."""

    donnees: Donnees
    bareme: Bareme
    reference: Resultat
    scenarios: dict[str, Scenario]
    resultats: dict[str, Resultat]

    @property
    def champ(self) -> str:
        """What is simulated, in words."""
        b = effets.bilan(effets.comparer(self.reference, self.reference))
        nd = f" ; {formats.pluriel(b.inconnues, 'action')} sans dépenses connues, {formats.ND}" if b.inconnues else ""
        return f"Les collectifs de {self.donnees.campagne} au barème de {self.bareme.campagne} ({formats.pluriel(b.collectifs, 'collectif')} au bilan{nd})"

    def comparaison(self, voix: str):
        return effets.comparer(self.reference, self.resultats[voix])


def donnees_de(acteur: Acteur, campagne: str) -> Donnees:
    """The data of a campagne within what this acteur may read."""
    p = lecture.perimetre(acteur)
    return Donnees(campagne, lecture.requete(p, "simulateur_actions", campagne=campagne), lecture.requete(p, "simulateur_collectifs", campagne=campagne))


def choisir(acteur: Acteur) -> Etat:
    """The choices of the screen, and what they give; what the link asked for and is not accepted is said."""
    campagnes, connus = lecture.valeurs_axe(lecture.perimetre(acteur), "campagne"), baremes.connus(config.installation())
    if not campagnes or not connus:
        st.info("Il faut au moins une campagne et un barème publié pour simuler.", icon=":material/inbox:")
        st.stop()
    filtres.say_dropped("campagne", "Campagne", campagnes)
    filtres.say_dropped("bareme", "Barème", connus)
    with st.container(key="filtres", horizontal=True, vertical_alignment="bottom"):
        campagne = st.selectbox("Collectifs de la campagne", campagnes[::-1], key="campagne", bind="query-params", width=220)
        parent = st.selectbox("Barème de départ", connus[::-1], key="bareme", bind="query-params", width=220, on_change=_oublier)
        filtres.copy_link(campagne=campagne, bareme=parent, **{k: v for k, v in st.query_params.to_dict().items() if k[:2] in ("a_", "b_")})
    _proprio_manque(campagne)
    bareme, donnees = baremes.en_vigueur(config.installation(), parent), donnees_de(acteur, campagne)
    _refusees(connues=set(REGLE) | set(AUTRES))
    scenarios = _voix(bareme)
    reference = calcul.reference(donnees, bareme, scenarios["A"])
    return Etat(donnees, bareme, reference, scenarios, {v: calcul.simuler(donnees, bareme, s) for v, s in scenarios.items()})


def _proprio_manque(campagne: str) -> None:
    manque = baremes.en_vigueur(config.installation(), campagne).manque
    if manque:
        st.info(f"Droits propres à {campagne}{formats.INSECABLE}: {formats.ND}. {manque}", icon=":material/info:")


def _oublier() -> None:
    """Another barème of departure: the numbers of the scenarios start again from it."""
    for cle in [f"{v.lower()}_{n}" for v in VOIX for n in (*REGLE, *AUTRES)]:
        st.session_state.pop(cle, None)


def _refusees(connues: set[str]) -> None:
    """Say what a link edited by hand asked for and is not accepted; numbers say it themselves, beside their field."""
    for cle, brut in st.query_params.to_dict().items():
        if cle[:2] in ("a_", "b_") and cle[2:] not in connues:
            try:
                scenario.construire("lien", "x", {cle[2:]: brut.replace("€", "").replace("%", "").strip()} if brut.strip() else {})
            except UsageError as erreur:
                st.warning(f"Le lien demandait « {cle} = {brut} ». {erreur.message} Ce choix n'est pas appliqué.", icon=":material/filter_alt_off:")


def _voix(bareme: Bareme) -> dict[str, Scenario]:
    """Three voices side by side: the rule in force, scenario A, scenario B; the numbers are edited in the text."""
    colonnes = st.columns(3, gap="small")
    with colonnes[0], st.container(key="carte_voix_vigueur", height="stretch"):
        st.html(f'<h3 class="clas-titre">Barème en vigueur, {bareme.campagne}</h3>')
        st.markdown(" ".join(f"{t} **{_ecrire(n, bareme.valeurs.get(n))}**" if n else t for t, n in TEXTE))
        st.caption(f"Source{formats.INSECABLE}: {bareme.references['plafond']}. Ps maximale d'un collectif{formats.INSECABLE}: "
                   f"{formats.euros(bareme.valeurs['plafond'] * bareme.valeurs['taux'] / 100)}.")
    resultat = {}
    for voix, colonne in zip(VOIX, colonnes[1:], strict=True):
        with colonne, st.container(key=f"carte_voix_{voix.lower()}", height="stretch"):
            resultat[voix] = _une_voix(voix, bareme)
    return resultat


def _une_voix(voix: str, bareme: Bareme) -> Scenario:
    st.html(f'<h3 class="clas-titre">Scénario {voix}</h3>')
    change = {}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"regle_{voix.lower()}"):
        for texte, nom in TEXTE:
            st.markdown(texte, width="content")
            if nom:
                change |= _nombre(voix, nom, bareme.valeurs.get(nom, Decimal(0)))
    with st.popover("Autres leviers et hypothèses", icon=":material/tune:", key=f"autres_{voix.lower()}", width="stretch"):
        for nom in AUTRES:
            change |= _nombre(voix, nom, None)
        for nom, h in hypotheses().items():
            choix = st.selectbox(h["titre"], list(h["choix"]), format_func=h["choix"].get, key=f"{voix.lower()}_{nom}", bind="query-params")
            if choix != h["defaut"]:
                change[nom] = choix
    _echo(change, bareme)
    return scenario.construire(f"Scénario {voix}", bareme.campagne, change)


def _nombre(voix: str, nom: str, depart: Decimal | None) -> dict[str, Decimal]:
    """One number of a scenario, written the French way; nothing where it is the barème's, or left empty."""
    l, dans_le_texte = leviers()[nom], depart is not None
    ecrit = st.text_input(
        f"{l.titre} ({l.unite})" + (f", scénario {voix}" if dans_le_texte else ""), value=_ecrire(nom, depart) if dans_le_texte else "", key=f"{voix.lower()}_{nom}",
        bind="query-params", width=112 if dans_le_texte else "stretch", label_visibility="collapsed" if dans_le_texte else "visible", placeholder="inchangé")
    brut = ecrit.replace("€", "").replace("%", "").strip()
    if not brut:
        return {}
    try:
        exact = scenario.construire("saisie", "x", {nom: brut}).change[nom]
    except UsageError as erreur:
        st.error(f"{erreur.message} La valeur du barème est gardée.", icon=":material/error:")
        return {}
    return {} if exact == depart else {nom: exact}


def _ecrire(nom: str, v: Decimal | None) -> str:
    if nom in leviers() and not leviers()[nom].choix:
        l = leviers()[nom]
        decimales = 0 if v is not None and v == v.to_integral_value() else l.decimales if l.unite != "%" else 2
        return formats.valeur_unite(v.normalize() if v is not None and l.unite == "%" else v, l.unite, min(decimales, 2) if l.unite != "%" else _utiles(v))
    return str(v)


def _utiles(v: Decimal | None) -> int:
    """Decimals worth writing: 32,5 and not 32,5000."""
    return 0 if v is None else max(0, -v.normalize().as_tuple().exponent)


def _echo(change: dict, bareme: Bareme) -> None:
    """What the scenario says, in French figures, the base struck through."""
    mots = []
    for nom, v in change.items():
        avant = f"<s>{_ecrire(nom, bareme.valeurs[nom])}</s> → " if nom in bareme.valeurs else ""
        texte = hypotheses()[nom]["choix"][v] if nom in hypotheses() else _ecrire(nom, v)
        mots.append(f"{leviers()[nom].titre}{formats.INSECABLE}: {avant}<b>{texte}</b>")
    st.html(f'<p class="clas-sous-titre">{" · ".join(mots) or "Rien ne change : les valeurs sont celles du barème en vigueur."}</p>')
