// While a name is typed: which rows of the register have a name like it. The server decides what is like it.
"use strict"

const PAUSE = 300

function show(list, found) {
  list.replaceChildren()
  if (!found.rows.length) return
  const heading = document.createElement("p")
  heading.textContent = found.heading
  const rows = document.createElement("ul")
  for (const row of found.rows) {
    const item = document.createElement("li")
    const link = document.createElement("a")
    link.href = row.url
    link.target = "_blank"
    link.rel = "noopener"
    link.textContent = row.text
    const said = document.createElement("span")
    said.className = "meta"
    said.textContent = ` ${row.said}`
    item.append(link, said)
    rows.append(item)
  }
  list.append(heading, rows)
}

function watch(list) {
  const input = document.getElementById(list.dataset.of)
  if (!input) return
  const line = input.closest(".form-row")
  if (line) line.append(list)
  let timer = 0
  let asked = 0
  let last = input.value.trim()

  async function ask(name) {
    const turn = ++asked
    const address = new URL(list.dataset.near, location.href)
    address.searchParams.set("name", name)
    address.searchParams.set("but", list.dataset.but)
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null)
    if (turn !== asked || !answer || !answer.ok) return
    const found = await answer.json().catch(() => null)
    if (turn === asked && found) show(list, found)
  }

  input.addEventListener("input", () => {
    clearTimeout(timer)
    const name = input.value.trim()
    if (name === last) return
    timer = setTimeout(() => {
      last = name
      if (name.length < 3) {
        asked += 1
        list.replaceChildren()
      } else {
        ask(name)
      }
    }, PAUSE)
  })
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-near]").forEach(watch))
