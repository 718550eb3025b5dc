"""Who carries the actions, and who pays them."""

from __future__ import annotations

import unicodedata

from clas_data import formats
from clas_data.figures import figure, mots
from clas_data.figures.figure import Figure, Serie, Tableau
from clas_data.figures.valeur import Valeur, ou_rien
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.restitutions.bilan.edition import Edition

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
