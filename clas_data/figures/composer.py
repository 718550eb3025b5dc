"""Blocks that read indicators: headline figures, curves, shares, what actions declare, tables —
each with its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.figures import figure, jetons
from clas_data.figures.figure import Chiffre, Chiffres, Figure, Serie, Tableau
from clas_data.figures.valeurs import Valeur, Valeurs
from clas_data.formats import INSECABLE, ND, ponctuer
from clas_data.indicateurs import catalogue, comparabilite, phrases
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.secret import LEGENDE, SIGNE

DEUX_POINTS = f"{INSECABLE}: "
NON_TRACE = "n.c. : trop peu de réponses pour se comparer, valeur non tracée."
SIGNE_SECRET = f"{LEGENDE}."


def champ(v: Valeurs) -> str:
    return f"{v.departement}, département entier, campagne {v.campagne}"


def reponses(x: Valeur) -> str:
    """« 94 réponses sur 103 (91,3 %) »; nothing where nobody had to answer."""
    if formats.inconnu(x.attendus) or formats.inconnu(x.repondants) or not x.attendus:
        return ""
    return (
        f"{formats.pluriel(x.repondants, 'réponse')} sur {formats.nombre(x.attendus)} "
        f"({formats.pourcent(100 * x.repondants / x.attendus)})"
    )


def ecart(v: Valeurs, id_: str) -> str:
    """« 43 de plus qu'en 2020-2021 (+1,4 %) », or why there is none."""
    return jetons.rendre(f"{{{id_}|ecart}}", v) if v.comparaison else ""


