"""Merging at the staff's door."""

import pytest
from django.urls import reverse
from lxml import html

from articles.models import Change, Merge, Participant, Place, RegisterEdit
from people.models import PersonIdentifier
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import form_data, told
from tests.factories import (
    Event,
    Organisation,
    Person,
    Position,
    Source,
    Topic,
    make_approver,
    make_public,
    make_user,
    make_writer,
    minutes,
)

pytestmark = pytest.mark.django_db

NEW = "/admin/articles/merge/new/"


@pytest.fixture
def registrar():
    return make_user("Writer", "Registry editor", name="registrar")


@pytest.fixture
def at_desk(client, registrar):
    client.force_login(registrar)
    return client


@pytest.fixture
def pair():
    return Person.objects.create(name="Jeyhun Bayramov"), Person.objects.create(name="Ceyhun Bayramov")


def asked(source, target):
    return {"model": source._meta.label_lower, "source": str(source.uid), "target": str(target.uid)}


def links(response):
    return {one.text_content().strip(): one.get("href") for one in html.fromstring(response.content.decode()).iter("a")}


def test_the_page_of_a_row_leads_to_its_merge_and_from_a_name_to_what_it_would_do(at_desk, pair):
    source, target = pair
    page = at_desk.get(reverse("admin:people_person_change", args=[source.pk]))
    choose = links(page)["Merge into…"]

    form = form_data(at_desk.get(choose), "merge_form")
    by_name = at_desk.get(NEW, form | {"named": "Ceyhun BAYRAMOV"})
    by_reference = at_desk.get(NEW, form | {"named": target.reference.lower()})
    chosen = at_desk.get(NEW, form | {"chosen": target.pk})

    for answer in (by_name, by_reference, chosen):
        assert answer.status_code == 302
        shown = at_desk.get(answer.headers["Location"])
        assert shown.context["target"] == target
    assert told(at_desk.get(NEW, form | {"named": "Nobody"})) != []


def test_a_name_of_several_rows_offers_each(at_desk, pair):
    source, target = pair
    namesake = Person.objects.create(name="Ceyhun Bayramov")
    form = {"model": "people.person", "source": source.uid, "named": "Ceyhun Bayramov"}

    page = at_desk.get(NEW, form)

    assert {row for row, _url in page.context["found"]} == {target, namesake}


def test_two_selected_rows_lead_to_what_merging_the_younger_into_the_older_would_do(at_desk, pair):
    older, younger = pair
    url = reverse("admin:people_person_changelist")
    chosen = {"action": "merge_selected", "_selected_action": [older.pk, younger.pk]}

    page = at_desk.post(url, chosen, follow=True)

    assert (page.context["source"], page.context["target"]) == (younger, older)
    one = at_desk.post(url, chosen | {"_selected_action": [older.pk]}, follow=True)
    assert told(one) == ["Select exactly two rows to merge."]


def test_the_preview_says_what_moves_and_what_speaks_against_it(at_desk, pair):
    source, target = pair
    ministry = Organisation.objects.create(name="Foreign Ministry")
    event = Event.objects.create(name="Talks")
    for person in pair:
        Participant.objects.create(event=event, person=person)
        Position.objects.create(person=person, organisation=ministry, title="Minister")
    PersonIdentifier.objects.create(person=source, scheme="wikidata", value="Q1")
    PersonIdentifier.objects.create(person=target, scheme="wikidata", value="Q2")

    page = at_desk.get(NEW, asked(source, target))

    shown = page.context["shown"]
    assert ("Positions", 1) in shown.moves
    assert ("Participants", 1) in shown.moves
    assert shown.contradictions == ["Wikidata is Q1 and Q2"]
    assert shown.warnings == [
        "Both take part in 1 event: “Talks”.",
        "Both hold the position “Minister, Foreign Ministry” at once.",
    ]
    assert not Merge.objects.exists()


