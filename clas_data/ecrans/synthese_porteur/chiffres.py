"""The synthèse of a porteur on screen: what stands out, its figures beside the département,
comparable actions, the référentiel.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clas_data import formats, secret
from clas_data.ecrans.synthese_porteur.ailleurs import (
    COMPARABLES,
    FRANCE,
    Autour,
    autour_de,
    du_departement,
    sources,
    tete,
)
from clas_data.ecrans.synthese_porteur.choix import Choix, choisir_parmi
from clas_data.figures.propres import tendances
from clas_data.restitutions.synthese import mots, pdf
from clas_data.restitutions.synthese.composition import Ligne, Synthese
from clas_data.ui import figure, tableaux, textes

NOMBRES = "Nombres"
SOURCE = "Agréments, questionnaires et bilans des campagnes publiées"
LECTURE = (
    "Losange : vous. Bande grise : la moitié centrale des porteurs, écrite dessous ; trait : "
    "leur médiane. Comparables : la médiane des actions comparables aux vôtres. Chaque valeur "
    f"des autres est la moyenne d'au moins trois porteurs. {secret.LEGENDE}."
)


def chiffres(choix: Choix) -> None:
    """Ratios then counts, beside the département; the trend of one of them; the published
    references.
    """
    s = choix.synthese
    with st.container(key="carte_rapports"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(_titre(s))}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(mots.fiabilite(s))}</p>'
        )
        _table("Rapports et moyennes", s.rapports, s.precedente, autour=autour_de(s))
        _table(NOMBRES, s.comptes, s.precedente)
        source = ("Source", f"{SOURCE}.")
        st.html(textes.notes([("Lecture", LECTURE), *sources(s), source]))
    _tendance(s)


def _titre(s: Synthese) -> str:
    connues = [l for l in s.rapports if l.place != "inconnue"]
    dehors = sum(l.place in ("haut", "bas") for l in connues)
    if not connues:
        return (
            "Vos chiffres ne peuvent pas encore être situés : vos réponses ou celles des autres "
            "manquent"
        )
    return (
        f"{formats.pluriel(len(connues) - dehors, 'rapport')} sur {formats.nombre(len(connues))} "
        f"dans la moitié centrale des porteurs du département, {formats.nombre(dehors)} en dehors"
    )


def _table(
    titre: str,
    lignes: Sequence[Ligne],
    precedente: str | None,
    autres: str = "Porteurs du département",
    autour: Autour | None = None,
) -> None:
    """One row per indicator: mine, before, comparable actions, the département, France, the band of
    the others, my place (word, sign and colour).
    """
    autour = autour or {}
    avant = f'<th scope="col" class="nombre">{precedente}</th>' if precedente else ""
    departement = (
        ""
        # a total of the département beside one's own says nothing of one's place
        if autres != "Porteurs du département" or titre == NOMBRES
        else '<th scope="col" class="nombre">Département</th>'
    )
    corps = ""
    for rang, l in enumerate(lignes):
        cellules = (
            f'<th scope="row">{textes.ECHAPPE(l.indicateur.titre)}</th>'
            f'<td class="nombre" data-titre="Vous"><b>{l.ecrire(l.moi)}</b></td>'
        )
        autres_dits = {nom: cases[rang] for nom, cases in autour.items()}
        cellules += (
            f'<td class="clas-place {_classe(l)}" data-titre="Votre place">'
            f"{l.signe} {textes.ECHAPPE(l.mots)}</td>"
        )
        cellules += (
            f'<td class="nombre" data-titre="{precedente}">{l.ecrire(l.avant)}</td>'
            if precedente
            else ""
        )
        cellules += autres_dits.get(COMPARABLES, "")
        cellules += du_departement(l) if departement else ""
        cellules += autres_dits.get(FRANCE, "")
        corps += f"<tr>{cellules}<td data-titre='{autres}'>{_bande(l)}</td></tr>"
    tetes = (
        f'<th scope="col">{titre}</th><th scope="col" class="nombre">Vous</th>'
        f'<th scope="col">Votre place</th>{avant}{tete(COMPARABLES, autour)}{departement}'
        f'{tete(FRANCE, autour)}<th scope="col">{autres}</th>'
    )
    st.html(
        tableaux.frame(
            f"{titre}, vous et les autres",
            f'<table class="clas-table clas-situer{" clas-large" if autour else ""}">'
            f'<caption class="clas-lecteur">{titre}, vous et les autres</caption>'
            f"<thead><tr>{tetes}</tr></thead><tbody>{corps}</tbody></table>",
        )
    )


def _classe(l: Ligne) -> str:
    return {"favorable": "favorable", "à regarder": "regarder"}.get(l.faveur, "")


def _bande(l: Ligne) -> str:
    """The band as a picture, with its words under it; words alone where there is nothing to
    draw.
    """
    ecrit = f"<small>{textes.in_html(mots.moitie(l))}</small>"
    p = pdf.points(l)
    if not p:
        return ecrit
    bas, mediane, haut, moi = (f"{100 * v:.1f}%" for v in p)
    return (
        '<span class="clas-bande" aria-hidden="true">'
        f'<i style="left:{bas};width:calc({haut} - {bas})"></i><b style="left:{mediane}"></b>'
        f'<em style="left:{moi}"></em></span>{ecrit}'
    )


def _tendance(s: Synthese) -> None:
    """One indicator across the campagnes, with the median of the porteurs."""
    lignes = {l.id: l for l in (*s.comptes, *s.rapports)}
    choisi = choisir_parmi(
        "tendance",
        "Indicateur suivi d'une campagne à l'autre",
        {i: l.indicateur.titre for i, l in lignes.items()},
        380,
    )
    t = s.tendance[s.tendance["indicateur"] == choisi]
    figure.show(
        tendances.tendance(lignes[choisi].indicateur, t, f"{s.nom}, campagnes publiées"),
        vide="Aucune de vos réponses n'est connue pour cet indicateur.",
    )


def actions(choix: Choix) -> None:
    """One action beside comparable actions: how many, of which kinds, why, and its place."""
    s = choix.synthese
    intitules = {a.code_action: f"{a.code_action} · {a.intitule}" for a in s.actions.itertuples()}
    code = choisir_parmi("action", "Action", intitules, 430)
    autres, lignes = s.comparables[code]
    with st.container(key="carte_comparables"):
        st.html(f'<h3 class="clas-titre">{textes.in_html(mots.comparaison(autres))}</h3>')
        if lignes:
            _table("Rapports et moyennes", lignes, None, "Actions comparables")
            _profils(autres.profils)
        st.html(
            textes.notes(
                [
                    ("Méthode", mots.regle_distance()),
                    ("Note", "Aucune action n'est nommée ; les vôtres n'en font pas partie."),
                ]
            )
        )


def _profils(profils: Sequence[tuple[str, str, str, str, int]]) -> None:
    with st.expander(
        f"Quelles sortes d'actions, et pourquoi ({formats.nombre(len(profils))} profils)",
        key="profils",
    ):
        tableaux.show(
            "Profils des actions comparables",
            ["Niveau", "Taille", "Territoire", "Type de porteur", "Actions"],
            [[*p[:4], formats.nombre(p[4])] for p in profils],
            alignees=4,
        )


def referentiel(choix: Choix) -> None:
    """The rules, action by action, then every answer that is missing or to be checked, with the
    cell where to write it.
    """
    s = choix.synthese
    codes = list(s.actions["code_action"])
    with st.container(key="carte_referentiel"):
        st.html(
            '<h3 class="clas-titre">Vos actions et le référentiel</h3>'
            '<p class="clas-sous-titre">✓ conforme · ✗ écart · ? non renseigné · « · » sans '
            "objet"
            "</p>"
        )
        tableaux.show(
            "Règles du référentiel, action par action",
            ["Règle", *codes],
            mots.conformite(s),
            alignees=99,
        )
    with st.container(key="carte_questions"):
        n = len(s.questions)
        titre = (
            f"{formats.pluriel(n, 'question attend', 'questions attendent')} votre réponse"
            if n
            else "Toutes les réponses attendues sont reçues"
        )
        st.html(f'<h3 class="clas-titre">{titre}</h3>')
        if n:
            tableaux.show(
                "Réponses attendues",
                ["Action", "Sorte", "Question", "Où répondre"],
                [[q.code_action, q.sorte, q.question, q.cellule] for q in s.questions.itertuples()],
                alignees=9,
            )
            st.caption(
                (
                    "Corrigez votre fichier à la cellule indiquée, puis renvoyez-le à la Caf : "
                    "rien ne se modifie ici."
                ).replace(" :", formats.INSECABLE + ":")
            )
