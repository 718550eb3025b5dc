"""Insee's file of the young by commune, read as published (csv with « ; », or the zip that holds
it).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from clas_data import formats
from clas_data.errors import ALERTE, BLOQUANTE, Anomalie
from clas_data.fichiers import referentiels

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
                    refuser(
                        nom,
                        "zip",
                        None,
                        "l'archive ne contient pas un seul fichier de données, de taille "
                        "plausible. Déposez celle de l'Insee, telle quelle.",
                    )
                contenu = archive.read(membres[0])
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            refuser(nom, "zip", None, "l'archive est abîmée ou chiffrée. Téléchargez-la à nouveau.")
    if len(contenu) > OCTETS_MAX:
        refuser(
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
        refuser(
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


def refuser(nom: str, code: str, ligne: int | None, message: str) -> None:
    """Raise one anomaly of this file."""
    referentiels.refuser([_anomalie(nom, code, ligne, message)])
