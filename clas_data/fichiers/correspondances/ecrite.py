"""A correspondance as people read, send and correct it: YAML, strict, refused with the line that is
wrong. Nothing in it is run: no code, no pattern, no path.
"""

from __future__ import annotations

from typing import Any

import yaml

from clas_data import declarations
from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances.forme import (
    COLONNES,
    CONDITIONS,
    LECTURES,
    LIGNES,
    SANS_TEXTE,
    UNITES,
    Apport,
    Champ,
    Correspondance,
    Ecartee,
    Renvoi,
    Tableau,
    lectures_de,
    unites_de,
)
from clas_data.fichiers.correspondances.stricte import CONSEIL, Stricte
from clas_data.fichiers.messages import affichable

FORMAT = 1
OCTETS_MAX = 200_000
TABLEAUX_MAX, COLONNES_MAX = 20, 400
LIGNES_ENTETE_MAX = 3
CLES = {"format", "nom", "note", "tableaux"}
CLES_TABLEAU = {"feuille", "sens", "lignes_entete", "tables", "mises_de_cote", "lignes_ecartees"}
CLES_TABLEAU |= {"niveaux"}
CLES_LUES = ("mots", "inverse", "unite", "lire", "repete", "par")
CLES_CHAMP = {"colonne", "valeur", "compte", *CLES_LUES}


def lire(texte: str | bytes, ou: str) -> Correspondance:
    """The correspondance that this text declares; a UsageError names the line that is wrong."""
    if isinstance(texte, bytes):
        texte = declarations.text(texte, ou)
    brut = declarations.read_received(texte, ou, CONSEIL, OCTETS_MAX)
    return _Lecture(ou, declarations.lines(texte, ou, CONSEIL)).correspondance(brut)


