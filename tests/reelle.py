"""An installation that holds real-looking data (SIREN that do not begin with 000), and one account
for each role.
"""

from __future__ import annotations

import copy
from pathlib import Path

from stdnum import luhn

from clas_data.acces import comptes, ligne_de_commande, roles
from clas_data.config import Installation
from clas_data.tables import importation
from tests.outils import classeur, modifiee, petite

PUBLIEE, CACHEE = "2021-2022", "2022-2023"
MOT_DE_PASSE = "trois petits chats bleus"
# Words that can be nothing but what they mark, whatever the encoding around them.
MIEN, AUTRES = "QXMIENQX", ("QXDEUXQX", "QXTROISQX")
CODES = {MIEN: "QXA1", AUTRES[0]: "QXB2", AUTRES[1]: "QXC3"}


def siret(rang: int) -> str:
    """A SIRET with valid keys, that no demonstration would carry."""
    siren = next(f"9{rang:07d}{k}" for k in range(10) if luhn.is_valid(f"9{rang:07d}{k}"))
    return next(f"{siren}0001{k}" for k in range(10) if luhn.is_valid(f"{siren}0001{k}"))


SIRETS = {MIEN: siret(11), AUTRES[0]: siret(22), AUTRES[1]: siret(33)}
INTERDITS = [t for nom in AUTRES for t in (nom, CODES[nom], SIRETS[nom])]


def tables(campagne: str) -> dict[str, list[dict]]:
    """Three porteurs, an action each, marked; every text that a porteur writes carries its mark."""
    modele, resultat = petite(campagne), {}
    for table, lignes in modele.items():
        resultat[table] = []
        for nom, code in CODES.items():
            for ligne in (l for l in lignes if l["code_action"] == "A1"):
                copie = copy.deepcopy(ligne) | {"code_action": code}
                if table == "agrements":
                    copie |= {
                        "porteur_nom": nom,
                        "porteur_siret": SIRETS[nom],
                        "intitule": f"Intitule {nom}",
                    }
                if table == "actions":
                    copie |= {"difficultes": f"Difficulte {nom}", "besoins": f"Besoin {nom}"}
                if table == "bilans":
                    copie |= {"points_forts": f"Force {nom}", "perspectives": f"Perspective {nom}"}
                resultat[table].append(copie)
    return resultat


def installer(racine: Path) -> Installation:
    """Two campagnes, one of them not published; an account for each role, all with the same
    password.
    """
    inst, moi = Installation(racine), ligne_de_commande()
    inst.racine.mkdir(parents=True, exist_ok=True)
    inst.campagnes.write_text(
        f"'{PUBLIEE}': {{publication: 2022-12-01}}\n'{CACHEE}': {{publication: 2999-12-01}}\n",
        encoding="utf-8",
    )
    for campagne in (PUBLIEE, CACHEE):
        depot = classeur(
            modifiee(tables(campagne), "agrements", 0, intitule=f"Intitule {MIEN} {campagne}"),
            f"clas-{campagne}.xlsx",
        )
        proposition = importation.proposer(inst, [depot], campagne, moi)
        assert proposition.acceptable, [a.message for a in proposition.anomalies]
        importation.accepter(inst, proposition, moi)
    for role in roles():
        compte(inst, role, role, SIRETS[MIEN] if role == "porteur" else "")
    return inst


def compte(inst: Installation, identifiant: str, role: str, siret_: str = "") -> None:
    comptes.creer(inst, ligne_de_commande(), identifiant, f"Compte {identifiant}", role, siret_)
    comptes.changer_mot_de_passe(inst, ligne_de_commande(), identifiant, MOT_DE_PASSE)
