"""From how many persons a count may leave the committee: the threshold that this installation chose
among those published.
"""

from __future__ import annotations

from clas_data import declarations
from clas_data.config import PAQUET, Installation
from clas_data.errors import UsageError
from clas_data.fichiers.restauration import exiger_finie


def seuil_secret(installation: Installation) -> int:
    """Persons; counts from 1 to one less are masked. The installation's `secret.yaml`, else the one
    that the product ships.
    """
    exiger_finie(installation)
    regle = declarations.read(PAQUET / "secret" / "secret.yaml")["regles"]["seuil"]
    propre = declarations.read_installation(installation.secret)
    if not propre and not installation.secret.exists():
        return regle["valeur"]  # an emptied file is not a choice: it is refused below
    choisi = propre.get("seuil")
    if set(propre) != {"seuil"} or type(choisi) is not int or choisi not in regle["choix"]:
        possibles = " ou ".join(map(str, regle["choix"]))
        lu = ", ".join(f"{c}: {v}" for c, v in propre.items()) or "rien"
        raise UsageError(
            f"secret.yaml : un seul réglage est attendu, « seuil: », qui vaut {possibles} "
            f"(personnes) ; on y lit « {lu} ». Corrigez ou retirez ce fichier."
        )
    return choisi
