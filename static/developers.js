// The console of the developers' page: asks the API in place of leaving for it, and shows all of the answer.
"use strict";

(() => {
  const MOST = 200000; // characters of a body that are shown
  const form = document.getElementById("console-form");
  const part = (name) => document.getElementById(`console-${name}`);
  const [answer, status, next, again] = ["answer", "status", "next", "again"].map(part);
  let asked = 0;
  let last = { address: "", tag: "" };

  const address = () => {
    const found = new URL(form.dataset.api, location.origin);
    for (const [name, value] of new FormData(form)) {
      if (name !== "resource" && name !== "send" && value.trim()) found.searchParams.append(name, value.trim());
    }
    return found;
  };

  const path = (found) => found.pathname + found.search;

  const written = (text, type) => {
    if (/json/.test(type)) {
      try {
        text = JSON.stringify(JSON.parse(text), null, 2);
      } catch {
        // what is no JSON is shown as it came
      }
    }
    return text.length > MOST ? `${text.slice(0, MOST)}\n…` : text;
  };

  const ask = async (found, tag = "") => {
    const number = ++asked;
    answer.hidden = false;
    next.hidden = again.hidden = true;
    status.textContent = status.dataset.waiting;
    part("address").textContent = `GET ${path(found)}`;
    part("curl").textContent = `curl -i${tag ? ` -H 'If-None-Match: ${tag}'` : ""} '${found}'`;
    const began = performance.now();
    try {
      const got = await fetch(found, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      const text = await got.text();
      if (number !== asked) return;
      const took = Math.round(performance.now() - began);
      status.textContent = `HTTP ${got.status} ${got.statusText} · ${took} ms · ${new Blob([text]).size} B`;
      part("headers").textContent = [...got.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      const type = got.headers.get("Content-Type") || "";
      part("body").textContent = written(text, type);
      const onward = /<([^>]+)>;\s*rel="next"/.exec(got.headers.get("Link") || "");
      if (onward) {
        const to = new URL(onward[1], location.origin);
        next.dataset.address = path(to);
        next.hidden = false;
      }
      last = { address: path(found), tag: got.headers.get("ETag") || tag };
      again.hidden = !last.tag;
    } catch {
      if (number === asked) status.textContent = status.dataset.failed;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(address());
  });
  form.addEventListener("input", () => {
    part("address").textContent = `GET ${path(address())}`;
  });
  next.addEventListener("click", () => ask(new URL(next.dataset.address, location.origin)));
  again.addEventListener("click", () => ask(new URL(last.address, location.origin), last.tag));
})();
