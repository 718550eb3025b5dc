"""What is declared in YAML: files shipped beside the code, files of an installation, texts that
people send; one way to read each.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from clas_data.errors import UsageError

CONSEIL = "Corrigez ou retirez ce fichier."
RAPIDE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OCTETS_MAX = 1_000_000  # of a file of an installation
PROFONDEUR_MAX = 20  # lists within lists
NOMBRE_MAX = 100  # signs of a number


def read(chemin: Path) -> Any:
    """What a file shipped with the product declares; through libyaml where the wheel has it, about
    ten times faster.
    """
    return yaml.load(chemin.read_bytes(), Loader=RAPIDE)


class Demesure(yaml.MarkedYAMLError):
    """A text that would grow far beyond what was written; `problem` says how, in French."""


class Mesure(yaml.SafeLoader):
    """Read what a person wrote and no more than it: a name that repeats a list elsewhere, lists
    within lists without end and endless numbers are refused before they are built.
    """

    def __init__(self, texte: str | bytes) -> None:
        super().__init__(texte)
        self._profondeur = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        marque, renvoi = self.peek_event().start_mark, self.check_event(yaml.AliasEvent)
        if self._profondeur == PROFONDEUR_MAX:
            raise Demesure(None, None, "emboîte trop de listes les unes dans les autres", marque)
        self._profondeur += 1
        noeud = super().compose_node(parent, index)
        self._profondeur -= 1
        if renvoi and not isinstance(noeud, yaml.ScalarNode):
            raise Demesure(None, None, "répète une liste par un renvoi « * »", marque)
        return noeud

    def construct_object(self, noeud: Any, deep: bool = False) -> Any:
        nombre = noeud.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
        if nombre and len(noeud.value) > NOMBRE_MAX:
            raise Demesure(None, None, "contient un nombre démesuré", noeud.start_mark)
        return super().construct_object(noeud, deep)


def read_received(
    texte: str | bytes, ou: str, conseil: str = CONSEIL, octets_max: int = OCTETS_MAX
) -> Any:
    """What a person wrote, None when empty; a UsageError says where it cannot be read, then
    `conseil`.

    Never through libyaml: brackets nested a hundred thousand deep would end the process, where
    Python only refuses them.
    """
    if len(texte) > octets_max:
        raise UsageError(
            f"{ou} est trop long : {len(texte) // 1000} ko, pour {octets_max // 1000} ko au plus. "
            f"{conseil}"
        )
    texte = text(texte, ou) if isinstance(texte, bytes) else texte
    try:
        return yaml.load(texte, Loader=Mesure)
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as e:  # ValueError: a day that no calendar has
        marque = getattr(e, "problem_mark", None)
        ligne = f", ligne {marque.line + 1}," if marque else ""
        mal = "ne se lit pas comme du YAML, ou contient une date qui n'existe pas"
        mal = str(e.problem) if isinstance(e, Demesure) else mal
        raise UsageError(f"{ou}{ligne} {mal}. {conseil}") from e


def lines(texte: str, ou: str, conseil: str = CONSEIL) -> dict[tuple[Any, ...], int]:
    """Where each value of a text that `read_received` accepts is written: path → line, from 1; a
    UsageError where a key is written twice.
    """
    trouvees: dict[tuple[Any, ...], int] = {}

    def walk(noeud: yaml.Node | None, chemin: tuple[Any, ...]) -> None:
        if isinstance(noeud, yaml.MappingNode):
            for cle, valeur in noeud.value:
                if (*chemin, cle.value) in trouvees:
                    ligne = cle.start_mark.line + 1
                    raise UsageError(f"{ou}, ligne {ligne}, répète « {cle.value} ». {conseil}")
                trouvees[*chemin, cle.value] = cle.start_mark.line + 1
                walk(valeur, (*chemin, cle.value))
        elif isinstance(noeud, yaml.SequenceNode):
            for rang, valeur in enumerate(noeud.value):
                trouvees[*chemin, rang] = valeur.start_mark.line + 1
                walk(valeur, (*chemin, rang))

    walk(yaml.compose(texte, Loader=Mesure), ())
    return trouvees


def read_bytes(chemin: Path, conseil: str = CONSEIL) -> bytes | None:
    """What an optional file of an installation holds, None when it has none; a UsageError when it
    cannot be read.
    """
    try:
        return chemin.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as e:
        raise UsageError(
            f"{chemin.name} ne peut pas être lu (droits du fichier, ou ce n'est pas un fichier). "
            f"{conseil}"
        ) from e


def text(brut: bytes, ou: str) -> str:
    """The text of a file that people write: UTF-8 or UTF-16 with its mark, plain UTF-8, else
    Windows-1252, which is what a spreadsheet or a notepad saves.
    """
    marques = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    for encodage in [marques[brut[:2]]] if brut[:2] in marques else ["utf-8-sig", "cp1252"]:
        try:
            lu = brut.decode(encodage)
        except UnicodeDecodeError:
            continue
        if "\0" not in lu:
            return lu
    raise UsageError(
        f"{ou} contient des octets qui ne sont pas du texte. Enregistrez-le en UTF-8, ou reprenez "
        "le fichier d'une sauvegarde."
    )


def read_table(texte: str, colonnes: Sequence[str], ou: str) -> list[tuple[int, dict[str, str]]]:
    """(line, column → cell) of a csv that people write; the separator, the order of columns, blank
    lines and spaces do not matter.
    """
    entete = texte.partition("\n")[0]
    separateur = max(";,\t", key=entete.count)
    lecteur = csv.DictReader(
        io.StringIO(texte, newline=""), delimiter=separateur, restval="", strict=True
    )
    try:
        noms = [(nom or "").strip().lower() for nom in lecteur.fieldnames or ()]
        lecteur.fieldnames = noms
        lues = []
        for ligne in lecteur:
            if None in ligne:
                raise UsageError(
                    f"{ou}, ligne {lecteur.line_num} : cette ligne a plus de cellules que "
                    "d'en-têtes. Mettez entre guillemets le texte qui contient un séparateur."
                )
            cellules = {c: (v or "").strip() for c, v in ligne.items()}
            if any(cellules.values()):
                lues.append((lecteur.line_num, cellules))
    except csv.Error as e:
        raise UsageError(
            f"{ou}, ligne {lecteur.line_num} : une cellule n'a pas de fin. Refermez son guillemet, "
            "ou reprenez le fichier d'une sauvegarde."
        ) from e
    if manquantes := [c for c in colonnes if c not in noms]:
        raise UsageError(
            f"{ou} : il manque {', '.join(manquantes)} ; les colonnes attendues sont "
            f"{' ; '.join(colonnes)}. Rétablissez-les, ou reprenez le fichier d'une sauvegarde."
        )
    return lues


def read_installation(chemin: Path, conseil: str = CONSEIL) -> dict[Any, Any]:
    """What an installation declares in an optional file of its own; {} when it has none, a
    UsageError when it is not a list of keys.
    """
    contenu = read_bytes(chemin, conseil)
    brut = None if contenu is None else read_received(contenu, chemin.name, conseil)
    if not isinstance(brut or {}, dict):
        raise UsageError(
            f"{chemin.name} : écrivez une ligne « clé : valeur » par réglage. {conseil}"
        )
    return brut or {}
