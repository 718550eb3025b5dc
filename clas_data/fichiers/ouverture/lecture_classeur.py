"""A received workbook as sheets of raw cells, with what its XML says that its values do not."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clas_data.errors import Anomalie
from clas_data.fichiers.feuilles import Depot, Fautive, Feuille, Pourcent, Riche, vide
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.ouverture import allures, ecriture, ods, structure
from clas_data.fichiers.ouverture.structure import Fautes

DITES = ("barrees", "deguisees", "pourcents", "codees", "commentees", "liees")


def lire(depot: Depot, sorte: str) -> tuple[list[Feuille], list[Anomalie]]:
    """The sheets of an xlsx or an ods that hold something."""
    feuilles: list[Feuille] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(depot.contenu)) as classeur:
            noms = Counter(classeur.sheet_names)
            if any(fois > 1 for fois in noms.values()):
                return [], [
                    anomalie("feuilles_homonymes", fichier=depot.nom, feuille=nom)
                    for nom, fois in noms.items()
                    if fois > 1
                ]
            fautes = _fautes(depot, sorte, list(noms))
            for meta in classeur.sheets_metadata:
                if meta.typ is not SheetTypeEnum.WorkSheet or meta.name.startswith("'"):
                    continue  # no cells, or what LibreOffice keeps of a file that it is linked to
                feuille = classeur.get_sheet_by_name(meta.name)
                lignes = feuille.to_python(skip_empty_area=False)
                vues = fautes.get(meta.name)
                if vues is None and lignes:
                    raise structure.Illisible("a sheet that the workbook's relations do not hold")
                vues = vues or Fautes()
                vues.fusions += [
                    (h, g, b, d) for (h, g), (b, d) in feuille.merged_cell_ranges or []
                ][: structure.LISTE_MAX]
                masquee = meta.visible is not SheetVisibleEnum.Visible
                feuilles.append(_feuille(depot, meta.name, lignes, vues, masquee))
    except structure.Illisible:
        return [], [anomalie("classeur_abime", fichier=depot.nom)]
    except (CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile) as e:
        chiffre = "password" in str(e).lower() or "encrypt" in str(e).lower()
        code = "classeur_chiffre" if chiffre else "classeur_abime"
        return [], [anomalie(code, fichier=depot.nom)]
    feuilles = [f for f in feuilles if f.lignes]
    return feuilles, [] if feuilles else [anomalie("fichier_vide", fichier=depot.nom)]


def _fautes(depot: Depot, sorte: str, noms: list[str]) -> dict[str, Fautes]:
    """What the XML says of each sheet."""
    with zipfile.ZipFile(io.BytesIO(depot.contenu)) as archive:
        if sorte == "ods":
            contenu = archive.read("content.xml")
            ecriture.exiger_entiers(contenu)
            return dict(zip(noms, ods.fautes(contenu), strict=False))
        parties, a_calculer = structure.parties(archive)
        vus, trouvees = allures.lire(archive), {}
        for nom, partie in parties.items():
            contenu = archive.read(partie)
            ecriture.exiger_ordinaire(contenu)
            f = trouvees[nom] = structure.fautes_xlsx(contenu, a_calculer)
            allures.noter(contenu, vus, f)
            f.commentees = structure.commentees(archive, partie)
        return trouvees


def _feuille(
    depot: Depot, nom: str, lignes: list[list[Any]], vues: Fautes, masquee: bool
) -> Feuille:
    fautives = {k: Fautive.de("erreur_tableur", v) for k, v in vues.erreurs.items()}
    fautives |= {k: Fautive.de("formule_jamais_calculee", v) for k, v in vues.jamais.items()}
    for (l, c), fautive in fautives.items():
        if l < len(lignes) and c < len(lignes[l]):
            lignes[l][c] = fautive
    for (l, c), texte in vues.textes.items():
        lignes += [[] for _ in range(l + 1 - len(lignes))]
        lignes[l] += [""] * (c + 1 - len(lignes[l]))
        lignes[l][c] = texte
    for l, c in vues.riches:
        if l < len(lignes) and c < len(lignes[l]) and isinstance(lignes[l][c], str):
            lignes[l][c] = Riche(lignes[l][c])
    for l, c in vues.pourcents:
        if l < len(lignes) and c < len(lignes[l]) and isinstance(lignes[l][c], int | float):
            lignes[l][c] = Pourcent(lignes[l][c])
    lignes = _sans_traine(lignes)
    fusions = [f for f in vues.fusions if f[0] < len(lignes)]
    dites = {n: frozenset(getattr(vues, n)) for n in DITES}
    return Feuille(depot.nom, depot.sha256, nom, lignes, fusions, masquee, allures=dites)


def _sans_traine(lignes: list[list[Any]]) -> list[list[Any]]:
    """Without the empty rows that formatting leaves below a table."""
    fin = len(lignes)
    while fin and all(vide(c) for c in lignes[fin - 1]):
        fin -= 1
    return lignes[:fin]
