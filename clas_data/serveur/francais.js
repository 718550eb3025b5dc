// The framework speaks English and has no other tongue: its words are changed where they arrive,
// before they are painted.  A sentence of ours only has its spaces made unbreakable.
((dits) => {
  for (const [nom, valeur] of [["language", "fr-FR"], ["languages", ["fr-FR", "fr"]]]) {
    Object.defineProperty(Navigator.prototype, nom, { get: () => valeur, configurable: true });
  }
  const formes = Object.entries(dits.formes).map(([m, f]) => [new RegExp(`^${m}$`), f]);
  const parties = new RegExp(`\\b(${Object.keys(dits.parties).join("|")})\\b`, "g");
  const espaces = dits.espaces.map(([m, e]) => [new RegExp(m, "g"), e]);
  const entiers = Object.entries(dits.entiers);
  const NOMS = ["aria-label", "title", "placeholder", "alt", "aria-valuetext"];
  const JAMAIS = "script,style,code,pre,textarea,svg,[contenteditable=true]";

  const traduire = (texte) => {
    const nu = texte.trim();
    if (Object.hasOwn(dits.mots, nu)) return texte.replace(nu, () => dits.mots[nu]);
    const forme = nu && formes.find(([m]) => m.test(nu));
    if (!forme) return texte;
    const dit = nu.replace(forme[0], forme[1]);
    return texte.replace(nu, () => dit.replace(parties, (m) => dits.parties[m]));
  };
  const ponctuer = (texte) => espaces.reduce((t, [m, e]) => t.replace(m, e), texte);

  const lire = (noeud) => {
    const parent = noeud.parentElement;
    if (!parent || !noeud.data.trim() || parent.closest(JAMAIS)) return;
    const entier = entiers.find(([s]) => parent.closest(s));
    const sien = !parent.closest(dits.a_nous) || parent.closest(dits.au_cadre);
    const dit = entier?.[1] ?? ponctuer(sien ? traduire(noeud.data) : noeud.data);
    if (dit !== noeud.data) noeud.data = dit;
  };
  const nommer = (e, nom) => {
    const lu = e.getAttribute(nom);
    const dit = lu && traduire(lu);
    if (dit !== lu) e.setAttribute(nom, dit);
  };
  const tout = (noeud) => {
    if (noeud.nodeType === Node.TEXT_NODE) lire(noeud);
    if (noeud.nodeType !== Node.ELEMENT_NODE) return;
    const marche = document.createTreeWalker(noeud, NodeFilter.SHOW_TEXT);
    while (marche.nextNode()) lire(marche.currentNode);
    for (const nom of NOMS) {
      if (noeud.hasAttribute(nom)) nommer(noeud, nom);
      for (const e of noeud.querySelectorAll(`[${nom}]`)) nommer(e, nom);
    }
  };
  new MutationObserver((faits) => {
    for (const f of faits) {
      if (f.type === "attributes") nommer(f.target, f.attributeName);
      else if (f.type === "characterData") lire(f.target);
      else f.addedNodes.forEach(tout);
    }
  }).observe(document, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NOMS,
  });
})
