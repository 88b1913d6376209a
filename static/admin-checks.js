// The panel of the release check: follows what is typed, after a pause, and leads to the words that are meant.
// Without this script the panel shows what is saved.

const PAUSE = 1800 // milliseconds without a key before what is typed is checked
const READ = ["headline", "summary", "body", "dateline_place", "dateline_country", "dateline_date", "kind", "language"]

function start(panel) {
  const form = document.getElementById("article_form")
  const list = panel.querySelector("[data-list]")
  const left = panel.querySelector("[data-left]")
  const said = panel.querySelector("[data-said]")
  let pause = 0
  let asked = 0

  function values() {
    const data = new FormData()
    for (const name of READ) if (form.elements[name]) data.append(name, form.elements[name].value)
    for (const one of form.querySelectorAll("[name=topics] option:checked")) data.append("topics", one.value)
    return data
  }

  async function check() {
    const number = ++asked
    try {
      const token = form.elements.csrfmiddlewaretoken.value
      const headers = { "X-CSRFToken": token, Accept: "application/json" }
      const answer = await fetch(panel.dataset.url, { method: "POST", body: values(), headers, credentials: "same-origin", redirect: "manual" })
      if (!answer.ok) throw new Error(String(answer.status))
      const found = await answer.json()
      if (number !== asked || list.contains(document.activeElement)) return // somebody types on, or reads the panel
      list.innerHTML = found.html
      if (left.textContent !== found.left) said.textContent = found.left
      left.textContent = found.left
    } catch {
      if (number === asked) said.textContent = panel.dataset.failed
    }
  }

  function later(event) {
    const field = event.target
    if (!READ.includes(field.name) && field.name !== "topics") return
    clearTimeout(pause)
    pause = setTimeout(check, PAUSE)
  }

  if (form && form.elements.csrfmiddlewaretoken && form.elements.body) {
    form.addEventListener("input", later)
    form.addEventListener("change", later)
  }
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-number]")
    if (link && show(Number(link.dataset.number), link.dataset.words)) event.preventDefault()
  })
}

// Marks the words in their paragraph of the editor; false where there is no editor, or no such paragraph.
function show(number, words) {
  const body = document.querySelector(".prose-editor .ProseMirror")
  const block = body && number ? [...body.children][number - 1] : null
  if (!block) return false
  const range = document.createRange()
  const place = find(block, words.replace(/…$/, ""))
  if (place) {
    range.setStart(...place.start)
    range.setEnd(...place.end)
  } else {
    range.selectNodeContents(block)
  }
  body.focus({ preventScroll: true })
  const selection = getSelection()
  selection.removeAllRanges()
  selection.addRange(range)
  block.scrollIntoView({ block: "center" })
  return true
}

function find(block, words) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  const nodes = []
  let text = ""
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode])
    text += walker.currentNode.data
  }
  const at = text.indexOf(words)
  if (at < 0 || !words) return null
  const point = (offset) => {
    const [from, node] = nodes.findLast(([begins]) => begins <= offset)
    return [node, Math.min(offset - from, node.data.length)]
  }
  return { start: point(at), end: point(at + words.length) }
}

document.querySelectorAll(".release-check").forEach(start)
