// Starts the editor of a text's body: no injected style, and a name for screen readers.
import * as prose from "django-prose-editor/editor"

const ATTRIBUTE = "data-django-prose-editor-desk"
const EMPTY = /^<(\w+)(\s[^>]*)?><\/\1>$/

function start(textarea) {
  if (textarea.closest(".prose-editor")) return
  const wanted = JSON.parse(textarea.getAttribute(ATTRIBUTE)).extensions
  const extensions = Object.entries(wanted)
    .filter(([name]) => prose[name])
    .map(([name, options]) => (options && typeof options === "object" ? prose[name].configure(options) : prose[name]))
  const label = textarea.labels[0]
  const name = label ? label.textContent.replace(/:\s*$/, "").trim() : textarea.name
  const element = document.createElement("div")
  element.className = "prose-editor"
  textarea.before(element)
  element.append(textarea)
  const editor = new prose.Editor({
    element,
    extensions,
    content: textarea.value,
    injectCSS: false,
    editorProps: { attributes: { "aria-label": name, role: "textbox", "aria-multiline": "true" } },
    onUpdate: ({ editor }) => {
      const html = editor.getHTML()
      textarea.value = EMPTY.test(html) ? "" : html
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  if (label) label.addEventListener("click", () => editor.commands.focus())
}

document.querySelectorAll(`[${ATTRIBUTE}]`).forEach(start)
