"""The bilan as slides for the meeting: one message per slide with its sentences, native charts and
map, what is left out said.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from clas_data import formats
from clas_data.figures import figure
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.restitutions import bureautique
from clas_data.restitutions.bilan.mise_en_page import grille, notes
from clas_data.restitutions.bilan.reperes import (
    AILLEURS,
    CORPS_COTE,
    ECART,
    SUITE,
    Reperes,
    indicateurs,
)
from clas_data.restitutions.diapositives import blocs, carte, cascade, mesures, natifs, page
from clas_data.restitutions.diapositives.blocs import CORPS_PETIT
from clas_data.restitutions.diapositives.mesures import DEBUT, FIN, MARGE, POINT, UTILE, hauteur
from clas_data.restitutions.diapositives.page import GRIS, zone
from clas_data.restitutions.document import Bloc, Document, Partie

# too long to be projected: the last slide says where they are
HORS_DIAPOSITIVES = ("definitions", "porteurs")
COTE = 10.2  # cm: the column of sentences beside a figure
CORPS_TABLE = (16, 14, 13, 12, 11)  # points: the first that holds


class Deroule(Reperes):
    """What goes on which slide."""

    def partie(self, rang: int, p: Partie) -> None:
        """The slides of one part: each figure and table with the sentences that come before it; the
        indicators of the part as large numbers first.
        """
        tete = f"{rang}. {p.titre}"
        reperes = [t for t in p.de(Tableau) if indicateurs(t)]
        groupes = _groupes(
            [
                b
                for b in p.blocs
                if not (isinstance(b, Tableau) and (indicateurs(b) or b.cle in HORS_DIAPOSITIVES))
            ]
        )
        # a part of indicators alone has its slide too
        for k, (phrases, b) in enumerate(groupes or [([], None)]):
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

    def _figure(self, tete: str, f: Figure, phrases: Sequence[Paragraphe]) -> None:
        """A figure, its sentences at its left, its source under it; on several slides where its
        bars are many.
        """
        morceaux, plafond = natifs.pages(f), natifs.plafond(f)
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
            corps, lots = mesures.au_mieux(phrases, CORPS_COTE, COTE, bas - DEBUT - 0.2)
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
            page.ecrire(
                zone(s, x, DEBUT - 0.6, MARGE + UTILE - x, 0.8),
                f.sous_titre + rang,
                CORPS_PETIT + 2,
                GRIS,
            )
            if k < len(lots):
                blocs.liste(zone(s, MARGE, DEBUT - 0.6, COTE, bas - DEBUT), lots[k], corps)
            place = (x, DEBUT + 0.2, MARGE + UTILE - x, bas - DEBUT - 0.4)
            if f.genre == figure.CARTE:
                carte.poser(s, m, *place)
            elif f.genre == figure.CASCADE:
                cascade.poser(s, m, *place)
            else:
                natifs.poser(s, m, plafond, *place)
            blocs.petit(s, source, MARGE, UTILE)
        if f.genre == figure.CARTE:
            self._grille(tete, f.sous_titre, f)

    def _tableau(self, tete: str, t: Tableau, phrases: Sequence[Paragraphe]) -> None:
        """A table under its sentences; those that are too many for that come before, on slides of
        their own.
        """
        if len(mesures.au_mieux(phrases, CORPS_COTE, UTILE, 4.5)[1]) > 1:
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
                hauteur(p.texte, CORPS_COTE[0], UTILE - 0.6) + CORPS_COTE[0] * POINT * 0.6
                for p in phrases
            )
        )
        dit = " ".join(m for m in (g.suite, b.note) if m)
        bas = FIN - (hauteur(dit, CORPS_PETIT, UTILE) if dit else 0)
        tenues = {c: mesures.hauteurs([g.colonnes, *g.lignes], largeurs, c) for c in CORPS_TABLE}
        essais = {c: mesures.lots_de_lignes(h[1:], h[0], bas - haut) for c, h in tenues.items()}
        # the largest size among those that need the fewest slides
        corps, lots = min(essais.items(), key=lambda e: len(e[1]))
        for k, lot in enumerate(lots):
            s = self.nouvelle(
                titre + (SUITE if k else ""),
                tete,
                [*(p.texte for p in phrases if not k), *(f"{n}\u00a0: {x}" for n, x in notes(b))],
            )
            if phrases and not k:
                blocs.liste(
                    zone(s, MARGE, DEBUT - 0.6, UTILE, haut - DEBUT), phrases, CORPS_COTE[0]
                )
            blocs.tableau(s, t, g.lignes[lot], MARGE, haut, largeurs, corps, g.droites)
            blocs.petit(
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
            if t.cle in HORS_DIAPOSITIVES or indicateurs(t)
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
            blocs.liste(
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
    return bureautique.figer(sortie.getvalue(), d.date_iso)


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
