// The editor of a text's body: no injected style, a name for screen readers, pasted HTML brought to the house's markup,
// and people, organisations and events by name. The server cleans whatever arrives once more.
import * as prose from "django-prose-editor/editor"

const ATTRIBUTE = "data-django-prose-editor-desk"
const EMPTY = /^<(\w+)(\s[^>]*)?><\/\1>$/
const GROUPS = ["headings", "lists", "nodes -lists -headings", "marks", "link", "table", "history"]
const RENAMED = { H1: "h2", H5: "h4", H6: "h4" }
const PAUSE = 150

// --- Pasting -----------------------------------------------------------------------------------------------------------

function rename(element, tag) {
  const made = element.ownerDocument.createElement(tag)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}

// Word numbers its lists by itself: its paragraphs become items, one list in another by their level.
function listsOfWord(body) {
  let open = []
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, table")]) {
    const found = /mso-list:[^;]*\blevel(\d)/i.exec(styleOf(paragraph))
    if (paragraph.tagName !== "P" || !found) {
      open = []
      continue
    }
    if (open.length && paragraph.previousElementSibling !== open[0]) open = []
    const marker = [...paragraph.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(styleOf(one)))
    const kind = marker && /^\(?(?:\d+|[a-z]|[ivx]+)[.)]/i.test(marker.textContent.trim()) ? "ol" : "ul"
    const level = Math.min(Number(found[1]), open.length + 1)
    open.length = Math.min(open.length, level)
    if (open.length < level) {
      const list = body.ownerDocument.createElement(kind)
      if (open.length) open[open.length - 1].lastElementChild.append(list)
      else paragraph.before(list)
      open.push(list)
    }
    if (marker) marker.remove()
    const item = body.ownerDocument.createElement("li")
    open[open.length - 1].append(item)
    item.append(paragraph)
  }
}

// The policy of the page forbids inline styles, even to read them: they are read under another name.
function parse(html) {
  const plain = html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="))
  return new DOMParser().parseFromString(plain, "text/html")
}

const styleOf = (element) => element.getAttribute("data-style") || ""

function wrapInside(element, tag) {
  const made = element.ownerDocument.createElement(tag)
  made.append(...element.childNodes)
  element.append(made)
}

// What is bold or slanted by style alone is made so; what only looks like an element is none.
function looksToElements(body) {
  for (const one of [...body.querySelectorAll("[data-style]")]) {
    const style = styleOf(one)
    const weight = (/font-weight:\s*(\w+)/i.exec(style) || [])[1] || ""
    const bold = /^bold/i.test(weight) || Number(weight) >= 600
    if (/^(B|STRONG)$/.test(one.tagName) && weight && !bold) one.replaceWith(...one.childNodes)
    else if (/^(SPAN|FONT)$/.test(one.tagName)) {
      if (/font-style:\s*(italic|oblique)/i.test(style)) wrapInside(one, "em")
      if (bold) wrapInside(one, "strong")
    }
  }
}

function houseMarkup(html) {
  const page = parse(html)
  const body = page.body
  listsOfWord(body)
  for (const one of [...body.querySelectorAll("style, script, title, xml, template")]) one.remove()
  for (const one of [...body.querySelectorAll("[data-style]")]) {
    if (/mso-list:\s*ignore|display:\s*none|mso-hide:\s*all/i.test(styleOf(one))) one.remove()
  }
  looksToElements(body)
  for (const one of [...body.querySelectorAll("[data-style]")]) one.removeAttribute("data-style")
  for (const one of [...body.querySelectorAll("h1, h5, h6")]) rename(one, RENAMED[one.tagName])
  for (const one of [...body.querySelectorAll("caption")]) {
    one.closest("table").before(rename(one, "p"))
  }
  const texts = page.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replace(/[\u200b\u2060\ufeff]/g, "").replace(/\s*\u00a0\s+|\s+\u00a0\s*/g, " ")
  }
  for (const one of [...body.querySelectorAll("p, h2, h3, h4, li")].reverse()) {
    if (!one.textContent.trim()) one.remove()
  }
  return body.innerHTML
}

// --- Names -------------------------------------------------------------------------------------------------------------

