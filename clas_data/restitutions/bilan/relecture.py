"""The text rereads itself: a word of direction beside a figure that says the contrary, a figure
typed by hand, one that has moved since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from clas_data.errors import UsageError
from clas_data.figures import jetons
from clas_data.figures.jetons import Jeton
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import FINE, INSECABLE, MOINS, ND, ponctuer
from clas_data.indicateurs import mots_changements, phrases
from clas_data.indicateurs.changements import BAISSE, HAUSSE, STABLE
from clas_data.restitutions.bilan import renvois
from clas_data.restitutions.bilan.remarques import (
    A_LA_MAIN,
    BOUGE,
    COMPARAISON,
    CONTRAIRE,
    INCONNU,
    NOMME,
    SANS_VALEUR,
    Remarque,
    contradictions,
    lisible,
)

DIRECTIONS = {
    HAUSSE: re.compile(
        r"\b(en hausse|hausse|augment\w+|progress\w+|s'accro\w+|croissan\w+|en "
        r"augmentation|plus "
        r"nombreu\w+)\b",
        re.I,
    ),
    BAISSE: re.compile(
        r"\b(en baisse|baiss\w*|diminu\w+|recul\w*|chut\w+|moins nombreu\w+)\b", re.I
    ),
    STABLE: re.compile(r"\b(stables?|stabilité|inchangée?s?|se maintien\w+)\b", re.I),
}
NEGATION = re.compile(
    r"\b(pas|ni|sans|aucune?|jamais|plutôt que)\s+(?:\w+\s+)?$|\bn[e'’]\s*\w*$", re.I
)
SIGNE = re.compile(
    rf"([+{MOINS}-])[\s{FINE}{INSECABLE}]?\d[\d\s{FINE}{INSECABLE}]*(?:,\d+)?[\s{FINE}{INSECABLE}"
    r"]?(?:%|points?)"
)
NOMBRE = re.compile(rf"(?<![\w,\-–])\d(?:[\d{FINE}{INSECABLE} ]*\d)?(?:,\d+)?(?![\d\-–]|\w)")
PHRASE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*[.!?]?")
ANNEES = re.compile(r"\b(19|20)\d\d(-(19|20)?\d\d)?\b")
UNITES = ("un|une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def relire(
    texte: str, v: Valeurs, vus: Mapping[str, str] | None = None, noms: tuple[str, ...] = ()
) -> list[Remarque]:
    """Everything to look at in one text; `vus` maps its tokens to what they said when the text was
    last read by someone.
    """
    remarques = [
        *_jetons(texte, v),
        *contradictions(texte, v),
        *_directions(texte, v),
        *_a_la_main(texte, v),
    ]
    for corps, avant in (vus or {}).items():
        if "{" + corps + "}" in texte and (ici := jetons.rendre("{" + corps + "}", v)) != avant:
            remarques.append(
                Remarque(
                    BOUGE,
                    ponctuer(
                        f"Depuis votre dernière lecture, « {_nom(corps, v)} » est passé de « "
                        f"{avant} » à « {ici} » : relisez la phrase."
                    ),
                    True,
                )
            )
    remarques += [
        Remarque(
            NOMME,
            ponctuer(
                f"« {n} » est nommé à côté d'un effectif de moins de {v.base.seuil_secret} : la "
                "phrase ne figure pas dans la version de diffusion."
            ),
            True,
        )
        for n in nommes(texte, v, noms)
    ]
    return list(dict.fromkeys(remarques))


def _nom(corps: str, v: Valeurs) -> str:
    """The title of the figure of a token, where it has one."""
    id_ = corps.split("|")[0].strip()
    return v.indicateur(id_).titre if v.connait(id_) else corps


def lus(texte: str, v: Valeurs) -> dict[str, str]:
    """What each token of this text says now: kept with the text, to know later what has moved."""
    return {corps: jetons.rendre("{" + corps + "}", v) for _, corps in jetons.trouver(texte)}


@cache
def _petit(seuil: int) -> re.Pattern[str]:
    """The counts that secrecy hides, from 1 to one less than its threshold, in figures or in
    words.
    """
    return re.compile(
        rf"\b({'|'.join([*map(str, range(1, seuil)), *UNITES[: seuil - 1]])})\b", re.I
    )


def nommes(texte: str, v: Valeurs, noms: tuple[str, ...]) -> list[str]:
    """The porteurs named in a sentence that holds a small count."""
    trouves = []
    for p in PHRASE.findall(texte):
        cites = [n for n in noms if n.lower() in p.lower()]
        sans = jetons.rendre(p, v)
        for n in cites:
            sans = re.sub(re.escape(n), "", sans, flags=re.I)
        if cites and _petit(v.base.seuil_secret).search(ANNEES.sub("", sans)):
            trouves += cites
    return trouves


def _jetons(texte: str, v: Valeurs) -> list[Remarque]:
    remarques = []
    for _, corps in jetons.trouver(texte):
        try:
            j = jetons.lire(corps)
            rendu = jetons.valeur(j, v)
        except UsageError as e:
            remarques.append(Remarque(INCONNU, ponctuer(e.message), True))
            continue
        if j.id in jetons.MOTS:
            continue
        if j.id in jetons.RENVOIS:
            if dit := renvois.inconnue(j):
                remarques.append(Remarque(INCONNU, dit, True))
            continue
        if rendu in (ND, jetons.MASQUE):
            remarques.append(
                Remarque(
                    SANS_VALEUR,
                    ponctuer(
                        f"« {v.indicateur(j.id).titre} » n'a pas de valeur ici ({rendu}) : la "
                        "phrase ne dit rien."
                    ),
                )
            )
        avis = v.avis(j.id, j.filtre) if j.forme in ("ecart", "evolution", "sens", "fait") else None
        if avis:
            remarques.append(Remarque(COMPARAISON, avis.raison))
    return remarques


def _directions(texte: str, v: Valeurs) -> list[Remarque]:
    """« en hausse » beside a figure that falls."""
    remarques = []
    for p in PHRASE.finditer(texte):
        places = [(m.start(), j) for m, corps in jetons.trouver(p[0]) if (j := lisible(corps, v))]
        masque = jetons.MOTIF.sub(lambda m: "\0" * len(m[0]), p[0])
        for sens, motif in DIRECTIONS.items():
            for m in motif.finditer(masque):
                if NEGATION.search(masque[: m.start()][-24:]):
                    continue
                contraire = _contredit(sens, m, places, masque, v)
                if contraire:
                    remarques.append(
                        Remarque(
                            CONTRAIRE,
                            ponctuer(
                                f"« {m[0]} » est écrit à côté de {contraire} : le mot et le "
                                "chiffre se contredisent."
                            ),
                            True,
                        )
                    )
    return remarques


def _contredit(
    sens: str, mot: re.Match, places: list[tuple[int, Jeton]], masque: str, v: Valeurs
) -> str | None:
    """What contradicts a word of direction: the nearest figure of its sentence, or a signed figure
    typed there.
    """
    signes = [(abs(s.start() - mot.start()), s) for s in SIGNE.finditer(masque)]
    if signes:
        signe = min(signes, key=lambda x: x[0])[1]
        reel = HAUSSE if signe[1] == "+" else BAISSE
        if reel != sens:
            return f"« {signe[0].strip()} »"
    if not places:
        return None
    j = min(places, key=lambda x: abs(x[0] - mot.start()))[1]
    reel = v.sens(j.id, j.filtre)
    if reel is None or reel == sens:
        return None
    c = v.changement(j.id, j.filtre)
    avant, ici = (phrases.ecrire(c.ind, x) for x in c.paire)
    if reel == STABLE:
        return f"« {c.ind.titre} », stable depuis {v.comparaison} ({ici})"
    fin = mots_changements.champ(c)
    return (
        f"« {c.ind.titre} », {jetons.SENS[reel]} depuis {v.comparaison} : de {avant} à {ici} "
        f"({mots_changements.signe(c)})" + (f" {fin}" if fin else "")
    )


def _a_la_main(texte: str, v: Valeurs) -> list[Remarque]:
    """Figures typed by hand: they will not follow the data; the token that says the same is
    named.
    """
    nu = ANNEES.sub(lambda m: "x" * len(m[0]), jetons.MOTIF.sub(lambda m: "x" * len(m[0]), texte))
    connus = (
        {v.texte(i, x, unite=False): i for i in reversed(v.connus()) if (x := v.une(i)).connue}
        if NOMBRE.search(nu)
        else {}
    )
    remarques = []
    for m in NOMBRE.finditer(nu):
        propre = re.sub(rf"[{FINE}{INSECABLE} ]", "", m[0])
        if len(propre.replace(",", "")) < 2:
            continue
        jumeau = next(
            (i for t, i in connus.items() if re.sub(rf"[{FINE}{INSECABLE}€% ]", "", t) == propre),
            None,
        )
        conseil = (
            (
                f" « {v.indicateur(jumeau).titre} » vaut aussi {m[0].strip()} : écrivez "
                f"{{{jumeau}|nombre}} pour que le chiffre suive."
            )
            if jumeau
            else ""
        )
        remarques.append(
            Remarque(
                A_LA_MAIN,
                ponctuer(
                    f"« {m[0].strip()} » est écrit à la main : il ne suivra pas les "
                    f"données.{conseil}"
                ),
            )
        )
    return remarques
