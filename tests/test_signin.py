"""Coming in: passwords, second factors, tries, and the door of the admin that is no way round them."""

import datetime as dt
import os
import re
import subprocess
import sys
import time

import orjson
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse

from articles.models import AuditEntry
from pressoffice.ground.surfaces import Audience, walk
from pressoffice.signin.limits import client_address
from tests.factories import make_approver, make_article, make_user, make_writer, publish
from tests.signing_in import (
    CODE,
    LOGIN,
    PASSWORD,
    acts_on,
    as_in_production,
    code,
    sign_in,
    with_factor,
    with_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(settings):
    as_in_production(settings)


# --- The door ---------------------------------------------------------------------------------------------------------


def test_admin_login_leads_to_the_sign_in_and_takes_no_password(client):
    user = with_password(make_writer())

    asked = client.get("/admin/login/?next=/admin/articles/article/")
    tried = client.post("/admin/login/", {"username": user.username, "password": PASSWORD})

    assert asked["Location"] == f"{LOGIN}?next=%2Fadmin%2Farticles%2Farticle%2F"
    assert tried["Location"] == f"{LOGIN}?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session


def test_a_form_sent_signed_out_leads_back_to_the_page_it_stood_on(client):
    page = "/admin/articles/article/1/change/"

    sent = client.post("/admin/articles/article/1/work/", HTTP_REFERER=f"http://testserver{page}")
    strange = client.post("/admin/articles/article/1/work/", HTTP_REFERER="https://example.org/admin/notices/")

    assert sent["Location"] == "/admin/login/?next=/admin/articles/article/1/change/"
    assert strange["Location"] == "/admin/login/?next=/admin/"


@pytest.mark.parametrize("who", ["username", "email"])
def test_a_writer_signs_in_by_name_or_mail_and_goes_on_where_they_wanted(client, who):
    user = with_password(make_writer())
    user.email = "writer@press.example"
    user.save()

    response = sign_in(client, getattr(user, who), onward="/admin/articles/article/add/")

    assert response["Location"] == "/admin/articles/article/add/"
    assert client.get("/admin/articles/article/add/").status_code == 200
    assert acts_on(user) == ["sign-in"]


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/admin/", "//evil.example/", "/\\evil.example", "/en/", "javascript:1"],
)
def test_sign_in_leads_to_pages_of_the_desk_alone(client, onward):
    user = with_password(make_writer())

    response = sign_in(client, user.username, onward=onward)

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/")
    assert "evil" not in response["Location"]


def test_sign_in_gives_a_new_session(client):
    user = with_password(make_writer())
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    sign_in(client, user.username)

    assert client.cookies["sessionid"].value != planted


def test_who_is_no_staff_does_not_come_in(client):
    user = with_password(make_user(name="reader"))
    user.is_staff = False
    user.save()

    response = sign_in(client, user.username)

    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_signing_out_leaves_nothing_in_the_browser(client):
    user = make_writer()
    client.force_login(user)

    response = client.post("/admin/logout/")

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert acts_on(user) == ["sign-out"]


# --- Second factor ----------------------------------------------------------------------------------------------------


def test_an_approver_without_a_factor_opens_nothing_but_its_set_up(client):
    user = with_password(make_approver())
    sign_in(client, user.username)

    for path in ("/admin/", "/admin/articles/article/", "/admin/autocomplete/", "/admin/password_change/"):
        led = client.get(path, follow=True)
        assert led.redirect_chain[-1][0] == "/admin/account/second-factor/", path
    assert "Your rights ask for a second factor" in led.content.decode()
    assert client.get("/admin/account/second-factor/app/add/").status_code == 200


def every_staff_page():
    """An address for each pattern of the desk but those of the sign-in itself."""
    named = re.compile(r"<(?:(\w+):)?\w+>")
    sample = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1"}
    for route, _pattern, shown in walk(get_resolver()):
        if shown.audience == Audience.STAFF and not route.startswith("admin/account/"):
            plain = re.sub(r"\(\?P<\w+>[^)]*\)|[\^$]|\\Z", "x", route) if "(?P" in route else route
            yield "/" + named.sub(lambda match: sample.get(match[1], "x1"), plain)


