// The panel "The text says": decides without a reload while nothing is typed, and reads along while something is.
// Without this script every button of the panel saves the text's form and decides then; so it does where words are typed.

const PAUSE = 1500 // milliseconds without a key before what is typed is read
const READ = ["body", "headline"]

function start(panel) {
  const form = document.getElementById("article_form")
  const list = panel.querySelector("[data-list]")
  const said = panel.querySelector("[data-said]")
  const left = panel.querySelector("[data-left]")
  let typed = false
  let pause = 0
  let asked = 0
  let waiting = 0
  let last = Promise.resolve()

  const items = () => [...list.querySelectorAll("li.read:not([hidden])")]
  const itemOf = (element) => element.closest("li.read")
  const acceptIn = (item) => item.querySelector("button[value^='accept:']")

  function focusOn(item) {
    const button = item ? acceptIn(item) : list.querySelector("button")
    if (button) button.focus()
    else panel.focus()
  }

  function post(values) {
    const data = new FormData()
    for (const [name, value] of Object.entries(values)) data.append(name, value)
    const token = form.elements.csrfmiddlewaretoken.value
    const headers = { "X-CSRFToken": token, Accept: "application/json" }
    return fetch(panel.dataset.url, { method: "POST", body: data, headers, credentials: "same-origin", redirect: "manual" })
  }

  function show(answer) {
    const focused = list.contains(document.activeElement) ? document.activeElement : null
    const key = focused && itemOf(focused) ? itemOf(focused).dataset.key : ""
    const open = new Map([...list.querySelectorAll("details[open] :is(input, select)")].map((one) => [one.name, one.value]))
    list.innerHTML = answer.html
    left.textContent = answer.left || ""
    for (const [name, value] of open) {
      const field = list.querySelector(`[name="${name}"]`)
      if (!field) continue
      field.value = value
      field.closest("details").open = true
    }
    if (!focused) return
    const same = focused.name && list.querySelector(`[name="${focused.name}"]:not(button)`)
    if (same) same.focus()
    else focusOn(list.querySelector(`li.read[data-key="${key}"]`) || items()[0])
  }

  // What the decision changed in the text, where a form for it stands on the page: the next save must not undo it.
  function follow(answer) {
    const followed = []
    const set = (name, value) => {
      if (!form.elements[name]) return
      form.elements[name].value = value
      followed.push(name)
    }
    // The buttons of the workflow too: they act on this state of the text.
    const before = form.elements.version.value
    document.querySelectorAll("input[name=version]").forEach((input) => {
      if (input.value === before) input.value = answer.version
    })
    for (const [name, value] of Object.entries(answer.fields)) set(name, value)
    for (const [prefix, rows] of Object.entries(answer.rows)) {
      for (const key of form.querySelectorAll(`input[name^="${prefix}-"][name$="-id"]`)) {
        const row = rows[key.value]
        if (!row) continue
        const stem = key.name.slice(0, -"id".length)
        for (const [name, value] of Object.entries(row)) set(stem + name, value)
      }
    }
    form.dispatchEvent(new CustomEvent("desk:followed", { detail: followed }))
  }

  function decide(button) {
    const item = itemOf(button)
    const values = { _take: button.value }
    if (item) {
      for (const field of item.querySelectorAll("input, select")) values[field.name] = field.value
      const around = items()
      const place = around.indexOf(item)
      item.hidden = true
      focusOn(around[place + 1] || around[place - 1])
    } else {
      button.setAttribute("aria-disabled", "true")
    }
    waiting += 1
    last = last.then(() => send(values))
  }

  async function send(values) {
    let answer = null
    try {
      const response = await post({ ...values, version: form.elements.version.value })
      answer = await response.json()
      if (answer.version !== undefined) follow(answer)
    } catch {
      answer = null
    }
    waiting -= 1
    if (!answer) {
      said.textContent = panel.dataset.failed
      for (const item of list.querySelectorAll("li.read[hidden]")) item.hidden = false
      return
    }
    said.textContent = [answer.said, answer.left].filter(Boolean).join(" ")
    if (!waiting && !typed) show(answer)
    else left.textContent = answer.left
  }

  async function read() {
    const mine = (asked += 1)
    try {
      const values = Object.fromEntries(READ.map((name) => [name, form.elements[name].value]))
      const response = await post(values)
      if (!response.ok || mine !== asked || waiting) return
      const answer = await response.json()
      if (mine !== asked) return
      if (answer.html) show(answer)
      if (answer.said) said.textContent = answer.said
    } catch {
      // The words stay typed; the next pause asks again.
    }
  }

  form.addEventListener("input", (event) => {
    typed = true
    if (!READ.includes(event.target.name)) return
    clearTimeout(pause)
    pause = setTimeout(read, PAUSE)
  })
  form.addEventListener("change", () => (typed = true))
  document.addEventListener("formset:added", () => (typed = true))
  document.addEventListener("formset:removed", () => (typed = true))

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='_take']")
    if (!button || typed) return // the form is saved, and the button goes with it
    event.preventDefault()
    if (button.getAttribute("aria-disabled") !== "true") decide(button)
  })

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const item = itemOf(event.target)
    if (event.target.matches("input, select")) {
      if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault()
        acceptIn(item).click()
      } else if (event.key === "Escape") {
        item.querySelector("details").open = false
        focusOn(item)
      }
      return
    }
    const around = items()
    const place = item ? around.indexOf(item) : -1
    const keys = {
      ArrowDown: () => around[place + 1] && focusOn(around[place + 1]),
      ArrowUp: () => (around[place - 1] ? focusOn(around[place - 1]) : focusOn(null)),
      a: () => item && acceptIn(item).click(),
      r: () => item && item.querySelector("button[value^='reject:']").click(),
      e: () => {
        const details = item && item.querySelector("details")
        if (!details) return
        details.open = true
        details.querySelector("input, select").focus()
      },
    }
    keys.x = keys.r
    const act = keys[event.key]
    if (!act || (event.repeat && !event.key.startsWith("Arrow"))) return
    event.preventDefault()
    act()
  })
}

const panel = document.getElementById("text-says")
if (panel && document.getElementById("article_form")) start(panel)
