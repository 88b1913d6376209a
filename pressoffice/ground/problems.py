"""Errors of the API as RFC 9457 problem details (``application/problem+json``).

The type of a problem is a page of this site, ``/problems/<slug>/``; ``errors[].code`` is stable, texts are translated.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions

CATALOGUE: dict[str, tuple[int, Any, Any]] = {
    "invalid-parameter": (
        400,
        gettext_lazy("One or more parameters are invalid"),
        gettext_lazy(
            "Each entry of “errors” names a parameter, what is wrong with it and, where there is one, the cure."
        ),
    ),
    "cursor-mismatch": (
        400,
        gettext_lazy("The cursor belongs to another query"),
        gettext_lazy("A cursor works with the filters and the order of the page it came from. Start again without it."),
    ),
    "not-found": (404, gettext_lazy("Not found"), gettext_lazy("There is nothing public at this address.")),
    "gone": (
        410,
        gettext_lazy("No longer available"),
        gettext_lazy("The text was retracted. Copies should be deleted."),
    ),
    "token-too-old": (
        410,
        gettext_lazy("The token is too old"),
        gettext_lazy(
            "The log no longer reaches back so far. Begin with a snapshot. This log is whole, so nobody gets this."
        ),
    ),
    "method-not-allowed": (
        405,
        gettext_lazy("Method not allowed"),
        gettext_lazy("This address answers GET, HEAD and OPTIONS."),
    ),
    "not-acceptable": (
        406,
        gettext_lazy("Not acceptable"),
        gettext_lazy("This address does not speak the media type that was asked for."),
    ),
    "bad-request": (400, gettext_lazy("Bad request"), gettext_lazy("The request could not be read.")),
    "forbidden": (403, gettext_lazy("Forbidden"), gettext_lazy("This needs a right that the request does not carry.")),
}


class Problem(Exception):
    """An answer other than success, with everything a client needs to mend its request."""

    def __init__(self, slug: str, detail: str = "", *, errors: list[dict[str, Any]] | None = None, **extra: Any):
        self.slug = slug
        self.status, self.title, explanation = CATALOGUE[slug]
        self.detail = detail or str(explanation)
        self.errors = errors or []
        self.extra = extra
        super().__init__(self.detail)

    def body(self, request: Any) -> dict[str, Any]:
        """The members of the problem object, in the order of RFC 9457."""
        body: dict[str, Any] = {
            "type": f"{settings.SITE_URL}/problems/{self.slug}/",
            "title": str(self.title),
            "status": self.status,
            "detail": self.detail,
            "instance": request.get_full_path(),
            "request_id": getattr(request, "request_id", None),
        }
        if self.errors:
            body["errors"] = self.errors
        return body | self.extra


def problem_response(request: Any, problem: Problem) -> HttpResponse:
    """``problem`` as a response that no cache keeps."""
    response = HttpResponse(
        orjson.dumps(problem.body(request), option=orjson.OPT_UTC_Z),
        status=problem.status,
        content_type="application/problem+json",
    )
    response["Cache-Control"] = "no-store"
    if problem.slug == "method-not-allowed":
        response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: every refusal as a problem; None (a 500) for what is a fault of ours."""
    problem: Problem | None = None
    match error:
        case Problem():
            problem = error
        case Http404() | exceptions.NotFound():
            problem = Problem("not-found")
        case exceptions.MethodNotAllowed():
            problem = Problem("method-not-allowed")
        case exceptions.NotAcceptable():
            problem = Problem("not-acceptable")
        case PermissionDenied() | exceptions.PermissionDenied() | exceptions.NotAuthenticated():
            problem = Problem("forbidden")
        case exceptions.ParseError():
            problem = Problem("bad-request", str(error.detail))
        case exceptions.APIException() | SuspiciousOperation():
            problem = Problem("bad-request", _("The request could not be read."))
    return problem_response(context["request"], problem) if problem else None
