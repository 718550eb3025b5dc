// The choice of a profile goes to the server, which answers with the cookie that keeps it. A choice
// is sent once, whatever is drawn again meanwhile; the page that it opens is read from its head,
// however far down the choice was.
export default function ({ data, parentElement }) {
  if (parentElement.clasJeton === data.jeton) return;
  parentElement.clasJeton = data.jeton;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  fetch(data.adresse, {
    method: "POST",
    credentials: "same-origin",
    keepalive: true,
    body: new URLSearchParams({ jeton: data.jeton }),
  }).catch(() => { parentElement.clasJeton = null; });
}
