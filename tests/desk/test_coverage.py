"""Who covers an event: gaps, the readout begun from it, the note on the week ahead."""

import datetime as dt

import pytest

from articles.blocks import plain
from articles.desk import drafting
from articles.desk.coverage import gaps, plan
from articles.models import Article, AuditEntry, Event, EventLink, Mention, Participant
from articles.models.event import Coverage
from articles.models.taxonomy import Place
from articles.models.vocabulary import Kind
from people.models import Organisation, Person, Position
from tests.factories import NOW, edit, make_approver, make_article, make_writer, minutes, publish, take

pytestmark = pytest.mark.django_db

HOURS = dt.timedelta(hours=1)


def make_event(**fields):
    said = {"name": "Visit", "starts": "2099-12-30", "starts_time": dt.time(10), "zone": "Asia/Baku"}
    return Event.objects.create(**said | fields)


def cover(event, *, kind=Kind.READOUT, relation="main", **fields):
    """A public text about ``event``."""
    writer = make_writer()
    article = make_article(by=writer, kind=kind, **fields)
    EventLink.objects.create(article=article, event=event, relation=relation)
    edit(article, by=writer)
    return publish(article, writer=writer, approver=make_approver(), now=NOW - minutes(1))


def names(found):
    return [gap.event.name for gap in found]


# --- Gaps -------------------------------------------------------------------------------------------------------------


def test_an_event_without_a_public_text_is_a_gap_a_day_after_its_end(settings):
    event = make_event(ends_time=dt.time(12))  # over at 08:00 UTC
    over = dt.datetime(2099, 12, 30, 8, tzinfo=dt.UTC)

    assert gaps(over + 24 * HOURS - minutes(1)) == []
    (gap,) = gaps(over + 24 * HOURS)
    assert (gap.event, gap.no_text, gap.owed) == (event, True, [])
    settings.EVENT_GAP_HOURS = 2
    assert names(gaps(over + 2 * HOURS)) == ["Visit"]


def test_an_all_day_event_is_over_when_its_last_day_is_in_its_zone():
    make_event(starts_time=None, ends="2099-12-31", zone="America/New_York")
    over = dt.datetime(2100, 1, 1, 5, tzinfo=dt.UTC)

    assert gaps(over + 24 * HOURS - minutes(1)) == []
    assert names(gaps(over + 24 * HOURS)) == ["Visit"]


def test_a_public_text_about_it_closes_the_gap_but_an_advisory_or_a_reference_does_not():
    told, announced, named = make_event(name="Told"), make_event(name="Announced"), make_event(name="Named")
    cover(told)
    cover(announced, kind=Kind.MEDIA_ADVISORY)
    cover(named, relation="referred")

    assert sorted(names(gaps(NOW))) == ["Announced", "Named"]


@pytest.mark.parametrize(
    "fields",
    [{"status": "cancelled"}, {"status": "postponed"}, {"starts": "2099"}, {"starts": "", "starts_time": None},
     {"public_from": NOW - 48 * HOURS, "public_until": NOW - 1 * HOURS}, {"starts": "2099-06-01"},
     {"starts": "2100-03-01"}],
)  # fmt: skip
def test_what_does_not_take_place_or_has_no_day_or_is_long_past_is_no_gap(fields):
    if "starts_time" not in fields and fields.get("starts") == "2099":
        fields = {**fields, "starts_time": None}
    make_event(**fields)

    assert gaps(NOW) == []


def test_open_coverage_of_a_covered_event_is_a_gap_until_it_is_done():
    writer, event = make_writer(), make_event()
    readout = cover(event)
    Coverage.objects.create(event=event, article=readout, assignee=writer)
    photo = Coverage.objects.create(event=event, product="photo", assignee=writer)

    (gap,) = gaps(NOW)
    assert (gap.no_text, gap.owed) == (False, [photo])
    assert names(gaps(NOW, writer)) == ["Visit"]
    assert gaps(NOW, make_writer()) == []
    Coverage.objects.filter(pk=photo.pk).update(done=True)
    assert gaps(NOW) == []


def test_coverage_is_open_until_its_text_is_public_and_again_once_it_is_retracted():
    writer, approver, event = make_writer(), make_approver(), make_event()
    article = make_article(by=writer)
    line = Coverage.objects.create(event=event, article=article)

    assert plan(NOW).get(pk=line.pk).is_open
    publish(article, writer=writer, approver=approver)
    assert not plan(NOW).get(pk=line.pk).is_open
    later = NOW + minutes(10)
    take(article, "retract", by=approver, now=later, note="Wrong.")
    assert plan(later).get(pk=line.pk).is_open


def test_a_gap_is_of_the_event_as_it_is_in_force_not_as_it_was():
    root = make_event(public_from=NOW - 96 * HOURS, public_until=NOW - 90 * HOURS)
    make_event(root=root, replaces=root, public_from=NOW - 90 * HOURS, starts="2100-01-10", slug="later")
    Coverage.objects.create(event=root)

    assert gaps(NOW) == []
    assert names(gaps(NOW + 240 * HOURS)) == ["Visit"]


# --- The readout ------------------------------------------------------------------------------------------------------


