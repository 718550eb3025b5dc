"""The bilan as slides for the meeting: one message per slide with its sentences, native charts and
map, what is left out said.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from clas_data import formats
from clas_data.figures import figure
from clas_data.figures.composer import EVOLUTION, EVOLUTIONS
from clas_data.figures.figure import Chiffre, Chiffres, Figure, Paragraphe, Tableau
from clas_data.formats import ponctuer
from clas_data.restitutions import bureautique
from clas_data.restitutions.bilan import diapo, diapo_carte, diapo_cascade, diapo_graphiques
from clas_data.restitutions.bilan.diapo import (
    BLEU,
    DEBUT,
    FIN,
    FOND,
    GRIS,
    MARGE,
    UTILE,
    Diapositives,
    hauteur,
    zone,
)
from clas_data.restitutions.bilan.mise_en_page import grille, iso, notes
from clas_data.restitutions.document import Bloc, Document, Partie

HORS_DIAPOSITIVES = (
    "definitions",
    "porteurs",
)  # too long to be projected: the last slide says where they are
COTE, ECART = 10.2, 0.9  # cm: the column of sentences beside a figure, and the space that parts it
CORPS_COTE, CORPS_LARGE, CORPS_TABLE, CORPS_PETIT = (
    (16, 15, 14),
    (20, 18, 16, 15, 14),
    (16, 14, 13, 12, 11),
    11,
)  # points: the first that holds
CARTES_MAX, CHIFFRES_MAX, TITRE_MAX, LARGE_CARTES = 6, 9, 170, 16.4
AILLEURS = "dans le document et le classeur de ce bilan"
SUITE = " (suite)"


class Deroule(Diapositives):
    """What goes on which slide."""

    def partie(self, rang: int, p: Partie) -> None:
        """The slides of one part: each figure and table with the sentences that come before it; the
        indicators of the part as large numbers first.
        """
        tete = f"{rang}. {p.titre}"
        reperes = [t for t in p.de(Tableau) if _indicateurs(t)]
        groupes = _groupes(
            [
                b
                for b in p.blocs
                if not (isinstance(b, Tableau) and (_indicateurs(b) or b.cle in HORS_DIAPOSITIVES))
            ]
        )
        for k, (phrases, b) in enumerate(
            groupes or [([], None)]
        ):  # a part of indicators alone has its slide too
            if k == 0 and reperes:
                phrases = self._ouverture(tete, p, phrases, reperes)
            if isinstance(b, Chiffres):
                self._chiffres(tete, b, phrases)
            elif isinstance(b, Figure) and b.vide:
                self._phrases(tete, p.titre, phrases)
            elif isinstance(b, Figure):
                self._figure(tete, b, phrases)
            elif isinstance(b, Tableau):
                self._tableau(tete, b, phrases)
            else:
                self._phrases(tete, p.titre, phrases)

    def _phrases(self, tete: str, titre: str, phrases: Sequence[Paragraphe]) -> None:
        """Sentences alone, a readable list per slide."""
        corps, lots = diapo.au_mieux(phrases, CORPS_LARGE, UTILE, FIN - DEBUT)
        for lot in lots:
            s = self.nouvelle(titre, tete, [b.texte for b in lot])
            diapo.liste(zone(s, MARGE, DEBUT, UTILE, FIN - DEBUT), lot, corps)

    def _ouverture(
        self, tete: str, p: Partie, phrases: Sequence[Paragraphe], reperes: Sequence[Tableau]
    ) -> list[Paragraphe]:
        """The part at a glance: what it says, and its first indicators as large numbers; all of
        them in the notes. The last sentences that do not hold are for what comes next.
        """
        t = min(reperes, key=lambda t: max(len(l[0]) for l in t.lignes))
        cartes = [_carte(t, l) for l in t.lignes[:CARTES_MAX]]
        gauche = UTILE - LARGE_CARTES - ECART
        corps, lots = diapo.au_mieux(phrases, CORPS_LARGE, gauche, FIN - DEBUT)
        s = self.nouvelle(
            p.titre,
            tete,
            [b.texte for b in phrases] + [_dite(_carte(t, l)) for t in reperes for l in t.lignes],
        )
        x = MARGE
        if lots:
            diapo.liste(zone(s, MARGE, DEBUT - 0.6, gauche, FIN - DEBUT), lots[0], corps)
            x = MARGE + gauche + ECART
        _cartes(s, cartes, 2 if lots else 3, x, DEBUT - 0.5, MARGE + UTILE - x, 4.0)
        reste = sum(len(x.lignes) for x in reperes) - len(cartes)
        if reste > 0:
            _petit(
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
        corps, lots = diapo.au_mieux(reste, CORPS_COTE, UTILE, 3.4)
        if len(lots) > 1:
            corps, lots = diapo.au_mieux(reste, CORPS_COTE, UTILE, 4.6)
        notes_ = [x.texte for x in phrases] + [_dite(c) for c in b.chiffres]
        vus = b.chiffres[:CHIFFRES_MAX]
        part = -(-len(vus) // max(len(lots), 1))  # each slide of sentences has its share of numbers
        for k in range(max(len(lots), 1)):
            s = self.nouvelle(titre if not k else b.titre + SUITE, tete, [] if k else notes_)
            haut = DEBUT
            if lots:
                diapo.liste(zone(s, MARGE, DEBUT - 0.6, UTILE, 4.4), lots[k], corps)
                haut = DEBUT + (2.75 if len(lots) == 1 else 3.9)
            _cartes(
                s, vus[k * part : (k + 1) * part], 3, MARGE, haut, UTILE, (FIN - haut - 0.8) / 3
            )
        for k in range(CHIFFRES_MAX, len(b.chiffres), CHIFFRES_MAX):
            _cartes(
                self.nouvelle(b.titre + SUITE, tete),
                b.chiffres[k : k + CHIFFRES_MAX],
                3,
                MARGE,
                DEBUT,
                UTILE,
                3.8,
            )

    def _figure(self, tete: str, f: Figure, phrases: Sequence[Paragraphe]) -> None:
        """A figure, its sentences at its left, its source under it; on several slides where its
        bars are many.
        """
        morceaux, plafond = diapo_graphiques.pages(f), diapo_graphiques.plafond(f)
        reste = len(f.categories) - (f.lignes_max or len(f.categories))
        autres = (
            f"Et {formats.pluriel(reste, 'autre ligne')}, {AILLEURS}."
            if reste > 0 and f.genre != figure.CARTE
            else ""
        )
        origine = f"Source\u00a0: {f.source}" if f.source else ""
        # a long note leaves its place to the sentences: the notes of the slide have it
        for note in dict.fromkeys((f.note, "")):
            source = " ".join(m for m in (autres, note, origine) if m)
            bas = FIN - hauteur(source, CORPS_PETIT, UTILE)
            corps, lots = diapo.au_mieux(phrases, CORPS_COTE, COTE, bas - DEBUT - 0.2)
            if len(lots) <= len(morceaux):
                break
        if len(lots) > len(morceaux):
            self._phrases(tete, f.sous_titre, phrases)
            phrases, lots = [], []
        for k, m in enumerate(morceaux):
            s = self.nouvelle(
                f.titre + (SUITE if k else ""),
                tete,
                [*(b.texte for b in phrases if not k), *(f"{n}\u00a0: {t}" for n, t in notes(f))],
            )
            x = MARGE + (COTE + ECART if k < len(lots) else 0)
            rang = f", {k + 1} sur {len(morceaux)}" if len(morceaux) > 1 else ""
            diapo.ecrire(
                zone(s, x, DEBUT - 0.6, MARGE + UTILE - x, 0.8),
                f.sous_titre + rang,
                CORPS_PETIT + 2,
                GRIS,
            )
            if k < len(lots):
                diapo.liste(zone(s, MARGE, DEBUT - 0.6, COTE, bas - DEBUT), lots[k], corps)
            place = (x, DEBUT + 0.2, MARGE + UTILE - x, bas - DEBUT - 0.4)
            if f.genre == figure.CARTE:
                diapo_carte.poser(s, m, *place)
            elif f.genre == figure.CASCADE:
                diapo_cascade.poser(s, m, *place)
            else:
                diapo_graphiques.poser(s, m, plafond, *place)
            _petit(s, source, MARGE, UTILE)
        if f.genre == figure.CARTE:
            self._grille(tete, f.sous_titre, f)

    def _tableau(self, tete: str, t: Tableau, phrases: Sequence[Paragraphe]) -> None:
        """A table under its sentences; those that are too many for that come before, on slides of
        their own.
        """
        if len(diapo.au_mieux(phrases, CORPS_COTE, UTILE, 4.5)[1]) > 1:
            self._phrases(tete, t.titre, phrases)
            phrases = []
        self._grille(tete, t.titre, t, phrases)

    def _grille(
        self, tete: str, titre: str, b: Figure | Tableau, phrases: Sequence[Paragraphe] = ()
    ) -> None:
        """The rows of a table, at the largest size at which they hold on one slide, else on as many
        slides as they need.
        """
        g = grille(b)
        largeurs = [UTILE * l / sum(g.largeurs) for l in g.largeurs]
        t = Tableau(b.cle, titre, g.colonnes, g.lignes)
        haut = (
            DEBUT
            - 0.5
            + sum(
                hauteur(p.texte, CORPS_COTE[0], UTILE - 0.6) + CORPS_COTE[0] * diapo.POINT * 0.6
                for p in phrases
            )
        )
        dit = " ".join(m for m in (g.suite, b.note) if m)
        bas = FIN - (hauteur(dit, CORPS_PETIT, UTILE) if dit else 0)
        tenues = {c: diapo.hauteurs([g.colonnes, *g.lignes], largeurs, c) for c in CORPS_TABLE}
        essais = {c: diapo.lots_de_lignes(h[1:], h[0], bas - haut) for c, h in tenues.items()}
        corps, lots = min(
            essais.items(), key=lambda e: len(e[1])
        )  # the largest size among those that need the fewest slides
        for k, lot in enumerate(lots):
            s = self.nouvelle(
                titre + (SUITE if k else ""),
                tete,
                [*(p.texte for p in phrases if not k), *(f"{n}\u00a0: {x}" for n, x in notes(b))],
            )
            if phrases and not k:
                diapo.liste(
                    zone(s, MARGE, DEBUT - 0.6, UTILE, haut - DEBUT), phrases, CORPS_COTE[0]
                )
            diapo.tableau(s, t, g.lignes[lot], MARGE, haut, largeurs, corps, g.droites)
            _petit(
                s,
                dit
                if k == len(lots) - 1
                else f"Ce tableau continue sur la diapositive suivante ({k + 1} sur {len(lots)}).",
                MARGE,
                UTILE,
            )

    def ailleurs(self) -> None:
        """The last slide: what was not projected, and where it is."""
        absents = [
            f"{t.titre}\u00a0: {formats.pluriel(len(t.lignes), 'ligne')}."
            for p in self.d.parties
            for t in p.de(Tableau)
            if t.cle in HORS_DIAPOSITIVES or _indicateurs(t)
        ]
        if absents:
            phrases = [
                Paragraphe(
                    f"Ces tableaux sont {AILLEURS}, faits des mêmes chiffres (base "
                    f"{self.d.empreinte})\u00a0:"
                ),
                *(Paragraphe(a, "puce") for a in absents),
            ]
            s = self.nouvelle(
                "Ce que ces diapositives ne montrent pas en entier",
                "Pour aller plus loin",
                [b.texte for b in phrases],
            )
            diapo.liste(
                zone(s, MARGE, DEBUT - 0.4, UTILE, FIN - DEBUT),
                phrases,
                CORPS_COTE[0] if len(absents) < 12 else CORPS_COTE[-1],
            )


def ecrire(d: Document) -> bytes:
    """The whole set of slides."""
    x = Deroule(d)
    x.couverture()
    for i, p in enumerate(d.parties, 1):
        x.partie(i, p)
    x.ailleurs()
    sortie = io.BytesIO()
    x.p.save(sortie)
    return bureautique.figer(sortie.getvalue(), iso(d))


def _indicateurs(t: Tableau) -> bool:
    """True for a table of indicators in rows, with their answers."""
    return t.colonnes[0] == "Indicateur" and t.colonnes[-1] == "Réponses"


def _groupes(blocs: Sequence[Bloc]) -> list[tuple[list[Paragraphe], Bloc | None]]:
    """Each figure or table with the sentences that come before it; those that come last go with the
    last one.
    """
    groupes: list[tuple[list[Paragraphe], Bloc | None]] = []
    attente: list[Paragraphe] = []
    for b in blocs:
        if isinstance(b, Paragraphe):
            attente.append(b)
        else:
            groupes.append((attente, b))
            attente = []
    if attente and groupes:
        groupes[-1][0].extend(attente)
    elif attente:
        groupes.append((attente, None))
    return groupes


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


def _cartes(
    s, chiffres: Sequence[Chiffre], par_rangee: int, x: float, y: float, large: float, h: float
) -> None:
    """Large numbers, each on its ground, with how it moved and how many answered."""
    l = (large - 0.4 * (par_rangee - 1)) / par_rangee
    for k, c in enumerate(chiffres):
        gauche, haut = x + (k % par_rangee) * (l + 0.4), y + (k // par_rangee) * (h + 0.4)
        diapo.rectangle(s, gauche, haut, l, h, FOND)
        diapo.rectangle(s, gauche, haut, 0.14, h, BLEU)
        cadre = zone(s, gauche + 0.45, haut + 0.05, l - 0.6, h - 0.1)
        diapo.ecrire(
            cadre, c.nom, 14 if len(c.nom) * 14 * diapo.POINT * diapo.SIGNE < l - 0.6 else 12, GRIS
        )
        diapo.ecrire(cadre, c.valeur, 30, BLEU, gras=True, nouveau=True)
        for dit in (c.ecart, c.couverture):
            if dit:
                diapo.ecrire(cadre, dit, 12, GRIS, nouveau=True)


def _petit(s, texte: str, x: float, large: float, bas: float = FIN) -> None:
    """Small print above the footer."""
    if texte:
        h = hauteur(texte, CORPS_PETIT, large)
        diapo.ecrire(zone(s, x, bas - h + 0.1, large, h), texte, CORPS_PETIT, GRIS)
