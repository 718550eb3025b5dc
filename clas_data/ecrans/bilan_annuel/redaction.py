"""Writing the bilan: each sentence as it reads, what to look at in it, its text to edit; the parts
and their order.
"""

from __future__ import annotations

import zlib

import streamlit as st

from clas_data import config, formats
from clas_data.acces import comptes
from clas_data.ecrans.bilan_annuel.etat import Etat, champ, redessiner
from clas_data.figures import jetons
from clas_data.formats import INSECABLE
from clas_data.restitutions.bilan import plan, relecture, renvois
from clas_data.restitutions.bilan.edition import LONGUEUR_MAX
from clas_data.restitutions.bilan.plan import LIBRE
from clas_data.restitutions.bilan.relecture import BOUGE, Remarque
from clas_data.restitutions.bilan.textes import Phrase
from clas_data.ui import filtres, listes, textes

AIDE = (
    "Entre accolades, un chiffre vivant : {enfants_accompagnes}, {enfants_accompagnes|ecart}… "
    "Le texte est gardé dès que vous quittez le champ."
)
RESERVE = (
    "Le document donne les messages qui précèdent. Ceux qui suivent sont en réserve : le premier "
    "d'entre eux paraît si vous en retirez un."
)


def resume(etat: Etat) -> None:
    """Where the writing stands: what was changed, what is to be read again."""
    cles = [c for c in etat.phrases if c.split(".")[0] in {p.id for p in etat.parties}]
    a_relire = [etat.phrases[c] for c in cles if etat.phrases[c].a_relire]
    modifiees = sum(etat.phrases[c].modifiee for c in cles)
    e = etat.edition
    (auteur,) = comptes.nommer(config.installation(), etat.acteur, [e.auteur])
    qui = (
        f"dernier changement le {formats.jour(e.le)} ({auteur})"
        if e.le and e.auteur
        else "rien n'est encore modifié"
    )
    ecrites = formats.pluriel(modifiees, "phrase modifiée", "phrases modifiées")
    st.html(
        '<p class="clas-mots">'
        f"{textes.in_html(f'{ecrites} · {qui} · enregistré à chaque changement')}</p>"
    )
    if a_relire:
        ou = ", ".join(
            dict.fromkeys(plan.load().parties[p.cle.split(".")[0]].titre for p in a_relire)
        )
        st.warning(
            textes.typographic(
                f"{formats.pluriel(len(a_relire), 'phrase')} à relire avant de produire le "
                f"document : {ou}."
            ),
            icon=":material/rule:",
        )


def choisir_partie(etat: Etat):
    """The part being read, in the URL."""
    titres = {p.titre: p for p in etat.parties}
    if not titres:
        st.info(
            "Toutes les parties sont écartées : rétablissez-en au moins une dans l'onglet « Plan "
            "».",
            icon=":material/list:",
        )
        return None
    filtres.say_dropped("partie", "Partie", titres)
    choix = listes.choisir("Partie", list(titres), key="partie", bind="query-params", width=420)
    return titres[choix]


def rediger(etat: Etat) -> None:
    """The sentences of one part."""
    with st.container(
        horizontal=True,
        vertical_alignment="bottom",
        horizontal_alignment="distribute",
        key="barre_redaction",
    ):
        p = choisir_partie(etat)
        if p is None:
            return
        _chiffres_a_inserer(etat)
    messages = next((d for genre, d in p.blocs if genre == "messages"), None)
    dits = 0
    for cle, phrase in etat.phrases.items():
        if cle.split(".")[0] != p.id or phrase.libre:
            continue
        _phrase(etat, phrase)
        dits += bool(phrase.rendu)
        if messages and dits == messages["maximum"]:
            st.caption(textes.typographic(RESERVE))
            dits += 1
    _libre(etat, etat.phrases[f"{p.id}.{LIBRE}"])


def _phrase(etat: Etat, p: Phrase) -> None:
    with st.container(key=f"carte_{_cle(p)}"):
        if p.rendu:
            st.html(f'<p class="clas-fait">{_lu(p.rendu)}</p>')
        else:
            st.html(f'<p class="clas-sous-titre">{textes.in_html(_pourquoi_vide(p))}</p>')
        _remarques(p)
        with st.container(horizontal=True, gap="small", key=f"gestes_{_cle(p)}"):
            with st.popover(
                "Modifier", icon=":material/edit:", type="tertiary", key=f"modifier_{_cle(p)}"
            ):
                _saisie(etat, p, 140)
                if p.anterieure:
                    _offre(etat, p)
            _gestes(etat, p)


def _lu(rendu: str) -> str:
    """A sentence as the screen shows it: its figure has its number in the document."""
    return textes.in_html(renvois.a_venir(rendu))


