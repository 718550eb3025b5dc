"""Commands about documents: bilan."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_fichier
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.indicateurs import calcul
from clas_data.restitutions.bilan import composition, edition, formats_de_sortie


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande(
        "bilan", "écrit le bilan annuel d'une campagne (Word, PDF, classeur ou diapositives)"
    )
    p.set_defaults(faire=bilan)
    p.add_argument(
        "--campagne", required=True, metavar="C", help="année scolaire, par exemple 2021-2022"
    )
    p.add_argument(
        "--format",
        required=True,
        choices=sorted(formats_de_sortie.FORMATS),
        help="docx, pdf, xlsx, pptx (la réunion) ou annexe.pptx (le reste)",
    )
    p.add_argument(
        "--diffusion",
        action="store_true",
        help="version de diffusion : secret statistique appliqué partout",
    )
    p.add_argument(
        "--comparaison",
        metavar="C",
        help="campagne de comparaison (sinon celle du bilan enregistré, sinon la précédente)",
    )
    p.add_argument(
        "--date",
        metavar="JJ/MM/AAAA",
        help="date d'édition imprimée (sinon celle du bilan enregistré)",
    )
    p.add_argument("-o", "--sortie", required=True, metavar="FICHIER", help="fichier à écrire")


def bilan(inst: Installation, choix: Namespace) -> int:
    """The bilan as it stands: what was written on the page « Bilan annuel », or the sentences of
    the outline.
    """
    campagnes.exiger(inst, choix.campagne)
    ouverte = lecture.courante(inst)
    perimetre = lecture.tout(inst)
    connues = calcul.valeurs_axe(ouverte, perimetre, "campagne")
    if choix.campagne not in connues:
        raise UsageError(
            f"La campagne « {choix.campagne} » n'a encore aucune donnée ici. Campagnes reçues : "
            f"{', '.join(connues) or 'aucune'}."
        )
    e = edition.ouvrir(
        inst,
        choix.campagne,
        composition.precedente(connues, choix.campagne),
        ligne_de_commande().nom,
    )
    e = replace(
        e,
        comparaison=choix.comparaison or e.comparaison,
        date=_date(choix.date) if choix.date else e.date,
    )
    v = composition.lire(
        inst,
        ouverte,
        perimetre,
        e,
        ligne_de_commande().agregats(campagnes.publiees(inst)) if choix.diffusion else None,
    )
    ecrire_fichier(choix.sortie, formats_de_sortie.ecrire(composition.composer(v, e), choix.format))
    a_relire = [p.cle for p in composition.phrases(v, e).values() if p.a_relire]
    dire(
        f"Bilan {choix.campagne} écrit : {choix.sortie} (édité le {formats.jour(e.date)}, base "
        f"{ouverte.empreinte})."
    )
    if a_relire:
        dire(
            f"{formats.pluriel(len(a_relire), 'phrase')} à relire sur la page « Bilan annuel » : "
            f"{', '.join(a_relire)}."
        )
    return 0


def _date(texte: str) -> str:
    try:
        return datetime.strptime(texte, "%d/%m/%Y").date().isoformat()
    except ValueError as e:
        raise UsageError(f"--date {texte} : écrivez un jour, par exemple 15/03/2023.") from e
