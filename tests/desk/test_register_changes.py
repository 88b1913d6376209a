"""The gate of register edits: at once or at an hour, one coming row a chain, the public log, a second person."""

import datetime as dt
import os
import uuid

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles import register
from articles.desk import registers
from articles.desk.errors import DeskError, FourEyesError, RegisterError, RightError
from articles.desk.settle import settle
from articles.models import AuditEntry, Change, Event, Participant, RegisterEdit
from people.models import Organisation, Person, Position
from tests.factories import NOW, make_user, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = NOW + minutes(60)


@pytest.fixture
def editor():
    return make_user("Registry editor")


@pytest.fixture
def approver():
    return make_user("Approver")


@pytest.fixture
def four_eyes(settings):
    settings.REGISTER_FOUR_EYES = True


@pytest.fixture
def minister():
    """A position readers see as held today."""
    return make_minister()


def make_minister(name="Ana Pop", title="Minister", **fields):
    person = Person.objects.create(name=name)
    row = Position.objects.create(
        person=person, title=title, **{"starts": "2020", "public_from": NOW - minutes(60), **fields}
    )
    settle(NOW)
    return row


def changes():
    return list(Change.objects.order_by("number").values_list("type", "subject_uid"))


def seen(at):
    return sorted(register.positions(at).values_list("title", flat=True))


# --- At once ----------------------------------------------------------------------------------------------------------


def test_a_change_of_a_public_row_is_written_and_in_the_log(minister, editor):
    written = registers.change(minister, {"title": "Prime Minister"}, by=editor, now=NOW)

    assert written.pk == minister.pk
    assert seen(NOW) == ["Prime Minister"]
    assert changes() == [("position.published", minister.uid), ("position.changed", minister.uid)]
    assert AuditEntry.objects.order_by("-number")[0].subject == f"position:{minister.uid}"


def test_a_change_that_says_nothing_new_writes_nothing(minister, editor):
    acts = AuditEntry.objects.count()

    registers.change(minister, {"title": "Minister"}, {"accredited_to": []}, by=editor, now=NOW)

    assert (len(changes()), AuditEntry.objects.count()) == (1, acts)


def test_what_differs_on_the_row_is_the_change(minister, editor):
    minister.title, minister.acting = "Prime Minister", True

    registers.change(minister, by=editor, now=NOW)

    stored = Position.objects.get()
    assert (stored.title, stored.acting) == ("Prime Minister", True)


def test_a_hidden_row_changes_without_a_line_in_the_log(editor):
    row = Position.objects.create(person=Person.objects.create(name="Ana Pop"), title="Envoy")

    registers.change(row, {"title": "Ambassador"}, by=editor, now=NOW)

    assert changes() == []
    assert Position.objects.get().title == "Ambassador"


def test_whole_lists_of_names_replace_what_was_there_and_are_found(minister, editor):
    person = minister.person
    registers.change(person, {}, {"names": [{"name": "Anna Popp"}, {"name": "Ана Поп"}]}, by=editor, now=NOW)
    kept = person.names.get(name="Ана Поп").pk

    registers.change(person, {}, {"names": [{"name": "Ана Поп"}, {"name": "Ana Popescu"}]}, by=editor, now=NOW)

    person.refresh_from_db()
    assert sorted(person.names.values_list("name", flat=True)) == ["Ana Popescu", "Ана Поп"]
    assert person.names.get(name="Ана Поп").pk == kept
    assert "|ana popescu|" in person.folded
    assert "|anna popp|" not in person.folded
    assert [kind for kind, _uid in changes()] == ["position.published", "official.changed", "official.changed"]


def test_a_row_is_made_with_what_hangs_on_it(editor):
    state = Organisation.objects.create(name="Austria")
    row = Position(person=Person.objects.create(name="Ana Pop"), title="Ambassador", public_from=NOW - minutes(5))

    made = registers.change(row, None, {"accredited_to": [state]}, by=editor, now=NOW)

    assert list(made.accredited_to.all()) == [state]
    assert made.public_from == NOW, "nothing is public before it was written"
    settle(NOW)
    assert changes() == [("position.published", made.uid)]


