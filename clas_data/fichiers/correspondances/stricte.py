"""What was parsed of a text that people write, checked piece by piece; each refusal says the line
of what it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from clas_data.errors import UsageError
from clas_data.fichiers.messages import affichable

TEXTE_MAX, MOTS_MAX = 500, 1000
CONSEIL = "Corrigez cette ligne, ou refaites la correspondance à l'écran."
VRAIS = {"oui": True, "non": False, "True": True, "False": False}


@dataclass
class Stricte:
    """Reads what was parsed; each refusal says the line of the value that it refuses."""

    ou: str
    lignes: dict[tuple[Any, ...], int]

    def refuser(self, chemin: tuple[Any, ...], pourquoi: str) -> NoReturn:
        ecrit = tuple(c if isinstance(c, int) else str(c) for c in chemin)
        while ecrit and ecrit not in self.lignes:
            ecrit = ecrit[:-1]
        ligne = self.lignes.get(ecrit, 1)
        raise UsageError(f"{self.ou}, ligne {ligne} : {pourquoi} {CONSEIL}")

    def mots(self, brut: Any, ici: tuple[Any, ...]) -> dict[str, str]:
        if not isinstance(brut, dict) or len(brut) > MOTS_MAX:
            self.refuser(ici, f"« son mot: le nôtre » est attendu, {MOTS_MAX} mots au plus.")
        return {self.texte(k, (*ici, k)): self.texte(v, (*ici, k)) for k, v in brut.items()}

    def vrai(self, brut: Mapping[str, Any], nom: str, ici: tuple[Any, ...]) -> bool:
        if str(brut.get(nom, "non")) not in VRAIS:
            self.refuser((*ici, nom), "oui ou non est attendu.")
        return VRAIS[str(brut.get(nom, "non"))]

    def texte(self, brut: Any, ici: tuple[Any, ...], vide: bool = True) -> str:
        if isinstance(brut, bool):
            self.refuser(ici, "ce mot se lit comme « vrai » ou « faux » : mettez des guillemets.")
        if brut is None and vide:
            return ""
        if not isinstance(brut, (str, int, float)):
            self.refuser(ici, "un texte est attendu.")
        texte = str(brut)
        if len(texte) > TEXTE_MAX or (not vide and not texte.strip()):
            self.refuser(ici, f"un texte de 1 à {TEXTE_MAX} signes est attendu.")
        if any(not c.isprintable() and c not in "\n\t" for c in texte):
            self.refuser(ici, "ce texte contient un signe invisible.")
        return texte

    def liste(self, brut: Any, ici: tuple[Any, ...], fin: int, debut: int = 1) -> list[Any]:
        if not isinstance(brut, list) or not debut <= len(brut) <= fin:
            self.refuser(ici, f"une liste de {debut} à {fin} éléments est attendue.")
        return brut

    def cles(self, brut: Any, permises: set[str], ici: tuple[Any, ...]) -> None:
        if not isinstance(brut, dict):
            self.refuser(ici, f"des lignes « clé: valeur » sont attendues ({_dire(permises)}).")
        for cle in brut:
            if cle not in permises:
                nom = affichable(cle)
                self.refuser((*ici, cle), f"« {nom} » n'est pas attendu ici ({_dire(permises)}).")


def _dire(permises: set[str]) -> str:
    return ", ".join(sorted(permises))
