"""Tables that do not stand as expected: lying on their side, headers over two rows, collectifs in
columns, a second table under the first.
"""

from __future__ import annotations

import re

from clas_data.errors import Anomalie
from clas_data.fichiers.feuilles import Feuille, vide
from clas_data.fichiers.messages import affichable, anomalie, lister
from clas_data.fichiers.schemas import TABLES
from clas_data.fichiers.titres import cle, connus

COUCHE = 3  # headers in the first column from which a table lies on its side
HAUTEUR = 100
COLLECTIF = re.compile(r"collectif (?:n )?(\d+) (?=.*[a-z])")


def couchee(feuille: Feuille, debut: list[list[str]], rang: int, campagne: str) -> int:
    """How many headers stand one under the other in the first column, more than in the best row."""
    premiers = [next((cle(c) for c in l if not vide(c)), "") for l in feuille.lignes[:HAUTEUR]]

    def reconnus(textes: list[str]) -> int:
        return max(len({connus(t, campagne).get(x) for x in textes} - {None}) for t in TABLES)

    trouves = reconnus(premiers)
    return trouves if trouves >= COUCHE and trouves > reconnus(debut[rang]) else 0


def deux_lignes(
    feuille: Feuille, table: str, campagne: str, rang: int, ou: dict[str, str]
) -> tuple[int, list[Anomalie]]:
    """Headers over two rows (« Nombre d'enfants » above « Filles », « Garçons ») become one."""
    haut = feuille.lignes[rang]
    bas = feuille.lignes[rang + 1] if rang + 1 < len(feuille.lignes) else []
    pleins = {j: c for j, c in enumerate(bas) if not vide(c)}
    connu = connus(table, campagne)
    nouveaux = {connu.get(cle(c)) for c in pleins.values()} - {None}
    nouveaux -= {connu.get(cle(c)) for c in haut if not vide(c)}
    if len(nouveaux) < 2 or not all(isinstance(c, str) for c in pleins.values()):
        return rang, []
    reunis, groupe = [], ""
    for j in range(max(len(haut), len(bas))):
        dessus = haut[j] if j < len(haut) else ""
        groupe = groupe if vide(dessus) else str(dessus)
        dessous = pleins.get(j)
        seul = dessous is None or connu.get(cle(dessous)) is not None
        reunis.append((dessus if dessous is None else dessous) if seul else f"{groupe} {dessous}")
    feuille.lignes[rang + 1] = reunis
    exemples = ", ".join(f"« {affichable(reunis[j])} »" for j in list(pleins)[:5])
    return rang + 1, [anomalie("entetes_deux_lignes", ligne=rang + 1, exemples=exemples, **ou)]


def autres(
    feuille: Feuille, table: str, campagne: str, rang: int, ou: dict[str, str]
) -> list[Anomalie]:
    """Collectifs side by side in columns, a second table under the first: said, and refused."""
    entetes = [cle(c) for c in feuille.lignes[rang] if not vide(c)]
    numeros = {m[1] for e in entetes if (m := COLLECTIF.match(e))}
    dites = []
    if len(numeros) > 1:
        mots = {"ligne": rang + 1, "n": len(numeros), **ou}
        dites.append(anomalie("collectifs_en_colonnes", **mots))
    autres = {t: connus(t, campagne) for t in TABLES if t != table}
    secondes = []
    for numero, ligne in enumerate(feuille.lignes[rang + 1 :], rang + 2):
        premiere = next((c for c in ligne if not vide(c)), None)
        if not isinstance(premiere, str) or all(cle(premiere) not in c for c in autres.values()):
            continue
        textes = {cle(c) for c in ligne if isinstance(c, str) and not vide(c)} - set(entetes)
        if any(len(textes & c.keys()) >= COUCHE for c in autres.values()):
            secondes.append(numero)
    if secondes:
        mots = {"ligne": secondes[0], "lignes": lister(secondes), **ou}
        dites.append(anomalie("seconde_table", **mots))
    return dites