def test_identity_and_interval_are_not_values(minister, editor):
    for name in ("uid", "public_until", "root", "settled_at", "merged_into"):
        with pytest.raises(RegisterError):
            registers.change(minister, {name: None}, by=editor, now=NOW)


# --- At an hour -------------------------------------------------------------------------------------------------------


def test_a_change_at_an_hour_is_a_coming_row_with_everything_else_as_it_was(editor):
    austria, malta = (Organisation.objects.create(name=name) for name in ("Austria", "Malta"))
    row = make_minister(labels={"az": "Nazir"}, joint=True, organisation=austria)
    row.accredited_to.set([malta])

    new = registers.change(row, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)

    assert (new.replaces, new.root, new.public_from) == (row, row, HOUR)
    assert (new.labels, new.joint, new.organisation, list(new.accredited_to.all())) == (
        {"az": "Nazir"}, True, austria, [malta],
    )  # fmt: skip
    assert [seen(at) for at in (NOW, HOUR - dt.timedelta(seconds=1), HOUR)] == [
        ["Minister"],
        ["Minister"],
        ["Chancellor"],
    ]
    assert len(changes()) == 1
    settle(HOUR)
    settle(HOUR)
    assert changes()[1:] == [("position.changed", row.uid)]


def test_an_event_keeps_its_participants_and_its_own_address(editor):
    event = Event.objects.create(name="Meeting", public_from=NOW - minutes(5))
    Participant.objects.create(event=event, person=Person.objects.create(name="Ana Pop"), role="Minister")
    settle(NOW)

    new = registers.change(event, {"venue": "Hall 2"}, by=editor, now=NOW, hour=HOUR)

    assert [(p.person.name, p.role) for p in new.participants.all()] == [("Ana Pop", "Minister")]
    assert register.find(register.events(HOUR), event.slug) == new
    assert register.find(register.events(HOUR), new.slug) is None


def test_a_second_change_changes_what_is_to_come(minister, editor):
    first = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)

    second = registers.change(minister, {"acting": True}, by=editor, now=NOW, hour=HOUR + minutes(30))

    assert second.pk == first.pk
    assert (second.title, second.acting, second.public_from) == ("Chancellor", True, HOUR + minutes(30))
    assert Position.objects.count() == 2
    assert seen(HOUR + minutes(29)) == ["Minister"]


def test_a_correction_at_once_is_not_undone_by_what_is_to_come(minister, editor):
    registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)

    registers.change(minister, {"starts": "2021", "title": "Ministre"}, by=editor, now=NOW)

    later = register.positions(HOUR).get()
    assert (later.title, later.starts) == ("Chancellor", "2021")


def test_what_is_to_come_is_moved_held_and_given_up(minister, editor):
    new = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)

    registers.move(new, HOUR + minutes(5), by=editor, now=NOW)
    assert [seen(HOUR), seen(HOUR + minutes(5))] == [["Minister"], ["Chancellor"]]
    registers.move(new, None, by=editor, now=NOW)
    assert seen(HOUR + minutes(500)) == ["Minister"]
    registers.move(new, HOUR, by=editor, now=NOW)
    assert seen(HOUR) == ["Chancellor"]
    registers.cancel(new, by=editor, now=NOW)
    assert seen(HOUR) == ["Minister"]
    assert Position.objects.count() == 1


@pytest.mark.parametrize("seconds", [2, 1, 0, -1])
def test_an_hour_is_frozen_two_seconds_before_it_strikes(minister, editor, seconds):
    new = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)
    now = HOUR - dt.timedelta(seconds=seconds)

    for act in (
        lambda: registers.move(new, HOUR + minutes(5), by=editor, now=now),
        lambda: registers.move(new, None, by=editor, now=now),
        lambda: registers.cancel(new, by=editor, now=now),
    ):
        with pytest.raises(RegisterError):
            act()
    if seconds > 0:
        with pytest.raises(RegisterError):
            registers.change(new, {"title": "Other"}, by=editor, now=now)
    assert [seen(HOUR - dt.timedelta(milliseconds=1)), seen(HOUR)] == [["Minister"], ["Chancellor"]]


