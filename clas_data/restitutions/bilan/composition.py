"""The bilan as a document: the outline, read with the data and the edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.figures import tailles
from clas_data.figures.composer import BLOCS
from clas_data.figures.ecrit import comme_ecrit
from clas_data.figures.figure import Figure, Paragraphe, Tableau
from clas_data.figures.valeur import propre
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue
from clas_data.restitutions import logo
from clas_data.restitutions.bilan import conclusions, methode, plan, textes
from clas_data.restitutions.bilan import edition as editions
from clas_data.restitutions.bilan.calculs import blocs
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.bilan.plan import LIBRE, RESULTAT, PartiePlan
from clas_data.restitutions.bilan.textes import Phrase
from clas_data.restitutions.document import Document, Partie
from clas_data.secret import LEGENDE
from clas_data.tables.base import Base

DEMONSTRATION = "Données fictives de démonstration"
COMITE, DIFFUSION = "version du comité", "version de diffusion"
PHRASES = ("phrases", "messages", "a_noter")  # blocks of sentences
A_NOTER = "Ce qui change le plus, au regard des variations habituelles"
METHODE: dict[str, Callable] = {
    "reponses": methode.reponses,
    "definitions": methode.definitions,
    "muettes": methode.muettes,
}


def precedente(connues: list[str], campagne: str) -> str | None:
    """The campagne to compare with by default."""
    avant = [c for c in connues if c < campagne]
    return avant[-1] if avant else None


def lire(
    installation: Installation,
    base: Base,
    perimetre: Perimetre,
    e: Edition,
    agregats: Perimetre | None = None,
) -> Valeurs:
    """The figures of this edition, computed ones included; with `agregats`, those of the version
    for diffusion.
    """
    v = Valeurs(installation, base, perimetre, e.campagne, e.comparaison, agregats)
    if not v.diffusion:
        v.lire(list(catalogue.load()))
    blocs.preparer(v)
    source = "Questionnaire d'activité, feuille « collectifs »"
    ind = propre("part_collectifs_effectif", "Collectifs à l'effectif", "%", 0, source, False)
    v.ajouter(ind, {v.campagne: tailles.part(v)})
    return v


def phrases(v: Valeurs, e: Edition) -> dict[str, Phrase]:
    """Every sentence of the bilan, by key, with last year's where someone wrote it."""
    anterieure = editions.lire(v.installation, v.comparaison) if v.comparaison else None
    return textes.toutes(v, e, anterieure)


def composer(v: Valeurs, e: Edition) -> Document:
    """The whole document."""
    dites = phrases(v, e)
    lues = (partie(p, v, e, dites) for p in plan.ordre(e.parties))
    parties = _prevenir(tuple(p for p in lues if p is not None), v)
    campagne, modele = campagnes.exiger(v.installation, v.campagne), plan.load()
    provenance = _provenance(v, e, campagnes.STATUTS[campagne.statut])
    image, dit = _logo(v)
    return Document(
        titre=ponctuer(modele.titre),
        sous_titre=modele.sous_titre.format(departement=v.departement, campagne=v.campagne),
        campagne=v.campagne,
        date=formats.jour(date.fromisoformat(e.date)),
        empreinte=v.base.empreinte,
        champ=f"{v.departement}, département entier, campagne {v.campagne}"
        + (f", comparée à {v.comparaison}" if v.comparaison else ""),
        statut=f"chiffres {campagnes.STATUTS[campagne.statut]}s",
        version=DIFFUSION if v.diffusion else COMITE,
        demonstration=DEMONSTRATION if v.base.demonstration else "",
        provenance=(*provenance, *dit),
        logo=image,
        parties=parties,
    )


