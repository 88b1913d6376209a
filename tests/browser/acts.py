"""What tests do at a page: look at it for faults of access, and write in the editor, without being faster than it."""

import os
import time
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = [(320, "light"), (1280, "dark")]
if os.environ.get("EVERY_DOOR") == "1":
    VIEWS += [(320, "dark"), (1280, "light")]

# What changes its colour slowly has its last one; a number that stands for infinity is no end to wait for.
STILL = """Promise.allSettled(document.getAnimations().filter(
    (one) => Number.isFinite(one.effect.getComputedTiming().endTime)).map((one) => one.finished))"""
WIDER = "document.documentElement.scrollWidth - innerWidth"
EDITOR = "[...document.querySelectorAll('.prose-editor')].find((one) => one.contains(document.activeElement))?.editor"
AT_END = f"""(() => {{
    const editor = {EDITOR}
    const chosen = editor && editor.state.selection
    return Boolean(chosen) && editor.view.focused && chosen.head === chosen.constructor.atEnd(editor.state.doc).head
}})()"""
ALL_CHOSEN = f"""(() => {{
    const editor = {EDITOR}
    return Boolean(editor) && (editor.isEmpty || !editor.state.selection.empty)
}})()"""


# --- Looking ----------------------------------------------------------------------------------------------------------


def faults_of_access(page, complaints=None, *, name="", part=None, rules=RULES, views=VIEWS, height=None):
    """What is wrong with the page as it stands, in each of ``views``: rules of access broken, or wider than the window.

    ``part``: look at this part of it alone. ``height``: of the window, where what sticks to its edge would cover
    something. ``complaints``: what the console is heard to say; the checker tries an inline style, which is not meant.
    With SCREENSHOTS (a folder) and a ``name``, each view is kept as a picture.
    """
    size, heard, found = page.viewport_size, list(complaints or []), []
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    for width, scheme in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height or size["height"]})
        page.evaluate(STILL)
        answer = page.evaluate(
            "([part, options]) => axe.run(part || document, options)",
            [part, {"runOnly": rules, "resultTypes": ["violations"]}],
        )
        found += [
            (width, scheme, fault["id"], [node["html"][:200] for node in fault["nodes"][:3]])
            for fault in answer["violations"]
        ]
        if (wider := page.evaluate(WIDER)) > 0:
            found.append((width, scheme, "wider than the window", wider))
        if name and (folder := os.environ.get("SCREENSHOTS")):
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="null")
    page.set_viewport_size(size)
    if complaints is not None:
        complaints[:] = heard
    return found


# --- Writing ----------------------------------------------------------------------------------------------------------


def focus_by_keyboard(page, selector, presses=260):
    """Press Tab until the focus stands on ``selector``; where that is the editor, until it takes what is typed."""
    for _press in range(presses):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            settle(page)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector} on {page.url}")


def until(page, expression, patience=60):
    """Wait until ``expression`` is true in the page. Playwright's own waiting needs eval, which the pages forbid."""
    deadline = time.monotonic() + patience
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"gave up waiting on {page.url}: {expression}"
        page.wait_for_timeout(20)


def settle(page):
    """Wait until an editor that has the focus has put its selection into the page: it does so 20 ms after it got it."""
    page.evaluate(f"new Promise((done) => {EDITOR} ? setTimeout(done, 60) : done())")


def caret_to_end(page, editor=".ProseMirror"):
    """The caret stands behind the last letter of the editor, and the editor knows it."""
    if not page.evaluate("selector => document.activeElement.matches(selector)", editor):
        page.locator(editor).first.focus()
    settle(page)
    page.keyboard.press("Control+End")
    until(page, AT_END)


def choose_all(page, editor=".ProseMirror"):
    """All words of the editor are selected, and the editor knows it."""
    page.locator(editor).first.focus()
    settle(page)
    page.keyboard.press("Control+a")
    until(page, ALL_CHOSEN)


def follow(page, target):
    """Click what leads to another page (the first that the selector or locator finds), and wait until it stands."""
    with page.expect_navigation():
        (page.locator(target) if isinstance(target, str) else target).first.click()


def save_by_key(page):
    """Press Control+S, and wait until the page it leads to stands."""
    with page.expect_navigation():
        page.keyboard.press("Control+s")