def chiffres(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Headline figures, each with its difference and its answers."""
    groupe = []
    for i in d["ids"]:
        ici, avant = v.une(i), v.une(i, v.comparaison) if v.comparaison else Valeur(None)
        groupe.append(
            Chiffre(
                i,
                v.indicateur(i).titre,
                v.texte(i, ici, unite=False),
                ecart(v, i),
                reponses(ici),
                ici.valeur,
                avant.valeur,
            )
        )
    return [Chiffres("chiffres", d["titre"], tuple(groupe))]


def courbes(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Some indicators of one unit over the campagnes known up to that of the bilan; nothing for the
    first one.
    """
    inds = [v.indicateur(i) for i in d["ids"]]
    annees = v.jusqu_ici()
    if len(annees) < 2:
        return []  # one point is no curve
    series = tuple(
        Serie(i.titre, *zip(*(_point(v, i, c) for c in annees), strict=True)) for i in inds
    )
    tues = any(v.fragile(i.id, c) and i.additif for i in inds for c in annees)
    principal = inds[0]
    comparable = v.comparaison and not v.refusee(principal.id)
    titre = (
        jetons.rendre(f"{{{principal.id}|fait}}", v)
        if comparable
        else (
            f"{principal.titre}{DEUX_POINTS}{v.texte(principal.id, v.une(principal.id))} en "
            f"{v.campagne}"
        )
    )
    couverture = " ; ".join(f"{c} : {r}" for c in annees if (r := reponses(v.une(inds[-1].id, c))))
    x = v.une(principal.id)
    return [
        Figure(
            d["cle"],
            figure.COURBES,
            ponctuer(titre),
            d["sujet"],
            tuple(annees),
            series,
            "Campagne",
            principal.unite,
            phrases.lecture(principal, x.valeur, v.campagne, x.repondants, x.attendus),
            f"{v.departement}, département entier, {annees[0]} à {annees[-1]}",
            source(*inds),
            ponctuer(
                (f"{inds[-1].titre} : {couverture}. " if couverture else "")
                + (NON_TRACE if tues else "")
            ).strip(),
        )
    ]


def _point(v: Valeurs, ind: Indicateur, campagne: str) -> tuple[float | None, str]:
    """A point of a curve: what it is worth and how it is written; a total that too few said is
    written, never drawn.
    """
    x = v.une(ind.id, campagne)
    texte = v.texte(ind.id, x, unite=False)
    return (
        (None, f"{texte} (n.c.)")
        if x.connue and ind.additif and v.fragile(ind.id, campagne)
        else (x.valeur, texte)
    )


def source(*inds: Indicateur) -> str:
    """Who says it; the footer of each page says from which base it was read."""
    return ponctuer(" ; ".join(dict.fromkeys(i.source for i in inds)) + ".")


def repartition(v: Valeurs, d: Mapping[str, Any]) -> list:
    """One indicator across the values of an axis, with a tick for the compared campagne."""
    ind, t = v.indicateur(d["id"]), v.par(d["id"], d["axe"])
    lues = {v.campagne: t}
    if v.comparaison and not v.refusee(ind.id):
        t, avant = v.paire(ind.id, d["axe"])
        lues = {v.campagne: t, v.comparaison: avant}
    series = [
        Serie(
            c,
            tuple(ou_rien(lue["valeur"])),
            tuple(
                v.texte(ind.id, Valeur(l["valeur"], secret=bool(l["secret"])), unite=False)
                for l in lue.to_dict("records")
            ),
        )
        for c, lue in lues.items()
    ]
    textes = series[0].textes
    note = SIGNE_SECRET if any(lue["secret"].any() for lue in lues.values()) else ""
    nom = catalogue.AXES[d["axe"]]
    return [
        Figure(
            f"{ind.id}_{d['axe']}",
            figure.BARRES,
            titre_repartition(ind, t, nom, d["sujet"]),
            sous_titre(d["sujet"], unite(ind)),
            tuple(t["libelle"]),
            tuple(series),
            nom,
            ind.unite,
            lecture_repartition(ind, t, textes),
            champ(v),
            source(ind),
            ponctuer(" ".join(m for m in (_couverture(v, ind), note) if m)),
        )
    ]


def unite(ind: Indicateur) -> str:
    return {"%": "en %", "€": "en euros", "personnes": "en nombre de personnes"}.get(
        ind.unite, ind.unite
    )


def sous_titre(sujet: str, mots: str) -> str:
    """« Encadrants selon leur statut (en nombre de personnes) »; the unit once only."""
    return sujet if mots.split(" ")[0] in sujet.lower() else ponctuer(f"{sujet} ({mots})")


def _couverture(v: Valeurs, ind: Indicateur) -> str:
    r = reponses(v.une(ind.id))
    return f"{r}." if r else ""


def ou_rien(valeurs: Sequence[Any]) -> list[float | None]:
    return [None if formats.inconnu(x) else float(x) for x in valeurs]


def titre_repartition(ind: Indicateur, t: pd.DataFrame, axe: str, sujet: str) -> str:
    """The main share, or the two ends of a ratio; the subject alone where secrecy forbids the
    total.
    """
    if t["secret"].any() or t["valeur"].isna().all():
        return sujet
    return phrases.titre_repartition(
        ind,
        dict(zip(t["libelle"], t["valeur"], strict=True)),
        axe,
        dict(zip(t["libelle"], t["repondants"], strict=True)),
    )


def lecture_repartition(ind: Indicateur, t: pd.DataFrame, textes: Sequence[str]) -> str:
    i = next((k for k, x in enumerate(t["valeur"]) if not formats.inconnu(x)), None)
    if i is None:
        return ""
    mots = (
        ""
        if ind.unite in ("%", "€")
        else " " + phrases.accorder(ind.unite, phrases.affiche(ind, t["valeur"].iloc[i]))
    )
    return ponctuer(f"« {t['libelle'].iloc[i]} » : {textes[i]}{mots}.")


def composition(v: Valeurs, d: Mapping[str, Any]) -> list:
    """A share and what it leaves, one bar of 100 % per value of the axis and one for the whole."""
    ind = v.indicateur(d["id"])
    t, x = v.par(ind.id, d["axe"]), v.une(ind.id)
    effectifs = v.par(d["effectif"], d["axe"]).set_index("libelle")
    # a share of a hidden count would help to find it
    cachees = set(effectifs.index[effectifs["secret"].astype(bool)]) | set(
        t.loc[t["secret"].astype(bool), "libelle"]
    )
    noms = (*t["libelle"], "Ensemble")
    parts = [
        None if formats.inconnu(p) or n in cachees else float(p)
        for n, p in zip(noms, [*t["valeur"], x.valeur], strict=True)
    ]
    dites = d["noms"]
    series = tuple(
        Serie(
            nom, tuple(p), tuple(ND if y is None else formats.pourcent(y, ind.decimales) for y in p)
        )
        for nom, p in zip(
            dites, (parts, [None if p is None else 100 - p for p in parts]), strict=True
        )
    )
    note = " ".join(
        m
        for m in (
            _couverture(v, ind),
            "Part retirée où l'effectif est masqué (secret)." if cachees else "",
        )
        if m
    )
    return [
        Figure(
            d["cle"],
            figure.EMPILEES,
            d["sujet"]
            if cachees
            else titre_repartition(ind, t, catalogue.AXES[d["axe"]], d["sujet"]),
            f"{d['sujet']} (en %)",
            noms,
            series,
            catalogue.AXES[d["axe"]],
            "%",
            phrases.lecture(ind, x.valeur, v.campagne, x.repondants, x.attendus),
            champ(v),
            source(ind),
            note,
        )
    ]


def barres(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Several indicators of one unit side by side, the largest first, with a tick for the compared
    campagne.
    """
    inds = sorted(
        (v.indicateur(i) for i in d["ids"]),
        key=lambda i: -(v.une(i.id).valeur if v.une(i.id).connue else -1),
    )
    courts = [_sans_tete(i.titre, d.get("sans", "")) for i in inds]
    noms = tuple(c[:1].upper() + c[1:] for c in courts)
    series = [_serie(v, v.campagne, inds)]
    if v.comparaison and any(
        not v.refusee(i.id) and v.une(i.id, v.comparaison).connue for i in inds
    ):
        series.append(_serie(v, v.comparaison, inds))
    premier, x = inds[0], v.une(inds[0].id)
    nommable = x.connue and not (
        x.repondants is not None and x.repondants < comparabilite.seuil("reponses_min_titre")
    )
    titre = (
        f"{d['sujet']} : d'abord « {courts[0]} » ({v.texte(premier.id, x)})"
        if nommable
        else d["sujet"]
    )
    note = " ".join(m for m in (d.get("note", ""), _couverture(v, premier)) if m)
    return [
        Figure(
            d["cle"],
            figure.BARRES,
            ponctuer(titre),
            sous_titre(d["sujet"], d.get("unite") or unite(premier)),
            noms,
            tuple(series),
            d.get("tete", "Réponse"),
            premier.unite,
            phrases.lecture(premier, x.valeur, v.campagne, x.repondants, x.attendus),
            champ(v),
            source(*inds),
            ponctuer(note),
        )
    ]


def _serie(v: Valeurs, campagne: str, inds: Sequence[Indicateur]) -> Serie:
    lus = [
        Valeur(None) if campagne != v.campagne and v.refusee(i.id) else v.une(i.id, campagne)
        for i in inds
    ]
    return Serie(
        campagne,
        tuple(x.valeur for x in lus),
        tuple(v.texte(i.id, x, unite=False) for i, x in zip(inds, lus, strict=True)),
    )


def _sans_tete(titre: str, tete: str) -> str:
    """« Avec les parents : convivialité » → « convivialité »; `tete` may hold alternatives: (au|à
    la).
    """
    return re.sub(rf"^{ponctuer(tete)}", "", titre).strip() if tete else titre


def tableau(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Indicators in rows: the compared campagne, the campagne, the difference, the answers."""
    avec = v.comparaison is not None
    lignes, brutes = [], []
    for i in d["ids"]:
        ind, ici = v.indicateur(i), v.une(i)
        avant = v.une(i, v.comparaison) if avec else Valeur(None)
        dit = (
            ind.unite in ("%", "€", "enfants", "personnes")
            or ind.unite.split(" par ")[-1].rstrip("s").lower() in ind.titre.lower()
        )
        nom = ind.titre + ("" if dit else f" ({ind.unite})")
        compare = [v.texte(i, avant, unite=False)] if avec else []
        fin = [court_ecart(v, i)] if avec else []
        lignes.append((nom, *compare, v.texte(i, ici, unite=False), *fin, _courtes(ici)))
        brutes.append(
            (
                nom,
                *([avant.valeur] if avec else []),
                ici.valeur,
                *([_difference(v, i)] if avec else []),
                _courtes(ici),
            )
        )
    colonnes = (
        "Indicateur",
        *([v.comparaison] if avec else []),
        v.campagne,
        *(["Évolution"] if avec else []),
        "Réponses",
    )
    return [
        Tableau(
            "t_" + "_".join(d["titre"].lower().split()[:3]),
            d["titre"],
            colonnes,
            tuple(lignes),
            tuple(brutes),
            source=source(*(v.indicateur(i) for i in d["ids"])),
            champ=champ(v),
            note=signes(lignes),
        )
    ]


def signes(lignes: Sequence[Sequence[str]]) -> str:
    """What the signs of these rows mean, those that are there."""
    cases = {c for l in lignes for c in l}
    dits = [
        (ND, "non disponible, aucune réponse ne permet le calcul"),
        ("n.c.", "ne se compare pas (réponses trop peu nombreuses, ou zonage changé)"),
        (SIGNE, LEGENDE.removeprefix(f"{SIGNE} : ")),
    ]
    return (
        ponctuer(" ; ".join(f"{s} : {mot}" for s, mot in dits if s in cases) + ".")
        if cases & {s for s, _ in dits}
        else ""
    )


def court_ecart(v: Valeurs, id_: str) -> str:
    """« +8,4 % », « −2,1 pts », « = », « n.c. » when the guard refuses, « n.d. »."""
    avant, ici, ind = v.une(id_, v.comparaison), v.une(id_), v.indicateur(id_)
    if not (avant.connue and ici.connue):
        return ND
    if v.refusee(id_):
        return "n.c."
    if v.sens(id_) == "stable":
        return "="
    if ind.unite == "%":
        return phrases.en_points(ind, avant.valeur, ici.valeur, "pts")
    relatif = formats.evolution(avant.valeur, ici.valeur)
    return ND if relatif is None else formats.pourcent(relatif, 1, signe=True)


def _difference(v: Valeurs, id_: str) -> float | None:
    """What `court_ecart` says, as a number: points for a share, else a relative change in
    percent.
    """
    avant, ici, ind = v.une(id_, v.comparaison), v.une(id_), v.indicateur(id_)
    if not (avant.connue and ici.connue) or v.refusee(id_):
        return None
    return (
        float(phrases.difference(ind, avant.valeur, ici.valeur))
        if ind.unite == "%"
        else formats.evolution(avant.valeur, ici.valeur)
    )


def _courtes(x: Valeur) -> str:
    connues = not formats.inconnu(x.attendus) and not formats.inconnu(x.repondants) and x.attendus
    return f"{formats.nombre(x.repondants)} sur {formats.nombre(x.attendus)}" if connues else "–"
