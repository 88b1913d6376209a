"""What became of the addresses of register rows that were merged into others: every door leads to the one row."""

import orjson
import pytest
from django.urls import reverse
from django.utils import timezone

from articles import visible
from articles.addresses import month_of
from articles.desk.merging import merge
from articles.desk.unmerging import undo
from articles.models import Place
from tests.api.conftest import Reader, make_full
from tests.factories import (
    Event,
    EventLink,
    Mention,
    Organisation,
    Person,
    Position,
    Source,
    Statement,
    Topic,
    edit,
    make_article,
    make_user,
    minutes,
    publish,
)
from tests.leaks.asking import answers, paths
from tests.leaks.planting import Plant, bring_to
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PAGES = {
    "officials": "official",
    "organisations": "organisation",
    "events": "event",
    "sources": "source",
    "topics": "topic",
}


@pytest.fixture
def registrar(db):
    return make_user("Writer", "Registry editor")


@pytest.fixture
def reader(client):
    return Reader(client)


@pytest.fixture
def text(writer, approver):
    """A public text with one of everything it can name."""
    return make_full(writer=writer, approver=approver, tag="old")


@pytest.fixture
def other(writer, approver):
    """Another one, of other things."""
    return make_full(writer=writer, approver=approver, tag="new")


@pytest.fixture
def get(client):
    """``get(path)``: the answer to a reader at this moment."""

    def ask(path):
        visible.forget()
        return client.get(path)

    return ask


def become_one(text, other, name, registrar):
    """Merge the thing ``name`` of one text into that of the other."""
    source, target = text.things[name], other.things[name]
    done = merge(source, target, by=registrar, now=timezone.now(), confirmed=True)
    visible.forget()
    return source, target, done


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_merged_row_leads_to_the_one_it_became(name, text, other, registrar, get):
    source, target, done = become_one(text, other, name, registrar)

    for language in ("en", "az"):
        answer = get(f"/{language}/{name}/{source.slug}/")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/{language}/{name}/{target.slug}/")
        assert "max-age" in answer.headers["Cache-Control"]
    page = get(f"/en/{name}/{target.slug}/")
    assert page.status_code == 200
    assert [row["edition"].article_uid for row in page.context["texts"]] == [other.uid, text.uid]

    undo(done, by=registrar, now=timezone.now())
    assert get(f"/en/{name}/{source.slug}/").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_the_api_leads_from_the_old_name_and_id_to_the_new(name, text, other, registrar, reader):
    source, target, _done = become_one(text, other, name, registrar)

    for old, new in ((source.slug, target.slug), (source.uid, target.uid)):
        answer = reader.get(f"/{name}/{old}/?fields=name")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith(f"/api/v1/{name}/{new}/?fields=name")
        assert reader.get(answer.headers["Location"]).json() == {"name": target.name}


@pytest.mark.parametrize("name", PAGES)
def test_a_filter_by_a_merged_row_leads_to_the_filter_by_its_new_name(name, text, other, registrar, reader, get):
    source, target, _done = become_one(text, other, name, registrar)
    one = PAGES[name]

    for path in ("/en/news/", "/en/news/feed.atom"):
        answer = get(f"{path}?{one}={source.slug},{target.slug}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{path}?{one}={target.slug}")
    answer = reader.get("/articles/", {one: str(source.uid), "fields": "id"})
    assert answer.status_code == 301
    assert f"{one}={target.uid}&fields=id" in answer.headers["Location"]
    rows = reader.get(answer.headers["Location"]).json()["results"]
    assert {row["id"] for row in rows} == {str(text.uid), str(other.uid)}


def test_the_calendar_of_a_merged_event_leads_to_the_one_it_became(text, other, registrar, get):
    source, target, _done = become_one(text, other, "events", registrar)

    answer = get(reverse("event-calendar", args=[source.slug]))

    assert (answer.status_code, answer.headers["Location"]) == (301, reverse("event-calendar", args=[target.slug]))


def test_a_text_of_old_links_to_the_row_its_words_name_now(text, other, registrar, client, get):
    for name in PAGES:
        become_one(text, other, name, registrar)
    address = text.editions.get().get_absolute_url()

    with statements() as captured:
        page = client.get(address).content.decode()

    assert len(captured) <= 5
    for name in PAGES:
        assert f'href="/en/{name}/{other.things[name].slug}/"' in page
        assert text.things[name].slug + "/" not in page
    assert "Jane Doe old" in page  # in the words it was approved with
    ledger = get("/en/statements/").content.decode()
    assert ledger.count(f'href="/en/officials/{other.things["officials"].slug}/"') == 2


def test_the_page_of_the_one_row_shows_what_both_said_and_held(text, other, registrar, get):
    source, target, _done = become_one(text, other, "officials", registrar)

    page = get(f"/en/officials/{target.slug}/")

    assert [row["role_that_day"]["name"] for row in page.context["statements"]] == ["Jane Doe new", "Jane Doe old"]
    assert {position.pk for position in page.context["current"]} == {
        text.things["positions"].pk,
        other.things["positions"].pk,
    }
    found = get(f"/en/officials/?name={source.name.replace(' ', '+')}")
    assert [row["row"] for row in found.context["rows"]] == [target]
    ledger = get(f"/en/statements/?speaker={target.slug}")
    assert len(ledger.context["rows"]) == 2


