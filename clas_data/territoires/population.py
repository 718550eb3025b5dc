"""Whom a rate is reckoned for: all the inhabitants, or the young of school age once Insee's own
file has been put in the installation.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from clas_data import formats
from clas_data.config import Installation
from clas_data.errors import ALERTE, BLOQUANTE, Anomalie
from clas_data.fichiers import referentiels
from clas_data.territoires import parametres

MOTIF = "base-cc-diplomes-formation*"
OCTETS_MAX = 400_000_000  # uncompressed: four times the file of all France
COLONNE = re.compile(r"^P(\d{2})_POP(0610|1114|1517)$")
# Insee's age groups, and the level of school they stand for (a convention: ages and levels do not
# match exactly)
AGES = {
    "0610": ("jeunes_6_10", "élémentaire", "6 à 10 ans"),
    "1114": ("jeunes_11_14", "collège", "11 à 14 ans"),
    "1517": ("jeunes_15_17", "lycée", "15 à 17 ans"),
}
COLONNES = tuple(a[0] for a in AGES.values())


@dataclass(frozen=True)
class Jeunes:
    """Young people by commune of the référentiel, as Insee's file says; a commune that the file
    does not hold is NaN.
    """

    annee: int
    fichier: str
    table: pd.DataFrame  # code, jeunes_6_10, jeunes_11_14, jeunes_15_17, jeunes (their sum)
    anomalies: tuple[Anomalie, ...]

    @property
    def source(self) -> str:
        return f"Insee, base-cc-diplomes-formation, recensement {self.annee} ({self.fichier})"


@dataclass(frozen=True)
class Denominateur:
    """What a rate is divided by: a column of the communes, how many of them make one unit, whose
    they are and of which year.
    """

    colonne: str
    libelle: str
    pour: int
    annee: int
    source: str

    @property
    def unite(self) -> str:
        return f"pour {formats.nombre(self.pour)}{formats.INSECABLE}{self.libelle}"


def habitants(communes: pd.DataFrame) -> Denominateur:
    """Per 1 000 inhabitants: what can always be reckoned."""
    annee = int(communes["pop_annee"].iloc[0])
    return Denominateur(
        "habitants",
        "habitants",
        parametres.valeur("habitants_taux"),
        annee,
        f"Insee, population municipale {annee}",
    )


def jeunes(lus: Jeunes, niveau: str | None = None) -> Denominateur:
    """Per 100 young people of school age, or of the ages of one level."""
    colonne, ages = next(
        ((c, a) for c, n, a in AGES.values() if n == niveau), ("jeunes", "6 à 17 ans")
    )
    return Denominateur(
        colonne, f"jeunes de {ages}", parametres.valeur("jeunes_taux"), lus.annee, lus.source
    )


def load(installation: Installation) -> Jeunes | None:
    """The file of the installation, or None when nobody has put one there; a file that cannot be
    trusted is refused.
    """
    fichiers = sorted(
        p for p in installation.referentiels.glob(MOTIF) if p.suffix.lower() in (".csv", ".zip")
    )
    if not fichiers:
        return None
    if len(fichiers) > 1:
        _refuser(
            fichiers[1].name,
            "double",
            None,
            f"deux fichiers de population ({', '.join(p.name for p in fichiers)}). Gardez-en un "
            "seul.",
        )
    etat = fichiers[0].stat()
    communes, anciens = (
        referentiels.noms_communes(installation),
        referentiels.anciens_codes(installation),
    )
    return _load(fichiers[0], etat.st_mtime_ns, tuple(communes), tuple(anciens.items()))


@lru_cache(maxsize=4)
def _load(
    fichier: Path, _modifie: int, communes: tuple[str, ...], anciens: tuple[tuple[str, str], ...]
) -> Jeunes:
    return read(fichier.name, fichier.read_bytes(), communes, dict(anciens))


def read(nom: str, contenu: bytes, communes: tuple[str, ...], anciens: dict[str, str]) -> Jeunes:
    """Read Insee's file as published (csv with « ; », or the zip that holds it), for these
    communes.

    The latest census of the file is kept; old codes are added into today's commune; everything
    wrong is said at once.
    """
    texte = _text(nom, contenu)
    entete = texte.split("\n", 1)[0].strip().replace('"', "").split(";")
    annee, colonnes = _columns(nom, entete)
    table = pd.read_csv(
        io.StringIO(texte),
        sep=";",
        dtype="str",
        usecols=["CODGEO", *colonnes],
        keep_default_na=False,
    )
    table = table.assign(ligne=range(2, len(table) + 2), code=lambda t: t["CODGEO"].str.strip())
    table["code"] = table["code"].where(table["code"].isin(communes), table["code"].map(anciens))
    table = table[table["code"].notna()]
    anomalies = _check(nom, table, colonnes, communes)
    referentiels.refuser(anomalies)
    valeurs = table[list(colonnes)].apply(
        lambda c: pd.to_numeric(c.str.strip().str.replace(",", "."), errors="coerce")
    )
    valeurs = valeurs.rename(columns=colonnes).groupby(table["code"].to_numpy()).sum(min_count=1)
    valeurs = valeurs.reindex(communes)
    valeurs["jeunes"] = valeurs[list(COLONNES)].sum(axis=1, skipna=False)
    return Jeunes(annee, nom, valeurs.rename_axis("code").reset_index(), tuple(anomalies))


def _text(nom: str, contenu: bytes) -> str:
    if contenu[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
                tables = [m for m in archive.infolist() if m.filename.lower().endswith(".csv")]
                membres = [
                    m for m in tables if not Path(m.filename).name.lower().startswith("meta")
                ]
                if len(membres) != 1 or membres[0].file_size > OCTETS_MAX:
                    _refuser(
                        nom,
                        "zip",
                        None,
                        "l'archive ne contient pas un seul fichier de données, de taille "
                        "plausible. Déposez celle de l'Insee, telle quelle.",
                    )
                contenu = archive.read(membres[0])
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            _refuser(
                nom, "zip", None, "l'archive est abîmée ou chiffrée. Téléchargez-la à nouveau."
            )
    if len(contenu) > OCTETS_MAX:
        _refuser(
            nom,
            "taille",
            None,
            "le fichier est bien trop gros. Déposez celui de l'Insee, tel quel.",
        )
    try:
        return contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenu.decode("cp1252", errors="replace")


def _columns(nom: str, entete: list[str]) -> tuple[int, dict[str, str]]:
    """The latest census year whose three age groups are there, and Insee's column → ours."""
    par_annee: dict[int, dict[str, str]] = {}
    for colonne in entete:
        if lu := COLONNE.match(colonne):
            par_annee.setdefault(2000 + int(lu[1]), {})[colonne] = AGES[lu[2]][0]
    completes = [a for a, c in par_annee.items() if len(c) == len(AGES)]
    if "CODGEO" not in entete or not completes:
        _refuser(
            nom,
            "colonnes",
            1,
            "les colonnes CODGEO et P.._POP0610, P.._POP1114, P.._POP1517 sont attendues, "
            "séparées par « ; ». Déposez le fichier « base-cc-diplomes-formation » de l'Insee, "
            "tel quel.",
        )
    return max(completes), par_annee[max(completes)]


