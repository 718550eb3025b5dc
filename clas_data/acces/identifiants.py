"""The one spelling of the name of an account, whatever was typed around or inside it."""

from __future__ import annotations

import ipaddress
import re
import secrets

IDENTIFIANT = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,99}")
SIRET = re.compile(r"[0-9]{14}")  # not \d, which other alphabets satisfy
RESEAU_IPV6 = 64  # bits: what one subscriber holds, who may change the rest at each try


def normaliser(saisi: str) -> str:
    """The name as accounts hold it: no space anywhere (a SIRET is often typed in groups), small
    letters.

    Only ASCII is put in small letters: other alphabets hold characters that Unicode maps onto
    ASCII letters (« ſ » onto « s »), and a name spelt with them is the name of nobody.
    """
    nom = "".join(saisi.split())
    return nom.lower() if nom.isascii() else nom


def lisible(saisi: str) -> str | None:
    """The name of an account, or None for what can be the name of none."""
    nom = normaliser(saisi)
    return nom if IDENTIFIANT.fullmatch(nom) else None


def poste(adresse: str) -> str:
    """Whose tries are counted together: an address, or the network of one subscriber in IPv6."""
    try:
        ip = ipaddress.ip_address(adresse.partition("%")[0])
    except ValueError:
        return adresse
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((ip, RESEAU_IPV6), strict=False))


def nouvelle_epoque() -> str:
    """The mark of the open sessions of an account: drawn, not counted, so that accounts given
    back by a backup do not reopen what had ended.
    """
    return secrets.token_hex(8)