def test_a_merge_is_confirmed_shown_in_the_list_and_undone(at_desk, pair):
    source, target = pair
    Position.objects.create(person=source, title="Minister")
    form = form_data(at_desk.get(NEW, asked(source, target)), "merge_form")

    page = at_desk.post(NEW, form, follow=True)

    source.refresh_from_db()
    assert source.merged_into == target
    done = Merge.objects.get()
    assert page.redirect_chain[-1][0] == reverse("admin:articles_merge_change", args=[done.pk])
    assert ("positions moved", 1) in page.context["moved"]
    listed = at_desk.get(reverse("admin:articles_merge_changelist"))
    assert list(listed.context["cl"].result_list) == [done]
    row = at_desk.get(reverse("admin:people_person_change", args=[source.pk]))
    assert links(row)["Merged into “Ceyhun Bayramov”"] == reverse("admin:people_person_change", args=[target.pk])

    undone = at_desk.post(reverse("admin:articles_merge_undo", args=[done.pk]), follow=True)

    source.refresh_from_db()
    assert source.merged_into is None
    assert told(undone) == ["The merge is undone: both are what they were."]
    again = at_desk.post(reverse("admin:articles_merge_undo", args=[done.pk]), follow=True)
    assert told(again) == ["This merge is undone already."]


def test_a_contradiction_is_merged_only_where_it_was_confirmed(at_desk):
    source, target = Place.objects.create(name="A", code="AZ"), Place.objects.create(name="B", code="AM")

    refused = at_desk.post(NEW, asked(source, target))
    assert refused.status_code == 409
    assert not Merge.objects.exists()

    at_desk.post(NEW, asked(source, target) | {"confirmed": "yes"})
    assert Merge.objects.get().source_uid == source.uid


@pytest.mark.parametrize("model", [Person, Organisation, Event, Source, Topic, Place])
def test_every_register_that_can_be_merged_offers_it(client, model):
    client.force_login(make_user(is_superuser=True))
    source, target = model.objects.create(name="Old"), model.objects.create(name="New")
    page = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[source.pk]))
    assert "Merge into…" in links(page)

    assert client.get(NEW, asked(source, target)).status_code == 200
    client.post(NEW, asked(source, target))

    source.refresh_from_db()
    assert source.merged_into == target


def test_who_may_not_merge_is_offered_nothing_and_refused(client, pair, registrar):
    source, target = pair
    client.force_login(make_writer())
    page = client.get(reverse("admin:people_person_change", args=[source.pk]))
    assert "Merge into…" not in links(page)

    assert client.get(NEW, asked(source, target)).status_code == 403
    assert client.post(NEW, asked(source, target)).status_code == 403
    done = Merge.objects.create(
        model="people.person", source_uid=source.uid, target_uid=target.uid, by=registrar, at=database_now()
    )
    assert client.post(reverse("admin:articles_merge_undo", args=[done.pk])).status_code == 403
    assert client.get(reverse("admin:articles_merge_undo", args=[done.pk])).status_code == 405


def test_a_merge_of_what_is_not_there_is_not_found(at_desk, pair):
    source, _target = pair
    for asked_for in ({}, {"model": "auth.user", "source": source.uid}, {"model": "people.person", "source": "x"},
                      {"model": "people.person", "source": source.uid, "target": "x"}):  # fmt: skip
        assert at_desk.get(NEW, asked_for).status_code == 404


def test_a_merge_of_somebody_in_office_waits_for_a_second_person(at_desk, client, pair, settings):
    settings.REGISTER_FOUR_EYES = True
    source, target = pair
    now = database_now()
    Position.objects.create(person=source, title="Minister", public_from=now - minutes(5), settled_at=now)

    at_desk.post(NEW, asked(source, target))

    waiting = RegisterEdit.objects.get()
    source.refresh_from_db()
    assert source.merged_into is None
    client.force_login(make_approver())
    decide = reverse("admin:articles_registeredit_decision", args=[waiting.pk])
    client.post(decide, {"do": "approve"}, follow=True)
    source.refresh_from_db()
    assert source.merged_into == target
    assert Change.objects.get().type == "official.merged"


def test_a_public_text_goes_on_to_the_row_it_became(at_desk, client, pair):
    source, target = pair
    make_public(now=database_now())
    Position.objects.create(
        person=source, title="Minister", public_from=database_now() - minutes(5), settled_at=database_now()
    )

    at_desk.post(NEW, asked(source, target))

    assert client.get(f"/en/officials/{source.slug}/").headers["Location"] == f"/en/officials/{target.slug}/"
