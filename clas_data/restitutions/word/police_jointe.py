"""The font of the Word document travels with it: whoever opens the file sees the same letters,
whatever the machine holds.
"""

from __future__ import annotations

import uuid
from functools import cache
from pathlib import Path

import font_source_sans_pro
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

NOM, DE_SECOURS = "Source Sans Pro", "Calibri"
FICHIERS = {"embedRegular": "SourceSansPro-Regular.ttf", "embedBold": "SourceSansPro-Bold.ttf"}
DOSSIER = Path(font_source_sans_pro.__file__).parent / "files"
GENRE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
XMLNS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {xmlns}>'
    '<w:font w:name="{nom}"><w:altName w:val="{secours}"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>{liens}</w:font>'
    "</w:fonts>"
)


@cache
def masquer(fichier: str) -> tuple[str, bytes]:
    """(key, bytes) of a font as Word embeds it: its 32 first bytes mixed with a key that the font
    table repeats.
    """
    cle = str(uuid.uuid5(uuid.NAMESPACE_URL, fichier)).upper()
    mele, octets = bytes.fromhex(cle.replace("-", ""))[::-1], (DOSSIER / fichier).read_bytes()
    return "{" + cle + "}", bytes(b ^ mele[i % 16] for i, b in enumerate(octets[:32])) + octets[32:]


def joindre(d: Document) -> None:
    """Embed the font, and let Word keep it when the document is saved."""
    paquet = d.part.package
    table = next(
        r.target_part for r in d.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    liens = ""
    for i, (balise, fichier) in enumerate(FICHIERS.items(), 1):
        cle, octets = masquer(fichier)
        rid = table.relate_to(
            Part(PackURI(f"/word/fonts/font{i}.odttf"), GENRE, octets, paquet),
            RELATIONSHIP_TYPE.FONT,
        )
        liens += f'<w:{balise} r:id="{rid}" w:fontKey="{cle}"/>'
    table._blob = TABLE.format(xmlns=XMLNS, nom=NOM, secours=DE_SECOURS, liens=liens).encode(
        "utf-8"
    )
