"""Communes as people write them: a code, a name, both; never the namesake of a postcode."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.fichiers.messages import lister
from clas_data.fichiers.sens.mots import normalise, sans_decimale

CODE = re.compile(r"\d{4,5}|2[AB]\d{3}")
BLANCS = re.compile(r"[\s\u00a0\u202f\u2009\u200b'’]+")
DEVANT = re.compile(r"(\d{2} ?\d{3}|2[ABab] ?\d{3})\s*[-–—:,;/(]*\s*(\D.*?)\s*\)?")
DERRIERE = re.compile(r"(\D.*?)\s*[-–—:,;/(]*\s*(\d{2} ?\d{3}|2[ABab] ?\d{3})\s*\)?")
AUTOUR = re.compile(r"\s*(\((\d{2,3}|2[ab])\)|\bcedex\b( ?\d{1,2})?)\s*$")  # « Grenoble Cedex 9 »
ARTICLE = re.compile(r"(.+?) (l|le|la|les)")  # « Isle-d'Abeau (L') »
ATTENDU = "un code Insee de cinq caractères, par exemple 38185 (et non un code postal ou un nom)"
PROCHE = 0.8
POSTAL = "le code postal de"  # what is said of a code that is no Insee code
Lue = tuple[str | None, dict[str, str] | None]


def nom_simple(texte: str) -> str:
    """« St-Martin-d'Hères » and « Saint Martin d'Hères » are the same name."""
    seul = AUTOUR.sub("", normalise(texte))
    nom = re.sub(r"[^a-z0-9]+", " ", seul).strip()
    nom = re.sub(r"\bst(e?)\b", r"saint\1", nom)
    if article := ARTICLE.fullmatch(nom):
        nom = f"{article[2]} {article[1]}"
    return nom


@cache
def arrondissements() -> dict[str, str]:
    """Code of a municipal arrondissement → the commune that it is a part of."""
    bornes = declarations.read(Path(__file__).parent / "arrondissements_municipaux.yaml")
    return {
        str(a): c for c, (premier, dernier) in bornes.items() for a in range(premier, dernier + 1)
    }


@dataclass(frozen=True)
class Communes:
    """The communes of a département: code → name, merged code → today's, postcode → codes."""

    noms: Mapping[str, str] = field(repr=False)
    anciens: Mapping[str, str] = field(repr=False, default_factory=dict)
    postaux: Mapping[str, list[str]] = field(repr=False, default_factory=dict)

    @cached_property
    def par_nom(self) -> dict[str, list[str]]:
        """Simplified name → the codes of the communes that bear it."""
        trouvees: dict[str, list[str]] = {}
        for code, nom in self.noms.items():
            trouvees.setdefault(nom_simple(nom), []).append(code)
        return trouvees

    def lire(self, brut: Any, nom_attendu: bool = False) -> Lue:
        """(code, None), or (code or None, the words of its anomaly). A name is read where names
        are expected, and only offered in a column of codes.
        """
        texte = sans_decimale(brut)
        code = BLANCS.sub("", texte).upper().removesuffix(".0")
        if CODE.fullmatch(code):
            return self._code(code.zfill(5))
        for motif, rang in ((DEVANT, 1), (DERRIERE, 2)):
            if trouve := motif.fullmatch(texte):
                return self._ensemble(BLANCS.sub("", trouve[rang]).upper(), trouve[3 - rang])
        return self._nom(texte, nom_attendu)

    def _code(self, code: str) -> Lue:
        if code in self.noms:
            return code, None
        actuel = self.anciens.get(code) or arrondissements().get(code)
        if actuel in self.noms:
            ou = f"{self.noms[actuel]} ({actuel})"
            ancienne = "ancienne" if code in self.anciens else "arrondissement"
            return actuel, {"code": f"commune_{ancienne}", "attendu": ou, "proposition": actuel}
        if desservies := [c for c in self.postaux.get(code, ()) if c in self.noms]:
            liste = " ou ".join(f"{c} ({self.noms[c]})" for c in desservies[:6])
            phrase = f"C'est {POSTAL} {liste}."
            seule = desservies[0] if len(desservies) == 1 else ""
            attendu = "" if seule else liste
            mots = {"code": "commune_inconnue", "attendu": attendu, "indice": f" {phrase}"}
            return None, mots | self._offre(seule)
        proches = get_close_matches(code, list(self.noms), 1, PROCHE)
        return None, {"code": "commune_inconnue"} | self._offre(proches[0] if proches else "")

    def postale(self, brut: Any, nom: str) -> Lue:
        """The commune that a postcode serves; where it serves several, the one of this name."""
        texte = sans_decimale(brut)
        if trouve := DEVANT.fullmatch(texte):
            texte, nom = trouve[1], nom or trouve[2]
        postal = BLANCS.sub("", texte).zfill(5)
        servies = [c for c in self.postaux.get(postal, ()) if c in self.noms]
        nommees = [c for c in servies if c in self.par_nom.get(nom_simple(nom), [])]
        if len(nommees or servies) == 1:
            return (nommees or servies)[0], None
        liste = " ou ".join(f"{c} ({self.noms[c]})" for c in servies[:6])
        suite = "…" if len(servies) > 6 else ""
        code = "code_postal_partage" if servies else "code_postal_inconnu"
        return None, {"code": code, "attendu": liste + suite}

    def _ensemble(self, code: str, nom: str) -> Lue:
        """A code and a name in one cell: read where they agree, as a postcode too."""
        nommees = self.par_nom.get(nom_simple(nom), [])
        lue, refus = self._code(code)
        if lue in nommees:
            return lue, refus
        postales = [c for c in nommees if c in self.postaux.get(code, ())]
        if len(postales) == 1:
            return postales[0], None
        if not nommees and lue is None:
            return self._nom(nom, False)
        porte = f"celui de {self.noms[lue]}" if lue else "d'aucune commune d'ici"
        mots = {"code": "commune_contredite", "porte": porte, "nom": nom, "nature": ""}
        return None, mots | {"lignes": ""} | self._offre(nommees[0] if len(nommees) == 1 else "")

    def _nom(self, texte: str, lu: bool) -> Lue:
        nommees = self.par_nom.get(nom_simple(texte), [])
        if len(nommees) == 1 and lu:
            return nommees[0], None
        if len(nommees) > 1:
            liste = " ou ".join(f"{c} ({self.noms[c]})" for c in nommees)
            return None, {"code": "commune_format", "attendu": f"l'un de ces codes : {liste}"}
        proches = nommees or [
            self.par_nom[p][0]
            for p in get_close_matches(nom_simple(texte), list(self.par_nom), 1, PROCHE)
        ]
        mots = {"code": "commune_format", "attendu": ATTENDU}
        return None, mots | self._offre(proches[0] if proches else "")

    def contredites(
        self,
        codes: list[str | None],
        noms: list[str | None],
        numeros: list[int],
        lues_postales: bool = False,
    ) -> list[tuple[str, dict[str, Any]]]:
        """Names that contradict their code, one anomaly a pair; without names, a column of
        postcodes, unless they were read as such (`lues_postales`).
        """
        trouvees: dict[tuple[str, str], list[int]] = {}
        for code, nom, numero in zip(codes, noms, numeros, strict=True):
            nommees = self.par_nom.get(nom_simple(nom or ""), [])
            if code and nommees and code not in nommees:
                trouvees.setdefault((code, nom), []).append(numero)
        dites: list[tuple[str, dict[str, Any]]] = []
        for (code, nom), lignes in trouvees.items():
            nommees = self.par_nom[nom_simple(nom)]
            postales = [c for c in nommees if c in self.postaux.get(code, ())]
            nature = f" ({code} est {POSTAL} {nom})" if postales else ""
            mots = {"ligne": lignes[0], "valeur": code, "nom": nom, "nature": nature}
            mots["porte"] = f"celui de {self.noms.get(code, code)}"
            mots["lignes"] = f" Lignes : {lister(lignes)}."
            justes = postales or nommees
            dites.append(
                ("commune_contredite", mots | self._offre(justes[0] if len(justes) == 1 else ""))
            )
        distincts = {c for c in codes if c}
        en_postal = sorted(c for c in distincts if c in self.postaux)
        if not (dites or lues_postales or any(noms)) and len(distincts) > 2:
            if len(en_postal) * 2 > len(distincts):
                exemples = ", ".join(en_postal[:5])
                mots = {"n": len(en_postal), "total": len(distincts), "exemples": exemples}
                dites.append(("colonne_de_codes_postaux", mots))
        return dites

    def _offre(self, code: str) -> dict[str, str]:
        if not code:
            return {}
        nom = self.noms[code]
        return {"proposition": code, "phrase": f"Vouliez-vous dire « {{}} » ({nom}) ?"}
