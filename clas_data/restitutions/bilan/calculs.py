"""Blocks that compute: sizes of collectifs, conformity, funders, scenarios, what is missing,
sources.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pandas as pd

from clas_data import baremes, formats
from clas_data.conformite import matrice, regles
from clas_data.errors import BaremeManquant, UsageError
from clas_data.figures import figure, mots, tailles
from clas_data.figures.figure import Figure, Paragraphe, Serie, Tableau
from clas_data.figures.valeur import Valeur, ou_rien, propre
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import comparabilite
from clas_data.restitutions.bilan import calculs_conformite, calculs_territoires
from clas_data.restitutions.bilan.edition import Edition
from clas_data.simulateur import calcul as simulateur
from clas_data.simulateur import effets, entrees, rangement
from clas_data.territoires import couverture

FINANCEURS = (  # indicator, label, name in a sentence
    ("aide_caf", "Caf", "la Caf"),
    ("produit_etat", "État", "l'État"),
    ("produit_departement", "Département", "le Département"),
    ("produit_region", "Région", "la Région"),
    ("produit_epci", "Intercommunalités", "les intercommunalités"),
    ("produit_communes", "Communes", "les communes"),
    ("produit_familles", "Participation des familles", "les familles"),
    ("produit_fonds_propres", "Fonds propres", "les fonds propres"),
    ("produit_autres", "Autres", "les autres produits"),
)
NOTE_CONFORMITE = (
    "Une action dont la réponse manque n'est pas jugée. Une action est conforme "
    "quand tous ses collectifs le sont."
)
COLLECTIFS = "Questionnaire d'activité, feuille « collectifs »"


def preparer(v: Valeurs) -> None:
    """Give the sentences the computed figures: communes covered, rules kept."""
    couvertures = {
        c: couverture.calculer(
            v.installation, v.base, v.perimetre, c, "commune", "actions_agreees", "habitants"
        ).total
        for c in v.campagnes
        if c in (v.campagne, v.comparaison)
    }
    source = "Agréments de la commission ; populations municipales de l'Insee"
    for id_, titre, unite, cle in (
        ("communes_avec_action", "Communes avec une action", "communes", "territoires_avec_action"),
        ("communes_departement", "Communes du département", "communes", "territoires"),
        (
            "part_population_avec_action",
            "Habitants d'une commune qui a une action",
            "%",
            "part_population_avec_action_pct",
        ),
    ):
        v.ajouter(propre(id_, titre, unite, 0, source), {c: t[cle] for c, t in couvertures.items()})
    actions = {c: _par_action(v, c) for c in couvertures}
    juges = {c: _par_regle(v, c, t).set_index("regle") for c, t in actions.items()}
    for id_, titre, compte in (
        ("regles", "Règles du référentiel", lambda t: len(t)),
        ("regles_jugees", "Règles jugées", lambda t: (t["juges"] > 0).sum()),
        (
            "regles_suivies",
            "Règles que toutes les actions jugées suivent",
            lambda t: ((t["juges"] > 0) & (t[matrice.CONFORME] == t["juges"])).sum(),
        ),
    ):
        v.ajouter(
            propre(id_, titre, "règles", 0, source), {c: float(compte(t)) for c, t in juges.items()}
        )
    suivies = v.comparaison in actions
    lues = {c: calculs_conformite.fils(v, c, t) for c, t in actions.items()} if suivies else {}
    for regle in regles.en_vigueur(v.installation, v.campagne).values():
        ind = propre(f"conformite_{regle.id}", regle.titre, "%", 0, regle.source)
        v.ajouter(ind, {c: t.loc[regle.id, "part_conforme_pct"] for c, t in juges.items()})
        if suivies:
            cotes = [lues[c][["porteur", regle.id]] for c in (v.comparaison, v.campagne)]
            v.suivre(calculs_conformite.suivre(ind, v.comparaison, v.campagne, *cotes))


def _par_action(v: Valeurs, campagne: str) -> pd.DataFrame:
    demandes = v.base.lire(v.perimetre, "conformite_demandes", {"campagne": campagne})
    agreees = demandes[demandes["decision"] == "agréée"].reset_index(drop=True)
    return matrice.par_action(matrice.etats(v.base, v.perimetre, campagne), agreees)


def _par_regle(v: Valeurs, campagne: str, actions: pd.DataFrame) -> pd.DataFrame:
    return matrice.par_regle(actions, regles.en_vigueur(v.installation, campagne))


def conformite(v: Valeurs, e: Edition) -> list:
    """The share of actions that keep each rule, and how many cannot be judged."""
    t = _par_regle(v, v.campagne, _par_action(v, v.campagne))
    noms = tuple(map(ponctuer, t["titre"]))
    textes = tuple(
        ND if formats.inconnu(p) else formats.pourcent(p, 0) for p in t["part_conforme_pct"]
    )
    parts = tuple(None if formats.inconnu(p) else float(p) for p in t["part_conforme_pct"])
    connus = t[t["juges"] >= comparabilite.seuil("reponses_min_titre")]
    titre, lecture = "Actions conformes au référentiel, règle par règle", ""
    if len(connus):
        pire = connus.loc[connus["part_conforme_pct"].idxmin()]
        nom, part = (
            f"« {pire['titre']} »",
            f"{formats.pourcent(pire['part_conforme_pct'], 0)} des actions jugées",
        )
        titre = (
            f"La règle la moins suivie : {nom}, {part}"
            if pire[matrice.CONFORME] < pire["juges"]
            else "Toutes les actions jugées suivent chaque règle"
        )
        lecture = ponctuer(
            f"{nom} : {part} ({formats.nombre(pire[matrice.CONFORME])} sur "
            f"{formats.nombre(pire['juges'])})."
        )
    comptes = [[int(l[x]) for x in matrice.ETATS] for l in t.to_dict("records")]
    detail = Tableau(
        "conformite",
        "Actions selon leur état, règle par règle",
        (
            "Règle",
            "Conformes, en % des jugées",
            "Conformes",
            "Non conformes",
            "Non renseigné",
            "Sans objet",
        ),
        tuple(
            (n, x, *map(formats.nombre, c)) for n, x, c in zip(noms, textes, comptes, strict=True)
        ),
        tuple((n, p, *c) for n, p, c in zip(noms, parts, comptes, strict=True)),
    )
    return [
        Figure(
            "conformite",
            figure.BARRES,
            ponctuer(titre),
            "Actions conformes, en % des actions jugées",
            noms,
            (Serie(v.campagne, parts, textes),),
            "Règle",
            "%",
            lecture,
            mots.champ(v),
            ponctuer(
                f"Agréments, questionnaires et bilans ; {regles.load()[t['regle'][0]].source}."
            ),
            ponctuer(
                " ".join(
                    x
                    for x in (
                        NOTE_CONFORMITE,
                        f"{ND} : aucune action ne peut être jugée." if ND in textes else "",
                    )
                    if x
                )
            ),
            detail=detail,
        )
    ]


def porteurs(v: Valeurs, e: Edition) -> list:
    """The porteurs: in the version for diffusion, without any count of children beside a name."""
    ids = ["actions_agreees", "collectifs_agrees"] + (
        [] if v.diffusion else ["enfants_prevus", "enfants_accompagnes"]
    )
    tables = {i: v.par(i, "porteur").set_index("libelle")["valeur"] for i in ids}
    agrees = tables["actions_agreees"]
    noms = sorted(
        agrees.index[agrees > 0], key=lambda n: unicodedata.normalize("NFKD", n.casefold())
    )
    lignes = [
        (n, *(v.texte(i, Valeur(ou_rien(s.get(n))), unite=False) for i, s in tables.items()))
        for n in noms
    ]
    brutes = [(n, *(ou_rien(s.get(n)) for s in tables.values())) for n in noms]
    muets = f"{ND} : questionnaire non reçu." if any(ND in l for l in lignes) else ""
    note = (
        "Les effectifs d'enfants par porteur ne figurent pas dans la version de diffusion."
        if v.diffusion
        else muets
    )
    return [
        Tableau(
            "porteurs",
            f"Les porteurs de {v.campagne}",
            ("Porteur", *(v.indicateur(i).titre for i in ids)),
            tuple(lignes),
            tuple(brutes),
            note=ponctuer(note),
            source=mots.source(*(v.indicateur(i) for i in ids)),
            champ=mots.champ(v),
        )
    ]


def financeurs(v: Valeurs, e: Edition) -> list:
    """Who pays: the products of the bilans by funder."""
    total = v.une("produits")
    articles = {nom: dit for _, nom, dit in FINANCEURS}
    lus = sorted(
        (
            (i, nom, v.une(i), v.une(i, v.comparaison) if v.comparaison else Valeur(None))
            for i, nom, _ in FINANCEURS
        ),
        key=lambda x: -(x[2].valeur or 0),
    )
    textes = [
        v.texte(i, x)
        + (
            f" ({formats.pourcent(100 * x.valeur / total.valeur, 1)})"
            if x.connue and total.valeur
            else ""
        )
        for i, _, x, _ in lus
    ]
    series = [Serie(v.campagne, tuple(x.valeur for _, _, x, _ in lus), tuple(textes))]
    if v.comparaison and not v.refusee("produits"):
        series.append(
            Serie(
                v.comparaison,
                tuple(a.valeur for *_, a in lus),
                tuple(v.texte(i, a) for i, _, _, a in lus),
            )
        )
    _, nom, premier, _ = lus[0]
    titre = (
        (
            f"Premier financeur : {articles[nom]}, pour "
            f"{formats.pourcent(100 * premier.valeur / total.valeur, 0)} des produits"
        )
        if premier.connue and total.valeur
        else f"Produits par financeur : {ND}"
    )
    ind = v.indicateur("produits")
    notes = [f"{r}." for r in [total.reponses] if r] + (
        [mots.SIGNE_SECRET] if any(x.secret for *_, x, _ in lus) else []
    )
    return [
        Figure(
            "financeurs",
            figure.BARRES,
            ponctuer(titre),
            "Produits des actions selon le financeur (en euros)",
            tuple(n for _, n, *_ in lus),
            tuple(series),
            "Financeur",
            "€",
            ponctuer(f"« {nom} » : {textes[0]}."),
            mots.champ(v),
            mots.source(ind),
            " ".join(notes),
        )
    ]


def scenarios(v: Valeurs, e: Edition) -> list:
    """The kept scenarios applied to the campagne, beside the barème they start from."""
    donnees = entrees.read(v.base, v.perimetre, v.campagne)
    gardes, fautes = rangement.lister(v.installation)
    choisis = [s for s in gardes if e.scenarios is None or s.nom in e.scenarios]
    bareme = baremes.applicable(v.installation, v.campagne)
    if bareme is None:
        return [Paragraphe(f"Aucun barème complet n'est publié : les droits sont {ND}.")]
    lignes, brutes, manques = [], [], []
    for s in [simulateur.en_vigueur(bareme), *choisis]:
        try:
            b = baremes.en_vigueur(v.installation, s.parent)
            bilan = effets.bilan(
                effets.comparer(simulateur.reference(donnees, b), simulateur.simuler(donnees, b, s))
            )
        except (BaremeManquant, UsageError) as erreur:
            manques.append(f"{s.nom} : {erreur.message}")
            continue
        connus_c = (
            bilan.total_c if bilan.connu else None,
            bilan.ecart_c if bilan.connu and bilan.reference_connue else None,
        )  # no amount known: not zero
        lignes.append(
            (
                s.nom,
                *map(effets.euros, connus_c),
                formats.nombre(bilan.gagnantes),
                formats.nombre(bilan.perdantes),
                formats.nombre(bilan.inconnues),
            )
        )
        brutes.append(
            (
                s.nom,
                *(None if c is None else c / 100 for c in connus_c),
                bilan.gagnantes,
                bilan.perdantes,
                bilan.inconnues,
            )
        )
    note = (
        "La différence est avec le barème dont part le scénario. Droits calculés sur "
        "les dépenses des bilans reçus, partagées à parts égales entre les collectifs ; "
        f"une action sans bilan a des droits {ND}, hors des totaux, sauf dans un scénario qui les "
        "suppose."
    )
    return [
        Tableau(
            "scenarios",
            f"Droits calculés pour {v.campagne} au barème de {bareme.campagne}"
            + (", et sous les scénarios retenus" if choisis else ""),
            (
                "Scénario",
                "Total",
                "Différence",
                "Actions qui gagnent",
                "Actions qui perdent",
                f"Actions {ND}",
            ),
            tuple(lignes),
            tuple(brutes),
            note=ponctuer(note),
            champ=mots.champ(v),
            source=ponctuer("Bilans des actions, agréments, barème et hypothèses."),
            largeurs=(2.6, 1.4, 1.4, 1.2, 1.2, 1),
        ),
        *(Paragraphe(ponctuer(m), "avis") for m in [*manques, *fautes]),
    ]


def retenus(v: Valeurs, e: Edition) -> list:
    """The scenarios cited, nothing where none is: the barème in force alone promises nothing."""
    tableau, *avis = scenarios(v, e)
    seul = isinstance(tableau, Paragraphe) or len(tableau.lignes) == 1
    return [] if seul and not avis else [tableau, *avis]


CALCULS: dict[str, Callable[[Valeurs, Edition], list]] = {
    "conformite": conformite,
    "tailles": lambda v, e: tailles.tailles(v, {}),
    "porteurs": porteurs,
    "carte": calculs_territoires.carte,
    "intercommunalites": calculs_territoires.intercommunalites,
    "zones_blanches": calculs_territoires.zones_blanches,
    "financeurs": financeurs,
    "scenarios": retenus,
}
