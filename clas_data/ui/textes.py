"""The words around a figure: title, reading, field, source, note, coverage, alternative text."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.formats import FINE, INSECABLE, ND
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui.selection import Selection

ECHAPPE = html.escape


def valeur(ind: Indicateur, v: Any, *, signe: bool = False) -> str:
    """A value of this indicator, as it is written everywhere."""
    return formats.valeur_unite(v, ind.unite, ind.decimales, signe=signe)


def mots_unite(ind: Indicateur) -> str:
    """The unit in words; nothing where the number already carries it."""
    return "" if ind.unite in ("%", "€") else ind.unite


def ecart(ind: Indicateur, avant: Any, apres: Any, campagne: str) -> str:
    """« +12 (+4,1 %) par rapport à 2021-2022 »; points for percentages; « stable » when nothing shows at this precision."""
    if formats.inconnu(avant) or formats.inconnu(apres):
        return f"comparaison à {campagne}{INSECABLE}: {ND}"
    difference = apres - avant
    if formats.nombre(difference, ind.decimales).strip(formats.MOINS + "0,") == "":
        return f"stable par rapport à {campagne}"
    if ind.unite == "%":
        texte = f"{formats.nombre(difference, ind.decimales, signe=True)}{INSECABLE}point{'s' if abs(difference) >= 2 else ''}"
    else:
        relatif = formats.evolution(avant, apres)
        texte = valeur(ind, difference, signe=True)
        texte += f" ({formats.pourcent(relatif, 1, signe=True)})" if relatif is not None else ""
    return f"{texte} par rapport à {campagne}"


def fleche(ind: Indicateur, avant: Any, apres: Any) -> str:
    """An arrow that says the direction without a colour."""
    if formats.inconnu(avant) or formats.inconnu(apres):
        return ""
    difference = apres - avant
    if formats.nombre(difference, ind.decimales).strip(formats.MOINS + "0,") == "":
        return "→"
    return "↗" if difference > 0 else "↘"


def couverture(repondants: Any, attendus: Any) -> str:
    """« 94 réponses sur 103 attendues (91,3 %) »."""
    if formats.inconnu(attendus) or not attendus:
        return "aucune réponse attendue"
    part = formats.pourcent(repondants / attendus * 100)
    return f"{formats.pluriel(repondants, 'réponse')} sur {formats.nombre(attendus)} attendues ({part})"


def notes(paires: Sequence[tuple[str, str]]) -> str:
    """Lecture, Champ, Source, Note: one paragraph each, as HTML."""
    lignes = "".join(f"<p><b>{nom}{INSECABLE}:</b> {ECHAPPE(texte)}</p>" for nom, texte in paires if texte)
    return f'<div class="clas-notes">{lignes}</div>'


def source(ind: Indicateur, empreinte: str) -> str:
    return f"{ind.source} ; base {empreinte}.".replace(" ;", f"{FINE};")


def titre_evolution(ind: Indicateur, selection: Selection, campagnes: Sequence[str], valeurs: Sequence[float]) -> str:
    """The result in one sentence, across the campagnes."""
    rang = list(campagnes).index(selection.campagne)
    if formats.inconnu(valeurs[rang]):
        return f"{ind.titre}{INSECABLE}: {ND} en {selection.campagne}"
    debut = f"{ind.titre}{INSECABLE}: {valeur(ind, valeurs[rang])} en {selection.campagne}"
    if not rang or formats.inconnu(valeurs[rang - 1]):
        return debut
    suite = ecart(ind, valeurs[rang - 1], valeurs[rang], campagnes[rang - 1])
    return f"{debut}, {suite}"


def titre_repartition(ind: Indicateur, libelles: Sequence[str], valeurs: Sequence[float], additif: bool) -> str:
    """The result in one sentence, across the categories."""
    connues = [(l, v) for l, v in zip(libelles, valeurs, strict=True) if not formats.inconnu(v)]
    if not connues:
        return f"{ind.titre}{INSECABLE}: {ND}"
    premier, v = max(connues, key=lambda p: p[1])
    total = sum(v for _, v in connues)
    if additif and total:
        part = formats.pourcent(v / total * 100, 0)
        return f"{ind.titre}{INSECABLE}: {part} pour « {premier} » ({valeur(ind, v)} sur {valeur(ind, total)})"
    dernier, w = min(connues, key=lambda p: p[1])
    return f"{ind.titre}{INSECABLE}: de {valeur(ind, w)} (« {dernier} ») à {valeur(ind, v)} (« {premier} »)"
