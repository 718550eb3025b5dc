// A page as slides: each card fills the window, the keyboard goes from one to the next, the address
// keeps the rank after its « # ».  And for paper, each picture is made as wide as the sheet.
const CARTE = '[class*="st-key-carte"]';
const LARGE = 630; // CSS pixels of a card on an A4 sheet, between its margins
const GESTES = {
  ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity,
};

function diapos() {
  return [...document.querySelectorAll(`[data-testid=stMain] ${CARTE}`)].filter(
    (c) => !c.parentElement.closest(CARTE) && c.getClientRects().length,
  );
}

function montrer(etat) {
  const toutes = diapos();
  document.body.toggleAttribute("data-reunion", etat.ouverte);
  const rang = Math.max(0, Math.min(etat.rang, toutes.length - 1));
  toutes.forEach((c, i) => c.toggleAttribute("data-diapo", etat.ouverte && i === rang));
  etat.pied.hidden = !etat.ouverte || !toutes.length;
  if (etat.pied.hidden) return;
  const mots = [".stMainBlockContainer h1", ".stMainBlockContainer :is(.clas-mots,.clas-imprime)"]
    .map((s) => document.querySelector(s)?.textContent).filter(Boolean);
  const dit = [...mots, `${rang + 1} sur ${toutes.length}`, "← → : changer", "Échap : quitter"];
  if (etat.pied.textContent !== dit.join(" · ")) etat.pied.textContent = dit.join(" · ");
  if (etat.vue !== toutes[rang]) {
    etat.vue = toutes[rang];
    window.dispatchEvent(new Event("resize")); // the picture takes its new width
  }
}

function aller(etat, pas) {
  const n = diapos().length;
  etat.rang = Math.max(0, Math.min(etat.rang + pas, n - 1));
  history.replaceState(history.state, "", `${location.pathname}${location.search}#${etat.rang + 1}`);
  montrer(etat);
}

function imprimer() {
  for (const p of document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")) {
    const large = p.getBoundingClientRect().width;
    p.style.zoom = large > LARGE ? LARGE / large : "";
  }
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
    for (const p of document.querySelectorAll(".js-plotly-plot")) p.style.zoom = "";
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
