"""The daily look at the record of acts: is it whole, and is it still the one that was there yesterday?"""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from articles.desk import audit, telling
from articles.desk.colleagues import holders
from articles.models.audit import AuditEntry, AuditHead
from articles.models.told import Notice

log = logging.getLogger(__name__)


def remembered_in() -> Path:
    """The file beside the database that remembers the last head found whole, and the fault since; /readyz reads it."""
    return Path(settings.VAR) / "record-of-acts.json"


def watch(now: dt.datetime) -> str:
    """Verify the record of acts; returns its first fault, or nothing.

    The head is remembered outside the database, so that a chain made anew from some entry on is found as well. A fault
    stands in ``/readyz`` until the record is whole again, and whoever keeps the machines is told once a day.
    """
    was = _remembered()
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    fault = next(audit.faults(), "")
    if not fault and was["number"] and not AuditEntry.objects.filter(number=was["number"], hash=was["head"]).exists():
        fault = _("entry %(number)d is not the one that stood there on %(day)s") % {
            "number": was["number"],
            "day": str(was["at"])[:10],
        }
    if fault:
        log.error("the record of acts is not whole: %s", fault)
        people = holders("articles.view_trouble")
        telling.tell(
            Notice.Kind.RECORD, people, key=f"record:{now:%Y-%m-%d}", now=now, path="/admin/articles/auditentry/"
        )
        _remember(was | {"fault": fault})
    else:
        _remember({"number": head.number, "head": head.head, "at": now.isoformat(), "fault": ""})
    return fault


def _remembered() -> dict[str, str | int]:
    try:
        return json.loads(remembered_in().read_text())
    except FileNotFoundError:
        return {"number": 0, "head": "", "at": "", "fault": ""}


def _remember(said: dict[str, str | int]) -> None:
    file = remembered_in()
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(said))
    unfinished.replace(file)
