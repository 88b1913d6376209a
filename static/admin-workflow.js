// A step that asks for something opens with the cursor in its first empty field.
document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (!details.open || !details.matches(".step-details, .ask")) return;
    const fields = details.querySelectorAll("textarea, input[type='text'], select");
    fields[0]?.focus();
  },
  true, // toggle does not bubble
);
