"""A merge taken back: byte for byte what it was, whatever came since; and the index follows the documents."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.desk.merge_rules import MergeError
from articles.desk.merging import merge
from articles.desk.references import references
from articles.desk.unmerging import obstacles, stays, undo
from articles.models import (
    Coverage,
    EditionPerson,
    EditionTopic,
    Merge,
    Participant,
    Place,
)
from tests.desk.merges import dump, indexed, make_pair, one_of_everything, tell
from tests.factories import (
    Event,
    Mention,
    Organisation,
    Person,
    Position,
    Source,
    Topic,
    edit,
    make_approver,
    make_user,
    make_writer,
    minutes,
    take,
)
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def registrar():
    return make_user("Writer", "Registry editor", name="registrar")


@pytest.fixture
def pair():
    return make_pair()


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def approver():
    return make_approver()


def test_undo_restores_every_table_byte_for_byte(pair, registrar, now):
    one_of_everything(pair)
    before = dump()

    done = merge(*pair, by=registrar, now=now)
    assert dump() != before

    assert undo(done, by=registrar, now=now) == []
    assert dump() == before


@pytest.mark.parametrize("register", ["organisation", "event", "source", "topic", "place"])
def test_a_merge_in_any_register_is_undone_byte_for_byte(register, pair, registrar, now):
    ministry, event = one_of_everything(pair)
    source, target = {
        "organisation": (ministry, Organisation(name="MFA")),
        "event": (event, Event(name="Negotiations")),
        "source": (Source(name="Trend"), Source(name="Trend News")),
        "topic": (Topic(name="Trade"), Topic(name="Commerce")),
        "place": (Place(name="Baku"), Place(name="Bakou")),
    }[register]
    source.save()
    target.save()
    if register != "source":
        type(source).objects.create(name="Part", **{"within" if register == "event" else "parent": source})
    things = {"source": {"source": source}, "topic": {"topics": [source, target]}}.get(register, {})
    text = tell(pair[0], **things)
    if register == "place":
        Mention.objects.create(article=text, place=source)
        Event.objects.create(name="There", place=source)
    if register == "event":
        Coverage.objects.create(event=source)
        Event.objects.filter(pk=source.pk).update(public_from=now - minutes(5), settled_at=now)
        Event.objects.filter(pk=target.pk).update(public_from=now - minutes(5), settled_at=now)
        Participant.objects.create(event=target, person=pair[0])
    before = dump()

    done = merge(source, target, by=registrar, now=now)

    for column in references(type(source)):
        if column.name != "merged_into":
            assert not column.model._base_manager.filter(**{column.name: source.pk}).exists()
    assert undo(done, by=registrar, now=now) == []
    assert dump() == before


def test_reindex_after_a_merge_gives_the_same_rows(pair, registrar, now):
    one_of_everything(pair)
    first, second = Topic.objects.create(name="Trade"), Topic.objects.create(name="Commerce")
    tell(pair[0], topics=[first, second])
    merge(first, second, by=registrar, now=now)
    done = merge(*pair, by=registrar, now=now)
    after = indexed()

    call_command("reindex")
    assert indexed() == after
    assert EditionTopic.objects.get().topic == second

    undo(done, by=registrar, now=now)
    undone = indexed()
    call_command("reindex")
    assert indexed() == undone
    assert undone != after


def test_undo_after_reindex_and_new_editions_files_each_text_by_its_words(pair, registrar, writer, approver, now):
    source, target = pair
    text = tell(source)
    waiting = tell(source, public=False, by=writer)
    take(waiting, "submit", by=writer, now=now)
    done = merge(source, target, by=registrar, now=now)
    call_command("reindex")
    take(waiting, "approve", by=approver, now=now)  # its words were settled before, and name the source
    named_since = tell(target)

    found = undo(done, by=registrar, now=now)

    assert ("texts that name it, approved since", 1) in [(str(words), number) for words, number in found]
    links = {link.edition.article: link.person for link in EditionPerson.objects.select_related("edition__article")}
    assert links == {text: source, waiting: source, named_since: target}
    rows = indexed()
    call_command("reindex")
    assert indexed() == rows


def test_undo_follows_a_correction_made_since(pair, registrar, writer, approver, now):
    source, target = pair
    text = tell(source, target)
    done = merge(source, target, by=registrar, now=now)
    take(text, "correct", by=writer, now=now)
    edit(text, by=writer, now=now, headline="Ministers met", correction_class="factual", public_note="Tense.")
    take(text, "submit", by=writer, now=now)
    take(text, "approve", by=approver, now=now)

    undo(done, by=registrar, now=now)

    first = text.editions.order_by("number").first()
    ends = set(EditionPerson.objects.filter(edition=first).values_list("public_until", flat=True))
    assert ends == {first.public_until}
    assert first.public_until is not None
    rows = indexed()
    call_command("reindex")
    assert indexed() == rows


def test_a_row_that_was_deleted_since_stops_the_undoing_and_is_named(pair, registrar, now):
    source, target = pair
    position = Position.objects.create(person=source, title="Minister")
    done = merge(source, target, by=registrar, now=now)
    Position.objects.filter(pk=position.pk).delete()
    before = dump()

    with pytest.raises(MergeError) as refused:
        undo(done, by=registrar, now=now)

    assert "Minister" in str(refused.value)
    assert dump() == before
    assert Merge.objects.get().undone_at is None


def test_merges_that_build_on_each_other_are_undone_from_the_last(registrar, now):
    one, two, three = (Person.objects.create(name=name) for name in ("One", "Two", "Three"))
    event = Event.objects.create(name="Talks")
    for person in (one, two):
        Participant.objects.create(event=event, person=person)
    first = merge(one, three, by=registrar, now=now)
    second = merge(two, three, by=registrar, now=now)
    third = merge(three, Person.objects.create(name="Four"), by=registrar, now=now)

    assert set(Person.objects.exclude(merged_into=None).values_list("merged_into__name", flat=True)) == {"Four"}
    for done in (first, second):
        with pytest.raises(MergeError):
            undo(done, by=registrar, now=now)
    undo(third, by=registrar, now=now)
    assert obstacles(first) == ["“Two → Three” built on it: undo that first."]
    undo(second, by=registrar, now=now)
    undo(first, by=registrar, now=now)
    assert set(Person.objects.values_list("merged_into", flat=True)) == {None}
    assert set(event.participants.values_list("person", flat=True)) == {one.pk, two.pk}
    with pytest.raises(MergeError):
        undo(first, by=registrar, now=now)


def test_what_came_since_stays_with_the_target_and_is_listed(pair, registrar, now):
    source, target = pair
    old = Position.objects.create(person=source, title="Minister")
    moved_on = Position.objects.create(person=source, title="Envoy")
    somebody = Person.objects.create(name="Somebody else")
    done = merge(source, target, by=registrar, now=now)
    new = Position.objects.create(person=target, title="Deputy")
    Position.objects.filter(pk=moved_on.pk).update(person=somebody)
    listed = [("positions added since", 1), ("positions changed since", 1)]
    assert stays(done, registrar) == listed

    assert undo(done, by=registrar, now=now) == listed

    owners = dict(Position.objects.values_list("pk", "person"))
    assert owners == {old.pk: source.pk, new.pk: target.pk, moved_on.pk: somebody.pk}


def test_participants_of_two_events_meet_on_the_state_that_is_in_force(registrar, now):
    ana, bob, eve = (Person.objects.create(name=name) for name in ("Ana", "Bob", "Eve"))
    talks = Event.objects.create(name="Talks", public_from=now - minutes(9), settled_at=now)
    root = Event.objects.create(name="Meeting", public_from=now - minutes(9), settled_at=now)
    Event.objects.filter(pk=root.pk).update(public_until=now - minutes(5))
    in_force = Event.objects.create(
        name="Meeting", replaces=root, root=root, public_from=now - minutes(5), settled_at=now
    )
    for event, people in ((talks, [ana, bob]), (root, [eve]), (in_force, [bob, eve])):
        for person in people:
            Participant.objects.create(event=event, person=person)
    before = dump()

    done = merge(talks, root, by=registrar, now=now)

    assert {p.person.name for p in in_force.participants.all()} == {"Ana", "Bob", "Eve"}
    undo(done, by=registrar, now=now)
    assert dump() == before


def test_whoever_merged_somebody_in_office_does_not_undo_it_alone(pair, registrar, now, settings):
    source, target = pair
    Position.objects.create(person=source, title="Minister", public_from=now - minutes(5), settled_at=now)
    done = merge(source, target, by=registrar, now=now)
    settings.REGISTER_FOUR_EYES = True

    with pytest.raises(MergeError, match="somebody else"):
        undo(done, by=registrar, now=now)
    undo(done, by=make_approver(), now=now)

    source.refresh_from_db()
    assert source.merged_into is None


def test_undo_asks_no_more_of_the_database_for_many_rows(pair, registrar, now):
    source, target = pair
    registrar.get_all_permissions()  # read once a request

    def cost(number):
        for each in range(number):
            event = Event.objects.create(name=f"Talks {number}.{each}")
            for person in pair:
                Participant.objects.create(event=event, person=person)
            Position.objects.create(person=source, title=f"Minister {number}.{each}")
        done = merge(source, target, by=registrar, now=now)
        with statements() as captured:
            undo(done, by=registrar, now=now)
        return len(captured)

    assert cost(20) == cost(2)
