"""A figure of ours beside that of another territory, where the guard lets them stand together; else
the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clas_data import formats
from clas_data.formats import ponctuer
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.comparabilite import REFUSER, Avis
from clas_data.nation import declarees
from clas_data.nation.chiffres import ChiffreExterieur

DESSUS, DESSOUS, EGAL, INCONNUE = "dessus", "dessous", "égal", ""
SIGNES = {DESSUS: "▲", DESSOUS: "▼", EGAL: "=", INCONNUE: ""}
RAPPORTS = ("rapport comparable", "rapports comparables")
STABLE = "stable"
MONTRES = 3  # old figures that the sentence names


@dataclass(frozen=True)
class Regard:
    """Ours and theirs; `avis` annotes or refuses, with its reason; `avant` is what the same
    territory said one campagne before.
    """

    indicateur: Indicateur
    campagne: str
    valeur: float | None
    chiffre: ChiffreExterieur
    avis: Avis | None = None
    avant: ChiffreExterieur | None = None

    @property
    def compare(self) -> bool:
        return self.avis is None or self.avis.verdict != REFUSER

    @property
    def retard(self) -> int:
        """How many years lie between the two figures."""
        return abs(int(self.campagne[:4]) - int(self.chiffre.campagne[:4]))

    @property
    def meme_annee(self) -> bool:
        return self.chiffre.campagne == self.campagne

    @property
    def grise(self) -> bool:
        """True where their figure is too old to be read as one of today."""
        return self.retard > declarees.seuil("annees_grisees")

    @property
    def ecrit(self) -> str:
        """« 61 % », « 448 € (2010-2011) »: their figure, with its year where it is not ours."""
        annee = "" if self.meme_annee else f" ({self.chiffre.campagne})"
        return f"{self.chiffre.ecrit}{annee}"

    @property
    def ici(self) -> str:
        """Our figure with its unit."""
        return phrases.ecrire(self.indicateur, self.valeur)

    @property
    def court(self) -> str:
        """Our figure as theirs is written, beside the title that says the unit."""
        return formats.valeur_unite(self.valeur, self.indicateur.unite, self.indicateur.decimales)

    @property
    def position(self) -> str:
        """Where ours stands beside theirs, as displayed; nothing where they do not compare."""
        if not self.compare or formats.inconnu(self.valeur):
            return INCONNUE
        if not phrases.visible(self.indicateur, self.chiffre.valeur, self.valeur):
            return EGAL
        return DESSUS if self.valeur > self.chiffre.valeur else DESSOUS

    @property
    def signe(self) -> str:
        return SIGNES[self.position]

    @property
    def ecart(self) -> str:
        """« 2,1 points de plus »: ours from theirs, as displayed."""
        if self.position in (INCONNUE, EGAL):
            return "égal" if self.position == EGAL else ""
        return phrases.ecart(self.indicateur, self.chiffre.valeur, self.valeur)[0]

    @property
    def mots(self) -> str:
        """« ▲ 2,1 points de plus »: the sign and the words say the same thing."""
        return f"{self.signe} {self.ecart}".strip()

    @property
    def variation(self) -> str:
        """« France : 1,3 point de plus qu'en 2020-2021 »; nothing where one year only is known."""
        if self.avant is None:
            return ""
        lien = "depuis" if self.bouge == STABLE else "qu'en"
        return ponctuer(
            f"{self.chiffre.territoire.nom} : {self.bouge} {lien} {self.avant.campagne}"
        )

    @property
    def bouge(self) -> str:
        """« 1,3 point de plus », « stable »: what moves there since the year known before."""
        if self.avant is None:
            return ""
        avant, apres = self.avant.valeur, self.chiffre.valeur
        if not phrases.visible(self.indicateur, avant, apres):
            return STABLE
        return phrases.ecart(self.indicateur, avant, apres)[0]

    @property
    def phrase(self) -> str:
        """One sentence for a screen or a document: both figures with their dates, or why they do
        not compare.
        """
        c = self.chiffre
        publie = f"{self.indicateur.titre} : {c.ecrit} ({c.territoire.nom}, {c.campagne})"
        if not self.compare:
            return ponctuer(f"{publie}. {self.avis.raison}")
        suite = f" {self.avis.raison}" if self.avis else ""
        return ponctuer(f"{publie} ; ici {self.ici} en {self.campagne}.{suite}")


def faveur(ind: Indicateur, haut: bool) -> str:
    """favorable, à regarder, or neutre where the indicator has no better side."""
    if not ind.polarite:
        return "neutre"
    return "favorable" if haut == (ind.polarite == "hausse") else "à regarder"


def recents(regards: Iterable[Regard | None]) -> bool:
    """True where a national figure of these years is known: one alone of long ago makes neither a
    column nor a picture.
    """
    return any(g is not None and not g.grise for g in regards)


def absence(regards: Iterable[Regard | None], campagne: str) -> str:
    """The one polite sentence where no national figure of these years is known, with the last that
    are; empty where there is one.
    """
    connus = sorted(
        (g for g in regards if g is not None), key=lambda g: g.chiffre.campagne, reverse=True
    )
    if recents(connus):
        return ""
    derniers = ", ".join(
        f"{formats.en_phrase(g.indicateur.titre)}, {g.ecrit}" for g in connus[:MONTRES]
    )
    suite = f" Derniers connus : {derniers}." if derniers else ""
    return ponctuer(
        f"Aucun chiffre national n'est connu pour {campagne} : la Caf le reçoit de la Cnaf, et "
        f"peut le déposer sur la page Données (modèle « national »).{suite}"
    )


def resume(regards: Sequence[Regard], mots: tuple[str, str] = RAPPORTS, ou: str = "France") -> str:
    """« Sur 9 rapports comparables : 4 au-dessus de la France, 3 au-dessous, 2 au même niveau »."""
    vus = [g for g in regards if g.compare and g.position]
    if not vus:
        return f"Aucun chiffre de cette sélection ne se compare à {_nom(ou)}"
    compte = {p: sum(g.position == p for g in vus) for p in (DESSUS, DESSOUS, EGAL)}
    dits = [
        f"{formats.nombre(n)} {dit}"
        for n, dit in (
            (compte[DESSUS], f"au-dessus de {_nom(ou)}"),
            (compte[DESSOUS], "au-dessous"),
            (compte[EGAL], "au même niveau"),
        )
        if n
    ]
    return ponctuer(f"Sur {formats.pluriel(len(vus), *mots)} : {', '.join(dits)}")


def _nom(ou: str) -> str:
    return "la France" if ou == "France" else ou
