"""What staff did, in plain words: the record of acts as a reader is told it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.utils import formats
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.steps import STEPS
from articles.models.audit import AuditEntry

ACTS: dict[str, Any] = {
    "absence": gettext_lazy("Set an absence"),
    "absence-ended": gettext_lazy("Ended an absence"),
    "accept": gettext_lazy("Accepted a proposal"),
    "account-added": gettext_lazy("Made an account"),
    "account-changed": gettext_lazy("Changed an account"),
    "account-rights": gettext_lazy("Changed the rights of an account"),
    "assign": gettext_lazy("Said who has the text in hand"),
    "break-glass-reviewed": gettext_lazy("Reviewed a publication without a second person"),
    "comment": gettext_lazy("Commented"),
    "comment-reopened": gettext_lazy("Opened a comment again"),
    "comment-resolved": gettext_lazy("Resolved a comment"),
    "everywhere-approved": gettext_lazy("Approved the correction in every language"),
    "everywhere-begun": gettext_lazy("Began a correction in every language"),
    "bundle-added": gettext_lazy("Put something into the bundle"),
    "bundle-approved": gettext_lazy("Approved the bundle"),
    "bundle-cancelled": gettext_lazy("Cancelled the bundle"),
    "bundle-held": gettext_lazy("Held the bundle"),
    "bundle-left": gettext_lazy("Took a text out of its bundle by taking it down"),
    "bundle-made": gettext_lazy("Made the bundle"),
    "bundle-moved": gettext_lazy("Changed the hour of the bundle"),
    "bundle-planned": gettext_lazy("Planned the hour of the bundle"),
    "bundle-removed": gettext_lazy("Took something out of the bundle"),
    "boilerplate": gettext_lazy("Changed words kept ready"),
    "contacts": gettext_lazy("Chose the press contacts"),
    "duplicate": gettext_lazy("Began it as a copy of another text"),
    "from-template": gettext_lazy("Began it from a template"),
    "template": gettext_lazy("Changed a template"),
    "unwaive": gettext_lazy("Let a finding of the release check stand again"),
    "waive": gettext_lazy("Let a finding of the release check pass"),
    "export": gettext_lazy("Took a register away as a file"),
    "factor-added": gettext_lazy("Added a second factor"),
    "factor-removed": gettext_lazy("Removed a second factor"),
    "factors-reset": gettext_lazy("Reset the second factors of an account"),
    "front-page-approved": gettext_lazy("Approved what stands on top of the site"),
    "front-page-ended": gettext_lazy("Took down what stood on top of the site"),
    "front-page-written": gettext_lazy("Wrote what shall stand on top of the site"),
    "group-removed": gettext_lazy("Removed a group"),
    "group-rights": gettext_lazy("Changed the rights of a group"),
    "import": gettext_lazy("Imported a file"),
    "limit": gettext_lazy("Limited who sees the text"),
    "merge": gettext_lazy("Merged it into another"),
    "password-changed": gettext_lazy("Changed a password"),
    "preview-made": gettext_lazy("Made a preview link"),
    "preview-revoked": gettext_lazy("Revoked a preview link"),
    "preview-viewed": gettext_lazy("Somebody looked through a preview link"),
    "read": gettext_lazy("Read the text"),
    "readout": gettext_lazy("Began a readout"),
    "records-request": gettext_lazy("Took the records of texts away"),
    "recovery-code-used": gettext_lazy("Used a recovery code"),
    "recovery-codes-made": gettext_lazy("Made recovery codes"),
    "register": gettext_lazy("Changed the row"),
    "register-cancelled": gettext_lazy("Gave up a coming change"),
    "register-hour": gettext_lazy("Moved the hour of a change"),
    "register-proposed": gettext_lazy("Proposed a change to a second person"),
    "register-refused": gettext_lazy("Refused a proposed change"),
    "register-removed": gettext_lazy("Took it off the site"),
    "reject": gettext_lazy("Set a proposal aside"),
    "review-asked": gettext_lazy("Asked for a review"),
    "review-claimed": gettext_lazy("Took up the review"),
    "review-unclaimed": gettext_lazy("Gave the review back"),
    "review-withdrawn": gettext_lazy("Withdrew the request for a review"),
    "save": gettext_lazy("Saved"),
    "series": gettext_lazy("Set the rule by which it repeats"),
    "series-drop": gettext_lazy("Left out a date"),
    "series-end": gettext_lazy("Ended the series"),
    "sign-in": gettext_lazy("Signed in"),
    "sign-in-locked": gettext_lazy("Sign-in was locked after too many tries"),
    "sign-out": gettext_lazy("Signed out"),
    "translate": gettext_lazy("Began the language version"),
    "unlimit": gettext_lazy("Opened the text to the whole desk"),
    "unmerge": gettext_lazy("Took a merge back"),
    "up-to-date": gettext_lazy("Said that the version is up to date with its original"),
    "week-ahead": gettext_lazy("Drafted the note on the week ahead"),
}
MOVES = ("reschedule", "hold", "release", "cancel", "reopen", "break_glass")
DOORS: dict[str, Any] = {
    "change": gettext_lazy("the form"),
    "comments": gettext_lazy("the comments"),
    "versions": gettext_lazy("versions and differences"),
    "proposals": gettext_lazy("the proposals"),
    "preview": gettext_lazy("the preview"),
    "checks": gettext_lazy("the release check"),
    "typed": gettext_lazy("the form"),
    "reading": gettext_lazy("the form"),
    "translate": gettext_lazy("a language version beside it"),
    "reviewing": gettext_lazy("the requests for reviews"),
    "everywhere": gettext_lazy("the correction in every language"),
    "delete": gettext_lazy("the question whether to delete it"),
    "revision": gettext_lazy("a revision in the record"),
    "edition": gettext_lazy("an edition in the record"),
    "records": gettext_lazy("a records request"),
}
SUBJECTS: dict[str, Any] = {
    "article": gettext_lazy("article"),
    "bundle": gettext_lazy("bundle"),
    "event": gettext_lazy("event"),
    "organisation": gettext_lazy("organisation"),
    "person": gettext_lazy("person"),
    "position": gettext_lazy("position"),
    "proposal": gettext_lazy("proposal"),
    "register": gettext_lazy("register"),
    "registeredit": gettext_lazy("proposed change"),
    "user": gettext_lazy("account"),
}


def label_of(action: str) -> str:
    """The act in words; one that has none yet by its name."""
    if action in STEPS:
        return str(STEPS[action].label)
    return str(ACTS.get(action) or capfirst(action.replace("-", " ").replace("_", " ")))


def detail_of(entry: AuditEntry) -> dict[str, Any]:
    """What was recorded beside the act."""
    found = orjson.loads(entry.detail or "{}")
    return found if isinstance(found, dict) else {}


def in_words(entry: AuditEntry) -> str:
    """One sentence: the act, its hours, what it was about, the note."""
    said = detail_of(entry)
    if entry.action not in MOVES:
        said.pop("was", None)  # the hour of what was to come is told where the act changed it
    parts = [part for part in _parts(said) if part]
    return label_of(entry.action) + (": " + "; ".join(parts) if parts else "")


def office_words(instant: dt.datetime) -> str:
    """An instant by the office's clock: ``3 Jan 2027, 13:00``."""
    return formats.date_format(instant.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE)), "j M Y, H:i")


