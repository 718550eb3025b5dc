"""Blocks that put several indicators, or a distribution, in one picture."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.conformite import regles
from clas_data.dessin import series as figures
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import AXES
from clas_data.indicateurs.libelles import RANGS
from clas_data.ui import carte, comparer, exports, lecture, style, textes
from clas_data.ui.carte import Carte
from clas_data.ui.selection import Selection

LIGNES_SANS_DEFILER = 12


def composition(ids: Sequence[str], par: str, selection: Selection, *, sujet: str) -> None:
    """How a whole divides between several counts (girls and boys…), one bar of 100 % per value of
    the axis.
    """
    inds = [lecture.indicateur(i) for i in ids]
    df = lecture.calculer(selection, ids, [par])
    large = df.pivot(index=par, columns="indicateur", values="valeur").reindex(columns=list(ids))
    rang = {v: i for i, v in enumerate(RANGS.get(par, ()))}
    large = large.sort_index(key=lambda s: s.map(lambda v: (rang.get(v, len(rang)), str(v))))
    total = large.sum(axis=1, min_count=len(ids))
    parts = large.div(total, axis=0) * 100
    libelles = [str(v) for v in lecture.libelles(par, pd.Series(large.index))]
    series = []
    for ind in inds:
        ecrits = [
            formats.pourcent(p, 0) if not formats.inconnu(p) else formats.ND for p in parts[ind.id]
        ]
        survols = [
            f"<b>{l}</b><br>{ind.titre} : {textes.valeur(ind, v)} ({e})"
            for l, v, e in zip(libelles, large[ind.id], ecrits, strict=True)
        ]
        series.append((ind.titre, list(parts[ind.id]), ecrits, survols))
    ensemble = large.sum(min_count=1)
    titre = _composition_title(sujet, inds, ensemble)
    donnees = large.set_axis([i.titre for i in inds], axis=1).assign(Ensemble=total)
    donnees.insert(0, "Catégorie", libelles)
    carte.show(
        Carte(
            cle=f"composition_{'_'.join(ids)}_{par}",
            ind=inds[0],
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            alternative=f"{titre}. "
            + " ; ".join(
                f"{l} : " + ", ".join(f"{s[0].lower()} {s[2][i]}" for s in series)
                for i, l in enumerate(libelles)
            )
            + ".",
            donnees=donnees.reset_index(drop=True),
            champ=selection.mots,
            sous_titre=f"Répartition entre {' et '.join(i.titre.lower() for i in inds)}, en %",
            lecture=f"« {libelles[0]} » : "
            + ", ".join(f"{s[2][0]} de {s[0].lower()}" for s in series)
            + "."
            if libelles
            else "",
            note="Collectifs qui n'ont pas déclaré le détail : exclus.",
            avertissements=comparer.warnings(inds[0], df[df["indicateur"] == ids[0]], par),
        ),
        (lambda: figures.empilees(libelles, series, sombre=style.sombre()))
        if total.notna().any()
        else None,
    )


def _composition_title(sujet: str, inds: Sequence, ensemble: pd.Series) -> str:
    total = ensemble.sum(min_count=len(inds))
    if formats.inconnu(total) or not total:
        return f"{sujet}{formats.INSECABLE}: {formats.ND}"
    morceaux = [
        f"{formats.pourcent(ensemble[i.id] / total * 100, 0)} de {i.titre.lower()}" for i in inds
    ]
    return f"{sujet}{formats.INSECABLE}: {' et '.join(morceaux)}"


def parts(ids: Sequence[str], selection: Selection, *, sujet: str) -> None:
    """Several shares that do not add up to a whole, each on its own track of 100 %."""
    inds = [lecture.indicateur(i) for i in ids]
    df = lecture.calculer(selection, ids).set_index("indicateur").reindex(list(ids))
    valeurs = list(df["valeur"])
    ecrits = [textes.valeur(i, v) for i, v in zip(inds, valeurs, strict=True)]
    survols = [
        f"<b>{i.titre}</b><br>{e}<br>{comparer.coverage(l)}"
        for i, e, l in zip(inds, ecrits, df.itertuples(), strict=True)
    ]
    titre = f"{sujet}{formats.INSECABLE}: " + ", ".join(
        f"{e} {_short(i.titre)}" for i, e in zip(inds, ecrits, strict=True)
    )
    donnees = pd.DataFrame(
        {
            "Indicateur": [i.titre for i in inds],
            "Valeur": valeurs,
            "Réponses": list(df["repondants"]),
            "Attendues": list(df["attendus"]),
        }
    )
    carte.show(
        Carte(
            cle=f"parts_{'_'.join(ids)}",
            ind=inds[0],
            selection=selection,
            titre=titre,
            ou=selection.ou(),
            alternative=f"{titre}. "
            + " ; ".join(
                f"{i.titre} : {e}, {comparer.coverage(l)}"
                for i, e, l in zip(inds, ecrits, df.itertuples(), strict=True)
            )
            + ".",
            donnees=donnees,
            champ=selection.mots,
            sous_titre="Parts, en % ; un enfant peut compter dans plusieurs",
            lecture=phrases.lecture(
                inds[0], valeurs[0], selection.campagne, df.iloc[0].repondants, df.iloc[0].attendus
            ),
            note=(
                "Les parts ne s'additionnent pas : un même enfant peut être compté dans plusieurs."
            ),
            avertissements=comparer.warnings(inds[0], df.reset_index(), "indicateur"),
        ),
        (
            lambda: figures.parts(
                [_short(i.titre) for i in inds], valeurs, ecrits, survols, sombre=style.sombre()
            )
        )
        if any(not formats.inconnu(v) for v in valeurs)
        else None,
    )


def _short(titre: str) -> str:
    court = titre.removeprefix("Part des ").removeprefix("Part d'").removeprefix("enfants ")
    return court[:1].lower() + court[1:] if court[:2].isupper() is False else court


def tailles(selection: Selection, nom: str = "enfants_par_collectif") -> None:
    """How many collectifs have each size, beside the band that the référentiel asks for."""
    ind, regle = (
        lecture.indicateur(nom),
        regles.en_vigueur(config.installation(), selection.campagne)["effectif"],
    )
    bas, haut = (int(regle.parametres[p].valeur) for p in ("effectif_min", "effectif_max"))
    ou = selection.ou()
    df = lecture.requete(
        selection.perimetre,
        "ecran_tailles",
        **{a: ou.get(a, "") for a in ("campagne", "epci", "niveau", "porteur_type", "qpv")},
    )
    connus = df.dropna(subset=["enfants"])
    connus = connus[connus["enfants"] > 0].astype({"enfants": int, "collectifs": int})
    inconnus, total = (
        int(df["collectifs"].sum() - connus["collectifs"].sum()),
        int(connus["collectifs"].sum()),
    )
    dedans = int(connus.loc[connus["enfants"].between(bas, haut), "collectifs"].sum())
    bande = f"de {bas} à {haut} enfants"
    titre = (
        (
            f"{formats.pluriel(dedans, 'collectif')} sur {formats.nombre(total)} comptent {bande} "
            f"({formats.pourcent(dedans / total * 100, 0)})"
        )
        if total
        else f"Taille des collectifs{formats.INSECABLE}: {formats.ND}"
    )
    couverture = lecture.calculer(selection, [nom])
    survols = [
        f"<b>{formats.pluriel(e, 'enfant')}</b><br>{formats.pluriel(c, 'collectif')}"
        for e, c in zip(connus["enfants"], connus["collectifs"], strict=True)
    ]
    carte.show(
        Carte(
            cle="tailles",
            ind=ind,
            selection=selection,
            titre=titre,
            ou=ou,
            champ=selection.mots,
            sous_titre="Nombre de collectifs selon le nombre d'enfants déclarés",
            alternative=f"{titre}. "
            + " ; ".join(
                f"{formats.pluriel(e, 'enfant')} : {formats.pluriel(c, 'collectif')}"
                for e, c in zip(connus["enfants"], connus["collectifs"], strict=True)
            )
            + ".",
            donnees=connus.rename(
                columns={"enfants": "Enfants dans le collectif", "collectifs": "Collectifs"}
            ).reset_index(drop=True),
            lecture=(
                f"{formats.pluriel(int(connus['collectifs'].iloc[0]), 'collectif')} de "
                f"{formats.pluriel(int(connus['enfants'].iloc[0]), 'enfant')}."
            )
            if total
            else "",
            note=f"Bande : {regle.titre} ({regle.source}). Hachures : hors de la bande ; "
            "ces collectifs sont comptés partout ailleurs."
            + (
                f" {formats.pluriel(inconnus, 'collectif')} sans effectif déclaré."
                if inconnus
                else ""
            ),
            avertissements=comparer.warnings(ind, couverture, "indicateur"),
        ),
        (
            lambda: figures.tailles(
                list(connus["enfants"]),
                list(connus["collectifs"]),
                survols,
                (bas, haut),
                bande,
                sombre=style.sombre(),
            )
        )
        if total
        else None,
    )


def tableau(ids: Sequence[str], par: str, selection: Selection, *, titre: str) -> None:
    """Several indicators by the values of one axis, as a table to sort and take away."""
    inds = {i.court or i.titre: i for i in map(lecture.indicateur, ids)}
    df = lecture.calculer(selection, ids, [par])
    large = (
        df.pivot(index=par, columns="indicateur", values="valeur")
        .reindex(columns=list(ids))
        .set_axis(list(inds), axis=1)
    )
    large.insert(0, AXES[par], lecture.libelles(par, pd.Series(large.index)))
    large = (
        large.dropna(subset=[AXES[par]])
        .sort_values(list(inds)[0], ascending=False, na_position="last")
        .reset_index(drop=True)
    )
    base = lecture.ouverte()
    with st.container(key=f"carte_tableau_{par}"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(selection.mots)}</p>'
        )
        carte.table(
            large,
            inds,
            alt=titre,
            cle=f"tableau_{par}",
            height="content" if len(large) <= LIGNES_SANS_DEFILER else 480,
        )
        sources = " ; ".join(dict.fromkeys(i.source for i in inds.values()))
        st.html(
            textes.notes(
                [
                    ("Champ", selection.mots),
                    ("Source", (f"{sources} ; base {base.empreinte}.")),
                    (
                        "Note",
                        (f"{formats.ND} : non disponible, aucune réponse ne permet le calcul."),
                    ),
                ]
            )
        )
        propos = exports.context(None, titre, selection.mots, base.empreinte, base.demonstration)
        propos |= {i.titre: f"{i.definition} ({i.unite}) {i.traitement}" for i in inds.values()} | {
            "Source": sources
        }
        carte.downloads(
            large,
            propos,
            exports.nom_fichier("tableau", par, selection.campagne),
            (f"tableau_{par}"),
        )
