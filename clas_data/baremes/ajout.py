"""A value that an installation adds to the barèmes, or takes back: value, date and reference,
checked before anything is written.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.baremes.bareme import Valeur
from clas_data.baremes.lecture import (
    exiger,
    fin_par_defaut,
    lire_yaml,
    nombre,
    parametres,
    ranger,
    verifier,
)
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import ensemble, journal
from clas_data.fichiers.disque import verrou
from clas_data.fichiers.sens import ecrits

AJOUTS = "ajouts.yaml"
EVENEMENT = "bareme"
DROIT = "tenir_baremes"
ENTETE = (
    "# Valeurs de barème ajoutées par cette installation : chacune avec sa date et sa référence.\n"
)


def jour(texte: str | date) -> date:
    """« 2023-09-01 » or « 01/09/2023 » → a date, or a UsageError that says how to write one."""
    if isinstance(texte, date):
        return texte
    lu = ecrits.jour(texte)
    if len(lu.lectures) != 1 or lu.converti:  # a dated parameter is dated in full: not « 01/09/23 »
        raise UsageError(
            f"« {texte} » n'est pas une date. Écrivez jj/mm/aaaa (01/09/2023) ou aaaa-mm-jj "
            "(2023-09-01)."
        )
    return lu.lectures[0]


def ajouter(
    installation: Installation,
    nom: str,
    valeur: str,
    debut: str | date,
    reference: str,
    acteur: Acteur,
    fin: str | date | None = None,
) -> Valeur:
    """Add one dated, sourced value; refused with a sentence when one of the three is missing, or
    where a value is already published.
    """
    acteur.exige(DROIT)
    if not str(valeur).strip() or not debut or not reference.strip():
        manque = [
            m
            for m, v in (
                ("la valeur", str(valeur)),
                ("la date", str(debut or "")),
                ("la référence", reference),
            )
            if not v.strip()
        ]
        raise UsageError(
            f"Il manque {', '.join(manque)}. Une valeur de barème a toujours une valeur, une date "
            "et une référence ; rien n'a été enregistré."
        )
    with verrou(installation):
        ensemble.terminer(installation, installation.baremes)
        p = exiger(parametres(installation), nom)
        du = jour(debut)
        au = jour(fin) if fin else fin_par_defaut(du)
        ajoutee = verifier(
            Valeur(nombre(p, str(valeur), "Barème"), du, au, reference.strip(), fichier=AJOUTS),
            f"« {p.titre} »",
        )
        if not _campagnes(ajoutee):
            raise UsageError(
                f"« {p.titre} », du {formats.jour(du)} au {formats.jour(au)} : aucune campagne "
                "ne commence dans cette période (une campagne se lit au 1er octobre). "
                "Donnez une fin plus tardive ; rien n'a été enregistré."
            )
        ranger(p, [*p.valeurs, ajoutee])
        avec = _change(
            installation,
            nom,
            du,
            {
                "valeur": str(ajoutee.valeur),
                "fin": au,
                "reference": ajoutee.reference,
                "verifie_le": date.today(),
                "ajoute_par": acteur.nom,
            },
        )
        journal.ajouter(
            installation,
            EVENEMENT,
            acteur.nom,
            avec,
            campagne=", ".join(_campagnes(ajoutee)),
            details={
                "parametre": nom,
                "valeur": str(ajoutee.valeur),
                "debut": str(du),
                "fin": str(au),
                "reference": ajoutee.reference,
            },
        )
    return ajoutee


def retirer(installation: Installation, nom: str, debut: str | date, acteur: Acteur) -> None:
    """Take back a value that this installation added; what the product ships stays."""
    acteur.exige(DROIT)
    with verrou(installation):
        ensemble.terminer(installation, installation.baremes)
        p, du = exiger(parametres(installation), nom), jour(debut)
        trouvee = next((v for v in p.valeurs if v.debut == du and v.fichier == AJOUTS), None)
        if trouvee is None:
            connues = (
                ", ".join(formats.jour(v.debut) for v in p.valeurs if v.fichier == AJOUTS)
                or "aucune"
            )
            raise UsageError(
                f"« {p.titre} » n'a pas de valeur ajoutée ici au {formats.jour(du)} (valeurs "
                f"ajoutées : {connues}). Une valeur livrée avec le produit, ou écrite dans un "
                "autre fichier, ne se retire pas d'ici."
            )
        avec = _change(installation, nom, du, None)
        journal.ajouter(
            installation,
            EVENEMENT,
            acteur.nom,
            avec,
            details={"parametre": nom, "retiree": str(du), "valeur": str(trouvee.valeur)},
        )


def _campagnes(v: Valeur) -> list[str]:
    """The campagnes whose 1 October is in the period of a value."""
    return [
        f"{a}-{a + 1}"
        for a in range(v.debut.year, v.fin.year + 1)
        if v.debut <= date(a, 10, 1) <= v.fin
    ]


def _change(
    installation: Installation, nom: str, debut: date, ligne: dict[str, Any] | None
) -> dict[Path, bytes]:
    """The file of added values with this one changed, to write with its line of the journal."""
    chemin = Path(installation.baremes / AJOUTS)
    contenu = lire_yaml(chemin, parametres(installation))
    contenu.setdefault(nom, {})
    if ligne is None:
        contenu[nom].pop(debut, None)
    else:
        contenu[nom][debut] = ligne
    garde = {n: {"valeurs": dict(sorted(v.items()))} for n, v in sorted(contenu.items()) if v}
    texte = ENTETE + yaml.safe_dump(garde, allow_unicode=True, sort_keys=False)
    return {chemin: texte.encode("utf-8")}
