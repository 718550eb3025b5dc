"""Step 2: each of their columns with three of its values, our best guess and its reason."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from clas_data import formats
from clas_data.ecrans.donnees.lire import etat
from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.devinette import Piste
from clas_data.fichiers.correspondances.forme import LECTURES, lectures_de, unites_de
from clas_data.fichiers.correspondances.indices import Cible
from clas_data.fichiers.messages import affichable
from clas_data.fichiers.sens.mots import sans_decimale
from clas_data.ui import listes, tableaux, textes

CLES = ("code_action", "campagne")
NON_LUE = "ne pas lire cette colonne"
A_LA_FOIS = 12  # doubtful columns shown at a time


def show(m: etat.Montree) -> None:
    """The sure ones together, the doubtful ones one by one, then what was said."""
    e = m.ebauche
    sures = set(ebauche.sures(e))
    pistes = ebauche.a_voir(e)
    certaines = [p for p in pistes if (p.tableau, p.entete) in sures]
    autres = [p for p in pistes if p not in certaines]
    restent = [
        f"{formats.pluriel(n, mot)} {quoi}"
        for n, mot, quoi in (
            (len(certaines), "sûre", "à confirmer d'un geste"),
            (len(autres), "autre", "à voir"),
        )
        if n
    ]
    dites = [formats.pluriel(len(e.vues), "dite", "dites")] if restent and e.vues else []
    bilan = ", ".join([*restent, *dites]) or "toutes sont dites. Continuez"
    st.markdown(f"{formats.pluriel(len(e.devinee.pistes), 'colonne')} : {bilan}.")
    if certaines:
        _certaines(m, certaines)
    for p in autres[:A_LA_FOIS]:
        _une(m, p)
    if len(autres) > A_LA_FOIS:
        st.caption(f"Puis {formats.pluriel(len(autres) - A_LA_FOIS, 'autre colonne')}.")
    non_lues = [(p.tableau, p.entete) for p in autres if not ebauche.cibles(e, _vue(p))]
    if non_lues and st.button(
        "Ne pas lire "
        + ("la colonne" if len(non_lues) == 1 else f"les {len(non_lues)} colonnes")
        + " sans réponse",
        key="toutes_de_cote",
        icon=":material/block:",
    ):
        etat.avancer(m, ebauche.avancer(ebauche.confirmer(e, non_lues)))
    _changer(m)


def _vue(p: Piste) -> ebauche.Vue:
    return p.tableau, p.entete


def _exemples(p: Piste) -> str:
    lus = (sans_decimale(v) for v in p.valeurs.exemples)
    ecrits = (
        l.replace(".", ",") if isinstance(v, float) else l
        for l, v in zip(lus, p.valeurs.exemples, strict=True)
    )
    return " · ".join(affichable(l)[:30] for l in ecrits) or "(vide)"


def dire(cible: Cible) -> str:
    """« Décision (Agréments) »."""
    table, colonne = cible
    return f"{schemas.load()[table].colonnes[colonne].titre} ({schemas.load()[table].titre})"


def _dire(e: ebauche.Ebauche, p: Piste) -> str:
    siennes = ebauche.cibles(e, _vue(p))
    if len(siennes) > 1 and siennes[0][1] in CLES:
        return f"{schemas.load()[siennes[0][0]].colonnes[siennes[0][1]].titre} (toutes les tables)"
    return (
        " ; ".join(_lue(e, p.tableau, c) for c in siennes)
        or f"non lue {p.de_cote and f'({p.de_cote})'}".strip()
    )


def _lue(e: ebauche.Ebauche, rang: int, cible: Cible) -> str:
    """What a column is, and how it is read: « 60 Achats (Bilans), en milliers »."""
    champ = ebauche.champ(e, rang, cible)
    facons = [
        f"en {champ.unite}" if champ.unite else "",
        "son oui est notre non" if champ.inverse else "",
        LECTURES.get(champ.lire, ""),
    ]
    return ", ".join(filter(None, [dire(cible), *facons]))


def _certaines(m: etat.Montree, pistes: list[Piste]) -> None:
    e = m.ebauche
    if st.button(
        f"Oui, ce sont elles ({len(pistes)})",
        type="primary",
        icon=":material/done_all:",
        key="toutes_sures",
    ):
        etat.avancer(m, ebauche.avancer(ebauche.confirmer(e, map(_vue, pistes))))
    with st.expander("Les voir une à une"):
        table(pistes, e)


def table(pistes: list[Piste], e: ebauche.Ebauche) -> None:
    """Their columns, with what each is and why."""
    tableaux.show(
        "Colonnes dont la lecture est sûre",
        ["Sa colonne", "Ses valeurs", "Ce qu'elle est", "Pourquoi"],
        [
            [
                ebauche.dire_entete(e, _vue(p)),
                _exemples(p),
                _dire(e, p),
                p.choisis[0].raison if p.choisis else "",
            ]
            for p in pistes
        ],
        alignees=9,
    )


def _une(m: etat.Montree, p: Piste) -> None:
    """One doubtful column: what it holds, what it may be, yes or no."""
    e, cle = m.ebauche, f"{p.tableau}_{p.entete}"
    with st.container(border=True):
        entete = textes.litteral(ebauche.dire_entete(e, _vue(p)))
        st.markdown(f"**{entete}**  \n{textes.litteral(_exemples(p))}")
        actuelles = ebauche.cibles(e, _vue(p))
        options = _options(e, p.tableau, [(i.table, i.colonne) for i in p.candidats])
        noms = [o[0] for o in options]
        ici = next((i for i, o in enumerate(options) if set(o[1]) == set(actuelles)), 0)
        choix = listes.choisir("C'est…", noms, index=ici, key=f"est_{cle}")
        facons = [_lue(e, p.tableau, c) for c in actuelles]
        if p.choisis:
            dites = [f for f, c in zip(facons, actuelles, strict=True) if f != dire(c)]
            st.caption(textes.litteral(" ; ".join([p.choisis[0].raison, *dites])))
        elif p.de_cote:
            st.caption(textes.litteral(p.de_cote))
        with st.container(horizontal=True, gap="small"):
            rien = choix == NON_LUE  # there is nothing to say yes to
            if st.button(
                "Oui, c'est elle", key=f"oui_{cle}", icon=":material/check:", disabled=rien
            ):
                voulues = dict(options)[choix]
                suite = (
                    ebauche.confirmer(e, [_vue(p)])
                    if set(voulues) == set(actuelles)
                    else ebauche.affecter(e, _vue(p), voulues)
                )
                etat.avancer(m, ebauche.avancer(suite))
            if st.button("Ne pas lire", key=f"non_{cle}", icon=":material/block:"):
                etat.avancer(m, ebauche.avancer(ebauche.affecter(e, _vue(p), [])))


def _options(
    e: ebauche.Ebauche, rang: int, devant: list[Cible]
) -> list[tuple[str, tuple[Cible, ...]]]:
    """What a column may be: nothing, the likely ones, then all of ours."""
    apports = e.correspondance.tableaux[rang].apports
    notres = [a.table for a in apports if a.table in schemas.DU_DEPARTEMENT]
    tables = notres or ([] if apports else list(schemas.DU_DEPARTEMENT))
    cles = [
        (
            f"{schemas.load()[tables[0]].colonnes[c].titre} (toutes les tables)",
            tuple((t, c) for t in tables),
        )
        for c in (CLES if tables else ())
    ]
    toutes = [
        (t, n)
        for t in (*(a.table for a in apports), *schemas.TABLES)
        for n in schemas.load()[t].colonnes
    ]
    ordre = dict.fromkeys(c for c in [*devant, *toutes] if c[1] not in CLES)
    premiers = cles if any(c[1] in CLES for c in devant) else []
    return [
        (NON_LUE, ()),
        *premiers,
        *((dire(c), (c,)) for c in ordre),
        *(() if premiers else cles),
    ]


def _changer(m: etat.Montree) -> None:
    """Any column again: what it is, its unit, the other way round, how its dates are written."""
    e = m.ebauche
    with st.expander("Revoir ou régler une colonne"):
        pistes = {f"{ebauche.dire_entete(e, _vue(p))} → {_dire(e, p)}": p for p in e.devinee.pistes}
        p = pistes[listes.choisir("Sa colonne", list(pistes), key="revoir")]
        vue = _vue(p)
        siennes = ebauche.cibles(e, vue)
        options = _options(e, p.tableau, [(i.table, i.colonne) for i in p.candidats])
        ici = next((i for i, o in enumerate(options) if set(o[1]) == set(siennes)), 0)
        choix = listes.choisir("C'est…", [o[0] for o in options], index=ici, key=f"re_{vue}")
        if st.button("Changer", key="changer"):
            etat.avancer(m, ebauche.affecter(e, vue, dict(options)[choix]))
        if len(siennes) == 1:
            _regler(m, vue, siennes[0])


def _regler(m: etat.Montree, vue: ebauche.Vue, cible: Cible) -> None:
    """How the values of a column are written."""
    e = m.ebauche
    champ = ebauche.champ(e, vue[0], cible)
    colonne = schemas.load()[cible[0]].colonnes[cible[1]]
    inverse = colonne.type == "oui_non" and st.checkbox(
        "Son oui est notre non", champ.inverse, key=f"inv_{vue}"
    )
    unites, lectures = ["", *unites_de(colonne)], ["", *lectures_de(colonne)]
    unite = listes.choisir(
        "Son unité",
        unites,
        index=unites.index(champ.unite),
        format_func=lambda u: u or "la nôtre",
        key=f"unite_{vue}",
    )
    lire = listes.choisir(
        "Ses valeurs",
        lectures,
        index=lectures.index(champ.lire),
        format_func=lambda l: LECTURES.get(l, "comme elles sont écrites"),
        key=f"lire_{vue}",
    )
    if replace(champ, inverse=inverse, unite=unite, lire=lire) != champ and st.button(
        "Régler ainsi", key="regler"
    ):
        etat.avancer(m, ebauche.regler(e, vue, cible, inverse=inverse, unite=unite, lire=lire))
