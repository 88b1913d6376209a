"""Middleware of the roof: request ids, sessions for staff alone, and the wall between public doors and the desk."""

import re
import uuid
from zoneinfo import ZoneInfo

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

STAFF_PREFIX = "/admin/"
PREVIEW_PREFIX = "/preview/"
SEEN_EVERY = 60  # seconds between two notes that somebody is there
WORKING_TABLES = re.compile(
    r'"articles_(article|article_topics|revision|approval|proposal|sourcetext|auditentry|audithead|trouble|access|buffer'
    r"|presence|bundle|bundleitem|comment|reviewrequest|waiver|breakglass|notice|absence|deskvisit|texttemplate\w*"
    r'|boilerplate|previewlink|previewview)"'
)


def is_staff_path(request):
    """Whether the request knocks at the staff's door."""
    return request.path.startswith(STAFF_PREFIX)


class RequestIdMiddleware:
    """Give every request an id and send it back as ``X-Request-Id``; show times in the office's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = f"req_{uuid.uuid4().hex}"
        with timezone.override(ZoneInfo(settings.OFFICE_TIME_ZONE)):
            response = self.get_response(request)
        response["X-Request-Id"] = request.request_id
        return response


class PolicyMiddleware(CSPMiddleware):
    """The content security policy. For readers it is the same on every page, and is written once."""

    _for_readers = ""

    def process_response(self, request, response):
        """Set the header."""
        asked_for_more = any(name.startswith("_csp") for name in vars(response)) or hasattr(request, "_csp_nonce")
        if is_staff_path(request) or asked_for_more or settings.DEBUG:
            return super().process_response(request, response)
        if not self._for_readers:
            self._for_readers = super().process_response(request, HttpResponse()).headers[HEADER]
        response.headers.setdefault(HEADER, self._for_readers)
        return response


class StaffOnly:
    """Mixin for a Django middleware that works on the staff's paths alone: readers get no session and no cookie."""

    def __call__(self, request):
        return super().__call__(request) if is_staff_path(request) else self.get_response(request)


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """Sessions, for staff."""


class SessionLimitsMiddleware:
    """End a staff session that stood idle, or that is older than a working day.

    A request with the header ``X-Unattended`` is a page asking by itself: it does not keep a session alive.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_staff_path(request) and SESSION_KEY in request.session:
            self._look_at(request)
        return self.get_response(request)

    def _look_at(self, request):
        session, now = request.session, request.now.timestamp()
        seen, began = session.get("seen", now), session.get("began", now)
        if now - seen > settings.SESSION_IDLE_MINUTES * 60 or now - began > settings.SESSION_HOURS * 3600:
            session.flush()
        elif "seen" not in session or (now - seen > SEEN_EVERY and "X-Unattended" not in request.headers):
            session["seen"], session["began"] = now, began


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    """Signed-in people, for staff."""

    # The login requirement, where it is used, is per view; this class only names the user.


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    """Messages, for staff."""


class StaffCacheMiddleware:
    """Nothing staff see is kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_staff_path(request):
            response["Cache-Control"] = "private, no-store"
        return response


class WorkingCopyOnPublicPage(AssertionError):
    """A public door asked for a table that only the desk may read."""


def _refuse_working_tables(execute, sql, params, many, context):
    if WORKING_TABLES.search(sql):
        raise WorkingCopyOnPublicPage(sql)
    return execute(sql, params, many, context)


class PublicOnlyMiddleware:
    """Hold the wall at the database: on a public route, SQL that names a working-copy table raises.

    On under DEBUG and in tests (``GUARD_PUBLIC``); in production the imports are already checked by the build.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        shown_to_some = is_staff_path(request) or request.path.startswith(PREVIEW_PREFIX)
        if shown_to_some or not settings.GUARD_PUBLIC:
            return self.get_response(request)
        with connection.execute_wrapper(_refuse_working_tables):
            return self.get_response(request)
