"""`python -m clas_data …`: the command line."""

from __future__ import annotations

import sys

from clas_data import secret
from clas_data.commandes.analyse import run
from clas_data.tables import prealables

if __name__ == "__main__":
    prealables.exiger(secret.avant_de_servir)
    sys.exit(run(sys.argv[1:]))
