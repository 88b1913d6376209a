// Every page works without.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  for (const button of all("[data-copy]")) {
    if (!navigator.clipboard) break;
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText.trim());
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = words), 2000);
    });
  }

  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const prepare = () => all(".facet-find").forEach((one) => (one.hidden = false));
  document.addEventListener("input", ({ target }) => {
    if (!target.matches(".facet-find")) return;
    const wanted = plain(target.value.trim()), facet = target.closest(".facet");
    for (const row of all("li", facet)) row.hidden = !plain(row.querySelector(".facet-name").textContent).includes(wanted);
    if (wanted) all("details", facet).forEach((one) => (one.open = true));
  });
  prepare();

  const form = document.querySelector(".filters form"), { htmx: source, integrity } = document.currentScript.dataset;
  if (!form || !source) return;
  let asked = false, script;
  const load = () => {
    if (script) return;
    if (document.readyState !== "complete") return addEventListener("load", load);
    script = Object.assign(document.createElement("script"), { src: source, integrity });
    script.onload = () => asked && htmx.trigger(form, "chosen");
    document.head.append(script);
  };
  form.addEventListener("focusin", load);
  form.addEventListener("pointerover", load);
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    if (window.htmx) htmx.trigger(form, "chosen");
    else load(asked = true);
  });
  addEventListener("popstate", ({ state }) => state && !window.htmx && location.reload());
  let open = [];
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    open = all("details[open]", form).map((one) => one.id);
    const answer = new DOMParser().parseFromString(detail.serverResponse, "text/html");
    const links = "link[rel=alternate], link[rel=canonical], meta[name=robots]";
    for (const one of all(links)) one.remove();
    document.head.append(...all(links, answer));
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    prepare();
  });
  for (const fault of ["htmx:responseError", "htmx:sendError"]) form.addEventListener(fault, () => form.submit());
})();
