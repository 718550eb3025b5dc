"""The dictionary: every indicator, rule and column of the four files, written from their
declarations.
"""

from __future__ import annotations

from collections.abc import Iterator

from clas_data import secret
from clas_data.conformite import regles
from clas_data.fichiers import schemas
from clas_data.fichiers.modele import TYPES
from clas_data.fichiers.schemas import Colonne, Schema
from clas_data.formats import ponctuer
from clas_data.indicateurs import calcul, catalogue, comparabilite, estimation
from clas_data.indicateurs.catalogue import AXES, Indicateur

EN_TETE = """# Dictionnaire des indicateurs et des colonnes

Ce document est produit par la commande `python -m clas_data dictionnaire -o docs/dictionnaire.md`, à partir des déclarations que
l'outil interprète (`clas_data/indicateurs/catalogue.yaml`, `clas_data/fichiers/schemas/`) : un test vérifie qu'il leur est fidèle. Les mots
sont définis dans le [glossaire](glossaire.md).

## Règles communes

- **Un ratio est un ratio de sommes**, calculé au niveau demandé : ce n'est jamais une moyenne de moyennes.
- **Un écart se calcule sur les valeurs exactes et s'arrondit une fois** : il peut différer d'une unité de celui des chiffres affichés.
- **Inconnu n'est pas zéro** : sans aucune réponse, un indicateur vaut « n.d. ».
- **Réponses et attendues** : nombre d'actions agréées qui ont répondu à ce que lit l'indicateur, sur le nombre d'actions agréées de la même sélection. Sans
  objet quand personne n'a à répondre (décisions de la commission), ou quand l'axe n'a pas de sens pour une action entière (le niveau d'un
  collectif n'est pas celui de son action).
- **Additif** : les valeurs d'un axe s'additionnent et donnent le total. Sinon, les parts ne s'additionnent pas.
- **D'une campagne à l'autre** : la différence dite d'abord est celle des actions qui répondent les deux années (à champ constant), dès qu'une action
  agréée les deux années n'a répondu qu'une fois ; sinon c'est celle des totaux. Elle est calculée sur les valeurs exactes et arrondie une fois, le
  pourcentage aussi. Une part prend des points ; sur une base trop petite, les deux valeurs se disent (« 6 au lieu de 4 »), non un pourcentage.
"""


