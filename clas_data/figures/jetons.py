"""Live figures in prose: `{enfants_accompagnes|ecart}` is read from the data each time the text is
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import AXES

MOTIF = re.compile(r"\{([^{}]*)\}")
MASQUE = "masqué (secret)"
MOTS = ("campagne", "comparaison")  # tokens that are not figures
FORMES = {
    "": "la valeur, avec son unité",
    "nombre": "la valeur, sans son unité",
    "avant": "la valeur de la campagne de comparaison",
    "ecart": "la différence en mots, avec la campagne de comparaison",
    "evolution": "l'évolution relative",
    "sens": "« en hausse », « en baisse » ou « stable »",
    "reponses": "les réponses reçues sur celles attendues",
    "part": "la part du total (avec axe=valeur)",
    "fait": "l'évolution en une proposition",
    "principale": "la part principale (avec un axe)",
    "concentration": "combien de valeurs d'un axe font la moitié du total",
}
SENS = {"hausse": "en hausse", "baisse": "en baisse", "stable": "stable"}


@dataclass(frozen=True)
class Jeton:
    """One token, read: which figure, in which form, for which value of an axis."""

    brut: str
    id: str
    forme: str = ""
    filtre: tuple[str, str] | None = None
    axe: str = ""


def lire(corps: str) -> Jeton:
    """The token between braces; a UsageError says what is not understood."""
    tete, *morceaux = (m.strip() for m in corps.split("|"))
    forme, filtre, axe = "", None, ""
    for m in morceaux:
        nom, egal, valeur = m.partition("=")
        if egal and nom in AXES:
            filtre = (nom, valeur)
        elif m in AXES:
            axe = m
        elif m in FORMES and m:
            forme = m
        else:
            raise UsageError(
                f"« {{{corps}}} » : « {m} » n'est pas compris. Formes : "
                f"{', '.join(f for f in FORMES if f)} ; ou axe=valeur."
            )
    if (forme in ("principale", "concentration")) != bool(axe) or (forme == "part" and not filtre):
        raise UsageError(
            f"« {{{corps}}} » : « {forme or axe} » demande "
            f"{'un axe' if forme != 'part' else 'axe=valeur'}, par exemple niveau."
        )
    return Jeton(corps, tete, forme, filtre, axe)


def trouver(texte: str) -> Iterator[tuple[re.Match, str]]:
    """The tokens of a text, in order."""
    return ((m, m[1]) for m in MOTIF.finditer(texte))


def rendre(texte: str, valeurs: Valeurs) -> str:
    """The text with its figures; a token that is not understood stays as it is typed."""
    return ponctuer(MOTIF.sub(lambda m: _un(m[1], valeurs), texte))


def _un(corps: str, valeurs: Valeurs) -> str:
    try:
        return valeur(lire(corps), valeurs)
    except UsageError:
        return "{" + corps + "}"


def manque(texte: str, valeurs: Valeurs) -> bool:
    """True when a figure of this text is not available, or is not understood."""
    return any(_vide(corps, valeurs) for _, corps in trouver(texte))


def _vide(corps: str, valeurs: Valeurs) -> bool:
    rendu = _un(corps, valeurs)
    return (
        rendu.startswith("{")
        or ND in rendu
        or rendu in ("", MASQUE)
        or (
            lire(corps).forme in ("ecart", "evolution", "sens", "fait")
            and valeurs.refusee(lire(corps).id, lire(corps).filtre)
        )
    )


def valeur(j: Jeton, v: Valeurs) -> str:
    """What a token says, in words."""
    if j.id in MOTS:
        return (v.campagne if j.id == "campagne" else v.comparaison) or ND
    if not v.connait(j.id):
        raise UsageError(
            f"« {{{j.brut}}} » : le chiffre « {j.id} » n'existe pas. La page Dictionnaire les "
            f"liste tous."
        )
    ind = v.indicateur(j.id)
    if j.filtre or j.axe:
        axe = j.axe or j.filtre[0]
        if axe not in ind.axes:
            raise UsageError(f"« {{{j.brut}}} » : « {ind.titre} » ne se lit pas par « {axe} ».")
    ici = v.une(j.id, None, j.filtre)
    if ici.secret and j.forme != "reponses":
        return MASQUE
    if j.forme == "nombre" and ici.connue:
        return formats.nombre(ici.valeur, ind.decimales)
    if j.forme in ("", "nombre"):
        return v.texte(j.id, ici)
    if j.forme == "reponses":
        connues = not formats.inconnu(ici.attendus) and not formats.inconnu(ici.repondants)
        return (
            f"{formats.pluriel(ici.repondants, 'réponse')} sur {formats.nombre(ici.attendus)}"
            if connues
            else ND
        )
    if j.forme in ("principale", "concentration"):
        return _par_axe(j, v)
    if j.forme == "part":
        total = v.une(j.id)
        return (
            formats.pourcent(100 * ici.valeur / total.valeur, 0)
            if ici.connue and total.connue and total.valeur
            else v.texte(j.id, ici)
        )
    return _compare(j, v)


def _par_axe(j: Jeton, v: Valeurs) -> str:
    t = v.par(j.id, j.axe)
    if t["secret"].any():
        return ND  # a share of a total would give the hidden counts back
    lus, ind = dict(zip(t["libelle"], t["valeur"], strict=True)), v.indicateur(j.id)
    if j.forme == "principale":
        return phrases.part_principale(ind, lus) or ND
    return phrases.concentration(ind, lus, j.axe) or ND


def _compare(j: Jeton, v: Valeurs) -> str:
    if v.comparaison is None:
        return ND
    ind, avant, ici = (
        v.indicateur(j.id),
        v.une(j.id, v.comparaison, j.filtre),
        v.une(j.id, None, j.filtre),
    )
    if j.forme == "avant":
        return v.texte(j.id, avant)
    if not (avant.connue and ici.connue):
        return f"sans comparaison possible avec {v.comparaison} ({ND})"
    if v.refusee(j.id, j.filtre):
        return f"sans comparaison possible avec {v.comparaison}"
    if j.forme == "sens":
        return SENS[v.sens(j.id, j.filtre)]
    if j.forme == "evolution":
        if ind.unite == "%":
            return phrases.en_points(ind, avant.valeur, ici.valeur)
        relatif = formats.evolution(avant.valeur, ici.valeur)
        return ND if relatif is None else formats.pourcent(relatif, 1, signe=True)
    if j.forme == "fait":
        return phrases.evolution(ind, avant.valeur, ici.valeur, v.comparaison, v.campagne)
    if v.sens(j.id, j.filtre) == "stable":
        return f"comme en {v.comparaison}"
    mots, part = phrases.ecart(ind, avant.valeur, ici.valeur)
    return f"{mots} qu'en {v.comparaison}{part}"
