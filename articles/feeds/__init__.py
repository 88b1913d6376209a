"""What programs subscribe to: the newest of any list (Atom, RSS, JSON Feed) and events as calendars (iCalendar)."""

from articles.feeds.calendars import event_calendar, events_calendar
from articles.feeds.lists import CorrectionFeed, EventFeed, StatementFeed, TextFeed

__all__ = ["CorrectionFeed", "EventFeed", "StatementFeed", "TextFeed", "event_calendar", "events_calendar"]