def test_the_page_of_the_one_event_shows_the_words_of_both(text, other, registrar, get):
    _source, target, _done = become_one(text, other, "events", registrar)

    page = get(f"/en/events/{target.slug}/")

    assert len(page.context["statements"]) == 2
    assert {name for name in ("Jane Doe old", "Jane Doe new") if name in page.content.decode()} == {
        "Jane Doe old",
        "Jane Doe new",
    }


def test_a_merged_row_nobody_can_see_answers_like_one_that_never_was(writer, registrar, get, reader):
    draft = make_article(by=writer)
    rows = [Person, Organisation, Event, Source, Topic, Place]
    pairs = [(model.objects.create(name="Zq old"), model.objects.create(name="Zq new")) for model in rows]
    Mention.objects.create(article=draft, person=pairs[0][0])
    plural = ["officials", "organisations", "events", "sources", "topics", "places"]
    asked = [f"/en/{name}/{slug}/" for name in plural for slug in ("zq-old", "zq-new", "zq-never")]
    asked += [f"/api/v1/{name}/{slug}/" for name in plural for slug in ("zq-old", "zq-new", "zq-never")]
    asked += [f"/en/news/?official={slug}" for slug in ("zq-old", "zq-new", "zq-never")]

    def answers():
        found = {}
        for path in asked:
            response = get(path)
            body = response.content
            if path.startswith("/api/"):
                body = {k: v for k, v in orjson.loads(body).items() if k != "request_id"}
            found[path] = (response.status_code, body, response.headers.get("ETag"))
        return found

    before = answers()
    for source, target in pairs:
        merge(source, target, by=registrar, now=timezone.now())

    after = answers()
    assert {path: answer for path, answer in after.items() if answer[0] not in (400, 404)} == {}
    strip = {path: (status, tag) for path, (status, _body, tag) in after.items()}
    assert strip == {path: (status, tag) for path, (status, _body, tag) in before.items()}
    for path, (_status, body, _tag) in after.items():
        if path.startswith("/api/"):
            assert body == before[path][1]


def test_two_people_become_one_everywhere(writer, approver, registrar, get, reader):
    """Texts, statements, positions and an event both took part in: one page, one redirect, one line, and back."""
    now = timezone.now() - minutes(30)
    ministry = Organisation.objects.create(name="Foreign Ministry")
    people = [Person.objects.create(name="Jeyhun Bayramov"), Person.objects.create(name="Ceyhun Bayramov")]
    event = Event.objects.create(name="Talks in Baku", public_from=now, settled_at=now, starts="2025-11-03")
    for number, person in enumerate(people):
        post = Position.objects.create(person=person, organisation=ministry, title=f"Minister {number}")
        event.participants.create(person=person, role=f"Guest {number}")
        for _each in range(2):
            article = make_article(by=writer, now=now, body="<p>“We agreed,” he said.</p>")
            said = Statement.objects.create(article=article, words="We agreed", form="direct")
            Mention.objects.create(
                article=article, person=person, position=post, relation="speaker", statement_uid=said.uid
            )
            EventLink.objects.create(article=article, event=event)
            edit(article, by=writer, now=now)
            publish(article, writer=writer, approver=approver, now=now)
    source, target = people
    visible.forget()
    before = {path: get(path).content for path in (f"/en/officials/{one.slug}/" for one in people)}
    token = reader.get("/changes/").json()["token"]

    done = merge(source, target, by=registrar, now=timezone.now())

    page = get(f"/en/officials/{target.slug}/")
    assert (len(page.context["texts"]), len(page.context["statements"]), len(page.context["current"])) == (4, 4, 2)
    assert get(f"/en/officials/{source.slug}/").headers["Location"] == f"/en/officials/{target.slug}/"
    [line] = reader.rows("/changes/", {"since": token})
    assert (line["type"], line["id"]) == ("official.merged", str(source.uid))
    assert line["into"] == str(target.uid)
    [row] = reader.rows("/officials/", {"fields": "id,positions"})
    assert (row["id"], len(row["positions"])) == (str(target.uid), 2)
    assert len(reader.rows("/statements/", {"speaker": target.slug})) == 4
    [shown] = reader.rows("/events/", {"participant": target.slug})
    assert [(one["id"], one["role"]) for one in shown["participants"]] == [(str(target.uid), "Guest 1")]

    undo(done, by=registrar, now=timezone.now())

    assert {path: get(path).content for path in before} == before
    types = [line["type"] for line in reader.rows("/changes/", {"since": token})]
    assert types == ["official.merged", "official.unmerged"]


def test_a_merge_of_what_nobody_sees_changes_no_byte_of_any_surface(client, registrar):
    now = timezone.now()
    plants = [Plant(), Plant()]
    for plant in plants:
        bring_to(plant, "draft", now=now)
    bring_to(Plant(), "public", now=now - minutes(2))
    asked = [path for plant in plants for path in paths(plant, month_of(now), every_question=False)]
    visible.forget()
    before = answers(client, asked)

    for thing, model in {"person": Person, "organisation": Organisation, "event": Event, "source": Source,
                         "topic": Topic}.items():  # fmt: skip
        source, target = (model.objects.get(uid=plant.things[thing]) for plant in plants)
        merge(source, target, by=registrar, now=timezone.now())
    visible.forget()

    assert answers(client, asked) == before
