"""The look: what the theme of `.streamlit/config.toml` cannot say.  Selectors are documented keys and test ids."""
from __future__ import annotations

import streamlit as st

CLAIR = {"encre": "#1c2733", "gris": "#55626f", "filet": "#d9dfe5", "carte": "#ffffff", "fond": "#f3f5f7", "accent": "#00609a",
         "trace": "#0072b2", "bandeau": "#fff6e0", "bandeau-encre": "#5c4300"}
SOMBRE = {"encre": "#e6eaef", "gris": "#a7b2be", "filet": "#323c48", "carte": "#161c23", "fond": "#1b222b", "accent": "#7cc0ea",
          "trace": "#4aa5dc", "bandeau": "#332a12", "bandeau-encre": "#f3dca3"}


def sombre() -> bool:
    """True while the reader's theme is dark."""
    return st.context.theme.type == "dark"


def couleurs() -> dict[str, str]:
    return SOMBRE if sombre() else CLAIR


def install() -> None:
    """Add the style sheet of the product to the screen."""
    variables = "".join(f"--clas-{n}:{v};" for n, v in couleurs().items())
    st.html(f"<style>:root{{{variables}}}{_FEUILLE}</style>")


_FEUILLE = """
[data-testid="stHeader"]{height:3rem;background:transparent}
.stMainBlockContainer{padding:3.2rem 2.6rem 3rem;max-width:1500px;margin:0 auto}
.stMainBlockContainer h1{letter-spacing:-.01em}
/* Nothing under 16 px. */
[data-testid="stCaptionContainer"] p,[data-testid="stWidgetLabel"] p,.stMarkdown small{font-size:max(1rem,16px)}
[data-testid="stCaptionContainer"] p{color:var(--clas-gris)}
/* The frame */
.clas-bandeau{background:var(--clas-bandeau);color:var(--clas-bandeau-encre);border-radius:6px;padding:.45rem .9rem;font-size:1rem;
  border-left:4px solid #d9a400}
.clas-pied{border-top:1px solid var(--clas-filet);margin-top:2rem;padding-top:.7rem;color:var(--clas-gris);font-size:1rem;
  display:flex;flex-wrap:wrap;gap:.2rem 1.6rem}
.clas-marque{display:flex;align-items:center;gap:.7rem;color:var(--clas-encre);line-height:1.15}
.clas-marque b{font-family:"Source Serif",serif;font-size:1.3rem;font-weight:600}
.clas-marque span{display:block;color:var(--clas-gris);font-size:1rem}
/* Cards */
[class*="st-key-carte"]{background:var(--clas-carte);border:1px solid var(--clas-filet);border-radius:8px;padding:1.1rem 1.25rem}
.clas-chiffre .nom{color:var(--clas-gris);font-size:1rem;line-height:1.25}
.clas-chiffre .valeur{font-family:"Source Serif",serif;font-size:2.3rem;font-weight:600;line-height:1.15;color:var(--clas-encre);
  font-variant-numeric:lining-nums}
.clas-chiffre .ecart{font-size:1rem;color:var(--clas-gris)}
.clas-chiffre .ecart b{color:var(--clas-encre);font-weight:600}
.clas-titre{font-family:"Source Serif",serif;font-size:1.3rem;font-weight:600;line-height:1.3;color:var(--clas-encre);margin:0;text-wrap:balance}
.clas-sous-titre{color:var(--clas-gris);font-size:1rem;margin:.15rem 0 0}
.clas-notes{color:var(--clas-gris);font-size:1rem;line-height:1.4}
.clas-notes p{margin:.1rem 0}
.clas-notes b{color:var(--clas-encre);font-weight:600}
.clas-phrases{margin:0;padding-left:1.1rem;line-height:1.5}
.clas-phrases li{margin:.35rem 0}
@media print{
  [data-testid="stSidebar"],[data-testid="stHeader"],[data-testid="stToolbar"],.stButton,.stDownloadButton,[data-testid="stPopover"]{display:none!important}
  [class*="st-key-carte"]{break-inside:avoid}
}
"""
