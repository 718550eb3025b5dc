"""What an action answered: its budget, its collectifs, the files that say so."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.dessin import commun
from clas_data.dessin import series as figures
from clas_data.fichiers import schemas
from clas_data.ui import carte, lecture, style

EUROS = {"charges", "ps_clas"}


def budget(perimetre: Perimetre, code: str, campagne: str) -> None:
    st.html('<h3 class="clas-titre">Ce que dit le bilan financier</h3>')
    df = lecture.requete(perimetre, "ecran_budget", code=code)
    df = df[(df["campagne"] == campagne) & (df["montant"] > 0)]
    if df.empty:
        st.html(f'<p class="clas-vide">{formats.ND} : bilan attendu, non reçu.</p>')
        return
    for sens, titre in (
        ("charge", "Charges"),
        ("produit", "Produits"),
        ("valorisation", "Contributions volontaires, à part"),
    ):
        vues = df[df["sens"] == sens]
        if len(vues):
            ecrits = [formats.euros(v) for v in vues["montant"]]
            libelles = list(vues["poste_libelle"].fillna(vues["poste"]))
            st.caption(titre)
            st.plotly_chart(
                figures.barres(
                    libelles,
                    [float(v) for v in vues["montant"]],
                    ecrits,
                    [f"{l} : {e}" for l, e in zip(libelles, ecrits, strict=True)],
                    sombre=style.sombre(),
                    hauteur_ligne=34,
                ),
                theme=None,
                config=commun.config(f"{sens}_{code}"),
                key=f"budget_{sens}",
                alt=f"{titre} : "
                + " ; ".join(f"{l} {e}" for l, e in zip(libelles, ecrits, strict=True)),
            )


def collectifs(perimetre: Perimetre, code: str, campagne: str) -> None:
    df = lecture.requete(perimetre, "ecran_collectifs", code=code)
    df = df[df["campagne"] == campagne].drop(columns=["campagne", "_fichier", "_feuille", "_ligne"])
    st.html(
        '<h3 class="clas-titre">'
        f"{formats.pluriel(len(df), 'collectif déclaré', 'collectifs déclarés')} en {campagne}"
        "</h3>"
    )
    if df.empty:
        return
    titres = {n: c.titre for n, c in schemas.load()["collectifs"].colonnes.items()} | {
        "heures_par_enfant": "Heures par enfant"
    }
    vue = df.rename(columns=titres)
    carte.table(vue, alt=f"Collectifs de l'action {code} en {campagne}", cle="collectifs")


def files(df: pd.DataFrame) -> None:
    st.html('<h3 class="clas-titre">Les lignes des fichiers reçus</h3>')
    lignes = []
    for l in df.to_dict("records"):
        for piece, prefixe in (
            ("Agrément", "agrement"),
            ("Questionnaire", "questionnaire"),
            ("Bilan", "bilan"),
        ):
            if isinstance(l.get(f"{prefixe}_fichier"), str):
                lignes.append(
                    {
                        "Campagne": l["campagne_"],
                        "Pièce": piece,
                        "Fichier": l[f"{prefixe}_fichier"],
                        "Feuille": l[f"{prefixe}_feuille"] or "",
                        "Ligne": int(l[f"{prefixe}_ligne"]),
                    }
                )
    carte.table(
        pd.DataFrame(lignes),
        alt="Fichiers, feuilles et lignes de cette action",
        cle="fiche_fichiers",
        ecritures={"Ligne": str},
    )
