"""Where a difference comes from, as figures: the waterfall of its movements, and the territories or
niveaux that make it, sorted.
"""

from __future__ import annotations

from collections.abc import Mapping

from clas_data import formats
from clas_data.figures.figure import CASCADE, ECARTS, Figure, Serie, Tableau
from clas_data.formats import ponctuer
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import AXES, Indicateur
from clas_data.indicateurs.mouvements import NATURES, Mouvements, Nombre
from clas_data.indicateurs.pourquoi import MOUVEMENTS, NON_RENSEIGNE, mots

REPONSES = ("retrouvees", "perdues")  # the answers moved, not the activity
QUI_REPOND = "qui répond, et le mélange"
NOTE_CASCADE = (
    "La longueur se lit depuis zéro. Hachures : qui répond ou ne répond plus, et non l'activité."
)


def cascade(
    ind: Indicateur, m: Mouvements, champ: str, avertissements: tuple[str, ...] = ()
) -> list[Figure]:
    """From one campagne to the other, movement by movement; nothing where one side is unknown."""
    if None in (m.brut.avant, m.brut.apres):
        return []
    etapes = [(n, l, v) for n, l, v in _etapes(ind, m) if v is not None]
    montants = [v for _, _, v in etapes]
    bouts = [m.brut.avant, *montants, m.brut.apres]
    ecrits = [
        _valeur(ind, m.brut.avant),
        *(signe(ind, v) for v in montants),
        _valeur(ind, m.brut.apres),
    ]
    noms = tuple(l for _, l, _ in etapes)
    return [
        Figure(
            cle=f"cascade_{ind.id}",
            genre=CASCADE,
            titre=_titre(ind, m),
            sous_titre=ponctuer(f"{ind.titre} : de {m.avec} à {m.campagne}, en {ind.unite}"),
            categories=(m.avec, *noms, m.campagne),
            series=(Serie(ind.titre, tuple(map(float, bouts)), tuple(ecrits)),),
            tete="Mouvement",
            unite=ind.unite,
            lecture=_lecture(ind, m),
            champ=champ,
            source=ponctuer(f"{ind.source}."),
            note=NOTE_CASCADE if m.additif else "La longueur se lit depuis zéro.",
            avertissements=avertissements,
            indicateur=ind.id,
        )
    ]


def _etapes(ind: Indicateur, m: Mouvements) -> list[tuple[str, str, Nombre | None]]:
    """(movement, its words with how many actions, amount), those that are nothing left out."""
    if not m.additif:
        constant = _nom(ind, "comparables", m.comparables.actions)
        return [
            ("comparables", constant, m.ecart_constant),
            ("perdues", QUI_REPOND, m.effet_reponses),
        ]
    parts = [(n, getattr(m, n)) for n in NATURES]
    return [(n, _nom(ind, n, p.actions), p.ecart) for n, p in parts if p.actions]


def _nom(ind: Indicateur, nature: str, actions: int) -> str:
    """« ne répondent plus (14) »."""
    return f"{_court(mots(ind, nature)[actions > 1])} ({formats.nombre(actions)})"


def _court(mots_: str) -> str:
    return mots_.partition(" ")[2].removeprefix("qui ")


def des_reponses(categorie: str) -> bool:
    """True for a step that comes from who answers, not from the activity."""
    dits = {QUI_REPOND, *(_court(x) for n in REPONSES for x in MOUVEMENTS[n])}
    return categorie.partition(" (")[0] in dits


def _titre(ind: Indicateur, m: Mouvements) -> str:
    """« De 2 905 à 2 780 enfants : −125 ; +252 pour l'activité, −377 pour les réponses »."""
    tete = (
        f"De {_valeur(ind, m.brut.avant)} à {phrases.ecrire(ind, m.brut.apres)} : "
        f"{signe(ind, m.ecart_brut)}"
    )
    if m.additif and m.reponses_differentes:
        tete += (
            f" ; {signe(ind, m.ecart_activite)} pour l'activité, "
            f"{signe(ind, m.effet_reponses)} pour les réponses"
        )
    elif not m.additif and m.ecart_constant is not None:
        tete += f" ; {signe(ind, m.ecart_constant)} chez celles qui répondent les deux années"
    return ponctuer(tete)


