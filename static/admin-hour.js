// Beside an hour of the office: the same instant in UTC and by the reader's own clock. The server alone decides.
"use strict"

function offsetAt(instant, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(instant)
  const of = (type) => Number(parts.find((part) => part.type === type).value)
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")) - instant.getTime()
}

function instantOf(local, zone) {
  const wall = Date.parse(`${local}:00Z`)
  const guess = new Date(wall - offsetAt(new Date(wall), zone))
  return new Date(wall - offsetAt(guess, zone))
}

for (const input of document.querySelectorAll("[data-office-hour]")) {
  const out = document.createElement("output")
  out.className = "meta"
  out.htmlFor = input.id
  input.after(out)
  input.addEventListener("input", () => {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(input.value)) {
      out.textContent = ""
      return
    }
    const instant = instantOf(input.value, input.dataset.zone)
    const here = instant.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", timeZoneName: "short" })
    out.textContent = ` = ${instant.toISOString().slice(0, 16).replace("T", " ")} UTC · ${here}`
    const atHour = input.form.querySelector("input[name=when][value=hour]")
    if (atHour) atHour.checked = true
  })
}