class _Lecture(Stricte):
    """Reads the correspondance of what was parsed."""

    def correspondance(self, brut: Any) -> Correspondance:
        self.cles(brut, CLES, ())
        if brut.get("format") != FORMAT:
            self.refuser(("format",), f"« format: {FORMAT} » est attendu.")
        tableaux = self.liste(brut.get("tableaux"), ("tableaux",), TABLEAUX_MAX)
        lue = Correspondance(
            self.texte(brut.get("nom"), ("nom",), vide=False),
            tuple(self._tableau(t, ("tableaux", i)) for i, t in enumerate(tableaux)),
            self.texte(brut.get("note", ""), ("note",)),
        )
        if not lue.identifiant:
            self.refuser(("nom",), "le nom doit contenir des lettres ou des chiffres.")
        return lue

    def _tableau(self, brut: Any, ici: tuple[Any, ...]) -> Tableau:
        self.cles(brut, CLES_TABLEAU, ici)
        sens = brut.get("sens", LIGNES)
        if sens not in (LIGNES, COLONNES):
            self.refuser((*ici, "sens"), f"« sens » est {LIGNES} ou {COLONNES}.")
        hauteur = brut.get("lignes_entete", 1)
        if type(hauteur) is not int or not 1 <= hauteur <= LIGNES_ENTETE_MAX:
            self.refuser(
                (*ici, "lignes_entete"), f"un nombre de 1 à {LIGNES_ENTETE_MAX} est attendu."
            )
        chemin = (*ici, "tables")
        tables = self.liste(brut.get("tables"), chemin, TABLEAUX_MAX)
        cote = self.liste(brut.get("mises_de_cote", []), (*ici, "mises_de_cote"), COLONNES_MAX, 0)
        rejets = self.liste(brut.get("lignes_ecartees", []), (*ici, "lignes_ecartees"), 50, 0)
        return Tableau(
            tuple(self._apport(t, (*chemin, i)) for i, t in enumerate(tables)),
            self.texte(brut.get("feuille", ""), (*ici, "feuille")),
            sens,
            hauteur,
            tuple(self.texte(c, (*ici, "mises_de_cote", i)) for i, c in enumerate(cote)),
            tuple(self._ecartee(e, (*ici, "lignes_ecartees", i)) for i, e in enumerate(rejets)),
            self._niveaux(brut.get("niveaux", {}), (*ici, "niveaux")),
        )

    def _niveaux(self, brut: Any, ici: tuple[Any, ...]) -> dict[str, str]:
        """Their word in the headers → our level."""
        lus, permis = self.mots(brut, ici), schemas.load()["collectifs"].colonnes["niveau"].choix
        for mot, niveau in lus.items():
            if niveau not in permis:
                self.refuser((*ici, mot), f"les niveaux sont {', '.join(permis)}.")
        return lus

    def _apport(self, brut: Any, ici: tuple[Any, ...]) -> Apport:
        self.cles(brut, {"table", "colonnes"}, ici)
        table = brut.get("table")
        if table not in schemas.TABLES:
            self.refuser((*ici, "table"), f"les tables sont {', '.join(schemas.TABLES)}.")
        colonnes = brut.get("colonnes")
        if not isinstance(colonnes, dict) or not colonnes:
            self.refuser((*ici, "colonnes"), "une ligne « notre colonne: la vôtre » est attendue.")
        champs = {}
        for nom, champ in colonnes.items():
            chemin = (*ici, "colonnes", nom)
            if nom not in schemas.load()[table].colonnes:
                permises = ", ".join(schemas.load()[table].colonnes)
                self.refuser(
                    chemin, f"« {affichable(nom)} » n'est pas de « {table} » : {permises}."
                )
            champs[nom] = self._champ(champ, chemin)
            self._utile(champs[nom], schemas.load()[table].colonnes[nom], chemin)
        if not any(c.colonne for c in champs.values()):
            self.refuser(ici, "aucune colonne du fichier n'est lue.")
        return Apport(table, champs)

    def _champ(self, brut: Any, ici: tuple[Any, ...]) -> Champ:
        if not isinstance(brut, dict):
            return Champ(colonne=self.texte(brut, ici, vide=False))
        self.cles(brut, CLES_CHAMP, ici)
        unite, lecture = brut.get("unite", ""), brut.get("lire", "")
        if unite and unite not in UNITES:
            self.refuser((*ici, "unite"), f"les unités sont {', '.join(UNITES)}.")
        if lecture and lecture not in LECTURES:
            self.refuser((*ici, "lire"), f"les lectures sont {', '.join(LECTURES)}.")
        champ = Champ(
            self.texte(brut.get("colonne", ""), (*ici, "colonne")),
            self.texte(brut.get("valeur", ""), (*ici, "valeur")),
            self.mots(brut.get("mots", {}), (*ici, "mots")),
            self.vrai(brut, "inverse", ici),
            unite,
            lecture,
            self.vrai(brut, "compte", ici),
            self.vrai(brut, "repete", ici),
            self._renvoi(brut["par"], (*ici, "par")) if "par" in brut else None,
        )
        if sum((bool(champ.colonne), bool(champ.valeur), champ.compte)) != 1:
            self.refuser(ici, "une seule origine est attendue : colonne, valeur ou compte.")
        return champ

    def _utile(self, c: Champ, colonne: schemas.Colonne, ici: tuple[Any, ...]) -> None:
        """What would change nothing for this column is refused: it would be believed."""
        for cle in (k for k in CLES_LUES if getattr(c, k) and not c.colonne):
            self.refuser((*ici, cle), f"« {cle} » n'agit que sur une colonne lue.")
        permis = {"lire": lectures_de(colonne), "unite": unites_de(colonne), "inverse": [True]}
        permis["inverse"] *= colonne.type == "oui_non"
        for cle, bons in permis.items():
            if (dit := getattr(c, cle)) and dit not in bons:
                peut = f" (attendu : {', '.join(bons)})" if bons and dit is not True else ""
                quoi = f"« {cle} » ne changerait rien à « {colonne.titre} »{peut}."
                self.refuser((*ici, cle), quoi)

    def _renvoi(self, brut: Any, ici: tuple[Any, ...]) -> Renvoi:
        self.cles(brut, {"cle", "colonne"}, ici)
        lus = (self.texte(brut.get(c), (*ici, c), vide=False) for c in ("cle", "colonne"))
        return Renvoi(*lus)

    def _ecartee(self, brut: Any, ici: tuple[Any, ...]) -> Ecartee:
        self.cles(brut, {"colonne", *CONDITIONS}, ici)
        dites = [c for c in CONDITIONS if c in brut]
        if len(dites) != 1:
            self.refuser(ici, f"une seule condition est attendue : {', '.join(CONDITIONS)}.")
        dite = (brut[dites[0]], (*ici, dites[0]))
        texte = "" if dites[0] in SANS_TEXTE else self.texte(*dite, vide=False)
        colonne = self.texte(brut.get("colonne"), (*ici, "colonne"), vide=False)
        return Ecartee(colonne, dites[0], texte)


def ecrire(c: Correspondance) -> str:
    """The text that `lire` reads back as the same correspondance."""
    note = {"note": c.note} if c.note else {}
    brut = {"format": FORMAT, "nom": c.nom, **note, "tableaux": [_tableau(t) for t in c.tableaux]}
    return yaml.safe_dump(brut, allow_unicode=True, sort_keys=False, width=100)


def _tableau(t: Tableau) -> dict[str, Any]:
    return {
        **({"feuille": t.feuille} if t.feuille else {}),
        **({"sens": t.sens} if t.sens != LIGNES else {}),
        **({"lignes_entete": t.lignes_entete} if t.lignes_entete > 1 else {}),
        **({"niveaux": dict(t.niveaux)} if t.niveaux else {}),
        "tables": [
            {"table": a.table, "colonnes": {n: _champ(c) for n, c in a.champs.items()}}
            for a in t.apports
        ],
        **({"mises_de_cote": list(t.de_cote)} if t.de_cote else {}),
        **(
            {"lignes_ecartees": [{"colonne": e.colonne, e.condition: e.texte} for e in t.ecartees]}
            if t.ecartees
            else {}
        ),
    }


def _champ(c: Champ) -> Any:
    dits = {n: getattr(c, n) for n in ("colonne", "valeur", "mots", "unite", "lire")}
    dits |= {n: "oui" for n in ("inverse", "compte", "repete") if getattr(c, n)}
    if c.par:
        dits["par"] = {"cle": c.par.cle, "colonne": c.par.colonne}
    dits = {n: v for n, v in dits.items() if v}
    return c.colonne if list(dits) == ["colonne"] else dits
