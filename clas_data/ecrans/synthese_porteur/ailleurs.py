"""The columns of the others beside a ratio of the porteur: comparable actions, France."""

from __future__ import annotations

from clas_data import formats, secret
from clas_data.restitutions.synthese import mots
from clas_data.restitutions.synthese.composition import Ligne, Synthese
from clas_data.restitutions.synthese.partages import partages
from clas_data.ui import textes

COMPARABLES, FRANCE = "Comparables", "France"
Autour = dict[str, list[str]]  # title of a column → its cells


def tete(nom: str, autour: Autour) -> str:
    """The head of this column, where it has cells."""
    return f'<th scope="col" class="nombre">{nom}</th>' if nom in autour else ""


def autour_de(s: Synthese) -> Autour:
    """The cells of the comparable actions and of France, where something is known of them."""
    autour = {}
    comparees = [mots.comparees(s, rang) for rang in range(len(s.rapports))]
    if any(c != formats.ND for c in comparees):
        autour[COMPARABLES] = [
            f'<td class="nombre" data-titre="{COMPARABLES}">{c}</td>' for c in comparees
        ]
    if mots.france(s):
        autour[FRANCE] = [_en_france(mots.en_france(l)) for l in s.rapports]
    return autour


def sources(s: Synthese) -> list[tuple[str, str]]:
    """Who gives the figures of elsewhere, as notes."""
    return [("France", mots.nationale(s)), ("Sous le département", partages(s))]


def du_departement(l: Ligne) -> str:
    """The cell of the département, and under it what all those that share say together."""
    bulle = f' title="{textes.ECHAPPE(secret.LEGENDE)}"' if l.masque else ""
    eux = f"<br><small>{textes.ECHAPPE(l.ensemble)}</small>" if l.ensemble else ""
    dit = f"{mots.departement(l)}{eux}"
    return f'<td class="nombre"{bulle} data-titre="Département">{dit}</td>'


def _en_france(f: dict) -> str:
    """The national figure, then mine beside it: sign, words and colour; grey where it is old."""
    bulle = f' title="{textes.ECHAPPE(f["raison"])}"' if f["raison"] else ""
    classe = {"favorable": "favorable", "à regarder": "regarder"}.get(f["faveur"], "")
    grise = " clas-grise" if f["grise"] else ""
    return (
        f'<td class="nombre{grise}"{bulle} data-titre="{FRANCE}">{f["valeur"]}'
        f'<br><small class="clas-place {classe}">{textes.ECHAPPE(f["mots"])}</small></td>'
    )
