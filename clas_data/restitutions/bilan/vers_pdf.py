"""The bilan as a PDF for circulation: tagged, A4, its pictures with their alternative texts and
their tables.
"""

from __future__ import annotations

from typing import Any

from clas_data.dessin import papier
from clas_data.figures.figure import CARTE, Chiffres, Figure, Paragraphe, Tableau
from clas_data.restitutions import pdf
from clas_data.restitutions.bilan import ordre
from clas_data.restitutions.bilan.mise_en_page import (
    Grille,
    glossaire,
    grille,
    notes,
    sous_figure,
    tete,
)
from clas_data.restitutions.bilan.ordre import Ordre
from clas_data.restitutions.document import Document

LOGO = "logo.png"
LONGUE = 30  # lines beyond which a table is set smaller


def ecrire(d: Document) -> bytes:
    """The whole document."""
    images: dict[str, bytes] = {}
    o = ordre.ranger(d)
    parties = [
        {
            "id": p.id,
            "titre": f"{n} {p.intitule}",
            "annexe": p.annexe,
            "tete": tete(p),
            "blocs": [_bloc(b, images, o) for b in p.blocs],
        }
        for n, p in o.titres()
    ]
    apropos = {
        "titre": f"{d.titre}, {d.campagne}",
        "auteur": d.auteur,
        "date": f"édité le {d.date}",
        "jour": d.date_iso,
        "empreinte": d.empreinte,
        "avertissement": d.demonstration,
        "champ": " · ".join((d.champ, d.statut, d.version)),
    }
    if d.logo:
        images[LOGO] = d.logo
    donnees = {
        "apropos": apropos,
        "logo": LOGO if d.logo else "",
        "titre": d.titre,
        "sous_titre": d.sous_titre,
        "provenance": [list(p) for p in d.provenance],
        "parties": parties,
        "premiere_annexe": next((p.id for p in o.annexes), ""),
    }
    return pdf.compose("bilan", donnees, images)


def _bloc(b: Any, images: dict[str, bytes], o: Ordre) -> dict[str, Any]:
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
            "carte": b.genre == CARTE,
            "alternative": b.alternative,
            "legende": o.legende(b),
            "notes": sous_figure(b),
        }
    return _tableau(b, o)


def _tableau(t: Tableau, o: Ordre) -> dict[str, Any]:
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
        "titre": f"Tableau {o.numero(t)}. {t.titre}",
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