def test_what_was_replaced_is_not_changed(minister, editor):
    registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)

    with pytest.raises(RegisterError) as refused:
        registers.change(minister, {"title": "Other"}, by=editor, now=HOUR)

    assert refused.value.code == "replaced"


def test_a_row_without_a_chain_cannot_wait(minister, editor):
    with pytest.raises(RegisterError) as refused:
        registers.change(minister.person, {"name": "Ana Popescu"}, by=editor, now=NOW, hour=HOUR)

    assert refused.value.code == "no-hour"
    assert Person.objects.get().name == "Ana Pop"


def test_an_invalid_change_at_an_hour_is_refused_in_words(minister, editor):
    with pytest.raises(RegisterError) as refused:
        registers.change(minister, {"ends": "2019"}, by=editor, now=NOW, hour=HOUR)

    assert "A position cannot end before it starts." in str(refused.value)
    assert Position.objects.count() == 1


def test_an_erroneous_row_is_taken_off_at_once_and_may_come_back(minister, editor):
    registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)

    registers.remove(minister, by=editor, now=NOW)

    assert [seen(NOW), seen(HOUR)] == [[], []]
    assert changes()[1:] == [("position.removed", minister.uid)]
    back = registers.change(minister, {"title": "Envoy"}, by=editor, now=HOUR, hour=HOUR + minutes(5))
    assert (back.root, seen(HOUR), seen(HOUR + minutes(5))) == (minister, [], ["Envoy"])


def test_what_has_no_hour_of_its_own_cannot_be_taken_off(editor):
    row = Position.objects.create(person=Person.objects.create(name="Ana Pop"), title="Envoy")
    with pytest.raises(RegisterError):
        registers.remove(row, by=editor, now=NOW)


# --- The second person ------------------------------------------------------------------------------------------------


def test_a_change_of_somebody_in_office_waits_until_another_person_says_yes(four_eyes, minister, editor, approver):
    edit = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR, reason="Letter 12")

    assert (edit.state, edit.title, edit.hour, edit.reason) == ("waiting", "Ana Pop: Chancellor", HOUR, "Letter 12")
    assert (edit.values, edit.before["title"]) == ({"title": "Chancellor"}, "Minister")
    assert Position.objects.count() == 1
    registers.approve([edit], by=approver, now=NOW)
    assert [seen(NOW), seen(HOUR)] == [["Minister"], ["Chancellor"]]
    edit.refresh_from_db()
    assert (edit.state, edit.decided_by) == ("approved", approver)


def test_what_is_refused_is_never_written(four_eyes, minister, editor, approver):
    edit = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW)

    registers.refuse(edit, by=approver, now=NOW)

    with pytest.raises(RegisterError):
        registers.approve([edit], by=approver, now=NOW)
    assert seen(HOUR) == ["Minister"]


def test_a_change_made_over_another_state_is_refused(four_eyes, minister, editor, approver):
    first = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW)
    second = registers.change(minister, {"title": "Premier"}, by=editor, now=NOW)
    third = registers.change(minister, {"acting": True}, by=editor, now=NOW)
    registers.approve([first], by=approver, now=NOW)

    with pytest.raises(RegisterError) as refused:
        registers.approve([second, third], by=approver, now=NOW)

    assert refused.value.context["fields"] == "title"
    assert (seen(NOW), Position.objects.get().acting) == (["Chancellor"], False)
    registers.approve([third], by=approver, now=NOW)
    assert Position.objects.get().acting


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_approves_their_own_change(four_eyes, minister, superuser):
    both = make_user("Registry editor", "Approver", is_superuser=superuser)
    edit = registers.change(minister, {"title": "Chancellor"}, by=both, now=NOW)

    with pytest.raises(FourEyesError):
        registers.approve([edit], by=both, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEdit.objects.filter(pk=edit.pk).update(state="approved", decided_by=both)
    assert seen(NOW) == ["Minister"]


def test_an_approval_needs_its_right(four_eyes, minister, editor):
    edit = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW)
    gone = make_user("Approver", is_active=False)

    for by in (make_user("Registry editor"), gone):
        with pytest.raises(RightError):
            registers.approve([edit], by=by, now=NOW)


