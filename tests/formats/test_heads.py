"""What the head of a page tells programs: canonical address, languages, sharing, structured data."""

import json
import re

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import etree

from articles import visible
from articles.addresses import article_url
from articles.models.edition import Edition
from articles.models.event import Event
from tests.factories import Organisation, Person, edit, make_approver, make_public, make_writer, minutes, take
from tests.public.conftest import make_rich  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def approver():
    return make_approver()


class Head:
    """The head of the page at ``path``."""

    def __init__(self, client, path):
        visible.forget()
        response = client.get(path)
        assert response.status_code == 200, response.status_code
        self.tree = etree.HTML(response.content.decode())

    def meta(self, name):
        """The only value of a ``meta`` with this name or property; None where there is none."""
        found = self.tree.xpath(f'//head/meta[@name="{name}" or @property="{name}"]/@content')
        assert len(found) <= 1, found
        return found[0] if found else None

    def links(self, rel):
        return [dict(one.attrib) for one in self.tree.xpath(f'//head/link[@rel="{rel}"]')]

    def data(self):
        """Every data block of the page."""
        return [json.loads(one.text) for one in self.tree.xpath('//script[@type="application/ld+json"]')]


@pytest.fixture
def head(client):
    return lambda path: Head(client, path)


def in_site(path):
    return f"{settings.SITE_URL}{path}"


def test_head_of_a_text(head, make_rich, vocabulary):  # noqa: F811
    article = make_rich(1)
    edition = Edition.objects.get()
    path = article_url(edition)

    found = head(path)

    assert found.links("canonical") == [{"rel": "canonical", "href": in_site(path)}]
    assert found.meta("og:type") == "article"
    assert (found.meta("og:title"), found.meta("og:url")) == ("Text 1", in_site(path))
    assert found.meta("og:image") == in_site(f"/cards/{edition.uid}.png")
    assert found.meta("twitter:card") == "summary_large_image"
    assert found.meta("article:published_time") == f"{edition.published_at:%Y-%m-%dT%H:%M:%SZ}"
    assert found.meta("citation_public_url") == in_site(f"/id/articles/PR-{article.reference}")
    [data] = found.data()
    assert vocabulary.faults(data) == []
    assert (data["@type"], data["headline"], data["url"]) == ("NewsArticle", "Text 1", in_site(path))
    assert [one["name"] for one in data["mentions"]] == ["Ali Terheş1", "Ministry 1"]
    assert [one["name"] for one in data["about"]] == ["Topic 1", "Meeting 1"]
    assert "articleBody" not in data  # the words stand in the page


def test_picture_named_in_the_head_is_there(client, head, make_rich):  # noqa: F811
    make_rich(1)
    image = head(article_url(Edition.objects.get())).meta("og:image")

    assert client.get(image.removeprefix(settings.SITE_URL)).headers["Content-Type"] == "image/png"


def test_plain_files_named_in_the_head_are_there(client, head, make_rich):  # noqa: F811
    make_rich(1)
    alternates = head(article_url(Edition.objects.get())).links("alternate")

    plain = [one for one in alternates if one["href"].endswith((".json", ".md")) and "feed" not in one["href"]]
    named = {one["type"]: one["href"] for one in plain}

    assert sorted(named) == ["application/json", "text/markdown"]
    for type_, address in named.items():
        response = client.get(address.removeprefix(settings.SITE_URL), follow=True)
        assert (response.status_code, response.headers["Content-Type"].split(";")[0]) == (200, type_)


def test_head_tells_of_corrections_and_withdrawal(head, writer, approver, vocabulary):
    then = timezone.now() - minutes(60)
    article = make_public(now=then, writer=writer, approver=approver, slug="talks")
    take(article, "correct", by=writer, now=then + minutes(1))
    edit(article, by=writer, now=then + minutes(1), headline="A", correction_class="typo", public_note="It was </B>.")
    take(article, "submit", by=writer, now=then + minutes(1))
    take(article, "approve", by=approver, now=then + minutes(2))
    corrected, live = head(article_url(Edition.objects.get(number=2))).data(), Edition.objects.get(number=2)

    assert vocabulary.faults(corrected[0]) == []
    told = {"@type": "CorrectionComment", "text": "It was </B>.", "datePublished": corrected[0]["dateModified"]}
    assert corrected[0]["correction"] == [told]
    assert corrected[0]["version"] == 2
    assert corrected[0]["dateModified"] > corrected[0]["datePublished"]

    take(article, "withdraw", by=make_approver(), now=timezone.now(), note="No longer so.")
    found = head(article_url(live))
    [withdrawn] = found.data()
    assert found.meta("og:title") == "Withdrawn: A"

    assert vocabulary.faults(withdrawn) == []
    assert withdrawn["creativeWorkStatus"] == "Withdrawn"
    assert [one["text"] for one in withdrawn["correction"]] == ["It was </B>.", "No longer so."]


def test_languages_of_a_text_name_each_other(head, writer, approver):
    people = {"writer": writer, "approver": approver}
    first = make_public(now=timezone.now(), slug="talks", **people)
    make_public(now=timezone.now(), slug="danishiqlar", language="az", work=first.work, **people)
    make_public(
        now=timezone.now(), at=timezone.now() + minutes(60), slug="peregovory", language="ru", work=first.work, **people
    )

    named = []
    for edition in Edition.objects.filter(public_from__lte=timezone.now()):
        found = head(article_url(edition))
        named.append(sorted((one["hreflang"], one["href"]) for one in found.links("alternate") if "hreflang" in one))
        others = found.data()[0]["workTranslation"]
        assert [one["inLanguage"] for one in others] == ["az" if edition.language == "en" else "en"]

    assert named[0] == named[1]
    assert [language for language, _address in named[0]] == ["az", "en", "x-default"]


