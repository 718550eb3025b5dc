"""Scenarios kept with author, date and note; taken up again, compared four at most side by side,
exported with live formulas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur, comptes
from clas_data.ecrans.simulateur import regle
from clas_data.ecrans.simulateur.etat import VOIX, Etat, simuler, vigueur
from clas_data.errors import ClasError
from clas_data.simulateur import calcul, effets, export, rangement, scenario, scenario_ecrit
from clas_data.simulateur.effets import Bilan, euros
from clas_data.simulateur.scenario import Scenario, leviers
from clas_data.ui import exports, gestes, lecture, listes, page, tableaux, textes

COMPARES_MAX = 4
EN_COURS = {v: f"Scénario {v} (à l'écran)" for v in VOIX}


def scenarios(etat: Etat, acteur: Acteur) -> None:
    """Save, take up again, compare, export."""
    lus, fautes = rangement.lister(config.installation())
    for faute in fautes:
        st.warning(textes.litteral(faute), icon=":material/error:")
    lus = [
        replace(s, auteur=qui)
        for s, qui in zip(
            lus, comptes.nommer(config.installation(), acteur, [s.auteur for s in lus]), strict=True
        )
    ]
    offerts = {EN_COURS[v]: s for v, s in etat.scenarios.items()} | {s.nom: s for s in lus}
    _comparer(offerts, etat, acteur)
    _garder(etat, acteur)
    _reprendre({s.nom: s for s in lus}, acteur)
    _exporter(etat)


@dataclass(frozen=True)
class Colonne:
    """One scenario of the comparison; `manque` where its barème is not known."""

    nom: str
    scenario: Scenario
    bilan: Bilan | None = None
    resultat: calcul.Resultat | None = None
    manque: str = ""


def _comparer(offerts: dict[str, Scenario], etat: Etat, acteur: Acteur) -> None:
    for demande in st.query_params.get_all("compares"):
        if demande not in offerts:
            st.warning(
                f"Le lien demandait de comparer « {textes.litteral(demande)} », qui n'est pas "
                "enregistré ici. Ce choix n'est pas appliqué.",
                icon=":material/filter_alt_off:",
            )
    dit = (
        f"Appliqués aux collectifs de {etat.donnees.campagne}, chacun comparé au barème dont il "
        "part"
    )
    with st.container(key="carte_comparer"):
        st.html(
            '<h3 class="clas-titre">Jusqu\'à quatre scénarios côte à côte</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(dit)}</p>'
        )
        choisis = st.multiselect(
            "Scénarios",
            list(offerts),
            default=list(offerts)[:COMPARES_MAX],
            max_selections=COMPARES_MAX,
            key="compares",
            bind="query-params",
            placeholder="aucun",
        )
        colonnes = [_colonne(n, offerts[n], etat, acteur) for n in choisis]
        if not colonnes:
            return
        titre = "Scénarios comparés"
        lignes = _lignes(colonnes)
        tableaux.show(titre, ["", *(c.nom for c in colonnes)], lignes)
        st.html(
            textes.notes(
                [
                    ("Champ", etat.champ),
                    ("Source", "Bilans, agréments, barèmes."),
                ]
            )
        )


def _colonne(nom: str, s: Scenario, etat: Etat, acteur: Acteur) -> Colonne:
    """What a scenario gives beside its own barème, on the same collectifs as the whole screen."""
    p, campagne = etat.selection.perimetre, etat.selection.campagne
    bareme = baremes.en_vigueur(config.installation(), s.parent)
    try:
        scenario.exiger_epci(s, regle.sirens())
        depart = vigueur(p, campagne, bareme, regle.etendue())
        r = simuler(p, campagne, bareme, s.avec(**regle.etendue()))
        return Colonne(nom, s, effets.bilan(effets.comparer(depart, r)), r)
    except ClasError as erreur:
        return Colonne(nom, s, manque=erreur.message)


def _lignes(colonnes: list[Colonne]) -> list[list[str]]:
    """The rows of the comparison: the rule, what else changes, the amounts, who gains and who
    loses, who wrote it.
    """

    def ligne(titre: str, dire) -> list[str]:
        return [titre, *(dire(c) for c in colonnes)]

    def montant(titre: str, dire) -> list[str]:
        return ligne(titre, lambda c: dire(c) if c.bilan else formats.ND)

    valeurs = [ligne(leviers()[n].titre, lambda c, n=n: _valeur(c, n)) for n in regle.REGLE]
    autres = list(
        dict.fromkeys(n for c in colonnes for n in c.scenario.change if n not in regle.REGLE)
    )
    valeurs += [
        ligne(
            leviers()[n].titre,
            lambda c, n=n: regle.dire(n, c.scenario.change[n]) if n in c.scenario.change else "–",
        )
        for n in autres
    ]
    manques = (
        [ligne("Pourquoi n.d.", lambda c: c.manque)] if any(c.manque for c in colonnes) else []
    )
    return [
        ligne("Barème de départ", lambda c: c.scenario.parent),
        *valeurs,
        montant("Total", lambda c: effets.total(c.resultat)),
        montant(
            "Différence",
            lambda c: (
                ("+" if c.bilan.ecart_c > 0 else "") + euros(c.bilan.ecart_c)
                if c.resultat.connu
                else formats.ND
            ),
        ),
        montant(
            "Par collectif",
            lambda c: (
                formats.euros(Decimal(c.resultat.total_c) / 100 / c.resultat.collectifs)
                if c.resultat.collectifs
                else formats.ND
            ),
        ),
        montant(
            "Par enfant",
            lambda c: (
                formats.ND
                if (e := effets.par_enfant(c.resultat)) is None
                else formats.euros(e / 100)
            ),
        ),
        montant("Actions qui gagnent", lambda c: formats.nombre(c.bilan.gagnantes)),
        montant("Actions qui perdent", lambda c: formats.nombre(c.bilan.perdantes)),
        montant(
            "Plus fort gain", lambda c: euros(c.bilan.gain_max_c) if c.bilan.gagnantes else "–"
        ),
        montant(
            "Plus forte perte", lambda c: euros(c.bilan.perte_max_c) if c.bilan.perdantes else "–"
        ),
        ligne(
            "Enregistré par",
            lambda c: (
                f"{c.scenario.auteur}, {formats.jour(c.scenario.date)}" if c.scenario.date else "–"
            ),
        ),
        ligne("Note", lambda c: c.scenario.note or "–"),
        *manques,
    ]


def _valeur(c: Colonne, n: str) -> str:
    """A number of the rule, and the one that it replaces."""
    depart = baremes.en_vigueur(config.installation(), c.scenario.parent).valeurs.get(n)
    nouveau = c.scenario.nombre(n)
    if nouveau is None or nouveau == depart:
        return regle.dire(n, depart) if depart is not None else formats.ND
    return (
        f"{regle.dire(n, nouveau)} (au lieu de {regle.dire(n, depart)})"
        if depart is not None
        else regle.dire(n, nouveau)
    )


def _garder(etat: Etat, acteur: Acteur) -> None:
    with st.form("garder", border=True):
        st.markdown("**Enregistrer un scénario**")
        gauche, milieu, droite = st.columns([1, 2, 3])
        voix = listes.choisir("Scénario", VOIX, key="garder_voix", dans=gauche)
        nom = milieu.text_input("Nom", key="garder_nom", max_chars=60)
        note = droite.text_input("Note", key="garder_note", max_chars=300)
        if st.form_submit_button("Enregistrer", icon=":material/save:"):
            s = etat.scenarios[voix]
            page.accomplir(
                lambda: _enregistrer(replace(s, nom=nom.strip(), note=note.strip()), acteur),
                f"Scénario « {nom} » enregistré.",
            )


def _enregistrer(s: Scenario, acteur: Acteur) -> None:
    acteur.exige("simuler")
    rangement.enregistrer(
        config.installation(),
        scenario.construire(
            s.nom, s.parent, s.change, acteur.nom, date.today().isoformat(), s.note
        ),
    )


def _reprendre(lus: dict[str, Scenario], acteur: Acteur) -> None:
    """Put a kept scenario back in the text of the rule, or forget one of one's own."""
    if not lus:
        st.caption("Aucun scénario enregistré pour l'instant.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choisi = listes.choisir(
            "Reprendre un scénario enregistré", list(lus), key="reprendre", width=320
        )
        for voix in VOIX:
            st.button(
                f"Mettre dans {voix}",
                key=f"reprendre_{voix.lower()}",
                on_click=gestes.geste(regle.reprendre),
                args=(lus[choisi], voix),
                icon=":material/input:",
            )
        if lus[choisi].auteur == acteur.nom:
            with st.popover("Supprimer…", icon=":material/delete:", key="supprimer"):
                _supprimer(lus[choisi], acteur)
    if lus[choisi].auteur != acteur.nom:
        st.caption(
            textes.typographic(
                "Seule la personne qui l'a enregistré "
                f"({textes.litteral(lus[choisi].auteur or 'inconnue')}) peut supprimer ce "
                "scénario."
            )
        )


