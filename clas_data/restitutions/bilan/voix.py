"""What the porteurs write, in the bilan: a few of their words, and the portrait of one or two
actions by their own bilan. For diffusion, without any name, as the page « Paroles » has them.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from clas_data import formats
from clas_data.errors import AccesRefuse
from clas_data.figures.figure import Paragraphe
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import INSECABLE, ponctuer
from clas_data.paroles import lecture, themes
from clas_data.restitutions.bilan.ecrits import PAROLES_MAX, PORTRAITS_MAX
from clas_data.restitutions.bilan.edition import Edition

DITES = ("points_forts", "difficultes", "perspectives")  # what a portrait is made of
LONGUEUR_MIN = 40  # of a text that is proposed as a citation
BILAN = "bilan"


def cle(l: dict) -> str:
    """What names one text of a campagne: who wrote it, where, under which heading."""
    return f"{l['code_action']}|{l['origine']}|{l['rubrique']}"


def recues(v: Valeurs) -> pd.DataFrame:
    """The texts of the campagne, with their key: for who may name them, and for the document, which
    shows of them only what its version may.
    """
    t = v.garder(("paroles", v.campagne), lambda: lecture.lire(v.base, v.perimetre, v.campagne))
    return t.assign(cle=[cle(l) for l in t.to_dict("records")])


def proposees(v: Valeurs) -> list[str]:
    """One text of each heading, of its most frequent theme: what is shown until a person
    chooses.
    """
    t, choisis = recues(v), []
    for rubrique in lecture.RUBRIQUES:
        lus = t[(t["rubrique"] == rubrique) & (t["texte"].str.len() >= LONGUEUR_MIN)]
        frequents = Counter(x for l in lus["themes"] for x in l).most_common(1)
        dedans = [x for x in lus.to_dict("records") if frequents and frequents[0][0] in x["themes"]]
        if dedans:
            choisis.append(min(dedans, key=lambda x: (len(x["texte"]), x["texte"]))["cle"])
    return choisis


def paroles(v: Valeurs, e: Edition) -> list:
    """What comes back most often, and some of it word for word."""
    t = recues(v)
    if t.empty:
        return []
    voulues = proposees(v) if e.paroles is None else e.paroles[:PAROLES_MAX]
    par_cle, blocs = {x["cle"]: x for x in t.to_dict("records")}, []
    for rubrique, titre in lecture.RUBRIQUES.items():
        siennes = t[t["rubrique"] == rubrique]
        if dit := _themes(siennes):
            blocs.append(Paragraphe(ponctuer(f"{titre} : {dit}.")))
        lues = [par_cle[c] for c in voulues if c in set(siennes["cle"])]
        blocs += [Paragraphe(ponctuer(m), "citation") for m in _permis(v, lues)]
    return blocs


def _themes(t: pd.DataFrame) -> str:
    """« d'abord les bénévoles (12 textes sur 80) », never beside a number that tells who."""
    n = Counter(x for l in t["themes"] for x in set(l))
    if not n:
        return ""
    (theme, combien), *_ = sorted(n.items(), key=lambda x: (-x[1], x[0]))
    titre = themes.load()[theme].titre
    return (
        f"le thème qui revient le plus est « {formats.en_phrase(titre)} » "
        f"({formats.pluriel(combien, 'texte')} sur {formats.nombre(len(t))})"
    )


def _permis(v: Valeurs, lus: list[dict]) -> list[str]:
    """The words, with who wrote them for the committee; for diffusion, masked, and only those that
    may leave.
    """
    if not v.diffusion:
        return [f"« {_net(x['texte'])} » ({x['porteur_nom']}, {x['commune_nom']})" for x in lus]
    try:
        sans = lecture.lire(v.base, v.perimetre, v.campagne, anonyme=True)
    except AccesRefuse:  # fewer porteurs than it takes to hide who wrote
        return []
    noms = {n for c in ("porteur_nom", "intitule") for n in v.base.valeurs(v.perimetre, c)}
    masques = lecture.masquer([x["texte"] for x in lus], noms)
    return [f"« {_net(m)} »" for m in masques if m in set(sans["texte"])]


def _net(texte: str) -> str:
    return texte.strip().rstrip(".")


def portraits(v: Valeurs, e: Edition) -> list:
    """The actions that the committee chose, told by their own bilan; for the committee only: three
    texts of one hand, set together, say who wrote them even without a name.
    """
    if v.diffusion:
        return []
    t, blocs = recues(v), []
    for code in e.portraits[:PORTRAITS_MAX]:
        siens = t[(t["code_action"] == code) & (t["origine"] == BILAN)]
        lus = {x["rubrique"]: x for x in siens.to_dict("records")}
        dits = [(lecture.RUBRIQUES[r], lus[r]) for r in DITES if r in lus]
        if dits:
            blocs.append(Paragraphe(_titre(dits[0][1]), "intertitre"))
            blocs += [
                Paragraphe(ponctuer(f"{r} : « {_net(x['texte'])} »"), "citation") for r, x in dits
            ]
    return blocs


def _titre(x: dict) -> str:
    ou = f"{x['porteur_nom']}, {x['commune_nom']}"
    return ponctuer(f"{x['intitule']}{INSECABLE}({ou})")


def actions(v: Valeurs) -> dict[str, str]:
    """The actions whose bilan holds words, by their code: what a portrait is chosen from."""
    t = recues(v)
    lus = t[t["origine"] == BILAN].drop_duplicates("code_action").to_dict("records")
    return {x["code_action"]: f"{x['intitule']} ({x['porteur_nom']})" for x in lus}
