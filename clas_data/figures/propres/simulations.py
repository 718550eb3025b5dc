"""The figures of the simulator: who gains, who is at the ceiling, what moves a total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.tables import centimes
from clas_data.formats import INSECABLE
from clas_data.simulateur import effets, sensibilite
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.effets import euros
from clas_data.simulateur.scenario import Scenario

SOURCE = (
    "Bilans des actions (charges, collectifs), agréments (bonus), barème et hypothèses affichés"
)
GROUPES_MAX, NOM_MAX = 7, 46  # bars; characters of a name


def cut(noms: Sequence[str]) -> tuple[str, ...]:
    """Names for the axis of a picture: cut where they are long, unless two of them would then be
    one bar.
    """
    coupes = [n if len(n) <= NOM_MAX else f"{n[: NOM_MAX - 1].rstrip()}…" for n in noms]
    return tuple(c if coupes.count(c) == 1 else n for c, n in zip(coupes, noms, strict=True))


def gagnants(
    voix: str,
    groupe: str,
    comparaison: pd.DataFrame,
    propre: Scenario,
    bareme: Bareme,
    champ: str,
) -> Figure:
    """Gains and losses by group, or what each receives where nothing moves yet; the sentence of the
    scenario is the title.
    """
    t, b = effets.par_groupe(comparaison, groupe), effets.bilan(comparaison)
    vus, lu = t[t["ecart_c"] != 0].head(GROUPES_MAX), "ecart_c"
    quoi = "Différence avec le barème en vigueur"
    if vus.empty:
        vus = t[t["reference_c"] > 0].sort_values("reference_c", ascending=False, kind="stable")
        vus, lu, quoi = vus.head(GROUPES_MAX), "reference_c", "Droits au barème en vigueur"
    bouge = lu == "ecart_c"
    dits = [("+" if e > 0 and bouge else "") + euros(e) for e in vus[lu]]
    combien = [formats.pluriel(n, "action") for n in vus["actions"]]
    noms = [str(v) for v in vus[groupe]]
    return images.figure(
        f"gagnants_{voix}_{groupe}",
        effets.phrase(b, propre, bareme),
        f"{quoi}, par {effets.GROUPES[groupe].lower()}, en euros"
        + (f" ({GROUPES_MAX} premiers sur {len(t)})" if len(t) > len(vus) else ""),
        images.Ecarts(cut(noms), tuple(centimes(vus[lu])), tuple(dits)) if noms else None,
        tables.compose(
            "gagnants",
            {
                effets.GROUPES[groupe]: t[groupe],
                "Actions": t["actions"],
                "Gagnent": t["gagnantes"],
                "Perdent": t["perdantes"],
                "Barème en vigueur": centimes(t["reference_c"]),
                "Scénario": centimes(t["total_c"]),
                "Différence": centimes(t["ecart_c"]),
            },
        ),
        en_mots=" ; ".join(f"{n} : {x} ({k})" for n, x, k in zip(noms, dits, combien, strict=True)),
        champ=champ,
        source=SOURCE,
        lecture=f"{noms[0]} : {dits[0]} en tout pour {combien[0]}."
        if noms
        else "aucune différence.",
        note=sensibilite.bornes(b),
    )


def plafond(reference: Resultat, resultats: Mapping[str, Resultat], champ: str) -> Figure:
    """The spread of the cost of a collectif, with each ceiling as a line."""
    p = sensibilite.au_plafond(reference)
    dessus, n = int(p.loc[p["au_plafond"], "collectifs"].sum()), int(p["collectifs"].sum())
    reperes = [("en vigueur", float(reference.regle.plafond))]
    reperes += [
        (f"scénario {v}", float(r.regle.plafond))
        for v, r in resultats.items()
        if r.regle.plafond != reference.regle.plafond
    ]
    part = formats.pourcent(100 * dessus / n if n else float("nan"), 0)
    titre = (
        f"{formats.pluriel(dessus, 'collectif')} sur {formats.nombre(n)} ({part}) "
        f"{'coûtent' if dessus > 1 else 'coûte'} au moins le plafond en vigueur"
    )
    for nom, valeur in reperes[1:]:
        a = int(p.loc[p["par_collectif_c"] >= valeur * 100, "collectifs"].sum())
        titre += f" ; {formats.nombre(a)} celui du {nom} ({euros(round(valeur * 100))})"
    couts = [v / 100 for v in p["par_collectif_c"]]
    return images.figure(
        "plafond",
        titre,
        "Collectifs selon leur coût (dépenses de l'action partagées à parts égales)",
        images.Couts(tuple(couts), tuple(map(int, p["collectifs"])), tuple(reperes)) if n else None,
        tables.compose(
            "plafond",
            {
                "Action": p["code_action"],
                "Intitulé": p["intitule"],
                "Collectifs": p["collectifs"],
                "Coût par collectif": couts,
                "Au plafond": p["au_plafond"].map(formats.oui_non),
            },
        ),
        en_mots=" ; ".join(f"{nom} : {euros(round(v * 100))}" for nom, v in reperes),
        champ=champ,
        source=SOURCE,
        lecture="un plafond relevé n'aide que les collectifs à sa droite ; un taux relevé les "
        "aide tous.",
        note="Hachures : coût égal ou supérieur au plafond en vigueur.",
    )


def iso(lus: pd.DataFrame, taux: Sequence[Decimal], cible_c: int, champ: str) -> Figure:
    """The ceilings that cost the same, rate by rate."""
    connus, cible = lus.dropna(), euros(cible_c)
    paires = list(zip(connus["taux"], connus["plafond"], strict=True))
    decimales = max((max(0, -t.normalize().as_tuple().exponent) for t in taux), default=0)
    titre = f"Aucun autre couple taux, plafond ne donne {cible}"
    if len(paires) > 1:
        (t0, p0), (t1, p1) = paires[0], paires[-1]
        titre = (
            f"Pour {cible}, le plafond va de {formats.euros(p0, 2)} à {formats.euros(p1, 2)} "
            f"quand le taux va de {formats.pourcent(t0, decimales)} à "
            f"{formats.pourcent(t1, decimales)}"
        )
    survols = [f"taux {formats.pourcent(t, 2)} : plafond {formats.euros(p, 2)}" for t, p in paires]
    courbe = images.Courbe(
        "même total", tuple(connus["taux"]), tuple(connus["plafond"]), tuple(survols)
    )
    return images.figure(
        "iso",
        titre,
        "Plafond le plus haut qui tient dans le total du scénario A, selon le taux",
        images.Courbes((courbe,), "Taux, en %", "Plafond, en euros") if len(paires) > 1 else None,
        tables.compose("iso", {"Taux (%)": lus["taux"], "Plafond (€)": lus["plafond"]}),
        en_mots=" ; ".join(survols),
        champ=champ,
        source=SOURCE,
        lecture=f"{survols[0]}." if survols else "",
        note="Plafond le plus haut, au centime, dont le total ne dépasse pas celui du scénario A ; "
        "n.d. quand aucun plafond n'y suffit ou n'y change rien.",
    )


def leviers(s: pd.DataFrame, depart_c: int, champ: str) -> Figure:
    """How the total answers to each amount of the rule, changed alone."""
    series = [
        images.Courbe(
            g["titre"].iloc[0].split(" de prise")[0].replace(" d'un collectif", ""),
            tuple(g["pas_pct"]),
            tuple(centimes(g["total_c"])),
            tuple(
                f"{g['titre'].iloc[0]} {formats.pourcent(p, 0, signe=True)} "
                f"({formats.pourcent(v, 2) if nom == 'taux' else formats.euros(v)}"
                f") : {euros(x)}"
                for p, v, x in zip(g["pas_pct"], g["valeur"], g["total_c"], strict=True)
            ),
        )
        for nom, g in s.groupby("levier", sort=False)
    ]
    dix = s[s["pas_pct"] == 10].set_index("titre")["total_c"] - depart_c
    premier = dix.idxmax() if len(dix) else ""
    titre = (
        f"{premier}{INSECABLE}: 10{formats.FINE}% de plus coûtent {euros(dix.max())}"
        if len(dix) and dix.max() > 0
        else "Aucun levier ne déplace le total"
    )
    return images.figure(
        "leviers",
        titre,
        "Total du scénario A quand un seul nombre de la règle change, en euros",
        images.Courbes(tuple(series), "Changement du nombre, en %", "Total, en euros"),
        tables.compose(
            "leviers",
            {
                "Levier": s["titre"],
                "Changement (%)": s["pas_pct"],
                "Valeur": s["valeur"],
                "Total (€)": centimes(s["total_c"]),
            },
        ),
        en_mots=" ; ".join(c.survols[-1] for c in series),
        champ=champ,
        source=SOURCE,
        lecture=f"{series[0].survols[-1]}.",
    )
