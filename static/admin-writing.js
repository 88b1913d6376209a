// While a text is written: what is typed is kept on the server, never in this browser; who else is here is shown; the
// place is kept over a save. Without this script the form saves as ever.
"use strict"

const EACH = 1000 // milliseconds between two looks at the form
const KEEP_AFTER = 2500 // at least, between two keepings
const HERE_AFTER = 5000 // at least, between two signs of being here
const GIVE_UP = 10000 // on one request
const NEVER = new Set(["csrfmiddlewaretoken", "version", "opened", "token", "_save", "_merge", "_place"])
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ‑-][\p{L}\p{N}\p{M}]+)*/gu

function watch(form, bar) {
  const kept = bar.querySelector("[data-kept]")
  const trouble = bar.querySelector("[data-trouble]")
  const others = bar.querySelector("[data-others]")
  const count = bar.querySelector("[data-words]")
  const body = document.getElementById("id_body")
  const restored = bar.dataset.restored.split(" ").filter(Boolean)
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always", style: "short" })
  const hasRow = /\/\d+\/keep\/$/.test(bar.dataset.keep)

  function values() {
    const found = new Map()
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || NEVER.has(name) || name.startsWith("said-") || name.includes("__prefix__")) continue
      found.set(name, [...(found.get(name) || []), value])
    }
    return found
  }

  const first = values()
  const before = JSON.stringify([...first])
  let last = before // what the server has, or what was there to begin with
  let keptAt = 0
  let sentAt = 0
  let saving = false
  let signedOut = false
  let flight = null

  // Rows of parts go together: one that changed brings all of its kind.
  function changed(now) {
    const names = new Set(restored.filter((name) => now.has(name)))
    const gone = []
    for (const [name, said] of now) {
      if ("allTyped" in bar.dataset || JSON.stringify(said) !== JSON.stringify(first.get(name))) names.add(name)
    }
    for (const name of first.keys()) if (!now.has(name)) gone.push(name)
    const prefixes = [...now.keys()].filter((name) => name.endsWith("-TOTAL_FORMS")).map((name) => name.slice(0, -11))
    for (const prefix of prefixes) {
      if ([...names, ...gone].some((name) => name.startsWith(prefix))) {
        for (const name of now.keys()) if (name.startsWith(prefix)) names.add(name)
      }
    }
    return { names, gone: gone.filter((name) => !prefixes.some((prefix) => name.startsWith(prefix))) }
  }

  function letter(now) {
    const data = new FormData()
    for (const name of ["csrfmiddlewaretoken", "version", "opened", "token"]) {
      if (form.elements[name]) data.append(name, form.elements[name].value)
    }
    if (now) {
      const { names, gone } = changed(now)
      data.append("typing", "1")
      for (const name of names) for (const said of now.get(name)) data.append(name, said)
      for (const name of gone) data.append("gone", name)
    }
    return data
  }

  function complain(words) {
    signedOut = words === bar.dataset.signedOut
    if (trouble.textContent !== words) trouble.textContent = words
    trouble.hidden = !words
  }

  async function freshToken() {
    const answer = await fetch(bar.dataset.keep, { redirect: "manual", headers: { Accept: "application/json" } }).catch(() => null)
    const said = answer && answer.ok ? await answer.json().catch(() => null) : null
    if (said) document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((one) => { one.value = said.csrf })
    return Boolean(said)
  }

  async function send(now, state, again = true) {
    flight = new AbortController()
    const timer = setTimeout(() => flight && flight.abort(), GIVE_UP)
    sentAt = Date.now()
    try {
      // A page that only says it is open keeps no session alive; typing does.
      const headers = now ? { Accept: "application/json" } : { Accept: "application/json", "X-Unattended": "1" }
      const answer = await fetch(bar.dataset.keep, {
        method: "POST", body: letter(now), redirect: "manual", signal: flight.signal, headers,
      })
      const json = (answer.headers.get("Content-Type") || "").includes("json")
      const said = json ? await answer.json() : {}
      if (saving) return
      if (answer.type === "opaqueredirect") complain(bar.dataset.signedOut)
      else if (answer.status === 403 && !json) {
        if (again && (await freshToken())) return await send(now, state, false)
        complain(bar.dataset.signedOut)
      } else if (answer.status === 429) return
      else if (!answer.ok) complain(said.said || bar.dataset.refused)
      else {
        if (now) [last, keptAt] = [state, Date.now()]
        complain(said.stale || "")
        if (said.others) others.textContent = said.others.join(" · ")
      }
    } catch {
      if (!saving) complain(bar.dataset.unreachable)
    } finally {
      clearTimeout(timer)
      flight = null
    }
  }

  function words() {
    if (!body) return
    const page = new DOMParser().parseFromString(body.value.replace(/<\/(p|h\d|li|t[dh]|tr|blockquote)>|<br>/g, " $&"), "text/html")
    count.textContent = (page.body.textContent.normalize("NFC").match(WORD) || []).length
  }

  let counted = body ? body.value : ""
  function look() {
    if (saving) return
    const now = values()
    const state = JSON.stringify([...now])
    const dirty = state !== last
    if (body && body.value !== counted) {
      counted = body.value
      words()
    }
    if (dirty && keptAt === 0 && state !== before) kept.textContent = bar.dataset.unkeptWords
    else if (keptAt) kept.textContent = `${bar.dataset.keptWords} ${ago.format(-Math.round((Date.now() - keptAt) / 1000), "second")}`
    const waited = Date.now() - sentAt
    if (flight) return
    if (dirty && waited >= KEEP_AFTER) send(now, state)
    else if (hasRow && waited >= HERE_AFTER) send(null, "")
  }

  // What was decided beside the text stands in it already: in these fields it is nobody's typing.
  form.addEventListener("desk:followed", (event) => {
    const now = values()
    for (const name of event.detail) if (now.has(name)) first.set(name, now.get(name))
    const { names, gone } = changed(now)
    if (!names.size && !gone.length) last = JSON.stringify([...now])
  })

  window.addEventListener("pagehide", () => {
    if (saving) return
    const now = values()
    const data = letter(JSON.stringify([...now]) === last ? null : now)
    if (hasRow) data.append("leave", "1")
    if (hasRow || data.has("typing")) navigator.sendBeacon(bar.dataset.keep, data)
  })
  window.addEventListener("pageshow", () => { saving = false })

  // --- Saving ------------------------------------------------------------------------------------------------------

  function place() {
    const focused = document.activeElement
    const shell = focused && focused.closest(".prose-editor")
    const editor = shell && shell.editor
    if (editor && focused.closest(".ProseMirror")) return `editor:${Math.round(scrollY)}:${editor.state.selection.head}`
    const id = focused && form.contains(focused) && /^[\w-]{1,60}$/.test(focused.id) ? focused.id : ""
    return `${id}:${Math.round(scrollY)}`
  }

  form.addEventListener("submit", (event) => {
    if (signedOut) { // the sign-in would not come back with what was typed
      event.preventDefault()
      trouble.scrollIntoView({ block: "nearest" })
      return
    }
    saving = true
    if (flight) flight.abort()
    let said = form.querySelector("input[name=_place]")
    if (!said) {
      said = document.createElement("input")
      Object.assign(said, { type: "hidden", name: "_place" })
      form.append(said)
    }
    said.value = place()
  })
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return
    event.preventDefault()
    const button = form.querySelector("[name=_save]")
    if (button && !saving) form.requestSubmit(button)
  })

  look()
  setInterval(look, EACH)
}

// After a save: back to the place, with the caret where it was.
function goBack() {
  const found = /^#at=([\w-]{0,60}):(\d{1,6})(?::(\d{1,7}))?$/.exec(location.hash)
  if (!found) return
  const [, id, top, caret] = found
  history.replaceState(null, "", location.pathname + location.search)
  const go = () => window.scrollTo(0, Number(top))
  if (id === "editor") {
    const focus = (shell) => {
      shell.editor.commands.focus(Number(caret || 0), { scrollIntoView: false })
      requestAnimationFrame(go)
    }
    const shell = document.querySelector(".prose-editor")
    if (shell && shell.editor) focus(shell)
    else document.addEventListener("desk:editor", (event) => focus(event.target), { once: true })
  } else {
    const element = id && document.getElementById(id)
    if (element) element.focus({ preventScroll: true })
  }
  go()
}

for (const link of document.querySelectorAll(".jumps a")) {
  link.addEventListener("click", () => {
    const section = document.getElementById(link.hash.slice(1))
    const details = section && section.closest("details")
    if (details) details.open = true
  })
}

const textForm = document.getElementById("article_form")
const saveBar = document.querySelector(".save-bar[data-keep]")
if (textForm && saveBar) {
  watch(textForm, saveBar)
  goBack()
}
