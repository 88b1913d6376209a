"""Two register rows that turn out to be one: what moves, what is refused, what the public log tells."""

import pytest
from django.db.models import Max
from django.utils import timezone

from articles.desk.merge_rules import MERGEABLE, MergeError
from articles.desk.merging import merge
from articles.desk.references import references, unique_keys
from articles.desk.unmerging import undo
from articles.models import (
    Change,
    EditionPerson,
    Merge,
    Participant,
    Place,
)
from people.models import OrganisationIdentifier, PersonIdentifier
from tests.desk.merges import dump, make_pair, tell
from tests.factories import (
    Article,
    Event,
    Mention,
    Organisation,
    Person,
    Position,
    Topic,
    make_approver,
    make_user,
    minutes,
)

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


def test_every_pointer_of_a_merged_person_is_moved(pair, registrar, now):
    source, target = pair
    ministry = Organisation.objects.create(name="Foreign Ministry")
    position = Position.objects.create(person=source, organisation=ministry, title="Minister", public_from=now)
    event = Event.objects.create(name="Talks")
    event.participants.create(person=source, role="Minister")
    text = tell(source)

    done = merge(source, target, by=registrar, now=now)

    source.refresh_from_db()
    target.refresh_from_db()
    position.refresh_from_db()
    assert (source.merged_into, position.person, event.participants.get().person) == (target, target, target)
    assert set(Mention.objects.values_list("person", flat=True)) == {target.pk}
    assert EditionPerson.objects.get().person == target
    assert target.identifiers.get().value == "123"
    assert [other.name for other in source.names.all()] == ["Джейхун Байрамов"]
    assert "|dzheykhun bayramov|" in target.folded
    assert str(source.uid) in text.editions.get().document
    assert (done.source_uid, done.target_uid, done.by) == (source.uid, target.uid, registrar)


def test_two_rows_in_one_place_become_one_that_says_what_both_said(pair, registrar, now):
    source, target = pair
    event = Event.objects.create(name="Talks")
    Participant.objects.create(event=event, person=source, role="Minister")
    Participant.objects.create(event=event, person=target)
    text = tell(source)
    edition = text.editions.get()
    link = EditionPerson.objects.create(edition=edition, person=target, public_from=edition.public_from, speaks=False)

    merge(source, target, by=registrar, now=now)

    link.refresh_from_db()
    assert link.speaks
    assert EditionPerson.objects.count() == 1
    assert [(p.person, p.role) for p in event.participants.all()] == [(target, "Minister")]


def test_rows_that_cannot_be_one_are_refused_and_nothing_changes(registrar, now):
    person = Person.objects.create(name="Ana")
    state, province = Place.objects.create(name="State"), Place.objects.create(name="Province")
    Place.objects.filter(pk=province.pk).update(parent=Place.objects.create(name="Region", parent=state))
    merged = Person.objects.create(name="Ani", merged_into=person)
    root = Event.objects.create(name="Talks", public_from=now - minutes(5), settled_at=now)
    later = Event.objects.create(name="Talks", replaces=root, root=root, public_from=now + minutes(9))
    other = Event.objects.create(name="Meeting")
    shown = Event.objects.create(name="Visit", public_from=now - minutes(5), settled_at=now)
    before = dump()

    for source, target, code in [
        (person, person, "same-row"),
        (person, other, "other-register"),
        (Position.objects.create(person=person, title="x"), Position.objects.create(person=person, title="y"),
         "not-mergeable"),
        (merged, Person.objects.create(name="B"), "already-merged"),
        (Person.objects.create(name="C"), merged, "already-merged"),
        (state, province, "circle"),
        (later, other, "chain-row"),
        (other, later, "chain-row"),
        (root, other, "hour-waits"),
        (shown, other, "hidden-target"),
    ]:  # fmt: skip
        before = dump()
        with pytest.raises(MergeError) as refused:
            merge(source, target, by=registrar, now=now)
        assert refused.value.code == code
        assert str(refused.value)
        assert dump() == before
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    ("kind", "scheme"), [(PersonIdentifier, "wikidata"), (OrganisationIdentifier, "ror"), (None, "code")]
)
def test_identifiers_that_contradict_must_be_confirmed(kind, scheme, registrar, now):
    if kind is None:
        source, target = Place.objects.create(name="A", code="AZ"), Place.objects.create(name="B", code="AM")
    else:
        owner = {PersonIdentifier: Person, OrganisationIdentifier: Organisation}[kind]
        source, target = owner.objects.create(name="A"), owner.objects.create(name="B")
        name = owner._meta.model_name
        kind.objects.create(**{name: source}, scheme=scheme, value="Q1")
        kind.objects.create(**{name: target}, scheme=scheme, value="Q2")

    with pytest.raises(MergeError, match="contradict"):
        merge(source, target, by=registrar, now=now)
    merge(source, target, by=registrar, now=now, confirmed=True)

    source.refresh_from_db()
    assert source.merged_into == target


def test_the_public_log_tells_a_merge_and_its_undoing(pair, registrar, now):
    source, target = pair
    tell(source)
    tell(target)
    before = Change.objects.aggregate(top=Max("number"))["top"]

    done = merge(source, target, by=registrar, now=now)
    undo(done, by=registrar, now=now)

    lines = Change.objects.filter(number__gt=before).order_by("number")
    assert [(line.type, line.subject_uid) for line in lines] == [
        ("official.merged", source.uid),
        ("official.unmerged", source.uid),
    ]
    assert str(target.uid) in lines[0].payload


def test_a_merge_nobody_can_see_writes_nothing_public(pair, registrar, now):
    source, target = pair
    tell(source, public=False)

    undo(merge(source, target, by=registrar, now=now), by=registrar, now=now)

    assert not Change.objects.exists()


def test_a_hidden_row_merged_into_a_public_one_is_told_as_a_change_of_that(pair, registrar, now):
    source, target = pair
    tell(target)
    before = Change.objects.aggregate(top=Max("number"))["top"]

    merge(source, target, by=registrar, now=now)

    line = Change.objects.get(number__gt=before)
    assert (line.type, line.subject_uid) == ("official.changed", target.uid)


def test_four_eyes_keep_a_merge_of_somebody_in_office_waiting(pair, registrar, now, settings):
    settings.REGISTER_FOUR_EYES = True
    source, target = pair
    Position.objects.create(person=source, title="Minister", public_from=now - minutes(5), settled_at=now)
    before = dump()

    waiting = merge(source, target, by=registrar, now=now)

    assert waiting.values == {"merged_into": str(target.uid)}
    after = dump()
    assert {table for table in before if before[table] != after[table]} == {"articles_registeredit"}
    with pytest.raises(MergeError, match="second person"):
        merge(source, target, by=registrar, now=now)
    done = merge(source, target, by=make_approver(), now=now, approved=True)
    assert Merge.objects.get() == done


def test_every_rule_of_uniqueness_on_a_pointer_is_understood():
    """A function over a register's key would need thought in ``clashes``."""
    for model in MERGEABLE:
        for column in references(model):
            for key, _rows in unique_keys(column):
                assert all(column.model._meta.get_field(name) for name in key)
    assert Article.topics.through in {column.model for column in references(Topic)}
