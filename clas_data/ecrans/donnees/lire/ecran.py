"""Three steps, each a picture of the file itself, and beside them what will be read."""

from __future__ import annotations

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur
from clas_data.ecrans.donnees.lire import apercu, colonnes, differences, etat, haut, mots, ou
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.ebauche import COLONNES, MOTS, OU
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.nation import controle
from clas_data.tables import relectures
from clas_data.ui import page, session, textes

ETAPES = {
    OU: "1. Où est le tableau",
    COLONNES: "2. Quelle colonne est quoi",
    MOTS: "3. Ce que veulent dire ses mots",
}

MONTRER = (
    "Ses en-têtes ne sont pas les nôtres : montrez une fois comment il se lit. **Rien n'est lu "
    "sans votre oui**, rien n'est enregistré avant la fin ; la prochaine fois, il sera reconnu."
)
CORRIGER = (
    "Voici le dernier fichier lu ainsi. Changez ce qui doit l'être, à l'une des trois étapes ; "
    "**rien ne change avant la fin**, où l'écran dit quels dépôts se liraient autrement."
)


def show(acteur: Acteur, m: etat.Montree) -> None:
    """The whole screen of a file being shown."""
    noms = ", ".join(d.nom for d in m.depots[:3]) + ("…" if len(m.depots) > 3 else "")
    haut.montrer("haut_lire", ETAPES[m.ebauche.etape])
    nom = m.ebauche.correspondance.nom
    titre = f"Corriger « {nom} »" if m.corrigee else "Lire un fichier"
    st.subheader(f"{textes.litteral(titre)}, campagne {m.campagne}", anchor=False)
    st.caption(textes.litteral(noms))
    st.markdown(CORRIGER if m.corrigee else MONTRER)
    if m.reprise:
        st.info(
            "Vous aviez laissé ce fichier ici : reprenez, ou renoncez. Vous seul le voyez.",
            icon=":material/history:",
        )
    _gestes(m)
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        {OU: ou.show, COLONNES: colonnes.show, MOTS: mots.show}[m.ebauche.etape](m)
        _suite(acteur, m)
    with droite:
        apercu.show(m)


def _gestes(m: etat.Montree) -> None:
    """The steps, the undo, the way out; all by the keyboard."""
    with st.container(horizontal=True, gap="small", key="etapes_lire"):
        for etape, nom in ETAPES.items():
            ici = etape == m.ebauche.etape
            if st.button(nom, type="primary" if ici else "secondary", key=f"etape_{etape}"):
                etat.avancer(m, ebauche.aller(m.ebauche, etape))
        if st.button(
            "Annuler le dernier geste",
            type="tertiary",
            icon=":material/undo:",
            key="defaire",
            disabled=m.ebauche.avant is None,
        ):
            etat.avancer(m, ebauche.annuler(m.ebauche))
        if st.button("Renoncer", type="tertiary", icon=":material/close:", key="renoncer_lire"):
            etat.laisser(m)
            session.annoncer("Fichier laissé : rien n'a été enregistré.")
            st.rerun()


def _suite(acteur: Acteur, m: etat.Montree) -> None:
    """On to the next step, or to the examination."""
    e = m.ebauche
    if e.etape != MOTS:
        a_dire = e.etape == OU and ebauche.sures(e)  # « Tout est juste » is then the first gesture
        sorte = "secondary" if a_dire else "primary"
        if st.button("Continuer", type=sorte, icon=":material/arrow_forward:", key="continuer"):
            etat.avancer(m, ebauche.aller(e, e.etape + 1))
        return
    if m.corrigee:
        _corrigee(acteur, m)
        return
    st.markdown("#### Sous quel nom garder cette lecture ?")
    nom = st.text_input("Nom de la correspondance", e.correspondance.nom, 80, key="nom_lecture")
    exigees, _ = ebauche.manquent(e)
    if exigees or not ebauche.retenue(e).tableaux:
        st.info("Confirmez d'abord les colonnes sans lesquelles les lignes ne se placent pas.")
    elif st.button(
        "Garder et examiner le dépôt", type="primary", icon=":material/fact_check:", key="garder"
    ):
        page.accomplir(lambda: _garder(acteur, m, nom), lambda c: f"« {c} » est gardée.")


def _corrigee(acteur: Acteur, m: etat.Montree) -> None:
    """Which deposits would read differently, then keep the correction."""
    c = ebauche.retenue(m.ebauche)
    st.markdown("#### Ce que change cette correction")
    exigees, _ = ebauche.manquent(m.ebauche)
    if exigees or not c.tableaux:
        st.info("Confirmez d'abord les colonnes sans lesquelles les lignes ne se placent pas.")
        return
    if differences.show(c) and st.button(
        "Enregistrer la correction", type="primary", icon=":material/save:", key="corriger_lecture"
    ):
        page.accomplir(lambda: _enregistrer(acteur, m, c), f"« {c.nom} » est corrigée.")


def _enregistrer(acteur: Acteur, m: etat.Montree, c: Correspondance) -> None:
    relectures.enregistrer(config.installation(), c, acteur)
    etat.laisser(m)


def _garder(acteur: Acteur, m: etat.Montree, nom: str) -> str:
    """Keep the correspondance, then examine the deposit read through it."""
    inst = config.installation()
    c = ebauche.retenue(ebauche.nommer(m.ebauche, nom.strip()))
    relectures.enregistrer(inst, c, acteur)
    p = controle.proposer(inst, m.depots, m.campagne, acteur, par=c.identifiant)
    session.retenir_proposition(p)
    etat.laisser(m)
    return c.nom