def _check(
    nom: str, table: pd.DataFrame, colonnes: dict[str, str], communes: tuple[str, ...]
) -> list[Anomalie]:
    anomalies = [
        _anomalie(
            nom,
            "doublon",
            int(l),
            f"la commune {c} figure plusieurs fois. Retirez la ligne en double.",
        )
        for c, l in table.loc[table.duplicated("CODGEO"), ["CODGEO", "ligne"]].itertuples(
            index=False
        )
    ]
    for colonne in colonnes:
        brut = table[colonne].str.strip()
        nombre = pd.to_numeric(brut.str.replace(",", "."), errors="coerce")
        fautifs = (nombre.isna() & (brut != "")) | (nombre < 0) | (nombre == float("inf"))
        for ligne, texte in zip(table.loc[fautifs, "ligne"], brut[fautifs], strict=True):
            secret = texte.lower() in ("s", "nd", "n.d.")
            suite = "il est tenu pour inconnu." if secret else "restaurez le fichier de l'Insee."
            anomalies.append(
                _anomalie(
                    nom,
                    "nombre",
                    int(ligne),
                    f"« {texte} » dans {colonne} n'est pas un effectif : {suite}",
                    ALERTE if secret else BLOQUANTE,
                )
            )
    absentes = sorted(set(communes) - set(table["code"]))
    if len(absentes) == len(communes):
        anomalies.append(
            _anomalie(
                nom,
                "communes",
                None,
                "aucune commune du référentiel ne s'y trouve. Déposez le fichier par commune.",
            )
        )
    elif absentes:
        combien = formats.pluriel(len(absentes), "commune absente", "communes absentes")
        reste = "…" if len(absentes) > 12 else ""
        message = (
            f"{combien} : {', '.join(absentes[:12])}{reste}. Le taux par jeune y est « n.d. »."
        )
        anomalies.append(_anomalie(nom, "communes_absentes", None, message, ALERTE))
    return anomalies


def _anomalie(
    nom: str, code: str, ligne: int | None, message: str, gravite: str = BLOQUANTE
) -> Anomalie:
    return Anomalie(
        gravite,
        f"population_{code}",
        (f"{nom}, ligne {ligne} : " if ligne else f"{nom} : ") + message,
        nom,
        "",
        ligne,
    )


def _refuser(nom: str, code: str, ligne: int | None, message: str) -> None:
    referentiels.refuser([_anomalie(nom, code, ligne, message)])
