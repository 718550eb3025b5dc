"""What a deposit holds and changes, in words on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data import formats
from clas_data.commandes.sortie import dire
from clas_data.errors import Anomalie
from clas_data.fichiers import journal, rapport
from clas_data.tables.proposition import Proposition

MONTREES, NOMMEES = 60, 5  # groups of anomalies shown; rows that a sentence names


def montrer(anomalies: Sequence[Anomalie]) -> None:
    """Anomalies grouped by column and message, with their rows."""
    groupes = rapport.grouper(anomalies)
    for premiere, groupe in groupes[:MONTREES]:
        colonne = premiere.colonne and f"colonne « {premiere.colonne} »"
        ou = " · ".join(
            m
            for m in (premiere.fichier, premiere.feuille, colonne, rapport.lignes_en_mots(groupe))
            if m
        )
        connue = ", déjà connue" * premiere.connue
        dire(f"[{premiere.gravite}{connue}] {ou}\n    {premiere.message}")
    if len(groupes) > MONTREES:
        dire(
            f"… et {formats.pluriel(len(groupes) - MONTREES, 'autre groupe', 'autres groupes')} : "
            "verifier --rapport FICHIER.xlsx les donne tous."
        )


def resumer(p: Proposition) -> None:
    bloquantes = sum(a.gravite == "bloquante" for a in p.anomalies)
    alertes = len(p.anomalies) - bloquantes
    connues = sum(a.connue for a in p.anomalies)
    lues = (
        ", ".join(f"{t} : {formats.pluriel(n, 'ligne')}" for t, n in p.lignes.items())
        or "rien de lisible"
    )
    dire(
        f"{lues}. {formats.pluriel(bloquantes, 'anomalie bloquante', 'anomalies bloquantes')}, "
        f"{formats.pluriel(alertes, 'alerte')}"
        + (f" (dont {formats.pluriel(connues, 'connue')} déjà)." if connues else ".")
    )
    for table, d in p.differences.items():
        dire(f"{table} : {_changements(p, table, d)}.")
    if not p.acceptable:
        dire("Refusé : rien n'est enregistré. Corrigez les anomalies bloquantes, puis recommencez.")
    elif p.deja:
        dire("Ces fichiers sont déjà pris en compte à l'identique : rien ne change.")


def _changements(p: Proposition, table: str, d: dict[str, list[str]]) -> str:
    """« 2 lignes ajoutées, 1 ligne mise à jour, 9 lignes gardées (A38-0001, Centre social…) »."""
    mots = [
        formats.pluriel(len(d["ajoutees"]), "ligne ajoutée", "lignes ajoutées"),
        formats.pluriel(len(d["remplacees"]), "ligne mise à jour", "lignes mises à jour"),
    ]
    absentes = p.absentes.get(table, {})
    if absentes:
        sort = (
            ("ligne retirée", "lignes retirées")
            if p.mode == journal.REMPLACER
            else ("ligne gardée", "lignes gardées")
        )
        noms = ", ".join(
            f"{cle}, {porteur}" if porteur else cle
            for cle, porteur in list(absentes.items())[:NOMMEES]
        )
        suite = "…" if len(absentes) > NOMMEES else ""
        mots.append(f"{formats.pluriel(len(absentes), *sort)} ({noms}{suite})")
        if p.mode == journal.COMPLETER:
            mots[-1] += " ; --remplacer les retirerait"
    return ", ".join(mots)
