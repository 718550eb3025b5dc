"""The département beside the nation: composed once, for the cards, the bilan and its slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clas_data import formats
from clas_data.figures import figure
from clas_data.figures.figure import Figure, Paragraphe, Serie, Tableau
from clas_data.figures.mots import champ, dire, sous_titre
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ponctuer
from clas_data.memoire import Memoire
from clas_data.nation import declarees, regards
from clas_data.nation.exterieurs import PAYS, Exterieurs
from clas_data.nation.regards import Regard

EXTERIEURS = Memoire(64)  # one per base and perimetre
SUJET = "Le département et la France"
PARTS = ("part comparable", "parts comparables")
RAPPORTS = f"{SUJET} : moyennes, rapports et coûts"
LEGENDE = "▲ au-dessus de la France ; ▼ au-dessous ; = au même niveau, aux arrondis près."
TETES, BOUGE = ("Indicateur", "{departement}", "France", "Écart à la France"), "Évolution en France"


def exterieurs(v: Valeurs) -> Exterieurs:
    """What the base of this source holds of other territories, read once for all its readers."""
    cle = (v.base.chemin, v.perimetre)
    return EXTERIEURS.lire(cle, lambda: Exterieurs(v.base, v.perimetre))


def regard(v: Valeurs, id_: str) -> Regard | None:
    """Our figure beside that of France; None where France says nothing, or ours is secret."""
    x = v.une(id_)
    if not x.connue:
        return None
    ind = v.indicateur(id_)
    lue = formats.arrondir(x.valeur, ind.decimales) if v.diffusion else x.valeur
    return exterieurs(v).situer(ind, v.campagne, lue, x.repondants, x.attendus, ou=PAYS)


def comparables(v: Valeurs, ids: Sequence[str] | None, maximum: int = 0) -> list[Regard]:
    """The figures of these indicators that compare with France of these years, in the order of the
    themes; where there are more than `maximum`, the main ones and the first.
    """
    vus = [g for g in _tous(v, ids) if not g.grise]
    if maximum and len(vus) > maximum:
        tetes = set(declarees.principaux())
        gardes = sorted(vus, key=lambda g: g.indicateur.id not in tetes)[:maximum]
        vus = [g for g in vus if g in gardes]
    return vus


def _tous(v: Valeurs, ids: Sequence[str] | None) -> list[Regard]:
    connus = [i for i in ids or declarees.comparables() if exterieurs(v).connu(i, v.campagne)]
    v.preparer(connus)
    return [g for i in connus if (g := regard(v, i)) and g.compare]


def mention(v: Valeurs, id_: str) -> str:
    """« France : 842 € · ▲ 24 € de plus »: the discreet mark of a headline ratio; where France says
    nothing that compares, what the départements that share say together; else empty.
    """
    g = regard(v, id_)
    if g is not None and g.compare and not g.grise:
        return ponctuer(f"France : {g.ecrit} · {g.mots}")
    eux = exterieurs(v).ensemble(id_, v.campagne) if v.une(id_).connue else None
    return ponctuer(f"{eux.territoire.court} : {eux.ecrit}") if eux else ""


def nation(v: Valeurs, d: Mapping[str, Any]) -> list:
    """One picture of the shares, a table of the other ratios; or the one sentence that says that no
    national figure is known.
    """
    vus = comparables(v, d.get("ids"), d.get("maximum", 0))
    if not vus:
        return [Paragraphe(regards.absence(_tous(v, d.get("ids")), v.campagne))]
    parts = [g for g in vus if g.indicateur.unite == "%"]
    autres = [g for g in vus if g not in parts]
    suite = [_tableau(v, autres, "t_nation_rapports", RAPPORTS)] if autres else []
    if not parts:
        return suite
    ici = Serie(
        v.departement,
        tuple(g.valeur for g in parts),
        tuple(formats.pourcent(g.valeur, g.indicateur.decimales) for g in parts),
        details=tuple(f"France : {g.ecrit} · {g.mots}" for g in parts),
    )
    la_bas = Serie("France", tuple(g.chiffre.valeur for g in parts), tuple(g.ecrit for g in parts))
    return [
        Figure(
            d.get("cle", "nation"),
            figure.BARRES,
            regards.resume(parts, PARTS),
            sous_titre(SUJET, "parts en %"),
            tuple(g.indicateur.titre for g in parts),
            (ici, la_bas),
            "Indicateur",
            "%",
            parts[0].phrase,
            champ(v),
            source(vus),
            _note(parts),
            detail=_tableau(v, parts, "t_nation_parts", f"{SUJET} : les parts"),
        ),
        *suite,
    ]


def source(vus: Sequence[Regard]) -> str:
    """Who gives these national figures, each once."""
    return ponctuer(" ; ".join(dict.fromkeys(g.chiffre.source for g in vus)) + ".")


def _note(vus: Sequence[Regard]) -> str:
    anciens = [g for g in vus if not g.meme_annee]
    reserves = [g.avis.raison for g in vus if g.avis]
    return dire(
        LEGENDE,
        f"Sans chiffre de la même année : {', '.join(g.indicateur.titre for g in anciens)}."
        if anciens
        else "",
        *dict.fromkeys(reserves),
    )


def _tableau(v: Valeurs, vus: Sequence[Regard], cle: str, titre: str) -> Tableau:
    """Ours, France, the difference; what moves in France and what the others that share say, where
    something is known: no empty column.
    """
    tetes = tuple(t.format(departement=v.departement) for t in TETES)
    depuis, bouge = _bougent(vus)
    eux = [exterieurs(v).ensemble(g.indicateur.id, v.campagne) for g in vus]
    lignes = [(g.indicateur.titre, g.court, g.ecrit, g.mots) for g in vus]
    brutes = [(g.indicateur.titre, g.valeur, g.chiffre.valeur, g.mots) for g in vus]
    if any(bouge):
        tetes += (f"{BOUGE}{depuis}",)
        lignes, brutes = (
            [(*l, b) for l, b in zip(x, bouge, strict=True)] for x in (lignes, brutes)
        )
    if partages := [c for c in eux if c]:
        tetes += (partages[0].territoire.court,)
        lignes = [(*l, c.ecrit if c else formats.ND) for l, c in zip(lignes, eux, strict=True)]
        brutes = [(*l, c.valeur if c else None) for l, c in zip(brutes, eux, strict=True)]
    eux_tous = partages[0].territoire if partages else None
    qui = f"{eux_tous.court} : l'{eux_tous.nom}, {v.campagne}." if eux_tous else ""
    return Tableau(
        cle,
        ponctuer(titre),
        tetes,
        tuple(lignes),
        tuple(brutes),
        note=dire(_note(vus), ponctuer(qui)),
        source=source(vus),
        champ=champ(v),
        indicateurs=tuple(g.indicateur.id for g in vus),
    )


def _bougent(vus: Sequence[Regard]) -> tuple[str, tuple[str, ...]]:
    """« depuis 2020-2021 » and « 1,3 point de plus » for each; where the years before differ, each
    says its own.
    """
    annees = {g.avant.campagne for g in vus if g.avant}
    if len(annees) == 1:
        return f" depuis {annees.pop()}", tuple(g.bouge for g in vus)
    return "", tuple(g.variation.split(":", 1)[-1].strip() for g in vus)
