"""Controls: each is a query that must return nothing; the rows it returns are the anomalies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations, formats
from clas_data.baremes.lecture import livrees
from clas_data.errors import ALERTE, BLOQUANTE, Anomalie, BaseIndisponible, FichierRefuse
from clas_data.fichiers import schemas
from clas_data.fichiers.entetes import libelle
from clas_data.fichiers.messages import affichable
from clas_data.tables import modeles
from clas_data.tables.base import Base

CHAMPS = ("gravite", "table", "colonne", "titre", "message")


@dataclass(frozen=True)
class Controle:
    """One control as the head of its file declares it; `message` names the columns that its query
    selects.
    """

    nom: str
    gravite: str
    table: str
    colonne: str
    titre: str
    message: str
    sql: str


@cache
def load() -> dict[str, Controle]:
    """All the controls, by name; a head that lacks a field is refused."""
    return {nom: _read(nom, modeles.read("controles", nom)) for nom in modeles.noms("controles")}


def _read(nom: str, texte: str) -> Controle:
    tete = dict(re.findall(r"^-- (\w+): (.+)$", texte, flags=re.M))
    manque = [c for c in CHAMPS if c not in tete]
    if (
        manque
        or tete["gravite"] not in (BLOQUANTE, ALERTE)
        or tete["colonne"] not in schemas.load()[tete["table"]].colonnes
    ):
        raise BaseIndisponible(
            f"Le contrôle « {nom} » est mal déclaré "
            f"({', '.join(manque) or 'gravité ou colonne inconnue'})."
        )
    return Controle(nom=nom, sql=texte, **{c: tete[c] for c in CHAMPS})


@cache
def parametres() -> dict[str, float]:
    """Named thresholds of the controls, from `controles.yaml`, where each has its origin; and the
    lowest ceiling ever published for a collectif, beside which an amount has its order of size.
    """
    brut = declarations.read(Path(__file__).parent / "controles.yaml")
    plafond = min(v.valeur for v in livrees()["plafond"].valeurs)
    return {n: p["valeur"] for n, p in brut.items()} | {"plafond_connu": float(plafond)}


def run(base: Base, campagne: str | None = None) -> list[Anomalie]:
    """The anomalies of a whole base, or of one campagne."""
    return [a for c in load().values() for a in _run(base, c, campagne)]


def _run(base: Base, controle: Controle, campagne: str | None) -> list[Anomalie]:
    utiles = {n: v for n, v in parametres().items() if f"${n}" in controle.sql}
    lignes = base.controler(controle.sql, utiles)
    if campagne is not None:
        lignes = lignes[lignes["campagne"] == campagne]
    return [_anomalie(controle, ligne) for ligne in lignes.to_dict("records")]


def _anomalie(controle: Controle, ligne: dict[str, Any]) -> Anomalie:
    mots = {n: _lisible(v) for n, v in ligne.items()}
    return Anomalie(
        gravite=controle.gravite,
        code=controle.nom,
        message=controle.message.format(**mots),
        fichier=affichable(ligne["_fichier"]),
        feuille=affichable(ligne["_feuille"] or ""),
        ligne=int(ligne["_ligne"]),
        colonne=libelle(controle.table, controle.colonne, ligne["campagne"]),
        valeur=_lisible(ligne.get("valeur")),
        attendu=controle.titre,
        code_action=str(ligne.get("code_action") or ""),
        proposition="" if formats.inconnu(p := ligne.get("proposition")) else str(p),
    )


def _lisible(valeur: Any) -> str:
    if formats.inconnu(valeur):
        return formats.ND
    if isinstance(valeur, (int, float)) and not isinstance(valeur, bool):
        return formats.nombre(valeur, 0 if float(valeur).is_integer() else 2)
    if hasattr(valeur, "strftime"):
        return formats.jour(valeur)
    return affichable(valeur)


def exiger_sans_orphelines(ouverte: Base, import_id: str) -> None:
    """Refuse to undo agréments on which later questionnaires still stand."""
    bloquantes = [a for a in run(ouverte) if a.gravite == BLOQUANTE]
    if bloquantes:
        raise FichierRefuse(
            bloquantes,
            f"L'import {import_id} ne peut pas être annulé seul : {len(bloquantes)} lignes "
            f"d'autres fichiers s'appuient sur lui (première : {bloquantes[0].message}) Annulez "
            "d'abord ces autres imports.",
        )
