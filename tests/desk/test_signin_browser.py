"""Coming in, in a browser: an app that shows codes without any script, and a passkey."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from tests.browser.acts import faults_of_access
from tests.factories import make_approver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct-horse-battery"
SIGN_IN = "/admin/account/login/"


@pytest.fixture
def approver(settings):
    settings.SECOND_FACTOR = "required"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
    cache.clear()
    user = make_approver(name="approver")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def phone(open_page):
    """``phone()``: a page as wide as a phone, at which nobody is signed in."""
    return lambda **context: open_page(viewport={"width": 390, "height": 800}, **context)


def press(page, name, role="button"):
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def give_password(page, onward="/admin/"):
    page.goto(onward)
    page.fill("#id_login", "approver")
    page.fill("#id_password", PASSWORD)
    press(page, "Sign in")


def test_an_app_is_set_up_and_signs_in_without_a_script(phone, live_server, approver):
    without = phone(java_script_enabled=False)
    give_password(without)
    assert without.url.endswith("/admin/account/second-factor/")
    press(without, "Set up an app", role="link")
    secret = without.locator("#totp-key").inner_text()
    without.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(without, "Set up")
    codes = without.locator(".signin-codes code").all_inner_texts()
    press(without, "I have them: to the desk", role="link")
    assert without.url == f"{live_server.url}/admin/"

    again = phone()
    again.goto(SIGN_IN)
    assert faults_of_access(again) == []
    give_password(again, onward="/admin/articles/article/")
    assert faults_of_access(again) == []
    again.fill("#id_code", codes[0])
    press(again, "Sign in")
    assert again.url == f"{live_server.url}/admin/articles/article/"


def test_a_passkey_is_added_signs_in_alone_and_confirms(phone, live_server, approver):
    fresh = phone()
    keys = fresh.context.new_cdp_session(fresh)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip

    give_password(fresh)
    assert faults_of_access(fresh) == []
    press(fresh, "Add a passkey", role="link")
    assert faults_of_access(fresh) == []
    fresh.fill("#id_name", "Phone")
    press(fresh, "Add the key")
    assert faults_of_access(fresh) == []
    fresh.goto("/admin/account/second-factor/")
    assert fresh.get_by_text("Phone", exact=True).is_visible()

    fresh.context.clear_cookies()
    fresh.goto("/admin/articles/article/")
    press(fresh, "Sign in with a passkey")
    assert fresh.get_by_role("button", name="Sign in").count() == 0
    assert fresh.url == f"{live_server.url}/admin/articles/article/"

    fresh.context.clear_cookies()
    give_password(fresh)
    press(fresh, "Use a passkey")
    assert fresh.url == f"{live_server.url}/admin/"
