"""The schemes around the school: each alone, in combination, by territory and over the years."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.articulation import dispositifs
from clas_data.articulation.dispositifs import ARTICULATIONS, INDICATEURS, court
from clas_data.dessin import articulation, pentes
from clas_data.formats import INSECABLE
from clas_data.indicateurs import phrases
from clas_data.ui import blocs, carte_calcul, filtres, lecture, style
from clas_data.ui.selection import Selection

CROISES = (
    "pre",
    "reaap",
    "pedt",
    "ctg",
    "contrat_de_ville",
)  # when nothing is chosen
LIGNES = 14
FORMES = {
    n: [f"part_{n}_{f}" for f in ("orientation", "actions_communes", "instances", "information")]
    for n in ("pre", "reaap")
}
SOURCE = "Questionnaire d'activité, feuille « actions »"


def reponses(selection: Selection) -> pd.DataFrame:
    """The answers of the questionnaires received, one row per action, under the filters of the
    screen.
    """
    ou = selection.ou()
    parametres = {a: ou.get(a, "") for a in ("campagne", "epci", "niveau", "porteur_type", "qpv")}
    return lecture.requete(selection.perimetre, "articulation_reponses", **parametres)


def schemes(selection: Selection) -> None:
    """Which schemes, how many, in which combination, and in what form."""
    blocs.chiffres(
        ["part_articulees", "dispositifs_par_action", "part_pre", "part_reaap"],
        selection,
    )
    blocs.multiples(
        [INDICATEURS[d] for d in ARTICULATIONS],
        selection,
        plusieurs=True,
        cle="multiples_dispositifs",
        sujet="Dispositifs déclarés",
        sous_titre=(
            "Part des actions qui se disent articulées à chaque dispositif, en % des répondants"
        ),
    )
    _combinations(selection)
    with blocs.cote_a_cote():
        for dispositif, nom in (("pre", "le PRE"), ("reaap", "le Reaap")):
            blocs.multiples(
                FORMES[dispositif],
                selection,
                plusieurs=True,
                cle=f"multiples_formes_{dispositif}",
                sujet=f"Avec {nom}",
                sous_titre=f"Forme de l'articulation avec {nom}, en % des actions articulées qui "
                "la précisent",
                note="Seules les actions articulées avec ce dispositif ont à préciser une forme.",
            )
    blocs.chiffres(["part_porte_reaap", "part_porteurs_reaap", "part_porteurs_pedt"], selection)


def _combinations(selection: Selection) -> None:
    """The combinations of the schemes that the reader crosses, exactly as declared."""
    noms = {court(d): d for d in INDICATEURS}
    defaut = [court(d) for d in CROISES]
    filtres.say_dropped("croiser", "Dispositifs à croiser", noms)
    choix = st.pills(
        "Dispositifs à croiser",
        list(noms),
        selection_mode="multi",
        default=defaut,
        key="croiser",
        bind="query-params",
    )
    choisis = [noms[n] for n in noms if n in choix]
    if not choisis:
        st.info("Choisissez au moins un dispositif à croiser.", icon=":material/join:")
        return
    lues = reponses(selection)
    table, incompletes = dispositifs.combiner(lues, choisis)
    total, vues = int(table["actions"].sum()), table.head(LIGNES)
    mots = [_words(m) for m in table["membres"]]
    ecrites = [
        f"{formats.nombre(n)} ({formats.pourcent(p, 0)})"
        for n, p in zip(table["actions"], table["part"], strict=True)
    ]
    parts = lecture.calculer(selection, [INDICATEURS[d] for d in choisis]).set_index("indicateur")[
        "valeur"
    ]
    reste = int(table["actions"].iloc[LIGNES:].sum())
    carte_calcul.show(
        "combinaisons",
        _combination_title(table, total, mots),
        (f"Nombre d'actions par combinaison exacte de {len(choisis)} dispositifs"),
        (
            lambda: articulation.combinaisons(
                [court(d) for d in choisis],
                [formats.pourcent(parts[INDICATEURS[d]], 0) for d in choisis],
                [[d in m for d in choisis] for m in vues["membres"]],
                list(vues["actions"]),
                ecrites[:LIGNES],
                [f"<b>{m}</b><br>{e}" for m, e in zip(mots[:LIGNES], ecrites, strict=False)],
                sombre=style.sombre(),
            )
        )
        if total
        else None,
        alternative=f"{_combination_title(table, total, mots)}. "
        "Nombre d'actions par combinaison exacte : "
        + " ; ".join(f"{m} : {e}" for m, e in zip(mots[:LIGNES], ecrites, strict=False))
        + ".",
        donnees=pd.DataFrame(
            {
                "Combinaison": mots,
                "Actions": list(table["actions"]),
                ("Part des actions (%)"): list(table["part"]),
            }
        ),
        notes=[
            (
                "Lecture",
                f"{formats.pluriel(table['actions'].iloc[0], 'action')} sur "
                f"{formats.nombre(total)} : {mots[0]}, et aucun autre des dispositifs croisés."
                if total
                else "",
            ),
            ("Note", _combination_note(total, incompletes, reste, len(table) - LIGNES)),
        ],
        champ=selection.mots,
        source=SOURCE,
        vide=("Aucune action n'a répondu à toutes les questions croisées."),
    )


def _words(membres: tuple[str, ...]) -> str:
    return " + ".join(court(d) for d in membres) if membres else "aucun des dispositifs croisés"


def _combination_title(table: pd.DataFrame, total: int, mots: list[str]) -> str:
    if not total:
        return f"Combinaisons de dispositifs{INSECABLE}: {formats.ND}"
    plusieurs = int(table.loc[table["membres"].map(len) > 1, "actions"].sum())
    part = formats.pourcent(100 * plusieurs / total, 0)
    return (
        f"{formats.pluriel(plusieurs, 'action')} sur {formats.nombre(total)} ({part}) combinent "
        "au moins deux des dispositifs croisés"
    )


def _combination_note(total: int, incompletes: int, reste: int, autres: int) -> str:
    dits = [
        (
            f"Chaque action est dans une seule ligne ; {formats.pluriel(total, 'action')} ont "
            "répondu à toutes les questions croisées."
        )
    ]
    if incompletes:
        dits.append(
            f"{formats.pluriel(incompletes, 'action')} sans réponse complète : hors de ce "
            "graphique."
        )
    if reste:
        dits.append(
            f"{formats.pluriel(autres, 'autre combinaison', 'autres combinaisons')} "
            f"({formats.pluriel(reste, 'action')}) dans les données."
        )
    dits.append(
        "Sous chaque nom, la part des répondants qui déclarent ce dispositif, seul ou non : la "
        "somme de ces parts peut dépasser 100 %."
    )
    return " ".join(dits)


def territories(selection: Selection) -> None:
    """All the schemes over the years; then one at a time, by intercommunalité, by level, in and out
    of priority neighbourhoods; then all in a table.
    """
    noms = {court(d): i for d, i in INDICATEURS.items()}
    filtres.say_dropped("dispositif", "Dispositif", noms)
    _across_years(selection)
    choisi = st.segmented_control(
        "Dispositif",
        list(noms),
        default="PRE",
        required=True,
        key="dispositif",
        bind="query-params",
    )
    nom = noms[choisi or "PRE"]
    with blocs.cote_a_cote():
        blocs.repartition(nom, par="epci", selection=selection)
        blocs.repartition(nom, par="niveau", selection=selection)
        blocs.repartition(nom, par="qpv", selection=selection)
    _all_by_epci(selection)


def _all_by_epci(selection: Selection) -> None:
    """Every scheme in every intercommunalité, under a title that says where they are most and
    least.
    """
    ind = lecture.indicateur("dispositifs_par_action")
    df = lecture.by_axis(selection, ind.id, "epci")
    titre = phrases.titre_repartition(
        ind,
        dict(zip(df["libelle"], df["valeur"], strict=True)),
        "Intercommunalité",
        dict(zip(df["libelle"], df["repondants"], strict=True)),
    )
    blocs.tableau([ind.id, *INDICATEURS.values()], "epci", selection, titre=titre)


def _recues(selection: Selection) -> dict[str, str]:
    """The answers about the PRE, campagne by campagne."""
    v = lecture.source(selection)
    return {c: v.une("part_pre", c).reponses for c in selection.campagnes}


def _across_years(selection: Selection) -> None:
    """Every scheme in every campagne, as one table."""
    df = lecture.calculer(
        selection, list(INDICATEURS.values()), ["campagne"], ou=selection.ou(campagne=False)
    )
    large = df.pivot(index="indicateur", columns="campagne", values="valeur").reindex(
        index=list(INDICATEURS.values()), columns=list(selection.campagnes)
    )
    donnees = (
        large.set_axis([court(d) for d in INDICATEURS], axis=0)
        .rename_axis("Dispositif")
        .reset_index()
    )
    derniere, premiere = large.columns[-1], large.columns[0]
    ecarts = (large[derniere] - large[premiere]).dropna()
    titre = f"Dispositifs d'une campagne à l'autre{INSECABLE}: {formats.ND}"
    if len(ecarts) and derniere != premiere:
        plus = ecarts.abs().idxmax()
        nom = lecture.indicateur(plus).court
        titre = (
            f"De {premiere} à {derniere}, « {nom} » change le plus{INSECABLE}: de "
            f"{formats.pourcent(large.loc[plus, premiere])} à "
            f"{formats.pourcent(large.loc[plus, derniere])} des répondants"
        )
    recues = lecture.garder(selection, _recues)
    dits = " ; ".join(f"{c} : {r}" for c, r in recues.items() if r)
    nom = lecture.indicateur(plus).court if titre.startswith("De ") else ""
    series = [
        (
            lecture.indicateur(i).court,
            list(large.loc[i]),
            [formats.pourcent(v, 0) for v in large.loc[i]],
        )
        for i in large.index
    ]
    carte_calcul.show(
        "annees_dispositifs",
        titre,
        "Part des actions articulées à chaque dispositif, en % des répondants",
        lambda: pentes.pentes(list(large.columns), series, nom, sombre=style.sombre()),
        alternative=f"{titre}. "
        + " ; ".join(f"{n} : {', '.join(textes)}" for n, _, textes in series)
        + ".",
        donnees=donnees,
        notes=[
            (
                "Note",
                (
                    f"Réponses à la question sur le PRE, par campagne : {dits}. Qui répond change "
                    "d'une campagne à l'autre."
                ),
            )
        ],
        champ=selection.champ,
        source=SOURCE,
    )
