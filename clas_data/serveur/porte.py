"""The pages before the screens: sign in, choose a password; plain HTML from the server, nothing
asked outside, no script.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from clas_data import config
from clas_data.acces.acteurs import roles
from clas_data.acces.registre import Compte
from clas_data.acces.reglages import Reglages
from clas_data.config import Installation
from clas_data.restitutions import accessibilite
from clas_data.serveur import marque
from clas_data.serveur.garde import DECLARATION, prefixe

CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
PIED = (
    "Un cookie garde votre session ouverte sur ce poste ; il ne sert qu'à cela. Sur un poste "
    "partagé, déconnectez-vous en partant."
)


def connexion(
    reglages: Reglages,
    suite: str,
    demonstration: bool,
    *,
    faute: str = "",
    note: str = "",
    identifiant: str = "",
    statut: int = 200,
) -> HTMLResponse:
    """The sign-in page, with what went wrong if anything."""
    contenu = [_alerte(faute, note)]
    if reglages.fournisseur:
        contenu.append(
            '<a class="bouton" '
            f'href="{prefixe()}/connexion/fournisseur?suite={_url(suite)}">Continuer avec '
            f"{escape(reglages.fournisseur.nom)}</a>"
        )
        contenu.append('<hr><p class="discret">Ou avec un compte de ce tableau de bord\u00a0:</p>')
    contenu.append(
        f'<form method="post" action="{prefixe()}/connexion">'
        f'<input type="hidden" name="suite" value="{escape(suite)}">'
        '<label for="identifiant">Identifiant'
        '<span class="aide">Pour un porteur, le SIRET de l\'organisme, sans espace</span></label>'
        f'<input id="identifiant" name="identifiant" value="{escape(identifiant)}" '
        'autocomplete="username" autocapitalize="none" spellcheck="false" required'
        f"{'' if identifiant else ' autofocus'}>"
        '<label for="mot_de_passe">Mot de passe</label>'
        '<input id="mot_de_passe" name="mot_de_passe" type="password" '
        f'autocomplete="current-password" required{" autofocus" if identifiant else ""}>'
        '<button type="submit">Se connecter</button></form>'
        '<p class="discret" style="margin:1.2rem 0 0">Mot de passe oublié, ou pas encore '
        "de compte\u202f? Demandez un lien à l'administration du tableau de bord.</p>"
    )
    if demonstration:
        contenu.append(
            '<hr><p class="discret">La base ne contient que des données fictives.</p><a '
            f'class="bouton second" href="{escape(suite)}">Choisir un profil de démonstration</a>'
        )
    return page("Se connecter", "".join(contenu), statut)


def invitation(compte: Compte, reglages: Reglages, *, faute: str = "") -> HTMLResponse:
    """Choose a password: who is invited, as what, and how to write the password."""
    qui = (
        f"<p>Compte de <b>{escape(compte.nom)}</b>, {escape(roles()[compte.role].titre)}."
        f"<br>Votre identifiant\u00a0: <b>{escape(compte.identifiant)}</b></p>"
    )
    champs = (
        '<form method="post">'
        f'<input type="hidden" name="identifiant" value="{escape(compte.identifiant)}" '
        'autocomplete="username">'
        '<label for="mot_de_passe">Mot de passe'
        f'<span class="aide">Au moins {reglages.mot_de_passe_min} '
        "caractères. Une phrase de quelques mots convient très bien.</span></label>"
        '<input id="mot_de_passe" name="mot_de_passe" type="password" autocomplete="new-password" '
        "required autofocus>"
        '<label for="encore">Le même, une seconde fois</label>'
        '<input id="encore" name="encore" type="password" autocomplete="new-password" required>'
        '<button type="submit">Enregistrer et entrer</button></form>'
    )
    return page("Choisir votre mot de passe", _alerte(faute) + qui + champs, 400 if faute else 200)


def declaration(installation: Installation) -> HTMLResponse:
    """The declaration of accessibility, which the law wants open to anyone."""
    return page("Déclaration d'accessibilité", accessibilite.declaration(installation))


def refus(titre: str, raison: str, statut: int = 403) -> HTMLResponse:
    """Why nothing is opened, and the way to the sign-in page."""
    return page(
        titre,
        f"{_alerte(raison)}"
        f'<a class="bouton second" href="{prefixe()}/connexion">Aller à la page de connexion'
        "</a>",
        statut,
    )


def page(titre: str, contenu: str, statut: int = 200) -> HTMLResponse:
    texte = _gabarit().substitute(
        titre=escape(titre),
        contenu=contenu,
        pied=escape(PIED),
        marque=marque.IMAGE,
        declaration=f"{prefixe()}/{DECLARATION}",
        etat=accessibilite.mention(config.installation()),
    )
    return HTMLResponse(
        texte,
        status_code=statut,
        headers={"content-security-policy": CSP, "cache-control": "no-store"},
    )


def _alerte(faute: str = "", note: str = "") -> str:
    return (f'<p class="faute" role="alert">{escape(faute)}</p>' if faute else "") + (
        f'<p class="note" role="status">{escape(note)}</p>' if note else ""
    )


def _url(texte: str) -> str:
    from urllib.parse import quote

    return quote(texte, safe="")


@cache
def _gabarit() -> Template:
    return Template(Path(__file__).with_name("porte.html").read_text(encoding="utf-8"))