@pytest.mark.parametrize("who", ["nobody", "approver"])
def test_no_page_of_the_desk_opens_without_sign_in_and_factor(client, who):
    if who != "nobody":
        client.force_login(make_approver())
    pages = list(every_staff_page())

    opened = {}
    for page in pages:
        response = client.get(page)
        if response.status_code != 302 or not response["Location"].startswith("/admin/"):
            opened[page] = response.status_code

    assert len(pages) > 100
    assert opened == {}


def test_a_writer_needs_no_second_factor(client):
    client.force_login(make_writer())

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("right", ["take_down_article", "break_glass_article", "change_user", "superuser"])
def test_whoever_publishes_takes_down_or_manages_accounts_needs_a_factor(client, right):
    user = make_writer()
    if right == "superuser":
        user.is_superuser = True
        user.save()
    else:
        user.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(user)

    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/admin/account/second-factor/"


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_desk_and_ends_other_sessions(client):
    user = with_password(make_approver())
    elsewhere = Client()
    sign_in(elsewhere, user.username)
    sign_in(client, user.username)
    page = client.get("/admin/account/second-factor/app/add/").content.decode()
    secret = re.search(r'id="totp-key">([A-Z2-7]+)<', page)[1]

    done = client.post(
        "/admin/account/second-factor/app/add/",
        {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))},
    )
    codes = client.get(done["Location"]).content.decode()

    assert done["Location"] == "/admin/account/second-factor/recovery-codes/"
    assert len(re.findall(r"<code>\w+</code>", codes)) == 10
    assert client.get("/admin/").status_code == 200
    assert acts_on(user) == ["sign-in", "sign-in", "factor-added", "recovery-codes-made"]
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert elsewhere.get("/admin/account/second-factor/").status_code == 302


@pytest.mark.both_databases
def test_sign_in_with_a_factor_asks_for_its_code(client):
    user = with_factor(with_password(make_approver()))

    first = sign_in(client, user.username, onward="/admin/articles/article/")
    before = client.get("/admin/articles/article/")
    wrong = client.post(CODE, {"code": "000000"})
    right = client.post(CODE, {"code": code()})

    assert first["Location"].split("?")[0] == CODE
    assert before.status_code == 302
    assert "Incorrect code" in wrong.content.decode()
    assert right["Location"] == "/admin/articles/article/"
    assert client.get("/admin/articles/article/").status_code == 200
    entry = AuditEntry.objects.get(action="sign-in")
    assert orjson.loads(entry.detail)["means"] == ["password", "totp"]


def test_a_code_opens_once(client):
    user = with_factor(with_password(make_approver()))
    used, again = code(), Client()
    sign_in(client, user.username)
    client.post(CODE, {"code": used})
    sign_in(again, user.username)

    assert "Incorrect code" in again.post(CODE, {"code": used}).content.decode()


def test_a_release_asks_for_a_factor_shown_long_ago_and_then_goes_on():
    user = with_factor(with_password(make_approver(name="publisher")))
    article = publish(make_article(by=(writer := make_writer())), writer=writer, approver=make_approver(), hold=True)
    strict = Client(enforce_csrf_checks=True)
    strict.get(LOGIN)

    def post(path, **said):
        return strict.post(path, said | {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value})

    post(LOGIN, login=user.username, password=PASSWORD, next="/admin/")
    post(CODE, code=code())
    session = strict.session
    session["account_authentication_methods"][-1]["at"] -= 31 * 60
    session["account_authentication_methods"] = session["account_authentication_methods"]
    session.save()
    article.refresh_from_db()

    step = reverse("admin:articles_article_transition", args=[article.pk])
    asked = post(step, action="release", version=article.version, when="now")
    still_held = article.editions.get().public_from
    page = strict.get(asked["Location"]).content.decode()
    confirmed = post("/admin/account/second-factor/confirm/", code=code(1), next=step)

    assert asked["Location"].startswith("/admin/account/second-factor/confirm/")
    assert f'name="next" value="{step}"' in page
    assert still_held is None
    assert confirmed["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    assert article.editions.get().public_from is not None


def test_production_does_not_start_without_second_factors(tmp_path):
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}

    def start(**environment):
        command = [sys.executable, "manage.py", "check"]
        environment = inherited | {"VAR": str(tmp_path)} | environment
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    refused = start(SECOND_FACTOR="optional")

    assert refused.returncode != 0
    assert "SECOND_FACTOR=optional is for demonstrations (DEMO=1): leave it out." in refused.stderr
    assert start(SECOND_FACTOR="optional", DEMO="1").returncode == 0


