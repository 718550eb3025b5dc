"""Secret statistique: what may be diffused outside the committee, protected together, and attacked
before it is shown.
"""

from clas_data.secret.diffusion import Diffusion, diffuser
from clas_data.secret.liens import verifier
from clas_data.secret.preparation import avant_de_servir, preparer
from clas_data.secret.protection import proteger
from clas_data.secret.regles import LEGENDE, SIGNE, load

__all__ = [
    "LEGENDE",
    "SIGNE",
    "Diffusion",
    "avant_de_servir",
    "diffuser",
    "load",
    "preparer",
    "proteger",
    "verifier",
]
