"""Coming in, in a browser: an app that shows codes without any script, and a passkey."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from tests.factories import make_approver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct-horse-battery"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
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


def opened(page, live_server, complaints, **context):
    """A page of a browser nobody is signed in at, as wide as a phone."""
    context = page.context.browser.new_context(
        locale="en", base_url=live_server.url, viewport={"width": 390, "height": 800}, **context
    )
    fresh = context.new_page()
    fresh.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    fresh.on("pageerror", lambda error: complaints.append(str(error)))
    return fresh


def press(page, name, role="button"):
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def give_password(page, onward="/admin/"):
    page.goto(onward)
    page.fill("#id_login", "approver")
    page.fill("#id_password", PASSWORD)
    press(page, "Sign in")


def assert_accessible(page):
    """No violation, light or dark, and nothing wider than the phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(250)  # links change their colour slowly
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_an_app_is_set_up_and_signs_in_without_a_script(page, live_server, complaints, approver):
    without = opened(page, live_server, complaints, java_script_enabled=False)
    give_password(without)
    assert without.url.endswith("/admin/account/second-factor/")
    press(without, "Set up an app", role="link")
    secret = without.locator("#totp-key").inner_text()
    without.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(without, "Set up")
    codes = without.locator(".signin-codes code").all_inner_texts()
    press(without, "I have them: to the desk", role="link")
    assert without.url == f"{live_server.url}/admin/"

    again = opened(page, live_server, complaints)
    again.goto(SIGN_IN)
    assert_accessible(again)
    give_password(again, onward="/admin/articles/article/")
    assert_accessible(again)
    again.fill("#id_code", codes[0])
    press(again, "Sign in")
    assert again.url == f"{live_server.url}/admin/articles/article/"


def test_a_passkey_is_added_signs_in_alone_and_confirms(page, live_server, complaints, approver):
    fresh = opened(page, live_server, complaints)
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
    assert_accessible(fresh)
    press(fresh, "Add a passkey", role="link")
    assert_accessible(fresh)
    fresh.fill("#id_name", "Phone")
    press(fresh, "Add the key")
    assert_accessible(fresh)
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
