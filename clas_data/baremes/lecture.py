"""The barème in force for a campagne: each value with its reference, and what is missing said by
name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from clas_data import declarations, formats
from clas_data.baremes.bareme import LIVRE, Bareme, Parametre, Valeur
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.formats import FINE, INSECABLE

CLES = {"valeur", "fin", "reference", "verifie_le", "ajoute_par"}


def parametres(installation: Installation) -> dict[str, Parametre]:
    """All the parameters, with the values shipped and those of the installation."""
    locaux = sorted(installation.baremes.glob("*.yaml")) if installation.baremes.is_dir() else []
    return dict(_parametres(tuple((p, p.stat().st_mtime_ns, p.stat().st_size) for p in locaux)))


def livrees() -> dict[str, Parametre]:
    """All the parameters, with the values shipped and no other."""
    return dict(_parametres(()))


@cache
def _parametres(locaux: tuple[tuple[Path, int, int], ...]) -> tuple[tuple[str, Parametre], ...]:
    brut = declarations.read(LIVRE)
    declares = {
        nom: Parametre(
            nom, p["titre"], p["description"], p["unite"], (), p["decimales"], p.get("max")
        )
        for nom, p in brut.items()
    }
    valeurs = {
        nom: [_valeur(LIVRE.name, declares[nom], d, v) for d, v in (p["valeurs"] or {}).items()]
        for nom, p in brut.items()
    }
    for chemin, *_ in locaux:
        for nom, ajouts in lire_yaml(chemin, declares).items():
            valeurs[nom] += [_valeur(chemin.name, declares[nom], d, v) for d, v in ajouts.items()]
    return tuple((nom, replace(p, valeurs=ranger(p, valeurs[nom]))) for nom, p in declares.items())


def exiger(connus: Mapping[str, Parametre], nom: str, ou: str = "Barème") -> Parametre:
    """The parameter of that name, or a UsageError that lists them."""
    if nom not in connus:
        raise UsageError(
            f"{ou} : le paramètre « {nom} » n'existe pas. Paramètres : {', '.join(connus)}."
        )
    return connus[nom]


def lire_yaml(chemin: Path, connus: Mapping[str, Parametre]) -> dict[str, dict[Any, Any]]:
    """parametre → {date: {valeur, fin, reference}} as one local file holds them; UsageError when it
    is not written so.
    """
    brut = declarations.read_installation(
        chemin,
        "Aucun montant n'est calculé tant qu'il est dans baremes_locaux : corrigez ou retirez ce "
        "fichier.",
    )
    for nom in brut:
        exiger(connus, nom, chemin.name)
    bons = all(isinstance(p, dict) and isinstance(p.get("valeurs"), dict) for p in brut.values())
    if not bons:
        raise UsageError(
            f"{chemin.name} (baremes_locaux) : écrivez un paramètre, puis « valeurs: », puis une "
            "ligne par date. "
            "Exemple : plafond: {valeurs: {2030-09-01: {valeur: …, reference: …}}}."
        )
    return {str(nom): p["valeurs"] for nom, p in brut.items()}


def _valeur(fichier: str, p: Parametre, debut: Any, v: Any) -> Valeur:
    ou = f"{fichier}, « {p.nom} », {debut}"
    if type(debut) is not date or not isinstance(v, dict):
        raise UsageError(f"{ou} : écrivez une date (aaaa-mm-jj), puis {{valeur, reference}}.")
    manque = [c for c in ("valeur", "reference") if v.get(c) in (None, "", {})]
    if manque:
        raise UsageError(
            f"{ou} : il manque {', '.join(manque)}. Une valeur sans sa date et sa référence "
            "n'existe pas."
        )
    inconnues = sorted(set(map(str, v)) - CLES)
    if inconnues:
        raise UsageError(
            f"{ou} : « {', '.join(inconnues)} » n'est pas attendu ({', '.join(sorted(CLES))})."
        )
    r = v["reference"]
    titre, lien = (
        (str(r.get("titre") or ""), str(r.get("lien") or ""))
        if isinstance(r, dict)
        else (str(r), "")
    )
    reference = f"{titre}, {lien}" if titre and lien else titre
    return verifier(
        Valeur(
            nombre(p, str(v["valeur"]), ou),
            debut,
            v.get("fin") or fin_par_defaut(debut),
            reference,
            fichier,
        ),
        ou,
    )


def nombre(p: Parametre, texte: str, ou: str) -> Decimal:
    """« 8 012,50 € » → 8012.50, within what this parameter accepts."""
    propre = texte.translate(
        str.maketrans({" ": "", FINE: "", INSECABLE: "", "€": "", "%": "", ",": "."})
    )
    try:
        valeur = Decimal(propre)
    except InvalidOperation as e:
        raise UsageError(f"{ou} : « {texte} » n'est pas un nombre. {p.accepte}") from e
    borne = (
        valeur < 0 or (p.strict and not valeur) or (p.max is not None and valeur > p.max)
        if valeur.is_finite()
        else True
    )
    if borne or -int(valeur.normalize().as_tuple().exponent) > p.decimales:
        raise UsageError(f"{ou} : « {texte} » n'est pas accepté. {p.accepte}")
    return valeur


def verifier(v: Valeur, ou: str) -> Valeur:
    """The same value, once its reference and its period are sound."""
    if not v.reference.strip():
        raise UsageError(
            f"{ou} : il manque la référence (qui publie cette valeur, dans quel texte). Une valeur "
            "sans référence n'existe pas."
        )
    if type(v.fin) is not date or v.fin < v.debut:
        raise UsageError(f"{ou} : la fin est une date (aaaa-mm-jj) après le début.")
    return v


def fin_par_defaut(debut: date) -> date:
    """The 31 August that ends the school year of this day: a value is never prolonged by
    silence.
    """
    return date(debut.year + (debut.month >= 9), 8, 31)


def ranger(p: Parametre, valeurs: Sequence[Valeur]) -> tuple[Valeur, ...]:
    """The values by date; two that hold on one day are refused: nobody could say which one is
    paid.
    """
    triees = sorted(valeurs, key=lambda v: v.debut)
    for a, b in pairwise(triees):
        if b.debut <= a.fin:
            raise UsageError(
                f"« {p.titre} » a deux valeurs pour le {formats.jour(b.debut)} : "
                f"{p.ecrire(a.valeur)} ({a.fichier}, jusqu'au {formats.jour(a.fin)}) et "
                f"{p.ecrire(b.valeur)} ({b.fichier}, à partir de ce jour). Une période n'a qu'une "
                "valeur : corrigez les dates, ou retirez l'une des deux."
            )
    return tuple(triees)


def jour_de(campagne: str) -> date:
    """The day whose values a campagne is held to: the 1 October of its first year."""
    try:
        return date(int(campagne[:4]), 10, 1)
    except ValueError as e:  # a list set by hand to what it does not offer
        raise UsageError(
            f"« {campagne[:20]} » n'est pas une campagne : elle s'écrit 2021-2022."
        ) from e


def en_vigueur(installation: Installation, campagne: str) -> Bareme:
    """The barème of a campagne: the values whose period holds the 1 October of its first year."""
    jour = jour_de(campagne)
    valeurs, references, manques = {}, {}, {}
    for nom, p in parametres(installation).items():
        trouvee = next((v for v in p.valeurs if v.debut <= jour <= v.fin), None)
        if trouvee:
            valeurs[nom], references[nom] = trouvee.valeur, trouvee.reference
        else:
            manques[nom] = _manque(p, campagne)
    return Bareme(campagne, valeurs, references, manques)


def connus(installation: Installation) -> list[str]:
    """The campagnes whose formula is complete (rate and ceiling published), oldest first."""
    annees = {
        a
        for p in parametres(installation).values()
        for v in p.valeurs
        for a in range(v.debut.year, v.fin.year + 1)
    }
    return sorted(
        c for c in {f"{a}-{a + 1}" for a in annees} if en_vigueur(installation, c).manque is None
    )


def applicable(installation: Installation, campagne: str) -> Bareme | None:
    """The barème that a campagne's own actions are read with: its own, else the complete one
    nearest in time (of two, the earlier); None: there is none.
    """
    annee = int(campagne[:4])
    proche = min(connus(installation), key=lambda c: (abs(int(c[:4]) - annee), c), default=None)
    return en_vigueur(installation, proche) if proche else None


def _manque(p: Parametre, campagne: str) -> str:
    if not p.valeurs:
        return (
            f"« {p.titre} » : aucune valeur n'est publiée ; dans un scénario, l'utilisateur "
            "peut la donner."
        )
    periodes = " ; ".join(f"du {formats.jour(v.debut)} au {formats.jour(v.fin)}" for v in p.valeurs)
    return f"« {p.titre} » : aucune valeur publiée pour {campagne} (connue {periodes})."
