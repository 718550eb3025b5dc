"""A measure read by territory, around its map: titles, words, table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clas_data import formats
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure, Tableau
from clas_data.figures.images import Lignes
from clas_data.figures.propres.lieux import Fond, Territoires
from clas_data.figures.valeur import reponses
from clas_data.formats import FINE, INSECABLE
from clas_data.territoires import mesures
from clas_data.territoires.mesures import Lecture
from clas_data.territoires.taux import STATUTS


@dataclass(frozen=True)
class Vue:
    """What a map is drawn on, and what its reader looks at."""

    fond: Fond
    campagne: str
    maille: str
    lieu: str  # « par commune »
    source: str  # of the outlines
    choisis: Lignes = ()

    @property
    def champ(self) -> str:
        return f"{self.campagne}, département entier, {self.lieu}"


def figure(
    vue: Vue,
    l: Lecture,
    titre: str,
    sous_titre: str,
    image: Territoires,
    notes: list[tuple[str, str]],
) -> Figure:
    """The numerator, the denominator, the year and the source of a rate are all said."""
    c, recues = l.couverture, reponses(l.table["repondants"].sum(), l.table["attendus"].sum())
    if l.mesure.nom == mesures.COUVERTURE:
        recues = ""
        notes = [
            (
                "Numérateur",
                f"{formats.en_phrase(l.mesure.ind.titre)}, "
                f"{formats.nombre(c.total['numerateur'])} ; "
                f"{reponses(c.total['repondants'], c.total['attendus'])}",
            ),
            (
                "Dénominateur",
                f"{c.denominateur.libelle}, {formats.nombre(c.total['denominateur'])} "
                f"({c.denominateur.source})",
            ),
            *notes,
        ]
    return images.figure(
        "geo_principale",
        titre,
        sous_titre,
        image,
        tableau(l),
        en_mots=f"Carte. {_premiers(l)}",
        champ=vue.champ,
        source=f"{l.source} ; {vue.source}",
        lecture=_lecture(vue, l),
        reponses=recues,
        notes=tuple(notes),
        indicateur=l.mesure.ind.id,
    )


def titre_ratio(l: Lecture) -> str:
    connus = l.table[l.table["valeur"].notna()]
    if connus.empty:
        return f"{l.libelle}{INSECABLE}: {formats.ND} en {l.campagne}"
    bas, haut = connus.loc[connus["valeur"].idxmin()], connus.loc[connus["valeur"].idxmax()]
    return (
        f"{l.libelle}, {l.campagne}{INSECABLE}: de {l.ecrire(bas['valeur'])} ({bas['nom']}) à "
        f"{l.ecrire(haut['valeur'])} ({haut['nom']}), {l.ecrire(l.total)} dans le département"
    )


def titre_effectif(l: Lecture) -> str:
    """The total, and who holds most of it."""
    connus = _positifs(l)
    if connus.empty:
        return f"{l.libelle}{INSECABLE}: {formats.nombre(l.total)} en {l.campagne}"
    premier, part = connus.iloc[0], formats.pourcent(100 * connus["valeur"].iloc[0] / l.total, 0)
    return (
        f"En {l.campagne}, {l.ecrire(l.total)} dans "
        f"{formats.pluriel(len(connus), 'territoire')}{FINE}; {part} à {premier['nom']}"
    )


def _positifs(l: Lecture) -> pd.DataFrame:
    return l.table[l.table["valeur"].fillna(0) > 0].sort_values("valeur", ascending=False)


def _premiers(l: Lecture) -> str:
    dits = " ; ".join(f"{t.nom}, {l.ecrire(t.valeur)}" for t in _positifs(l).head(10).itertuples())
    return f"Valeurs les plus hautes : {dits}."


def _lecture(vue: Vue, l: Lecture) -> str:
    """How one territory reads: the chosen one, else the largest."""
    codes, connus = set(l.table["code"]), _positifs(l)
    choisi = next((c for c in vue.choisis if c in codes), "")
    code = choisi or ("" if connus.empty else connus["code"].iloc[0])
    return mesures.ligne(l, code).rstrip(".") + "." if code else ""


def survols(l: Lecture, table: pd.DataFrame) -> tuple[Lignes, ...]:
    """What is said of each territory under the pointer, its name first."""
    return tuple(_survol(l, t) for t in table.to_dict("records"))


def _survol(l: Lecture, t: dict) -> Lignes:
    qpv = l.maille == "commune" and t["qpv"] is not pd.NA and bool(t["qpv"])
    phrase = mesures.phrase(l, t).removeprefix(f"{t['nom']}, {l.campagne}{INSECABLE}: ")
    dits = phrase.replace(f"{FINE}; ", f"{FINE};\n").split("\n")
    return (t["nom"], *dits, *(["◆ commune avec un QPV"] if qpv else []))


def tableau(l: Lecture) -> Tableau:
    """The table of a map, titled as a reader knows it; « why » is in words, so that no data is
    never read as zero.
    """
    t = l.table.sort_values("valeur", ascending=False, na_position="last")
    colonnes = {"Territoire": t["nom"], "Code": t["code"]}
    if l.mesure.nom != "actions_agreees":
        colonnes["Actions agréées"] = t["actions"]
    if l.mesure.nom == mesures.COUVERTURE:
        colonnes["Enfants accompagnés"] = t["numerateur"]
        colonnes[l.couverture.denominateur.libelle.capitalize()] = t["denominateur"]
    unite = f" ({l.unite})" if l.unite in ("€", "%") else ""
    colonnes |= {
        f"{l.libelle}{unite}": t["valeur"],
        "Réponses": t["repondants"],
        "Attendues": t["attendus"],
        "Ce que dit la donnée": t["statut"].map(STATUTS),
        "QPV": t["qpv"].map(formats.oui_non),
    }
    return tables.compose("geo_principale", colonnes)
