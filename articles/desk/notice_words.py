"""A notice in words, in the active language: who did what to which reference, and what is asked. Nothing of a text."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.desk.colleagues import name_of
from articles.models.told import DeskVisit, Notice

HAPPENED = {
    "submit": lambda c: _("%(who)s submitted %(reference)s for review.") % c,
    "review": lambda c: _("%(who)s asks you to review %(reference)s.") % c,
    "sign-off": lambda c: _("%(who)s asks you to sign off %(reference)s.") % c,
    "request_changes": lambda c: _("%(who)s asks for changes in %(reference)s.") % c,
    "decline": lambda c: _("%(who)s declined to sign off %(reference)s.") % c,
    "sign_off": lambda c: _("%(who)s signed off %(reference)s.") % c,
    "approve": lambda c: _("%(who)s approved %(reference)s.") % c,
    "addition": lambda c: _("%(who)s published an addition to %(reference)s.") % c,
    "metadata": lambda c: _("%(who)s published other links and topics of %(reference)s.") % c,
    "reschedule": lambda c: _("%(who)s changed the hour of %(reference)s.") % c,
    "hold": lambda c: _("%(who)s holds %(reference)s: it has no hour now.") % c,
    "cancel": lambda c: _("%(who)s cancelled the publication of %(reference)s: it is a draft again.") % c,
    "reopen": lambda c: _("%(who)s reopened %(reference)s: it is a draft again.") % c,
    "discard": lambda c: _("%(who)s discarded %(reference)s.") % c,
    "release": lambda c: _("%(who)s released %(reference)s: it is public.") % c,
    "withdraw": lambda c: _("%(who)s withdrew %(reference)s.") % c,
    "retract": lambda c: _("%(who)s retracted %(reference)s.") % c,
    "cancel_withdrawal": lambda c: _("%(who)s cancelled the coming withdrawal of %(reference)s.") % c,
    "confirm": lambda c: _("%(who)s confirmed that %(reference)s was taken down.") % c,
    "break_glass": lambda c: _("%(who)s published %(reference)s without a second person.") % c,
    "not-ready": lambda c: _("%(reference)s is not ready for its hour.") % c,
    "not-ready-day": lambda c: _("Not everything is ready that is to go out after %(reference)s.") % c,
    "register": lambda c: _("%(who)s proposes a change of a register: %(reference)s.") % c,
    "assigned": lambda c: _("%(who)s assigned %(reference)s to you.") % c,
    "comment": lambda c: _("%(who)s commented on %(reference)s.") % c,
    "answer": lambda c: _("%(who)s answered a comment on %(reference)s.") % c,
}
ASKED = {
    Notice.Kind.REVIEW: lambda: _("Please read and approve it, or ask for changes."),
    Notice.Kind.SIGN_OFF: lambda: _("It cannot be approved before you have signed it off."),
    Notice.Kind.CHANGES: lambda: _("Please change it and submit it again."),
    Notice.Kind.TAKEDOWN: lambda: _("A second person must confirm that within a day."),
    Notice.Kind.BREAK_GLASS: lambda: _("A second person must look at it within a day."),
    Notice.Kind.REGISTER: lambda: _("Please approve or refuse it."),
    Notice.Kind.ASSIGNED: lambda: _("It is yours to write."),
}


def sentences(notice: Notice) -> list[str]:
    """What happened, what is asked, and in whose place."""
    who = name_of(notice.by) if notice.by is not None else settings.OFFICE_NAME
    told = {"who": who, "reference": notice.reference}
    cause = notice.key.split(":")[0]
    if notice.kind == Notice.Kind.NOT_READY and notice.article_id is None:
        cause, told["reference"] = "not-ready-day", _day(notice.reference)
    happened = HAPPENED.get(cause)
    said = [happened(told) if happened else f"{notice.get_kind_display()}: {notice.reference}."]
    if notice.asks and notice.kind in ASKED:
        said.append(ASKED[Notice.Kind(notice.kind)]())
    if notice.for_person is not None:
        said.append(_("You are asked in the place of %(person)s.") % {"person": name_of(notice.for_person)})
    return said


def _day(said: str) -> str:
    """A day in words, as the active language writes it; what is no day as it is."""
    day = parse_date(said)
    return formats.date_format(day, "DATE_FORMAT") if day else said


def subject(notice: Notice) -> str:
    """The subject of the mail: the reference and what it is about; of the second mail, that it is a reminder."""
    told = {"reference": notice.reference, "what": notice.get_kind_display()}
    if notice.mails:
        return _("%(reference)s: reminder: %(what)s") % told
    return _("%(reference)s: %(what)s") % told


def language_of(user: Any) -> str:
    """The language somebody last used the desk in; the site's where that is not known."""
    visit = DeskVisit.objects.filter(user=user).first()
    return getattr(visit, "language", "") or settings.LANGUAGE_CODE
