"""The words of the porteurs, taken away as a workbook."""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.paroles import themes
from clas_data.paroles.lecture import RUBRIQUES
from clas_data.ui import carte, exports, lecture
from clas_data.ui.selection import Selection


def take_away(df: pd.DataFrame, selection: Selection, champ: str) -> None:
    """The texts shown, as csv and xlsx: with names only where the reader may read them."""
    noms = {
        "rubrique": "Rubrique",
        "origine": "Origine",
        "texte": "Texte",
        "themes": "Thèmes",
        "termes": ("Termes trouvés"),
        "niveau": "Niveau",
        "porteur_type": "Type de porteur",
        "porteur_nom": "Porteur",
        "intitule": "Action",
        "code_action": "Code",
        "commune_nom": "Commune",
    }
    vue = df.assign(
        rubrique=df["rubrique"].map(RUBRIQUES),
        themes=[", ".join(themes.load()[t].titre for t in l) for l in df["themes"]],
        termes=[", ".join(l) for l in df["termes"]],
    )
    vue = vue[[c for c in noms if c in vue]].rename(columns=noms)
    ouverte = lecture.ouverte()
    propos = exports.context(
        None, "Paroles des porteurs", champ, ouverte.empreinte, ouverte.demonstration
    )
    propos |= {
        "Source": "Questionnaires et bilans, texte libre",
        "Thèmes": f"Liste de termes du {formats.jour(themes.version())}",
    }
    carte.downloads(vue, propos, exports.nom_fichier("paroles", selection.campagne), "paroles")