@pytest.fixture
def visit():
    country = Place.objects.create(name="Azerbaijan", kind="country", code="AZ")
    city = Place.objects.create(name="Baku", labels={"az": "Bakı"}, kind="city", parent=country)
    hall = Place.objects.create(name="Gulustan Palace", kind="venue", parent=city)
    event = make_event(name="Visit of the envoy", labels={"az": "Elçinin səfəri"}, venue="Blue hall", place=hall)
    ministry = Organisation.objects.create(name="Ministry")
    minister = Person.objects.create(name="Ana Pop")
    labels = {"az": "Nazir"}
    Position.objects.create(person=minister, organisation=ministry, title="Minister", labels=labels, starts="2090")
    Position.objects.create(person=minister, organisation=ministry, title="Adviser", starts="2080", ends="2089")
    guest = Person.objects.create(name="Ion Rus")
    Participant.objects.create(event=event, person=minister, role="Minister")
    Participant.objects.create(event=event, person=guest, role="Envoy of the Council")
    return event


def test_a_readout_is_prefilled_from_its_event_in_its_language(visit):
    writer = make_writer()

    article, made = drafting.draft_readout(visit, "az", by=writer, now=NOW)

    article.refresh_from_db()
    assert made
    assert (article.kind, article.language, article.status, article.headline) == ("readout", "az", "draft", "")
    assert (article.dateline_place, article.dateline_date) == ("Bakı", "2099-12-30")
    assert "Elçinin səfəri" in plain(article.body)
    assert "Blue hall" in plain(article.body)
    (link,) = article.eventlinks.all()
    assert (link.event, link.relation) == (visit, "main")
    told = [(m.person.name, m.role, m.position.title_in("az") if m.position else "") for m in article.mentions.all()]
    assert told == [("Ana Pop", "", "Nazir"), ("Ion Rus", "Envoy of the Council", "")]
    assert {m.relation for m in article.mentions.all()} == {Mention.Relation.PARTICIPANT}
    (revision,) = article.revisions.all()
    assert revision.by == writer
    assert '"role":"Nazir"' in revision.document


def test_a_readout_takes_the_line_of_the_plan_that_asks_for_it(visit):
    other, writer = make_writer(), make_writer()
    asked = Coverage.objects.create(event=visit, language="ru", assignee=other)

    russian, _made = drafting.draft_readout(visit, "ru", by=writer, now=NOW)
    english, _made = drafting.draft_readout(visit, "en", by=writer, now=NOW)

    asked.refresh_from_db()
    assert (asked.article, asked.assignee) == (russian, other)
    assert [(c.article, c.assignee) for c in Coverage.objects.exclude(pk=asked.pk)] == [(english, writer)]


def test_a_second_click_opens_the_readout_there_is(visit):
    first, _made = drafting.draft_readout(visit, "en", by=make_writer(), now=NOW)

    assert drafting.draft_readout(visit, "en", by=make_writer(), now=NOW) == (first, False)
    assert Article.objects.count() == Coverage.objects.count() == 1
    take(first, "discard", by=make_writer(), now=NOW)
    again, made = drafting.draft_readout(visit, "en", by=make_writer(), now=NOW)
    assert (made, again == first) == (True, False)


def test_a_readout_says_no_more_than_the_event_does():
    article, _made = drafting.draft_readout(
        make_event(starts="2099-12", starts_time=None), "en", by=make_writer(), now=NOW
    )

    assert plain(article.body) == "“Visit” took place (December 2099)."
    assert (article.dateline_place, article.dateline_date) == ("", "2099-12")
    assert AuditEntry.objects.filter(action="readout").count() == 1


# --- The week ahead ---------------------------------------------------------------------------------------------------


def test_the_note_on_the_week_names_each_event_with_day_time_zone_place_and_how_to_come(visit):
    Event.objects.filter(pk=visit.pk).update(
        accreditation="Write to\nthe press desk.", accreditation_until=dt.datetime(2099, 12, 29, 14, tzinfo=dt.UTC)
    )
    visit.refresh_from_db()
    day = make_event(name="Day of <flags>", starts="2099-12-31", starts_time=None)

    article = drafting.draft_week_ahead([visit, day], "en", dt.date(2099, 12, 28), by=make_writer(), now=NOW)

    assert article.headline == "Week ahead: Dec. 28, 2099 to Jan. 3, 2100"
    opening, first, second = plain(article.body).split("\n\n")
    assert opening == "The office announces for the coming week:"
    assert first == (
        "Wednesday, Dec. 30, 2099, 10:00 (Baku, UTC+04:00): Visit of the envoy. Blue hall, Gulustan Palace. "
        "Accreditation: Write to the press desk. Accreditation closes on Dec. 29, 2099, 14:00 (UTC)."
    )
    assert second == "Thursday, Dec. 31, 2099: Day of <flags>."
    links = article.eventlinks.all()
    assert [(link.event, link.relation, link.words) for link in links] == [
        (visit, "referred", "Visit of the envoy"),
        (day, "referred", "Day of <flags>"),
    ]
    assert all(link.block for link in links)


def test_the_note_on_the_week_is_in_its_language(visit):
    article = drafting.draft_week_ahead([visit], "az", dt.date(2099, 12, 28), by=make_writer(), now=NOW)

    assert article.language == "az"
    assert "Elçinin səfəri" in plain(article.body)