def test_several_are_approved_for_one_hour_or_none_is(four_eyes, minister, editor, approver):
    person = minister.person
    ends = registers.change(minister, {"ends": "2100-01-01"}, by=editor, now=NOW)
    begins = registers.change(Position(person=person, title="Chancellor"), by=editor, now=NOW, hour=NOW)
    renamed = registers.change(person, {"name": "Ana Popescu"}, by=editor, now=NOW)

    with pytest.raises(RegisterError):
        registers.approve([ends, begins, renamed], by=approver, now=NOW, hour=HOUR)
    assert Position.objects.count() == 1

    registers.approve([ends, begins], by=approver, now=NOW, hour=HOUR)
    assert [seen(NOW), seen(HOUR)] == [["Minister"], ["Chancellor", "Minister"]]


def test_with_the_setting_off_a_change_waits_for_nobody(minister, editor):
    assert not registers.needs_second_person(minister, now=NOW)
    assert registers.change(minister.person, {"name": "Ana Popescu"}, by=editor, now=NOW) == minister.person


WAYS = {
    "change the title": lambda m, by: registers.change(m, {"title": "X"}, by=by, now=NOW),
    "change it at an hour": lambda m, by: registers.change(m, {"title": "X"}, by=by, now=NOW, hour=HOUR),
    "change the title in another language": lambda m, by: registers.change(m, {"labels": {"az": "X"}}, by=by, now=NOW),
    "give the post to another": lambda m, by: registers.change(
        m, {"person": Person.objects.create(name="Somebody")}, by=by, now=NOW
    ),
    "end it": lambda m, by: registers.change(m, {"ends": "2021"}, by=by, now=NOW),
    "say acting": lambda m, by: registers.change(m, {"acting": True}, by=by, now=NOW),
    "accredit it": lambda m, by: registers.change(
        m, {}, {"accredited_to": [Organisation.objects.create(name="Malta")]}, by=by, now=NOW
    ),
    "rename the person": lambda m, by: registers.change(m.person, {"name": "X"}, by=by, now=NOW),
    "rename in another language": lambda m, by: registers.change(m.person, {"labels": {"ru": "X"}}, by=by, now=NOW),
    "add a spelling": lambda m, by: registers.change(m.person, {}, {"names": [{"name": "X"}]}, by=by, now=NOW),
    "a new public post at once": lambda m, by: registers.change(
        Position(person=m.person, title="X", public_from=NOW), by=by, now=NOW
    ),
    "a new public post at an hour": lambda m, by: registers.change(
        Position(person=m.person, title="X"), by=by, now=NOW, hour=HOUR
    ),
    "publish a hidden post": lambda m, by: registers.change(
        Position.objects.create(person=m.person, title="X"), {"public_from": NOW}, by=by, now=NOW
    ),
    "publish a hidden post for later": lambda m, by: registers.change(
        Position.objects.create(person=m.person, title="X"), by=by, now=NOW, hour=HOUR
    ),
    "bring a past post back to office": lambda m, by: registers.change(
        _past(m), {"ends": "", "title": "X"}, by=by, now=NOW
    ),
    "values set on the row": lambda m, by: registers.change(_set(m, title="X"), by=by, now=NOW),
}


def _past(minister):
    return Position.objects.create(
        person=minister.person, title="Envoy", starts="2001", ends="2005", public_from=NOW - minutes(5), settled_at=NOW
    )


