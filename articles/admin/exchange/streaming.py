"""Pages that are sent while the work goes on, so that who waits sees how far it is; no script is needed."""

import logging

from django.http import StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

_MARK = "<!-- the work -->"
_STEPS = 20  # lines of progress at most


def streamed(request, template, context, work):
    """A page of ``template``, in whose place for the work the pieces that ``work`` yields appear one by one."""
    get_token(request)  # while its cookie can still be set
    head, tail = render_to_string(template, context | {"mark": _MARK}, request).split(_MARK)
    # Compressed, the lines would wait for one another.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def pieces():
        yield head
        with translation.override(language), timezone.override(zone):
            try:
                yield from work
            except Exception:
                log.exception("work that a page waited for")
                said = _("Something went wrong, and nothing was written. It is in the log of the server.")
                yield format_html('<div class="report"><p class="errornote">{}</p></div>', said)
        yield tail

    return StreamingHttpResponse(pieces())


def told(steps, total, words):
    """Yield a line of progress, some twenty in all, while ``steps`` gives how many rows are done; returns its result.

    ``words``: a text with ``%(done)s`` and ``%(total)s``.
    """
    last = 0
    while True:
        try:
            done = next(steps)
        except StopIteration as end:
            return end.value
        if done - last >= max(total / _STEPS, 1) or done == 0:
            last = done
            yield format_html("<p>{}</p>\n", words % {"done": f"{done:,}", "total": f"{total:,}"})