def _supprimer(s: Scenario, acteur: Acteur) -> None:
    """Ask once, say what is lost and what remains."""
    changes = (
        " ; ".join(f"{leviers()[n].titre} : {regle.dire(n, v)}" for n, v in s.change.items())
        or "rien de changé"
    )
    st.markdown(
        textes.typographic(
            f"**{textes.litteral(s.nom)}**, barème de {s.parent} : {textes.litteral(changes)}."
        )
    )
    st.markdown(
        "Ce qu'il disait reste écrit au journal (page *Données*), d'où vous, ou le comité, pouvez "
        "le rétablir."
    )
    if st.button(
        "Supprimer ce scénario",
        key="supprimer_confirme",
        type="primary",
        on_click=gestes.geste(_retirer),
        args=(s.nom,),
    ):
        page.accomplir(
            lambda: rangement.supprimer(config.installation(), s.nom, acteur),
            f"Scénario « {s.nom} » supprimé.",
        )


def _retirer(nom: str) -> None:
    """A scenario that goes is no longer among the choices of the screen."""
    st.session_state["compares"] = [n for n in st.session_state.get("compares", []) if n != nom]
    st.session_state.pop("reprendre", None)


def _exporter(etat: Etat) -> None:
    base = lecture.ouverte()
    mentions = {
        "Champ": etat.champ,
        "Base": base.empreinte,
        "Écrit le": formats.jour(date.today()),
    } | ({"Avertissement": exports.DEMONSTRATION} if base.demonstration else {})
    manque = baremes.en_vigueur(config.installation(), etat.donnees.campagne).manque
    mentions |= (
        {f"Droits propres à {etat.donnees.campagne}": f"{formats.ND} {manque}"} if manque else {}
    )
    with st.container(horizontal=True):
        for voix in VOIX:
            s = etat.scenarios[voix]
            st.download_button(
                f"Scénario {voix} : classeur à formules (xlsx)",
                lambda r=etat.resultats[voix]: export.write_classeur(
                    r, etat.reference, etat.bareme, mentions
                ),
                f"scenario-{voix.lower()}-{etat.donnees.campagne}.xlsx",
                key=f"classeur_{voix.lower()}",
                on_click="ignore",
                icon=":material/download:",
            )
            st.download_button(
                f"Scénario {voix} (yaml)",
                scenario_ecrit.ecrire(s),
                f"scenario-{voix.lower()}.yaml",
                key=f"yaml_{voix.lower()}",
                on_click="ignore",
                icon=":material/code:",
            )
    st.caption(
        textes.typographic(
            "Le classeur recalcule : modifiez ses hypothèses dans un tableur. Le yaml se rejoue "
            "par « python -m clas_data simuler »."
        )
    )
