"""What may be typed, in French; exit 0 done, 1 refused, 2 wrong use."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from clas_data.commandes import (
    bareme,
    bilan,
    bordereau,
    chiffres,
    comptes,
    conformite,
    correspondance,
    depots,
    dossier,
    droits,
    entretien,
    mouvements,
    nation,
    ouverture,
    partage,
    simulation,
    suite,
    synthese,
    territoires,
)
from clas_data.commandes.sortie import dire
from clas_data.config import installation
from clas_data.errors import ClasError, FichierRefuse, UsageError
from clas_data.fichiers.disque import panne

FAIT, REFUSE, MAUVAIS_USAGE = 0, 1, 2
INTERROMPU = 130  # what shells expect after Ctrl-C
EN_FRANCAIS = [
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"unrecognized arguments: (.+)", r"option ou argument inconnu : \1"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 attend une valeur"),
    (
        r"argument (.+): invalid choice: (.+) \(choose from (.+)\)",
        r"\2 n'est pas connu ; valeurs possibles : \3",
    ),
    (r"argument (\S+): invalid \w+ value: (.+)", r"\1 : la valeur \2 ne convient pas"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 n'attend pas de valeur"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 est ambigu : \2"),
]


class Analyseur(argparse.ArgumentParser):
    """The standard parser, with its messages in French."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"allow_abbrev": False, "add_help": False, **kwargs})
        self._meles = False
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument(
            "-h",
            "--help",
            "--aide",
            action="help",
            default=argparse.SUPPRESS,
            help="montre cette aide",
        )

    def parse_known_args(self, args=None, namespace=None):
        """What is named may stand before, between or after the options."""
        lus, restes = super().parse_known_args(args, namespace)
        if not restes or self._subparsers or self._meles:
            return lus, restes
        self._meles = True  # it calls this method, once for the options, once for the rest
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._meles = False

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "usage : ", 1)

    def error(self, message: str) -> NoReturn:
        for anglais, francais in EN_FRANCAIS:
            if trouve := re.fullmatch(anglais, message):
                message = trouve.expand(francais)
                break
        dire(f"{self.prog} : {message}. Aide : {self.prog} --aide")
        raise SystemExit(MAUVAIS_USAGE)


def analyseur() -> Analyseur:
    """All the commands, each with its function under `faire`."""
    commun = argparse.ArgumentParser(add_help=False)
    commun.add_argument(
        "--racine",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="dossier de l'installation (sinon CLAS_RACINE, sinon data/)",
    )
    tete = Analyseur(
        prog="python -m clas_data",
        description="Le tableau de bord du Clas, en ligne de commande.",
        parents=[commun],
    )
    sous = tete.add_subparsers(
        title="commandes",
        metavar="COMMANDE",
        required=True,
        dest="commande",
        parser_class=Analyseur,
    )
    for module in (
        depots,
        correspondance,
        chiffres,
        nation,
        mouvements,
        suite,
        territoires,
        simulation,
        bareme,
        droits,
        bilan,
        dossier,
        conformite,
        synthese,
        ouverture,
        partage,
        entretien,
        comptes,
    ):
        module.declarer(
            lambda nom, aide: sous.add_parser(nom, help=aide, description=aide, parents=[commun])
        )
    return tete


def run(arguments: Sequence[str]) -> int:
    """Run one command; what is refused is said on stderr, in a sentence."""
    for flux in (sys.stdout, sys.stderr):
        flux.reconfigure(encoding="utf-8")
    try:
        choix = analyseur().parse_args(arguments)
        code = choix.faire(installation(getattr(choix, "racine", None)), choix)
        sys.stdout.flush()  # a reader that left is known here, not at exit
        return code
    except SystemExit as e:
        return int(e.code or 0)
    except UsageError as e:
        dire(e.message)
        return MAUVAIS_USAGE
    except FichierRefuse as e:
        bordereau.montrer(e.anomalies)
        dire(e.message)
        return REFUSE
    except ClasError as e:
        dire(e.message)
        return REFUSE
    except BrokenPipeError:
        # the reader left (« | head »): nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAIT
    except OSError as e:
        dire(panne(e))
        return REFUSE
    except KeyboardInterrupt:
        dire("Interrompu : ce qui n'était pas accepté n'est pas enregistré.")
        return INTERROMPU
