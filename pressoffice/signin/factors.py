"""Second factors: who needs one, who has one, and how long ago it was shown."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings

POWERS = (
    "articles.approve_article",
    "articles.release_article",
    "articles.take_down_article",
    "articles.break_glass_article",
    "articles.relink_article",
    "articles.approve_registeredit",
    "auth.add_user",
    "auth.change_user",
    "auth.delete_user",
    "auth.add_group",
    "auth.change_group",
    "auth.delete_group",
)
HALF_AN_HOUR = 30 * 60
PROVEN_WITHIN = {  # seconds since the factor was last shown, by what is about to be done
    "release": HALF_AN_HOUR,
    "break_glass": HALF_AN_HOUR,
    "reset": HALF_AN_HOUR,
    "withdraw": settings.SESSION_HOURS * 3600,
    "retract": settings.SESSION_HOURS * 3600,
}


def needs_factor(user):
    """Whether the account can do what a password alone must not allow: approve, publish, or manage accounts."""
    return user.is_superuser or any(user.has_perm(power) for power in POWERS)


def factors_of(user):
    """The authenticators of an account that count as a second factor; recovery codes only stand in for one."""
    return Authenticator.objects.filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def lacks_factor(user):
    """Whether the account needs a second factor and has none. Never, where the office does not require them."""
    return settings.SECOND_FACTOR == "required" and needs_factor(user) and not factors_of(user).exists()


def shown_within(request, seconds, *, factor=False):
    """Whether who is signed in proved it less than ``seconds`` ago; with ``factor``, by the second factor."""
    records = get_authentication_records(request, request.user)
    proofs = [record["at"] for record in records if record["method"] == "mfa" or not factor]
    return bool(proofs) and time.time() - proofs[-1] < seconds


def require_recent(request, action):
    """Ask for the second factor again where ``action`` wants a fresh proof of it and the last one is too old.

    Raises ReauthenticationRequired, upon which the middleware asks and then takes up the request again. Lets pass
    what it does not know, and whoever has no second factor: where one is required, they cannot be here.
    """
    within = PROVEN_WITHIN.get(action)
    if within is None or shown_within(request, within, factor=True) or not factors_of(request.user).exists():
        return
    raise ReauthenticationRequired
