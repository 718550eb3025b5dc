// A table to read: its columns fit, its names are whole, a header sorts, long ones are searched and
// unfolded, the last line is the total. A row that opens something says its number to the server.
const PREMIERES = 25;
const simple = (t) => t.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const noeud = (nom, proprietes = {}, ...enfants) => {
  const n = Object.assign(document.createElement(nom), proprietes);
  n.append(...enfants);
  return n;
};
export default function ({ parentElement, data, setTriggerValue }) {
  const boite = parentElement.querySelector(".clas-grille");
  if (boite.lue === data.empreinte) return;
  boite.lue = data.empreinte;
  const etat = (boite.etat ??= { tri: -1, sens: 1, mots: "", tout: false });
  if (etat.tri >= data.colonnes.length) etat.tri = -1;
  const rangs = data.lignes.map((_, i) => i);
  const dits = data.lignes.map((l) => simple(l.join(" ")));
  const ordre = (a, b) => {
    if (etat.tri < 0) return a - b;
    if (data.nombres[etat.tri] === null)
      return etat.sens * data.lignes[a][etat.tri].localeCompare(data.lignes[b][etat.tri], "fr");
    const [x, y] = [a, b].map((i) => data.nombres[etat.tri][i]);
    if (x === null || y === null) return (x === null) - (y === null) || a - b;
    return etat.sens * (x - y) || a - b;
  };
  const cellule = (texte, j, nom = "td") => {
    const classe = data.nombres[j] !== null ? "nombre" : texte.length < 10 ? "court" : "";
    const n = noeud(nom, { className: classe }, texte);
    if (nom === "td") n.dataset.titre = data.colonnes[j]; // on a phone a row is a list
    return n;
  };
  const rangee = (i) => {
    const [tete, ...reste] = data.lignes[i];
    const th = cellule(tete, 0, "th");
    th.scope = "row";
    const tr = noeud("tr", {}, th, ...reste.map((t, j) => cellule(t, j + 1)));
    if (data.ouvre) {
      th.replaceChildren(noeud("button", { type: "button", title: data.ouvre }, tete));
      tr.className = "ouvre";
      tr.onclick = () => setTriggerValue("choix", i);
    }
    return tr;
  };
  const corps = noeud("tbody"), dit = noeud("p", { className: "clas-mots" });
  const plus = noeud("button", { type: "button", className: "plus" });
  dit.setAttribute("role", "status");
  const remplir = () => {
    const mots = simple(etat.mots).split(/\s+/).filter(Boolean);
    const vus = rangs.filter((i) => mots.every((m) => dits[i].includes(m))).sort(ordre);
    const montres = etat.tout ? vus : vus.slice(0, PREMIERES);
    corps.replaceChildren(...montres.map(rangee));
    dit.textContent = mots.length ? `${vus.length} sur ${rangs.length}` : "";
    plus.hidden = montres.length === vus.length;
    plus.textContent = `Montrer tout (${data.combien})`;
    if (mots.length) plus.textContent = "Montrer tout";
  };
  plus.onclick = () => { etat.tout = true; remplir(); };
  const tetes = data.colonnes.map((nom, j) => {
    const th = noeud("th", { scope: "col", className: data.nombres[j] === null ? "" : "nombre" });
    const bouton = noeud("button", { type: "button", title: "Trier" }, nom);
    bouton.onclick = () => {
      const premier = data.nombres[j] === null ? 1 : -1;
      etat.sens = etat.tri === j ? -etat.sens : premier;
      etat.tri = j;
      marquer();
      remplir();
    };
    th.append(bouton);
    return th;
  });
  const marquer = () => tetes.forEach((th, j) => {
    if (etat.tri === j) th.setAttribute("aria-sort", etat.sens > 0 ? "ascending" : "descending");
    else th.removeAttribute("aria-sort");
  });
  const legende = noeud("caption", { className: "clas-lecteur" }, data.titre);
  const table = noeud("table", { className: "clas-table" }, legende,
    noeud("thead", {}, noeud("tr", {}, ...tetes)), corps);
  if (data.total.length) {
    const cases = data.total.map((t, j) => cellule(t, j, j ? "td" : "th"));
    cases[0].scope = "row";
    table.append(noeud("tfoot", {}, noeud("tr", {}, ...cases)));
  }
  const cadre = noeud("div", { className: "clas-defile", tabIndex: 0 }, table);
  cadre.setAttribute("role", "group");
  cadre.setAttribute("aria-label", data.titre);
  const haut = [];
  if (data.cherche) {
    const champ = noeud("input", { type: "search", placeholder: "Chercher", value: etat.mots });
    champ.setAttribute("aria-label", `Chercher dans le tableau : ${data.titre}`);
    champ.oninput = () => { etat.mots = champ.value; remplir(); };
    haut.push(noeud("div", { className: "chercher" }, champ, dit));
  }
  marquer();
  remplir();
  boite.replaceChildren(...haut, cadre, plus);
}
