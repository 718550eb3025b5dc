"""The answers of the simulator: totals, who gains, who is at the ceiling, and the iso-budget
curve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.dessin import financement
from clas_data.ecrans.simulateur import regle
from clas_data.ecrans.simulateur.etat import VOIX, Etat
from clas_data.simulateur import effets, fiche, inverse, scenario
from clas_data.simulateur.calcul import Resultat
from clas_data.simulateur.effets import euros
from clas_data.simulateur.formule import COURTS
from clas_data.simulateur.scenario import leviers
from clas_data.ui import (
    carte,
    carte_calcul,
    champs,
    exports,
    filtres,
    gestes,
    lecture,
    listes,
    style,
    tableaux,
    textes,
)

SOURCE = (
    "Bilans des actions (charges, collectifs), agréments (bonus), barème et hypothèses affichés"
)
GROUPES_MAX, NOM_MAX = 12, 46  # bars; characters of a name
ESSAIS = {
    "taux": Decimal("1.1"),
    "plafond": Decimal("1.05"),
    "bonus_enfants": Decimal("1.15"),
}  # times the value in force: a first « et si… » to press
AU_CENTIME = ("Par collectif", "Plafonnées", "× taux")  # the steps that are not yet rounded


def reponses(etat: Etat) -> None:
    """The three totals side by side, as the numbers move."""
    colonnes = st.columns(3, gap="small")
    with colonnes[0], st.container(key="carte_total_vigueur", height="stretch"):
        _total(
            "Barème en vigueur",
            effets.total(etat.reference),
            "référence des deux scénarios",
            _rapports(etat.reference),
        )
    for voix, colonne in zip(VOIX, colonnes[1:], strict=True):
        b = etat.bilans[voix]
        with colonne, st.container(key=f"carte_total_{voix.lower()}", height="stretch"):
            mots = f"{effets.phrase(b, etat.propre(voix), etat.bareme)} {effets.bornes(b)}"
            _total(
                f"Scénario {voix}",
                effets.total(etat.resultats[voix]),
                mots,
                _rapports(etat.resultats[voix]),
            )


def _total(nom: str, total: str, mots: str, rapports: str) -> None:
    st.html(
        f'<div class="clas-chiffre"><div class="nom">{nom}</div><div class="valeur">{total}</div>'
        f'<div class="ecart">{textes.in_html(mots)}</div><div class="couverture">{rapports}</div>'
        "</div>"
    )


def _rapports(r: Resultat) -> str:
    enfant = effets.par_enfant(r)
    morceaux = (
        [f"{formats.euros(Decimal(r.total_c) / 100 / r.collectifs)} par collectif"]
        if r.collectifs
        else []
    )
    morceaux.insert(0, effets.base(r))
    morceaux.append(f"{formats.ND if enfant is None else formats.euros(enfant / 100)} par enfant")
    return " · ".join(morceaux)


def connu(etat: Etat, montrer: Callable[[], None]) -> None:
    """A view of amounts, where there is one amount to show; else why there is none."""
    if any(r.connu for r in (etat.reference, *etat.resultats.values())):
        montrer()
        return
    n = etat.reference.inconnues
    mots = (
        f"a {formats.pluriel(n, 'action')} sans bilan et aucune dont les dépenses sont connues"
        if n
        else "n'a aucune action agréée"
    )
    st.info(
        textes.typographic(
            f"Droits de {etat.donnees.campagne} : {formats.ND} Cette campagne {mots} : il n'y a "
            "pas de montant à montrer ici."
        ),
        icon=":material/inbox:",
    )


def choisir_voix(cle: str) -> str:
    """Which of the two scenarios a view is about."""
    filtres.say_dropped(cle, "Scénario", VOIX)
    return (
        st.segmented_control(
            "Scénario", list(VOIX), default="A", required=True, key=cle, bind="query-params"
        )
        or "A"
    )


def lisibles(noms: Sequence[str]) -> list[str]:
    """Names for the axis of a picture: cut where they are long, unless two of them would then be
    one bar.
    """
    coupes = [n if len(n) <= NOM_MAX else f"{n[: NOM_MAX - 1].rstrip()}…" for n in noms]
    return [
        textes.ECHAPPE(c if coupes.count(c) == 1 else n) for c, n in zip(coupes, noms, strict=True)
    ]


def gagnants(etat: Etat) -> None:
    """Gains and losses by group, then action by action with its steps."""
    filtres.say_dropped("groupe", "Par", effets.GROUPES.values())
    gauche, droite = st.columns([1, 5])
    with gauche:
        voix = choisir_voix("voix_gagnants")
    with droite:
        groupe = (
            st.segmented_control(  # an empty choice in a link is none
                "Par",
                list(effets.GROUPES),
                format_func=effets.GROUPES.get,
                default="epci_nom",
                required=True,
                key="groupe",
                bind="query-params",
            )
            or "epci_nom"
        )
    if not etat.propre(voix).change:
        _essayer(etat, voix)
    c = etat.comparaisons[voix]
    t, b = effets.par_groupe(c, groupe), etat.bilans[voix]
    vus = t[t["ecart_c"] != 0].head(GROUPES_MAX)
    textes_ = [("+" if e > 0 else "") + euros(e) for e in vus["ecart_c"]]
    combien = [formats.pluriel(n, "action") for n in vus["actions"]]
    noms = [str(v) for v in vus[groupe]]
    titre = effets.phrase(b, etat.propre(voix), etat.bareme)
    carte_calcul.show(
        f"gagnants_{voix}_{groupe}",
        titre,
        f"Différence avec le barème en vigueur, par {effets.GROUPES[groupe].lower()}, en euros "
        f"({GROUPES_MAX} plus fortes)",
        (
            lambda: financement.ecarts(
                lisibles(noms), [e / 100 for e in vus["ecart_c"]], textes_, sombre=style.sombre()
            )
        )
        if len(vus)
        else None,
        alternative=f"{titre} "
        + " ; ".join(f"{n} : {x} ({k})" for n, x, k in zip(noms, textes_, combien, strict=True)),
        donnees=pd.DataFrame(
            {
                effets.GROUPES[groupe]: t[groupe],
                "Actions": t["actions"],
                "Gagnent": t["gagnantes"],
                "Perdent": t["perdantes"],
                "Barème en vigueur": t["reference_c"] / 100,
                "Scénario": t["total_c"] / 100,
                "Différence": t["ecart_c"] / 100,
            }
        ),
        notes=[
            (
                "Lecture",
                f"{noms[0]} : {textes_[0]} en tout pour {combien[0]}."
                if len(vus)
                else "aucune différence.",
            ),
            ("Note", effets.bornes(b)),
        ],
        champ=etat.champ,
        source=SOURCE,
        vide="Aucune différence à dessiner : changez un nombre dans le texte de la règle.",
    )
    _actions(etat, voix, c)


def _essayer(etat: Etat, voix: str) -> None:
    """Where nothing is moved yet, three moves to begin with."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="essais"):
        st.markdown("Et si…", width="content")
        for cle, fois in ESSAIS.items():
            levier, valeur = leviers()[cle], etat.bareme.valeurs.get(cle)
            if valeur:
                essai = scenario.construire(
                    f"Scénario {voix}",
                    etat.bareme.campagne,
                    {cle: (valeur * fois / 5).quantize(1) * 5},
                )
                mots = f"{levier.titre} à {champs.ecrire(levier, essai.change[cle])}"
                st.button(
                    textes.typographic(mots),
                    key=f"essai_{cle}",
                    icon=":material/play_arrow:",
                    on_click=gestes.geste(regle.reprendre),
                    args=(essai, voix),
                )


