"""What only a whole column tells: values of another nature than its header, days and months
exchanged, rows that are the sum of the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from clas_data import formats
from clas_data.errors import Anomalie
from clas_data.fichiers import valeurs
from clas_data.fichiers.entetes import Placement, libelle
from clas_data.fichiers.feuilles import Postal
from clas_data.fichiers.lecture import Feuille
from clas_data.fichiers.lieux import Communes
from clas_data.fichiers.messages import affichable, anomalie, lister
from clas_data.fichiers.schemas import DU_DEPARTEMENT, Colonne, Schema
from clas_data.fichiers.sens import ecrits

Lignes = list[tuple[int, list[Any]]]
SESSION = ("date_debut", "date_fin")  # the dates that stay within the school year
JOURS_MIN = 5  # fewer days, all before the 13th, are nothing strange
RENTREE = (9, 1)
TERRITOIRES = ("departement", "region", "epci", "commune")
DEPARTEMENT = re.compile(r"97\d|98\d|..")
SIREN = 9
ADDITIFS = ("entier", "montant", "nombre")
PEU, ASSEZ = 3, 12  # fewer rows, or numbers, may be each other's sum by chance


def conversions(colonne: Colonne, convertis: list[tuple[int, Any, Any]]) -> dict[str, Any]:
    """The words of the one alert of a column: « « 12 enfants » lu 12 », and the rows."""
    paires = dict.fromkeys(
        (affichable(b), valeurs.write(colonne, v) or formats.ND, valeurs.approche(colonne, b))
        for _, b, v in sorted(convertis, key=lambda c: not valeurs.approche(colonne, c[1]))
    )
    exemples = ", ".join(
        f"« {b} » lu {v}{' (valeur approchée, gardée telle quelle)' * a}"
        for b, v, a in list(paires)[:5]
    )
    return {
        "n": len(convertis),
        "exemples": exemples,
        "lignes": lister(n for n, _, _ in convertis),
    }


def colonnes(
    feuille: Feuille,
    placement: Placement,
    schema: Schema,
    lignes: Lignes,
    campagne: str,
    lues: Mapping[str, list[Any]],
    communes: Communes,
) -> list[Anomalie]:
    """The columns whose values, seen together, do not mean what their header says."""
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    numeros = [n for n, _ in lignes]
    trouvees = _dates(placement, schema, lignes, campagne)
    trouvees += _territoires(schema, lues, campagne, communes.noms)
    trouvees += _sous_totaux(schema, lues, numeros) or _totaux(schema, lues, numeros)
    if "commune_insee" in placement.colonnes and "commune_insee" in schema.colonnes:
        noms = lues.get("commune_nom") or [None] * len(numeros)
        rang = placement.colonnes["commune_insee"]
        postaux = any(isinstance(l[rang], Postal) for _, l in lignes if rang < len(l))
        dites = communes.contredites(lues["commune_insee"], noms, numeros, lues_postales=postaux)
        trouvees += [(code, "commune_insee", mots) for code, mots in dites]
    return [
        anomalie(
            code,
            **ou,
            **{"ligne": numeros[0] if numeros else None} | mots,
            colonne=libelle(schema.table, colonne, campagne),
        )
        for code, colonne, mots in trouvees
    ]


Trouvees = list[tuple[str, str, dict[str, Any]]]


def _dates(placement: Placement, schema: Schema, lignes: Lignes, campagne: str) -> Trouvees:
    """Dates that fall out of the school year day first, and all within it month first; else dates
    far from it.
    """
    an = int(campagne[:4])
    debut, fin = date(an, *RENTREE), date(an + 1, *RENTREE)
    trouvees: Trouvees = []
    for nom, colonne in schema.colonnes.items():
        rang = placement.colonnes.get(nom)
        if rang is None or colonne.type != "date":
            continue
        vues = [(n, ecrits.jour_et_mois(l[rang])) for n, l in lignes if rang < len(l)]
        vues = [(n, v) for n, v in vues if v]
        marge = timedelta(days=31 if nom in SESSION else 366)
        dehors = [(n, j, m) for n, (j, m) in vues if j and not debut - marge <= j < fin + marge]
        if nom in SESSION:
            hors = [(j, m) for _, (j, m) in vues if j is None or not debut <= j < fin]
            sures = any(j and m is None for _, (j, m) in vues)  # 13 or more comes first: a day
            if hors and not sures and all(m and debut <= m < fin for _, m in hors):
                trouvees.append(("mois_jour", nom, {"n": len(hors), "campagne": campagne}))
                continue
        if n := _echangees(vues):
            trouvees.append(("mois_jour_peut_etre", nom, {"n": n}))
        if dehors:
            mots = {"n": len(dehors), "lignes": lister(n for n, _, _ in dehors)}
            mots |= {"ligne": dehors[0][0], "campagne": campagne}
            mots["exemples"] = ", ".join(formats.jour(j) for _, j, _ in dehors[:3])
            trouvees.append(("dates_hors_campagne", nom, mots))
    return trouvees


def _echangees(vues: list[tuple[int, tuple[date | None, date | None]]]) -> int:
    """How many days there are, where all of them read both ways, over more months than days of the
    month: real days pass the 12th more often than not, and follow each other within a month.
    """
    if any(j is None or m is None for _, (j, m) in vues):
        return 0
    jours = {j for _, (j, _) in vues if j}
    melees = len({j.month for j in jours}) > len({j.day for j in jours})
    return len(jours) if len(jours) >= JOURS_MIN and melees else 0


def _territoires(
    schema: Schema, lues: Mapping[str, list[Any]], campagne: str, communes: Mapping[str, str]
) -> Trouvees:
    """Amounts which are, on every row, the number of a territory or a year: refused where that is
    certain, an alert where it only looks so (50 € for everyone is a subsidy).
    """
    trouvees: Trouvees = []
    departements = {DEPARTEMENT.match(c)[0] for c in communes}
    annees = {int(a) for a in campagne.split("-")}
    for nom, colonne in schema.colonnes.items():
        vus = [v for v in lues.get(nom, []) if v is not None]
        if colonne.type != "montant" or len(vus) < 2 or any(v != int(v) for v in vus):
            continue
        entiers, partout = {int(v) for v in vus}, len(vus) == len(lues[nom])
        seul = next(iter(entiers)) if len(entiers) == 1 else 0
        codes = all(str(e) in communes for e in entiers)
        certain = partout and (
            (nom in TERRITOIRES and all(len(str(e)) == SIREN for e in entiers))
            or (nom == "departement" and f"{seul:02d}" in departements)
            or (nom in TERRITOIRES and codes and len(entiers) > 2)
        )
        if certain or (partout and nom in TERRITOIRES and (0 < seul < 100 or codes)):
            sorte = "nombre_de_territoire" if certain else "nombre_de_territoire_peut_etre"
        elif entiers <= annees:
            sorte = "nombre_de_territoire_peut_etre"
        else:
            continue
        trouvees.append((sorte, nom, {"valeur": str(min(entiers)), "n": len(vus)}))
    return trouvees


def _sous_totaux(schema: Schema, lues: Mapping[str, list[Any]], numeros: list[int]) -> Trouvees:
    """Collectifs that hold the sum of the others of their action: refused where several actions
    have one, in several columns; an alert where chance would do.
    """
    suspects, surs, sauts = sommes_des_autres(schema, lues)
    if not suspects or (len(suspects) == 1 and not surs + sauts):
        return []
    lignes = [numeros[i] for i in suspects]
    mots = {"n": len(lignes), "lignes": lister(lignes), "ligne": min(lignes)}
    sorte = "lignes_sous_totaux" if surs > 1 or sauts > 2 else "lignes_sous_totaux_peut_etre"
    return [(sorte, "numero", mots)]


def _totaux(schema: Schema, lues: Mapping[str, list[Any]], numeros: list[int]) -> Trouvees:
    """Rows that hold the sum of all the others, or of those since the last such row, under a code
    of their own: refused where no chance makes it, else an alert.
    """
    if schema.table not in DU_DEPARTEMENT or len(numeros) <= PEU:
        return []
    nombres = [
        lues[n] for n, c in schema.colonnes.items() if c.type in ADDITIFS and n not in schema.cle
    ]
    nombres = [v for v in nombres if sum(map(bool, v)) >= PEU]
    tout = [sum(filter(None, v)) for v in nombres]
    surs, peut_etre, depuis, courues = [], [], 0, [0] * len(nombres)
    for i in range(len(numeros)):
        ici = [v[i] or 0 for v in nombres]
        pleines = sum(map(bool, ici))
        # the sum of the others, which hold their own sub-totals or not
        des_autres = sum(bool(n) and t in (2 * n, 3 * n) for n, t in zip(ici, tout, strict=True))
        precedentes = i - depuis >= PEU - 1 and all(
            not n or n == c for n, c in zip(ici, courues, strict=True)
        )
        if des_autres > 1 and 2 * des_autres > pleines:
            (surs if len(numeros) >= ASSEZ and des_autres >= PEU else peut_etre).append(i)
        elif precedentes and pleines >= PEU:
            peut_etre.append(i)
        else:
            courues = [c + n for c, n in zip(courues, ici, strict=True)]
            continue
        depuis, courues = i + 1, [0] * len(nombres)
    if not surs + peut_etre:
        return []
    lignes = [numeros[i] for i in sorted(surs + peut_etre)]
    mots = {"n": len(lignes), "lignes": lister(lignes), "ligne": min(lignes)}
    return [("lignes_totaux" if surs else "lignes_totaux_peut_etre", schema.cle[-1], mots)]


def sommes_des_autres(
    schema: Schema, lues: Mapping[str, list[Any]], dites: bool = False
) -> tuple[list[int], int, int]:
    """(ranks of the rows that are the sum of the others of their action, how many of them chance
    would not make, how many skip a number); `dites`: a person said that this file has such rows.
    """
    if schema.table != "collectifs":
        return [], 0, 0
    comptes = [n for n, c in schema.colonnes.items() if c.unite == "enfants"]
    actions = defaultdict(list)
    for i, code in enumerate(lues["code_action"]):
        actions[code].append(i)
    suspects, surs, sauts = [], 0, 0
    for rangs in actions.values():
        dernier = max(rangs, key=lambda i: lues["numero"][i] or 0)
        autres = [i for i in rangs if i != dernier]
        ecrits = [c for c in comptes if lues[c][dernier] is not None]
        if not autres or not any(lues[c][dernier] for c in ecrits):
            continue
        if all(lues[c][dernier] == sum(lues[c][i] or 0 for i in autres) for c in ecrits):
            saute = (lues["numero"][dernier] or 0) > len(rangs)
            pleines = sum(bool(lues[c][dernier]) for c in ecrits) > 2
            if saute or len(autres) > 1 or (dites and pleines):
                suspects.append(dernier)
            surs += len(autres) > 1 and pleines
            sauts += len(autres) > 1 and saute
    return suspects, surs, sauts
