// Comments without leaving the text: forms of the panel are sent beside it, so that nothing typed is lost, and the
// paragraph and the words a comment is about are taken from the editor. Without this script the forms work as they are.

(() => {
const squeezed = (text) => text.replace(/\s+/gu, "");

function panel() {
  return document.querySelector("[data-comments]");
}

function say(words) {
  const said = panel()?.querySelector(".comments-said");
  if (said) said.textContent = words;
}

// --- Sending beside the text ------------------------------------------------------------------------------------------

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const place = form.closest("[data-comments]");
  if (!place) return;
  event.preventDefault();
  const answered = new FormData(form, event.submitter);
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((button) => (button.disabled = true));
  let answer;
  try {
    answer = await fetch(form.action + location.search, {
      method: "POST",
      body: answered,
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
  } catch {
    answer = null;
  }
  const html = answer && !answer.redirected && [200, 400].includes(answer.status) ? await answer.text() : "";
  const shown = html && new DOMParser().parseFromString(html, "text/html").querySelector("[data-comments]");
  if (!shown) {
    buttons.forEach((button) => (button.disabled = false));
    say(place.dataset.failed);
    return;
  }
  if (answer.status === 400) {
    buttons.forEach((button) => (button.disabled = false));
    say(shown.querySelector(".comments-said").textContent);
    return;
  }
  const told = shown.querySelector(".comments-said").textContent;
  shown.querySelector(".comments-said").textContent = "";
  place.replaceWith(shown);
  say(told); // after it stands in the page, so that a screen reader hears it
  const thread = shown.querySelector(`#comment-${answered.get("comment")}`) || shown.querySelector(".comment-new");
  (thread.querySelector("summary") || thread).focus();
});

// --- Which paragraph, which words -------------------------------------------------------------------------------------

let last = null; // where the selection was last inside the text: { paragraph, index, words }

function topOf(root, node) {
  while (node && node.parentNode !== root) node = node.parentNode;
  return node instanceof Element ? node : null;
}

function look() {
  const selection = document.getSelection();
  if (!selection.anchorNode) return;
  const element = selection.anchorNode.nodeType === 1 ? selection.anchorNode : selection.anchorNode.parentElement;
  const root = element?.closest(".ProseMirror, .reading");
  if (!root) return;
  const first = topOf(root, selection.anchorNode);
  if (!first) return;
  const inOne = topOf(root, selection.focusNode) === first;
  const blocks = [...root.children].filter((child) => squeezed(child.textContent));
  last = {
    start: squeezed(first.textContent),
    index: blocks.indexOf(first),
    words: inOne ? selection.toString().replace(/\s+/gu, " ").trim().slice(0, 2000) : "",
    root,
  };
}

document.addEventListener("selectionchange", look);

function optionFor(select) {
  const fits = [...select.options].filter((option) => {
    const start = squeezed(option.dataset.start || "");
    return start && last.start.startsWith(start);
  });
  return fits.sort((a, b) => Math.abs(a.index - 1 - last.index) - Math.abs(b.index - 1 - last.index))[0];
}

function commentHere() {
  look(); // the event about the last change may still be on its way
  const place = panel();
  const box = place?.querySelector(".comment-new");
  if (!box) return;
  const select = box.querySelector("select[name=block]");
  box.open = true;
  if (last) {
    const option = optionFor(select);
    if (option) {
      select.value = option.value;
      box.querySelector("[name=words]").value = last.words;
      say("");
    } else if (last.start) {
      say(place.dataset.unsaved);
    }
  }
  const body = box.querySelector("[name=body]");
  body.scrollIntoView({ block: "center" });
  body.focus();
}

function putButton() {
  const place = panel();
  const editor = document.querySelector(".prose-editor, .field-body_as_read .reading, .field-body .reading");
  if (!place || !editor || document.querySelector(".comment-here")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "step quiet comment-here";
  button.textContent = place.dataset.here;
  button.setAttribute("aria-keyshortcuts", "Control+Alt+M");
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", commentHere);
  editor.after(button);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.altKey && event.code === "KeyM" && panel()) {
    event.preventDefault();
    commentHere();
  }
});

// On the page of comments the words selected in a paragraph go into the form beside it.
document.addEventListener("toggle", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLDetailsElement) || !box.open) return;
  const paragraph = box.closest(".commented-paragraph")?.querySelector("[data-paragraph]");
  const words = box.querySelector("[name=words]");
  if (paragraph && words && last?.root === paragraph && !words.value) words.value = last.words;
}, true);

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", putButton);
else putButton();
document.addEventListener("desk:editor", putButton);
})();
