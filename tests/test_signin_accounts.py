"""Sessions that end, passwords that are refused, and what staff may do to the accounts of others."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from articles.models import AuditEntry
from tests.factories import make_approver, make_user, make_writer
from tests.signing_in import CODE, PASSWORD, acts_on, as_in_production, code, sign_in, with_factor, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(settings):
    as_in_production(settings)


# --- Sessions ---------------------------------------------------------------------------------------------------------


def age(client, **seconds):
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


def test_a_session_ends_when_it_stands_idle(client):
    client.force_login(make_writer())
    age(client, seen=29 * 60)
    assert client.get("/admin/").status_code == 200
    age(client, seen=31 * 60)

    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_page_that_asks_by_itself_keeps_no_session_alive(client):
    client.force_login(make_writer())
    age(client, seen=20 * 60)
    client.get("/admin/", headers={"X-Unattended": "1"})
    age(client, seen=11 * 60)

    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_a_working_day_however_busy(client):
    client.force_login(make_writer())
    age(client, began=12 * 3600 + 1)

    assert client.get("/admin/").status_code == 302


@pytest.mark.both_databases
def test_deactivation_ends_every_session_for_good(client):
    user = make_writer()
    client.force_login(user)
    user.is_active = False
    user.save()
    user.is_active = True
    user.save()

    assert Session.objects.count() == 0
    assert client.get("/admin/").status_code == 302


def test_changing_the_password_ends_the_other_sessions(client):
    user = with_password(make_writer())
    elsewhere = Client()
    elsewhere.force_login(user)
    sign_in(client, user.username)
    new = "another-long-phrase-7"

    changed = client.post("/admin/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert changed.status_code == 302
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert acts_on(user) == ["sign-in", "password-changed"]


@pytest.mark.parametrize("weak", ["short-one", "password1234", "press-office-2026", "x" * 129])
def test_weak_passwords_are_refused(client, weak):
    user = with_password(make_writer())
    sign_in(client, user.username)

    response = client.post("/admin/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})

    assert response.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# --- Accounts of others -----------------------------------------------------------------------------------------------


@pytest.fixture
def manager(client):
    """Somebody who manages accounts and is a writer, with a second factor, signed in."""
    user = with_factor(with_password(make_writer(name="manager")))
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=["view_user", "change_user", "view_group", "change_group", "delete_group"]
        )
    )
    sign_in(client, user.username)
    client.post(CODE, {"code": code()})
    return user


def test_a_manager_resets_a_colleagues_factor_with_a_reason(client, manager):
    colleague = with_factor(make_writer(name="colleague"))
    theirs = Client()
    theirs.force_login(colleague)
    page = reverse("admin:auth_user_second_factor", args=[colleague.pk])

    without_reason = client.post(page, {})
    done = client.post(page, {"reason": "Lost phone; called back on the office line."})

    assert without_reason.status_code == 200
    assert done.status_code == 302
    assert not Authenticator.objects.filter(user=colleague).exists()
    assert theirs.get("/admin/").status_code == 302
    assert acts_on(colleague) == ["factor-removed", "factors-reset"]
    assert set(AuditEntry.objects.filter(subject=f"user:{colleague.pk}").values_list("by", flat=True)) == {manager.pk}


def test_a_manager_does_not_touch_the_factor_or_password_of_whoever_has_more_rights(client, manager):
    stronger = with_factor(make_approver(name="stronger"))

    factor = client.post(reverse("admin:auth_user_second_factor", args=[stronger.pk]), {"reason": "x"})
    password = client.post(f"/admin/auth/user/{stronger.pk}/password/", {"password1": "y" * 20, "password2": "y" * 20})
    own = client.post(reverse("admin:auth_user_second_factor", args=[manager.pk]), {"reason": "x"})

    assert (factor.status_code, password.status_code, own.status_code) == (403, 403, 403)
    assert Authenticator.objects.filter(user=stronger).exists()


def test_a_manager_gives_no_group_or_flag_beyond_their_own_rights(client, manager):
    colleague = make_user(name="colleague")
    approvers, writers = Group.objects.get(name="Approver"), Group.objects.get(name="Writer")
    form = {"username": "colleague", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    form |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}

    beyond = client.post(f"/admin/auth/user/{colleague.pk}/change/", form | {"groups": [approvers.pk]})
    client.post(f"/admin/auth/user/{colleague.pk}/change/", form | {"groups": [writers.pk]})

    colleague.refresh_from_db()
    assert beyond.status_code == 200
    assert [group.name for group in colleague.groups.all()] == ["Writer"]
    assert not colleague.is_superuser
    assert acts_on(colleague) == ["account-rights"]


def test_a_manager_changes_no_group_rights_and_removes_no_group(client, manager):
    approvers = Group.objects.get(name="Approver")
    before = set(approvers.permissions.values_list("pk", flat=True))

    client.post(f"/admin/auth/group/{approvers.pk}/change/", {"name": "Ours", "permissions": []})
    removed = client.post(f"/admin/auth/group/{approvers.pk}/delete/", {"post": "yes"})

    approvers.refresh_from_db()
    assert approvers.name == "Approver"
    assert set(approvers.permissions.values_list("pk", flat=True)) == before
    assert removed.status_code == 403


def test_secrets_of_second_factors_are_in_no_list_of_the_admin(client):
    client.force_login(with_factor(make_user(name="root", is_superuser=True)))

    assert client.get("/admin/mfa/authenticator/").status_code == 404
    assert client.get("/admin/").status_code == 200


def test_a_small_office_offers_two_groups_and_those_in_use(client, settings):
    def offered():
        page = client.get(f"/admin/auth/user/{chief.pk}/change/")
        return {str(group) for group in page.context["adminform"].form.fields["groups"].queryset}

    settings.SECOND_FACTOR = "optional"
    chief = make_user(is_superuser=True)
    client.force_login(chief)
    Group.objects.create(name="Night desk")
    make_user("Registry editor")

    assert offered() == {"Approver", "Night desk", "Registry editor", "Writer"}
    settings.SMALL_OFFICE = False
    assert offered() > {"Duty publisher", "Sign-off", "Reviewer"}
