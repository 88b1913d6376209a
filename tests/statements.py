"""What an answer costs: the SQL statements it asks, whatever the clock says meanwhile."""

import contextlib
import math
import sys

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from articles import front_page, visible
from pressoffice import middleware


@contextlib.contextmanager
def statements():
    """``with statements() as asked``: the statements asked within, ``asked[n]["sql"]``; ``len(asked)`` is how many.

    What a process asks once in a while and not for the sake of an answer is no part of them: the visible set (once a
    second), the note in a session that somebody is there (once a minute), the types of models (once a process, and
    anew after a test that emptied the tables).
    """
    asked = []

    def note(execute, sql, params, many, context):
        if not _reads_the_visible_set():
            asked.append({"sql": sql})
        return execute(sql, params, many, context)

    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
    visible.forget()  # nothing that was kept answers for the database
    often, middleware.SEEN_EVERY = middleware.SEEN_EVERY, math.inf
    try:
        with connection.execute_wrapper(note):
            yield asked
    finally:
        middleware.SEEN_EVERY = often


# What stands on top of every page is read with the visible set too.
ONCE_A_VISIBLE_SET = (visible.current.__code__, front_page._read.__code__)


def _reads_the_visible_set():
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code in ONCE_A_VISIBLE_SET:
            return True
        frame = frame.f_back
    return False
