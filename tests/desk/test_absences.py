"""Who is away: set by oneself or by who has the right, checked, ended; and who stands in."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.desk.absences import away, deputy_of, end_absence, set_absence, stands_in_for, suggested_deputies
from articles.desk.errors import DeskError, RightError
from articles.models import Absence, AuditEntry
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import told
from tests.factories import NOW, make_approver, make_user, make_writer

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def writer():
    return make_writer(name="writer")


def put(user, first, last, *, deputy=None, by=None, **fields):
    begins, ends = NOW + first * DAY, NOW + last * DAY
    return set_absence(user, begins=begins, ends=ends, deputy=deputy, by=by or user, now=NOW, **fields)


def test_somebody_away_is_stood_in_for_while_they_are_away(writer):
    deputy = make_writer(name="deputy")
    put(writer, 1, 3, deputy=deputy)

    assert [list(away(NOW + n * DAY)) for n in (0, 1, 2, 3)] == [[], [writer.pk], [writer.pk], []]
    assert stands_in_for(deputy, NOW + 2 * DAY) == [writer]
    assert AuditEntry.objects.get(action="absence").subject == f"user:{writer.pk}"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(2, 1, "absence-span"), (1, 1, "absence-span"), (0, 900, "absence-span"), (-3, -1, "absence-over"),
     (4, 6, "absence-overlaps"), (3, 9, "absence-overlaps")],
)  # fmt: skip
def test_an_absence_that_cannot_be_is_refused(writer, first, last, code):
    put(writer, 5, 8)

    with pytest.raises(DeskError) as refused:
        put(writer, first, last)

    assert (refused.value.code, Absence.objects.count()) == (code, 1)
    assert str(refused.value)


def test_an_absence_is_changed_over_itself(writer):
    absence = put(writer, 1, 3)

    put(writer, 2, 4, absence=absence)

    assert Absence.objects.get().ends == NOW + 4 * DAY


def test_nobody_is_their_own_deputy_nor_is_who_has_left(writer):
    for nobody in (writer, make_writer(name="gone", is_active=False), make_user(name="guest")):
        nobody.is_staff = nobody.username != "guest"
        with pytest.raises(DeskError):
            put(writer, 1, 2, deputy=nobody)


def test_absences_of_others_need_the_right(writer):
    head = make_writer(name="head")
    with pytest.raises(RightError):
        put(writer, 1, 2, by=head)
    head.user_permissions.add(Permission.objects.get(codename="change_absence"))

    absence = put(writer, 1, 2, by=type(head).objects.get(pk=head.pk))

    with pytest.raises(RightError):
        end_absence(absence, by=make_writer(name="other"), now=NOW)


def test_who_is_back_ends_the_absence_and_who_stays_takes_it_away(writer):
    running, coming = put(writer, 0, 5), put(writer, 6, 8)

    end_absence(running, by=writer, now=NOW + DAY)
    end_absence(coming, by=writer, now=NOW + DAY)

    assert Absence.objects.get().ends == NOW + DAY
    with pytest.raises(DeskError):
        end_absence(Absence.objects.get(), by=writer, now=NOW + 2 * DAY)


def test_deputies_of_deputies_are_followed_and_circles_end(writer):
    first, second = make_writer(name="first"), make_writer(name="second")
    put(writer, 0, 5, deputy=first)
    put(first, 0, 5, deputy=second)

    assert deputy_of(writer, NOW, [first, second]) == second
    put(second, 0, 5, deputy=writer)
    assert deputy_of(writer, NOW, [first, second]) is None


def test_those_who_may_do_the_same_are_suggested_first_who_is_there():
    me, there, gone = (make_approver(name=name) for name in ("me", "there", "a-gone"))
    make_writer(name="only-writes")
    put(gone, 1, 3)

    assert suggested_deputies(me, NOW + 2 * DAY, NOW + 4 * DAY) == [there, gone]


# --- The page ---------------------------------------------------------------------------------------------------------


def test_my_absence_is_set_and_ended_on_its_page(client, writer):
    deputy = make_writer(name="deputy")
    client.force_login(writer)
    url = reverse("admin:absences")
    soon = database_now() + DAY
    said = {"begins": f"{soon:%Y-%m-%dT%H:%M}", "ends": f"{soon + DAY:%Y-%m-%dT%H:%M}", "deputy": deputy.pk}

    page = client.post(url, said | {"person": deputy.pk}, follow=True)

    absence = Absence.objects.get()
    assert (absence.user, absence.deputy, told(page)) == (writer, deputy, ["The absence is set."])
    again = client.post(url, said)
    assert told(again) == ["Another absence is set for part of that time. Change that one."]
    assert client.post(url, said | {"ends": ""}).status_code == 200
    client.post(reverse("admin:absence-end", args=[absence.pk]))
    assert Absence.objects.count() == 0


def test_who_has_the_right_sets_and_ends_absences_of_others(client, writer):
    head = make_approver(name="head")
    soon = database_now() + DAY
    said = {"begins": f"{soon:%Y-%m-%dT%H:%M}", "ends": f"{soon + DAY:%Y-%m-%dT%H:%M}", "person": writer.pk}
    head.user_permissions.add(Permission.objects.get(codename="change_absence"))
    client.force_login(head)

    client.post(reverse("admin:absences"), said)

    absence = Absence.objects.get()
    assert absence.user == writer
    client.force_login(make_writer(name="other"))
    assert client.post(reverse("admin:absence-end", args=[absence.pk])).status_code == 404
    assert "Set an absence" in client.get(reverse("admin:absences")).content.decode()