def test_an_earlier_edition_is_not_to_be_indexed(head, writer, approver):
    then = timezone.now() - minutes(60)
    article = make_public(now=then, writer=writer, approver=approver)
    take(article, "correct", by=writer, now=then + minutes(10))
    edit(article, by=writer, now=then + minutes(10), headline="A", correction_class="typo", public_note="B was wrong.")
    take(article, "submit", by=writer, now=then + minutes(10))
    take(article, "approve", by=approver, now=then + minutes(20))
    path = article_url(Edition.objects.get(number=2))

    found = head(f"{path}?at={then + minutes(5):%Y-%m-%dT%H:%M:%SZ}")

    assert found.meta("robots") == "noindex,follow"
    assert [one["href"] for one in found.links("canonical")] == [in_site(path)]


def test_heads_of_the_register(head, make_rich, vocabulary):  # noqa: F811
    make_rich(1)
    person, organisation, event = Person.objects.get(), Organisation.objects.get(), Event.objects.get()
    person.positions.update(starts="2020-05", ends="XXXX-11-03")
    statement = Edition.objects.get().statements.get()
    pages = {
        person.get_absolute_url(): ("Person", "Ali Terheş1"),
        organisation.get_absolute_url(): ("Organization", "Ministry 1"),
        event.get_absolute_url(): ("Event", "Meeting 1"),
        statement.get_absolute_url(): ("Quotation", None),
        "/en/": ("GovernmentOrganization", settings.OFFICE_NAME),
    }

    for path, (type_, name) in pages.items():
        found = head(path)
        [data] = found.data()
        assert vocabulary.faults(data) == [], path
        assert (data["@type"], data.get("name")) == (type_, name)
        assert found.meta("og:url") == in_site(path)
        assert found.meta("og:title")

    [data] = head(person.get_absolute_url()).data()
    role = {"@type": "OrganizationRole", "roleName": "Minister 1", "startDate": "2020-05"}
    of = {"@type": "Organization", "name": "Ministry 1", "@id": in_site(f"/api/v1/organisations/{organisation.uid}/")}
    assert data["worksFor"] == [{**role, "worksFor": of}]
    [data] = head(statement.get_absolute_url()).data()
    assert data["text"] == "We agree on point 1."
    assert data["spokenByCharacter"][0]["jobTitle"] == "Minister of 1"


def test_every_page_leads_to_search_feeds_and_licence(client, settings):
    settings.OFFICE_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
    from articles.templatetags import pages

    pages._standing.clear()
    try:
        found = Head(client, "/en/contacts/")
    finally:
        pages._standing.clear()

    assert [one["href"] for one in found.links("search")] == ["/opensearch.xml"]
    assert [one["href"] for one in found.links("license")] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert "application/atom+xml" in [one.get("type") for one in found.links("alternate")]


def test_data_blocks_need_no_leave_of_the_policy_of_scripts(client, make_rich):  # noqa: F811
    make_rich(1)
    response = client.get(article_url(Edition.objects.get()))

    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    scripts = re.findall(r"<script([^>]*)>", response.content.decode())
    assert [one for one in scripts if "src=" not in one] == [' type="application/ld+json"']


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("articles/{reference}/?format=ninjs", 'application/json; profile="ninjs-3.1"'),
        ("articles/{reference}/?format=jsonld", "application/ld+json"),
        ("articles/{reference}/?format=md", "text/markdown; charset=utf-8"),
        ("articles/{reference}/?format=txt", "text/plain; charset=utf-8"),
        ("articles/?format=ninjs", 'application/json; profile="ninjs-3.1"'),
        ("articles/?format=jsonld", "application/ld+json"),
        ("events/?format=ninjs", 'application/json; profile="ninjs-3.1"'),
        ("events/{event}/?format=ninjs", 'application/json; profile="ninjs-3.1"'),
        ("events/{event}/?format=jsonld", "application/ld+json"),
        ("officials/?format=jsonld", "application/ld+json"),
        ("officials/{person}/?format=jsonld", "application/ld+json"),
        ("organisations/{organisation}/?format=jsonld", "application/ld+json"),
        ("statements/?format=jsonld", "application/ld+json"),
        ("statements/{statement}/?format=jsonld", "application/ld+json"),
    ],
)
def test_api_sends_every_format_valid(client, make_rich, ninjs, vocabulary, path, media_type):  # noqa: F811
    article = make_rich(1)
    event = Event.objects.get()
    event.participants.create(person=Person.objects.get(), role="Guest")
    Event.objects.update(
        status="postponed", status_reason="The fog.", venue="Hall 2", organiser=Organisation.objects.get()
    )
    names = {
        "reference": f"PR-{article.reference}",
        "event": event.slug,
        "person": Person.objects.get().slug,
        "organisation": Organisation.objects.get().slug,
        "statement": Edition.objects.get().statements.get().uid,
    }

    response = client.get(f"/api/v1/{path.format(**names)}")

    assert (response.status_code, response.headers["Content-Type"]) == (200, media_type), response.content
    if "ninjs" in path:
        assert [error.message for error in ninjs.iter_errors(json.loads(response.content))] == []
    elif "jsonld" in path:
        assert vocabulary.faults(json.loads(response.content)) == []
    else:
        assert "We agree on point 1." in response.content.decode()
