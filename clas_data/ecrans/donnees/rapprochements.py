"""Who continues whom, on screen: what is offered with its reason, what was said, undoing it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur, comptes
from clas_data.fichiers import journal, suites
from clas_data.fichiers.suites import ANNULEE, CONFIRMEE, REFUSEE, Suite
from clas_data.tables import continuite, rapprochement
from clas_data.tables.appariement import Demande
from clas_data.tables.continuite import Continuite, Proposition
from clas_data.ui import carte, lecture, listes, page, textes

SURETE = {True: "certain", False: "à confirmer"}


def show(acteur: Acteur, campagne: str) -> None:
    """What nothing continues, what is offered for it, then what was said."""
    acteur.exige("rapprocher")
    toutes = suites.lire(config.installation())
    debout = suites.en_vigueur(toutes)
    c = continuite.lire(lecture.ouverte(), debout, campagne)
    page.encore()
    st.subheader("Qui continue qui", anchor=False)
    if c.propositions:
        st.warning(textes.litteral(c.dit), icon=":material/link_off:")
    else:
        st.caption(textes.typographic(c.dit))
    if c.certaines:
        _all_certain(acteur, c)
    if c.propositions:
        _offered(acteur, c)
    _by_hand(acteur, c)
    _said(acteur, [s for s in debout if s.campagne == campagne])


def _all_certain(acteur: Acteur, c: Continuite) -> None:
    combien = formats.pluriel(len(c.certaines), "rapprochement certain", continuite.CERTAINS)
    if st.button(
        f"Confirmer {'le' if len(c.certaines) == 1 else 'les'} {combien}",
        type="primary",
        icon=":material/done_all:",
        key="suites_tout",
    ):
        page.accomplir(
            lambda: rapprochement.confirmer_tout(config.installation(), c.campagne, acteur),
            lambda geste: f"{geste.dit} : confirmé d'un geste ; il s'annule plus bas.",
        )


def _offered(acteur: Acteur, c: Continuite) -> None:
    """The whole list, then those that someone answers one by one."""
    rangees = sorted(c.propositions, key=lambda p: p.certaine)
    titre = f"Rapprochements proposés de {c.avant} à {c.campagne}"
    lignes = [
        (SURETE[p.certaine], p.ici, p.avant, p.raison, f"{p.code} ← {p.code_avant}")
        for p in rangees
    ]
    tetes = ["Sûreté", f"En {c.campagne}", f"En {c.avant}", "Pourquoi", "Codes"]
    carte.table(pd.DataFrame(lignes, columns=tetes), alt=titre, cle="suites_liste")
    noms = {p.paire: _nom(p) for p in rangees}
    choisies = st.multiselect(
        "Répondre à ces rapprochements",
        list(noms),
        format_func=noms.get,
        key="suites_choix",
        placeholder="Choisissez un ou plusieurs rapprochements",
    )
    with st.container(horizontal=True, gap="small", key="suites_gestes"):
        for decision, icone in ((CONFIRMEE, ":material/check:"), (REFUSEE, ":material/close:")):
            verbe = "Confirmer" if decision == CONFIRMEE else "Refuser"
            if st.button(verbe, icon=icone, key=f"suites_{verbe}", disabled=not choisies):
                _answer(acteur, c.campagne, [(p[2], p[4]) for p in choisies], decision)


def _answer(acteur: Acteur, campagne: str, codes: Sequence[tuple[str, str]], decision: str) -> None:
    page.accomplir(
        lambda: rapprochement.decider(config.installation(), campagne, codes, decision, acteur),
        lambda geste: f"{geste.dit} : {decision}. Cela s'annule plus bas.",
    )


def _nom(p: Proposition) -> str:
    return f"{p.ici} ← {p.avant}"


def _by_hand(acteur: Acteur, c: Continuite) -> None:
    """Two actions that nothing brings together, and that someone knows to be one."""
    if not c.nouvelles or not c.arretees:
        return
    with st.popover("Rapprocher deux actions à la main", icon=":material/link:", key="suites_main"):
        ici, jadis = (
            _pick(f"Action de {campagne}", demandes, cle)
            for campagne, demandes, cle in (
                (c.campagne, c.nouvelles, "suites_ici"),
                (c.avant, c.arretees, "suites_avant"),
            )
        )
        if st.button("C'est la même action", type="primary", key="suites_relier"):
            _answer(acteur, c.campagne, [(ici, jadis)], CONFIRMEE)


def _pick(libelle: str, demandes: Sequence[Demande], cle: str) -> str:
    noms = {d.code: f"{d.code} · {d.dite}" for d in demandes}
    return listes.choisir(libelle, list(noms), format_func=noms.get, key=cle)


def _said(acteur: Acteur, dites: Sequence[Suite]) -> None:
    """What was confirmed or refused and stands; one or a whole gesture is undone."""
    if not dites:
        st.caption("Rien n'est encore confirmé ni refusé pour cette campagne.")
        return
    with st.expander(
        f"Ce qui est dit ({formats.nombre(len(dites))})", icon=":material/link:", key="suites_dites"
    ):
        qui = comptes.nommer(config.installation(), acteur, [s.auteur for s in dites])
        lignes = [
            {
                "Nº": str(s.id),
                "Décision": s.decision,
                "Nature": s.nature,
                s.campagne: s.code,
                "Continue": f"{s.code_avant} ({s.campagne_avant})",
                "Pourquoi": s.motif,
                "Date": formats.jour(s.date),
                "Qui": q,
            }
            for s, q in zip(dites, qui, strict=True)
        ]
        carte.table(
            pd.DataFrame(lignes), alt="Rapprochements confirmés ou refusés", cle="suites_vigueur"
        )
        choix = _gestures(dites) | {
            s.id: f"{s.id} · {s.decision} · {s.code} ← {s.code_avant}" for s in dites
        }
        cible = listes.choisir(
            "Annuler un geste, ou un seul rapprochement",
            list(choix),
            format_func=choix.get,
            key="suites_cible",
        )
        if st.button("Annuler", icon=":material/undo:", key="suites_annuler"):
            page.accomplir(
                lambda: rapprochement.annuler(config.installation(), cible, acteur),
                lambda geste: f"{geste.dit} : {ANNULEE}. Les chiffres en tiennent compte.",
            )


def _gestures(dites: Sequence[Suite]) -> dict[str, str]:
    """Each gesture of which several rows stand, the latest first."""
    ids, gestes = {s.id for s in dites}, {}
    for e in reversed(journal.lire(config.installation())):
        siennes = e.details.get("lignes", ()) if e.type == suites.TYPE else ()
        restent = len(ids & set(siennes))
        if restent > 1:
            combien = formats.pluriel(restent, "rapprochement")
            gestes[e.id] = f"{e.id} · {e.details.get('decision', '')} d'un geste · {combien}"
    return gestes