def test_an_operator_takes_a_lost_factor_away(client):
    user = with_factor(make_approver())
    client.force_login(user)

    call_command("reset_second_factor", user.username, reason="Called back on the office line.")
    call_command("reset_second_factor", user.username, reason="Once more.")

    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert acts_on(user) == ["factors-reset"]


# --- Tries ------------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_ten_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(client):
    user = with_password(make_writer())

    answers = [sign_in(client, user.username, f"wrong-{n}", REMOTE_ADDR=f"192.0.2.{n}") for n in range(10)]
    locked = sign_in(client, user.username)
    AccessAttempt.objects.update(attempt_time=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=16))

    assert [a.status_code for a in answers] == [200] * 9 + [429]
    assert locked.status_code == 429
    assert "This account takes no more tries for 15 minutes" in locked.content.decode()
    assert acts_on(user) == ["sign-in-locked"]
    assert sign_in(client, user.username)["Location"] == "/admin/"


@pytest.mark.both_databases
def test_names_and_mail_of_one_account_are_counted_together(client):
    user = with_password(make_writer())
    user.email = "writer@press.example"
    user.save()
    for n in range(5):
        sign_in(client, user.username.upper(), f"wrong-{n}")
        last = sign_in(client, "Writer@press.example", f"wrong-{n}")

    assert last.status_code == 429


def test_a_name_that_does_not_exist_is_answered_alike(client):
    user = with_password(make_writer())
    cleaned = re.compile(
        rb'csrfmiddlewaretoken" value="\w+"|nonce-[^\']+|nonce="[^"]+"|value="(?:nobody|%s)"' % user.username.encode()
    )

    def tries(name):
        answers = [sign_in(client, name, "wrong") for _n in range(11)]
        return [(a.status_code, cleaned.sub(b"", a.content)) for a in answers]

    assert tries("nobody") == tries(user.username)


def test_strangers_do_not_lock_out_an_address_the_account_came_from(client):
    user = with_password(make_writer())
    sign_in(client, user.username, REMOTE_ADDR="198.51.100.7")
    client.post("/admin/logout/")
    for n in range(12):
        sign_in(client, user.username, "wrong", REMOTE_ADDR=f"203.0.113.{n}")

    assert sign_in(client, user.username, REMOTE_ADDR="203.0.113.99").status_code == 429
    assert sign_in(client, user.username, REMOTE_ADDR="198.51.100.7")["Location"] == "/admin/"


def test_wrong_codes_count_as_tries_at_the_account(client):
    user = with_factor(with_password(make_approver()))
    sign_in(client, user.username)

    answers = [client.post(CODE, {"code": "000000"}).status_code for _n in range(10)]
    locked = client.post(CODE, {"code": code()})

    assert answers == [200] * 9 + [429]
    assert locked.status_code == 429
    assert "_auth_user_id" not in client.session


def test_an_address_written_by_the_browser_itself_is_not_believed(settings, rf):
    forged = rf.get("/", HTTP_X_FORWARDED_FOR="10.0.0.1, 198.51.100.9", REMOTE_ADDR="192.0.2.1")

    settings.PROXIES = 0
    assert client_address(forged) == "192.0.2.1"
    settings.PROXIES = 1
    assert client_address(forged) == "198.51.100.9"
