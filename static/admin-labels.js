// Names for the choosers that the admin builds by script, so that screen readers can tell them apart.
"use strict"

function nameOf(select) {
  const label = select.labels && select.labels[0]
  return label ? label.textContent.replace(/:\s*$/, "").trim() : ""
}

function nameChoosers() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = nameOf(select)
    const container = select.nextElementSibling
    if (!name || !container || !container.matches(".select2-container")) continue
    const single = container.querySelector(".select2-selection--single")
    if (single && !single.hasAttribute("aria-label")) {
      const shown = single.getAttribute("aria-labelledby")
      single.id = single.id || `${select.id}-chooser`
      single.setAttribute("aria-label", name)
      single.setAttribute("aria-labelledby", `${single.id} ${shown}`)
      single.querySelector(".select2-selection__rendered").setAttribute("aria-label", name)
    }
    const field = container.querySelector(".select2-search__field")
    if (field) field.setAttribute("aria-label", name)
  }
  const open = document.querySelector(".select2-container--open .select2-selection[aria-label]")
  const dropped = document.querySelector(".select2-dropdown .select2-search__field")
  if (open && dropped) dropped.setAttribute("aria-label", open.getAttribute("aria-label"))
}

window.addEventListener("load", () => {
  nameChoosers()
  new MutationObserver(nameChoosers).observe(document.body, { childList: true, subtree: true })
})
