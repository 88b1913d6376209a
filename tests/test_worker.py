"""A real Celery worker on a real Redis, killed in the middle and started again."""

import json
import os
import signal

import pytest

from tests.browser.site import Site, furnish, wait_until

pytestmark = pytest.mark.needs_redis

PUBLISH = """
import datetime as dt
from django.contrib.auth import get_user_model
from tests.factories import make_article, publish
from pressoffice.ground.clock import database_now
users = get_user_model().objects
writer, approver = users.get(username="writer"), users.get(username="approver")
for number in range({count}):
    now = database_now()
    article = make_article(by=writer, now=now, headline=f"Text {{number}} of {stem}")
    publish(article, writer=writer, approver=approver, now=now, at=now + dt.timedelta(seconds={seconds}))
"""


def test_the_worker_settles_what_is_due_once_even_if_it_is_killed(tmp_path, redis_url, demonstration):
    furnish(tmp_path, demonstration)
    site = Site(tmp_path, BROKER_URL=redis_url)
    try:
        worker = site.work()
        site.manage("shell", "--command", PUBLISH.format(count=10, stem="the first half", seconds=4))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        site.manage("shell", "--command", PUBLISH.format(count=10, stem="the second half", seconds=1))

        site.work()

        def settled():
            out = site.manage(
                "shell", "--verbosity", "0", "--command",
                "import json; from articles.models import Change; print(json.dumps(list("
                "Change.objects.order_by('number').values_list('number', 'key'))))",
            )  # fmt: skip
            return json.loads(out.strip().splitlines()[-1])

        rows = wait_until(lambda: rows if len(rows := settled()) >= 23 else None, "everything is settled")
        assert [number for number, _key in rows] == list(range(1, 24))
        assert len({key for _number, key in rows}) == 23
    finally:
        site.stop()