def _lecture(ind: Indicateur, m: Mouvements) -> str:
    n = formats.pluriel(m.comparables.actions, *mots(ind, "comparables"))
    c = m.comparables
    if None in (c.avant, c.apres):
        return ponctuer("Aucune action ne répond les deux années.")
    return ponctuer(f"{n} : de {_valeur(ind, c.avant)} à {_valeur(ind, c.apres)}.")


def ecarts(
    ind: Indicateur, m: Mouvements, noms: Mapping[str, str], champ: str, lignes_max: int = 0
) -> list[Figure]:
    """The difference à champ constant by value of the axis, sorted, with that of the totals where
    the answers differ.
    """
    lus = [(NON_RENSEIGNE if l.valeur in (None, "") else l.valeur, l) for l in m.lignes]
    connus = [(noms.get(v, v), l) for v, l in lus if l.ecart_brut is not None]
    connus.sort(key=lambda x: (x[1].ecart_constant is None, -(x[1].ecart_constant or 0), x[0]))
    if not connus:
        return []
    titres = ("À champ constant", "Total déclaré")
    valeurs = [[_flottant(v) for v in (l.ecart_constant, l.ecart_brut)] for _, l in connus]
    ecrits = [[signe(ind, v) for v in (l.ecart_constant, l.ecart_brut)] for _, l in connus]
    axe = AXES[m.par]
    lignes = tuple(
        (nom, *(_valeur(ind, v) for v in (l.brut.avant, l.brut.apres)), *e, str(n))
        for (nom, l), e in zip(connus, ecrits, strict=True)
        for n in [l.comparables.actions]
    )
    brutes = tuple(
        (nom, *map(_flottant, (l.brut.avant, l.brut.apres)), *v, l.comparables.actions)
        for (nom, l), v in zip(connus, valeurs, strict=True)
    )
    colonnes = (axe, m.avec, m.campagne, *titres, "Actions comparées")
    sous_titre = ponctuer(
        f"{ind.titre} : écart de {m.avec} à {m.campagne} par {axe.lower()}, en {ind.unite}"
    )
    return [
        Figure(
            cle=f"ecarts_{ind.id}_{m.par}",
            genre=ECARTS,
            titre=_titre_ecarts(ind, m, connus),
            sous_titre=sous_titre,
            categories=tuple(nom for nom, _ in connus),
            series=tuple(
                Serie(t, tuple(v[i] for v in valeurs), tuple(e[i] for e in ecrits))
                for i, t in enumerate(titres)
            ),
            tete=axe,
            unite=ind.unite,
            lecture=ponctuer(
                f"« {connus[0][0]} » : {ecrits[0][0]} à champ constant, "
                f"{ecrits[0][1]} pour le total."
            ),
            champ=champ,
            source=ponctuer(f"{ind.source}."),
            note=(
                "Barre : à champ constant, chez celles qui répondent les deux années. Losange : "
                "différence des totaux déclarés."
            ),
            lignes_max=lignes_max,
            indicateur=ind.id,
            detail=Tableau(f"t_ecarts_{ind.id}_{m.par}", sous_titre, colonnes, lignes, brutes),
        )
    ]


def _titre_ecarts(ind: Indicateur, m: Mouvements, connus: list) -> str:
    hausses = sum((l.ecart_constant or 0) > 0 for _, l in connus)
    baisses = sum((l.ecart_constant or 0) < 0 for _, l in connus)
    return ponctuer(
        f"À champ constant, {formats.nombre(hausses)} en hausse, {formats.nombre(baisses)} en "
        f"baisse sur {formats.nombre(len(connus))} ; en tout {signe(ind, m.ecart_constant)}"
    )


def _valeur(ind: Indicateur, v: Nombre | None) -> str:
    return formats.valeur_unite(v, ind.unite, ind.decimales)


def signe(ind: Indicateur, v: Nombre | None) -> str:
    """« +410 », « −528 », « +2,1 points »: a difference, rounded once."""
    if v is None:
        return formats.ND
    exact = phrases.affiche(ind, v)
    if ind.unite == "%":
        mots = phrases.accorder("points", exact)
        return f"{formats.nombre(exact, ind.decimales, signe=True)}{formats.INSECABLE}{mots}"
    return formats.valeur_unite(exact, ind.unite, ind.decimales, signe=True)


def _flottant(v: Nombre | None) -> float | None:
    return None if v is None else float(v)
