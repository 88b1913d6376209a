"""The first page of the desk, what waits, the list of texts and the search, as staff open them."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, DeskVisit
from people.models import Person
from tests.factories import edit, make_approver, make_article, make_public, make_user, make_writer, publish, take
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def approver(client):
    user = make_approver()
    client.force_login(user)
    return user


def waiting(response):
    return {label: [str(row) for row in rows] for label, rows, *_more in response.context["groups"]}


def first_page(client):
    return client.get(reverse("admin:index"))


def test_what_waits_is_what_the_person_may_take_further(client, approver, now):
    theirs = make_article(by=make_writer(), now=now, headline="To approve")
    take(theirs, "submit", by=theirs.created_by, now=now)
    own = make_article(by=approver, now=now, headline="Own draft")

    assert waiting(first_page(client)) == {"To review and approve": ["To approve"], "My drafts": ["Own draft"]}
    page = client.get(reverse("admin:waiting"))
    assert waiting(page) | {"To review and approve": [str(theirs)], "My drafts": [str(own)]} == waiting(page)


def test_a_limited_text_waits_for_nobody_else(client, approver, now):
    hidden = make_article(by=make_writer(), now=now, headline="Limited")
    take(hidden, "submit", by=hidden.created_by, now=now)
    Article.objects.filter(pk=hidden.pk).update(limited=True)

    assert "Limited" not in first_page(client).content.decode()
    assert "Limited" not in client.get(reverse("admin:search"), {"q": "Limited"}).content.decode().replace(
        'value="Limited"', ""
    ).replace("“Limited”", "")


def test_going_out_today_stands_in_the_order_of_its_hours(client, approver, now, settings):
    settings.OFFICE_TIME_ZONE = f"Etc/GMT{now.hour - 12:+d}"  # where it is noon: the day of the office does not end
    writer, other = make_writer(), make_approver()
    later = make_article(by=writer, now=now, headline="Second")
    publish(later, writer=writer, approver=other, now=now, at=now + dt.timedelta(seconds=90))
    sooner = make_article(by=writer, now=now, headline="First")
    publish(sooner, writer=writer, approver=other, now=now, at=now + dt.timedelta(seconds=60))

    assert [row.title for row in first_page(client).context["today"]] == ["First", "Second"]


def test_overdue_texts_and_missing_versions_are_problems(client, approver, now):
    late = make_article(by=make_writer(), now=now, headline="Late")
    Article.objects.filter(pk=late.pk).update(due_at=now - dt.timedelta(hours=1))
    make_public(now=now, headline="Public")

    told = [(str(what), str(words)) for words, _address, what in first_page(client).context["problems"]]

    assert [what for what, _words in told] == ["Late", "Public"]
    assert "overdue" in told[0][1]
    assert told[1][1] == "No version in Azerbaijani, Russian"


def test_what_others_changed_while_one_was_away_is_shown(client, approver, now):
    shared = make_article(by=approver, now=now - dt.timedelta(days=2), headline="Shared")
    untouched = make_article(by=approver, now=now, headline="Untouched")
    Article.objects.filter(pk=untouched.pk).update(updated_at=now - dt.timedelta(days=2))
    first_page(client)
    DeskVisit.objects.filter(user=approver).update(seen_at=now - dt.timedelta(hours=2))
    edit(shared, by=make_writer(), now=timezone.now(), headline="Shared, and changed")

    page = first_page(client)

    assert page.context["since"] != ""
    assert [str(article) for article in page.context["changed"]] == ["Shared, and changed"]


def test_the_first_page_costs_the_same_however_much_there_is(client, approver, now):
    def kinds(asked):
        return Counter(re.sub(r"\d+", "0", one["sql"])[:400] for one in asked)

    def submit(number):
        article = make_article(by=writer, now=now, headline=f"Text {number}")
        take(article, "submit", by=writer, now=now)

    writer = make_writer()
    submit(1)
    submit(2)
    first_page(client)
    with statements() as few:
        first_page(client)
    for number in range(3, 12):
        submit(number)

    with statements() as many:
        first_page(client)

    assert kinds(many) == kinds(few)


def test_the_list_filters_by_whose_and_by_due(client, approver, now):
    mine = make_article(by=make_writer(), now=now, headline="In my hands")
    make_article(by=make_writer(), now=now, headline="In nobody's hands")
    Article.objects.filter(pk=mine.pk).update(assignee=approver, due_at=now - dt.timedelta(hours=1))
    url = reverse("admin:articles_article_changelist")

    def listed(**asked):
        return sorted(str(row) for row in client.get(url, asked).context["cl"].queryset)

    assert listed(whose="assigned") == listed(due="overdue") == listed(due="today") == ["In my hands"]
    assert listed(whose="nobody") == ["In nobody's hands"]
    assert listed(whose="written") == []


def test_search_finds_texts_by_words_reference_and_name_and_people(client, approver, now):
    article = make_article(by=make_writer(), now=now, headline="Talks in Baku", body="<p>They spoke of pipelines.</p>")
    Person.objects.create(name="Ceyhun Bayramov")

    def found(asked):
        groups = client.get(reverse("admin:search"), {"q": asked}).context["groups"]
        return {label: [str(row) for row, _url, _meta in rows] for label, _address, rows in groups}

    assert (
        found("baku talks")
        == found("pipelines")
        == found(f"pr-{article.reference.lower()}")
        == {"Articles": ["Talks in Baku"]}
    )
    assert found("bayramov") == {"People": ["Ceyhun Bayramov"]}
    assert found("nothing of the kind") == found("") == {}


@pytest.mark.parametrize("asked", ["'", '"', "%", "\\", "(", "a" * 500, "\x00", "PR-", "AND OR NOT *"])
def test_search_takes_any_words(client, approver, asked):
    assert client.get(reverse("admin:search"), {"q": asked}).status_code == 200


def test_somebody_without_rights_sees_an_empty_desk(client):
    client.force_login(make_user())

    page = first_page(client)

    assert page.status_code == 200
    assert "groups" not in page.context