def _set(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("superuser", [False, True])
def test_no_way_leads_round_the_second_person(four_eyes, minister, way, superuser):
    by = make_user("Registry editor", "Approver", is_superuser=superuser)
    before = public_state()

    found = WAYS[way](minister, by)

    assert isinstance(found, RegisterEdit)
    told = set(public_state()) - set(before)
    assert told <= {(at, "Envoy", "Ana Pop", "", "", "2005", False) for at in (NOW, HOUR)}
    with pytest.raises(FourEyesError):
        registers.approve([found], by=by, now=NOW)


def public_state():
    """What readers are told of officials now and later."""
    return sorted(
        (at, row.title, row.person.name, str(row.labels or ""), str(row.person.labels or ""), row.ends, row.acting)
        for at in (NOW, HOUR)
        for row in register.positions(at).select_related("person")
    )


def test_a_hidden_post_is_not_exchanged_between_proposal_and_approval(four_eyes, minister, editor, approver):
    hidden = Position.objects.create(person=Person.objects.create(name="Ion Rusu"), title="Envoy")
    edit = registers.change(hidden, by=editor, now=NOW, hour=HOUR)
    registers.change(hidden, {"title": "President"}, by=editor, now=NOW)

    with pytest.raises(RegisterError):
        registers.approve([edit], by=approver, now=NOW)


def test_nobody_is_renamed_between_proposal_and_approval_nor_before_the_hour(four_eyes, editor, approver):
    person = Person.objects.create(name="Ion Rusu")
    edit = registers.change(Position.objects.create(person=person, title="Envoy"), by=editor, now=NOW, hour=HOUR)
    registers.change(person, {"name": "X"}, by=editor, now=NOW)
    with pytest.raises(RegisterError):
        registers.approve([edit], by=approver, now=NOW)
    registers.change(person, {"name": "Ion Rusu"}, by=editor, now=NOW)
    registers.approve([edit], by=approver, now=NOW)

    assert isinstance(registers.change(person, {"name": "X"}, by=editor, now=NOW), RegisterEdit)


def test_what_was_approved_is_not_moved_forward_by_one_person(four_eyes, minister, editor, approver):
    edit = registers.change(minister, {"title": "Chancellor"}, by=editor, now=NOW, hour=HOUR)
    new = registers.approve([edit], by=approver, now=NOW)[0]

    assert isinstance(registers.move(new, HOUR - minutes(5), by=editor, now=NOW), RegisterEdit)
    assert isinstance(registers.change(new, {"title": "X"}, by=editor, now=NOW), RegisterEdit)
    registers.move(new, None, by=editor, now=NOW)
    assert isinstance(
        registers.change(Position.objects.get(pk=new.pk), {"title": "X"}, by=editor, now=NOW), RegisterEdit
    )
    assert isinstance(registers.move(new, HOUR, by=editor, now=NOW), RegisterEdit)
    assert seen(HOUR) == ["Minister"]


def test_one_person_takes_off_the_site_only_with_the_right_to_take_down(four_eyes, minister, editor):
    with pytest.raises(RightError):
        registers.remove(minister, by=editor, now=NOW)

    registers.remove(minister, by=make_user("Duty publisher"), now=NOW)

    assert seen(NOW) == []


# --- Any sequence -----------------------------------------------------------------------------------------------------

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "40"))
moves = st.tuples(
    st.sampled_from(
        ["change", "change", "change", "new", "move", "hold", "cancel", "remove", "approve", "refuse", "settle"]
    ),
    st.integers(0, 2),  # who
    st.sampled_from([1, 1, 30, 61, 3600]),  # seconds that pass before it
    st.sampled_from([None, None, 1, 60, 90]),  # the hour, in minutes from then
    st.integers(0, 3),  # which position, which edit
)


