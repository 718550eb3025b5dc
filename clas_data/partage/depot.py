"""What a deposit of packages of other départements would do: everything said before any is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import BLOQUANTE, Anomalie, FichierRefuse
from clas_data.fichiers import campagnes, journal
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.messages import affichable, anomalie
from clas_data.fichiers.paquets import etat, paquet, sceau
from clas_data.fichiers.paquets.etat import Garde
from clas_data.fichiers.paquets.paquet import Paquet
from clas_data.fichiers.sens.mots import normalise
from clas_data.indicateurs import catalogue, definitions
from clas_data.partage import secret_tenu
from clas_data.tables import base

NOMMES = 4  # indicators that a sentence names
COMMENT = "« partage ajouter … --remplacer », ou la case « remplacer » de l'écran"


@dataclass(frozen=True)
class Proposition:
    """What a deposit of packages would do: those read, what is said of them, what stands now."""

    paquets: tuple[Paquet, ...] = field(repr=False)
    gardes: tuple[Garde, ...]
    anomalies: tuple[Anomalie, ...]
    remplaces: tuple[Garde, ...]
    avant: tuple[Garde, ...] = field(repr=False)

    @property
    def acceptable(self) -> bool:
        return bool(self.gardes) and not any(a.gravite == BLOQUANTE for a in self.anomalies)

    @property
    def deja(self) -> bool:
        """True where all of it is here already, to the byte."""
        ici = {g.cle: g.sha256 for g in self.avant}
        return bool(self.gardes) and all(ici.get(g.cle) == g.sha256 for g in self.gardes)


def proposer(
    installation: Installation,
    depots: Sequence[Depot],
    acteur: Acteur,
    remplacer: bool = False,
    voix: str = "",
    attaquer: bool = True,
) -> Proposition:
    """Check these packages; nothing is kept. `voix`: the sum that the sender read aloud."""
    acteur.exige("importer")
    avant, lus, anomalies = tuple(etat.lire(installation)), [], []
    for depot in depots:
        try:
            p = paquet.ouvrir(depot)
            if attaquer and p.seuil in secret_tenu.SEUILS:
                anomalies += secret_tenu.verifier(p)
        except FichierRefuse as e:
            anomalies += e.anomalies
            continue
        lus.append(p)
        anomalies += _entendu(p, voix)
    gardes = [garde(p) for p in lus]
    anomalies += _ensemble(installation, lus, gardes, avant, remplacer)
    ici = {g.cle: g for g in avant}
    remplaces = tuple(ici[g.cle] for g in gardes if g.cle in ici)
    return Proposition(tuple(lus), tuple(gardes), tuple(anomalies), remplaces, avant)


def garde(p: Paquet) -> Garde:
    """What is kept of a package, with what it may not tell here."""
    return Garde(
        p.campagne,
        p.departement,
        p.nom,
        p.publie,
        p.depot.sha256,
        affichable(p.depot.nom),
        p.empreinte,
        p.version,
        p.licence,
        p.nomme,
        p.fictif,
        tus=_tus(p),
    )


def _tus(p: Paquet) -> tuple[str, ...]:
    """The ratios that it does not tell: masked, absent, without one side, of another definition."""
    coupes = {i: definitions.decouper(ind) for i, ind in catalogue.load().items()}
    rapports = {i for i, coupe in coupes.items() if coupe}
    dites = {
        l["indicateur"]
        for l in p.sommes
        if l["numerateur"] is not None
        and _meme(l)
        and (l["denominateur"] or l["indicateur"] not in rapports)
    }
    return tuple(sorted((rapports | {l["indicateur"] for l in p.sommes}) - dites))


def _meme(l: dict) -> bool:
    return definitions.en_vigueur(l["indicateur"], l["definition"])


def _entendu(p: Paquet, voix: str) -> Iterator[Anomalie]:
    lue = "".join(voix.split()).lower()
    if lue and not (p.empreinte.startswith(lue) and len(lue) >= len(p.voix.replace(" ", ""))):
        mots = {"valeur": p.voix, "attendu": affichable(voix)}
        yield anomalie("paquet_voix", fichier=p.depot.nom, **mots)


def _ensemble(
    installation: Installation,
    lus: Sequence[Paquet],
    gardes: Sequence[Garde],
    avant: Sequence[Garde],
    remplacer: bool,
) -> Iterator[Anomalie]:
    """What is wrong of these packages beside each other, and beside what is here."""
    code, nom = sceau.departement(installation)
    ici, vus = {g.cle: g for g in avant}, []
    connues = campagnes.load(installation)
    for p, g in zip(lus, gardes, strict=True):
        ou = {"fichier": p.depot.nom}
        mots = {"valeur": p.qui, "campagne": p.campagne}
        if _meme_lieu(p.departement, p.nom, code, nom):
            yield anomalie("paquet_ici", valeur=p.qui, **ou)
        if any(_meme_departement(g, v) for v in vus):
            yield anomalie("paquet_deux", **mots, **ou)
        vus.append(g)
        if autre := next((a for a in avant if a.cle != g.cle and _meme_departement(g, a)), None):
            yield anomalie("paquet_deux_noms", attendu=autre.qui, **mots, **ou)
        if connues and p.campagne not in connues:
            yield anomalie("paquet_campagne", attendu=", ".join(connues), **mots, **ou)
        deja = ici.get(g.cle)
        if deja and deja.sha256 != g.sha256 and not remplacer:
            mots |= {"indice": formats.jour(deja.date[:10])}
            yield anomalie("paquet_deja", attendu=COMMENT, **mots, **ou)
        yield from _a_part(p)
    yield from _fictifs(installation, lus, avant)


def _meme_departement(a: Garde, b: Garde) -> bool:
    """Whether both are of one département and campagne, however it is written."""
    ou = (a.departement, a.nom, b.departement, b.nom)
    return a.campagne == b.campagne and _meme_lieu(*ou)


def _meme_lieu(code: str, nom: str, autre_code: str, autre_nom: str) -> bool:
    """« 2a » is « 2A », « 01 » is « 1 »: one département told twice would be found in the sum."""
    codes = {c.casefold().lstrip("0") for c in (code, autre_code)}
    return len(codes) == 1 or normalise(nom) == normalise(autre_nom)


def _a_part(p: Paquet) -> Iterator[Anomalie]:
    """What one package says that does not fit what this product knows."""
    if p.seuil not in secret_tenu.SEUILS:
        attendu = " et ".join(map(str, secret_tenu.SEUILS))
        yield anomalie("paquet_seuil", fichier=p.depot.nom, valeur=p.seuil, attendu=attendu)
    if not p.licence:
        yield anomalie("paquet_licence", fichier=p.depot.nom)
    ids = [l["indicateur"] for l in p.sommes]
    if doubles := sorted({i for i in ids if ids.count(i) > 1}):
        mots = {"valeur": doubles[0], "attendu": "une seule fois dans un paquet"}
        yield anomalie("paquet_valeur", fichier=p.depot.nom, **mots)
    if autres := [l["indicateur"] for l in p.sommes if not _meme(l)]:
        titres = [catalogue.load()[i].titre if i in catalogue.load() else i for i in autres]
        suite = "…" if len(titres) > NOMMES else ""
        mots = {
            "valeur": p.version or "non dite",
            "attendu": catalogue.version(),
            "n": formats.pluriel(len(autres), "indicateur"),
            "indice": affichable(", ".join(titres[:NOMMES]) + suite),
        }
        yield anomalie("paquet_definitions", fichier=p.depot.nom, **mots)


def _fictifs(
    installation: Installation, lus: Sequence[Paquet], avant: Sequence[Garde]
) -> Iterator[Anomalie]:
    """Fictional figures are never added to real ones."""
    ici = {g.fictif for g in avant}
    if journal.etat(journal.lire(installation)):
        ici.add(base.demonstration(installation))
    mots = {True: "fictif (démonstration)", False: "réel"}
    for p in lus:
        ici = ici or {p.fictif}
        if p.fictif not in ici:
            conseil = (
                "Retirez-le du dépôt."
                if p.fictif
                else "Déposez-le dans une installation qui ne tient pas la démonstration."
            )
            dits = {"valeur": mots[p.fictif], "attendu": mots[not p.fictif], "indice": conseil}
            yield anomalie("paquet_fictif", fichier=p.depot.nom, **dits)
