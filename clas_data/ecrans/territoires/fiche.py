"""The sheet of a territory: its figures over the years, its actions, its funding, its articulation,
what is near.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.alentours import actions, articulation, financement, proche
from clas_data.ecrans.territoires.etat import Etat
from clas_data.errors import ClasError
from clas_data.formats import INSECABLE, ND
from clas_data.territoires import communes, mesures
from clas_data.ui import (
    blocs,
    filtres,
    lecture,
    tableaux,
    textes,
)

ANNEES = (
    "actions_agreees",
    "collectifs",
    "enfants_accompagnes",
    "taux_reponse_questionnaire",
    "cout_par_enfant",
    "ps_clas",
)
TERRITOIRES_MAX = 20  # in the list beside the map: what its height holds


def resume(etat: Etat) -> None:
    """Beside the map: who lives there, what is known of it, its figures over the years; without a
    territory, how to choose one.
    """
    with st.container(key="carte_fiche", height="stretch"):
        if etat.territoire is None:
            _departement(etat)
            return
        maille, code, nom = etat.territoire
        t = _ligne(etat, maille, code)
        st.html(
            f'<h2 class="clas-titre clas-grand">{textes.in_html(nom)}</h2>'
            f'<p class="clas-sous-titre">{textes.in_html(_situation(t, maille))}</p>'
        )
        st.html(f'<div class="clas-pastilles">{_pastilles(t)}</div>')
        if t["rep"]:
            st.caption(textes.typographic(f"Éducation prioritaire : {t['rep']}."))
        l = lus.mesure(etat.perimetre, etat.campagne, maille, mesures.COUVERTURE)
        st.html(
            f'<p class="clas-fait">{textes.in_html(mesures.ligne(l, code).rstrip(".") + ".")}</p>'
        )
        if maille == "epci" and etat.maille == "epci":
            st.caption("Choisissez la maille « Communes » pour voir ses communes de plus près.")
        _annees(etat, maille, code)


def _ligne(etat: Etat, maille: str, code: str) -> pd.Series:
    table = communes.agreger(lus.habitees(etat.campagne), maille)
    return table[table["code"] == code].iloc[0]


def _situation(t: pd.Series, maille: str) -> str:
    lieu = (
        f"Commune de {t['epci_nom']}"
        if maille == "commune"
        else f"Intercommunalité, {formats.pluriel(t['communes'], 'commune')} dans le département"
    )
    jeunes = (
        ""
        if formats.inconnu(t["jeunes"])
        else f" · {formats.nombre(t['jeunes'])} jeunes de 6 à 17 ans"
    )
    return f"{lieu} · {formats.nombre(t['habitants'])} habitants ({t['pop_annee']}){jeunes}"


def _pastilles(t: pd.Series) -> str:
    """QPV, REP and PRE of the territory: present, absent, or not known."""
    qpv = "nd" if t["qpv"] is pd.NA else "oui" if t["qpv"] else "non"
    mots = {
        "oui": "✓ Quartier prioritaire",
        "non": "✗ Pas de quartier prioritaire",
        "nd": f"{ND} Quartier prioritaire",
    }
    rep = (
        f"✓ {formats.pluriel(t['rep_nombre'], 'collège')} en REP ou REP+"
        if t["rep"]
        else "✗ Pas de collège en REP connu"
    )
    pre = f"✓ PRE{INSECABLE}: {t['pre']}" if t["pre"] else "✗ Pas de PRE connu"
    paires = [
        (qpv, mots[qpv]),
        ("oui" if t["rep"] else "non", rep),
        ("oui" if t["pre"] else "non", pre),
    ]
    return "".join(f'<span class="pastille {c}">{textes.in_html(m)}</span>' for c, m in paires)


def _annees(etat: Etat, maille: str, code: str) -> None:
    """The essential of the territory, one row per campagne."""
    if code not in lecture.valeurs_axe(etat.perimetre, maille):
        st.html('<p class="clas-vide">Aucune demande, dans aucune campagne de la base.</p>')
        return
    lus_ = [lus.mesure(etat.perimetre, c, maille, mesures.COUVERTURE) for c in etat.campagnes]
    rangs = [(l.campagne, l.table.set_index("code").loc[code]) for l in lus_]
    lignes = [
        [
            c,
            formats.nombre(t["actions"]),
            formats.nombre(t["numerateur"]),
            formats.nombre(t["valeur"], 1),
            _sur(t),
        ]
        for c, t in rangs
    ]
    with st.container(key="ample_annees"):
        tableaux.show(
            "Le territoire d'une campagne à l'autre",
            [
                "",
                "Actions",
                "Enfants",
                lus_[-1].unite.capitalize().replace("habitants", "hab."),
                "Réponses",
            ],
            lignes,
        )
    st.html(
        textes.notes(
            [
                (
                    "Note",
                    (
                        "taux rapportés à la population de "
                        f"{lus_[-1].couverture.denominateur.annee}, la même pour toutes les "
                        f"campagnes ; {ND} : pas de réponse."
                    ),
                )
            ]
        )
    )


def _sur(t: pd.Series) -> str:
    return (
        "–"
        if formats.inconnu(t["attendus"]) or not t["attendus"]
        else f"{formats.nombre(t['repondants'])} sur {formats.nombre(t['attendus'])}"
    )


def _tous_les_chiffres(etat: Etat, maille: str, code: str) -> None:
    df = lecture.calculer(etat.selection(), ANNEES, ["campagne"], ou={maille: code})
    lignes = [_rangee(df, i, etat.campagnes) for i in ANNEES]
    with st.container(key="carte_annees_territoire"):
        st.html("<h3 class=\"clas-titre\">Ses chiffres, d'une campagne à l'autre</h3>")
        tableaux.show(
            "Chiffres du territoire, d'une campagne à l'autre", ["", *etat.campagnes], lignes
        )


def _rangee(df: pd.DataFrame, id_: str, campagnes: tuple[str, ...]) -> list[str]:
    """One indicator by campagne; where no action was agreed, a count is a true zero and a ratio has
    no value.
    """
    ind, actions = (
        lecture.indicateur(id_),
        df[df["indicateur"] == "actions_agreees"].set_index("campagne")["valeur"],
    )
    valeurs = df[df["indicateur"] == id_].set_index("campagne")["valeur"]
    return [
        ind.titre,
        *(
            textes.valeur(ind, valeurs.get(c) if actions.get(c) else 0.0 if ind.additif else None)
            for c in campagnes
        ),
    ]


def _departement(etat: Etat) -> None:
    """Without a territory: the département, and the territories that gather most children."""
    l = lus.mesure(etat.perimetre, etat.campagne, etat.maille, "enfants_accompagnes")
    hauts = l.table[l.table["valeur"].fillna(0) > 0].nlargest(TERRITOIRES_MAX, "valeur")
    st.html(
        '<h3 class="clas-titre">Cliquez sur un territoire pour ouvrir sa fiche</h3>'
        '<p class="clas-sous-titre">Ou cherchez son nom dans « Territoire », plus haut</p>'
    )
    taux = lus.mesure(etat.perimetre, etat.campagne, etat.maille, mesures.COUVERTURE)
    par_code = taux.table.set_index("code")["valeur"]
    lignes = [
        [
            t.nom,
            formats.nombre(t.actions),
            formats.nombre(t.valeur),
            formats.nombre(par_code[t.code], 1),
        ]
        for t in hauts.itertuples()
    ]
    lignes.append(
        [
            "Département",
            formats.nombre(l.couverture.total["actions"]),
            formats.nombre(l.total),
            formats.nombre(taux.total, 1),
        ]
    )
    titre = "Où sont les enfants accompagnés" + (
        f" : les {TERRITOIRES_MAX} premiers territoires" if len(hauts) == TERRITOIRES_MAX else ""
    )
    with st.container(key="ample_departement"):
        tableaux.show(
            textes.typographic(titre),
            ["", "Actions", "Enfants", taux.unite.capitalize().replace("habitants", "hab.")],
            lignes,
            cachee=False,
        )


def details(etat: Etat) -> None:
    """Below the map: the cards of the chosen territory."""
    if etat.territoire is None:
        return
    maille, code, nom = etat.territoire
    st.html(f'<h2 class="clas-titre clas-grand">{textes.in_html(nom)}, {etat.campagne}</h2>')
    connu = code in lecture.valeurs_axe(etat.perimetre, maille)
    if connu:
        filtres.say_unmatched(etat.acteur, etat.campagne, etat.precedente)
        _tous_les_chiffres(etat, maille, code)
    with blocs.cote_a_cote():
        if connu:
            _essayer(lambda: blocs.evolution("enfants_accompagnes", etat.selection()))
            financement(etat)
        proche(etat, maille, code)
        if connu:
            articulation(etat)
    actions(etat, maille, code)


def _essayer(montrer) -> None:
    """A block whose filter may be unknown for this campagne: its sentence instead."""
    try:
        montrer()
    except ClasError as erreur:
        st.info(textes.litteral(erreur.message), icon=":material/info:")
