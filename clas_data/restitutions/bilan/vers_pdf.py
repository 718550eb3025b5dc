"""The bilan as a PDF for circulation: tagged, A4, its pictures with their alternative texts and
their tables.
"""

from __future__ import annotations

from typing import Any

from clas_data.dessin import papier
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.restitutions import pdf
from clas_data.restitutions.bilan.mise_en_page import (
    Grille,
    glossaire,
    grille,
    legendes,
    notes,
    tete,
)
from clas_data.restitutions.document import Document, numeroter

LONGUE = 30  # lines beyond which a table is set smaller


def ecrire(d: Document) -> bytes:
    """The whole document."""
    images: dict[str, bytes] = {}
    rangs = legendes(d)
    parties = [
        {
            "titre": f"{n} {p.titre}",
            "tete": tete(p),
            "blocs": [_bloc(b, images, rangs) for b in p.blocs],
        }
        for n, p in numeroter(d.parties)
    ]
    apropos = {
        "titre": f"{d.titre}, {d.campagne}",
        "auteur": d.auteur,
        "date": f"édité le {d.date}",
        "empreinte": d.empreinte,
        "avertissement": d.demonstration,
        "champ": " · ".join((d.champ, d.statut, d.version)),
    }
    donnees = {
        "apropos": apropos,
        "titre": d.titre,
        "sous_titre": d.sous_titre,
        "provenance": [list(p) for p in d.provenance],
        "parties": parties,
    }
    return pdf.compose("bilan", donnees, images)


def _bloc(b: Any, images: dict[str, bytes], rangs: dict[str, str]) -> dict[str, Any]:
    if isinstance(b, Paragraphe):
        return {"genre": "paragraphe", "style": b.genre, "texte": b.texte}
    if isinstance(b, Chiffres):
        return {
            "genre": "chiffres",
            "titre": b.titre,
            "chiffres": [
                {"nom": c.nom, "valeur": c.valeur, "ecart": c.ecart, "couverture": c.couverture}
                for c in b.chiffres
            ],
        }
    if isinstance(b, Figure):
        nom = f"{b.cle}.svg"
        images[nom] = papier.svg(papier.dessiner(b))
        return {
            "genre": "figure",
            "titre": b.titre,
            "image": nom,
            "alternative": b.alternative,
            "legende": rangs[b.cle],
            "notes": notes(b),
            "tableau": _grille(grille(b)),
        }
    return _tableau(b)


def _tableau(t: Tableau) -> dict[str, Any]:
    if t.glossaire:
        return {
            "genre": "glossaire",
            "titre": t.titre,
            "groupes": [
                {"source": s, "termes": [list(e) for e in entrees]} for s, entrees in glossaire(t)
            ],
        }
    corps = 8.5 if len(t.lignes) > LONGUE or len(t.colonnes) > 6 else 9.5
    return {
        "genre": "tableau",
        "titre": t.titre,
        "notes": notes(t),
        "corps": corps,
        "tableau": _grille(grille(t)),
    }


def _grille(g: Grille) -> dict[str, Any]:
    return {
        "colonnes": list(g.colonnes),
        "lignes": [list(l) for l in g.lignes],
        "droites": list(g.droites),
        "largeurs": list(g.largeurs),
        "suite": g.suite,
    }
