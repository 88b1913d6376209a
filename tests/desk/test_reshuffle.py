"""A reshuffle: three ministers swap posts at one hour, proposed by one person, approved by another, with no worker."""

import json

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone, translation
from lxml import html

from articles import register
from articles.desk import registers
from articles.desk.settle import settle
from articles.models import Change, Mention, RegisterEdit
from articles.visible import Visible
from people.models import Organisation, Person, Position
from tests.factories import NOW, edit, make_approver, make_article, make_user, make_writer, minutes, publish

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = NOW + minutes(60)
MOMENT = minutes(1) / 60_000_000
POSTS = ("Foreign Affairs", "Defence", "Interior")
NAMES = ("Ana Pop", "Ion Rusu", "Eva Lungu")


@pytest.fixture
def ask():
    """``ask(path, now)``: what a reader gets at any instant."""

    def answer(path, now):
        request = RequestFactory().get(path)
        request.now, request.visible = now, Visible(f"at {now}", 0.0, timezone.timedelta(0), None, False)
        match = request.resolver_match = resolve(request.path_info)
        with translation.override("en"):
            response = match.func(request, *match.args, **match.kwargs)
            return response.render() if hasattr(response, "render") else response

    return answer


@pytest.fixture
def cabinet():
    """Three ministers, each at a ministry, public for a year."""
    found = []
    for name, post in zip(NAMES, POSTS, strict=True):
        ministry = Organisation.objects.create(name=f"Ministry of {post}")
        found.append(
            Position.objects.create(
                person=Person.objects.create(name=name),
                organisation=ministry,
                title=f"Minister of {post}",
                starts="2095",
                public_from=NOW - minutes(500_000),
            )
        )
    settle(NOW - minutes(499_999))
    return found


@pytest.fixture
def reshuffle(cabinet, settings):
    """Ana goes to Defence, Ion to the Interior, Eva to Foreign Affairs: six edits that wait."""
    settings.REGISTER_FOUR_EYES = True
    editor, edits = make_user("Registry editor"), []
    for n, old in enumerate(cabinet):
        edits.append(registers.change(old, {"ends": "2100-01-01"}, by=editor, now=NOW, hour=HOUR))
        next_post = cabinet[(n + 1) % 3]
        new = Position(
            person=old.person, organisation=next_post.organisation, title=next_post.title, starts="2100-01-01"
        )
        edits.append(registers.change(new, by=editor, now=NOW, hour=HOUR))
    assert all(isinstance(one, RegisterEdit) for one in edits)
    return edits


def posts_of(response):
    """``{name: titles}`` of the answer of the API's list of officials."""
    rows = json.loads(response.content)["results"]
    return {row["name"]: sorted(p["title"].removeprefix("Minister of ") for p in row["positions"]) for row in rows}


def words(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def test_everything_switches_at_the_hour_and_nothing_before(reshuffle, cabinet, ask):
    ana, ministry = cabinet[0].person, cabinet[0].organisation
    official, organisation = reverse("official", args=[ana.slug]), reverse("organisation", args=[ministry.slug])
    before = [ask(path, HOUR - MOMENT).content for path in ("/api/v1/officials/", "/api/v1/positions/")]
    page_before = [words(ask(path, HOUR - MOMENT)) for path in (official, organisation)]

    registers.approve(reshuffle, by=make_user("Approver"), now=NOW)

    assert Change.objects.count() == 3
    assert [ask(path, HOUR - MOMENT).content for path in ("/api/v1/officials/", "/api/v1/positions/")] == before
    assert [words(ask(path, HOUR - MOMENT)) for path in (official, organisation)] == page_before
    assert "Defence" not in page_before[0]
    assert "Eva Lungu" not in page_before[1]

    assert posts_of(ask("/api/v1/officials/", HOUR)) == {
        "Ana Pop": ["Defence", "Foreign Affairs"],
        "Ion Rusu": ["Defence", "Interior"],
        "Eva Lungu": ["Foreign Affairs", "Interior"],
    }
    positions = json.loads(ask("/api/v1/positions/", HOUR).content)["results"]
    told = {
        (row["title"].removeprefix("Minister of "), row["official"]["name"], bool(row["ends"])) for row in positions
    }
    ended = set(zip(POSTS, NAMES, [True] * 3, strict=True))
    assert told == ended | set(zip(POSTS, (NAMES[2], *NAMES[:2]), [False] * 3, strict=True))
    assert {str(old.uid) for old in cabinet} <= {row["id"] for row in positions}, "an old post keeps its id"
    assert "Minister of Defence" in words(ask(official, HOUR))
    assert "Eva Lungu" in words(ask(organisation, HOUR))

    settle(HOUR)
    settle(HOUR)
    told = Change.objects.filter(number__gt=3)
    assert sorted(told.values_list("type", flat=True)) == ["position.changed"] * 3 + ["position.published"] * 3
    assert {old.uid for old in cabinet} <= set(told.values_list("subject_uid", flat=True))
    assert told.values("subject_uid").distinct().count() == 6


def test_the_register_can_be_asked_for_either_side_of_the_hour(reshuffle, cabinet):
    registers.approve(reshuffle, by=make_user("Approver"), now=NOW)
    later = HOUR + minutes(60)

    then = register.positions(later, at=HOUR - MOMENT).filter(person=cabinet[0].person)
    assert [(row.title, row.ends) for row in then] == [("Minister of Foreign Affairs", "")]
    assert register.positions(later, at=HOUR).filter(person=cabinet[0].person).count() == 2


def told_role(edition):
    """What the frozen document says of Ana."""
    official = next(o for o in json.loads(edition.document)["officials"] if o["name"] == "Ana Pop")
    return official["role"], official["organisation"]


def make_text(person, *, now, **fields):
    writer = make_writer()
    article = make_article(by=writer, now=now)
    Mention.objects.create(article=article, person=person, words="")
    edit(article, by=writer, now=now, **fields)
    return article, writer


def test_old_texts_keep_the_old_role_and_a_text_for_after_has_the_new_one(reshuffle, cabinet):
    ana = cabinet[0].person
    old, writer = make_text(ana, now=NOW)
    publish(old, writer=writer, approver=make_approver(), now=NOW)
    registers.approve(reshuffle, by=make_user("Approver"), now=NOW)
    planned, writer = make_text(ana, now=NOW, meant_for=HOUR + minutes(5))

    publish(planned, writer=writer, approver=make_approver(), now=NOW, at=HOUR + minutes(5))
    later, writer = make_text(ana, now=HOUR + minutes(10))
    publish(later, writer=writer, approver=make_approver(), now=HOUR + minutes(10))

    settle(HOUR + minutes(10))
    assert told_role(old.editions.get()) == ("Minister of Foreign Affairs", "Ministry of Foreign Affairs")
    for article in (planned, later):
        assert told_role(article.editions.get()) == ("Minister of Defence", "Ministry of Defence")
