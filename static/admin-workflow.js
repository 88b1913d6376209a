// A step that asks for something opens with the cursor in its first field: with the click itself, because the event
// that tells of the opening comes later, and what is typed before it would be lost.
const ASKING = ".step-details, .ask";

function begin(details) {
  const field = details.querySelector("textarea, input[type='text'], select");
  if (field) field.focus();
}

document.addEventListener("click", (event) => {
  const summary = event.target.closest("summary");
  const details = summary && summary.parentElement;
  if (!details || !details.matches(ASKING) || event.defaultPrevented) return;
  event.preventDefault();
  details.open = !details.open;
  if (details.open) begin(details);
});
