"""`python -m clas_data …`: the command line."""

from __future__ import annotations

import sys

from clas_data.commandes.analyse import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
