"""The role on the day: found where it is certain, frozen with the text, and never at odds with the register."""

import datetime as dt

import orjson
import pytest

from articles.desk import registers
from articles.desk.errors import TransitionError
from articles.desk.roles import held_on
from articles.desk.settle import settle
from articles.models import Event, EventLink, Mention, Statement
from people.models import Organisation, Person, Position
from tests.factories import NOW, edit, make_approver, make_article, make_user, make_writer, minutes, publish, take

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
HOUR = NOW + minutes(60)


@pytest.fixture
def ana():
    return Person.objects.create(name="Ana Pop")


def make_position(person, title, **fields):
    return Position.objects.create(person=person, title=title, **fields)


def make_text(person, *, now=NOW, writer=None, role="", position=None, **fields):
    writer = writer or make_writer()
    article = make_article(by=writer, now=now, **fields)
    Mention.objects.create(article=article, person=person, role=role, position=position)
    edit(article, by=writer, now=now, summary="Summary.")
    return article, writer


def roles(article):
    """The roles the newest revision tells, by name."""
    document = orjson.loads(article.revisions.order_by("-number")[0].document)
    return {official["name"]: official["role"] for official in document["officials"]}


def titles(person, day, hour=NOW):
    return [held.title_in("en") for held in held_on(person, day, hour=hour)]


# --- What was held on a day -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "day", "held"),
    [
        ("2020", "", "2023-05-01", True),
        ("2020", "2023-04-30", "2023-05-01", False),
        ("2020", "2023-05-01", "2023-05-01", True),
        ("2023-05", "", "2023-05-01", True),
        ("2023-05-02", "", "2023-05-01", False),
        ("XXXX-11-03", "", "2023-05-01", True),
        ("", "", "2023-05-01", True),
        ("2020", "2023", "2023-12-31", True),
        ("2020", "XXXX", "2023-05-01", False),
    ],
)
def test_partial_dates_hold_as_far_as_is_known(ana, starts, ends, day, held):
    make_position(ana, "Minister", starts=starts, ends=ends)

    day = dt.date.fromisoformat(day)

    assert titles(ana, day) == (["Minister"] if held else [])
    assert Position.objects.held_on(day).exists() == held


def test_the_day_of_a_succession_is_that_of_the_new_post(ana):
    make_position(ana, "Minister", starts="2020", ends="2100-01-01")
    make_position(ana, "Premier", starts="2100-01-01")

    assert titles(ana, TODAY - dt.timedelta(days=1)) == ["Minister"]
    assert titles(ana, TODAY) == ["Premier"]


def test_a_post_under_embargo_is_not_told_before_its_hour_nor_one_taken_off(ana):
    make_position(ana, "Minister", starts="2020", public_from=HOUR)
    gone = make_position(ana, "Envoy", starts="2020", public_from=NOW - minutes(5))
    settle(NOW)
    registers.remove(gone, by=make_user(is_superuser=True), now=NOW)

    assert titles(ana, TODAY, NOW) == []
    assert titles(ana, TODAY, HOUR) == ["Minister"]


def test_a_title_has_the_words_of_its_hour(ana):
    row = make_position(ana, "Minister", starts="2020", public_from=NOW - minutes(5))
    settle(NOW)
    registers.change(row, {"title": "Chancellor"}, by=make_user(is_superuser=True), now=NOW, hour=HOUR)

    assert [titles(ana, TODAY, at) for at in (NOW, HOUR)] == [["Minister"], ["Chancellor"]]
    assert [held.position for held in held_on(ana, TODAY, hour=HOUR)] == [row]


# --- Looked up --------------------------------------------------------------------------------------------------------


def test_the_one_post_of_the_day_is_told_in_the_language_of_the_text(ana):
    ministry = Organisation.objects.create(name="Ministry", labels={"az": "Nazirlik"})
    row = make_position(ana, "Minister", labels={"az": "Nazir"}, organisation=ministry, starts="2020")

    article, _writer = make_text(ana, language="az")

    mention = article.mentions.get()
    assert (mention.position, mention.looked_up) == (row, True)
    document = orjson.loads(article.revisions.order_by("-number")[0].document)
    assert [(o["role"], o["organisation"]) for o in document["officials"]] == [("Nazir", "Nazirlik")]


def test_of_two_posts_none_is_told_unless_the_text_chose_one(ana):
    minister = make_position(ana, "Minister", starts="2020")
    make_position(ana, "Chairwoman", starts="2020")
    article, writer = make_text(ana)
    assert roles(article) == {"Ana Pop": ""}

    statement = Statement.objects.create(article=article, words="They met.", verb="said")
    Mention.objects.create(article=article, person=ana, relation="speaker", statement_uid=statement.uid)
    article.mentions.filter(relation="mentioned").update(position=minister)
    edit(article, by=writer, summary="Again.")

    speaker = article.mentions.get(relation="speaker")
    assert (speaker.position, speaker.looked_up) == (minister, True)
    assert article.mentions.get(relation="mentioned").looked_up is False


def test_a_role_in_words_and_a_chosen_post_stay(ana):
    make_position(ana, "Minister", starts="2020")
    former = make_position(ana, "Envoy", starts="2001", ends="2005")

    said, _writer = make_text(ana, role="acting head of the delegation")
    chosen, _writer = make_text(ana, position=former)

    assert roles(said) == {"Ana Pop": "acting head of the delegation"}
    assert said.mentions.get().position is None
    assert roles(chosen) == {"Ana Pop": "Envoy"}


