"""What moves the packages that are here: accepted, removed, undone, each with its trace or not at
all.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import FichierRefuse, UsageError
from clas_data.fichiers import archive, journal
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.paquets import etat
from clas_data.fichiers.paquets.etat import Garde
from clas_data.partage.depot import Proposition
from clas_data.tables import construction


def accepter(installation: Installation, p: Proposition, acteur: Acteur) -> Evenement:
    """Keep these packages: the files, then the line of the journal that tells it, with the base."""
    acteur.exige("importer")
    if not p.acceptable:
        raise FichierRefuse(list(p.anomalies))
    if p.deja:
        raise UsageError("Ces paquets sont déjà là, à l'identique : rien n'a changé.")
    with construction.verrou(installation):
        if tuple(etat.lire(installation)) != p.avant:
            raise UsageError(
                "D'autres paquets ont été déposés ou retirés depuis ce contrôle. Relancez-le, puis "
                "acceptez."
            )
        for lu in p.paquets:
            archive.archiver(installation, lu.depot)
        return _ecrire(
            installation,
            Evenement(
                "",
                etat.DEPOT,
                "",
                acteur.nom,
                campagne=_campagnes(p.gardes),
                fichiers=tuple(
                    {"nom": g.fichier, "sha256": g.sha256, "octets": len(lu.depot.contenu)}
                    for g, lu in zip(p.gardes, p.paquets, strict=True)
                ),
                details=etat.en_details(p.gardes),
            ),
        )


def retirer(
    installation: Installation, departement: str, campagne: str, acteur: Acteur
) -> Evenement:
    """Take the package of this département and campagne out; what was received stays archived."""
    acteur.exige("annuler")
    with construction.verrou(installation):
        g = etat.exiger(etat.lire(installation), departement, campagne)
        essai = Evenement(
            "", etat.RETRAIT, "", acteur.nom, campagne=campagne, details=etat.en_details([g])
        )
        return _ecrire(installation, essai)


def annuler(installation: Installation, evenement_id: str, acteur: Acteur) -> Evenement:
    """Undo a deposit or a removal: what it had replaced, or removed, is read again."""
    acteur.exige("annuler")
    with construction.verrou(installation):
        evenements = [e for e in journal.lire(installation) if e.type in etat.TYPES]
        annules = {e.cible for e in evenements if e.type == etat.ANNULATION}
        gestes = [e for e in evenements if e.type != etat.ANNULATION and e.id not in annules]
        cible = next((e for e in gestes if e.id == evenement_id), None)
        if cible is None:
            connus = ", ".join(e.id for e in gestes[-5:]) or "aucun"
            raise UsageError(
                f"« {evenement_id} » n'est pas un dépôt ou un retrait de paquets qui se puisse "
                f"annuler. Derniers : {connus}."
            )
        return _ecrire(
            installation,
            Evenement(
                "",
                etat.ANNULATION,
                "",
                acteur.nom,
                campagne=cible.campagne,
                cible=cible.id,
            ),
        )


def _campagnes(gardes: Sequence[Garde]) -> str:
    """The campagne of the event, where it is one."""
    toutes = {g.campagne for g in gardes}
    return toutes.pop() if len(toutes) == 1 else ""


def _ecrire(installation: Installation, e: Evenement) -> Evenement:
    """The base as it will be, then the line of the journal, then the pointer; the caller holds the
    lock.
    """
    dits = [*etat.evenements(installation), e]
    construite = construction.construire(installation, partages=dits)
    ecrit = journal.ajouter(
        installation,
        e.type,
        e.acteur,
        construction.pointeur(installation, construite.empreinte),
        campagne=e.campagne,
        cible=e.cible,
        fichiers=e.fichiers,
        details={**e.details, "empreinte": construite.empreinte},
    )
    construction.activer(installation, construite.empreinte)
    return ecrit
