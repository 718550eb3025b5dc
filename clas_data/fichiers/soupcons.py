"""What only a whole column tells: values of another nature than its header, days and months
exchanged, rows that are the sum of the others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from clas_data.errors import Anomalie
from clas_data.fichiers import valeurs
from clas_data.fichiers.entetes import Placement, cle, libelle
from clas_data.fichiers.lecture import Feuille
from clas_data.fichiers.messages import affichable, anomalie
from clas_data.fichiers.schemas import Colonne, Schema

Lignes = list[tuple[int, list[Any]]]
BARRES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
SESSION = ("date_debut", "date_fin")  # the dates that stay within the school year
RENTREE = (9, 1)
TERRITOIRES = ("departement", "region", "epci", "commune")
DEPARTEMENT = re.compile(r"97\d|98\d|..")
SIREN = 9


def lister(numeros: Iterable[int]) -> str:
    """« 3, 7, 12 … et 40 autres »: rows as a sentence names them."""
    tous = sorted(numeros)
    reste = f" … et {len(tous) - 12} autres" if len(tous) > 12 else ""
    return ", ".join(map(str, tous[:12])) + reste


def conversions(colonne: Colonne, convertis: list[tuple[int, Any, Any]]) -> dict[str, Any]:
    """The words of the one alert of a column: « « 12 enfants » lu 12 », and the rows."""
    paires = dict.fromkeys((affichable(b), valeurs.write(colonne, v)) for _, b, v in convertis)
    exemples = ", ".join(f"« {b} » lu {v}" for b, v in list(paires)[:5])
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
    communes: Mapping[str, str],
    postaux: Mapping[str, list[str]],
) -> list[Anomalie]:
    """The columns whose values, seen together, do not mean what their header says."""
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    numeros = [n for n, _ in lignes]
    trouvees = _mois_jour(placement, schema, lignes, campagne)
    trouvees += _territoires(schema, lues, campagne, communes)
    trouvees += _sous_totaux(schema, lues, numeros)
    trouvees += _postaux(placement, schema, lues, numeros, communes, postaux)
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


def _mois_jour(placement: Placement, schema: Schema, lignes: Lignes, campagne: str) -> Trouvees:
    """Dates that fall out of the school year day first, and all within it month first."""
    an = int(campagne[:4])
    debut, fin = date(an, *RENTREE), date(an + 1, *RENTREE)
    dedans, dehors, sures = 0, 0, 0
    vues = []
    for nom in SESSION:
        rang = placement.colonnes.get(nom)
        if rang is None or nom not in schema.colonnes:
            continue
        bruts = [l[rang] for _, l in lignes if rang < len(l) and isinstance(l[rang], str)]
        for a, b, annee in (m.groups() for c in bruts if (m := BARRES.fullmatch(c.strip()))):
            jour_mois, mois_jour = _date(annee, b, a), _date(annee, a, b)
            if mois_jour is None:
                sures += 1  # 13 or more comes first: it is a day
            elif jour_mois is None or not debut <= jour_mois < fin:
                dehors += 1
                dedans += debut <= mois_jour < fin
        if bruts:
            vues.append(nom)
    if not dehors or dehors != dedans or sures:
        return []
    return [("mois_jour", nom, {"n": dehors, "campagne": campagne}) for nom in vues]


def _date(annee: str, mois: str, jour: str) -> date | None:
    try:
        return datetime(int(annee), int(mois), int(jour)).date()
    except ValueError:
        return None


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
    if schema.table != "collectifs":
        return []
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
            if saute or len(autres) > 1:
                suspects.append(dernier)
            surs += len(autres) > 1 and sum(bool(lues[c][dernier]) for c in ecrits) > 2
            sauts += len(autres) > 1 and saute
    if not suspects or (len(suspects) == 1 and not surs + sauts):
        return []
    lignes = [numeros[i] for i in suspects]
    mots = {"n": len(lignes), "lignes": lister(lignes), "ligne": min(lignes)}
    sorte = "lignes_sous_totaux" if surs > 1 or sauts > 2 else "lignes_sous_totaux_peut_etre"
    return [(sorte, "numero", mots)]


def _postaux(
    placement: Placement,
    schema: Schema,
    lues: Mapping[str, list[Any]],
    numeros: list[int],
    communes: Mapping[str, str],
    postaux: Mapping[str, list[str]],
) -> Trouvees:
    """Postcodes in the column of Insee codes, and names that contradict their code."""
    if "commune_insee" not in placement.colonnes or "commune_insee" not in schema.colonnes:
        return []
    par_nom = {_nom(n): c for c, n in communes.items()}
    noms = lues.get("commune_nom", [None] * len(numeros))
    trouvees: Trouvees = []
    for code, nom, numero in zip(lues["commune_insee"], noms, numeros, strict=True):
        vrai = par_nom.get(_nom(nom or ""))
        if code and vrai and vrai != code and _nom(nom) != _nom(communes.get(code, "")):
            mots = {"ligne": numero, "valeur": code, "nom": nom, "porte": communes.get(code, code)}
            postal = vrai in postaux.get(code, [])
            mots["nature"] = f" ({code} est le code postal de {nom})" if postal else ""
            mots["proposition"] = f"Vouliez-vous dire « {vrai} » ({communes[vrai]}) ?"
            trouvees.append(("commune_contredite", "commune_insee", mots))
    codes = Counter(c for c in lues["commune_insee"] if c)
    en_postal = [c for c in codes if c in postaux]
    if not trouvees and not any(noms) and len(codes) > 2 and len(en_postal) * 2 > len(codes):
        mots = {"n": len(en_postal), "total": len(codes), "exemples": ", ".join(en_postal[:5])}
        trouvees.append(("colonne_de_codes_postaux", "commune_insee", mots))
    return trouvees


def _nom(texte: str) -> str:
    return re.sub(r"\bst(e?)\b", r"saint\1", cle(texte))
