"""The declaration of accessibility: the articles that the law asks for, filled with what the tests
measured.

Measures: `docs/accessibilite/` (written by the browser tests).  Who answers for the site:
`accessibilite.yaml` of the installation. Without an audit in force the state is « non conforme »:
automatic checks are not an audit (décret 2019-768, arrêté of 20 September 2019).
"""

from __future__ import annotations

import html
from datetime import date
from typing import Any

from clas_data import formats
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.formats import INSECABLE, ponctuer
from clas_data.restitutions.constats import ETATS, exceptions, jugements, resultats
from clas_data.restitutions.organisme import A_REMPLIR, Organisme, etat, organisme

CADRE = "https://github.com/streamlit/streamlit/issues/"


def mention(installation: Installation) -> str:
    """« Accessibilité : non conforme », the words that the law wants on every page."""
    try:
        return f"Accessibilité{INSECABLE}: {etat(installation)}"
    except ClasError:  # the page of the declaration says what is wrong in the file
        return f"Accessibilité{INSECABLE}: déclaration à corriger"


def declaration(installation: Installation) -> str:
    """The whole declaration, as HTML."""
    qui, mesures = organisme(installation), resultats()
    nom = html.escape(qui.organisme) or (
        "L'organisme qui tient ce tableau de bord (nom à compléter dans le fichier "
        "accessibilite.yaml de l'installation)"
    )
    return "".join(
        (
            _p(
                f"{nom} s'engage à rendre ce tableau de bord accessible, conformément à "
                "l'article 47 de la loi n° 2005-102 du 11 février 2005."
            ),
            _p(
                "Schéma pluriannuel et plan d'actions : "
                f"{html.escape(qui.schema_pluriannuel) or A_REMPLIR}."
            ),
            _p(
                "Cette déclaration s'applique au tableau de bord départemental du Clas et à sa "
                "page de connexion."
            ),
            _titre("État de conformité"),
            _conformite(qui),
            _titre("Résultats des contrôles"),
            _mesures(mesures),
            _jugements(),
            _titre("Contenus non accessibles"),
            _exceptions(),
            _limites(),
            _titre("Établissement de cette déclaration"),
            _p(
                (
                    "Elle est produite à partir des contrôles automatiques du "
                    f"{formats.jour(date.fromisoformat(mesures['date']))} ({mesures['outil']}, "
                    f"{mesures['navigateur']})."
                    if mesures
                    else (
                        "Elle est produite à partir des contrôles automatiques, quand ils ont "
                        "été consignés."
                    )
                )
                + " Technologies utilisées : HTML, CSS, JavaScript, WAI-ARIA, SVG."
            ),
            _titre("Retour d'information et contact"),
            _p(
                "Si vous ne pouvez pas accéder à un contenu ou à un service, demandez une autre "
                "forme ou signalez le défaut :"
            ),
            _liste(
                [
                    f"Courriel : {html.escape(qui.courriel) or A_REMPLIR}",
                    f"Téléphone : {html.escape(qui.telephone) or A_REMPLIR}",
                    f"Adresse : {html.escape(qui.adresse) or A_REMPLIR}",
                ]
            ),
            _titre("Voies de recours"),
            _p(
                "Si vous avez signalé un défaut d'accessibilité qui vous empêche d'accéder "
                "à un contenu ou à un service, et que vous n'avez pas obtenu de réponse "
                "satisfaisante, vous pouvez :"
            ),
            _liste(
                [
                    "écrire un message au Défenseur des droits : formulaire.defenseurdesdroits.fr",
                    (
                        "contacter son délégué dans votre région : "
                        "www.defenseurdesdroits.fr/saisir/delegues"
                    ),
                    (
                        "lui écrire par la poste, gratuitement et sans timbre : Défenseur des "
                        "droits, Libre réponse 71120, 75342 Paris CEDEX 07"
                    ),
                ]
            ),
        )
    )


def _conformite(qui: Organisme) -> str:
    if qui.etat == "non" and qui.date_audit is None:
        return _p(
            f"Le tableau de bord est <b>{ETATS['non']}</b> au référentiel général "
            "d'amélioration de l'accessibilité (RGAA 4.1) : aucun audit en cours de validité "
            "ne mesure le respect de ses 106 critères. Les contrôles ci-dessous ne remplacent "
            "pas cet audit : un outil automatique ne voit qu'une partie des critères."
        )
    return _p(
        f"Le tableau de bord est <b>{ETATS[qui.etat]}"
        "</b> au référentiel général d'amélioration de l'accessibilité (RGAA 4.1). "
        f"Audit du {formats.jour(qui.date_audit)}, par {html.escape(qui.auditeur or A_REMPLIR)} : "
        f"{formats.pourcent(qui.taux_pct, 1)} des critères respectés."
    )


