"""To whom the relances go, by when, from whom: what the installation says, nothing invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from clas_data import declarations, formats
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.restitutions import emetteur
from clas_data.restitutions.emetteur import Emetteur

NOM = "destinataires.csv"
COLONNES = ("siret", "civilite", "nom", "adresse", "code_postal", "ville")
SANS_CIVILITE, SANS_DATE = "Madame, Monsieur", "dès que possible"


@dataclass(frozen=True)
class Destinataire:
    """Who opens the letter of a porteur, and where."""

    civilite: str = ""
    nom: str = ""
    adresse: str = ""
    code_postal: str = ""
    ville: str = ""


@dataclass(frozen=True)
class Envoi:
    """A sending of relances."""

    echeance: str = SANS_DATE  # « au plus tard le 03/10/2022 »
    emetteur: Emetteur = field(default_factory=Emetteur)
    destinataires: Mapping[str, Destinataire] = field(default_factory=dict)  # by SIRET


def lire(installation: Installation, campagne: str) -> Envoi:
    """By when of the campagne, from whom and to whom of the installation."""
    c = campagnes.exiger(installation, campagne)
    jours = [j for j in (c.saisie_fin, c.correction_fin) if j]
    quand = f"au plus tard le {formats.jour(max(jours))}" if jours else SANS_DATE
    return Envoi(quand, emetteur.load(installation), destinataires(installation))


def destinataires(installation: Installation) -> dict[str, Destinataire]:
    """SIRET → who, where; a header that is not the expected one is refused."""
    contenu = declarations.read_bytes(installation.destinataires, declarations.CONSEIL)
    if contenu is None:
        return {}
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise _faute("il n'est pas en UTF-8 (« CSV UTF-8 » dans le tableur)") from e
    lignes = csv.DictReader(io.StringIO(texte, newline=""), delimiter=";")
    if tuple(lignes.fieldnames or ()) != COLONNES:
        raise _faute("sa première ligne n'est pas celle qui est attendue")
    lus = {}
    for n, l in enumerate(lignes, 2):
        if None in l or None in l.values():
            raise _faute(f"la ligne {n} n'a pas {len(COLONNES)} colonnes")
        siret = "".join(l.pop("siret").split())
        if not siret.isdigit():
            raise _faute(f"ligne {n}, « {siret} » n'est pas un SIRET")
        lus[siret] = Destinataire(**{c: v.strip() for c, v in l.items()})
    return lus


def _faute(quoi: str) -> UsageError:
    return UsageError(
        f"{NOM} : {quoi}. Écrivez d'abord « {';'.join(COLONNES)} », puis une ligne par porteur, "
        "et recommencez."
    )
