"""Native charts in a Word document: those of the slides, at the size of a page, with the workbook
that holds their numbers.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

import pptx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

TAILLES = re.compile(rb'sz="(\d+)"')
REDUCTION = 0.64  # of the letters of a slide, read from afar, on a page held in the hand
PAIRES = 750  # hundredths of a point: two bars side by side, each with its number, keep apart
PREMIER = 10_000  # frames of charts are numbered from here, pictures before
SANS_CADRE = b"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
CADRE = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{id}" name={nom} descr={descr} title={titre}/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{rid}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


def vierge():
    """A slide that holds a chart while it is made."""
    p = pptx.Presentation()
    return p.slides.add_slide(p.slide_layouts[6])


def incorporer(
    d: Document, p: Paragraph, graphique, rang: int, taille: tuple[float, float], mots: tuple
) -> None:
    """Put a chart of a slide in a paragraph; `taille` in cm, `mots`: name, alternative, title."""
    paquet = d.part.package
    blob = graphique.part.blob
    paires = b'barDir val="bar"' in blob and blob.count(b"<c:ser>") > 1
    plafond = PAIRES if paires else int(max(TAILLES.findall(blob), key=int))
    xml = TAILLES.sub(
        lambda m: b'sz="%d"' % min(50 * round(int(m[1]) * REDUCTION / 50), plafond), blob
    )
    xml = xml.replace(b"</c:chart>", b"</c:chart>" + SANS_CADRE, 1)
    classeur = Part(
        PackURI(f"/word/embeddings/graphique{rang}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        graphique.part.chart_workbook.xlsx_part.blob,
        paquet,
    )
    partie = Part(PackURI(f"/word/charts/chart{rang}.xml"), CONTENT_TYPE.DML_CHART, xml, paquet)
    lie = partie.relate_to(classeur, RELATIONSHIP_TYPE.PACKAGE)
    ancien = re.search(rb'<c:externalData r:id="([^"]+)"', xml)
    if ancien:
        partie._blob = xml.replace(ancien[0], b'<c:externalData r:id="%s"' % lie.encode())
    rid = d.part.relate_to(partie, RELATIONSHIP_TYPE.CHART)
    nom, descr, titre = map(quoteattr, mots)
    cx, cy = (int(Cm(x)) for x in taille)
    cadre = CADRE.format(
        cx=cx, cy=cy, id=PREMIER + rang, nom=nom, descr=descr, titre=titre, rid=rid
    )
    p.add_run()._r.append(parse_xml(cadre))
