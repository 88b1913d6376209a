"""What programs look for at known addresses: sitemaps, robots.txt, security.txt, llms.txt, opensearch.xml."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.utils import timezone, translation
from lxml import etree

from articles import sitemaps, visible
from articles.addresses import month_of
from articles.models.edition import Edition
from tests.factories import (
    Mention,
    Person,
    edit,
    make_approver,
    make_article,
    make_public,
    make_writer,
    minutes,
    publish,
    take,
)
from tests.statements import statements

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def read(client):
    """``read(path)``: the XML at an address of the site."""

    def answer(path):
        visible.forget()
        response = client.get(path.removeprefix(settings.SITE_URL))
        assert response.status_code == 200, response.status_code
        assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
        return etree.fromstring(response.content)

    return answer


def locations(tree):
    return tree.xpath("//s:loc/text()", namespaces=SPACES)


def links_of(url):
    """The other languages of an entry, as it names them."""
    names, addresses = (url.xpath(f"x:link/@{name}", namespaces=SPACES) for name in ("hreflang", "href"))
    return dict(zip(names, addresses, strict=True))


def whole_site(read):
    """Every address in the sitemap, through its index."""
    return [address for one in locations(read("/sitemap.xml")) for address in locations(read(one))]


def this_month():
    return "-".join(month_of(timezone.now()))


@pytest.mark.django_db
def test_sitemap_leads_to_every_listed_text_and_to_no_other(read):
    now, writer, approver = timezone.now(), make_writer(), make_approver()
    people = {"writer": writer, "approver": approver}
    make_public(now=now - minutes(5), slug="out", **people)
    make_public(now=now, at=now + minutes(60), slug="coming", **people)
    taken = make_public(now=now - minutes(5), slug="taken", **people)
    take(taken, "retract", by=make_approver(), now=now, note="In error.")
    withdrawn = make_public(now=now - minutes(5), slug="withdrawn", **people)
    take(withdrawn, "withdraw", by=make_approver(), now=now, note="No longer so.")

    found = [address for address in whole_site(read) if "/news/20" in address]

    here = "/".join(month_of(now))
    assert sorted(found) == [f"https://press.example/en/news/{here}/{slug}" for slug in ("out", "withdrawn")]


@pytest.mark.django_db
def test_sections_are_of_the_shape_of_the_protocol_and_name_no_address_twice(read):
    writer, approver = make_writer(), make_approver()
    article = make_article(by=writer, now=timezone.now())
    person = Person.objects.create(name="Jane Doe & Co")
    Mention.objects.create(article=article, person=person, words="They")
    edit(article, by=writer, now=timezone.now())
    publish(article, writer=writer, approver=approver, now=timezone.now())
    index = read("/sitemap.xml")

    assert index.tag == f"{{{SPACES['s']}}}sitemapindex"
    assert "https://press.example/sitemaps/officials.xml" in locations(index)
    found = whole_site(read)
    assert len(found) == len(set(found))
    assert all(address.startswith("https://press.example/") for address in found)
    for one in locations(index):
        tree = read(one)
        assert tree.tag == f"{{{SPACES['s']}}}urlset"
        for url in tree:
            assert etree.QName(url[0]).localname == "loc"
            for instant in url.xpath("s:lastmod/text()", namespaces=SPACES):
                assert INSTANT.fullmatch(instant)
            links = links_of(url)
            assert not links or url[0].text in links.values()


@pytest.mark.django_db
def test_every_address_of_the_sitemap_answers(client, read):
    make_public(now=timezone.now())

    answers = {address: client.get(address.removeprefix(settings.SITE_URL)).status_code for address in whole_site(read)}

    assert {address: status for address, status in answers.items() if status != 200} == {}


@pytest.mark.django_db
def test_languages_of_a_text_name_each_other(read):
    now, people = timezone.now(), {"writer": make_writer(), "approver": make_approver()}
    first = make_public(now=now, slug="talks", **people)
    make_public(now=now, slug="danishiqlar", language="az", work=first.work, **people)
    make_public(now=now, at=now + minutes(60), slug="peregovory", language="ru", work=first.work, **people)

    tree = read(f"/sitemaps/texts-{this_month()}.xml")

    here = "/".join(month_of(now))
    english, other = f"https://press.example/en/news/{here}/talks", f"https://press.example/az/news/{here}/danishiqlar"
    for url in tree:
        assert links_of(url) == {"az": other, "en": english, "x-default": english}


@pytest.mark.django_db
def test_lastmod_is_when_readers_were_last_told_of_a_change(read):
    then, writer, approver = timezone.now() - minutes(60), make_writer(), make_approver()
    article = make_public(now=then, writer=writer, approver=approver)
    take(article, "correct", by=writer, now=then + minutes(10))
    edit(article, by=writer, now=then + minutes(10), headline="Put right", correction_class="typo", public_note="One.")
    take(article, "submit", by=writer, now=then + minutes(10))
    take(article, "approve", by=approver, now=then + minutes(20))
    corrected = Edition.objects.get(number=2).public_from

    tree = read(f"/sitemaps/texts-{this_month()}.xml")

    told = f"{corrected:%Y-%m-%dT%H:%M:%SZ}"
    assert tree.xpath("//s:lastmod/text()", namespaces=SPACES) == [told]
    assert told in read("/sitemap.xml").xpath("//s:lastmod/text()", namespaces=SPACES)


@pytest.mark.django_db
def test_a_section_is_cut_where_it_grows_too_long(read, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 3)
    people = {"writer": make_writer(), "approver": make_approver()}
    for number in range(5):
        make_public(now=timezone.now(), slug=f"text-{number}", **people)
    for number in range(2):
        Person.objects.create(name=f"Person {number}").positions.create(title="Guest", public_from=timezone.now())

    sections = locations(read("/sitemap.xml"))

    month = this_month()
    names = [one.rsplit("/", 1)[1] for one in sections if "texts" in one or "officials" in one]
    assert names == [f"texts-{month}.xml", f"texts-{month}-2.xml", "officials.xml", "officials-2.xml"]
    assert [len(locations(read(one))) for one in sections if "texts" in one or "officials" in one] == [3, 2, 3, 3]
    assert len({address for one in sections for address in locations(read(one)) if "/officials/person" in address}) == 6


@pytest.mark.django_db
@pytest.mark.parametrize("section", ["texts-2001-01", "texts-0000-01", "texts-9999-12", "nothing", "officials-9"])
def test_there_is_no_other_section(client, section):
    assert client.get(f"/sitemaps/{section}.xml").status_code == 404


@pytest.mark.both_databases
@pytest.mark.django_db
def test_sitemaps_cost_the_same_statements_whatever_they_hold(client):
    people = {"writer": make_writer(), "approver": make_approver()}
    costs = []
    for _number in range(2):
        make_public(now=timezone.now(), **people)
        visible.forget()
        client.get("/healthz")
        costs.append([])
        for path in ("/sitemap.xml", f"/sitemaps/texts-{this_month()}.xml", "/sitemaps/pages.xml", "/sitemap-news.xml"):
            client.get(path)
            with statements() as captured:
                assert client.get(path).status_code == 200
            costs[-1].append(len(captured))

    assert costs == [[2, 2, 0, 1]] * 2


@pytest.mark.django_db
def test_news_sitemap_holds_the_texts_of_two_days(read):
    now, people = timezone.now(), {"writer": make_writer(), "approver": make_approver()}
    make_public(now=now - dt.timedelta(hours=46), slug="fresh", headline="Ministers & <others> meet", **people)
    make_public(now=now - dt.timedelta(hours=49), slug="old", **people)
    make_public(now=now, at=now + minutes(60), slug="coming", **people)

    tree = read("/sitemap-news.xml")

    assert [address.rsplit("/", 1)[1] for address in locations(tree)] == ["fresh"]
    assert tree.xpath("//n:title/text()", namespaces=SPACES) == ["Ministers & <others> meet"]
    assert tree.xpath("//n:publication/n:name/text()", namespaces=SPACES) == [settings.OFFICE_NAME]
    assert tree.xpath("//n:publication/n:language/text()", namespaces=SPACES) == ["en"]
    published = Edition.objects.get(slug="fresh").published_at
    assert tree.xpath("//n:publication_date/text()", namespaces=SPACES) == [f"{published:%Y-%m-%dT%H:%M:%SZ}"]


@pytest.mark.django_db
def test_sitemaps_are_not_sent_twice(client):
    make_public(now=timezone.now())
    for path in ("/sitemap.xml", "/sitemap-news.xml", "/sitemaps/pages.xml"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


# --- Files that say how to read the site ------------------------------------------------------------------------------


def test_robots_name_both_sitemaps(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[:3] == ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/"]
    assert lines[4:] == [f"Sitemap: https://press.example/{name}.xml" for name in ("sitemap", "sitemap-news")]


def test_crawlers_keep_away_from_a_demonstration(client, db, settings):
    settings.DEMO = True

    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_security_txt_has_the_fields_of_its_standard(client, db, settings):
    settings.OFFICE_EMAIL = "press@office.example"

    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:press@office.example"
    assert fields["Canonical"] == "https://press.example/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, az, ru"
    left = dt.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)


def test_there_is_no_security_txt_without_an_address(client, db, settings):
    settings.OFFICE_EMAIL = ""

    assert client.get("/.well-known/security.txt").status_code == 404


def test_llms_txt_leads_to_pages_that_exist(client, db):
    response = client.get("/llms.txt")

    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    words = response.content.decode()
    assert words.startswith(f"# {settings.OFFICE_NAME}\n\n> ")
    for address in re.findall(r"\]\((\S+?)\)", words):
        assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200, address


def test_opensearch_leads_to_a_search_that_answers(client, db):
    response = client.get("/opensearch.xml")
    tree = etree.fromstring(response.content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}

    assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert len(tree.xpath("o:ShortName/text()", namespaces=space)[0]) <= 16
    for template in tree.xpath("o:Url/@template", namespaces=space):
        asked = template.replace("{searchTerms}", "talks").removeprefix(settings.SITE_URL)
        assert client.get(asked).status_code == 200, asked


def test_machine_files_are_the_same_in_every_language(client, db):
    for path in ("/llms.txt", "/opensearch.xml", "/robots.txt"):
        with translation.override("ru"):
            other = client.get(path, headers={"Accept-Language": "ru"}).content
        assert client.get(path).content == other
