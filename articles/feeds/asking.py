"""How feeds and calendars are asked: by the questions of the lists, with one mercy.

Parameters that a reader adds of its own are passed over. A bad value of one that is known is a 400, as everywhere.
"""

from functools import wraps
from urllib.parse import urlencode

from django.http import HttpResponsePermanentRedirect

from articles.addresses import Elsewhere
from pressoffice.ground.freshness import not_modified, stamped
from pressoffice.ground.problems import Problem, problem_response


def subscribed(door):
    """``door`` for programs: 304 where they have the answer, a Problem as such, a lifetime on what is sent."""

    @wraps(door)
    def answered(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return problem_response(request, Problem("method-not-allowed"))
        unchanged = not_modified(request)
        if unchanged is not None:
            return unchanged
        try:
            return stamped(request, door(request, *args, **kwargs))
        except Problem as problem:
            return problem_response(request, problem)
        except Elsewhere as moved:
            return stamped(request, HttpResponsePermanentRedirect(moved.address))

    answered.csrf_exempt = True
    return answered


def asked(request, filterset_class, rows):
    """The question, as a filter set without faults; ``query`` on it is the question without what is not one.

    Raises Problem where a value is bad, and Elsewhere where it names a row that was merged into another one.
    """
    filterset = filterset_class(
        request.GET,
        rows,
        now=request.now,
        version=request.visible.version,
        ignore_unknown=True,
        empty_is_error=False,
    )
    faults = filterset.problems()
    if faults:
        raise Problem("invalid-parameter", errors=faults)
    if filterset.moved():
        pairs = filterset.canonical((name, value) for name, values in request.GET.lists() for value in values)
        raise Elsewhere(f"{request.path}?{urlencode(pairs, safe=',')}")
    given = {name: ",".join(filter(None, values)) for name, values in request.GET.lists() if name in filterset.filters}
    filterset.query = urlencode({name: value for name, value in given.items() if value}, safe=",")
    return filterset


def with_query(path, *queries):
    """``path`` with those of the ``queries`` that are not empty."""
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path
