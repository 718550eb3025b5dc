"""The bilan as it will be read: a part with its figures and tables; then the five documents."""

from __future__ import annotations

import base64

import streamlit as st

from clas_data.dessin import papier
from clas_data.ecrans.bilan_annuel import redaction
from clas_data.ecrans.bilan_annuel.etat import Etat
from clas_data.figures.figure import Chiffres, Figure, Paragraphe
from clas_data.restitutions.bilan import composition, renvois
from clas_data.restitutions.bilan.formats_de_sortie import FORMATS
from clas_data.restitutions.bilan.mise_en_page import notes
from clas_data.secret import LEGENDE
from clas_data.ui import exports, tableaux, textes

USAGES = {
    "docx": "À reprendre et à signer : styles, sommaire, légendes, tableaux natifs.",
    "pdf": "À diffuser : balisé, polices incorporées, se lit en noir et blanc.",
    "xlsx": "Tous les chiffres, une feuille par partie, graphiques natifs.",
    "pptx": "Pour la réunion : douze diapositives au plus, une décision, quoi dire dans les notes.",
    "annexe.pptx": "Pour répondre en séance : toutes les figures, tous les tableaux.",
}
LIGNES_APERCU = 20


def apercu(etat: Etat) -> None:
    """One part, as the documents will have it."""
    p = redaction.choisir_partie(etat)
    if p is None:
        return
    partie = composition.partie(p, etat.valeurs, etat.edition, etat.phrases)
    if partie is None:
        st.info(
            "Cette partie n'a rien à montrer : le document ne la contient pas.",
            icon=":material/visibility_off:",
        )
        return
    with st.container(key="carte_apercu"):
        st.html(f'<h2 class="clas-titre clas-grand">{textes.in_html(partie.intitule)}</h2>')
        for b in partie.blocs:
            _bloc(b)


def _bloc(b) -> None:
    if isinstance(b, Paragraphe):
        texte = renvois.a_venir(b.texte)
        puce = "– " if b.genre == "puce" else ""
        st.html(
            f'<p class="{"clas-sous-titre" if b.genre == "note" else "clas-fait"}">'
            f"{puce}{textes.in_html(texte)}</p>"
        )
    elif isinstance(b, Chiffres):
        tableaux.show(
            b.titre,
            ["Chiffre", "Valeur", "Évolution", "Réponses"],
            [[c.nom, c.valeur, c.ecart, c.couverture] for c in b.chiffres],
            cachee=False,
            alignees=9,
        )
    elif isinstance(b, Figure):
        image = base64.b64encode(papier.svg(papier.dessiner(b))).decode()
        st.html(
            f'<figure style="margin:1rem 0"><h3 class="clas-titre">{textes.in_html(b.titre)}</h3>'
            f'<img alt="{textes.ECHAPPE(b.alternative, quote=True)}" '
            'style="width:100%;max-width:760px;background:#fff;border-radius:6px;padding:.4rem" '
            f'src="data:image/svg+xml;base64,{image}">'
            f'<figcaption class="clas-sous-titre">{textes.in_html(b.sous_titre)}</figcaption>'
            "</figure>"
        )
        st.html(textes.notes([tuple(n) for n in notes(b)]))
        _table(b.tableau)
    else:
        _table(b)


def _table(t) -> None:
    tableaux.show(
        textes.typographic(t.titre),
        t.colonnes,
        t.lignes[:LIGNES_APERCU],
        cachee=False,
        alignees=t.alignees,
    )
    if len(t.lignes) > LIGNES_APERCU:
        st.caption(
            (
                f"Les {LIGNES_APERCU} premières lignes sur {len(t.lignes)} : le classeur les "
                "donne toutes."
            ).replace(" :", "\u00a0:")
        )


def produire(etat: Etat) -> None:
    """The five documents, for the version chosen above."""
    if etat.valeurs.diffusion:
        st.info(
            textes.typographic(
                "Version de diffusion : aucun effectif d'enfants n'accompagne le nom d'un "
                f"porteur ; {LEGENDE}."
            ),
            icon=":material/visibility_off:",
        )
    else:
        st.info(
            "Version du comité : elle contient des effectifs faibles, elle ne se diffuse pas. "
            "Choisissez « Diffusion » en haut de la page pour l'autre.",
            icon=":material/groups:",
        )
    if st.button(
        "Préparer les cinq documents",
        type="primary",
        icon=":material/play_arrow:",
        key="preparer",
    ):
        _preparer(etat)
    nom = exports.nom_fichier(
        "bilan_clas", etat.campagne, "diffusion" if etat.valeurs.diffusion else "comite"
    )
    with st.grid(2, min_column_width=330, key="documents"):
        for format_, (titre, _, mime) in FORMATS.items():
            with st.container(key=f"carte_{format_}", height="stretch"):
                st.html(
                    f'<h3 class="clas-titre">{titre}</h3>'
                    f'<p class="clas-sous-titre">{textes.in_html(USAGES[format_])}</p>'
                )
                st.download_button(
                    f"Télécharger ({format_})",
                    lambda f=format_: etat.octets(f),
                    f"{nom}.{format_}",
                    mime,
                    key=f"telecharger_{format_}",
                    on_click="ignore",
                    icon=":material/download:",
                )
    st.caption(
        textes.typographic(
            "Mêmes données, mêmes textes, même date d'édition : mêmes documents, à l'octet "
            f"près. En ligne de commande : python -m clas_data bilan --campagne {etat.campagne} "
            "--format pdf -o bilan.pdf"
        )
    )


def _preparer(etat: Etat) -> None:
    avance = st.progress(0.0, text="Composition…")
    for i, (format_, (titre, *_)) in enumerate(FORMATS.items()):
        avance.progress(i / len(FORMATS), text=f"{titre}…")
        etat.octets(format_)
    avance.progress(1.0, text="Les cinq documents sont prêts.")
