"""What a porteur reads first: what it has to do, by when and with whom; one strength; one point to
watch. Sentences, the same for whoever draws them.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data import formats
from clas_data.conformite.matrice import CONFORME, NON_CONFORME
from clas_data.conformite.relances import SORTES
from clas_data.fichiers.campagnes import Campagne
from clas_data.formats import ponctuer
from clas_data.restitutions.synthese.composition import Synthese

CITES = 3  # motifs named of each sort: the tab has them all
A_FAIRE = {
    "reponse": ("réponse manquante à envoyer", "réponses manquantes à envoyer"),
    "preciser": ("réponse à préciser", "réponses à préciser"),
    "contradiction": ("contradiction à lever", "contradictions à lever"),
    "ecart": ("écart au référentiel à expliquer", "écarts au référentiel à expliquer"),
}


def a_faire(s: Synthese) -> list[str]:
    """What is expected of this porteur, the most pressing first; empty where nothing is."""
    comptes = s.questions["sorte"].value_counts()
    return [
        ponctuer(f"{formats.pluriel(comptes[SORTES[sorte]], *mots)} : {_lesquelles(s, sorte)}")
        for sorte, mots in A_FAIRE.items()
        if SORTES[sorte] in comptes
    ]


def _lesquelles(s: Synthese, sorte: str) -> str:
    motifs = list(dict.fromkeys(s.questions.loc[s.questions["sorte"] == SORTES[sorte], "motif"]))
    return " ; ".join(motifs[:CITES]) + (" ; …" if len(motifs) > CITES else "")


def quand(campagne: Campagne, contact: str = "") -> str:
    """By when, and whom to call (of the campagne, else of the installation); says what the
    installation has not said.
    """
    contact = campagne.contact or contact
    jour = campagne.saisie_fin or campagne.correction_fin
    if campagne.saisie_fin and campagne.correction_fin:
        jour = max(campagne.saisie_fin, campagne.correction_fin)
    avant = (
        f"Au plus tard le {formats.jour(jour)}."
        if jour
        else "Votre Caf n'a pas indiqué de date limite."
    )
    qui = (
        f"Une question ? {contact}."
        if contact
        else "Elle n'a pas indiqué ici qui appeler : adressez-vous à votre interlocuteur habituel."
    )
    return ponctuer(f"{avant} {qui.replace('..', '.')}")


def force(s: Synthese) -> str:
    """One strength, where the figures show one."""
    for l in s.rapports:
        if l.faveur == "favorable":
            return ponctuer(
                f"{l.indicateur.titre} : {l.ecrire(l.moi)}, dans le {l.mots} des porteurs du "
                "département."
            )
    tenues = [r for r in _jugees(s) if (s.etats[r] != NON_CONFORME).all()]
    if tenues and len(tenues) == len(_jugees(s)):
        n = formats.pluriel(len(tenues), "règle jugée est tenue", "règles jugées sont tenues")
        return ponctuer(f"Référentiel : {n}.")
    return ""


def point(s: Synthese) -> str:
    """The point to watch: what the référentiel asks and is not there, else a figure apart from the
    others'.
    """
    for l in s.rapports:
        if l.manque:
            return ponctuer(
                f"{l.indicateur.titre} : {l.ecrire(l.moi)}, pour {l.ecrire(l.exige)} au moins au "
                "référentiel."
            )
    ecarts = [r for r in _jugees(s) if (s.etats[r] == NON_CONFORME).any()]
    if ecarts:
        n = int((s.etats[ecarts[0]] == NON_CONFORME).sum())
        return ponctuer(
            f"« {s.regles[ecarts[0]].titre} » n'est pas tenu par {formats.pluriel(n, 'action')}."
        )
    for l in s.rapports:
        if l.faveur == "à regarder":
            return ponctuer(f"{l.indicateur.titre} : {l.ecrire(l.moi)}, {l.mots}.")
    return ""


def _jugees(s: Synthese) -> Sequence[str]:
    """The rules judged on some action, what the référentiel imposes first."""
    vues = [r for r in s.regles if r in s.etats and s.etats[r].isin([CONFORME, NON_CONFORME]).any()]
    return sorted(vues, key=lambda r: s.regles[r].nature != "imperatif")
