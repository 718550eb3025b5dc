"""How many collectifs have each size, beside the band that the référentiel asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clas_data import formats
from clas_data.conformite import regles
from clas_data.figures import figure
from clas_data.figures.figure import Figure, Serie
from clas_data.figures.mots import avertissements, champ, dire, source
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, pluriel, ponctuer

MOYENNE = "enfants_par_collectif"  # whose answers and rows are behind the picture
AXES_LUS = ("epci", "niveau", "porteur_type", "qpv")


def tailles(v: Valeurs, d: Mapping[str, Any]) -> list:
    """The sizes declared; nothing in the version for diffusion, which is less fine."""
    if v.diffusion:
        return []
    regle = regles.en_vigueur(v.installation, v.campagne)["effectif"]
    bande = tuple(float(regle.parametres[p].valeur) for p in ("effectif_min", "effectif_max"))
    lus, inconnus = _lire(v)
    total = sum(n for _, n in lus)
    dedans = sum(n for e, n in lus if bande[0] <= e <= bande[1])
    nom = f"de {formats.nombre(bande[0])} à {formats.nombre(bande[1])} enfants"
    titre = f"Taille des collectifs : {ND}"
    if total:
        titre = (
            f"{pluriel(dedans, 'collectif')} sur {formats.nombre(total)} "
            f"{'comptent' if dedans >= 2 else 'compte'} {nom} "
            f"({formats.pourcent(100 * dedans / total, 0)})"
        )
    ind, x = v.indicateur(MOYENNE), v.une(MOYENNE)
    nombres = tuple(float(n) for _, n in lus)
    return [
        Figure(
            "tailles",
            figure.COLONNES,
            ponctuer(titre),
            "Collectifs selon le nombre d'enfants",
            tuple(str(e) for e, _ in lus),
            (Serie("Collectifs", nombres, tuple(map(formats.nombre, nombres))),),
            "Enfants dans le collectif",
            "collectifs",
            f"{pluriel(lus[0][1], 'collectif')} de {pluriel(lus[0][0], 'enfant')}." if lus else "",
            champ(v),
            source(ind),
            dire(
                f"{pluriel(inconnus, 'collectif')} sans effectif déclaré." if inconnus else "",
                "Hachures : hors de l'effectif de référence "
                f"({formats.en_phrase(regle.titre)} ; {regle.source}).",
            ),
            bande=bande,
            nom_bande=nom,
            reponses=x.reponses,
            avertissements=avertissements(v, ind, None, [(v.campagne, x)]),
            indicateur=ind.id,
        )
    ]


def part(v: Valeurs) -> float | None:
    """The share of the collectifs that hold as many children as the référentiel asks, in %; None
    where nothing tells it, and in the version for diffusion.
    """
    lus = [] if v.diffusion else _lire(v)[0]
    regle = regles.en_vigueur(v.installation, v.campagne)["effectif"]
    bas, haut = (regle.parametres[p].valeur for p in ("effectif_min", "effectif_max"))
    total = sum(n for _, n in lus)
    return 100 * sum(n for e, n in lus if bas <= e <= haut) / total if total else None


def _lire(v: Valeurs) -> tuple[list[tuple[int, int]], int]:
    """(children, collectifs) in order of size, and the collectifs whose size nobody declared."""
    filtres = {a: v.filtres.get(a, "") for a in AXES_LUS}
    t = v.base.lire(v.perimetre, "ecran_tailles", {"campagne": v.campagne, **filtres})
    lus, inconnus = [], 0
    for enfants, collectifs in zip(t["enfants"], t["collectifs"], strict=True):
        if formats.inconnu(enfants) or enfants <= 0:
            inconnus += int(collectifs)
        else:
            lus.append((int(enfants), int(collectifs)))
    return lus, inconnus
