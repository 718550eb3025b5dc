"""The bytes of a text file as text, and texts that were decoded badly before they reached us."""

from __future__ import annotations

import html
import re

ACCENTS = "éèêëàâùûüçîïôœÉÈÀÇÊ’«»€°"  # what French texts are made of beyond plain letters
ANCIENS = {"mac_roman": "Macintosh", "cp850": "MS-DOS"}  # met where a text is not Windows-1252
ENTITE = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.IGNORECASE)
# ISO-8859-15 read as Windows-1252: « c½ur », « ¼uvres », « 5 ¤ »; « 1½ h » is a number.
LATIN9 = (
    (re.compile(r"(?<=[^\W\d_])½(?=[^\W\d_])|(?<![\w½])½(?=u[a-z]|il|cu|no)"), "œ"),
    (re.compile(r"(?<![\w¼])¼(?=u[a-z]|il|cu|no)|(?<=[A-Z])¼(?=[A-Z])"), "Œ"),
    (re.compile(r"(?<=\d)(\s?)¤"), r"\1€"),
)
PERDU = "\ufffd"  # what a program writes in the place of a letter that it could not read
# UTF-8 read as another encoding: its first byte, then the bytes that follow it. Only those of
# accented letters, of quotes and of dashes: the rest may be what someone wrote (« CAFÉ» »).
TETES = {
    "cp1252": ("[ÂÃÄÅÌ].", "â[€‚„]."),
    "mac_roman": ("[¬√ƒ≈Ã].", "‚[ÄÇÑ]."),
    "cp850": ("[┬├─┼].", "Ô[ÇéÄ]."),
}
CASSES = {c: re.compile("|".join(t), re.S) for c, t in TETES.items()}
NORMAL = re.compile("[\u00a0-\u017f\u0300-\u036f\u2000-\u206f\u20ac]")


def decode(contenu: bytes) -> tuple[str | None, str]:
    """(the text, « »), or (None, the name of the old encoding that it seems to be in, if any).

    UTF-8 or UTF-16, with or without their mark, else Windows-1252, which is what French
    spreadsheets write.
    """
    for encodage in _encodages(contenu):
        try:
            texte = contenu.decode(encodage)
        except UnicodeDecodeError:
            continue
        if encodage == "cp1252" and (ancien := _ancien(contenu)):
            return None, ancien
        return texte, ""
    return None, _ancien(contenu)


def _encodages(contenu: bytes) -> list[str]:
    if contenu.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return ["utf-32"]
    if contenu.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x00" in contenu:  # a text of two bytes a letter has half of them at zero
        for rang, encodage in ((1, "utf-16-le"), (0, "utf-16-be")):
            moitie = contenu[rang::2]
            if len(contenu) % 2 == 0 and moitie.count(0) > 0.8 * len(moitie):
                return [encodage]
        return []
    return ["utf-8-sig", "cp1252"]


def _ancien(contenu: bytes) -> str:
    """The old encoding which gives clearly more French than Windows-1252 does, if there is one."""
    debut = contenu[:1_000_000]
    if b"\x00" in debut:
        return ""
    points = {
        c: sum(lu.count(a) * (1 + a.islower()) for a in ACCENTS)  # capitals are rarer
        for c in ("cp1252", *ANCIENS)
        for lu in (debut.decode(c, "replace"),)
    }
    meilleur = max(points, key=points.__getitem__)
    clair = points[meilleur] >= 2 * points["cp1252"] + 1
    return ANCIENS[meilleur] if meilleur in ANCIENS and clair else ""


def repair(texte: str) -> str:
    """« Ã‰cole », « &Eacute;cole » → « École »: the text as it was before it was decoded badly;
    others come back unchanged.
    """
    if "&" in texte and (lu := ENTITE.sub(lambda m: html.unescape(m[0]), texte)) != texte:
        return repair(lu)
    if texte.isascii():
        return texte
    for motif, juste in LATIN9:
        texte = motif.sub(juste, texte)
    for encodage, motif in CASSES.items():
        repare = motif.sub(lambda m, e=encodage: _juste(m[0], e), texte)
        if repare != texte:
            return repair(repare)  # some texts went wrong twice
    return texte


def _juste(morceau: str, encodage: str) -> str:
    """The one character that these bytes were, or the piece itself where they were none."""
    try:
        lu = b"".join(_octet(c, encodage) for c in morceau).decode("utf-8")
    except UnicodeError:
        return morceau
    return lu if NORMAL.fullmatch(lu) else morceau


def _octet(signe: str, encodage: str) -> bytes:
    """The byte that a character came from; five bytes that Windows-1252 lacks pass as controls."""
    if "\x80" <= signe <= "\x9f":
        return signe.encode("latin-1")
    return signe.encode(encodage)
