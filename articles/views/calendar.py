"""Events by the days they take, a month or a week: the questions of the agenda, with links to where there is more."""

import datetime as dt

from django.http import Http404
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.agenda import ONE_DAY, between, by_day, dated_q, days_of, in_order, neighbours
from articles.views.events import EventQuestion
from pressoffice.ground.paging import Page


class CalendarView(EventQuestion):
    """The events that take a day of the span the path names.

    The links lead to the nearest spans that have an event, so that nobody is led through empty ones; a page without
    events, or with filters, is not for search engines.
    """

    orders = {"starts": "starts_earliest"}

    def span(self):
        """First and last day; Http404 where the path names none."""
        raise NotImplementedError

    def door(self, day):
        """The address of the span that holds ``day``."""
        raise NotImplementedError

    def day(self):
        """Today where the span holds it, else its first day: where the other calendar page opens."""
        today, (first, last) = timezone.localdate(self.request.now), self.span()
        return today if first <= today <= last else first

    def other_faults(self):
        if "cursor" in self.request.GET:
            detail = _("Unknown parameter “%(name)s”.") % {"name": "cursor"}
            return [{"parameter": "cursor", "code": "unknown-parameter", "detail": detail}]
        return super().other_faults()

    def get_page(self):
        first, last = self.span()
        return Page(list(between(self.filterset.qs, first, last)), None, None)

    def indexable(self):
        return not self.question() and bool(self.events)

    def canonical_path(self):
        return self.request.path

    def get_context_data(self, **kwargs):
        first, last = self.span()
        self.events = kwargs["page"].results if kwargs["page"] else []
        before, after = (None, None) if self.faults else neighbours(self.reachable(), first, last)
        today = timezone.localdate(self.request.now)
        question = self.question()
        return super().get_context_data(
            days=self.days(by_day(self.events, first, last), today),
            loose=in_order(event for event in self.events if days_of(event) is None),
            empty=not self.events,
            before=self.neighbour(before, question),
            after=self.neighbour(after, question),
            now_url=None if first <= today <= last else self.address(question, self.door(today)),
            **kwargs,
        )

    def reachable(self):
        """The events that the links before and after lead to."""
        return self.filterset.qs

    def days(self, by_day, today):
        """What the template shows of each day: ``{day, events, today}``."""
        return [{"day": day, "events": events, "today": day == today} for day, events in by_day.items()]

    def neighbour(self, day, question):
        """``{url, label}`` of the span that holds ``day``; None where there is none."""
        return day and {"url": self.address(question, self.door(day)), "label": self.name(day)}

    def name(self, day):
        """The span that holds ``day``, in words."""
        raise NotImplementedError


class MonthView(CalendarView):
    """A month, week by week."""

    template_name = "public/calendar_month.html"

    def span(self):
        try:
            first = dt.date.fromisoformat(f"{self.kwargs['month']}-01")
        except ValueError as error:
            raise Http404 from error
        return first, last_of(first)

    def door(self, day):
        return reverse("calendar-month", args=[f"{day.year:04d}-{day.month:02d}"])

    def name(self, day):
        return formats.date_format(day, "YEAR_MONTH_FORMAT")

    def subject(self):
        return _("Events in %(month)s") % {"month": self.name(self.span()[0])}

    def days(self, by_day, today):
        """Weeks of seven days, Monday first; None where a day is of another month."""
        days = super().days(by_day, today)
        cells = [None] * days[0]["day"].weekday() + days
        cells += [None] * (-len(cells) % 7)
        return [cells[start : start + 7] for start in range(0, len(cells), 7)]

    def get_context_data(self, **kwargs):
        names = [formats.date_format(dt.date(2024, 1, 1 + number), "l") for number in range(7)]
        return super().get_context_data(weekdays=names, **kwargs)


class WeekView(CalendarView):
    """A week by the ISO calendar, day by day."""

    template_name = "public/calendar_week.html"

    def span(self):
        year, week = (int(part) for part in self.kwargs["week"].split("-W"))
        try:
            first = dt.date.fromisocalendar(year, week, 1)
            return first, first + 6 * ONE_DAY
        except (ValueError, OverflowError) as error:
            raise Http404 from error

    def door(self, day):
        year, week, _day = day.isocalendar()
        return reverse("calendar-week", args=[f"{year:04d}-W{week:02d}"])

    def reachable(self):
        return super().reachable().filter(dated_q())

    def name(self, day):
        return _("Week %(week)s of %(year)s") % {"week": day.isocalendar().week, "year": day.isocalendar().year}

    def subject(self):
        first, last = self.span()
        days = {"first": formats.date_format(first, "DATE_FORMAT"), "last": formats.date_format(last, "DATE_FORMAT")}
        return _("Events from %(first)s to %(last)s") % days


def last_of(first):
    """The last day of the month that begins on ``first``."""
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - ONE_DAY
