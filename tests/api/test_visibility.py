"""Nothing of a text is at any address of the API before its hour, and all of it is there after."""

import pytest

from articles.models import Edition
from tests.api.conftest import ago, ahead, make_full
from tests.factories import edit, make_article, take

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

REGISTERS = ("officials", "positions", "organisations", "events", "sources", "topics", "statements")


def addresses(article):
    """Every address at which the text or a thing it names would stand."""
    things = [f"/{name}/{article.things[name].uid}/" for name in REGISTERS]
    things += [
        f"/{name}/{article.things[name].slug}/"
        for name in ("officials", "organisations", "events", "sources", "topics")
    ]
    names = (article.uid, f"PR-{article.reference}")
    return things + [f"/articles/{name}/{rest}" for name in names for rest in ("", "editions/", "editions/1/")]


def lists(article):
    """Every list in which it would stand, by every filter that would find it."""
    jane = article.things["officials"]
    return [
        "/articles/",
        "/articles/?fields=*",
        "/search/?q=petrov",
        "/articles/?q=jane",
        f"/articles/?work={article.work}",
        *(f"/{name}/" for name in REGISTERS),
        f"/officials/?name={jane.name.split()[0]}",
        "/statements/?q=agreed",
        "/changes/",
    ]


@pytest.mark.parametrize("state", ["draft", "held", "embargoed"])
def test_text_that_is_not_public_is_nowhere(reader, writer, approver, state):
    if state == "draft":
        article = make_full(writer=writer, approver=approver, at=ahead(60))
        take(article, "cancel", by=approver, now=ago(30))
    else:
        article = make_full(
            writer=writer, approver=approver, at=ahead(60) if state == "embargoed" else None, hold=state == "held"
        )

    for address in addresses(article):
        response = reader.get(address)
        assert response.status_code == 404, address
        assert b"Jane" not in response.content
    for address in lists(article):
        assert reader.rows(address) == [], address
    for name in ("official", "speaker", "official_not"):
        assert reader.faults(f"/articles/?{name}=jane-doe") == [(name, "unknown-value")]


def test_text_is_everywhere_once_its_hour_has_come(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, hold=True)
    first = reader.get("/articles/")
    assert first.json()["results"] == []

    take(article, "release", by=approver, now=ago(1))

    for address in addresses(article):
        assert reader.get(address).status_code == 200, address
    for address in lists(article):
        assert len(reader.rows(address)) == 1, address
    assert reader.get("/articles/").headers["ETag"] != first.headers["ETag"]


def test_hour_that_strikes_needs_no_worker(reader, writer, approver):
    hour = ago(10)
    article = make_full(writer=writer, approver=approver, now=ago(60), at=hour)
    assert Edition.objects.get().settled_at is None

    assert reader.get(f"/articles/{article.uid}/").status_code == 200
    assert [line["type"] for line in reader.rows("/changes/")] == ["article.published"]
    assert len(reader.rows("/search/?q=petrov")) == 1


def test_draft_of_a_correction_is_not_shown(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)
    take(article, "correct", by=writer)
    edit(article, by=writer, headline="Secret words", body="<p>Secret words.</p>")

    assert reader.rows("/search/?q=secret") == []
    assert b"Secret" not in reader.get(f"/articles/{article.uid}/").content


def test_things_only_a_draft_names_do_not_exist(reader, writer, approver):
    public = make_full(writer=writer, approver=approver, tag="one")
    make_full(writer=writer, approver=approver, tag="two", hold=True)
    make_article(by=writer)

    for name in REGISTERS:
        assert [row["id"] for row in reader.rows(f"/{name}/")] == [str(public.things[name].uid)], name


def test_register_rows_show_only_public_rows_beside_them(reader, writer, approver):
    public = make_full(writer=writer, approver=approver, tag="one")
    secret = make_full(writer=writer, approver=approver, tag="two", hold=True)
    public.things["events"].participants.create(person=secret.things["officials"], role="Envoy")
    public.things["organisations"].parent = secret.things["organisations"]
    public.things["organisations"].save()
    public.things["topics"].parent = secret.things["topics"]
    public.things["topics"].save()
    event = public.things["events"]
    event.within, event.organiser = secret.things["events"], secret.things["organisations"]
    event.save()
    sent = {name: reader.rows(f"/{name}/")[0] for name in REGISTERS}

    above = sent["topics"].pop("parent")
    for name, row in sent.items():
        assert "two" not in str(row), (name, row)
    assert [p["name"] for p in sent["events"]["participants"]] == ["Jane Doe one"]
    assert sent["events"]["participants_complete"] is False
    assert above["name"] == "Diplomacy two"  # what a public topic is part of is a topic too, whoever else is named so
    assert sent["organisations"]["parent"] is None
