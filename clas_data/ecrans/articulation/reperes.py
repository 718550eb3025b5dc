"""National beside departmental: published repères beside ours where they truly compare, a sentence
where they do not.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.dessin import articulation
from clas_data.errors import FichierRefuse
from clas_data.indicateurs import reperes
from clas_data.indicateurs.reperes import Regard
from clas_data.tables import base
from clas_data.ui import carte_calcul, exports, lecture, style, tableaux, textes
from clas_data.ui.selection import Selection

MODELE = (
    "id;libelle;valeur;precision;unite;territoire;periode;champ;source;indicateur;comparable;note\n"
    "savoie_2023_enfants_collectif;Enfants par collectif;10.1;;enfants par "
    "collectif;Savoie;2023-2024;Clas du département;"
    "À remplacer : titre, auteur, date;enfants_par_collectif;oui;\n"
)
LARGEUR_LIBELLE = 36  # characters that hold on a narrow screen
JAMAIS = (
    "Un repère est un point daté, avec sa source et son champ : jamais un point d'une tendance."
)


def regards(selection: Selection, ids: Sequence[str] | None = None) -> list[Regard]:
    """The repères beside the figures of this selection; the file of the installation is read anew
    when it changes.
    """
    ouverte = lecture.ouverte()
    return reperes.comparer(
        base.ouvrir(config.installation(), ouverte.empreinte),
        selection.perimetre,
        config.installation(),
        selection.campagne,
        ids,
        selection.ou(campagne=False),
    )


def show(selection: Selection, ids: Sequence[str] | None = None, *, cle: str = "reperes") -> None:
    """The card of the repères; `ids` keeps those of these indicators, for a page that speaks of
    them only.
    """
    try:
        tous = regards(selection, ids)
    except FichierRefuse as erreur:
        st.error(
            "Les repères de cette installation ne peuvent pas être lus.\n\n"
            + "\n\n".join(textes.litteral(a.message) for a in erreur.anomalies),
            icon=":material/rule:",
        )
        return
    vus, autres = [g for g in tous if g.compare], [g for g in tous if not g.compare]
    parts = [g for g in vus if g.repere.unite == "%"]
    libelles = [
        (
            f"{'<br>'.join(textwrap.wrap(g.repere.libelle, LARGEUR_LIBELLE))}<br>"
            f"<i>{g.repere.territoire}, {g.repere.periode}</i>"
        )
        for g in parts
    ]
    survols = [
        f"{l}<br>publié : {g.repere.ecrit}<br>ici, {g.campagne} : {g.ici}"
        for l, g in zip(libelles, parts, strict=True)
    ]
    carte_calcul.show(
        cle,
        reperes.resume(tous),
        f"Chiffres publiés ailleurs ou en France, à côté de ceux de {selection.campagne}. {JAMAIS}",
        (
            lambda: articulation.reperes(
                libelles,
                [float(g.repere.valeur) for g in parts],
                [float(g.valeur) for g in parts],
                [(g.repere.ecrit, g.ici) for g in parts],
                survols,
                sombre=style.sombre(),
            )
        )
        if parts
        else None,
        alternative=f"{reperes.resume(tous)}. " + " ".join(g.phrase for g in parts),
        donnees=_table(tous),
        notes=[
            (
                "Note",
                (
                    "Losange : chiffre publié ; disque : chiffre d'ici. La distance n'est pas "
                    "une évolution : l'année et le territoire diffèrent."
                ),
            )
        ],
        champ=selection.mots,
        source="Sources publiées, une par ligne ; reperes.csv",
        vide=("Aucune part à dessiner pour cette sélection."),
    )
    _readable(vus, cle)
    if autres:
        with st.expander(
            f"Repères qui ne se comparent pas ({formats.nombre(len(autres))}), et pourquoi",
            key=f"{cle}_autres",
        ):
            _pairs(
                "Repères publiés qui ne se comparent pas",
                ("Repère", "Publié"),
                [((g.repere.libelle, g.repere.ecrit), _reason(g)) for g in autres],
            )


def _readable(vus: Sequence[Regard], cle: str) -> None:
    """Every comparable repère to read: both figures, then the difference, where, when, on what
    field, who says so, what to know.
    """
    if not vus:
        return
    with st.container(key=f"carte_{cle}_lignes"):
        st.html(
            f'<h3 class="clas-titre">Un par un{formats.INSECABLE}: le chiffre publié, le '
            "chiffre "
            f"d'ici en {vus[0].campagne}</h3>"
        )
        _pairs(
            "Repères publiés et chiffres d'ici",
            ("Repère", "Publié", "Ici"),
            [
                (
                    (g.repere.libelle, g.repere.chiffre, textes.valeur(g.indicateur, g.valeur)),
                    _source(g),
                )
                for g in sorted(vus, key=lambda g: g.repere.unite == "%")
            ],
        )


def _pairs(titre: str, tetes: Sequence[str], lignes: Sequence[tuple[Sequence[str], str]]) -> None:
    """A small table where each line of figures has a line of words under it: it holds on a narrow
    screen.
    """
    entete = "".join(
        f'<th scope="col"{" class=nombre" if i else ""}>{t}</th>' for i, t in enumerate(tetes)
    )
    corps = "".join(
        f'<tr class="clas-sans-filet"><th scope="row">{textes.ECHAPPE(nom)}</th>'
        + "".join(f'<td class="nombre">{textes.ECHAPPE(c)}</td>' for c in chiffres)
        + (
            f'</tr><tr><td colspan="{len(tetes)}" class="clas-sous-titre">{textes.in_html(mots)}'
            "</td>"
            "</tr>"
        )
        for (nom, *chiffres), mots in lignes
    )
    st.html(
        tableaux.frame(
            titre,
            f'<table class="clas-table"><caption class="clas-lecteur">{textes.ECHAPPE(titre)}'
            "</caption>"
            f"<thead><tr>{entete}</tr></thead><tbody>{corps}</tbody></table>",
        )
    )


def _reason(g: Regard) -> str:
    """Why it does not compare, then where, when, on what field, who says so."""
    r = g.repere
    return f"{g.avis.raison.rstrip('.')}. {r.territoire}, {r.periode}. {r.champ}. {r.source}."


def _source(g: Regard) -> str:
    """Where and when, on what field, who says so, and what must be known before comparing."""
    r = g.repere
    dits = [
        f"Ici, {g.ecart}" if g.ecart else "",
        f"{r.territoire}, {r.periode}",
        r.champ,
        r.source,
        r.note,
        g.avis.raison if g.avis else "",
    ]
    return ". ".join(dict.fromkeys(d.rstrip(".") for d in dits if d)) + "."


def _table(tous: Sequence[Regard]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Repère": g.repere.libelle,
                "Publié": float(g.repere.valeur),
                "Précision": g.repere.precision,
                "Unité": g.repere.unite,
                "Territoire": g.repere.territoire,
                "Période": g.repere.periode,
                "Champ du repère": g.repere.champ,
                ("Source du repère"): g.repere.source,
                "Ici": float(g.valeur) if g.compare else float("nan"),
                "Campagne": g.campagne,
                "Comparable": "oui" if g.compare else "non",
                "À savoir": " ".join(
                    m
                    for m in (
                        g.repere.note,
                        g.avis.raison if g.avis and g.avis.raison != g.repere.note else "",
                    )
                    if m
                ),
            }
            for g in tous
        ]
    )


def adding() -> None:
    """How an installation adds its own repères."""
    with st.expander("Ajouter un repère", icon=":material/add:", key="reperes_ajouter"):
        st.markdown(
            "Un repère s'ajoute dans le fichier `referentiels_locaux/reperes.csv` de "
            "l'installation, une ligne par chiffre : **valeur, unité, champ, territoire, période "
            "et source sont obligatoires**. `indicateur` nomme le chiffre d'ici auquel il se "
            "compare (page Dictionnaire), `comparable` vaut oui ou non, et `note` dit pourquoi "
            "quand c'est non. Une ligne fautive est refusée avec son numéro ; les repères livrés "
            "restent."
        )
        st.download_button(
            "Modèle de fichier (csv)",
            exports.BOM.encode() + MODELE.encode(),
            "reperes.csv",
            "text/csv",
            key="reperes_modele",
            on_click="ignore",
            icon=":material/download:",
        )
