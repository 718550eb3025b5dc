"""The slides of numbers: a part at a glance, headline figures with the sentences they come from."""

from __future__ import annotations

from collections.abc import Sequence

from clas_data import formats
from clas_data.figures.composer import EVOLUTION, EVOLUTIONS
from clas_data.figures.figure import Chiffre, Chiffres, Paragraphe, Tableau
from clas_data.formats import ponctuer
from clas_data.restitutions.diapositives import blocs, mesures
from clas_data.restitutions.diapositives.mesures import DEBUT, FIN, MARGE, UTILE
from clas_data.restitutions.diapositives.page import Diapositives, zone
from clas_data.restitutions.document import Partie

CARTES_MAX, CHIFFRES_MAX, TITRE_MAX, LARGE_CARTES = 6, 9, 170, 16.4
ECART = 0.9  # cm: the space that parts sentences from what they stand beside
CORPS_COTE, CORPS_LARGE = (16, 15, 14), (20, 18, 16, 15, 14)  # points: the first that holds
AILLEURS = "dans le document et le classeur de ce bilan"
SUITE = " (suite)"


class Reperes(Diapositives):
    """Sentences alone, and numbers large enough to be read from the end of the room."""

    def _phrases(self, tete: str, titre: str, phrases: Sequence[Paragraphe]) -> None:
        """Sentences alone, a readable list per slide."""
        corps, lots = mesures.au_mieux(phrases, CORPS_LARGE, UTILE, FIN - DEBUT)
        for lot in lots:
            s = self.nouvelle(titre, tete, [b.texte for b in lot])
            blocs.liste(zone(s, MARGE, DEBUT, UTILE, FIN - DEBUT), lot, corps)

    def _ouverture(
        self, tete: str, p: Partie, phrases: Sequence[Paragraphe], reperes: Sequence[Tableau]
    ) -> list[Paragraphe]:
        """The part at a glance: what it says, and its first indicators as large numbers; all of
        them in the notes. The last sentences that do not hold are for what comes next.
        """
        t = min(reperes, key=lambda t: max(len(l[0]) for l in t.lignes))
        cartes = [_carte(t, l) for l in t.lignes[:CARTES_MAX]]
        gauche = UTILE - LARGE_CARTES - ECART
        corps, lots = mesures.au_mieux(phrases, CORPS_LARGE, gauche, FIN - DEBUT)
        s = self.nouvelle(
            p.titre,
            tete,
            [b.texte for b in phrases] + [_dite(_carte(t, l)) for t in reperes for l in t.lignes],
        )
        x = MARGE
        if lots:
            blocs.liste(zone(s, MARGE, DEBUT - 0.6, gauche, FIN - DEBUT), lots[0], corps)
            x = MARGE + gauche + ECART
        blocs.cartes(s, cartes, 2 if lots else 3, x, DEBUT - 0.5, MARGE + UTILE - x, 4.0)
        reste = sum(len(x.lignes) for x in reperes) - len(cartes)
        if reste > 0:
            blocs.petit(
                s,
                f"Et {formats.pluriel(reste, 'autre indicateur')} dans les notes de cette "
                f"diapositive, {AILLEURS}.",
                x,
                MARGE + UTILE - x,
            )
        self._phrases(tete, p.titre + SUITE, [b for lot in lots[1:-1] for b in lot])
        return lots[-1] if lots[1:] else []

    def _chiffres(self, tete: str, b: Chiffres, phrases: Sequence[Paragraphe]) -> None:
        """Headline figures, nine a slide; the first sentence is the title."""
        tient = bool(phrases) and len(phrases[0].texte) <= TITRE_MAX
        titre, reste = (phrases[0].texte, list(phrases[1:])) if tient else (b.titre, list(phrases))
        corps, lots = mesures.au_mieux(reste, CORPS_COTE, UTILE, 3.4)
        if len(lots) > 1:
            corps, lots = mesures.au_mieux(reste, CORPS_COTE, UTILE, 4.6)
        notes_ = [x.texte for x in phrases] + [_dite(c) for c in b.chiffres]
        vus = b.chiffres[:CHIFFRES_MAX]
        part = -(-len(vus) // max(len(lots), 1))  # each slide of sentences has its share of numbers
        for k in range(max(len(lots), 1)):
            s = self.nouvelle(titre if not k else b.titre + SUITE, tete, [] if k else notes_)
            haut = DEBUT
            if lots:
                blocs.liste(zone(s, MARGE, DEBUT - 0.6, UTILE, 4.4), lots[k], corps)
                haut = DEBUT + (2.75 if len(lots) == 1 else 3.9)
            blocs.cartes(
                s, vus[k * part : (k + 1) * part], 3, MARGE, haut, UTILE, (FIN - haut - 0.8) / 3
            )
        for k in range(CHIFFRES_MAX, len(b.chiffres), CHIFFRES_MAX):
            blocs.cartes(
                self.nouvelle(b.titre + SUITE, tete),
                b.chiffres[k : k + CHIFFRES_MAX],
                3,
                MARGE,
                DEBUT,
                UTILE,
                3.8,
            )


def _carte(t: Tableau, ligne: Sequence[str]) -> Chiffre:
    """A row of a table of indicators, as a headline figure."""
    cases = dict(zip(t.colonnes, ligne, strict=True))
    mots = {
        "=": f"comme en {t.colonnes[1]}",
        formats.ND: "",
        "n.c.": f"ne se compare pas à {t.colonnes[1]}",
    }
    dits = [cases[c] for c in (*EVOLUTION, *EVOLUTIONS) if c in cases]
    ecart = mots.get(dits[0], f"{dits[0]} par rapport à {t.colonnes[1]}") if dits else ""
    if len(set(dits)) > 1:
        ecart += f" à champ constant (total : {dits[1]})"
    return Chiffre(
        "",
        ligne[0],
        ligne[2 if dits else 1],
        ponctuer(ecart),
        _reponses(ligne[-1]),
    )


def _dite(c: Chiffre) -> str:
    """A headline figure in one line of the notes."""
    return " ".join(m for m in (f"{c.nom}\u00a0: {c.valeur}.", c.ecart, c.couverture) if m)


def _reponses(texte: str) -> str:
    return f"{texte} réponses attendues" if " sur " in texte.replace("\u00a0", " ") else ""


def indicateurs(t: Tableau) -> bool:
    """True for a table of indicators in rows, with their answers."""
    return t.colonnes[0] == "Indicateur" and t.colonnes[-1] == "Réponses"
