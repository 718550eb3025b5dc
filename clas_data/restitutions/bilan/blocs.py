"""Blocks that read indicators: headline figures, curves, shares, what actions declare, tables — each with its words."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.fichiers import schemas
from clas_data.formats import FINE, INSECABLE, ND
from clas_data.indicateurs import calcul, catalogue, phrases
from clas_data.indicateurs.catalogue import Indicateur, ponctuer
from clas_data.restitutions import modele
from clas_data.restitutions.bilan import jetons
from clas_data.restitutions.bilan.valeurs import Valeur, Valeurs
from clas_data.restitutions.modele import Chiffre, Chiffres, Figure, Serie, Tableau

DEUX_POINTS = f"{INSECABLE}: "
SIGNE_SECRET = "Effectifs de 1 à 4 enfants ou personnes masqués (secret), et d'autres avec eux pour qu'aucun total ne les redonne."


def champ(v: Valeurs) -> str:
    return f"Isère entière, campagne {v.campagne}"


def reponses(x: Valeur) -> str:
    """« 94 réponses sur 103 (91,3 %) »; nothing where nobody had to answer."""
    if formats.inconnu(x.attendus) or formats.inconnu(x.repondants) or not x.attendus:
        return ""
    return f"{formats.pluriel(x.repondants, 'réponse')} sur {formats.nombre(x.attendus)} ({formats.pourcent(100 * x.repondants / x.attendus)})"


def ecart(v: Valeurs, id_: str) -> str:
    """« 43 de plus qu'en 2020-2021 (+1,4 %) », or why there is none."""
    return jetons.rendre(f"{{{id_}|ecart}}", v) if v.comparaison else ""


