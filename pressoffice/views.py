"""The roof's own pages: health, errors, and what every template is told."""

import datetime as dt
import json
import logging
import shutil

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import evidence
from articles.models.change import ChangeCounter
from articles.models.edition import Edition
from articles.models.event import Event
from people.models import Position
from pressoffice.ground.problems import CATALOGUE, Problem, problem_response

log = logging.getLogger(__name__)
OVERDUE_AFTER = dt.timedelta(seconds=30)
LEAST_ROOM = 64 * 1024 * 1024  # bytes free on the disk of VAR


def office(request):
    """Context processor: the office, whether this is a demonstration, and the doors every page has."""
    return {
        "OFFICE_NAME": settings.OFFICE_NAME,
        "OFFICE_EMAIL": settings.OFFICE_EMAIL,
        "OFFICE_TIME_ZONE": settings.OFFICE_TIME_ZONE,
        "DEMO": settings.DEMO,
        "SITE_URL": settings.SITE_URL,
        "DEFAULT_LANGUAGE": settings.LANGUAGE_CODE,
        "today": timezone.localdate(getattr(request, "now", None)),
        "languages": _front_pages(),
    }


def _front_pages():
    """The front page in each language, for pages that are in none of them."""
    current, links = translation.get_language(), []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            links.append({"code": code, "url": reverse("home"), "current": code == current, "here": False})
    return links


# --- Health -----------------------------------------------------------------------------------------------------------


def healthz(request):
    """That the process answers. Asks nothing of anybody."""
    response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def readyz(request):
    """Whether the site can do its work: 200 where every check holds, 503 where one does not; each by name."""
    checks = {name: _outcome(check) for name, check in CHECKS.items()}
    ready = all(outcome["ok"] for outcome in checks.values())
    response = JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)
    response["Cache-Control"] = "no-store"
    return response


def _outcome(check):
    try:
        trouble = check()
    except Exception as error:
        log.exception("readyz: %s failed", check.__name__)
        trouble = type(error).__name__
    return {"ok": not trouble} | ({"detail": trouble} if trouble else {})


def _not_writable():
    """Nothing, or why the database takes no writes. Changes no row."""
    with transaction.atomic():
        ChangeCounter.objects.filter(pk=0).update(number=0)


def _migrations_missing():
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"{waiting} not applied" if waiting else ""


def _evidence_open():
    gone = evidence.missing()
    return f"{len(gone)} triggers missing" if gone else ""


def _overdue():
    """Nothing, or how many rows have been due for more than 30 seconds and are not settled."""
    since = timezone.now() - OVERDUE_AFTER
    late = sum(model.objects.due(since).count() for model in (Edition, Position, Event))
    return f"{late} rows overdue" if late else ""


def _record_altered():
    """Nothing, or the fault in the record of acts that the daily verification found; it leaves it in a file."""
    try:
        found = json.loads((settings.VAR / "record-of-acts.json").read_text())
    except FileNotFoundError:
        return ""
    return found["fault"]


def _disk_full():
    free = shutil.disk_usage(settings.VAR).free
    return "" if free >= LEAST_ROOM else f"{free // 2**20} MiB free"


CHECKS = {
    "database_writable": _not_writable,
    "migrations_applied": _migrations_missing,
    "evidence_triggers": _evidence_open,
    "nothing_overdue": _overdue,
    "record_of_acts": _record_altered,
    "disk": _disk_full,
}


# --- Errors -----------------------------------------------------------------------------------------------------------


def problem(request, slug):
    """What an error of the API means: the page its ``type`` leads to."""
    if slug not in CATALOGUE:
        raise Http404
    status, title, explanation = CATALOGUE[slug]
    context = {"slug": slug, "http_status": status, "title": title, "explanation": explanation}
    return render(request, "public/problem.html", context)


def not_found(request, exception=None):
    """The page for what does not exist for the public: the same whether it never did or is not yet out."""
    if request.path.startswith("/api/"):
        return problem_response(request, Problem("not-found"))
    response = render(request, "public/404.html", status=404)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request):
    """The page for a fault of ours; plain words where even that page cannot be made."""
    try:
        response = render(request, "public/500.html", status=500)
    except Exception:
        log.exception("the error page failed")
        response = HttpResponse("Something went wrong on our side.\n", status=500, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