def _mesures(m: dict) -> str:
    if not m:
        return _p(
            "Les mesures de cette version ne sont pas encore consignées (« CLAS_IMAGES=1 make "
            "test » les écrit)."
        )
    n = formats.nombre
    return _liste(
        [
            f"{formats.pluriel(m['ecrans'], 'écran')}, onglets et page de connexion compris, "
            "contrôlés en thème clair et en thème sombre : "
            f"{formats.pluriel(m['defauts'], 'défaut')} du tableau de bord, "
            f"{formats.pluriel(len(exceptions()), 'défaut')} du cadre logiciel (décrits plus bas).",
            f"{formats.pluriel(m['regles'], 'règle')} de l'outil vérifiées au moins une fois ; "
            f"{formats.pluriel(m['a_verifier'], 'point')} que l'outil laisse à vérifier à la main "
            "(jugés plus bas).",
            (
                f"{formats.pluriel(m['alternatives'], 'figure')} : chacune a un texte qui en "
                "donne les valeurs, une table de données et un fichier à télécharger."
            ),
            f"Fenêtre de {n(min(m['largeurs']))} pixels de large (zoom de 400 %) et de "
            f"{n(max(m['largeurs']))} pixels (zoom de 200 %) : "
            f"{formats.pluriel(m['debordements'], 'écran')} à faire défiler de côté ; seuls les "
            "tableaux, les matrices et les cartes défilent dans leur cadre.",
            f"Au clavier seul : {' ; '.join(m['clavier'])}.",
            "Contraste des textes, des figures et des cartes calculé dans les deux thèmes.",
        ]
    )


def _jugements() -> str:
    lignes = [
        (
            f"<b>{html.escape(j['ecran'])}"
            f"</b> (règle « {j['regle']} », {j['critere']}) : {html.escape(j['jugement'])}"
        )
        for j in jugements()
    ]
    return _p("Points laissés par l'outil, vérifiés à la main :") + _liste(lignes)


def _exceptions() -> str:
    lignes = [
        (
            f"<b>{html.escape(e['ecran'])}"
            f"</b> (règle « {e['regle']} », {e['critere']}) : "
            f"{html.escape(e['raison'])} {_suivi(e)}"
        )
        for e in exceptions()
    ]
    return _p("Défauts du cadre logiciel (Streamlit), constatés par l'outil :") + _liste(lignes)


def _limites() -> str:
    return _p("Ce que l'outil ne voit pas, et que nous savons :") + _liste(
        [
            "les grandes tables que l'on trie sont dessinées : un lecteur d'écran y avance "
            "cellule par cellule ; le fichier csv ou xlsx de chaque figure donne les mêmes "
            "lignes ; le menu de leurs colonnes ne s'ouvre pas au clavier "
            f"({_ticket(CADRE + '13332')}) ;",
            (
                "les territoires d'une carte se choisissent à la souris ; la liste « Territoire "
                "» et l'onglet « Tableau » font la même chose au clavier ;"
            ),
            "le contenu d'une bulle ouverte (« Lire ce graphique », « Données ») vient, au "
            "clavier, après le pied de la page et non juste après son bouton ; aucun ticket n'a "
            "été trouvé chez le cadre ;",
            (
                "si le thème du système change pendant la lecture, l'écran n'est entièrement "
                "redessiné qu'au geste suivant ;"
            ),
            (
                "les documents PDF produits n'ont pas été contrôlés par un outil d'accessibilité "
                "; leur version Word ou leur table porte les mêmes contenus ;"
            ),
            (
                "aucun essai n'a été mené avec des personnes handicapées ni avec NVDA, JAWS ou "
                "VoiceOver."
            ),
        ]
    )


def _suivi(e: dict[str, Any]) -> str:
    """Who is told of a fault: the issue about its rule, or that none was found, and what is nearest
    to its cause.
    """
    if e["ticket"] != "aucun":
        return f"Suivi : {_ticket(e['ticket'])}."
    return (
        "Aucun ticket trouvé chez le cadre pour cette règle ; au plus près de la cause : "
        f"{_ticket(e['voir']['adresse'])} ({html.escape(e['voir']['sujet'])})."
    )


def _ticket(adresse: str) -> str:
    """A link that says the project and the number."""
    projet, numero = (
        adresse.removeprefix("https://github.com/").replace("/pull/", "/issues/").split("/issues/")
    )
    return f'<a href="{html.escape(adresse)}">{html.escape(projet)}#{numero}</a>'


def _titre(texte: str) -> str:
    return f"<h2>{html.escape(texte)}</h2>"


def _p(texte: str) -> str:
    return f"<p>{_typo(texte)}</p>"


def _liste(lignes: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{_typo(l)}</li>" for l in lignes) + "</ul>"


def _typo(texte: str) -> str:
    return ponctuer(texte).replace("n° ", f"n°{INSECABLE}")