// A dialog in which a name is typed and one of the register's rows is chosen; calls ``choose`` with it, or ``cancel``.
function chooser(words, choose, cancel) {
  const make = (tag, attributes, ...inside) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.append(...inside)
    return element
  }
  const input = make("input", {
    id: "naming-input", type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false",
    "aria-autocomplete": "list", "aria-controls": "naming-rows", "aria-describedby": "naming-hint", maxlength: "100",
  })
  const rows = make("ul", { id: "naming-rows", role: "listbox", "aria-label": words["naming-label"] })
  const hint = make("p", { id: "naming-hint", class: "meta", role: "status" }, words["naming-hint"])
  const quit = make("button", { type: "button", class: "step quiet" }, words["naming-cancel"])
  const label = make("label", { for: "naming-input" }, words["naming-label"])
  const dialog = make("dialog", { class: "naming", "aria-label": words.naming }, label, input, rows, hint, quit)
  let found = []
  let at = -1
  let timer = 0
  let asked = 0
  let taken = null

  function mark(next) {
    at = found.length ? (next + found.length) % found.length : -1
    rows.childNodes.forEach((row, number) => row.setAttribute("aria-selected", String(number === at)))
    if (at < 0) input.removeAttribute("aria-activedescendant")
    else {
      input.setAttribute("aria-activedescendant", `naming-row-${at}`)
      rows.childNodes[at].scrollIntoView({ block: "nearest" })
    }
  }

  function show(next) {
    found = next
    rows.replaceChildren(
      ...found.map((row, number) => {
        const said = make("span", { class: "meta" }, ` ${row.kind} · ${row.said}`)
        const item = make("li", { role: "option", id: `naming-row-${number}`, "aria-selected": "false" }, row.name, said)
        item.addEventListener("click", () => take(number))
        return item
      })
    )
    input.setAttribute("aria-expanded", String(found.length > 0))
    hint.textContent = found.length || input.value.trim().length < 2 ? words["naming-hint"] : words["naming-none"]
    mark(0)
  }

  function take(number) {
    taken = found[number] || null
    if (taken) dialog.close()
  }

  async function ask() {
    const turn = ++asked
    const language = document.getElementById("id_language")
    const address = new URL(dialog.dataset.names, location.href)
    address.searchParams.set("q", input.value.trim())
    address.searchParams.set("language", language ? language.value : document.documentElement.lang)
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null)
    const said = answer && answer.ok ? await answer.json().catch(() => null) : null
    if (turn === asked && said) show(said.rows)
  }

  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(at + 1)
    else if (event.key === "ArrowUp") mark(at - 1)
    else if (event.key === "Enter") take(at)
    else return
    event.preventDefault()
  })
  quit.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => {
    asked += 1
    if (taken) choose(taken)
    else cancel()
    taken = null
  })
  document.body.append(dialog)
  return (names) => {
    dialog.dataset.names = names
    input.value = ""
    show([])
    dialog.showModal()
    input.focus()
  }
}

// --- The editor --------------------------------------------------------------------------------------------------------

function start(textarea) {
  if (textarea.closest(".prose-editor") || textarea.id.includes("__prefix__")) return
  const words = JSON.parse(textarea.dataset.words)
  const names = textarea.form ? (textarea.form.querySelector("[data-names]") || {}).dataset?.names : ""
  let editor = null
  let typedAt = false

  const openChooser = chooser(
    words,
    (row) => {
      const { from, to, empty } = editor.state.selection
      const said = empty ? row.name : editor.state.doc.textBetween(from, to, " ")
      if (empty) editor.chain().focus().insertContent({ type: "text", text: said }).run()
      else editor.commands.focus()
      const named = document.createElement("input")
      Object.assign(named, { type: "hidden", name: "named", value: `${row.value}:${said}` })
      textarea.form.append(named)
    },
    () => {
      if (typedAt) editor.chain().focus().insertContent("@").run()
      else editor.commands.focus()
    }
  )
  const ask = (typed) => {
    typedAt = typed
    openChooser(names)
  }
  const Naming = prose.Extension.create({
    name: "naming",
    addMenuItems({ menu, buttons }) {
      menu.defineItem({ name: "naming", groups: "link", command: () => ask(false), button: buttons.text("@", words.naming) })
    },
    addKeyboardShortcuts: () => ({ "Mod-Shift-k": () => { ask(false); return true } }),
  })
  const wanted = JSON.parse(textarea.getAttribute(ATTRIBUTE)).extensions
  const extensions = Object.entries(wanted)
    .filter(([name]) => prose[name] && name !== "Menu")
    .map(([name, options]) => (options && typeof options === "object" ? prose[name].configure(options) : prose[name]))
  extensions.push(prose.Menu.configure({ groups: GROUPS.map((group) => ({ group })) }))
  if (names) extensions.push(Naming)

  const label = textarea.labels[0]
  const name = label ? label.textContent.replace(/:\s*$/, "").trim() : textarea.name
  const element = document.createElement("div")
  element.className = "prose-editor"
  textarea.before(element)
  element.append(textarea)
  editor = new prose.Editor({
    element,
    extensions,
    content: textarea.value,
    injectCSS: false,
    editorProps: {
      attributes: { "aria-label": name, role: "textbox", "aria-multiline": "true" },
      transformPastedHTML(html) {
        const note = document.querySelector("[data-note]")
        if (note && /<img\b/i.test(html)) {
          note.textContent = words.pictures
          note.hidden = false
        }
        return houseMarkup(html)
      },
      handleTextInput(view, from, to, text) {
        const before = view.state.doc.textBetween(Math.max(0, from - 1), from, " ")
        if (text !== "@" || !names || (before && !/[\s(“"«]/.test(before))) return false
        ask(true)
        return true
      },
    },
    onUpdate: ({ editor }) => {
      const html = editor.getHTML()
      textarea.value = EMPTY.test(html) ? "" : html
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
    onCreate: () => {
      const bar = element.querySelector(".prose-menubar")
      if (bar) {
        bar.setAttribute("role", "group")
        bar.setAttribute("aria-label", words.toolbar)
        for (const button of bar.querySelectorAll("button[data-name]")) {
          const said = words[button.dataset.name]
          if (said) {
            button.title = said
            button.setAttribute("aria-label", said)
          }
        }
      }
      element.dispatchEvent(new CustomEvent("desk:editor", { bubbles: true }))
    },
  })
  element.editor = editor
  if (label) label.addEventListener("click", () => editor.commands.focus())
}

document.querySelectorAll(`[${ATTRIBUTE}]`).forEach(start)
