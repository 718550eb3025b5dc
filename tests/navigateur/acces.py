"""What the tests of accessibility ask of a page: axe-core, no side scrolling on a narrow screen,
words for each figure.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import axe_playwright_python
from PIL import Image
from playwright.sync_api import Page, expect

from clas_data.restitutions import constats
from tests.test_ui_figures import contraste

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ETROITS = (320, 640)  # CSS pixels: a zoom of 400 % and of 200 % on a screen of 1 280
LARGE = {"width": 1280, "height": 1000}
COURTE, LONGUE = 45, 2_000  # characters of an alternative
ANGLAIS = re.compile(r"\b(nan|NaN|None|null|undefined|and|the|of|with|True|False)\b")

_CONTROLER = """options => axe.run(document, options).then(r => ({
  violations: r.violations.flatMap(v => v.nodes.map(n => ({regle: v.id, cible: n.target.join(' '), html: n.html.slice(0, 200), pourquoi: n.failureSummary}))),
  regles: [...r.passes, ...r.violations].map(x => x.id), a_verifier: r.incomplete.map(x => x.id)}))"""

# Texts whose contrast axe leaves to a human, one of each sort (reason, colour, size, background of
# what it lies on).
_INDECIS = """() => axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast']}}).then(r => {
  const vus = {}; for (const n of r.incomplete.flatMap(v => v.nodes)) {
    const e = document.querySelector(n.target[0]); if (!e) continue;
    const s = getComputedStyle(e), b = e.getBoundingClientRect(); if (b.width < 3 || b.height < 3) continue;
    const sorte = [n.any[0] && n.any[0].message, s.color, s.fill, s.fontSize, e.tagName, e.closest('.point,.cell,[role=tab]') ? e.textContent : ''].join('|');
    if (!vus[sorte]) vus[sorte] = [n.target[0], e.textContent.trim().slice(0, 40), parseFloat(s.fontSize) >= 24]; }
  return Object.values(vus); })"""

# Text that lies beyond the right edge, and that no frame of its own can bring into view.
_COUPES = """() => { const large = document.documentElement.clientWidth; const fautes = [];
  const page = document.querySelector('[data-testid=stMain]') || document.documentElement;
  if (page.scrollWidth > page.clientWidth + 1 || document.documentElement.scrollWidth > large + 1) fautes.push('the page scrolls sideways');
  const marche = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (marche.nextNode()) {
    const noeud = marche.currentNode; if (!noeud.textContent.trim()) continue;
    const portee = document.createRange(); portee.selectNodeContents(noeud); const boite = portee.getBoundingClientRect();
    const dessin = noeud.parentElement.closest('svg.main-svg'); // a picture cuts what goes beyond its left side
    if (dessin && boite.width && boite.right > 0 && boite.left < dessin.getBoundingClientRect().left - 2) { fautes.push('cut at its left: ' + noeud.textContent.slice(0, 60)); continue; }
    if (!boite.width || !boite.height || boite.right <= large + 1) continue;
    let p = noeud.parentElement, libre = false;
    for (; p && p !== page; p = p.parentElement) {
      const s = getComputedStyle(p);
      if (s.visibility === 'hidden' || s.clipPath.startsWith('inset')
          || p.matches('[data-testid=stDataFrame], [role=tablist], style, script, option')) { libre = true; break; }
      if (['auto', 'scroll'].includes(s.overflowX) && p.scrollWidth > p.clientWidth && p.getBoundingClientRect().right <= large + 1) { libre = true; break; }
    }
    if (!libre) fautes.push(noeud.textContent.trim().slice(0, 60));
  }
  return fautes; }"""

_FIGURES = """() => [...document.querySelectorAll('[data-testid=stMain] .js-plotly-plot')].filter(p => p.offsetParent).map(p => {
  let mots = ''; for (let q = p; q && !mots; q = q.parentElement)
    mots = (q.getAttribute('role') === 'img' || q.hasAttribute('aria-label')) ? q.getAttribute('aria-label') || '' : '';
  const carte = p.closest('[class*="st-key-carte"]'); const titre = carte && carte.querySelector('.clas-titre');
  return [mots, titre ? titre.innerText : '']; })"""


# Nothing that comes in or fades any more; what turns without end is not waited for.
_FIGE = """() => document.getAnimations().every(
  a => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity)"""


# Everything stands where it stood at the last three looks: what measures itself after the window
# has changed has done so.
_POSE = """() => {
  const lieux = [...document.querySelectorAll('[data-testid=stMain] *')].map(e => {
    const b = e.getBoundingClientRect(); return b.right + b.height; }).join();
  window.clasPose = window.clasLieux === lieux ? (window.clasPose || 0) + 1 : 0;
  window.clasLieux = lieux;
  return window.clasPose >= 3; }"""


def calme(ecran: Page) -> None:
    """Wait until the script has run and everything it drew is on the screen, in its colours."""
    ecran.wait_for_timeout(250)
    expect(ecran.locator("[data-test-script-state=notRunning]")).to_have_count(1)
    expect(ecran.locator("[data-stale=true]")).to_have_count(0)
    expect(ecran.locator("[data-testid=stSkeleton]")).to_have_count(0)
    for _ in range(2):  # what is there now may be followed by what answers to it
        ecran.wait_for_function(_FIGE)
        ecran.wait_for_timeout(100)


def violations(ecran: Page, mesures: dict[str, Any], regles: tuple[str, ...] = ()) -> list[str]:
    """What axe-core reports and that is not declared as the framework's; what is declared is noted
    as seen.
    """
    ecran.evaluate(AXE)
    r = ecran.evaluate(
        _CONTROLER, {"runOnly": {"type": "rule", "values": list(regles)}} if regles else {}
    )
    mesures["regles"].update(r["regles"])
    mesures["a_verifier"].update(r["a_verifier"])
    notres = []
    for v in r["violations"]:
        declaree = next(
            (
                e
                for e in constats.exceptions()
                if e["regle"] == v["regle"] and _vise(ecran, v["cible"], e["selecteur"])
            ),
            None,
        )
        if declaree:
            mesures["exceptions"].add((declaree["regle"], declaree["selecteur"]))
        else:
            notres.append(f"{v['regle']} : {v['cible']} : {v['html']} : {v['pourquoi']}")
    return notres


def contrastes(ecran: Page) -> list[tuple[float, float, str]]:
    """(contrast on the picture, contrast needed, text) of what axe leaves to a human: the
    background is what fills most of its box.
    """
    ecran.evaluate(AXE)
    lus = []
    for cible, mots, grand in ecran.evaluate(_INDECIS):
        boite = ecran.locator(cible).first
        boite.scroll_into_view_if_needed()
        points = Counter(
            Image.open(io.BytesIO(boite.screenshot())).convert("RGB").get_flattened_data()
        )
        fond = points.most_common(1)[0][0]
        lus.append(
            (
                max(contraste(_hex(fond), _hex(c)) for c, n in points.items() if n > 1),
                3.0 if grand else 4.5,
                mots,
            )
        )
    return lus


def _hex(c: tuple[int, int, int]) -> str:
    return "#" + bytes(c).hex()


def _vise(ecran: Page, cible: str, selecteur: str) -> bool:
    return ecran.evaluate(
        "([c, s]) => [...document.querySelectorAll(c)].some(e => e.matches(s))", [cible, selecteur]
    )


def coupes(ecran: Page, largeur: int) -> list[str]:
    """What a reader with a narrow window, or a zoom, could not read."""
    ecran.set_viewport_size({"width": largeur, "height": 700})
    ecran.evaluate("() => { window.clasPose = 0; }")
    ecran.wait_for_function(_POSE, polling=150)
    return ecran.evaluate(_COUPES)


def figures(ecran: Page) -> list[tuple[str, str]]:
    """The alternative of each figure, and the title of its card."""
    return [tuple(x) for x in ecran.evaluate(_FIGURES)]


def reproches(mots: str, titre: str) -> list[str]:
    """What is wrong with an alternative: empty, only the title, not French, a number without its
    groups, too long to be listened to.
    """
    nu = re.sub(r"^(Carte|Courbe)\. ", "", re.sub(r"\s+", " ", mots)).strip()
    dits = []
    if not COURTE <= len(mots) <= LONGUE:
        dits.append(f"{len(mots)} characters")
    if nu.rstrip(". ") in (re.sub(r"\s+", " ", titre).strip().rstrip(". "), ""):
        dits.append("only the title")
    if ANGLAIS.search(mots):
        dits.append(f"the word {ANGLAIS.search(mots)[0]!r}")
    if re.search(r"\d[ \u00a0]\d{3}\b", mots) or re.search(
        r"(?<![\d,\u202f-])\d{5,}", re.sub(r"A38-\d+|[?/=]\S+|\w+\.\w{2,3}/\S+", "", mots)
    ):
        dits.append("a number whose groups are not parted by U+202F")
    if re.search(r"\d\.\d", re.sub(r"\w+\.\w{2,3}/\S+", "", mots)):
        dits.append("a decimal point")
    if "<" in mots or ". ;" in mots or ".." in mots:
        dits.append("a mark left over")
    return dits