def subject_words(subject: str) -> str:
    """What kind of thing a subject names."""
    kind = subject.partition(":")[0]
    return str(SUBJECTS.get(kind, kind))


# --- The parts of a sentence ------------------------------------------------------------------------------------------


def _parts(said: dict[str, Any]) -> Iterator[str]:
    yield _hours(said)
    for name, words in PARTS.items():
        value = said.get(name)
        if value not in (None, "", [], {}, False):
            yield words(value)


def _hours(said: dict[str, Any]) -> str:
    """The old hour and the new one."""
    new, old = (_hour(said.get(name)) for name in ("at", "was"))
    new = new or _hour(said.get("hour"))
    if said.get("hold"):
        new = _("held, no hour yet")
    if new and old and new != old:
        return _("from %(old)s to %(new)s") % {"old": old, "new": new}
    if new:
        return new if said.get("hold") else _("for %(hour)s") % {"hour": new}
    return _("it was set for %(hour)s") % {"hour": old} if old else ""


def _hour(value: Any) -> str:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    return office_words(found) if found and found.tzinfo else ""


def _some(words: Any) -> Callable[[Any], str]:
    def listed(value: Any) -> str:
        items = sorted(value) if isinstance(value, dict | list | tuple) else [value]
        return f"{words}: " + ", ".join(str(one) for one in items)

    return listed


def _quoted(value: Any) -> str:
    return f"“{value}”"


PARTS: dict[str, Callable[[Any], str]] = {
    "revision": lambda value: _("revision %(number)s") % {"number": value},
    "door": lambda value: _("through %(door)s") % {"door": DOORS.get(value, value)},
    "capacity": lambda value: str(value).replace("_", " "),
    "label": _quoted,
    "name": _quoted,
    "file": _quoted,
    "people": _some(gettext_lazy("people")),
    "groups": _some(gettext_lazy("groups")),
    "person": _some(gettext_lazy("person")),
    "recipient": _some(gettext_lazy("for")),
    "values": _some(gettext_lazy("fields")),
    "children": _some(gettext_lazy("lists")),
    "count": _some(gettext_lazy("how many")),
    "added": _some(gettext_lazy("added")),
    "removed": _some(gettext_lazy("removed")),
    "changed": _some(gettext_lazy("changed")),
    "reason": _quoted,
    "verdict": _quoted,
    "note": _quoted,
}
