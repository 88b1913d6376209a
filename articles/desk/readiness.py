"""What goes out soon, and whether it is ready: texts, events, positions and bundles, due or meant for the hours ahead.

A *problem* means that it would not go out as meant: not approved, held without an hour, a sign-off open, blocked by the
checks, no coverage, nobody's second yes. A *note* is what somebody should look at and that stops nothing: a language
version that is missing, no press contact, comments that are open.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import asked, bundled, telling
from articles.desk.access import locked, may_see, visible_to
from articles.desk.bundle_readiness import members
from articles.desk.bundles import ordered
from articles.desk.colleagues import holders
from articles.desk.events import in_force
from articles.desk.preflight import blocking
from articles.models.article import Article
from articles.models.bundle import Bundle
from articles.models.contact import TextContact
from articles.models.edition import TAKEDOWNS, Edition
from articles.models.event import Coverage, Event
from articles.models.registers import RegisterEdit
from articles.models.review import Comment
from articles.models.told import Notice
from articles.models.vocabulary import Status
from people.models import Position

AHEAD = dt.timedelta(hours=48)
FORGOTTEN = dt.timedelta(days=14)  # a plan that was missed longer ago is nobody's work any more
OPEN = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)


@dataclass
class Row:
    """One thing that is due: ``thing`` (of the ``kind`` named), its ``hour``, and what it lacks.

    ``planned``: the hour is only meant, nothing is approved for it. ``overdue``: that hour, or the deadline, is past.
    """

    kind: str
    thing: Any
    hour: dt.datetime
    what: str
    planned: bool = False
    overdue: bool = False
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether it goes out as meant if nobody does anything more."""
        return not self.problems

    @property
    def reference(self) -> str:
        """How it is named where its words may not stand, as in a mail."""
        if isinstance(self.thing, Article):
            return f"PR-{self.thing.reference}"
        return getattr(self.thing, "reference", "") or f"{self.kind} {self.thing.pk}"


def due(now: dt.datetime, until: dt.datetime, *, user: Any = None, thorough: bool = True) -> list[Row]:
    """Everything due or meant for the time from ``now`` to ``until``, what is overdue first, then by the hour.

    ``user``: only what they may know of (None: everything, for a command). ``thorough`` also asks sign-offs, the checks
    and every member of a bundle, which costs queries a text; without it their number does not grow.
    """
    found = [
        *_texts(now, until, user, thorough),
        *_coming_rows(now, until),
        *_uncovered(now, until),
        *_waiting_edits(now, until),
        *_bundles(now, until, user, thorough),
    ]
    found.sort(key=lambda row: (not row.overdue, row.hour, row.kind, row.thing.pk))
    return found


# --- Texts ------------------------------------------------------------------------------------------------------------


def _texts(now: dt.datetime, until: dt.datetime, user: Any, thorough: bool) -> list[Row]:
    seen = Article.objects.all() if user is None else visible_to(user)
    coming = Edition.objects.filter(settled_at=None, article__in=seen).select_related("article").defer("document")
    rows = []
    for edition in coming.filter(public_from__gt=now, public_from__lte=until).order_by("public_from", "pk"):
        takedown = edition.edition_class in TAKEDOWNS
        assert edition.public_from is not None
        what = edition.get_edition_class_display() if takedown else edition.article.get_kind_display()
        rows.append(Row("text", edition.article, edition.public_from, str(what)))
    since = now - FORGOTTEN
    planned = Q(meant_for__gt=since, meant_for__lte=until) | Q(due_at__gt=since, due_at__lte=until)
    held = Exists(Edition.objects.filter(article=OuterRef("pk"), settled_at=None, public_from=None))
    for article in seen.filter(planned).filter(Q(status__in=OPEN) | Q(held, status=Status.APPROVED)).distinct():
        rows.append(_planned(article, now))
    if thorough:
        shut = {article.pk for article in locked()}
        for row in rows:
            _look_at(row)
            if row.planned and row.thing.pk in shut:
                row.problems.append(_("Nobody who could approve it may see it."))
    _note_what_is_missing([row for row in rows if not _is_takedown(row)])
    return rows


def _planned(article: Article, now: dt.datetime) -> Row:
    hour = article.meant_for or article.due_at
    assert hour is not None
    overdue = any(said is not None and said <= now for said in (article.meant_for, article.due_at))
    row = Row("text", article, hour, str(article.get_kind_display()), planned=True, overdue=overdue)
    if article.status == Status.APPROVED:
        row.problems.append(_("Held: it has no hour yet."))
    else:
        row.problems.append(_("Not approved: it is “%(status)s”.") % {"status": article.get_status_display()})
    return row


def _is_takedown(row: Row) -> bool:
    return not row.planned and row.what != str(row.thing.get_kind_display())


def _look_at(row: Row) -> None:
    """What the sign-offs and the checks say."""
    if row.planned:
        row.problems += [
            _("Sign-off open: %(who)s.") % {"who": asked.in_words(one)} for one in asked.open_sign_offs(row.thing)
        ]
    if not _is_takedown(row):
        row.problems += blocking(row.thing)