ETAPES_LUES = ("par_collectif", "plafonnees", "fois_taux", "ps", "bonus_enfants", "bonus_parents")


def _actions(etat: Etat, voix: str, c: pd.DataFrame) -> None:
    with st.container(key="carte_actions_simulees"):
        st.html(
            '<h3 class="clas-titre">Action par action, et le détail d\'un montant</h3>'
            '<p class="clas-sous-titre">Avant, '
            "après, la différence, puis les étapes de la règle dans l'ordre où elle se calcule</p>"
        )
        etapes = {
            "En vigueur": c["reference_c"],
            f"Scénario {voix}": c["total_c"],
            "Différence": c["ecart_c"],
            "Dépenses": c["depenses_c"].where(c["depenses_c"] >= 0),
            **{COURTS[n]: c[f"{n}_c"] for n in ETAPES_LUES},
        }
        montants = {nom: v.astype("Float64") / 100 for nom, v in etapes.items()}
        vue = pd.DataFrame(
            {
                "Action": c["code_action"],
                "Porteur": c["porteur_nom"],
                "Collectifs": c["collectifs"],
                **montants,
            }
        )
        largeurs = {"Action": 90, "Porteur": 200, "Collectifs": 85} | dict.fromkeys(montants, 108)
        st.dataframe(
            tableaux.premieres(vue).style.format(
                {m: _au_centime if m in AU_CENTIME else formats.euros for m in montants}
                | {"Collectifs": formats.nombre},
                na_rep=formats.ND,
            ),
            hide_index=True,
            height=330,
            column_config={n: st.column_config.Column(width=l) for n, l in largeurs.items()},
            alt="Droits de chaque action, avant et après, étape par étape",
            key="actions_simulees",
            placeholder=formats.ND,
        )
        base, titre = lecture.ouverte(), f"Droits par action, scénario {voix}"
        carte.downloads(
            vue.assign(**{m: montants[m].round(4) for m in montants}),
            exports.context(None, titre, etat.champ, base.empreinte, base.demonstration)
            | {"Source": SOURCE},
            exports.nom_fichier("droits", voix, etat.donnees.campagne),
            "actions_simulees",
        )
        titres = dict(
            zip(c["code_action"], c["code_action"] + " · " + c["intitule"].fillna(""), strict=True)
        )
        filtres.say_dropped("detail", "Action", titres.values())
        code = listes.choisir(
            "Détail du calcul de l'action",
            list(titres),
            key="detail",
            bind="query-params",
            format_func=titres.get,
        )
        etapes = fiche.fiche(etat.resultats[voix], etat.bareme, code)
        tableaux.show(
            f"Calcul des droits de {code}, pas à pas",
            ["Étape", "Montant", "Calcul", "Référence"],
            [[e.quoi, e.montant, e.calcul, e.reference] for e in etapes],
            alignees=9,
        )