def _logo(v: Valeurs) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The logo, or on the cover what is wrong with it."""
    try:
        return logo.lire(v.installation), ()
    except UsageError as e:
        return b"", (("Logo", ponctuer(str(e))),)


def _prevenir(parties: tuple[Partie, ...], v: Valeurs) -> tuple[Partie, ...]:
    """Before anything else, what too few answers allow and forbid."""
    avis = tuple(methode.incomplet(v))
    if not parties or not avis:
        return parties
    premiere, *reste = parties
    return (replace(premiere, blocs=avis + premiere.blocs), *reste)


def _provenance(v: Valeurs, e: Edition, statut: str) -> tuple[tuple[str, str], ...]:
    """What the document says of itself on its first page."""
    secret = "Version du comité : elle contient des effectifs faibles, elle ne se diffuse pas."
    if v.diffusion:
        secret = (
            f"Version de diffusion : aucun effectif n'accompagne le nom d'un porteur ; {LEGENDE}."
        )
    qui = [", ".join(filter(None, (s.nom, s.fonction))) for s in conclusions.signataires(v, e)]
    paires = [
        *([("Établi par", organisme)] if (organisme := conclusions.organisme(v)) else []),
        *([("Visa", " ; ".join(qui))] if qui else []),
        ("Campagne", v.campagne),
        ("Comparée à", v.comparaison or "aucune"),
        ("Statut des chiffres", statut),
        ("Date d'édition", formats.jour(date.fromisoformat(e.date))),
        (
            "Questionnaires reçus",
            methode.recues(v, "taux_reponse_questionnaire").reponses or formats.ND,
        ),
        (
            "Bilans reçus",
            methode.recues(v, "taux_reponse_bilan").reponses or formats.ND,
        ),
        (
            "Sources",
            (
                "Agréments de la commission, questionnaires d'activité et bilans des actions, "
                "tels qu'ils ont été reçus et acceptés"
            ),
        ),
        ("Base", v.base.empreinte),
        ("Version", secret),
    ]
    if v.base.demonstration:
        dit = (
            f"{DEMONSTRATION} : porteurs, actions et chiffres sont inventés ; seuls les totaux "
            "publiés de 2021-2022 sont réels."
        )
        paires.append(("Avertissement", dit))
    return tuple((n, ponctuer(t)) for n, t in paires)


def partie(p: PartiePlan, v: Valeurs, e: Edition, dites: Mapping[str, Phrase]) -> Partie | None:
    """One part of the document; None where it would have nothing to show."""
    contenu: list = []
    libre = dites[f"{p.id}.{LIBRE}"].rendu
    pleine = bool(libre.strip())
    for genre, d in p.blocs:
        blocs = _dits(p.id, genre, d, dites) if genre in PHRASES else _calcules(genre, d, v, e)
        contenu += blocs
        pleine = pleine or (genre not in PHRASES and bool(blocs))
    contenu += [Paragraphe(t.strip()) for t in libre.split("\n") if t.strip()]
    if p.facultative and not pleine:
        return None
    blocs = _ouvrir([_sans_vide(comme_ecrit(b) if v.diffusion else b) for b in contenu])
    resultat = dites[f"{p.id}.{RESULTAT}"].rendu if p.resultat else ""
    sans = Paragraphe(f"Aucune réponse ne permet de remplir cette partie ({formats.ND}).", "note")
    return Partie(
        p.id,
        ponctuer(p.titre),
        tuple(blocs) or (sans,),
        ponctuer(resultat),
        p.annexe,
        p.en_annexe,
    )


def _calcules(genre: str, d: Any, v: Valeurs, e: Edition) -> list:
    """The figures and tables of one block."""
    if genre != "calcul":
        return BLOCS[genre](v, d)
    if d in METHODE:
        return METHODE[d](v)
    return (blocs.CALCULS | conclusions.ECRITS)[d](v, e)


def _dits(id_: str, genre: str, d: Any, dites: Mapping[str, Phrase]) -> list[Paragraphe]:
    """The sentences of one block, those that say something."""
    if genre == "a_noter":
        cles = [c for c in dites if c.startswith(f"{id_}.a_noter_")]
    else:
        cles = [f"{id_}.{nom}" for nom in (d["phrases"] if genre == "messages" else d)]
    dits = [r for c in cles if (r := dites[c].rendu)]
    if genre == "phrases":
        return [Paragraphe(x) for x in dits]
    if genre == "messages":
        return [Paragraphe(x, "message") for x in dits[: d["maximum"]]]
    tete = Paragraphe(f"{A_NOTER}{formats.INSECABLE}:")
    return [tete, *(Paragraphe(x, "puce") for x in dits)] if dits else []


def _ouvrir(blocs: list) -> list:
    """The first sentence of a part carries its result: it opens it."""
    rang = next((i for i, b in enumerate(blocs) if not _avis(b)), None)
    if rang is not None and isinstance(blocs[rang], Paragraphe) and blocs[rang].genre == "corps":
        blocs[rang] = replace(blocs[rang], genre="chapeau")
    return blocs


def _avis(b: Any) -> bool:
    return isinstance(b, Paragraphe) and b.genre == "avis"


def _sans_vide(b):
    """A figure with nothing to draw, a table without rows: said in words, never an empty frame.
    French spaces everywhere.
    """
    mots = {
        c: ponctuer(x)
        for c in ("texte", "titre", "sous_titre", "note", "lecture", "champ", "source")
        if (x := getattr(b, c, ""))
    }
    if isinstance(b, Tableau):
        mots["lignes"] = tuple(tuple(ponctuer(x) for x in l) for l in b.lignes)
    elif isinstance(b, Figure):
        mots["categories"] = tuple(ponctuer(x) for x in b.categories)
    if isinstance(b, Figure) and b.reponses:
        mots["note"] = ponctuer(f"{b.reponses}. {b.note}".strip())
    b = replace(b, **mots)
    if isinstance(b, Figure) and b.vide:
        return Paragraphe(
            ponctuer(
                f"{b.sous_titre} : {formats.ND} Aucune réponse reçue ne permet de dessiner cette "
                "figure."
            ),
            "avis",
        )
    if isinstance(b, Tableau) and not b.lignes:
        return Paragraphe(ponctuer(f"{b.titre} : {formats.ND}, rien à montrer."), "avis")
    return b
