"""Commands about what is received: exemple, verifier, importer, annuler, retablir,
construire, journal, empreinte.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from clas_data import exemples, formats, secret
from clas_data.acces import ligne_de_commande
from clas_data.commandes import bordereau, correspondance
from clas_data.commandes.journaux import construire, montrer_empreinte, montrer_journal
from clas_data.commandes.sortie import dire, ecrire_fichier, ecrire_json, lire_fichier
from clas_data.config import Installation
from clas_data.errors import Anomalie
from clas_data.fichiers import campagnes, journal, rapport
from clas_data.fichiers.enveloppe import MO, TAILLE_MAX
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.messages import anomalie
from clas_data.nation import controle
from clas_data.simulateur import rangement
from clas_data.tables import importation, prealables
from clas_data.tables.proposition import Proposition

CLES_JSON = (
    *("gravite", "fichier", "feuille", "ligne", "colonne", "valeur", "message"),
    "proposition",
)


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    _commande(
        commande, "exemple", "importe les cinq campagnes fictives de démonstration", exemple, []
    )
    p = _commande(
        commande,
        "verifier",
        "contrôle des fichiers sans rien enregistrer",
        verifier,
        ["fichiers", "campagne", "json"],
    )
    p.add_argument("--rapport", metavar="FICHIER", help="écrit aussi le classeur annoté (.xlsx)")
    p = _commande(
        commande,
        "importer",
        "contrôle des fichiers et les accepte",
        importer,
        ["fichiers", "campagne", "json"],
    )
    p.add_argument(
        "--correspondance",
        metavar="NOM|FICHIER",
        help="les lit par cette correspondance, gardée si le dépôt est accepté (sans cette "
        "option : celle qui les reconnaît)",
    )
    p.add_argument(
        "--remplacer",
        action="store_true",
        help="retire de la campagne les lignes que ces fichiers ne contiennent pas "
        "(sans cette option, elles sont gardées)",
    )
    for nom, aide, faire in (
        ("annuler", "annule un import", annuler),
        ("retablir", "rétablit un import annulé, ou un scénario supprimé", retablir),
    ):
        p = _commande(commande, nom, aide, faire, ["json"])
        p.add_argument("import_id", metavar="NUMÉRO", help="son numéro (voir « journal »)")
    p = _commande(
        commande,
        "construire",
        "construit la base à partir des fichiers acceptés",
        construire,
        ["json"],
    )
    p.add_argument(
        "--refaire", action="store_true", help="même si la base de cette empreinte existe"
    )
    _commande(commande, "journal", "montre qui a fait quoi", montrer_journal, ["json"])
    _commande(
        commande,
        "empreinte",
        "montre l'empreinte de ce qui est accepté",
        montrer_empreinte,
        ["json"],
    )


def _commande(commande: Callable, nom: str, aide: str, faire: Callable, options: Sequence[str]):
    p = commande(nom, aide)
    p.set_defaults(faire=faire)
    if "fichiers" in options:
        p.add_argument("fichiers", nargs="+", metavar="FICHIER", help="csv, xlsx ou ods")
    if "campagne" in options:
        p.add_argument(
            "--campagne", required=True, metavar="C", help="année scolaire, par exemple 2021-2022"
        )
    if "json" in options:
        p.add_argument(
            "--json", action="store_true", help="résultat en JSON sur la sortie standard"
        )
    return p


def exemple(inst: Installation, choix: Namespace) -> int:
    """The fictional campagnes, once; `proteger` makes their protected figures all together."""
    prealables.renoncer(secret.avant_de_servir)
    numeros = exemples.installer(inst, ligne_de_commande())
    faites = formats.pluriel(
        len(numeros), "campagne fictive importée", "campagnes fictives importées"
    )
    dire(
        f"{faites}."
        if numeros
        else ("Les campagnes de démonstration sont déjà là : rien à refaire.")
    )
    return 0


def _proposer(inst: Installation, choix: Namespace) -> Proposition:
    campagnes.exiger(inst, choix.campagne)
    enormes = [_enorme(Path(f)) for f in choix.fichiers if _octets(f) > TAILLE_MAX]
    if enormes:  # said before reading: the memory of the machine is not ours
        return Proposition(choix.campagne, (), tuple(enormes), (), {})
    depots = [Depot(Path(f).name, lire_fichier(f)) for f in choix.fichiers]
    mode = journal.REMPLACER if getattr(choix, "remplacer", False) else journal.COMPLETER
    commun = (inst, depots, choix.campagne, ligne_de_commande(), mode)
    if not getattr(choix, "correspondance", None):
        return controle.proposer(*commun)
    p = controle.relire(*commun, correspondance.donnee(inst, choix.correspondance))
    if not p.acceptable:
        dire(
            "La correspondance n'est pas gardée : elle le sera avec un dépôt accepté. Un mot qui "
            "n'est pas dans nos listes se traduit sous « mots », dans son fichier."
        )
    return p


def _octets(chemin: str) -> int:
    return Path(chemin).stat().st_size if Path(chemin).is_file() else 0


def _enorme(chemin: Path) -> Anomalie:
    taille, limite = (
        f"{formats.nombre(n / MO)}{formats.INSECABLE}Mo"
        for n in (chemin.stat().st_size, TAILLE_MAX)
    )
    return anomalie("fichier_trop_gros", fichier=chemin.name, taille=taille, limite=limite)


def _resultat(p: Proposition) -> dict:
    return {
        "acceptable": p.acceptable,
        "campagne": p.campagne,
        "deja": p.deja,
        "lignes": p.lignes,
        "anomalies": [
            {c: a.to_dict()[c] for c in CLES_JSON} | {"nouvelle": not a.connue} for a in p.anomalies
        ],
        "mode": p.mode,
        "differences": {t: {k: len(v) for k, v in d.items()} for t, d in p.differences.items()},
        "absentes": {t: list(siennes) for t, siennes in p.absentes.items()},
    }


def verifier(inst: Installation, choix: Namespace) -> int:
    """Everything that would be refused or flagged; nothing is kept."""
    p = _proposer(inst, choix)
    if choix.rapport:
        ecrire_fichier(choix.rapport, rapport.write_rapport(p.depots, p.anomalies, p.campagne))
        dire(f"Classeur annoté écrit : {choix.rapport}")
    if choix.json:
        ecrire_json(_resultat(p))
    else:
        bordereau.montrer(p.anomalies)
        bordereau.resumer(p)
    return 0 if p.acceptable else 1


def importer(inst: Installation, choix: Namespace) -> int:
    """Check, then accept; a refused file changes nothing."""
    p = _proposer(inst, choix)
    resultat = _resultat(p) | {"import": None, "empreinte": p.avant}
    if p.acceptable and not p.deja:
        evenement = importation.accepter(inst, p, ligne_de_commande())
        resultat |= {"import": evenement.id, "empreinte": evenement.details["empreinte"]}
    if choix.json:
        ecrire_json(resultat)
    else:
        bordereau.montrer(p.anomalies)
    bordereau.resumer(p)
    if resultat["import"]:
        dire(
            f"Accepté : {resultat['import']} ; base {resultat['empreinte']}. Pour revenir en "
            f"arrière : annuler {resultat['import']}"
        )
    return 0 if p.acceptable else 1


def annuler(inst: Installation, choix: Namespace) -> int:
    return _basculer(inst, choix, importation.annuler, "annulé")


def retablir(inst: Installation, choix: Namespace) -> int:
    if choix.import_id not in rangement.supprimes(journal.lire(inst)):
        return _basculer(inst, choix, importation.retablir, "rétabli")
    s = rangement.retablir(inst, choix.import_id, ligne_de_commande())
    dire(f"Scénario « {s.nom} » rétabli.")
    if choix.json:
        ecrire_json({"scenario": s.nom})
    return 0


def _basculer(inst: Installation, choix: Namespace, faire: Callable, mot: str) -> int:
    evenement = faire(inst, choix.import_id, ligne_de_commande())
    dire(f"Import {choix.import_id} {mot} ; base {evenement.details['empreinte']}.")
    if choix.json:
        ecrire_json(
            {
                "import": choix.import_id,
                "evenement": evenement.id,
                "empreinte": evenement.details["empreinte"],
            }
        )
    return 0
