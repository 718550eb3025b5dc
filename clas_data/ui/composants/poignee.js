// The handle under a number. The hand that moves it is the only one that writes what it sends: each
// gesture is a stop and its rank. The server answers with the rank of the last gesture that it has
// seen, and moves the handle (a new `signe`) only where the number changed elsewhere since.
export default function ({ parentElement, data, setStateValue }) {
  const poignee = parentElement.querySelector("input");
  const bulle = parentElement.querySelector("output");
  const dire = () => {
    const cran = data.crans[poignee.value];
    const part = poignee.max > 0 ? poignee.value / poignee.max : 0;
    bulle.textContent = cran;
    bulle.style.left = `${100 * part}%`;
    poignee.style.setProperty("--part", `${100 * part}%`);
    poignee.setAttribute("aria-valuetext", cran);
  };
  poignee.geste ??= { rang: data.vu, envoye: poignee.value, signe: null, attente: null };
  const geste = poignee.geste;
  poignee.setAttribute("aria-label", data.libelle);
  poignee.max = data.crans.length - 1;
  if (geste.signe !== data.signe && geste.rang <= data.vu) {
    geste.signe = data.signe;
    poignee.value = data.place;
    geste.envoye = poignee.value;
  }
  dire();
  const envoyer = () => {
    clearTimeout(geste.attente);
    if (geste.envoye === poignee.value) return;
    geste.envoye = poignee.value;
    geste.rang += 1;
    setStateValue("geste", { cran: data.crans[poignee.value], rang: geste.rang });
  };
  poignee.oninput = () => {
    dire();
    clearTimeout(geste.attente);
    geste.attente = setTimeout(envoyer, 60);
  };
  poignee.onchange = envoyer;
}
