"""The words of a change: short on a card, a sentence in a text, and where the total says the
contrary of those who can be compared, why.
"""

from __future__ import annotations

from decimal import Decimal

from clas_data import formats
from clas_data.formats import INSECABLE, ND, ponctuer
from clas_data.indicateurs import phrases
from clas_data.indicateurs.changements import BAISSE, HAUSSE, STABLE, Changement
from clas_data.indicateurs.mouvements import Nombre, Part

SENS = {HAUSSE: "en hausse", BAISSE: "en baisse", STABLE: "stable"}
FLECHES = {HAUSSE: "↗", BAISSE: "↘", STABLE: "→"}
VERBES = {HAUSSE: "monte", BAISSE: "baisse"}
NON_COMPARE = "n.c."  # the guard refuses, or nobody answered both years
_CAUSES = {  # one action, several
    "perdues": ("n'a plus répondu", "n'ont plus répondu"),
    "retrouvees": ("répond de nouveau", "répondent de nouveau"),
    "nouvelles": ("est nouvelle", "sont nouvelles"),
    "arretees": ("s'est arrêtée", "se sont arrêtées"),
    "deplacees": ("est entrée ou sortie", "sont entrées ou sorties"),
}


def fleche(c: Changement) -> str:
    """An arrow that says the direction without a colour; nothing where nothing is compared."""
    return FLECHES[c.sens] if c.dit else ""


def champ(c: Changement) -> str:
    """« sur les 73 actions qui répondent les deux années »: whom the difference speaks of; nothing
    where it speaks of all.
    """
    if not c.constant:
        return f"sur {_actions(c.derriere)} seulement" if c.poignee else ""
    if c.actions == 1:
        return "sur la seule action qui répond les deux années"
    if concernees := _concernees(c):
        return f"{concernees} qui répondent les deux années"
    return f"sur les {formats.nombre(c.actions)} actions qui répondent les deux années"


def carte(c: Changement) -> tuple[str, ...]:
    """The lines of a card, the first one first: the honest difference and its field, then the raw
    one, then why they contradict: in half the sentence, the first line has said the other half.
    """
    if not c.connu:
        return (sans_comparaison(c),)
    if c.refuse:
        return (f"⚖ ne se compare pas à {c.avec} (voir pourquoi)",)
    prudence = " ⚖ avec prudence" if c.avis else ""
    tete = f"{fleche(c)} {signe(c)} depuis {c.avec}{court_champ(c)}"
    if not c.constant:
        return (tete + prudence,)
    brut = tout(c) + prudence
    return (tete, brut, phrase(contraire(c))) if c.contradiction else (tete, brut)


def signe(c: Changement, brut: bool = False) -> str:
    """« +69 (+3,2 %) », « −2,6 points », « 6 au lieu de 4 », « stable »."""
    paire, pct = (c.paire_brute, c.pct_brut) if brut else (c.paire, c.pct)
    if (c.sens_brut if brut else c.sens) in (STABLE, None):
        return STABLE if not any(map(formats.inconnu, paire)) else ND
    if c.petite_base(paire[0]):
        return _au_lieu(c, paire)
    if c.ind.unite == "%":
        return phrases.en_points(c.ind, *paire)
    texte = formats.valeur_unite(_ecart(c, brut), c.ind.unite, c.ind.decimales, signe=True)
    return texte + (f" ({formats.pourcent(pct, 1, signe=True)})" if pct is not None else "")


def case(c: Changement, brut: bool = False) -> str:
    """A cell of a table: « +3,2 % », « −2,6 pts », « = », « n.c. » (refused, nobody to compare),
    « n.d. »; on too little for a percentage, the difference, or both values if not in the table.
    """
    paire, pct = (c.paire_brute, c.pct_brut) if brut else (c.paire, c.pct)
    if any(map(formats.inconnu, c.paire_brute)):
        return ND
    if c.refuse or any(map(formats.inconnu, paire)):
        return NON_COMPARE
    vues = {phrases.affiche(c.ind, x) for x in paire} if brut or not c.constant else ()
    if (c.sens_brut if brut else c.sens) == STABLE and (pct is None or len(vues) < 2):
        return "="
    if c.ind.unite == "%":
        return phrases.en_points(c.ind, *paire, "pts")
    if pct is not None:
        return formats.pourcent(pct, 1, signe=True)
    if c.constant and not brut:
        return _au_lieu(c, paire)
    return formats.valeur_unite(_ecart(c, brut), c.ind.unite, c.ind.decimales, signe=True)


def ecart(c: Changement) -> str:
    """« 69 de plus qu'en 2021-2022 (+3,2 %) sur les 73 actions qui répondent les deux années »."""
    if not c.dit:
        return sans_comparaison(c)
    fin = champ(c)
    return _mots(c) + (f" {fin}" if fin else "")


def ecart_brut(c: Changement) -> str:
    """« 125 de moins qu'en 2021-2022 (−4,3 %) »: of the totals, whoever answered."""
    if c.refuse or any(map(formats.inconnu, c.paire_brute)):
        return sans_comparaison(c)
    return _mots(c, brut=True)


def evolution(c: Changement) -> str:
    """« +3,2 % », « −2,6 points », « 6 au lieu de 4 »: the change alone."""
    if not c.dit:
        return sans_comparaison(c)
    if c.ind.unite == "%":
        return phrases.en_points(c.ind, *c.paire)
    if c.pct is not None:
        return formats.pourcent(c.pct, 1, signe=True)
    return _au_lieu(c, c.paire) if c.petite_base(c.paire[0]) else ND