def chiffres(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Headline figures, each with its difference and its answers."""
    groupe = []
    for i in d["ids"]:
        ici, avant = v.une(i), v.une(i, v.comparaison) if v.comparaison else Valeur(None)
        groupe.append(Chiffre(i, v.indicateur(i).titre, v.texte(i, ici, unite=False), ecart(v, i), reponses(ici), ici.valeur, avant.valeur))
    return [Chiffres("chiffres", d["titre"], tuple(groupe))]


def courbes(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Some indicators of one unit over the campagnes known up to that of the bilan."""
    inds = [v.indicateur(i) for i in d["ids"]]
    annees = v.jusqu_ici()
    series = tuple(Serie(i.titre, tuple(v.une(i.id, c).valeur for c in annees), tuple(v.texte(i.id, v.une(i.id, c), unite=False) for c in annees)) for i in inds)
    principal = inds[0]
    comparable = v.comparaison and not v.refusee(principal.id)
    titre = jetons.rendre(f"{{{principal.id}|fait}}", v) if comparable else f"{principal.titre}{DEUX_POINTS}{v.texte(principal.id, v.une(principal.id))} en {v.campagne}"
    couverture = " ; ".join(f"{c} : {r}" for c in annees if (r := reponses(v.une(inds[-1].id, c))))
    x = v.une(principal.id)
    return [Figure(d["cle"], modele.COURBES, ponctuer(titre), d["sujet"], tuple(annees), series, "Campagne", principal.unite,
                   phrases.lecture(principal, x.valeur, v.campagne, x.repondants, x.attendus), f"Isère entière, {annees[0]} à {annees[-1]}", source(v, *inds),
                   ponctuer(f"{inds[-1].titre} : {couverture}.") if couverture else "")]


def source(v: Valeurs, *inds: Indicateur) -> str:
    return ponctuer(" ; ".join(dict.fromkeys(i.source for i in inds)) + f" ; base {v.base.empreinte}.")


def repartition(v: Valeurs, d: Mapping[str, Any]) -> list:
    """One indicator across the values of an axis, with a tick for the compared campagne."""
    ind, t = v.indicateur(d["id"]), v.par(d["id"], d["axe"])
    textes = tuple(v.texte(ind.id, Valeur(l["valeur"], secret=bool(l["secret"])), unite=False) for l in t.to_dict("records"))
    series = [Serie(v.campagne, tuple(_ou_rien(t["valeur"])), textes)]
    if v.comparaison and not v.refusee(ind.id):
        a = v.par(ind.id, d["axe"], v.comparaison).set_index("libelle")
        avant = [Valeur(*((a.loc[l, "valeur"], None, None, bool(a.loc[l, "secret"])) if l in a.index else (None,))) for l in t["libelle"]]
        series.append(Serie(v.comparaison, tuple(_ou_rien([x.valeur for x in avant])), tuple(v.texte(ind.id, x, unite=False) for x in avant)))
    note = SIGNE_SECRET if t["secret"].any() else ""
    nom = catalogue.AXES[d["axe"]]
    return [Figure(f"{ind.id}_{d['axe']}", modele.BARRES, titre_repartition(v, ind, t, d["sujet"]), f"{d['sujet']} ({unite(ind)})", tuple(t["libelle"]), tuple(series), nom,
                   ind.unite, _lecture(ind, t, textes), champ(v), source(v, ind), ponctuer(" ".join(m for m in (_couverture(v, ind), note) if m)))]


def unite(ind: Indicateur) -> str:
    return "en %" if ind.unite == "%" else "en euros" if ind.unite == "€" else ind.unite


def _couverture(v: Valeurs, ind: Indicateur) -> str:
    r = reponses(v.une(ind.id))
    return f"{r}." if r else ""


def _ou_rien(valeurs: Sequence[Any]) -> list[float | None]:
    return [None if formats.inconnu(x) else float(x) for x in valeurs]


def titre_repartition(v: Valeurs, ind: Indicateur, t: pd.DataFrame, sujet: str) -> str:
    """The main share, or the two ends of a ratio; the subject alone where secrecy forbids the total."""
    lus = {l: x for l, x in zip(t["libelle"], t["valeur"], strict=True) if not formats.inconnu(x)}
    if t["secret"].any() or not lus:
        return sujet
    if ind.additif:
        part = phrases.part_principale(ind, lus, "")
        return ponctuer(f"{ind.titre} : {part[0].lower()}{part[1:]}") if part else sujet
    bas, haut = min(lus, key=lus.get), max(lus, key=lus.get)
    dit = {n: v.texte(ind.id, Valeur(lus[n]), unite=ind.unite in ("%", "€")) for n in (bas, haut)}
    return ponctuer(f"{ind.titre} : de {dit[bas]} (« {bas} ») à {dit[haut]} (« {haut} »)") if dit[bas] != dit[haut] else ponctuer(f"{ind.titre} : {dit[haut]}")


def _lecture(ind: Indicateur, t: pd.DataFrame, textes: Sequence[str]) -> str:
    i = next((k for k, x in enumerate(t["valeur"]) if not formats.inconnu(x)), None)
    return "" if i is None else ponctuer(f"« {t['libelle'].iloc[i]} » : {textes[i]}{'' if ind.unite in ('%', '€') else ' ' + ind.unite}.")


def composition(v: Valeurs, d: Mapping[str, Any]) -> list:
    """How a whole divides between several counts: one bar of 100 % per value of the axis, or one for the département."""
    inds, axe = [v.indicateur(i) for i in d["ids"]], d.get("axe")
    if axe:
        tables = {i.id: v.par(i.id, axe).set_index("libelle") for i in inds}
        noms = list(tables[inds[0].id].index)
        lus = {i: [None if n not in t.index or t.loc[n, "secret"] else t.loc[n, "valeur"] for n in noms] for i, t in tables.items()}
    else:
        noms, lus = ["Ensemble"], {i.id: [v.une(i.id).valeur] for i in inds}
    series = []
    for ind in inds:
        parts = [_part(lus, ind.id, k) for k in range(len(noms))]
        series.append(Serie(ind.titre, tuple(parts), tuple(ND if p is None else formats.pourcent(p, 0) for p in parts)))
    total = {i.id: v.une(i.id).valeur for i in inds}
    connus = not any(formats.inconnu(x) for x in total.values()) and sum(total.values())
    dit = ", ".join(f"{formats.pourcent(100 * total[i.id] / sum(total.values()), 0)} de {i.titre.lower()}" for i in inds) if connus else ND
    lecture = f"« {noms[0]} » : " + ", ".join(f"{s.textes[0]} de {s.nom.lower()}" for s in series) + "." if noms else ""
    note = " ".join(m for m in (_couverture(v, inds[0]), "Un effectif masqué (secret) retire sa ligne." if v.diffusion and axe else "") if m)
    return [Figure(d["cle"], modele.EMPILEES, ponctuer(f"{d['sujet'].split(' selon')[0]} : {dit}"), f"{d['sujet']} (en %)", tuple(noms), tuple(series),
                   catalogue.AXES[axe] if axe else "Ensemble", "%", ponctuer(lecture), champ(v), source(v, *inds), note)]


def _part(lus: Mapping[str, Sequence[Any]], id_: str, k: int) -> float | None:
    colonne = [x[k] for x in lus.values()]
    if any(formats.inconnu(x) for x in colonne) or not sum(colonne):
        return None
    return 100 * float(lus[id_][k]) / float(sum(colonne))


def oui_non(v: Valeurs, d: Mapping[str, Any]) -> list:
    """What the questionnaires declare: for each question, the share of yes among the actions that answered it."""
    connues = schemas.load()["actions"].colonnes
    colonnes = d.get("colonnes") or [c for c in connues if c.startswith(d["prefixe"])]
    lus = declarations(v, colonnes, v.campagne).sort_values("part", ascending=False, na_position="last", kind="stable")
    noms = [_sans_tete(connues[c].titre) for c in lus["colonne"]]
    textes = [ND if formats.inconnu(l["part"]) else f"{formats.pourcent(l['part'], 0)} ({formats.nombre(l['oui'])} sur {formats.nombre(l['n'])})" for l in lus.to_dict("records")]
    series = [Serie(v.campagne, tuple(_ou_rien(lus["part"])), tuple(textes))]
    if v.comparaison:
        avant = declarations(v, colonnes, v.comparaison).set_index("colonne").reindex(lus["colonne"])
        if avant["part"].notna().any():
            series.append(Serie(v.comparaison, tuple(_ou_rien(avant["part"])), tuple(ND if formats.inconnu(p) else formats.pourcent(p, 0) for p in avant["part"])))
    premier = lus.iloc[0]
    dit = f"« {noms[0]} », {formats.pourcent(premier['part'], 0)} des actions qui ont répondu" if not formats.inconnu(premier["part"]) else ND
    lecture = "" if formats.inconnu(premier["part"]) else f"« {noms[0]} » : {formats.pluriel(premier['oui'], 'action')} sur les {formats.nombre(premier['n'])} qui ont répondu à la question."
    return [Figure(d["cle"], modele.BARRES, ponctuer(f"{d['sujet']} : {dit}"), f"{d['sujet']} (en % des actions qui ont répondu)", tuple(noms), tuple(series), "Réponse", "%",
                   ponctuer(lecture), champ(v), ponctuer(f"Questionnaire d'activité, feuille « actions » ; base {v.base.empreinte}."),
                   "Plusieurs réponses possibles : les parts ne s'additionnent pas." if len(noms) > 2 else "")]


def declarations(v: Valeurs, colonnes: Sequence[str], campagne: str) -> pd.DataFrame:
    """colonne, oui, n (answers), part (%) of yes/no questions of the questionnaire."""
    conditions, valeurs = calcul.conditions_sql({"campagne": campagne})
    mesures = ", ".join(f"count(*) filter (where {c}) as oui_{c}, count({c}) as n_{c}" for c in colonnes)
    l = v.base.lire(v.perimetre, "indicateur", valeurs, {"groupes_select": "", "groupes_par": "", "mesures": mesures, "table": "actions", "conditions": conditions}).iloc[0]
    return pd.DataFrame([{"colonne": c, "oui": int(l[f"oui_{c}"]), "n": int(l[f"n_{c}"]), "part": 100 * l[f"oui_{c}"] / l[f"n_{c}"] if l[f"n_{c}"] else None} for c in colonnes]
                        ).astype({"part": "float64"})


def _sans_tete(titre: str) -> str:
    """« Parents : convivialité » → « Convivialité »."""
    court = titre.split(" : ", 1)[-1].removeprefix("Articulation avec ")
    return court[:1].upper() + court[1:]


def tableau(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Indicators in rows: the compared campagne, the campagne, the difference, the answers."""
    avec = v.comparaison is not None
    lignes, brutes = [], []
    for i in d["ids"]:
        ind, ici = v.indicateur(i), v.une(i)
        avant = v.une(i, v.comparaison) if avec else Valeur(None)
        nom = ind.titre + (f" ({ind.unite})" if ind.unite not in ("%", "€") and ind.unite.lower() not in ind.titre.lower() else "")
        compare = [v.texte(i, avant, unite=False)] if avec else []
        fin = [court_ecart(v, i)] if avec else []
        lignes.append((nom, *compare, v.texte(i, ici, unite=False), *fin, _courtes(ici)))
        brutes.append((nom, *([avant.valeur] if avec else []), ici.valeur, *([_difference(v, i)] if avec else []), _courtes(ici)))
    colonnes = ("Indicateur", *([v.comparaison] if avec else []), v.campagne, *(["Évolution"] if avec else []), "Réponses")
    return [Tableau("t_" + "_".join(d["titre"].lower().split()[:3]), d["titre"], colonnes, tuple(lignes), tuple(brutes), source=source(v, *(v.indicateur(i) for i in d["ids"])),
                    champ=champ(v), note=f"{ND}{DEUX_POINTS}non disponible{FINE}; « n.c. »{DEUX_POINTS}ne se compare pas (réponses trop peu nombreuses, ou zonage changé).".replace("« ", "«" + INSECABLE).replace(" »", INSECABLE + "»"))]


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
        return f"{formats.nombre(ici.valeur - avant.valeur, ind.decimales, signe=True)}{INSECABLE}pt{'s' if abs(ici.valeur - avant.valeur) >= 2 else ''}"
    relatif = formats.evolution(avant.valeur, ici.valeur)
    return ND if relatif is None else formats.pourcent(relatif, 1, signe=True)


def _difference(v: Valeurs, id_: str) -> float | None:
    avant, ici = v.une(id_, v.comparaison), v.une(id_)
    return ici.valeur - avant.valeur if avant.connue and ici.connue and not v.refusee(id_) else None


def _courtes(x: Valeur) -> str:
    connues = not formats.inconnu(x.attendus) and not formats.inconnu(x.repondants) and x.attendus
    return f"{formats.nombre(x.repondants)} sur {formats.nombre(x.attendus)}" if connues else "–"
