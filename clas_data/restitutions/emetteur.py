"""Who sends the documents: the body, its address, who signs, whom to call, the licence of what is
published. Declared by the installation, in `documents.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import UsageError

NOM = "documents.yaml"


@dataclass(frozen=True)
class Emetteur:
    """What the documents say of who sends them; what is empty is not invented."""

    organisme: str = ""
    adresse: str = ""  # of the letters, on several lines if need be
    ville: str = ""  # « À Grenoble, le … »
    telephone: str = ""
    courriel: str = ""
    signataire: str = ""  # « Mme Prénom Nom »
    qualite: str = ""  # « directrice de l'action sociale »
    licence: str = ""  # of the data that are published; empty: the one that is proposed
    publication: str = ""  # the address where the data are published, https://…

    @property
    def contact(self) -> str:
        """« Caf de l'Isère, 04 76 00 00 00, clas@exemple.fr »."""
        morceaux = (self.organisme, self.telephone, self.courriel)
        joindre = self.telephone or self.courriel
        return ", ".join(m for m in morceaux if m) if joindre else ""


def load(installation: Installation) -> Emetteur:
    """What the installation declares; a mistake is refused with what to write."""
    brut = declarations.read_installation(installation.documents)
    connus = [f.name for f in fields(Emetteur)]
    for cle, valeur in brut.items():
        if cle not in connus:
            raise UsageError(
                f"{NOM} : rubrique « {cle} » inconnue. Rubriques possibles : "
                f"{', '.join(connus)}. Corrigez le fichier, puis recommencez."
            )
        if valeur is not None and not isinstance(valeur, (str, int)):
            raise UsageError(
                f"{NOM}, « {cle} » : un texte est attendu. Écrivez par exemple "
                f'« {cle}: "…" » sur une ligne, puis recommencez.'
            )
    lu = Emetteur(**{c: "" if v is None else str(v).strip() for c, v in brut.items()})
    if lu.publication and not lu.publication.startswith("https://"):
        raise UsageError(
            f"{NOM}, « publication » : « {lu.publication} » n'est pas une adresse. Écrivez celle "
            "de la page où les données sont publiées, https://…"
        )
    return lu
