// The address of this screen, in the clipboard at one click: what the browser shows at that moment,
// and what the server says in full (the campagne, the scenario). Where a browser gives no clipboard
// (an address without https), the address is shown, selected.
export default function ({ parentElement, data }) {
  const bouton = parentElement.querySelector("button");
  const adresse = parentElement.querySelector("input");
  const dit = parentElement.querySelector("span");
  const ecrire = () => {
    const url = new URL(window.location.href);
    for (const [cle, valeurs] of Object.entries(data.parametres)) {
      url.searchParams.delete(cle);
      for (const v of valeurs) url.searchParams.append(cle, v);
    }
    return url.href;
  };
  const dire = (mots) => {
    dit.textContent = mots;
    clearTimeout(bouton.attente);
    bouton.attente = setTimeout(() => { dit.textContent = "Copier le lien"; }, 4000);
  };
  bouton.onclick = async () => {
    adresse.value = ecrire();
    try {
      await navigator.clipboard.writeText(adresse.value);
      adresse.hidden = true;
      dire("Lien copié");
    } catch {
      adresse.hidden = false;
      adresse.select();
      dire("Copiez ce lien (Ctrl + C)");
    }
  };
}
