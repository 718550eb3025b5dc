"""The letter of the relances, ready to merge: a Word document whose fields are the columns of the
workbook « Publipostage », signed as the installation says.
"""

from __future__ import annotations

import io
from datetime import date

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from clas_data import formats
from clas_data.figures.typographie import soigner
from clas_data.restitutions import bureautique, relances
from clas_data.restitutions.envoi import Envoi

EN_TROP = ("/stylesWithEffects", "/thumbnail")
POLICE, CORPS = "Calibri", 11
DESTINATAIRE = (
    ("Porteur", ""),
    ("Destinataire", "\n"),
    ("Adresse", "\n"),
    ("Code_postal", "\n"),
    ("Ville", " "),
)
ADRESSE_A = Cm(9.5)  # where the window of an envelope is


def ecrire(campagne: str, e: Envoi, jour: date) -> bytes:
    """The letter; a day gives the same bytes."""
    d = docx.Document()
    s = d.sections[0]
    s.page_width, s.page_height = Cm(21), Cm(29.7)
    s.left_margin = s.right_margin = Cm(2.5)
    s.top_margin = s.bottom_margin = Cm(2)
    normal = d.styles["Normal"]
    normal.font.name, normal.font.size = POLICE, Pt(CORPS)
    normal.paragraph_format.space_after = Pt(8)
    titre = soigner(f"Clas {campagne} : lettre de relance")
    p = d.core_properties
    p.title, p.author, p.language = titre, e.emetteur.organisme or "Clas", "fr-FR"
    _emetteur(d, e)
    _destinataire(d)
    lieu = f"{e.emetteur.ville}, le " if e.emetteur.ville else "Le "
    _ligne(d, lieu + formats.jour(jour), ADRESSE_A)
    _ligne(d, "Objet\u00a0: ").add_run()
    _champ(d.paragraphs[-1], "Objet", gras=True)
    _champ(_ligne(d, ""), "Civilite")
    d.paragraphs[-1].add_run(",")
    avant, _, apres = soigner(relances.demande(campagne, "{n}")).partition("{n}")
    q = _ligne(d, avant)
    _champ(q, "Nombre")
    q.add_run(apres)
    _champ(_ligne(d, ""), "Points")
    fin = [_ligne(d, soigner(relances.SANS_SANCTION))]
    fin.append(_ligne(d, "Nous vous remercions de nous répondre "))
    _champ(fin[-1], "Echeance")
    fin[-1].add_run(".")
    for m in (e.emetteur.signataire, e.emetteur.qualite):
        if m:
            fin.append(_ligne(d, soigner(m), ADRESSE_A))
    for q in fin[:-1]:  # no signature alone on its page
        q.paragraph_format.keep_with_next = True
    for liens in (d.part.rels, d.part.package.rels):  # copies of the styles, an empty picture
        for rid in [r for r, l in liens.items() if l.reltype.endswith(EN_TROP)]:
            del liens[rid]
    sortie = io.BytesIO()
    d.save(sortie)
    return bureautique.figer(sortie.getvalue(), jour.isoformat())


def _emetteur(d, e: Envoi) -> None:
    """Who writes, at the head of the page."""
    lignes = [soigner(e.emetteur.organisme), *e.emetteur.adresse.splitlines()]
    lignes += [m for m in (e.emetteur.telephone, e.emetteur.courriel) if m]
    for k, texte in enumerate(x for x in lignes if x):
        q = _ligne(d, "")
        q.add_run(texte).bold = not k
        q.paragraph_format.space_after = Pt(0)


def _destinataire(d) -> None:
    """Who reads, where the window of the envelope is: one paragraph, since an office suite removes
    those whose fields are all empty, and LibreOffice falls on it.
    """
    q = _ligne(d, "", ADRESSE_A)
    q.paragraph_format.space_before, q.paragraph_format.space_after = Pt(18), Pt(24)
    for nom, avant in DESTINATAIRE:
        if avant:
            q.add_run(avant)
        _champ(q, nom)


def _ligne(d, texte: str, gauche=None):
    q = d.add_paragraph(texte)
    if gauche is not None:
        q.paragraph_format.left_indent = gauche
    return q


def _champ(paragraphe, nom: str, *, gras: bool = False) -> None:
    """A merge field of Word: begin, its instruction, what it shows before the merge, end."""
    for genre, contenu in (
        ("begin", None),
        ("instr", f" MERGEFIELD {nom} "),
        ("separate", None),
        ("texte", f"«{nom}»"),
        ("end", None),
    ):
        run = paragraphe.add_run()
        run.bold = gras or None
        if genre == "texte":
            run.text = contenu
        elif genre == "instr":
            e = OxmlElement("w:instrText")
            e.set(qn("xml:space"), "preserve")
            e.text = contenu
            run._r.append(e)
        else:
            e = OxmlElement("w:fldChar")
            e.set(qn("w:fldCharType"), genre)
            run._r.append(e)