def _au_centime(v: float) -> str:
    return formats.euros(v, 2)


def au_plafond(etat: Etat) -> None:
    """The distribution of the cost of a collectif, with each ceiling as a line."""
    p = effets.au_plafond(etat.reference)
    dessus = int(p.loc[p["au_plafond"], "collectifs"].sum())
    n = int(p["collectifs"].sum())
    reperes = [("en vigueur", float(etat.reference.regle.plafond))]
    reperes += [
        (f"scénario {v}", float(etat.resultats[v].regle.plafond))
        for v in VOIX
        if etat.resultats[v].regle.plafond != etat.reference.regle.plafond
    ]
    part = formats.pourcent(100 * dessus / n if n else float("nan"), 0)
    titre = (
        f"{formats.pluriel(dessus, 'collectif')} sur {formats.nombre(n)} ({part}) "
        f"{'coûtent' if dessus > 1 else 'coûte'} au moins le plafond en vigueur"
    )
    for nom, valeur in reperes[1:]:
        a = int(p.loc[p["par_collectif_c"] >= valeur * 100, "collectifs"].sum())
        titre += f" ; {formats.nombre(a)} celui du {nom} ({euros(round(valeur * 100))})"
    carte_calcul.show(
        "plafond",
        titre,
        "Collectifs selon leur coût (dépenses de l'action partagées à parts égales)",
        (
            lambda: financement.plafond(
                list(p["par_collectif_c"] / 100),
                list(p["collectifs"]),
                reperes,
                sombre=style.sombre(),
            )
        )
        if n
        else None,
        alternative=f"{titre}. "
        + " ; ".join(f"{nom} : {euros(round(v * 100))}" for nom, v in reperes),
        donnees=pd.DataFrame(
            {
                "Action": p["code_action"],
                "Intitulé": p["intitule"],
                "Collectifs": p["collectifs"],
                "Coût par collectif": p["par_collectif_c"] / 100,
                "Au plafond": p["au_plafond"].map(formats.oui_non),
            }
        ),
        notes=[
            (
                "Lecture",
                (
                    "un plafond relevé n'aide que les collectifs à sa droite ; un taux relevé "
                    "les aide tous."
                ),
            ),
            ("Note", "Hachures : coût égal ou supérieur au plafond en vigueur."),
        ],
        champ=etat.champ,
        source=SOURCE,
    )
    _iso(etat)


def _iso(etat: Etat) -> None:
    cible = etat.resultats["A"].total_c
    depart = etat.resultats["A"].regle.taux
    taux = [t for k in range(-4, 5) if 0 < (t := depart + Decimal(k)) <= 100]
    iso = inverse.iso_budget(etat.donnees, etat.bareme, etat.scenarios["A"], cible, taux)
    connus = iso.dropna()
    moins, plus = (connus.iloc[i]["plafond"] if len(connus) > 1 else None for i in (0, -1))
    titre = (
        (
            f"Pour {euros(cible)}, le plafond va de {formats.euros(moins, 2)} à "
            f"{formats.euros(plus, 2)} quand le taux va de "
            f"{formats.pourcent(connus.iloc[0]['taux'], _utiles(taux))} à "
            f"{formats.pourcent(connus.iloc[-1]['taux'], _utiles(taux))}"
        )
        if moins is not None
        else f"Aucun autre couple taux, plafond ne donne {euros(cible)}"
    )
    survols = [
        f"taux {formats.pourcent(t, 2)} : plafond {formats.euros(p, 2)}"
        for t, p in zip(connus["taux"], connus["plafond"], strict=True)
    ]
    carte_calcul.show(
        "iso",
        titre,
        "Plafond le plus haut qui tient dans le total du scénario A, selon le taux",
        (
            lambda: financement.courbes(
                [("même total", list(connus["taux"]), list(connus["plafond"]), survols)],
                "Taux, en %",
                "Plafond, en euros",
                sombre=style.sombre(),
            )
        )
        if len(connus) > 1
        else None,
        alternative=f"{titre}. " + " ; ".join(survols),
        donnees=iso.rename(columns={"taux": "Taux (%)", "plafond": "Plafond (€)"}),
        notes=[
            ("Lecture", f"{survols[0]}." if survols else ""),
            (
                "Note",
                (
                    "Plafond le plus haut, au centime, dont le total ne dépasse pas celui du "
                    "scénario A ; n.d. quand aucun plafond n'y suffit ou n'y change rien."
                ),
            ),
        ],
        champ=etat.champ,
        source=SOURCE,
    )


def _utiles(taux: list[Decimal]) -> int:
    """Decimals that these rates need."""
    return max((max(0, -t.normalize().as_tuple().exponent) for t in taux), default=0)
