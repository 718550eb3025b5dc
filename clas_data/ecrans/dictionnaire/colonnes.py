"""The columns of the received files, as the dictionary shows them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import config
from clas_data.fichiers import campagnes, schemas
from clas_data.ui import carte, exports, filtres, listes, textes

TYPES = {
    "entier": "nombre entier",
    "nombre": "nombre",
    "montant": "montant en euros",
    "oui_non": "oui ou non",
    "date": "date",
    "texte": "texte court",
    "texte_long": "texte libre",
    "siret": "SIRET",
    "commune": "code Insee",
    "qpv": "code de quartier",
    "campagne": "campagne",
    "identifiant": "code",
    "choix": "un choix",
    "choix_multiple": "plusieurs choix",
}


def columns() -> None:
    """Every column of the four files, as the porteur reads it and as the check understands it."""
    tables = schemas.load()
    connues = sorted(campagnes.load(config.installation()), reverse=True)
    gauche, milieu, droite = st.columns([2, 1, 2])
    filtres.say_dropped("fichier", "Fichier", [s.titre for s in tables.values()])
    filtres.say_dropped("entetes", "En-têtes de la campagne", connues)
    table = listes.choisir(
        "Fichier",
        list(tables),
        format_func=lambda t: tables[t].titre,
        key="fichier",
        bind="query-params",
        dans=gauche,
    )
    campagne = listes.choisir(
        "En-têtes de la campagne", connues, key="entetes", bind="query-params", dans=milieu
    )
    cherche = droite.text_input(
        "Chercher une colonne",
        key="colonne",
        bind="query-params",
        placeholder="filles, charges…",
        icon=":material/search:",
    )
    schema, noms = tables[table], schemas.entetes_de(campagne)
    st.markdown(
        f"**{schema.titre}** : {schema.description} Grain : {schema.grain} ; clé : "
        f"{', '.join(schema.cle)}."
    )
    df = pd.DataFrame(
        [
            {
                "En-tête": noms.get((table, n), "absente cette année-là"),
                "Nom technique": n,
                "Question": c.question,
                "Type": TYPES.get(c.type, c.type),
                "Unité": c.unite,
                "Obligatoire": "oui" if c.obligatoire else "non",
                "Valeurs possibles": " · ".join(c.choix),
                "Exemple": c.exemple,
            }
            for n, c in schema.colonnes.items()
        ]
    )
    vues = df[
        df.apply(lambda l: textes.plain(cherche) in textes.plain(" ".join(map(str, l))), axis=1)
    ]
    alt = f"Colonnes du fichier {schema.titre}"
    carte.table(vues, alt=alt, cle="colonnes", cherche=False)
    st.download_button(
        "Ces colonnes (csv)",
        lambda: exports.to_csv(vues),
        f"colonnes-{table}-{campagne}.csv",
        "text/csv",
        key="colonnes_csv",
        on_click="ignore",
        icon=":material/download:",
    )
