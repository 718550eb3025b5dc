"""Notes at the foot of a page, which python-docx does not offer: the sources of the figures."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from clas_data.restitutions.word.styles import APPEL, EN_BAS

SEPARATEURS = (("separator", -1), ("continuationSeparator", 0))
NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="{bas}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{appel}"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {texte}</w:t></w:r></w:p></w:footnote>'
)


class Notes:
    """The notes of one document, written once it is whole."""

    def __init__(self, d: Document) -> None:
        self.d, self.textes = d, []

    def appeler(self, p: Paragraph, texte: str) -> None:
        """A call to a note, at the end of a paragraph; the same words have one note only on the
        page of their first call, so each call has its own.
        """
        self.textes.append(texte)
        run = p.add_run()
        run.style = APPEL
        appel = OxmlElement("w:footnoteReference")
        appel.set(qn("w:id"), str(len(self.textes)))
        run._r.append(appel)

    def poser(self) -> None:
        """Add the notes to the file, and name their separators in its settings."""
        if not self.textes:
            return
        styles = {n: self.d.styles[n].style_id for n in (APPEL, EN_BAS)}
        corps = "".join(
            f'<w:footnote w:type="{genre}" w:id="{id_}"><w:p><w:r><w:{genre}/></w:r></w:p>'
            "</w:footnote>"
            for genre, id_ in SEPARATEURS
        )
        corps += "".join(
            NOTE.format(id=i, bas=styles[EN_BAS], appel=styles[APPEL], texte=escape(t))
            for i, t in enumerate(self.textes, 1)
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f"<w:footnotes {nsdecls('w')}>{corps}</w:footnotes>"
        )
        partie = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            xml.encode("utf-8"),
            self.d.part.package,
        )
        self.d.part.relate_to(partie, RELATIONSHIP_TYPE.FOOTNOTES)
        dits = "".join(f'<w:footnote w:id="{id_}"/>' for _, id_ in SEPARATEURS)
        self.d.settings.element.find(qn("w:compat")).addprevious(
            parse_xml(f"<w:footnotePr {nsdecls('w')}>{dits}</w:footnotePr>")
        )