def test_what_was_found_is_unset_when_it_is_no_longer_right(ana):
    row = make_position(ana, "Minister", starts="2020")
    article, writer = make_text(ana)

    registers.change(row, {"ends": "2099"}, by=writer, now=NOW)
    edit(article, by=writer, summary="Again.")

    assert roles(article) == {"Ana Pop": ""}
    assert (article.mentions.get().position, article.mentions.get().looked_up) == (None, False)


def test_an_archive_text_has_the_role_of_its_day(ana):
    make_position(ana, "Minister", starts="2080")
    make_position(ana, "Envoy", starts="2070", ends="2079")

    article, _writer = make_text(ana, released_at=dt.datetime(2075, 5, 1, 12, tzinfo=dt.UTC))

    assert roles(article) == {"Ana Pop": "Envoy"}


def test_a_correction_long_after_tells_the_role_of_the_first_day(ana):
    row = make_position(ana, "Minister", starts="2020")
    article, writer = make_text(ana)
    publish(article, writer=writer, approver=make_approver())
    later = NOW + minutes(60 * 24 * 400)
    registers.change(row, {"ends": "2100-06"}, by=writer, now=later)
    make_position(ana, "Premier", starts="2100-07")

    take(article, "correct", by=writer, now=later, edition_class="correction")
    edit(article, by=writer, now=later, headline="Ministers met")

    assert roles(article) == {"Ana Pop": "Minister"}


def test_the_day_is_that_of_the_offices_zone(ana, settings):
    settings.OFFICE_TIME_ZONE = "Pacific/Auckland"
    make_position(ana, "Premier", starts="2100-01-02")

    article, _writer = make_text(ana, now=dt.datetime(2100, 1, 1, 12, tzinfo=dt.UTC))

    assert roles(article) == {"Ana Pop": "Premier"}


def test_going_back_to_what_was_public_keeps_its_roles(ana):
    article, writer = make_text(ana)
    publish(article, writer=writer, approver=make_approver())
    make_position(ana, "Minister", starts="2020")
    take(article, "correct", by=writer, now=NOW + minutes(1), edition_class="update")
    edit(article, by=writer, now=NOW + minutes(1), headline="Other")

    take(article, "abandon", by=writer, now=NOW + minutes(2))

    newest = article.revisions.order_by("-number")[0]
    assert newest.document_hash == article.editions.get().document_hash


def test_an_event_has_the_words_of_the_hour(ana):
    event = Event.objects.create(name="Meeting", venue="Hall 1", public_from=NOW - minutes(5))
    settle(NOW)
    writer = make_writer()
    registers.change(event, {"venue": "Hall 2"}, by=writer, now=NOW, hour=HOUR)
    for meant_for, venue in ((None, "Hall 1"), (HOUR + minutes(1), "Hall 2")):
        article = make_article(by=writer, meant_for=meant_for)
        EventLink.objects.create(article=article, event=event)
        edit(article, by=writer, summary="Summary.")
        document = orjson.loads(article.revisions.order_by("-number")[0].document)
        assert [(e["id"], e["place"]) for e in document["events"]] == [(str(event.uid), venue)]


# --- At approval ------------------------------------------------------------------------------------------------------


@pytest.fixture
def promoted(ana):
    """A minister who becomes premier at HOUR."""
    old = make_position(ana, "Minister", starts="2020", public_from=NOW - minutes(5))
    settle(NOW)
    office = make_user(is_superuser=True)
    registers.change(old, {"ends": "2100-01-01"}, by=office, now=NOW, hour=HOUR)
    registers.change(Position(person=ana, title="Premier", starts="2100-01-01"), by=office, now=NOW, hour=HOUR)
    return ana


def test_a_text_is_not_approved_for_an_hour_at_which_its_role_is_another(promoted):
    article, writer = make_text(promoted)
    take(article, "submit", by=writer)
    approver = make_approver()

    with pytest.raises(TransitionError) as refused:
        take(article, "approve", by=approver, at=HOUR + minutes(1))

    assert refused.value.code == "roles-changed"
    assert "Ana Pop is “Minister” in the text, “Premier” in the register" in str(refused.value)
    take(article, "approve", by=approver, at=HOUR - minutes(1))
    with pytest.raises(TransitionError):
        take(article, "reschedule", by=approver, at=HOUR + minutes(1))


@pytest.mark.parametrize("cure", ["meant for", "words"])
def test_saving_for_that_hour_or_words_cure_it(promoted, cure):
    article, writer = make_text(promoted)
    if cure == "words":
        article.mentions.update(role="designated premier")
    edit(article, by=writer, summary="Again.", meant_for=HOUR + minutes(1) if cure == "meant for" else None)
    take(article, "submit", by=writer)

    take(article, "approve", by=make_approver(), at=HOUR + minutes(1))

    assert roles(article) == {"Ana Pop": "Premier" if cure == "meant for" else "designated premier"}


def test_a_text_meant_for_after_is_not_approved_for_before(promoted):
    article, writer = make_text(promoted, meant_for=HOUR + minutes(1))
    take(article, "submit", by=writer)

    with pytest.raises(TransitionError):
        take(article, "approve", by=make_approver())