def _pourquoi_vide(p: Phrase) -> str:
    if p.texte:
        return (
            "Phrase retirée de la version de diffusion : elle nomme un porteur à côté d'un "
            "petit effectif."
        )
    return (
        "Phrase retirée du document."
        if p.modifiee and p.defaut
        else "Aucune phrase : les données de la campagne ne permettent pas de l'écrire."
    )


def _gestes(etat: Etat, p: Phrase) -> None:
    """What can be done of a sentence without writing."""
    if any(r.genre == BOUGE for r in p.remarques) and st.button(
        "J'ai relu", icon=":material/done:", type="tertiary", key=f"relu_{_cle(p)}"
    ):
        etat.changer(p.cle, p.texte, relecture.lus(p.texte, etat.valeurs))
        redessiner()
    if p.modifiee and st.button(
        "Revenir au texte proposé",
        icon=":material/settings_backup_restore:",
        type="tertiary",
        key=f"revenir_{_cle(p)}",
    ):
        etat.changer(p.cle, None, {})
        redessiner()
    if (
        p.texte
        and not p.libre
        and st.button(
            "Retirer", icon=":material/remove:", type="tertiary", key=f"retirer_{_cle(p)}"
        )
    ):
        etat.changer(p.cle, "", {})
        redessiner()


def _saisie(etat: Etat, p: Phrase, hauteur: int) -> None:
    """The text to edit; kept as soon as the field is left."""
    saisi = st.text_area(
        "Texte de la phrase" if not p.libre else "Votre texte",
        value=p.texte,
        help=AIDE,
        height=hauteur,
        max_chars=LONGUEUR_MAX,
        key=champ(f"texte_{etat.campagne}_{_cle(p)}_{zlib.crc32(p.texte.encode())}"),
        placeholder="Contexte, commentaires, décisions…" if p.libre else None,
    )
    if saisi != p.texte:
        etat.changer(
            p.cle,
            saisi if saisi.strip() or not p.libre else None,
            relecture.lus(saisi, etat.valeurs),
        )
        st.rerun()


def _offre(etat: Etat, p: Phrase) -> None:
    """Last year's sentence, read with this year's figures."""
    rendue = jetons.rendre(p.anterieure, etat.valeurs)
    st.html(
        f'<p class="clas-sous-titre">Le bilan {etat.valeurs.comparaison} disait, avec les '
        "chiffres "
        f'de {etat.campagne}{INSECABLE}:</p><p class="clas-fait">{_lu(rendue)}</p>'
    )
    for r in relecture.relire(p.anterieure, etat.valeurs):
        _remarque(r)
    if st.button("Reprendre cette phrase", icon=":material/history:", key=f"reprendre_{_cle(p)}"):
        etat.changer(p.cle, p.anterieure, relecture.lus(p.anterieure, etat.valeurs))
        redessiner()


def _libre(etat: Etat, p: Phrase) -> None:
    """The free text that closes the part."""
    with st.container(key=f"carte_{_cle(p)}"):
        st.html(
            '<h3 class="clas-titre">Texte libre</h3>'
            '<p class="clas-sous-titre">Il clôt la partie ; une ligne vide sépare deux '
            "paragraphes."
            "</p>"
        )
        _saisie(etat, p, 150)
        if p.rendu and "{" in p.texte:
            st.html(f'<p class="clas-fait">{_lu(p.rendu)}</p>')
        _remarques(p)
        if p.anterieure:
            _offre(etat, p)
        _gestes(etat, p)


def _remarques(p: Phrase) -> None:
    for r in p.remarques:
        _remarque(r)


def _remarque(r: Remarque) -> None:
    if r.grave:
        st.warning(textes.litteral(r.phrase), icon=":material/flag:")
    else:
        st.caption(f":material/info: {textes.litteral(r.phrase)}")


def _cle(p: Phrase) -> str:
    return p.cle.replace(".", "_")


def _chiffres_a_inserer(etat: Etat) -> None:
    """Every live figure, with what it says now."""
    v = etat.valeurs
    with st.popover("Chiffres à insérer", icon=":material/data_object:", key="chiffres_a_inserer"):
        id_ = listes.choisir(
            "Chiffre", v.connus(), format_func=lambda i: v.indicateur(i).titre, key="chiffre_insere"
        )
        for forme in ("", "nombre", "avant", "ecart", "evolution", "sens", "reponses"):
            code = f"{{{id_}|{forme}}}" if forme else f"{{{id_}}}"
            st.html(
                f'<p class="clas-sous-titre">{textes.in_html(jetons.FORMES[forme])}{INSECABLE}: '
                f"{textes.in_html(jetons.rendre(code, v))}</p>"
            )
            st.code(code, language=None)
