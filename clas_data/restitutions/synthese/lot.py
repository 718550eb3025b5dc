"""The synthèses of every porteur of a campagne, each as it would have it, in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.restitutions.synthese import composition
from clas_data.restitutions.synthese.pdf import composer, nom_fichier
from clas_data.tables.base import Base


def porteurs(base: Base, acteur: Acteur, inst: Installation, campagne: str) -> dict[str, str]:
    """SIRET → name of the porteurs that have an agreed action in this campagne, by name; for who
    may see as a porteur.
    """
    acteur.exige("voir_comme_porteur")
    df = base.lire(
        acteur.perimetre(campagnes.publiees(inst)), "conformite_demandes", {"campagne": campagne}
    )
    return (
        df[df["decision"] == "agréée"]
        .sort_values(["porteur_nom", "code_action"])
        .groupby("porteur_siret", sort=False)["porteur_nom"]
        .last()
        .to_dict()
    )


def toutes(
    inst: Installation, base: Base, acteur: Acteur, campagne: str
) -> Iterator[tuple[int, int, str, bytes]]:
    """(done, total, file name, PDF) for each porteur of a published campagne, as each would have
    it; stop asking to stop.
    """
    publiees = campagnes.publiees(inst)
    if campagne not in publiees:
        raise UsageError(
            f"La campagne {campagne} n'est pas publiée : les synthèses s'écrivent quand le "
            f"comité l'a publiée (campagnes publiées : {', '.join(publiees) or 'aucune'})."
        )
    tous = porteurs(base, acteur, inst, campagne)
    if not tous:
        raise UsageError(
            f"La base ne contient aucune action agréée en {campagne} : il n'y a pas de synthèse "
            "à écrire."
        )
    premier = acteur.comme_porteur(next(iter(tous)))
    partage = composition.commun(
        base,
        premier.agregats(publiees),
        campagne,
        composition.annees(base, premier.agregats(publiees), publiees, campagne),
    )
    for n, siret in enumerate(tous, 1):
        porteur = acteur.comme_porteur(siret)
        s = composition.lire(
            inst, base, porteur.perimetre(publiees), porteur.agregats(publiees), siret, partage
        )
        yield n, len(tous), nom_fichier(s), composer(s, inst=inst)


def en_zip(fichiers: dict[str, bytes]) -> bytes:
    """One archive, the same bytes for the same files."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as archive:
        for nom in sorted(fichiers):
            archive.writestr(zipfile.ZipInfo(nom, (1980, 1, 1, 0, 0, 0)), fichiers[nom])
    return tampon.getvalue()
