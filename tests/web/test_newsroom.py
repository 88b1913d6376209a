"""A reader narrows a list down: with scripts, without any, and with nothing but a keyboard."""

import pytest

from tests.browser.acts import faults_of_access, follow
from tests.web.reading import texts_of

pytestmark = pytest.mark.browser
CHOICES = ["#kind-readout", "#kind-speech"]


def sees(page):
    """What stands on the page: its heading, the sentence about the number, and how many texts."""
    return page.locator("h1").inner_text(), page.locator("#status").inner_text(), page.locator(".row-title").count()


@pytest.fixture
def reader(browser, newsroom):
    """``reader(**options)``: a page of a browser that complains of nothing."""
    complaints = []

    def make(**options):
        page = browser.new_context(base_url=newsroom.url, **options).new_page()
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: complaints.append(str(one)))
        page.complaints = complaints
        return page

    yield make
    assert complaints == []


def test_list_is_narrowed_without_scripts_and_without_leaving_the_page(reader, newsroom):
    plain, page = reader(java_script_enabled=False), reader()

    plain.goto("/en/news/")
    whole = sees(plain)
    for choice in CHOICES:
        plain.check(choice)
    follow(plain, "button:has-text('Apply filters')")
    narrowed = sees(plain)
    assert plain.url == f"{newsroom.url}/en/news/?kind=readout,speech"
    assert narrowed != whole
    assert narrowed[1] == f"{narrowed[2]} results"

    page.goto("/en/news/")
    assert sees(page) == whole
    page.evaluate("window.kept = true")
    for choice, asked in zip(CHOICES, ("readout", "readout,speech"), strict=True):
        page.focus(choice)
        page.keyboard.press("Space")
        page.wait_for_url(f"{newsroom.url}/en/news/?kind={asked}")
        assert page.evaluate("document.activeElement.id") == choice.removeprefix("#")
        assert page.is_checked(choice)
    assert page.title() == plain.title()
    assert sees(page) == narrowed
    assert page.evaluate("window.kept")
    assert page.get_attribute("link[type='application/atom+xml']", "href").endswith("feed.atom?kind=readout,speech")

    follow(page, ".row-title a")
    page.go_back()
    assert (page.url, sees(page), page.is_checked("#kind-speech")) == (plain.url, narrowed, True)
    for left in ("#kind-readout", ""):
        page.go_back()
        page.wait_for_function("!document.querySelector('#kind-speech')?.checked && document.readyState === 'complete'")
        assert page.locator("#kind-readout:checked").count() == bool(left)
    assert (page.url, sees(page)) == (f"{newsroom.url}/en/news/", whole)


def test_question_with_a_fault_leads_to_the_page_that_says_so(reader, newsroom):
    page = reader()
    page.goto("/en/news/")
    page.evaluate("document.querySelector('#filter-published_after').type = 'text'")
    page.fill("#filter-published_after", "never")
    follow(page, "button:has-text('Apply filters')")

    assert page.locator("[role=alert]").count() == 1
    assert page.get_attribute("#filter-published_after", "aria-invalid") == "true"
    page.complaints.clear()  # the browser says that the answer was 400, as it should be


def test_front_list_and_text_can_be_used_by_everybody(reader, newsroom):
    page = reader(reduced_motion="reduce")
    paths = ["/en/", "/en/news/", texts_of(newsroom)[0], texts_of(newsroom, "/en/news/?order=published")[0]]
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = faults_of_access(page, page.complaints, name=f"newsroom-{paths.index(path)}")

    assert found == {path: [] for path in paths}


def test_text_can_be_printed_and_read_by_keyboard(reader, newsroom):
    page = reader()
    page.goto(texts_of(newsroom)[0])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.emulate_media(media="print")
    shown = [name for name in ("h1", ".office", ".reference", ".cite", ".search", ".sections", ".pilcrow")
             if page.locator(name).first.is_visible()]  # fmt: skip
    assert shown == ["h1", ".office", ".reference", ".cite"]
