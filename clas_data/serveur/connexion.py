"""Signing in: the routes that take a password, an invitation, or the answer of an identity
provider, and give a session.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clas_data import config
from clas_data.acces import (
    comptes,
    identifiants,
    invitations,
    reglages,
    sessions,
)
from clas_data.acces.essais import TropDEssais
from clas_data.errors import ClasError
from clas_data.serveur import porte
from clas_data.serveur.entrees import ESSAIS, connu, echec, meme_site, session, sure
from clas_data.serveur.federation import vers_fournisseur
from clas_data.serveur.formulaires import FormulaireRefuse, Lecteur
from clas_data.serveur.garde import DECLARATION, adresse, prefixe, visiteur

INCORRECT = "Identifiant ou mot de passe incorrect."
AILLEURS = (
    "Cette demande ne vient pas de la page de connexion de ce tableau de bord : elle est "
    "refusée. Rouvrez la page de connexion, puis recommencez."
)
FORMULAIRES = Lecteur()
_places = asyncio.Semaphore(4)  # argon2id takes 64 MB a time: not more at once


async def montrer(request: Request) -> Response:
    """The sign-in page; who is in already goes on."""
    inst = config.installation()
    qui = visiteur(request.cookies.get(sessions.COOKIE))
    suite = sure(request.query_params.get("suite"))
    if qui.compte is not None:
        return RedirectResponse(suite, status_code=303)
    fini = (
        "Votre session est terminée. Identifiez-vous pour continuer."
        if request.cookies.get(sessions.COOKIE)
        else ""
    )
    reponse = porte.connexion(reglages.load(inst), suite, qui.demonstration, note=fini)
    if fini:
        reponse.delete_cookie(sessions.COOKIE, path="/")
    return reponse


async def entrer(request: Request) -> Response:
    """A name and a password: counted, compared, written down; then a session."""
    if not meme_site(request):
        return porte.refus("Demande refusée", AILLEURS)
    try:
        champs = await FORMULAIRES.lire(request)
    except FormulaireRefuse as erreur:
        return porte.refus("Demande refusée", erreur.message, erreur.statut)
    inst = config.installation()
    regles, suite = reglages.load(inst), sure(champs.get("suite"))
    # counted under the name of the account, so that no spelling of it is counted apart
    identifiant = identifiants.lisible(champs.get("identifiant", "")) or ""
    saisi = identifiant or champs.get("identifiant", "")[:100]
    demonstration = visiteur(None).demonstration
    try:
        ESSAIS.compter(regles, identifiant, adresse(request.scope))
    except TropDEssais as trop:
        if trop.premier:
            await echec(request, connu(inst, identifiant), "trop d'essais")
        reponse = porte.connexion(
            regles, suite, demonstration, faute=trop.message, identifiant=saisi, statut=429
        )
        reponse.headers["retry-after"] = str(int(trop.attente_s) + 1)
        return reponse
    async with _places:
        compte = await asyncio.to_thread(
            comptes.verifier, inst, identifiant, champs.get("mot_de_passe", "")
        )
    if compte is None or (compte.demonstration and not demonstration):
        await echec(request, connu(inst, identifiant))
        return porte.connexion(
            regles, suite, demonstration, faute=INCORRECT, identifiant=saisi, statut=401
        )
    ESSAIS.reussi(identifiant, adresse(request.scope))
    return await session(request.scope, compte, suite)


async def inviter(request: Request) -> Response:
    """An invitation link: GET shows what it opens (a mail filter that reads it uses nothing), POST
    uses it.
    """
    inst, jeton = config.installation(), request.path_params["jeton"]
    try:
        compte = invitations.ouvrir(inst, jeton)
        if request.method != "POST":
            return porte.invitation(compte, reglages.load(inst))
        if not meme_site(request):
            return porte.refus("Demande refusée", AILLEURS)
    except ClasError as erreur:
        return porte.refus("Ce lien n'ouvre rien", erreur.message, 410)
    try:
        champs = await FORMULAIRES.lire(request)
    except FormulaireRefuse as erreur:
        return porte.refus("Demande refusée", erreur.message, erreur.statut)
    if champs.get("mot_de_passe", "") != champs.get("encore", ""):
        return porte.invitation(
            compte,
            reglages.load(inst),
            faute="Les deux mots de passe diffèrent. Écrivez-les à nouveau.",
        )
    try:
        async with _places:
            compte = await asyncio.to_thread(
                invitations.accepter, inst, jeton, champs.get("mot_de_passe", "")
            )
    except ClasError as erreur:
        return porte.invitation(compte, reglages.load(inst), faute=erreur.message)
    return await session(request.scope, compte, f"{prefixe()}/")


def routes() -> list[Route]:
    racine = prefixe()
    return [
        Route(f"{racine}/{DECLARATION}", declarer),
        Route(f"{racine}/connexion", montrer),
        Route(f"{racine}/connexion", entrer, methods=["POST"]),
        Route(f"{racine}/connexion/fournisseur", vers_fournisseur),
        Route(f"{racine}/{invitations.CHEMIN}/{{jeton}}", inviter, methods=["GET", "POST"]),
    ]


async def declarer(request: Request) -> Response:
    """The declaration of accessibility, for who has not come in."""
    try:
        return await asyncio.to_thread(porte.declaration, config.installation())
    except ClasError as erreur:
        return porte.refus("Déclaration d'accessibilité", erreur.message, 503)
