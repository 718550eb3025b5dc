"""Blocks of the bilan about territories: the map, the EPCI, the white zones."""

from __future__ import annotations

from typing import Any

from clas_data import formats
from clas_data.fichiers import campagnes
from clas_data.figures import figure, mots, repartitions
from clas_data.figures.figure import Carte, Figure, Paragraphe, Serie, Tableau
from clas_data.figures.valeur import Valeur, ou_rien
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.restitutions.bilan.edition import Edition
from clas_data.secret import LEGENDE
from clas_data.territoires import communes, contours, couverture, eloignement, zones

LIGNES_CARTE, LIGNES_ZONES = 15, 12
MASQUE = "effectif masqué"  # what a screen reader says of it


def carte(v: Valeurs, e: Edition) -> list:
    """Where the children are: circles whose area is the count, by commune; by EPCI in the version
    for diffusion, which holds nothing finer.
    """
    axe, nom = ("epci", "intercommunalité") if v.diffusion else ("commune", "commune")
    ind, t = v.indicateur("enfants_accompagnes"), v.par("enfants_accompagnes", axe)
    lieux = (
        communes.agreger(
            communes.load(
                v.installation, campagnes.exiger(v.installation, v.campagne).generation_qpv
            ),
            axe,
        )
        .set_index("code")[["lon", "lat"]]
        .astype(float)
    )
    t = t[t["code"].isin(lieux.index)]
    textes = tuple(
        v.texte(ind.id, Valeur(ou_rien(x), secret=bool(s)), unite=False)
        for x, s in zip(t["valeur"], t["secret"], strict=True)
    )
    collection = contours.load(v.installation, "epci")
    note = (
        "La surface d'un cercle dit le nombre d'enfants ; une croix, des actions qui n'ont pas "
        "répondu"
    ) + (f" ou un effectif masqué. {LEGENDE}." if v.diffusion else ".")
    return [
        Figure(
            "carte_epci" if v.diffusion else "carte",  # it shows other places, not the communes
            figure.CARTE,
            repartitions.titre_repartition(ind, t, nom, f"Enfants accompagnés par {nom}"),
            f"Enfants accompagnés par {nom}",
            tuple(t["libelle"]),
            (Serie(v.campagne, tuple(ou_rien(x) for x in t["valeur"]), textes),),
            nom.capitalize(),
            "enfants",
            repartitions.lecture_repartition(ind, t, textes),
            mots.champ(v),
            f"{ind.source} ; {contours.source(v.installation, 'epci')}.",
            note,
            carte=Carte(
                contours.rings(collection),
                tuple(tuple(lieux.loc[c]) for c in t["code"]),
                territoires=_territoires(v, collection),
            ),
            lignes_max=LIGNES_CARTE,
        )
    ]


def _territoires(v: Valeurs, collection: dict[str, Any]) -> tuple[str, ...]:
    """« Grenoble-Alpes-Métropole : 1 204 enfants », one per outer ring of the outlines."""
    t = v.par("enfants_accompagnes", "epci").set_index("code")
    dits = {
        r.Index: MASQUE if r.secret else v.texte("enfants_accompagnes", Valeur(ou_rien(r.valeur)))
        for r in t.itertuples()
    }
    return tuple(
        ponctuer(f"{f['properties']['nom']} : {dits.get(f['properties']['code'], 'aucune action')}")
        for f in collection["features"]
        for _ in contours.rings({"features": [f]})
    )


def intercommunalites(v: Valeurs, e: Edition) -> list:
    """The département by intercommunalité."""
    ids = [
        "actions_agreees",
        "porteurs",
        "enfants_accompagnes",
        "enfants_par_collectif",
        "taux_reponse_questionnaire",
        "cout_par_enfant",
    ]
    tables = {i: v.par(i, "epci").set_index("libelle") for i in ids}
    noms = list(tables["actions_agreees"].index)
    cases = {
        i: [
            Valeur(ou_rien(t.loc[n, "valeur"]), secret=bool(t.loc[n, "secret"]))
            if n in t.index
            else Valeur(None)
            for n in noms
        ]
        for i, t in tables.items()
    }
    lignes = tuple(
        (n, *(v.texte(i, cases[i][k], unite=False) for i in ids)) for k, n in enumerate(noms)
    )
    return [
        Tableau(
            "epci",
            "Le détail par intercommunalité",
            ("Intercommunalité", *(v.indicateur(i).titre for i in ids)),
            lignes,
            tuple((n, *(cases[i][k].valeur for i in ids)) for k, n in enumerate(noms)),
            note=mots.signes(lignes),
            largeurs=(2.2, 0.9, 0.9, 1.25, 1.0, 1.35, 0.9),
            champ=mots.champ(v),
            source=mots.source(*(v.indicateur(i) for i in ids)),
        )
    ]


def zones_blanches(v: Valeurs, e: Edition) -> list:
    """Where no action is, first what the scheme is for."""
    z = zones.zones_blanches(
        couverture.calculer(
            v.installation,
            v.base,
            v.perimetre,
            v.campagne,
            "commune",
            "actions_agreees",
            "habitants",
        )
    )
    l = z.liste.head(LIGNES_ZONES)
    # what the screen calls « la distance choisie »
    loin = f"à plus de {eloignement.kilometres(z.distance_km)}"
    lignes = tuple(
        (
            r.nom,
            r.motif.replace("au-delà de la distance choisie", loin),
            r.plus_proche,
            formats.nombre(r.population),
            ND if formats.inconnu(r.distance_km) else eloignement.kilometres(r.distance_km),
        )
        for r in l.itertuples()
    )
    brutes = tuple(
        (
            r.nom,
            r.motif.replace("au-delà de la distance choisie", loin),
            r.plus_proche,
            ou_rien(r.population),
            ou_rien(r.distance_km),
        )
        for r in z.liste.itertuples()
    )
    return (
        [
            Paragraphe(ponctuer(zones.titre(z)) + "."),
            Tableau(
                "zones_blanches",
                f"Communes sans action : les {formats.nombre(len(lignes))} premières sur "
                f"{formats.nombre(len(z.liste))}",
                ("Commune", "Motif", "Action la plus proche", "Habitants", "Distance"),
                lignes,
                brutes,
                alignees=3,
                note=z.methode,
                champ=mots.champ(v),
                source=ponctuer("Agréments de la commission ; populations municipales de l'Insee."),
                largeurs=(2.2, 3.6, 2.2, 1.1, 1),
            ),
        ]
        if len(l)
        else [Paragraphe("Toutes les communes ont une action.")]
    )
