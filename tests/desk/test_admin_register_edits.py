"""Changes of registers at the staff's door: an hour for a change, what waits for a second person, no way round it."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles import register
from articles.desk import registers
from articles.desk.settle import settle
from articles.models import Change, RegisterEdit
from people.models import Organisation, Person, Position
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import form_data, told
from tests.factories import make_user, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    client.force_login(make_user("Registry editor", name="registrar"))
    return client


@pytest.fixture
def four_eyes(settings):
    settings.REGISTER_FOUR_EYES = True


@pytest.fixture
def minister():
    """A position readers see as held today."""
    now = database_now()
    row = Position.objects.create(
        person=Person.objects.create(name="Ana Pop"), title="Minister", starts="2001", public_from=now - minutes(5)
    )
    settle(now)
    return row


def page_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def save(client, row, **typed):
    url = page_of(row)
    form = "person_form" if isinstance(row, Person) else "position_form"
    return client.post(url, form_data(client.get(url), form) | typed, follow=True)


def add(client, person, **typed):
    url = reverse("admin:people_position_add")
    return client.post(url, form_data(client.get(url), "position_form") | {"person": person.pk} | typed, follow=True)


def typed_hour(number):
    """An hour ahead as the form takes it, and the instant it means."""
    hour = (timezone.now() + minutes(number)).replace(second=0, microsecond=0)
    return hour.strftime("%Y-%m-%dT%H:%M"), hour


def press(client, row, does):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_hour"
    return client.post(reverse(name, args=[row.pk]), {"do": does}, follow=True)


# --- An hour ----------------------------------------------------------------------------------------------------------


def test_a_change_for_an_hour_shows_what_replaces_what(registrar, minister):
    typed, hour = typed_hour(90)

    page = save(registrar, minister, title="Chancellor", hour=typed)

    new = Position.objects.get(replaces=minister)
    assert (new.title, new.public_from, page.request["PATH_INFO"]) == ("Chancellor", hour, page_of(new))
    assert [state["title"] for state in page.context["register_life"]["states"]] == ["Minister", "Chancellor"]
    assert register.positions(database_now()).get() == minister
    listed = registrar.get(reverse("admin:people_position_changelist")).context["cl"].result_list
    assert {row.pk for row in listed} == {minister.pk, new.pk}


def test_what_is_to_come_is_moved_held_and_given_up_by_its_page(registrar, minister):
    typed, _hour = typed_hour(90)
    save(registrar, minister, title="Chancellor", hour=typed)
    new = Position.objects.get(replaces=minister)

    typed, later = typed_hour(120)
    save(registrar, new, public_from=typed)
    new.refresh_from_db()
    minister.refresh_from_db()
    assert (new.public_from, minister.public_until) == (later, later)
    press(registrar, new, "hold")
    new.refresh_from_db()
    assert new.public_from is None
    page = press(registrar, new, "cancel")
    assert page.request["PATH_INFO"] == page_of(minister)
    assert list(Position.objects.all()) == [minister]


def test_what_was_replaced_is_read_only_and_not_in_the_list(registrar, minister):
    now = database_now()
    new = registers.change(minister, {"title": "Chancellor"}, by=None, now=now, hour=now + dt.timedelta(seconds=1))
    while database_now() < new.public_from:
        pass

    assert registrar.post(page_of(minister), {}).status_code == 403
    assert registrar.get(page_of(minister)).status_code == 200
    listed = registrar.get(reverse("admin:people_position_changelist")).context["cl"].result_list
    assert [row.pk for row in listed] == [new.pk]


def test_a_chooser_offers_each_position_once(registrar, minister):
    typed, _hour = typed_hour(90)
    save(registrar, minister, title="Minister of State", hour=typed)
    asked = {"app_label": "articles", "model_name": "mention", "field_name": "position", "term": "Minister"}

    found = registrar.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert [row["id"] for row in found] == [str(minister.pk)]


def test_dates_in_the_wrong_order_are_a_fault_of_the_form(registrar, minister):
    page = save(registrar, minister, ends="1999")

    assert page.context["adminform"].form.non_field_errors() == ["A position cannot end before it starts."]


def test_an_erroneous_position_is_taken_off_the_site(registrar, minister):
    press(registrar, minister, "remove")

    assert not register.positions(database_now()).exists()
    assert Change.objects.order_by("-number")[0].type == "position.removed"


def test_another_holder_of_the_title_is_told(registrar, minister):
    ministry = Organisation.objects.create(name="Ministry")
    Position.objects.filter(pk=minister.pk).update(
        organisation=ministry, ends="2020", ends_latest=dt.date(2020, 12, 31)
    )
    other = Person.objects.create(name="Ion Rusu")

    after = add(registrar, other, title="minister", organisation=ministry.pk, starts="2021")
    at_once = add(registrar, other, title="minister", organisation=ministry.pk, starts="2019")
    joint = add(registrar, other, title="minister", organisation=ministry.pk, starts="2019", joint="on")

    assert [any("Ana Pop" in said for said in told(page)) for page in (after, at_once, joint)] == [False, True, False]


# --- Four eyes --------------------------------------------------------------------------------------------------------


def test_a_change_of_a_minister_waits_and_is_approved_by_another(registrar, client, four_eyes, minister):
    page = save(registrar, minister, title="Chancellor")
    edit = RegisterEdit.objects.get()
    assert page.request["PATH_INFO"] == page_of(edit)
    assert told(page) == ["Nothing is changed yet: “Ana Pop: Chancellor” waits for a second person."]
    assert [(str(field), before, after) for field, before, after in page.context["differences"]] == [
        ("title", "Minister", "Chancellor")
    ]
    assert not LogEntry.objects.exists()

    client.force_login(make_user("Writer", "Approver"))
    decision = reverse("admin:articles_registeredit_decision", args=[edit.pk])
    client.post(decision, form_data(client.get(page_of(edit)), "decision_form") | {"do": "approve"})

    minister.refresh_from_db()
    assert minister.title == "Chancellor"


def test_a_reshuffle_is_approved_together_at_one_hour(registrar, client, four_eyes, minister):
    save(registrar, minister, ends="2020")
    add(registrar, minister.person, title="Chancellor", starts="2020", public_from=typed_hour(30)[0])
    edits = list(RegisterEdit.objects.values_list("pk", flat=True))
    client.force_login(make_user("Writer", "Approver"))
    changelist = reverse("admin:articles_registeredit_changelist")
    asked = {"action": "approve_together", "_selected_action": edits}
    assert len(client.post(changelist, asked).context["edits"]) == 2

    typed, hour = typed_hour(60)
    client.post(changelist, asked | {"confirmed": "1", "hour": typed})

    assert set(Position.objects.coming(database_now()).values_list("title", "public_from")) == {
        ("Minister", hour), ("Chancellor", hour),
    }  # fmt: skip


def test_a_proposer_takes_a_change_back(registrar, four_eyes, minister):
    save(registrar, minister, title="Chancellor")
    edit = RegisterEdit.objects.get()

    registrar.post(reverse("admin:articles_registeredit_decision", args=[edit.pk]), {"do": "refuse"})

    edit.refresh_from_db()
    assert edit.state == "refused"


def _names(form):
    return {"names-TOTAL_FORMS": "1", "names-0-name": "Anna", "names-0-language": "en"} | form


ROUND = {
    "the form": lambda client, row: save(client, row, title="X"),
    "the form, at an hour": lambda client, row: save(client, row, title="X", hour=typed_hour(30)[0]),
    "the form of the person": lambda client, row: save(client, row.person, name="X"),
    "names in other languages": lambda client, row: save(client, row.person, labels_0="X"),
    "an inline of the person": lambda client, row: save(client, row.person, **_names({})),
    "accreditation": lambda client, row: save(
        client, row, accredited_to=[Organisation.objects.create(name="Malta").pk]
    ),
    "a new public position": lambda client, row: add(client, row.person, title="X", public_from="2001-01-01T10:00"),
    "a new position for an hour": lambda client, row: add(client, row.person, title="X", public_from=typed_hour(30)[0]),
    "the window of a chooser": lambda client, row: add(
        client, row.person, title="X", public_from="2001-01-01T10:00", _popup="1"
    ),
    "save as new": lambda client, row: save(client, row, title="X", _saveasnew="1"),
    "save and go on": lambda client, row: save(client, row, title="X", _continue="1"),
    "deleting": lambda client, row: client.post(
        reverse("admin:people_position_delete", args=[row.pk]), {"post": "yes"}
    ),
    "deleting by the action": lambda client, row: client.post(
        reverse("admin:people_position_changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    ),
    "deleting the person": lambda client, row: client.post(
        reverse("admin:people_person_changelist"),
        {"action": "delete_selected", "_selected_action": [row.person_id], "post": "yes"},
    ),
    "editing in the list": lambda client, row: client.post(
        reverse("admin:people_position_changelist"),
        {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk, "form-0-title": "X", "_save": "Save"},
    ),
    "taking it off": lambda client, row: press(client, row, "remove"),
    "adding the edit as approved": lambda client, row: client.post(
        reverse("admin:articles_registeredit_add"), {"state": "approved"}
    ),
    "approving one's own": lambda client, row: _approve_own(client, row),
    "approving one's own together": lambda client, row: _approve_own(client, row, together=True),
    "changing the edit": lambda client, row: _change_the_edit(client, row),
}


def _approve_own(client, row, *, together=False):
    save(client, row, title="X")
    edit = RegisterEdit.objects.get()
    if together:
        said = {"action": "approve_together", "_selected_action": [edit.pk], "confirmed": "1", "hour": ""}
        return client.post(reverse("admin:articles_registeredit_changelist"), said)
    return client.post(reverse("admin:articles_registeredit_decision", args=[edit.pk]), {"do": "approve"})


def _change_the_edit(client, row):
    save(client, row, title="X")
    edit = RegisterEdit.objects.get()
    return client.post(page_of(edit), {"state": "approved", "by": make_user().pk})


def everything(now):
    """What readers are told of officials, now and in an hour."""
    return [
        sorted(
            (row.title, row.person.name, str(row.person.labels), tuple(row.person.names.values_list("name", flat=True)),
             tuple(row.accredited_to.values_list("name", flat=True)))
            for row in register.positions(at)
        )
        for at in (now, now + minutes(60))
    ]  # fmt: skip


# A superuser has the right to take something off the site alone.
CASES = [("editor", way) for way in ROUND] + [("superuser", way) for way in ROUND if way != "taking it off"]


@pytest.mark.parametrize(("kind", "way"), CASES)
def test_no_door_leads_round_the_second_person(client, four_eyes, minister, way, kind):
    client.force_login(make_user("Registry editor", "Approver" if way.startswith("approving") else "Writer")
                       if kind == "editor" else make_user(is_superuser=True))  # fmt: skip
    before = everything(database_now())

    response = ROUND[way](client, minister)

    assert response.status_code < 500
    assert everything(database_now()) == before
    assert not RegisterEdit.objects.filter(state="approved").exists()
