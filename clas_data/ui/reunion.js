// A page as slides: each card fills the window, the keyboard goes from one to the next, the address
// keeps the rank after its « # ».  And for paper, each picture is made as wide as the sheet.
const CARTE = '[class*="st-key-carte"], [class*="st-key-bande"]';
const PETIT = 0.6; // of a picture, on a slide that it would not hold in
const LARGE = 630; // CSS pixels of a card on an A4 sheet, between its margins
const GESTES = {
  ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity,
};

function diapos() {
  const page = document.querySelector(".stMainBlockContainer");
  const cartes = [...(page?.querySelectorAll(CARTE) ?? [])].filter(
    (c) => !c.parentElement.closest(CARTE) && c.checkVisibility(),
  );
  return cartes.length || !page ? cartes : [page]; // a page without a card is one slide
}

function montrer(etat) {
  const toutes = diapos();
  document.body.toggleAttribute("data-reunion", etat.ouverte);
  const rang = Math.max(0, Math.min(etat.rang, toutes.length - 1));
  const vue = etat.ouverte ? toutes[rang] : undefined;
  for (const c of document.querySelectorAll("[data-diapo]")) if (c !== vue) c.removeAttribute("data-diapo");
  vue?.setAttribute("data-diapo", "");
  etat.pied.hidden = !etat.ouverte || !toutes.length;
  if (etat.pied.hidden) return;
  const mots = [".stMainBlockContainer h1", ".stMainBlockContainer :is(.clas-mots,.clas-imprime)"]
    .map((s) => document.querySelector(s)?.textContent).filter(Boolean);
  const dit = [...mots, `${rang + 1} sur ${toutes.length}`, "← →\u00a0: changer", "Échap\u00a0: quitter"];
  if (etat.pied.textContent !== dit.join(" · ")) etat.pied.textContent = dit.join(" · ");
  if (etat.vue !== toutes[rang]) {
    etat.vue = toutes[rang];
    window.dispatchEvent(new Event("resize")); // the picture takes its new width
  }
  clearTimeout(etat.tient);
  etat.tient = setTimeout(() => tenir(toutes[rang]), 250); // once the picture has taken it
}

// A slide does not scroll where its pictures can be a little smaller.  Their frames keep their size,
// which the framework measures: what they no longer take is given back by their margin.
function tenir(diapo) {
  const dessins = [...diapo.querySelectorAll(".js-plotly-plot")]
    .map((p) => [p, p.closest(".stElementContainer")]);
  for (const [p, cadre] of dessins) { p.style.zoom = ""; cadre.style.marginBottom = ""; }
  const trop = diapo.scrollHeight - diapo.clientHeight;
  const hauts = dessins.map(([p]) => p.getBoundingClientRect().height);
  const total = hauts.reduce((s, h) => s + h, 0);
  if (trop <= 1 || !total) return;
  const part = Math.max(PETIT, 1 - trop / total);
  dessins.forEach(([p, cadre], i) => {
    p.style.zoom = part;
    cadre.style.marginBottom = `${-hauts[i] * (1 - part)}px`;
  });
}

function aller(etat, pas) {
  const n = diapos().length;
  etat.rang = Math.max(0, Math.min(etat.rang + pas, n - 1));
  history.replaceState(history.state, "", `${location.pathname}${location.search}#${etat.rang + 1}`);
  montrer(etat);
}

function imprimer() {
  const dessins = [...document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")]
    .map((p) => [p, p.closest(".stElementContainer")]);
  for (const [p, cadre] of dessins) { p.style.zoom = ""; cadre.style.marginBottom = ""; }
  const lieux = dessins.map(([p]) => p.getBoundingClientRect());
  dessins.forEach(([p, cadre], i) => {
    const part = Math.min(1, LARGE / lieux[i].width);
    p.style.zoom = part;
    cadre.style.height = `${lieux[i].height * part}px`;
  });
}

function preparer() {
  const etat = { rang: 0, ouverte: false, vue: null, pied: document.createElement("div") };
  etat.pied.className = "clas-pied-diapo";
  etat.pied.setAttribute("role", "status");
  document.body.append(etat.pied);
  document.addEventListener("keydown", (e) => {
    if (!etat.ouverte || e.target.closest("input, textarea, [contenteditable]")) return;
    if (e.key === "Escape") etat.quitter();
    else if (e.key in GESTES) aller(etat, GESTES[e.key]);
    else return;
    e.preventDefault();
  });
  let attente = null;
  new MutationObserver(() => {
    clearTimeout(attente);
    if (etat.ouverte) attente = setTimeout(() => montrer(etat), 80);
  }).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("beforeprint", imprimer);
  window.addEventListener("afterprint", () => {
    for (const p of document.querySelectorAll(".js-plotly-plot")) {
      p.style.zoom = "";
      p.closest(".stElementContainer").style.height = "";
    }
    montrer(etat);
  });
  return etat;
}

export default function ({ data, setTriggerValue }) {
  const etat = (window.clasReunion ??= preparer());
  etat.quitter = () => setTriggerValue("quitter", true);
  if (data.ouverte && !etat.ouverte) etat.rang = (parseInt(location.hash.slice(1), 10) || 1) - 1;
  etat.ouverte = data.ouverte;
  if (!etat.ouverte) etat.vue = null;
  montrer(etat);
}
