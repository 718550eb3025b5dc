"""The diffused set of a campagne: the only figures of all porteurs together that leave the
committee's own screens.

Raw rows enter here and nowhere else (`Base.contributions`, which refuses any other perimetre than
aggregates); what goes out is protected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clas_data.acces import Perimetre
from clas_data.errors import AccesRefuse, UsageError
from clas_data.indicateurs import catalogue
from clas_data.secret import conservation
from clas_data.secret import regles as declaration
from clas_data.secret.cellules import dans_la_vue
from clas_data.secret.production import proteger
from clas_data.secret.regles import Regles
from clas_data.tables.base import Base


@dataclass(frozen=True)
class Diffusion:
    """The protected aggregates of one campagne; `table` reads them as `calcul.calculer` would,
    masked values apart.
    """

    campagne: str
    empreinte: str
    regles: Regles
    # indicateur, axes ("" for all), valeur, repondants, attendus, masque; never why
    cellules: pd.DataFrame
    porteurs: int

    def table(self, ids: Sequence[str], par: Sequence[str] = ()) -> pd.DataFrame:
        """One row per indicator and group: indicateur, the axes, valeur (NaN when masked or n.d.),
        repondants, attendus, masque.
        """
        if tuple(par) not in self.regles.vues:
            raise UsageError(
                f"Le tableau par « {' × '.join(par)} » n'est pas dans l'ensemble diffusé : on "
                f"diffuse le département, et un axe à la fois parmi {', '.join(self.regles.axes)}."
            )
        for id_ in ids:
            catalogue.exiger(id_)
        autres = [a for a in self.regles.axes if a not in par]
        c = self.cellules
        garder = c["indicateur"].isin(ids) & dans_la_vue(c, tuple(par), self.regles)
        rang = {i: n for n, i in enumerate(ids)}
        return (
            c[garder]
            .drop(columns=autres)
            .sort_values("indicateur", key=lambda s: s.map(rang), kind="stable")
            .reset_index(drop=True)
        )

    def valeur(self, id_: str) -> pd.Series:
        """The row of one indicator for the whole département."""
        t = self.table([id_])
        return (
            t.iloc[0]
            if len(t)
            else pd.Series(
                {
                    "indicateur": id_,
                    "valeur": np.nan,
                    "repondants": pd.NA,
                    "attendus": pd.NA,
                    "masque": False,
                }
            )
        )


def diffuser(base: Base, perimetre: Perimetre, campagne: str) -> Diffusion:
    """The diffused set of this campagne, under the threshold of its base; `perimetre` comes from
    `Acteur.agregats`.
    """
    exiger_agregats(perimetre, campagne)
    base.ouvrir_a(perimetre)  # what is kept on the disk is not read again through it
    regles = declaration.load().avec_seuil(base.seuil_secret)
    gardee = conservation.lire(base, campagne, regles)
    if gardee is None:
        gardee = proteger(base, perimetre, campagne, regles)
        conservation.ecrire(base, campagne, regles, *gardee)
    return Diffusion(campagne, base.empreinte, regles, *gardee)


def exiger_agregats(perimetre: Perimetre, campagne: str) -> None:
    """Raise AccesRefuse unless this perimetre was obtained for protected aggregates, and holds the
    campagne.
    """
    if not perimetre.agregats:
        raise AccesRefuse(
            "Les figures protégées du département se demandent avec Acteur.agregats(), qui ne "
            "donne accès à aucune ligne."
        )
    if perimetre.campagnes is not None and campagne not in perimetre.campagnes:
        raise AccesRefuse(
            f"La campagne {campagne} n'est pas publiée : ses figures ne sortent pas encore du "
            "comité."
        )
