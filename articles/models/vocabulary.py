"""The words of the trade, as choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a text is. A correction is not a kind."""

    PRESS_RELEASE = "press_release", _("Press release")
    STATEMENT = "statement", _("Statement")
    SPEECH = "speech", _("Speech")
    READOUT = "readout", _("Readout")
    TRANSCRIPT = "transcript", _("Transcript")
    MEDIA_ADVISORY = "media_advisory", _("Media advisory")
    DENIAL = "denial", _("Denial")
    FACTSHEET = "factsheet", _("Factsheet")
    NEWS_REPORT = "news_report", _("News report")


KIND_SLUGS = {
    Kind.PRESS_RELEASE: "press-releases",
    Kind.STATEMENT: "statements",
    Kind.SPEECH: "speeches",
    Kind.READOUT: "readouts",
    Kind.TRANSCRIPT: "transcripts",
    Kind.MEDIA_ADVISORY: "media-advisories",
    Kind.DENIAL: "denials",
    Kind.FACTSHEET: "factsheets",
    Kind.NEWS_REPORT: "news-reports",
}


class Status(models.TextChoices):
    """Where an article's next edition stands at the desk. Its public life is computed from editions and the clock."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    DISCARDED = "discarded", _("Discarded")


class EditionClass(models.TextChoices):
    """What a new edition is to the one before it."""

    FIRST = "first", _("First edition")
    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    ADDITION = "addition", _("Addition")
    METADATA = "metadata", _("Metadata")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    RETRACTION = "retraction", _("Retraction")


class CorrectionClass(models.TextChoices):
    """How grave a correction is."""

    TYPO = "typo", _("Typing error")
    CLARIFICATION = "clarification", _("Clarification")
    FACTUAL = "factual", _("Factual error")


class Capacity(models.TextChoices):
    """In what capacity somebody said yes."""

    APPROVER = "approver", _("Approver")
    DUTY_PUBLISHER = "duty_publisher", _("Duty publisher")
    CONFIRMATION = "confirmation", _("Confirmation of a takedown")
    EDITOR = "editor", _("Editor of links and topics")
    REVIEWER = "reviewer", _("Reviewer")
    LEGAL = "legal", _("Legal")
    PROTOCOL = "protocol", _("Protocol")
    MINISTER = "minister", _("Minister's office")
    BREAK_GLASS = "break_glass", _("Alone, for a grave reason")


SIGN_OFFS = (Capacity.LEGAL, Capacity.PROTOCOL, Capacity.MINISTER)  # a yes asked for in these is required


class Priority(models.IntegerChoices):
    """How soon a text wants hands."""

    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")


class Form(models.TextChoices):
    """How words are given."""

    DIRECT = "direct", _("Direct")
    REPORTED = "reported", _("Reported")


class Voice(models.TextChoices):
    """Whose words they are."""

    SINGLE = "single", _("One speaker")
    JOINT = "joint", _("Joint")
    COLLECTIVE = "collective", _("Collective")
    UNSTATED = "unstated", _("Speaker not stated")


class EventType(models.TextChoices):
    """What an event is."""

    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    SIGNING = "signing", _("Signing")
    SUMMIT = "summit", _("Summit")
    CONFERENCE = "conference", _("Conference")
    BRIEFING = "briefing", _("Briefing")
    STATEMENT = "statement", _("Statement")
    APPOINTMENT = "appointment", _("Appointment")
    CEREMONY = "ceremony", _("Ceremony")
    OTHER = "other", _("Other")
