"""The sheets of a file read through a correspondance: our tables, each row knowing where it stood
in theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clas_data.errors import Anomalie
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.correspondances.reperage import Repere, Vue, reperer
from clas_data.fichiers.correspondances.traduction import Lecteur, Traduit
from clas_data.fichiers.feuilles import Feuille
from clas_data.fichiers.messages import affichable, anomalie

LISTE_MAX = 12
LUE = "lu_par_correspondance"


def traduire(
    feuilles: list[Feuille], par: Sequence[Correspondance], campagne: str, exigee: bool = False
) -> Traduit:
    """Read the sheets of one file through the correspondance that knows them best; with `exigee`,
    one that knows none of them is a refusal.
    """
    vues = [Vue(f) for f in feuilles]
    trouvees = [(c, reconnaitre(vues, c, campagne)) for c in par]
    trouvees = [(c, r) for c, r in trouvees if r]
    fichier = feuilles[0].fichier if feuilles else ""
    if not trouvees:
        refus = exigee and par and feuilles
        mots = {"nom": par[0].nom, "manquent": _manquent(par[0], campagne)} if refus else {}
        dites = [anomalie("correspondance_inadaptee", fichier=fichier, **mots)] if refus else []
        return Traduit(anomalies=dites, restes=[] if refus else feuilles)
    pleines = sorted(trouvees, key=lambda t: (-sum(len(r.positions) for r in t[1]), t[0].nom))
    choisie, reperes = pleines[0]
    traduit = Traduit()
    egales = [c.nom for c, r in pleines[1:] if _egale(r, reperes)]
    if egales:
        noms = ", ".join(f"« {n} »" for n in [choisie.nom, *egales])
        traduit.anomalies.append(anomalie("correspondances_rivales", fichier=fichier, noms=noms))
        return traduit
    prises = {id(r.vue.feuille) for r in reperes}
    traduit.restes = [f for f in feuilles if id(f) not in prises]
    traduit.anomalies.append(_dire_lue(choisie, reperes, campagne, fichier))
    for repere in reperes:
        Lecteur(choisie, repere, campagne, vues, traduit).lire()
    traduit.anomalies = list(dict.fromkeys(traduit.anomalies))
    return traduit


def en_une_phrase(anomalies: Sequence[Anomalie]) -> list[Anomalie]:
    """A hundred files read through one correspondance say it once."""
    dites: dict[str, list[Anomalie]] = {}
    for a in anomalies:
        if a.code == LUE:
            dites.setdefault(a.message, []).append(a)
    gardees = []
    for a in anomalies:
        siennes = dites.get(a.message, []) if a.code == LUE else []
        if len(siennes) > 1 and a is siennes[0]:
            n = f"{len(siennes)} fichiers"
            message = a.message.replace("Ce fichier est lu", f"{n} sont lus", 1)
            a = replace(a, fichier=n, message=message)
        elif len(siennes) > 1:
            continue
        gardees.append(a)
    return gardees


def _egale(a: list[Repere], b: list[Repere]) -> bool:
    return sum(len(r.positions) for r in a) == sum(len(r.positions) for r in b)


def reconnaitre(vues: Sequence[Vue], c: Correspondance, campagne: str) -> list[Repere]:
    """Every table of this correspondance in every sheet of a file; each ends where the next one
    begins.
    """
    noms = {v.feuille.feuille for v in vues}
    reperes = []
    for tableau in c.tableaux:
        ici = [
            v for v in vues if tableau.feuille not in noms or v.feuille.feuille == tableau.feuille
        ]
        reperes += [r for v in ici if (r := reperer(v, tableau, campagne))]
    bornes = []
    for r in reperes:
        tetes = [
            s.ligne - s.tableau.lignes_entete + 1
            for s in reperes
            if s.vue is r.vue and s.tableau.sens == r.tableau.sens and s.ligne > r.ligne
        ]
        bornes.append(replace(r, fin=min(tetes, default=None)))
    return bornes


def _manquent(c: Correspondance, campagne: str) -> str:
    entetes = [t.remplir(e, campagne, 1) for t in c.tableaux for e in t.entetes()]
    return ", ".join(f"« {affichable(e)} »" for e in entetes[:LISTE_MAX]) + (
        "…" if len(entetes) > LISTE_MAX else ""
    )


def _dire_lue(c: Correspondance, reperes: list[Repere], campagne: str, fichier: str) -> Anomalie:
    """One sentence: what was recognised, and which columns are new."""
    lues = sum(len({j for j in r.positions.values()}) for r in reperes)
    nouveaux = list(dict.fromkeys(n for r in reperes for n in r.nouveaux))
    listes = ", ".join(f"« {affichable(n)} »" for n in nouveaux[:LISTE_MAX])
    listes += f" … et {len(nouveaux) - LISTE_MAX} autres" if len(nouveaux) > LISTE_MAX else ""
    suite = f" Ne sont pas lues : {listes}." if nouveaux else ""
    return anomalie(LUE, fichier=fichier, nom=c.nom, n=lues, suite=suite)