def fait(c: Changement) -> str:
    """« Enfants accompagnés : 2 780 enfants en 2022-2023, 69 de plus qu'en 2021-2022 (+3,2 %) sur
    73 actions comparables »; where the total says the contrary, so.
    """
    apres = c.paire_brute[1]
    tete = f"{c.ind.titre}{INSECABLE}: {phrases.ecrire(c.ind, apres)} en {c.campagne}"
    if formats.inconnu(apres):
        return tete
    if not c.dit:
        return f"{tete}, {sans_comparaison(c)}"
    petit = not c.constant and c.sens != STABLE and c.petite_base(c.paire[0])
    dit = f"au lieu de {_valeur(c, c.paire[0])} en {c.avec}" if petit else _mots(c)
    dit += court_champ(c).replace(", ", " ", 1)
    texte = f"{tete}, {dit}"
    return ponctuer(f"{texte} ; {contraire(c)}") if c.contradiction else texte


def contraire(c: Changement) -> str:
    """« le total déclaré baisse parce que 14 actions n'ont plus répondu »."""
    if not c.mouvements.additif:
        avant, apres = (_valeur(c, v) for v in c.paire_brute)
        return (
            f"l'ensemble passe de {avant} à {apres} parce que ce ne sont pas les mêmes actions qui "
            "répondent"
        )
    motifs = " et que ".join(_cause(n, p) for n, p in c.causes)
    return f"le total déclaré {VERBES[c.sens_brut]} parce que {motifs}"


def contradiction(c: Changement) -> str:
    """« Le total déclaré baisse parce que 14 actions n'ont plus répondu ; les 73 qui répondent les
    deux années ont 69 enfants de plus. »; nothing where they agree.
    """
    if not (c.dit and c.contradiction):
        return ""
    n = c.derriere if _concernees(c) else c.actions
    une = n == 1
    mot = (" concernée" if une else " concernées") if n < c.actions else ""
    qui = f"la seule{mot} qui répond" if une else f"les {formats.nombre(n)}{mot} qui répondent"
    qui += " les deux années"
    return phrase(f"{contraire(c)} ; {qui} {_ont(c, une)}")


def phrase(mots: str) -> str:
    return ponctuer(f"{mots[:1].upper()}{mots[1:]}.")


def sans_comparaison(c: Changement) -> str:
    """« sans comparaison possible avec 2021-2022 », and why in two words."""
    texte = f"sans comparaison possible avec {c.avec}"
    if any(map(formats.inconnu, c.paire_brute)):
        return f"{texte} ({ND})"
    if not c.connu:
        return f"{texte} (aucune action n'a répondu les deux années)"
    return texte


def tout(c: Changement) -> str:
    """« total déclaré : −125 (−4,3 %) »."""
    nom = "total déclaré" if c.mouvements.additif else "ensemble des réponses"
    return f"{nom}{INSECABLE}: {signe(c, brut=True)}"


def court_champ(c: Changement) -> str:
    if c.constant:
        une = "action comparable" if c.actions == 1 else "actions comparables"
        return f", {_concernees(c) or f'sur {formats.nombre(c.actions)}{INSECABLE}{une}'}"
    return f", {champ(c)}" if c.poignee else ""


def _concernees(c: Changement) -> str:
    """« sur 14 actions concernées seulement, parmi les 66 »: where a share rests on few of those
    who answer both years, or its question is not for all.
    """
    if not (c.poignee or c.ind.concernees) or (c.derriere or c.actions) >= c.actions:
        return ""
    mots = f"concernée{'s' * (c.derriere > 1)}{' seulement' * c.poignee}"
    return f"sur {_actions(c.derriere)}{INSECABLE}{mots}, parmi les {formats.nombre(c.actions)}"


def _mots(c: Changement, brut: bool = False) -> str:
    paire, pct = (c.paire_brute, c.pct_brut) if brut else (c.paire, c.pct)
    if (c.sens_brut if brut else c.sens) == STABLE:
        return f"comme en {c.avec}"
    if c.petite_base(paire[0]):
        return f"{_au_lieu(c, paire)} en {c.avec}"
    d = _ecart(c, brut)
    sens = "de plus" if d > 0 else "de moins"
    if c.ind.unite == "%":
        points = phrases.accorder("points", d)
        texte = f"{formats.nombre(abs(d), c.ind.decimales)}{INSECABLE}{points} {sens}"
    else:
        texte = f"{formats.valeur_unite(abs(d), c.ind.unite, c.ind.decimales)} {sens}"
    part = f" ({formats.pourcent(pct, 1, signe=True)})" if pct is not None else ""
    return f"{texte} qu'en {c.avec}{part}"


def _ecart(c: Changement, brut: bool) -> Decimal:
    return c.ecart_brut if brut else c.ecart


def _au_lieu(c: Changement, paire: tuple[Nombre, Nombre]) -> str:
    avant, apres = (_valeur(c, v) for v in paire)
    return f"{apres} au lieu de {avant}"


def _cause(nom: str, part: Part) -> str:
    verbe = _CAUSES[nom][part.actions >= 2]
    return f"{_actions(part.actions)} {verbe}"


def _valeur(c: Changement, v: Nombre) -> str:
    return formats.valeur_unite(v, c.ind.unite, c.ind.decimales)


def _actions(n: int) -> str:
    return formats.pluriel(n, "action")


def _ont(c: Changement, une: bool) -> str:
    """« ont 69 enfants de plus », « passent de 39,8 % à 39,4 % »."""
    if not c.mouvements.additif:
        avant, apres = (_valeur(c, v) for v in c.paire)
        return f"{'passe' if une else 'passent'} de {avant} à {apres}"
    d = c.ecart
    sens = "de plus" if d > 0 else "de moins"
    if c.ind.unite == "actions":
        return f"en {'compte' if une else 'comptent'} {formats.nombre(abs(d))} {sens}"
    return f"{'a' if une else 'ont'} {phrases.ecrire(c.ind, abs(d))} {sens}"
