"""The figures of the money: what is due beside what is paid, what a collectif costs, who pays for
what.
"""

from __future__ import annotations

from math import floor, log10

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure, Tableau
from clas_data.figures.tables import centimes
from clas_data.formats import INSECABLE, ND, euros
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.simulateur import effets, sensibilite
from clas_data.simulateur.effets import euros as en_euros
from clas_data.simulateur.versements import Rapprochement

DROITS = (
    "Bilans des actions (charges, collectifs, montants versés), agréments (bonus accordés), "
    "barème affiché"
)
BILANS = "Bilans des actions, feuille « bilans »"
ECARTS_MAX, BARRES_VISEES = 12, 14
COMPTES = (
    "Contributions volontaires en nature (comptes 86 et 87) à part : elles n'entrent dans "
    "aucun de ces montants."
)


def signe(cents: int) -> str:
    """A difference in cents as euros, with its sign."""
    return f"+{en_euros(cents)}" if cents > 0 else en_euros(cents)


def versements(r: Rapprochement, table: Tableau, champ: str) -> Figure:
    """What was paid less what is due, action by action."""
    e, n = r.ecarts, len(r.connues)
    noms = tuple(e["code_action"].head(ECARTS_MAX))
    dits = tuple(signe(int(x)) for x in e["ecart_c"].head(ECARTS_MAX))
    if not n:
        titre = f"Écarts{INSECABLE}: {ND}"
    elif e.empty:
        titre = f"Tous les versements sont ceux de la formule ({formats.nombre(n)} actions)"
    else:
        titre = (
            f"{effets.accord(len(e), 'versement s’écarte', 'versements s’écartent')} de la "
            f"formule, de {signe(int(e['ecart_c'].min()))} à {signe(int(e['ecart_c'].max()))}"
        ).replace("’", "'")
    return images.figure(
        "ecarts_droits",
        titre,
        f"Versé moins droit calculé, par action, en euros ({ECARTS_MAX} plus grands écarts)",
        images.Ecarts(noms, tuple(centimes(e["ecart_c"].head(ECARTS_MAX))), dits) if noms else None,
        table,
        en_mots=" ; ".join(f"{a} : {b}" for a, b in zip(noms, dits, strict=True)),
        champ=champ,
        source=DROITS,
        lecture=f"{noms[0]} : {dits[0]}." if noms else "",
        note="Toutes les actions, avec leur explication, sont dans les données de cette figure.",
    )


def sous_plafond(r: Rapprochement, champ: str) -> Figure:
    """Whose Ps is limited by its cost, and whose by the ceiling."""
    p = sensibilite.au_plafond(r.resultat)
    sous, n, plafond = int((~p["au_plafond"]).sum()), len(p), float(r.bareme.valeurs["plafond"])
    tries = p.sort_values("par_collectif_c", kind="stable")
    return images.figure(
        "sous_plafond",
        (
            f"La Ps est limitée par le coût pour {effets.accord(sous, 'action', 'actions')} sur "
            f"{formats.nombre(n)}, par le plafond pour {formats.nombre(n - sous)}"
        )
        if n
        else f"Sous le plafond, au plafond{INSECABLE}: {ND}",
        "Collectifs selon leur coût (dépenses de l'action partagées à parts égales)",
        images.Couts(
            tuple(v / 100 for v in p["par_collectif_c"]),
            tuple(map(int, p["collectifs"])),
            (("plafond", plafond),),
        )
        if n
        else None,
        tables.compose(
            "sous_plafond",
            {
                "Action": tries["code_action"],
                "Intitulé": tries["intitule"],
                "Porteur": tries["porteur_nom"],
                "Collectifs": tries["collectifs"],
                "Coût par collectif (€)": centimes(tries["par_collectif_c"]),
                "Coût moins plafond (€)": [
                    round(v / 100 - plafond, 2) for v in tries["par_collectif_c"]
                ],
                "Ps limitée": [
                    "par le plafond" if x else "par le coût" for x in tries["au_plafond"]
                ],
            },
        ),
        en_mots=f"Plafond : {euros(plafond)}.",
        champ=champ,
        source=DROITS,
        lecture="sous le plafond, un euro dépensé de plus augmente la Ps ; au plafond, il ne "
        "l'augmente plus.",
        note="Hachures : coût égal ou supérieur au plafond. Plafond : "
        f"{r.bareme.references['plafond']}.",
    )


def quartiles(t: pd.DataFrame) -> tuple[float, float, float]:
    """A quarter, half, three quarters of the collectifs (or actions) cost at most this."""
    valeurs = np.repeat(t["cout"].to_numpy(), t["poids"].astype(int))
    return tuple(float(x) for x in np.quantile(valeurs, [0.25, 0.5, 0.75], method="inverted_cdf"))


def distribution(
    ind: Indicateur,
    t: pd.DataFrame,
    nom: str,
    quoi: str,
    moyenne: float,
    reponses_: str,
    champ: str,
) -> Figure:
    """How the actions (or collectifs) spread around the mean; `t`: one row per action, its cost and
    its weight.
    """

    def ecrire(v: float | None) -> str:
        return formats.valeur_unite(v, ind.unite, ind.decimales)

    n = len(t)
    q = quartiles(t) if n else (None,) * 3
    pas = _pas(t["cout"]) if n else 1
    colonnes = {
        "Action": t["code_action"],
        "Intitulé": t["intitule"],
        "Porteur": t["porteur_nom"],
        "Commune": t["commune_nom"],
        "Charges retenues (€)": t["charges"],
        f"Nombre ({nom.removeprefix('par ')})": t["nombre"],
        "Coût (€)": t["cout"],
    }
    bouts = [ecrire(f(t["cout"]) if n else None) for f in (min, max)]
    return images.figure(
        f"distribution_{ind.id}",
        (
            f"Coût {nom}{INSECABLE}: la moitié des {quoi}s entre {ecrire(q[0])} et "
            f"{ecrire(q[2])}, la moyenne est de {ecrire(moyenne)}"
        )
        if n
        else f"{ind.titre}{INSECABLE}: {ND}",
        f"Nombre de {quoi}s selon le coût {nom}, par tranche de {euros(pas, 0 if pas >= 1 else 2)}",
        images.Couts(
            tuple(t["cout"].tolist()),
            tuple(t["poids"].astype(int).tolist()),
            (("moyenne", float(moyenne)), ("médiane", q[1])),
            pas=pas,
            hachures=False,
            titre_x=f"Coût {nom}, en euros",
            quoi=quoi,
        )
        if n
        else None,
        tables.compose("distribution", colonnes),
        en_mots=f"Médiane : {ecrire(q[1])}. De {bouts[0]} à {bouts[1]}.",
        champ=champ,
        source=ind.source,
        lecture=f"un quart des {quoi}s coûtent {ecrire(q[0])} ou moins, un quart {ecrire(q[2])} ou "
        "plus."
        if n
        else "",
        note=f"{ind.traitement} Comptes 86 et 87 à part. {reponses_}.",
    )


def _pas(couts: pd.Series) -> float:
    """A round step that cuts the bulk of the costs into about fourteen bars."""
    etendue = float(couts.quantile(0.98) - couts.quantile(0.02)) or float(couts.max()) or 1
    brut = etendue / BARRES_VISEES
    base = 10 ** floor(log10(brut))
    return float(next(base * m for m in (1, 2, 5, 10) if base * m >= brut))