class Registry:
    """Three people with every right, two posts, and a clock that only goes forward. Each edit has a word of its own."""

    def __init__(self):
        self.staff = [make_user("Registry editor", "Approver", "Duty publisher") for _ in range(2)]
        self.staff.append(make_user(is_superuser=True))
        self.now, self.count = NOW, 0
        self.told = {}  # word of an edit: the first instant it may be seen, None while nobody approved it
        person = Person.objects.create(name="Ana Pop")
        for n in range(2):
            row = Position.objects.create(person=person, title=f"Word{n}x", starts="2020", public_from=NOW - minutes(9))
            self.told[row.title] = row.public_from
        settle(NOW)

    def do(self, move):
        what, who, seconds, hour, which = move
        self.now += dt.timedelta(seconds=seconds)
        self.by = self.staff[who]
        self.hour = None if hour is None else self.now + minutes(hour)
        try:
            with transaction.atomic():
                getattr(self, what)(which)
        except DeskError:
            pass

    def change(self, which):
        rows = list(Position.objects.order_by("pk"))
        self.count += 1
        word = f"Edit{self.count}x"
        self.told[word] = None
        registers.change(rows[which % len(rows)], {"title": word}, by=self.by, now=self.now, hour=self.hour)

    def new(self, which):
        self.count += 1
        word = f"Edit{self.count}x"
        self.told[word] = None
        row = Position(person=Person.objects.first(), title=word, starts="2020")
        registers.change(row, by=self.by, now=self.now, hour=self.hour or self.now)

    def move(self, which):
        if row := self.coming(which):
            registers.move(row, self.hour or self.now, by=self.by, now=self.now)

    def hold(self, which):
        if row := self.coming(which):
            registers.move(row, None, by=self.by, now=self.now)

    def cancel(self, which):
        if row := self.coming(which):
            registers.cancel(row, by=self.by, now=self.now)

    def remove(self, which):
        rows = list(Position.objects.public(self.now).order_by("pk"))
        if rows:
            registers.remove(rows[which % len(rows)], by=self.by, now=self.now)

    def approve(self, which):
        waiting = list(RegisterEdit.objects.filter(state="waiting").order_by("pk"))[which : which + 2]
        written = registers.approve(waiting, by=self.by, now=self.now, hour=self.hour)
        for edit, row in zip(waiting, written, strict=True):
            assert self.by.pk != edit.by_id, "a proposer approved"
            self.told[row.title] = max(self.now, self.hour or edit.hour or self.now)

    def refuse(self, which):
        waiting = list(RegisterEdit.objects.filter(state="waiting").order_by("pk"))[which : which + 1]
        for edit in waiting:
            registers.refuse(edit, by=self.by, now=self.now)

    def settle(self, which):
        settle(self.now)

    def coming(self, which):
        rows = [row for row in Position.objects.order_by("pk") if registers.coming(row, self.now) == row]
        return rows[which % len(rows)] if rows else None


def check(registry):
    now = registry.now
    rows = list(Position.objects.order_by("pk"))
    hours = {r.public_from for r in rows if r.public_from} | {r.public_until for r in rows if r.public_until}
    for at in {now, *hours, *(hour - dt.timedelta(milliseconds=1) for hour in hours), now + minutes(500)}:
        shown = [row.root_id or row.pk for row in register.positions(at)]
        assert len(shown) == len(set(shown)), f"two rows of one chain at {at}"
    for row in rows:
        if row.replaces and row.public_from and row.replaces.public_until and row.replaces.public_from:
            assert row.replaces.public_until <= row.public_from
            if row.replaces.public_until != row.public_from:
                assert Change.objects.filter(key__startswith=f"position:{row.replaces_id}:", type="position.removed"), (
                    "a gap"
                )
    for root in (row for row in rows if row.root_id is None):
        chain = [row for row in rows if row.root_id == root.pk or row == root]
        waits = [
            r for r in chain if (r.public_from is None and r.replaces_id) or (r.public_from and r.public_from > now)
        ]
        assert len(waits) <= 1, "a second coming row"
    for row in register.positions(now):
        since = registry.told[row.title]
        assert since is not None, f"{row.title} is public and nobody approved it"
        assert since <= now, f"{row.title} is public before its hour"
    for edit in RegisterEdit.objects.filter(state="approved"):
        assert edit.decided_by_id != edit.by_id


def _waits(row, now):
    return row.public_from > now if row.public_from else row.replaces_id is not None


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate] if os.environ.get("CI") else list(Phase),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(st.lists(moves, min_size=5, max_size=30))
def test_any_sequence_of_edits_keeps_the_promises(four_eyes, sequence):
    with transaction.atomic():
        registry = Registry()
        for move in sequence:
            registry.do(move)
            check(registry)
        registry.now += minutes(500)
        settle(registry.now)
        check(registry)
        settled = Position.objects.exclude(settled_at=None)
        written = Change.objects.filter(type__in=["position.published", "position.changed"])
        assert written.filter(key__startswith="position:").count() >= settled.count()
        transaction.set_rollback(True)


def test_a_uid_is_kept_by_a_new_row(editor):
    uid = uuid.uuid4()
    made = registers.change(Person(name="Ana Pop", uid=uid), by=editor, now=NOW)
    assert made.uid == uid