def _note_what_is_missing(rows: list[Row]) -> None:
    """Language versions, contacts, comments: three queries, however many texts."""
    texts = [row.thing for row in rows]
    there = defaultdict(set)
    versions = Article.objects.filter(work__in={one.work for one in texts}).exclude(status=Status.DISCARDED)
    for work, language in versions.values_list("work", "language"):
        there[work].add(language)
    uids = {one.uid for one in texts}
    with_contact = set(TextContact.objects.filter(article_uid__in=uids).values_list("article_uid", flat=True))
    threads = Comment.objects.filter(article__in=texts, parent=None, resolved_at=None).values("article")
    talk = dict(threads.annotate(number=Count("pk")).values_list("article", "number"))
    for row in rows:
        missing = [str(name) for code, name in settings.LANGUAGES if code not in there[row.thing.work]]
        if missing:
            row.notes.append(_("No version in: %(languages)s.") % {"languages": ", ".join(missing)})
        if row.thing.uid not in with_contact:
            row.notes.append(_("No press contact."))
        if number := talk.get(row.thing.pk):
            row.notes.append(_("Open comments: %(number)d.") % {"number": number})


# --- Events, positions, changes that wait -----------------------------------------------------------------------------


def _coming_rows(now: dt.datetime, until: dt.datetime) -> list[Row]:
    """Events and positions that become public, or change for readers."""
    rows = []
    models: tuple[tuple[str, Any], ...] = (("event", Event), ("position", Position))
    for kind, model in models:
        coming = model.objects.filter(public_from__gt=now, public_from__lte=until).select_related("root")
        for row in coming.select_related("person") if kind == "position" else coming:
            what = _("Change") if row.root_id else _("Becomes public")
            rows.append(Row(kind, row, row.public_from, what))
    return rows


def _uncovered(now: dt.datetime, until: dt.datetime) -> list[Row]:
    """Events that begin in that time, with a problem where nobody plans to write about them."""
    zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
    first, last = now.astimezone(zone).date(), until.astimezone(zone).date()
    begins = Q(starts_at__gt=now, starts_at__lte=until) | Q(
        starts_at=None, starts_earliest__gte=first, starts_latest__lte=last
    )
    covered = Coverage.objects.filter(Q(event=OuterRef("pk")) | Q(event=OuterRef("root")))
    events = in_force(now).filter(begins, status=Event.Status.SCHEDULED).exclude(public_until__lte=now)
    rows = []
    for event in events.annotate(covered=Exists(covered)).select_related("root"):
        hour = event.starts_at
        if hour is None:
            assert event.starts_earliest is not None
            hour = max(now, dt.datetime.combine(event.starts_earliest, dt.time(), zone).astimezone(dt.UTC))
        row = Row("event", event, hour, _("Takes place") if event.starts_at else _("Takes place, no time known"))
        if not event.covered:
            row.problems.append(_("Nobody plans to cover it."))
        rows.append(row)
    return rows


def _waiting_edits(now: dt.datetime, until: dt.datetime) -> list[Row]:
    """Register changes with an hour ahead that no second person has approved."""
    waiting = RegisterEdit.objects.filter(state=RegisterEdit.State.WAITING, hour__lte=until)
    rows = []
    for edit in waiting.filter(hour__gt=now - FORGOTTEN):
        assert edit.hour is not None
        late = edit.hour <= now
        problem = _("It waits for a second person.")
        rows.append(Row("edit", edit, edit.hour, _("Change"), planned=True, overdue=late, problems=[problem]))
    return rows


# --- Bundles ----------------------------------------------------------------------------------------------------------


def _bundles(now: dt.datetime, until: dt.datetime, user: Any, thorough: bool) -> list[Row]:
    known = Bundle.objects.all() if user is None else bundled.visible_to(user)
    ahead = Q(state=Bundle.State.APPROVED, hour__gt=now) | Q(state=Bundle.State.OPEN, hour__gt=now - FORGOTTEN)
    rows = []
    for bundle in known.filter(ahead, hour__lte=until):
        assert bundle.hour is not None
        waits = bundle.state == Bundle.State.OPEN
        row = Row("bundle", bundle, bundle.hour, _("Bundle"), planned=waits, overdue=waits and bundle.hour <= now)
        if waits:
            row.problems.append(_("Not approved."))
        if thorough:
            row.problems += _of_members(bundle, now)
        rows.append(row)
    return rows


def _of_members(bundle: Bundle, now: dt.datetime) -> Iterable[str]:
    for member in members(ordered(bundle)):
        for fault in member.faults_now(bundle, now):
            yield f"{member.reference}: {fault}"


# --- Told the evening before ------------------------------------------------------------------------------------------


def tell_unready(now: dt.datetime) -> int:
    """Tell, once a day from READINESS_HOUR by the office's clock on, what of the next 48 hours is not ready; how many.

    Its authors and assignee are told of each text; whoever may approve is sent to the board. Nobody is told of what
    they may not know of. Running it twice, or many at once, does no harm.
    """
    local = now.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE))
    if local.time() < settings.READINESS_HOUR:
        return 0
    unready = [row for row in due(now, now + AHEAD) if not row.ready]
    day = local.date().isoformat()
    for row in unready:
        if isinstance(row.thing, Article):
            people = telling.writers(row.thing, now)
            telling.tell_not_ready(row.thing, people, key=f"{row.thing.pk}:{day}", now=now)
    told = [user for user in holders("articles.approve_article") if any(_may_know(user, row) for row in unready)]
    path = reverse("admin:readiness")
    telling.tell(Notice.Kind.NOT_READY, told, key=f"not-ready:{day}", now=now, path=path, reference=day)
    return len(unready)


def _may_know(user: Any, row: Row) -> bool:
    if isinstance(row.thing, Article):
        return may_see(user, row.thing)
    return (
        not isinstance(row.thing, Bundle) or bundled.visible_to(user, Bundle.objects.filter(pk=row.thing.pk)).exists()
    )
