// The top of a step: brought into view, and heard first, each time another step is drawn.
export default function ({ parentElement, data }) {
  const ancre = parentElement.querySelector("[data-ancre]");
  if (ancre.dataset.ou === data.ou) return;
  ancre.dataset.ou = data.ou;
  ancre.textContent = data.mots;
  ancre.scrollIntoView({ block: "start" });
  ancre.focus({ preventScroll: true });
}
