"""The commands `correspondance` and `modele`: the layouts that an installation knows."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_fichier, ecrire_json, lire_fichier, tableau
from clas_data.config import Installation
from clas_data.errors import FichierRefuse, UsageError
from clas_data.fichiers import campagnes, journal, modele, schemas
from clas_data.fichiers.correspondances import annotee, ecrite, gabarit, rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.lecture import Depot
from clas_data.nation import modele as modele_national
from clas_data.tables import relectures


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("modele", "écrit le classeur modèle d'une campagne")
    p.set_defaults(faire=ecrire_modele)
    p.add_argument(
        "table",
        nargs="?",
        choices=[schemas.NATIONAL],
        help="les chiffres nationaux à mettre en regard (sans cela : les fichiers du département)",
    )
    p.add_argument("--campagne", required=True, metavar="C", help="par exemple 2021-2022")
    p.add_argument("--correspondance", metavar="NOM", help="dans la forme de cette correspondance")
    for nom in modele_national.DITES:
        titre = schemas.load()[schemas.NATIONAL].colonnes[nom].titre.lower()
        option = f"--{nom.split('_')[0]}"
        aide = f"national : {titre}, à écrire sur chaque ligne"
        p.add_argument(option, dest=nom, default="", metavar="X", help=aide)
    p.add_argument("-o", "--sortie", required=True, metavar="FICHIER", help="à écrire (.xlsx)")
    p = commande("correspondance", "dit comment lire des fichiers qui n'ont pas nos en-têtes")
    p.set_defaults(faire=lambda inst, choix: GESTES[choix.geste](inst, choix))
    p.add_argument("geste", choices=list(GESTES), help="ce qu'il faut faire")
    p.add_argument("noms", nargs="*", metavar="NOM|FICHIER", help="correspondance, ou fichier")
    p.add_argument("--campagne", metavar="C", help="année scolaire des fichiers à deviner")
    p.add_argument("-o", "--sortie", metavar="FICHIER", help="fichier à écrire (.yaml)")
    p.add_argument("--apercu", action="store_true", help="importer : montre sans enregistrer")
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def ecrire_modele(inst: Installation, choix: Namespace) -> int:
    """Our own template, or an empty workbook in a layout that the installation knows."""
    campagnes.exiger(inst, choix.campagne)
    if choix.table == schemas.NATIONAL:
        ouverte, tout = lecture.courante(inst), lecture.tout(inst)
        textes = {nom: getattr(choix, nom) for nom in modele_national.DITES}
        dites, refus = modele_national.lire(textes)
        if refus:
            raise UsageError(refus)
        contenu = modele_national.write_modele(choix.campagne, ouverte, tout, dites)
        ecrire_fichier(choix.sortie, contenu)
        dire(f"Modèle des chiffres nationaux {choix.campagne} écrit : {choix.sortie}")
    elif choix.correspondance:
        c = rangement.lire(inst, choix.correspondance)
        ecrire_fichier(choix.sortie, gabarit.write_gabarit(c, choix.campagne))
        dire(f"Classeur vide de « {c.nom} » écrit : {choix.sortie}")
    else:
        ecrire_fichier(choix.sortie, modele.write_modele(choix.campagne))
        dire(f"Modèle de la campagne {choix.campagne} écrit : {choix.sortie}")
    return 0


def donnee(inst: Installation, nom: str) -> Correspondance:
    """The one that this file declares, else the one that the installation keeps under this name."""
    if Path(nom).is_file():
        return ecrite.lire(lire_fichier(nom), Path(nom).name)
    return rangement.lire(inst, nom)


def lister(inst: Installation, choix: Namespace) -> int:
    """Those of the installation, and the deposits in force that each reads."""
    connues = rangement.toutes(inst)
    lus = {
        i: {
            s.sha256
            for couches in journal.etat(journal.lire(inst)).values()
            for c in couches
            for s in c
            if s.correspondance == i
        }
        for i in connues
    }
    if choix.json:
        ecrire_json([_en_json(c) | {"fichiers": len(lus[i])} for i, c in connues.items()])
    elif connues:
        lignes = [
            [i, c.nom, _tables(c), formats.pluriel(len(lus[i]), "fichier")]
            for i, c in connues.items()
        ]
        tableau(["Nom", "Titre", "Tables", "Lit"], lignes)
    else:
        dire("Aucune correspondance : « correspondance deviner FICHIER » en propose une.")
    return 0


def _en_json(c: Correspondance) -> dict:
    return {"correspondance": c.identifiant, "nom": c.nom, "tables": _tables(c)}


def _tables(c: Correspondance) -> str:
    return ", ".join(dict.fromkeys(a.table for t in c.tableaux for a in t.apports))


def deviner(inst: Installation, choix: Namespace) -> int:
    """The best guess at these files, to read over; 1 where a column that places rows is missing."""
    if not choix.campagne:
        raise UsageError("Indiquez la campagne de ces fichiers : --campagne 2021-2022.")
    campagnes.exiger(inst, choix.campagne)
    depots = [Depot(Path(f).name, lire_fichier(f)) for f in _plusieurs(choix.noms)]
    d, refus = relectures.deviner(inst, depots, choix.campagne)
    if refus:
        raise FichierRefuse(refus)
    if not d.correspondance.tableaux:
        dire("Rien dans ces fichiers ne ressemble à une table de la campagne.")
        return 1
    texte = annotee.annoter(d)
    if choix.sortie:
        ecrire_fichier(choix.sortie, texte.encode("utf-8"))
    elif not choix.json:
        print(texte, end="")
    sures = sum(bool(p.choisis) and p.sur for p in d.pistes)
    lues = sum(bool(p.choisis) for p in d.pistes)
    dire(
        f"{formats.pluriel(len(d.pistes), 'colonne')} : {lues} devinées, dont {sures} sûres ; "
        f"{formats.pluriel(len(d.mots), 'mot')} à traduire, dont "
        f"{sum(not m.notre for m in d.mots)} sans sens connu."
    )
    for table, nom in d.manques:
        dire(f"Il manque « {schemas.load()[table].colonnes[nom].titre} » ({table}).")
    if choix.json:
        ecrire_json(
            {
                "correspondance": d.correspondance.identifiant,
                "manques": [list(m) for m in d.manques],
                "colonnes": [
                    {
                        "colonne": p.entete,
                        "sure": p.sur,
                        "lue": [[i.table, i.colonne, i.raison] for i in p.choisis],
                        "peut_etre": [[i.table, i.colonne, i.raison] for i in p.candidats],
                    }
                    for p in d.pistes
                ],
                "mots": [[m.table, m.colonne, m.mot, m.cellules, m.notre] for m in d.mots],
            }
        )
    return 1 if d.manques else 0


def montrer(inst: Installation, choix: Namespace) -> int:
    """Its text, on standard output."""
    print(ecrite.ecrire(rangement.lire(inst, _un(choix.noms))), end="")
    return 0


def verifier(inst: Installation, choix: Namespace) -> int:
    """Whether these files declare correspondances that can be read."""
    for nom in _plusieurs(choix.noms):
        c = ecrite.lire(lire_fichier(nom), Path(nom).name)
        dire(f"{nom} : « {c.nom} » se lit ({_tables(c)}).")
    return 0


def importer(inst: Installation, choix: Namespace) -> int:
    """Keep those of these files; with --apercu, only tell what would read differently."""
    for nom in _plusieurs(choix.noms):
        c = ecrite.lire(lire_fichier(nom), Path(nom).name)
        relues = relectures.apercu(inst, c)
        if not relues:
            dire(f"Aucun dépôt accepté n'est encore lu par « {c.nom} ».")
        for r in relues:
            quoi = r.refus or formats.pluriel(len(r.changees), "ligne change", "lignes changent")
            dire(f"« {r.source.fichier} » ({r.campagne}, {r.source.table}) : {quoi}")
        if choix.apercu:
            continue
        evenement = relectures.enregistrer(inst, c, ligne_de_commande())
        fait = f"{evenement.details['geste']} ({evenement.id})" if evenement else "déjà là"
        dire(f"« {c.nom} » : {fait}. Son nom : {c.identifiant}")
        if choix.json:
            ecrire_json(_en_json(c) | {"evenement": evenement and evenement.id})
    return 0


def exporter(inst: Installation, choix: Namespace) -> int:
    """Its text in a file, to send to another installation."""
    c = rangement.lire(inst, _un(choix.noms))
    sortie = choix.sortie or f"{c.identifiant}.yaml"
    ecrire_fichier(sortie, ecrite.ecrire(c).encode("utf-8"))
    dire(f"« {c.nom} » écrite : {sortie}")
    return 0


def retirer(inst: Installation, choix: Namespace) -> int:
    """Withdraw it, where no deposit in force is read through it."""
    evenement = relectures.retirer(inst, _un(choix.noms), ligne_de_commande())
    dire(f"Retirée ({evenement.id}). Son texte reste au journal.")
    return 0


def _un(noms: Sequence[str]) -> str:
    if len(noms) != 1:
        raise UsageError("Indiquez une correspondance (voir « correspondance lister »).")
    return noms[0]


def _plusieurs(noms: Sequence[str]) -> Sequence[str]:
    if not noms:
        raise UsageError("Indiquez au moins un fichier.")
    return noms


GESTES = {
    "deviner": deviner,
    "lister": lister,
    "montrer": montrer,
    "verifier": verifier,
    "importer": importer,
    "exporter": exporter,
    "retirer": retirer,
}
