"""Live figures in prose: `{enfants_accompagnes|ecart}` is read from the data each time the text is
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.figures import estimations
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import mots_changements, phrases
from clas_data.indicateurs.catalogue import AXES

MOTIF = re.compile(r"\{([^{}]*)\}")
MASQUE = "masqué (secret)"
MOTS = ("campagne", "comparaison")  # tokens that are not figures
RENVOIS = ("figure", "tableau")  # a place of the document: its number is known once it is whole
RENVOI = re.compile("\ue000(figure|tableau):([^\ue001]*)\ue001")
FORMES = {
    "": "la valeur, avec son unité",
    "nombre": "la valeur, sans son unité",
    "avant": "la valeur de la campagne de comparaison",
    "ecart": "la différence en mots, de ceux qui répondent les deux années",
    "ecart_brut": "la différence des deux totaux, qui que ce soit qui réponde",
    "evolution": "l'évolution relative, de ceux qui répondent les deux années",
    "sens": "« en hausse », « en baisse » ou « stable », pour ceux qui répondent les deux années",
    "contradiction": "pourquoi le total et ceux qui répondent les deux années se contredisent",
    "reponses": "les réponses reçues sur celles attendues",
    "estimation": "ce que vaudrait le chiffre si toutes avaient répondu (estimation)",
    "part": "la part du total (avec axe=valeur)",
    "fait": "l'évolution en une proposition",
    "principale": "la part principale (avec un axe)",
    "concentration": "combien de valeurs d'un axe font au moins la moitié du total",
}
SENS = mots_changements.SENS
COMPAREES = ("ecart", "ecart_brut", "evolution", "sens", "fait", "contradiction")


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
    if tete in RENVOIS:
        if len(morceaux) != 1 or not morceaux[0]:
            raise UsageError(f"« {{{corps}}} » : dites laquelle, par exemple {{{tete}|carte}}.")
        return Jeton(corps, tete, morceaux[0])
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
        or (lire(corps).forme in COMPAREES and valeurs.refusee(lire(corps).id, lire(corps).filtre))
    )


def valeur(j: Jeton, v: Valeurs) -> str:
    """What a token says, in words."""
    if j.id in MOTS:
        return (v.campagne if j.id == "campagne" else v.comparaison) or ND
    if j.id in RENVOIS:
        return f"\ue000{j.id}:{j.forme}\ue001"
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
    if j.forme == "estimation":
        return estimations.jeton(v, j.id) if j.filtre is None else ND
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
    if j.forme == "avant":
        return v.texte(j.id, v.une(j.id, v.comparaison, j.filtre))
    c = v.changement(j.id, j.filtre)
    if j.forme == "contradiction":
        return mots_changements.contradiction(c).rstrip(".")
    if j.forme != "ecart_brut" and not c.dit:
        return mots_changements.sans_comparaison(c)
    if j.forme == "sens":
        return SENS[c.sens]
    return getattr(mots_changements, j.forme)(c)
