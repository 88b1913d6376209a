"""What is held against guessing: how tries are counted, whose address they come from, and what the locked are told."""

import datetime as dt

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessLog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone

KNOWN_FOR = dt.timedelta(days=30)


def client_address(request):
    """The address of the browser: of ``X-Forwarded-For`` only what our own proxies wrote."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR")


def account_name(request, credentials=None):
    """The name tries are counted under: one for an account, whether it was asked for by name or by e-mail."""
    said = credentials or {}
    given = (said.get("username") or said.get("email") or "").strip().casefold()[:150]
    if not given:
        return None
    users = get_user_model().objects.filter(Q(username__iexact=given) | Q(email__iexact=given))
    return next((user.username.casefold() for user in users.order_by("pk")[:1]), given)


def counted_by(request, credentials=None):
    """Tries at an account are counted from all addresses together, so that many addresses make no more tries.

    An address from which the account signed in lately has a count of its own: strangers cannot lock its owner out.
    """
    name = account_name(request, credentials)
    since = timezone.now() - KNOWN_FOR
    known = AccessLog.objects.filter(
        username__iexact=name or "", ip_address=client_address(request), attempt_time__gt=since
    )
    return [["username", "ip_address"]] if name and known.exists() else ["username"]


def forget_old_addresses():
    """Addresses are kept for as long as they are of use, and no longer."""
    AccessLog.objects.filter(attempt_time__lt=timezone.now() - KNOWN_FOR).delete()


def is_locked(request, user):
    """Whether too many tries were made at the account of ``user``; for the second factor, as for the password."""
    return not AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def count_failure(request, user):
    """Count a wrong second factor as a try at the account."""
    credentials = {"username": user.get_username()}
    AxesProxyHandler.user_login_failed(sender=__name__, credentials=credentials, request=request)


def locked_page(request, response, credentials):
    """What somebody sees at a locked account: how long, and who can help. The same for names that do not exist."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)
