"""What the tests of the sign-in do again and again."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from articles.models import AuditEntry

PASSWORD = "correct-horse-battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/admin/account/login/"
CODE = "/admin/account/second-factor/code/"


def as_in_production(settings):
    """What production cannot do without, and the tests of other subjects can."""
    settings.SECOND_FACTOR = "required"
    settings.AXES_ENABLED = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones take the test's time
    cache.clear()


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def with_factor(user):
    """The user with an authenticator app whose secret is SECRET."""
    TOTP.activate(user, SECRET)
    return user


def code(step=0):
    """The code the app shows now; one that was not used yet is ``step`` half minutes away."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


def sign_in(client, user, password=PASSWORD, onward="/admin/", **headers):
    return client.post(LOGIN, {"login": user, "password": password, "next": onward}, **headers)


def acts_on(user):
    return list(
        AuditEntry.objects.filter(subject=f"user:{user.pk}").order_by("number").values_list("action", flat=True)
    )
