"""The white zones as a document for the conseillers: the ranked list with the reason of each rank,
to print and to annotate.
"""

from __future__ import annotations

from datetime import date

from clas_data import formats
from clas_data.restitutions import pdf
from clas_data.territoires import zones
from clas_data.territoires.zones import GROUPES, Zones

EDITEUR = "Tableau de bord départemental du Clas"


def write(
    z: Zones, campagne: str, empreinte: str, avertissement: str, le: date, lieux: str
) -> bytes:
    """The PDF of the list; one part per group, a column left empty for notes."""
    titre = f"Zones blanches du Clas, {campagne}"
    apropos = {
        "titre": titre,
        "auteur": EDITEUR,
        "date": f"édité le {formats.jour(le)}",
        "jour": le.isoformat(),
        "empreinte": empreinte,
        "avertissement": avertissement,
        "champ": f"{lieux}, {campagne}",
    }
    groupes = []
    for numero, motif in GROUPES.items():
        lignes = z.liste[z.liste["groupe"] == numero]
        if len(lignes):
            groupes.append(
                {
                    "titre": f"{motif} ({formats.nombre(len(lignes))})",
                    "lignes": [
                        [formats.nombre(l.rang), l.nom, l.raison] for l in lignes.itertuples()
                    ],
                }
            )
    resume = z.resume
    qpv = (
        ""
        if resume["communes_qpv"] is None
        else (
            f"{formats.nombre(resume['communes_qpv_sans_action'])} des "
            f"{formats.pluriel(resume['communes_qpv'], 'commune')} qui ont un quartier "
            "prioritaire n'ont aucune action. "
        )
    )
    rep = (
        f"{formats.nombre(resume['colleges_rep_sans_action'])} des "
        f"{formats.pluriel(resume['colleges_rep'], 'collège')} en éducation prioritaire n'ont "
        "aucune action dans leur commune."
    )
    return pdf.compose(
        "zones_blanches",
        {
            "apropos": apropos,
            "titre": titre,
            "phrase": zones.titre(z) + ".",
            "prioritaires": qpv + rep,
            "methode": z.methode,
            "groupes": groupes,
            "vide": "Aucun territoire dans cette liste.",
        },
    )
