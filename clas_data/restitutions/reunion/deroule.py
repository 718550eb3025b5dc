"""The slides of the meeting: few, one message each, readable from the back of the room, and the
decision to take; what is not on them is in the appendix deck.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Pt

from clas_data import declarations, formats
from clas_data.figures import figure
from clas_data.figures.figure import Chiffres, Figure, Paragraphe
from clas_data.figures.typographie import sans_coupure
from clas_data.restitutions import bureautique
from clas_data.restitutions.diapositives import carte, natifs, page
from clas_data.restitutions.diapositives.mesures import HAUT, LARGE, MARGE, UTILE
from clas_data.restitutions.diapositives.page import BLEU, ENCRE, FOND, GRIS, zone
from clas_data.restitutions.document import Document, Partie
from clas_data.restitutions.reunion import mots

LIGNES_MIN = 2
DEBUT, BAS = 5.6, 17.5  # cm: between the title and the last line


@cache
def reglages() -> dict[str, Any]:
    return declarations.read(Path(__file__).with_name("reunion.yaml"))


def ecrire(d: Document) -> bytes:
    """The deck of the meeting, twelve slides at most."""
    x = Reunion(d)
    x.ouvrir()
    for declaree in reglages()["diapositives"]:
        x.poser(declaree)
    sortie = io.BytesIO()
    x.p.save(sortie)
    return bureautique.figer(sortie.getvalue(), d.date_iso)


class Reunion(page.Diapositives):
    """The slides, one after the other; each within its words and at its size."""

    def __init__(self, d: Document):
        super().__init__(d)
        self.petit = reglages()["corps_min"]
        self.figures = {f.cle: (f, p) for p in d.parties for f in p.de(Figure) if not f.vide}
        self.chiffres = {c.id: c for p in d.parties for b in p.de(Chiffres) for c in b.chiffres}

    def ouvrir(self) -> None:
        """What this is, of which year, what the figures are worth."""
        s = self._nue(self.d.titre, 9.0)
        page.rectangle(s, 0, 0, 1.3, HAUT, BLEU)
        page.ecrire(zone(s, MARGE + 1, 10.0, UTILE - 1, 1.6), self.d.sous_titre, 28, BLEU)
        dits = f"Chiffres {self.d.statut.removeprefix('chiffres ')}, {self.d.version}, "
        dits += f"édité le {self.d.date}"
        page.ecrire(zone(s, MARGE + 1, 12.0, UTILE - 1, 1.2), dits, self.petit, GRIS)
        self._noter(s, [f"{n}\u00a0: {x}" for n, x in self.d.provenance])

    def poser(self, m: Mapping[str, Any]) -> None:
        """One slide of the declaration; none where the bilan does not have what it shows."""
        if "chiffres" in m:
            self._chiffres(m)
        elif "decision" in m:
            self._decision(m)
        else:
            cles = [m["figure"], *m.get("sinon", ())]
            trouvee = next((self.figures[c] for c in cles if c in self.figures), None)
            if trouvee:
                self._figure(m, *trouvee)

    def _chiffres(self, m: Mapping[str, Any]) -> None:
        connus = [c for i in m["chiffres"] if (c := self.chiffres.get(i)) and mots.su(c)]
        titre = ", ".join(mots.en_mots(self.chiffres[i]) for i in m["titre"] if i in self.chiffres)
        if not connus or not titre:
            return
        s = self._nue(titre)
        large, haut = (UTILE - 0.8) / 2, (BAS - DEBUT - 1.4) / 2
        for k, c in enumerate(connus[:4]):
            x, y = MARGE + (k % 2) * (large + 0.8), DEBUT + (k // 2) * (haut + 0.8)
            page.rectangle(s, x, y, large, haut, FOND)
            page.rectangle(s, x, y, 0.2, haut, BLEU)
            cadre = zone(s, x + 0.8, y + 0.3, large - 1.2, haut - 0.6)
            cadre.vertical_anchor = MSO_ANCHOR.MIDDLE
            page.ecrire(cadre, c.valeur, 54, BLEU, gras=True)
            page.ecrire(cadre, c.nom, self.petit + 4, ENCRE, nouveau=True)
        messages = [b.texte for p in self.d.parties for b in p.de(Paragraphe)]
        du_bilan = [b.texte for p in self.d.parties for b in p.de(Paragraphe) if mots.message(b)]
        ecarts = [f"{c.nom}\u00a0: {c.valeur}, {c.ecart}." for c in connus if c.ecart]
        self._parler(s, m, du_bilan or [*messages[1 : mots.DITES_MAX], *ecarts], [])

    def _figure(self, m: Mapping[str, Any], f: Figure, p: Partie) -> None:
        """The picture alone under its result, as many of its bars as the words allow."""
        f = replace(f, titre=mots.resultat(m, f, p))
        vue, dessus = self._reduire(m, f)
        s = self._nue(f.titre)
        if dessus:
            page.ecrire(zone(s, MARGE, 4.4, UTILE, 1.0), dessus, self.petit, GRIS)
        place = (MARGE, DEBUT, UTILE, BAS - DEBUT)
        if f.genre == figure.CARTE:
            carte.poser(s, vue, *place, corps=self.petit)
        else:
            natifs.poser(s, vue, natifs.plafond(f), *place)
            agrandir(s, self.petit, f.genre != figure.COLONNES)
        aussi = [self.figures[c][0].titre + "." for c in m.get("aussi", ()) if c in self.figures]
        dites = [*aussi, *mots.autour(p, f.cle)]
        prudence = [*f.avertissements, f.note]
        self._parler(s, m, dites or [f.lecture], prudence, f.source, f.champ)

    def _reduire(self, m: Mapping[str, Any], f: Figure) -> tuple[Figure, str]:
        """The figure with the bars that the words of a slide allow, and what is written above."""
        n = min(len(f.categories), m.get("lignes", len(f.categories)))
        f = replace(f, segments=())  # said in the notes
        if f.genre in (figure.COURBES, figure.COLONNES):
            return natifs.tranche(f, range(len(f.categories))), f.sous_titre
        ordre = list(range(len(f.categories)))
        if m.get("tri") == "bas":
            connus = [i for i in ordre if f.series[0].valeurs[i] is not None]
            ordre = sorted(connus, key=lambda i: f.series[0].valeurs[i])
        for garde in range(n, min(n, LIGNES_MIN) - 1, -1):
            reste = len(f.categories) - garde
            suite = f" ({formats.nombre(garde)} sur {len(f.categories)})" if reste > 0 else ""
            rangs = ordre[:garde]
            noms = [f.categories[i] for i in rangs] + [x.nom for x in f.series if f.series[1:]]
            if f.genre == figure.CARTE:  # each name with its value, and the scale
                noms += [f.series[0].textes[i] for i in rangs] + [f"{f.unite} {f.unite}"]
            for dessus in (f.sous_titre + suite, ""):
                if self._compter([f.titre, dessus, *noms]) <= reglages()["mots_max"]:
                    break
            else:
                continue
            break
        if f.genre == figure.CARTE:
            return replace(f, carte=replace(f.carte, nommes=garde)), dessus
        return natifs.tranche(f, rangs), dessus

    def _compter(self, textes: Sequence[str]) -> int:
        """The words of a slide, those of its last line included."""
        return sum(len(t.split()) for t in (*textes, self.d.demonstration)) + 1

    def _decision(self, m: Mapping[str, Any]) -> None:
        """What the commission decided, where the bilan says it, else what it is asked."""
        parties = {p.id: p for p in self.d.parties}
        decidees, demandees = (
            list(mots.ecrites(parties[c])) if c in parties else [] for c in m["parties"]
        )
        titre, ecrites = m["decision"] if decidees else m["demande"], decidees or demandees
        manquent = mots.manquants(dict(self.d.provenance).get("Questionnaires reçus", ""))
        propositions = ecrites or [
            p.format(campagne=self.d.campagne, manquants=manquent)
            for p in m["propositions"]
            if manquent or "{manquants}" not in p
        ]
        rangees = [f"{k}. {p}" for k, p in enumerate(propositions, 1)]
        gardees, n = list(rangees), len(rangees)
        while n and self._compter([titre, *gardees]) > reglages()["mots_max"]:
            n -= 1
            autres = formats.pluriel(len(rangees) - n, "autre")
            gardees = [*rangees[:n], f"Et {autres}, dans les notes"]
        s = self._nue(titre)
        cadre = zone(s, MARGE, DEBUT, UTILE, BAS - DEBUT)
        for k, texte in enumerate(gardees):
            page.ecrire(cadre, texte, 30, ENCRE, nouveau=k > 0, apres=24)
        self._parler(s, m, propositions, [])

    def _nue(self, titre: str, haut: float = 1.2):
        """A slide with its title, its number, and that its data are invented where they are."""
        s = self.p.slides.add_slide(self.p.slide_layouts[page.TITRE_SEUL])
        t, couverture = s.shapes.title, haut > 2
        gauche = MARGE + (1 if couverture else 0)
        t.left, t.top, t.width, t.height = (
            Cm(gauche),
            Cm(haut - (6 if couverture else 0)),
            Cm(UTILE - (1 if couverture else 0)),
            Cm(6 if couverture else 3.2),
        )
        t.text_frame.word_wrap, t.text_frame.margin_left = True, 0
        t.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if couverture else MSO_ANCHOR.TOP
        page.ecrire(t.text_frame, titre, 44 if couverture else mots.corps(titre), gras=True)
        if not couverture:
            page.rectangle(s, 0, 0, LARGE, 0.4, BLEU)
            numero = zone(s, LARGE - MARGE - 2, HAUT - 1.3, 2, 0.9)
            page.ecrire(numero, str(len(self.p.slides)), self.petit, GRIS, PP_ALIGN.RIGHT)
        if self.d.demonstration:
            pied = zone(s, gauche, HAUT - 1.3, UTILE * 0.7, 0.9)
            page.ecrire(pied, self.d.demonstration, self.petit, GRIS)
        return s

    def _parler(
        self,
        s,
        m: Mapping[str, str],
        dites: Sequence[str],
        prudence: Sequence[str],
        source: str = "",
        champ: str = "",
    ) -> None:
        """The notes: what to say, the answer to the likely question, the caution, the source."""
        lignes = ["À dire", *(f"– {x}" for x in dites if x)]
        lignes += ["", f"Si l'on vous demande\u00a0: {m['question']}", m["reponse"]]
        lignes += ["", "Prudence", *(f"– {x}" for x in (m["prudence"], *prudence) if x)]
        if source:
            lignes += ["", f"Source\u00a0: {source} Champ\u00a0: {champ}."]
        self._noter(s, lignes)

    def _noter(self, s, lignes: Sequence[str]) -> None:
        dits = [*lignes, "", self.d.pied]
        s.notes_slide.notes_text_frame.text = "\n".join(sans_coupure(x) for x in dits)


def agrandir(s, corps: int, legende: bool) -> None:
    """Every word of the charts of a slide at this size at least; the title names the hatched bars
    of an histogram.
    """
    for forme in (f for f in s.shapes if f.has_chart):
        forme.chart.has_legend = forme.chart.has_legend and legende
        for e in forme.chart._chartSpace.iter():
            if e.get("sz") and int(e.get("sz")) < corps * 100:
                e.set("sz", str(corps * 100))
        forme.chart.font.size = Pt(corps)