def markdown() -> str:
    """The whole dictionary, as the text of docs/dictionnaire.md."""
    secret.verifier(catalogue.load(), secret.load())
    return (
        "\n".join(
            [
                ponctuer(EN_TETE),
                *_seuils(),
                *_estimation(),
                "## Indicateurs\n",
                *_indicateurs(),
                "## Règles de conformité\n",
                *_regles(),
                "## Colonnes des quatre fichiers\n",
                *_tables(),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _seuils() -> Iterator[str]:
    yield ponctuer("Seuils de comparaison :\n")
    for nom, s in comparabilite.seuils().items():
        if "valeur" in s:
            yield ponctuer(f"- `{nom}` = {s['valeur']}. {s['origine']}.")
    yield ""


def _estimation() -> Iterator[str]:
    r = estimation.regles()
    yield "## Si toutes avaient répondu\n"
    yield ponctuer(f"{r['methode']}\n")
    yield ponctuer(f"**{r['hypothese']}** {r['essai']}\n")
    yield ponctuer(
        f"Une estimation s'écrit « {estimation.SIGNE} environ 3 190 (de 3 120 à 3 260) » (chiffres "
        "donnés pour la forme) ; elle se lit à côté d'un chiffre et n'entre dans aucune somme. "
        f"Source : {r['source']}.\n"
    )
    for nom, s in r.items():
        if "valeur" in s:
            yield ponctuer(f"- `{nom}` = {regles.lisible(s['valeur'])}. {s['origine']}.")
    yield ""


def _indicateurs() -> Iterator[str]:
    tous = catalogue.load().values()
    for famille in catalogue.familles().values():
        yield f"### {famille}\n"
        for ind in tous:
            if ind.famille == famille:
                yield from _indicateur(ind)


def _indicateur(ind: Indicateur) -> Iterator[str]:
    yield f"#### {ind.titre}\n"
    yield f"{ind.definition}\n"
    precision = (
        f", {ind.decimales} décimale{'s' if ind.decimales > 1 else ''}" if ind.decimales else ""
    )
    lignes = {
        "Identifiant": f"`{ind.id}`",
        "Unité": ind.unite + precision,
        "Source": ind.source,
        "Traitement": ind.traitement,
        "Lecture": f"En 2021-2022, {ind.lecture.format(valeur='…', nombre='…')}.".replace(
            "….", "…"
        ),
        "Se lit par": ", ".join(AXES[a].lower() for a in ind.axes),
        "Additif": "oui" if ind.additif else "non",
        "Réponse attendue": f"`{ind.reponse}`" if ind.reponse else "sans objet",
        **({"Actions concernées": f"`{ind.concernees}`"} if ind.concernees else {}),
        "Secret statistique": catalogue.SECRETS[ind.secret],
    }
    yield from (ponctuer(f"- {k} : ") + v for k, v in lignes.items())
    yield f"\n```sql\n{calcul.sql_texte(ind)}\n```\n"


def _regles() -> Iterator[str]:
    yield ponctuer(
        "Ce que le référentiel demande, jugé ligne par ligne. « Non renseigné » : ce qui manque "
        "empêche de juger ; ce n'est pas « non conforme ».\n"
    )
    for r in regles.load().values():
        yield f"### {ponctuer(r.titre)}\n"
        yield f"{ponctuer(r.texte)}\n"
        lignes = {
            "Identifiant": f"`{r.id}`",
            "Nature": regles.NATURES[r.nature],
            "Juge": regles.OBJETS[r.table],
            "Lit": ", ".join(f"{r.titre_de(t, c)} (`{t}.{c}`)" for t, c in r.lit),
            "Valeurs": " ; ".join(
                f"`{n}` = {regles.lisible(p.valeur)} ({p.origine})" for n, p in r.parametres.items()
            ),
            "Source": r.source,
            "Question posée": r.question,
        }
        yield from (ponctuer(f"- {k} : ") + ponctuer(v) for k, v in lignes.items() if v)
        yield f"\n```sql\nconforme: {r.conforme}\napplicable: {r.applicable}\n```\n"


def _tables() -> Iterator[str]:
    for schema in schemas.load().values():
        yield f"### {schema.titre} (`{schema.table}`)\n"
        yield ponctuer(
            f"{schema.description} Grain : {schema.grain} ; clé : {', '.join(schema.cle)}.\n"
        )
        yield (
            "| Colonne | Titre | Question | Type | Unité | Obligatoire | Exemple | Campagnes "
            "|\n|---|---|---|---|---|---|---|---|"
        )
        yield from (_colonne(schema, c) for c in schema.colonnes.values())
        yield ""


def _colonne(schema: Schema, c: Colonne) -> str:
    type_ = TYPES.get(c.type, c.type) + (f" ({', '.join(c.choix)})" if c.choix else "")
    cellules = (
        f"`{c.nom}`",
        c.titre,
        c.question,
        type_,
        c.unite,
        "oui" if c.obligatoire else "",
        c.exemple,
        _campagnes(schema.table, c.nom),
    )
    return (
        "| "
        + " | ".join(ponctuer(str(v).replace("|", "\\|").replace("\n", " ")) for v in cellules)
        + " |"
    )


def _campagnes(table: str, colonne: str) -> str:
    """« toutes », or the campagnes whose form has this column."""
    entetes = schemas.entetes()
    presentes = [c for c in sorted(entetes) if (table, colonne) in entetes[c]]
    if len(presentes) == len(entetes):
        return "toutes"
    return ", ".join(presentes) or "aucune"
