"""The profile of a demonstration that a browser keeps, so that a reload or another tab has it too.

A screen is drawn through a websocket, which sets no cookie: the browser brings the signed choice
back here, and is answered with its cookie, closed to the scripts of the page.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clas_data import config
from clas_data.acces import profils
from clas_data.serveur import porte
from clas_data.serveur.connexion import AILLEURS, FORMULAIRES
from clas_data.serveur.entrees import meme_site
from clas_data.serveur.formulaires import FormulaireRefuse
from clas_data.serveur.garde import prefixe
from clas_data.serveur.visiteurs import visiteur


async def garder(request: Request) -> Response:
    """Keep the choice that is signed, or forget the one kept where none is sent."""
    if not meme_site(request):
        return porte.refus("Demande refusée", AILLEURS)
    try:
        jeton = (await FORMULAIRES.lire(request)).get("jeton", "")
    except FormulaireRefuse as erreur:
        return porte.refus("Demande refusée", erreur.message, erreur.statut)
    inst, reponse = config.installation(), Response(status_code=204)
    if jeton and (profils.lire(inst, jeton) is None or not visiteur(None).demonstration):
        return porte.refus("Demande refusée", "Ce choix de profil n'ouvre rien ici.")
    ou = {"path": f"{prefixe()}/", "httponly": True, "samesite": "lax"}
    ou["secure"] = request.url.scheme == "https"  # as the server has read it from a declared proxy
    if jeton:
        reponse.set_cookie(profils.COOKIE, jeton, max_age=profils.duree_s(inst), **ou)
    else:
        reponse.delete_cookie(profils.COOKIE, **ou)
    return reponse


def routes() -> list[Route]:
    return [Route(f"{prefixe()}/{profils.CHEMIN}", garder, methods=["POST"])]
